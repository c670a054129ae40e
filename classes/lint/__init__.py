"""Advice on the text of a specification: what a careful reader would stumble over. Never a block.

Pure: `findings` takes a `Document` and what is known of the classes around it, and tells what was found, where, and why
it matters. `classes.linting` gathers both from the database.
"""

from __future__ import annotations

from collections.abc import Iterator

from classes.document import Document
from classes.lint.around import Around, Directory, KnownClass
from classes.lint.contents import content_findings
from classes.lint.contradictions import contradiction_findings
from classes.lint.dates import date_findings
from classes.lint.finding import RULES, Finding, Place, Rule
from classes.lint.levels import level_findings
from classes.lint.marks import mark_findings
from classes.lint.neighbors import neighbor_findings
from classes.lint.reading import Reading, read
from classes.lint.repeats import repeat_findings
from classes.lint.slips import slip_findings

__all__ = ["RULES", "Around", "Directory", "Finding", "KnownClass", "Place", "Rule", "findings"]

_NOTHING = Around()
_ORDER = {name: number for number, name in enumerate(RULES)}


def findings(document: Document, around: Around = _NOTHING) -> list[Finding]:
    """Return what a careful reader would stumble over, in the order of the document, each once.

    Without `around` nothing is said of other classes and of the history. Takes no query, and any document.
    """
    reading = read(document)
    parts = {part.anchor: number for number, part in enumerate(document.parts)}
    found = dict.fromkeys(gathered(reading, around))
    return sorted(found, key=lambda finding: (parts.get(finding.place.anchor, -1), _ORDER[finding.rule]))


def gathered(reading: Reading, around: Around) -> Iterator[Finding]:
    yield from content_findings(reading)
    yield from level_findings(reading)
    yield from repeat_findings(reading)
    yield from neighbor_findings(reading, around)
    yield from date_findings(reading, around)
    yield from contradiction_findings(reading)
    yield from slip_findings(reading)
    yield from mark_findings(reading)
