"""What changed in a class since a day, as data."""

from __future__ import annotations

from typing import Any

from classes.days import Day
from classes.document import SCHEMA_VERSION
from classes.since import ChangesSince
from classes.twins.comparisons import revisions_twin
from classes.twins.history import line_twin
from classes.twins.references import class_reference, revision_reference


def since_twin(changes: ChangesSince, day: Day) -> dict[str, Any]:
    """What changed since a day; `why_not_held` says why `old` is null: no text of that day is held.

    `summary`, `facts`, `moves`, `sections` as in the comparison of two revisions; null where there are not two texts.
    """
    old, new, comparison = changes.old, changes.new, changes.comparison
    compared = revisions_twin(old, new, comparison, day.on) if old and new and comparison else {}
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "since": changes.since.isoformat(),
        "class": class_reference(changes.page.job_class),
        "old": revision_reference(old) if old else None,
        "new": revision_reference(new) if new else None,
        "same_text": changes.is_same_text,
        "why_not_held": changes.status.kind if changes.status else None,
        "next_held": revision_reference(changes.next_held) if changes.next_held else None,
        "mended": changes.mended.revision if changes.mended else None,
        **{name: compared.get(name) for name in ("summary", "facts", "moves", "sections")},
        "history": [line_twin(line, day) for line in changes.between],
    }
