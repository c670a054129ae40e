"""What templates need beyond Django's own tags. Nothing here starts a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import template
from django.template import Context
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.html import format_html

from classes.mentions import runs
from classes.words import Run, tidy

register = template.Library()


@register.simple_tag(takes_context=True)
def link(context: Context, to: Any, *args: Any, **query: str) -> str:
    """Return the address of a record, or of a page by its name, on the day that this page shows.

    `{% link job_class %}`, `{% link 'classes:browse' organization='city' %}`; an empty parameter is left out.
    """
    address = to.get_absolute_url() if hasattr(to, "get_absolute_url") else reverse(to, args=args)
    day = context.get("day")
    asked = {name: value for name, value in query.items() if value} | (day.parameters if day else {})
    return f"{address}?{urlencode(asked, safe=',/')}" if asked else address


@register.simple_tag(takes_context=True)
def without(context: Context, parameter: str) -> str:
    """Return the address of this page without one of its filters, from the first page on.

    `{% querystring %}` cannot do it: it takes the names of parameters as they are written, not from a variable.
    """
    query = context["request"].GET.copy()
    for name in (parameter, "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag
def dated(day: date, short: bool = False) -> str:
    """Return a day as a `<time>` element: "July 30, 2023", or "Jul 30, 2023" where room is short."""
    words = date_format(day, "M j, Y" if short else "F j, Y")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)


@register.filter
def tidied(shown: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of a sentence as one shows them: no mark reaches over the space behind it."""
    return tidy(shown)


@register.filter
def at(things: Mapping[Any, Any] | None, key: Any) -> Any:
    """The thing that stands in a mapping under a key that is a variable; None where there is none, or no mapping."""
    return things.get(key) if things else None


@register.filter
def mentions(text: str, links: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Part `text` into `(text, record)` pairs at the titles that are keys of `links`; record is None between them."""
    return [(run.text, links.get(run.title)) for run in runs(text, frozenset(links or ()))]
