"""Pages as data: what the `.json` twins hold. Every twin bears the schema version of the documents in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from classes.document import SCHEMA_VERSION
from classes.models import HistoryEntry, JobClass, JobFamily, Organization, RequiredCompetency, Specification
from classes.pages import ClassPage
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
        "history": [entry_twin(entry) for entry in page.history],
    }


def specification_twin(specification: Specification, page: ClassPage) -> dict[str, Any]:
    return {
        "revision": specification.revision,
        "effective_from": iso(specification.effective_from),
        "effective_to": iso(specification.effective_to),
        "digest": specification.digest,
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


def competency_twin(competency: Competency, uses: Iterable[RequiredCompetency], on: date) -> dict[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "competency": {
            "slug": competency.slug,
            "name": competency.name,
            "definition": competency.definition,
            "framework": framework_reference(competency.framework),
        },
        "required_by": [use_twin(use) for use in uses],
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
