"""The day that a page shows: today in the catalog's time zone, or the one that `?as_of=` asks for."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.exceptions import BadRequest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from classes.views.days import Day, asked_day
from tests.factories import make_class, make_published
from tests.page import read

NEW_YORK = ZoneInfo("America/New_York")


def asked(as_of: str | None = None) -> Day:
    return asked_day(RequestFactory().get("/", {} if as_of is None else {"as_of": as_of}))


@pytest.mark.parametrize("as_of", [None, "", "   "])
def test_without_a_day_it_is_today(as_of):
    assert asked(as_of) == Day(date(2026, 6, 15), date(2026, 6, 15))


@pytest.mark.parametrize(
    ("moment", "today"),
    [
        (datetime(2026, 6, 15, 23, 59, 59, tzinfo=NEW_YORK), date(2026, 6, 15)),
        (datetime(2026, 6, 16, 0, 0, 0, tzinfo=NEW_YORK), date(2026, 6, 16)),
        (datetime(2026, 12, 31, 23, 59, 59, tzinfo=NEW_YORK), date(2026, 12, 31)),
        (datetime(2027, 1, 1, 0, 0, 0, tzinfo=NEW_YORK), date(2027, 1, 1)),
    ],
)
def test_the_day_changes_at_midnight_in_new_york(moment, today):
    with time_machine.travel(moment, tick=False):
        assert asked().on == today


@pytest.mark.django_db
def test_a_text_is_in_force_from_midnight_in_new_york_on_its_first_day(client):
    job_class = make_class()
    make_published(job_class, date(2026, 6, 16), title="New Title")
    for moment, texts in (
        (datetime(2026, 6, 15, 23, 59, 59, tzinfo=NEW_YORK), 0),
        (datetime(2026, 6, 16, 0, 0, 0, tzinfo=NEW_YORK), 1),
    ):
        with time_machine.travel(moment, tick=False):
            assert len(read(client.get(job_class.get_absolute_url())).all("article")) == texts


@pytest.mark.parametrize(
    ("as_of", "on"),
    [
        ("2024-02-29", date(2024, 2, 29)),
        (" 2023-07-30 ", date(2023, 7, 30)),
        ("0001-01-01", date.min),
        ("9999-12-31", date.max),
    ],
)
def test_a_date_is_that_day(as_of, on):
    assert asked(as_of).on == on


@pytest.mark.parametrize(
    "as_of",
    [
        "2023-02-30",
        "2023-02-29",
        "2023-13-01",
        "2023-00-01",
        "2023-01-00",
        "0000-01-01",
        "10000-01-01",
        "-001-01-01",
        "20230730",
        "2023-7-30",
        "2023-W30-7",
        "2023-07-30T00:00",
        "07/30/2023",
        "2023–07–30",
        "٢٠٢٣-٠٧-٣٠",
        "2023-07-30\x00",
        "today",
        "1" * 10_000,
    ],
)
def test_what_is_no_date_is_refused_in_a_sentence(as_of):
    with pytest.raises(BadRequest) as refusal:
        asked(as_of)
    assert str(refusal.value) == (f"“{as_of[:40]}” is not a date. Write year, month and day, such as 2026-06-15.")


@given(day=st.dates())
def test_every_day_that_there_is_can_be_asked_for(day):
    assert asked(day.isoformat()).on == day


@given(as_of=st.text())
def test_anything_else_is_refused_and_nothing_fails(as_of):
    try:
        on = asked(as_of).on
    except BadRequest:
        return
    assert as_of.strip() in {"", on.isoformat()}


def test_a_day_knows_which_side_of_today_it_is_on():
    yesterday, today, tomorrow = (asked(day) for day in ("2026-06-14", "2026-06-15", "2026-06-16"))
    assert [(day.is_past, day.is_today, day.is_future) for day in (yesterday, today, tomorrow)] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]
