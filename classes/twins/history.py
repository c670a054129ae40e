"""The history of a class, and single revisions, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from classes.days import Day
from classes.document import SCHEMA_VERSION
from classes.histories import Line
from classes.pages import ClassPage
from classes.twins.classes import specification_twin
from classes.twins.references import class_reference, iso, organization_reference, revision_reference


def history_twin(page: ClassPage, lines: Iterable[Line], day: Day) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "class": {
            **class_reference(page.job_class),
            "organization": organization_reference(page.job_class.organization),
        },
        "former_names": [
            {"title": name.title, "code": name.code, "until": name.until.isoformat()} for name in page.former_names
        ],
        "history": [line_twin(line, day) for line in shown(lines, day)],
    }


def shown(lines: Iterable[Line], day: Day) -> Iterator[Line]:
    """On a past day, what had happened by then; today and later, what is announced too."""
    return (line for line in lines if not day.is_past or line.on is None or line.on <= day.on)


def line_twin(line: Line, day: Day) -> dict[str, Any]:
    """An event or a text of the history; `text` is null where it is noted only."""
    entry = line.entry
    return {
        "effective_on": iso(line.on),
        "announced": bool(line.on and line.on > day.today),
        "kind": entry.kind if entry else None,
        "note": entry.note if entry else "",
        "recorded_by": entry.recorded_by if entry else "",
        "adopted_on": iso(entry.adopted) if entry else None,
        "notice": entry.notice.number if entry and entry.notice else None,
        "minor": entry.minor if entry else False,
        "text": {
            **revision_reference(line.text),
            "corrected": line.text.corrected,
            "published_at": line.text.published_at.isoformat() if line.text.published_at else None,
        }
        if line.text
        else None,
        "text_before": line.before.revision if line.before else None,
    }


def history_rows(lines: Iterable[Line], day: Day) -> Iterator[list[object]]:
    """Yield a history as a table: a head, then a row for each line."""
    yield [
        "effective on",
        "kind",
        "note",
        "recorded by",
        "adopted on",
        "notice",
        "minor",
        "announced",
        "revision held",
        "first day",
        "last day",
        "corrected",
        "digest",
    ]
    for line in shown(lines, day):
        data = line_twin(line, day)
        text = line.text
        yield [
            line.on or "",
            data["kind"] or "text held",
            data["note"],
            data["recorded_by"],
            (line.entry.adopted or "") if line.entry else "",
            data["notice"] or "",
            "yes" if data["minor"] else "no",
            "yes" if data["announced"] else "no",
            text.revision if text else "",
            (text.effective_from or "") if text else "",
            (text.last_day or "") if text else "",
            ("yes" if text.corrected else "no") if text else "",
            text.digest if text else "",
        ]


def revision_twin(page: ClassPage, day: Day) -> dict[str, Any]:
    """One revision, whatever has become of it: `status` says what it is on the day asked for."""
    status = page.status
    assert page.specification is not None
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "class": {
            **class_reference(page.job_class),
            "organization": organization_reference(page.job_class.organization),
        },
        "status": status.kind,
        "followed_by": status.follower.revision if status.follower and status.kind == "superseded" else None,
        "corrected_by": status.follower.revision if status.follower and status.kind == "corrected" else None,
        "corrects": status.corrected.revision if status.corrected else None,
        "specification": specification_twin(page.specification, page),
    }
