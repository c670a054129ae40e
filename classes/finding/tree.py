"""The classes found as a tree: organization, family, series, class."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlencode

import numpy as np
from django.http import QueryDict

from classes.finding.lines import Line, lines
from classes.finding.panels import MOST_LISTED, unit, upto
from classes.finding.search import Answer

TREE_WHOLE = 500  # classes; of more, the tree shows one branch at a time
TREE_OPEN = 60  # classes; of more, families are folded
LEFT_SHOWN = 50  # classes of no family and no series that stand beside the branches


@dataclass(frozen=True)
class Branch:
    """An organization, family or series in the tree: its classes, or where they are too many the address of them."""

    name: str
    count: int
    address: str = ""
    branches: list[Branch] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    open: bool = True

    @property
    def counted(self) -> str:
        return f"{self.count:,}"

    @property
    def unit(self) -> str:
        return unit(self.count)


def tree(answer: Answer, query: QueryDict) -> list[Branch]:
    """Return the classes found as a tree. Of many, only the branches, each with its address: no query either way.

    Where the catalog has one organization alone, its name is not said.
    """
    rows, chosen = answer.rows, answer.question.chosen
    if len(rows) <= TREE_WHOLE or len(chosen.get("series", ())) == 1:
        shown = rows[:MOST_LISTED]
        return by_organization(answer, shown, lambda theirs: grown(answer, theirs, len(shown) <= TREE_OPEN))
    name = "series" if len(chosen.get("family", ())) == 1 else "family"
    return by_organization(answer, rows, lambda theirs: folded(answer, query, (name, "series"), theirs))


def by_organization(answer: Answer, rows: np.ndarray, grow: Callable[[np.ndarray], list[Branch]]) -> list[Branch]:
    organizations = answer.day.columns.organizations.members
    if len(organizations) == 1:
        return grow(rows)
    places = answer.day.columns.classes["organization"][rows]
    found = []
    for place in in_turn(places):
        theirs = rows[places == place]
        found.append(Branch(organizations[place].label, len(theirs), branches=grow(theirs)))
    return found


def folded(answer: Answer, query: QueryDict, names: tuple[str, ...], rows: np.ndarray) -> list[Branch]:
    """Return the families of these classes with their counts and addresses, then the series of those that have no
    family; what has neither comes last, by itself where it is not too much."""
    found = []
    for name in dict.fromkeys(names):
        facet, address = answer.day.facets[name], upto(query, name)
        places = facet.places[rows]
        counts = np.bincount(places[places >= 0], minlength=len(facet.values))
        for place in np.flatnonzero(counts).tolist():
            value = facet.values[place]
            found.append(Branch(value.label, int(counts[place]), address + urlencode({name: value.key}, safe="/")))
        rows = rows[places < 0]
    if len(rows):
        shown = list(lines(answer.day, rows)) if len(rows) <= LEFT_SHOWN else []
        name = answer.day.facets[names[0]].label.lower()
        found.append(Branch(f"No {name}", len(rows), lines=shown))
    return found


def grown(answer: Answer, rows: np.ndarray, opened: bool) -> list[Branch]:
    """Return these classes under their families and series, those of a series in the order of its ladder."""
    columns = answer.day.columns
    families, series = columns.classes["family"][rows], columns.classes["series"][rows]
    found = []
    for family in in_turn(families):
        of_family = families == family
        branches, left = [], []
        for group in in_turn(series[of_family]):
            theirs = rows[of_family & (series == group)]
            if group < 0:
                left = list(lines(answer.day, theirs))
                continue
            theirs = theirs[np.argsort(columns.classes["rung"][theirs], kind="stable")]
            branches.append(
                Branch(columns.series.members[group].label, len(theirs), lines=list(lines(answer.day, theirs)))
            )
        name = columns.families.members[family].label if family >= 0 else "No job family"
        found.append(Branch(name, int(np.count_nonzero(of_family)), "", branches, left, opened))
    return found


def in_turn(places: np.ndarray) -> list[int]:
    """The groups that occur, in their order; those without a group last."""
    found = np.unique(places).tolist()
    return [place for place in found if place >= 0] + [place for place in found if place < 0]
