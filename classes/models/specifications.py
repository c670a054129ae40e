"""Dated texts of a class, and the rows that they own.

A specification is a whole: it owns its sections, requirements and competencies, so an old revision never
changes under a reader. Text is plain text. `classes.assembly` makes a `Document` of the rows.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from classes.addresses import address
from classes.facts import Education, PhysicalDemand, in_years
from classes.fields import AddressField, PlainTextField
from classes.models.job_classes import JobClass
from classes.querysets import (
    LevelDescriptorQuerySet,
    RequiredCompetencyQuerySet,
    SectionQuerySet,
    SourceDocumentQuerySet,
    SpecificationQuerySet,
    SpecificationRowQuerySet,
)
from competencies.models import Competency, Level


class SourceDocument(models.Model):
    """What a specification was transcribed from: the text, byte for byte.

    `furniture` lists what stands on the page but is not part of what the document says (headers repeated at
    a page break, say), in the order in which it stands: `[{"text": …, "reason": …, "occurrence": n}, …]`.
    """

    name = models.CharField(max_length=200, unique=True)
    text = models.TextField()
    sha256 = models.CharField("SHA-256", max_length=64, help_text="Of the text as UTF-8.")
    furniture = models.JSONField(default=list, blank=True)

    objects = SourceDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.name,)


class Specification(models.Model):
    """One dated text of a class; a class has many over time, numbered 1, 2, 3 …

    In force from `effective_from`, inclusive, to `effective_to`, exclusive, unless it was `corrected`: then the text
    that corrects it took its place, from the first day to the last. What is not editable is set by
    `classes.publishing` alone, and `classes.guard` has the database refuse any other change of a published text.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        IN_REVIEW = "in_review", "In review"
        PUBLISHED = "published", "Published"

    job_class = models.ForeignKey(
        JobClass, on_delete=models.PROTECT, related_name="specifications", verbose_name="class"
    )
    revision = models.PositiveIntegerField(default=1)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    effective_from = models.DateField(
        null=True, blank=True, help_text="First day in force. Empty: the source bears no date."
    )
    effective_to = models.DateField(null=True, blank=True, editable=False)
    corrects = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        related_name="corrections",
        null=True,
        blank=True,
        help_text="The revision whose mistake this one mends.",
    )
    corrected = models.BooleanField(default=False, editable=False)

    title = models.CharField(max_length=200, help_text="The official title, as the text has it.")
    code = models.CharField(max_length=40, blank=True, help_text="The class code, as the text has it.")
    title_slug = AddressField(made_from="title", max_length=120)
    code_slug = AddressField(made_from="code", max_length=50)
    masthead = PlainTextField(blank=True, help_text="The lines printed above the first heading, as printed.")

    pay_grade = models.CharField(max_length=40, blank=True)
    flsa_code = models.CharField("FLSA code", max_length=20, blank=True, help_text="As printed.")
    minimum_education = models.PositiveSmallIntegerField(
        choices=Education, null=True, blank=True, help_text="Derived from the printed requirement."
    )
    minimum_experience_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(600)],
        help_text="Derived from the printed requirement: three years are 36.",
    )
    physical_demand = models.PositiveSmallIntegerField(
        "physical demand level",
        choices=PhysicalDemand,
        null=True,
        blank=True,
        help_text="Derived from the printed level.",
    )
    probation_months = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MaxValueValidator(60)],
        help_text="Derived from the printed period.",
    )

    source = models.ForeignKey(
        SourceDocument, on_delete=models.PROTECT, related_name="specifications", null=True, blank=True
    )
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        help_text="Who wrote the draft last. Empty once it is published: the admin's log tells who did what.",
    )
    review_comment = models.TextField(blank=True, editable=False, help_text="Why the draft was sent back.")
    digest = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    section_digests = models.JSONField(default=list, blank=True, editable=False)
    cell_digests = models.JSONField(default=dict, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SpecificationQuerySet.as_manager()

    # What a page must know of the other texts of a class: when each applies, what it is called, and where they differ.
    LIGHT = (
        "job_class",
        "revision",
        "status",
        "effective_from",
        "effective_to",
        "corrects",
        "corrected",
        "title",
        "code",
        "digest",
        "section_digests",
        "cell_digests",
        "published_at",
    )

    class Meta:
        ordering = ["job_class", "-revision"]
        permissions = [("publish_specification", "Can publish, correct and send back specifications")]
        indexes = [
            models.Index(
                fields=["job_class", "effective_from"],
                condition=models.Q(status="published", corrected=False),
                name="specification_in_force",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["job_class", "revision"],
                name="specification_revision_once",
                violation_error_message="This class already has a revision with this number.",
            ),
            models.CheckConstraint(
                condition=models.Q(revision__gte=1),
                name="specification_revision_from_one",
                violation_error_message="Revisions are counted from 1.",
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=["draft", "in_review", "published"]),
                name="specification_status_known",
                violation_error_message="A specification is a draft, in review or published.",
            ),
            models.CheckConstraint(
                condition=models.Q(status="published", published_at__isnull=False) & ~models.Q(digest="")
                | ~models.Q(status="published") & models.Q(digest="", published_at__isnull=True),
                name="specification_digest_when_published",
                violation_error_message="A published specification bears a digest and the time of publishing; "
                "a draft neither.",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_to__isnull=True)
                | models.Q(effective_from__isnull=True)
                | models.Q(effective_to__gte=models.F("effective_from")),
                name="specification_ends_after_start",
                violation_error_message="A specification cannot end before it takes effect.",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_from__isnull=False)
                | models.Q(revision=1)
                | models.Q(corrects__isnull=False)
                | ~models.Q(status="published"),
                name="specification_later_ones_dated",
                violation_error_message="Only a first revision, or one that corrects it, may be without a date. "
                "Give the day it takes effect.",
            ),
            models.UniqueConstraint(
                fields=["job_class"],
                condition=models.Q(status="published", corrected=False, effective_to__isnull=True),
                name="specification_one_open_interval",
                violation_error_message="This class already has a published text without an end.",
            ),
            models.UniqueConstraint(
                fields=["corrects"],
                condition=models.Q(status="published"),
                name="specification_corrected_once",
                violation_error_message="This text was corrected already. Correct the text that took its place.",
            ),
            models.CheckConstraint(
                condition=models.Q(corrected=False) | models.Q(status="published"),
                name="specification_corrected_when_published",
                violation_error_message="Only a published text can have been corrected. A draft is changed in place.",
            ),
            models.UniqueConstraint(
                fields=["job_class"],
                condition=~models.Q(status="published"),
                name="specification_one_open_draft",
                violation_error_message="This class already has a draft. Go on with that one.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}, revision {self.revision}"

    def get_absolute_url(self) -> str:
        """Address of the class page. Costs queries unless class and organization were selected along."""
        return address("classes:class", args=[self.job_class.organization.slug, self.job_class.slug])

    @property
    def published_on(self) -> date | None:
        """The day of publishing in the catalog's time zone."""
        return timezone.localdate(self.published_at) if self.published_at else None

    @property
    def permanent_address(self) -> str:
        """Where this very text stands for good. Costs queries unless class and organization were selected along."""
        return address("classes:revision", args=[self.job_class.organization.slug, self.job_class.slug, self.revision])

    def natural_key(self) -> tuple[str, str, int]:
        return (*self.job_class.natural_key(), self.revision)

    natural_key.dependencies = ["classes.jobclass", "classes.sourcedocument"]  # type: ignore[attr-defined]

    @property
    def is_published(self) -> bool:
        return self.status == self.Status.PUBLISHED

    @property
    def last_day(self) -> date | None:
        """The last day in force: the one before the exclusive end. None without an end."""
        return self.effective_to - timedelta(days=1) if self.effective_to else None

    @property
    def minimums(self) -> str:
        """Minimum education and experience in a few words; empty where the text states neither."""
        education = Education(self.minimum_education).label if self.minimum_education else ""
        experience = (
            in_years(self.minimum_experience_months) if self.minimum_experience_months != 0 else "no experience"
        )
        return ", ".join(part for part in (education, experience) if part)

    def begins_after(self, on: date) -> bool:
        """Whether its first day is after the day `on`; an undated text begins on no day."""
        return self.effective_from is not None and self.effective_from > on

    def in_force(self, on: date) -> bool:
        """Whether this is the text that applies on the day `on`; the same rule as the queryset's."""
        return (
            self.is_published
            and not self.corrected
            and (self.effective_from is None or self.effective_from <= on)
            and (self.effective_to is None or on < self.effective_to)
        )


class SpecificationRow(models.Model):
    """What the rows of a specification share: the owner and the place in its order."""

    specification = models.ForeignKey(Specification, on_delete=models.CASCADE, related_name="%(class)ss")
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "id"]

    def natural_key(self) -> tuple[str, str, int, int]:
        return (*self.specification.natural_key(), self.position)

    natural_key.dependencies = ["classes.specification"]  # type: ignore[attr-defined]


class Section(SpecificationRow):
    """A printed heading and what stands under it, in the order of the document.

    Sections of the kinds in `Requirement.Kind`, and of kind competencies, draw their content from the rows of
    that kind; their body holds what is printed before those rows.
    """

    class Kind(models.TextChoices):
        SUMMARY = "summary", "Summary of the work"
        DISTINGUISHING = "distinguishing", "Distinguishing characteristics"
        DUTIES = "duties", "Duties"
        COMPETENCIES = "competencies", "Competencies"
        KNOWLEDGE = "knowledge", "Knowledge and skills"
        SUPERVISION = "supervision", "Supervision exercised"
        TRAINING_AND_EXPERIENCE = "training_and_experience", "Training and experience"
        EDUCATION = "education", "Education"
        EXPERIENCE = "experience", "Experience"
        EQUIVALENCY = "equivalency", "Equivalency"
        LICENSURE = "licensure", "Licensure and certification"
        WORKING_ENVIRONMENT = "working_environment", "Working environment"
        PHYSICAL_LEVEL = "physical_level", "Level of physical demand"
        PHYSICAL_DEMANDS = "physical_demands", "Physical demands"
        BACKGROUND_CHECK = "background_check", "Background checks"
        ASSESSMENT = "assessment", "Assessment"
        PROBATION = "probation", "Probation"
        CLASS_DETAIL = "class_detail", "Class detail"
        NOTE = "note", "Note"
        OTHER = "other", "Other"

    kind = models.CharField(max_length=30, choices=Kind, default=Kind.OTHER)
    heading = models.CharField(
        max_length=200, blank=True, help_text="As printed. Empty: goes on under the heading before it."
    )
    body = PlainTextField(blank=True, help_text="Plain text; a blank line parts paragraphs.")

    objects = SectionQuerySet.as_manager()

    class Meta(SpecificationRow.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["specification", "kind"],
                condition=models.Q(
                    kind__in=[
                        "competencies",
                        "training_and_experience",
                        "education",
                        "experience",
                        "equivalency",
                        "licensure",
                        "background_check",
                        "assessment",
                    ]
                ),
                name="section_typed_kind_once",
                violation_error_message="The document already has a section of this kind, and its rows can stand "
                "in one only. Use kind “Other” for a second one.",
            ),
        ]

    def __str__(self) -> str:
        return self.heading or self.get_kind_display()


class Requirement(SpecificationRow):
    """One printed requirement, such as a degree, a clearance or a check."""

    class Kind(models.TextChoices):
        """The kinds of section that draw on requirements; each has the value of its `Section.Kind`."""

        TRAINING_AND_EXPERIENCE = "training_and_experience", "Training and experience"
        EDUCATION = "education", "Education"
        EXPERIENCE = "experience", "Experience"
        EQUIVALENCY = "equivalency", "Equivalency"
        LICENSURE = "licensure", "Licensure and certification"
        BACKGROUND_CHECK = "background_check", "Background check"
        ASSESSMENT = "assessment", "Assessment"

    kind = models.CharField(max_length=30, choices=Kind)
    text = PlainTextField(help_text="As printed.")
    by_position = models.BooleanField(default=False, help_text="Applies to some positions of the class only.")

    objects = SpecificationRowQuerySet.as_manager()

    class Meta(SpecificationRow.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="requirement_has_text",
                violation_error_message="A requirement needs its text, as printed.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]


class RequiredCompetency(SpecificationRow):
    """A competency that a specification asks for, in the words of that specification."""

    specification = models.ForeignKey(Specification, on_delete=models.CASCADE, related_name="required_competencies")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="uses")
    name = models.CharField("name as printed", max_length=200)
    definition = PlainTextField("definition as printed", blank=True)

    objects = RequiredCompetencyQuerySet.as_manager()

    class Meta(SpecificationRow.Meta):
        verbose_name_plural = "required competencies"
        constraints = [
            models.UniqueConstraint(
                fields=["specification", "competency"],
                name="required_competency_once",
                violation_error_message="This specification already asks for this competency.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str, str, int, str, str]:  # type: ignore[override]
        return (*self.specification.natural_key(), *self.competency.natural_key())

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "classes.specification",
        "competencies.competency",
    ]


class LevelDescriptor(models.Model):
    """What a competency looks like at a level, in one specification."""

    required_competency = models.ForeignKey(RequiredCompetency, on_delete=models.CASCADE, related_name="descriptors")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="descriptors")
    text = PlainTextField()

    objects = LevelDescriptorQuerySet.as_manager()

    class Meta:
        ordering = ["required_competency", "level__rank"]
        constraints = [
            models.UniqueConstraint(
                fields=["required_competency", "level"],
                name="descriptor_once_per_level",
                violation_error_message="This competency is already described at this level.",
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""),
                name="descriptor_has_text",
                violation_error_message="A level without text is left out, not kept empty.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.required_competency} at {self.level.name}"

    def natural_key(self) -> tuple[object, ...]:
        return (*self.required_competency.natural_key(), self.level.slug)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "classes.requiredcompetency",
        "competencies.level",
    ]
