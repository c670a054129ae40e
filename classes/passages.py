"""One text against another as its document sets it: running text, lists of lines, numbered duties.

Pure: a redline becomes passages of lines that a template walks, inline or side by side.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, groupby
from operator import itemgetter
from typing import Literal

from classes.document import Part, Section
from classes.redline import Change, Paragraph, Redline, redline
from classes.sentences import LINE_BREAK

Status = Literal["same", "changed", "added", "removed"]
Layout = Literal["text", "lines", "duties"]

LONGEST_STRETCH = 6  # More unchanged lines of a list in a row than this are folded.


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph, or one line of a list, as it was and as it is."""

    layout: Layout
    paragraph: Paragraph

    @property
    def status(self) -> str:
        return self.paragraph.status

    @property
    def changes(self) -> tuple[Change, ...]:
        return self.paragraph.changes

    @property
    def old(self) -> list[Change]:
        """Its sentences in the old text, in the order of that text."""
        return sorted(
            (change for change in self.changes if change.old_at is not None), key=lambda change: change.old_at or 0
        )

    @property
    def new(self) -> list[Change]:
        return [change for change in self.changes if change.new_at is not None]


@dataclass(frozen=True, slots=True)
class Passage:
    """Neighbouring lines of one layout. A long stretch of a list in which nothing changed is folded."""

    lines: tuple[Line, ...]
    is_folded: bool = False
    layout: Layout = "text"


@dataclass(frozen=True)
class TextChange:
    """One text against another; None where a side has none. `status` is of the whole.

    The layouts say of each line of either text that is not blank how its document sets it: without them all is text.
    """

    old: str | None
    new: str | None
    old_layouts: tuple[Layout, ...] = ()
    new_layouts: tuple[Layout, ...] = ()

    @cached_property
    def redline(self) -> Redline:
        return redline(self.old or "", self.new or "")

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The paragraphs of the redline, set as in the new document, or in the old one where they are gone."""
        old_lines, new_lines = lines_of(self.redline.old_gaps), lines_of(self.redline.new_gaps)
        found = []
        for paragraph in self.redline.paragraphs:
            now = next((change.new_at for change in paragraph.changes if change.new_at is not None), None)
            was = next((change.old_at for change in paragraph.changes if change.old_at is not None), None)
            if now is not None:
                layout = layout_at(self.new_layouts, new_lines[now])
            else:
                layout = layout_at(self.old_layouts, old_lines[was or 0])
            found.append(Line(layout, paragraph))
        return tuple(found)

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """The lines in reading order, neighbours of one layout together."""
        return tuple(
            Passage(tuple(line for _, line in group), folds, layout)
            for (folds, layout), group in groupby(self._folding(), lambda each: (each[0], each[1].layout))
        )

    @cached_property
    def stretches(self) -> tuple[Passage, ...]:
        """The lines in reading order, whatever their layout: a stretch is what stands between two folds, or a fold."""
        return tuple(
            Passage(tuple(line for _, line in group), folds) for folds, group in groupby(self._folding(), itemgetter(0))
        )

    def _folding(self) -> Iterator[tuple[bool, Line]]:
        """Yield each line and whether it is one of many in a row, all of a list, in which nothing changed."""
        for (layout, same), group in groupby(self.lines, lambda line: (line.layout, line.status == "same")):
            lines = list(group)
            folds = layout == "lines" and same and len(lines) > LONGEST_STRETCH
            yield from ((folds, line) for line in lines)

    @property
    def status(self) -> Status:
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        if self.old == self.new:  # most texts of a class stay as they are: nothing to align
            return "same"
        return "same" if self.redline.is_same else "changed"


def layouts(part: Part | None) -> tuple[Layout, ...]:
    """How the class page sets each line under a heading that is not blank, in printed order."""
    return tuple(layout for section in part.sections for layout in section_layouts(section)) if part else ()


def section_layouts(section: Section) -> Iterator[Layout]:
    single: Layout = "duties" if section.kind == "duties" and section.is_list else "text"
    for chunk in re.split(r"\n\s*\n", section.body.strip("\n")):
        lines = [line for line in LINE_BREAK.split(chunk) if line.strip()]
        yield from [single if len(lines) == 1 else "lines"] * len(lines)
    running = len(section.requirements) == 1 or section.kind == "training_and_experience"
    for requirement in section.requirements:
        yield from ["text" if running else "lines" for line in LINE_BREAK.split(requirement.text) if line.strip()]


def lines_of(gaps: Sequence[str]) -> list[int]:
    """The number of the line that each sentence of a redline stands in; lines without words do not count."""
    return list(accumulate(1 if at and LINE_BREAK.search(gap) else 0 for at, gap in enumerate(gaps[:-1])))


def layout_at(layouts: Sequence[Layout], line: int) -> Layout:
    return layouts[line] if line < len(layouts) else "text"
