"""Stems: what the forms of one word have in common. English, by Snowball, with what class titles need beside. Pure.

Snowball takes officer for office and engineer for engine, and knows no plural that is made within the word, as women.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from snowballstemmer import stemmer

_STEMMER = stemmer("english")

# Words of titles and headings that Snowball would throw together with others; each stem is the first of its forms.
APART = (
    ("officer", "officers"),  # not office
    ("engineer", "engineers", "engineering", "engineered"),  # not engine
    ("authority", "authorities"),  # not author, authorize
    ("utility", "utilities"),  # not utilize
    ("personal", "personally"),  # not person
    ("its",),  # not IT
    ("designate", "designates", "designated", "designating", "designation", "designations"),  # not design
)
# Forms by the form whose stem they share.
LIKE = {
    "analysis": "analyses",
    "analyze": "analyses",
    "analyzed": "analyses",
    "analyzes": "analyses",
    "analyzing": "analyses",
    "appendices": "appendix",
    "children": "child",
    "childrens": "child",
    "crisis": "crises",
    "criteria": "criterion",
    "curricula": "curriculum",
    "diagnosis": "diagnoses",
    "emphasis": "emphases",
    "feet": "foot",
    "hypothesis": "hypotheses",
    "indices": "index",
    "indexes": "index",
    "knives": "knife",
    "matrices": "matrix",
    "memoranda": "memorandum",
    "midwives": "midwife",
    "prosthesis": "prostheses",
    "shelves": "shelf",
    "synthesis": "syntheses",
    "teeth": "tooth",
}
NO_PLURALS = {"abdomen", "acumen", "bitumen", "lumen", "omen", "regimen", "semen", "specimen", "stamen"}  # of …man

_APART = {form: forms[0] for forms in APART for form in forms}


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Return what a word has in common with its other forms: manage, managers and managing are all "manag"."""
    if not word.isalpha():
        return word
    if apart := _APART.get(word):
        return apart
    root = str(_STEMMER.stemWord(LIKE.get(word, word)))
    return f"{root[:-3]}man" if root.endswith("men") and root not in NO_PLURALS else root


def head(root: str) -> str:
    """Return how every form of a word with this stem begins: policy and polici, sky and skies, tie and tying."""
    if root in _HEADS:
        return _HEADS[root]
    if root.endswith("man"):
        return root[:-2]
    return root[:1] if root in {"die", "lie", "tie"} else root[:-1] if len(root) > 2 else root


def beginning(forms: Iterable[str]) -> str:
    """Return how all of these begin."""
    forms = list(forms)
    first, last = min(forms), max(forms)
    return first[: next((at for at, pair in enumerate(zip(first, last, strict=False)) if len(set(pair)) > 1), None)]


_HEADS = {
    stem(form): beginning([stem(form)[:-1], *(each for each in LIKE if stem(each) == stem(form))]) for form in LIKE
} | {forms[0]: beginning(forms) for forms in APART}
