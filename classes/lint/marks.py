"""Marks that do not fit: spaces, brackets, full stops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classes.lint.finding import Finding, quoted
from classes.lint.reading import Passage, Reading, context

# A full stop or comma that runs into the next word, not in an address, a number or an abbreviation.
NO_SPACE = re.compile(
    r"(?<![\w.@/-])(?P<before>[A-Za-z][a-z]{2,})(?:[.](?P<stop>[A-Z][a-z]+)|[,;](?P<mark>[A-Za-z]{2,}))(?![\w.@/-])"
)
SPACE_BEFORE = re.compile(r"(?P<before>\w) +(?P<mark>[,;.])(?=\s|$)(?! ?\.)", re.MULTILINE)
PILED_UP = re.compile(r"(?<![.,; ])(?:\.\.(?!\.)|,,|;;|,\.|,;|;,|;\.)(?!\.)")

PARAGRAPH = re.compile(r"\n\s*\n")
_BRACKET = re.compile(r"[][()]")
_OPENS = {"(": ")", "[": "]"}
_LIST_NUMBER = re.compile(r"(?<!\S)(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})\Z")


def mark_findings(reading: Reading) -> Iterator[Finding]:
    for pattern, says in ((NO_SPACE, no_space), (SPACE_BEFORE, space_before), (PILED_UP, piled_up)):
        for found in pattern.finditer(reading.text):
            if sentence := says(found):
                yield Finding("space", reading.passage_at(found.start()).place, sentence)
    yield from brackets(reading)
    yield from missing_stops(reading)


def no_space(found: re.Match[str]) -> str | None:
    if found["stop"] and (found["stop"].casefold() in ("net", "js", "com", "gov", "org", "edu")):
        return None
    return f"{context(found.string, *found.span(), 2)}: a space is missing."


def space_before(found: re.Match[str]) -> str | None:
    if "/" in found.string[found.string.rfind(" ", 0, found.start()) + 1 : found.start()]:
        return None  # Behind an address the space keeps the mark out of it.
    return f"{context(found.string, *found.span(), 2)}: a space stands before “{found['mark']}”."


def piled_up(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span(), 2)}: two marks stand together."


def brackets(reading: Reading) -> Iterator[Finding]:
    """Tell brackets without their other half: in a body within their paragraph, elsewhere within their line."""
    for section in reading.sections:
        stretches = [(section.place, paragraph) for paragraph in PARAGRAPH.split(section.section.body)]
        stretches += [(passage.place, passage.text) for passage in section.passages if passage.role != "line"]
        for place, text in stretches:
            at = unpaired(text) if _BRACKET.search(text) else None
            if at is not None:
                line = text[text.rfind("\n", 0, at) + 1 :].partition("\n")[0]
                what = "is not closed" if text[at] in _OPENS else "closes nothing"
                yield Finding("bracket", place, f"{quoted(line)}: “{text[at]}” {what}.")


def unpaired(text: str) -> int | None:
    """Where the first bracket without its other half stands. The bracket of a list number, “a)”, needs none."""
    opened: list[int] = []
    for found in _BRACKET.finditer(text):
        at = found.start()
        if text[at] in _OPENS:
            opened.append(at)
        elif opened and _OPENS[text[opened[-1]]] == text[at]:
            opened.pop()
        elif opened or not _LIST_NUMBER.search(text[max(0, at - 6) : at]):
            return at
    return opened[-1] if opened else None


_ENDED = re.compile(r"[.!?…:;][\"'”’)\]]*\Z")
_A_SENTENCE = re.compile(r"(?:\S+\s+){3}\S")  # Four words: less is a heading or a value.
_GOES_ON = re.compile(r"\b(?:and|or|to|of)\Z|\. \. \.")
ENOUGH = 4  # Passages of one kind before the one without a full stop stands out.


def missing_stops(reading: Reading) -> Iterator[Finding]:
    """Tell the only passage of a section, among those of its kind, that does not end with a full stop."""
    for section in reading.sections:
        by_role: dict[str, list[Passage]] = {}
        for passage in section.passages:
            by_role.setdefault(passage.role, []).append(passage)
        for passages in by_role.values():
            without = [passage for passage in passages if not _ENDED.search(passage.text)]
            if len(passages) < ENOUGH or len(without) != 1:
                continue
            (passage,) = without
            if _A_SENTENCE.search(passage.text) and not _GOES_ON.search(passage.text):
                yield Finding("stop-missing", passage.place, f"{quoted(passage.text)} ends without a full stop.")
