"""Publishing from the admin: what is asked, what will happen, and that what was read is what becomes law."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.html import format_html

from classes.admin.acts import PUBLISH, EventForm, found, kinds, only_kept, page, refuse
from classes.admin.conflicts import SAVED_OVER
from classes.admin.reviewing import address_of, changes_of
from classes.assembly import assemble
from classes.models import HistoryEntry, Specification
from classes.publishing import PublishingRefused, in_words, locked, publish
from classes.revisions import RevisionComparison
from classes.versions import one_act

Kind = HistoryEntry.Kind
MEANWHILE = (
    "Somebody else saved something of this class at the same moment, so nothing was done. "
    "Read the page once more and try again."
)
PUBLISHED = "Published"  # how the admin's log begins to tell of it
A_MOMENT = timedelta(minutes=2)


class PastDay(Exception):
    """The first day is past, and whoever publishes did not say that it is meant."""


class PublishForm(EventForm):
    """What publishing asks. A correction takes day and kind from the text that it corrects, and always says why."""

    kind = forms.ChoiceField(label="Kind of change", help_text="Proposed from what changed.")
    minor = forms.BooleanField(
        label="Minor edit",
        required=False,
        help_text="It changes nothing that the class asks for. The note may stay empty.",
    )
    past = forms.BooleanField(required=False)
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    field_order = ("on", "past", "kind", "note", "minor", "recorded_by", "notice", "adopted_on")

    def __init__(self, *args: Any, draft: Specification, follows: Specification | None, **kwargs: Any) -> None:
        super().__init__(*args, organization=draft.job_class.organization, **kwargs)
        self.fields["on"].label = "Takes effect on"
        self.fields["on"].help_text = "The first day of the new text. A day to come is usual."
        self.fields["kind"].choices = kinds(Kind.ABOLISHED, Kind.CORRECTED, Kind.REINSTATED)  # type: ignore[attr-defined]
        self.corrects = draft.corrects_id is not None
        if self.corrects:
            del self.fields["on"], self.fields["kind"]
            self.fields["note"].label = "What was wrong, and how it is mended"
            self.fields["minor"].help_text = "It changes nothing that the class asks for."
        elif follows is None and draft.revision == 1:
            self.fields["on"].required = False
            self.fields["on"].help_text = "The first day of the text. Leave it empty if the document has no date."
        self.ask_about_past(follows)

    def ask_about_past(self, follows: Specification | None) -> None:
        """Ask for a tick where the first day is past. It is a tick for that very day, and not for another one."""
        day = self.first_day()
        if day is None or day >= timezone.localdate():
            del self.fields["past"]
            return
        shows = "another text than they did" if follows else "this text, where they showed none"
        self.fields["past"].label = f"{in_words(day)} is past: pages of the days since then will show {shows}"
        self.fields["past"].help_text = "Set this tick if that day is meant, or give a day to come."
        self.fields["past"].widget = forms.CheckboxInput({"value": day.isoformat()}, lambda _: self.past_ticked(day))

    def first_day(self) -> date | None:
        """Return the first day as it is given or proposed, as far as it is a day; None for a correction."""
        if "on" not in self.fields:
            return None
        given = self.data.get("on", "") if self.is_bound else self.initial.get("on")
        try:
            return self.fields["on"].to_python(given)
        except forms.ValidationError:
            return None

    def past_ticked(self, day: date) -> bool:
        return str(self.data.get("past", "")) == day.isoformat()

    def refuse_past(self) -> None:
        """Raise PastDay where the first day is past and the tick that says so is not set."""
        day = self.cleaned_data.get("on")
        if "past" in self.fields and day and not self.past_ticked(day):
            raise PastDay(f"{in_words(day)} is past, so nothing was published yet.")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if "note" in said and not said["note"] and (self.corrects or not said.get("minor")):
            self.add_error(
                "note",
                "Say what was wrong, so that a reader of the history knows."
                if self.corrects
                else "Say what changed and why, or tick “Minor edit”.",
            )
        return said


def publish_page(model_admin: ModelAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Ask what publishing needs beside the redline, and publish: in one transaction, or not at all.

    Nineteen queries to show beside the reader's own: those of the review, whether the class is established, whether the
    reader wrote any of the draft, notices.
    """
    draft: Specification = found(model_admin, request, pk, PUBLISH)
    if draft.is_published:
        tell_published(request, draft, f"{draft} was published already. Nothing was done.")
        return HttpResponseRedirect(address_of(draft))
    context = changes_of(draft)
    options: dict[str, Any] = {"draft": draft, "follows": context["old"], "user": request.user}
    if request.method == "POST":
        form = PublishForm(request.POST, **options)
        if form.is_valid() and not only_kept(request):
            published = make_law(model_admin, request, draft, form)
            if published:
                return HttpResponseRedirect(address_of(published))
    else:
        asked = {"on": draft.effective_from, "kind": proposed_kind(draft, context["comparison"])}
        form = PublishForm(initial=asked | {"seen": context["seen"]}, **options)
    unreviewed = settings.REQUIRE_SECOND_PERSON and draft.status != Specification.Status.IN_REVIEW
    context |= {"form": form, "own": is_own(draft, request.user), "unreviewed": unreviewed}  # type: ignore[arg-type]
    title = "Publish a correction" if draft.corrects_id else "Publish"
    return page(model_admin, request, "admin/classes/specification/publish.html", draft, title, **context)


def make_law(
    model_admin: ModelAdmin, request: HttpRequest, draft: Specification, form: PublishForm
) -> Specification | None:
    """Publish the draft as the form says; where that is refused, say so in the form and return None."""
    try:
        with one_act():
            published = publish(read_draft(request.user, draft, form), event_of(form), by=request.user)  # type: ignore[arg-type]
            form.refuse_past()  # last, since all else that is wrong is to be told first
            model_admin.log_change(request, published, said_of(published, form))
            model_admin.log_change(request, published.job_class, f"Revision {published.revision}: published.")
    except PublishingRefused as refused:
        if Specification.objects.published().filter(pk=draft.pk).exists():
            tell_published(request, draft, str(refused))
            return draft
        refuse(form, refused)
        return None
    except PastDay as past:
        form.add_error("past", str(past))
        return None
    except IntegrityError:
        form.add_error(None, MEANWHILE)
        return None
    messages.success(request, tells(published))
    return published


def tell_published(request: HttpRequest, published: Specification, otherwise: str) -> None:
    """Say that a text is published: to whoever did it a moment ago, by a second click, as at the first one."""
    acts = acts_of(request.user, published).filter(change_message__startswith=PUBLISHED)
    if acts.filter(action_time__gt=timezone.now() - A_MOMENT).exists():
        published.refresh_from_db()
        messages.success(request, tells(published))
    else:
        messages.error(request, otherwise)


def read_draft(by: AbstractBaseUser, draft: Specification, form: EventForm) -> Specification:
    """Return the draft under the lock of its class, with its first day, if it still says what its publisher read."""
    locked(draft.job_class_id)
    held = Specification.objects.select_related("job_class__organization").with_rows().filter(pk=draft.pk).first()
    if held is None:
        raise PublishingRefused(f"{draft} was deleted by somebody else. Nothing was published.")
    if held.is_published:
        return held
    if is_own(held, by):
        raise PublishingRefused(
            f"You wrote some of {draft} yourself, and here a second person publishes. Ask another publisher."
        )
    if assemble(held).digest != form.cleaned_data["seen"]:
        raise PublishingRefused(
            "The draft was changed after you opened this page. What will change, shown here, is what it says now: "
            "read it once more, then publish."
        )
    if "on" in form.fields:
        held.effective_from = form.cleaned_data["on"]
        held.save(update_fields=["effective_from"])
    return held


def event_of(form: PublishForm) -> Any:
    return form.event(Kind.CORRECTED if form.corrects else form.cleaned_data["kind"])


def said_of(published: Specification, form: PublishForm) -> str:
    """Say in the admin's log what was published."""
    day = f"from {in_words(published.effective_from)}" if published.effective_from else "without a date"
    kind = "as a correction" if form.corrects else f"as “{Kind(form.cleaned_data['kind']).label}”"
    note = form.cleaned_data["note"] or "a minor edit"
    return f"{PUBLISHED} {kind}, in force {day}: {note}"


def is_own(draft: Specification, by: AbstractBaseUser) -> bool:
    """Whether `by` wrote any of the draft, last or before, and so may not publish it here. One query at most.

    A form's own record of what it changed is JSON, and so is that of saving over another's words; acts are told in
    sentences, and sending a draft back is no writing.
    """
    if not settings.REQUIRE_SECOND_PERSON:
        return False
    if draft.drafted_by_id == by.pk:
        return True
    saves = Q(change_message__startswith='[{"') | Q(change_message__startswith=SAVED_OVER)
    return acts_of(by, draft).filter(saves).exists()


def acts_of(user: Any, text: Specification) -> QuerySet[LogEntry]:
    """Return what the admin's log tells of what a user did to a text."""
    of_texts = {"content_type__app_label": "classes", "content_type__model": "specification"}
    return LogEntry.objects.filter(user=user.pk, object_id=str(text.pk), **of_texts)


def proposed_kind(draft: Specification, comparison: RevisionComparison | None) -> str:
    """Propose the kind of change: what the class is called counts most, then its grade. One query for a first text."""
    if comparison is None:
        established = draft.job_class.history.filter(kind=Kind.ESTABLISHED).exists()
        return Kind.REVISED if established else Kind.ESTABLISHED
    old, new = comparison.old, comparison.new
    if old.title != new.title:
        return Kind.RETITLED
    if old.code != new.code:
        return Kind.RECODED
    only_grade = not comparison.changed and old.facts.pay_grade != new.facts.pay_grade
    return Kind.REGRADED if only_grade and len(comparison.facts) == 1 else Kind.REVISED


def tells(published: Specification) -> str:
    """Say what was published and lead to the public pages: today's, and that of its first day."""
    published.job_class.refresh_from_db()
    address, today = published.get_absolute_url(), timezone.localdate()
    if published.begins_after(today):
        start = published.effective_from
        return format_html(
            '{} is published and takes effect on {}. <a href="{}?as_of={}">The public page as of that day</a>, '
            '<a href="{}">the public page today</a>.',
            published,
            in_words(start) if start else "",
            address,
            start,
            address,
        )
    page_today = format_html('<a href="{}">the public page today</a>', address)
    start = published.effective_from
    return format_html(
        '{} is published{}. <a href="{}">Its own page</a>, {}.',
        published,
        f" and in force from {in_words(start)}" if start else "",
        published.permanent_address,
        page_today,
    )
