"""Two revisions of a class, and a competency in several wordings, in a real browser."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from classes.publishing import publish
from competencies.models import Competency
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.factories import (
    make_class,
    make_draft,
    make_organization,
    make_requirement,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.browser

ADDRESS = "/classes/shire/p1/revisions/1/compare/2/"
SIDES = ADDRESS + "?show=side-by-side"
COACHING = "/competencies/city/coaching/"
DEMANDS = [f"Demand {number} of the work." for number in range(1, 13)]


@pytest.fixture
def revised(site: str) -> str:
    """A class with two revisions that differ in a fact, a heading, duties, a list, a check and a competency."""
    job_class = make_class(make_organization("shire"), code="P1", title="Planner")
    coaching = Competency.objects.get(framework__slug="city", slug="coaching")
    for revision, grade, heading, duties, demands in (
        (1, "EX-16", "Duties", ("Plans the work.", "Writes reports."), DEMANDS),
        (
            2,
            "EX-17",
            "Essential Duties",
            ("Plans all the work.", "Leads a team."),
            [*DEMANDS[:2], "New.", *DEMANDS[2:]],
        ),
    ):
        draft = make_draft(job_class, revision=revision, pay_grade=grade, effective_from=date(2018 + revision, 1, 1))
        make_section(draft, heading=heading, body="\n\n".join((*duties, "Reviews work.")))
        make_section(draft, kind="other", heading="Demands", body="\n".join(demands))
        make_section(draft, kind="background_check", heading="Checks", body="")
        for check in ("Criminal Check", "Credit Check")[:revision]:
            make_requirement(draft, kind="background_check", text=check)
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, coaching, definition=f"Helps {'all ' * (revision - 1)}others grow.")
        make_section(draft, kind="note", heading="Note", body="Applies to all.")
        publish(draft)
    return site


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(revised, open_page, size, scheme):
    page = open_page("/", size, bypass_csp=True, color_scheme=scheme)
    for address in (ADDRESS, SIDES, COACHING):
        page.goto(revised + address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        found = Axe().run(page)
        assert not found.violations_count, f"{address}\n{found.generate_report()}"
        for width in (size["width"], NARROWEST["width"]):
            page.set_viewport_size({**size, "width": width})
            assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_two_sides_of_a_line_stand_in_one_row_and_one_below_the_other_on_a_phone(revised, open_page):
    page = open_page(SIDES)
    old, new = (page.locator("table.sides tr.edited td").nth(number) for number in (0, 1))
    assert old.bounding_box()["y"] == new.bounding_box()["y"]
    page.set_viewport_size(PHONE)
    assert old.bounding_box()["x"] == new.bounding_box()["x"]
    assert old.bounding_box()["y"] < new.bounding_box()["y"]
    expect(old.get_by_text("Revision 1")).to_be_visible()
    unchanged = page.locator("table.sides tr.same").first.locator("td")
    expect(unchanged.nth(0)).to_be_hidden()
    expect(unchanged.nth(1)).to_be_visible()


def test_without_a_script_the_switch_the_swap_and_the_folds_work(revised, open_page):
    page = open_page(ADDRESS, java_script_enabled=False)
    fold = page.locator("details.folded")
    expect(fold.get_by_text("Applies to all.")).to_be_hidden()
    fold.locator("summary").click()
    expect(fold.get_by_text("Applies to all.")).to_be_visible()
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator("table.sides").first).to_be_visible()
    page.get_by_role("link", name="Swap the two sides").click()
    expect(page.locator("p.summary")).to_contain_text("pay grade EX-17 → EX-16")
    expect(page.locator("table.sides").first).to_be_visible()


def test_the_card_leads_to_a_section_and_stays_in_sight(revised, open_page):
    page = open_page(ADDRESS, {"width": 1440, "height": 500})
    page.locator(".changes-card").get_by_role("link", name="Checks").click()
    expect(page.get_by_role("heading", name="Checks")).to_be_in_viewport()
    expect(page.locator(".changes-card")).to_be_in_viewport()


def test_on_paper_lines_tell_what_colours_tell_on_the_screen(revised, open_page):
    page = open_page(ADDRESS)
    page.emulate_media(media="print")
    added, removed = page.locator(".redlined ins").first, page.locator(".redlined del").first
    assert added.evaluate("each => getComputedStyle(each).borderBottomStyle") == "solid"
    assert removed.evaluate("each => getComputedStyle(each).textDecorationLine") == "line-through"
    for mark in (added, removed):
        assert mark.evaluate("each => getComputedStyle(each).backgroundColor") == "rgba(0, 0, 0, 0)"
    for gone in (".switches", ".changes-card nav", ".tabs"):
        expect(page.locator(gone).first).to_be_hidden()
