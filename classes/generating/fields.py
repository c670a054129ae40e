"""Fields of work: what a job family deals with, and the occupations in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["professional", "technical", "clerical", "trades", "protective"]
Setting = Literal["office", "field", "public", "emergency"]


@dataclass(frozen=True, slots=True)
class Occupation:
    """One kind of work. `lead_name` is the work in a chief's title ("Budget" in "Budget Manager").

    `formerly` is what the occupation was once called; `work` is a phrase with its verbs in brackets. Both names are
    found once in the whole list, so titles made of them are too. `studies` are those of the field where empty; a
    `licence` is required of every position.
    """

    name: str
    lead_name: str
    formerly: str
    work: str
    kind: Kind = "professional"
    studies: tuple[str, ...] = ()
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A job family. Records, systems, matters and parties are plural; a rule can follow "in accordance with".

    Duties that begin with a plus sign are those of professional staff.
    """

    name: str
    letter: str
    setting: Setting
    description: str
    records: tuple[str, ...]
    systems: tuple[str, ...]
    matters: tuple[str, ...]
    parties: tuple[str, ...]
    rules: tuple[str, ...]
    studies: tuple[str, ...]
    licences: tuple[str, ...]
    duties: tuple[str, ...]
    occupations: tuple[Occupation, ...]
    units: tuple[str, ...]
