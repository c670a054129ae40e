"""Just enough English to compose the sentences of a class specification.

Verbs stand in square brackets in their plain form, "[prepare] and [file] reports", so that one phrase serves as
"prepares and files reports", "prepare and file reports" and "preparing and filing reports".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

VERB = re.compile(r"\[(\w+)\]")
VOWELS = "aeiou"
DOUBLED = frozenset(("plan", "set", "run", "submit", "control", "refer", "transfer", "permit", "map", "trim", "patrol"))
NUMBERS = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
ORDINALS = ["zeroth", "first", "second", "third", "fourth", "fifth", "sixth"]


def does(phrase: str) -> str:
    """Return the phrase as one person does it: "[carry] mail" is "carries mail"."""
    return VERB.sub(lambda verb: third_person(verb[1]), phrase)


def do(phrase: str) -> str:
    """Return the phrase as several do it: "[carry] mail" is "carry mail"."""
    return VERB.sub(lambda verb: verb[1], phrase)


def doing(phrase: str) -> str:
    """Return the phrase as a noun: "[carry] mail" is "carrying mail"."""
    return VERB.sub(lambda verb: gerund(verb[1]), phrase)


def third_person(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return verb + "es"
    if verb.endswith("y") and verb[-2] not in VOWELS:
        return verb[:-1] + "ies"
    return verb + "s"


def gerund(verb: str) -> str:
    if verb in DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("ie"):
        return verb[:-2] + "ying"
    if verb.endswith("e") and not verb.endswith(("ee", "oe", "ye")):
        return verb[:-1] + "ing"
    return verb + "ing"


def capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def listed(names: Sequence[str], word: str = "and") -> str:
    """Return "a", "a and b", "a, b and c"."""
    return f" {word} ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def number(count: int) -> str:
    """Return a small count in words."""
    return NUMBERS[count] if count < len(NUMBERS) else str(count)


def years(count: int) -> str:
    """Return "Two (2) years", as specifications print it."""
    return f"{capitalized(number(count))} ({count}) year{'' if count == 1 else 's'}"


def months(count: int) -> str:
    return f"{capitalized(number(count))} ({count}) months"


def with_article(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in VOWELS else 'a'} {noun}"
