"""The job itself: what lasts while its texts come and go."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Lower
from django.utils.text import slugify

from classes.addresses import address
from classes.fields import AddressField
from classes.models.employers import ClassSeries, JobFamily, Organization
from classes.names import full_name
from classes.querysets import FormerNameQuerySet, JobClassQuerySet

valid_code = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9./ -]*\Z",
    "A class code has letters, digits, dots, strokes and hyphens, and begins with a letter or digit.",
)


class JobClass(models.Model):
    """A class of jobs: lasting identity, code and official title. May exist with no text held."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="job_classes")
    code = models.CharField(max_length=40, blank=True, validators=[valid_code])
    title = models.CharField(max_length=200)
    slug = models.SlugField(
        "address", max_length=120, help_text="The code in lower case; without a code, made from the title."
    )
    family = models.ForeignKey(JobFamily, on_delete=models.PROTECT, related_name="job_classes", null=True, blank=True)
    series = models.ForeignKey(ClassSeries, on_delete=models.PROTECT, related_name="job_classes", null=True, blank=True)
    series_rank = models.PositiveSmallIntegerField(
        "rung", null=True, blank=True, help_text="Place in the series; 1 is the lowest rung."
    )
    listed = models.BooleanField(
        default=False,
        help_text="Everyone may see the class although no text of it is published. One with a published text is "
        "public anyway.",
    )
    abolished_on = models.DateField(null=True, blank=True, help_text="The first day on which the class exists no more.")
    successors = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="predecessors", help_text="What took its place."
    )

    objects = JobClassQuerySet.as_manager()

    class Meta:
        ordering = ["title", "code", "id"]
        verbose_name = "class"
        verbose_name_plural = "classes"
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "slug"],
                name="class_slug_once",
                violation_error_message="Another class of this organization already has this address.",
            ),
            models.UniqueConstraint(
                "organization",
                Lower("code"),
                condition=~models.Q(code=""),
                name="class_code_once",
                violation_error_message="Another class of this organization already has this code.",
            ),
            models.UniqueConstraint(
                fields=["series", "series_rank"],
                name="class_rung_once",
                violation_error_message="Another class already has this place in the series.",
            ),
            models.CheckConstraint(
                condition=models.Q(series__isnull=True, series_rank__isnull=True)
                | models.Q(series__isnull=False, series_rank__isnull=False, series_rank__gte=1),
                name="class_rung_goes_with_series",
                violation_error_message="A series and a place in it from 1 upward go together: give both or neither.",
            ),
        ]

    def __str__(self) -> str:
        return full_name(self.title, self.code)

    def get_absolute_url(self) -> str:
        """Address of the class page. Costs a query unless `organization` was selected along."""
        return address("classes:class", args=[self.organization.slug, self.slug])

    def natural_key(self) -> tuple[str, str]:
        return (*self.organization.natural_key(), self.slug)

    natural_key.dependencies = [  # type: ignore[attr-defined]
        "classes.organization",
        "classes.jobfamily",
        "classes.classseries",
    ]

    def clean(self) -> None:
        """Refuse what crosses organizations, and an address that is not made from the code."""
        problems: dict[str, str] = {}
        for name, group in (("family", self.family), ("series", self.series)):
            if group and group.organization_id != self.organization_id:
                problems[name] = f"“{group.name}” belongs to another organization. Choose one of the class's own."
        if self.code and self.slug != slugify(self.code):
            problems["slug"] = f"A class with a code uses it as its address: {slugify(self.code)}"
        elif self.slug != self.slug.lower():
            problems["slug"] = "Addresses are written in lower case."
        if problems:
            raise ValidationError(problems)

    @property
    def shown_title(self) -> str:
        """The title on the day of a list, where `JobClass.objects.with_name` brought it along; else its own."""
        return getattr(self, "title_then", self.title)

    @property
    def shown_code(self) -> str:
        return getattr(self, "code_then", self.code)

    def is_abolished(self, on: object) -> bool:
        """Whether the class exists no more on the day `on`: the day of abolition is the first without it."""
        return self.abolished_on is not None and self.abolished_on <= on  # type: ignore[operator]


class FormerName(models.Model):
    """A title and code that a class once bore, where no held text tells of it.

    Texts bear their titles and codes themselves. `until` is the first day on which the class bore this name no more.
    """

    job_class = models.ForeignKey(JobClass, on_delete=models.CASCADE, related_name="former_names", verbose_name="class")
    title = models.CharField(max_length=200)
    code = models.CharField(max_length=40, blank=True, validators=[valid_code])
    until = models.DateField(help_text="The first day on which the class bore this name no more.")
    title_slug = AddressField(made_from="title", max_length=120)
    code_slug = AddressField(made_from="code", max_length=50)

    objects = FormerNameQuerySet.as_manager()

    class Meta:
        ordering = ["job_class", "-until"]
        constraints = [
            models.UniqueConstraint(
                fields=["job_class", "until"],
                name="former_name_once",
                violation_error_message="This class already has a former name until that day.",
            ),
        ]

    def __str__(self) -> str:
        return full_name(self.title, self.code)

    def natural_key(self) -> tuple[str, str, str]:
        return (*self.job_class.natural_key(), self.until.isoformat())

    natural_key.dependencies = ["classes.jobclass"]  # type: ignore[attr-defined]
