"""Questions about many change notices and history entries. The day is always an argument."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Q

if TYPE_CHECKING:
    from classes.models import (
        ChangeNotice,
        HistoryEntry,
        JobClass,
    )


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def for_admin(self) -> ChangeNoticeQuerySet:
        """Notices with their organization and `entry_count`, the history entries that cite them. One query."""
        return self.select_related("organization").annotate(entry_count=Count("entries"))

    def get_by_natural_key(self, organization: str, number: str) -> ChangeNotice:
        return self.get(organization__slug=organization, number=number)


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
    def for_admin(self) -> HistoryEntryQuerySet:
        return self.select_related("job_class__organization", "notice", "specification")

    def get_by_natural_key(
        self, organization: str, job_class: str, effective_on: str, kind: str, note: str
    ) -> HistoryEntry:
        return self.get(
            job_class__organization__slug=organization,
            job_class__slug=job_class,
            effective_on=effective_on,
            kind=kind,
            note=note,
        )

    def public(self) -> HistoryEntryQuerySet:
        """Entries that everyone may see: not those that belong to a draft, nor those of a class not yet public."""
        from classes.models import JobClass

        return self.filter(
            Q(specification__isnull=True) | Q(specification__status="published"),
            job_class__in=JobClass.objects.public(),
        )

    def until(self, on: date) -> HistoryEntryQuerySet:
        """Public entries up to and including the day `on`, newest first, with notice and text: one query."""
        return (
            self.public()
            .filter(effective_on__lte=on)
            .select_related("notice", "specification")
            .order_by("-effective_on", "-id")
        )

    def for_class_page(self, job_class: JobClass, on: date) -> HistoryEntryQuerySet:
        return self.filter(job_class=job_class).until(on)

    def for_home(self, on: date) -> HistoryEntryQuerySet:
        """What changed across the catalog, with the class of each entry: one query."""
        return self.until(on).select_related("job_class__organization", "notice", "specification")
