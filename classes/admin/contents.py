"""The rows of a specification on its own page, in the order of the printed document."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db.models import Q
from django.http import HttpRequest

from classes.admin.choices import EMPTY, CompetencySelect, inner_widget
from classes.admin.library import Library, library_of
from classes.fields import plain
from classes.models import LevelDescriptor, RequiredCompetency, Requirement, Section, Specification
from competencies.admin import CatalogForm, CatalogFormSet, PlainText, RowInline
from competencies.models import Competency, Level

TYPED_KINDS = {*Requirement.Kind.values, Section.Kind.COMPETENCIES.value}
ONE_OF_A_KIND = next(
    str(constraint.violation_error_message)
    for constraint in Section._meta.constraints
    if constraint.name == "section_typed_kind_once"
)

KIND_TAKEN = "The heading is a usual one, so the kind “{}” was taken. Choose another if it is not meant."
UNDEFINED = "The framework holds no definition of it: write the one that is printed."


class RowForm(CatalogForm):
    """A row of a specification; its place may be left empty, which puts it last."""

    note = ""  # what the page says of the row

    class Meta:
        labels = {"position": "Place"}
        help_texts = {"position": "1 is first, empty is last."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            field = self.fields["position"]
            field.required = False
            if self.instance.pk is None:
                field.initial = None


class RowFormSet(CatalogFormSet):
    """The rows of one kind in printed order."""

    def clean(self) -> None:
        super().clean()
        if not any(self.errors):
            self.arrange()

    def arrange(self) -> None:
        """Give every row a place of its own.

        A row that was given the place of another takes it, and the others move up one. Rows keep their numbers
        where no two are alike, gaps and all.
        """
        rows = [form for form in self.forms if not self.goes(form)]
        last = max((form.instance.position for form in rows if form.instance.position is not None), default=0)
        for form in rows:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = form.cleaned_data["position"] = last
        places = [form.instance.position for form in rows]
        if len(set(places)) == len(places):
            return
        for place, form in enumerate(sorted(rows, key=self.order), start=1):
            if form.instance.position != place:
                form.instance.position = form.cleaned_data["position"] = place
                self.moved.append(form.instance)

    def order(self, form: Any) -> tuple[int, int]:
        """Sort by place; of two rows at one place the one that moved there comes before, or after if it moved down."""
        place, before = form.instance.position, form.initial.get("position")
        if before == place:
            return place, 0
        return place, 1 if before is not None and before < place else -1

    def goes(self, form: Any) -> bool:
        """Whether the form's row is to be deleted, or is an empty one that was never filled."""
        deleted: bool = self._should_delete_form(form)  # type: ignore[attr-defined]
        return deleted or (form.instance.pk is None and not form.has_changed())

    @property
    def moved(self) -> list[Any]:
        """Rows whose place changed because another row took it."""
        return self.__dict__.setdefault("moved_rows", [])

    def save(self, commit: bool = True) -> Any:
        saved = super().save(commit)
        for row in self.moved:
            type(row)._default_manager.filter(pk=row.pk).update(position=row.position)
        return saved


class SectionFormSet(RowFormSet):
    library: Library
    told: tuple[str, ...] = ()  # the rows, by number, of which the page says that they took their kind from the heading

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        if str(form.instance.pk) in self.told:
            form.note = KIND_TAKEN.format(form.instance.get_kind_display())

    def clean(self) -> None:
        """Refuse a second section of a kind that rows draw on, when both stand in this form."""
        super().clean()
        self.take_kinds()
        held: set[str] = set()
        for form in self.forms:
            kind = form.cleaned_data.get("kind") if hasattr(form, "cleaned_data") and not self.goes(form) else None
            if kind in TYPED_KINDS and kind in held:
                if ONE_OF_A_KIND not in form.non_field_errors():
                    form.add_error("kind", ONE_OF_A_KIND)
            elif kind:
                held.add(kind)

    def take_kinds(self) -> None:
        """Let a section that was left of kind “Other” be of the kind that its new heading stands for.

        Not where its writer chose “Other” (the browser says so), nor where another row has a kind that only one can
        have: also one that is to be deleted, for it goes after the others are saved.
        """
        forms = [form for form in self.forms if hasattr(form, "cleaned_data")]
        held = {form.cleaned_data.get("kind") for form in forms} | {form.initial.get("kind") for form in forms}
        for form in forms:
            if self.goes(form) or form.errors or form.cleaned_data.get("kind") != Section.Kind.OTHER:
                continue
            if "heading" not in form.changed_data or self.data.get(f"{form.prefix}-own_kind"):
                continue
            kind = self.library.kind_of(form.cleaned_data["heading"])
            if kind in {"", Section.Kind.OTHER} or (kind in TYPED_KINDS and kind in held):
                continue
            form.instance.kind = form.cleaned_data["kind"] = kind
            form.note = KIND_TAKEN.format(form.instance.get_kind_display())  # type: ignore[attr-defined]
            self.taken.append(form.instance)
            held.add(kind)

    @property
    def taken(self) -> list[Section]:
        """Sections that took their kind from their heading as this form was read."""
        rows: list[Section] = self.__dict__.setdefault("taken_kinds", [])
        return rows


class SpecificationRowInline(RowInline):
    form = RowForm
    formset = RowFormSet
    template = "admin/classes/specification/_rows.html"
    rows = ""  # the prefix of the names of its fields
    ordering = ["position", "id"]

    def get_extra(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> int:
        """Show one empty row where the address asks for it, `?row=sections`: how rows are added without a script."""
        return int(request.GET.get("row") == self.rows)


class SectionForm(RowForm):
    """A section; the browser offers the organization's usual headings for it."""

    class Meta(RowForm.Meta):
        labels = {**RowForm.Meta.labels, "body": "Text"}
        help_texts = {
            **RowForm.Meta.help_texts,
            "heading": "As printed. Leave it empty if this text goes on under the heading above it.",
            "kind": "What the section is about: texts of classes are compared kind by kind.",
            "body": "Leave an empty line between paragraphs.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "heading" in self.fields:
            self.fields["heading"].widget.attrs["list"] = "usual-headings"


class SectionInline(SpecificationRowInline):
    model = Section
    rows = "sections"
    form = SectionForm
    formset = SectionFormSet
    fieldsets = [(None, {"fields": [("heading", "kind", "position"), "body"]})]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            formset.library = library_of(obj)
            formset.told = tuple(request.GET.get("taken", "").split(","))
        return formset


class RequirementForm(RowForm):
    class Meta(RowForm.Meta):
        labels = {**RowForm.Meta.labels, "by_position": "Only some positions"}
        help_texts = {
            **RowForm.Meta.help_texts,
            "kind": "It is printed in the section of this kind.",
            "text": "As printed.",
            "by_position": "Tick it if not every position of the class asks for this.",
        }


class RequirementInline(SpecificationRowInline):
    model = Requirement
    rows = "requirements"
    form = RequirementForm
    fieldsets = [(None, {"fields": [("kind", "by_position", "position"), "text"]})]


class LevelText(PlainText):
    """What a competency looks like at one level."""

    def __init__(self, level: Level, label: str) -> None:
        super().__init__(
            label=label,
            required=False,
            widget=AdminTextareaWidget(attrs={"rows": 8, "class": "level-text"}),
        )
        self.level = level

    def clean(self, value: Any) -> str:
        return plain(super().clean(value))


class RequiredCompetencyForm(RowForm):
    """A required competency with one text area for each level; `levels` are fields that `with_levels` adds.

    One that is chosen brings its name and definition along from the library, where none was written.
    """

    class Meta(RowForm.Meta):
        help_texts = {
            **RowForm.Meta.help_texts,
            "name": "Leave it empty to print the competency's own name.",
            "definition": "As printed. A competency that you choose anew brings the framework's own.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "name" in self.fields:
            self.fields["name"].required = False
            self.fields["competency"].error_messages["required"] = "Choose the competency that is asked for."
        if self.instance.pk is not None:
            for descriptor in self.instance.descriptors.all():
                self.initial.setdefault(f"level_{descriptor.level_id}", descriptor.text)

    def offer(self, library: Library, taken: set[str]) -> None:
        """Offer the competencies of the library, less those that are `taken`, and the one that stands chosen."""
        if "competency" not in self.fields:
            return
        widget = inner_widget(self.fields["competency"])
        chosen = self.chosen(library)
        labels = library.labels
        if chosen and chosen.pk not in labels:
            labels = {**labels, chosen.pk: library.label(chosen)}
        widget.choices = [("", EMPTY), *labels.items()]
        widget.taken = taken - {str(chosen.pk) if chosen else ""}
        if chosen and not chosen.definition and not self["definition"].value():
            self.note = UNDEFINED

    def chosen(self, library: Library) -> Competency | None:
        """The competency that stands chosen in the row. One query for one that the library does not offer."""
        if not self.is_bound and self.instance.pk:
            return self.instance.competency
        value = str(self["competency"].value() or "")
        if not value.isdecimal() or len(value) > 18:
            return None
        known = next((each for each in library.competencies if each.pk == int(value)), None)
        return known or Competency.objects.select_related("framework").filter(pk=int(value)).first()

    def cells(self) -> list[forms.BoundField]:
        """The text areas of the levels, lowest first."""
        return [self[name] for name, field in self.fields.items() if isinstance(field, LevelText)]

    def clean(self) -> dict[str, Any] | None:
        competency = self.cleaned_data.get("competency")
        if competency and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.cleaned_data["name"] = competency.name
        if competency and "competency" in self.changed_data:
            self.cleaned_data["definition"] = self.cleaned_data.get("definition") or competency.definition
            framework = self.instance.specification.job_class.organization.framework
            if framework and competency.framework_id != framework.pk:
                self.add_error("competency", f"“{competency}” is of another framework. Choose one of {framework}.")
        return super().clean()

    def _save_m2m(self) -> None:
        """Write the text areas that were changed; an empty one is a level that is not described."""
        super()._save_m2m()  # type: ignore[misc]
        for name in self.changed_data:
            field = self.fields[name]
            if not isinstance(field, LevelText):
                continue
            if text := self.cleaned_data[name]:
                LevelDescriptor.objects.update_or_create(
                    required_competency=self.instance, level=field.level, defaults={"text": text}
                )
            else:
                LevelDescriptor.objects.filter(required_competency=self.instance, level=field.level).delete()


class RequiredCompetencyFormSet(RowFormSet):
    library: Library

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        form.offer(self.library, self.taken)

    @cached_property
    def taken(self) -> set[str]:
        """The competencies that stand chosen in the rows, by number: what was sent, else what is stored."""
        if not self.is_bound:
            return {str(row.competency_id) for row in self.get_queryset()}
        rows = [f"{self.prefix}-{number}" for number in range(self.total_form_count())]
        return {self.data.get(f"{row}-competency", "") for row in rows if not self.data.get(f"{row}-DELETE")} - {""}


class RequiredCompetencyInline(SpecificationRowInline):
    model = RequiredCompetency
    rows = "required_competencies"
    form = RequiredCompetencyForm
    formset = RequiredCompetencyFormSet
    fieldsets = [(None, {"fields": [("competency", "name", "position"), "definition"]})]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if obj is not None:
            kwargs["form"] = with_levels(levels_of(obj))
        formset: Any = super().get_formset(request, obj, **kwargs)
        if obj is not None:
            formset.library = library_of(obj)
        return formset

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "competency":
            kwargs["widget"] = CompetencySelect
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def levels_of(specification: Specification) -> list[Level]:
    """Return the levels that a specification is written in, lowest first: one query.

    They are those of the organization's framework that are not archived, and whatever levels this text has descriptors
    at, so that no text is out of sight; those of another framework, which the organization had before, stand last.
    """
    framework = specification.job_class.organization.framework_id
    levels = Level.objects.filter(
        Q(framework=framework, archived=False) | Q(descriptors__required_competency__specification=specification)
    ).distinct()
    return sorted(
        levels.select_related("framework"),
        key=lambda level: (level.framework_id != framework, level.framework_id, level.rank),
    )


def with_levels(levels: list[Level]) -> type[RequiredCompetencyForm]:
    """Return the form of a required competency with a text area for each of `levels`."""
    several = len({level.framework_id for level in levels}) > 1
    fields = {f"level_{level.pk}": LevelText(level, str(level) if several else level.name) for level in levels}
    return type("RequiredCompetencyForm", (RequiredCompetencyForm,), fields)
