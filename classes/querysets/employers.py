"""Questions about many organizations, families and series. The day is always an argument."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Count, Exists, OuterRef, Subquery
from django.db.models.functions import Coalesce

if TYPE_CHECKING:
    from classes.models import (
        ClassSeries,
        JobFamily,
        Organization,
    )


def class_count(group: str, on: date) -> Coalesce:
    """Count the public classes of a group (the name of the field that leads to it) that exist on the day `on`."""
    from classes.models import JobClass

    classes = JobClass.objects.public().existing(on).filter(**{group: OuterRef("pk")})
    counts = classes.order_by().values(group).annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counts), 0)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def for_admin(self) -> OrganizationQuerySet:
        """Organizations with framework and `in_published_text`: whether one of its texts is. One query."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(job_class__organization=OuterRef("pk"))
        return self.select_related("framework").annotate(in_published_text=Exists(texts))

    def get_by_natural_key(self, slug: str) -> Organization:
        return self.get(slug=slug)


class JobFamilyQuerySet(models.QuerySet["JobFamily"]):
    def for_admin(self) -> JobFamilyQuerySet:
        return self.select_related("organization")

    def get_by_natural_key(self, organization: str, slug: str) -> JobFamily:
        return self.get(organization__slug=organization, slug=slug)

    def for_families(self, on: date) -> JobFamilyQuerySet:
        """Families with their organization and `class_count` as of the day `on`, in one query."""
        return (
            self.select_related("organization")
            .annotate(class_count=class_count("family", on))
            .order_by("organization__name", "name")
        )


class ClassSeriesQuerySet(models.QuerySet["ClassSeries"]):
    def for_admin(self) -> ClassSeriesQuerySet:
        return self.select_related("organization")

    def get_by_natural_key(self, organization: str, slug: str) -> ClassSeries:
        return self.get(organization__slug=organization, slug=slug)

    def for_families(self, on: date) -> ClassSeriesQuerySet:
        """Series with their organization and `class_count` as of the day `on`, in one query."""
        return (
            self.select_related("organization")
            .annotate(class_count=class_count("series", on))
            .order_by("organization__name", "name")
        )
