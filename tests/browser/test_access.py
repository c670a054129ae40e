"""Everyone can use the pages: axe finds nothing, and the keyboard is enough."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import CLASS, DESKTOP, PAGES, PHONE

pytestmark = pytest.mark.browser


ONLY_COLOURS = {"runOnly": ["color-contrast"]}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_any_page_in_light_or_dark(open_page, site, size):
    # axe is put into the page as an inline script, which the policy would refuse
    page = open_page("/", size, bypass_csp=True)
    reports = []
    for address in [*PAGES, "/admin/login/"]:
        for scheme, options in (("light", None), ("dark", ONLY_COLOURS)):
            page.emulate_media(color_scheme=scheme)  # before the page opens: no colour is halfway to another
            page.goto(site + address)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
            found = Axe().run(page, options=options)
            if found.violations_count:
                reports.append(f"{address} {scheme}\n{found.generate_report()}")
    assert not reports, "\n".join(reports)


def test_axe_would_find_a_picture_without_words_and_pale_text(open_page):
    page = open_page("/", bypass_csp=True)
    page.evaluate("document.querySelector('h1').innerHTML = '<img src=/x.png>'")
    page.evaluate("document.querySelector('.site-footer p').style.color = '#ddd'")
    found = {violation["id"] for violation in Axe().run(page).response["violations"]}
    assert {"image-alt", "color-contrast"} <= found


def test_the_first_stop_of_the_keyboard_skips_to_the_content(open_page):
    page = open_page(CLASS)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip-link")
    expect(skip).to_be_focused()
    assert skip.evaluate("link => getComputedStyle(link).clipPath") == "none"
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


FOCUS = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  const style = getComputedStyle(element), box = element.getBoundingClientRect();
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  const inside = box.width >= 1 && box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return [element.outerHTML.slice(0, 120), seen && inside];
}"""


@pytest.mark.parametrize("address", ["/", "/classes/?q=manager", CLASS, "/series/city/it-management/"])
def test_whoever_goes_by_keyboard_always_sees_where_they_are(open_page, address):
    for size in (DESKTOP, PHONE):
        page = open_page(address, size)
        stops = 0
        while True:
            page.keyboard.press("Tab")
            focus = page.evaluate(FOCUS)
            if focus is None:
                break
            element, seen = focus
            assert seen, f"{size['width']}: {element}"
            stops += 1
            assert stops < 200
        assert stops > 8


def test_the_filter_drawer_opens_with_the_enter_key_on_a_phone(open_page):
    page = open_page("/classes/", PHONE)
    field = page.locator("#facet-organization")
    expect(field).to_be_hidden()
    page.locator("details.drawer > summary").focus()
    page.keyboard.press("Enter")
    expect(field).to_be_visible()


def test_the_section_list_opens_with_the_enter_key_on_a_phone_and_leads_to_a_section(open_page):
    page = open_page(CLASS, PHONE)
    link = page.get_by_role("link", name="Background Check Requirement")
    expect(link).to_be_hidden()
    page.locator("details.outline > summary").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    link.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Background Check Requirement")).to_be_in_viewport()


@pytest.mark.parametrize("address", ["/", "/classes/", CLASS, "/families/", "/competencies/city/coaching/"])
def test_targets_are_at_least_24_pixels_high_but_for_links_in_running_text(open_page, address):
    page = open_page(address, PHONE)
    small = page.evaluate("""() => [...document.querySelectorAll("button, input:not([type=hidden]), select, summary")]
        .filter(each => each.checkVisibility() && !each.matches(".visually-hidden-until-focus"))
        .filter(each => (each.closest("label") ?? each).getBoundingClientRect().height < 24)
        .map(each => each.outerHTML)""")
    assert small == []
