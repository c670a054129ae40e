"""What happens to a class beside its texts: abolished, reinstated, noted; and that what its history says stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classes.assembly import assemble
from classes.drafting import correct, revise, send_to_review, take_back
from classes.models import HistoryEntry, JobClass, Specification
from classes.publishing import Event, abolish, publish
from tests.accounts import sign_in
from tests.admin_forms import Form, form_of, page_of
from tests.admin_pages import (
    NEXT_MONTH,
    START,
    WORDS,
    filled,
    log_of,
    make_revision,
    make_text,
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

ONE = timedelta(days=1)


@pytest.fixture
def text() -> Specification:
    return make_text()


@pytest.fixture
def job_class(text: Specification) -> JobClass:
    return text.job_class


@pytest.fixture
def draft(text: Specification) -> Specification:
    return make_revision(text)


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


def confirms(client: Client, address: str, **fields: Any) -> tuple[str, str]:
    """Answer, confirm, and return the words of both pages."""
    asked = client.post(address, filled(client, address, **fields))
    html = asked.content.decode()
    assert "This will happen:" in words(asked).text, words(asked).text
    confirmed = Form(html[html.index('<form class="act"') :]).data | {"_confirmed": "1"}
    return words(asked).text, said(client, address, **confirmed)


def test_a_class_is_abolished_after_it_was_said_what_will_happen(publisher, text, job_class, client):
    successor = make_class(job_class.organization, title="Chief Planner", code="P9")
    address = page_of(job_class, "abolish")
    form = filled(publisher, address, on="2026-07-01", note="Merged.", successors="p9")
    before = Specification.objects.get().effective_to
    publisher.post(address, form)  # not yet confirmed
    assert Specification.objects.get().effective_to == before
    assert not HistoryEntry.objects.exists()
    assert log_of(job_class) == []
    will, done = confirms(publisher, address, on="2026-07-01", note="Merged.", successors="p9")
    for sentence in (
        "June 30, 2026 is the last day of Planner (P1). From July 1, 2026 on there is none.",
        "Its text, revision 1, is in force until June 30, 2026 and stays readable.",
        "Its page names what takes its place: Chief Planner (P9).",
        "The history gets the entry “Abolished” on July 1, 2026: Merged.",
    ):
        assert sentence in will
    assert "Planner (P1): Abolished on July 1, 2026. The history says so." in done
    job_class.refresh_from_db()
    text.refresh_from_db()
    assert (job_class.abolished_on, text.effective_to) == (NEXT_MONTH, NEXT_MONTH)
    assert list(job_class.successors.all()) == [successor]
    assert log_of(job_class) == ["Abolished on July 1, 2026: Merged."]
    assert client.get(f"{job_class.get_absolute_url()}?as_of=2026-06-30").status_code == 200


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"on": "2020-01-01"}, "It can be abolished on a later day only."),
        ({"successors": "p404, P1"}, "County has no other class with the code or address “p404”, “P1”."),
        ({"note": ""}, "Say what happened and why"),
        ({"notice": "CN404"}, "County has no change notice “CN404”."),
    ],
)
def test_what_keeps_a_class_from_being_abolished_is_said_before_it_is_confirmed(publisher, job_class, fields, sentence):
    address = page_of(job_class, "abolish")
    form = filled(publisher, address, **{"on": "2026-07-01", "note": "Merged.", "recorded_by": "X.Y."} | fields)
    for confirmed in ({}, {"_confirmed": "1"}):
        main = words(publisher.post(address, form | confirmed))
        assert sentence in main.one("div", class_=f"field-{next(iter(fields))}").text
        assert main.one("input", name="recorded_by").attributes["value"] == "X.Y."
    job_class.refresh_from_db()
    assert job_class.abolished_on is None


def test_answers_can_be_changed_after_it_was_said_what_they_do(publisher, job_class):
    address = page_of(job_class, "abolish")
    form = filled(publisher, address, on="2026-07-01", note="Merged.")
    main = words(publisher.post(address, form | {"_again": "1"}))
    assert main.one("input", name="on").attributes["value"] == "2026-07-01"
    assert main.one("textarea").text == "Merged."


def test_a_class_that_is_abolished_cannot_be_abolished_again_but_reinstated(publisher, job_class, text):
    confirms(publisher, page_of(job_class, "abolish"), on="2026-05-01", note="Merged.")
    html = publisher.get(page_of(job_class)).content.decode()
    assert page_of(job_class, "reinstate") in html
    assert page_of(job_class, "abolish") not in html
    address = page_of(job_class, "abolish")
    again = words(publisher.post(address, filled(publisher, address, on="2026-08-01", note="Again.")))
    assert "is abolished already, on May 1, 2026. Reinstate it first." in again.text
    will, _ = confirms(
        publisher, page_of(job_class, "reinstate"), on="2026-06-01", note="Needed again.", with_text="none"
    )
    assert "From then on its page shows no text until one is published, and says so." in will
    job_class.refresh_from_db()
    assert not Specification.objects.in_force(date(2026, 6, 1)).exists()
    assert job_class.abolished_on is None
    assert [entry.kind for entry in HistoryEntry.objects.order_by("pk")] == ["abolished", "reinstated"]


def test_a_class_with_an_open_draft_is_not_abolished_and_the_page_leads_to_the_draft(publisher, draft, job_class):
    address = page_of(job_class, "abolish")
    note = words(publisher.get(address)).one("p", class_="fixed-note")
    assert note.text == "It has an open draft, revision 2. Publish or delete it before you abolish the class."
    assert note.links == [page_of(draft, "review")]
    form = filled(publisher, address, on="2026-07-01", note="Merged.")
    for confirmed in ({}, {"_confirmed": "1"}):
        main = words(publisher.post(address, form | confirmed))
        assert "Planner (P1) has an open draft, revision 2, which would come to nothing." in main.text
        assert main.one("textarea").text == "Merged."
    job_class.refresh_from_db()
    assert job_class.abolished_on is None


# Its return


@pytest.fixture
def abolished(job_class: JobClass) -> JobClass:
    abolish(job_class, date(2026, 5, 1), Event("abolished", "Merged."))
    return JobClass.objects.get(pk=job_class.pk)


def test_a_mistaken_end_is_undone_with_the_last_text_as_it_was(publisher, abolished, text, client):
    address = page_of(abolished, "reinstate")
    main = words(publisher.get(address))
    choices = main.one("div", class_="field-with_text").one("fieldset")
    assert choices.one("legend").text == "Its text"
    assert [label.text for label in choices.all("label")] == [
        "With the last text as it was (revision 1)",
        "Without a text",
    ]
    will, done = confirms(publisher, address, on="2026-05-01", note="Abolished by mistake.")
    assert "Revision 2, with every word of revision 1, is published with it and takes effect that day." in will
    assert "Planner (P1): Reinstated on May 1, 2026. The history says so." in done
    held = abolished.specifications.get(revision=2)
    assert (held.status, held.effective_from, held.drafted_by) == ("published", date(2026, 5, 1), None)
    assert assemble(held).sections == assemble(text).sections
    assert HistoryEntry.objects.get(kind="reinstated").specification == held
    assert not HistoryEntry.objects.filter(kind="revised").exists()
    assert WORDS in client.get(abolished.get_absolute_url()).content.decode()
    assert log_of(held) == ["Published as the class was reinstated: Abolished by mistake."]


def test_nothing_of_a_text_is_put_back_before_it_is_confirmed_or_where_the_act_is_refused(publisher, abolished):
    address = page_of(abolished, "reinstate")
    publisher.post(address, filled(publisher, address, on="2026-05-01", note="By mistake."))
    form = filled(publisher, address, on="2026-04-01", note="By mistake.")
    refused = words(publisher.post(address, form | {"_confirmed": "1"})).one("div", class_="field-on").text
    assert "It can be reinstated on that day or a later one." in refused
    assert abolished.specifications.count() == 1
    assert JobClass.objects.get(pk=abolished.pk).abolished_on == date(2026, 5, 1)


def test_a_class_without_any_text_comes_back_without_one(publisher):
    job_class = make_class(title="Surveyor")
    abolish(job_class, date(2026, 5, 1), Event("abolished"))
    address = page_of(job_class, "reinstate")
    field = words(publisher.get(address)).one("div", class_="field-with_text")
    assert [label.text for label in field.all("label")] == ["Without a text"]
    confirms(publisher, address, on="2026-05-01", note="By mistake.")
    assert HistoryEntry.objects.get(kind="reinstated").specification is None


def make_return(abolished: JobClass) -> Specification:
    """The draft with which an abolished class is to come back, in review."""
    return send_to_review(make_revision(abolished.specifications.get()))


def test_a_class_is_reinstated_with_the_text_of_its_draft_which_was_read_on_the_page(publisher, abolished):
    draft = make_return(abolished)
    address = page_of(abolished, "reinstate")
    main = words(publisher.get(address))
    assert "1 section changed: 1 sentence reworded." in main.text
    assert "all" in main.one("section", class_="review-text").text
    assert [label.text for label in main.one("fieldset").all("label")] == [
        "With the open draft (revision 2)",
        "Without a text",
    ]
    will, _ = confirms(publisher, address, on="2026-07-01", note="Needed again.")
    assert "Planner, revision 2 is published with it and takes effect that day." in will
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == ("published", NEXT_MONTH)
    assert HistoryEntry.objects.get(kind="reinstated").specification == draft
    assert log_of(draft) == ["Published as the class was reinstated: Needed again."]


def test_a_draft_may_say_what_the_last_text_did_where_the_class_comes_back(publisher, abolished):
    draft, _ = revise(abolished)
    send_to_review(draft)
    confirms(publisher, page_of(abolished, "reinstate"), on="2026-07-01", note="Needed again.")
    assert Specification.objects.get(pk=draft.pk).is_published


def test_what_changed_in_the_draft_since_it_was_read_is_read_again_before_the_class_comes_back(publisher, abolished):
    draft = make_return(abolished)
    address = page_of(abolished, "reinstate")
    form = filled(publisher, address, on="2026-07-01", note="Needed again.")
    draft.sections.update(body="Plans nothing.")
    for confirmed in ({}, {"_confirmed": "1"}):
        response = publisher.post(address, form | confirmed)
        assert "The draft was changed after you opened this page." in words(response).text
        assert "nothing" in words(response).one("section", class_="review-text").text
    assert JobClass.objects.get(pk=abolished.pk).abolished_on
    html = response.content.decode()
    again = Form(html[html.index('<form class="act"') :]).data
    assert "This will happen:" in words(publisher.post(address, again)).text


def test_a_text_that_is_offered_no_more_is_chosen_once_more(publisher, abolished):
    address = page_of(abolished, "reinstate")
    form = filled(publisher, address, on="2026-07-01", note="Needed again.")
    make_return(abolished)
    main = words(publisher.post(address, form | {"_confirmed": "1"}))
    assert "The texts of the class changed after you opened this page. Choose once more." in main.text
    assert main.one("textarea").text == "Needed again."
    assert JobClass.objects.get(pk=abolished.pk).abolished_on


def test_a_class_comes_back_without_its_draft_which_stays_one(publisher, abolished):
    draft = make_return(abolished)
    will, _ = confirms(
        publisher, page_of(abolished, "reinstate"), on="2026-07-01", note="Needed again.", with_text="none"
    )
    assert "Planner, revision 2 stays a draft." in will
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == ("in_review", None)


def test_beside_an_open_correction_a_class_comes_back_without_a_text(publisher, abolished, text):
    correct(text)
    field = words(publisher.get(page_of(abolished, "reinstate"))).one("div", class_="field-with_text")
    assert [label.text for label in field.all("label")] == ["Without a text"]
    assert "Revision 2, a correction, is open." in field.text


@pytest.mark.parametrize("state", ["written by themselves", "changed by themselves before", "not in review"])
def test_nobody_reinstates_a_class_with_a_draft_that_no_other_read(publisher, abolished, state):
    draft = make_return(abolished)
    form = filled(publisher, page_of(abolished, "reinstate"), on="2026-07-01", note="Back.")
    if state == "written by themselves":
        Specification.objects.filter(pk=draft.pk).update(drafted_by=publisher.session["_auth_user_id"])
    else:
        take_back(draft)
    if state == "changed by themselves before":
        publisher.post(page_of(draft), form_of(publisher, page_of(draft)) | {"pay_grade": "EX-2"})
        Specification.objects.filter(pk=draft.pk).update(drafted_by=None, pay_grade="EX-1")
        send_to_review(draft)
    before = Specification.objects.get(pk=draft.pk).status
    main = words(publisher.post(page_of(abolished, "reinstate"), form | {"_confirmed": "1"}))
    assert ("Send it to review first." if state == "not in review" else "here a second person publishes") in main.text
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == (before, None)


# Entries without a text


def test_an_event_whose_text_is_not_held_is_noted_and_ends_the_text(publisher, job_class, text):
    fields = {"on": "2026-06-01", "kind": "regraded", "note": "EX-2.", "recorded_by": "J.D."}
    will, _ = confirms(publisher, page_of(job_class, "note"), **fields)
    assert "The catalog does not have the text that came with it, and shows no other text in its place." in will
    assert "Its text, revision 1, is in force until May 31, 2026 and stays readable." in will
    text.refresh_from_db()
    assert text.effective_to == date(2026, 6, 1)
    entry = HistoryEntry.objects.get()
    assert (entry.kind, entry.recorded_by, entry.specification) == ("regraded", "J.D.", None)
    assert log_of(job_class) == ["Regraded on June 1, 2026: EX-2."]


def test_a_wrong_note_is_corrected_by_an_entry_that_says_so(publisher, editor, job_class):
    entry = make_entry(job_class, kind="established", effective_on=date(2019, 3, 1), note="By J.D.")
    link = f"{page_of(job_class, 'note')}?corrects={entry.pk}"
    assert link in publisher.get(page_of(job_class)).content.decode()
    assert link not in editor.get(page_of(job_class)).content.decode()
    form = filled(publisher, link)
    assert (form["on"], form["kind"]) == ("2019-03-01", ["corrected"])
    start = "The entry “Established” of March 1, 2019, “By J.D.”, is wrong:"
    assert form["note"].startswith(start)
    will, _ = confirms(publisher, link, note=f"{start} it was K.L.")
    assert "The texts of the class stay as they are." in will
    assert HistoryEntry.objects.filter(pk=entry.pk, note="By J.D.").exists()
    assert HistoryEntry.objects.get(kind="corrected").note == f"{start} it was K.L."
    assert publisher.get(f"{page_of(job_class, 'note')}?corrects=x").status_code == 200


@pytest.mark.parametrize("added", ["", " ", ".", " …", "\r\n"])
def test_who_says_that_an_entry_is_wrong_says_what_is_right(publisher, job_class, added):
    entry = make_entry(job_class, kind="established", effective_on=date(2019, 3, 1), note="By J.D.")
    address = f"{page_of(job_class, 'note')}?corrects={entry.pk}"
    note = filled(publisher, address)["note"].strip() + added
    response = publisher.post(address, filled(publisher, address, note=note, recorded_by="K.L."))
    assert "Go on after “is wrong:” and say what is right, or why the entry is wrong" in words(response).text
    html = response.content.decode()
    form = Form(html[html.index('<form class="act"') :]).data
    assert (form["note"].strip(), form["recorded_by"]) == (note.strip(), "K.L.")
    assert not HistoryEntry.objects.filter(kind="corrected").exists()


def test_what_has_an_act_of_its_own_is_not_only_noted(publisher, job_class):
    address = page_of(job_class, "note")
    form = filled(publisher, address, on="2026-06-01", kind="abolished", note="Gone.")
    assert "To end the class, leave this page and use Abolish." in words(publisher.post(address, form)).text
    confirms(publisher, page_of(job_class, "abolish"), on="2026-05-01", note="Merged.")
    form = filled(publisher, address, on="2026-06-01", kind="reinstated", note="Back.")
    assert "To bring it back, leave this page and use Reinstate." in words(publisher.post(address, form)).text


@pytest.mark.parametrize(("act", "queries"), [("abolish", 8), ("note", 7)])
def test_an_act_on_a_class_costs_the_same_with_a_short_and_a_long_history(
    publisher, job_class, act, queries, django_assert_num_queries
):
    publisher.get(page_of(job_class, act))
    for more in (1, 9):
        for day in range(more):
            make_entry(
                job_class,
                kind="corrected",
                effective_on=START + (day + more) * ONE,
                notice=make_notice(job_class.organization),
            )
        # Session, user, permissions of the user and of the groups; the class, its last text, notices to choose from;
        # for its end also whether a draft is open.
        with django_assert_num_queries(queries):
            publisher.get(page_of(job_class, act))


@pytest.mark.parametrize("rows", [1, 12])
def test_the_page_of_a_return_costs_the_same_however_long_the_texts(publisher, rows, django_assert_num_queries):
    text = make_draft(make_class(), effective_from=START)
    for _ in range(rows):
        make_section(text)
    job_class = publish(text).job_class
    abolish(job_class, date(2026, 5, 1), Event("abolished"))
    publisher.get(page_of(job_class, "reinstate"))
    # As above, and its last text once more, for the choices.
    with django_assert_num_queries(9):
        publisher.get(page_of(job_class, "reinstate"))
    revise(job_class)
    # And what the draft changes: its text with its rows (4), its class, the text before, its words and rows (4).
    with django_assert_num_queries(24):
        publisher.get(page_of(job_class, "reinstate"))


# The history stays


def test_what_stands_in_the_history_can_be_changed_by_nobody(admin_client, job_class):
    entry = make_entry(job_class, note="As printed.")
    shown = admin_client.get(page_of(entry)).content.decode()
    assert "What stands in the history stays." in shown
    assert 'name="note"' not in shown
    assert admin_client.post(page_of(entry), {"note": "Other."}).status_code == 403
    assert admin_client.post(page_of(entry, "delete"), {"post": "yes"}).status_code == 403
    assert admin_client.get(reverse("admin:classes_historyentry_add")).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [entry.pk], "post": "yes"}
    admin_client.post(reverse("admin:classes_historyentry_changelist"), bulk)
    form = Form(admin_client.get(page_of(job_class)).content.decode()).data
    assert not {name for name in form if name.startswith("history")}
    form |= {"history-TOTAL_FORMS": "1", "history-0-id": entry.pk, "history-0-note": "Other.", "history-0-DELETE": "on"}
    assert admin_client.post(page_of(job_class), form).status_code == 302
    entry.refresh_from_db()
    assert entry.note == "As printed."


def test_abolition_is_in_no_form_but_that_of_its_act(admin_client, job_class):
    form = Form(admin_client.get(page_of(job_class)).content.decode()).data
    assert "abolished_on" not in form
    assert admin_client.post(page_of(job_class), form | {"abolished_on": "2026-01-01"}).status_code == 302
    job_class.refresh_from_db()
    assert job_class.abolished_on is None


def test_what_happened_before_the_first_held_text_can_still_be_noted(publisher, job_class, text):
    fields = {"on": "2010-03-01", "kind": "revised", "note": "Duties revised."}
    will, _ = confirms(publisher, page_of(job_class, "note"), **fields)
    assert "is in force until" not in will
    text.refresh_from_db()
    assert (text.effective_from, text.effective_to) == (START, None)
    assert HistoryEntry.objects.get().effective_on == date(2010, 3, 1)
    address = page_of(job_class, "note")
    form = filled(publisher, address, on="2020-01-01", kind="revised", note="Duties revised.")
    refused = words(publisher.post(address, form)).one("div", class_="field-on").text
    assert "can be added before the first text that the catalog has, or after the last." in refused
