"""The line of texts that led to one, from published rows: corrections, gaps, abolition, establishment, drafts."""

from __future__ import annotations

import pytest

from classes.chains import class_standings
from classes.models import HistoryEntry, Specification
from classes.publishing import Event, abolish, note, publish, reinstate
from classes.standing import Standing
from tests.classes.planner import Y2016, Y2018, Y2020, Y2023, Kind, draft_text, make_text
from tests.factories import make_class, make_draft, make_entry, make_published, make_section

pytestmark = pytest.mark.django_db


def stood(shown: Specification) -> list[Standing]:
    shown = Specification.objects.get(pk=shown.pk)
    texts = list(Specification.objects.of_class(shown.job_class))
    return list(class_standings(shown, texts, list(HistoryEntry.objects.of_class(shown.job_class))).parts)


def test_the_texts_before_the_one_shown_tell_and_no_later_one_and_no_draft():
    job_class = make_class()
    make_text(job_class, Y2016)
    shown = make_text(job_class, Y2018, "Plans more.")
    expected = [Standing("changed", Y2018, 2, before=1), Standing("held", Y2016, 1)]
    assert stood(shown) == expected
    make_text(job_class, Y2020, "Plans all.")
    draft_text(job_class, Y2023)
    assert stood(shown) == expected


def test_another_class_tells_nothing():
    make_text(make_class(), Y2016)
    assert stood(make_text(make_class(), Y2018)) == [Standing("held", Y2018, 1)] * 2


def test_an_undated_text_is_the_first_of_the_line():
    job_class = make_class()
    make_text(job_class, None)
    assert stood(make_text(job_class, Y2018)) == [Standing("undated", None, 1, earlier_than=Y2018)] * 2


def test_a_correction_stands_in_the_place_of_the_text_that_it_corrects():
    job_class = make_class()
    make_text(job_class, Y2016)
    wrong = make_text(job_class, Y2018, "Pians.")
    right = make_text(job_class, Y2018, corrects=wrong)
    mended = [Standing("held", Y2016, 1, mended=(2, 3)), Standing("held", Y2016, 1)]
    assert stood(right) == mended
    assert stood(make_text(job_class, Y2020)) == mended
    assert stood(wrong) == [Standing("changed", Y2018, 2, before=1), Standing("held", Y2016, 1)]


def test_a_correction_of_an_undated_text_is_undated_too():
    job_class = make_class()
    wrong = make_text(job_class, None, "Pians.")
    right = make_text(job_class, None, corrects=wrong)
    assert stood(right) == [Standing("undated", None, 2, mended=(1, 2)), Standing("undated", None, 2)]
    assert stood(wrong) == [Standing("undated", None, 1)] * 2


def test_a_change_whose_text_is_not_held_breaks_the_line():
    job_class = make_class()
    make_text(job_class, Y2016)
    note(job_class, Y2018, Event(Kind.REGRADED))
    assert stood(make_text(job_class, Y2020)) == [Standing("unheld", Y2020, 2)] * 2


@pytest.mark.parametrize("kind", [Kind.ESTABLISHED, Kind.CORRECTED])
def test_an_event_that_changes_no_text_breaks_nothing(kind):
    job_class = make_class()
    make_text(job_class, Y2016)
    make_entry(job_class, kind=kind, effective_on=Y2018)
    assert stood(make_text(job_class, Y2020)) == [Standing("held", Y2016, 1)] * 2


def test_an_event_whose_text_is_only_a_draft_breaks_nothing():
    job_class = make_class()
    make_text(job_class, Y2016)
    shown = make_text(job_class, Y2020)
    make_entry(job_class, effective_on=Y2018, specification=draft_text(job_class, Y2018))
    assert stood(shown) == [Standing("held", Y2016, 1)] * 2


def test_an_event_that_brought_the_undated_text_itself_breaks_nothing():
    job_class = make_class()
    make_entry(job_class, effective_on=Y2016, specification=make_text(job_class, None))
    assert stood(make_text(job_class, Y2018)) == [Standing("undated", None, 1, earlier_than=Y2018)] * 2


def test_a_class_that_was_abolished_and_reinstated_keeps_the_words_of_the_time_before():
    job_class = make_class()
    make_text(job_class, Y2016)
    abolish(job_class, Y2018, Event(Kind.ABOLISHED))
    draft = draft_text(job_class, Y2020, "Plans more.")
    reinstate(job_class, Y2020, Event(Kind.REINSTATED), draft)
    assert stood(draft) == [Standing("changed", Y2020, 2, before=1), Standing("held", Y2016, 1)]


def test_a_class_that_was_reinstated_without_a_text_does_not():
    job_class = make_class()
    make_text(job_class, Y2016)
    abolish(job_class, Y2018, Event(Kind.ABOLISHED))
    reinstate(job_class, Y2020, Event(Kind.REINSTATED))
    assert stood(make_text(job_class, Y2023)) == [Standing("unheld", Y2023, 2)] * 2


def test_the_text_that_established_the_class_has_stood_since_then():
    job_class = make_class()
    make_text(job_class, Y2016, event=Event(Kind.ESTABLISHED))
    assert stood(make_text(job_class, Y2018, "Plans more.")) == [
        Standing("changed", Y2018, 2, before=1),
        Standing("established", Y2016, 1),
    ]


@pytest.mark.parametrize(("on", "kind"), [(Y2018, "established"), (Y2016, "held"), (Y2020, "held")])
def test_a_class_established_on_the_first_day_of_its_first_text_came_with_it_on_no_other_day(on, kind):
    job_class = make_class()
    make_entry(job_class, kind=Kind.ESTABLISHED, effective_on=on)
    assert stood(make_text(job_class, Y2018)) == [Standing(kind, Y2018, 1)] * 2


def test_the_correction_of_the_text_that_established_the_class_has_stood_since_then():
    job_class = make_class()
    wrong = make_text(job_class, Y2016, "Pians.", Event(Kind.ESTABLISHED))
    assert stood(make_text(job_class, Y2016, corrects=wrong)) == [
        Standing("established", Y2016, 2, mended=(1, 2)),
        Standing("established", Y2016, 2),
    ]


def test_an_undated_text_that_established_the_class_has_stood_since_then():
    job_class = make_class()
    text = make_text(job_class, None)
    make_entry(job_class, kind=Kind.ESTABLISHED, effective_on=Y2016, specification=text)
    assert stood(text) == [Standing("established", Y2016, 1)] * 2


def test_parts_are_those_of_the_document_in_its_order():
    draft = make_draft(effective_from=Y2016)
    make_section(draft, position=1, heading="", body="Before any heading.")
    make_section(draft, position=2, heading="Duties")
    make_section(draft, position=3, heading="", body="Goes on.")
    make_section(draft, position=4, heading="Duties")
    assert len(stood(publish(draft))) == 3
    assert stood(make_published()) == [Standing("held", Y2020, 1)]
