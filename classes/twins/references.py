"""How twins name a record: a class, its employer, a revision, a day."""

from __future__ import annotations

from datetime import date
from typing import Any

from classes.models import ClassSeries, JobClass, JobFamily, Organization, Specification
from competencies.models import Framework


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


def series_reference(series: ClassSeries) -> dict[str, str]:
    return {"slug": series.slug, "name": series.name, "page": series.get_absolute_url()}


def framework_reference(framework: Framework) -> dict[str, str]:
    return {"slug": framework.slug, "name": framework.name}


def revision_reference(specification: Specification) -> dict[str, Any]:
    return {
        "revision": specification.revision,
        "effective_from": iso(specification.effective_from),
        "effective_to": iso(specification.effective_to),
        "digest": specification.digest,
    }


def iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
