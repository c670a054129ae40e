"""A plan carried out: every class or none, in one transaction, and told as it goes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, replace

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.text import Truncator

from classes import document
from classes.bulk.planning import Application, Plan, Row, make_plan
from classes.document import Document
from classes.drafting import copied_as_read
from classes.facts import counted
from classes.models import HistoryEntry, Specification
from classes.publishing import PublishingRefused, abolish, in_words, publish

REFUSALS = 20  # after so many classes that are refused the rest need not be tried


class Refused(Exception):
    """Nothing was done; `reasons` are sentences."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("; ".join(reasons))
        self.reasons = reasons


@dataclass(frozen=True, slots=True)
class Progress:
    """So many classes are written, of all that will be."""

    done: int
    all: int


def carry_out(
    application: Application, digest: str, take: set[int], by: AbstractBaseUser, every: int = 1
) -> Generator[Progress]:
    """Apply a notice to the classes whose keys are in `take`, as the plan with this digest shows it.

    Yields its progress after each `every` classes, within the transaction: where the iteration is given up, or an
    error comes, nothing is done. The last one is yielded when all is done. Raises Refused.

    Some thirty queries a class: each is copied and published as any other draft.
    """
    with transaction.atomic():
        plan = make_plan(application, lock=True)
        if plan.digest != digest:
            raise Refused(["A class, a text or a choice changed since the preview was made. Look at it anew."])
        rows = [row for row in plan.accepted if row.job_class.pk in take]
        if not rows:
            raise Refused(["No class is left to apply the notice to."])
        yield Progress(0, len(rows))
        reasons, made = [], []
        for number, row in enumerate(rows, start=1):
            try:
                with transaction.atomic():
                    made.append(apply_to(row, application))
            except (PublishingRefused, IntegrityError) as refusal:
                reasons.append(f"{row.job_class}: {refusal}")
                if len(reasons) >= REFUSALS:
                    break
            if number % every == 0 and number < len(rows):
                yield Progress(number, len(rows))
        if reasons:
            raise Refused(reasons)
        tell(plan, rows, made, by)
    yield Progress(len(rows), len(rows))


def apply_to(row: Row, application: Application) -> Specification | HistoryEntry:
    if row.new is None:
        return abolish(row.job_class, application.on, application.event, row.successors)
    assert row.text is not None
    say(row.text, row.new)
    published = publish(copied_as_read(row.text, None, effective_from=application.on), application.event)
    planned = replace(row.new, revision=published.revision, effective_from=application.on)
    if planned.digest != published.digest:
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


def tell(plan: Plan, rows: list[Row], made: list[Specification | HistoryEntry], by: AbstractBaseUser) -> None:
    """Write who did what, in words, on the history page of the notice, and of every class and text. Four queries."""
    notice, on = plan.application.notice, in_words(plan.application.on)
    said = "; ".join(plan.application.rules.in_words())
    others = f" to {counted(len(rows), 'class').replace('classs', 'classes')}"
    entries = [entry(notice, f"Applied in bulk{others}, from {on} on: {said}.", by)]
    for row, brought in zip(rows, made, strict=True):
        if isinstance(brought, Specification):
            text = f"Revision {brought.revision} published by the notice {notice}, in force from {on}: {row.in_short}."
            entries.append(entry(brought, text, by))
            entries.append(entry(row.job_class, text, by))
        else:
            entries.append(entry(row.job_class, f"Abolished by the notice {notice} on {on}. {row.in_short}.", by))
    LogEntry.objects.bulk_create(entries)


def entry(row: models.Model, message: str, by: AbstractBaseUser) -> LogEntry:
    return LogEntry(
        user_id=by.pk,
        content_type=ContentType.objects.get_for_model(row),
        object_id=str(row.pk),
        object_repr=str(row)[:200],
        action_flag=CHANGE,
        change_message=Truncator(message).chars(4000),
    )
