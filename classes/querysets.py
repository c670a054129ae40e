"""Every question about many rows, named after the page that asks it. The day is always an argument."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Count, Prefetch, Q

if TYPE_CHECKING:
    from classes.models import (
        ChangeNotice,
        ClassSeries,
        HistoryEntry,
        JobClass,
        JobFamily,
        LevelDescriptor,
        Organization,
        RequiredCompetency,
        SourceDocument,
        Specification,
    )
    from competencies.models import Competency

Row = TypeVar("Row", bound=models.Model)


class OrganizationQuerySet(models.QuerySet["Organization"]):
    def get_by_natural_key(self, slug: str) -> Organization:
        return self.get(slug=slug)

    def for_home(self) -> OrganizationQuerySet:
        """Organizations with `class_count`, in one query."""
        return self.annotate(class_count=Count("job_classes"))


class JobFamilyQuerySet(models.QuerySet["JobFamily"]):
    def get_by_natural_key(self, organization: str, slug: str) -> JobFamily:
        return self.get(organization__slug=organization, slug=slug)

    def for_families(self) -> JobFamilyQuerySet:
        """Families with their organization and `class_count`, ordered as printed, in one query."""
        return (
            self.select_related("organization")
            .annotate(class_count=Count("job_classes"))
            .order_by("organization__name", "name")
        )


class ClassSeriesQuerySet(models.QuerySet["ClassSeries"]):
    def get_by_natural_key(self, organization: str, slug: str) -> ClassSeries:
        return self.get(organization__slug=organization, slug=slug)

    def for_families(self) -> ClassSeriesQuerySet:
        """Series with their organization and `class_count`, in one query."""
        return (
            self.select_related("organization")
            .annotate(class_count=Count("job_classes"))
            .order_by("organization__name", "name")
        )


class JobClassQuerySet(models.QuerySet["JobClass"]):
    def get_by_natural_key(self, organization: str, slug: str) -> JobClass:
        return self.get(organization__slug=organization, slug=slug)

    def with_text(self, on: date) -> JobClassQuerySet:
        """Add `texts_in_force`: a list of the one text in force on the day `on`, or of none. One more query."""
        from classes.models import Specification

        return self.prefetch_related(
            Prefetch("specifications", queryset=Specification.objects.in_force(on), to_attr="texts_in_force")
        )

    def for_browse(self, on: date) -> JobClassQuerySet:
        """Classes for a list: organization, family and series along, and the text in force. Two queries."""
        return (
            self.select_related("organization", "family", "series")
            .with_text(on)
            .order_by("title", "code", "id")
        )

    def for_class_page(self) -> JobClassQuerySet:
        return self.select_related("organization", "family__organization", "series__organization")

    def for_ladder(self, on: date) -> JobClassQuerySet:
        """Rungs of a series, lowest first, with the text in force. Two queries."""
        return self.select_related("organization").with_text(on).order_by("series_rank", "id")

    def matching(self, words: str) -> JobClassQuerySet:
        """Classes whose code or title has every one of `words`, in any order."""
        found = self
        for word in words.split():
            found = found.filter(Q(title__icontains=word) | Q(code__icontains=word))
        return found


class SpecificationQuerySet(models.QuerySet["Specification"]):
    def get_by_natural_key(self, organization: str, job_class: str, revision: int) -> Specification:
        return self.get(
            job_class__organization__slug=organization, job_class__slug=job_class, revision=revision
        )

    def published(self) -> SpecificationQuerySet:
        return self.filter(status="published")

    def in_force(self, on: date) -> SpecificationQuerySet:
        """Texts that apply on the day `on`: from `effective_from`, inclusive, to `effective_to`, exclusive."""
        return self.published().filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gt=on),
        )

    def with_rows(self) -> SpecificationQuerySet:
        """Bring along every row that a `Document` needs, in four more queries however long the text."""
        from classes.models import LevelDescriptor, RequiredCompetency

        return self.prefetch_related(
            "sections",
            "requirements",
            Prefetch(
                "required_competencies",
                queryset=RequiredCompetency.objects.select_related("competency__framework"),
            ),
            Prefetch(
                "required_competencies__descriptors",
                queryset=LevelDescriptor.objects.select_related("level").order_by("level__rank"),
            ),
        )

    def for_class_page(self, organization: str, job_class: str, on: date) -> SpecificationQuerySet:
        """The text in force of one class with its rows and all that the page's head names: five queries."""
        return (
            self.in_force(on)
            .filter(job_class__organization__slug=organization, job_class__slug=job_class)
            .select_related(
                "job_class__organization",
                "job_class__family__organization",
                "job_class__series__organization",
                "source",
            )
            .with_rows()
        )

    def for_check(self) -> SpecificationQuerySet:
        """All published texts in a fixed order, with their rows: six queries."""
        return (
            self.published()
            .select_related("job_class__organization", "source")
            .with_rows()
            .order_by("job_class__organization__slug", "job_class__slug", "revision")
        )


class SpecificationRowQuerySet(models.QuerySet[Row]):
    def get_by_natural_key(self, organization: str, job_class: str, revision: int, position: int) -> Row:
        return self.get(
            specification__job_class__organization__slug=organization,
            specification__job_class__slug=job_class,
            specification__revision=revision,
            position=position,
        )


class RequiredCompetencyQuerySet(models.QuerySet["RequiredCompetency"]):
    def get_by_natural_key(
        self, organization: str, job_class: str, revision: int, framework: str, competency: str
    ) -> RequiredCompetency:
        return self.get(
            specification__job_class__organization__slug=organization,
            specification__job_class__slug=job_class,
            specification__revision=revision,
            competency__framework__slug=framework,
            competency__slug=competency,
        )

    def for_competency(self, competency: Competency, on: date) -> RequiredCompetencyQuerySet:
        """Uses of one library entry in texts in force on the day `on`, with class and wording: two queries."""
        from classes.models import LevelDescriptor, Specification

        return (
            self.filter(competency=competency, specification__in=Specification.objects.in_force(on))
            .select_related("specification__job_class__organization")
            .prefetch_related(
                Prefetch(
                    "descriptors",
                    queryset=LevelDescriptor.objects.select_related("level").order_by("level__rank"),
                )
            )
            .order_by("specification__job_class__organization__name", "specification__job_class__title", "id")
        )


class LevelDescriptorQuerySet(models.QuerySet["LevelDescriptor"]):
    def get_by_natural_key(
        self, organization: str, job_class: str, revision: int, framework: str, competency: str, level: str
    ) -> LevelDescriptor:
        return self.get(
            required_competency__specification__job_class__organization__slug=organization,
            required_competency__specification__job_class__slug=job_class,
            required_competency__specification__revision=revision,
            required_competency__competency__framework__slug=framework,
            required_competency__competency__slug=competency,
            level__slug=level,
        )


class SourceDocumentQuerySet(models.QuerySet["SourceDocument"]):
    def get_by_natural_key(self, name: str) -> SourceDocument:
        return self.get(name=name)


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def get_by_natural_key(self, organization: str, number: str) -> ChangeNotice:
        return self.get(organization__slug=organization, number=number)


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
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

    def newest_first(self) -> HistoryEntryQuerySet:
        return self.order_by("-effective_on", "-id")

    def for_class_page(self, job_class: JobClass) -> HistoryEntryQuerySet:
        """A class's dated history, newest first, with notice and text: one query."""
        return self.filter(job_class=job_class).select_related("notice", "specification").newest_first()

    def for_home(self, on: date) -> HistoryEntryQuerySet:
        """What changed up to the day `on`, newest first, with class and notice: one query."""
        return (
            self.filter(effective_on__lte=on)
            .select_related("job_class__organization", "notice", "specification")
            .newest_first()
        )
