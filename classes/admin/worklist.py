"""The work list: what waits for somebody, and what was done lately. Counts lead to lists."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.admin import SimpleListFilter
from django.db.models import Count, Q
from django.db.models.query import QuerySet
from django.urls import reverse
from django.utils import timezone

from classes.admin.advice_counts import DRAFTS, Kept, keep, kept, of, stamp_of_drafts
from classes.linting import Linted, lint
from classes.models import Specification

LATELY = timedelta(days=30)
SHOWN = 6
LINTED = 50

# Name in addresses → words; in the order of the work.
STANDINGS = {
    "draft": "Drafts",
    "review": "In review",
    "coming": "To take effect",
    "recent": "Recently published",
    "in-force": "In force",
    "ended": "No longer in force",
    "corrected": "Corrected",
}
LISTED = ("draft", "review", "coming", "recent")
ORDER = {
    "draft": ("title", "pk"),
    "review": ("title", "pk"),
    "coming": ("effective_from", "title"),
    "recent": ("-published_at", "-pk"),
}
EMPTY = {
    "draft": "No draft is open. Revise a class to begin one.",
    "review": "Nothing waits for a publisher.",
    "coming": "No published text waits for its first day.",
    "recent": "Nothing was published in the last 30 days.",
}


def standing(name: str, on: date) -> Q:
    """Return what a text must be to stand in a list on the day `on`."""
    published = Q(status="published")
    return {
        "draft": Q(status="draft"),
        "review": Q(status="in_review"),
        "coming": published & Q(corrected=False, effective_from__gt=on),
        "recent": published & Q(published_at__date__gt=on - LATELY),
        "in-force": published
        & Q(corrected=False)
        & (Q(effective_from=None) | Q(effective_from__lte=on))
        & (Q(effective_to=None) | Q(effective_to__gt=on)),
        "ended": published & Q(corrected=False, effective_to__lte=on),
        "corrected": published & Q(corrected=True),
    }[name]


class StandingFilter(SimpleListFilter):
    title = "standing"
    parameter_name = "standing"

    def lookups(self, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return list(STANDINGS.items())

    def queryset(self, request: Any, queryset: QuerySet) -> QuerySet:
        asked = self.value()
        return queryset.filter(standing(asked, timezone.localdate())) if asked in STANDINGS else queryset


@dataclass(frozen=True, slots=True)
class Work:
    """One list: how many texts stand in it, the first of them, and where all are."""

    name: str
    words: str
    count: int
    texts: Sequence[Specification]
    address: str
    empty: str

    @property
    def more(self) -> int:
        return self.count - len(self.texts)


def work_list(today: date) -> list[Work]:
    """Return the lists of the front page: one query for the numbers, one for the first texts of each."""
    numbers = Specification.objects.aggregate(**{name: Count("pk", filter=standing(name, today)) for name in LISTED})
    address = reverse("admin:classes_specification_changelist")
    return [
        Work(name, STANDINGS[name], numbers[name], first(name, today), f"{address}?standing={name}", EMPTY[name])
        for name in LISTED
    ]


def first(name: str, today: date) -> list[Specification]:
    texts = Specification.objects.filter(standing(name, today)).select_related("job_class__organization", "drafted_by")
    return list(texts.defer("cell_digests", "section_digests", "masthead").order_by(*ORDER[name])[:SHOWN])


def drafts_with_advice(today: date) -> tuple[list[Linted], bool]:
    """Return the open drafts, by title, with what the lint says of them, and whether there are more than are read.

    Keeps how many findings there are. Three queries, and those of `linting.lint`.
    """
    stamp = stamp_of_drafts(today)
    open_drafts = Specification.objects.exclude(status="published").order_by("title", "pk")
    keys = list(open_drafts.values_list("pk", flat=True)[: LINTED + 1])
    linted = list(lint(Specification.objects.filter(pk__in=keys[:LINTED]), today))
    keep(DRAFTS, [of(each) for each in linted], stamp)
    return sorted(linted, key=lambda each: each.specification.title), len(keys) > LINTED


def advice_on_drafts(today: date) -> Kept:
    """Return how many findings the open drafts have: two queries, and all of `drafts_with_advice` if any changed."""
    known = kept(DRAFTS)
    if known is None or known.stamp != stamp_of_drafts(today):
        drafts_with_advice(today)
    found = kept(DRAFTS)
    assert found
    return found
