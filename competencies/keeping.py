"""In use means kept: who relies on a record, and what is still offered for new work."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.admin.utils import quote
from django.core.exceptions import FieldDoesNotExist
from django.db.models import PROTECT, Model, QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

NAMED = 10


def relying_on(row: Model, site: AdminSite) -> list[Any]:
    """Return who relies on `row`, as lines for a nested list: of each kind how many, and under it the first of them.

    Relying are rows that point to it and would not go with it. One query for each kind of row that can, two where
    there are many.
    """
    lines: list[Any] = []
    for relation in row._meta.related_objects:
        kept_by = relation.on_delete is PROTECT or relation.many_to_many
        if not kept_by:
            continue
        model: Any = relation.related_model
        rows = model._default_manager.for_admin().filter(**{relation.field.name: row}).order_by("pk")
        first = list(rows[: NAMED + 1])
        if not first:
            continue
        count = len(first) if len(first) <= NAMED else rows.count()
        names = model._meta.verbose_name if count == 1 else model._meta.verbose_name_plural
        named: list[Any] = [linked(each, site) for each in first[:NAMED]]
        lines += [f"{count:,} {names}", named + ([f"and {count - NAMED:,} more"] if count > NAMED else [])]
    return lines


def linked(row: Any, site: AdminSite) -> str:
    """Return a row's name as a link to its page in the admin."""
    name = f"{site.name}:{row._meta.app_label}_{row._meta.model_name}_change"
    words = f"{capfirst(str(row))}" + (f" of {row.job_class}" if row._meta.model_name == "historyentry" else "")
    try:
        return format_html('<a href="{}">{}</a>', reverse(name, args=[quote(row.pk)]), words)
    except NoReverseMatch:
        return words


def offered(rows: QuerySet) -> QuerySet:
    """Return the rows that new work may choose: neither archived, nor of an archived organization or framework."""
    for name in ("archived", "organization__archived", "framework__archived"):
        if knows(rows.model, name.split("__")):
            rows = rows.filter(**{name: False})
    return rows


def knows(model: Any, path: list[str]) -> bool:
    """Whether a model has the field at the end of a path; what lies before it must own the row: it is never empty."""
    try:
        field = model._meta.get_field(path[0])
    except FieldDoesNotExist:
        return False
    return len(path) == 1 or (field.many_to_one and not field.null and knows(field.related_model, path[1:]))
