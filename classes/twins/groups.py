"""Job families and class series, and the classes in them, as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse

from classes.document import SCHEMA_VERSION
from classes.facts import Education
from classes.ladders import LadderPage, Rung, Saying
from classes.models import ClassSeries, JobClass, JobFamily, Specification
from classes.twins.references import (
    class_reference,
    family_reference,
    organization_reference,
    revision_reference,
    series_reference,
)

CLASS_HEAD = (
    "class",
    "code",
    "organization",
    "family",
    "series",
    "rung",
    "pay grade",
    "FLSA code",
    "minimum education",
    "minimum experience in months",
    "text",
    "revision",
    "in force since",
    "address",
)


def families_twin(families: Iterable[JobFamily], following: str | None, on: date) -> dict[str, Any]:
    """One page of families; `next` is the address of the page that follows, null at the end.

    `series` is where the list of all series stands.
    """
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "families": [
            {
                **family_reference(family),
                "organization": organization_reference(family.organization),
                "description": family.description,
                "classes": family.class_count,  # type: ignore[attr-defined]
            }
            for family in families
        ],
        "series": reverse("classes:all-series-json"),
        "next": following,
    }


def families_rows(families: Iterable[JobFamily]) -> Iterator[tuple[object, ...]]:
    """Yield families as a table: a head, then a row for each."""
    yield ("organization", "family", "description", "classes", "address")
    for family in families:
        count: int = family.class_count  # type: ignore[attr-defined]
        yield (family.organization.name, family.name, family.description, count, family.get_absolute_url())


def all_series_twin(series: Iterable[ClassSeries], following: str | None, on: date) -> dict[str, Any]:
    """One page of series; `next` is the address of the page that follows, null at the end."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "series": [
            {
                **series_reference(each),
                "organization": organization_reference(each.organization),
                "classes": each.class_count,  # type: ignore[attr-defined]
            }
            for each in series
        ],
        "next": following,
    }


def all_series_rows(series: Iterable[ClassSeries]) -> Iterator[tuple[object, ...]]:
    """Yield series as a table: a head, then a row for each."""
    yield ("organization", "series", "classes", "address")
    for each in series:
        count: int = each.class_count  # type: ignore[attr-defined]
        yield (each.organization.name, each.name, count, each.get_absolute_url())


def family_twin(family: JobFamily, classes: Iterable[JobClass], following: str | None, on: date) -> dict[str, Any]:
    """A family and one page of its classes, each by its name on the day; `next` as in `families_twin`."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "family": {
            **family_reference(family),
            "organization": organization_reference(family.organization),
            "description": family.description,
        },
        "classes": [{**listed(job_class), "text_held": text_of(job_class) is not None} for job_class in classes],
        "next": following,
    }


def series_twin(series: ClassSeries, ladder: LadderPage, on: date) -> dict[str, Any]:
    """A series with its rungs from the top down, and what its texts say of each and of the whole."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": on.isoformat(),
        "series": {**series_reference(series), "organization": organization_reference(series.organization)},
        "said_of_all": [saying_twin(saying) for saying in ladder.of_all],
        "rungs": [rung_twin(rung) for rung in ladder.rungs],
    }


def rung_twin(rung: Rung) -> dict[str, Any]:
    """A class on its rung; `text` is null where none is held for the day."""
    text = rung.specification
    return {
        **listed(rung.job_class),
        "rung": rung.job_class.series_rank,
        "abolished": bool(rung.job_class.is_gone),  # type: ignore[attr-defined]
        "text": {**revision_reference(text), "pay_grade": text.pay_grade, "minimums": text.minimums} if text else None,
        "said": [saying_twin(saying) for saying in rung.sayings],
    }


def saying_twin(saying: Saying) -> dict[str, Any]:
    text = saying.specification
    return {
        "title": text.title,
        "code": text.code,
        "revision": text.revision,
        "sentences": list(saying.sentences),
    }


def classes_rows(classes: Iterable[JobClass]) -> Iterator[tuple[object, ...]]:
    """Yield classes as a table: a head, then a row for each with the facts of its text, by its name on the day.

    Takes classes with organization, family, series, name and text, see `JobClass.objects.for_list`.
    """
    yield CLASS_HEAD
    for job_class in classes:
        yield (
            job_class.shown_title,
            job_class.shown_code,
            job_class.organization.name,
            job_class.family.name if job_class.family else "",
            job_class.series.name if job_class.series else "",
            job_class.series_rank or "",
            *text_cells(text_of(job_class)),
            job_class.get_absolute_url(),
        )


def text_cells(text: Specification | None) -> tuple[object, ...]:
    if text is None:
        return ("", "", "", "", "no text held", "", "")
    months = text.minimum_experience_months
    return (
        text.pay_grade,
        text.flsa_code,
        Education(text.minimum_education).label if text.minimum_education else "",
        "" if months is None else months,
        "in force" if text.effective_from else "no date",
        text.revision,
        text.effective_from or "",
    )


def series_rows(ladder: LadderPage) -> Iterator[tuple[object, ...]]:
    """Yield a ladder as a table: a head, then a row for each rung, the highest first, with what is said of it."""
    yield ("rung", "class", "code", "abolished", *CLASS_HEAD[6:-1], "said of it", "address")
    for rung in ladder.rungs:
        job_class = rung.job_class
        yield (
            job_class.series_rank or "",
            job_class.shown_title,
            job_class.shown_code,
            "yes" if job_class.is_gone else "no",  # type: ignore[attr-defined]
            *text_cells(rung.specification),
            " ".join(sentence for saying in rung.sayings for sentence in saying.sentences),
            job_class.get_absolute_url(),
        )


def listed(job_class: JobClass) -> dict[str, str]:
    """How a list names a class: by its title and code on the day."""
    return {**class_reference(job_class), "title": job_class.shown_title, "code": job_class.shown_code}


def text_of(job_class: JobClass) -> Specification | None:
    """Return the text that `JobClass.objects.with_text` brought along."""
    found: list[Specification] = job_class.texts_in_force  # type: ignore[attr-defined]
    return found[0] if found else None
