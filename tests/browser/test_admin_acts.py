"""The year's work as people do it in a browser: revise, review, send back, publish, correct, abolish."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from classes.drafting import revise, send_back, send_to_review, take_back
from classes.models import JobClass, Specification
from classes.publishing import Event, abolish
from tests.accounts import make_account, sign_in
from tests.browser.conftest import CLASS, DESKTOP, NARROWEST, PHONE

pytestmark = pytest.mark.browser

SENTENCE = "Writes a plan for every year."

# No colour is halfway to another.
STILL = "() => Promise.allSettled(document.getAnimations().map((each) => each.finished)).then(() => null)"

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
    editor.get_by_role("link", name="See what will change, then send to review").click()
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
    editor.get_by_role("link", name="See what will change, then send to review").click()
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
    publisher.get_by_role("link", name="See what will change").click()
    expect(publisher.locator(".act-lede")).to_contain_text("What revision 3 mends in revision 2")
    expect(publisher.locator(".review-acts")).to_contain_text("Send it to review first.")
    second.get_by_role("link", name="See what will change, then send to review").click()
    second.get_by_role("button", name="Send to review").click()
    publisher.reload()
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


def returning() -> Specification:
    """The draft with which an abolished class is to come back: it was sent back with a long comment."""
    job_class = JobClass.objects.get(slug="it-manager")
    abolish(job_class, timezone.localdate(), Event("abolished", "Merged."))
    draft, _ = revise(job_class)
    section = draft.sections.all()[0]
    section.body += f"\n\n{SENTENCE}"
    section.save()
    return send_back(send_to_review(draft), "Say for which work this is meant. " * 20)


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


def tab_to(page: Page, role: str, name: str) -> None:
    wanted = page.get_by_role(role, name=name).first
    for _ in range(80):
        page.keyboard.press("Tab")
        if wanted.evaluate("element => element === document.activeElement"):
            return
    raise AssertionError(f"{name} is not reached by the Tab key")


def tab_to_field(page: Page, name: str) -> None:
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"The field {name} is not reached by the Tab key")


def test_a_publisher_needs_no_mouse(come, in_review):
    page = come("publisher")
    tab_to(page, "link", "IT Manager CI2787")
    page.keyboard.press("Enter")
    page.wait_for_url("**/review/")
    tab_to(page, "link", "Publish…")
    page.keyboard.press("Enter")
    page.wait_for_url("**/publish/")
    tab_to_field(page, "on")
    page.keyboard.type(f"{next_month():%m%d%Y}")
    tab_to(page, "textbox", "What changed and why")
    page.keyboard.type("A yearly plan.")
    tab_to(page, "button", "Publish")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("is published and takes effect on")


def test_a_mistaken_end_is_undone_without_a_mouse_and_the_last_text_applies_again(come, site, open_page):
    job_class, today = JobClass.objects.get(slug="ci2787"), timezone.localdate()
    abolish(job_class, today, Event("abolished", "By mistake."))
    page = come("publisher", address=f"/admin/classes/jobclass/{job_class.pk}/change/")
    tab_to(page, "link", "Reinstate")
    page.keyboard.press("Enter")
    page.wait_for_url("**/reinstate/")
    tab_to_field(page, "on")
    page.keyboard.type(f"{today:%m%d%Y}")
    tab_to_field(page, "with_text")
    expect(page.get_by_label("With the last text as it was (revision 1)")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Without a text")).to_be_checked()
    page.keyboard.press("ArrowUp")
    tab_to_field(page, "note")
    page.keyboard.type("Abolished by mistake.")
    tab_to(page, "button", "Go on")
    page.keyboard.press("Enter")
    expect(page.locator(".act-will")).to_contain_text("Revision 2, with every word of revision 1, is published with it")
    tab_to(page, "button", "Reinstate the class")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist .success")).to_contain_text("The history says so.")
    reader = open_page(CLASS)
    expect(reader.locator(".page-head .status")).to_contain_text("revision 2")
    expect(reader.locator(".document")).to_be_visible()


def test_an_editor_takes_a_text_back_from_review_and_finds_what_they_typed(come, site, in_review):
    address = f"/admin/classes/specification/{in_review.pk}/change/"
    take_back(in_review)
    editor = come("editor", address=address)
    text = editor.locator("textarea[name='sections-0-body']")
    text.fill("Typed with care.")
    send_to_review(in_review)
    editor.locator("[name=_continue]").first.click()
    expect(editor.locator(".not-saved")).to_contain_text("is in review: it was sent to a publisher while you wrote")
    expect(editor.locator(".typed").first).to_be_visible()
    editor.get_by_role("button", name="Take back to draft").click()
    expect(editor.locator(".messagelist .success")).to_contain_text("is a draft again and can be changed.")
    editor.get_by_role("button", name="Put it back").click()
    expect(text).to_have_value("Typed with care.")
    assert Specification.objects.get(pk=in_review.pk).sections.all()[0].body.endswith(SENTENCE)


def test_how_much_of_a_note_is_used_is_counted_as_one_writes_and_nothing_is_cut(come, site, in_review):
    page = come("publisher", address=f"/admin/classes/specification/{in_review.pk}/publish/")
    note, counter = page.get_by_label("What changed and why"), page.locator(".field-note .counter")
    expect(counter).to_have_text("0 of 500 characters")
    note.fill("  A  plan.\n")
    expect(counter).to_have_text("7 of 500 characters")
    note.fill("x" * 512)
    expect(counter).to_have_text("512 of 500 characters: 12 too many")
    expect(page.locator(".field-note [role=status]")).to_have_text("512 of 500 characters: 12 too many")
    page.get_by_label("Takes effect on").fill(next_month().isoformat())
    page.get_by_role("button", name="Publish").click()
    expect(page.locator(".field-note .errorlist")).to_contain_text(
        "This has 512 characters, and the history keeps at most 500."
    )
    expect(note).to_have_value("x" * 512)
    page.goto(f"{site}/admin/classes/specification/{in_review.pk}/review/")
    page.get_by_label("What is to be changed").fill("One line.\n\nAnother.")
    expect(page.locator(".review-acts .counter")).to_have_text("19 of 2,000 characters")


def test_a_class_is_abolished_after_one_read_what_will_happen(come, site, open_page):
    job_class = JobClass.objects.get(slug="ci2787")
    page = come("publisher", address=f"/admin/classes/jobclass/{job_class.pk}/change/")
    page.get_by_role("link", name="Abolish").click()
    page.get_by_label("Day", exact=True).fill(next_month().isoformat())
    page.get_by_label("Why").fill("Merged.")
    page.get_by_label("What takes its place").fill("it-director")
    page.get_by_role("button", name="Go on").click()
    expect(page.locator(".act-will")).to_contain_text(
        f"is the last day of IT Manager (CI2787). From {in_words(next_month())} on there is none."
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
    ended, back = JobClass.objects.get(slug="p1"), returning()
    abolish(ended, timezone.localdate(), Event("abolished", "By mistake."))
    addresses = [
        "/admin/",
        f"/admin/classes/specification/{in_review.pk}/review/",
        f"/admin/classes/specification/{in_review.pk}/publish/",
        f"/admin/classes/jobclass/{job_class}/abolish/",
        f"/admin/classes/jobclass/{job_class}/note/",
        f"/admin/classes/jobclass/{job_class}/change/",
        f"/admin/classes/jobclass/{job_class}/delete/",
        f"/admin/classes/specification/{in_review.pk}/change/",
        f"/admin/classes/jobclass/{ended.pk}/reinstate/",
        f"/admin/classes/jobclass/{back.job_class_id}/reinstate/",
        f"/admin/classes/specification/{back.pk}/review/",
        f"/admin/classes/specification/{back.pk}/publish/",
    ]
    reports = []

    def check(name: str) -> None:
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(50)
            page.evaluate(STILL)
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
    check("abolish, refused")
    page.goto(site + addresses[8])
    page.get_by_label("Day", exact=True).fill(next_month().isoformat())
    page.get_by_label("Why").fill("By mistake.")
    page.get_by_role("button", name="Go on").click()
    check("reinstate, to confirm")
    assert not reports, "\n".join(reports)


def test_nothing_is_wider_than_the_narrowest_screen(come, site, in_review):
    page = come("publisher", size=NARROWEST)
    job_class = in_review.job_class_id
    back = returning()
    for address in (
        "/admin/",
        f"/admin/classes/specification/{back.pk}/review/",
        f"/admin/classes/specification/{back.pk}/publish/",
        f"/admin/classes/jobclass/{back.job_class_id}/reinstate/",
        f"/admin/classes/specification/{in_review.pk}/review/",
        f"/admin/classes/specification/{in_review.pk}/publish/",
        f"/admin/classes/jobclass/{job_class}/abolish/",
    ):
        page.goto(site + address)
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= NARROWEST["width"], f"{address} is {wide} pixels wide"
