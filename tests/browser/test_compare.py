"""Comparing in a real browser: from the list to the table, at any width, by keyboard, without a script, on paper."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from classes.publishing import publish
from tests.browser.conftest import DESKTOP, PHONE
from tests.factories import make_class, make_draft, make_organization, make_section

pytestmark = pytest.mark.browser

BOTH = "/compare/?classes=city/ci2787,nc/it-manager"
PAGES = [
    BOTH,
    BOTH + "&show=redline",
    BOTH + "&q=director",
    BOTH + ",city/it-director,city/it-executive",
    "/compare/?classes=city/ci2787",
    "/compare/?classes=city/ci2787&q=it",
    "/compare/?classes=city/ci2787,nc/it-manager,IT Executive",
    BOTH + ",city/it-director,city/it-executive,city/it-manager-senior",
    "/compare/",
    "/classes/",
    "/series/city/it-management/",
]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.mark.parametrize("address", PAGES)
def test_axe_finds_nothing_at_either_width_in_light_or_dark(open_page, address):
    for size in (DESKTOP, PHONE):
        page = open_page(address, size, bypass_csp=True)
        for details in page.locator("main details:not([open]) > summary").all():
            if details.is_visible():
                details.click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found = Axe().run(page)
            assert found.violations_count == 0, f"{address} {size['width']} {scheme}\n{found.generate_report()}"


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_wider_than_the_window(open_page, address):
    page = open_page(address)
    for width in (1440, 1024, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 760})
        for summary in page.locator("main details:not([open]) > summary").all():
            if summary.is_visible():
                summary.click()
        assert page.evaluate(OVERFLOW) <= 0, f"{address} at {width}"


def test_even_the_longest_words_do_not_widen_a_comparison(open_page):
    long = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
    addresses = []
    for number in range(4):
        organization = make_organization(name=f"{long}{number}")
        draft = make_draft(make_class(organization, title=long, slug=f"c{number}"), effective_from=None, masthead=long)
        make_section(draft, heading=long, body=f"{long}\n\n{long}{number}")
        make_section(draft, kind="other", heading=long, body=f"{long[:55]}: {long}\nB: {long}\n\n{long}\n{long}")
        addresses.append("/".join(publish(draft).job_class.natural_key()))
    for classes, show in ((addresses, ""), (addresses[:2], "&show=redline"), (addresses[:1], "")):
        page = open_page(f"/compare/?classes={','.join(classes)}{show}")
        for width in (1440, 1024, 768, 360, 320):
            page.set_viewport_size({"width": width, "height": 760})
            assert page.evaluate(OVERFLOW) <= 0, f"{len(classes)} at {width}"


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_whoever_ticks_two_classes_in_the_list_sees_them_side_by_side_without_a_script(open_page, size):
    page = open_page("/classes/?q=manager", size, java_script_enabled=False)
    page.get_by_label("Compare IT Manager (CI2787), City").check()
    page.get_by_label("Compare IT Manager, NC Department").check()
    button = page.get_by_role("button", name="Compare", exact=True)
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.locator("h1")).to_have_text("Classes side by side")
    expect(page.locator("tbody#topic_summary-of-the-work")).to_contain_text("Description of Work")


def test_tick_boxes_work_by_keyboard(open_page):
    page = open_page("/classes/?q=manager")
    page.get_by_label("Compare IT Manager (CI2787), City").focus()
    page.keyboard.press("Space")
    page.get_by_label("Compare IT Manager Senior, City").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: "/compare/" in address)
    assert page.url.count("classes=") == 2


def test_tick_boxes_are_easy_to_hit_and_leave_the_titles_in_one_line(open_page):
    for size in (DESKTOP, PHONE):
        page = open_page("/classes/", size)
        for label in page.locator(".tick-box label").all():
            box = label.bounding_box()
            assert box["width"] >= 24
            assert box["height"] >= 24
        tick, title = page.locator(".tick-box label").first, page.locator("tbody th a").first
        centers = [each.bounding_box()["y"] + each.bounding_box()["height"] / 2 for each in (tick, title)]
        assert abs(centers[0] - centers[1]) <= 6


def test_heads_stay_in_sight_on_a_wide_window_and_every_card_names_its_class_on_a_phone(open_page):
    page = open_page(BOTH)
    head = page.locator("table.across thead th").first
    page.locator("#topic_working-environment").scroll_into_view_if_needed()
    expect(head).to_be_in_viewport()
    expect(page.locator("p.who").first).to_be_hidden()
    page.set_viewport_size(PHONE)
    expect(head).to_be_hidden()
    names = page.locator("#topic_duties p.who")
    expect(names).to_have_count(2)
    for number in range(2):
        expect(names.nth(number)).to_be_visible()


def test_the_ladder_is_a_table_on_a_wide_window_and_cards_on_a_phone(open_page):
    page = open_page("/series/city/it-management/")
    cells = page.locator("tr.rung").last.locator("> *")
    across = [cells.nth(number).bounding_box() for number in range(4)]
    assert len({box["y"] for box in across}) == 1
    page.set_viewport_size(PHONE)
    down = [cells.nth(number).bounding_box() for number in range(3)]
    assert down[0]["y"] < down[1]["y"] < down[2]["y"]


def test_on_paper_all_is_open_and_the_ways_to_choose_are_gone(open_page):
    page = open_page(BOTH)
    page.emulate_media(media="print")
    expect(page.get_by_text("Ability to move quickly and easily.")).to_be_visible()
    expect(page.get_by_text("Assesses employee skills and conducts")).to_be_visible()
    for gone in (".add", ".remove", ".tabs"):
        expect(page.locator(gone).first).to_be_hidden()
    assert page.locator("table.across thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    page = open_page("/classes/")
    page.emulate_media(media="print")
    expect(page.locator(".tick-box").first).to_be_hidden()
    expect(page.locator(".compare-bar")).to_be_hidden()
