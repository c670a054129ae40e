"""Pages fit their window, stay at home, keep to the policy, and work without a script."""

from __future__ import annotations

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from classes.publishing import publish
from tests.browser.conftest import CLASS, DESKTOP, NARROWEST, PAGES, PHONE
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_framework,
    make_notice,
    make_organization,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def too_wide_at(page: Page) -> list[int]:
    """Unfold what is folded, and return the widths at which the page is wider than its window."""
    found = []
    for width in (1440, 1121, 1120, 1024, 950, 821, 820, 768, 360, 320):
        page.set_viewport_size({"width": width, "height": 760})
        page.evaluate("document.querySelectorAll('main details').forEach(each => { each.open = true })")
        if page.evaluate(OVERFLOW) > 0:
            found.append(width)
    return found


def test_nothing_is_wider_than_the_window(open_page, site):
    page = open_page("/")
    too_wide = []
    for address in PAGES:
        page.goto(site + address)
        too_wide += [f"{address} at {width}" for width in too_wide_at(page)]
    assert too_wide == []


LONG = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2


@pytest.fixture
def long_words(site: str) -> str:
    """A class whose every text is one long word; the address of its page."""
    organization = make_organization(name=LONG, slug="long", office=LONG)
    family = make_family(organization, name=LONG, slug="long", description=LONG)
    series = make_series(organization, name=LONG, slug="long")
    job_class = make_class(organization, title=LONG, family=family, series=series, series_rank=1, code="C" * 40)
    make_class(organization, title=LONG + "2", slug="bare", family=family, series=series, series_rank=2)
    framework = make_framework("long", ("Low", "High"), name=LONG, description=LONG)
    framework.levels.update(name=LONG[:100])
    competency = make_competency(framework, LONG, slug="long", definition=LONG)
    draft = make_draft(
        job_class, effective_from=date(2020, 1, 1), masthead=LONG, pay_grade="G" * 40, flsa_code="F" * 20
    )
    make_section(draft, kind="distinguishing", heading=LONG, body=f"{LONG} is {LONG}2.")
    make_section(draft, kind="duties", heading=LONG, body=f"{LONG}\n\n{LONG}")
    make_section(draft, kind="other", heading=LONG, body=f"{LONG[:55]}: {LONG}\nB: {LONG}\n\n{LONG}\n{LONG}")
    make_section(draft, kind="licensure", heading=LONG, body="")
    make_requirement(draft, kind="licensure", text=LONG, by_position=True)
    make_section(draft, kind="competencies", heading=LONG, body="")
    require_competency(draft, competency, {"low": LONG, "high": LONG}, definition=LONG)
    notice = make_notice(organization, number="N" * 40)
    make_entry(job_class, note=LONG, recorded_by=LONG[:100], notice=notice, specification=publish(draft))
    return job_class.get_absolute_url()


def test_even_the_longest_words_do_not_widen_a_page(long_words, open_page, site):
    page = open_page("/")
    too_wide = []
    for address in (
        "/",
        "/classes/",
        "/classes/?q=" + LONG,
        "/classes/?page=" + LONG,
        long_words,
        "/classes/long/bare/",
        "/families/",
        "/families/long/long/",
        "/series/long/long/",
        "/competencies/",
        "/competencies/long/long/",
    ):
        page.goto(site + address)
        too_wide += [f"{address} at {width}" for width in too_wide_at(page)]
    assert too_wide == []


def test_pages_ask_no_other_host_break_no_rule_and_complain_of_nothing(open_page, site):
    asked, said = [], []

    def listen(page: Page) -> None:
        page.on("request", lambda request: asked.append(request.url))
        page.on("console", lambda message: said.append(f"{page.url} {message.type}: {message.text}"))
        page.on("pageerror", lambda error: said.append(f"{page.url} error: {error}"))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"
        )

    page = open_page("/", listen=listen)
    for address in PAGES:
        page.goto(site + address)
        page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        page.wait_for_load_state("networkidle")
    assert {site + address for address in PAGES} <= set(asked)
    assert [url for url in asked if not url.startswith((site + "/", "data:"))] == []
    # the browser itself says of a page that answers 400 or 404 that it does so
    assert [line for line in said if "the server responded with a status of 40" not in line] == []


def test_the_policy_is_in_force_and_would_be_heard(open_page):
    said = []
    page = open_page("/", listen=lambda page: page.on("console", lambda message: said.append(message.text)))
    forbidden = "document.body.append(Object.assign(document.createElement('script'), {textContent: '1'}))"
    for change in ("document.body.insertAdjacentHTML('beforeend', '<p style=\"color:red\">x</p>')", forbidden):
        with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
            page.evaluate(change)
    assert len([line for line in said if "Content Security Policy" in line]) == 2


def test_the_type_is_the_catalogs_own(open_page):
    page = open_page(CLASS)
    page.evaluate("document.fonts.ready")
    assert page.evaluate(
        "document.fonts.check('16px \"Public Sans\"') && document.fonts.check('16px \"Source Serif 4\"')"
    )
    assert page.evaluate("[...document.fonts].every(font => font.status === 'loaded')")


def test_every_page_has_its_content_without_a_script(open_page, site):
    page = open_page("/", PHONE, java_script_enabled=False)
    for address in PAGES:
        page.goto(site + address)
        expect(page.locator("h1")).to_be_visible()
        expect(page.locator("main a").first).to_be_attached()
        assert len(page.locator("main").inner_text()) > 60, address


def test_without_a_script_a_phone_shows_the_document_and_its_section_list(open_page):
    page = open_page(CLASS, PHONE, java_script_enabled=False)
    expect(page.locator("article")).to_contain_text("Supervises information technology professionals")
    link = page.get_by_role("link", name="Working Environment")
    expect(link).to_be_hidden()
    page.locator("details.outline > summary").click()
    expect(link).to_be_visible()
    link.click()
    expect(page.get_by_role("heading", name="Working Environment")).to_be_in_viewport()


def test_without_a_script_a_wide_window_shows_the_section_list_at_once(open_page):
    page = open_page(CLASS, DESKTOP, java_script_enabled=False)
    expect(page.get_by_role("link", name="Working Environment")).to_be_visible()


def test_without_a_script_search_finds(open_page):
    page = open_page("/", PHONE, java_script_enabled=False)
    page.locator("#q").fill("executive")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("#found")).to_have_text("2 classes")
    expect(page.locator("tbody th a").first).to_have_text("IT Executive")


def test_the_print_button_is_there_only_with_a_script_and_prints(open_page):
    expect(open_page(CLASS, java_script_enabled=False).locator("[data-print]")).to_be_hidden()
    page = open_page(CLASS, listen=lambda page: page.add_init_script("window.print = () => { window.printed = true }"))
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed")


def test_the_section_list_follows_the_reader(open_page):
    page = open_page(CLASS)
    current = page.locator("[data-outline] [aria-current]")
    expect(current).to_have_text("General Statement of Duties")
    for name in ("Competencies", "Physical Demands"):
        page.locator("article").get_by_role("heading", name=name, exact=True).evaluate("it => it.scrollIntoView()")
        expect(current).to_have_text(name)
        expect(current).to_be_in_viewport()
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(current).to_have_text("Class Detail")
    page.evaluate("scrollTo(0, 0)")
    expect(current).to_have_text("General Statement of Duties")


def test_a_phone_shows_head_then_facts_then_document(open_page):
    page = open_page(CLASS, PHONE)
    tops = [page.locator(part).first.bounding_box()["y"] for part in ("h1", ".facts", "article h2")]
    assert tops == sorted(tops)


def test_the_levels_stand_side_by_side_on_a_wide_window_and_one_below_the_other_on_a_phone(open_page):
    page = open_page("/classes/nc/it-manager/")
    cells = page.locator("table.levels tbody tr").first.locator("td")
    across = [cells.nth(number).bounding_box() for number in range(3)]
    assert across[0]["y"] == across[1]["y"] == across[2]["y"]
    page.set_viewport_size(NARROWEST)
    down = [cells.nth(number).bounding_box() for number in range(3)]
    assert down[0]["x"] == down[1]["x"] == down[2]["x"]
    assert down[0]["y"] < down[1]["y"] < down[2]["y"]
    expect(cells.nth(1)).to_contain_text("Journey")


def test_dark_is_dark_and_light_is_light(open_page):
    page = open_page(CLASS, color_scheme="dark")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    assert page.evaluate(paper) == "rgb(20, 24, 29)"
    page.emulate_media(color_scheme="light")
    assert page.evaluate(paper) == "rgb(255, 255, 255)"
