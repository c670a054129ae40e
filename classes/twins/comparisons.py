"""Classes and revisions against each other, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from classes.comparison import Cell as ComparedCell
from classes.comparison import Comparison, MarkedRow, saying
from classes.comparison import texts as texts_of
from classes.days import Day
from classes.document import SCHEMA_VERSION, Part
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


def compare_rows(texts: Sequence[ClassText], comparison: Comparison, day: Day, host: str) -> Iterator[list[object]]:
    """Yield the page as a table: a head with a column for each class, then what the page has in its rows.

    `same`: whether all say it word for word alike; nothing where none says anything. A cell says in words what a text
    is silent about, as the page does. `host` goes before addresses.
    """
    held = [text.specification for text in texts]
    bare = ["" if column.document else NO_TEXT for column in comparison.columns]
    yield ["part", "topic", "same", *(str(column) for column in comparison.columns)]
    yield ["class", "organization", "", *(text.job_class.organization.name for text in texts)]
    yield ["class", "as of", "", *(day.on for _ in texts)]
    yield ["class", "status", "", *(standing(text, day) for text in texts)]
    yield ["class", "revision", "", *(text.revision if text else "" for text in held)]
    yield ["class", "in force since", "", *((text and text.effective_from) or "" for text in held)]
    yield ["class", "address", "", *(f"{host}{text.job_class.get_absolute_url()}{day.query}" for text in texts)]
    for fact in comparison.facts:
        values = [cell.value for cell in fact.cells]
        yield ["fact", fact.label, same(fact.is_same, values), *said(values, bare, fact.silence)]
    for row in (*comparison.sections, *([comparison.heads] if comparison.heads else [])):
        values = [printed(cell) for cell in row.cells]
        yield ["section", row.name, same(row.is_same, values), *said(values, bare, "not stated")]
    for shared in comparison.shared:
        values = [saying(each) if each else "" for _, each in shared.cells]
        yield ["competency", shared.name, same(shared.is_same, values), *said(values, bare, "not required")]
    for at, (_, only) in enumerate(comparison.rest):
        for each in only:
            values = [saying(each) if at == place else "" for place in range(len(texts))]
            yield ["competency", each.name, "no", *said(values, bare, "not required")]


NO_TEXT = "no text held"


def standing(text: ClassText, day: Day) -> str:
    """What a compared text is on the day, in the words of the page."""
    job_class, specification = text.job_class, text.specification
    if job_class.abolished_on and job_class.abolished_on <= day.on:
        return f"abolished on {job_class.abolished_on}"
    if job_class.is_gone:  # type: ignore[attr-defined]
        return "abolished on that day"
    if specification is None:
        begins = job_class.established_on  # type: ignore[attr-defined]
        return f"not established until {begins}" if begins and begins > day.on else NO_TEXT
    if specification.effective_from is None:
        return "undated: whether it applied that day is not known" if day.is_past else "in force, undated"
    return "announced" if specification.effective_from > day.today else "in force"


def same(is_same: bool, values: Iterable[str]) -> str:
    return "yes" if is_same else "no" if any(values) else ""


def said(values: Sequence[str], bare: Sequence[str], silence: str) -> Iterator[str]:
    """Yield each value; where there is none, that no text is held or that it is silent."""
    return (value or without or silence for value, without in zip(values, bare, strict=True))


def printed(cell: ComparedCell) -> str:
    """A cell as its document prints it, each part under its heading."""
    return "\n\n".join("\n".join(line for line in (part.name, words_of(part)) if line) for part in cell.parts)


def words_of(part: Part) -> str:
    return "\n".join(text for section in part.sections for text in texts_of(section) if text.strip())


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


def redline_rows(comparison: Comparison) -> Iterator[list[object]]:
    """Yield the redline of two classes as a table: a head, then each sentence of both texts, topic by topic."""
    marked = comparison.marked
    yield ["part", "topic", "status", *(str(column) for column in comparison.columns)]
    for row in (*marked.changed, *marked.only_old, *marked.only_new, *marked.same):
        for change in row.redline.changes:
            yield ["sentence", row.name, change.status, change.old or "", change.new or ""]


def revisions_rows(
    old: Specification, new: Specification, comparison: RevisionComparison
) -> Iterator[tuple[object, ...]]:
    """Yield the comparison of two revisions as a table: a head, what they are, what changed in the facts, what moved,
    and each sentence of both texts in reading order, `same` where nothing happened to it."""
    yield ("part", "heading", "competency", "status", f"revision {old.revision}", f"revision {new.revision}")
    yield ("class", "title", "", "", old.title, new.title)
    yield ("class", "code", "", "", old.code, new.code)
    yield ("class", "organization", "", "", *[new.job_class.organization.name] * 2)
    yield ("class", "in force since", "", "", old.effective_from or "", new.effective_from or "")
    yield ("class", "last day", "", "", old.last_day or "", new.last_day or "")
    yield ("class", "digest", "", "", old.digest, new.digest)
    yield ("class", "what changed", "", "", "", comparison.summary)
    for fact in comparison.facts:
        yield ("fact", fact.label, "", "changed", fact.old, fact.new)
    for move in comparison.moves:
        yield (move.noun, "", "", "moved", "", str(move))
    for section in comparison.sections:
        if section.is_renamed:
            yield ("heading", section.name, "", "changed", section.old_heading or "", section.new_heading or "")
        for scope in section.scopes:
            yield ("requirement", section.name, "", "changed", "", scope)
        yield from (("sentence", section.name, "", *each) for each in changed(section.text))
        for competency in section.competencies:
            if competency.is_renamed:
                names = (competency.old_name, competency.new_name)
                yield ("competency", section.name, competency.name, "changed", *names)
            yield from (("sentence", section.name, competency.name, *each) for each in changed(competency.text))


def changed(text: TextChange) -> Iterator[tuple[str, str, str]]:
    return ((change.status, change.old or "", change.new or "") for change in text.redline.changes)


def sentences_twin(text: TextChange) -> list[dict[str, Any]]:
    """The sentences of a redline in reading order; `words` are pairs of mark and text, only where words differ."""
    return [
        {"status": change.status, "old": change.old, "new": change.new}
        | ({"words": [[run.status, run.text] for run in change.runs]} if change.is_edited else {})
        for change in text.redline.changes
    ]
