"""What happened to classes: change notices and history entries."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import URLPattern

from classes.admin import bulk
from classes.models import ChangeNotice, HistoryEntry
from competencies.admin import CatalogAdmin

KEPT = (
    "What stands in the history stays. If it is wrong, note on the page of the class that it is: "
    "the history then says both."
)


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
    instead = "A notice that the history cites stays. Mend its words on its own page."

    @admin.display(description="history entries", ordering="entry_count")
    def entries(self, notice: Any) -> int:
        return notice.entry_count

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
