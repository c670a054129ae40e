"""The list of classes as data and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.core.paginator import Page
from django.http import HttpRequest
from django.utils import timezone

from classes.days import Day
from classes.document import SCHEMA_VERSION
from classes.finding.facets import Facet
from classes.finding.lines import Hit, hits
from classes.finding.search import Answer
from classes.models import ChangeNotice
from classes.twins.notices import notice_reference
from classes.twins.references import class_reference, iso, organization_reference

HEAD = (
    "organization",
    "code",
    "title",
    "pay grade",
    "family",
    "series",
    "minimums",
    "in force since",
    "status",
    "abolished on",
    "page",
    "formerly",
    "to be",
    "found in",
    "found as",
)
ROWS_AT_A_TIME = 500


def list_twin(
    answer: Answer,
    page: Page,
    request: HttpRequest,
    meant: str,
    gone: Iterable[Hit],
    notices: Iterable[ChangeNotice],
) -> dict[str, Any]:
    """A page of the list; `meant` is what to look for instead, `gone` are abolished classes that answer too, and
    `notices` are those whose number was typed."""
    query = request.GET.copy()
    query["page"] = str(page.number + 1)
    on_day = day_query(answer)
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": date.fromordinal(answer.day.on).isoformat(),
        "count": answer.total,
        "page": page.number,
        "pages": page.paginator.num_pages,
        "next": f"{request.path}?{query.urlencode(safe='/')}" if page.has_next() else None,
        "facets": {name: list(facet_twin(answer, facet)) for name, facet in answer.day.facets.items()},
        "classes": [hit_twin(hit, on_day) for hit in hits(answer, list(page.object_list))],
        "meant": meant or None,
        "abolished": [
            {**hit_twin(hit, on_day), "successors": [class_reference(successor) for successor in hit.successors]}
            for hit in gone
        ],
        "notices": [
            {"organization": organization_reference(notice.organization), **notice_reference(notice)}
            for notice in notices
        ],
    }


def facet_twin(answer: Answer, facet: Facet) -> Iterator[dict[str, Any]]:
    """Yield the values that classes have; where some are chosen, the others tell what they would add."""
    chosen = answer.question.chosen.get(facet.name, ())
    added = answer.added[facet.name].tolist() if chosen else []
    for place, (value, count) in enumerate(zip(facet.values, answer.counts[facet.name].tolist(), strict=True)):
        if count:
            told = {"key": value.key, "label": value.label, "count": count}
            yield told | ({"adds": added[place]} if chosen and value.key not in chosen else {})


def day_query(answer: Answer) -> str:
    """Return the query string of a page that shows the day of the list; none today."""
    return Day(date.fromordinal(answer.day.on), timezone.localdate()).query


def hit_twin(hit: Hit, on_day: str) -> dict[str, Any]:
    line = hit.line
    organization, _, slug = line.key.partition("/")
    return {
        "organization": organization,
        "slug": slug,
        "code": line.code,
        "title": line.title,
        "family": line.family or None,
        "series": line.series or None,
        "pay_grade": line.grade or None,
        "minimums": line.minimums or None,
        "in_force_since": iso(line.since),
        "status": line.status,
        "abolished_on": iso(line.abolished_on),
        "page": line.address + on_day,
        "formerly": str(hit.formerly) if hit.formerly else None,
        "to_be": str(hit.later) if hit.later else None,
        "found_in": found_in(hit) or None,
        "found_as": found_as(hit) or None,
    }


def found_in(hit: Hit) -> str:
    """Say where the words stand that title and code do not have."""
    return "".join(mark.text for mark in hit.said)


def found_as(hit: Hit) -> str:
    """Say what that is."""
    return "competency" if hit.asks_for else "sentence" if hit.saying else ""


def list_rows(answer: Answer, host: str) -> Iterator[tuple[object, ...]]:
    """Yield the head and a row for each class, in the order of the list; `host` goes before addresses.

    With words it tells where they stand, at one query for every 500 rows; without, no query.
    """
    yield HEAD
    on_day = day_query(answer)
    for start in range(0, answer.total, ROWS_AT_A_TIME):
        for hit in hits(answer, answer.rows[start : start + ROWS_AT_A_TIME].tolist()):
            yield list_row(hit, host, on_day)


def list_row(hit: Hit, host: str, on_day: str) -> tuple[object, ...]:
    line = hit.line
    return (
        line.organization,
        line.code,
        line.title,
        line.grade,
        line.family,
        line.series,
        line.minimums,
        line.since or "",
        line.status,
        line.abolished_on or "",
        f"{host}{line.address}{on_day}",
        str(hit.formerly or ""),
        str(hit.later or ""),
        found_in(hit),
        found_as(hit),
    )
