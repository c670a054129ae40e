"""The fields of long forms, written without a template for each.

A page of a hundred fields has several hundred options and labels, and Django renders a template for every one of them.
What its templates write is written here in one step; whatever else a form has is left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape
from django.utils.safestring import mark_safe

WIDGETS = "django/forms/widgets"


class QuickRenderer(DjangoTemplates):
    """Django's renderer of forms, quicker for inputs, text areas, choices, labels and lists of no errors."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> Any:
        write = WRITERS.get(template_name)
        if write is None or (context.get("errors")):
            return super().render(template_name, context, request)
        return mark_safe(write(context))  # each part is escaped where it is written


def attributes(given: Mapping[str, Any]) -> str:
    """Write attributes with a space before each; True is one without a value, False is none."""
    return "".join(
        f" {conditional_escape(name)}" if value is True else f' {conditional_escape(name)}="{shown(value)}"'
        for name, value in given.items()
        if value is not False
    )


def shown(value: Any) -> str:
    return conditional_escape(value if isinstance(value, str) else str(value))


def an_input(context: dict[str, Any]) -> str:
    widget = context["widget"]
    value = "" if widget["value"] is None else f' value="{shown(widget["value"])}"'
    kind, name = conditional_escape(widget["type"]), conditional_escape(widget["name"])
    return f'<input type="{kind}" name="{name}"{value}{attributes(widget["attrs"])}>'


def a_text_area(context: dict[str, Any]) -> str:
    widget = context["widget"]
    start = f'<textarea name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>'
    return f"{start}\n{shown(widget['value'] or '')}</textarea>"


def a_select(context: dict[str, Any]) -> str:
    widget = context["widget"]
    parts = [f'<select name="{conditional_escape(widget["name"])}"{attributes(widget["attrs"])}>']
    for group, options, _ in widget["optgroups"]:
        written = "".join(
            f'\n<option value="{shown(option["value"])}"{attributes(option["attrs"])}>{shown(option["label"])}</option>'
            for option in options
        )
        parts.append(f'\n<optgroup label="{shown(group)}">{written}\n</optgroup>' if group else written)
    return "".join([*parts, "\n</select>"])


def a_label(context: dict[str, Any]) -> str:
    label = shown(context["label"])
    tag = conditional_escape(context["tag"])
    return f"<{tag}{attributes(context['attrs'] or {})}>{label}</{tag}>" if context["use_tag"] else label


def nothing(context: dict[str, Any]) -> str:
    return ""


WRITERS: dict[str, Callable[[dict[str, Any]], str]] = {
    **{f"{WIDGETS}/{name}.html": an_input for name in ("text", "hidden", "number", "checkbox", "date", "url", "email")},
    f"{WIDGETS}/textarea.html": a_text_area,
    f"{WIDGETS}/select.html": a_select,
    "django/forms/label.html": a_label,
    "django/forms/errors/list/default.html": nothing,
    "django/forms/errors/list/ul.html": nothing,
}

QUICK = QuickRenderer()
