# Everything from a fresh clone. Needs python3 (3.11 or later, with venv), make and git; the rest it fetches itself.

PYTHON ?= python3
PORT ?= 8000
HOST ?= 127.0.0.1
export PORT HOST

BIN := .venv/bin
MANAGE := $(BIN)/python manage.py
STATIC := $(shell find static -type f)

.PHONY: help run install database static serve admin test lint bench bench-peer lock

help:
	@echo "make run     the catalog at http://$(HOST):$(PORT), from a fresh clone"
	@echo "make admin   make an account for /admin/"
	@echo "make test    every test, on SQLite, on PostgreSQL and in a browser"
	@echo "make lint    style, types, migrations, deployment checks"
	@echo "make bench   the benchmarks, one table"
	@echo "make bench-peer   Datasette beside the catalog, on the same rows"
	@echo "make lock    pin the dependencies anew (needs uv)"

run: install database static serve

install: .venv/installed var/secret_key

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Class Catalog needs Python 3.11 or later; \
	this is " + sys.version.split()[0] + ". Name another one: make PYTHON=python3.12 run")'
	@echo "Making a Python environment in .venv"
	@$(PYTHON) -m venv .venv

.venv/installed: requirements.txt | .venv/bin/python
	@echo "Installing the packages of requirements.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/installed-dev: requirements-dev.txt .venv/installed
	@echo "Installing the packages of requirements-dev.txt"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

var/secret_key:
	@echo "Making a secret key in var/secret_key"
	@mkdir -p var
	@umask 077 && $(PYTHON) -c 'import secrets; print(secrets.token_urlsafe(60))' > $@

database: install
	@echo "Bringing the database up to date"
	@$(MANAGE) migrate --verbosity 0
	@$(MANAGE) load_catalog

static: var/static/collected

var/static/collected: .venv/installed var/secret_key $(STATIC)
	@echo "Collecting static files"
	@$(MANAGE) collectstatic --noinput --clear --verbosity 0
	@touch $@

serve: install
	@echo "Class Catalog is at http://$(HOST):$(PORT)/ (Ctrl+C stops it)"
	@exec $(BIN)/gunicorn --config python:classcatalog.gunicorn

admin: install database
	@$(MANAGE) createsuperuser

test: .venv/installed-dev
	@$(BIN)/python -m tests.everything

lint: .venv/installed-dev var/secret_key
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy .
	@$(MANAGE) makemigrations --check --dry-run
	@ALLOWED_HOSTS=catalog.example.gov $(MANAGE) check --deploy --fail-level WARNING

bench: .venv/installed-dev
	@$(BIN)/python -m tests.bench

bench-peer: .venv/installed-dev
	@$(BIN)/python -m tests.bench.peer

# requirements-dev.txt holds to the versions of requirements.txt, so that both can be installed together.
lock:
	@uv pip compile pyproject.toml -o requirements.txt --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet
	@uv pip compile --group dev -c requirements.txt -o requirements-dev.txt --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --quiet
