"""Every question about many rows, named after the page that asks it. The day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, TypeVar

from django.db import models
from django.db.models import Count, Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

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

    def for_home(self, on: date) -> OrganizationQuerySet:
        """Organizations with `class_count` as of the day `on`, in one query."""
        return self.annotate(class_count=class_count("organization", on)).order_by("name")


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


class SpecificationQuerySet(models.QuerySet["Specification"]):
    def for_admin(self) -> SpecificationQuerySet:
        """Specifications with class, organization and source, in one query."""
        return self.select_related("job_class__organization", "source")

    def get_by_natural_key(self, organization: str, job_class: str, revision: int) -> Specification:
        return self.get(job_class__organization__slug=organization, job_class__slug=job_class, revision=revision)

    def published(self) -> SpecificationQuerySet:
        return self.filter(status="published")

    def in_force(self, on: date) -> SpecificationQuerySet:
        """Texts that apply on the day `on`: from `effective_from`, inclusive, to `effective_to`, exclusive."""
        return self.published().filter(
            Q(effective_from__isnull=True) | Q(effective_from__lte=on),
            Q(effective_to__isnull=True) | Q(effective_to__gt=on),
        )

    def first_after(self, job_class: JobClass, on: date) -> Specification | None:
        """Return the earliest published text of a class that takes effect after the day `on`, or None: one query."""
        later = self.published().filter(job_class=job_class, effective_from__gt=on)
        return later.order_by("effective_from", "-revision").first()

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

    def for_comparison(self, organization: str, job_class: str, old: int, new: int) -> SpecificationQuerySet:
        """Two published texts of a class by their numbers, with their rows and what the head names: five queries."""
        return (
            self.published()
            .filter(Q(revision=old) | Q(revision=new))
            .filter(job_class__organization__slug=organization, job_class__slug=job_class)
            .select_related(
                "job_class__organization", "job_class__family__organization", "job_class__series__organization"
            )
            .with_rows()
        )

    def for_check(self) -> SpecificationQuerySet:
        """All published texts in a fixed order, with their rows: five queries."""
        return (
            self.published()
            .select_related("job_class__organization", "source")
            .with_rows()
            .order_by("job_class__organization__slug", "job_class__slug", "revision")
        )


class SpecificationRowQuerySet(models.QuerySet[Row]):
    def for_admin(self) -> SpecificationRowQuerySet[Row]:
        return self.select_related("specification")

    def get_by_natural_key(self, organization: str, job_class: str, revision: int, position: int) -> Row:
        return self.get(
            specification__job_class__organization__slug=organization,
            specification__job_class__slug=job_class,
            specification__revision=revision,
            position=position,
        )


class SectionQuerySet(SpecificationRowQuerySet):
    def distinguishing(self, texts: Iterable[int]) -> SectionQuerySet:
        """The distinguishing characteristics of these specifications (by primary key), in order: one query."""
        return self.filter(specification__in=texts, kind="distinguishing").order_by("specification", "position")


class RequiredCompetencyQuerySet(models.QuerySet["RequiredCompetency"]):
    def for_admin(self) -> RequiredCompetencyQuerySet:
        """Required competencies with library entry and descriptors, lowest level first: two queries."""
        from classes.models import LevelDescriptor

        descriptors = LevelDescriptor.objects.select_related("level__framework").order_by("level__rank")
        return self.select_related("specification", "competency__framework").prefetch_related(
            Prefetch("descriptors", queryset=descriptors)
        )

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
            .select_related("competency__framework", "specification__job_class__organization")
            .prefetch_related(
                Prefetch(
                    "descriptors",
                    queryset=LevelDescriptor.objects.select_related("level").order_by("level__rank"),
                )
            )
            .order_by("specification__job_class__organization__name", "specification__job_class__title", "id")
        )


class LevelDescriptorQuerySet(models.QuerySet["LevelDescriptor"]):
    def for_admin(self) -> LevelDescriptorQuerySet:
        return self.select_related("required_competency__specification", "level__framework")

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
    def for_admin(self) -> SourceDocumentQuerySet:
        """Sources with `in_published_text`: whether a published text was transcribed from it. One query."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(source=OuterRef("pk"))
        return self.annotate(in_published_text=Exists(texts))

    def get_by_natural_key(self, name: str) -> SourceDocument:
        return self.get(name=name)


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
