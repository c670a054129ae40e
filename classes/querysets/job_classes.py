"""Questions about many classes, named after the page that asks. The day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

if TYPE_CHECKING:
    from classes.models import (
        JobClass,
    )


class JobClassQuerySet(models.QuerySet["JobClass"]):
    def for_admin(self) -> JobClassQuerySet:
        """Classes with all that their line in the list names, and `in_published_text`, in one query."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(job_class=OuterRef("pk"))
        return self.select_related("organization", "family__organization", "series__organization").annotate(
            in_published_text=Exists(texts)
        )

    def get_by_natural_key(self, organization: str, slug: str) -> JobClass:
        return self.get(organization__slug=organization, slug=slug)

    def public(self) -> JobClassQuerySet:
        """Classes that everyone may see: those with a published text, and those that are listed without one."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(job_class=OuterRef("pk"))
        return self.filter(Q(listed=True) | Exists(texts))

    def existing(self, on: date) -> JobClassQuerySet:
        """Classes that are not abolished on the day `on`; the day of abolition is the first without the class."""
        return self.filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))

    def with_text(self, on: date) -> JobClassQuerySet:
        """Add `texts_in_force`: a list of the one text in force on the day `on`, or of none. One more query."""
        from classes.models import Specification

        return self.prefetch_related(
            Prefetch("specifications", queryset=Specification.objects.in_force(on), to_attr="texts_in_force")
        )

    def for_browse(self, on: date) -> JobClassQuerySet:
        """Classes for a list: organization, family and series along, and the text in force. Two queries."""
        return (
            self.public()
            .existing(on)
            .select_related("organization", "family", "series")
            .with_text(on)
            .order_by("title", "code", "id")
        )

    def for_class_page(self) -> JobClassQuerySet:
        """Public classes with what the head of their page names, in one query."""
        return self.public().select_related("organization", "family__organization", "series__organization")

    def for_ladder(self, on: date) -> JobClassQuerySet:
        """Rungs of a series, lowest first, with the text in force. Two queries."""
        return self.public().select_related("organization").with_text(on).order_by("series_rank", "id")

    def for_compare(self, addresses: Iterable[tuple[str, str]], on: date) -> JobClassQuerySet:
        """Public classes at these addresses (organization, class), each with the whole of its text in force.

        Six queries for any number of classes: the classes (1), their texts (1), and the texts' sections,
        requirements, competencies and descriptors (4). Two where no class has a text.
        """
        from classes.models import Specification

        named = Q(pk__in=[])
        for organization, slug in addresses:
            named |= Q(organization__slug=organization, slug=slug)
        texts = Specification.objects.in_force(on).with_rows()
        return (
            self.for_class_page()
            .filter(named)
            .prefetch_related(Prefetch("specifications", queryset=texts, to_attr="texts_in_force"))
        )

    def beside(self, job_class: JobClass, on: date) -> JobClassQuerySet:
        """Classes to compare one with, with text: its series, and its namesakes elsewhere. Two queries."""
        namesakes = Q(title__iexact=job_class.title) & ~Q(organization=job_class.organization_id)
        series = Q(series=job_class.series_id) if job_class.series_id else Q(pk__in=[])
        return self.for_browse(on).filter(series | namesakes).exclude(pk=job_class.pk).order_by("-series_rank", "id")

    def matching(self, words: str) -> JobClassQuerySet:
        """Classes whose code or title has every one of `words`, in any order."""
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(code__icontains=word))
        return found
