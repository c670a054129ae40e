"""The query string of the browse page, declared."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_slug

from classes.models import JobClass, JobFamily, Organization
from classes.querysets import JobClassQuerySet


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


class ClassFilter(django_filters.FilterSet):
    """`q`, `organization` and `family`. Check `is_valid()`: the queryset of an invalid filter is unfiltered."""

    q = django_filters.CharFilter(
        method="matching",
        label="Title or code",
        max_length=200,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    organization = django_filters.ModelChoiceFilter(
        queryset=Organization.objects.order_by("name"),
        to_field_name="slug",
        label="Organization",
        empty_label="All organizations",
        error_messages={"invalid_choice": "There is no such organization. Choose one from the list."},
    )
    family = FamilyFilter(
        queryset=JobFamily.objects.select_related("organization").order_by("organization__name", "name"),
        label="Job family",
        empty_label="All job families",
        error_messages={"invalid_choice": "There is no such job family. Choose one from the list."},
    )

    class Meta:
        model = JobClass
        fields: list[str] = []

    def applied(self) -> list[tuple[str, str, str]]:
        """Return `(parameter, label, value in words)` of every filter that is set and makes sense."""
        return [
            (name, str(self.form[name].label), value if isinstance(value, str) else value.name)
            for name, value in self.form.cleaned_data.items()
            if value
        ]

    def matching(self, queryset: JobClassQuerySet, name: str, value: str) -> JobClassQuerySet:
        return queryset.matching(value)
