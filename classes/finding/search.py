"""Words and facets together: which classes answer, how many under each value, and the page that is asked for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import NamedTuple

import numpy as np

from classes.finding.columns import Columns
from classes.finding.days import GONE, CatalogDay, catalog_day
from classes.finding.entries import CODE, COMPETENCY, FORMER, NAMES, TITLE
from classes.finding.expressions import (
    IN_TEXT,
    WEIGHTS,
    Expression,
    Phrase,
    Word,
    everything,
    nothing_of,
    somewhere,
    whole,
    within,
)
from classes.finding.index import match
from classes.finding.strings import Strings
from classes.finding.words import Marker, Query, Term, parse, squeeze

SORTS = {
    "relevance": "Best match",
    "title": "Title",
    "code": "Code",
    "grade": "Pay grade",
    "revised": "Last revised",
}
COUNTS_KEPT = 500
PHRASED = (TITLE, FORMER, COMPETENCY)
MOST_RANKED = 3_000  # matches that are put in order by whether all that was typed stands in one line, as it was typed
# Scores have sixteen bits, which numpy sorts in one go: from the lowest bit three for what `as_titled` adds, nine for
# where single words stand, three for `ranked`. The highest of all is that of a class whose code was typed.
TITLED, RANKED = 8, 512
FIRST = np.iinfo(np.int16).max


@dataclass(frozen=True)
class Question:
    """What is asked of the list: words, values of facets by their keys, a first letter (0 to 26), an order."""

    words: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    letter: int | None = None
    sort: str = ""

    @cached_property
    def query(self) -> Query:
        return parse(self.words)

    @property
    def has_words(self) -> bool:
        return bool(self.words.strip())

    @property
    def order(self) -> str:
        return self.sort or ("relevance" if self.query.terms else "title")

    @cached_property
    def filters(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        return tuple(sorted((name, tuple(sorted(set(keys)))) for name, keys in self.chosen.items() if keys))


class Matches(NamedTuple):
    """Classes that answer to words: their rows; for every row of the catalog how well it does, and what the word
    weighs, where it stands, that is found least prominently."""

    rows: np.ndarray
    scores: np.ndarray
    least: np.ndarray
    loosely: bool = False  # only by words that begin so
    coded: tuple[int, ...] = ()  # those that bear what was typed as their code, or else bore it


Counted = tuple[dict[str, np.ndarray], np.ndarray, dict[str, np.ndarray]]  # by facet, by letter, what would be added


@dataclass(frozen=True)
class Answer:
    """The classes that answer to a question, best first or in the order asked for."""

    day: CatalogDay
    question: Question
    matches: Matches | None
    rows: np.ndarray
    base: np.ndarray  # whether a class answers to the words alone
    masks: dict[str, np.ndarray]  # whether one answers to a filter alone

    @property
    def total(self) -> int:
        return len(self.rows)

    @property
    def counts(self) -> dict[str, np.ndarray]:
        """How many classes each value of each facet has, by the facet's name."""
        return self._counted[0]

    @property
    def letters(self) -> np.ndarray:
        """How many titles begin with each letter."""
        return self._counted[1]

    @property
    def added(self) -> dict[str, np.ndarray]:
        """Of a facet of which values are chosen: how many classes each other value would add to the list."""
        return self._counted[2]

    @cached_property
    def _counted(self) -> Counted:
        return counted(self)

    @property
    def faceted(self) -> bool:
        """Whether any facet has anything to show: a value with classes, or one that is chosen."""
        return bool(self.question.filters) or any(counts.any() for counts in self.counts.values())

    @property
    def loosely(self) -> bool:
        return bool(self.matches and self.matches.loosely)

    @cached_property
    def marker(self) -> Marker:
        """Finds in what is shown of these classes what was looked for."""
        query = self.question.query
        return Marker(query.loosely if self.loosely else query)


def answer(question: Question, day: CatalogDay, matches: Matches | None = None) -> Answer:
    """Answer a question about a day: no query without words, one with words, two where nothing has them all.

    `matches` are those of the same words, where they were looked up before.
    """
    if matches is None and question.has_words:
        matches = find(question.query, day)
    masks = {name: masked(day, name, keys) for name, keys in question.filters}
    if "status" not in masks:
        masks["status"] = existing(day)
    if question.letter is not None:
        masks["letter"] = day.initials == question.letter
    base = day.listed
    if matches is not None:
        base = np.zeros(len(day.listed), dtype=bool)
        base[matches.rows] = True
        base &= day.listed
    rows = sorted_rows(question, day, matches, together(base, masks.values()))
    return Answer(day, question, matches, rows, base, masks)


def best(words: str, on: date, most: int) -> list[int]:
    """Return the primary keys of the classes that answer best to words on a day. Two queries."""
    found = answer(Question(words=words), catalog_day(on))
    return [int(pk) for pk in found.day.columns.classes["pk"][found.rows[:most]]]


def masked(day: CatalogDay, name: str, keys: Iterable[str]) -> np.ndarray:
    facet = day.facets[name]
    return facet.having(facet.chosen(keys))


def existing(day: CatalogDay) -> np.ndarray:
    """What a list shows where no status is chosen: all but abolished classes."""
    return day.status != GONE


def together(base: np.ndarray, masks: Iterable[np.ndarray]) -> np.ndarray:
    found = base
    for mask in masks:
        found = found & mask
    return found


def counted(answer: Answer) -> Counted:
    """Count each facet's values among the classes that all other filters let through, and first letters likewise; of
    facets of which values are chosen also what each value would add.

    Without words the counts are kept with the day.
    """
    day, masks = answer.day, answer.masks
    key = (answer.question.filters, answer.question.letter)
    if answer.matches is None and key in day.counted:
        return day.counted[key]
    everywhere = np.flatnonzero(together(answer.base, masks.values()))

    def others(name: str) -> np.ndarray:
        return together(answer.base, (mask for other, mask in masks.items() if other != name))

    def rows_without(name: str) -> np.ndarray:
        return np.flatnonzero(others(name)) if name in masks else everywhere

    counts = {name: facet.counts(rows_without(name)) for name, facet in day.facets.items()}
    letters = np.bincount(day.initials[rows_without("letter")], minlength=27)
    chosen = (name for name, _ in answer.question.filters)
    added = {name: day.facets[name].counts(np.flatnonzero(others(name) & ~masks[name])) for name in chosen}
    if answer.matches is None:
        if len(day.counted) > COUNTS_KEPT:
            day.counted.clear()
        day.counted[key] = counts, letters, added
    return counts, letters, added


def sorted_rows(question: Question, day: CatalogDay, matches: Matches | None, mask: np.ndarray) -> np.ndarray:
    order = {"title": "by_title", "code": "by_code", "grade": "by_grade", "revised": "by_revised"}.get(question.order)
    if order:
        rows: np.ndarray = getattr(day, order)
        return rows[mask[rows]]
    rows = day.by_title[mask[day.by_title]]
    return rows if matches is None else rows[np.argsort(-matches.scores[rows], kind="stable")]


# --- Words ---------------------------------------------------------------------------------------


def find(query: Query, day: CatalogDay) -> Matches:
    """Return the classes that have every term of a query and none of what it leaves out: two queries, four at most; on
    PostgreSQL twice as many where there are phrases of three words and more.

    Where nothing has them, words that begin so will do; phrases and numerals have no such beginnings.
    """
    size = len(day.listed)
    if not query.asks:
        nothing = np.zeros(size, dtype=np.int16)
        return Matches(np.zeros(0, dtype=np.int32), nothing, nothing)
    found = looked_up(query, day)
    if not len(found.rows) and not found.coded and everything(query, loosely=True) != everything(query):
        found = looked_up(query, day, loosely=True)
    return found


def looked_up(query: Query, day: CatalogDay, loosely: bool = False) -> Matches:
    asked: list[Expression] = []
    wanted = everything(query, loosely)
    if wanted:
        asked.append(wanted)
    asked += [within(tag, term) for term in query.terms for tag in NAMES]
    very_words = [each for each in map(whole, query.terms) if each]
    asked += very_words
    unwanted = nothing_of(query)
    if unwanted:
        asked.append(unwanted)
    may_be_code = any(letter.isdigit() for letter in query.typed) and not query.without
    code = squeeze(query.typed) if may_be_code else ""
    if code:
        asked += [Word(CODE + code), Word(FORMER + code)]
    phrase = query.whole
    asked += [within(tag, phrase) for tag in PHRASED] if phrase else []
    answers = iter(match(asked, past=day.needs_past))

    answering = np.zeros(len(day.listed), dtype=bool)
    answering[day.rows_of(next(answers)) if wanted else day.listed] = True
    scores = np.zeros(len(day.listed), dtype=np.int16)
    least = np.full(len(scores), WEIGHTS[CODE], dtype=np.int16)
    for _ in query.terms:
        best = np.full(len(scores), IN_TEXT, dtype=np.int16)
        for tag, rows_named in reversed([(tag, day.rows_of(next(answers))) for tag in NAMES]):
            best[rows_named] = WEIGHTS[tag]
        scores += best
        least = np.minimum(least, best)
    for _ in very_words:
        scores[day.rows_of(next(answers))] += 1
    if unwanted:
        answering[day.rows_of(next(answers))] = False
    coded = bearing(code, [day.rows_of(next(answers)) for _ in range(2)], day) if code else ()
    answering[list(coded)] = True
    rows = np.flatnonzero(answering)
    together = {tag: day.rows_of(next(answers)) for tag in PHRASED} if phrase else {}
    if phrase and 1 < len(rows) <= MOST_RANKED:
        (in_text,) = match([Phrase(phrase.stems)], past=day.needs_past)
        together[""] = day.rows_of(in_text)
    if query.terms:
        scores = np.minimum(scores, RANKED - 1) + RANKED * ranked(least, together)
        as_titled(query, day, scores)
    scores[list(coded)] = FIRST
    return Matches(rows, scores, least, loosely, coded)


def ranked(least: np.ndarray, together: dict[str, np.ndarray]) -> np.ndarray:
    """Return the rank of each class, 0 to 7, before all that its single words tell: by where all that was typed stands.

    All of it in the title comes before all of it in a former title, and so on. Where words stand one after another as
    they were typed, in a competency or a line of the text, that comes before words that are strewn over title, several
    competencies and text.
    """
    found = np.zeros(len(least), dtype=np.int16)
    for tag, rank in ((COMPETENCY, 1), (FORMER, 4), (TITLE, 6)):
        found[least >= WEIGHTS[tag]] = rank
    for tag, rank in (("", 2), (COMPETENCY, 3), (FORMER, 5), (TITLE, 7)):
        if tag in together:
            rows = together[tag]
            found[rows] = np.maximum(found[rows], rank)
    return found


def as_titled(query: Query, day: CatalogDay, scores: np.ndarray) -> None:
    """Put classes whose title is just what was typed, or what many of them are called, before others that have as
    much of it, and then those whose title begins so."""
    scores *= TITLED
    for typed in dict.fromkeys((query.plain, query.plain.removesuffix("s"))):
        low, high, end = title_range(day.columns.titles, typed)
        scores[day.titled(low, high)] += 2
        scores[day.titled(low, end)] += 1


def title_range(titles: Strings, plain: str) -> tuple[int, int, int]:
    """Where titles that read `plain` begin and end in the order of titles, and where those end that begin so."""

    def key(place: int) -> str:
        return str(titles.key(titles[place])).partition("\0")[0]

    order = titles.order
    low = bisect_left(order, plain, key=key)
    return low, bisect_right(order, plain, lo=low, key=key), bisect_left(order, plain + "\U0010ffff", lo=low, key=key)


def bearing(code: str, answers: list[np.ndarray], day: CatalogDay) -> tuple[int, ...]:
    """Return the classes whose code is just what was typed; where there are none, those that bore it once."""
    bearing_now, bore = answers
    codes = day.columns.codes
    now = [row for row in bearing_now.tolist() if day.listed[row] and squeeze(codes[day.codes[row]]) == code]
    if now:
        return tuple(now)
    return tuple(row for row in bore.tolist() if day.listed[row] and code in codes_borne(day.columns, row))


def codes_borne(columns: Columns, row: int) -> set[str]:
    """Return the codes that a class bears or bore in any text, or that were noted of it, as codes are compared."""
    of_texts = columns.texts["code"][columns.texts_of(row)].tolist()
    noted = [code for _, _, code in columns.noted.get(row, ())]
    return {squeeze(columns.codes[place]) for place in (*of_texts, *noted)}


def terms_not_found(terms: Sequence[Term]) -> list[Term]:
    """Return the terms that no entry has, on any day: one query, if there are any terms."""
    found = match([somewhere(term, loosely=True) for term in terms])
    return [term for term, entries in zip(terms, found, strict=True) if not len(entries)]
