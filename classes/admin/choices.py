"""Choices in forms of many rows, made without a query for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect, RelatedFieldWidgetWrapper
from django.db.models import Model


class HeldAutocomplete(AutocompleteSelect):
    """Django admin's autocomplete, which is told the row that stands chosen instead of asking for it."""

    held: Model | None = None

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        if self.held is None or [str(each) for each in value] != [str(self.held.pk)]:
            return super().optgroups(name, value, attrs)
        label = self.choices.field.label_from_instance(self.held)
        options = [self.create_option(name, self.held.pk, label, True, 0)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


def hold(field: forms.Field, row: Model | None) -> None:
    """Tell the autocomplete of `field` which row stands chosen, the form's own."""
    inner_widget(field).held = row


def without_links(field: forms.Field) -> None:
    """Take away the buttons that would add or change the chosen row in another window."""
    field.widget = inner_widget(field)


def inner_widget(field: forms.Field) -> Any:
    return field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
