"""What happens, in one transaction, when a draft becomes law."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as date_format

from classes.assembly import assemble
from classes.models import JobClass, RequiredCompetency, Requirement, Section, Specification


class PublishingRefused(Exception):
    """The specification cannot be published; the message says why and what to do."""


@transaction.atomic
def publish(specification: Specification) -> Specification:
    """Publish a draft: store its digests, and end its predecessor on the day on which it takes effect.

    The class is locked meanwhile, so that two publishers cannot end the same predecessor twice. Returns the
    specification as it now stands in the database. Raises PublishingRefused and changes nothing otherwise.
    """
    JobClass.objects.select_for_update().get(pk=specification.job_class_id)
    draft = Specification.objects.with_rows().get(pk=specification.pk)
    if draft.is_published:
        raise PublishingRefused(f"{draft} is published already. Revise the class to change its text.")
    refuse_rows_without_section(draft)
    end_predecessor(draft)

    document = assemble(draft)
    draft.status = Specification.Status.PUBLISHED
    draft.digest = document.digest
    draft.section_digests = document.section_digests
    draft.published_at = timezone.now()
    draft.save(update_fields=["status", "digest", "section_digests", "published_at"])
    return draft


def refuse_rows_without_section(draft: Specification) -> None:
    """Every row must stand under a printed heading, or a reader could not tell what it belongs to."""
    held = {section.kind for section in draft.sections.all()}
    for requirement in draft.requirements.all():
        if requirement.kind not in held:
            raise PublishingRefused(
                f"{draft} has the requirement “{requirement}” but no section of kind "
                f"“{Requirement.Kind(requirement.kind).label}”. Add the section, or give the requirement another kind."
            )
    if draft.required_competencies.all() and Section.Kind.COMPETENCIES not in held:
        first: RequiredCompetency = draft.required_competencies.all()[0]
        raise PublishingRefused(
            f"{draft} asks for “{first}” but has no section of kind “{Section.Kind.COMPETENCIES.label}”. Add one."
        )


def end_predecessor(draft: Specification) -> None:
    """Set the exclusive end of the text that `draft` follows; an equal day is for corrections only."""
    earlier = list(Specification.objects.published().filter(job_class=draft.job_class_id).order_by("-revision"))
    if not earlier:
        return
    last, start = earlier[0], draft.effective_from
    if draft.revision < last.revision:
        raise PublishingRefused(f"{draft} cannot follow revision {last.revision}. Give it the next number.")
    if draft.corrects_id and draft.corrects_id not in {text.pk for text in earlier}:
        raise PublishingRefused(f"{draft} can correct a published text of its own class only. Choose one of those.")
    if start is None:
        raise PublishingRefused(f"{draft} follows revision {last.revision} and needs the day it takes effect.")
    if last.effective_to is not None:
        if start < last.effective_to:
            raise PublishingRefused(
                f"{draft} would take effect on {in_words(start)}, before revision {last.revision} ends, "
                f"which it does on {in_words(last.effective_to)}. Choose that day or a later one."
            )
        return
    if last.effective_from is not None:
        corrects = draft.corrects_id == last.pk
        if start < last.effective_from or (start == last.effective_from and not corrects):
            raise PublishingRefused(
                f"{draft} would take effect on {in_words(start)}, not after revision {last.revision}, "
                f"which does so on {in_words(last.effective_from)}. Choose a later day."
            )
    last.effective_to = start
    last.save(update_fields=["effective_to"])


def in_words(day: date) -> str:
    return date_format(day, "F j, Y")
