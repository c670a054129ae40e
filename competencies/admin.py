"""The vocabulary in Django admin, and what every admin page of the catalog shares."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminTextareaWidget, RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch
from django.utils.dateformat import format as in_format
from django.utils.text import Truncator

from competencies.keeping import offered, relying_on
from competencies.models import Competency, Framework, Level
from competencies.rendering import QUICK

PUBLISH = "classes.publish_specification"
MOST_LOGGED = 200  # characters of a value that the history of a record tells

ADDRESS = "The last part of the web address of its page: small letters, digits and hyphens, such as it-manager."
ARCHIVE = "Archive it instead: it is no longer offered for new work, and what relies on it stays as it is."
ARCHIVE_THEM = (
    "Archive them instead, each on its own page: they are no longer offered for new work, and what relies on them "
    "stays as it is."
)


USED = (
    "A published text asks for it, and what is changed here everyone reads at once. "
    "Only those who publish may change it: ask one of them."
)


class PlainText(forms.CharField):
    """Text of a text area, with the Unix line ends that the database keeps: browsers send CRLF.

    Spaces stay as they are, so that a form that nobody changed has not changed.
    """

    widget = AdminTextareaWidget

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "strip": False})

    def to_python(self, value: Any) -> str:
        return (super().to_python(value) or "").replace("\r\n", "\n").replace("\r", "\n")


def hardly_meant(number: int) -> None:
    """Refuse a number that was mistyped before the database names the largest that it can hold."""
    if number > 9_999:
        raise ValidationError("This number is above 9,999, so it is hardly meant. Look at it once more.")


def calm(field: Any) -> Any:
    """Leave, beside a choice of another record, the buttons that add and change it, not the one that deletes it."""
    if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
        field.widget.can_delete_related = False
        field.widget.can_view_related = False
    return field


def value_in_words(field: Any, value: Any) -> str:
    """Return a form field's value as the history of a record tells it. One query for a record given by its key."""
    if isinstance(field, forms.ModelChoiceField) and value and isinstance(value, int | str):
        value = field.queryset.filter(pk=value).first() if field.queryset is not None else value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, date):
        return in_format(value, "F j, Y")
    if isinstance(value, list | QuerySet):
        value = ", ".join(str(each) for each in value)
    words = "" if value is None else " ".join(str(value).split())
    return f"“{Truncator(words).chars(MOST_LOGGED)}”" if words else "nothing"


class CatalogForm(forms.ModelForm):
    """A form that holds every constraint of its model, also those on fields that it does not show."""

    default_renderer = QUICK

    class Meta:
        help_texts = {"slug": ADDRESS}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, forms.IntegerField):
                field.validators = [*field.validators, hardly_meant]

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
    what to do. With `logs_values` the history of a record tells what its fields said before and say now.
    """

    form = CatalogForm
    formfield_overrides = {models.TextField: {"form_class": PlainText}}
    fixed_once_saved: tuple[str, ...] = ()
    fixed_once_published: tuple[str, ...] = ()
    instead = ""
    logs_values = False

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest | None, **kwargs: Any) -> Any:
        return calm(super().formfield_for_dbfield(db_field, request, **kwargs))  # type: ignore[arg-type]

    def why_fixed(self, row: Any) -> str:
        """Say why this row can be neither changed nor deleted; empty if it can."""
        return ""

    def why_for_publishers(self, row: Any) -> str:
        """Say why only those who publish may change this row; empty if others may too."""
        return ""

    def why_partly_fixed(self, row: Any) -> str:
        """Say which fields of this row stay, and why; empty if none needs a word."""
        return ""

    def why_kept(self, row: Any) -> str:
        """Say why this row cannot be deleted; empty if it can."""
        return self.why_fixed(row)

    def may_change(self, request: HttpRequest, row: Any) -> bool:
        return request.user.has_perm(PUBLISH) or not self.why_for_publishers(row)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        queryset: Any = super().get_queryset(request)
        return queryset.for_admin()

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if not super().has_change_permission(request, obj):
            return False
        return obj is None or (not self.why_fixed(obj) and self.may_change(request, obj))

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

    def instead_of(self, number: int) -> str:
        """Say what can be done with so many rows instead of deleting them; empty if nothing."""
        if not hasattr(self.model, "archived"):
            return self.instead
        return ARCHIVE if number == 1 else ARCHIVE_THEM

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Say, beside what keeps a row from being deleted, what can be done instead."""
        return super().delete_view(request, object_id, {"instead": self.instead_of(1), **(extra_context or {})})

    def response_action(self, request: HttpRequest, queryset: QuerySet, *args: Any, **kwargs: Any) -> Any:
        """Say the same where rows are deleted from the list."""
        response = super().response_action(request, queryset, *args, **kwargs)
        if isinstance(response, TemplateResponse) and "deletable_objects" in (context := response.context_data or {}):
            context["instead"] = self.instead_of(len(context["queryset"]))
        return response

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> Any:
        """Find rows; where they are offered to be chosen for new work, what is archived is left out."""
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        if request.resolver_match and request.resolver_match.url_name == "autocomplete":
            found = offered(found)
        return found, may_repeat

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = context.get("original")
        context["why_fixed"] = self.said_above(request, row) if row else ""
        return super().render_change_form(request, context, *args, **kwargs)

    def said_above(self, request: HttpRequest, row: Any) -> str:
        """Say above the form what of the row cannot be changed here, to those who could otherwise."""
        if fixed := self.why_fixed(row):
            return fixed
        if not super().has_change_permission(request, row):
            return ""
        return self.why_partly_fixed(row) if self.may_change(request, row) else self.why_for_publishers(row)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> list[Any]:
        """Tell, where `logs_values`, what the changed fields of the record said before, and what they say now."""
        message: list[Any] = super().construct_change_message(request, form, formsets, add)
        if self.logs_values and not add and form.changed_data:
            message[0]["changed"]["fields"] = list(values_changed(form))
        return message

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or save the form.

        Where another person saved the same thing between our check and our write, the database refuses; nothing
        is written then, and checking once more finds the other's row and says so beside the field.
        """
        try:
            return super().changeform_view(request, *args, **kwargs)
        except IntegrityError:
            return super().changeform_view(request, *args, **kwargs)


def values_changed(form: Any) -> Iterator[str]:
    """Yield, for each field that a form changed, its label with the old and the new value."""
    for name in form.changed_data:
        field = form.fields[name]
        label = field.label or name
        old, new = (value_in_words(field, values.get(name)) for values in (form.initial, form.cleaned_data))
        yield f"{label} from {old} to {new}"


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
        help_texts = {
            "rank": "1 is the lowest level.",
            "name": "As it stands above its column, such as Journey.",
            "slug": "How web addresses name it: small letters, digits and hyphens, such as journey.",
        }

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
    logs_values = True

    @admin.display(description="in published texts", boolean=True)
    def in_use(self, competency: Any) -> bool:
        return competency.in_published_text

    def why_for_publishers(self, row: Any) -> str:
        return USED if getattr(row, "in_published_text", False) else ""
