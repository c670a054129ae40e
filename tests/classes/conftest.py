"""Documents for tests that need no database."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import settings

from classes.document import Competency, Descriptor, Section


def fixture_rows(name: str, model: str) -> list[dict[str, Any]]:
    """The fields of every record of a model in a fixture file, in its order."""
    records = json.loads((settings.BASE_DIR / "fixtures" / name).read_text(encoding="utf-8"))
    return [record["fields"] for record in records if record["model"] == model]


@pytest.fixture(scope="session")
def nc_competencies() -> Section:
    """The competencies section of the NC profile, read from its fixture without a database."""
    levels = {row["slug"]: row for row in fixture_rows("nc.json", "competencies.level")}
    descriptors = fixture_rows("nc.json", "classes.leveldescriptor")
    return Section(
        kind="competencies",
        heading="Functional Competencies",
        competencies=tuple(
            Competency(
                entry="/".join(required["competency"]),
                name=required["name"],
                definition=required["definition"],
                descriptors=tuple(
                    Descriptor(
                        row["level"][1], levels[row["level"][1]]["name"], levels[row["level"][1]]["rank"], row["text"]
                    )
                    for row in descriptors
                    if row["required_competency"][-1] == required["competency"][1]
                ),
            )
            for required in fixture_rows("nc.json", "classes.requiredcompetency")
        ),
    )
