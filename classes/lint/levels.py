"""What is wrong between the levels of a competency."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from classes.document import Competency, Level
from classes.levels import Cell, Row, compare_levels
from classes.lint.english import stems
from classes.lint.finding import Finding, Place, listed, quoted
from classes.lint.reading import Reading, ReadSection
from classes.words import folded

# The share of the words of a sentence that must stand ...
CARRIED = 1 / 2  # ... in one sentence of the level above: it is carried on there in other words,
LIKE = 1 / 3  # ... or anywhere at that level: something like it is still asked for.


def level_findings(reading: Reading) -> Iterator[Finding]:
    for section in reading.of_kinds("competencies"):
        if section.section.levels:
            yield from empty_cells(section)
            yield from same_cells(section)
            yield from lost_sentences(section)


def empty_cells(section: ReadSection) -> Iterator[Finding]:
    """Levels without a word; a competency that is described at no level is another rule's, or only defined."""
    for competency, cells in section.section.rows:
        said = [level for level, descriptor in cells if descriptor and descriptor.text.strip()]
        if not said or (len(said) == len(cells)):
            continue
        for level, descriptor in cells:
            if not (descriptor and descriptor.text.strip()):
                yield Finding(
                    "level-empty",
                    at(section.place, competency, level),
                    f"“{competency.name}” says nothing at {level.name}, though it does at "
                    f"{listed([each.name for each in said])}.",
                )


def same_cells(section: ReadSection) -> Iterator[Finding]:
    for competency, cells in section.section.rows:
        first: dict[str, Level] = {}
        for level, descriptor in cells:
            text = folded(descriptor.text).casefold() if descriptor else ""
            if text and text in first:
                yield Finding(
                    "level-same",
                    at(section.place, competency, level),
                    f"“{competency.name}” says the same at {level.name} as at {first[text].name}.",
                )
            elif text:
                first[text] = level


def lost_sentences(section: ReadSection) -> Iterator[Finding]:
    """Tell what fell out between two levels where the upper one carries on the lower.

    A level that was written anew says everything in other words, so nothing of it is called lost.
    """
    for row in compare_levels(section.section).rows:
        for cell in row.cells:
            lost = list(lost_from(cell, row))
            if lost and cell.below:
                yield Finding(
                    "sentence-lost",
                    at(section.place, row.competency, cell.level),
                    f"{cell.below.name} says {listed([quoted(text) for text in lost])}; "
                    f"{cell.level.name} has nothing like it.",
                )


def lost_from(cell: Cell, row: Row) -> Iterator[str]:
    """Yield the sentences of the level below of which nothing stands here, if enough of the others go on here."""
    below = next((each for each in row.cells if each.level == cell.below), None)
    if below is None or not cell.dropped or not cell.sentences:
        return
    said = [text for sentence in below.sentences if (text := sentence.text) and not text.endswith(":")]
    above = [stems(sentence.text) for sentence in cell.sentences]
    everything = frozenset[str]().union(*above)
    carried = [
        text
        for text in said
        if text not in cell.dropped or any(share(stems(text), sentence) >= CARRIED for sentence in above)
    ]
    lost = [text for text in said if text in cell.dropped and stems(text) and share(stems(text), everything) < LIKE]
    if len(carried) * 2 >= len(lost) and carried:
        yield from lost


def share(words: frozenset[str], of: frozenset[str]) -> float:
    return len(words & of) / max(len(words), 1)


def at(place: Place, competency: Competency, level: Level) -> Place:
    return replace(
        place,
        competency=competency.entry,
        competency_name=competency.name,
        level=level.slug,
        level_name=level.name,
    )
