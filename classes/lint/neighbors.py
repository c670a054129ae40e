"""Classes that the distinguishing characteristics name: by titles that hold, and with an answer."""

from __future__ import annotations

import re
from collections.abc import Iterator

from classes.lint.around import Around
from classes.lint.finding import Finding, Place, dated, listed
from classes.lint.reading import Reading
from classes.sentences import sentences

# What sets one class apart from another.
APART = re.compile(
    r"\b(?:distinguish(?:ed|able|es)|differ(?:s|ed)?|differentiate[sd]?)\b[^.;]{0,60}? from (?:that of |those of )?"
    r"(?:the |an? )?(?:(?:next )?(?:higher|lower)(?:[ -]level)? )?(?:class(?:ification)? of (?:the |an? )?)?",
)
_MORE = re.compile(r",? (?:and|or)(?: from)?(?: the| an?)? ")
_MORE_BEFORE = re.compile(r" (?:and|or|&) \Z")
_TITLE = re.compile(
    r"[A-Z][\w'’/&-]*(?:(?: (?:of|of the|and|for|&|-|–))? (?:[A-Z][\w'’/&-]*|\d+)(?!\w))*(?:, (?:[IVX]+|\d+)\b)?"
)
# "the Engineer series" and "the Journey level" are no classes.
_NO_CLASS = re.compile(
    r"[ -](?:series|levels?|classes|classifications|famil(?:y|ies)|groups?|occupations?|positions|work)\b"
)


def neighbor_findings(reading: Reading, around: Around) -> Iterator[Finding]:
    if not around.directory:
        return
    for place, text in distinguishing(reading):
        yield from stale_titles(text, place, reading.document.title, around)
        yield from comparisons(text, place, reading.document.title, around)


def distinguishing(reading: Reading) -> Iterator[tuple[Place, str]]:
    for section in reading.of_kinds("distinguishing"):
        yield section.place, "\n".join(passage.text for passage in section.passages)


def stale_titles(text: str, place: Place, own_title: str, around: Around) -> Iterator[Finding]:
    """Tell titles that nobody bears any more: laid down, or of abolished classes. Each once."""
    directory = around.directory
    for title in dict.fromkeys(mention.title for mention in directory.mentions(text)):
        borne = directory.by_title.get(title, ())
        if title == own_title or any(known.abolished_on is None for known in borne):
            continue
        if borne:
            known = borne[0]
            taken = [f"“{successor}”" for successor in known.successors]
            follows = f"; {listed(taken)} took its place" if taken else ""
            assert known.abolished_on is not None
            yield Finding(
                "class-abolished",
                place,
                f"Names “{title}”, which was abolished on {dated(known.abolished_on)}{follows}.",
            )
            continue
        known = directory.by_former_title[title][0]
        until = next(day for former, day in known.former if former == title)
        if known.address == around.address:
            says = f"Calls this class “{title}”; since {dated(until)} it has been “{known.title}”."
        else:
            says = f"Names “{title}”, which has been “{known.title}” since {dated(until)}."
        yield Finding("class-retitled", place, says)


def comparisons(text: str, place: Place, own_title: str, around: Around) -> Iterator[Finding]:
    """Tell classes that this one is set apart from and that are missing, do not answer, or have no text to do it in."""
    silent: dict[str, str] = {}
    unheld: dict[str, str] = {}
    for title in dict.fromkeys(compared(text, around)):
        named = around.directory.called(title)
        if title == own_title or any(known.address == around.address for known in named):
            continue
        if not named:
            yield Finding(
                "class-missing", place, f"Sets this class apart from “{title}”; the catalog has no class of that title."
            )
            continue
        there = [known for known in named if known.abolished_on is None]
        answers = [around.answers.get(known.address) for known in there]
        if not there or any(answer is not None and around.address in answer for answer in answers):
            continue
        if all(answer is None for answer in answers):
            unheld[title] = there[0].address
        else:
            silent[title] = there[0].address
    for title, address in silent.items():
        says = f"Sets this class apart from “{title}”, whose text "
        does = "does not name this one back" if around.answers.get(address) else "names no other class"
        yield Finding("class-silent", place, f"{says}{does}.")
    if unheld:
        which = "whose text is" if len(unheld) == 1 else "whose texts are"
        names = listed([f"“{title}”" for title in unheld])
        yield Finding("class-unheld", place, f"Sets this class apart from {names}, {which} not held.")


def compared(text: str, around: Around) -> Iterator[str]:
    """Yield the titles that a text sets its class apart from, known or not, in the order in which they stand."""
    for sentence in sentences(text):
        if not APART.search(sentence):
            continue
        known = {mention.start: mention for mention in around.directory.mentions(sentence)}
        for phrase in APART.finditer(sentence):
            start = phrase.end()
            while True:
                mention = known.get(start)
                end = mention.end if mention else 0
                if mention:
                    yield mention.title
                elif unknown := _TITLE.match(sentence, start):
                    # "Planner and Senior Planner": a title that is known ends one that is not.
                    inside = (at for at in known if start < at < unknown.end() and _MORE_BEFORE.search(sentence, 0, at))
                    end = min((sentence.rindex(" ", 0, at - 1) for at in inside), default=unknown.end())
                    if is_title(sentence[start:end], sentence, end):
                        yield sentence[start:end]
                more = _MORE.match(sentence, end) if end else None
                if more is None:
                    break
                start = more.end()


def is_title(phrase: str, sentence: str, end: int) -> bool:
    """Whether a phrase in capitals can be the title of one class: two words at least, and no series or level."""
    return " " in phrase and not _NO_CLASS.match(sentence, end)
