"""What the browse page shows beside its lines: facets with counts, filters to take off, letters, orders."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from string import ascii_lowercase
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict

from classes.finding.facets import FACETS, Facet
from classes.finding.search import SORTS, Answer

MOST_VALUES = 8
MOST_LISTED = 1_000
IN_ORDER = {
    "grade",
    "education",
    "experience",
    "demand",
    "levels",
    "status",
    "flsa",
}  # the rest: the most classes first
OPEN = {"organization", "family", "grade"}
ALL_OF = {
    "organization": "organizations",
    "family": "job families",
    "series": "series",
    "grade": "pay grades",
    "flsa": "FLSA codes",
    "competency": "competencies",
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value of a facet; `count` is how many classes it has, or beside values that are chosen how many it `adds`."""

    key: str
    label: str
    within: str
    count: int
    chosen: bool
    adds: bool = False

    @property
    def counted(self) -> str:
        return f"+{self.count:,}" if self.adds else f"{self.count:,}"

    @property
    def unit(self) -> str:
        return f"more {unit(self.count)}" if self.adds else unit(self.count)


@dataclass(frozen=True, slots=True)
class Panel:
    """A facet with the values that lead anywhere; `more` is how many there are that it does not show."""

    name: str
    label: str
    options: list[Option]
    chosen: int
    more: int
    all_of: str  # "All 57 job families"
    open: bool
    whole: bool
    address: str  # with all values, or where they are shown, with the first ones only


@dataclass(frozen=True, slots=True)
class Tag:
    """A filter that is set, and the address without it."""

    label: str
    value: str
    without: str


@dataclass(frozen=True, slots=True)
class Letter:
    letter: str
    label: str
    count: int
    address: str
    chosen: bool

    @property
    def counted(self) -> str:
        return f"{self.count:,} {unit(self.count)}"


@dataclass(frozen=True, slots=True)
class Order:
    label: str
    address: str
    chosen: bool


def unit(count: int) -> str:
    return "class" if count == 1 else "classes"


# --- Addresses -----------------------------------------------------------------------------------


def without(query: QueryDict, *names: str) -> str:
    """Return the query string without these parameters, from the first page on."""
    left = [(name, each) for name, values in query.lists() if name not in (*names, "page") for each in values]
    return f"?{urlencode(left, safe='/')}"


def without_value(query: QueryDict, name: str, value: str) -> str:
    """Return the query string without one value of a parameter, from the first page on."""
    kept = [(name, each) for each in query.getlist(name) if each != value]
    return (upto(query, name) if kept else without(query, name)) + urlencode(kept, safe="/")


def without_filters(query: QueryDict) -> str:
    """Return the query string without facets and letter: words, day, order and view stay."""
    return without(query, *FACETS, "letter", "values")


def with_value(query: QueryDict, name: str, value: str) -> str:
    return upto(query, name) + urlencode({name: value}, safe="/")


def upto(query: QueryDict, name: str) -> str:
    """Return the query string up to where a value of this parameter is to be written, in place of those it has."""
    rest = without(query, name)
    return rest if rest == "?" else rest + "&"


# --- Facets --------------------------------------------------------------------------------------


def panels(answer: Answer, query: QueryDict, whole: str = "") -> list[Panel]:
    """Return each facet that has any value among the classes found; `whole` names the one to show with all values."""
    several = len(answer.day.columns.organizations.members) > 1
    made = (panel(answer, facet, query, several, facet.name == whole) for facet in answer.day.facets.values())
    return [each for each in made if each.options]


def panel(answer: Answer, facet: Facet, query: QueryDict, several: bool, whole: bool) -> Panel:
    """Return a facet with the values that have the most classes, or all of them in their order, and those chosen."""
    counts = answer.counts[facet.name]
    chosen = {facet.by_key[key] for key in answer.question.chosen.get(facet.name, ())}
    having = np.flatnonzero(counts)
    in_order = facet.name in IN_ORDER
    most = MOST_LISTED if whole else 12 if in_order and len(having) <= 12 else MOST_VALUES
    first = having[:most] if whole else having[largest(counts[having], most)]
    if in_order:
        first = np.sort(first)
    shown = first.tolist()
    shown += sorted(chosen.difference(shown))
    if in_order:
        shown.sort()
    told = counts
    if chosen:
        told = answer.added[facet.name].copy()
        told[list(chosen)] = counts[list(chosen)]
    options = [
        Option(value.key, value.label, value.within if several else "", count, place in chosen, adds_to(chosen, place))
        for place, value, count in zip(
            shown, (facet.values[place] for place in shown), told[shown].tolist(), strict=True
        )
    ]
    more = max(0, len(having) - len(first))
    address = ""
    if more or whole:
        address = (without(query, "values") if whole else with_value(query, "values", facet.name)) + (
            f"#facet-{facet.name}"
        )
    return Panel(
        name=facet.name,
        label=facet.label,
        options=options,
        chosen=len(chosen),
        more=more,
        all_of=f"All {len(having):,} {ALL_OF.get(facet.name, 'values')}",
        open=whole or bool(chosen) or facet.name in OPEN,
        whole=whole,
        address=address,
    )


def adds_to(chosen: set[int], place: int) -> bool:
    return bool(chosen) and place not in chosen


def largest(counts: np.ndarray, most: int) -> np.ndarray:
    """Return where the largest numbers stand, the largest first, of equal ones the first."""
    score = counts.astype(np.int64) * len(counts) - np.arange(len(counts))  # no two are equal
    if most < len(score):
        places = np.argpartition(-score, most)[:most]
        return places[np.argsort(-score[places])]
    return np.argsort(-score)


def tags(answer: Answer, query: QueryDict) -> Iterator[Tag]:
    """Yield every filter that is set, words first, each with the address without it."""
    if answer.question.has_words:
        yield Tag("Words", answer.question.words, without(query, "q"))
    for name, facet in answer.day.facets.items():
        for key in dict.fromkeys(answer.question.chosen.get(name, ())):
            value = facet.values[facet.by_key[key]]
            yield Tag(facet.label, value.label, without_value(query, name, key))
    if answer.question.letter is not None:
        yield Tag("Titles beginning with", initial_letter(answer.question.letter), without(query, "letter"))


def initial_letter(place: int) -> str:
    """Say the first letter of a title by its place in the alphabet; 26 stands for all else."""
    return ascii_lowercase[place].upper() if place < len(ascii_lowercase) else "no letter"


def letters(answer: Answer, query: QueryDict) -> list[Letter]:
    """Return the alphabet with the number of titles that begin with each letter; the last stands for all else."""
    chosen, address = answer.question.letter, upto(query, "letter") + "letter="
    return [
        Letter(
            letter, letter.upper() if letter != "0" else "Other", count, address + letter if count else "", at == chosen
        )
        for at, (letter, count) in enumerate(zip([*ascii_lowercase, "0"], answer.letters.tolist(), strict=True))
        if letter != "0" or count
    ]


def orders(answer: Answer, query: QueryDict) -> list[Order]:
    """Return the orders that the list can have; by best match only where words are looked for."""
    chosen, address = answer.question.order, upto(query, "sort") + "sort="
    return [
        Order(label, address + key, key == chosen)
        for key, label in SORTS.items()
        if key != "relevance" or answer.question.query.terms
    ]
