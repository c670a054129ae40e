"""The query strings of the lists of classes and of changes, declared."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date
from functools import cache
from string import ascii_lowercase
from typing import Any, Self

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug
from django.http import QueryDict
from django.utils.dateformat import format as date_format

from classes.finding.facets import FACETS, Facet
from classes.finding.search import SORTS, Question
from classes.finding.words import MOST_WORDS, parse
from classes.models import HistoryEntry, JobClass, JobFamily, Organization
from classes.querysets import HistoryEntryQuerySet

# A date is written as addresses have it, and asked for as the browser's own field asks.
DAY_INPUT = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
A_DATE: dict[str, Any] = {
    "input_formats": ["%Y-%m-%d"],
    "error_messages": {"invalid": "That is not a date. Write year, month and day, such as 2023-07-30."},
}


class FamilyField(forms.ModelChoiceField):
    """A job family by its address, "nc/information-technology": its own slug is unique in its organization only."""

    def prepare_value(self, value: Any) -> Any:
        return f"{value.organization.slug}/{value.slug}" if isinstance(value, JobFamily) else value

    def to_python(self, value: Any) -> JobFamily | None:
        if value in self.empty_values:
            return None
        organization, _, slug = str(value).partition("/")
        try:
            validate_slug(organization)
            validate_slug(slug)
            return JobFamily.objects.get_by_natural_key(organization, slug)
        except (JobFamily.DoesNotExist, ValidationError):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice") from None

    def label_from_instance(self, family: Any) -> str:
        return f"{family.name} · {family.organization.name}"


class FamilyFilter(django_filters.ModelChoiceFilter):
    field_class = FamilyField


MOST_CHOSEN = 100


class Shared:
    """Declared once and the same for every request: django-filter and Django's forms copy all that is declared, each
    time, which took a fifth of the time of a list. What a request sets on a copy stays there."""

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return copy(self)


class FacetField(Shared, forms.Field):
    """Any number of values of one facet, by their keys. `facet` is set by the filter, for the day that is shown."""

    facet: Facet
    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> tuple[str, ...]:
        keys = tuple(dict.fromkeys(key.strip() for key in value or () if key.strip()))
        if len(keys) > MOST_CHOSEN:
            raise ValidationError(f"{len(keys)} values are too many. Choose {MOST_CHOSEN} at most.")
        for key in keys:
            if key not in self.facet.by_key:
                raise ValidationError(
                    f"“{key[:60]}” is not in the list of the filter {self.label}. Choose from the list."
                )
        return keys


class FacetFilter(Shared, django_filters.Filter):
    """A facet of the classes: counted and matched in memory, see `classes.finding`, so there is no queryset."""

    field_class = FacetField


MOST_TYPED = 500


class WordsField(Shared, forms.CharField):
    widget = forms.TextInput(attrs={"type": "search", "autocomplete": "off"})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """A citation is longer than words may be, and what is too long is refused in a sentence, not cut."""
        return {**super().widget_attrs(widget), "maxlength": MOST_TYPED}

    def clean(self, value: Any) -> str:
        typed = str(super().clean(str(value or "").replace("\x00", " ")))
        query = parse(typed)
        if sum(len(term.words) for term in (*query.terms, *query.without)) > MOST_WORDS:
            raise ValidationError(f"That is more than {MOST_WORDS} words. Leave out those that matter least.")
        return typed


class WordsFilter(Shared, django_filters.Filter):
    field_class = WordsField


class OneOfField(Shared, django_filters.fields.ChoiceField):
    """One of a few values."""


class OneOfFilter(Shared, django_filters.ChoiceFilter):
    field_class = OneOfField


class ClassFilter(django_filters.FilterSet):
    """Words, facets, a first letter and an order: what the list of classes is asked, as a `Question`.

    Give it the day's facets. Check `is_valid()` before `question`.
    """

    q = WordsFilter(
        label="Title, code or words",
        max_length=200,
        error_messages={"max_length": "That is too long to look up: %(show_value)s characters, 200 at most."},
    )
    organization = FacetFilter(label="Organization")
    family = FacetFilter(label="Job family")
    series = FacetFilter(label="Series")
    grade = FacetFilter(label="Pay grade")
    flsa = FacetFilter(label="FLSA code")
    education = FacetFilter(label="Minimum education")
    experience = FacetFilter(label="Years of experience")
    requires = FacetFilter(label="Requirements")
    competency = FacetFilter(label="Competency")
    levels = FacetFilter(label="Levels")
    demand = FacetFilter(label="Physical demand")
    status = FacetFilter(label="Status")
    letter = OneOfFilter(
        choices=[(letter, letter.upper()) for letter in (*ascii_lowercase, "0")],
        label="First letter",
        error_messages={"invalid_choice": "“%(value)s” is not a letter from a to z."},
    )
    sort = OneOfFilter(
        choices=list(SORTS.items()),
        label="Order",
        error_messages={"invalid_choice": "“%(value)s” is no order. Choose relevance, title, code, grade or revised."},
    )

    class Meta:
        model = JobClass
        fields: list[str] = []

    def __init__(self, data: QueryDict, facets: Mapping[str, Facet]) -> None:
        super().__init__(data, JobClass.objects.none())
        fields = self.form.fields
        for name, facet in facets.items():
            fields[name].facet = facet

    def get_form_class(self) -> type[forms.Form]:
        return class_form()

    @property
    def question(self) -> Question:
        """What is asked, of filters that make sense."""
        asked = self.form.cleaned_data
        letter = asked["letter"]
        return Question(
            words=asked["q"].strip(),
            chosen={name: keys for name in FACETS if (keys := asked[name])},
            letter=(*ascii_lowercase, "0").index(letter) if letter else None,
            sort=asked["sort"],
        )


@cache
def class_form() -> type[forms.Form]:
    """The form of `ClassFilter`, which is the same for every request."""
    return type("ClassForm", (forms.Form,), {name: each.field for name, each in ClassFilter.base_filters.items()})


class ChangesFilter(django_filters.FilterSet):
    """`organization`, `family`, `kind` (several are alternatives), `minor`, `since` and `until`, both inclusive.

    Check `is_valid()`: the queryset of an invalid filter is unfiltered.
    """

    organization = django_filters.ModelChoiceFilter(
        field_name="job_class__organization",
        queryset=Organization.objects.order_by("name"),
        to_field_name="slug",
        label="Organization",
        empty_label="All organizations",
        error_messages={"invalid_choice": "There is no such organization. Choose one from the list."},
    )
    family = FamilyFilter(
        field_name="job_class__family",
        queryset=JobFamily.objects.select_related("organization").order_by("organization__name", "name"),
        label="Job family",
        empty_label="All job families",
        error_messages={"invalid_choice": "There is no such job family. Choose one from the list."},
    )
    kind = django_filters.MultipleChoiceFilter(
        choices=HistoryEntry.Kind.choices,
        label="Kind",
        widget=forms.CheckboxSelectMultiple,
        distinct=False,
        error_messages={"invalid_choice": "“%(value)s” is not a kind of change. Choose from the list."},
    )
    minor = django_filters.ChoiceFilter(
        method="with_minor",
        choices=[("without", "Without minor edits"), ("only", "Only minor edits")],
        label="Minor edits",
        empty_label="Minor or not",
        error_messages={"invalid_choice": "“%(value)s” does not say which edits. Write without or only."},
    )
    since = django_filters.DateFilter(
        field_name="effective_on", lookup_expr="gte", label="From", widget=DAY_INPUT, **A_DATE
    )
    until = django_filters.DateFilter(
        field_name="effective_on", lookup_expr="lte", label="To", widget=DAY_INPUT, **A_DATE
    )

    class Meta:
        model = HistoryEntry
        fields: list[str] = []

    def is_valid(self) -> bool:
        """Whether every filter makes sense, one by one and together; no value is passed over in silence."""
        if super().is_valid():
            since, until = self.form.cleaned_data["since"], self.form.cleaned_data["until"]
            if since and until and since > until:
                self.form.add_error("until", "The last day lies before the first one. Give a later one, or none.")
            for name in self.filters:
                if name != "kind" and len(set(self.data.getlist(name))) > 1:
                    self.form.add_error(name, f"“{self.form[name].label}” is given more than once. Choose one.")
        return super().is_valid()

    def applied(self) -> list[tuple[str, str, str]]:
        """Return `(parameter, label, value in words)` of every filter that is set and makes sense."""
        return [
            (name, str(self.form[name].label), self.in_words(name, value))
            for name, value in self.form.cleaned_data.items()
            if value
        ]

    def in_words(self, name: str, value: Any) -> str:
        if name == "kind":
            return " or ".join(HistoryEntry.Kind(each).label.lower() for each in value)
        if name == "minor":
            return str(dict(self.filters["minor"].extra["choices"])[value])
        return date_format(value, "F j, Y") if isinstance(value, date) else str(value.name)

    def with_minor(self, queryset: HistoryEntryQuerySet, name: str, value: str) -> HistoryEntryQuerySet:
        return queryset.filter(minor=value == "only")
