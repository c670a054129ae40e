"""Whether a document says what its source says: every word, in the source's order, and nothing else.

A word is what stands between white space, punctuation and all. A dash that stands alone counts as a word, but
which dash it is (-, – or —) does not: documents set one between a name and its definition themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from classes.document import Document
from classes.words import matches

DASHES = {"-", "–", "—"}


@dataclass(frozen=True, slots=True)
class Furniture:
    """A passage of the source that is part of the page, not of the document: its nth `occurrence`, from 1."""

    text: str
    reason: str
    occurrence: int = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """Where source and document part: the words of each, of which one side may be empty."""

    section: str
    source_words: str
    document_words: str

    def __str__(self) -> str:
        if not self.document_words:
            return f"the source's “{self.source_words}” is missing"
        if not self.source_words:
            return f"“{self.document_words}” does not stand in the source"
        return f"reads “{self.document_words}” where the source has “{self.source_words}”"


def words(text: str) -> list[str]:
    return ["–" if word in DASHES else word for word in text.split()]


def without_furniture(source: str, furniture: Sequence[Furniture]) -> list[str]:
    """Return the words of `source` less the passages listed as furniture.

    Raises ValueError for a passage that the source does not have.
    """
    held = words(source)
    struck: set[int] = set()
    for passage in furniture:
        wanted = words(passage.text)
        starts = [start for start in range(len(held) - len(wanted) + 1) if held[start : start + len(wanted)] == wanted]
        if not wanted or not 1 <= passage.occurrence <= len(starts):
            raise ValueError(f"The source has no passage number {passage.occurrence} “{passage.text}”.")
        start = starts[passage.occurrence - 1]
        struck.update(range(start, start + len(wanted)))
    return [word for index, word in enumerate(held) if index not in struck]


def document_words(document: Document) -> list[tuple[str, str]]:
    """Return `(section, word)` for every word of the document in printed order."""
    placed = [("masthead", word) for word in words(document.masthead)]
    name = "masthead"
    for section in document.sections:
        name = section.name or name
        placed += [(name, word) for line in section.lines() for word in words(line)]
    return placed


def faults(source: str, furniture: Sequence[Furniture], document: Document) -> list[Fault]:
    """Return where the document departs from its source; none is a true transcription.

    Linear where the two agree; where they do not, at the cost of the redline's alignment of words.
    """
    wanted = without_furniture(source, furniture)
    placed = document_words(document)
    written = [word for _, word in placed]
    if wanted == written:
        return []
    found = []
    i1 = j1 = 0
    for i2, j2, size in (*matches(wanted, written), (len(wanted), len(written), 0)):
        if i1 < i2 or j1 < j2:
            place = max(j1 - 1, 0) if j1 == j2 else j1  # what is missing followed the word before it
            section = placed[place][0] if placed else "the whole document"
            found.append(Fault(section, " ".join(wanted[i1:i2]), " ".join(written[j1:j2])))
        i1, j1 = i2 + size, j2 + size
    return found
