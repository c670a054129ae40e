"""What happened to classes: change notices and history entries."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import admin
from django.core.validators import RegexValidator
from django.db.models import Value
from django.db.models.functions import Lower, Replace
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern

from classes.admin import bulk
from classes.models import ChangeNotice, HistoryEntry
from classes.publishing import in_words
from competencies.admin import CatalogAdmin, CatalogForm

KEPT = (
    "What stands in the history stays. If it is wrong, note on the page of the class that it is: "
    "the history then says both."
)


CITED = (
    "The history cites this notice, so its organization, number and effective day stay. "
    "What else it says can be mended here."
)
FIRST_YEAR, LAST_YEAR = 1900, 2200
DAYS = {"posted_on", "adopted_on", "effective_on"}

valid_number = RegexValidator(
    r"^[A-Za-z0-9][A-Za-z0-9./ -]*\Z",
    "A number has letters, digits, spaces, dots, hyphens and strokes, and begins with a letter or digit.",
)


class ChangeNoticeForm(CatalogForm):
    """A notice: its number is told from every other, and its days follow one another.

    What was stored otherwise before is let be until somebody changes it.
    """

    class Meta:
        labels = {"posted_on": "Posted on", "adopted_on": "Adopted on", "effective_on": "Effective on"}
        help_texts = {"number": "As printed, such as CN1746."}

    def clean_number(self) -> str:
        """Return a new number with single spaces."""
        if "number" not in self.changed_data:
            return str(self.cleaned_data["number"])
        number = " ".join(self.cleaned_data["number"].split())
        valid_number(number)
        return number

    def clean(self) -> dict[str, Any] | None:
        self.refuse_like_another()
        self.refuse_years()
        self.refuse_order()
        return super().clean()

    def refuse_like_another(self) -> None:
        """Refuse a number that only spaces or capitals tell from another of the organization. One query."""
        number = self.cleaned_data.get("number")
        organization = self.cleaned_data.get("organization") or (
            self.instance.organization if self.instance.pk else None
        )
        if not number or not organization or "number" not in self.changed_data:
            return
        others = ChangeNotice.objects.filter(organization=organization).exclude(pk=self.instance.pk)
        others = others.annotate(bare=Replace(Lower("number"), Value(" "), Value("")))
        other = others.filter(bare=number.lower().replace(" ", "")).first()
        if other:
            self.add_error(
                "number",
                f"{organization} has the notice “{other}” already, and only spaces or capital letters tell this "
                "number from it. Write another number, or use that notice.",
            )

    def refuse_years(self) -> None:
        for name in DAYS & set(self.changed_data):
            day = self.cleaned_data.get(name)
            if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
                self.add_error(name, f"The year {day.year} is hardly meant. Look at the date once more.")

    def refuse_order(self) -> None:
        """A notice is posted, then adopted, then takes effect; some on one day. Looked at where a day was changed."""
        if not DAYS & set(self.changed_data) or DAYS & set(self.errors):
            return
        posted, adopted, effective = (self.day(name) for name in ("posted_on", "adopted_on", "effective_on"))
        if adopted and effective and adopted > effective:
            self.add_error(
                "adopted_on",
                f"It cannot be adopted on {in_words(adopted)}, after it takes effect, which is on "
                f"{in_words(effective)}. Look at both days once more.",
            )
        later = adopted or effective
        if posted and later and posted > later:
            what = "it was adopted" if adopted else "it takes effect"
            self.add_error(
                "posted_on",
                f"It cannot be posted on {in_words(posted)}, after {what}, which is on {in_words(later)}. "
                "Look at both days once more.",
            )

    def day(self, name: str) -> date | None:
        """Return a day as the form says it, or as it stays."""
        found: date | None = self.cleaned_data[name] if name in self.cleaned_data else getattr(self.instance, name)
        return found


@admin.register(ChangeNotice)
class ChangeNoticeAdmin(CatalogAdmin):
    form = ChangeNoticeForm
    list_display = ["number", "organization", "title", "posted_on", "adopted_on", "effective_on", "entries"]
    list_filter = ["organization"]
    search_fields = ["number", "title", "summary"]
    date_hierarchy = "effective_on"
    ordering = ["organization__name", "-number"]
    fields = ["organization", "number", "title", "summary", ("posted_on", "adopted_on", "effective_on")]
    autocomplete_fields = ["organization"]
    fixed_once_saved = ("organization",)
    fixed_once_cited = ("number", "effective_on")
    instead = "A notice that the history cites stays. Mend its words on its own page."
    logs_values = True

    @admin.display(description="history entries", ordering="entry_count")
    def entries(self, notice: Any) -> int:
        return notice.entry_count

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = super().get_readonly_fields(request, obj)
        return (*fields, *self.fixed_once_cited) if self.why_partly_fixed(obj) else fields

    def why_partly_fixed(self, row: Any) -> str:
        return CITED if getattr(row, "entry_count", 0) else ""

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Name the page in words: Django would say “Change change notice”."""
        name = "the notice" if context.get("original") else "notice"
        context["title"] = context["title"].replace("change notice", name)
        return super().render_change_form(request, context, *args, **kwargs)

    def get_urls(self) -> list[URLPattern]:
        return [*bulk.paths(self), *super().get_urls()]


@admin.register(HistoryEntry)
class HistoryEntryAdmin(CatalogAdmin):
    """What stands in the history stays, for everyone: entries come by acts, and a wrong one is corrected by another."""

    list_display = ["effective_on", "kind", "job_class", "note", "notice", "held", "minor"]
    list_display_links = ["effective_on", "kind"]
    list_filter = ["kind", "minor", "job_class__organization"]
    search_fields = ["note", "recorded_by", "job_class__title", "job_class__code", "notice__number"]
    search_help_text = "Words of the note, initials, the title or code of the class, the number of the notice."
    date_hierarchy = "effective_on"
    ordering = ["-effective_on", "-id"]
    fields = [
        "job_class",
        ("effective_on", "kind", "adopted_on"),
        "note",
        "recorded_by",
        "notice",
        "specification",
        "minor",
    ]

    @admin.display(description="text held", boolean=True)
    def held(self, entry: HistoryEntry) -> bool:
        return entry.text_held

    def why_fixed(self, row: HistoryEntry) -> str:
        return KEPT

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
