"""A plan carried out: every class or none, in one transaction, and told as it goes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.text import Truncator

from classes import document, guard
from classes.assembly import assemble
from classes.bulk.choosing import in_classes
from classes.bulk.planning import Application, Plan, Row, make_plan
from classes.document import Document
from classes.drafting import copied_together
from classes.models import HistoryEntry, JobClass, Specification
from classes.publishing import PublishingRefused, abolish, in_words, publish_read
from classes.versions import one_act

REFUSALS = 20  # after so many classes that are refused the rest need not be tried

Made = Specification | HistoryEntry


class Refused(Exception):
    """Nothing was done; `reasons` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Progress:
    """So many classes are written, of all that will be; when all is done, also where the record tells of it.

    `told` is the primary key of the entry of the admin's log that tells of the notice: see `outcomes`.
    """

    done: int
    all: int
    told: int | None = None


def carry_out(
    application: Application, digest: str, take: set[int], by: AbstractBaseUser, every: int = 1
) -> Generator[Progress]:
    """Apply a notice to the classes whose keys are in `take`, as the plan with this digest shows it.

    Yields its progress after each `every` classes, within the transaction: where the iteration is given up, or an
    error comes, nothing is done. The last one is yielded when all is done. Raises Refused.

    Drafts are copied and read `every` at a time, some eleven queries; each is then published as any other draft, for
    some fifteen.
    """
    with one_act():
        plan = make_plan(application, lock=True)
        if plan.digest != digest:
            raise Refused(["A class, a text or a choice changed since the preview was made. Look at it anew."])
        rows = [row for row in plan.accepted if row.job_class.pk in take]
        if not rows:
            raise Refused(["No class is left to apply the notice to."])
        yield Progress(0, len(rows))
        reasons: list[str] = []
        made: list[Made] = []
        for at in range(0, len(rows), every):
            with guard.intervals(f"{application.notice} is applied in bulk"):
                for row, outcome in outcomes_of(rows[at : at + every], application):
                    if isinstance(outcome, str):
                        reasons.append(f"{row.job_class}: {outcome}")
                    else:
                        made.append(outcome)
            if len(reasons) >= REFUSALS:
                break
            if at + every < len(rows):
                yield Progress(at + every, len(rows))
        if reasons:
            raise Refused(reasons[:REFUSALS])
        told = tell(plan, rows, made, by)
    yield Progress(len(rows), len(rows), told)


def outcomes_of(rows: list[Row], application: Application) -> Iterator[tuple[Row, Made | str]]:
    """Apply the notice to a few classes; yield of each what it brought, or why it is refused."""
    drafts: dict[int, Specification] = {}
    try:
        with transaction.atomic():
            drafts = drafts_of([row for row in rows if row.new], application)
    except IntegrityError as refusal:
        if len(rows) == 1:
            yield rows[0], str(refusal)
            return
        for row in rows:  # one by one, to find which it is
            yield from outcomes_of([row], application)
        return
    for row in rows:
        outcome: Made | str
        try:
            with transaction.atomic():
                outcome = apply_to(row, drafts.get(row.job_class.pk), application)
        except (PublishingRefused, IntegrityError) as refusal:
            outcome = str(refusal)
        yield row, outcome


def drafts_of(rows: list[Row], application: Application) -> dict[int, Specification]:
    """Return drafts with the words that are planned, by class, as they stand in the database: eleven queries."""
    texts = [row.text for row in rows if row.text]
    for row in rows:
        assert row.text is not None
        assert row.new is not None
        say(row.text, row.new)
    copies = copied_together(texts, None, effective_from=application.on) if texts else []
    read = Specification.objects.with_rows().filter(pk__in=[draft.pk for draft in copies])
    return {draft.job_class_id: draft for draft in read}


def apply_to(row: Row, draft: Specification | None, application: Application) -> Made:
    if row.new is None:
        return abolish(row.job_class, application.on, application.event, row.successors)
    assert draft
    published = publish_read(draft, row.job_class, application.event)
    if assemble(published) != replace(row.new, revision=published.revision, effective_from=application.on):
        raise PublishingRefused(f"{published} would not say what the plan showed. Revise the class by itself.")
    return published


def say(text: Specification, planned: Document) -> None:
    """Give a text and its rows the words that are planned, in memory only, for a draft to be copied from it.

    The rules change words and never rows, so both have the same rows in the same order.
    """
    text.title, text.code, text.masthead = planned.title, planned.code, planned.masthead
    text.pay_grade, text.flsa_code = planned.facts.pay_grade, planned.facts.flsa_code
    text.probation_months = planned.facts.probation_months
    requirements: dict[str, Iterator[document.Requirement]] = {}
    for row, section in zip(text.sections.all(), planned.sections, strict=True):
        row.heading, row.body = section.heading, section.body
        requirements.setdefault(section.kind, iter(section.requirements))
        if section.competencies:
            say_competencies(text, section.competencies)
    for requirement in text.requirements.all():
        requirement.text = next(requirements[requirement.kind]).text


def say_competencies(text: Specification, planned: tuple[document.Competency, ...]) -> None:
    for row, competency in zip(text.required_competencies.all(), planned, strict=True):
        row.name, row.definition = competency.name, competency.definition
        for descriptor, cell in zip(row.descriptors.all(), competency.descriptors, strict=True):
            descriptor.text = cell.text


def tell(plan: Plan, rows: list[Row], made: list[Made], by: AbstractBaseUser) -> int:
    """Write who did what, in words, on the history page of the notice, and of every class and text. Four queries.

    Returns the key of the entry about the notice. All entries of one act bear one time, by which they are found.
    """
    notice, on = plan.application.notice, in_words(plan.application.on)
    said = "; ".join(plan.application.rules.in_words())
    others = f" to {in_classes(len(rows))}"
    at = timezone.now()
    entries = [entry(notice, f"Applied in bulk{others}, from {on} on: {said}.", by, at)]
    for row, brought in zip(rows, made, strict=True):
        if isinstance(brought, Specification):
            text = f"Revision {brought.revision} published by the notice {notice}, in force from {on}: {row.in_short}."
            entries.append(entry(brought, text, by, at))
            entries.append(entry(row.job_class, text, by, at))
        else:
            entries.append(entry(row.job_class, f"Abolished by the notice {notice} on {on}. {row.in_short}.", by, at))
    return LogEntry.objects.bulk_create(entries)[0].pk


def entry(row: models.Model, message: str, by: AbstractBaseUser, at: datetime) -> LogEntry:
    return LogEntry(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=CHANGE,
        change_message=Truncator(message).chars(4000),
        action_time=at,
    )


def outcomes(told: LogEntry) -> list[LogEntry]:
    """Return what the log tells of each class in the act that `told` tells of, by title: one query."""
    of_classes = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(JobClass))
    return list(of_classes.filter(user=told.user_id, action_time=told.action_time).order_by("object_repr", "pk"))
