"""Long lists in JSON: a page at a time, each with the address of the one that follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import Http404, HttpRequest

from classes.views.reading import with_query

PER_STRETCH = 200


def asked_stretch(request: HttpRequest, found: QuerySet | Sequence[Any]) -> tuple[list[Any], str | None]:
    """Return the rows that `?page=` asks for, and the address of the next page, None at the end.

    Nothing is counted: one row more than is shown tells whether more follow. Raises BadRequest or Http404.
    """
    asked = request.GET.get("page", "").strip() or "1"
    if not asked.isascii() or not asked.isdigit() or len(asked) > 9 or int(asked) == 0:
        raise BadRequest(f"“{asked[:40]}” is not a page number. Page numbers are 1, 2, 3 and so on.")
    number = int(asked)
    rows = list(found[(number - 1) * PER_STRETCH : number * PER_STRETCH + 1])
    if not rows and number > 1:
        raise Http404(f"There is no page {number}. Start at the first page and follow “next”.")
    if len(rows) <= PER_STRETCH:
        return rows, None
    query = request.GET.copy()
    query["page"] = str(number + 1)
    return rows[:PER_STRETCH], with_query(request.path, query.urlencode())
