"""The rows of specifications, as lists to search. They are written on the page of their specification."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from classes.models import LevelDescriptor, RequiredCompetency, Requirement, Section, Specification
from competencies.admin import CatalogAdmin


def link_to(specification: Specification) -> str:
    """Return a link to the specification's page in the admin."""
    address = reverse("admin:classes_specification_change", args=[specification.pk])
    return format_html('<a href="{}">{}</a>', address, specification)


class RowAdmin(CatalogAdmin):
    """Rows of all specifications, to find a wording. A row goes only with its draft."""

    list_filter = ["specification__status", "specification__job_class__organization"]
    list_per_page = 50

    @admin.display(description="specification", ordering="specification__title")
    def of_specification(self, row: Any) -> str:
        return link_to(row.specification)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """No record to keep by itself: the list of specifications leads here, the list of records does not."""
        return False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Django asks this, with a row, when it deletes the draft that owns it; on its own no row is deleted."""
        return obj is not None and super().has_delete_permission(request, obj)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        raise PermissionDenied

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        context["show_delete"] = False
        return super().render_change_form(request, context, *args, **kwargs)


@admin.register(Section)
class SectionAdmin(RowAdmin):
    list_display = ["__str__", "kind", "of_specification", "position"]
    list_filter = ["kind", *RowAdmin.list_filter]
    search_fields = ["heading", "body"]
    search_help_text = "Words of the heading or the text."
    ordering = ["specification__title", "specification", "position", "id"]
    fields = ["of_specification", "kind", "heading", "body", "position"]
    readonly_fields = ["of_specification"]


@admin.register(Requirement)
class RequirementAdmin(RowAdmin):
    list_display = ["__str__", "kind", "by_position", "of_specification"]
    list_filter = ["kind", "by_position", *RowAdmin.list_filter]
    search_fields = ["text"]
    search_help_text = "Words of the text."
    ordering = ["specification__title", "specification", "position", "id"]
    fields = ["of_specification", "kind", "text", "by_position", "position"]
    readonly_fields = ["of_specification"]


@admin.register(RequiredCompetency)
class RequiredCompetencyAdmin(RowAdmin):
    list_display = ["name", "competency", "of_specification"]
    list_filter = ["competency__framework", *RowAdmin.list_filter]
    search_fields = ["name", "definition", "competency__name"]
    search_help_text = "Words of the name or the definition."
    ordering = ["specification__title", "specification", "position", "id"]
    fields = ["of_specification", "competency", "name", "definition", "position"]
    readonly_fields = ["of_specification"]


@admin.register(LevelDescriptor)
class LevelDescriptorAdmin(RowAdmin):
    list_display = ["required_competency", "level", "start", "of_specification"]
    list_filter = [
        "level__name",
        "required_competency__specification__status",
        "required_competency__specification__job_class__organization",
    ]
    search_fields = ["text", "required_competency__name"]
    search_help_text = "Words of the text or the name of the competency."
    ordering = ["required_competency__specification__title", "required_competency", "level__rank"]
    fields = ["of_specification", "required_competency", "level", "text"]
    readonly_fields = ["of_specification"]

    @admin.display(description="specification", ordering="required_competency__specification__title")
    def of_specification(self, row: Any) -> str:
        return link_to(row.required_competency.specification)

    @admin.display(description="text")
    def start(self, descriptor: LevelDescriptor) -> str:
        return descriptor.text if len(descriptor.text) <= 120 else f"{descriptor.text[:119]}…"
