"""The history of a class, its revisions and their citation, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CLASS, DESKTOP, NARROWEST, PHONE

pytestmark = pytest.mark.browser

HISTORY = "/classes/county/p200/history/"


@pytest.mark.parametrize("address", [HISTORY, CLASS + "history/", "/classes/county/p200/revisions/2/"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE, NARROWEST], ids=["desktop", "phone", "narrowest"])
def test_nothing_is_wider_than_the_window(open_page, address, size):
    page = open_page(address, size)
    assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_the_line_runs_through_the_point_of_every_event_but_not_past_the_last(open_page, size):
    page = open_page(HISTORY, size)
    for number in range(page.locator("ol.history > li").count()):
        event = page.locator("ol.history > li").nth(number)
        line, point = (
            event.evaluate(f"each => getComputedStyle(each, '::{part}').insetInlineStart")
            for part in ("before", "after")
        )
        assert abs(float(line[:-2]) + 1 - float(point[:-2]) - 8) < 0.6
    last = page.locator("ol.history").last.locator("li").last
    assert last.evaluate("each => each.matches(':last-child')")


def test_a_history_is_walked_by_keyboard_from_the_event_to_what_it_changed_and_back(open_page):
    page = open_page(HISTORY)
    link = page.get_by_role("link", name="See what changed").first
    link.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/compare/**")
    expect(page.locator(".summary")).to_contain_text("pay grade G-1 → G-2")
    page.go_back()
    expect(page.get_by_role("heading", name="Senior Planner")).to_be_visible()


def test_another_day_is_chosen_without_a_script_and_what_else_was_asked_for_is_kept(open_page):
    page = open_page("/classes/?organization=county&page=1", java_script_enabled=False)
    page.get_by_label("This page as it stood on").fill("2020-12-31")
    page.get_by_role("form", name="Another day").get_by_role("button", name="Show").click()
    page.wait_for_url("**as_of=2020-12-31*")
    assert "organization=county" in page.url
    assert "page=" not in page.url
    row = page.locator("table.scan tbody tr", has_text="P100")
    expect(row).to_contain_text("Planner")
    page.get_by_role("link", name="Back to today").click()
    expect(page.locator("table.scan tbody tr", has_text="P200")).to_contain_text("Senior Planner")


def test_a_citation_is_copied_and_pasted_into_the_search_field_opens_its_text(open_page, browser):
    page = open_page(CLASS, permissions=["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator("#citation").inner_text()
    page.get_by_label("Title, code").fill(copied)
    page.keyboard.press("Enter")
    page.wait_for_url("**/revisions/1/")


def test_without_a_script_there_is_no_button_to_copy_with(open_page):
    page = open_page(CLASS, java_script_enabled=False)
    expect(page.locator("[data-copy]")).to_be_hidden()
    expect(page.locator("#citation")).to_be_visible()


def test_a_former_code_in_the_address_leads_to_the_class_and_says_so(open_page):
    page = open_page("/classes/county/P100/")
    expect(page.get_by_text("You asked for Planner (P100).")).to_be_visible()
    assert page.url.endswith("/classes/county/p200/?formerly=p100")
