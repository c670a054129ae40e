"""How long the redline engine takes: on revisions of long texts, on the NC levels, and on hostile pairs."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from statistics import median

from classes.redline import redline

Pair = tuple[str, str]


def rows() -> list[tuple[str, str]]:
    plain = document(1, 5_000)
    many = document(2, 75_000, vocabulary=3_000, length=15)
    revisions: dict[str, Pair] = {
        "5,000 words against a revision": (text(plain), text(revised(plain, 0.15))),
        "5,000 words, every sentence edited": (text(plain), text(revised(plain, 1))),
    }
    hostile: dict[str, Pair] = {
        "5,000 words, no common word": (text(plain), text(document(9, 5_000)).replace("w", "v")),
        "5,000 times one sentence, 4,999 times it": ("Plans the work. " * 5_000, "Plans the work. " * 4_999),
        "5,000 times one sentence, 5,000 times one like it": ("Plans the work. " * 5_000, "Plans the week. " * 5_000),
        "5,000 sentences, shuffled and edited": (text(many[:5_000]), text(shuffled(revised(many[:5_000], 1)))),
        "a line of 100,000 letters, another": ("a" * 100_000, "b" * 100_000),
    }
    return [
        *((f"redline: {name} (at most 20 ms)", f"{milliseconds(pair, 15):.1f} ms") for name, pair in revisions.items()),
        *((f"redline: {name} (at most 1 s)", f"{milliseconds(pair, 3):.0f} ms") for name, pair in hostile.items()),
    ]


def milliseconds(pair: Pair, times: int) -> float:
    return median(timed(lambda: redline(*pair)) for _ in range(times)) * 1000


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def document(seed: int, words: int, vocabulary: int = 1_500, length: int = 18) -> list[str]:
    """Sentences of words drawn as in running text: few of them often, most of them seldom."""
    dice = random.Random(seed)
    names = [f"w{number}{'aeiou'[number % 5]}" for number in range(vocabulary)]
    weights = [1 / (rank + 1) for rank in range(vocabulary)]
    sentences = []
    while words > 0:
        size = dice.randint(length // 2, length * 3 // 2)
        sentences.append(" ".join(dice.choices(names, weights, k=size)).capitalize() + ".")
        words -= size
    return sentences


def revised(sentences: list[str], edited: float) -> list[str]:
    """The sentences with a share of them edited, some dropped, inserted and moved."""
    dice = random.Random(4)
    found = []
    for sentence in sentences:
        fate = dice.random()
        if edited <= fate < edited + 0.04:
            continue
        if edited + 0.04 <= fate < edited + 0.08:
            found.append(document(dice.randrange(10**6), 15)[0])
        words = sentence.split()
        if fate < edited:
            words[dice.randrange(1, len(words) - 1)] = "changed-word"
        found.append(" ".join(words))
    for _ in range(len(found) // 50):
        found.insert(dice.randrange(len(found)), found.pop(dice.randrange(len(found))))
    return found


def shuffled(sentences: list[str]) -> list[str]:
    return random.Random(1).sample(sentences, len(sentences))


def text(sentences: list[str]) -> str:
    return "".join(sentence + ("\n\n" if number % 4 == 3 else " ") for number, sentence in enumerate(sentences))
