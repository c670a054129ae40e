"""Facets: what classes are sorted into, and how many fall under each value. Several values of one facet are "or".

A facet gives each class a value, by its place in `values`, or none (-1); a `ManyFacet` gives it several. Places are
counted with arrays. Facets together are "and": the counts of one facet are of the classes that all others let
through, so that each says what one would get by choosing it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from classes.facts import Education, PhysicalDemand
from classes.finding.columns import Groups, Value
from classes.finding.days import ANNOUNCED, GONE, IN_FORCE, NO_TEXT, UNDATED, CatalogDay
from classes.finding.entries import KINDS
from classes.finding.strings import Strings
from classes.models import Requirement


@dataclass(frozen=True)
class Facet:
    """A facet on one day: its values, and the place of each class's value among them."""

    name: str
    label: str
    values: list[Value]
    places: np.ndarray

    @cached_property
    def by_key(self) -> dict[str, int]:
        return {value.key: place for place, value in enumerate(self.values)}

    def chosen(self, keys: Iterable[str]) -> np.ndarray:
        """The places of these values."""
        return np.array(sorted({self.by_key[key] for key in keys}), dtype=np.int32)

    def having(self, chosen: np.ndarray) -> np.ndarray:
        """Whether a class has one of the chosen values."""
        table = np.zeros(len(self.values) + 1, dtype=bool)
        table[chosen] = True
        return table[self.places]

    def counts(self, among: np.ndarray) -> np.ndarray:
        """How many classes have each value; `among`: their rows."""
        return np.bincount(self.places[among] + 1, minlength=len(self.values) + 1)[1:]


@dataclass(frozen=True)
class ManyFacet(Facet):
    """A facet of which a class has any number of values: pairs of class and place, in the order of classes."""

    of: np.ndarray
    size: int  # how many classes there are

    @cached_property
    def starts(self) -> np.ndarray:
        """Where the pairs of each class begin, and at last where they end."""
        return np.searchsorted(self.of, np.arange(self.size + 1))

    def having(self, chosen: np.ndarray) -> np.ndarray:
        table = np.zeros(len(self.values) + 1, dtype=bool)
        table[chosen] = True
        found = np.zeros(self.size, dtype=bool)
        found[self.of[table[self.places]]] = True
        return found

    def counts(self, among: np.ndarray) -> np.ndarray:
        if len(among) * 4 > self.size:
            wanted = np.zeros(self.size, dtype=bool)
            wanted[among] = True
            places = self.places[wanted[self.of]]
        else:
            starts, lengths = self.starts[among], self.starts[among + 1] - self.starts[among]
            ends = np.cumsum(lengths)
            each = np.repeat(starts - ends + lengths, lengths) + np.arange(int(ends[-1]) if len(ends) else 0)
            places = self.places[each]
        return np.bincount(places, minlength=len(self.values))


STATUSES = {
    IN_FORCE: Value("in-force", "In force"),
    UNDATED: Value("undated", "Undated, may have applied"),
    ANNOUNCED: Value("announced", "Takes effect later"),
    NO_TEXT: Value("no-text", "No text held"),
    GONE: Value("abolished", "Abolished"),
}
EXPERIENCE = (
    (0, Value("none", "None required")),
    (1, Value("under-2", "Less than 2 years")),
    (24, Value("2-3", "2 to 3 years")),
    (48, Value("4-5", "4 to 5 years")),
    (72, Value("6-9", "6 to 9 years")),
    (120, Value("10-up", "10 years or more")),
)
HAS_LEVELS = [Value("yes", "Described by levels"), Value("no", "Not by levels")]


def group_facet(name: str, label: str, groups: Groups, places: np.ndarray) -> Facet:
    return Facet(name, label, groups.members, places)


def printed_facet(name: str, label: str, strings: Strings, places: np.ndarray) -> Facet:
    """A facet of what is printed, in rising order; what is not stated has no place."""
    order = [place for place in strings.order.tolist() if strings[place]]
    table = np.full(len(strings), -1, dtype=np.int32)
    table[order] = np.arange(len(order), dtype=np.int32)
    return Facet(name, label, [Value(strings[place], strings[place]) for place in order], table[places])


def coded_facet(name: str, label: str, codes: dict[int, Value], column: np.ndarray) -> Facet:
    """A facet of numbers that stand for values."""
    table = np.full(int(max(max(codes), column.max(initial=0))) + 1, -1, dtype=np.int32)
    table[list(codes)] = np.arange(len(codes), dtype=np.int32)
    return Facet(name, label, list(codes.values()), table[column])


def status(day: CatalogDay) -> Facet:
    return coded_facet("status", "Status", STATUSES, day.status)


def organization(day: CatalogDay) -> Facet:
    columns = day.columns
    return group_facet("organization", "Organization", columns.organizations, columns.classes["organization"])


def family(day: CatalogDay) -> Facet:
    return group_facet("family", "Job family", day.columns.families, day.columns.classes["family"])


def series(day: CatalogDay) -> Facet:
    return group_facet("series", "Series", day.columns.series, day.columns.classes["series"])


def grade(day: CatalogDay) -> Facet:
    return printed_facet("grade", "Pay grade", day.columns.grades, day.grade)


def flsa(day: CatalogDay) -> Facet:
    return printed_facet("flsa", "FLSA code", day.columns.flsa, day.of_text("flsa", 0))


def education(day: CatalogDay) -> Facet:
    levels = {level.value: Value(level.name.lower().replace("_", "-"), str(level.label)) for level in Education}
    return coded_facet("education", "Minimum education", levels, day.of_text("education", 0))


def experience(day: CatalogDay) -> Facet:
    months = day.of_text("months", -1)
    places = np.searchsorted([least for least, _ in EXPERIENCE], months, side="right") - 1
    values = [value for _, value in EXPERIENCE]
    return Facet("experience", "Years of experience", values, np.where(months < 0, -1, places).astype(np.int32))


def demand(day: CatalogDay) -> Facet:
    levels = {level.value: Value(str(level.value), str(level.label)) for level in PhysicalDemand}
    return coded_facet("demand", "Physical demand", levels, day.of_text("demand", 0))


def levels(day: CatalogDay) -> Facet:
    count = day.of_text("levels", -1)
    places = np.where(count > 1, 0, np.where(count >= 0, 1, -1)).astype(np.int32)
    return Facet("levels", "Levels", HAS_LEVELS, places)


def requires(day: CatalogDay) -> ManyFacet:
    bits = day.of_text("kinds", 0)
    rows, places = np.nonzero(bits[:, None] >> np.arange(len(KINDS), dtype=bits.dtype) & 1)
    values = [Value(kind.replace("_", "-"), str(Requirement.Kind(kind).label)) for kind in KINDS]
    of = rows.astype(np.int32)
    return ManyFacet("requires", "Requirements", values, places.astype(np.int8), of=of, size=len(bits))


def competency(day: CatalogDay) -> ManyFacet:
    columns, texts = day.columns, day.columns.texts
    applying = np.zeros(len(texts["of"]), dtype=bool)
    applying[day.text[day.text >= 0]] = True
    of, asks = texts["of"][applying], texts["asks"][applying]
    order = np.argsort(np.repeat(of, asks), kind="stable")
    places = columns.asked[np.repeat(applying, texts["asks"])][order]
    values = columns.competencies.members
    return ManyFacet("competency", "Competency", values, places, of=np.repeat(of, asks)[order], size=len(day.text))


FACETS: dict[str, Callable[[CatalogDay], Facet]] = {
    "organization": organization,
    "family": family,
    "series": series,
    "grade": grade,
    "flsa": flsa,
    "education": education,
    "experience": experience,
    "requires": requires,
    "competency": competency,
    "levels": levels,
    "demand": demand,
    "status": status,
}


def facets(day: CatalogDay) -> dict[str, Facet]:
    """All facets of a day by name. They take a few milliseconds at 100,000 classes: `CatalogDay` keeps them."""
    return {name: make(day) for name, make in FACETS.items()}
