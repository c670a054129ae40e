"""Specifications: a draft is written here in the order of the printed document; a published one is shown."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial
from typing import Any

from django.contrib import admin
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from classes.admin.acts import PUBLISH, acts_paths
from classes.admin.choices import without_links
from classes.admin.contents import RequiredCompetencyInline, RequirementInline, SectionInline
from classes.admin.editing import DraftEditor
from classes.admin.enacting import publish_page
from classes.admin.reviewing import correct, review, send_back, send_to_review
from classes.admin.worklist import StandingFilter
from classes.drafting import next_revision
from classes.models import JobClass, Specification
from competencies.admin import CatalogForm

PUBLISHED = "It is published, and a published text never changes."

IDENTITY = ["job_class", "title", "code", "masthead"]
FACTS = [
    ("pay_grade", "flsa_code"),
    ("minimum_education", "minimum_experience_months"),
    ("probation_months", "physical_demand"),
]


class SpecificationForm(CatalogForm):
    """A draft. Status and digests are set by `classes.publishing` alone and stand in no form.

    `refused` says why nothing is saved, whatever was typed: see `classes.admin.editing`.
    """

    refused = ""

    class Meta:
        help_texts = {
            "revision": "Counts the texts of the class. Empty: the next number.",
            "pay_grade": "As printed, such as EX-17.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "revision" in self.fields:
            self.fields["revision"].required = False
            if self.instance.pk is None:
                self.fields["revision"].initial = None
        if "corrects" in self.fields:
            field: Any = self.fields["corrects"]
            texts = Specification.objects.published().filter(job_class=self.instance.job_class_id)
            field.queryset = texts.order_by("-revision")
            without_links(field)
            field.widget.choices = field.choices

    def clean(self) -> dict[str, Any] | None:
        if self.refused:
            self.add_error(None, ValidationError(self.refused, code="refused"))
        if "revision" in self.fields and "revision" not in self.errors and self.cleaned_data["revision"] is None:
            job_class = self.cleaned_data.get("job_class") or getattr(self.instance, "job_class", None)
            self.cleaned_data["revision"] = (self.instance.pk and self.instance.revision) or next_revision(job_class)
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
        """Follow the printed document: identity, dates, facts; a new draft gets its rows once it is saved."""
        dates: list[Any] = ["revision", "effective_from"]
        if obj is not None:
            dates = [("status", "revision"), "effective_from", "corrects"]
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

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin a draft of the class that the address names, `?job_class=<id>`, with its title, code and number."""
        asked = request.GET.get("job_class", "")
        job_class = JobClass.objects.filter(pk=int(asked)).first() if asked.isdecimal() and len(asked) < 19 else None
        if job_class is None:
            return {}
        return {
            "job_class": job_class.pk,
            "title": job_class.title,
            "code": job_class.code,
            "revision": next_revision(job_class),
        }

    def why_fixed(self, row: Specification) -> str:
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
        if context.get("original") is None:
            context.update(show_save=False, show_save_and_add_another=False)
        return super().render_change_form(request, context, *args, **kwargs)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Go on to the draft's own page, where its rows are written."""
        if IS_POPUP_VAR not in request.POST:
            posted = request.POST.copy()
            posted["_continue"] = "1"
            request.POST = posted  # type: ignore[assignment]
        return super().response_add(request, obj, post_url_continue)


def address_on(specification: Specification, today: date) -> str:
    """Return the public address at which this very text stands; nothing for a draft.

    A text that is not in force today stands on the class page as of one of its own days. One that was corrected
    on its first day never was in force, and has no page of that kind.
    """
    if specification.in_force(today):
        return specification.get_absolute_url()
    day = specification.effective_from or (specification.effective_to or today) - timedelta(days=1)
    return f"{specification.get_absolute_url()}?as_of={day.isoformat()}" if specification.in_force(day) else ""
