"""What the index is asked for, whichever database answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from classes.finding.entries import ABBREVIATED, CODE, COMPETENCY, FORMER, NAMES, STEM_OF, TITLE
from classes.finding.words import ABBREVIATIONS, NUMERALS, SHORTEST_BEGUN, Query, Term


@dataclass(frozen=True, slots=True)
class Word:
    """Entries that have this word, or one that begins so."""

    text: str
    begun: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """Entries that have these words one after another."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Expression, ...]


Expression = Word | Phrase | AnyOf | AllOf

# How much it tells that a word stands there: in the code before the title, and so on, last in the running text.
WEIGHTS = {CODE: 16, TITLE: 8, FORMER: 4, COMPETENCY: 2}
IN_TEXT = 1


def somewhere(term: Term, loosely: bool = False) -> Expression:
    """Where a term can stand at all: in a name by its beginning, in running text as a word. `loosely`: begun there."""
    if term.others:
        return AnyOf(tuple(somewhere(replace(each, others=()), loosely) for each in term.all))
    names = tuple(within(tag, term) for tag in NAMES)
    if term.is_phrase:
        return AnyOf((*names, Phrase(term.stems)))
    word, root = term.words[0], term.stems[0]
    begun = (Word(word, begun=True),) if (term.begun or loosely) and len(word) >= SHORTEST_BEGUN else ()
    return AnyOf((*names, Word(ABBREVIATED + word if word in ABBREVIATIONS else root), *begun))


def within(tag: str, term: Term) -> Expression:
    """Where a term stands in names of one sort, by its beginning.

    A single letter must be the whole word, and so must one that could begin a code: "the" is not meant for THE-301.
    A competency is asked for by whole words: "ADA" is not meant for "Adapting to Change". In a title 2 and II are one,
    and II is not the beginning of III.
    """
    if term.others:
        return AnyOf(tuple(within(tag, replace(each, others=())) for each in term.all))
    if term.is_phrase:
        spoken = numbered(term.words) if tag in (TITLE, FORMER) else [term.words]
        phrases = tuple(Phrase(tuple(tag + word for word in each)) for each in spoken)
        return AnyOf(phrases) if len(phrases) > 1 else phrases[0]
    word, root = term.words[0], term.stems[0]
    begun = len(word) > 1 and tag != COMPETENCY and (tag != CODE or not word.isalpha())
    beginning = Word(tag + word, begun and (tag == CODE or word not in NUMERALS))
    others = [tag + root] if root != word else []
    if word.isalpha() and len(word) > 1 and word not in NUMERALS:
        others.append(STEM_OF[tag] + root)
    if word in NUMERALS and tag in (TITLE, FORMER):
        others.append(tag + NUMERALS[word])
    return AnyOf((beginning, *map(Word, others))) if others else beginning


def whole(term: Term) -> Expression | None:
    """Where a title has the very word, be it in the plural, and not one that only begins so or has its stem: manager,
    not management. None of a phrase, which has whole words anyway."""
    words = [each.words[0] for each in term.all if not each.is_phrase]
    forms = [form for word in words for form in (word, NUMERALS.get(word) or plural(word))]
    return AnyOf(tuple(Word(TITLE + form) for form in forms)) if forms else None


def plural(word: str) -> str:
    """Return the plural of a word by its letter, or of a plural the word."""
    return word.removesuffix("s") if word.endswith("s") else f"{word}s"


def numbered(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the words of a title as they were typed, and with each numeral the other way: planner 2, planner ii."""
    other = tuple(NUMERALS.get(word, word) for word in words)
    return [words] if other == words else [words, other]


def everything(query: Query, loosely: bool = False) -> Expression | None:
    """All terms of a query, each anywhere; None where it only leaves out."""
    parts = tuple(somewhere(term, loosely) for term in query.terms)
    return AllOf(parts) if parts else None


def nothing_of(query: Query) -> Expression | None:
    """Any of what a query leaves out, in one expression; None where it leaves out nothing."""
    parts = tuple(somewhere(term) for term in query.without)
    return AnyOf(parts) if parts else None
