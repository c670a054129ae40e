"""The editor of drafts: nobody writes over another's work, what was typed is never lost, and saving keeps the place."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from classes.admin.acts import only_kept
from classes.admin.advice import advice_in, linted_draft, why_no_day
from classes.admin.conflicts import (
    SAVED_OVER,
    conflict_with,
    held_conflict,
    hold_conflict,
    rebased,
    sealed,
    state_in,
    state_of,
)
from classes.admin.contents import KIND_TAKEN, TYPED_KINDS, UNDEFINED
from classes.admin.faults import faults, stops
from classes.admin.library import library_of
from classes.admin.previews import draft_page
from classes.admin.typed import typed
from classes.days import Day
from classes.document import digest
from classes.models import JobClass, Specification
from competencies.admin import CatalogAdmin

# Fields of the editor's form beside those of the draft.
BASE = "_base"  # the draft as it was when the form was opened, sealed
OVER = "_over"  # digest of the state that the writer has seen and saves over
AT = "_at"  # the field in which the writer was
KEPT_AS = "_kept_as"  # the name under which the browser keeps the text until it is saved
RESTORED = "_restored"  # the hour at which a text that is brought back was typed
PREVIEW = "_preview"  # whether to look at the page after saving
ROW = "_row"  # the kind of row to add after saving, where no script does it

CHANGE_PAGE = "classes_specification_change"
ROWS = ("sections", "requirements", "required_competencies")
ROW_FIELD = re.compile(r"(?P<prefix>[a-z_]+)-(?P<number>[0-9]{1,4})-(?P<field>\w+)", re.ASCII)
SAVED_COOKIE = "saved_draft"


class NoDraft(Exception):
    """What was to be saved is a draft no more: in review, published, or deleted meanwhile (`specification` is None)."""

    def __init__(self, specification: Specification | None) -> None:
        super().__init__()
        self.specification = specification


class Outdated(Exception):
    """Somebody saved the draft since the form was opened, and not the same."""


class SavedAlready(Exception):
    """Somebody saved the very same since the form was opened."""


class DraftEditor(CatalogAdmin):
    """The page on which a draft is written.

    Opening it costs fourteen queries more than the form alone: the draft as it is stored and what the lint asks of the
    catalog (12), the usual headings, the library of the framework. Saving costs seven more: the lock, the draft once
    more, and as it is stored (5).
    """

    def get_urls(self) -> list[Any]:
        view = self.admin_site.admin_view(self.preview_view)
        return [path("<path:object_id>/preview/", view, name="classes_specification_preview"), *super().get_urls()]

    def preview_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """The public page of a draft: eleven queries. What one may not look at answers as what does not exist."""
        found = self.get_object(request, unquote(object_id)) if self.has_view_permission(request) else None
        if found is None:
            raise Http404("The catalog has no such draft.")
        if found.is_published:
            return redirect(found.permanent_address)
        today = timezone.localdate()
        day = Day(today, today)
        context = {"day": day, "page": draft_page(found, day)}
        return render(request, "admin/classes/specification/preview.html", context)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Return the specification; where it is to be written, lock its class first, as publishing does.

        Else a draft that is published at this moment would be written over, and be a draft again. What stands then is
        compared with what the form was opened with. Raises NoDraft.
        """
        found = super().get_object(request, object_id, from_field)
        if request.method != "POST" or not transaction.get_connection().in_atomic_block:
            return found
        if found is not None:
            JobClass.objects.select_for_update().get(pk=found.job_class_id)
            found = super().get_object(request, object_id, from_field)
        is_form = request.resolver_match is not None and request.resolver_match.url_name == CHANGE_PAGE
        if is_form and BASE in request.POST and (found is None or found.status != Specification.Status.DRAFT):
            raise NoDraft(found)
        if is_form and found is not None and not found.is_published:
            hold_conflict(request, conflict_with(request.POST.get(BASE, ""), found, request.user))
        return found

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Show or save the form; where another saved since it was opened, show it again with all that was typed."""
        if is_put_back(request):
            refuse(request, "What was put back is not saved yet.")
        try:
            return super().changeform_view(request, *args, **kwargs)
        except NoDraft as found:
            return self.typed_in_vain(request, found.specification)
        except Outdated:
            refuse(request, "Somebody saved this draft meanwhile.")
            return super().changeform_view(request, *args, **kwargs)
        except SavedAlready as same:
            return self.response_change(request, same.args[0])

    def typed_in_vain(self, request: HttpRequest, specification: Specification | None) -> HttpResponse:
        """Show what was typed into a form whose draft was published or deleted meanwhile, so that it can be copied."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": "What you wrote is not saved",
            "opts": self.opts,
            "specification": specification,
            "parts": typed(request.POST, self.form.Meta.labels),
        }
        return TemplateResponse(request, "admin/classes/specification/not_saved.html", context, status=409)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = refusal(request)  # type: ignore[attr-defined]
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        """Fit the rows of a form that began from an earlier state to those that stand now.

        What it lacks goes, as in "save mine over it". It is undone wherever the form is not saved in the end.
        """
        options = super().get_formset_kwargs(request, obj, inline, prefix)
        if held_conflict(request):
            rows = options["queryset"].filter(specification=obj)
            held = set(rows.values_list("pk", flat=True))
            options["data"], kept = rebased(options["data"], prefix, held)
            if inline.has_delete_permission(request, obj):
                rows.filter(pk__in=held - kept).delete()
        return options

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change or form.has_changed():
            obj.drafted_by = request.user
        request.draft_changed = form.changed_data  # type: ignore[attr-defined]
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Write the rows. Raises Outdated or SavedAlready, which undo it, where another has saved meanwhile."""
        super().save_related(request, form, formsets, change)
        draft = form.instance
        conflict = held_conflict(request)
        if conflict and request.POST.get(OVER) != conflict.digest:
            raise SavedAlready(draft) if digest(state_of(draft)) == conflict.digest else Outdated
        if conflict:
            changes = "; ".join(filter(None, (conflict.summary, *conflict.others)))
            self.log_change(request, draft, f"{SAVED_OVER} {changes}".strip())
        if conflict or any(formset.has_changed() for formset in formsets):
            draft.drafted_by = request.user
            draft.save(update_fields=["drafted_by"])
        request.draft_place = place_after_saving(request.POST.get(AT, ""), formsets)  # type: ignore[attr-defined]
        request.kinds_taken = [row for rows in formsets for row in getattr(rows, "taken_kinds", ())]  # type: ignore[attr-defined]

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """Go on where the writer was, and tell the browser that the text which it keeps is saved."""
        row = request.POST.get(ROW, "")
        taken = getattr(request, "kinds_taken", [])
        for section in taken:
            messages.info(
                request,
                f"“{section}” is a usual heading: the section is now of the kind “{section.get_kind_display()}”.",
            )
        if "effective_from" in getattr(request, "draft_changed", ()) and (sentence := why_no_day(obj)):
            messages.warning(request, f"Saved, but it cannot be published with this first day. {sentence}")
        if row in ROWS or PREVIEW in request.POST:
            posted = request.POST.copy()
            posted["_continue"] = "1"
            request.POST = posted  # type: ignore[assignment]
        response = super().response_change(request, obj)
        if PREVIEW in request.POST:
            response["Location"] = reverse("admin:classes_specification_preview", args=[obj.pk])
        elif "_continue" in request.POST:
            place = f"{row}-group" if row in ROWS else getattr(request, "draft_place", "")
            asked = {"row": row if row in ROWS else "", "taken": ",".join(str(section.pk) for section in taken)}
            response["Location"] = went_on(response["Location"], asked, place)
        kept_as = request.POST.get(KEPT_AS, "")
        if re.fullmatch(r"[0-9a-z.]{1,40}", kept_as):
            response.set_cookie(
                SAVED_COOKIE, kept_as, max_age=86_400, path="/admin/", samesite="Strict", secure=request.is_secure()
            )
        return response

    def render_change_form(self, request: HttpRequest, context: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Add what the editor shows beside the form; of a form that was not saved nothing stays written."""
        draft = context.get("original")
        context["is_editor"] = bool(draft) and self.has_change_permission(request, draft)
        if context["is_editor"]:
            context |= self.editor(request, draft, context)
        response = super().render_change_form(request, context, *args, **kwargs)
        if request.method == "POST" and transaction.get_connection().in_atomic_block:
            transaction.set_rollback(True)
        return response

    def editor(self, request: HttpRequest, draft: Specification, context: dict[str, Any]) -> dict[str, Any]:
        formsets = [inline.formset for inline in context["inline_admin_formsets"]]
        conflict = held_conflict(request)
        today = timezone.localdate()
        linted = linted_draft(draft, today)
        return {
            "base": request.POST.get(BASE) or sealed(state_in(linted.specification)),
            "conflict": conflict,
            "put_back": is_put_back(request),
            "put_back_from": restored_at(request),
            "unsaved": request.method == "POST",
            "faults": list(faults(context["adminform"].form, formsets)),
            "stops": list(stops(formsets)),
            "findings": advice_in(linted, formsets),
            "library": library_of(draft),
            "known_kinds": {"of": library_of(draft).kinds, "once": sorted(TYPED_KINDS)},
            "says": {"taken": KIND_TAKEN, "undefined": UNDEFINED},
            "is_nav_sidebar_enabled": False,
            "show_save_and_add_another": False,
            "show_save": not conflict,
            "show_save_and_continue": not conflict,
        }


def refuse(request: HttpRequest, sentence: str) -> None:
    """Let the draft's form say this and not be saved."""
    request.draft_refused = sentence  # type: ignore[attr-defined]


def refusal(request: HttpRequest) -> str:
    return getattr(request, "draft_refused", "")


def is_put_back(request: HttpRequest) -> bool:
    """Whether the form brings text back that was typed before a session ended: it is shown once more before it counts.

    Either the browser kept it, or the sign-in page.
    """
    return request.method == "POST" and (RESTORED in request.POST or only_kept(request))


def restored_at(request: HttpRequest) -> str:
    """Return the hour at which a text that is brought back was typed, as the browser says it."""
    hour = request.POST.get(RESTORED, "")
    return hour if re.fullmatch(r"[0-9]{1,2}:[0-9]{2}( [AP]M)?", hour) else ""


def went_on(address: str, asked: dict[str, str], place: str) -> str:
    """Return an address of the editor that asks for something more and leads to a place on it."""
    query = urlencode({name: value for name, value in asked.items() if value}, safe=",")
    return "".join((address, ("&" if "?" in address else "?") + query if query else "", f"#{place}" if place else ""))


def place_after_saving(at: str, formsets: Any) -> str:
    """Return the id of the field in which the writer was, on the page as it is after saving: rows may have moved."""
    found = ROW_FIELD.fullmatch(at)
    if found is None:
        return f"id_{at}" if re.fullmatch(r"[a-z_]{1,40}", at) else ""
    prefix, number, field = found["prefix"], int(found["number"]), found["field"]
    for formset in formsets:
        if formset.prefix == prefix and number < len(formset.forms):
            rows = [form.instance for form in formset.forms if form.instance.pk and not formset.goes(form)]
            rows.sort(key=lambda row: (row.position, row.pk))
            row = formset.forms[number].instance
            return f"id_{prefix}-{rows.index(row)}-{field}" if row in rows else f"{prefix}-group"
    return ""
