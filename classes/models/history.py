"""What happened to classes, on which day, and by which official act."""

from datetime import date

from django.db import models
from django.db.models.functions import Lower

from classes.addresses import address
from classes.models.employers import Organization
from classes.models.job_classes import JobClass
from classes.models.specifications import Specification
from classes.querysets import ChangeNoticeQuerySet, HistoryEntryQuerySet


class ChangeNotice(models.Model):
    """The official act that changed one class or hundreds, such as "CN1746". Unknown dates are empty."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="notices")
    number = models.CharField(max_length=40)
    title = models.CharField(max_length=200, blank=True)
    summary = models.TextField(blank=True)
    posted_on = models.DateField(null=True, blank=True)
    adopted_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)

    objects = ChangeNoticeQuerySet.as_manager()

    class Meta:
        ordering = ["organization", "-number"]
        constraints = [
            models.UniqueConstraint(
                "organization",
                Lower("number"),
                name="notice_number_once",
                violation_error_message="Another notice of this organization already has this number.",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """Address of the notice's page. Costs a query unless `organization` was selected along."""
        return address("classes:notice", args=[self.organization.slug, self.number.lower()])

    def natural_key(self) -> tuple[str, str]:
        return (*self.organization.natural_key(), self.number)

    natural_key.dependencies = ["classes.organization"]  # type: ignore[attr-defined]


class HistoryEntry(models.Model):
    """A dated line of a class's history.

    With a specification, the text of that day is held; without one the entry is *noted only*, and no other
    text may be shown in its place.
    """

    class Kind(models.TextChoices):
        ESTABLISHED = "established", "Established"
        REVISED = "revised", "Revised"
        REGRADED = "regraded", "Regraded"
        RETITLED = "retitled", "Retitled"
        RECODED = "recoded", "Recoded"
        CORRECTED = "corrected", "Corrected"
        ABOLISHED = "abolished", "Abolished"
        REINSTATED = "reinstated", "Reinstated"

    # What happens to the words or facts of a text: noted without one, the text held before applies no more.
    CHANGES_TEXT = frozenset({Kind.REVISED, Kind.REGRADED, Kind.RETITLED, Kind.RECODED})

    job_class = models.ForeignKey(JobClass, on_delete=models.PROTECT, related_name="history", verbose_name="class")
    kind = models.CharField(max_length=20, choices=Kind)
    effective_on = models.DateField()
    adopted_on = models.DateField(
        null=True, blank=True, help_text="The day of the decision, where it is known and is not the notice's."
    )
    note = models.CharField(max_length=500, blank=True, help_text="As printed, or what changed and why.")
    recorded_by = models.CharField(max_length=100, blank=True, help_text="Initials or name, as printed.")
    notice = models.ForeignKey(ChangeNotice, on_delete=models.PROTECT, related_name="entries", null=True, blank=True)
    specification = models.ForeignKey(
        Specification,
        on_delete=models.PROTECT,
        related_name="history_entries",
        null=True,
        blank=True,
        help_text="The text that this event brought, where it is held.",
    )
    minor = models.BooleanField(default=False, help_text="Of no consequence for what the class requires.")

    objects = HistoryEntryQuerySet.as_manager()

    class Meta:
        ordering = ["job_class", "effective_on", "id"]
        indexes = [
            models.Index(fields=["-effective_on", "-id"], name="history_entry_newest_first"),
            models.Index(fields=["kind", "effective_on"], name="history_entry_kind"),
        ]
        verbose_name_plural = "history entries"
        constraints = [
            models.UniqueConstraint(
                fields=["job_class", "effective_on", "kind", "note"],
                name="history_entry_once",
                violation_error_message="The history already has this entry.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%Y-%m-%d}"

    def natural_key(self) -> tuple[object, ...]:
        return (*self.job_class.natural_key(), self.effective_on.isoformat(), self.kind, self.note)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "classes.jobclass",
        "classes.changenotice",
        "classes.specification",
    ]

    @property
    def text_held(self) -> bool:
        """Whether the catalog holds the text of this event for all to read; if not, it is *noted only*.

        A draft is not held text. Costs a query unless `specification` was selected along.
        """
        return self.specification is not None and self.specification.is_published

    @property
    def adopted(self) -> date | None:
        """The day of the decision: its own, or the notice's. Costs a query unless `notice` was selected along."""
        return self.adopted_on or (self.notice.adopted_on if self.notice else None)
