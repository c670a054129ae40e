"""What tests share. `DJANGO_ALLOW_ASYNC_UNSAFE` must be set before anything opens a database connection: the
browser driver runs an event loop in the thread in which tests speak to the database."""

import os

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

from collections.abc import Iterator
from datetime import UTC, datetime
from io import StringIO

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.test import Client

TODAY = datetime(2026, 6, 15, 16, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def fixed_clock(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test depends on the day on which it runs: it is always June 15, 2026, at noon in New York."""
    if "browser" in request.keywords:
        yield  # a browser's time goes on, and its driver waits by it
        return
    with time_machine.travel(TODAY, tick=False):
        yield


@pytest.fixture
def catalog(db: None) -> None:
    """The two real specifications, loaded."""
    call_command("load_catalog", stdout=StringIO())


@pytest.fixture
def client() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """The texts of the two source documents, by file name."""
    folder = settings.BASE_DIR / "fixtures" / "sources"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.iterdir()}
