"""What happens to a class beside its texts: abolished, reinstated, noted; and that what its history says stays."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classes.checking import problems
from classes.models import HistoryEntry, JobClass, Specification
from tests.accounts import sign_in
from tests.admin_forms import Form, page_of
from tests.admin_pages import (
    NEXT_MONTH,
    START,
    filled,
    log_of,
    make_revision,
    make_text,
    said,
    words,
)
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_entry,
    make_notice,
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
    assert list(problems(TODAY.date())) == []


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
        "From July 1, 2026 on Planner (P1) exists no more; June 30, 2026 is its last day.",
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
    will, _ = confirms(publisher, page_of(job_class, "reinstate"), on="2026-06-01", note="Needed again.")
    assert "No text of it is held from then on, until one is published." in will
    job_class.refresh_from_db()
    assert job_class.abolished_on is None
    assert [entry.kind for entry in HistoryEntry.objects.order_by("pk")] == ["abolished", "reinstated"]


def test_a_class_is_reinstated_with_the_text_of_its_draft(publisher, draft, job_class):
    confirms(publisher, page_of(job_class, "abolish"), on="2026-05-01", note="Merged.")
    address = page_of(job_class, "reinstate")
    assert "with_draft" in filled(publisher, address)
    will, _ = confirms(publisher, address, on="2026-07-01", note="Needed again.")
    assert "Planner, revision 2 is published with it and takes effect that day." in will
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == ("published", NEXT_MONTH)
    assert HistoryEntry.objects.get(kind="reinstated").specification == draft
    assert log_of(draft) == ["Published as the class was reinstated: Needed again."]


def test_nobody_reinstates_a_class_with_a_draft_of_their_own(publisher, draft, job_class):
    confirms(publisher, page_of(job_class, "abolish"), on="2026-05-01", note="Merged.")
    Specification.objects.filter(pk=draft.pk).update(drafted_by=publisher.session["_auth_user_id"])
    address = page_of(job_class, "reinstate")
    main = words(publisher.post(address, filled(publisher, address, on="2026-07-01", note="Back.", with_draft="on")))
    assert "here a second person publishes" in main.text
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from) == ("draft", None)


def test_an_event_whose_text_is_not_held_is_noted_and_ends_the_text(publisher, job_class, text):
    fields = {"on": "2026-06-01", "kind": "regraded", "note": "EX-2.", "recorded_by": "J.D."}
    will, _ = confirms(publisher, page_of(job_class, "note"), **fields)
    assert "The text that it brought is not held" in will
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
    assert "No text begins or ends." in will
    assert HistoryEntry.objects.filter(pk=entry.pk, note="By J.D.").exists()
    assert HistoryEntry.objects.get(kind="corrected").note == f"{start} it was K.L."
    assert publisher.get(f"{page_of(job_class, 'note')}?corrects=x").status_code == 200


def test_what_has_an_act_of_its_own_is_not_only_noted(publisher, job_class):
    address = page_of(job_class, "note")
    form = filled(publisher, address, on="2026-06-01", kind="abolished", note="Gone.")
    assert "Abolish the class instead of noting that it was" in words(publisher.post(address, form)).text
    confirms(publisher, page_of(job_class, "abolish"), on="2026-05-01", note="Merged.")
    form = filled(publisher, address, on="2026-06-01", kind="reinstated", note="Back.")
    assert "Reinstate it instead of noting that it was." in words(publisher.post(address, form)).text


@pytest.mark.parametrize("act", ["abolish", "note"])
def test_an_act_on_a_class_costs_the_same_with_a_short_and_a_long_history(
    publisher, job_class, act, django_assert_num_queries
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
        # Session, user, permissions of the user and of the groups; the class, its last text, notices to choose from.
        with django_assert_num_queries(7):
            publisher.get(page_of(job_class, act))


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
    assert "only after the last held text." in words(publisher.post(address, form)).one("div", class_="field-on").text
