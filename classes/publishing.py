"""What happens, in one transaction, when a draft becomes law, and when a class begins or ceases to exist.

Every act locks the version of the catalog, which it counts up, and then the class, so that two people cannot end one
text twice. It either happens as a whole or is refused with a sentence. What it brings is told by an `Event`, which
becomes the history entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.text import slugify

from classes import guard
from classes.assembly import assemble
from classes.document import Document
from classes.models import (
    ChangeNotice,
    HistoryEntry,
    JobClass,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from classes.versions import one_act, touch


class PublishingRefused(Exception):
    """The act cannot be done; the message says why and what to do, and `about` which answer it is about, if one."""

    def __init__(self, sentence: str, about: Literal["", "day", "notice", "note"] = "") -> None:
        super().__init__(sentence)
        self.about = about


@dataclass(frozen=True, slots=True)
class Event:
    """What the history says of an act: `kind` is one of `HistoryEntry.Kind`."""

    kind: str
    note: str = ""
    recorded_by: str = ""
    notice: ChangeNotice | None = None
    adopted_on: date | None = None
    minor: bool = False


@one_act()
def publish(
    specification: Specification, event: Event | None = None, by: AbstractBaseUser | None = None
) -> Specification:
    """Publish a draft: store its digests, and end its predecessor on the day on which it takes effect.

    A draft that `corrects` a published text takes its place, from its first day to its last, and that text stays
    readable. With an event the history tells of it on the day on which the text takes effect; of an undated text, on
    the day of publishing. `by` is who publishes, of what a person wrote: it must say something new, and where
    REQUIRE_SECOND_PERSON is on, it must come from review, and not from whoever wrote the draft last. Returns the
    specification as it now stands in the database. Raises PublishingRefused.
    """
    job_class = locked(specification.job_class_id)
    return publish_read(Specification.objects.with_rows().get(pk=specification.pk), job_class, event, by)


def publish_read(
    draft: Specification, job_class: JobClass, event: Event | None = None, by: AbstractBaseUser | None = None
) -> Specification:
    """Publish a draft as `publish` does; within a transaction that holds the class locked and read the draft since.

    `draft` comes from `with_rows`, `job_class` from `locked` or as it does. For many classes, which are read together.
    """
    touch(job_class.pk)
    if draft.is_published:
        raise PublishingRefused(f"{draft} is published already. Revise the class to change its text.")
    if by is not None:
        refuse_own_draft(draft, by)
        refuse_unreviewed(draft)
        refuse_repetition(draft)
    if event and event.kind == HistoryEntry.Kind.ABOLISHED:
        raise PublishingRefused(f"{draft} cannot come with the end of its class. Abolish the class without a text.")
    refuse_rows_without_section(draft)
    refuse_number(draft)
    refuse_taken_code(draft, job_class)
    if draft.corrects_id:
        replace_corrected(draft)
    else:
        end_predecessor(draft, job_class)

    document = assemble(draft)
    draft.status = Specification.Status.PUBLISHED
    draft.digest = document.digest
    draft.section_digests = document.section_digests
    draft.cell_digests = document.cell_digests
    draft.published_at = timezone.now()
    draft.drafted_by, draft.review_comment = None, ""
    stored = ["status", "digest", "section_digests", "cell_digests", "published_at", "effective_to"]
    draft.save(update_fields=[*stored, "drafted_by", "review_comment"])
    take_name(job_class, timezone.localdate())
    if event:
        record(job_class, event, draft.effective_from or timezone.localdate(), draft)
    return draft


@one_act()
def note(job_class: JobClass, on: date, event: Event) -> HistoryEntry:
    """Record what happened on the day `on` without its text: *noted only*.

    If it changed the text, the text that was in force ends that day, since what applied from then on is not held.
    Raises PublishingRefused where a held text begins that day or later: it tells what applied, so it is published; but
    what happened before the first held text changes nothing that is held, and can be noted.
    """
    job_class = locked(job_class.pk)
    if event.kind == HistoryEntry.Kind.ABOLISHED:
        refuse_abolished_under_text(job_class, on)
    if event.kind in HistoryEntry.CHANGES_TEXT:
        last = last_text(job_class)
        if last and last.effective_from and last.effective_from >= on:
            refuse_among_texts(last, on)
        elif last and (last.effective_to is None or last.effective_to > on):
            end(last, on)
    return record(job_class, event, on)


@one_act()
def abolish(job_class: JobClass, on: date, event: Event, successors: Iterable[JobClass] = ()) -> HistoryEntry:
    """End a class: `on` is the first day without it. Its text in force ends that day.

    Raises PublishingRefused, also where a draft is open: the end would leave it with no day to take effect.
    """
    job_class = locked(job_class.pk)
    if job_class.abolished_on:
        raise PublishingRefused(
            f"{job_class} is abolished already, on {in_words(job_class.abolished_on)}. Reinstate it first."
        )
    draft = job_class.specifications.exclude(status=Specification.Status.PUBLISHED).first()
    if draft:
        raise PublishingRefused(
            f"{job_class} has an open draft, revision {draft.revision}, which would come to nothing. "
            "Publish or delete it before you abolish the class."
        )
    last = last_text(job_class)
    if last and last.effective_from and last.effective_from >= on:
        raise PublishingRefused(
            f"{job_class} has revision {last.revision}, which takes effect on {in_words(last.effective_from)}. "
            "It can be abolished on a later day only.",
            about="day",
        )
    back = job_class.history.filter(kind=HistoryEntry.Kind.REINSTATED, effective_on__gte=on).first()
    if back:
        raise PublishingRefused(
            f"{job_class} is reinstated on {in_words(back.effective_on)}. It can be abolished on a later day only.",
            about="day",
        )
    if last and (last.effective_to is None or last.effective_to > on):
        end(last, on)
    job_class.abolished_on = on
    job_class.save(update_fields=["abolished_on"])
    job_class.successors.set(successors)
    return record(job_class, event, on)


@one_act()
def reinstate(
    job_class: JobClass,
    on: date,
    event: Event,
    draft: Specification | None = None,
    by: AbstractBaseUser | None = None,
) -> HistoryEntry:
    """Let an abolished class exist again from the day `on`, with the text of `draft`, which takes effect that day.

    Without a draft no text is held from then on. `by` is as in `publish`. Raises PublishingRefused.
    """
    job_class = locked(job_class.pk)
    if job_class.abolished_on is None:
        raise PublishingRefused(f"{job_class} is not abolished. Revise it instead.")
    if on < job_class.abolished_on:
        raise PublishingRefused(
            f"{job_class} is abolished on {in_words(job_class.abolished_on)}. "
            "It can be reinstated on that day or a later one.",
            about="day",
        )
    if draft and draft.job_class_id != job_class.pk:
        raise PublishingRefused(f"{draft} is a text of another class. {job_class} can be reinstated with its own only.")
    job_class.abolished_on = None
    job_class.save(update_fields=["abolished_on"])
    entry = record(job_class, event, on)
    if draft is None:
        return entry
    if draft.effective_from != on:
        raise PublishingRefused(f"{draft} must take effect on {in_words(on)}, the day of the reinstatement.", "day")
    entry.specification = publish(draft, by=by)
    entry.save(update_fields=["specification"])
    return entry


def locked(pk: int) -> JobClass:
    """Return a class that nobody else can change until the act is done, which `versions.one_act` tells of it."""
    touch(pk)
    return JobClass.objects.select_for_update(of=("self",)).select_related("organization").get(pk=pk)


def last_text(job_class: JobClass) -> Specification | None:
    """Return the text of a class that begins last, corrected ones apart: one query."""
    texts = Specification.objects.published().filter(job_class=job_class, corrected=False)
    return texts.order_by(F("effective_from").desc(nulls_last=True), "-revision").first()


def text_before(draft: Specification) -> Specification | None:
    """Return the text whose place a draft takes: the one that it corrects, else the class's last. One query."""
    return draft.corrects if draft.corrects_id else last_text(draft.job_class)


def repeats(draft: Specification, document: Document, text: Specification | None) -> bool:
    """Whether `document`, what a draft says, is word for word what the `text` before it says, and goes on saying.

    A text that bears no date may be said once more to give it one, and so may one that ends, by the end of its class
    or a change whose text is not held.
    """
    if text is None:
        return False
    start = draft.effective_from
    over = text.effective_to is not None and (start is None or start >= text.effective_to)
    if not draft.corrects_id and (text.effective_from is None or over):
        return False
    alike = replace(document, revision=text.revision, effective_from=text.effective_from)
    return alike.digest == text.digest


def refuse_repetition(draft: Specification) -> None:
    """A revision says something new. Takes a draft with its rows; one query."""
    text = text_before(draft)
    if text is None or not repeats(draft, assemble(draft), text):
        return
    which = "the text in force" if text.in_force(timezone.localdate()) else "the text before it"
    raise PublishingRefused(
        f"{draft} says the same as {'the text that it corrects' if draft.corrects_id else which}, revision "
        f"{text.revision}: there is nothing to publish. Change the draft, or delete it."
    )


def refuse_own_draft(draft: Specification, by: AbstractBaseUser) -> None:
    """A second person must have read what becomes law, where the office wants it so."""
    if settings.REQUIRE_SECOND_PERSON and draft.drafted_by_id == by.pk:
        raise PublishingRefused(
            f"You wrote {draft} yourself, and here a second person publishes. Ask another publisher."
        )


def refuse_unreviewed(draft: Specification) -> None:
    """What a second person is to read comes to them by review."""
    if settings.REQUIRE_SECOND_PERSON and draft.status != Specification.Status.IN_REVIEW:
        raise PublishingRefused(
            f"{draft} is not in review, and here a second person reads a text before it is published. "
            "Send it to review first."
        )


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


def refuse_number(draft: Specification) -> None:
    """Revisions are numbered in the order in which they are published."""
    numbers = Specification.objects.published().filter(job_class=draft.job_class_id)
    last = numbers.aggregate(last=Max("revision"))["last"]
    if last and draft.revision < last:
        raise PublishingRefused(f"{draft} cannot follow revision {last}. Give it the next number.")


def refuse_taken_code(draft: Specification, job_class: JobClass) -> None:
    """A new code must be free: two classes of an organization never share one, nor one that is announced.

    Two queries where the code is new, else none.
    """
    if not draft.code or draft.code.lower() == job_class.code.lower():
        return
    others = JobClass.objects.filter(organization=job_class.organization).exclude(pk=job_class.pk)
    bearer = others.filter(Q(code__iexact=draft.code) | Q(slug=slugify(draft.code))).first()
    if bearer:
        raise PublishingRefused(f"{draft} has the code {draft.code}, which {bearer} bears. Choose another code.")
    announced = Specification.objects.published().filter(
        job_class__in=others, corrected=False, code__iexact=draft.code, effective_from__gt=timezone.localdate()
    )
    coming = announced.select_related("job_class").first()
    if coming:
        raise PublishingRefused(
            f"{draft} has the code {draft.code}, which {coming.job_class} is to bear. Choose another code."
        )


def end_predecessor(draft: Specification, job_class: JobClass) -> None:
    """Set the exclusive end of the text that `draft` follows, and the end of `draft` where it is known already."""
    last, start = last_text(job_class), draft.effective_from
    refuse_day(draft, job_class, last)
    draft.effective_to = first_end(job_class, start)
    if last and start and (last.effective_to is None or start < last.effective_to):
        end(last, start)


def refuse_day(draft: Specification, job_class: JobClass, last: Specification | None) -> None:
    """A text takes effect after the `last` one, on a day on which its class exists. One query, where it has a day."""
    start = draft.effective_from
    if last and start is None:
        raise PublishingRefused(f"{draft} follows revision {last.revision} and needs the day it takes effect.", "day")
    if start and job_class.abolished_on and start >= job_class.abolished_on:
        raise PublishingRefused(
            f"{draft} would take effect on {in_words(start)}, but the class is abolished "
            f"on {in_words(job_class.abolished_on)}. Reinstate it with this text.",
            about="day",
        )
    if start:
        refuse_day_without_class(draft, start)
    if last is None or start is None:
        return
    if last.effective_from and start <= last.effective_from:
        raise PublishingRefused(
            f"{draft} would take effect on {in_words(start)}, not after revision {last.revision}, "
            f"which does so on {in_words(last.effective_from)}. Choose a later day.",
            about="day",
        )
    if last.effective_to and start < last.effective_to and last.effective_to != job_class.abolished_on:
        raise PublishingRefused(
            f"{draft} would take effect on {in_words(start)}, before revision {last.revision} ends, "
            f"which it does on {in_words(last.effective_to)}. Choose that day or a later one.",
            about="day",
        )


def refuse_day_without_class(draft: Specification, start: date) -> None:
    """A class that was abolished and reinstated has no text in between. One query."""
    if HistoryEntry.objects.ended(start).filter(job_class=draft.job_class_id).exists():
        raise PublishingRefused(
            f"{draft} would take effect on {in_words(start)}, when the class was abolished. "
            "Choose the day on which it was reinstated, or a later one.",
            about="day",
        )


def refuse_among_texts(last: Specification, on: date) -> None:
    """A change without its text is noted before the first held text or after the last, not between two. One query."""
    texts = Specification.objects.published().filter(job_class=last.job_class_id, corrected=False)
    if texts.filter(Q(effective_from=None) | Q(effective_from__lte=on)).exists() and last.effective_from:
        raise PublishingRefused(
            f"{last.job_class}: revision {last.revision} takes effect on {in_words(last.effective_from)}, not before "
            f"{in_words(on)}. A change without its text can be added before the first text that the catalog has, or "
            "after the last.",
            about="day",
        )


def refuse_abolished_under_text(job_class: JobClass, on: date) -> None:
    """A note does not end a class that has a text in force, or a later one that nothing lets it have. Three queries."""
    texts = Specification.objects.published().filter(job_class=job_class, corrected=False)
    text = texts.in_force(on).first()
    if text:
        raise PublishingRefused(
            f"{job_class}: revision {text.revision} is in force on {in_words(on)}. "
            "To end the class on that day, abolish it."
        )
    later = texts.filter(effective_from__gt=on).order_by("effective_from").first()
    if later is None or later.effective_from is None:
        return
    back = job_class.history.filter(kind=HistoryEntry.Kind.REINSTATED, effective_on__gte=on)
    if not back.filter(effective_on__lte=later.effective_from).exists():
        raise PublishingRefused(
            f"{job_class}: revision {later.revision} takes effect on {in_words(later.effective_from)}, so the class "
            "existed again by then. Add first when it was reinstated."
        )


def first_end(job_class: JobClass, start: date | None) -> date | None:
    """Return when a text that begins on `start` ends, as far as it is known: the class abolished, or changed again."""
    later = HistoryEntry.objects.ending_text().filter(job_class=job_class, effective_on__gt=start) if start else None
    event = later.first() if later else None
    days = [day for day in (job_class.abolished_on, event.effective_on if event else None) if day]
    return min(days, default=None)


def replace_corrected(draft: Specification) -> None:
    """Let a correction take the place of the text that it corrects, for the same days."""
    texts = Specification.objects.published().filter(job_class=draft.job_class_id)
    wrong = texts.filter(corrections=draft).first()
    if wrong is None:
        raise PublishingRefused(f"{draft} can correct a published text of its own class only. Choose one of those.")
    if wrong.corrected:
        by = texts.filter(corrects=wrong).get()
        raise PublishingRefused(
            f"Revision {wrong.revision} was corrected already, by revision {by.revision}. Correct that one."
        )
    refuse_other_day(draft, wrong)
    draft.effective_to = wrong.effective_to
    with guard.intervals(f"{draft} corrects revision {wrong.revision}"):
        wrong.corrected = True
        wrong.save(update_fields=["corrected"])


def refuse_other_day(draft: Specification, wrong: Specification) -> None:
    """A correction takes effect on the day of the text that it corrects."""
    if draft.effective_from != wrong.effective_from:
        day = in_words(wrong.effective_from) if wrong.effective_from else ""
        takes_effect = f"takes effect on {day}" if day else "bears no date"
        raise PublishingRefused(
            f"{draft} corrects revision {wrong.revision}, which {takes_effect}. "
            + (f"Give it the same day, {day}." if day else "Leave its day empty too.")
        )


def end(text: Specification, on: date) -> None:
    with guard.intervals(f"{text} ends on {on}"):
        text.effective_to = on
        text.save(update_fields=["effective_to"])


def take_name(job_class: JobClass, on: date) -> bool:
    """Let a class bear the title and code of its text in force on the day `on`; the address follows the code.

    Returns whether anything changed. One query, two where it did.
    """
    text = Specification.objects.in_force(on).filter(job_class=job_class).first()
    if text is None:
        return False
    code = text.code or job_class.code
    slug = job_class.slug if code == job_class.code else slugify(code)
    if (text.title, code, slug) == (job_class.title, job_class.code, job_class.slug):
        return False
    job_class.title, job_class.code, job_class.slug = text.title, code, slug
    job_class.save(update_fields=["title", "code", "slug"])
    return True


def record(job_class: JobClass, event: Event, on: date, specification: Specification | None = None) -> HistoryEntry:
    if event.notice and event.notice.organization_id != job_class.organization_id:
        raise PublishingRefused(
            f"“{event.notice}” is a notice of another organization. Choose one of the class's own.", "notice"
        )
    if HistoryEntry.objects.filter(job_class=job_class, kind=event.kind, effective_on=on, note=event.note).exists():
        raise PublishingRefused(
            f"The history of {job_class} has “{HistoryEntry.Kind(event.kind).label}” on {in_words(on)} with this very "
            "note already. Say in the note what else happened.",
            about="note",
        )
    return HistoryEntry.objects.create(
        job_class=job_class,
        kind=event.kind,
        effective_on=on,
        adopted_on=event.adopted_on,
        note=event.note,
        recorded_by=event.recorded_by,
        notice=event.notice,
        minor=event.minor,
        specification=specification,
    )


def in_words(day: date) -> str:
    return date_format(day, "F j, Y")
