"""Class titles in running text: where they stand, and which sentences speak of whom."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text; `title` is the class title that it is, or empty where it is none."""

    text: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class Ladder:
    """Who the sentences of a text speak of: those about the whole series, and those about each title."""

    of_all: tuple[str, ...]
    of_each: Mapping[str, tuple[str, ...]]


def runs(text: str, titles: frozenset[str]) -> tuple[Run, ...]:
    """Part `text` at the titles in it; the longest title wins, so "IT Manager Senior" is not "IT Manager".

    The runs' texts together are `text` again. Titles are found as whole words, in their own case.
    """
    if not titles:
        return (Run(text),)
    longest_first = sorted(titles, key=lambda title: (-len(title), title))
    pattern = re.compile(r"(?<!\w)(?:" + "|".join(re.escape(title) for title in longest_first) + r")(?!\w)")
    found: list[Run] = []
    end = 0
    for match in pattern.finditer(text):
        if match.start() > end:
            found.append(Run(text[end : match.start()]))
        found.append(Run(match.group(), match.group()))
        end = match.end()
    if end < len(text):
        found.append(Run(text[end:]))
    return tuple(found)


def titles_in(text: str, titles: frozenset[str]) -> frozenset[str]:
    return frozenset(run.title for run in runs(text, titles) if run.title)


def ladder(sentences: tuple[str, ...], titles: frozenset[str], own: str) -> Ladder:
    """Sort the sentences of one class's text by the titles that they name.

    A sentence that names every title is about the series. Any other is about the titles that it names; about the
    class whose text this is, `own`, only where it names no other, since every comparison names it.
    """
    of_all: list[str] = []
    of_each: dict[str, list[str]] = {}
    for sentence in sentences:
        named = titles_in(sentence, titles)
        if len(titles) > 1 and named == titles:
            of_all.append(sentence)
            continue
        for title in named - {own} or named:
            of_each.setdefault(title, []).append(sentence)
    return Ladder(tuple(of_all), {title: tuple(found) for title, found in of_each.items()})
