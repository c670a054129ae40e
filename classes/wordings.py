"""The wordings of one competency: which classes ask for it in the same words, and how other words differ."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, TypeVar

from classes.comparison import saying, words
from classes.document import Competency
from classes.redline import Redline, redline

Use = TypeVar("Use")


@dataclass(frozen=True)
class Wording(Generic[Use]):
    """One wording and all that use it. `first` is the commonest wording, None for that one itself."""

    competency: Competency
    uses: tuple[Use, ...]
    first: Competency | None = None

    @cached_property
    def redline(self) -> Redline:
        """What differs from the commonest wording."""
        return redline(saying(self.first) if self.first else "", saying(self.competency))


def wordings(uses: Iterable[tuple[Use, Competency]]) -> tuple[Wording[Use], ...]:
    """Group the uses of a competency by definition and levels, white space aside: the commonest wording first.

    Of two that are equally common the one that was met first is first. Costs no redline until one is asked for.
    """
    groups: dict[str, list[tuple[Use, Competency]]] = {}
    for use, competency in uses:
        groups.setdefault(words(saying(competency)), []).append((use, competency))
    by_number = sorted(groups.values(), key=lambda group: -len(group))
    first = by_number[0][0][1] if by_number else None
    return tuple(
        Wording(group[0][1], tuple(use for use, _ in group), first if at else None)
        for at, group in enumerate(by_number)
    )
