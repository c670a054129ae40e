"""The catalog of one day: the same rules as those of the querysets, whatever has happened."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
import time_machine
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from classes import versions
from classes.finding import columns, days, index
from classes.finding.columns import NEVER
from classes.finding.days import ANNOUNCED, GONE, IN_FORCE, NO_TEXT, UNDATED, CatalogDay, catalog_day, initial
from classes.finding.search import find
from classes.finding.words import parse
from classes.models import JobClass, Specification
from classes.pages import class_page
from classes.publishing import Event, PublishingRefused, abolish, note
from tests.classes.finding.catalogs import told
from tests.classes.test_history_laws import DAYS, NAMES, acts, day_of, first, prepare, published
from tests.classes.test_history_laws import days as moments
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_former_name,
    make_framework,
    make_organization,
    make_published,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)


def titles_on(on: date) -> list[str]:
    """The titles of a day's classes that are not gone, in order."""
    day = catalog_day(on)
    return [day.columns.titles[day.titles[row]] for row in day.by_title if day.listed[row] and not day.gone[row]]


def status_on(on: date) -> int:
    return int(catalog_day(on).status[0])


# After any acts

former_names = st.tuples(st.just("former name"), moments, st.sampled_from(NAMES))
beginnings = st.tuples(st.just("note"), moments, st.just(("established", "")))
sequences = st.tuples(first, st.lists(st.one_of(acts, acts, acts, former_names, beginnings), min_size=2, max_size=8))

NAME_LAID_DOWN: tuple[Any, Any] = (  # of the last text; an undated one came before it
    ("publish", None, (("Planner", "P1"), 1, 0), None),
    [
        ("former name", 2, ("Planner", "P1")),
        ("publish", 1, (("Senior Planner", "P2"), 1, 0), None),
        ("note", 1, ("revised", "")),
    ],
)


def perform(job_class: JobClass, act: tuple[Any, ...]) -> None:
    """Perform an act of `test_history_laws`, or note a former name of the class; one may be refused."""
    name, *rest = act
    if name == "former name":
        until, (title, code) = day_of(rest[0]), rest[1]
        if not job_class.former_names.filter(until=until).exists():
            make_former_name(job_class, until=until, title=title, code=code)
        return
    prepared = prepare(job_class, act)
    with suppress(PublishingRefused):
        prepared()
    Specification.objects.exclude(status="published").delete()


def by_orm(on: date) -> tuple[Any, ...]:
    """The classes of a day with title, code and text in force, in order; and those that are gone."""
    found = [
        (each.pk, each.title_then, each.code_then, [text.pk for text in each.texts_in_force])
        for each in JobClass.objects.for_browse(on)
    ]
    return sorted(found), set(JobClass.objects.gone(on).values_list("pk", flat=True))


def by_columns(day: CatalogDay) -> tuple[Any, ...]:
    held = day.columns
    found = []
    for row, pk in enumerate(held.classes["pk"].tolist()):
        if day.listed[row] and not day.gone[row]:
            text = [int(held.texts["pk"][day.text[row]])] if day.text[row] >= 0 else []
            found.append((pk, held.titles[day.titles[row]], held.codes[day.codes[row]], text))
    return sorted(found), {pk for row, pk in enumerate(held.classes["pk"].tolist()) if day.gone[row]}


class TestLaws(TestCase):
    """Hypothesis gives each sequence of acts a transaction of its own."""

    def setUp(self) -> None:
        county = make_organization("county")
        framework = make_framework("state", levels=("Journey",))
        for name in ("Tact", "Coaching", "Planning"):
            make_competency(framework, name)
        self.taken = make_class(county, code="TAKEN", title="Surveyor")
        self.job_class = make_class(county, code="P1", title="Planner")

    @settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(sequences)
    @example(NAME_LAID_DOWN)
    def test_after_any_acts_the_columns_say_what_the_rows_say(self, sequence: tuple[Any, Any]) -> None:
        """After any acts:

        - what was read anew after each of them is what would be read of the whole;
        - on every day there are the same classes, with the same titles, codes and texts in force;
        - the same classes are gone;
        - the index lacks nothing, and each class stands there by one entry;
        - the words of a text are found on its days, and on no other.
        """
        for kept in (columns, days, index):
            kept.forget()
        list(index.fill())
        beginning, more = sequence
        for act in (beginning, *more):
            perform(self.job_class, act)
            assert told(columns.current()) == told(columns.load(versions.current()))
        for on in (date.min, *(DAYS[0] + timedelta(days=offset) for offset in range(-1, 14)), date.max):
            day = catalog_day(on)
            assert by_columns(day) == by_orm(on)
            entries = day.of_entry[day.of_entry >= 0]
            assert sorted(entries.tolist()) == list(range(len(day.listed)))
        for on in (date.min, *(TODAY.date() + timedelta(days=offset) for offset in range(-2, 3)), date.max):
            day = catalog_day(on)
            for text in published():
                applies = not text.corrected and text.in_force(on)
                rows = find(parse(f'"revision {text.revision}"'), day).rows
                found = [day.columns.texts["pk"][day.text[row]] for row in rows]
                assert found == [text.pk] * applies, (on, text)
        assert list(index.faults()) == []


# Which text applies, and what a class is called


def test_the_text_in_force_names_the_class_from_its_first_day_on():
    job_class = make_class(title="Planner", code="P1")
    make_published(job_class, None, title="Planner")
    make_published(job_class, DAY, revision=2, title="Surveyor")
    assert [titles_on(on) for on in (BEFORE, DAY)] == [["Planner"], ["Surveyor"]]


def test_a_class_without_a_text_is_called_by_a_name_that_was_noted_until_its_last_day():
    job_class = make_class(title="Surveyor", code="S1")
    make_former_name(job_class, title="Planner", code="P1", until=DAY)
    assert [titles_on(on) for on in (BEFORE, DAY)] == [["Planner"], ["Surveyor"]]
    codes = [day.columns.codes[day.codes[0]] for day in (catalog_day(BEFORE), catalog_day(DAY))]
    assert codes == ["P1", "S1"]


def test_the_last_name_of_a_text_holds_on_after_its_end():
    job_class = make_class(title="Surveyor")
    make_published(job_class, title="Planner")
    abolish(job_class, DAY, Event("abolished"))
    day = catalog_day(AFTER)
    assert day.text.tolist() == [-1]
    assert day.columns.titles[day.titles[0]] == "Planner"


# Which classes there are


def test_a_class_is_there_until_the_day_before_it_is_abolished():
    job_class = make_published(make_class(title="Planner")).job_class
    abolish(job_class, DAY, Event("abolished"))
    assert [titles_on(on) for on in (BEFORE, DAY)] == [["Planner"], []]
    assert [status_on(on) for on in (BEFORE, DAY)] == [IN_FORCE, GONE]


def test_a_class_is_not_there_before_it_is_established():
    job_class = make_published(make_class(title="Planner"), DAY).job_class
    note(job_class, DAY, Event("established"))
    assert [titles_on(on) for on in (BEFORE, DAY)] == [[], ["Planner"]]


def test_a_class_that_was_reinstated_was_away_in_between():
    job_class = make_class(title="Planner")
    make_entry(job_class, kind="abolished", effective_on=DAY)
    make_entry(job_class, kind="reinstated", effective_on=AFTER)
    assert [titles_on(on) for on in (BEFORE, DAY, AFTER)] == [["Planner"], [], ["Planner"]]


def test_the_status_tells_of_a_text_that_takes_effect_later():
    make_published(make_class(title="Planner"), DAY)
    assert [status_on(on) for on in (BEFORE, DAY)] == [ANNOUNCED, IN_FORCE]


def test_a_class_without_any_text_has_none():
    make_class()
    assert status_on(DAY) == NO_TEXT


# Orders


def test_lists_are_ordered_by_title_code_grade_and_last_change():
    county = make_organization()
    wanted = [
        ("Planner", "P10", "G-10", date(2021, 1, 1)),
        ("planner", "P9", "G-9", date(2022, 1, 1)),
        ("Äbtissin", "", "", None),
        ("Clerk", "C1", "G-2", date(2021, 1, 1)),
    ]
    for number, (title, code, grade, on) in enumerate(wanted):
        make_published(make_class(county, title=title, code=code, slug=f"c{number}"), on, pay_grade=grade)
    make_class(county, title="Weaver", code="W1")  # without a text
    day = catalog_day(TODAY.date())

    def ordered(rows: np.ndarray) -> list[str]:
        return [day.columns.codes[day.codes[row]] for row in rows]

    assert ordered(day.by_title) == ["", "C1", "P10", "P9", "W1"]
    assert ordered(day.by_code) == ["C1", "P9", "P10", "W1", ""]
    assert ordered(day.by_grade)[:3] == ["C1", "P9", "P10"]
    assert set(ordered(day.by_grade)[3:]) == {"", "W1"}
    assert ordered(day.by_revised)[0] == "P9"
    assert set(ordered(day.by_revised)[1:3]) == {"C1", "P10"}
    assert set(ordered(day.by_revised)[3:]) == {"", "W1"}
    titles = day.columns.titles
    ranks = [int(titles.rank[titles.place(title)]) for title in ("Clerk", "Planner", "Weaver")]
    assert ordered(day.titled(ranks[0], ranks[1])) == ["C1"]
    assert ordered(day.titled(ranks[1], ranks[2])) == ["P10", "P9"]
    assert ordered(day.titled(ranks[1], ranks[1])) == []
    assert ordered(day.titled(0, len(titles))) == ordered(day.by_title)


@pytest.mark.parametrize(
    ("title", "letter"),
    [("Planner", "p"), ("äbtissin", "a"), ("“Quoted”", "q"), ("2nd Clerk", ""), ("", ""), ("Жук", "")],
)
def test_a_title_stands_under_its_first_letter_or_with_all_else(title, letter):
    assert initial(title) == (ord(letter) - ord("a") if letter else 26)


# What is kept


def test_a_day_is_made_once_while_nothing_changes(django_assert_num_queries):
    make_published()
    day = catalog_day(DAY)
    with django_assert_num_queries(1):  # is anything new?
        assert catalog_day(DAY) is day
    make_published()
    assert catalog_day(DAY) is not day


def test_a_few_days_are_kept_and_the_one_not_asked_for_longest_goes():
    make_class()
    first_day = catalog_day(DAY)
    for number in range(1, days.DAYS_KEPT):
        catalog_day(DAY + timedelta(days=number))
    assert catalog_day(DAY) is first_day
    catalog_day(DAY + timedelta(days=99))
    assert catalog_day(DAY) is first_day
    assert len(days._days) == days.DAYS_KEPT


def test_whether_a_text_without_a_date_applied_on_a_past_day_is_not_known():
    undated = make_published(make_class(title="Planner"), None).job_class
    dated = make_published(make_class(title="Surveyor"), DAY).job_class

    def told(on: date) -> dict[int, int]:
        day = catalog_day(on)
        return dict(zip(day.columns.classes["pk"].tolist(), day.status.tolist(), strict=True))

    today = TODAY.date()
    assert told(today) == told(today + timedelta(days=1)) == {undated.pk: IN_FORCE, dated.pk: IN_FORCE}
    assert told(today - timedelta(days=1)) == {undated.pk: UNDATED, dated.pk: IN_FORCE}
    page = class_page(*undated.natural_key(), today - timedelta(days=1))
    assert page.status.kind == "undated"


def test_a_day_that_was_today_is_a_past_one_after_midnight():
    make_published(make_class(title="Planner"), None)
    today = TODAY.date()
    assert catalog_day(today).status.tolist() == [IN_FORCE]
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        assert catalog_day(today).status.tolist() == [UNDATED]
        assert catalog_day(today).piece("x") != CatalogDay(columns.current(), today.toordinal()).piece("x")


@pytest.mark.parametrize("on", [date.min, date.max])
def test_the_first_and_the_last_of_all_days_are_days_like_others(on):
    make_published(make_class(title="Planner"), None)
    assert titles_on(on) == ["Planner"]
    assert date.max.toordinal() < NEVER


def test_an_entry_made_since_stands_for_no_class():
    make_published()
    day = catalog_day(DAY)
    assert day.rows_of(np.array([day.columns.last_entry + 1, 0])).tolist() == []


def test_a_draft_is_on_no_day():
    make_draft(make_class(title="Planner"), effective_from=DAY, title="Secret")
    assert [titles_on(on) for on in (BEFORE, DAY)] == [["Planner"]] * 2
