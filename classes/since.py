"""What changed in a class since a day: the text in force on that day against the one in force on the day shown."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from classes.assembly import assemble
from classes.histories import Line, lines
from classes.models import HistoryEntry, Specification
from classes.pages import ClassPage, class_page
from classes.revisions import RevisionComparison, compare_revisions
from classes.status import Status, class_status


@dataclass(frozen=True)
class ChangesSince:
    """What is known to have changed after the day `since`, up to the day that `page` shows.

    `old` is the text in force on that day, None where none is held: no other ever stands in its place. `comparison`
    is None unless two texts can be held against each other.
    """

    page: ClassPage
    since: date
    old: Specification | None
    comparison: RevisionComparison | None

    @property
    def new(self) -> Specification | None:
        return self.page.specification

    @property
    def is_same_day(self) -> bool:
        return self.since == self.page.on

    @property
    def is_same_text(self) -> bool:
        return self.old is not None and self.old == self.new

    @cached_property
    def between(self) -> list[Line]:
        """The lines of the history after that day, newest first."""
        told = lines(self.page.events, self.page.texts)
        return [line for line in told if line.on and self.since < line.on <= self.page.on]

    @cached_property
    def status(self) -> Status | None:
        """Why no text is held for that day; None where one is."""
        return None if self.old else class_status(self.page.job_class, self.page.texts, self.page.events, self.since)

    @cached_property
    def last_event(self) -> HistoryEntry | None:
        """The last that the history tells of by that day."""
        return next((entry for entry in self.page.events if entry.effective_on <= self.since), None)

    @cached_property
    def next_held(self) -> Specification | None:
        """Where no text is held for that day, the first one that took effect after it, up to the day shown.

        Of a class that was established after that day it may be one that bears no date.
        """
        if self.status is None:
            return None
        shown = [text for text in self.page.texts if not text.corrected and not text.begins_after(self.page.on)]
        known = self.status.kind != "not established"
        return next(
            (text for text in shown if text.begins_after(self.since) or not (known or text.effective_from)), None
        )

    @cached_property
    def mended(self) -> Specification | None:
        """The wrong text in whose place `old` stands: on that day one may have read its words."""
        texts = {text.pk: text for text in self.page.texts}
        return texts.get(self.old.corrects_id) if self.old and self.old.corrects_id else None


def changes_since(organization: str, slug: str, on: date, since: date) -> ChangesSince:
    """Gather what changed from the day `since` to the day `on`. Raises JobClass.DoesNotExist.

    The queries of `class_page`, and five more where another text was in force on that day: that text with its rows.
    """
    page = class_page(organization, slug, on)
    old = next((text for text in page.texts if text.in_force(since)), None)
    if old and old.effective_from is None and is_established_after(since, page.events):
        old = None  # an undated text may have applied on any day of the class, but on none before it
    if old is None or page.specification is None or page.document is None or old == page.specification:
        return ChangesSince(page, since, old, None)
    whole = Specification.objects.for_revision_page(organization, slug, old.revision).get()
    return ChangesSince(page, since, whole, compare_revisions(assemble(whole), page.document))


def is_established_after(on: date, events: Iterable[HistoryEntry]) -> bool:
    return any(entry.kind == HistoryEntry.Kind.ESTABLISHED and entry.effective_on > on for entry in events)
