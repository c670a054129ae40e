"""The year's work as people do it in a browser: revise, review, send back, publish, correct, abolish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from classes.drafting import revise, send_to_review
from classes.models import JobClass, Specification
from tests.accounts import make_account, sign_in
from tests.browser.conftest import CLASS, DESKTOP, NARROWEST, PHONE

pytestmark = pytest.mark.browser

SENTENCE = "Writes a plan for every year."

Come = Callable[..., Page]


@pytest.fixture
def come(browser: Browser, site: str) -> Iterator[Come]:
    """Open the admin as somebody, in a browser of their own: `come("editor")`."""
    contexts, sessions = [], {}

    def opened(kind: str, name: str = "", size: dict[str, int] = DESKTOP, address: str = "/admin/", **options) -> Page:
        name = name or kind
        if name not in sessions:
            sessions[name] = sign_in(kind, name).cookies["sessionid"].value
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": sessions[name], "url": site}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(site + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def next_month() -> date:
    today = timezone.localdate()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def add_to_duties(page: Page, sentence: str) -> None:
    text = page.locator("textarea[name='sections-0-body']")
    text.fill(f"{text.input_value()}\n\n{sentence}")
    page.locator("[name=_continue]").first.click()
    expect(page.locator(".messagelist .success")).to_be_visible()


def in_words(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"


def read(page: Page, site: str, day: date | None = None) -> str:
    page.goto(f"{site}{CLASS}{f'?as_of={day}' if day else ''}")
    return page.locator("main").inner_text()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_a_class_is_revised_reviewed_sent_back_published_for_next_month_and_corrected(come, site, open_page, script):
    options = {"java_script_enabled": script}
    editor, publisher = come("editor", **options), come("publisher", **options)

    editor.goto(f"{site}/admin/classes/jobclass/")
    editor.get_by_label("Search classes").fill("CI2787")
    editor.get_by_role("button", name="Search").click()
    editor.locator("#result_list").get_by_role("link", name="IT Manager").click()
    editor.get_by_role("button", name="Revise").click()
    expect(editor.locator(".messagelist")).to_contain_text("Revision 2 is a draft with the words of the last text.")
    add_to_duties(editor, SENTENCE)
    editor.get_by_role("link", name="What will change").click()
    expect(editor.locator(".act-summary")).to_have_text("1 section changed: 1 sentence added.")
    expect(editor.locator(".redlined ins")).to_contain_text(SENTENCE)
    editor.get_by_role("button", name="Send to review").click()
    expect(editor.locator(".review-acts")).to_contain_text("It waits for a publisher.")
    assert editor.get_by_role("link", name="Publish…").count() == 0

    publisher.goto(f"{site}/admin/")
    publisher.locator("#work-review").locator("xpath=..").get_by_role("link", name="IT Manager").click()
    publisher.get_by_role("button", name="Send back").click()
    expect(publisher.locator(".review-acts .errornote")).to_contain_text("Say what is to be changed")
    publisher.get_by_label("What is to be changed").fill("Say for which work.")
    publisher.get_by_role("button", name="Send back").click()

    editor.goto(f"{site}/admin/")
    expect(editor.locator(".work-back")).to_have_text("Sent back: Say for which work.")
    editor.locator(".work").get_by_role("link", name="IT Manager").first.click()
    expect(editor.locator(".sent-back")).to_contain_text("Say for which work.")
    add_to_duties(editor, "That plan is for all work.")
    editor.get_by_role("link", name="What will change").click()
    editor.get_by_role("button", name="Send to review").click()

    start = next_month()
    publisher.goto(editor.url)
    publisher.get_by_role("link", name="Publish…").click()
    expect(publisher.get_by_label("Recorded by")).to_have_value("C.D.")
    publisher.get_by_label("Takes effect on").fill("2020-01-01")
    publisher.get_by_role("button", name="Publish").click()
    expect(publisher.locator(".field-note .errorlist")).to_contain_text("Say what changed and why")
    publisher.get_by_label("What changed and why").fill("A yearly plan.")
    publisher.get_by_role("button", name="Publish").click()
    expect(publisher.locator(".field-on .errorlist")).to_contain_text("Choose a later day.")
    publisher.get_by_label("Takes effect on").fill(start.isoformat())
    publisher.get_by_role("button", name="Publish").click()
    done = publisher.locator(".messagelist .success")
    expect(done).to_contain_text(f"IT Manager, revision 2 is published and takes effect on {in_words(start)}.")
    done.get_by_role("link", name="The public page as of that day").click()
    expect(publisher.locator("main")).to_contain_text(SENTENCE)

    reader = open_page(CLASS, **options)
    assert SENTENCE not in read(reader, site)
    assert SENTENCE in read(reader, site, start)

    draft = Specification.objects.get(job_class__slug="ci2787", revision=2)
    publisher.goto(f"{site}/admin/classes/specification/{draft.pk}/change/")
    publisher.get_by_role("button", name="Correct").click()
    second = come("publisher", "second", **options, address=publisher.url.removeprefix(site))
    text = second.locator("textarea[name='sections-0-body']")
    text.fill(text.input_value().replace("every year", "every second year"))
    second.locator("[name=_continue]").first.click()
    publisher.get_by_role("link", name="What will change").click()
    expect(publisher.locator(".act-lede")).to_contain_text("What revision 3 mends in revision 2")
    publisher.get_by_role("link", name="Publish…").click()
    publisher.get_by_label("What was wrong, and how it is mended").fill("Every second year was meant.")
    publisher.get_by_role("button", name="Publish the correction").click()
    expect(publisher.locator(".messagelist .success")).to_contain_text("is published")
    assert "every second year" in read(reader, site, start)
    assert "second year" not in read(reader, site)
    reader.goto(f"{site}{CLASS}revisions/2/?as_of={start}")
    expect(reader.locator("main")).to_contain_text(SENTENCE)


@pytest.fixture
def in_review(site: str) -> Specification:
    draft, _ = revise(JobClass.objects.get(slug="ci2787"))
    section = draft.sections.all()[0]
    section.body += f"\n\n{SENTENCE}"
    section.save()
    return send_to_review(draft)


def test_what_was_typed_before_the_session_ended_is_there_after_signing_in_again(come, in_review):
    account = make_account("publisher", "carol")
    account.set_password("words of carol")
    account.save()
    page = come("publisher", address=f"/admin/classes/specification/{in_review.pk}/publish/")
    page.get_by_label("Takes effect on").fill(next_month().isoformat())
    page.get_by_label("What changed and why").fill("Typed with care.")
    Session.objects.all().delete()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_role("heading", name="Sign in again")).to_be_visible()
    page.get_by_label("Username").fill("carol")
    page.get_by_label("Password").fill("words of carol")
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("button", name="Go on with it").click()
    expect(page.get_by_label("What changed and why")).to_have_value("Typed with care.")
    expect(page.get_by_label("Takes effect on")).to_have_value(next_month().isoformat())
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".messagelist .success")).to_contain_text("is published")


def test_a_publisher_needs_no_mouse(come, in_review):
    page = come("publisher")

    def go_to(role: str, name: str) -> None:
        wanted = page.get_by_role(role, name=name).first
        for _ in range(80):
            page.keyboard.press("Tab")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        raise AssertionError(f"{name} is not reached by the Tab key")

    go_to("link", "IT Manager CI2787")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    go_to("link", "Publish…")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publish/")
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "on":
            break
    page.keyboard.type(f"{next_month():%m%d%Y}")
    go_to("textbox", "What changed and why")
    page.keyboard.type("A yearly plan.")
    go_to("button", "Publish")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("is published and takes effect on")


def test_a_class_is_abolished_after_one_read_what_will_happen(come, site, open_page):
    job_class = JobClass.objects.get(slug="ci2787")
    page = come("publisher", address=f"/admin/classes/jobclass/{job_class.pk}/change/")
    page.get_by_role("link", name="Abolish").click()
    page.get_by_label("Day", exact=True).fill(next_month().isoformat())
    page.get_by_label("Why").fill("Merged.")
    page.get_by_label("What takes its place").fill("it-director")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".act-will")).to_contain_text(
        f"From {in_words(next_month())} on IT Manager (CI2787) exists no more"
    )
    page.get_by_role("button", name="Change the answers").click()
    expect(page.get_by_label("Why")).to_have_value("Merged.")
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("button", name="Abolish the class").click()
    expect(page.locator(".messagelist .success")).to_contain_text("The history says so.")
    reader = open_page(f"{CLASS}?as_of={next_month()}")
    expect(reader.locator("main")).to_contain_text("abolished")


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_on_the_pages_of_acts(come, site, in_review, size):
    # axe is put into the page as an inline script, which the policy would refuse
    page = come("publisher", size=size, bypass_csp=True)
    job_class = in_review.job_class_id
    addresses = [
        "/admin/",
        f"/admin/classes/specification/{in_review.pk}/review/",
        f"/admin/classes/specification/{in_review.pk}/publish/",
        f"/admin/classes/jobclass/{job_class}/abolish/",
        f"/admin/classes/jobclass/{job_class}/note/",
        f"/admin/classes/jobclass/{job_class}/change/",
        f"/admin/classes/jobclass/{job_class}/delete/",
    ]
    reports = []

    def check(name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(50)
            found = Axe().run(page)
            if found.violations_count:
                reports.append(f"{name} {scheme}\n{found.generate_report()}")

    for address in addresses:
        page.goto(site + address)
        check(address)
    page.goto(site + addresses[2])
    page.get_by_role("button", name="Publish").click()
    check("publish, refused")
    page.goto(site + addresses[3])
    page.get_by_label("Day", exact=True).fill(next_month().isoformat())
    page.get_by_label("Why").fill("Merged.")
    page.get_by_role("button", name="Go on").click()
    check("abolish, to confirm")
    assert not reports, "\n".join(reports)


def test_nothing_is_wider_than_the_narrowest_screen(come, site, in_review):
    page = come("publisher", size=NARROWEST)
    job_class = in_review.job_class_id
    for address in (
        "/admin/",
        f"/admin/classes/specification/{in_review.pk}/review/",
        f"/admin/classes/specification/{in_review.pk}/publish/",
        f"/admin/classes/jobclass/{job_class}/abolish/",
    ):
        page.goto(site + address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROWEST["width"], f"{address} is {wide} pixels wide"
