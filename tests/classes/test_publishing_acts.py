"""What happens to a class beside new texts: noted changes, its end, its return, its name; and what history tells."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import serializers

from classes.models import HistoryEntry, JobClass, Repair, Specification
from classes.publishing import Event, PublishingRefused, abolish, note, publish, reinstate, take_name
from tests.conftest import TODAY
from tests.factories import (
    faults,
    make_class,
    make_draft,
    make_entry,
    make_notice,
    make_organization,
    make_published,
    make_section,
)

pytestmark = pytest.mark.django_db

START, DAY, LATER = date(2020, 1, 1), date(2023, 7, 30), date(2025, 1, 1)
ONE = timedelta(days=1)
TOMORROW = TODAY.date() + ONE


@pytest.fixture
def text() -> Specification:
    job_class = make_class(make_organization("county"), title="Planner", code="P1")
    return make_published(job_class, START)


@pytest.fixture
def job_class(text: Specification) -> JobClass:
    return text.job_class


@pytest.fixture(autouse=True)
def catalog_is_sound() -> Any:
    """Whatever a test does, the check of the catalog finds nothing afterwards, and no door stands open."""
    yield
    assert faults(TODAY.date()) == []
    assert not Repair.objects.exists()


def next_draft(job_class: JobClass, start: date | None, **fields: Any) -> Specification:
    revision = 1 + job_class.specifications.count()
    draft = make_draft(job_class, revision=revision, effective_from=start, **{"title": "Planner", **fields})
    make_section(draft)
    return draft


def days_of(job_class: JobClass) -> list[tuple[date | None, date | None]]:
    return list(job_class.specifications.order_by("revision").values_list("effective_from", "effective_to"))


def in_force(on: date) -> list[int]:
    return list(Specification.objects.in_force(on).values_list("revision", flat=True))


def refusal(act: Callable[[], Any]) -> str:
    """The sentence with which an act is refused; nothing may have changed by then."""

    def everything() -> str:
        models = (JobClass, Specification, HistoryEntry)
        return "".join(serializers.serialize("json", model.objects.order_by("pk")) for model in models)

    before = everything()
    with pytest.raises(PublishingRefused) as refused:
        act()
    assert everything() == before
    return str(refused.value)


# What history tells


def test_an_event_becomes_an_entry_with_the_text_on_the_day_it_takes_effect(job_class):
    notice = make_notice(job_class.organization)
    event = Event("revised", "Revised duties.", "J.D.", notice, date(2023, 7, 1), minor=True)
    published = publish(next_draft(job_class, DAY), event)
    entry = HistoryEntry.objects.get()
    assert (entry.job_class, entry.specification, entry.effective_on) == (job_class, published, DAY)
    assert (entry.kind, entry.note, entry.recorded_by, entry.notice) == ("revised", "Revised duties.", "J.D.", notice)
    assert (entry.adopted_on, entry.minor, entry.text_held) == (date(2023, 7, 1), True, True)


def test_without_an_event_history_tells_nothing(text):
    assert not HistoryEntry.objects.exists()


def test_the_event_of_an_undated_text_is_told_on_the_day_of_publishing():
    publish(next_draft(make_class(), None), Event("established"))
    assert HistoryEntry.objects.get().effective_on == TODAY.date()


@pytest.mark.parametrize(
    "act",
    [
        lambda job_class, event: publish(next_draft(job_class, DAY, title="Planner"), event),
        lambda job_class, event: note(job_class, DAY, event),
        lambda job_class, event: abolish(job_class, DAY, event),
    ],
)
def test_a_notice_of_another_organization_is_refused(job_class, act):
    event = Event("revised", notice=make_notice(number="CN9"))
    draft_stays = next_draft(make_class(), DAY)
    assert refusal_without_draft(lambda: act(job_class, event)) == (
        "“CN9” is a notice of another organization. Choose one of the class's own."
    )
    assert not draft_stays.is_published


def refusal_without_draft(act: Callable[[], Any]) -> str:
    """The sentence of a refusal of an act that writes its own draft first; what is published may not have changed."""
    before = serializers.serialize("json", Specification.objects.published())
    with pytest.raises(PublishingRefused) as refused:
        act()
    assert serializers.serialize("json", Specification.objects.published()) == before
    assert not HistoryEntry.objects.exists()
    return str(refused.value)


def test_the_same_event_is_told_once_a_day_unless_its_note_says_what_else_happened(job_class):
    note(job_class, DAY, Event("regraded", "Pay."))
    assert refusal(lambda: note(job_class, DAY, Event("regraded", "Pay."))) == (
        "The history of Planner (P1) has “Regraded” on July 30, 2023 with this very note already. "
        "Say in the note what else happened."
    )
    note(job_class, DAY, Event("regraded", "Step added."))
    note(job_class, DAY + ONE, Event("regraded", "Pay."))


def test_a_text_does_not_come_with_the_end_of_its_class(job_class):
    draft = next_draft(job_class, DAY)
    assert refusal(lambda: publish(draft, Event("abolished"))) == (
        "Planner, revision 2 cannot come with the end of its class. Abolish the class without a text."
    )


# Noted only


@pytest.mark.parametrize("kind", ["revised", "regraded", "retitled", "recoded"])
def test_a_noted_change_of_the_text_ends_the_text_that_is_held(job_class, kind):
    entry = note(job_class, DAY, Event(kind, "As printed."))
    assert (entry.kind, entry.specification, entry.text_held) == (kind, None, False)
    assert days_of(job_class) == [(START, DAY)]
    assert (in_force(DAY - ONE), in_force(DAY)) == ([1], [])


@pytest.mark.parametrize("kind", ["established", "corrected", "reinstated"])
def test_a_noted_event_that_changes_no_text_ends_none(job_class, kind):
    note(job_class, DAY, Event(kind))
    assert days_of(job_class) == [(START, None)]


def test_a_text_held_again_later_leaves_the_gap(job_class):
    note(job_class, DAY, Event("revised"))
    publish(next_draft(job_class, LATER))
    assert days_of(job_class) == [(START, DAY), (LATER, None)]
    assert [in_force(day) for day in (DAY - ONE, DAY, LATER - ONE, LATER)] == [[1], [], [], [2]]


def test_a_text_held_again_from_the_noted_day_on_leaves_none(job_class):
    note(job_class, DAY, Event("revised"))
    publish(next_draft(job_class, DAY))
    assert days_of(job_class) == [(START, DAY), (DAY, None)]


def test_a_text_does_not_begin_while_one_that_a_noted_change_ended_is_in_force(job_class):
    note(job_class, DAY, Event("revised"))
    draft = next_draft(job_class, DAY - ONE)
    assert refusal(lambda: publish(draft)) == (
        "Planner, revision 2 would take effect on July 29, 2023, before revision 1 ends, which it does on "
        "July 30, 2023. Choose that day or a later one."
    )


def test_a_first_text_ends_where_the_history_notes_the_next_change():
    job_class = make_class()
    for day in (LATER, DAY, START):
        note(job_class, day, Event("revised"))
    publish(next_draft(job_class, START))
    assert days_of(job_class) == [(START, DAY)]


def test_a_change_of_unheld_text_is_noted_before_the_first_held_text_or_after_the_last_and_not_between(job_class):
    publish(next_draft(job_class, DAY))
    note(job_class, START - ONE, Event("revised"))
    assert days_of(job_class) == [(START, DAY), (DAY, None)]
    for day in (START, DAY - ONE, DAY):
        assert refusal(lambda day=day: note(job_class, day, Event("revised"))) == (
            f"Planner (P1): revision 2 takes effect on July 30, 2023, not before {day:%B} {day.day}, {day.year}. A "
            "change without its text can be added before the first text that the catalog has, or after the last."
        )
    note(job_class, DAY + ONE, Event("revised"))
    assert days_of(job_class) == [(START, DAY), (DAY, DAY + ONE)]


def test_a_change_noted_before_the_end_that_is_known_moves_it_there(job_class):
    abolish(job_class, LATER, Event("abolished"))
    note(job_class, DAY, Event("revised"))
    assert days_of(job_class) == [(START, DAY)]


def test_a_change_noted_after_the_end_leaves_it(job_class):
    note(job_class, DAY, Event("revised"))
    note(job_class, LATER, Event("regraded"))
    assert days_of(job_class) == [(START, DAY)]


def test_an_end_of_the_class_is_not_noted_where_a_text_is_in_force(job_class):
    assert refusal(lambda: note(job_class, START, Event("abolished"))) == (
        "Planner (P1): revision 1 is in force on January 1, 2020. To end the class on that day, abolish it."
    )


def test_an_end_of_the_class_before_its_text_is_noted_once_its_return_is(job_class):
    def end() -> HistoryEntry:
        return note(job_class, START - 9 * ONE, Event("abolished"))

    sentence = (
        "Planner (P1): revision 1 takes effect on January 1, 2020, so the class existed again by then. "
        "Add first when it was reinstated."
    )
    for day in (START - 10 * ONE, START + ONE):
        note(job_class, day, Event("reinstated"))
        assert refusal(end) == sentence
    note(job_class, START, Event("reinstated"))
    end()
    assert JobClass.objects.existing(START).exists()
    assert not JobClass.objects.existing(START - ONE).exists()


# The end of a class


def test_a_class_is_abolished_with_its_text_and_names_its_successors(job_class):
    successor = make_class(job_class.organization)
    entry = abolish(job_class, DAY, Event("abolished", "Merged."), [successor])
    job_class.refresh_from_db()
    assert (entry.kind, entry.effective_on, entry.note) == ("abolished", DAY, "Merged.")
    assert job_class.abolished_on == DAY
    assert list(job_class.successors.all()) == [successor]
    assert days_of(job_class) == [(START, DAY)]
    assert (in_force(DAY - ONE), in_force(DAY)) == ([1], [])


def test_a_class_without_a_text_is_abolished_too():
    job_class = make_class()
    abolish(job_class, DAY, Event("abolished"))
    job_class.refresh_from_db()
    assert job_class.abolished_on == DAY


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_class_with_an_open_draft_is_not_abolished(job_class, status):
    draft = next_draft(job_class, None, status=status)
    assert refusal(lambda: abolish(job_class, DAY, Event("abolished"))) == (
        "Planner (P1) has an open draft, revision 2, which would come to nothing. "
        "Publish or delete it before you abolish the class."
    )
    draft.delete()
    abolish(job_class, DAY, Event("abolished"))


def test_a_class_is_abolished_once(job_class):
    abolish(job_class, DAY, Event("abolished"))
    assert refusal(lambda: abolish(job_class, LATER, Event("abolished"))) == (
        "Planner (P1) is abolished already, on July 30, 2023. Reinstate it first."
    )


def test_a_class_is_not_abolished_before_a_text_that_is_to_come(job_class):
    publish(next_draft(job_class, DAY))
    for day in (DAY - ONE, DAY):
        assert refusal(lambda day=day: abolish(job_class, day, Event("abolished"))) == (
            "Planner (P1) has revision 2, which takes effect on July 30, 2023. It can be abolished on a later day only."
        )
    abolish(job_class, DAY + ONE, Event("abolished"))
    assert days_of(job_class) == [(START, DAY), (DAY, DAY + ONE)]


def test_abolishing_before_a_noted_change_moves_the_end_there(job_class):
    note(job_class, LATER, Event("revised"))
    abolish(job_class, DAY, Event("abolished"))
    assert days_of(job_class) == [(START, DAY)]


@pytest.mark.parametrize(("start", "accepted"), [(LATER - ONE, True), (LATER, False), (LATER + ONE, False)])
def test_an_abolished_class_is_revised_for_days_before_its_end_only(job_class, start, accepted):
    abolish(job_class, LATER, Event("abolished"))
    draft = next_draft(job_class, start)
    if accepted:
        publish(draft)
        assert days_of(job_class) == [(START, start), (start, LATER)]
    else:
        assert refusal(lambda: publish(draft)) == (
            f"Planner, revision 2 would take effect on January {start.day}, 2025, but the class is abolished "
            "on January 1, 2025. Reinstate it with this text."
        )


def test_a_revision_before_an_announced_end_takes_effect_and_ends_with_the_class(job_class):
    end = TODAY.date() + 100 * ONE
    abolish(job_class, end, Event("abolished"))
    publish(next_draft(job_class, TOMORROW))
    assert days_of(job_class) == [(START, TOMORROW), (TOMORROW, end)]
    assert [in_force(day) for day in (TODAY.date(), TOMORROW, end - ONE, end)] == [[1], [2], [2], []]


# Its return


def test_a_class_is_reinstated_with_a_text_and_the_gap_stays(job_class):
    abolish(job_class, DAY, Event("abolished"))
    entry = reinstate(job_class, LATER, Event("reinstated", "Needed again."), next_draft(job_class, LATER))
    job_class.refresh_from_db()
    assert job_class.abolished_on is None
    assert (entry.kind, entry.effective_on, entry.specification.revision) == ("reinstated", LATER, 2)
    assert days_of(job_class) == [(START, DAY), (LATER, None)]
    assert [in_force(day) for day in (DAY - ONE, DAY, LATER - ONE, LATER)] == [[1], [], [], [2]]
    existing = [JobClass.objects.existing(day).exists() for day in (DAY - ONE, DAY, LATER - ONE, LATER)]
    assert existing == [True, False, False, True]


def test_a_class_is_reinstated_without_a_text(job_class):
    abolish(job_class, DAY, Event("abolished"))
    entry = reinstate(job_class, DAY, Event("reinstated"))
    assert not entry.text_held
    assert days_of(job_class) == [(START, DAY)]
    assert in_force(DAY) == []
    publish(next_draft(job_class, LATER))
    assert days_of(job_class) == [(START, DAY), (LATER, None)]


def test_only_an_abolished_class_is_reinstated_and_not_before_its_end(job_class):
    assert refusal(lambda: reinstate(job_class, DAY, Event("reinstated"))) == (
        "Planner (P1) is not abolished. Revise it instead."
    )
    abolish(job_class, DAY, Event("abolished"))
    assert refusal(lambda: reinstate(job_class, DAY - ONE, Event("reinstated"))) == (
        "Planner (P1) is abolished on July 30, 2023. It can be reinstated on that day or a later one."
    )
    reinstate(job_class, DAY, Event("reinstated"))


@pytest.mark.parametrize("start", [None, LATER - ONE, LATER + ONE])
def test_the_text_of_a_reinstatement_takes_effect_on_its_day(job_class, start):
    abolish(job_class, DAY, Event("abolished"))
    draft = next_draft(job_class, start)
    assert refusal(lambda: reinstate(job_class, LATER, Event("reinstated"), draft)) == (
        "Planner, revision 2 must take effect on January 1, 2025, the day of the reinstatement."
    )


def test_a_class_is_not_reinstated_with_the_text_of_another(job_class):
    abolish(job_class, DAY, Event("abolished"))
    draft = next_draft(make_class(), LATER)
    assert refusal(lambda: reinstate(job_class, LATER, Event("reinstated"), draft)) == (
        "Planner, revision 1 is a text of another class. Planner (P1) can be reinstated with its own only."
    )


@pytest.mark.parametrize(("start", "accepted"), [(DAY, False), (LATER - ONE, False), (LATER, True)])
def test_no_text_takes_effect_while_the_class_was_abolished(job_class, start, accepted):
    abolish(job_class, DAY, Event("abolished"))
    reinstate(job_class, LATER, Event("reinstated"))
    draft = next_draft(job_class, start)
    if accepted:
        assert publish(draft).is_published
    else:
        assert "when the class was abolished. Choose the day on which it was reinstated, or a later one." in refusal(
            lambda: publish(draft)
        )


def test_a_first_text_of_before_an_earlier_end_of_the_class_ends_there():
    job_class = make_class()
    abolish(job_class, DAY, Event("abolished"))
    reinstate(job_class, LATER, Event("reinstated"))
    publish(next_draft(job_class, START))
    assert days_of(job_class) == [(START, DAY)]


@pytest.mark.parametrize("day", [DAY, LATER])
def test_a_reinstated_class_is_abolished_again_after_its_return_only(job_class, day):
    abolish(job_class, DAY, Event("abolished"))
    reinstate(job_class, LATER, Event("reinstated"))
    assert refusal(lambda: abolish(job_class, day, Event("abolished", "Again."))) == (
        "Planner (P1) is reinstated on January 1, 2025. It can be abolished on a later day only."
    )
    abolish(job_class, LATER + ONE, Event("abolished"))
    assert [JobClass.objects.existing(each).exists() for each in (LATER, LATER + ONE)] == [True, False]


# Corrections


def test_a_correction_after_the_class_ended_ends_with_it(text, job_class):
    abolish(job_class, DAY, Event("abolished"))
    right = publish(next_draft(job_class, START, corrects=text), Event("corrected", "A slip."))
    assert (right.effective_from, right.effective_to) == (START, DAY)
    assert in_force(DAY - ONE) == [2]
    assert HistoryEntry.objects.get(kind="corrected").effective_on == START


def test_a_correction_of_the_first_of_three_leaves_the_others(text, job_class):
    publish(next_draft(job_class, DAY))
    publish(next_draft(job_class, LATER))
    publish(next_draft(job_class, START, corrects=text))
    assert days_of(job_class) == [(START, DAY), (DAY, LATER), (LATER, None), (START, DAY)]
    assert [in_force(day) for day in (START - ONE, START, DAY - ONE, DAY, LATER)] == [[], [4], [4], [2], [3]]
    publish(next_draft(job_class, TODAY.date()))
    assert in_force(TODAY.date()) == [5]


def test_a_text_that_follows_a_correction_ends_it_and_not_the_wrong_one(text, job_class):
    publish(next_draft(job_class, START, corrects=text))
    publish(next_draft(job_class, DAY))
    assert days_of(job_class) == [(START, None), (START, DAY), (DAY, None)]
    assert [in_force(day) for day in (DAY - ONE, DAY)] == [[2], [3]]


# Names


def test_a_class_takes_title_code_and_address_of_a_text_in_force(job_class):
    publish(next_draft(job_class, TODAY.date(), title="Senior Planner", code="SP 2.1"))
    job_class.refresh_from_db()
    assert (job_class.title, job_class.code, job_class.slug) == ("Senior Planner", "SP 2.1", "sp-21")


def test_an_announced_name_is_taken_on_its_day_and_not_before(job_class):
    publish(next_draft(job_class, TOMORROW, title="Senior Planner", code="P2"))
    for day, name, taken in (
        (TODAY.date(), ("Planner", "P1", "p1"), False),
        (TOMORROW, ("Senior Planner", "P2", "p2"), True),
        (TOMORROW, ("Senior Planner", "P2", "p2"), False),
        (TODAY.date(), ("Planner", "P1", "p1"), True),  # so that the check, today, finds nothing
    ):
        job_class.refresh_from_db()
        assert take_name(job_class, day) is taken
        job_class.refresh_from_db()
        assert (job_class.title, job_class.code, job_class.slug) == name


def test_a_class_without_a_code_keeps_its_address_when_its_title_changes():
    job_class = make_class(title="Planner", slug="planner")
    publish(next_draft(job_class, START, title="Senior Planner"))
    job_class.refresh_from_db()
    assert (job_class.title, job_class.slug) == ("Senior Planner", "planner")


def test_a_text_without_a_code_leaves_the_class_its_own(job_class):
    publish(next_draft(job_class, DAY, code=""))
    job_class.refresh_from_db()
    assert (job_class.code, job_class.slug) == ("P1", "p1")


def test_a_class_without_a_text_in_force_keeps_its_name(job_class):
    abolish(job_class, DAY, Event("abolished"))
    assert take_name(job_class, DAY) is False


def test_a_superseded_name_is_corrected_without_touching_the_name_of_today(text, job_class):
    publish(next_draft(job_class, DAY, title="Senior Planner"))
    publish(next_draft(job_class, START, corrects=text, title="Plannner"))
    job_class.refresh_from_db()
    assert job_class.title == "Senior Planner"


@pytest.mark.parametrize("fields", [{"code": "p2"}, {"code": "", "slug": "p2"}])
@pytest.mark.parametrize("start", [DAY, TOMORROW])
def test_a_code_or_address_that_another_class_of_the_organization_bears_is_refused(job_class, fields, start):
    make_class(job_class.organization, title="Surveyor", **fields)
    make_class(title="Elsewhere", code="P3")
    draft = next_draft(job_class, start, code="P2")
    bearer = "Surveyor (p2)" if fields["code"] else "Surveyor"
    assert refusal(lambda: publish(draft)) == (
        f"Planner, revision 2 has the code P2, which {bearer} bears. Choose another code."
    )
    Specification.objects.filter(pk=draft.pk).update(code="P3")
    assert publish(draft).is_published


def test_a_code_that_another_class_is_to_bear_is_refused(job_class):
    other = make_published(make_class(job_class.organization, title="Surveyor", code="S1")).job_class
    publish(next_draft(other, TOMORROW, title="Surveyor", code="P2"))
    draft = next_draft(job_class, DAY, code="p2")
    assert refusal(lambda: publish(draft)) == (
        "Planner, revision 2 has the code p2, which Surveyor (S1) is to bear. Choose another code."
    )


def test_entries_that_stand_already_are_not_touched(job_class):
    before = make_entry(job_class, kind="established", effective_on=START)
    publish(next_draft(job_class, DAY), Event("revised"))
    assert list(job_class.history.order_by("pk").values_list("kind", flat=True)) == ["established", "revised"]
    before.refresh_from_db()
