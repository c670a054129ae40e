"""Competencies as data."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from classes.document import SCHEMA_VERSION
from classes.models import RequiredCompetency
from classes.twins.references import class_reference, framework_reference, organization_reference
from classes.wordings import Wording
from competencies.models import Competency


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
