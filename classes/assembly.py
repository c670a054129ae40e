"""The one place where rows become a `Document`."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from classes import document
from classes.document import Document

if TYPE_CHECKING:
    from classes.models import RequiredCompetency, Specification


def assemble(specification: Specification) -> Document:
    """Return what `specification` says.

    Costs no query when the specification comes from `Specification.objects.with_rows()`, four otherwise.
    Rows whose kind has no section (possible in a draft only: `publishing` refuses it) follow at the end under
    a section without a heading, so that nothing is lost from sight.
    """
    requirements = defaultdict(list)
    for requirement in specification.requirements.all():
        requirements[requirement.kind].append(document.Requirement(requirement.text, requirement.by_position))
    competencies = [competency(row) for row in specification.required_competencies.all()]

    sections = []
    for section in specification.sections.all():
        sections.append(
            document.Section(
                kind=section.kind,
                heading=section.heading,
                body=section.body,
                requirements=tuple(requirements.pop(section.kind, ())),
                competencies=tuple(competencies) if section.kind == "competencies" else (),
            )
        )
        if section.kind == "competencies":
            competencies = []
    sections += [document.Section(kind, requirements=tuple(rows)) for kind, rows in requirements.items()]
    if competencies:
        sections.append(document.Section("competencies", competencies=tuple(competencies)))

    return replace(facts_only(specification), masthead=specification.masthead, sections=tuple(sections))


def facts_only(specification: Specification) -> Document:
    """Return what the fields of `specification` say without its text: enough to compare facts, for no query."""
    return Document(
        title=specification.title,
        code=specification.code,
        revision=specification.revision,
        effective_from=specification.effective_from,
        facts=document.Facts(
            pay_grade=specification.pay_grade,
            flsa_code=specification.flsa_code,
            minimum_education=specification.minimum_education,
            minimum_experience_months=specification.minimum_experience_months,
            physical_demand=specification.physical_demand,
            probation_months=specification.probation_months,
        ),
    )


def competency(row: RequiredCompetency) -> document.Competency:
    entry = row.competency
    return document.Competency(
        entry=f"{entry.framework.slug}/{entry.slug}",
        name=row.name,
        definition=row.definition,
        descriptors=tuple(
            document.Descriptor(
                level=descriptor.level.slug,
                level_name=descriptor.level.name,
                rank=descriptor.level.rank,
                text=descriptor.text,
            )
            for descriptor in row.descriptors.all()
        ),
    )
