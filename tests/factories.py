"""Records for tests: plain functions with defaults, so that a test states only what it is about."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.db.models import Max

from classes.checking import problems
from classes.finding import index
from classes.models import (
    ChangeNotice,
    ClassSeries,
    FormerName,
    HistoryEntry,
    JobClass,
    JobFamily,
    LevelDescriptor,
    Organization,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from classes.publishing import publish
from competencies.models import Competency, Framework, Level

serial = count(1)


def make_framework(slug: str = "", levels: tuple[str, ...] = (), **fields: Any) -> Framework:
    slug = slug or f"framework-{next(serial)}"
    framework = Framework.objects.create(slug=slug, **{"name": f"Framework {slug}", **fields})
    for rank, name in enumerate(levels, start=1):
        Level.objects.create(framework=framework, rank=rank, name=name, slug=name.lower())
    return framework


def make_competency(framework: Framework | None = None, name: str = "", **fields: Any) -> Competency:
    name = name or f"Competency {next(serial)}"
    slug = fields.pop("slug", name.lower().replace(" ", "-"))
    return Competency.objects.create(framework=framework or make_framework(), name=name, slug=slug, **fields)


def make_organization(slug: str = "", **fields: Any) -> Organization:
    slug = slug or f"county-{next(serial)}"
    return Organization.objects.create(slug=slug, **{"name": f"Organization {slug}", **fields})


def make_family(organization: Organization | None = None, **fields: Any) -> JobFamily:
    slug = fields.pop("slug", f"family-{next(serial)}")
    organization = organization or make_organization()
    return JobFamily.objects.create(organization=organization, slug=slug, **{"name": f"Family {slug}", **fields})


def make_series(organization: Organization | None = None, **fields: Any) -> ClassSeries:
    slug = fields.pop("slug", f"series-{next(serial)}")
    organization = organization or make_organization()
    return ClassSeries.objects.create(organization=organization, slug=slug, **{"name": f"Series {slug}", **fields})


def make_class(organization: Organization | None = None, **fields: Any) -> JobClass:
    number = next(serial)
    fields = {
        "listed": True,
        "title": f"Planner {number}",
        "slug": fields.get("code", "").lower() or f"planner-{number}",
        **fields,
    }
    return JobClass.objects.create(organization=organization or make_organization(), **fields)


def make_draft(job_class: JobClass | None = None, **fields: Any) -> Specification:
    """A draft with no row yet; of a class that is not listed, if none is given."""
    job_class = job_class or make_class(listed=False)
    fields = {"title": job_class.title, "code": job_class.code, **fields}
    return Specification.objects.create(job_class=job_class, **fields)


def last_of(rows: Any) -> int:
    """The place after all rows of a specification: small numbers, since the forms doubt those above 9,999."""
    return int(rows.aggregate(last=Max("position"))["last"] or 0) + 1


def make_section(specification: Specification, **fields: Any) -> Section:
    fields = {
        "position": last_of(specification.sections),
        "kind": "duties",
        "heading": "Duties",
        "body": "Plans.",
        **fields,
    }
    return Section.objects.create(specification=specification, **fields)


def make_requirement(specification: Specification, **fields: Any) -> Requirement:
    fields = {"position": last_of(specification.requirements), "kind": "education", "text": "A degree.", **fields}
    return Requirement.objects.create(specification=specification, **fields)


def require_competency(
    specification: Specification,
    competency: Competency | None = None,
    levels: dict[str, str] | None = None,
    **fields: Any,
) -> RequiredCompetency:
    """Ask for a competency; `levels` maps level slugs of its framework to descriptors."""
    competency = competency or make_competency()
    fields = {"position": last_of(specification.required_competencies), "name": competency.name, **fields}
    required = RequiredCompetency.objects.create(specification=specification, competency=competency, **fields)
    for slug, text in (levels or {}).items():
        level = competency.framework.levels.get(slug=slug)
        LevelDescriptor.objects.create(required_competency=required, level=level, text=text)
    return required


def make_published(
    job_class: JobClass | None = None,
    effective_from: date | None = date(2020, 1, 1),
    requires: Competency | None = None,
    levels: dict[str, str] | None = None,
    **fields: Any,
) -> Specification:
    """A published specification with one section of duties; `requires` adds a competency, at `levels`."""
    draft = make_draft(job_class, effective_from=effective_from, **fields)
    make_section(draft)
    if requires:
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, requires, levels)
    return publish(draft)


def make_former_name(job_class: JobClass | None = None, **fields: Any) -> FormerName:
    fields = {"title": f"Old Planner {next(serial)}", "until": date(2020, 1, 1), **fields}
    return FormerName.objects.create(job_class=job_class or make_class(), **fields)


def make_notice(organization: Organization | None = None, **fields: Any) -> ChangeNotice:
    fields = {"number": f"N{next(serial)}", **fields}
    return ChangeNotice.objects.create(organization=organization or make_organization(), **fields)


def make_entry(job_class: JobClass | None = None, **fields: Any) -> HistoryEntry:
    fields = {"kind": "revised", "effective_on": date(2020, 1, 1), **fields}
    return HistoryEntry.objects.create(job_class=job_class or make_class(), **fields)


def faults(on: date) -> list[str]:
    """What `check_catalog` finds, once the classes that were made by hand are in the search index."""
    for _ in index.fill():
        pass
    return list(problems(on))
