"""A draft on its way: begun from a published text, read as what will change, sent to review and back."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from classes import drafting
from classes.admin.acts import CHANGE, PUBLISH, REVISE, VIEW, found, only_kept, page
from classes.assembly import assemble
from classes.days import Day
from classes.linting import findings_on
from classes.models import JobClass, Specification
from classes.publishing import PublishingRefused, in_words, repeats, text_before
from classes.revisions import compare_revisions


def address_of(row: Any, action: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{action}", args=[row.pk])


def revise(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft with the words of the class's last text, or go on with the one that is open."""
    job_class: JobClass = found(model_admin, request, pk, REVISE)
    try:
        with transaction.atomic():
            draft, is_new = drafting.revise(job_class, request.user)  # type: ignore[arg-type]
            if is_new:
                model_admin.log_change(request, job_class, f"Began a draft, revision {draft.revision}.")
                model_admin.log_addition(request, draft, "Began this draft with the words of the last text.")
    except PublishingRefused as refused:
        return back_to(request, job_class, refused)
    return on_to(request, draft, is_new)


def correct(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Begin a draft that is to take the place of a published text, or go on with the one that is open."""
    text: Specification = found(model_admin, request, pk, PUBLISH)
    try:
        with transaction.atomic():
            draft, is_new = drafting.correct(text, request.user)  # type: ignore[arg-type]
            if is_new:
                model_admin.log_change(request, text, f"Began its correction, revision {draft.revision}.")
                model_admin.log_addition(request, draft, f"Began this correction of revision {text.revision}.")
    except PublishingRefused as refused:
        return back_to(request, text, refused)
    return on_to(request, draft, is_new)


def on_to(request: HttpRequest, draft: Specification, is_new: bool) -> HttpResponse:
    """Lead to a draft, and say what it is."""
    if not is_new:
        messages.info(request, f"A draft was open already, revision {draft.revision}: here it is. Nothing was copied.")
    elif draft.corrects_id:
        messages.success(
            request,
            f"Revision {draft.revision} is a copy of the text that it is to correct. Mend it here; why it was wrong is "
            f"asked for when it is published. {what_is_read(draft)}",
        )
    else:
        messages.success(
            request,
            f"Revision {draft.revision} is a draft with the words of the last text. {what_is_read(draft)}",
        )
    return HttpResponseRedirect(address_of(draft))


def what_is_read(draft: Specification) -> str:
    """Say what everyone reads while the draft is one: two queries at most, the class known."""
    job_class, today = draft.job_class, timezone.localdate()
    if draft.corrects and not draft.corrects.in_force(today):
        return "Until then the published text stands as it is."
    if draft.corrects:
        return "Until then everyone reads the published text."
    if job_class.is_abolished(today):
        assert job_class.abolished_on
        return (
            f"The class is abolished, on {in_words(job_class.abolished_on)}, so no text of it is in force. "
            "A publisher can reinstate the class with this draft."
        )
    if Specification.objects.in_force(today).filter(job_class=job_class).exists():
        return "Until it is published, everyone reads the published one."
    return "No text of the class is in force today. Until this one is published, the published ones stay as they are."


def back_to(request: HttpRequest, row: Any, refused: PublishingRefused) -> HttpResponse:
    messages.error(request, str(refused))
    return HttpResponseRedirect(address_of(row))


def review(model_admin: ModelAdmin, request: HttpRequest, pk: int, said: str = "", refused: str = "") -> HttpResponse:
    """Show what a draft will change, and what can be done with it.

    Sixteen queries beside the reader's own: the draft, its rows, the text before, its rows, what it corrects, five of
    the lint.
    """
    draft: Specification = found(model_admin, request, pk, VIEW)
    if draft.is_published:
        messages.info(request, f"{draft} is published.")
        return HttpResponseRedirect(address_of(draft))
    context = changes_of(draft) | {
        "said": said,
        "refused": refused,
        "second_person": settings.REQUIRE_SECOND_PERSON,
        "comment_limit": drafting.COMMENT_LIMIT,
    }
    return page(model_admin, request, "admin/classes/specification/review.html", draft, "What will change", **context)


def changes_of(draft: Specification) -> dict[str, Any]:
    """Return what a page needs to show a draft against the text whose place it takes; without one, its whole text.

    That is the text that it corrects, else the class's last one. Ten queries.
    `repeats` says that nothing of it is new; `advice` asks the lint where it is shown, at seven queries more at most.
    """
    today = timezone.localdate()
    new = Specification.objects.select_related("job_class__organization").with_rows().get(pk=draft.pk)
    before = text_before(draft)
    old = Specification.objects.with_rows().get(pk=before.pk) if before else None
    document = assemble(new)
    comparison = compare_revisions(assemble(old), document) if old else None
    return {
        "day": Day(today, today),
        "old": old,
        "new": new,
        "document": document,
        "comparison": comparison,
        "repeats": repeats(draft, document, before),
        "show": "inline",
        "seen": document.digest,
        "advice": partial(findings_on, new, document, today),
    }


def send_to_review(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Hand a draft to those who may publish it."""
    draft: Specification = found(model_admin, request, pk, CHANGE)
    if only_kept(request):
        return review(model_admin, request, pk)
    try:
        with transaction.atomic():
            drafting.send_to_review(draft)
            model_admin.log_change(request, draft, "Sent to review.")
    except PublishingRefused as refused:
        return review(model_admin, request, pk, refused=str(refused))
    messages.success(request, f"{draft} is in review. Whoever may publish finds it on the front page.")
    return HttpResponseRedirect(address_of(draft, "review"))


def take_back(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Return a text in review to its editors, who want to change it."""
    draft: Specification = found(model_admin, request, pk, CHANGE)
    if only_kept(request):
        return review(model_admin, request, pk)
    try:
        with transaction.atomic():
            drafting.take_back(draft)
            model_admin.log_change(request, draft, f"Took {draft} back from review.")
    except PublishingRefused as refused:
        return review(model_admin, request, pk, refused=str(refused))
    messages.success(request, f"{draft} is a draft again and can be changed. Send it to review when it is ready.")
    return HttpResponseRedirect(address_of(draft))


def send_back(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Return a text in review to its editors, with what is to be changed."""
    draft: Specification = found(model_admin, request, pk, PUBLISH)
    comment = request.POST.get("comment", "").replace("\r\n", "\n").replace("\x00", "")
    if only_kept(request):
        return review(model_admin, request, pk, comment)
    try:
        with transaction.atomic():
            sent = drafting.send_back(draft, comment)
            model_admin.log_change(request, draft, f"Sent back: {sent.review_comment}")
    except PublishingRefused as refused:
        return review(model_admin, request, pk, comment, str(refused))
    messages.success(request, f"{draft} is a draft again. Your comment stands above it.")
    return HttpResponseRedirect(address_of(draft, "review"))
