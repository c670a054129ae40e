"""A real browser before the catalog with both documents, at the two widths that the pages are made for."""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from classes.publishing import publish
from tests.classes.storied import storied_class
from tests.factories import make_class, make_draft, make_organization, make_section

DESKTOP = {"width": 1440, "height": 1000}
PHONE = {"width": 360, "height": 760}
NARROWEST = {"width": 320, "height": 640}

CLASS = "/classes/city/ci2787/"
PAGES = [
    "/",
    "/classes/",
    "/classes/?q=manager&organization=city",
    "/classes/?q=astronaut",
    "/classes/?organization=atlantis",
    CLASS,
    CLASS + "?as_of=2020-01-01",
    "/classes/city/it-director/",
    "/classes/nc/it-manager/",
    "/classes/nc/it-manager/levels/",
    "/classes/nc/it-manager/levels/?show=differences",
    "/classes/nc/it-manager/levels/?show=step-up",
    "/classes/nc/it-manager/levels/?show=worksheet",
    "/classes/nc/it-manager/levels/?levels=journey,advanced",
    CLASS + "history/",
    CLASS + "history/?as_of=2018-09-20",
    CLASS + "revisions/1/",
    CLASS + "?as_of=2022-11-26",
    "/classes/?q=0123456789ab",
    "/classes/?q=p100",
    "/classes/county/p200/",
    "/classes/county/p200/?formerly=p100",
    "/classes/county/p200/history/",
    "/classes/county/p200/revisions/2/",
    "/classes/county/p200/revisions/4/?as_of=2020-01-01",
    "/classes/county/p1/?since=2021-01-01",
    "/classes/county/p1/revisions/1/compare/2/",
    "/classes/county/p1/revisions/1/compare/2/?show=side-by-side",
    "/families/",
    "/families/nc/information-technology/",
    "/series/city/it-management/",
    "/competencies/",
    "/competencies/city/coaching/",
    "/competencies/nc/planning-and-organizing/",
    "/api/",
    "/nothing/here/",
    "/?as_of=2023-02-30",
]

Open = Callable[..., Page]


def chromium() -> str | None:
    """The path of a Chromium: the one that CHROMIUM names, else the system's."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    names = ("/usr/bin/chromium", "chromium", "chromium-browser", "google-chrome")
    return next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        missing = "No Chromium is found. Install it (apt-get install chromium), or set CHROMIUM to its path."
        if os.environ.get("CI") == "true":
            pytest.fail(missing + " With CI=true the browser tests may not be left out.")
        pytest.skip(missing)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    expect.set_options(timeout=10_000)  # as long as a page may take for anything else
    with sync_playwright() as driver:
        launched = driver.chromium.launch(executable_path=path, args=arguments)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def requests_ended(live_server) -> Iterator[None]:
    """Wait for the threads of the last requests before the server stops.

    One that outlives it would close the database connection that it shared, which is then no longer its own to close.
    """
    yield
    latest = time.monotonic() + 15
    while time.monotonic() < latest and any("process_request" in each.name for each in threading.enumerate()):
        time.sleep(0.05)


@pytest.fixture
def site(browser: Browser, transactional_db: None, catalog: None, live_server, requests_ended: None) -> str:
    """The address of a running catalog that holds both documents, a class with two revisions and one with a story.

    The browser comes first: without one, no wait.
    """
    county = make_organization("county", name="County")
    storied_class(county)
    job_class = make_class(county, code="P1", title="Planner")
    for revision, start, duties in ((1, 2020, "Plans the work.\n\nWrites reports."), (2, 2023, "Plans all the work.")):
        draft = make_draft(job_class, revision=revision, effective_from=date(start, 1, 1), pay_grade=f"EX-{revision}")
        make_section(draft, body=duties)
        make_section(draft, kind="note", heading="Note", body="Applies to all.")
        publish(draft)
    return live_server.url


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[Open]:
    """Open an address in a browser window of its own: `open_page("/", PHONE, color_scheme="dark")`.

    `listen` is called with the new page before it goes anywhere.
    """
    contexts = []

    def opened(
        address: str, size: dict[str, int] = DESKTOP, listen: Callable[[Page], None] | None = None, **options: object
    ) -> Page:
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        if listen:
            listen(page)
        page.goto(site + address)
        return page

    yield opened
    for context in contexts:
        context.close()
