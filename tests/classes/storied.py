"""A class with years of history, made as its years went: for tests of pages that tell of the past."""

from __future__ import annotations

from datetime import date
from typing import Any

from classes.models import JobClass, Organization, Specification
from classes.publishing import Event, note, publish
from tests.factories import make_class, make_draft, make_notice, make_organization, make_requirement, make_section

NOTED = date(2018, 1, 1)
FIRST = date(2019, 1, 1)
SECOND = date(2021, 1, 1)
ANNOUNCED = date(2027, 1, 1)


def text_of(job_class: JobClass, revision: int, **fields: Any) -> Specification:
    """A draft with two sections; `duties` is the body of the first."""
    duties = fields.pop("duties", "Plans.")
    draft = make_draft(job_class, revision=revision, **fields)
    make_section(draft, position=1, body=duties)
    make_section(draft, position=2, kind="education", heading="Education", body="")
    make_requirement(draft, text="A degree.")
    return draft


def storied_class(county: Organization | None = None) -> JobClass:
    """Planner (P100) of the county: established (noted only), written down, retitled and recoded, announced anew.

    Established 2018, noted only. Revision 1 from 2019. Revision 2 from 2021, as Senior Planner (P200), by notice N7;
    it had a mistake, which revision 3 corrects. Revision 4 takes effect in 2027.
    """
    county = county or make_organization("county", name="County")
    job_class = make_class(county, title="Planner", code="P100", listed=True)
    note(job_class, NOTED, Event("established", recorded_by="LS"))
    first = text_of(job_class, 1, title="Planner", code="P100", effective_from=FIRST, pay_grade="G-1")
    publish(first, Event("revised", "Duties written down.", recorded_by="AM"))
    second = text_of(
        job_class,
        2,
        title="Senior Planner",
        code="P200",
        effective_from=SECOND,
        pay_grade="G-2",
        duties="Plans the wrk.",
    )
    notice = make_notice(county, number="N7", title="Planning classes", adopted_on=date(2020, 12, 1))
    second = publish(second, Event("recoded", "New title and code.", notice=notice))
    third = text_of(
        job_class,
        3,
        title="Senior Planner",
        code="P200",
        effective_from=SECOND,
        pay_grade="G-2",
        duties="Plans the work.",
        corrects=second,
    )
    publish(third, Event("corrected", "A slip in the duties.", recorded_by="AM"))
    fourth = text_of(
        job_class,
        4,
        title="Principal Planner",
        code="P200",
        effective_from=ANNOUNCED,
        pay_grade="G-3",
        duties="Plans the work of others.",
    )
    publish(fourth, Event("retitled", "For more than one team.", adopted_on=date(2026, 5, 1)))
    job_class.refresh_from_db()
    return job_class
