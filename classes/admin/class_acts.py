"""What happens to a class beside its texts: abolished, reinstated, or an entry of its history that brings no text.

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

from classes import drafting, publishing
from classes.admin.acts import PUBLISH, EventForm, found, kinds, only_kept, page, refuse
from classes.admin.enacting import MEANWHILE, read_draft
from classes.admin.reviewing import address_of, changes_of
from classes.drafting import open_draft
from classes.models import HistoryEntry, JobClass, Specification
from classes.publishing import PublishingRefused, in_words, last_text
from classes.versions import one_act

Kind = HistoryEntry.Kind
ONE = timedelta(days=1)
IS_WRONG = "is wrong:"  # what is said of an entry that another corrects ends so; what is right follows

# What a class comes back with, beside the number of its last text.
OPEN_DRAFT, WITHOUT = "draft", "none"


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
        help_text="Codes or addresses of classes, with commas between them, such as CI2790, it-director. "
        "Empty: nothing does.",
    )
    field_order = ("on", "successors", "note", "recorded_by", "notice", "adopted_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The first day without the class."
        self.fields["note"].label = "Why"
        self.draft = open_draft(self.job_class)

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
    """What bringing a class back asks: with which text. `last` is its last published text, `draft` its open draft.

    A class has one open draft, so the last text is put back only where none is open. Two queries.
    """

    kind_of_act = Kind.REINSTATED

    with_text = forms.ChoiceField(
        label="Its text",
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what text the class comes back with.",
            "invalid_choice": "The texts of the class changed after you opened this page. Choose once more.",
        },
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)
    field_order = ("on", "with_text", "note", "recorded_by", "notice", "adopted_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The first day on which the class exists again."
        self.fields["note"].label = "Why"
        self.draft = open_draft(self.job_class)
        self.last = last_text(self.job_class)
        field: Any = self.fields["with_text"]
        field.choices = list(self.texts())
        field.initial = field.choices[0][0]
        field.help_text = self.about_texts()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield what the class can come back with; the last text by its number, lest it becomes another meanwhile."""
        if self.draft_goes:
            assert self.draft
            yield OPEN_DRAFT, f"With the open draft (revision {self.draft.revision})"
        elif self.last and self.draft is None:
            yield str(self.last.revision), f"With the last text as it was (revision {self.last.revision})"
        yield WITHOUT, "Without a text"

    def about_texts(self) -> str:
        """Say what each choice does, or why there is no other."""
        without = "Without a text its page shows none until one is published, and says so."
        if self.draft_goes:
            return (
                "The draft is published and takes effect that day; what it changes stands on this page. "
                f"To put the last text back as it was, delete the draft first. {without}"
            )
        if self.draft:
            return (
                f"Revision {self.draft.revision}, a correction, is open. "
                "To bring the class back with a text, publish or delete the correction first."
            )
        return f"A copy of the last text is published and takes effect that day. {without}" if self.last else without

    @property
    def draft_goes(self) -> bool:
        """Whether the class can come back with its open draft: with a correction of an old text it cannot."""
        return self.draft is not None and self.draft.corrects_id is None

    @property
    def chosen(self) -> str:
        return str(self.cleaned_data["with_text"])


class NoteForm(ClassActForm):
    kind = forms.ChoiceField(label="What happened", choices=kinds())  # type: ignore[assignment]
    field_order = ("on", "kind", "note", "recorded_by", "notice", "adopted_on", "minor")
    minor = forms.BooleanField(required=False, label="Minor", help_text="It changes nothing that the class asks for.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = "The day on which it took effect, or will."
        self.fields["note"].label = "What changed and why"

    def clean_note(self) -> str:
        """Refuse the words that were proposed where nothing was added: they say that an entry is wrong, not how."""
        note = super().clean_note()
        is_correction = self.cleaned_data.get("kind") == Kind.CORRECTED or "note" in self.initial
        if is_correction and note.rstrip(" .:;,…-–—").endswith(IS_WRONG.rstrip(":")):
            raise forms.ValidationError(
                f"Go on after “{IS_WRONG}” and say what is right, or why the entry is wrong: the history shows both."
            )
        return note

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        kind, on, ended = said.get("kind"), said.get("on"), self.job_class.abolished_on
        if kind == Kind.REINSTATED and ended and on and on >= ended:
            self.add_error("kind", "The class is abolished. To bring it back, leave this page and use Reinstate.")
        back = self.job_class.history.filter(kind=Kind.REINSTATED, effective_on__gte=on) if on else None
        if kind == Kind.ABOLISHED and back is not None and not back.exists():
            self.add_error(
                "kind",
                "To end the class, leave this page and use Abolish. If it ended once and came back, "
                "add first the entry “Reinstated” with the day on which it came back.",
            )
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
    lede: str = ""


def tells_abolition(form: AbolishForm) -> Iterator[str]:
    job_class, said = form.job_class, form.cleaned_data
    yield f"{in_words(said['on'] - ONE)} is the last day of {job_class}. From {in_words(said['on'])} on there is none."
    yield from tells_end_of_text(job_class, said["on"])
    if said["successors"]:
        yield f"Its page names what takes its place: {', '.join(str(each) for each in said['successors'])}."
    else:
        yield "Its page says that the class has ended, and names no class that takes its place."
    yield from tells_entry(form)


def abolishes(form: AbolishForm, by: AbstractBaseUser) -> HistoryEntry:
    said = form.cleaned_data
    return publishing.abolish(form.job_class, said["on"], form.event(form.kind), said["successors"])


def tells_reinstatement(form: ReinstateForm) -> Iterator[str]:
    on = form.cleaned_data["on"]
    yield f"From {in_words(on)} on {form.job_class} exists again."
    if form.chosen == OPEN_DRAFT:
        yield f"{form.draft} is published with it and takes effect that day."
    elif form.chosen == WITHOUT:
        yield "From then on its page shows no text until one is published, and says so."
    else:
        assert form.last
        copy = f"Revision {drafting.next_revision(form.job_class)}, with every word of revision {form.last.revision},"
        yield f"{copy} is published with it and takes effect that day."
    if form.draft and form.chosen == WITHOUT:
        yield f"{form.draft} stays a draft."
    yield from tells_entry(form)


def reinstates(form: ReinstateForm, by: AbstractBaseUser) -> HistoryEntry:
    """Reinstate the class; a text that comes with it takes effect on the same day.

    A draft must have been read, like any other that is published; the words of the last text were law before.
    """
    on, event = form.cleaned_data["on"], form.event(form.kind)
    if form.chosen == WITHOUT:
        return publishing.reinstate(form.job_class, on, event)
    if form.chosen == OPEN_DRAFT:
        assert form.draft
        return publishing.reinstate(form.job_class, on, event, read_draft(by, form.draft, form), by)
    assert form.last
    return publishing.reinstate(form.job_class, on, event, drafting.put_back(form.last, on))


def tells_note(form: NoteForm) -> Iterator[str]:
    if form.cleaned_data["kind"] in HistoryEntry.CHANGES_TEXT:
        yield "The catalog does not have the text that came with it, and shows no other text in its place."
        yield from tells_end_of_text(form.job_class, form.cleaned_data["on"])
    else:
        yield "The texts of the class stay as they are."
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
    yield "The entry cannot be changed or deleted afterwards. If it turns out wrong, add another that says so."


ABOLISH = Act("abolish", "Abolish", "Abolish the class", AbolishForm, tells_abolition, abolishes)
REINSTATE = Act("reinstate", "Reinstate", "Reinstate the class", ReinstateForm, tells_reinstatement, reinstates)
NOTE = Act(
    "note",
    "Add an entry to the history",
    "Add the entry",
    NoteForm,
    tells_note,
    notes,
    "For what happened to the class without a new text in this catalog: a change of long ago, "
    "one that was never written down here, or a correction of an entry that is wrong.",
)


def act_page(model_admin: ModelAdmin, request: HttpRequest, pk: int, act: Act) -> HttpResponse:
    """Ask, then say what will happen, then do it. A refusal is known before anything is confirmed.

    Five queries to ask, beside the reader's own, at most; where a class can come back with a draft, fifteen more for
    what the draft changes and the advice on it.
    """
    job_class: JobClass = found(model_admin, request, pk, PUBLISH)
    options: dict[str, Any] = {"job_class": job_class, "user": request.user}
    form = act.form(request.POST or None, initial=proposed(request, job_class, act), **options)
    context = {"form": form, "act": act, "text": last_text(job_class)}
    if isinstance(form, ReinstateForm) and form.draft and form.draft_goes:
        context |= changes_of(form.draft)
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
        with one_act():
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
        return {}
    wrong = job_class.history.filter(pk=int(asked)).first()
    if wrong is None:
        return {}
    said = f"“{wrong.note}”" if wrong.note else "without a note"
    start = f"The entry “{wrong.get_kind_display()}” of {in_words(wrong.effective_on)}, {said}, {IS_WRONG} "
    return {"on": wrong.effective_on, "kind": Kind.CORRECTED, "note": start}
