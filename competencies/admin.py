"""The vocabulary in Django admin, and what every admin page of the catalog shares."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.urls import NoReverseMatch

from competencies.keeping import offered, relying_on
from competencies.models import Competency, Framework, Level


class PlainText(forms.CharField):
    """Text of a text area, with the Unix line ends that the database keeps: browsers send CRLF.

    Spaces stay as they are, so that a form that nobody changed has not changed.
    """

    widget = AdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def calm(field: Any) -> Any:
    """Leave, beside a choice of another record, the buttons that add and change it, not the one that deletes it."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


class CatalogForm(forms.ModelForm):
    """A form that holds every constraint of its model, also those on fields that it does not show."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        slug = self.cleaned_data.get("slug")
        if slug and slug != slug.lower():
            self.add_error("slug", f"Addresses are written in lower case: {slug.lower()}")
        return cleaned

    def _post_clean(self) -> None:
        """Check the whole row once the form has filled it.

        Django leaves out a constraint that touches a field outside the form (the class of a specification, its
        status, the owner of an inline row), which the database would then refuse with a server error.
        """
        super()._post_clean()  # type: ignore[misc]
        said = {message for messages in self.errors.values() for message in messages}
        try:
            self.instance.validate_constraints(exclude=set(self.errors))
        except ValidationError as error:
            for message in error.messages:
                if message not in said:
                    self.add_error(None, message)


class CatalogFormSet(BaseInlineFormSet):
    """Rows of one owner; a row whose form says `kept` cannot be deleted here."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields and getattr(form, "kept", False):
            form.fields["DELETE"].disabled = True

    def get_unique_error_message(self, unique_check: Any) -> str:
        """Return the constraint's own sentence for two rows of this form that break it."""
        for constraint in self.form._meta.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and set(constraint.fields) == set(unique_check):
                return str(constraint.violation_error_message)
        return super().get_unique_error_message(unique_check)


class CatalogAdmin(admin.ModelAdmin):
    """An admin page of the catalog: rows in published use are guarded, every refusal is a sentence.

    `fixed_once_saved` and `fixed_once_published` name fields that are read-only from then on; the latter goes by
    the `in_published_text` that the queryset's `for_admin` adds. What others rely on is not deleted; `instead` says
    what to do.
    """

    form = CatalogForm
    formfield_overrides = {models.TextField: {"form_class": PlainText}}
    fixed_once_saved: tuple[str, ...] = ()
    fixed_once_published: tuple[str, ...] = ()
    instead = ""

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        return calm(super().formfield_for_dbfield(db_field, request, **kwargs))  # type: ignore[arg-type]

    def why_fixed(self, row: Any) -> str:
        """Say why this row can be neither changed nor deleted; empty if it can."""
        return ""

    def why_kept(self, row: Any) -> str:
        """Say why this row cannot be deleted; empty if it can."""
        return self.why_fixed(row)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset: Any = super().get_queryset(request)
        return queryset.for_admin()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not (obj and self.why_fixed(obj))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not (obj and self.why_kept(obj))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        fields = tuple(super().get_readonly_fields(request, obj))
        if obj is not None:
            fields += self.fixed_once_saved
        if getattr(obj, "in_published_text", False):
            fields += self.fixed_once_published
        return fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        """Fill an address from a name only while the row is new: addresses in use do not follow a new name."""
        return super().get_prepopulated_fields(request, obj) if obj is None else {}

    def get_view_on_site_url(self, obj: Any = None) -> str | None:
        """Return the page of the row itself, not Django's redirect to it; nothing if it has none."""
        if obj is None or not hasattr(obj, "get_absolute_url"):
            return None
        try:
            return self.public_address(obj) or None
        except NoReverseMatch:  # a form is shown again in which the address is empty
            return None

    def public_address(self, row: Any) -> str:
        return row.get_absolute_url()

    def get_deleted_objects(self, objs: Iterable[Any], request: HttpRequest) -> Any:
        """List what keeps the rows from being deleted; where something does, who may delete what is no question.

        Before all that would go with them is gathered, who relies on them is asked: see `keeping` for what it costs.
        """
        rows = list(objs)
        kept: list[Any] = [f"{row}: {why}" for row in rows if (why := self.why_kept(row))]
        for row in rows:
            if relying := relying_on(row, self.admin_site):
                kept += relying if len(rows) == 1 else [str(row), relying]
        if kept:
            return [], {}, set(), kept
        objs = rows
        deleted, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return deleted, counts, set() if protected else forbidden, protected

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Say, beside what keeps a row from being deleted, what can be done instead."""
        archived = "Archive it instead: it is no longer offered for new work, and what relies on it stays as it is."
        instead = archived if hasattr(self.model, "archived") else self.instead
        return super().delete_view(request, object_id, {"instead": instead, **(extra_context or {})})

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Find rows; where they are offered to be chosen for new work, what is archived is left out."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = offered(found)
        return found, may_repeat

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["why_fixed"] = self.why_fixed(row) if row else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or save the form.

        Where another person saved the same thing between our check and our write, the database refuses; nothing
        is written then, and checking once more finds the other's row and says so beside the field.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)


class RowInline(admin.StackedInline):
    """Rows on their owner's page."""

    form = CatalogForm
    formset = CatalogFormSet
    template = "admin/rows.html"
    formfield_overrides = CatalogAdmin.formfield_overrides
    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        return calm(super().formfield_for_dbfield(db_field, request, **kwargs))  # type: ignore[arg-type]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset: Any = super().get_queryset(request)
        return queryset.for_admin()


class LevelForm(CatalogForm):
    """A level; what published texts and addresses say of it stays."""

    class Meta:
        help_texts = {"name": "As it stands above its column, such as Journey."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = getattr(self.instance, "in_published_text", False)
        for name in ("rank", "name", "slug"):
            if self.kept and name in self.fields:
                self.fields[name].disabled = True
                self.fields[name].help_text = "Stands in a published text, so it stays."


class LevelInline(RowInline):
    model = Level
    form = LevelForm
    fieldsets = [(None, {"fields": [("rank", "name", "slug"), "definition", "archived"]})]
    ordering = ["rank"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Framework)
class FrameworkAdmin(CatalogAdmin):
    list_display = ["name", "slug", "in_use"]
    list_filter = ["archived"]
    search_fields = ["name", "slug"]
    fields = ["name", "slug", "description", "archived"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_once_published = ("slug",)
    inlines = [LevelInline]

    @admin.display(description="in published texts", boolean=True)
    def in_use(self, framework: Any) -> bool:
        return framework.in_published_text


@admin.register(Level)
class LevelAdmin(CatalogAdmin):
    list_display = ["name", "framework", "rank", "slug"]
    list_filter = ["archived", "framework"]
    search_fields = ["name", "framework__name"]
    ordering = ["framework__name", "rank"]
    fields = ["framework", "rank", "name", "slug", "definition", "archived"]
    autocomplete_fields = ["framework"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_once_saved = ("framework",)
    fixed_once_published = ("rank", "name", "slug")


@admin.register(Competency)
class CompetencyAdmin(CatalogAdmin):
    list_display = ["name", "framework", "slug", "in_use"]
    list_filter = ["archived", "framework"]
    search_fields = ["name", "definition", "framework__name"]
    search_help_text = "Words of the name, the definition or the framework."
    ordering = ["framework__name", "name"]
    fields = ["framework", "name", "slug", "definition", "archived"]
    autocomplete_fields = ["framework"]
    prepopulated_fields = {"slug": ["name"]}
    fixed_once_saved = ("framework",)
    fixed_once_published = ("slug",)

    @admin.display(description="in published texts", boolean=True)
    def in_use(self, competency: Any) -> bool:
        return competency.in_published_text
