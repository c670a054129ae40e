"""The vocabulary, and the uses of one competency, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from classes.document import SCHEMA_VERSION
from classes.models import RequiredCompetency
from classes.twins.references import class_reference, framework_reference, organization_reference
from classes.wordings import Wording
from competencies.models import Competency, Framework, Level

Numbered = tuple[int, RequiredCompetency]


def competencies_twin(frameworks: Iterable[Framework], on: date) -> dict[str, Any]:
    """Every framework with its levels, lowest first, and its competencies, by name; takes `for_competencies`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "frameworks": [
            {
                **framework_reference(framework),
                "description": framework.description,
                "case": reverse("classes:framework-case", args=[framework.slug]),
                "levels": [
                    {"slug": level.slug, "name": level.name, "rank": level.rank, "definition": level.definition}
                    for level in framework.levels.all()
                ],
                "competencies": [
                    {
                        "slug": competency.slug,
                        "name": competency.name,
                        "definition": competency.definition,
                        "page": competency.get_absolute_url(),
                        "classes": competency.use_count,  # type: ignore[attr-defined]
                    }
                    for competency in framework.competencies.all()
                ],
            }
            for framework in frameworks
        ],
    }


def competencies_rows(frameworks: Iterable[Framework]) -> Iterator[tuple[object, ...]]:
    """Yield the vocabulary as a table: a head, then a row for each competency."""
    yield ("framework", "competency", "definition", "classes", "address")
    for framework in frameworks:
        for competency in framework.competencies.all():
            count: int = competency.use_count  # type: ignore[attr-defined]
            named = (framework.name, competency.name, competency.definition)
            yield (*named, count, competency.get_absolute_url())


def numbered(wordings: Iterable[Wording[RequiredCompetency]]) -> list[Numbered]:
    """Every use with the number of its wording, 1 for the commonest."""
    return [(number, use) for number, wording in enumerate(wordings, start=1) for use in wording.uses]


def competency_twin(
    competency: Competency, uses: Iterable[Numbered], following: str | None, on: date
) -> dict[str, Any]:
    """A competency and one page of its uses; `next` is the address of the page that follows, null at the end."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "competency": {
            "slug": competency.slug,
            "name": competency.name,
            "definition": competency.definition,
            "framework": framework_reference(competency.framework),
        },
        "required_by": [{**use_twin(use), "wording": number} for number, use in uses],
        "next": following,
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


def competency_rows(uses: Iterable[Numbered], levels: Sequence[Level]) -> Iterator[tuple[object, ...]]:
    """Yield the uses as a table: a head, then a row for each, with a column for each level of the framework."""
    yield (
        "organization",
        "class",
        "code",
        "revision",
        "wording",
        "name",
        "definition",
        *(level.name for level in levels),
        "address",
    )
    for number, use in uses:
        text = use.specification
        said = {descriptor.level_id: descriptor.text for descriptor in use.descriptors.all()}
        yield (
            text.job_class.organization.name,
            text.title,
            text.code,
            text.revision,
            number,
            use.name,
            use.definition,
            *(said.get(level.pk, "") for level in levels),
            text.job_class.get_absolute_url(),
        )
