"""The line of texts that led to one: rows of a class as `classes.standing` takes them. Starts no query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from classes.histories import texts_before
from classes.models import HistoryEntry, Specification
from classes.standing import Absence, HeldText, PartDigests, Standings, standings

Kind = HistoryEntry.Kind


def class_standings(shown: Specification, texts: Sequence[Specification], events: Sequence[HistoryEntry]) -> Standings:
    """Say since when the words of `shown` have stood.

    `texts` and `events` are all of its class, from the `of_class` of their querysets.
    """
    by_key = {shown.pk: shown} | {text.pk: text for text in texts}
    shown = by_key[shown.pk]  # of which the digests were brought along, where it is law
    line = texts_before(shown, texts)
    return standings(
        [held_text(text, by_key) for text in (*line, shown)],
        noted=[
            entry.effective_on for entry in events if entry.kind in HistoryEntry.CHANGES_TEXT and not entry.text_held
        ],
        absences=list(absences(events)),
        established=establishment((*line, shown)[0], events),
    )


def held_text(text: Specification, by_key: dict[int, Specification]) -> HeldText:
    return HeldText(
        revision=text.revision,
        starts=text.effective_from,
        ends=text.effective_to,
        parts=tuple(part_digests(text.section_digests)),
        cells=text.cell_digests,
        mends=tuple(held_text(wrong, {}) for wrong in mended(text, by_key)),
    )


def mended(text: Specification, by_key: dict[int, Specification]) -> Iterator[Specification]:
    """Yield the wrong texts whose place a text took, the last one first."""
    while text.corrects_id in by_key:
        text = by_key[text.corrects_id]
        yield text


def part_digests(sections: Iterable[dict[str, str]]) -> Iterator[PartDigests]:
    """Yield the parts of a document as `Document.parts` groups its sections; the head, which comes first, is none."""
    part: list[tuple[str, str]] = []
    for section in list(sections)[1:]:
        if section["heading"] and part:
            yield tuple(part)
            part = []
        part.append((section["heading"], section["digest"]))
    if part:
        yield tuple(part)


def absences(events: Iterable[HistoryEntry]) -> Iterator[Absence]:
    """Yield the times for which a class did not exist: from its abolition to the day on which it was reinstated."""
    gone: date | None = None
    for entry in sorted(events, key=lambda entry: (entry.effective_on, entry.pk)):
        if entry.kind == Kind.ABOLISHED and gone is None:
            gone = entry.effective_on
        elif entry.kind == Kind.REINSTATED and gone is not None:
            yield gone, entry.effective_on
            gone = None
    if gone:
        yield gone, None


def establishment(first: Specification, events: Iterable[HistoryEntry]) -> date | None:
    """Return the day on which the class was established, if `first` came with that, or the text that it corrects."""
    for entry in events:
        if entry.kind != Kind.ESTABLISHED:
            continue
        brought = entry.specification if entry.text_held else None
        if (brought and brought.effective_from == first.effective_from) or entry.effective_on == first.effective_from:
            return entry.effective_on
    return None
