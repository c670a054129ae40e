"""The wordings of one competency: which classes ask for it in the same words, and how other words differ."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from classes.document import Competency
from classes.passages import TextChange
from classes.words import folded

Use = TypeVar("Use")

MOST_LISTED = 24


@dataclass(frozen=True)
class LevelWording:
    """What one wording says of a level, against what the first says; it may be defined in one of them only."""

    name: str
    rank: int
    text: TextChange


@dataclass(frozen=True)
class Wording(Generic[Use]):
    """One wording and all that use it. `first` is the first wording, which is held against itself.

    `is_librarys`: its definition is the library's, white space aside.
    """

    competency: Competency
    uses: tuple[Use, ...]
    first: Competency
    is_librarys: bool = False

    @property
    def is_first(self) -> bool:
        return self.competency is self.first

    @cached_property
    def definition(self) -> TextChange:
        return TextChange(self.first.definition or None, self.competency.definition or None)

    @cached_property
    def levels(self) -> tuple[LevelWording, ...]:
        """The levels of either wording, lowest first."""
        known = {each.level: each for each in (*self.first.descriptors, *self.competency.descriptors)}
        before = {each.level: each.text for each in self.first.descriptors}
        after = {each.level: each.text for each in self.competency.descriptors}
        return tuple(
            LevelWording(level.level_name, level.rank, TextChange(before.get(slug), after.get(slug)))
            for slug, level in sorted(known.items(), key=lambda item: item[1].rank)
        )

    @property
    def listed(self) -> tuple[Use, ...]:
        """The uses that a page lists at once; the rest is folded."""
        return self.uses[:MOST_LISTED]

    @property
    def folded(self) -> tuple[Use, ...]:
        return self.uses[MOST_LISTED:]

    @property
    def says_nothing(self) -> bool:
        """Whether the competency is only named here."""
        return not self.competency.definition and not self.competency.descriptors


def wordings(uses: Iterable[tuple[Use, Competency]], library: str = "") -> tuple[Wording[Use], ...]:
    """Group the uses of a competency by definition and levels, white space aside: the commonest wording first.

    Of two that are equally common the one that was met first is first; `library` is the definition of the library.
    Costs no redline until one is asked for.
    """
    groups: dict[Hashable, list[tuple[Use, Competency]]] = {}
    for use, competency in uses:
        groups.setdefault(wording_key(competency), []).append((use, competency))
    by_number = sorted(groups.values(), key=lambda group: -len(group))
    return tuple(
        Wording(
            competency=group[0][1],
            uses=tuple(use for use, _ in group),
            first=by_number[0][0][1],
            is_librarys=bool(library.strip()) and folded(group[0][1].definition) == folded(library),
        )
        for group in by_number
    )


def wording_key(competency: Competency) -> Hashable:
    """What two uses share that say the same: neither the printed name nor white space is part of it."""
    levels = frozenset((each.level, folded(each.text)) for each in competency.descriptors)
    return folded(competency.definition), levels
