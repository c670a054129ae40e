"""The little English that the lint knows: words that carry no meaning, stems, numbers in words."""

from __future__ import annotations

import re
from functools import lru_cache


def _words(*lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines for word in line.split())


STOP = frozenset(
    _words(
        "a an and any are as at be been being by can due for from has have having his her in into is it its may more",
        "of on or other she he such than that the their them these they this those through to under upon was were",
        "which who will with within",
    )
)
LETTERS = frozenset("AI")  # "Class A", "Planner I": words of meaning, unless a sentence begins with them.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SUFFIXES = (
    "ational", "ations", "ation", "ments", "ment", "ances", "ance", "ings", "ing", "ions", "ion", "ives", "ive",
    "ally", "ies", "ied", "ers", "als", "ly", "er", "al", "ed", "es", "s", "e", "y",
)  # fmt: skip

_TEENS = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen",
    "seventeen eighteen nineteen",
)
UNITS = {word: value for value, word in enumerate(_TEENS)}
TENS = {
    word: value * 10 for value, word in enumerate(_words("twenty thirty forty fifty sixty seventy eighty ninety"), 2)
}
# A number in words, as one group at most: "three", "twenty-five", "one hundred twenty".
_BELOW_100 = rf"(?:(?:{'|'.join(TENS)})(?:[ -](?:{'|'.join(list(UNITS)[1:10])}))?|{'|'.join(reversed(UNITS))})"
NUMBER = rf"(?:{_BELOW_100}(?: (?:hundred|thousand)(?: (?:and )?{_BELOW_100})?)?)"


def words(text: str) -> list[str]:
    return _WORD.findall(text)


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What is left of a word without its ending, in lower case: "plans" and "planning" are one."""
    word = word.casefold().replace("’", "'").removesuffix("'s").rstrip("'")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    return word[:-1] if len(word) > 3 and word[-1] == word[-2] and not word.isdecimal() else word


@lru_cache(maxsize=4_096)
def meaning(text: str) -> tuple[str, ...]:
    """The stems of the words of a text that carry meaning, in their order."""
    return tuple(
        stem(word) for at, word in enumerate(words(text)) if word.casefold() not in STOP or (at and word in LETTERS)
    )


@lru_cache(maxsize=4_096)
def stems(text: str) -> frozenset[str]:
    return frozenset(meaning(text))


def number(text: str) -> int | None:
    """The whole number that these words say: "three" is 3, "one hundred and twenty" 120. None if they say none."""
    total = part = 0
    said = False
    for word in re.split(r"[\s-]+", text.strip().casefold()):
        if word in UNITS or word in TENS:
            part += UNITS.get(word, 0) + TENS.get(word, 0)
        elif word == "hundred" and part:
            part *= 100
        elif word == "thousand" and part:
            total, part = total + part * 1000, 0
        elif word != "and" or not said:
            return None
        said = True
    return total + part if said else None
