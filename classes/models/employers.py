"""Who owns the classes, and how they are grouped."""

from django.db import models

from classes.addresses import address
from classes.querysets import ClassSeriesQuerySet, JobFamilyQuerySet, OrganizationQuerySet
from competencies.models import Framework


class Organization(models.Model):
    """The employer that owns classes: a department, a city, a county."""

    name = models.CharField(max_length=200)
    slug = models.SlugField("address", unique=True, help_text="Used in addresses: /classes/<address>/…")
    office = models.CharField(
        max_length=200, blank=True, help_text="The office that keeps the classes, as its documents name it."
    )
    framework = models.ForeignKey(
        Framework,
        on_delete=models.PROTECT,
        related_name="organizations",
        null=True,
        blank=True,
        help_text="The competency framework that its specifications use.",
    )
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                name="organization_name_once",
                violation_error_message="Another organization already has this name.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)

    natural_key.dependencies = ["competencies.framework"]  # type: ignore[attr-defined]


class JobFamily(models.Model):
    """A broad field of work within an organization, such as "Information Technology"."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="families")
    name = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=100)
    description = models.TextField(blank=True)
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = JobFamilyQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "name"]
        verbose_name_plural = "job families"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug"],
                name="family_slug_once",
                violation_error_message="Another job family of this organization already has this address.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Address of the family's page. Costs a query unless `organization` was selected along."""
        return address("classes:family", args=[self.organization.slug, self.slug])

    def natural_key(self) -> tuple[str, str]:
        return (*self.organization.natural_key(), self.slug)

    natural_key.dependencies = ["classes.organization"]  # type: ignore[attr-defined]


class ClassSeries(models.Model):
    """Classes of one kind of work in rising order, such as IT Manager … IT Executive."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="series")
    name = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=100)
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = ClassSeriesQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "name"]
        verbose_name_plural = "class series"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug"],
                name="series_slug_once",
                violation_error_message="Another series of this organization already has this address.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.organization})"

    def get_absolute_url(self) -> str:
        """Address of the ladder. Costs a query unless `organization` was selected along."""
        return address("classes:series", args=[self.organization.slug, self.slug])

    def natural_key(self) -> tuple[str, str]:
        return (*self.organization.natural_key(), self.slug)

    natural_key.dependencies = ["classes.organization"]  # type: ignore[attr-defined]
