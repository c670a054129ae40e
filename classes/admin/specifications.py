"""Specifications: a draft is written here in the order of the printed document; a published one is shown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from classes.admin.acts import PUBLISH, acts_paths
from classes.admin.beginning import begin
from classes.admin.choices import without_links
from classes.admin.contents import RequiredCompetencyInline, RequirementInline, SectionInline
from classes.admin.editing import DraftEditor
from classes.admin.enacting import publish_page
from classes.admin.lines import readable
from classes.admin.reviewing import correct, review, send_back, send_to_review, take_back
from classes.admin.worklist import StandingFilter
from classes.drafting import open_draft
from classes.models import JobClass, Specification
from classes.models.job_classes import valid_code
from competencies.admin import CatalogForm

PUBLISHED = "It is published, and a published text never changes."
IN_REVIEW = "It is in review: a publisher is reading it. To change it, take it back to draft first."

IDENTITY = ["job_class", "title", "code", "masthead"]
FACTS = [
    ("pay_grade", "flsa_code"),
    ("minimum_education", "minimum_experience_months"),
    ("probation_months", "physical_demand"),
]


CORRECTED_DAY = "A correction applies on the same days as the text that it corrects, so its first day stays."
SEARCHED = "Classes are found by it, so it must say what the text says."


class SpecificationForm(CatalogForm):
    """A draft. Status and digests are set by `classes.publishing` alone and stand in no form.

    `refused` says why nothing is saved, whatever was typed: see `classes.admin.editing`.
    """

    refused = ""

    class Meta:
        labels = {
            "masthead": "Lines at the top",
            "effective_from": "First day",
            "minimum_experience_months": "Minimum experience, in months",
            "probation_months": "Probation, in months",
        }
        help_texts = {
            "title": "As printed.",
            "code": "As printed, such as CI2787. Leave it empty if the document has none.",
            "masthead": "What is printed above the first heading, line by line.",
            "effective_from": "From this day on the text applies. Leave it empty if the day is not known yet.",
            "corrects": "The published text whose mistake this one mends.",
            "pay_grade": "As printed, such as EX-17.",
            "flsa_code": "As printed, such as Exempt.",
            "minimum_education": SEARCHED,
            "minimum_experience_months": f"Three years are 36. {SEARCHED}",
            "physical_demand": SEARCHED,
            "probation_months": f"One year is 12. {SEARCHED}",
            "source": "The document that this text was copied from, if the catalog keeps it.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "code", "pay_grade", "flsa_code"):
            if name in self.fields:
                self.fields[name].validators.append(readable)
        if "code" in self.fields:
            self.fields["code"].validators.append(valid_code)
        if self.instance.corrects_id and "effective_from" in self.fields:
            self.fields["effective_from"].disabled = True
            self.fields["effective_from"].widget = forms.DateInput({"size": "10"})  # with no calendar beside it
            self.fields["effective_from"].help_text = CORRECTED_DAY
        if "corrects" in self.fields:
            field: Any = self.fields["corrects"]
            texts = Specification.objects.published().filter(job_class=self.instance.job_class_id)
            field.queryset = texts.order_by("-revision")
            without_links(field)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any] | None:
        if self.refused:
            self.add_error(None, ValidationError(self.refused, code="refused"))
        return super().clean()


@admin.register(Specification)
class SpecificationAdmin(DraftEditor):
    form = SpecificationForm
    list_display = [
        "title",
        "code",
        "organization",
        "revision",
        "status",
        "first_day",
        "end",
    ]
    list_display_links = ["title", "code"]
    list_filter = [StandingFilter, "job_class__organization", "minimum_education", "physical_demand"]
    search_fields = ["title", "code", "job_class__title", "job_class__code", "pay_grade"]
    search_help_text = "Words of the title, the code or the pay grade."
    date_hierarchy = "effective_from"
    ordering = ["title", "job_class", "-revision"]
    autocomplete_fields = ["job_class", "source"]
    # A draft becomes a correction by “Correct” alone, and its number is the next one.
    fixed_once_saved = ("job_class", "status", "revision", "corrects", "effective_to", "published_at", "digest")
    inlines = [SectionInline, RequirementInline, RequiredCompetencyInline]

    def get_urls(self) -> list[URLPattern]:
        acts = {
            "review": require_http_methods(["GET", "HEAD"])(partial(review, self)),
            "send": require_POST(partial(send_to_review, self)),
            "send-back": require_POST(partial(send_back, self)),
            "take-back": require_POST(partial(take_back, self)),
            "correct": require_POST(partial(correct, self)),
            "publish": require_http_methods(["GET", "HEAD", "POST"])(partial(publish_page, self)),
        }
        return acts_paths(self, acts) + super().get_urls()

    @admin.display(description="organization", ordering="job_class__organization__name")
    def organization(self, specification: Specification) -> str:
        return specification.job_class.organization.name

    @admin.display(description="in force from", ordering="effective_from")
    def first_day(self, specification: Specification) -> date | None:
        return specification.effective_from

    @admin.display(description="until", ordering="effective_to")
    def end(self, specification: Specification) -> date | None:
        return specification.effective_to

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Follow the printed document: identity, dates, facts."""
        dates: list[Any] = [("status", "revision"), "effective_from", "corrects"]
        if obj is not None and obj.is_published:
            dates += [("effective_to", "published_at"), "digest"]
        return [
            ("Identity", {"fields": IDENTITY}),
            ("Dates", {"fields": dates}),
            ("Facts", {"fields": FACTS}),
            ("Source", {"fields": ["source"]}),
        ]

    def get_inlines(self, request: HttpRequest, obj: Any = None) -> Any:
        """The levels that a text is written in are those of its class, so the class must be known first."""
        return super().get_inlines(request, obj) if obj is not None else []

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        """A text is of a class, which is all that is asked before it is begun."""
        return begin(self, request)

    def why_fixed(self, row: Specification) -> str:
        return PUBLISHED if row.is_published else IN_REVIEW if row.status == Specification.Status.IN_REVIEW else ""

    def why_kept(self, row: Specification) -> str:
        return PUBLISHED if row.is_published else ""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A text that waits for a publisher is theirs to delete: an editor would take it out of their hands."""
        in_review = obj is not None and obj.status == Specification.Status.IN_REVIEW
        return super().has_delete_permission(request, obj) and (not in_review or request.user.has_perm(PUBLISH))

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """Tell of a deleted draft on the history page of its class too, where it can still be found."""
        for draft in queryset:
            self.log_change(
                request, draft.job_class, f"Deleted the draft of revision {draft.revision}, “{draft.title}”"
            )
        return super().log_deletions(request, queryset)

    def public_address(self, row: Specification) -> str:
        return address_on(row, timezone.localdate())

    @transaction.atomic
    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Delete the chosen drafts, less any that was published since they were chosen."""
        classes = JobClass.objects.select_for_update().filter(specifications__in=queryset.values("pk"))
        list(classes.order_by("pk").values_list("pk"))
        kept = [Specification.Status.PUBLISHED]
        if not request.user.has_perm(PUBLISH):
            kept.append(Specification.Status.IN_REVIEW)
        super().delete_queryset(request, queryset.exclude(status__in=kept))

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["original"].is_published:
            context["open_draft"] = open_draft(context["original"].job_class)
        return super().render_change_form(request, context, *args, **kwargs)


def address_on(specification: Specification, today: date) -> str:
    """Return the public address at which this very text stands; nothing for a draft.

    A text that is not in force today stands on the class page as of one of its own days. One that was corrected
    on its first day never was in force, and has no page of that kind.
    """
    if specification.in_force(today):
        return specification.get_absolute_url()
    day = specification.effective_from or (specification.effective_to or today) - timedelta(days=1)
    return f"{specification.get_absolute_url()}?as_of={day.isoformat()}" if specification.in_force(day) else ""
