"""What happened to classes: change notices and history entries."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from classes.admin.choices import HeldAutocomplete, hold
from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from competencies.admin import CatalogAdmin, CatalogForm, CatalogFormSet, RowInline

BROUGHT = "This event brought a published text, so it stays with it."


@admin.register(ChangeNotice)
class ChangeNoticeAdmin(CatalogAdmin):
    list_display = ["number", "organization", "title", "posted_on", "adopted_on", "effective_on", "entries"]
    list_filter = ["organization"]
    search_fields = ["number", "title", "summary"]
    date_hierarchy = "effective_on"
    ordering = ["organization__name", "-number"]
    fields = ["organization", "number", "title", "summary", ("posted_on", "adopted_on", "effective_on")]
    autocomplete_fields = ["organization"]
    fixed_once_saved = ("organization",)

    @admin.display(description="history entries", ordering="entry_count")
    def entries(self, notice: Any) -> int:
        return notice.entry_count


class HistoryEntryForm(CatalogForm):
    """An entry whose text and notice are of its own class; one that brought a published text stays with it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entry = self.instance
        self.kept = entry.pk is not None and entry.text_held
        if "notice" in self.fields and entry.pk is not None:
            hold(self.fields["notice"], entry.notice)
        if self.kept and "specification" in self.fields:
            self.fields["specification"].disabled = True
            self.fields["specification"].help_text = BROUGHT

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        job_class: JobClass | None = self.cleaned_data.get("job_class") or getattr(self.instance, "job_class", None)
        specification = self.cleaned_data.get("specification")
        notice = self.cleaned_data.get("notice")
        if job_class and specification and specification.job_class_id != job_class.pk:
            self.add_error("specification", f"“{specification}” is a text of another class. Choose one of this class.")
        if job_class and notice and notice.organization_id != job_class.organization_id:
            self.add_error("notice", f"“{notice}” is a notice of another organization. Choose one of the class's own.")
        return cleaned


@admin.register(HistoryEntry)
class HistoryEntryAdmin(CatalogAdmin):
    form = HistoryEntryForm
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
    autocomplete_fields = ["job_class", "specification"]
    fixed_once_saved = ("job_class",)

    @admin.display(description="text held", boolean=True)
    def held(self, entry: HistoryEntry) -> bool:
        return entry.text_held

    def why_kept(self, row: HistoryEntry) -> str:
        return BROUGHT if row.text_held else ""

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "notice":
            kwargs["widget"] = HeldAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class HistoryEntryRowForm(HistoryEntryForm):
    """An entry on the page of its class, which offers the class's own texts."""

    def __init__(self, *args: Any, texts: list[tuple[Any, str]] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "specification" in self.fields:
            field: Any = self.fields["specification"]
            field.widget = forms.Select(choices=[("", "none held"), *(texts or [])])


class HistoryEntryFormSet(CatalogFormSet):
    """The history of one class. Its texts are asked for once, not by every row."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        texts = Specification.objects.filter(job_class=self.instance.pk).order_by("revision")
        self.form_kwargs["texts"] = [(text.pk, str(text)) for text in texts] if self.instance.pk else []


class HistoryEntryInline(RowInline):
    model = HistoryEntry
    form = HistoryEntryRowForm
    formset = HistoryEntryFormSet
    verbose_name_plural = "history"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("effective_on", "kind", "recorded_by"),
                    "note",
                    ("notice", "adopted_on", "specification"),
                    "minor",
                ]
            },
        )
    ]
    ordering = ["effective_on", "id"]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "notice":
            kwargs["widget"] = HeldAutocomplete(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)
