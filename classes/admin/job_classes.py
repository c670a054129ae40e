"""Classes: their identity, their history, and the way to their texts."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models.query import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST

from classes.admin.acts import PUBLISH, acts_paths
from classes.admin.class_acts import ABOLISH, NOTE, REINSTATE, act_page
from classes.admin.reviewing import revise
from classes.finding import index
from classes.models import FormerName, HistoryEntry, JobClass, Specification
from competencies.admin import CatalogAdmin, CatalogForm, RowInline

PUBLIC = (
    "The class is public, and what is changed here everyone reads at once. "
    "Only those who publish may change it: ask one of them. Its text is changed in a draft."
)


class JobClassForm(CatalogForm):
    """A class; an address left empty is made from the code, or from the title."""

    class Meta:
        labels = {"series_rank": "Place in the series", "listed": "Show it without a text"}
        help_texts = {
            "code": "As printed, such as CI2787. Leave it empty if the organization gives this class no code.",
            "slug": "The last part of the web address of its page. Left empty, it is made from the code or the title.",
            "series_rank": "1 is the lowest class of the series.",
            "successors": "The classes that took its place.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any] | None:
        if not {"slug", "code", "title"} & set(self.errors) and not self.cleaned_data.get("slug"):
            made = slugify(self.cleaned_data.get("code") or self.cleaned_data["title"])[:120].strip("-")
            self.cleaned_data["slug"] = made
            if not made:
                self.add_error("slug", "No address can be made from this title. Write one in plain letters.")
        if self.instance.pk and self.instance in self.cleaned_data.get("successors", ()):
            self.add_error("successors", "A class cannot take its own place. Choose other classes.")
        if self.instance.pk and "title" in self.changed_data and "title" in self.cleaned_data:
            self.refuse_title_of_no_text(self.cleaned_data["title"])
        return super().clean()

    def refuse_title_of_no_text(self, title: str) -> None:
        """A class bears the title of its text in force; without one the title is free. One query."""
        text = Specification.objects.in_force(timezone.localdate()).filter(job_class=self.instance.pk).first()
        if text and text.title != title:
            self.add_error(
                "title",
                f"Its text in force, revision {text.revision}, has the title “{text.title}”. "
                "Publish a revision of another title to change it.",
            )


class FormerNameInline(RowInline):
    model = FormerName
    verbose_name_plural = "former names that no text tells of"
    fieldsets = [(None, {"fields": [("title", "code", "until")]})]
    ordering = ["-until"]


class ExistenceFilter(admin.SimpleListFilter):
    title = "existence"
    parameter_name = "existence"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return [("no-end", "No end is known"), ("abolished", "Abolished, or to be")]

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        has_no_end = {"no-end": True, "abolished": False}.get(self.value() or "")
        return queryset if has_no_end is None else queryset.filter(abolished_on__isnull=has_no_end)


@admin.register(JobClass)
class JobClassAdmin(CatalogAdmin):
    form = JobClassForm
    list_display = ["title", "code", "organization", "family", "series", "series_rank", "abolished_on"]
    list_display_links = ["title", "code"]
    list_filter = ["organization", ExistenceFilter]  # families and series are many: they are searched for
    search_fields = ["title", "code", "slug", "organization__name", "family__name", "series__name"]
    search_help_text = "Words of the title, the job family or the series, or the code."
    ordering = ["title", "code", "id"]
    fieldsets = [
        (None, {"fields": ["organization", "title", "code", "slug", "listed"]}),
        ("Place", {"fields": ["family", ("series", "series_rank")]}),
        ("End", {"fields": ["abolished_on", "successors"]}),
    ]
    autocomplete_fields = ["organization", "family", "series", "successors"]
    fixed_once_saved = ("organization",)
    logs_values = True
    fixed_once_published = ("code", "slug")  # the address under which the text is cited
    inlines = [FormerNameInline]
    change_form_template = "admin/classes/jobclass/change_form.html"
    instead = "Abolish it instead: its texts stay readable, and its page says that it exists no more."
    readonly_fields = ["abolished_on"]  # abolished and reinstated by acts of their own, which the history tells of

    def get_urls(self) -> list[URLPattern]:
        asked = require_http_methods(["GET", "HEAD", "POST"])
        acts: dict[str, Any] = {act.name: asked(partial(act_page, self, act=act)) for act in (ABOLISH, REINSTATE, NOTE)}
        return acts_paths(self, {"revise": require_POST(partial(revise, self)), **acts}) + super().get_urls()

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """A new class has not ended."""
        return super().get_fieldsets(request, obj) if obj else self.fieldsets[:-1]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """Whether everyone may see a class of which no text is published is for those to say who publish."""
        fields = super().get_readonly_fields(request, obj)
        return fields if request.user.has_perm(PUBLISH) else (*fields, "listed")

    def why_for_publishers(self, row: JobClass) -> str:
        """A class that everyone may see. Costs a query for a row that does not come from this admin's queryset."""
        has_text = getattr(row, "in_published_text", None)
        if has_text is None:
            has_text = row.specifications.published().exists()
        return PUBLIC if row.listed or has_text else ""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Let search know the class by its names as they are now."""
        super().save_related(request, form, formsets, change)
        index.reindex([form.instance.pk])

    def public_address(self, row: JobClass) -> str:
        """Return the class page; nothing while the class is not public. Costs one query."""
        return row.get_absolute_url() if JobClass.objects.public().filter(pk=row.pk).exists() else ""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add the texts and the history of the class, newest first, and the text that is still open: two queries."""
        job_class = context.get("original")
        texts = list(job_class.specifications.order_by("-revision")) if job_class else []
        context["texts"] = texts
        entries = HistoryEntry.objects.for_admin().filter(job_class=job_class).order_by("-effective_on", "-id")
        context["entries"] = entries if job_class else []
        context["open_draft"] = next((text for text in texts if not text.is_published), None)
        context["has_text"] = any(text.is_published for text in texts)
        return super().render_change_form(request, context, *args, **kwargs)
