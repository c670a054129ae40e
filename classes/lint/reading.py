"""A document as the lint reads it: its passages in printed order, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Literal

from classes.document import Document, Section
from classes.lint.finding import Place, quoted
from classes.sentences import LINE_BREAK, sentences

Role = Literal["line", "requirement", "definition", "descriptor"]


@dataclass(frozen=True)
class Passage:
    """A stretch of text that stands for itself: a line of a body, a requirement, a definition, a cell of a table."""

    text: str
    place: Place
    role: Role

    @cached_property
    def sentences(self) -> tuple[str, ...]:
        return sentences(self.text)


@dataclass(frozen=True)
class ReadSection:
    """A section with the place of the part that it stands in, and its passages."""

    section: Section
    place: Place

    @property
    def kind(self) -> str:
        return self.section.kind

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(self._passages())

    def _passages(self) -> Iterator[Passage]:
        yield from (Passage(line, self.place, "line") for line in lines(self.section.body))
        for requirement in self.section.requirements:
            yield from (Passage(line, self.place, "requirement") for line in lines(requirement.text))
        for competency in self.section.competencies:
            place = replace(self.place, competency=competency.entry, competency_name=competency.name)
            yield from (Passage(line, place, "definition") for line in lines(competency.definition))
            for descriptor in competency.descriptors:
                cell = replace(place, level=descriptor.level, level_name=descriptor.level_name)
                yield from (Passage(line, cell, "descriptor") for line in lines(descriptor.text))


@dataclass(frozen=True)
class Reading:
    """All passages of a document, and one text of them in which a pattern is sought once."""

    document: Document
    sections: tuple[ReadSection, ...]

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        return tuple(passage for section in self.sections for passage in section.passages)

    @cached_property
    def text(self) -> str:
        """Every passage on a line of its own, so that no pattern that keeps to its line reaches into the next."""
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def _starts(self) -> list[int]:
        return list(accumulate((len(passage.text) + 1 for passage in self.passages), initial=0))

    def passage_at(self, offset: int) -> Passage:
        """The passage in which this character of `text` stands."""
        return self.passages[bisect_right(self._starts, offset) - 1]

    def of_kinds(self, *kinds: str) -> list[ReadSection]:
        return [section for section in self.sections if section.kind in kinds]


def read(document: Document) -> Reading:
    found = []
    for part in document.parts:
        place = Place(part.anchor, part.name)
        found += [ReadSection(section, place) for section in part.sections]
    return Reading(document, tuple(found))


def lines(text: str) -> list[str]:
    return [line for each in LINE_BREAK.split(text) if (line := each.strip())]


def context(text: str, start: int, end: int, words: int = 3) -> str:
    """A stretch of a text with some words on either side of it, no further than its line, between quotes."""
    line = text.rfind("\n", 0, start) + 1
    stop = text.find("\n", end)
    before, after = text[line:start], text[end : len(text) if stop < 0 else stop]
    head = re.search(rf"(?:\S+\s+){{0,{words}}}\S*\Z", before)
    tail = re.match(rf"\S*(?:\s+\S+){{0,{words}}}", after)
    assert head is not None
    assert tail is not None
    left = "… " if head.start() else ""
    right = " …" if tail.end() < len(after) else ""
    return quoted(f"{left}{head.group()}{text[start:end]}{tail.group()}{right}")
