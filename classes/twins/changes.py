"""What changed across the catalog, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from classes.days import Day
from classes.document import SCHEMA_VERSION
from classes.models import HistoryEntry
from classes.twins.references import class_reference, iso

HEAD = (
    "effective on",
    "kind",
    "organization",
    "class",
    "code",
    "address",
    "note",
    "recorded by",
    "adopted on",
    "notice",
    "minor",
    "announced",
    "revision held",
    "revision before",
)


def changes_twin(entries: Iterable[HistoryEntry], following: str | None, day: Day) -> dict[str, Any]:
    """One stretch of entries, newest first; `next` is the address of the stretch that follows, null at the end."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "changes": [change_twin(entry, day) for entry in entries],
        "next": following,
    }


def change_twin(entry: HistoryEntry, day: Day) -> dict[str, Any]:
    """An entry with its class; `revision_held` is null where it is noted only, `compare` where either text is."""
    job_class, notice = entry.job_class, entry.notice
    organization = job_class.organization
    held = entry.specification.revision if entry.specification else None
    before: int | None = entry.before  # type: ignore[attr-defined]
    compare = None
    if held and before:
        compare = reverse("classes:compare-revisions", args=[organization.slug, job_class.slug, before, held])
    return {
        "effective_on": entry.effective_on.isoformat(),
        "announced": entry.effective_on > day.today,
        "kind": entry.kind,
        "class": {**class_reference(job_class), "organization": organization.slug},
        "note": entry.note,
        "recorded_by": entry.recorded_by,
        "adopted_on": iso(entry.adopted),
        "notice": {"number": notice.number, "page": notice.get_absolute_url()} if notice else None,
        "minor": entry.minor,
        "revision_held": held,
        "revision_before": before,
        "compare": compare,
    }


def changes_rows(entries: Iterable[tuple[Any, ...]], day: Day) -> Iterator[tuple[object, ...]]:
    """Yield the changes as a table: a head, then a row for each of `HistoryEntryQuerySet.for_table`."""
    yield HEAD
    for on, kind, employer, title, code, organization, slug, note, by, adopted, notice, minor, held, before in entries:
        yield (
            on,
            kind,
            employer,
            title,
            code,
            reverse("classes:class", args=[organization, slug]),
            note,
            by,
            adopted or "",
            notice or "",
            "yes" if minor else "no",
            "yes" if on > day.today else "no",
            held or "",
            before or "",
        )
