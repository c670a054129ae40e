"""Strings that stand once in a catalog and are named by their place, and the orders in which a list has them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator

import numpy as np

from classes.finding.words import words


class Strings(list[str]):
    """Strings, each once, named by their place, which never changes. New ones are added at the end."""

    empty = -1  # the place of the empty one, if it is here

    def __init__(self, key: Callable[[str], str]) -> None:
        self.key = key
        self._places: dict[str, int] = {}
        self._order = np.zeros(0, dtype=np.int32)

    def place(self, text: str) -> int:
        if len(self._places) != len(self):
            self._places = {held: place for place, held in enumerate(self)}
        found = self._places.get(text)
        if found is None:
            self.append(text)
            found = self._places[text] = len(self) - 1
            if not text:
                self.empty = found
        return found

    def settle(self) -> None:
        """Let go of what is needed only while strings come; where more do, it is made anew in some milliseconds."""
        self._places = {}

    @property
    def order(self) -> np.ndarray:
        """The places in the order of a list. A few new strings are put between the others, many sorted with them."""
        order, size = self._order, len(self)
        if size - len(order) > 200:
            order = np.fromiter(self._sorted(size), dtype=np.int32, count=size)
        for place in range(len(order), size):
            at = bisect_left(order, self.key(self[place]), key=lambda other: self.key(self[other]))
            order = np.insert(order, at, place)
        self._order = order
        return order

    def _sorted(self, size: int) -> Iterator[int]:
        """Yield the first places in that order, by their first sign: the keys of all would take megabytes.

        Another thread may add strings meanwhile.
        """
        by_sign: dict[str, list[int]] = {}
        for place in range(size):
            by_sign.setdefault(self.key(self[place])[:1], []).append(place)
        for sign in sorted(by_sign):
            yield from sorted(by_sign.pop(sign), key=lambda place: self.key(self[place]))

    @property
    def rank(self) -> np.ndarray:
        """The place of each string in that order, by its own place."""
        order = self.order
        found = np.empty(len(order), dtype=np.int32)
        found[order] = np.arange(len(order), dtype=np.int32)
        return found


def plainly(title: str) -> str:
    """Sort by the words of a title, and what has the same words by itself."""
    return f"{' '.join(words(title))}\0{title}"


def naturally(code: str) -> str:
    """Sort CI9 before CI10, and what has no code last."""
    return "\0".join(map(counted, words(code))) if code else "\U0010ffff"


def counted(word: str) -> str:
    """Write a word so that its number is sorted as one: by how many digits it has, then by the digits."""
    letters = word.rstrip("0123456789")
    number = word[len(letters) :].lstrip("0")
    return f"{letters}\0{chr(len(number) + 1)}{number}\0{word}"
