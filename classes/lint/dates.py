"""Dates: those that the class detail prints against each other, and against the history of the class."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from classes.lint.around import Around
from classes.lint.finding import Finding, Place, dated
from classes.lint.reading import Reading, lines

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = (
    r"(?P<date>\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})|\d{4}-\d{1,2}-\d{1,2}"
    rf"|(?:{'|'.join(MONTHS)})[a-z]*\.? \d{{1,2}},? \d{{4}})(?![\d/-])"
)
_LABELLED = re.compile(
    r"(?P<label>(?:class |date )?(?:established|adopted|created|(?:last )?revised|revision)(?: date| on)?)\s*: *"
    rf"{_DATE}",
    re.IGNORECASE,
)
_LINE = re.compile(rf"(?:[\w ]*history\s*: *)?{_DATE}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as a class detail prints it; `day` is None where it is in no calendar."""

    what: str  # "established", "revised", or "history" for a line of the class history
    text: str
    day: date | None


def date_findings(reading: Reading, around: Around) -> Iterator[Finding]:
    place = Place()
    days = {day for _, day in around.history} | {reading.document.effective_from}
    for section in reading.of_kinds("class_detail"):
        place = section.place
        found = [date_of(line) for line in lines(section.section.body)]
        printed = [each for each in found if each]
        yield from impossible(printed, place)
        yield from out_of_order(printed, place)
        yield from unmatched(printed, place, days, around)
    yield from recorded_out_of_order(around, place)


def impossible(printed: list[Printed], place: Place) -> Iterator[Finding]:
    for each in printed:
        if each.day is None:
            yield Finding("date-impossible", place, f"“{each.text}” is no day of the calendar.")


def out_of_order(printed: list[Printed], place: Place) -> Iterator[Finding]:
    established = day_of(printed, "established")
    revised = day_of(printed, "revised")
    if established and revised and revised < established:
        yield Finding(
            "date-order",
            place,
            f"Revised on {dated(revised)}, before it was established on {dated(established)}.",
        )
    history = [each.day for each in printed if each.what == "history" and each.day]
    for day in history:
        if established and day < established:
            yield Finding(
                "date-order",
                place,
                f"The class history has a line of {dated(day)}, before the class was established on "
                f"{dated(established)}.",
            )
    if revised and history and max(history) > revised:
        yield Finding(
            "date-order",
            place,
            f"The class history goes on to {dated(max(history))}, after the revised date, {dated(revised)}.",
        )
    if any(earlier > later for earlier, later in pairwise(history)) and any(
        earlier < later for earlier, later in pairwise(history)
    ):
        odd = next(later for earlier, later in pairwise(history) if (earlier > later) == (history[0] < history[-1]))
        yield Finding("date-order", place, f"The lines of the class history are not in order at {dated(odd)}.")


def unmatched(printed: list[Printed], place: Place, days: set[date | None], around: Around) -> Iterator[Finding]:
    """Hold what is printed against the history entries, where there are any."""
    if not around.history:
        return
    recorded = next((day for kind, day in around.history if kind == "established"), None)
    established = day_of(printed, "established")
    if established and recorded and established != recorded:
        yield Finding(
            "date-unmatched",
            place,
            f"Prints that the class was established on {dated(established)}; the history says {dated(recorded)}.",
        )
    for day in dict.fromkeys(each.day for each in printed if each.what != "established" and each.day):
        if day not in days:
            yield Finding("date-unmatched", place, f"Prints {dated(day)}, of which the history has no entry.")


def recorded_out_of_order(around: Around, place: Place) -> Iterator[Finding]:
    established = next((day for kind, day in around.history if kind == "established"), None)
    for kind, day in around.history:
        if established and kind != "established" and day < established:
            yield Finding(
                "date-order",
                place,
                f"The history has the class {kind} on {dated(day)}, before it was established on {dated(established)}.",
            )


def date_of(line: str) -> Printed | None:
    if found := _LABELLED.match(line):
        what = "revised" if "revis" in found["label"].casefold() else "established"
        return Printed(what, found["date"], day(found["date"]))
    if found := _LINE.match(line):
        return Printed("history", found["date"], day(found["date"]))
    return None


def day_of(printed: list[Printed], what: str) -> date | None:
    return next((each.day for each in printed if each.what == what and each.day), None)


def day(text: str) -> date | None:
    """Read a date as US documents print it: 9/21/2018, 9/21/18, 2018-09-21, September 21, 2018."""
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if text[0].isalpha():
        month = MONTHS.index(text[:3].casefold()) + 1
        year, day = numbers[1], numbers[0]
    elif "-" in text:
        year, month, day = numbers
    else:
        month, day, year = numbers
    if year < 100:
        year += 2000 if year < 50 else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None
