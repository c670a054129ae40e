"""What the acts of the admin share: who may, the page that asks, what the history is to say, and the admin's log."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.contrib.admin import ModelAdmin
from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone

from classes.models import ChangeNotice, HistoryEntry, Organization
from classes.publishing import Event, PublishingRefused

PUBLISH = "classes.publish_specification"
REVISE = "classes.add_specification"
CHANGE = "classes.change_specification"
VIEW = "classes.view_specification"

# Where a refusal stands beside its field: what it is about → the field.
FIELDS = {"day": "on", "notice": "notice", "note": "note"}
FIRST_YEAR, LAST_YEAR = 1800, 2199
NOTE_LIMIT = HistoryEntry._meta.get_field("note").max_length or 0


def acts_paths(model_admin: ModelAdmin, acts: Mapping[str, Callable[..., HttpResponse]]) -> list[URLPattern]:
    """Return the addresses of acts on a row, `…/<number>/<act>/`, named as Django names its own."""
    name = f"{model_admin.opts.app_label}_{model_admin.opts.model_name}"
    return [
        path(f"<int:pk>/{act}/", model_admin.admin_site.admin_view(view), name=f"{name}_{act.replace('-', '_')}")
        for act, view in acts.items()
    ]


def found(model_admin: ModelAdmin, request: HttpRequest, pk: int, permission: str) -> Any:
    """Return the row for whoever may act on it. Raises PermissionDenied, and Http404 with a sentence. One query."""
    if not request.user.has_perm(permission):
        raise PermissionDenied
    row = model_admin.get_queryset(request).filter(pk=pk).first()
    if row is None:
        raise Http404(f"There is no {model_admin.opts.verbose_name} with the number {pk}. It may have been deleted.")
    return row


def page(
    model_admin: ModelAdmin, request: HttpRequest, template: str, row: Any, title: str, **context: Any
) -> HttpResponse:
    """Return a page in the admin's frame that is about one row."""
    frame = model_admin.admin_site.each_context(request)
    about = {"opts": model_admin.opts, "original": row, "title": title, "media": model_admin.media}
    return TemplateResponse(request, template, {**frame, **about, **context})


def only_kept(request: HttpRequest) -> bool:
    """Whether the answers were kept over a sign-in: they are shown once more before anything is done with them."""
    return "_kept" in request.POST


def refuse(form: forms.Form, refused: PublishingRefused) -> None:
    """Say a refusal beside the field that it is about, or above the form."""
    field = FIELDS.get(refused.about)
    form.add_error(field if field in form.fields else None, str(refused))


def initials(user: AbstractBaseUser) -> str:
    """Return "A.B." for Ann Baker; nothing where no name is known: how one signs in is not for everyone to read."""
    names = user.get_full_name().split() if hasattr(user, "get_full_name") else []
    return "".join(f"{name[0].upper()}." for name in names)


class DayField(forms.DateField):
    """A day of the calendar, asked for with the browser's own field."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_error_messages = {
        "invalid": "This is no date. Write year, month and day, such as 2026-07-01.",
    }

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise forms.ValidationError(f"The year {day.year} is hardly meant. Look at the date once more.")
        return day


class EventForm(forms.Form):
    """What the history is to say of an act on a class of `organization`."""

    on = DayField(label="Day")
    note = forms.CharField(
        label="What changed and why",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "data-most": NOTE_LIMIT, "data-one-line": True}),
        help_text=f"It stands in the history for good, for everyone to read: at most {NOTE_LIMIT} characters.",
    )
    recorded_by = forms.CharField(label="Recorded by", required=False, max_length=100, help_text="Initials or name.")
    notice = forms.CharField(
        label="Change notice",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"list": "notices", "autocomplete": "off"}),
        help_text="Its number, such as CN1746. Empty: no notice.",
    )
    adopted_on = DayField(
        label="Adopted on", required=False, help_text="The day of the decision, where it is known and not the notice's."
    )

    def __init__(self, *args: Any, organization: Organization, user: AbstractBaseUser, **kwargs: Any) -> None:
        kwargs["initial"] = {"recorded_by": initials(user)} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        self.organization = organization
        self.fields["on"].error_messages["required"] = "Give the day."
        for field in self.fields.values():
            field.widget.attrs.pop("maxlength", None)  # a browser would cut what is pasted, and say nothing

    def clean_note(self) -> str:
        """Return the note as the history keeps it, on one line."""
        note = " ".join(self.cleaned_data["note"].split())
        if len(note) > NOTE_LIMIT:
            raise forms.ValidationError(
                f"This has {len(note):,} characters, and the history keeps at most {NOTE_LIMIT}. Shorten it."
            )
        return note

    def clean_adopted_on(self) -> date | None:
        """A decision that is not made yet is no date of the record."""
        day: date | None = self.cleaned_data["adopted_on"]
        if day and day > timezone.localdate():
            raise forms.ValidationError("That day is still to come, so nothing was adopted on it. Leave this empty.")
        return day

    def clean_notice(self) -> ChangeNotice | None:
        number = self.cleaned_data["notice"].strip()
        if not number:
            return None
        notice = ChangeNotice.objects.filter(organization=self.organization, number__iexact=number).first()
        if notice is None:
            raise forms.ValidationError(
                f"{self.organization} has no change notice “{number}”. Add it first, or leave this empty."
            )
        return notice

    def recent_notices(self) -> list[str]:
        """Return the numbers to choose from, newest first: one query."""
        notices = ChangeNotice.objects.filter(organization=self.organization).order_by("-effective_on", "-number")
        return list(notices.values_list("number", flat=True)[:50])

    def event(self, kind: str) -> Event:
        said = self.cleaned_data
        return Event(
            kind,
            said["note"],
            said["recorded_by"].strip(),
            said["notice"],
            said["adopted_on"],
            said.get("minor", False),
        )


def kinds(*without: str) -> list[tuple[str, str]]:
    return [(kind.value, kind.label) for kind in HistoryEntry.Kind if kind not in without]
