"""The page on which a text is begun: it asks for the class, and leads to the draft."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse

from classes import drafting
from classes.admin.acts import REVISE, only_kept
from classes.admin.reviewing import address_of, on_to
from classes.models import JobClass, Specification

BEGUN = (
    "Revision {0} is an empty draft of {1}. Write its sections below. Nobody but the people who keep the catalog sees "
    "it before it is published."
)


class BeginForm(forms.Form):
    """Which class the text is of."""

    job_class = forms.ModelChoiceField(
        JobClass.objects.select_related("organization"),
        label="Class",
        help_text="Type words of its title, or its code.",
        error_messages={
            "required": "Choose the class whose text you want to write.",
            "invalid_choice": "The catalog has no such class. Choose another.",
        },
    )

    def __init__(self, *args: Any, model_admin: ModelAdmin, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["job_class"]
        field.widget = AutocompleteSelect(
            Specification._meta.get_field("job_class"),
            model_admin.admin_site,
            attrs={"aria-describedby": "id_job_class_helptext"},
            choices=field.choices,
        )


def begin(model_admin: ModelAdmin, request: HttpRequest) -> HttpResponse:
    """Ask for the class, and begin its next text; where a draft is open, lead to that one."""
    if not request.user.has_perm(REVISE):
        raise PermissionDenied
    if request.method == "POST":
        form = BeginForm({"job_class": number(request.POST)}, model_admin=model_admin)
        if form.is_valid() and not only_kept(request):
            return begun(model_admin, request, form.cleaned_data["job_class"])
    else:
        form = BeginForm(initial={"job_class": number(request.GET)}, model_admin=model_admin)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Begin a text",
        "form": form,
        "media": model_admin.media + form.media,
    }
    return TemplateResponse(request, "admin/classes/specification/begin.html", context)


def begun(model_admin: ModelAdmin, request: HttpRequest, job_class: JobClass) -> HttpResponse:
    with transaction.atomic():
        draft, is_new = drafting.begin(job_class, request.user)  # type: ignore[arg-type]
        has_text = draft.sections.exists()
        if is_new:
            model_admin.log_change(request, job_class, f"Began a draft, revision {draft.revision}.")
            model_admin.log_addition(request, draft, "Began this draft.")
    if has_text or not is_new:
        return on_to(request, draft, is_new)
    messages.success(request, BEGUN.format(draft.revision, job_class))
    return HttpResponseRedirect(address_of(draft))


def number(asked: Mapping[str, str]) -> str:
    """Return the number of the class that is named, `job_class=<number>`; empty where none is, or what is no number."""
    named = asked.get("job_class", "")
    return named if named.isascii() and named.isdecimal() and len(named) < 19 else ""
