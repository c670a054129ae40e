"""The documents from which specifications were transcribed."""

from __future__ import annotations

import hashlib
from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from classes.models import SourceDocument
from competencies.admin import CatalogAdmin, CatalogForm

TRANSCRIBED = "A published text was transcribed from this source, so it stays as it is."


class SourceDocumentForm(CatalogForm):
    class Meta:
        labels = {"furniture": "Passages to leave out"}
        help_texts = {
            "name": "The name of the file, such as it-manager.txt.",
            "text": "The whole text of the document, word for word. It cannot be changed afterwards.",
            "furniture": "Passages of the page that the document does not say (a header repeated at a page break): "
            '[{"text": "…", "reason": "…", "occurrence": 2}]. Leave [] if there are none.',
        }

    def clean_furniture(self) -> list[dict[str, Any]]:
        passages = self.cleaned_data["furniture"] or []
        for passage in passages if isinstance(passages, list) else [None]:
            if not (
                isinstance(passage, dict)
                and {"text", "reason"} <= set(passage) <= {"text", "reason", "occurrence"}
                and isinstance(passage["text"], str)
                and isinstance(passage["reason"], str)
                and type(passage.get("occurrence", 1)) is int
            ):
                self.add_error("furniture", "Each passage needs its text and the reason, and may have its occurrence.")
                break
        return passages


@admin.register(SourceDocument)
class SourceDocumentAdmin(CatalogAdmin):
    form = SourceDocumentForm
    list_display = ["name", "in_use", "sha256"]
    search_fields = ["name", "text"]
    search_help_text = "Words of the name or the text."
    fields = ["name", "text", "furniture", "sha256"]
    readonly_fields = ["sha256"]
    fixed_once_saved = ("text",)

    @admin.display(description="of a published text", boolean=True)
    def in_use(self, source: Any) -> bool:
        return source.in_published_text

    def why_fixed(self, row: Any) -> str:
        return TRANSCRIBED if getattr(row, "in_published_text", False) else ""

    def save_model(self, request: HttpRequest, obj: SourceDocument, form: Any, change: bool) -> None:
        obj.sha256 = hashlib.sha256(obj.text.encode()).hexdigest()
        super().save_model(request, obj, form, change)
