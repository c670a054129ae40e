"""Words as search knows them: folded, stemmed, and what somebody meant who typed them. Pure.

Both databases are given the same words, made here, so that both find the same. A text is folded (no accents, no
capitals) character by character, so a place in the folded text is the same place in the text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from classes.finding.stems import head, stem

MOST_WORDS = 16
SHORTEST_BEGUN = 3  # letters of a beginning in running text: two begin some word of every text, and tell nothing
JOINED = "'"  # what stands inside a word and is no part of it: driver's, a soft hyphen, an accent of its own


class _Fold(dict[int, str]):
    """A table for `str.translate` that is filled as characters are met."""

    def __missing__(self, code: int) -> str:
        parts = unicodedata.normalize("NFKD", chr(code))
        plain = next((part for part in parts if unicodedata.category(part) not in {"Mn", "Cf"}), JOINED).lower()[0]
        if plain in "’ʼ":
            plain = JOINED
        self[code] = plain
        return plain


ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x")
NUMERALS = {str(number): roman for number, roman in enumerate(ROMAN, start=1)}  # Accountant 2 is Accountant II
NUMERALS |= {roman: number for number, roman in NUMERALS.items()}

ABBREVIATIONS = ("it", "us")  # in capitals; otherwise they are pronouns, which nobody looks for

_FOLD = _Fold()
_WORD = re.compile(r"[^\W_]+(?:'+[^\W_]+)*")


def fold(text: str) -> str:
    """Return `text` without capitals and accents, every character in its place."""
    return text.translate(_FOLD)


def words(text: str) -> list[str]:
    """Return the words of a text in order, folded: "Driver’s licence, class B" is drivers, licence, class, b."""
    folded = fold(text)
    found = _WORD.findall(folded)
    return [word.replace(JOINED, "") for word in found] if JOINED in folded else found


def placed(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield each word of a text with the place where it begins and the one where it ends."""
    for found in _WORD.finditer(fold(text)):
        yield found.start(), found.end(), found.group().replace(JOINED, "")


def abbreviations(line: str) -> frozenset[str]:
    """Return which of `ABBREVIATIONS` stand in a line in capitals; where all of it is in capitals they tell nothing."""
    if not any(each.upper() in line for each in ABBREVIATIONS):
        return frozenset()
    return frozenset(word for at, end, word in placed(line) if word in ABBREVIATIONS and in_capitals(line, at, end))


def in_capitals(line: str, start: int, end: int) -> bool:
    return line[start:end].isupper() and not line.isupper()


@dataclass(frozen=True, slots=True)
class Term:
    """One thing looked for: a word, or the words of a phrase. `begun`: the word may go on, as in budg*."""

    words: tuple[str, ...]
    begun: bool = False
    others: tuple[Term, ...] = ()  # any of these will do as well: police OR fire

    @property
    def all(self) -> tuple[Term, ...]:
        return (self, *self.others)

    @property
    def is_phrase(self) -> bool:
        return len(self.words) > 1

    @property
    def stems(self) -> tuple[str, ...]:
        return tuple(stem(word) for word in self.words)

    def __str__(self) -> str:
        """As it can be typed."""
        alone = f"“{' '.join(self.words)}”" if self.is_phrase else self.words[0] + "*" * self.begun
        return " OR ".join([alone, *map(str, self.others)])


@dataclass(frozen=True)
class Query:
    """What was typed: every one of `terms`, none of `without`."""

    typed: str
    terms: tuple[Term, ...] = ()
    without: tuple[Term, ...] = ()

    @property
    def asks(self) -> bool:
        """Whether there is anything to look for; signs alone ask for nothing."""
        return bool(self.terms or self.without)

    @cached_property
    def loosely(self) -> Query:
        """The same, where every word may go on that could be a beginning."""
        terms = (Term(term.words, begun=not term.is_phrase and len(term.words[0]) > 1) for term in self.terms)
        return Query(self.typed, tuple(terms), self.without)

    @cached_property
    def whole(self) -> Term | None:
        """All that is looked for as one phrase, as it was typed; None where that is no more than one word or phrase."""
        if len(self.terms) < 2 or any(term.begun or term.others for term in self.terms):
            return None
        return Term(tuple(word for term in self.terms for word in term.words))

    @cached_property
    def squeezed(self) -> str:
        """What was typed as codes are compared: letters and digits only, "ci-2787" and "CI 2787" alike."""
        return squeeze(self.typed)

    @cached_property
    def plain(self) -> str:
        """The words looked for, folded, one space between them, to compare with a title."""
        return " ".join(word for term in self.terms for word in term.words)


_TYPED = re.compile(r'(?P<minus>(?<!\S)[-–−])?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


def parse(typed: str) -> Query:
    """Read what was typed: words, "phrases", -words, begun* words, this OR that. Anything else is taken for a space.

    A word with signs inside it, hands-on or and/or, is a phrase.
    """
    terms: list[Term] = []
    without: list[Term] = []
    either = False
    for part in _TYPED.finditer(typed.replace("“", '"').replace("”", '"')):
        found = part["phrase"] if part["phrase"] is not None else part["word"]
        parts = tuple(words(found))
        if parts:
            term = Term(parts, begun=len(parts) == 1 and part["word"] is not None and found.endswith("*"))
            among = without if part["minus"] else terms
            if found == "OR" and part["word"] and (terms or without):
                either = bool(terms)  # after what is left out it joins nothing
            elif either and not part["minus"]:
                terms[-1] = replace(terms[-1], others=(*terms[-1].others, term))
                either = False
            elif term not in among:
                among.append(term)
    return Query(typed, tuple(terms), tuple(without))


def squeeze(text: str) -> str:
    return "".join(words(text))


@dataclass(frozen=True, slots=True)
class Mark:
    """A piece of a sentence; `marked` where it is what was looked for."""

    text: str
    marked: bool = False


@lru_cache(maxsize=50_000)
def stemmed(line: str) -> tuple[str, ...]:
    """The stems of a line. Revisions share most of their lines, and classes many: they are read once."""
    return tuple(map(stem, words(line)))


def stands(term: Term, standing: Sequence[str], roots: Container[str]) -> bool:
    """Whether each word of a term is among these words, or begins one if it is no phrase; `roots` are their stems."""
    return all(
        root in roots
        or (
            NUMERALS[word] in roots
            if word in NUMERALS
            else not term.is_phrase and any(each.startswith(word) for each in standing)
        )
        for word, root in zip(term.words, term.stems, strict=True)
    )


class Marker:
    """Finds what was looked for in a text that is shown."""

    def __init__(self, query: Query) -> None:
        self.query = query
        terms = [each for term in query.terms for each in term.all]
        self.wanted = frozenset(each for term in terms for each in term.stems)
        self.phrases = [" ".join(term.stems) for term in terms if term.is_phrase]
        self.verbatim = [" ".join(term.words) for term in terms if term.is_phrase]
        self.begun = tuple(word for term in terms if term.begun for word in term.words if len(word) >= SHORTEST_BEGUN)
        self.abbreviated = {term.words[0] for term in terms if not term.is_phrase}.intersection(ABBREVIATIONS)
        self.begun_in_names = tuple(
            word
            for term in terms
            if not term.is_phrase
            for word in term.words
            if len(word) > 1 and word not in NUMERALS
        )
        self.numerals = frozenset(NUMERALS[word] for term in terms for word in term.words if word in NUMERALS)
        heads = {head(each) for each in self.wanted} | set(self.begun) | self.numerals
        begin = "|".join(sorted(map(re.escape, heads)))
        self._heads = re.compile(begin) if heads else None
        self._begin_so = re.compile(rf"(?<![^\W_])(?:{begin})[^\W_]*")
        self._lacking: dict[str, tuple[Term, ...]] = {}  # by name: many classes bear one title, ask for one competency

    def marks(self, word: str, name: bool = False) -> bool:
        """Whether a word of a text is looked for. In a `name` the beginning is enough, and so is the other numeral."""
        if name and (word.startswith(self.begun_in_names) or word in self.numerals):
            return True
        return stem(word) in self.wanted or word.startswith(self.begun)

    def lacking(self, *names: str) -> tuple[Term, ...]:
        """Return the terms of which neither the words nor others that will do as well stand in these names."""
        key = " ".join(names)
        found = self._lacking.get(key)
        if found is None:
            standing = words(key)
            roots = set(map(stem, standing))
            found = tuple(
                term for term in self.query.terms if not any(stands(each, standing, roots) for each in term.all)
            )
            self._lacking[key] = found
        return found

    def marked(self, text: str, name: bool = False) -> tuple[Mark, ...]:
        """Part `text` where a mark begins or ends; joined, the pieces are the text."""
        pieces: list[Mark] = []
        at = 0
        pronouns = () if name else self.abbreviated
        for start, end, word in self.candidates(text):
            if self.marks(word, name) and (word not in pronouns or in_capitals(text, start, end)):
                if start > at:
                    pieces.append(Mark(text[at:start]))
                pieces.append(Mark(text[start:end], marked=True))
                at = end
        if at < len(text):
            pieces.append(Mark(text[at:]))
        return tuple(pieces)

    def candidates(self, text: str) -> Iterator[tuple[int, int, str]]:
        """Yield the words of a text that may be looked for, as `placed` does: those that begin as one that is."""
        if self._heads is None:
            return
        folded = fold(text)
        if JOINED in folded:
            yield from placed(text)
            return
        for found in self._begin_so.finditer(folded):
            yield found.start(), found.end(), found.group()

    def sentence(self, text: str) -> str:
        """Return the line of `text` that has the most of what is looked for, the first of these; "" where none has any.

        A line that has a phrase comes before one that has only its words, and one that has it as it was typed before
        one that has its words in other forms. Looks only at lines where something may be, and no further once a line
        has it all.
        """
        if self._heads is None:
            return ""
        folded = fold(text)
        all_of_it = len(self.wanted) + 120 * len(self.phrases)
        best, most, at = "", 0, 0
        while most < all_of_it and (found := self._heads.search(folded, at)):
            at = found.end()
            if folded[found.start() - 1 : found.start()].isalnum():
                continue
            start, end = folded.rfind("\n", 0, at) + 1, folded.find("\n", at)
            at = end if end >= 0 else len(folded)
            score = self.score(text[start:at])
            if score > most:
                best, most = text[start:at], score
        return best

    def score(self, line: str) -> int:
        stems = stemmed(line)
        wanted = self.wanted
        if self.abbreviated:
            wanted -= self.abbreviated - abbreviations(line)
        score = len(wanted.intersection(stems))
        if self.begun and any(word.startswith(self.begun) for word in words(line)):
            score += 1
        if self.phrases:
            joined = f" {' '.join(stems)} "
            score += 100 * sum(f" {phrase} " in joined for phrase in self.phrases)
            if score >= 100:
                plain = f" {' '.join(words(line))} "
                score += 20 * sum(f" {phrase} " in plain for phrase in self.verbatim)
        return score
