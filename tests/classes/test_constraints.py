"""What the database refuses and says: one case for each named constraint, with both sides of its boundary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from classes import guard
from classes.models import (
    CatalogVersion,
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
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

START = date(2023, 7, 30)
LAW = {"status": "published", "digest": "0" * 64, "published_at": datetime(2023, 7, 30, tzinfo=UTC)}


def specification(job_class: JobClass | None = None, **fields: object) -> Specification:
    """One not yet saved, as `publishing` or an admin might save it."""
    return Specification(job_class=job_class or make_class(), **{"title": "Planner", **fields})


def followed(**fields: object) -> Specification:
    """A second specification of a class that has one in force."""
    return specification(make_published().job_class, revision=2, **fields)


def correction(**fields: object) -> Specification:
    """A second specification of a class, which corrects the first one."""
    wrong = make_published()
    return specification(wrong.job_class, revision=2, corrects=wrong, **fields)


def correction_again(**fields: object) -> Specification:
    """A third specification of a class, which corrects the first one as the second one did."""
    wrong = make_published()
    make_published(wrong.job_class, revision=2, corrects=wrong)
    return specification(wrong.job_class, revision=3, corrects=wrong, effective_from=START, **fields)


def rung(rank: int | None, with_series: bool = True) -> JobClass:
    series = make_series()
    return JobClass(
        organization=series.organization,
        title="Planner",
        slug="planner",
        series=series if with_series else None,
        series_rank=rank,
    )


def beside(held: models.Model, **fields: object) -> models.Model:
    """A record of the same kind and owner as `held`."""
    owner = next(name for name in ("organization", "job_class", "specification") if hasattr(held, name))
    return type(held)(**{owner: getattr(held, owner), **fields})


def second_section(kind: str) -> models.Model:
    return beside(make_section(make_draft(), kind=kind), kind=kind, heading="Again", position=2)


def rung_beside(rank: int) -> models.Model:
    series = make_series()
    make_class(series.organization, series=series, series_rank=1)
    return JobClass(organization=series.organization, title="B", slug="b", series=series, series_rank=rank)


def asked_twice(other: bool = False) -> models.Model:
    held = require_competency(make_draft())
    competency = make_competency() if other else held.competency
    return RequiredCompetency(specification=held.specification, competency=competency, name="Again", position=2)


def described(slug: str, text: str = "More.") -> models.Model:
    framework = make_framework(levels=("Journey", "Advanced"))
    held = require_competency(make_draft(), make_competency(framework), levels={"journey": "Does it."})
    return LevelDescriptor(required_competency=held, level=framework.levels.get(slug=slug), text=text)


def entry_again(**fields: object) -> models.Model:
    held = make_entry(kind="revised", effective_on=START, note="Duties.")
    return HistoryEntry(
        **{"job_class": held.job_class, "kind": "revised", "effective_on": START, "note": "Duties.", **fields}
    )


@dataclass(frozen=True)
class Case:
    """What a constraint refuses, the sentence it says, and its nearest neighbours that it lets pass."""

    name: str
    sentence: str
    refused: tuple[Callable[[], models.Model], ...]
    accepted: tuple[Callable[[], models.Model], ...]


CASES = [
    Case(
        "organization_name_once",
        "Another organization already has this name.",
        (lambda: Organization(name=make_organization().name, slug="again"),),
        (lambda: Organization(name=make_organization().name + " West", slug="again"),),
    ),
    Case(
        "family_slug_once",
        "Another job family of this organization already has this address.",
        (lambda: beside(make_family(slug="it"), name="IT", slug="it"),),
        (
            lambda: beside(make_family(slug="it"), name="IT", slug="it-2"),
            lambda: JobFamily(organization=make_organization(), name="IT", slug=make_family().slug),
        ),
    ),
    Case(
        "series_slug_once",
        "Another series of this organization already has this address.",
        (lambda: beside(make_series(slug="it"), name="IT", slug="it"),),
        (
            lambda: beside(make_series(slug="it"), name="IT", slug="it-2"),
            lambda: ClassSeries(organization=make_organization(), name="IT", slug=make_series().slug),
        ),
    ),
    Case(
        "class_slug_once",
        "Another class of this organization already has this address.",
        (lambda: beside(make_class(slug="planner"), title="Planner", slug="planner"),),
        (
            lambda: beside(make_class(slug="planner"), title="Planner", slug="planner-2"),
            lambda: JobClass(organization=make_organization(), title="Planner", slug=make_class().slug),
        ),
    ),
    Case(
        "class_code_once",
        "Another class of this organization already has this code.",
        (lambda: beside(make_class(code="CI2787"), title="Planner", code="ci2787", slug="another"),),
        (
            lambda: beside(make_class(code=""), title="Planner", code="", slug="no-code"),
            lambda: JobClass(
                organization=make_organization(), title="Planner", code=make_class(code="A1").code, slug="a1"
            ),
        ),
    ),
    Case(
        "class_rung_once",
        "Another class already has this place in the series.",
        (lambda: rung_beside(1),),
        (lambda: rung_beside(2),),
    ),
    Case(
        "class_rung_goes_with_series",
        "A series and a place in it from 1 upward go together: give both or neither.",
        (lambda: rung(0), lambda: rung(1, with_series=False)),
        (lambda: rung(1), lambda: rung(None, with_series=False)),
    ),
    Case(
        "specification_revision_once",
        "This class already has a revision with this number.",
        (lambda: specification(make_published().job_class, revision=1),),
        (lambda: followed(), lambda: specification(revision=1)),
    ),
    Case(
        "specification_revision_from_one",
        "Revisions are counted from 1.",
        (lambda: specification(revision=0),),
        (lambda: specification(revision=1),),
    ),
    Case(
        "specification_status_known",
        "A specification is a draft, in review or published.",
        (lambda: specification(status="lost"), lambda: specification(status="")),
        (lambda: specification(status="in_review"), lambda: specification(**LAW)),
    ),
    Case(
        "specification_digest_when_published",
        "A published specification bears a digest and the time of publishing; a draft neither.",
        (
            lambda: specification(**{**LAW, "digest": ""}),
            lambda: specification(**{**LAW, "published_at": None}),
            lambda: specification(digest="0" * 64),
            lambda: specification(published_at=LAW["published_at"]),
            lambda: specification(**{**LAW, "status": "in_review"}),
        ),
        (lambda: specification(), lambda: specification(**LAW)),
    ),
    Case(
        "specification_ends_after_start",
        "A specification cannot end before it takes effect.",
        (lambda: specification(effective_from=START, effective_to=START - timedelta(days=1)),),
        (
            lambda: specification(effective_from=START, effective_to=START),  # mended on the day it took effect
            lambda: specification(effective_from=START, effective_to=START + timedelta(days=1)),
            lambda: specification(effective_to=START),
        ),
    ),
    Case(
        "specification_later_ones_dated",
        "Only a first revision, or one that corrects it, may be without a date. Give the day it takes effect.",
        (lambda: specification(revision=2, **LAW),),
        (
            lambda: correction(corrected=True, **LAW),
            lambda: specification(revision=1, **LAW),
            lambda: specification(revision=2, effective_from=START, **LAW),
            lambda: specification(revision=2),
        ),
    ),
    Case(
        "specification_one_open_interval",
        "This class already has a published text without an end.",
        (lambda: followed(effective_from=START, **LAW),),
        (
            lambda: followed(effective_from=START, effective_to=START, **LAW),
            lambda: followed(effective_from=START),
            lambda: followed(effective_from=START, corrected=True, **LAW),
            lambda: specification(effective_from=START, **LAW),
        ),
    ),
    Case(
        "specification_corrected_once",
        "This text was corrected already. Correct the text that took its place.",
        (lambda: correction_again(corrected=True, **LAW),),
        (lambda: correction_again(), lambda: correction(effective_from=START, corrected=True, **LAW)),
    ),
    Case(
        "specification_corrected_when_published",
        "Only a published text can have been corrected. A draft is changed in place.",
        (lambda: specification(corrected=True), lambda: specification(corrected=True, status="in_review")),
        (lambda: specification(corrected=True, **LAW), lambda: specification(corrected=False)),
    ),
    Case(
        "specification_one_open_draft",
        "This class already has a draft. Go on with that one.",
        (
            lambda: specification(make_draft().job_class, revision=2),
            lambda: specification(make_draft().job_class, revision=2, status="in_review"),
        ),
        (lambda: followed(), lambda: specification(make_draft().job_class, revision=2, effective_from=START, **LAW)),
    ),
    Case(
        "section_typed_kind_once",
        "The document already has a section of this kind, and its rows can stand in one only. "
        "Use kind “Other” for a second one.",
        tuple((lambda kind=kind: second_section(kind)) for kind in ["competencies", *Requirement.Kind.values]),
        (
            lambda: second_section("other"),
            lambda: second_section("duties"),
            lambda: Section(specification=make_draft(), kind=make_section(make_draft(), kind="education").kind),
        ),
    ),
    Case(
        "requirement_has_text",
        "A requirement needs its text, as printed.",
        (lambda: Requirement(specification=make_draft(), kind="education", text=""),),
        (lambda: Requirement(specification=make_draft(), kind="education", text="x"),),
    ),
    Case(
        "required_competency_once",
        "This specification already asks for this competency.",
        (asked_twice,),
        (lambda: asked_twice(other=True),),
    ),
    Case(
        "descriptor_once_per_level",
        "This competency is already described at this level.",
        (lambda: described("journey"),),
        (lambda: described("advanced"),),
    ),
    Case(
        "descriptor_has_text",
        "A level without text is left out, not kept empty.",
        (lambda: described("advanced", text=""),),
        (lambda: described("advanced", text="x"),),
    ),
    Case(
        "former_name_once",
        "This class already has a former name until that day.",
        (lambda: beside(make_former_name(until=START), title="Draftsman", until=START),),
        (
            lambda: beside(make_former_name(until=START), title="Draftsman", until=START + timedelta(days=1)),
            lambda: FormerName(job_class=make_class(), title="Draftsman", until=make_former_name().until),
        ),
    ),
    Case(
        "notice_number_once",
        "Another notice of this organization already has this number.",
        (lambda: beside(make_notice(number="CN1746"), number="cn1746"),),
        (
            lambda: beside(make_notice(number="CN1746"), number="CN1747"),
            lambda: ChangeNotice(organization=make_organization(), number=make_notice().number),
        ),
    ),
    Case(
        "history_entry_once",
        "The history already has this entry.",
        (entry_again,),
        (
            lambda: entry_again(kind="regraded"),
            lambda: entry_again(effective_on=START + timedelta(days=1)),
            lambda: entry_again(note="Requirements."),
            lambda: entry_again(job_class=make_class()),
        ),
    ),
    Case(
        "version_of_one_catalog",
        "There is one catalog, so it has one version.",
        (lambda: CatalogVersion(pk=2, changed_at=datetime(2026, 1, 1, tzinfo=UTC)),),
        (lambda: CatalogVersion(pk=1, changed_at=datetime(2026, 1, 1, tzinfo=UTC)),),
    ),
]

REFUSED = [
    pytest.param(case, make, id=f"{case.name}-{number}")
    for case in CASES
    for number, make in enumerate(case.refused, start=1)
]
ACCEPTED = [
    pytest.param(make, id=f"{case.name}-{number}") for case in CASES for number, make in enumerate(case.accepted, 1)
]


def test_every_named_constraint_of_the_classes_is_tested_here():
    named = [each.name for model in apps.get_app_config("classes").get_models() for each in model._meta.constraints]
    assert sorted(named) == sorted(case.name for case in CASES)


@pytest.mark.parametrize(("case", "make"), REFUSED)
def test_a_constraint_is_said_in_a_sentence(case: Case, make: Callable[[], models.Model]):
    with pytest.raises(ValidationError) as refusal:
        make().validate_constraints()
    assert refusal.value.messages == [case.sentence]


@pytest.mark.parametrize(("case", "make"), REFUSED)
def test_a_constraint_is_kept_by_the_database(case: Case, make: Callable[[], models.Model]):
    row = make()
    guard.remove()  # it refuses some of this too, and each constraint stands for itself
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        row.save()
    # SQLite names a plain UNIQUE by its columns; PostgreSQL always says which constraint it was.
    assert case.name in str(refusal.value) or "UNIQUE constraint failed" in str(refusal.value)


@pytest.mark.parametrize("make", ACCEPTED)
def test_the_nearest_neighbours_of_what_is_refused_are_accepted(make: Callable[[], models.Model]):
    row = make()
    row.validate_constraints()
    row.save()


def test_a_series_without_a_rung_is_refused():
    with pytest.raises(IntegrityError), transaction.atomic():
        rung(None).save()
