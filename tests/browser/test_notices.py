"""Change notices and the changes of the catalog in a real browser, on screen and on paper."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from classes.publishing import Event, abolish, note, publish
from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.factories import make_class, make_draft, make_notice, make_organization, make_section

pytestmark = pytest.mark.browser

CITY = "/notices/city/cn1746/"
NOTICE = "/notices/shire/24-017/b/"
PAGES = [CITY, NOTICE, f"{NOTICE}?show=packet", f"{NOTICE}?page=2", "/notices/", "/notices/shire/", "/"]
CHANGES = [
    "/changes/",
    "/changes/?kind=regraded&organization=shire",
    "/changes/?kind=painted",
    "/changes/?kind=recoded",
]
DUTIES = "\n\n".join(
    f"Duty number {number} of the work, told at length so that it fills a line." for number in range(60)
)


@pytest.fixture
def noticed(site: str) -> str:
    """A notice that regraded thirty classes, abolished one and noted one; another one is announced."""
    shire = make_organization("shire", name="The Shire and its Quarters")
    notice = make_notice(
        shire,
        number="24-017/B",
        title="Pay study of the general services, second part",
        summary="Regrades the general services.",
        adopted_on=date(2024, 1, 9),
        effective_on=date(2024, 2, 1),
    )
    coming = make_notice(shire, number="CN9", effective_on=date(2999, 1, 1))
    for number in range(30):
        job_class = make_class(shire, title=f"Environmental Health Technician {number:02}", code=f"EHT{number:02}")
        for revision, on in ((1, date(2020, 1, 1)), (2, date(2024, 2, 1))):
            draft = make_draft(job_class, revision=revision, effective_from=on, pay_grade=f"G-{revision}")
            make_section(draft, body=DUTIES if number == 0 and revision == 2 else f"Inspects {'all ' * revision}wells.")
            make_section(draft, kind="note", heading="Note", body="Applies to all.")
            publish(draft, Event("regraded", "Pay study.", notice=notice) if revision == 2 else None)
    gone, noted = make_class(shire, title="Typist"), make_class(shire, title="Porter")
    abolish(gone, date(2024, 2, 1), Event("abolished", notice=notice), [noted])
    note(noted, date(2024, 2, 1), Event("retitled", notice=notice))
    note(noted, date(2999, 1, 1), Event("regraded", notice=coming))
    return site


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_is_wider_than_the_window(noticed, open_page, size, scheme):
    page = open_page("/", size, bypass_csp=True, color_scheme=scheme)
    for address in (*PAGES, *CHANGES):
        page.goto(noticed + address)
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        found = Axe().run(page)
        assert not found.violations_count, f"{address}\n{found.generate_report()}"
        for width in (size["width"], NARROWEST["width"]):
            page.set_viewport_size({**size, "width": width})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{address} at {width}"
        page.set_viewport_size(size)


def test_the_cover_leads_to_the_redline_on_its_page(noticed, open_page):
    page = open_page(NOTICE)
    page.get_by_role("link", name="Redline of Environmental Health Technician 29").click()
    page.wait_for_url(lambda address: address.endswith("?page=2#class_30"))
    expect(page.get_by_role("heading", name="Environmental Health Technician 29")).to_be_in_viewport()
    expect(page.locator("details.folded-cover table")).to_be_hidden()


def test_filters_work_without_a_script_and_by_keyboard(noticed, open_page):
    page = open_page("/changes/", java_script_enabled=False)
    page.get_by_label("Regraded").focus()
    page.keyboard.press("Space")
    page.get_by_label("From").fill("2024-01-01")
    page.get_by_role("button", name="Show").first.press("Enter")
    expect(page.get_by_role("list", name="Applied filters")).to_contain_text("Kind: regraded")
    expect(page.locator(".changes").last).to_contain_text("24-017/B: 30 classes regraded")
    page.get_by_role("link", name="Remove the filter Kind").click()
    expect(page.locator(".changes").last).to_contain_text("32 classes")


def test_the_filter_drawer_is_closed_on_a_phone_and_always_open_on_a_wide_screen(noticed, open_page):
    expect(open_page("/changes/", PHONE).get_by_label("Regraded")).to_be_hidden()
    expect(open_page("/changes/").get_by_label("Regraded")).to_be_visible()


def test_the_navigation_stands_in_one_line_on_the_narrowest_screen(noticed, open_page):
    page = open_page("/changes/", NARROWEST)
    tops = page.locator(".site-nav a").evaluate_all("links => links.map(link => link.getBoundingClientRect().top)")
    assert len(tops) == 4
    assert len(set(tops)) == 1
    ends = page.locator(".site-nav a").evaluate_all("links => links.map(link => link.getBoundingClientRect().right)")
    assert max(ends) <= NARROWEST["width"]


def test_on_paper_the_cover_is_a_table_and_each_class_begins_a_page_with_its_own_foot(noticed, open_page):
    page = open_page(f"{NOTICE}?show=packet")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 900})
    style = "(each, name) => getComputedStyle(each)[name]"
    row = page.locator("table.cover tbody tr").first
    assert row.evaluate(style, "display") == "table-row"
    second = page.locator(".packet > .touched").nth(1)
    assert second.evaluate(style, "breakBefore") == "page"
    assert second.evaluate(style, "display") == "table"
    assert second.locator(".print-foot").evaluate(style, "display") == "table-footer-group"
    expect(second.locator(".print-foot")).to_contain_text("24-017/B · Environmental Health Technician 01 (EHT01)")
    expect(page.locator(".touched-links").first).to_be_hidden()
    # The cover, thirty-two classes, of which the first fills more than one page.
    pages = page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n")
    assert pages > 33
