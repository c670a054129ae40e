"""What happens to a class beside its texts: abolished, reinstated, or changed in a way of which no text is held.

Each act asks, says in words what will happen, and is done when that is confirmed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from classes import publishing
from classes.admin.acts import PUBLISH, EventForm, found, kinds, only_kept, page, refuse
from classes.admin.enacting import MEANWHILE
from classes.admin.reviewing import address_of
from classes.drafting import open_draft
from classes.models import HistoryEntry, JobClass, Specification
from classes.publishing import PublishingRefused, in_words, locked

Kind = HistoryEntry.Kind
ONE = timedelta(days=1)


class ClassActForm(EventForm):
    """What is asked of an act on a class; the history must say why."""

    kind_of_act = ""

    def __init__(self, *args: Any, job_class: JobClass, **kwargs: Any) -> None:
        super().__init__(*args, organization=job_class.organization, **kwargs)
        self.job_class = job_class
        self.fields["note"].required = True
        self.fields["note"].error_messages["required"] = (
            "Say what happened and why, so that a reader of the history knows."
        )

    @property
    def kind(self) -> str:
        return self.kind_of_act


class AbolishForm(ClassActForm):
    kind_of_act = Kind.ABOLISHED

    successors = forms.CharField(
        required=False,
        max_length=1000,
        label="What takes its place",
        help_text="Codes or addresses of classes, parted by commas, such as CI2790, it-director. Empty: nothing does.",
    )
    field_order = ("on", "successors", "note", "recorded_by", "notice", "adopted_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The first day on which the class exists no more."
        self.fields["note"].label = "Why"

    def clean_successors(self) -> list[JobClass]:
        """Return the classes that are named, in their order: one query."""
        named = [name.strip() for name in re.split(r"[,;\n]", self.cleaned_data["successors"]) if name.strip()]
        others = JobClass.objects.filter(organization=self.organization).exclude(pk=self.job_class.pk)
        asked = [name.lower() for name in named]
        among = {
            key: each
            for each in others.annotate(lower_code=Lower("code")).filter(Q(slug__in=asked) | Q(lower_code__in=asked))
            for key in (each.slug, each.code.lower())
        }
        missing = ", ".join(f"“{name}”" for name in named if name.lower() not in among)
        if missing:
            raise forms.ValidationError(f"{self.organization} has no other class with the code or address {missing}.")
        return list(dict.fromkeys(among[name] for name in asked))


class ReinstateForm(ClassActForm):
    kind_of_act = Kind.REINSTATED

    with_draft = forms.BooleanField(required=False, label="With the text of the open draft")
    field_order = ("on", "with_draft", "note", "recorded_by", "notice", "adopted_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The first day on which the class exists again."
        self.fields["note"].label = "Why"
        self.draft = open_draft(self.job_class)
        if self.draft is None or self.draft.corrects_id:
            del self.fields["with_draft"]
        else:
            self.fields[
                "with_draft"
            ].help_text = (
                f"{self.draft} is published with it and takes effect that day. Without it no text is held from then on."
            )


class NoteForm(ClassActForm):
    kind = forms.ChoiceField(label="What happened", choices=kinds())  # type: ignore[assignment]
    field_order = ("on", "kind", "note", "recorded_by", "notice", "adopted_on", "minor")
    minor = forms.BooleanField(
        required=False, label="Minor", help_text="Of no consequence for what the class requires."
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The day on which it took effect, or will."
        self.fields["note"].label = "As printed, or what changed and why"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind, on, ended = said.get("kind"), said.get("on"), self.job_class.abolished_on
        if kind == Kind.REINSTATED and ended and on and on >= ended:
            self.add_error("kind", "The class is abolished. Reinstate it instead of noting that it was.")
        back = self.job_class.history.filter(kind=Kind.REINSTATED, effective_on__gte=on) if on else None
        if kind == Kind.ABOLISHED and back is not None and not back.exists():
            self.add_error("kind", "Abolish the class instead of noting that it was; or note first when it came back.")
        return said


@dataclass(frozen=True)
class Act:
    """One act on a class: its form, what it will do in words, doing it, and what is said when it is done."""

    name: str
    title: str
    button: str
    form: type[ClassActForm]
    tells: Callable[[Any], Iterator[str]]
    does: Callable[[Any, AbstractBaseUser], HistoryEntry]


def tells_abolition(form: AbolishForm) -> Iterator[str]:
    job_class, said = form.job_class, form.cleaned_data
    yield f"From {in_words(said['on'])} on {job_class} exists no more; {in_words(said['on'] - ONE)} is its last day."
    yield from tells_end_of_text(job_class, said["on"])
    if draft := open_draft(job_class):
        yield f"{draft} stays a draft. It can take effect only if the class is reinstated."
    if said["successors"]:
        yield f"Its page names what takes its place: {', '.join(str(each) for each in said['successors'])}."
    else:
        yield "Its page names nothing that takes its place."
    yield from tells_entry(form)


def abolishes(form: AbolishForm, by: AbstractBaseUser) -> HistoryEntry:
    said = form.cleaned_data
    return publishing.abolish(form.job_class, said["on"], form.event(form.kind), said["successors"])


def tells_reinstatement(form: ReinstateForm) -> Iterator[str]:
    on = form.cleaned_data["on"]
    yield f"From {in_words(on)} on {form.job_class} exists again."
    if form.cleaned_data.get("with_draft"):
        yield f"{form.draft} is published with it and takes effect that day."
    else:
        yield "No text of it is held from then on, until one is published. Its page says so."
    yield from tells_entry(form)


def reinstates(form: ReinstateForm, by: AbstractBaseUser) -> HistoryEntry:
    """Reinstate the class; a draft that comes with it takes effect on the same day."""
    on, draft = form.cleaned_data["on"], None
    if form.cleaned_data.get("with_draft"):
        locked(form.job_class.pk)
        draft = open_draft(form.job_class)
        if draft is None:
            raise PublishingRefused("The draft is open no more. Look at the class once more.")
        draft.effective_from = on
        draft.save(update_fields=["effective_from"])
    return publishing.reinstate(form.job_class, on, form.event(form.kind), draft, by)


def tells_note(form: NoteForm) -> Iterator[str]:
    if form.cleaned_data["kind"] in HistoryEntry.CHANGES_TEXT:
        yield "The text that it brought is not held, and no other is ever shown in its place."
        yield from tells_end_of_text(form.job_class, form.cleaned_data["on"])
    else:
        yield "No text begins or ends."
    yield from tells_entry(form)


def notes(form: NoteForm, by: AbstractBaseUser) -> HistoryEntry:
    return publishing.note(form.job_class, form.cleaned_data["on"], form.event(form.cleaned_data["kind"]))


def tells_end_of_text(job_class: JobClass, on: Any) -> Iterator[str]:
    """Say what becomes of the text in force on the eve: one query."""
    text = Specification.objects.in_force(on - ONE).filter(job_class=job_class).first()
    if text and (text.effective_to is None or text.effective_to >= on):
        yield f"Its text, revision {text.revision}, is in force until {in_words(on - ONE)} and stays readable."


def tells_entry(form: ClassActForm) -> Iterator[str]:
    said = form.cleaned_data
    kind = Kind(said.get("kind") or form.kind).label
    yield f"The history gets the entry “{kind}” on {in_words(said['on'])}: {said['note']}"
    yield "An entry is never taken away or changed; a wrong one is corrected by another that says so."


ABOLISH = Act("abolish", "Abolish", "Abolish the class", AbolishForm, tells_abolition, abolishes)
REINSTATE = Act("reinstate", "Reinstate", "Reinstate the class", ReinstateForm, tells_reinstatement, reinstates)
NOTE = Act("note", "Note an event whose text is not held", "Note the event", NoteForm, tells_note, notes)


def act_page(model_admin: ModelAdmin, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """Ask, then say what will happen, then do it. A refusal is known before anything is confirmed.

    Eight queries to ask, beside the reader's own, at most.
    """
    job_class: JobClass = found(model_admin, request, pk, PUBLISH)
    options: dict[str, Any] = {"job_class": job_class, "user": request.user}
    form = act.form(request.POST or None, initial=proposed(request, job_class, act), **options)
    context = {"form": form, "act": act, "text": text_of(job_class)}
    if request.method == "POST" and "_again" not in request.POST and not only_kept(request) and form.is_valid():
        confirmed = "_confirmed" in request.POST
        if happens(model_admin, request, form, act, confirmed):
            if confirmed:
                return HttpResponseRedirect(address_of(job_class))
            context["will"] = list(act.tells(form))
            return page(
                model_admin,
                request,
                "admin/classes/jobclass/confirm.html",
                job_class,
                f"{act.button}?",
                **context,
            )
    return page(model_admin, request, "admin/classes/jobclass/act.html", job_class, act.title, **context)


def happens(model_admin: ModelAdmin, request: HttpRequest, form: Any, act: Act, confirmed: bool) -> bool:
    """Do the act, and take it back again unless it is confirmed; where it is refused, say so in the form."""
    try:
        with transaction.atomic():
            entry = act.does(form, request.user)  # type: ignore[arg-type]
            tell_log(model_admin, request, entry)
            if not confirmed:
                transaction.set_rollback(True)
    except PublishingRefused as refused:
        refuse(form, refused)
        return False
    except IntegrityError:
        form.add_error(None, MEANWHILE)
        return False
    if confirmed:
        words = f"{entry.get_kind_display()} on {in_words(entry.effective_on)}"
        messages.success(request, f"{form.job_class}: {words}. The history says so.")
    return True


def tell_log(model_admin: ModelAdmin, request: HttpRequest, entry: HistoryEntry) -> None:
    words = f"{entry.get_kind_display()} on {in_words(entry.effective_on)}: {entry.note}"
    model_admin.log_change(request, entry.job_class, words)
    if entry.specification:
        model_admin.log_change(request, entry.specification, f"Published as the class was reinstated: {entry.note}")


def proposed(request: HttpRequest, job_class: JobClass, act: Act) -> dict[str, Any]:
    """Propose the answers; `?corrects=<entry>` notes that an entry is wrong. One query where it is asked so."""
    asked = request.GET.get("corrects", "")
    if act is not NOTE or not asked.isdecimal() or len(asked) > 18:
        return {"with_draft": True}
    wrong = job_class.history.filter(pk=int(asked)).first()
    if wrong is None:
        return {}
    said = f"“{wrong.note}”" if wrong.note else "without a note"
    start = f"The entry “{wrong.get_kind_display()}” of {in_words(wrong.effective_on)}, {said}, is wrong: "
    return {"on": wrong.effective_on, "kind": Kind.CORRECTED, "note": start}


def text_of(job_class: JobClass) -> Specification | None:
    return publishing.last_text(job_class)
