"""What tests share. `DJANGO_ALLOW_ASYNC_UNSAFE` must be set before anything opens a database connection: the
browser driver runs an event loop in the thread in which tests speak to the database."""

import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from collections.abc import Iterator
from contextlib import suppress
from copy import copy
from datetime import UTC, datetime
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.color import no_style
from django.core.serializers import sort_dependencies
from django.db import connection, transaction
from django.db.models import Model
from django.test import Client, TransactionTestCase
from pytest_django import DjangoDbBlocker

from classes import caching, guard
from classes.finding import columns, days, index
from classes.models import CatalogVersion, Repair

TODAY = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test depends on the day on which it runs: it is always June 15, 2026, at noon in New York."""
    if "browser" in request.keywords:
        yield  # a browser's time goes on, and its driver waits by it
        return
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture(autouse=True)
def nothing_kept() -> Iterator[None]:
    """What one test had kept is not found by the next."""
    for kept in (caching, index, columns, days):
        kept.forget()
    yield
    caching.forget()


@pytest.fixture(scope="session", autouse=True)
def databases_can_be_emptied() -> Iterator[None]:
    """A test that commits ends by emptying its tables, which the guard would refuse; emptying puts it back."""
    empty = TransactionTestCase._fixture_teardown

    def lift_and_empty(test: TransactionTestCase) -> None:
        guard.remove()
        empty(test)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lift_and_empty)
        yield


class Rollback(Exception):
    pass


@pytest.fixture(scope="session")
def catalog_words() -> list[Any]:
    """The words under which `catalog_rows` are looked up, by search entry: no model holds them."""
    return []


@pytest.fixture(scope="session")
def catalog_rows(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, catalog_words: list[Any]
) -> list[list[Model]]:
    """The rows of the two real specifications, as `load_catalog` writes them, by model in the order of their ties."""
    rows: list[list[Model]] = []
    with (
        django_db_blocker.unblock(),
        suppress(Rollback),
        transaction.atomic(),
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(index.engine(), "add", catalog_words.extend)
        call_command("load_catalog", stdout=StringIO())
        models = [*apps.get_app_config("competencies").get_models(), *apps.get_app_config("classes").get_models()]
        models.remove(CatalogVersion)  # its row stands in every database
        rows = [list(model._default_manager.all()) for model in sort_dependencies([("catalog", models)])]
        raise Rollback
    return rows


@pytest.fixture
def catalog(db: None, catalog_rows: list[list[Model]], catalog_words: list[Any]) -> None:
    """The two real specifications, loaded: the loader runs once a session, its rows are put back for each test."""
    with guard.repair("A test puts the real catalog back."):
        for rows in catalog_rows:
            if rows:
                type(rows[0])._default_manager.bulk_create([copy(row) for row in rows])
    index.engine().add(catalog_words)
    Repair.objects.all().delete()
    models = [type(rows[0]) for rows in catalog_rows if rows]
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(statement)


@pytest.fixture
def unguarded(db: None) -> None:
    """The database without its guard, for a test that changes published rows as nobody can otherwise."""
    guard.remove()


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """The texts of the two source documents, by file name."""
    folder = settings.BASE_DIR / "fixtures" / "sources"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
