"""Since when the words of a text have stood, as data."""

from __future__ import annotations

from typing import Any

from classes.document import Document
from classes.standing import Standing, Standings
from classes.twins.references import iso


def standings_twin(standings: Standings, document: Document) -> dict[str, Any]:
    """The standing of each part of a document, in its order, and of each cell of its competencies.

    A cell is found by library address and level; the level of a definition is "".
    """
    return {
        "sections": [
            {"heading": part.name, **standing_twin(standing)}
            for part, standing in zip(document.parts, standings.parts, strict=False)
        ],
        "competencies": {
            competency.entry: {
                level: standing_twin(standings.cells[competency.entry][level])
                for level in ("", *(descriptor.level for descriptor in competency.descriptors))
                if level in standings.cells.get(competency.entry, {})
            }
            for section in document.sections
            for competency in section.competencies
        },
    }


def standing_twin(standing: Standing) -> dict[str, Any]:
    """`kind` as in `classes.standing.Standing`; `mended` names the wrong revision and the one that corrected it."""
    return {
        "since": iso(standing.since),
        "earlier_than": iso(standing.earlier_than),
        "kind": standing.kind,
        "revision": standing.revision,
        "changed_from": standing.before,
        "mended": list(standing.mended) if standing.mended else None,
    }
