"""Pages as data: what the `.json` twins hold. Every twin bears the schema version of the documents in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from classes.comparison import Cell as ComparedCell
from classes.comparison import Comparison, MarkedRow
from classes.document import SCHEMA_VERSION
from classes.document import Competency as ComparedCompetency
from classes.levels import Cell, LevelsComparison
from classes.models import HistoryEntry, JobClass, JobFamily, Organization, RequiredCompetency, Specification
from classes.pages import ClassPage, ClassText
from classes.passages import TextChange
from classes.revisions import RevisionComparison
from classes.wordings import Wording
from classes.words import tidy
from competencies.models import Competency, Framework


def class_twin(page: ClassPage, on: date) -> dict[str, Any]:
    job_class = page.job_class
    series = job_class.series
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "class": {
            **class_reference(job_class),
            "organization": organization_reference(job_class.organization),
            "family": family_reference(job_class.family) if job_class.family else None,
            "series": {"slug": series.slug, "name": series.name, "rung": job_class.series_rank} if series else None,
            "abolished_on": iso(job_class.abolished_on),
        },
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


def competency_twin(
    competency: Competency, wordings: Iterable[Wording[RequiredCompetency]], on: date
) -> dict[str, Any]:
    """A competency and its uses; uses of one wording bear its number, 1 for the commonest."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "competency": {
            "slug": competency.slug,
            "name": competency.name,
            "definition": competency.definition,
            "framework": framework_reference(competency.framework),
        },
        "required_by": [
            {**use_twin(use), "wording": number}
            for number, wording in enumerate(wordings, start=1)
            for use in wording.uses
        ],
    }


def use_twin(use: RequiredCompetency) -> dict[str, Any]:
    job_class = use.specification.job_class
    return {
        "class": {**class_reference(job_class), "organization": organization_reference(job_class.organization)},
        "revision": use.specification.revision,
        "name": use.name,
        "definition": use.definition,
        "levels": [{"level": descriptor.level.slug, "text": descriptor.text} for descriptor in use.descriptors.all()],
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


def revision_reference(specification: Specification) -> dict[str, Any]:
    return {
        "revision": specification.revision,
        "effective_from": iso(specification.effective_from),
        "effective_to": iso(specification.effective_to),
        "digest": specification.digest,
    }


def sentences_twin(text: TextChange) -> list[dict[str, Any]]:
    """The sentences of a redline in reading order; `words` are pairs of mark and text, only where words differ."""
    return [
        {"status": change.status, "old": change.old, "new": change.new}
        | ({"words": [[run.status, run.text] for run in change.runs]} if change.is_edited else {})
        for change in text.redline.changes
    ]


def class_reference(job_class: JobClass) -> dict[str, str]:
    return {
        "slug": job_class.slug,
        "code": job_class.code,
        "title": job_class.title,
        "page": job_class.get_absolute_url(),
    }


def organization_reference(organization: Organization) -> dict[str, str]:
    return {"slug": organization.slug, "name": organization.name, "office": organization.office}


def family_reference(family: JobFamily) -> dict[str, str]:
    return {"slug": family.slug, "name": family.name, "page": family.get_absolute_url()}


def framework_reference(framework: Framework) -> dict[str, str]:
    return {"slug": framework.slug, "name": framework.name}


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
