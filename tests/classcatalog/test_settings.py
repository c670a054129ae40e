"""The environment: what makes sense is taken, and nonsense is refused with the variable's name and the remedy.

The settings file is run from a folder of its own, so that neither the data of this checkout (`var/`) nor the
settings of the tests have a part in it.
"""

from __future__ import annotations

import os
import runpy
import secrets
import shutil
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as test_settings
from django.core.exceptions import ImproperlyConfigured

KEY = "k3y-" * 15  # 60 characters
VARIABLES = (
    "DATABASE_URL",
    "SECRET_KEY",
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "TIME_ZONE",
    "KEEP_PAGES",
    "DATABASE_POOLED",
)

Read = Callable[..., dict[str, Any]]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of nothing but settings and manage.py."""
    (tmp_path / "classcatalog").mkdir()
    for name in ("manage.py", "classcatalog/__init__.py", "classcatalog/settings.py"):
        shutil.copy(test_settings.BASE_DIR / name, tmp_path / name)
    return tmp_path


@pytest.fixture
def read(project: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read the settings in an environment of the variables given and no other; a key is given where none is."""

    def run(**environment: str | None) -> dict[str, Any]:
        for name in VARIABLES:
            monkeypatch.delenv(name, raising=False)
        for name, value in {"SECRET_KEY": KEY, **environment}.items():
            if value is not None:
                monkeypatch.setenv(name, value)
        return runpy.run_path(str(project / "classcatalog" / "settings.py"))

    return run


def refusal(read: Read, **environment: str | None) -> str:
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**environment)
    return str(refused.value)


# DEBUG


@pytest.mark.parametrize("value", [None, "", "0", "false", "No", "OFF", " off "])
def test_debug_is_off_unless_it_is_asked_for(read, value):
    assert read(DEBUG=value)["DEBUG"] is False


@pytest.mark.parametrize("value", ["1", "true", "Yes", "ON", " on "])
def test_debug_can_be_asked_for(read, value):
    assert read(DEBUG=value)["DEBUG"] is True


@pytest.mark.parametrize("value", ["maybe", "2", "tru", "1,0"])
def test_a_debug_that_is_neither_on_nor_off_is_refused(read, value):
    assert refusal(read, DEBUG=value) == (f"DEBUG is {value!r}, which is neither on nor off. Set DEBUG=1 or DEBUG=0.")


@pytest.mark.parametrize(
    ("given", "kept"),
    [({}, True), ({"DEBUG": "1"}, False), ({"KEEP_PAGES": "0"}, False)],
    ids=["served", "debug", "off"],
)
def test_pages_are_kept_when_served_and_not_while_developing(read, given, kept):
    assert read(SECRET_KEY=KEY, **given)["KEEP_PAGES"] is kept


# SECRET_KEY


@pytest.mark.parametrize("value", [None, "", "   "])
def test_a_missing_key_is_refused_with_three_remedies(read, value):
    said = refusal(read, SECRET_KEY=value)
    assert said.startswith("SECRET_KEY is not set. Set it to 50 or more random characters")
    assert "`make run`" in said
    assert "DEBUG=1" in said


def test_a_short_key_is_refused_and_not_said_again(read):
    short = "correct-horse-battery-staple-correct-horse-batter"
    assert len(short) == 49
    assert refusal(read, SECRET_KEY=short) == (
        "SECRET_KEY has 49 characters, too few to be safe. Set it to 50 or more random characters."
    )
    assert read(SECRET_KEY=short + "y")["SECRET_KEY"] == short + "y"


def test_while_developing_any_key_will_do_or_none(read):
    assert read(SECRET_KEY="short", DEBUG="1")["SECRET_KEY"] == "short"
    assert read(SECRET_KEY=None, DEBUG="1")["SECRET_KEY"].startswith("for-development-only")


def test_the_key_that_is_kept_with_the_data_is_used_where_none_is_set(read, project):
    (project / "var").mkdir()
    (project / "var" / "secret_key").write_text("f" * 60 + "\n")
    assert read(SECRET_KEY=None)["SECRET_KEY"] == "f" * 60
    assert read(SECRET_KEY=KEY)["SECRET_KEY"] == KEY
    (project / "var" / "secret_key").write_text("f" * 49)
    assert "SECRET_KEY has 49 characters" in refusal(read, SECRET_KEY=None)


# ALLOWED_HOSTS


@pytest.mark.parametrize("value", [None, "", " , "])
def test_the_catalog_answers_to_this_machine_unless_told_otherwise(read, value):
    assert read(ALLOWED_HOSTS=value)["ALLOWED_HOSTS"] == ["127.0.0.1", "localhost", "[::1]"]


def test_hosts_are_parted_by_commas(read):
    value = " catalog.example.gov,.example.gov , [::1],"
    assert read(ALLOWED_HOSTS=value)["ALLOWED_HOSTS"] == ["catalog.example.gov", ".example.gov", "[::1]"]


@pytest.mark.parametrize(
    "host", ["https://catalog.example.gov", "catalog.example.gov/", "a.gov b.gov", "x.gov:8000", "::1", "x.gov;y.gov"]
)
def test_what_is_no_host_name_is_refused(read, host):
    assert refusal(read, ALLOWED_HOSTS=f"localhost,{host}") == (
        f"ALLOWED_HOSTS has {host!r}, which is not a host name. Give names only, "
        "without scheme or port, parted by commas: ALLOWED_HOSTS=catalog.example.gov"
    )


@pytest.mark.parametrize("host", ["*", "*.example.gov"])
def test_a_host_that_would_answer_to_every_name_is_refused_outside_debug(read, host):
    assert refusal(read, ALLOWED_HOSTS=host) == (
        f"ALLOWED_HOSTS has {host!r}, which would answer to names that are not yours. List the names."
    )
    assert read(ALLOWED_HOSTS=host, DEBUG="1")["ALLOWED_HOSTS"] == [host]


# CSRF_TRUSTED_ORIGINS


def test_origins_have_a_scheme_and_a_host(read):
    origins = ["https://catalog.example.gov", "http://localhost:8080", "https://*.example.gov", "http://[::1]:8000"]
    assert read(CSRF_TRUSTED_ORIGINS=", ".join(origins))["CSRF_TRUSTED_ORIGINS"] == origins
    assert read()["CSRF_TRUSTED_ORIGINS"] == []


@pytest.mark.parametrize(
    "origin",
    [
        "catalog.example.gov",
        "//catalog.example.gov",
        "ftp://catalog.example.gov",
        "https://",
        "https://catalog.example.gov/",
        "https://catalog.example.gov?next",
        "https://user:password@catalog.example.gov",
        "https://catalog.example.gov:port",
        "https://[::1",
    ],
)
def test_what_is_no_origin_is_refused(read, origin):
    assert refusal(read, CSRF_TRUSTED_ORIGINS=f"https://example.gov,{origin}") == (
        f"CSRF_TRUSTED_ORIGINS has {origin!r}, which is not an origin. "
        "Write scheme and host: CSRF_TRUSTED_ORIGINS=https://catalog.example.gov"
    )


# TIME_ZONE


@pytest.mark.parametrize(
    ("value", "zone"),
    [
        (None, "America/New_York"),
        ("", "America/New_York"),
        ("UTC", "UTC"),
        ("America/Argentina/Ushuaia", "America/Argentina/Ushuaia"),
        (" Europe/Vienna ", "Europe/Vienna"),
    ],
)
def test_the_time_zone_is_new_yorks_unless_another_is_set(read, value, zone):
    assert read(TIME_ZONE=value)["TIME_ZONE"] == zone


@pytest.mark.parametrize(
    "value",
    ["../x", "/etc/localtime", "a" * 300, "Mars/Olympus", "America", "America/", "Zürich", "..", "EST EDT", "zone.tab"],
)
def test_a_time_zone_that_does_not_exist_is_refused(read, value):
    assert refusal(read, TIME_ZONE=value) == (
        f"TIME_ZONE is {value!r}, which is no time zone. Use a name such as America/New_York or UTC."
    )


# DATABASE_URL


def test_the_embedded_database_lies_with_the_data(read, project):
    database = read()["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.sqlite3"
    assert database["NAME"] == str(project / "var" / "catalog.sqlite3")
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


def test_another_sqlite_file_can_be_named(read):
    assert read(DATABASE_URL="sqlite:////srv/catalog.sqlite3")["DATABASES"]["default"]["NAME"] == "/srv/catalog.sqlite3"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql"])
def test_postgresql_is_named_by_an_address(read, scheme):
    database = read(DATABASE_URL=f"{scheme}://clerk:p%40ss@db.example.gov:5433/catalog")["DATABASES"]["default"]
    assert database["ENGINE"] == "django.db.backends.postgresql"
    assert [database[part] for part in ("NAME", "USER", "PASSWORD", "HOST", "PORT")] == [
        *("catalog", "clerk", "p@ss", "db.example.gov", 5433)
    ]
    assert "init_command" not in database.get("OPTIONS", {})
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is False


def test_behind_a_pooler_nothing_on_a_connection_outlives_a_transaction(read):
    url = "postgresql://clerk:secret@db.example.gov/catalog"
    database = read(DATABASE_URL=url, DATABASE_POOLED="1")["DATABASES"]["default"]
    assert database["DISABLE_SERVER_SIDE_CURSORS"] is True


@pytest.mark.parametrize(
    ("url", "scheme"),
    [
        ("mysql://clerk@db/catalog", "mysql"),
        ("oracle://db/catalog", "oracle"),
        ("SQLITE:///catalog", "SQLITE"),
        ("://db/catalog", ""),
        ("sqlite:catalog.sqlite3", ""),
        ("catalog.sqlite3", ""),
        ("host=db dbname=catalog", ""),
    ],
)
def test_a_database_of_another_kind_is_refused(read, url, scheme):
    assert refusal(read, DATABASE_URL=url) == (
        f"DATABASE_URL begins with {scheme!r}, which is no database that the catalog knows. "
        "Use sqlite:///path/to/catalog.sqlite3 or postgresql://user:password@host:5432/name."
    )


@pytest.mark.parametrize(
    "url",
    ["postgresql://", "postgresql://db.example.gov", "postgresql://clerk:secret@db/", "sqlite://", "sqlite:///"],
)
def test_an_address_without_a_database_is_refused(read, url):
    assert refusal(read, DATABASE_URL=url) == (
        "DATABASE_URL names no database. End it with one: postgresql://user:password@host:5432/name, "
        "or sqlite:///path/to/catalog.sqlite3."
    )


UNREADABLE = [
    "postgresql://clerk:hunter2/x@db/catalog",
    "postgresql://clerk:hunter2#x@db/catalog",
    "postgresql://clerk:hunter2[x@db/catalog",
    "postgresql://clerk:hunter2@db:port/catalog",
    "postgresql://clerk:hunter2@db:99999/catalog",
]


@pytest.mark.parametrize("url", UNREADABLE)
def test_an_address_that_cannot_be_read_is_refused(read, url):
    assert refusal(read, DATABASE_URL=url) == (
        "DATABASE_URL cannot be read as an address. "
        "Use postgresql://user:password@host:5432/name, with special characters percent-encoded."
    )


@pytest.mark.parametrize(
    "environment",
    [
        *({"DATABASE_URL": url} for url in UNREADABLE),
        {"DATABASE_URL": "host=db password=hunter2 dbname=catalog"},
        {"DATABASE_URL": "mysql://clerk:hunter2@db/catalog"},
        {"DATABASE_URL": "postgresql://clerk:hunter2@db"},
        {"SECRET_KEY": "hunter2"},
        {"SECRET_KEY": "hunter2" * 9, "TIME_ZONE": "Mars"},
    ],
)
def test_no_refusal_says_a_secret_not_even_in_a_traceback(read, environment):
    with pytest.raises(ImproperlyConfigured) as refused:
        read(**environment)
    assert "hunter2" not in "".join(traceback.format_exception(refused.value))


# Loopback and HTTPS


@pytest.mark.parametrize("hosts", [None, "localhost", "127.0.0.1,[::1]"])
def test_on_this_machine_alone_signing_in_works_over_plain_http(read, hosts):
    found = read(ALLOWED_HOSTS=hosts)
    assert not found["SECURE_SSL_REDIRECT"]
    assert not found["SESSION_COOKIE_SECURE"]
    assert not found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] == 0


@pytest.mark.parametrize(
    "hosts", ["catalog.example.gov", "localhost,catalog.example.gov", "127.0.0.2", "0.0.0.0", ".localhost"]
)
def test_with_any_other_name_everything_goes_by_https(read, hosts):
    found = read(ALLOWED_HOSTS=hosts)
    assert found["SECURE_SSL_REDIRECT"]
    assert found["SESSION_COOKIE_SECURE"]
    assert found["CSRF_COOKIE_SECURE"]
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["SECURE_HSTS_INCLUDE_SUBDOMAINS"]


def test_while_developing_nothing_is_redirected(read):
    assert not read(ALLOWED_HOSTS="catalog.example.gov", DEBUG="1")["SECURE_SSL_REDIRECT"]


@pytest.mark.parametrize("debug", ["0", "1"])
def test_no_script_can_read_a_cookie_and_no_page_loads_from_elsewhere(read, debug):
    found = read(DEBUG=debug)
    assert found["SESSION_COOKIE_HTTPONLY"]
    assert found["CSRF_COOKIE_HTTPONLY"]
    directives = found["CONTENT_SECURITY_POLICY"]["DIRECTIVES"]
    assert {source for sources in directives.values() for source in sources} == {"'none'", "'self'"}


# manage.py


def manage(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {
        name: value for name, value in os.environ.items() if name not in VARIABLES and not name.startswith("DJANGO_")
    }
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=folder,
        env={**clean, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize("command", ["check", "migrate"])
@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({}, "SECRET_KEY is not set. "),
        ({"SECRET_KEY": KEY, "TIME_ZONE": "../x"}, "TIME_ZONE is '../x', which is no time zone. "),
        ({"SECRET_KEY": KEY, "DATABASE_URL": "mysql://clerk:hunter2@db/x"}, "DATABASE_URL begins with 'mysql'"),
    ],
)
def test_manage_says_the_sentence_and_no_traceback(project, command, environment, said):
    ended = manage(project, command, **environment)
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.startswith(said)
    assert ended.stderr.count("\n") == 1


def test_the_deployment_check_is_clean_in_production_settings(tmp_path):
    ended = manage(
        test_settings.BASE_DIR,
        *("check", "--deploy", "--fail-level", "WARNING"),
        ALLOWED_HOSTS="catalog.example.gov",
        SECRET_KEY=secrets.token_urlsafe(45),
        DATABASE_URL=f"sqlite:///{tmp_path / 'catalog.sqlite3'}",
    )
    assert ended.stderr == ""
    assert ended.returncode == 0
    assert "no issues" in ended.stdout
