"""On paper: the document without the furniture of the screen."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import CLASS

pytestmark = pytest.mark.browser

FURNITURE = ".site-header, .site-footer, .skip-link, .outline, .actions, .tabs, .drawer"


@pytest.mark.parametrize("address", [CLASS, "/classes/nc/it-manager/", "/classes/", "/series/city/it-management/"])
def test_paper_has_the_content_and_none_of_the_furniture(open_page, address):
    page = open_page(address, color_scheme="dark")
    page.emulate_media(media="print")
    furniture = page.locator(FURNITURE)
    assert furniture.count() >= 3
    for number in range(furniture.count()):
        expect(furniture.nth(number)).to_be_hidden()
    expect(page.locator("h1")).to_be_visible()
    colours = "getComputedStyle(document.documentElement)"
    assert page.evaluate(f"{colours}.colorScheme") in {"light only", "only light"}
    assert page.evaluate(f"{colours}.color") == "rgb(26, 31, 38)"


def test_a_class_page_prints_as_a_pdf_of_several_pages(open_page):
    page = open_page(CLASS)
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF-")
    sheets = len(re.findall(rb"/Type\s*/Page\b", pdf))
    assert 3 <= sheets <= 8


def test_each_level_is_named_at_the_head_of_the_table_on_paper(open_page):
    page = open_page("/classes/nc/it-manager/")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 670, "height": 900})  # the width of a letter page between its margins
    head = page.locator("table.levels thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"
    expect(page.get_by_role("columnheader", name="Advanced")).to_be_visible()
