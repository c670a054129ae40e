"""Classes and revisions against each other, as data."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from classes.comparison import Cell as ComparedCell
from classes.comparison import Comparison, MarkedRow
from classes.document import SCHEMA_VERSION
from classes.document import Competency as ComparedCompetency
from classes.models import Specification
from classes.pages import ClassText
from classes.passages import TextChange
from classes.revisions import RevisionComparison
from classes.twins.references import class_reference, iso, organization_reference, revision_reference
from classes.words import tidy


def compare_twin(texts: Sequence[ClassText], comparison: Comparison, on: date, redline: bool) -> dict[str, Any]:
    """Classes side by side: every row has a cell for each class in their order, null where its text is silent."""
    data = {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "classes": [
            {
                **class_reference(text.job_class),
                "organization": organization_reference(text.job_class.organization),
                "text_held": text.document is not None,
                "revision": text.specification.revision if text.specification else None,
                "effective_from": iso(text.specification.effective_from) if text.specification else None,
            }
            for text in texts
        ],
        "facts": [
            {"name": row.label, "same": row.is_same, "cells": [cell.value or None for cell in row.cells]}
            for row in comparison.facts
        ],
        "sections": [
            {"name": row.name, "same": row.is_same, "cells": [compared_twin(cell) for cell in row.cells]}
            for row in (*comparison.sections, *([comparison.heads] if comparison.heads else []))
        ],
        "competencies": [
            {"name": row.name, "same": row.is_same, "cells": [required_twin(each) for _, each in row.cells]}
            for row in comparison.shared
        ],
        "only_here": [[required_twin(each) for each in only] for _, only in comparison.rest],
    }
    if redline:
        marked = comparison.marked
        data["redline"] = {
            "summary": str(marked),
            "changed": [marked_twin(row) for row in marked.changed],
            "only_in_first": [row.name for row in marked.only_old],
            "only_in_second": [row.name for row in marked.only_new],
            "same": [row.name for row in marked.same],
        }
    return data


def compared_twin(cell: ComparedCell) -> dict[str, Any] | None:
    return {"headings": list(cell.headings), "text": cell.text} if cell.parts else None


def required_twin(competency: ComparedCompetency | None) -> dict[str, Any] | None:
    if competency is None:
        return None
    return {
        "entry": competency.entry,
        "name": competency.name,
        "definition": competency.definition,
        "levels": [
            {"level": each.level, "name": each.level_name, "text": each.text} for each in competency.descriptors
        ],
    }


def marked_twin(row: MarkedRow) -> dict[str, Any]:
    """A topic of a redline as data; `words`, pairs of mark and text, only where a sentence is edited."""
    return {
        "name": row.name,
        "old_headings": list(row.old_headings),
        "new_headings": list(row.new_headings),
        "changes": [
            {"status": change.status, "old": change.old, "new": change.new}
            | ({"words": [[run.status, run.text] for run in tidy(change.runs)]} if change.is_edited else {})
            for change in row.redline.changes
        ],
    }


def revisions_twin(old: Specification, new: Specification, comparison: RevisionComparison, on: date) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "class": class_reference(new.job_class),
        "old": revision_reference(old),
        "new": revision_reference(new),
        "summary": comparison.summary,
        "facts": [{"fact": fact.label, "old": fact.old, "new": fact.new} for fact in comparison.facts],
        "moves": [str(move) for move in comparison.moves],
        "sections": [
            {
                "name": section.name,
                "status": section.status,
                "old_heading": section.old_heading,
                "new_heading": section.new_heading,
                "scopes": list(section.scopes),
                "sentences": sentences_twin(section.text),
                "competencies": [
                    {
                        "name": each.name,
                        "status": each.status,
                        "old_name": each.old_name,
                        "new_name": each.new_name,
                        "sentences": sentences_twin(each.text),
                    }
                    for each in section.competencies
                ],
            }
            for section in comparison.sections
        ],
    }


def sentences_twin(text: TextChange) -> list[dict[str, Any]]:
    """The sentences of a redline in reading order; `words` are pairs of mark and text, only where words differ."""
    return [
        {"status": change.status, "old": change.old, "new": change.new}
        | ({"words": [[run.status, run.text] for run in change.runs]} if change.is_edited else {})
        for change in text.redline.changes
    ]
