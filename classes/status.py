"""What a text, or a class without one, is on a day: in force, announced, superseded, corrected, abolished, not held.

Generated from the intervals of the published texts and from the history, never written by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from classes.models import HistoryEntry, JobClass, Specification

Kind = Literal[
    "in force", "undated", "to come", "superseded", "corrected", "abolished", "unheld", "not established", "no text"
]


@dataclass(frozen=True, slots=True)
class Status:
    """`kind` on a day, and what goes with it.

    `follower` is the text that took its place, or corrects it; `ended` the event that ended the text, or the class;
    `abolished_on` the day from which the class is no more, if it is not on that day.
    """

    kind: Kind
    follower: Specification | None = None
    corrected: Specification | None = None
    ended: HistoryEntry | None = None
    abolished_on: date | None = None
    begins_on: date | None = None


def text_status(
    text: Specification, texts: Sequence[Specification], events: Sequence[HistoryEntry], on: date
) -> Status:
    """Say what a published text is on the day `on`. `texts` and `events` are all of its class, events newest first."""
    corrected = next((each for each in texts if each.pk == text.corrects_id), None)
    if text.corrected:
        return Status("corrected", next((each for each in texts if each.corrects_id == text.pk), None), corrected)
    if text.begins_after(on):
        return Status("to come", corrected=corrected, begins_on=text.effective_from)
    if text.effective_to is None or on < text.effective_to:
        kind: Kind = "in force" if text.effective_from else "undated"
        return Status(kind, corrected=corrected, abolished_on=abolition(text.job_class, events, on))
    ended = ending(events, text.effective_to)
    if ended and ended.kind == HistoryEntry.Kind.ABOLISHED:
        return Status("abolished", None, corrected, ended, text.effective_to)
    follower = next((each for each in texts if each.effective_from == text.effective_to and not each.corrected), None)
    return Status("superseded" if follower else "unheld", follower, corrected, ended)


def class_status(
    job_class: JobClass, texts: Sequence[Specification], events: Sequence[HistoryEntry], on: date
) -> Status:
    """Say what a class is on a day for which no text of it is held."""
    abolished_on = abolition(job_class, events, on)
    if abolished_on:
        return Status("abolished", abolished_on=abolished_on, ended=ending(events, abolished_on))
    established = next((entry for entry in events if entry.kind == HistoryEntry.Kind.ESTABLISHED), None)
    if established and established.effective_on > on:
        return Status("not established", begins_on=established.effective_on)
    past = [text for text in texts if not text.corrected and text.effective_to and text.effective_to <= on]
    if past and past[-1].effective_to:
        back = (entry for entry in events if entry.kind == HistoryEntry.Kind.REINSTATED and entry.effective_on <= on)
        ended = ending(events, past[-1].effective_to)
        returned = ended is not None and ended.kind == HistoryEntry.Kind.ABOLISHED
        return Status("unheld", ended=next(back, ended) if returned else ended)
    return Status("no text")


def abolition(job_class: JobClass, events: Iterable[HistoryEntry], on: date) -> date | None:
    """Return the day from which the class exists no more, where it does not on the day `on`; else None."""
    kinds = (HistoryEntry.Kind.ABOLISHED, HistoryEntry.Kind.REINSTATED)
    last = next((entry for entry in events if entry.effective_on <= on and entry.kind in kinds), None)
    if last and last.kind == HistoryEntry.Kind.ABOLISHED:
        return last.effective_on
    return job_class.abolished_on if job_class.is_abolished(on) else None


def ending(events: Iterable[HistoryEntry], on: date) -> HistoryEntry | None:
    """Return the event that ended a text on the day `on`: an abolition, or a change whose own text is not held."""
    kinds = {HistoryEntry.Kind.ABOLISHED, *HistoryEntry.CHANGES_TEXT}
    return next(
        (entry for entry in events if entry.effective_on == on and entry.kind in kinds and not entry.text_held), None
    )
