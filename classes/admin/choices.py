"""Choices in forms of many rows, made without a query for each."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper

EMPTY = "Choose a competency"


class CompetencySelect(forms.Select):
    """The competencies that a row can ask for. Those that other rows have `taken` cannot be chosen once more.

    The browser's script lets one find them by typing; without it they are a plain list.
    """

    def __init__(self, attrs: dict[str, Any] | None = None, choices: Any = ()) -> None:
        super().__init__(
            {
                "class": "found-by-typing",
                "data-theme": "admin-autocomplete",
                "data-placeholder": EMPTY,
                **(attrs or {}),
            },
            choices,
        )
        self.taken: set[str] = set()

    def create_option(self, name: str, value: Any, label: Any, selected: bool, *args: Any, **kwargs: Any) -> Any:
        option = super().create_option(name, value, label, selected, *args, **kwargs)
        if str(value) in self.taken and not selected:
            option["attrs"]["disabled"] = True
        return option


def without_links(field: forms.Field) -> None:
    """Take away the buttons that would add or change the chosen row in another window."""
    field.widget = inner_widget(field)


def inner_widget(field: forms.Field) -> Any:
    return field.widget.widget if isinstance(field.widget, RelatedFieldWidgetWrapper) else field.widget
