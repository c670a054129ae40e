"""What happens to a text before it is law: begun, revised, corrected, sent to review and back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import models, transaction
from django.db.models import Max

from classes.models import JobClass, LevelDescriptor, RequiredCompetency, Requirement, Section, Specification
from classes.publishing import PublishingRefused, last_text, locked, refuse_repetition

COMMENT_LIMIT = 2000  # characters of what a publisher says when a draft goes back

# What a new draft does not take over from the text that it begins from.
OWN = frozenset(
    {
        "id",
        "revision",
        "status",
        "effective_from",
        "effective_to",
        "corrects",
        "corrected",
        "source",
        "drafted_by",
        "review_comment",
        "digest",
        "section_digests",
        "cell_digests",
        "published_at",
    }
)


@transaction.atomic
def revise(job_class: JobClass, by: AbstractBaseUser | None = None) -> tuple[Specification, bool]:
    """Copy the text of a class that begins last into a new draft, rows and all; the published one stays as it is.

    Returns the draft, and whether it is new: a class has one open draft, and a second attempt leads to the first.
    Raises PublishingRefused where no text is held: there is nothing to copy.
    """
    job_class = locked(job_class.pk)
    if draft := open_draft(job_class):
        return draft, False
    last = last_text(job_class)
    if last is None:
        raise PublishingRefused(f"No text of {job_class} is held that could be revised. Begin its first draft.")
    return copied(last, by), True


@transaction.atomic
def begin(job_class: JobClass, by: AbstractBaseUser | None = None) -> tuple[Specification, bool]:
    """Begin the next text of a class: with the words of its last one, or, where none is held, with its name alone.

    Returns the draft, and whether it is new, as `revise` does.
    """
    job_class = locked(job_class.pk)
    if open_draft(job_class) or last_text(job_class):
        return revise(job_class, by)
    draft = Specification(
        job_class=job_class, title=job_class.title, code=job_class.code, revision=next_revision(job_class)
    )
    draft.drafted_by = by  # type: ignore[assignment]
    draft.save()
    return draft, True


@transaction.atomic
def correct(specification: Specification, by: AbstractBaseUser | None = None) -> tuple[Specification, bool]:
    """Copy a published text into a draft that is to take its place, with the same first day.

    Returns the draft, and whether it is new: an open draft that corrects this very text is gone on with. Raises
    PublishingRefused where another draft is open, or the text was corrected already.
    """
    job_class = locked(specification.job_class_id)
    text = Specification.objects.get(pk=specification.pk)
    if not text.is_published:
        raise PublishingRefused(f"{text} is a draft. Change it where it stands.")
    if text.corrected:
        raise PublishingRefused(f"{text} was corrected already. Correct the text that took its place.")
    if draft := open_draft(job_class):
        if draft.corrects_id == text.pk:
            return draft, False
        raise PublishingRefused(
            f"{job_class} has an open draft, revision {draft.revision}. Publish or delete it before you correct a text."
        )
    return copied(text, by, corrects=text, effective_from=text.effective_from), True


@transaction.atomic
def send_to_review(draft: Specification) -> Specification:
    """Hand a draft to those who may publish it. Raises PublishingRefused unless it is one, and says something new."""
    draft = under_lock(draft)
    if draft.status != Specification.Status.DRAFT:
        raise PublishingRefused(f"{draft} is {draft.get_status_display().lower()} already.")
    refuse_repetition(Specification.objects.with_rows().get(pk=draft.pk))
    draft.status = Specification.Status.IN_REVIEW
    draft.review_comment = ""
    draft.save(update_fields=["status", "review_comment"])
    return draft


@transaction.atomic
def send_back(draft: Specification, comment: str) -> Specification:
    """Return a text in review to its editors, with what is to be changed. Raises PublishingRefused."""
    draft, comment = in_review(draft), comment.strip()
    if not comment:
        raise PublishingRefused("Say what is to be changed, so that the editor knows why the draft comes back.")
    if len(comment) > COMMENT_LIMIT:
        raise PublishingRefused(
            f"The comment has {len(comment):,} characters, and at most {COMMENT_LIMIT:,} can be kept. Shorten it."
        )
    draft.status = Specification.Status.DRAFT
    draft.review_comment = comment
    draft.save(update_fields=["status", "review_comment"])
    return draft


@transaction.atomic
def take_back(draft: Specification) -> Specification:
    """Return a text in review to its editors, who asked for it themselves. Raises PublishingRefused."""
    draft = in_review(draft)
    draft.status = Specification.Status.DRAFT
    draft.save(update_fields=["status"])
    return draft


@transaction.atomic
def put_back(text: Specification, on: date) -> Specification:
    """Copy the last text of a class into a draft that takes effect on the day `on`, for the class to come back with it.

    Nobody wrote it: no word is new. Raises PublishingRefused where a draft is open, or another text came meanwhile.
    """
    job_class = locked(text.job_class_id)
    if draft := open_draft(job_class):
        raise PublishingRefused(
            f"{job_class} has an open draft, revision {draft.revision}. Publish or delete it first."
        )
    if last_text(job_class) != text:
        raise PublishingRefused(f"{text} is no longer the last text of the class. Open this page anew.")
    return copied(text, None, effective_from=on)


def open_draft(job_class: JobClass) -> Specification | None:
    """Return the draft of a class, or its text in review: one query."""
    return Specification.objects.filter(job_class=job_class).exclude(status=Specification.Status.PUBLISHED).first()


def next_revision(job_class: JobClass | None) -> int:
    """Return the number of a class's next text: one query."""
    last = Specification.objects.filter(job_class=job_class).aggregate(last=Max("revision"))["last"]
    return (last or 0) + 1


def under_lock(draft: Specification) -> Specification:
    locked(draft.job_class_id)
    return Specification.objects.get(pk=draft.pk)


def in_review(draft: Specification) -> Specification:
    """Return a text in review under the lock of its class. Raises PublishingRefused."""
    held = under_lock(draft)
    if held.status == Specification.Status.PUBLISHED:
        raise PublishingRefused(f"{held} is published already, so it is not in review.")
    if held.status != Specification.Status.IN_REVIEW:
        raise PublishingRefused(f"{held} is a draft already: it is not in review.")
    return held


def copied(text: Specification, by: AbstractBaseUser | None, **fields: Any) -> Specification:
    """Return a draft with the words and rows of `text`: ten queries, however long it is."""
    return copied_as_read(Specification.objects.select_related("job_class").with_rows().get(pk=text.pk), by, **fields)


def copied_as_read(text: Specification, by: AbstractBaseUser | None, **fields: Any) -> Specification:
    """Return a draft with the words and rows that `text` has in memory, brought along by `with_rows`: six queries."""
    return copied_together([text], by, **fields)[0]


def copied_together(texts: Sequence[Specification], by: AbstractBaseUser | None, **fields: Any) -> list[Specification]:
    """Return drafts of several classes, as `copied_as_read` does of one: six queries, or some more where rows are many.

    `fields` are the same in all drafts.
    """
    last = Specification.objects.filter(job_class__in=[text.job_class_id for text in texts]).order_by()
    numbers = dict(last.values_list("job_class").annotate(Max("revision")))
    drafts = Specification.objects.bulk_create(
        Specification(**own(text), revision=numbers.get(text.job_class_id, 0) + 1, drafted_by=by, **fields)  # type: ignore[misc]
        for text in texts
    )
    pairs = list(zip(texts, drafts, strict=True))
    for model, name in ((Section, "sections"), (Requirement, "requirements")):
        model.objects.bulk_create(
            row for text, draft in pairs for row in copies(getattr(text, name).all(), specification=draft)
        )
    required = [(row, draft) for text, draft in pairs for row in text.required_competencies.all()]
    made = RequiredCompetency.objects.bulk_create(
        copy for row, draft in required for copy in copies([row], specification=draft)
    )
    LevelDescriptor.objects.bulk_create(
        descriptor
        for (old, _), new in zip(required, made, strict=True)
        for descriptor in copies(old.descriptors.all(), required_competency=new)
    )
    return drafts


def own(text: Specification) -> dict[str, Any]:
    """Return what a draft takes over from the text that it begins from."""
    fields = [field for field in text._meta.concrete_fields if field.name not in OWN]
    return {field.attname: getattr(text, field.attname) for field in fields}


def copies(rows: Any, **owner: models.Model) -> list[Any]:
    """Return unsaved copies of rows that belong to `owner`."""
    return [
        type(row)(
            **{
                field.attname: getattr(row, field.attname)
                for field in row._meta.concrete_fields
                if not field.primary_key and field.name not in owner
            },
            **owner,
        )
        for row in rows
    ]
