"""A class with texts that differ in its duties alone, for tests of what changed and what did not."""

from __future__ import annotations

from datetime import date

from classes.models import HistoryEntry, JobClass, Specification
from classes.publishing import Event, publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_section,
    make_series,
    require_competency,
)

Kind = HistoryEntry.Kind
Y2016, Y2018, Y2020, Y2023 = (date(year, 1, 1) for year in (2016, 2018, 2020, 2023))


def draft_text(job_class: JobClass, starts: date | None, duties: str = "Plans.", **fields: object) -> Specification:
    """A draft with duties, and knowledge that never changes; the next revision of its class."""
    draft = make_draft(
        job_class, revision=job_class.specifications.count() + 1, effective_from=starts, title="Planner", **fields
    )
    make_section(draft, position=1, body=duties)
    make_section(draft, position=2, kind="knowledge", heading="Knowledge", body="Law.")
    return draft


def make_text(
    job_class: JobClass, starts: date | None, duties: str = "Plans.", event: Event | None = None, **fields: object
) -> Specification:
    return publish(draft_text(job_class, starts, duties, **fields), event)


def make_planner() -> JobClass:
    """Established in 2016; its duties revised in 2018, with a slip that was mended, and in 2023."""
    job_class = make_class(make_organization("county", name="County"), code="P1", title="Planner")
    make_text(job_class, Y2016, event=Event(Kind.ESTABLISHED, "Set up."), pay_grade="EX-1")
    wrong = make_text(job_class, Y2018, "Pians more.", Event(Kind.REVISED, "More to plan."), pay_grade="EX-1")
    make_text(job_class, Y2018, "Plans more.", Event(Kind.CORRECTED, "A slip."), pay_grade="EX-1", corrects=wrong)
    make_text(job_class, Y2023, "Plans more. Writes.", Event(Kind.REVISED, "Writing."), pay_grade="EX-2")
    return job_class


def make_planner_at_length(texts: int) -> JobClass:
    """A class in a series with so many texts, each with an event and so many competencies at two levels."""
    series = make_series()
    job_class = make_class(series.organization, title="Planner", series=series, series_rank=1)
    framework = make_framework(levels=("Low", "High"))
    competencies = [make_competency(framework) for _ in range(texts)]
    for at in range(texts):
        draft = draft_text(job_class, date(2010 + at, 1, 1), f"Plans {at}.")
        make_section(draft, position=3, kind="competencies", heading="Competencies", body="")
        for competency in competencies:
            require_competency(draft, competency, {"low": f"Some {at}.", "high": "Most."})
        publish(draft, Event(Kind.REVISED, f"Change {at}."))
    return job_class
