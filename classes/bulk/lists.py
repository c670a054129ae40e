"""Lists that people paste: codes, and lines such as "old code → new code". Pure.

Nothing is dropped in silence: what cannot be read is named with its line and what to do.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from classes.spreadsheets import FORMULA_STARTS

_QUOTES = "\"'`´“”„‘’‚«»‹› \t"
_PARTS = re.compile(r"[\n,;\t]")
_ARROW = re.compile(r"\t+|\s*(?:→|⇒|->|=>)\s*")
_ADDRESS = re.compile(r"(?:\w+://[^/\s]*)?/?(?:classes/)?(?P<organization>[\w-]+)/(?P<name>[\w-]+)/?(?:[?#].*)?")


class Unreadable(Exception):
    """A pasted list cannot be read; the message says where and why."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line "left → right": of what class, and what it gets."""

    number: int
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Named:
    """A class as somebody wrote it: its code, or its address, "city/ci2787" or with all that a browser shows of it.

    `organization` is the organization's address, empty where only the class is named.
    """

    given: str
    name: str
    organization: str = ""


def items(text: str) -> list[str]:
    """The codes or addresses of a list, one a line or parted by commas, semicolons or tabs, in their order.

    Without the quotes around them. Whether a space parts two codes or belongs to one, the catalog tells: see `parted`.
    """
    return [item for part in _PARTS.split(text.replace("\r", "\n")) if (item := unquoted(part))]


def words(item: str) -> list[str]:
    """The codes of an item that spaces part: `"F1023" "F1029"` has two."""
    return [word for part in item.split() if (word := unquoted(part))]


def unquoted(text: str) -> str:
    return text.strip().strip(_QUOTES)


def named(given: str) -> Named:
    """Read a code or an address. A code with a stroke, "A/B", looks like an address too: `name` is then "B"."""
    found = _ADDRESS.fullmatch(given)
    return Named(given, found["name"], found["organization"]) if found else Named(given, given)


def lines(text: str, at_most: int) -> list[Line]:
    """Read lines "left → right"; "->", "=>" and a tab, as spreadsheets paste it, are arrows too. Raises Unreadable."""
    found: list[Line] = []
    for number, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        if not line.strip():
            continue
        parts = _ARROW.split(line.strip(), maxsplit=1)
        if len(parts) < 2:
            raise Unreadable(
                f"Line {number}, “{line.strip()[:80]}”, has no arrow. Write: what it is now → what it gets."
            )
        left, right = (part.strip() for part in parts)
        left = unquoted(left)
        if not left or not right:
            raise Unreadable(f"Line {number}, “{line.strip()[:80]}”, says nothing on one side of its arrow.")
        found.append(Line(number, left, right))
        if len(found) > at_most:
            raise Unreadable(f"These are more than {at_most} lines. Apply the notice to fewer classes at a time.")
    refuse_doubled(found)
    return found


def refuse_doubled(found: list[Line]) -> None:
    first: dict[str, Line] = {}
    for line in found:
        before = first.setdefault(line.left.casefold(), line)
        if before is not line:
            raise Unreadable(
                f"Lines {before.number} and {line.number} both begin with “{line.left}”. Leave one of them."
            )


def refuse_formula(text: str) -> str:
    """Refuse what a spreadsheet would run: a formula was copied where its value was meant. Raises Unreadable."""
    if text.startswith(FORMULA_STARTS):
        raise Unreadable(f"“{text[:80]}” begins like a formula of a spreadsheet. Paste its value.")
    return text


def successors(line: Line) -> Iterator[str]:
    yield from items(line.right)
