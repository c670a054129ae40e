"""Classes and revisions against each other, as data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from classes.comparison import Cell as ComparedCell
from classes.comparison import Comparison, MarkedRow, saying
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


def compare_rows(texts: Sequence[ClassText], comparison: Comparison, on: date) -> Iterator[list[object]]:
    """Yield the page as a table: a head with a column for each class, then what the page has in its rows.

    `same`: whether all say it word for word alike. A cell is empty where a text is silent.
    """
    yield ["part", "topic", "same", *(str(column) for column in comparison.columns)]
    held = [text.specification for text in texts]
    yield ["class", "organization", "", *(text.job_class.organization.name for text in texts)]
    yield ["class", "address", "", *(text.job_class.get_absolute_url() for text in texts)]
    yield ["class", "as of", "", *(on for _ in texts)]
    yield ["class", "revision", "", *(text.revision if text else "no text held" for text in held)]
    yield ["class", "effective from", "", *((text and text.effective_from) or "" for text in held)]
    for fact in comparison.facts:
        yield ["fact", fact.label, same(fact.is_same), *(cell.value for cell in fact.cells)]
    for row in (*comparison.sections, *([comparison.heads] if comparison.heads else [])):
        yield ["section", row.name, same(row.is_same), *(cell.text for cell in row.cells)]
    for shared in comparison.shared:
        said = (saying(each) if each else "" for _, each in shared.cells)
        yield ["competency", shared.name, same(shared.is_same), *said]
    for at, (_, only) in enumerate(comparison.rest):
        for each in only:
            yield ["competency", each.name, "", *(saying(each) if at == place else "" for place in range(len(texts)))]


def same(is_same: bool) -> str:
    return "yes" if is_same else "no"


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


def revisions_rows(comparison: RevisionComparison) -> Iterator[tuple[str, ...]]:
    """Yield the comparison of two revisions as a table: a head, what changed in the facts, what moved, and each
    sentence of both texts in reading order, `same` where nothing happened to it."""
    yield ("part", "heading", "competency", "status", "old", "new")
    for fact in comparison.facts:
        yield ("fact", fact.label, "", "changed", fact.old, fact.new)
    for move in comparison.moves:
        yield (move.noun, "", "", "moved", "", str(move))
    for section in comparison.sections:
        if section.is_renamed:
            yield ("heading", section.name, "", "changed", section.old_heading or "", section.new_heading or "")
        for scope in section.scopes:
            yield ("requirement", section.name, "", "changed", "", scope)
        for change in section.text.redline.changes:
            yield ("sentence", section.name, "", change.status, change.old or "", change.new or "")
        for each in section.competencies:
            if each.is_renamed:
                yield ("competency", section.name, each.name, "changed", each.old_name, each.new_name)
            for change in each.text.redline.changes:
                yield ("sentence", section.name, each.name, change.status, change.old or "", change.new or "")


def sentences_twin(text: TextChange) -> list[dict[str, Any]]:
    """The sentences of a redline in reading order; `words` are pairs of mark and text, only where words differ."""
    return [
        {"status": change.status, "old": change.old, "new": change.new}
        | ({"words": [[run.status, run.text] for run in change.runs]} if change.is_edited else {})
        for change in text.redline.changes
    ]
