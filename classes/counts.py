"""How many classes there are on a day, by organization, job family and series: all of it in one pass."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

import numpy as np
from django.db.models import Model

from classes.finding.columns import Groups
from classes.finding.days import catalog_day
from classes.models import ClassSeries, JobFamily, Organization

Group = TypeVar("Group", bound=Model)


@dataclass
class ClassCounts:
    """Classes by the primary key of their group."""

    organizations: Counter[int] = field(default_factory=Counter)
    families: Counter[int] = field(default_factory=Counter)
    series: Counter[int] = field(default_factory=Counter)


def class_counts(on: date) -> ClassCounts:
    """Count the public classes that exist on the day `on`: one query, whatever the groups."""
    day = catalog_day(on)
    rows = np.flatnonzero(day.listed & ~day.gone)
    columns = day.columns

    def by_key(groups: Groups, name: str) -> Counter[int]:
        places = columns.classes[name][rows]
        counts = np.bincount(places[places >= 0], minlength=len(groups.members)).tolist()
        return Counter({pk: counts[place] for pk, place in groups.places.items() if counts[place]})

    return ClassCounts(
        by_key(columns.organizations, "organization"),
        by_key(columns.families, "family"),
        by_key(columns.series, "series"),
    )


def organizations(counts: ClassCounts) -> list[Organization]:
    """All organizations by name, each with `class_count`: one query."""
    return counted(Organization.objects.order_by("name"), counts.organizations)


def largest_families(counts: ClassCounts, most: int) -> list[JobFamily]:
    """The families with the most classes, the largest first, each with `class_count`: one query."""
    found = counted(JobFamily.objects.select_related("organization").order_by("name", "id"), counts.families)
    return sorted(found, key=lambda family: -family.class_count)[:most]  # type: ignore[attr-defined]


def largest_series(counts: ClassCounts, most: int) -> list[ClassSeries]:
    """The series with the most classes, the largest first, each with `class_count`: one query.

    There may be thousands, so only those are read.
    """
    largest = [pk for pk, _ in sorted(counts.series.items(), key=lambda each: (-each[1], each[0]))[:most]]
    found = ClassSeries.objects.select_related("organization").filter(pk__in=largest).order_by("name", "id")
    return sorted(counted(found, counts.series), key=lambda series: -series.class_count)  # type: ignore[attr-defined]


def counted(groups: Iterable[Group], counts: Counter[int]) -> list[Group]:
    found = list(groups)
    for group in found:
        group.class_count = counts[group.pk]  # type: ignore[attr-defined]
    return found
