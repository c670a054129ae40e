"""What changed across the catalog, a line for each act: what a notice did to many classes on one day is one line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain

from classes.models import HistoryEntry, JobClass
from classes.querysets import HistoryEntryQuerySet

CLASSES_NAMED = 3


@dataclass(frozen=True, slots=True)
class Act:
    """What a notice did on one day: to how many classes, of each kind to how many, and the first of them by title."""

    classes: int
    kinds: tuple[tuple[str, int], ...]
    first: tuple[JobClass, ...]

    @property
    def words(self) -> str:
        """What it did in words: "214 classes regraded", "214 classes: 200 regraded, 20 retitled"."""
        if len(self.kinds) == 1:
            return f"{classes_in_words(self.classes)} {self.kinds[0][0]}"
        return f"{classes_in_words(self.classes)}: " + ", ".join(f"{count} {kind}" for kind, count in self.kinds)

    @property
    def others(self) -> int:
        """How many classes it touched that are not named."""
        return self.classes - len(self.first)


@dataclass(frozen=True, slots=True)
class Change:
    """One line: an entry, or an act for which the entry stands. Of a single entry `before` is the text before its own.

    `before` is a revision number, None where no text was held.
    """

    entry: HistoryEntry
    act: Act | None = None

    @property
    def before(self) -> int | None:
        return self.entry.before  # type: ignore[attr-defined]

    @property
    def key(self) -> str:
        """Where the list goes on after this line, as `?before=` has it."""
        return f"{self.entry.effective_on.isoformat()}_{self.entry.pk}"


def changes(found: HistoryEntryQuerySet, *parts: Iterable[HistoryEntry]) -> list[list[Change]]:
    """Make lines of entries; each of `parts` is a stretch of `found.for_changes()`, or of another such list.

    Beside a query for each part two more, however many: how many classes each act touched, and the names of the
    first. None of them where no entry has a notice.
    """
    entries = [list(part) for part in parts]
    acts = acts_of(found, list(chain.from_iterable(entries)))
    return [[Change(entry, acts.get((entry.notice_id, entry.effective_on))) for entry in part] for part in entries]


def acts_of(found: HistoryEntryQuerySet, entries: Sequence[HistoryEntry]) -> dict[tuple[int | None, date], Act]:
    """Return the acts of two entries or more that `entries` stand for, by notice and day."""
    if not any(entry.notice_id for entry in entries):
        return {}
    counts = {
        (row["notice"], row["effective_on"]): row
        for row in found.of_acts(entries).counts_by_act()
        if row["entries"] > 1
    }
    first: dict[tuple[int | None, date], dict[int, JobClass]] = defaultdict(dict)
    for entry in found.of_acts(entries).first_classes_by_act(CLASSES_NAMED):
        first[entry.notice_id, entry.effective_on].setdefault(entry.job_class_id, entry.job_class)
    return {
        key: Act(row["classes"], tuple(kinds_counted(row)), tuple(first[key].values())) for key, row in counts.items()
    }


def kinds_counted(counts: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Yield each kind that occurs, as it reads within a sentence, most classes first."""
    kinds = ((kind.label.lower(), counts[kind.value]) for kind in HistoryEntry.Kind)
    yield from sorted((each for each in kinds if each[1]), key=lambda each: -each[1])


def classes_in_words(count: int) -> str:
    return f"{count:,} classes" if count != 1 else "1 class"
