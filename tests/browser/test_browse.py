"""Finding classes as people do: a clerk in a hurry, a manager on a phone, by keyboard, without a script, on paper."""

from __future__ import annotations

import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import DESKTOP, NARROWEST, PHONE
from tests.factories import make_class, make_family, make_organization, make_published, make_series

pytestmark = pytest.mark.browser

TRADES = ("Budget Analyst", "Civil Engineer", "Librarian", "Mechanic", "Nurse", "Surveyor")
HIGH_SCHOOL, BACHELOR = 20, 50
ADDRESSES = [
    "/classes/",
    "/classes/?q=bud&grade=G1&grade=G2",
    "/classes/?q=ledgers",
    "/classes/?values=series",
    "/classes/?view=tree",
    "/classes/?q=budgte",
    "/classes/?q=budget&grade=G4&education=bachelor&letter=n",
    "/classes/?q=typist",
    "/classes/?letter=m&as_of=2024-01-01",
    "/classes/?grade=none",
]
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def town(site: str) -> str:
    """A town with sixty classes in six families and thirty series: grades G1 to G5, a degree from G4 on."""
    town = make_organization("town", name="Town")
    for trade in TRADES:
        slug = trade.lower().replace(" ", "-")
        family = make_family(town, slug=slug, name=f"{trade} Work")
        ladders = [make_series(town, slug=f"{slug}-{grade}", name=f"{trade} {grade}") for grade in range(1, 6)]
        for number in range(1, 11):
            grade = (number + 1) // 2
            job_class = make_class(
                town,
                title=f"{trade} {number}",
                code=f"{trade[0]}{number:02}",
                family=family,
                series=ladders[grade - 1],
                series_rank=number,
            )
            make_published(
                job_class,
                date(2020 + grade, 1, 1),
                pay_grade=f"G{grade}",
                minimum_education=BACHELOR if grade > 3 else HIGH_SCHOOL,
                minimum_experience_months=12 * number,
            )
    keeper = make_class(town, title="Bookkeeper", code="K1")
    make_published(keeper, pay_grade="G1")
    gone = make_class(town, title="Typist", code="T1", abolished_on=date(2022, 7, 1))
    make_published(gone)
    return site


def titles(page: Page) -> list[str]:
    return page.locator("tbody th a").all_inner_texts()


def box(page: Page, facet: str, value: str) -> Locator:
    return page.locator(f"#facet-{facet}").get_by_label(re.compile(rf"^\s*{value}\b"))


def choose(page: Page, facet: str, value: str) -> None:
    """Tick a value of a facet, and wait until the list is the new one."""
    panel = page.locator(f"#facet-{facet}")
    if not panel.evaluate("it => it.open"):
        panel.locator("summary").click()
    before = page.url
    box(page, facet, value).check()
    page.wait_for_url(lambda address: address != before)


def found(page: Page, words: str) -> None:
    expect(page.locator("#found")).to_have_text(words)


def test_a_clerk_narrows_half_a_title_by_grades_and_education_and_every_count_comes_true(town, open_page):
    page = open_page("/classes/")
    page.get_by_label("Title, code or words").fill("budg ana")
    page.keyboard.press("Enter")
    found(page, "10 classes")
    for grade, promised, count in (("G1", "2 classes", "2 classes"), ("G4", "+2 more classes", "4 classes")):
        expect(page.locator("#facet-grade label", has_text=grade).locator("b")).to_have_text(promised)
        choose(page, "grade", grade)
        found(page, count)
    promised = page.locator("#facet-education label", has_text="Bachelor’s degree").locator("b").text_content()
    choose(page, "education", "Bachelor’s degree")
    found(page, f"{promised.split()[0]} classes")
    assert titles(page) == ["Budget Analyst 7", "Budget Analyst 8"]
    expect(page).to_have_title("budg ana, G1, G4, Bachelor’s degree: 2 classes · Class Catalog")
    assert "grade=G1&grade=G4&education=bachelor" in page.url
    page.reload()
    assert titles(page) == ["Budget Analyst 7", "Budget Analyst 8"]
    page.get_by_role("link", name="Remove the filter Minimum education: Bachelor’s degree").click()
    found(page, "4 classes")
    page.get_by_role("link", name="Clear the filters, keep the words").click()
    found(page, "10 classes")
    expect(page.get_by_label("Title, code or words")).to_have_value("budg ana")


def test_a_choice_keeps_the_focus_and_the_place_and_is_told_to_a_screen_reader(town, open_page):
    page = open_page("/classes/")
    third = box(page, "grade", "G3")
    third.focus()
    top = third.bounding_box()["y"]
    page.keyboard.press("Space")
    expect(page.locator("#found-said")).to_have_text("12 classes")
    expect(third).to_be_focused()
    expect(third).to_be_checked()
    assert abs(third.bounding_box()["y"] - top) < 2
    expect(page.locator("#facet-grade summary")).to_have_text(re.compile("1 chosen"))
    page.keyboard.press("Space")
    expect(page.locator("#found-said")).not_to_have_text("12 classes")
    page.go_back()
    found(page, "12 classes")
    expect(box(page, "grade", "G3")).to_be_checked()


def test_letters_orders_and_the_tree_are_one_click_each(town, open_page):
    page = open_page("/classes/?organization=town")
    page.get_by_role("navigation", name="First letter").get_by_role("link", name="M", exact=True).click()
    found(page, "10 classes")
    page.get_by_role("navigation", name="Order").get_by_role("link", name="Last revised").click()
    assert titles(page)[0] == "Mechanic 10"
    expect(page.locator("thead th[aria-sort=descending]")).to_have_text("In force since")
    page.get_by_role("navigation", name="Show as").get_by_role("link", name="Tree").click()
    found(page, "10 classes")
    expect(page.locator("ul.tree").first).to_contain_text("Mechanic Work")
    page.get_by_role("link", name="Mechanic 3").click()
    expect(page.locator("h1")).to_contain_text("Mechanic 3")


def test_a_past_day_is_kept_through_a_search_and_a_choice(town, open_page):
    page = open_page("/classes/?as_of=2022-06-01")
    page.get_by_label("Title, code or words").fill("typist")
    page.get_by_role("button", name="Find").click()
    found(page, "1 class")
    assert "as_of=2022-06-01" in page.url
    page.get_by_label("Title, code or words").fill("")
    page.keyboard.press("Enter")
    choose(page, "organization", "Town")
    assert "as_of=2022-06-01" in page.url
    page.get_by_label("This page as it stood on").fill("2026-01-01")
    page.locator(".day-form button").click()
    found(page, "61 classes")
    assert "organization=town" in page.url


def test_a_misspelt_word_and_one_filter_too_many_lead_on(town, open_page):
    page = open_page("/classes/?q=budgte+analyst&organization=town")
    page.get_by_role("link", name="budget analyst").click()
    found(page, "10 classes")
    choose(page, "grade", "G1")
    page.goto(page.url + "&education=bachelor")
    found(page, "0 classes")
    page.get_by_role("link", name="without Minimum education: Bachelor’s degree").click()
    found(page, "2 classes")


def test_ticked_classes_stay_ticked_from_one_list_to_the_next_until_they_are_compared(town, open_page):
    page = open_page("/classes/?q=mechanic")
    page.get_by_label("Compare Mechanic 1 (M01), Town").check()
    choose(page, "grade", "G5")
    expect(page.get_by_label("Mechanic 1 (M01), Town")).to_be_checked()
    page.goto(town + "/classes/?q=nurse")
    page.get_by_label("Compare Nurse 1 (N01), Town").check()
    page.get_by_role("button", name="Compare", exact=True).click()
    expect(page.locator("h1")).to_have_text("Classes side by side")
    expect(page.locator("main")).to_contain_text("Mechanic 1")
    expect(page.locator("main")).to_contain_text("Nurse 1")
    page.goto(town + "/classes/?q=nurse")
    expect(page.locator("tbody input:checked")).to_have_count(0)


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_what_has_the_focus_never_lies_under_the_bar_for_comparing(town, open_page, size):
    page = open_page("/classes/", size)
    page.locator(".tick-form input[type=checkbox]").first.focus()
    page.keyboard.press("Space")
    bar = page.locator(".compare-bar")
    expect(bar).to_have_css("position", "sticky")
    seen = 0
    for _ in range(40):
        page.keyboard.press("Tab")
        below = page.evaluate(
            "(bar) => document.activeElement.closest('.compare-bar, .as-data, footer') ? null :"
            " document.activeElement.getBoundingClientRect().bottom - bar.getBoundingClientRect().top",
            bar.element_handle(),
        )
        if below is not None:
            assert below <= 1
            seen += 1
    assert seen > 20


def test_a_long_list_of_values_is_narrowed_as_one_types(town, open_page):
    page = open_page("/classes/?organization=town")
    page.locator("#facet-series summary").click()
    page.get_by_role("link", name="All 30 series").click()
    values = page.locator("#facet-series label:has(input[type=checkbox])")
    expect(values).to_have_count(30)
    page.get_by_label("Find in this list").fill("NURSE")
    assert values.locator("visible=true").count() == 5
    choose(page, "series", "Nurse 2")
    found(page, "2 classes")
    expect(page.get_by_label("Find in this list")).to_have_value("NURSE")


def test_a_manager_on_a_phone_filters_in_the_drawer_and_comes_to_the_results(town, open_page):
    page = open_page("/classes/", PHONE)
    expect(page.locator("#facet-grade")).to_be_hidden()
    page.locator(".filters > summary").click()
    choose(page, "grade", "G5")
    button = page.get_by_role("button", name="Show 12 classes")
    expect(button).to_be_in_viewport()
    button.click()
    expect(page.locator("#found")).to_be_in_viewport()
    expect(page.locator("#found")).to_be_focused()
    expect(page.locator(".filters > summary")).to_have_text("Filters (1 set)")
    expect(page.locator("#facet-grade")).to_be_hidden()


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_without_a_script_the_buttons_do_it(town, open_page, size):
    page = open_page("/classes/", size, java_script_enabled=False)
    page.get_by_label("Title, code or words").fill("mechanic")
    if size is PHONE:
        page.locator(".filters > summary").click()
    box(page, "grade", "G1").check()
    box(page, "grade", "G2").check()
    page.get_by_role("button", name="Show results").click()
    found(page, "4 classes")
    expect(page.locator("#found")).to_be_in_viewport()
    assert titles(page) == ["Mechanic 1", "Mechanic 2", "Mechanic 3", "Mechanic 4"]
    if size is DESKTOP:
        page.locator("#facet-series summary").click()
        page.goto(town + "/classes/?values=series")
        expect(page.get_by_label("Find in this list")).to_be_hidden()


def test_the_keyboard_alone_finds_narrows_and_opens(town, open_page):
    page = open_page("/classes/")
    page.get_by_label("Title, code or words").focus()
    page.keyboard.type("nurse")
    page.keyboard.press("Enter")
    found(page, "10 classes")
    page.get_by_role("button", name="Find").focus()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip the filters")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    assert skip.bounding_box()["height"] >= 24
    page.keyboard.press("Tab")
    expect(page.locator("#facet-organization summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#found-said")).to_have_text("10 classes")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Shift+Tab")
    expect(skip).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#found")).to_be_focused()
    assert "organization=town" in page.url  # to skip is not to go back
    page.keyboard.press("Tab")
    expect(page.get_by_role("navigation", name="Order").get_by_role("link", name="Best match")).to_be_focused()
    page.locator("tbody th a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Nurse 1")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_light_or_dark(town, open_page, size):
    page = open_page("/classes/", size, bypass_csp=True)
    reports = []
    for address in ADDRESSES:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(town + address)
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
            report = Axe().run(page)
            if report.violations_count:
                reports.append(f"{address} {scheme}\n{report.generate_report()}")
    assert not reports, "\n".join(reports)


def test_nothing_is_said_in_the_console_and_nothing_is_wider_than_the_window(town, open_page):
    said = []

    def listen(page: Page) -> None:
        page.on("console", lambda message: said.append(f"{page.url} {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url} {error}"))

    page = open_page("/classes/", listen=listen)
    wide = []
    for address in ADDRESSES:
        page.goto(town + address)
        for width in (1440, 1121, 1120, 1024, 821, 820, 768, 360, NARROWEST["width"]):
            page.set_viewport_size({"width": width, "height": 760})
            page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
            if page.evaluate(OVERFLOW) > 0:
                wide.append(f"{address} at {width}")
    assert wide == []
    assert [line for line in said if "status of 400" not in line] == []


def test_dates_and_codes_stand_in_one_line_at_any_width(town, open_page):
    page = open_page("/classes/?organization=town&q=surveyor")
    for width in (1440, 1121, 1024, 821, 768, 360):
        page.set_viewport_size({"width": width, "height": 760})
        for name in ("Code", "Grade", "In force since"):
            cell = page.locator(f"tbody td[data-label='{name}']").first
            lines = cell.evaluate("""cell => {
              const range = document.createRange(); range.selectNodeContents(cell);
              return new Set([...range.getClientRects()].map(each => Math.round(each.top))).size }""")
            assert lines == 1, f"{name} at {width}"


def test_paper_has_what_was_asked_and_the_table_and_nothing_else(town, open_page):
    page = open_page("/classes/?q=nurse&grade=G1", color_scheme="dark")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 670, "height": 900})
    for gone in (".find", ".filters", ".letters", ".list-how", ".tick-box", ".compare-bar", ".as-data", ".clear"):
        expect(page.locator(gone).first).to_be_hidden()
    main = page.locator("main").inner_text()
    for told in ("2 classes", "Words: nurse", "Pay grade: G1", "1 to 2 of 2", "printed"):
        assert told in main
    assert "×" not in main
    assert page.locator("thead").evaluate("head => getComputedStyle(head).display") == "table-header-group"
    assert page.locator("tbody th").first.bounding_box()["width"] > 110
