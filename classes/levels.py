"""What separates the levels of a class's competencies: each shown level held against the one below it.

Pure: from the competencies of a `Document` to dataclasses that a template, a data twin or a worksheet only walks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from typing import Literal

from classes.document import Competency, Level, Section
from classes.redline import Change, redline
from classes.sentences import sentences
from classes.words import Run, folded, number_of_words, tidy

Status = Literal["common", "same", "edited", "new"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a level.

    `common` stands at every shown level, `same` as it is at the level below, `edited` differs from a sentence there in
    the words that its runs mark, `new` has no like there. `moved`: it stands in another place than below.
    """

    text: str
    status: Status
    runs: tuple[Run, ...] = ()
    moved: bool = False


@dataclass(frozen=True, slots=True)
class Counts:
    """Sentences of a cell or of a whole level by what became of them; kept are those that are common or the same."""

    new: int = 0
    edited: int = 0
    kept: int = 0
    dropped: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.new + other.new, self.edited + other.edited, self.kept + other.kept, self.dropped + other.dropped
        )

    def __str__(self) -> str:
        return f"{self.new} new, {self.edited} edited, {self.kept} kept"


@dataclass(frozen=True, slots=True)
class Bar:
    """A stretch of a cell's picture: `x` and `width` in words, on the scale of `LevelsComparison.scale`."""

    status: Literal["kept", "edited", "new"]
    x: int
    width: int


@dataclass(frozen=True)
class Cell:
    """One competency at one level; `below` is the level that it is held against, None at the lowest.

    `dropped` are the sentences of the level below of which nothing stands here. A cell without sentences is a
    competency that is not defined at this level.
    """

    level: Level
    below: Level | None
    sentences: tuple[Sentence, ...]
    dropped: tuple[str, ...] = ()

    @property
    def is_defined(self) -> bool:
        return bool(self.sentences)

    @cached_property
    def own(self) -> tuple[Sentence, ...]:
        """The sentences that are not common to all shown levels."""
        return tuple(sentence for sentence in self.sentences if sentence.status != "common")

    @cached_property
    def additions(self) -> tuple[Sentence, ...]:
        """What this level asks for beyond the one below: its new and its edited sentences."""
        return tuple(sentence for sentence in self.sentences if sentence.status in ("new", "edited"))

    @cached_property
    def groups(self) -> tuple[tuple[Status, tuple[Sentence, ...]], ...]:
        """Its own sentences in reading order, neighbours of one status together, so that a label stands once."""
        return tuple((status, tuple(group)) for status, group in groupby(self.own, lambda each: each.status))

    @cached_property
    def counts(self) -> Counts:
        found = Counter(sentence.status for sentence in self.sentences)
        return Counts(found["new"], found["edited"], found["common"] + found["same"], len(self.dropped))

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """Its words as a bar: what is kept, what is edited, what is new; at the lowest level all is new."""
        words = Counter[str]()
        for sentence in self.sentences:
            kept = sentence.status in ("common", "same")
            kind = "new" if self.below is None else "kept" if kept else sentence.status
            words[kind] += number_of_words(sentence.text)
        kinds: tuple[Literal["kept", "edited", "new"], ...] = ("kept", "edited", "new")
        starts = accumulate((words[kind] for kind in kinds), initial=0)
        return tuple(Bar(kind, x, words[kind]) for kind, x in zip(kinds, starts, strict=False) if words[kind])


@dataclass(frozen=True)
class Row:
    """One competency across the shown levels; `common` are the sentences that stand at all of them."""

    competency: Competency
    cells: tuple[Cell, ...]
    common: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether any step of it adds, edits or drops a sentence, or it is not defined at a level."""
        return any(
            not cell.is_defined or (cell.below is not None and (cell.additions or cell.dropped)) for cell in self.cells
        )


@dataclass(frozen=True)
class Step:
    """From one shown level to the next: what a person has to show in addition, competency by competency."""

    lower: Level
    upper: Level
    rows: tuple[tuple[Competency, Cell], ...]
    counts: Counts


@dataclass(frozen=True)
class LevelsComparison:
    """The shown levels, lowest first, and every competency of the section across them."""

    levels: tuple[Level, ...]
    rows: tuple[Row, ...]

    @cached_property
    def totals(self) -> tuple[tuple[Level, Counts | None], ...]:
        """Each shown level with its counts against the one below; None for the lowest, which has nothing below."""
        return tuple(
            (level, sum((row.cells[column].counts for row in self.rows), Counts()) if column else None)
            for column, level in enumerate(self.levels)
        )

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        return tuple(
            Step(
                lower=self.levels[column - 1],
                upper=self.levels[column],
                rows=tuple((row.competency, row.cells[column]) for row in self.rows),
                counts=sum((row.cells[column].counts for row in self.rows), Counts()),
            )
            for column in range(1, len(self.levels))
        )

    @cached_property
    def scale(self) -> int:
        """The number of words of the longest cell: the full width of a bar."""
        return max((bar.x + bar.width for row in self.rows for cell in row.cells for bar in cell.bars), default=1)


def compare_levels(section: Section, shown: Sequence[str] = ()) -> LevelsComparison:
    """Compare the levels of a competencies section; `shown` are slugs of some of them, in any order, or none for all.

    Unknown slugs are passed over; the caller says so. Costs a redline for each competency and step.
    """
    levels = tuple(level for level in section.levels if not shown or level.slug in shown)
    return LevelsComparison(levels, tuple(compare_row(competency, levels) for competency in section.competencies))


def compare_row(competency: Competency, levels: tuple[Level, ...]) -> Row:
    texts = {descriptor.level: descriptor.text for descriptor in competency.descriptors}
    split = [[folded(each) for each in sentences(texts.get(level.slug, ""))] for level in levels]
    everywhere = set(split[0]).intersection(*split[1:]) if len(split) > 1 else set[str]()
    cells = []
    for column, level in enumerate(levels):
        # A level at which the competency is not defined is passed over: the step is from the nearest one that is.
        below = next((lower for lower in reversed(range(column)) if split[lower]), None)
        if below is None:
            found = tuple(Sentence(text, "common" if text in everywhere else "new") for text in split[column])
            cells.append(Cell(level, None, found))
        else:
            lower, upper = texts[levels[below].slug], texts.get(level.slug, "")
            cells.append(compare_cell(level, levels[below], lower, upper, everywhere))
    return Row(competency, tuple(cells), tuple(text for text in dict.fromkeys(split[0]) if text in everywhere))


def compare_cell(level: Level, below: Level, lower: str, upper: str, everywhere: set[str]) -> Cell:
    if not upper:
        return Cell(level, below, ())
    changes = redline(lower, upper).changes
    found = tuple(sentence_of(change, everywhere) for change in changes if change.new is not None)
    # A sentence that stood twice below and stands once here is not lost.
    standing = {sentence.text for sentence in found}
    # What was edited into a sentence that stands at every level is not shown as an edit, so it is said to be gone.
    shown = {sentence.text for sentence in found if sentence.status == "edited"}
    gone = (
        folded(change.old)
        for change in changes
        if change.old is not None and (change.new is None or (change.is_edited and folded(change.new) not in shown))
    )
    return Cell(level, below, found, tuple(dict.fromkeys(text for text in gone if text not in standing)))


def sentence_of(change: Change, everywhere: set[str]) -> Sentence:
    text = folded(change.new or "")
    moved = change.status == "moved"
    if text in everywhere:
        return Sentence(text, "common", moved=moved)
    if change.is_edited:
        return Sentence(text, "edited", tidy(change.runs), moved)
    return Sentence(text, "new" if change.old is None else "same", moved=moved)
