"""The editor of a draft as people use it: rows by keyboard and by hand, the place kept, nothing typed ever lost."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import Browser, Locator, Page, expect

from classes.drafting import revise
from classes.models import JobClass, Specification
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.browser

PASSWORD = "a password of ann"

Write = Callable[..., Page]


@pytest.fixture
def draft(site: str) -> Specification:
    """A draft of the class with levels, begun from its text in force."""
    return revise(JobClass.objects.get(slug="it-manager"))[0]


@pytest.fixture
def write(browser: Browser, site: str, draft: Specification) -> Iterator[Write]:
    """Open the draft as an editor, in a browser of their own: `write("ann")`."""
    contexts = []

    def opened(name: str = "ann", size: dict[str, int] = DESKTOP, address: str = "", **options: object) -> Page:
        users = get_user_model().objects
        user = users.filter(username=name).first() or users.create_superuser(
            name, password=PASSWORD, first_name=name.title()
        )
        client = Client()
        client.force_login(user)
        context = browser.new_context(viewport=size, **options)
        contexts.append(context)
        context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.goto(site + (address or f"/admin/classes/specification/{draft.pk}/change/"))
        return page

    yield opened
    for context in contexts:
        context.close()


def save(page: Page) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name="Save and continue editing").click()


def saved(page: Page) -> None:
    expect(page.locator(".messagelist .success")).to_be_visible()


def names(draft: Specification, rows: str = "required_competencies") -> list[str]:
    return [str(row) for row in getattr(draft, rows).all()]


def shown(page: Page, rows: str = "required_competencies") -> list[str]:
    return page.locator(f"#{rows}-group [data-row] [data-name]").all_inner_texts()


def level(page: Page, name: str, row: int = 0):
    return page.locator(f"#required_competencies-{row} .levels").get_by_label(name, exact=True)


def test_a_level_is_written_beside_the_one_below_and_saving_comes_back_to_it(write, draft):
    page = write()
    below, journey = level(page, "Contributing", 3), level(page, "Journey", 3)
    assert below.bounding_box()["y"] == journey.bounding_box()["y"]
    journey.fill("Develops whoever is willing.")
    page.keyboard.press("Control+s")
    saved(page)
    expect(level(page, "Journey", 3)).to_be_focused()
    expect(level(page, "Journey", 3)).to_be_in_viewport()
    assert "#id_required_competencies-3-level_" in page.url
    assert draft.required_competencies.all()[3].descriptors.get(level__slug="journey").text.startswith("Develops who")


@pytest.mark.parametrize("width", [1200, 1280, 1440])
def test_three_levels_stand_side_by_side(write, width):
    page = write(size={"width": width, "height": 900})
    tops = {level(page, name).bounding_box()["y"] for name in ("Contributing", "Journey", "Advanced")}
    assert len(tops) == 1
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_levels_stand_below_each_other_on_a_phone(write):
    page = write(size=PHONE)
    boxes = [level(page, name).bounding_box() for name in ("Contributing", "Journey", "Advanced")]
    assert boxes[0]["y"] < boxes[1]["y"] < boxes[2]["y"]
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_list_of_drafts_fits_a_phone_with_title_and_standing(write):
    page = write(size=PHONE, address="/admin/classes/specification/?standing=draft")
    assert page.evaluate("(box => box.scrollWidth <= box.clientWidth)(document.querySelector('#changelist .results'))")
    for name, shown in (("title", True), ("status", True), ("code", False), ("end", False)):
        assert page.locator(f"#result_list .field-{name}").first.is_visible() == shown


def test_rows_are_moved_by_keyboard_alone(write, draft):
    page = write()
    before = names(draft)
    button = page.locator("#required_competencies-1").get_by_role("button", name="Move up")
    button.focus()
    page.keyboard.press("Enter")
    expect(button).to_be_focused()
    expect(page.locator("[data-say]")).to_have_text(f"{before[1]} is now 1 of {len(before)}.")
    page.keyboard.press("Enter")
    expect(page.locator("[data-say]")).to_have_text(f"{before[1]} is first already.")
    after = [before[1], before[0], *before[2:]]
    assert shown(page) == after
    assert page.locator('[data-stops="required_competencies-group"] a').all_inner_texts() == after
    page.keyboard.press("Control+s")
    saved(page)
    assert shown(page) == names(draft) == after


def test_rows_are_dragged(write, draft):
    page = write()
    before = names(draft, "sections")
    page.locator("#sections-group").get_by_role("button", name="Headings only").click()
    expect(page.locator("#id_sections-0-body")).to_be_hidden()
    grip, target = page.locator("#sections-0 [data-grip]"), page.locator("#sections-2 .row-head")
    grip.drag_to(target, target_position={"x": 60, "y": target.bounding_box()["height"] - 1})
    after = [*before[1:3], before[0], *before[3:]]
    assert shown(page, "sections") == after
    save(page)
    saved(page)
    assert names(draft, "sections") == after


def test_a_typed_place_moves_the_row_there(write, draft):
    page = write()
    before = names(draft)
    page.locator("#id_required_competencies-0-position").fill("3")
    page.keyboard.press("Tab")
    after = [*before[1:3], before[0], *before[3:]]
    assert shown(page) == after
    save(page)
    saved(page)
    assert names(draft) == after


def test_a_usual_heading_brings_its_kind_and_a_removed_row_goes(write, draft):
    page = write()
    page.locator("#add-sections").select_option("NOTE:")
    page.get_by_role("button", name="Add section").click()
    number = draft.sections.count()
    expect(page.locator(f"#id_sections-{number}-heading")).to_have_value("NOTE:")
    expect(page.locator(f"#id_sections-{number}-kind")).to_have_value("note")
    expect(page.locator(f"#id_sections-{number}-body")).to_be_focused()
    page.keyboard.type("A second note.")
    page.get_by_role("button", name="Add section").click()
    expect(page.locator(f"#id_sections-{number + 1}-heading")).to_be_focused()
    page.locator(f"#sections-{number + 1}").get_by_label("Remove").check()
    page.locator("#sections-0").get_by_label("Remove").check()
    expect(page.locator("#id_sections-0-body")).to_be_hidden()
    page.keyboard.press("Control+s")
    saved(page)
    assert draft.sections.count() == number
    assert draft.sections.last().body == "A second note."


def test_a_picked_competency_brings_the_librarys_words_and_leaves_what_was_typed(write, draft):
    framework = draft.job_class.organization.framework
    for name in ("Writing", "Speaking"):
        framework.competencies.create(name=name, slug=name.lower(), definition=f"{name} clearly.")
    page = write()
    row = draft.required_competencies.count()
    page.locator("#add-required_competencies").select_option(label="Writing")
    page.get_by_role("button", name="Add competency").click()
    definition = page.locator(f"#id_required_competencies-{row}-definition")
    expect(definition).to_have_value("Writing clearly.")
    expect(page.locator(f"#id_required_competencies-{row}-name")).to_have_value("Writing")
    expect(page.locator("#add-required_competencies option", has_text="Writing")).to_be_disabled()
    choose(page, row, "Speaking")
    expect(definition).to_have_value("Speaking clearly.")
    definition.fill("Speaks as we do.")
    choose(page, row, "Writing")
    expect(definition).to_have_value("Speaks as we do.")
    level(page, "Journey", row).fill("Writes.")
    page.keyboard.press("Control+s")
    saved(page)
    assert draft.required_competencies.last().definition == "Speaks as we do."
    assert str(draft.required_competencies.last().competency) == f"Writing ({framework})"


def test_a_heading_that_is_typed_brings_its_kind_and_the_row_says_so(write, draft):
    page = write()
    number = draft.sections.count()
    page.get_by_role("button", name="Add section").click()
    heading, kind = (page.locator(f"#id_sections-{number}-{name}") for name in ("heading", "kind"))
    said = page.locator(f"#sections-{number} [data-note]")
    heading.press_sequentially("note")
    expect(kind).to_have_value("note")
    expect(said).to_have_text(
        "The heading is a usual one, so the kind “Note” was taken. Choose another if it is not meant."
    )
    heading.press_sequentially("worthy")
    expect(kind).to_have_value("other")
    expect(said).to_be_hidden()
    heading.fill("Functional competencies")  # the draft has them already, and can have them once only
    expect(kind).to_have_value("other")
    heading.fill("Working conditions:")
    expect(kind).to_have_value("working_environment")
    kind.select_option("other")
    expect(said).to_be_hidden()
    heading.fill("Note")
    expect(kind).to_have_value("other")
    page.keyboard.press("Control+s")
    saved(page)
    assert draft.sections.last().kind == "other"


def test_a_competency_of_another_row_is_not_offered_until_that_row_goes(write, draft):
    framework = draft.job_class.organization.framework
    framework.competencies.create(name="Writing", slug="writing")
    page = write()
    row = draft.required_competencies.count()
    page.get_by_role("button", name="Add competency").click()
    page.keyboard.press("Enter")  # the focus is in the field of the new row, which opens
    expect(page.locator(".select2-search__field")).to_be_focused()
    offered = page.locator(".select2-results__option")
    expect(offered.filter(has_text="Planning")).to_have_attribute("aria-disabled", "true")
    page.keyboard.type("writ")
    expect(offered).to_have_count(1)
    page.keyboard.press("Enter")
    note = page.locator(f"#required_competencies-{row} [data-note]")
    expect(note).to_have_text("The framework holds no definition of it: write the one that is printed.")
    page.locator(f"#id_required_competencies-{row}-definition").fill("Writes.")
    expect(note).to_be_hidden()
    page.locator("#required_competencies-0").get_by_label("Remove").check()
    page.locator(f"#required_competencies-{row} .select2-selection").click()
    expect(offered.filter(has_text="Planning")).not_to_have_attribute("aria-disabled", "true")
    page.keyboard.press("Escape")
    page.keyboard.press("Control+s")
    saved(page)
    assert names(draft)[-1] == "Writing"


def test_a_text_is_begun_by_typing_the_name_of_its_class(write, site):
    page = write(address="/admin/classes/specification/add/")
    find(page, page.locator(".select2-selection"), "IT Director")
    page.get_by_role("button", name="Go to the draft").click()
    expect(page.get_by_text("is an empty draft of IT Director")).to_be_visible()
    page.get_by_role("button", name="Add section").click()
    page.keyboard.type("Duties")
    page.keyboard.press("Control+s")
    saved(page)


def choose(page: Page, row: int, name: str) -> None:
    """Choose a competency in the field of a row, by typing."""
    find(page, page.locator(f"#required_competencies-{row} .select2-selection"), name)


def find(page: Page, box: Locator, words: str) -> None:
    """Open a field that is searched by typing, type the words and take what is found."""
    box.click()
    expect(page.locator(".select2-search__field")).to_be_focused()  # it takes the focus a moment after it opens
    page.keyboard.type(words)
    page.locator(".select2-results__option--highlighted", has_text=words).wait_for()
    page.keyboard.press("Enter")


def test_the_jump_list_stays_in_sight_and_leads_to_a_row(write):
    page = write()
    jump = page.get_by_role("navigation", name="Parts of this draft")
    jump.get_by_role("link", name="Project Management").click()
    expect(page.locator("#required_competencies-4 h3")).to_be_in_viewport()
    expect(jump).to_be_in_viewport()


def test_one_is_warned_before_leaving_only_if_something_changed(write, site):
    page = write()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#id_pay_grade").fill("EX-5")
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Home").click()
    assert asked == ["beforeunload"]
    page.locator("#id_pay_grade").fill("")
    page.get_by_role("link", name="Home").click()
    page.wait_for_url(f"{site}/admin/")
    assert asked == ["beforeunload"]


def test_moving_a_row_is_a_change_too(write):
    page = write()
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.locator("#sections-1").get_by_role("button", name="Move up").click()
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Home").click()
    assert asked == ["beforeunload"]


def test_the_preview_opens_beside_the_editor(write):
    page = write()
    with page.context.expect_page() as opened:
        page.get_by_role("link", name="Preview").click()
    preview = opened.value
    expect(preview.get_by_text("Not published: only people who keep the catalog see this page.")).to_be_visible()
    expect(preview.get_by_role("heading", name="IT Manager", level=1)).to_be_visible()


def test_two_browsers_at_one_draft(write, draft):
    ann, bob = write("ann"), write("bob")
    level(ann, "Journey").fill("Plans by the week.")
    save(ann)
    saved(ann)
    level(bob, "Advanced").fill("Plans by the decade.")
    save(bob)
    conflict = bob.locator(".conflict")
    expect(conflict).to_be_focused()
    expect(conflict).to_contain_text("Ann saved this draft")
    expect(conflict.locator("ins", has_text="week")).to_be_visible()
    expect(level(bob, "Advanced")).to_have_value("Plans by the decade.")
    level(bob, "Journey").fill("Plans by the week.")  # copied by hand
    with bob.expect_navigation():
        conflict.get_by_role("button", name="Save mine over it").click()
    descriptors = draft.required_competencies.first().descriptors
    assert descriptors.get(level__slug="journey").text == "Plans by the week."
    assert descriptors.get(level__slug="advanced").text == "Plans by the decade."


def sign_in(page: Page) -> None:
    page.get_by_label("Username").fill("ann")
    page.get_by_label("Password").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()


def kept(page: Page, words: str) -> None:
    """Wait until the window keeps what was typed, shortly after the last key."""
    page.wait_for_function("words => Object.values(sessionStorage).some(kept => kept.includes(words))", arg=words)


def test_what_was_typed_comes_back_after_the_session_ended(write, draft):
    page = write()
    level(page, "Journey").fill("Typed before the session ended.")
    page.locator("#sections-1").get_by_role("button", name="Move up").click()
    page.get_by_role("button", name="Add requirement").click()
    page.locator("#id_requirements-2-kind").select_option("licensure")
    page.locator("#requirements-2 textarea").fill("A new requirement.")
    kept(page, "A new requirement.")
    Session.objects.all().delete()
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.get_by_text("What you wrote is kept in this window")).to_be_visible()
    sign_in(page)
    offer = page.locator("[data-kept-offer]")
    expect(offer).to_contain_text(re.compile(r"Text that you wrote here at \d+:\d\d [AP]M was not saved"))
    with page.expect_navigation():
        offer.get_by_role("button", name="Put it back").click()
    expect(page.get_by_text(re.compile(r"Unsaved text from \d+:\d\d [AP]M was put back"))).to_be_visible()
    expect(level(page, "Journey")).to_have_value("Typed before the session ended.")
    save(page)
    saved(page)
    assert draft.requirements.last().text == "A new requirement."
    assert draft.required_competencies.first().descriptors.get(level__slug="journey").text.startswith("Typed before")
    page.reload()
    expect(offer).to_be_hidden()
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('unsaved:'))") == []


def test_the_last_keys_before_the_page_is_left_are_kept_too(write):
    page = write()
    address = page.url
    page.once("dialog", lambda dialog: dialog.accept())
    level(page, "Journey").focus()
    page.evaluate("""address => {
      document.activeElement.value = "Typed just before.";
      document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
      location.assign(address);
    }""", address.replace("change", "history"))  # fmt: skip
    page.wait_for_url("**/history/")
    page.goto(address)
    offer = page.locator("[data-kept-offer]")
    expect(offer).to_be_visible()
    with page.expect_navigation():
        offer.get_by_role("button", name="Put it back").click()
    expect(level(page, "Journey")).to_have_value("Typed just before.")
    save(page)
    saved(page)
    page.reload()
    expect(offer).to_be_hidden()


def test_what_is_typed_is_kept_as_the_window_is_put_away(write):
    page = write()
    page.locator("#id_pay_grade").focus()
    kept = page.evaluate("""() => {
      document.activeElement.value = "EX-5";
      document.activeElement.dispatchEvent(new Event("input", { bubbles: true }));
      Object.defineProperty(document, "visibilityState", { value: "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
      return Object.entries(sessionStorage).filter(([key]) => key.startsWith("unsaved:")).join();
    }""")
    assert "EX-5" in kept


def test_what_is_sent_after_the_session_ended_is_not_lost_either(write, draft):
    page = write()
    level(page, "Journey").fill("Typed before the session ended.")
    Session.objects.all().delete()
    save(page)
    sign_in(page)
    with page.expect_navigation():
        page.get_by_role("button", name="Go on with it").click()
    expect(level(page, "Journey")).to_have_value("Typed before the session ended.")
    save(page)
    saved(page)
    assert draft.required_competencies.first().descriptors.get(level__slug="journey").text.startswith("Typed before")
    page.reload()
    expect(page.locator("[data-kept-offer]")).to_be_hidden()


def test_what_is_thrown_away_is_not_offered_again_and_nobody_else_is_offered_it(write, site, draft):
    page = write()
    address = page.url
    page.locator("#id_pay_grade").fill("EX-5")
    kept(page, "EX-5")
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    offer = page.locator("[data-kept-offer]")
    expect(offer).to_be_visible()
    user = get_user_model().objects.create_superuser("eve")
    client = Client()
    client.force_login(user)
    mine = page.context.cookies(site)
    page.context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}])
    page.goto(address)
    expect(offer).to_be_hidden()
    page.context.add_cookies(mine)
    page.goto(address)
    offer.get_by_role("button", name="Throw it away").click()
    page.goto(address)
    expect(offer).to_be_hidden()


def test_the_first_thing_that_is_wrong_has_the_focus(write):
    page = write()
    page.locator("#id_requirements-1-text").fill(" ")
    level(page, "Advanced").fill("Kept.")
    save(page)
    expect(page.locator("#id_requirements-1-text")).to_be_focused()
    expect(page.locator("#requirements-1 .errorlist")).to_have_text("This field cannot be blank.")
    expect(level(page, "Advanced")).to_have_value("Kept.")
    page.locator(".faults").get_by_role("link").click()
    expect(page.locator("#id_requirements-1-text")).to_be_in_viewport()


def test_a_draft_is_written_by_keyboard_alone(write, draft):
    """From the jump list to a row, into its text, up one place, saved and back in the text."""
    page = write()
    link = page.get_by_role("navigation", name="Parts of this draft").get_by_role("link", name="Technical Leadership")
    link.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('[data-row]')?.id") == "required_competencies-2"
    page.keyboard.press("Enter")
    assert shown(page)[1] == "Technical Leadership"
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.matches('.level-text')"):
            break
    page.keyboard.press("Control+a")
    page.keyboard.type("Leads by keyboard.")
    page.keyboard.press("Control+s")
    saved(page)
    expect(level(page, "Contributing", 1)).to_be_focused()
    assert names(draft)[1] == "Technical Leadership"
    assert draft.required_competencies.all()[1].descriptors.get(level__slug="contributing").text == "Leads by keyboard."


COVERED = """() => {
  const element = document.activeElement;
  if (element === document.body) return null;
  if (element.closest(".submit-row, details.jump, details.advice")) return "";
  const box = element.getBoundingClientRect(), bar = document.querySelector(".submit-row").getBoundingClientRect();
  const over = getComputedStyle(document.querySelector(".submit-row")).position === "sticky" && box.top >= bar.top - 4;
  return over || box.bottom <= 0 ? element.outerHTML.slice(0, 120) : "";
}"""


def test_what_has_the_focus_is_never_hidden_behind_the_buttons(write):
    page = write()
    page.locator("#id_title").focus()
    for _ in range(60):
        page.keyboard.press("Tab")
        assert page.evaluate(COVERED) == ""


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_nothing_in_the_editor_its_conflict_and_its_preview(write, draft, size):
    reports = []
    page = write("ann", size, bypass_csp=True)
    address = page.url

    def conflict() -> None:
        page.goto(address)
        Specification.objects.filter(pk=draft.pk).update(pay_grade=f"EX-{len(reports)}", masthead="Others.")
        page.locator("#id_title").fill("")
        save(page)

    def gone() -> None:
        page.goto(address)
        page.locator("#id_title").fill("Typed")
        Specification.objects.filter(pk=draft.pk).delete()
        save(page)

    pages = {
        "editor": lambda: page.goto(address),
        "preview": lambda: page.goto(address.replace("change", "preview")),
        "begun": lambda: page.goto(re.sub(r"\d+/change/", "add/", address)),
        "conflict": conflict,
        "gone": gone,
    }
    page.on("dialog", lambda dialog: dialog.accept())
    for name, open_it in pages.items():
        open_it()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.wait_for_timeout(300)
            found = Axe().run(page, options={"runOnly": ["color-contrast"]} if scheme == "dark" else None)
            if found.violations_count:
                reports.append(f"{name} {scheme}\n{found.generate_report()}")
    assert not reports, "\n".join(reports)


def test_without_a_script_rows_are_placed_by_number_and_added_by_saving(write, draft):
    page = write(java_script_enabled=False)
    before = names(draft)
    expect(page.get_by_role("button", name="Move up").first).to_be_hidden()
    page.locator("#id_required_competencies-0-position").fill("2")
    page.get_by_role("button", name="Save, and add a section").click()
    heading = page.locator(f"#id_sections-{draft.sections.count()}-heading")
    heading.fill("Typed without a script")
    page.get_by_role("button", name="Save and continue editing").click()
    assert names(draft) == [before[1], before[0], *before[2:]]
    assert names(draft, "sections")[-1] == "Typed without a script"
