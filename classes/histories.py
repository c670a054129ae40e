"""The dated history of a class as its page tells it: each event with its text, and what that changed, or why not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from classes.models import HistoryEntry, Specification


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history: an event, the text that it brought where it is held, or a text that no event tells of.

    `before` is the text that applied until then, or the one corrected. `after_gap`: other words, not held, applied
    between the two. `why` says why what changed cannot be shown.
    """

    on: date | None
    entry: HistoryEntry | None = None
    text: Specification | None = None
    before: Specification | None = None
    after_gap: bool = False
    why: str = ""

    @property
    def kind(self) -> str:
        return self.entry.get_kind_display() if self.entry else "Text held"

    @property
    def is_correction(self) -> bool:
        return self.text is not None and self.text.corrects_id is not None


def lines(events: Sequence[HistoryEntry], texts: Sequence[Specification]) -> list[Line]:
    """Return the lines of a history, newest first, an undated text last.

    `events` come from `HistoryEntry.objects.of_class`, `texts` from `Specification.objects.of_class`.
    """
    by_pk = {text.pk: text for text in texts}
    brought = {entry.specification_id for entry in events}
    found = [line(entry.effective_on, entry, by_pk.get(entry.specification_id or 0), texts, events) for entry in events]
    found += [line(text.effective_from, None, text, texts, events) for text in texts if text.pk not in brought]
    return sorted(found, key=lambda each: each.on or date.min, reverse=True)


def line(
    on: date | None,
    entry: HistoryEntry | None,
    text: Specification | None,
    texts: Sequence[Specification],
    events: Sequence[HistoryEntry],
) -> Line:
    if text is None:
        return Line(on, entry, why=no_text(entry))
    before = predecessor(text, texts)
    if before:
        gap = before.effective_to != text.effective_from and not before.corrected and changed_between(before, events)
        return Line(on, entry, text, before, after_gap=gap)
    earlier = any(on and event.effective_on < on for event in events)
    why = "what changed cannot be shown: the earlier text is not held" if earlier else "the first text that is held"
    return Line(on, entry, text, why=why)


def predecessor(text: Specification, texts: Sequence[Specification]) -> Specification | None:
    """Return the text that `text` corrects, or the last that applied before it; corrected texts never applied."""
    if text.corrects_id:
        return next((each for each in texts if each.pk == text.corrects_id), None)
    earlier = texts_before(text, texts)
    return earlier[-1] if earlier else None


def texts_before(text: Specification, texts: Sequence[Specification]) -> list[Specification]:
    """Return the texts that applied before `text`, in order: corrected ones never did, an undated one came first."""
    return [each for each in texts if not each.corrected and each.pk != text.pk and begins_before(each, text)]


def begins_before(one: Specification, other: Specification) -> bool:
    return other.effective_from is not None and not (one.effective_from and one.effective_from >= other.effective_from)


def changed_between(before: Specification, events: Sequence[HistoryEntry]) -> bool:
    """Whether a change whose text is not held ended the text `before`."""
    return any(
        entry.effective_on == before.effective_to and entry.kind in HistoryEntry.CHANGES_TEXT and not entry.text_held
        for entry in events
    )


def no_text(entry: HistoryEntry | None) -> str:
    """Say why what an event changed cannot be shown; nothing of an event that changes no text."""
    if entry and entry.kind in HistoryEntry.CHANGES_TEXT:
        return "what changed cannot be shown: the text of that day is not held"
    return ""
