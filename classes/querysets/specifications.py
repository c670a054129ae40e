"""Questions about many texts, their rows and their sources. The day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, Subquery, Value, When

if TYPE_CHECKING:
    from classes.models import (
        JobClass,
        LevelDescriptor,
        RequiredCompetency,
        SourceDocument,
        Specification,
    )
    from competencies.models import Competency

Row = TypeVar("Row", bound=models.Model)

SECTION, REQUIREMENT, COMPETENCY, DESCRIPTOR = range(1, 5)  # what a row of `rows_of` is


def applies(on: date, at: str = "") -> Q:
    """What is true of the text in force on the day `on`; `at` leads to the text, "specifications__" from a class."""
    return (
        Q(**{f"{at}status": "published"})
        & Q(**{f"{at}corrected": False})
        & (Q(**{f"{at}effective_from__isnull": True}) | Q(**{f"{at}effective_from__lte": on}))
        & (Q(**{f"{at}effective_to__isnull": True}) | Q(**{f"{at}effective_to__gt": on}))
    )


class SpecificationQuerySet(models.QuerySet["Specification"]):
    def for_admin(self) -> SpecificationQuerySet:
        """Specifications with class, organization and source, in one query."""
        return self.select_related("job_class__organization", "source")

    def get_by_natural_key(self, organization: str, job_class: str, revision: int) -> Specification:
        return self.get(job_class__organization__slug=organization, job_class__slug=job_class, revision=revision)

    def published(self) -> SpecificationQuerySet:
        return self.filter(status="published")

    def in_force(self, on: date) -> SpecificationQuerySet:
        """Texts that apply on the day `on`: from `effective_from`, inclusive, to `effective_to`, exclusive.

        At most one of a class, since a text that was corrected never applies: its correction does.
        """
        return self.filter(applies(on))

    def in_order(self) -> SpecificationQuerySet:
        """Published texts of classes in the order in which they apply, an undated one first, without their rows."""
        return self.published().order_by(F("effective_from").asc(nulls_first=True), "revision").only(*self.model.LIGHT)

    def of_class(self, job_class: JobClass) -> SpecificationQuerySet:
        """All published texts of a class in the order in which they apply, without their rows: one query."""
        return self.in_order().filter(job_class=job_class)

    def cited(self, digest: str) -> SpecificationQuerySet:
        """Published texts whose digest begins with these hexadecimal digits, with class and organization: one query.

        A range, not a LIKE, so that either database finds it by its index.
        """
        texts = self.published().filter(digest__gte=digest, digest__lt=f"{digest}g")
        return texts.select_related("job_class__organization").order_by("job_class", "revision")

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

    def rows_of(self, texts: int | list[int]) -> models.QuerySet[Any, tuple[Any, ...]]:
        """All rows of one text or of some (by primary key) as tuples of eight, in no order: one query.

        Text, what the row is, and then:
        section      position, primary key, kind, heading, body, ""
        requirement  position, primary key, kind, text, "yes" where it goes by position, ""
        competency   position, primary key, slugs of framework and competency, name, definition
        descriptor   rank of the level, primary key of the competency's row, slug and name of the level, text, ""
        """
        from classes.models import LevelDescriptor, RequiredCompetency, Requirement, Section

        nothing = Value("")
        by_position = Case(When(by_position=True, then=Value("yes")), default=nothing)
        of = "specification__in" if isinstance(texts, list) else "specification"
        text, place = "specification", ("position", "pk")
        entry = ("competency__framework__slug", "competency__slug")
        level = ("level__rank", "required_competency", "level__slug", "level__name")
        return (
            Section.objects.filter(**{of: texts})
            .order_by()
            .values_list(text, Value(SECTION), *place, "kind", "heading", "body", nothing)
            .union(
                Requirement.objects.filter(**{of: texts})
                .order_by()
                .values_list(text, Value(REQUIREMENT), *place, "kind", "text", by_position, nothing),
                RequiredCompetency.objects.filter(**{of: texts})
                .order_by()
                .values_list(text, Value(COMPETENCY), *place, *entry, "name", "definition"),
                LevelDescriptor.objects.filter(**{f"required_competency__{of}": texts})
                .order_by()
                .values_list(f"required_competency__{text}", Value(DESCRIPTOR), *level, "text", nothing),
                all=True,
            )
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

    def for_revision_page(self, organization: str, job_class: str, revision: int) -> SpecificationQuerySet:
        """One published text of a class by its number, with rows and all that the page's head names: five queries."""
        return self.for_comparison(organization, job_class, revision, revision)

    def for_comparison(self, organization: str, job_class: str, old: int, new: int) -> SpecificationQuerySet:
        """Two published texts of a class by their numbers, with their rows and what the head names: five queries.

        Each bears `corrected_by`, the number of the revision that corrects it, or None.
        """
        correction = self.model._default_manager.published().filter(corrects=OuterRef("pk"))
        return (
            self.published()
            .filter(Q(revision=old) | Q(revision=new))
            .filter(job_class__organization__slug=organization, job_class__slug=job_class)
            .select_related(
                "job_class__organization", "job_class__family__organization", "job_class__series__organization"
            )
            .annotate(corrected_by=Subquery(correction.values("revision")))
            .with_rows()
        )

    def renaming(self, on: date) -> SpecificationQuerySet:
        """Texts in force on the day `on` of another title or code than their class bears, with class: one query."""
        other_code = ~Q(code="") & ~Q(code=F("job_class__code"))
        return (
            self.in_force(on)
            .filter(~Q(title=F("job_class__title")) | other_code)
            .select_related("job_class__organization")
            .order_by("job_class__organization__slug", "job_class__slug")
        )

    def for_check(self) -> SpecificationQuerySet:
        """All published texts in a fixed order, with rows and the class's `ending_events`: six queries."""
        from classes.models import HistoryEntry

        events = HistoryEntry.objects.ending_text()
        return (
            self.published()
            .select_related("job_class__organization", "source")
            .with_rows()
            .prefetch_related(Prefetch("job_class__history", queryset=events, to_attr="ending_events"))
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
