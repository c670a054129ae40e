"""Publishing in the admin: what is asked, what is refused beside its field, and that what was read becomes law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from classes.admin.acts import initials
from classes.assembly import assemble
from classes.drafting import correct, revise, send_to_review, take_back
from classes.models import HistoryEntry, JobClass, Section, Specification
from tests.accounts import make_account, sign_in
from tests.admin_forms import Form, form_of, page_of
from tests.admin_pages import (
    NEW_WORDS,
    NEXT_MONTH,
    START,
    WORDS,
    filled,
    log_of,
    make_revision,
    make_text,
    page,
    said,
    words,
)
from tests.conftest import TODAY
from tests.factories import (
    faults,
    make_class,
    make_draft,
    make_entry,
    make_notice,
    make_section,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Specification:
    return make_text()


@pytest.fixture
def draft(text: Specification) -> Specification:
    return send_to_review(make_revision(text))


@pytest.fixture
def editor() -> Client:
    return sign_in("editor")


@pytest.fixture
def publisher() -> Client:
    return sign_in("publisher")


@pytest.fixture(autouse=True)
def catalog_is_sound() -> Any:
    yield
    assert faults(TODAY.date()) == []


# Publish


def publishes(client: Client, draft: Specification, **fields: Any) -> str:
    answers = {"on": NEXT_MONTH.isoformat(), "note": "New duties."} | fields
    address = page_of(draft, "publish")
    return said(client, address, **filled(client, address, **answers))


def test_a_draft_is_published_for_a_day_to_come(publisher, draft, text, client):
    notice = make_notice(text.job_class.organization, number="CN9")
    main = publishes(publisher, draft, notice="cn9", adopted_on="2026-06-01", minor="on")
    assert "Planner, revision 2 is published and takes effect on July 1, 2026." in main
    entry = HistoryEntry.objects.get()
    assert (entry.kind, entry.note, entry.recorded_by, entry.notice) == ("revised", "New duties.", "C.D.", notice)
    assert (entry.effective_on, entry.adopted_on, entry.minor) == (NEXT_MONTH, date(2026, 6, 1), True)
    text.refresh_from_db()
    assert text.effective_to == NEXT_MONTH
    address = text.get_absolute_url()
    for day, sentence in (("2026-06-30", WORDS), ("2026-07-01", NEW_WORDS)):
        assert sentence in client.get(f"{address}?as_of={day}").content.decode()
    assert log_of(draft) == ["Published as “Revised”, in force from July 1, 2026: New duties."]
    assert log_of(draft.job_class) == ["Revision 2: published."]


@pytest.mark.parametrize(("adopted_on", "refused"), [("2026-06-15", False), ("2026-06-16", True)])
def test_nothing_was_adopted_on_a_day_that_is_still_to_come(publisher, draft, adopted_on, refused):
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="New.", adopted_on=adopted_on)
    said = publisher.post(page_of(draft, "publish"), form).content.decode()
    assert ("That day is still to come, so nothing was adopted on it." in said) == refused
    draft.refresh_from_db()
    assert draft.is_published != refused


def test_whoever_wrote_any_of_a_draft_cannot_publish_it_though_another_wrote_last(publisher, draft):
    take_back(draft)
    page = page_of(draft)
    assert publisher.post(page, form_of(publisher, page) | {"pay_grade": "G-8"}).status_code == 302
    editor = sign_in("editor")
    assert editor.post(page, form_of(editor, page) | {"masthead": "County"}).status_code == 302
    send_to_review(draft)
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="New.")
    said = publisher.post(page_of(draft, "publish"), form).content.decode()
    assert "and here a second person publishes. Ask another publisher." in said
    assert "REQUIRE_SECOND_PERSON" not in said
    draft.refresh_from_db()
    assert not draft.is_published
    other = sign_in("publisher", "other")
    form = filled(other, page_of(draft, "publish"), on="2026-07-01", note="New.")
    assert other.post(page_of(draft, "publish"), form).status_code == 302
    draft.refresh_from_db()
    assert draft.is_published


def test_after_publishing_the_message_leads_to_the_public_pages_of_today_and_of_its_first_day(publisher, draft):
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="New.")
    message = words(publisher.post(page_of(draft, "publish"), form, follow=True)).one("ul", class_="messagelist")
    assert message.links == ["/classes/county/p1/?as_of=2026-07-01", "/classes/county/p1/"]


def test_of_a_text_that_applies_today_the_message_leads_to_its_own_page(publisher, draft):
    form = filled(publisher, page_of(draft, "publish"), on="2026-06-15", note="New.")
    message = words(publisher.post(page_of(draft, "publish"), form, follow=True)).one("ul", class_="messagelist")
    assert message.links == ["/classes/county/p1/revisions/2/", "/classes/county/p1/"]


def test_the_page_says_what_publishing_does_and_proposes_the_answers(publisher, draft):
    main = page(publisher, page_of(draft, "publish"))
    assert "It was not sent to review." not in main.text
    assert "Until its first day revision 1 stays in force." in main.text
    assert "1 section changed: 1 sentence reworded." in main.text
    form = filled(publisher, page_of(draft, "publish"))
    assert (form["kind"], form["recorded_by"], form.get("minor")) == (["revised"], "C.D.", None)


# A first day that is past


@pytest.mark.parametrize(("day", "is_past"), [("2026-06-14", True), ("2026-06-15", False)])
def test_a_first_day_that_is_past_is_published_where_it_is_said_to_be_meant(publisher, draft, day, is_past):
    address = page_of(draft, "publish")
    assert "is past" not in page(publisher, address).text
    form = filled(publisher, address, on=day, note="Found late.")
    response = publisher.post(address, form)
    if is_past:
        main = words(response)
        assert "June 14, 2026 is past, so nothing was published yet." in main.one("div", class_="field-past").text
        label = main.one("div", class_="field-past").one("label").text
        assert label == "June 14, 2026 is past: pages of the days since then will show another text than they did"
        assert "checked" not in main.one("input", name="past").attributes
        assert main.one("textarea").text.strip() == "Found late."
        draft.refresh_from_db()
        assert (draft.status, draft.effective_from) == ("in_review", None)
        assert not HistoryEntry.objects.exists()
        again = Form(str(response.content.decode()).split('<form class="act"')[1]).data
        assert (again["on"], again["note"]) == (day, "Found late.")
        response = publisher.post(address, again | {"past": day})
    assert response.status_code == 302
    draft.refresh_from_db()
    assert (draft.is_published, str(draft.effective_from)) == (True, day)


def test_the_tick_is_for_the_day_that_it_names_and_for_no_other(publisher, draft):
    address = page_of(draft, "publish")
    form = filled(publisher, address, on="2026-03-01", note="New.", past="2026-06-14")
    main = words(publisher.post(address, form))
    assert "March 1, 2026 is past, so nothing was published yet." in main.text
    assert "checked" not in main.one("input", name="past").attributes
    assert main.one("input", name="past").attributes["value"] == "2026-03-01"
    draft.refresh_from_db()
    assert not draft.is_published


def test_a_day_that_is_past_is_named_once_more_when_it_is_done(publisher, draft):
    done = publishes(publisher, draft, on="2026-03-01", past="2026-03-01")
    assert "Planner, revision 2 is published and in force from March 1, 2026." in done


def test_a_draft_whose_own_first_day_is_past_shows_the_tick_at_once(publisher):
    draft = make_draft(make_class(), effective_from=date(2026, 3, 1))
    make_section(draft)
    main = page(publisher, page_of(send_to_review(draft), "publish"))
    assert (
        "March 1, 2026 is past: pages of the days since then will show this text, where they showed none" in main.text
    )


def test_a_correction_has_its_day_and_needs_no_tick(publisher, text):
    draft, _ = correct(text)
    draft.sections.update(body=NEW_WORDS)
    main = page(publisher, page_of(send_to_review(draft), "publish"))
    assert "is past" not in main.text
    assert not list(main.all("input", name="past"))


# Review comes first


def test_where_a_second_person_is_required_a_draft_is_published_from_review_alone(publisher, draft):
    take_back(draft)
    for each in ("review", "publish"):
        main = page(publisher, page_of(draft, each))
        assert "Send it to review first." in main.text
        assert not {"Publish", "Publish…"} & {offered.text for tag in ("a", "button") for offered in main.all(tag)}
    assert "is not in review, and here a second person reads a text" in publishes(publisher, draft, note="Typed.")
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == ("draft", None)
    send_to_review(draft)
    assert "is published" in publishes(publisher, draft)


def test_what_was_typed_stays_where_the_draft_was_taken_back_meanwhile(publisher, draft):
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="Typed with care.")
    take_back(draft)
    main = words(publisher.post(page_of(draft, "publish"), form))
    assert "Send it to review first." in main.text
    assert main.one("textarea").text == "Typed with care."


def test_where_no_second_person_is_required_a_draft_is_published_straight(publisher, draft, settings):
    settings.REQUIRE_SECOND_PERSON = False
    take_back(draft)
    for each in ("review", "publish"):
        main = page(publisher, page_of(draft, each)).text
        assert "It was not sent to review. You may publish it all the same." in main
        assert "Send it to review first" not in main
    assert "is published" in publishes(publisher, draft)


def test_a_correction_goes_through_review_too(publisher, text):
    draft, _ = correct(text)
    draft.sections.update(body="Plans rightly.")
    answers = {"note": "A slip of the pen."}
    form = filled(publisher, page_of(draft, "publish"), **answers)
    assert "Send it to review first." in said(publisher, page_of(draft, "publish"), **form)
    send_to_review(draft)
    assert "is published" in said(publisher, page_of(draft, "publish"), **form)


def test_a_draft_that_says_nothing_new_is_not_published(publisher, text):
    draft, _ = revise(text.job_class)
    Specification.objects.filter(pk=draft.pk).update(status="in_review")
    main = page(publisher, page_of(draft, "publish"))
    assert "This draft says the same as the text in force, revision 1." in main.text
    assert [button.text for button in main.all("button")] == []
    refused = publishes(publisher, draft)
    assert "Planner, revision 2 says the same as the text in force, revision 1: there is nothing to publish." in refused
    assert not Specification.objects.get(pk=draft.pk).is_published


# The answers


@pytest.mark.parametrize(
    ("fields", "body", "kind"),
    [
        ({"title": "Senior Planner", "pay_grade": "EX-2"}, WORDS, "retitled"),
        ({"code": "P2", "pay_grade": "EX-2"}, WORDS, "recoded"),
        ({"pay_grade": "EX-2"}, WORDS, "regraded"),
        ({"pay_grade": "EX-2"}, "Plans all.", "revised"),
        ({"pay_grade": "EX-2", "probation_months": 6}, WORDS, "revised"),
        ({"probation_months": 6}, WORDS, "revised"),
        ({}, "Plans all.", "revised"),
    ],
)
def test_the_kind_of_change_is_proposed_from_what_changed(publisher, draft, fields, body, kind):
    draft.sections.update(body=body)
    Specification.objects.filter(pk=draft.pk).update(**fields, code_slug="", title_slug="")
    assert filled(publisher, page_of(draft, "publish"))["kind"] == [kind]


@pytest.mark.parametrize(("noted", "kind"), [(False, "established"), (True, "revised")])
def test_a_first_text_establishes_its_class_unless_the_history_says_that_it_was(publisher, noted, kind):
    draft = make_draft(make_class())
    if noted:
        make_entry(draft.job_class, kind="established")
    assert filled(publisher, page_of(draft, "publish"))["kind"] == [kind]


def test_a_note_is_asked_for_unless_the_edit_is_minor_and_what_was_typed_stays(publisher, draft):
    address = page_of(draft, "publish")
    form = filled(publisher, address, on="2026-07-01", note=" ", recorded_by="X.Y.")
    response = publisher.post(address, form)
    assert "Say what changed and why, or tick “Minor edit”." in words(response).text
    html = response.content.decode()
    again = Form(html[html.index('<form class="act"') :]).data
    assert (again["on"], again["recorded_by"]) == ("2026-07-01", "X.Y.")
    assert not Specification.objects.get(pk=draft.pk).is_published
    assert "is published" in said(publisher, address, **again | {"minor": "on"})
    assert HistoryEntry.objects.get().minor


def test_a_browser_cuts_nothing_of_what_is_pasted_and_a_note_of_500_characters_is_kept_whole(publisher, draft):
    html = publisher.get(page_of(draft, "publish")).content.decode()
    assert "maxlength" not in html[html.index('<form class="act"') : html.index("</form>", html.index('class="act"'))]
    assert 'data-most="500"' in html
    note = ("Planned. " * 60)[:500].strip().ljust(500, "x")
    assert "is published" in publishes(publisher, draft, note=f"  {note}\r\n ")
    assert HistoryEntry.objects.get().note == note


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": ""}, "Give the day."),
        ({"on": "2026-02-30"}, "This is no date. Write year, month and day"),
        ({"on": "0206-07-01"}, "The year 206 is hardly meant."),
        ({"on": "2020-01-01"}, "not after revision 1, which does so on January 1, 2020. Choose a later day."),
        ({"notice": "CN404"}, "County has no change notice “CN404”. Add it first, or leave this empty."),
        ({"note": "x" * 1501}, "This has 1,501 characters, and the history keeps at most 500. Shorten it."),
        ({"recorded_by": "x" * 101}, "at most 100 characters (it has 101)"),
        ({"kind": "abolished"}, "Select a valid choice."),
        ({"kind": "corrected"}, "Select a valid choice."),
        ({"adopted_on": "soon"}, "This is no date."),
    ],
)
def test_a_refusal_stands_beside_its_field_and_nothing_is_done(publisher, draft, text, fields, sentence):
    address = page_of(draft, "publish")
    answers = {"on": "2026-07-01", "note": "New."} | fields
    main = words(publisher.post(address, filled(publisher, address, **answers)))
    field = main.one("div", class_=f"field-{next(iter(fields))}")
    assert sentence in field.text
    for name, value in answers.items():
        if name != "kind":
            assert value in str(
                main.one("textarea").text
                if name == "note"
                else [each.attributes.get("value") for each in main.all("input", name=name)]
            )
    text.refresh_from_db()
    assert (text.effective_to, Specification.objects.published().count()) == (None, 1)
    assert Specification.objects.get(pk=draft.pk).effective_from is None
    assert not HistoryEntry.objects.exists()
    assert log_of(draft) == []


def test_a_refusal_about_the_whole_stands_above_the_form(publisher, draft):
    Section.objects.create(specification=draft, kind="note", position=9)
    draft.requirements.create(kind="education", text="A degree.", position=1)
    assert "but no section of kind “Education”. Add the section" in publishes(publisher, draft)
    assert not Specification.objects.get(pk=draft.pk).is_published


def test_nobody_publishes_what_they_wrote_themselves_where_a_second_person_is_required(publisher, draft, settings):
    Specification.objects.filter(pk=draft.pk).update(drafted_by=publisher.session["_auth_user_id"])
    assert "here a second person publishes. Ask another publisher." in page(publisher, page_of(draft, "publish")).text
    assert "You wrote some of Planner, revision 2 yourself" in publishes(publisher, draft)
    assert not Specification.objects.get(pk=draft.pk).is_published
    settings.REQUIRE_SECOND_PERSON = False
    assert "second person" not in page(publisher, page_of(draft, "publish")).text
    assert "is published" in publishes(publisher, draft)


def test_what_was_changed_after_it_was_read_is_read_again_before_it_is_published(publisher, draft):
    address = page_of(draft, "publish")
    form = filled(publisher, address, on="2026-07-01", note="New duties.")
    draft.sections.update(body="Plans nothing.")
    response = publisher.post(address, form)
    assert "The draft was changed after you opened this page." in words(response).text
    assert "nothing" in words(response).text
    assert not Specification.objects.get(pk=draft.pk).is_published
    html = response.content.decode()
    assert "is published" in said(publisher, address, **Form(html[html.index('<form class="act"') :]).data)


def test_a_draft_that_was_deleted_meanwhile_is_not_published(publisher, draft):
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="New.")
    address = page_of(draft, "publish")
    draft.delete()
    assert publisher.post(address, form).status_code == 404


def test_whoever_publishes_second_is_told(publisher, draft):
    form = filled(publisher, page_of(draft, "publish"), on="2026-07-01", note="New.")
    publishes(sign_in("superuser"), draft, note="First.")
    assert "was published already. Nothing was done." in said(publisher, page_of(draft, "publish"), **form)
    assert [entry.note for entry in HistoryEntry.objects.all()] == ["First."]


def test_a_second_click_on_publish_says_what_the_first_one_did(publisher, draft):
    address = page_of(draft, "publish")
    form = filled(publisher, address, on="2026-07-01", note="New.")
    assert publisher.post(address, form).status_code == 302
    again = said(publisher, address, **form)
    assert "is published and takes effect on July 1, 2026." in again
    assert "already" not in again
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        assert "was published already. Nothing was done." in said(publisher, address, **form)
    assert HistoryEntry.objects.count() == 1


def test_a_first_text_may_be_undated_and_a_later_one_may_not(publisher):
    first = make_draft(make_class(title="Planner"))
    make_section(first)
    send_to_review(first)
    assert "Planner, revision 1 is published." in publishes(publisher, first, on="")
    assert HistoryEntry.objects.get().effective_on == TODAY.date()
    second = send_to_review(make_revision(first))
    assert "Give the day." in publishes(publisher, second, on="")


def test_a_correction_is_published_with_the_reason_and_takes_the_place_of_the_wrong_text(publisher, text, client):
    draft, _ = correct(text)
    draft.sections.update(body="Plans rightly.")
    send_to_review(draft)
    form = filled(publisher, page_of(draft, "publish"))
    assert not {"on", "kind"} & set(form)
    main = page(publisher, page_of(draft, "publish")).text
    assert "Revision 2 takes the place of revision 1 (in force since January 1, 2020)" in main
    refused = said(publisher, page_of(draft, "publish"), **form | {"minor": "on"})
    assert "Say what was wrong, so that a reader of the history knows." in refused
    assert "is published" in said(publisher, page_of(draft, "publish"), **form | {"note": "A slip of the pen."})
    entry = HistoryEntry.objects.get()
    assert (entry.kind, entry.note, entry.effective_on) == ("corrected", "A slip of the pen.", START)
    text.refresh_from_db()
    assert text.corrected
    assert "Plans rightly." in client.get(text.get_absolute_url()).content.decode()
    assert WORDS in client.get(text.permanent_address).content.decode()
    assert ">Correct<" not in publisher.get(page_of(text)).content.decode()


@pytest.mark.usefixtures("catalog")
def test_a_real_text_goes_the_whole_way(publisher, editor):
    job_class = JobClass.objects.get(slug="ci2787")
    editor.post(page_of(job_class, "revise"))
    draft = job_class.specifications.get(revision=2)
    assert draft.sections.filter(kind="duties").update(body="Other words.")
    editor.post(page_of(draft, "send"))
    assert "is published and takes effect on July 1, 2026." in publishes(publisher, draft)
    assert assemble(job_class.specifications.get(revision=2)).digest == job_class.specifications.get(revision=2).digest


@pytest.mark.parametrize(("names", "said_by"), [(("Ann", "Baker"), "A.B."), (("", ""), "")])
def test_whoever_records_is_proposed_by_initials(names, said_by):
    account = make_account("reader", "ann")
    account.first_name, account.last_name = names
    assert initials(account) == said_by
