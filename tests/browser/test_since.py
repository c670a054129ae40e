"""Since when words have stood, and what changed since a day, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from classes.models import HistoryEntry
from classes.publishing import Event, publish
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.browser

CLASS = "/classes/shire/p1/"
SINCE = CLASS + "?since=2019-06-01"


@pytest.fixture
def revised(site: str) -> str:
    """A class with two texts that differ in duties and in one of three levels; the other sections stay."""
    job_class = make_class(make_organization("shire", name="Shire"), code="P1", title="Planner")
    coaching = make_competency(make_framework(levels=("Low", "Middle", "High")), "Coaching")
    for revision, duties, middle in ((1, "Plans the work.", "More."), (2, "Plans all the work.", "Much more.")):
        draft = make_draft(job_class, revision=revision, pay_grade="EX-1", effective_from=date(2017 + revision, 1, 1))
        make_section(draft, body=duties)
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, coaching, {"low": "A little.", "middle": middle, "high": "Most."})
        make_section(draft, kind="note", heading="Note", body="Applies to all.")
        publish(draft, Event(HistoryEntry.Kind.REVISED, f"Change {revision}."))
    return site


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(revised, open_page, size, scheme):
    page = open_page("/", size, bypass_csp=True, color_scheme=scheme)
    for address in (CLASS, CLASS + "?since=2018-06-01", SINCE, CLASS + "?since=2000-01-01"):
        page.goto(revised + address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        found = Axe().run(page)
        assert not found.violations_count, f"{address}\n{found.generate_report()}"
        for width in (size["width"], NARROWEST["width"]):
            page.set_viewport_size({**size, "width": width})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_without_a_script_the_form_shows_what_changed_since_the_day_and_keeps_the_day_shown(revised, open_page):
    page = open_page(CLASS + "?as_of=2025-01-01", java_script_enabled=False)
    page.get_by_label("Since", exact=True).fill("2018-06-01")
    page.get_by_role("form", name="What changed since a day").get_by_role("button", name="Show").click()
    expect(page.get_by_role("heading", name="What changed since June 1, 2018, up to January 1, 2025")).to_be_visible()
    expect(page.locator("p.summary")).to_contain_text("2 sections changed")
    expect(page.locator(".as-of")).to_contain_text("January 1, 2025")
    fold = page.locator("details.folded")
    expect(fold.get_by_text("Applies to all.")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.get_by_text("Applies to all.")).to_be_visible()


def test_a_section_leads_to_its_change(revised, open_page):
    page = open_page(CLASS)
    page.get_by_role("link", name="see the change of Duties").click()
    expect(page.locator("h1")).to_contain_text("what changed")
    expect(page.locator(".redlined ins").first).to_be_visible()


def test_the_fine_line_is_finer_than_the_text_and_stands_close_to_its_heading(revised, open_page):
    page = open_page(CLASS)
    heading, line = page.locator("#duties h2"), page.locator("#duties .standing")
    text = page.locator("#duties p").last
    size = "each => parseFloat(getComputedStyle(each).fontSize)"
    assert line.evaluate(size) < text.evaluate(size)
    box = heading.bounding_box()
    assert line.bounding_box()["y"] - (box["y"] + box["height"]) <= 4


def test_on_paper_days_stay_and_what_can_only_be_clicked_goes(revised, open_page):
    page = open_page(CLASS)
    page.emulate_media(media="print")
    expect(page.locator("#duties .standing")).to_be_visible()
    for gone in ("#duties .see", "td .see", ".since-form"):
        expect(page.locator(gone).first).to_be_hidden()
    page.goto(revised + SINCE)
    expect(page.locator("p.summary")).to_be_visible()
    expect(page.locator(".since-form")).to_be_hidden()
