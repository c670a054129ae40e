"""What must be known of the classes around a text to judge what it says of them. `classes.linting` gathers it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

_WORD = re.compile(r"\w+")
# A capital word before a title, or one behind it, makes it part of a longer title that is not known.
_BEFORE = re.compile(
    r"\b(?:Acting|Administrative|Assistant|Associate|Chief|Deputy|General|Head|Junior|Lead|Managing|Principal|Senior"
    r"|Staff|Supervising) \Z"
)
_BEHIND = re.compile(r"(?: |-)(?:[A-Z]\w*|\d)|, [IVX]+\b")


@dataclass(frozen=True, slots=True)
class KnownClass:
    """A class of the organization on the day of the lint. `address` is "city/ci2787".

    `titles` are those that it bears or will bear; `former` those that it laid down, with the first day without them.
    """

    address: str
    titles: tuple[str, ...]
    former: tuple[tuple[str, date], ...] = ()
    abolished_on: date | None = None
    successors: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        return self.titles[0]


class Mention(NamedTuple):
    """A title in running text, from `start` to `end`."""

    start: int
    end: int
    title: str


class Directory:
    """The classes of an organization by the titles that they bear or bore. Made once, it finds them in any text."""

    def __init__(self, classes: Iterable[KnownClass] = ()) -> None:
        self.by_title: dict[str, list[KnownClass]] = defaultdict(list)
        self.by_former_title: dict[str, list[KnownClass]] = defaultdict(list)
        self.by_address: dict[str, KnownClass] = {}
        for known in classes:
            self.by_address[known.address] = known
            for title in known.titles:
                self.by_title[title].append(known)
            for title, _ in known.former:
                self.by_former_title[title].append(known)
        self._folded = {title.casefold(): title for title in (*self.by_former_title, *self.by_title)}
        self._by_first_word: dict[str, list[str]] = defaultdict(list)
        for title in sorted({*self.by_title, *self.by_former_title}, key=lambda title: (-len(title), title)):
            if first := _WORD.match(title):
                self._by_first_word[first.group()].append(title)

    def __bool__(self) -> bool:
        return bool(self.by_address)

    def mentions(self, text: str) -> Iterator[Mention]:
        """Yield the titles in a text, whole and in their own case; the longest wins.

        Costs a look-up for each word of the text, and a try for each title that begins with it.
        """
        end = 0
        for word in _WORD.finditer(text):
            start = word.start()
            if start < end:
                continue
            for title in self._by_first_word.get(word.group(), ()):
                if text.startswith(title, start) and not text[start + len(title) : start + len(title) + 1].isalnum():
                    end = start + len(title)
                    if not _BEFORE.search(text[max(0, start - 20) : start]) and not _BEHIND.match(text, end):
                        yield Mention(start, end, title)
                    break

    def called(self, title: str) -> list[KnownClass]:
        """The classes that bear a title, else those that bore it; in whatever case, and in the plural too."""
        for spelt in (title, title.removesuffix("s")):
            known = self._folded.get(spelt.casefold(), spelt)
            if found := self.by_title.get(known) or self.by_former_title.get(known):
                return found
        return []

    def named(self, text: str) -> frozenset[str]:
        """The addresses of the classes that a text names, by whatever title of theirs."""
        return frozenset(
            known.address
            for mention in self.mentions(text)
            for known in (*self.by_title.get(mention.title, ()), *self.by_former_title.get(mention.title, ()))
        )


@dataclass(frozen=True)
class Around:
    """What is known around a text on a day.

    `address` is that of its own class; `directory` holds the classes of its organization, this one too.
    `answers`: for classes of which a text is in force, the addresses that its distinguishing characteristics name.
    `history`: the kinds and days of the entries of its own class, by day. Empty: nothing is known, and nothing is said.
    """

    address: str = ""
    directory: Directory = field(default_factory=Directory)
    answers: Mapping[str, frozenset[str]] = field(default_factory=dict)
    history: Sequence[tuple[str, date]] = ()
