"""Since when the words of a text have stood, as far as the texts that are held can tell.

Pure: a line of texts, known by the digests of their parts and cells alone, becomes frozen dataclasses that a page or a
data twin only walks. Texts that were corrected are left out of the line: the correction stands in their place, for the
same days, so that mending a slip is no change of what applied.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Literal

from classes.document import digest

# A part as its digests know it: heading and digest of its first section, and of those without a heading that follow.
PartDigests = tuple[tuple[str, str], ...]
# A cell: library address of the competency, level, digest of the words.
Cell = tuple[str, str, str]
# From the first day without the class to the day of its return, exclusive; None: it has not returned.
Absence = tuple[date, date | None]
Kind = Literal["changed", "established", "held", "undated", "unheld"]

NOTHING = digest("")


@dataclass(frozen=True)
class HeldText:
    """A published text that was never corrected; `mends` are the wrong ones whose place it took, the last one first."""

    revision: int
    starts: date | None
    ends: date | None = None
    parts: tuple[PartDigests, ...] = ()
    cells: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    mends: tuple[HeldText, ...] = ()

    @cached_property
    def said(self) -> frozenset[Hashable]:
        """All that it says, a thing each: its parts, and its cells that say anything."""
        return frozenset((*self.parts, *self.cell_things))

    @property
    def cell_things(self) -> Iterator[Cell]:
        for entry, levels in self.cells.items():
            yield from ((entry, level, words) for level, words in levels.items() if words != NOTHING)


@dataclass(frozen=True, slots=True)
class Standing:
    """Since when something has stood as it is: the day on which `revision`, the first text that has it, took effect.

    `kind` tells what is known of the time before:
    changed      it stood otherwise, or not at all, in revision `before`, which applied until then;
    established  there was none: the class was established with these words;
    held         no older text is held;
    unheld       older texts are held, but not the one that applied just before;
    undated      no older text is held, and the first one bears no date (`since` is None): it is older than its end,
                 `earlier_than`, where a later text is shown.
    `mended` is a wrong text in which it stood otherwise, and the one that corrected it: no change of what applied.
    """

    kind: Kind
    since: date | None
    revision: int
    before: int | None = None
    mended: tuple[int, int] | None = None
    earlier_than: date | None = None


@dataclass(frozen=True)
class Standings:
    """Since when each part of a text has stood, in its order, and each cell of its competencies.

    Cells are known by library address and level; the level of a definition is "". One that says nothing has none.
    Whatever has not changed as far back as texts are held has stood since the `root`.
    """

    root: Standing
    parts: tuple[Standing, ...]
    cells: Mapping[str, Mapping[str, Standing]]

    @cached_property
    def rest(self) -> Standing | None:
        """What most cells have in common, so that it can be said once; of two, the older. None without cells."""
        numbers = Counter(standing for levels in self.cells.values() for standing in levels.values())
        if not numbers:
            return None
        return max(numbers, key=lambda each: (numbers[each], -ordinal(each), each.mended is None))

    @cached_property
    def marked(self) -> dict[str, dict[str, Standing]]:
        """The cells that have stood since another day than the rest."""
        found = {
            entry: {level: standing for level, standing in levels.items() if standing != self.rest}
            for entry, levels in self.cells.items()
        }
        return {entry: levels for entry, levels in found.items() if levels}


def standings(
    texts: Sequence[HeldText],
    noted: Collection[date] = (),
    absences: Collection[Absence] = (),
    established: date | None = None,
) -> Standings:
    """Say since when each part and cell of the last of `texts` has stood.

    `texts` are one class's, in the order in which they apply, an undated one first. `noted` are the days of changes
    whose text is not held; `established` the day on which the class was established, if the first text came with that.
    """
    chain = unbroken(texts, noted, absences)
    root = root_of(chain, len(chain) == len(texts), established)
    cells: dict[str, dict[str, Standing]] = defaultdict(dict)
    for cell in chain[-1].cell_things:
        entry, level, _ = cell
        cells[entry][level] = standing(chain, root, cell)
    return Standings(root, tuple(standing(chain, root, part) for part in chain[-1].parts), dict(cells))


def unbroken(texts: Sequence[HeldText], noted: Collection[date], absences: Collection[Absence]) -> tuple[HeldText, ...]:
    """Return the last of `texts` that follow upon one another without one between them that is not held."""
    first = len(texts) - 1
    while first and not is_parted(texts[first - 1], texts[first], noted, absences):
        first -= 1
    return tuple(texts[first:])


def is_parted(older: HeldText, newer: HeldText, noted: Collection[date], absences: Collection[Absence]) -> bool:
    """Whether another text applied between these two, or may have: days without one, or a change without its text.

    Days on which the class did not exist part nothing. An undated text may stand on either side of any change.
    """
    if newer.starts is None:
        return True
    if any((older.starts is None or older.starts < day) and day < newer.starts for day in noted):
        return True
    if older.ends is None or older.ends >= newer.starts:
        return False
    return not any(gone <= older.ends and back and newer.starts <= back for gone, back in absences)


def root_of(chain: Sequence[HeldText], has_oldest: bool, established: date | None) -> Standing:
    """Return the standing of what was there in the first text of a line already."""
    first = chain[0]
    if not has_oldest:
        return Standing("unheld", first.starts, first.revision)
    if established:
        return Standing("established", min(established, first.starts or established), first.revision)
    if first.starts:
        return Standing("held", first.starts, first.revision)
    return Standing("undated", None, first.revision, earlier_than=first.ends if len(chain) > 1 else None)


def standing(chain: Sequence[HeldText], root: Standing, thing: Hashable) -> Standing:
    """Return since when a thing has stood that the last text of a line says."""
    first = len(chain) - 1
    while first and thing in chain[first - 1].said:
        first -= 1
    mended = last_mended(chain[first:], thing)
    if first == 0:
        return replace(root, mended=mended)
    return Standing("changed", chain[first].starts, chain[first].revision, chain[first - 1].revision, mended)


def last_mended(texts: Sequence[HeldText], thing: Hashable) -> tuple[int, int] | None:
    """Return the last wrong text that did not say a thing, of those that `texts` mend, and the one that mended it."""
    for text in reversed(texts):
        for right, wrong in pairwise((text, *text.mends)):
            if thing in right.said and thing not in wrong.said:
                return wrong.revision, right.revision
    return None


def ordinal(standing: Standing) -> int:
    return standing.since.toordinal() if standing.since else 0
