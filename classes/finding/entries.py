"""What of a class can be found: its names and the words of its texts, in the order in which they are looked up. Pure.

A word of a name bears a tag, so that one index answers both "anywhere" and "in the title": `t0budget` is a word of a
title. Words of running text stand as their stems. A gap keeps phrases from reaching over from one part to the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from classes.document import Document, Section
from classes.finding.stems import stem
from classes.finding.words import abbreviations, squeeze, stemmed, words
from classes.sentences import sentences

CODE, TITLE, FORMER, COMPETENCY = "c0", "t0", "f0", "k0"
NAMES = (CODE, TITLE, FORMER, COMPETENCY)
STEM_OF = {CODE: "c1", TITLE: "t1", FORMER: "f1", COMPETENCY: "k1"}  # a stem is not the word: planning is no "plan"
ABBREVIATED = "a0"
GAP = "¶"
RULES = 1  # one more whenever the same text is taken in otherwise than before: what was made by others is made anew
LONGEST = 200  # letters of a word; a search has no more
_NUMBER = re.compile(r"\d{3,}")

# The kinds of requirements, each a bit of `SearchEntry.kinds` by its place: only ever add at the end.
KINDS = (
    "education",
    "experience",
    "training_and_experience",
    "equivalency",
    "licensure",
    "background_check",
    "assessment",
)


@dataclass(frozen=True, slots=True)
class Names:
    """What a class is called in a text, and what it is or was called elsewhere: titles and codes."""

    title: str
    code: str
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What the index takes in for one entry: words to look up, in order; lines to show; distinct words as typed."""

    lexemes: tuple[str, ...]
    lines: str
    vocabulary: frozenset[str]


def found(names: Names, document: Document | None) -> Found:
    """Return what can be found of a text, or by `names` alone where there is none."""
    asked = [each.name for section in document.sections for each in section.competencies] if document else []
    running = [passage(text) for text in texts(document)] if document else []
    lexemes: list[str] = [
        *named(CODE, [names.code], squeezed=True),
        *named(TITLE, [names.title]),
        *named(FORMER, [title for title, _ in names.others]),
        *named(FORMER, [code for _, code in names.others], squeezed=True),
        *named(COMPETENCY, asked),
    ]
    for name in (names.title, names.code):
        lexemes += gapped(name)
    for each in running:
        lexemes += each.lexemes
    abbreviated = abbreviations(names.title).union(*(each.abbreviated for each in running))
    lexemes += sorted(ABBREVIATED + each for each in abbreviated)
    spoken = {word for text in (names.title, *(title for title, _ in names.others), *asked) for word in words(text)}
    vocabulary = frozenset(filter(str.isalpha, spoken)).union(*(each.vocabulary for each in running))
    return Found(tuple(lexemes), "\n".join(line for each in running for line in each.lines), vocabulary)


@dataclass(frozen=True, slots=True)
class Passage:
    """What the index takes in of a piece of running text."""

    lines: tuple[str, ...]
    lexemes: tuple[str, ...]
    abbreviated: frozenset[str]
    vocabulary: frozenset[str]


@lru_cache(maxsize=20_000)
def passage(text: str) -> Passage:
    """Read a piece of running text. Revisions share most of theirs, and classes many: they are read once."""
    lines = sentences(text)
    lexemes = tuple(lexeme for line in lines for lexeme in gapped(line))
    vocabulary = frozenset(word for line in lines for word in words(line) if word.isalpha())
    return Passage(lines, lexemes, frozenset[str]().union(*map(abbreviations, lines)), vocabulary)


def gapped(line: str) -> tuple[str, ...]:
    """The stems of a line, and a gap where it ends. Of what is too long for a word only as much as can be asked for."""
    stems = tuple(each[:LONGEST] for each in stemmed(line))
    return (*stems, GAP) if stems else ()


def named(tag: str, names: Iterable[str], squeezed: bool = False) -> Iterator[str]:
    """Yield the words of names under a tag, with their stems after them; of a code also all of it in one word, and its
    number."""
    for name in dict.fromkeys(names):
        parts = words(name)
        yield from (tag + word for word in parts)
        if squeezed and len(parts) > 1:
            yield tag + squeeze(name)
        if squeezed:
            whole = squeeze(name)
            yield from (tag + number for number in _NUMBER.findall(whole) if number not in (*parts, whole))
        if parts:
            yield GAP
        yield from (STEM_OF[tag] + stem(word) for word in parts if stem(word) != word)


def texts(document: Document) -> Iterator[str]:
    """Yield all that a document prints, part by part: what `Document.text` joins."""
    if document.masthead:
        yield document.masthead
    for section in document.sections:
        yield section.heading
        yield from (level.name for level in section.levels)
        yield section.body
        yield from (requirement.text for requirement in section.requirements)
        for competency in section.competencies:
            yield competency.name
            yield competency.definition
            yield from (descriptor.text for descriptor in competency.descriptors)


def kinds(document: Document) -> int:
    """Return the kinds of requirements that a document states, as bits; one that says "None" states nothing."""
    held = {section.kind for section in document.sections if section.kind in KINDS and states(section)}
    return sum(1 << bit for bit, kind in enumerate(KINDS) if kind in held)


def states(section: Section) -> bool:
    said = (section.body, *(requirement.text for requirement in section.requirements))
    return any(len(text) > 12 or words(text) not in ([], ["none"]) for text in said)


def level_count(document: Document) -> int:
    return max((len(section.levels) for section in document.sections), default=0)
