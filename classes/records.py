"""The records that a class page shows, brought by questions that are put into SQL once.

They are the models' own, with what the page needs of each; a field that was not brought along costs a query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import islice
from typing import Any, TypeVar

from django.db import connection
from django.db.models import FilteredRelation, Model, Q

from classes.assembly import FACTS, HEAD
from classes.models import (
    ChangeNotice,
    ClassSeries,
    FormerName,
    HistoryEntry,
    JobClass,
    JobFamily,
    Organization,
    Specification,
)
from classes.querysets.specifications import applies
from classes.questions import Question

Record = TypeVar("Record", bound=Model)

LAST_REVISION = 2_147_483_647  # the greatest number that the column holds


def fields(model: type[Model], *names: str) -> tuple[str, ...]:
    """Return these fields of a model, or all, in its own order, in which `Model.from_db` takes their values."""
    return tuple(field.attname for field in model._meta.concrete_fields if not names or field.attname in names)


ORGANIZATION = fields(Organization, "id", "name", "slug", "office")
FAMILY = fields(JobFamily, "id", "organization_id", "name", "slug")
SERIES = fields(ClassSeries, "id", "organization_id", "name", "slug")
CLASS = fields(JobClass)
KNOWN = ("id", "job_class_id", "revision", "status", "title", "code", "digest")
DATES = ("effective_from", "effective_to", "corrects_id", "corrected", "published_at")
TEXT = fields(Specification, *KNOWN, *DATES, *HEAD, *FACTS)
TOLD = fields(Specification, *KNOWN, *DATES, "section_digests", "cell_digests")
RUNG_TEXT = fields(Specification, *KNOWN)
ENTRY = fields(HistoryEntry)
NOTICE = fields(ChangeNotice, "id", "organization_id", "number", "title", "adopted_on")
NAME = fields(FormerName, "id", "job_class_id", "title", "code", "until")


def columns(names: Sequence[str], at: str = "") -> list[str]:
    """Return the columns of a record to which `at` leads, as `values_list` takes them."""
    return [f"{at}{name}" for name in names]


def one_class(organization: str, slug: str, text: Q) -> Any:
    """Compose the question for a public class, all that its head names, and the text of it that `text` is true of."""
    return (
        JobClass.objects.public()
        .filter(organization__slug=organization, slug=slug)
        .annotate(text=FilteredRelation("specifications", condition=text))
        .values_list(
            *columns(CLASS),
            *columns(ORGANIZATION, "organization__"),
            *columns(FAMILY, "family__"),
            *columns(SERIES, "series__"),
            *columns(TEXT, "text__"),
        )
    )


@Question
def class_on_day(organization: str, slug: str, on: date) -> Any:
    return one_class(organization, slug, applies(on, at="specifications__"))


@Question
def class_at_revision(organization: str, slug: str, revision: int) -> Any:
    published = Q(specifications__status="published", specifications__revision=revision)
    return one_class(organization, slug, published)


@Question
def texts_told(job_class: int) -> Any:
    return Specification.objects.of_class(JobClass(pk=job_class)).values_list(*TOLD)


@Question
def entries_told(job_class: int) -> Any:
    public = Q(specification__isnull=True) | Q(specification__status="published")
    return (
        HistoryEntry.objects.filter(public, job_class=job_class)
        .order_by("-effective_on", "-id")
        .values_list(*ENTRY, *columns(NOTICE, "notice__"))
    )


@Question
def names_noted(job_class: int) -> Any:
    return FormerName.objects.filter(job_class=job_class).order_by("-until").values_list(*NAME)


@Question
def classes_of_series(series: int, on: date) -> Any:
    """The classes of `JobClass.objects.for_ladder` with their text in force, as rows."""
    return (
        JobClass.objects.public()
        .filter(series=series)
        .with_name(on)
        .with_existence(on)
        .order_by("series_rank", "id")
        .values_list(*CLASS, "title_then", "code_then", "is_gone", *columns(RUNG_TEXT, "text_then__"))
    )


def class_with_text(organization: str, slug: str, on: date) -> tuple[JobClass, Specification | None]:
    """Return a class and its text in force on the day `on`: one query. Raises JobClass.DoesNotExist."""
    for row in class_on_day(organization=organization, slug=slug, on=on):
        return head(row)
    raise JobClass.DoesNotExist(f"No class {slug!r} of an organization {organization!r} is public.")


def class_with_revision(organization: str, slug: str, revision: int) -> tuple[JobClass, Specification]:
    """Return a class and a published text of it by its number: one query. Raises Specification.DoesNotExist."""
    if revision <= LAST_REVISION:
        for row in class_at_revision(organization=organization, slug=slug, revision=revision):
            job_class, text = head(row)
            if text:
                return job_class, text
    raise Specification.DoesNotExist(f"No revision {revision} of a class {slug!r} of {organization!r} is published.")


def head(row: Sequence[Any]) -> tuple[JobClass, Specification | None]:
    """Return the class of a row of `one_class`, with organization, family and series, and its text."""
    values = iter(row)
    job_class = record(JobClass, CLASS, values)
    organization = record(Organization, ORGANIZATION, values)
    family = record_or_none(JobFamily, FAMILY, values)
    series = record_or_none(ClassSeries, SERIES, values)
    text = record_or_none(Specification, TEXT, values)
    job_class.organization = organization
    if family:
        job_class.family = of_organization(family, organization)
    if series:
        job_class.series = of_organization(series, organization)
    if text:
        text.job_class = job_class
    return job_class, text


def texts_of(job_class: JobClass) -> list[Specification]:
    """Return all published texts of a class in the order in which they apply, without their rows: one query."""
    return [record(Specification, TOLD, iter(row)) for row in texts_told(job_class=job_class.pk)]


def entries_of(job_class: JobClass, texts: Sequence[Specification]) -> list[HistoryEntry]:
    """Return the entries of a public class, newest first, with notice and text: one query. `texts` are all of its."""
    by_pk = {text.pk: text for text in texts}
    found = []
    for row in entries_told(job_class=job_class.pk):
        values = iter(row)
        entry = record(HistoryEntry, ENTRY, values)
        notice = record_or_none(ChangeNotice, NOTICE, values)
        if notice:
            entry.notice = of_organization(notice, job_class.organization)
        if entry.specification_id in by_pk:
            entry.specification = by_pk[entry.specification_id]
        found.append(entry)
    return found


def names_of(job_class: JobClass) -> list[FormerName]:
    """Return the former names that were noted of a class, the last one first: one query."""
    return [record(FormerName, NAME, iter(row)) for row in names_noted(job_class=job_class.pk)]


def rungs_of(job_class: JobClass, on: date) -> list[JobClass]:
    """Return the rungs of the series of a class, as `JobClass.objects.for_ladder` has them: one query; none without."""
    if job_class.series_id is None:
        return []
    return [rung_of(row, job_class) for row in classes_of_series(series=job_class.series_id, on=on)]


def rung_of(row: Sequence[Any], job_class: JobClass) -> JobClass:
    """Return the class of a row of `classes_of_series`, to which `job_class` belongs, with its name and its text."""
    values = iter(row)
    rung = of_organization(record(JobClass, CLASS, values), job_class.organization)
    rung.title_then, rung.code_then, rung.is_gone = islice(values, 3)
    text = record_or_none(Specification, RUNG_TEXT, values)
    rung.texts_in_force = [text] if text else []
    return rung


def record(model: type[Record], names: Sequence[str], values: Iterator[Any]) -> Record:
    """Make a record of the next values of a row."""
    return model.from_db(connection.alias, names, list(islice(values, len(names))))


def record_or_none(model: type[Record], names: Sequence[str], values: Iterator[Any]) -> Record | None:
    """Make a record of the next values of a row; none where they are those of an outer join that found nothing."""
    own = list(islice(values, len(names)))
    return None if own[0] is None else model.from_db(connection.alias, names, own)


def of_organization(owned: Any, organization: Organization) -> Any:
    """Give a record its organization, where it is this one."""
    if owned.organization_id == organization.pk:
        owned.organization = organization
    return owned
