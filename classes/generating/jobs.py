"""The plain facts of a generated class, from which its texts are composed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from classes.generating.fields import Field, Occupation
from classes.generating.phrases import Stage


@dataclass(frozen=True, slots=True)
class Employer:
    """A generated organization. `grade` prints a pay grade; `dated` says whether its first texts bear a date."""

    slug: str
    name: str
    office: str
    initials: tuple[str, ...]
    exempt: tuple[str, str]
    grade: Callable[[int], str]
    dated: bool = True


@dataclass(frozen=True, slots=True)
class Job:
    """A class of a line of work. `titles` and `stages` are those of its whole series; `rank` counts from 1.

    `by_level`: its texts describe competencies at each level.
    """

    employer: Employer
    field: Field
    occupation: Occupation
    unit: str
    stages: tuple[Stage, ...]
    rank: int
    titles: tuple[str, ...]
    former_titles: tuple[str, ...]
    code: str
    former_code: str
    by_level: bool

    @property
    def stage(self) -> Stage:
        return self.stages[self.rank - 1]

    @property
    def title(self) -> str:
        return self.titles[self.rank - 1]

    @property
    def former_title(self) -> str:
        return self.former_titles[self.rank - 1]


@dataclass(frozen=True, slots=True)
class Notice:
    """A change notice, and the change (a name in `changes.NOTICED`) that it makes to the classes that it touches."""

    number: str
    change: str
    field: str
    title: str
    summary: str
    posted_on: date
    adopted_on: date
    effective_on: date
