"""Classes, job families and levels as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from classes.document import SCHEMA_VERSION
from classes.levels import Cell, LevelsComparison
from classes.models import HistoryEntry, JobClass, JobFamily, Specification
from classes.pages import ClassPage, ClassText
from classes.twins.references import class_reference, family_reference, iso, organization_reference
from classes.twins.standing import standings_twin


def class_twin(page: ClassPage, on: date) -> dict[str, Any]:
    job_class = page.job_class
    series = job_class.series
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "class": {
            **class_reference(job_class),
            "title": page.title,
            "code": page.code,
            "organization": organization_reference(job_class.organization),
            "family": family_reference(job_class.family) if job_class.family else None,
            "series": {"slug": series.slug, "name": series.name, "rung": job_class.series_rank} if series else None,
            "abolished_on": iso(page.status.abolished_on or job_class.abolished_on),
        },
        "status": page.status.kind,
        "specification": specification_twin(page.specification, page) if page.specification else None,
        "nearest_later": iso(page.nearest_later.effective_from) if page.nearest_later else None,
        "said_by_others": [
            {
                "title": saying.specification.title,
                "code": saying.specification.code,
                "revision": saying.specification.revision,
                "sentences": list(saying.sentences),
            }
            for saying in page.sayings
        ],
        "history": [entry_twin(entry) for entry in page.history],
    }


def specification_twin(specification: Specification, page: ClassPage) -> dict[str, Any]:
    return {
        "revision": specification.revision,
        "effective_from": iso(specification.effective_from),
        "effective_to": iso(specification.effective_to),
        "digest": specification.digest,
        "facts": {fact.label: fact.value for fact in page.stated},
        "document": page.document.as_json() if page.document else None,
        "standing": standings_twin(page.standings, page.document) if page.standings and page.document else None,
    }


def entry_twin(entry: HistoryEntry) -> dict[str, Any]:
    held = entry.specification if entry.text_held else None
    return {
        "kind": entry.kind,
        "effective_on": entry.effective_on.isoformat(),
        "note": entry.note,
        "recorded_by": entry.recorded_by,
        "notice": entry.notice.number if entry.notice else None,
        "minor": entry.minor,
        "revision_held": held.revision if held else None,
    }


def family_twin(family: JobFamily, classes: Iterable[JobClass], on: date) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "family": {
            **family_reference(family),
            "organization": organization_reference(family.organization),
            "description": family.description,
        },
        "classes": [
            {**class_reference(job_class), "text_held": bool(job_class.texts_in_force)}  # type: ignore[attr-defined]
            for job_class in classes
        ],
    }


def levels_twin(text: ClassText, comparison: LevelsComparison, on: date) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "class": class_reference(text.job_class),
        "revision": text.specification.revision if text.specification else None,
        "levels": [level.slug for level in comparison.levels],
        "competencies": [
            {
                "name": row.competency.name,
                "slug": row.competency.slug,
                "cells": [cell_twin(cell) for cell in row.cells],
            }
            for row in comparison.rows
        ],
    }


def cell_twin(cell: Cell) -> dict[str, Any]:
    """A cell as data; a sentence has `words`, pairs of mark and text, only where it is edited."""
    return {
        "level": cell.level.slug,
        "sentences": [
            {"text": sentence.text, "status": sentence.status}
            | ({"words": [[run.status, run.text] for run in sentence.runs]} if sentence.status == "edited" else {})
            for sentence in cell.sentences
        ],
        "dropped": list(cell.dropped),
    }


def levels_rows(comparison: LevelsComparison) -> Iterator[list[object]]:
    """Yield the levels as a table: a head, then one row for each competency and level."""
    yield [
        "competency",
        "level",
        "text",
        "compared with",
        "new sentences",
        "edited sentences",
        "kept sentences",
        "not carried forward",
    ]
    for row in comparison.rows:
        for cell in row.cells:
            counts = cell.counts
            yield [
                row.competency.name,
                cell.level.name,
                " ".join(sentence.text for sentence in cell.sentences),
                cell.below.name if cell.below else "",
                *((counts.new, counts.edited, counts.kept) if cell.below else ("", "", "")),
                " ".join(cell.dropped),
            ]
