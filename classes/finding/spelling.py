"""What somebody may have meant whose words nothing has."""

from __future__ import annotations

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from classes.finding.search import terms_not_found
from classes.finding.words import Query
from classes.models import SearchWord

# Of the letters, so that "supervison" is "supervision" and "xyzzy" is nothing. People seldom miss the first letter, and
# of a short word every letter counts: a plumber is no number, and snow is not slow.
ALIKE, ALIKE_BUT_FIRST, ALIKE_SHORT = 0.7, 0.8, 0.8
SHORT = 4


def suggestion(query: Query) -> str:
    """Return what was typed with each word that nothing has put right; "" where no word is alike.

    One query for the vocabulary, and one for terms with a word that is not in it: the index is never asked for words
    that most texts have, which would take long and tell nothing.
    """
    if not any(spelled(word) for term in query.terms for word in term.words):
        return ""
    vocabulary = list(SearchWord.objects.values_list("word", flat=True))
    strange = {word for term in query.terms for word in filter(spelled, term.words)}.difference(vocabulary)
    not_found = terms_not_found([term for term in query.terms if strange.intersection(term.words)])
    unknown = strange.intersection(word for term in not_found for word in term.words)
    if not unknown:
        return ""
    meant = query.typed
    for word in sorted(unknown, key=len, reverse=True):
        found = nearest(word, vocabulary)
        if not found:
            return ""
        meant = replaced(meant, word, found)
    return meant if meant.casefold() != query.typed.casefold() else ""


def spelled(word: str) -> bool:
    """Whether a word is one of those that the vocabulary holds, if it is right."""
    return len(word) > 2 and word.isalpha()


def nearest(word: str, vocabulary: list[str]) -> str:
    """Return the word of the vocabulary that is most like this one: with the same first letter, if there is one."""
    near = [other for other in vocabulary if abs(len(other) - len(word)) <= 2]
    found = extract(word, near, scorer=OSA.normalized_similarity, score_cutoff=ALIKE, limit=20)
    meant = [(other, alike) for other, alike, _ in found if may_be_meant(word, other, alike)]
    best = min(meant, key=lambda each: (-each[1] - 0.05 * (each[0][0] == word[0]), each[0]), default=None)
    return str(best[0]) if best else ""


def may_be_meant(word: str, other: str, alike: float) -> bool:
    if other[0] != word[0] and alike < ALIKE_BUT_FIRST:
        return False
    return len(word) > SHORT or alike >= ALIKE_SHORT or sorted(other) == sorted(word)


def replaced(typed: str, word: str, meant: str) -> str:
    """Put `meant` in the place of a word as it was typed, which may bear capitals and accents."""
    from classes.finding.words import placed

    for start, end, found in placed(typed):
        if found == word:
            return typed[:start] + meant + typed[end:]
    return typed
