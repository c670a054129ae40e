"""Classes and levels as data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from classes.document import SCHEMA_VERSION, Block, Definitions, Document, Lines, Section
from classes.levels import Cell, LevelsComparison
from classes.models import HistoryEntry, Specification
from classes.models import Section as SectionRow
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


def class_rows(page: ClassPage, on: date, host: str) -> Iterator[tuple[object, ...]]:
    """Yield a class page as a table: a head, what the class is, its facts, and its text, a row for each piece of it.

    `host` goes before the address.
    """
    yield ("part", "heading", "item", "level", "text")
    job_class, text = page.job_class, page.specification
    said: list[tuple[str, object]] = [
        ("title", page.title),
        ("code", page.code),
        ("organization", job_class.organization.name),
        ("family", job_class.family.name if job_class.family else ""),
        ("series", job_class.series.name if job_class.series else ""),
        ("as of", on),
        ("status", page.status.kind),
    ]
    if text:
        days = [("effective from", text.effective_from or ""), ("last day", text.last_day or "")]
        said += [
            ("revision", text.revision),
            *days,
            ("digest", text.digest),
            ("address", f"{host}{text.permanent_address}"),
        ]
    for item, value in said:
        yield ("class", "", item, "", value)
    for fact in page.stated:
        yield ("fact", "", fact.label, "", fact.value)
    if page.document:
        yield from document_rows(page.document)


def document_rows(document: Document) -> Iterator[tuple[object, ...]]:
    """Yield every word of a document in printed order; a section that goes on under a heading bears it too."""
    for line in filter(None, document.masthead.split("\n")):
        yield ("Above the text", "", "", "", line)
    for part in document.parts:
        for section in part.sections:
            for item, level, text in section_rows(section):
                yield (SectionRow.Kind(section.kind).label, part.name, item, level, text)


def section_rows(section: Section) -> Iterator[tuple[str, str, str]]:
    """Yield item, level and text of each piece of a section; a heading with nothing under it stands by itself."""
    pieces = [piece for block in section.blocks for piece in block_rows(block)]
    pieces += [("by position" if each.by_position else "", "", each.text) for each in section.requirements]
    for competency in section.competencies:
        pieces.append((competency.name, "", competency.definition))
        pieces += [(competency.name, each.level_name, each.text) for each in competency.descriptors]
    yield from pieces or [("", "", "")]


def block_rows(block: Block) -> Iterator[tuple[str, str, str]]:
    if isinstance(block, Definitions):
        for definition in block.definitions:
            for text in definition.texts:
                yield (definition.label, "", text)
    elif isinstance(block, Lines):
        for line in block.lines:
            yield ("", "", line)
    else:
        yield ("", "", block.text)


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
