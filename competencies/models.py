"""The vocabulary of competencies: frameworks, their ordered levels, and what they name.

Nothing here knows of classes. A specification copies the names and definitions of its competencies when it is
written; the names of levels, and the addresses of all, it takes from here, so these are held fast in the admin as
soon as a published text relies on them, and `classes.guard` has the database refuse to change them past it.
"""

from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from competencies.querysets import CompetencyQuerySet, FrameworkQuerySet, LevelQuerySet


class Framework(models.Model):
    """A set of competencies and, where it has them, its ordered levels."""

    name = models.CharField(max_length=200)
    slug = models.SlugField("address", unique=True, help_text="Used in addresses: /competencies/<address>/…")
    description = models.TextField(blank=True)
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = FrameworkQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                Lower("name"),
                name="framework_name_once",
                violation_error_message="Another framework already has this name. Choose a name of its own.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def natural_key(self) -> tuple[str]:
        return (self.slug,)


class Level(models.Model):
    """One step of a framework, such as Contributing, Journey or Advanced; rank 1 is the lowest."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="levels")
    rank = models.PositiveSmallIntegerField(help_text="1 is the lowest level.")
    name = models.CharField(max_length=100)
    slug = models.SlugField("address", help_text="Used in addresses: ?levels=<address>,…")
    definition = models.TextField(blank=True)
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = LevelQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "rank"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rank__gte=1),
                name="level_rank_from_one",
                violation_error_message="Levels are counted from 1, the lowest.",
            ),
            models.UniqueConstraint(
                fields=["framework", "rank"],
                name="level_rank_once",
                violation_error_message="Another level of this framework already has this rank.",
            ),
            models.UniqueConstraint(
                fields=["framework", "slug"],
                name="level_slug_once",
                violation_error_message="Another level of this framework already has this address.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.framework})"

    def natural_key(self) -> tuple[str, str]:
        return (*self.framework.natural_key(), self.slug)

    natural_key.dependencies = ["competencies.framework"]  # type: ignore[attr-defined]


class Competency(models.Model):
    """A competency that specifications can require, as the framework's library defines it."""

    framework = models.ForeignKey(Framework, on_delete=models.PROTECT, related_name="competencies")
    name = models.CharField(max_length=200)
    slug = models.SlugField("address", max_length=100, help_text="Used in addresses: /competencies/…/<address>/")
    definition = models.TextField(blank=True, help_text="The library's own definition, where it has one.")
    archived = models.BooleanField(
        default=False, help_text="No longer offered for new work. What was published with it stays as it is."
    )

    objects = CompetencyQuerySet.as_manager()

    class Meta:
        ordering = ["framework", "name"]
        verbose_name_plural = "competencies"
        constraints = [
            models.UniqueConstraint(
                fields=["framework", "slug"],
                name="competency_slug_once",
                violation_error_message="Another competency of this framework already has this address.",
            ),
            models.UniqueConstraint(
                "framework",
                Lower("name"),
                name="competency_name_once",
                violation_error_message="This framework already has a competency of this name.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.framework})"

    def get_absolute_url(self) -> str:
        """Address of the competency's page. Costs a query unless `framework` was selected along."""
        return reverse("classes:competency", args=[self.framework.slug, self.slug])

    def natural_key(self) -> tuple[str, str]:
        return (*self.framework.natural_key(), self.slug)

    natural_key.dependencies = ["competencies.framework"]  # type: ignore[attr-defined]
