"""A notice applied to many classes, in the admin: choose, look at the plan, apply it and watch.

Choosing and planning are one page: the form, and under a valid one the plan. What was chosen goes with the button
that applies it, in hidden fields, so that nothing is stored between the two and nothing typed is lost. The plan is
bound to it by a signed digest of the choices and of every text it was made from: where either changed meanwhile,
nothing is applied and the plan is shown anew. Why one publisher may do both stands in `classes.bulk`.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from classes.admin.bulk_form import BulkForm
from classes.bulk.applying import Progress, Refused, carry_out
from classes.bulk.choosing import TooMany
from classes.bulk.planning import Plan, Row, make_plan
from classes.models import ChangeNotice

SEAL = Signer(salt="classes.bulk")
STEPS = 20  # of the progress that is shown
FOLDED = 50  # classes under one fold of the plan
HERE = "<!-- The rest is written as it happens. -->"

CHANGED = "A class, a text or a choice changed since this plan was shown, so nothing was applied. This is the plan now."
NONE_CHOSEN = "No class is ticked, so nothing was applied."
FAILED = "The catalog or its database failed. Try again; if it fails again, the server’s log tells why."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Page:
    """Classes of the plan that are folded away together; `start` is the number of the first."""

    start: int
    rows: tuple[Row, ...]

    @property
    def end(self) -> int:
        return self.start + len(self.rows) - 1


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """The address of the page, for the admin of change notices."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, object_id: str) -> HttpResponseBase:
        return apply_notice(admin, request, object_id)

    address = path("<path:object_id>/apply/", admin.admin_site.admin_view(view), name="classes_changenotice_apply")
    return [address]


def apply_notice(admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponseBase:
    """Show the form; with it posted, the plan; with the plan's button pressed, apply it."""
    if not (request.user.has_perm("classes.publish_specification") and admin.has_view_permission(request)):
        raise PermissionDenied
    notice: ChangeNotice | None = admin.get_object(request, object_id)
    if notice is None:
        raise Http404("There is no such notice.")
    on = notice.effective_on or timezone.localdate()
    if request.method != "POST":
        return form_page(admin, request, BulkForm(notice, on, initial=initial(request, notice)))
    form = BulkForm(notice, on, request.POST)
    if not form.is_valid():
        return form_page(admin, request, form)
    try:
        plan = make_plan(form.application())
    except TooMany as error:
        form.add_error("by", str(error))
        return form_page(admin, request, form)
    if "_apply" not in request.POST:
        return form_page(admin, request, form, plan)
    problem = why_not_now(request, plan)
    return form_page(admin, request, form, plan, problem) if problem else applying_page(admin, request, form, plan)


def initial(request: HttpRequest, notice: ChangeNotice) -> dict[str, Any]:
    return {"effective_on": notice.effective_on, "recorded_by": request.user.get_full_name()}  # type: ignore[union-attr]


def why_not_now(request: HttpRequest, plan: Plan) -> str:
    """Say why the plan cannot be applied as it was shown; empty if it can."""
    if not taken(request):
        return NONE_CHOSEN
    try:
        shown = SEAL.unsign(request.POST.get("seal", ""))
    except BadSignature:
        return CHANGED
    return "" if shown == sealed(request, plan) else CHANGED


def sealed(request: HttpRequest, plan: Plan) -> str:
    """What is signed: the plan's digest, and who looked at it."""
    return f"{request.user.pk}:{plan.digest}"


def taken(request: HttpRequest) -> set[int]:
    return numbers(request.POST.getlist("take"))


def numbers(given: list[str]) -> set[int]:
    return {int(each) for each in given if each.isdecimal() and len(each) < 19}


def unticked(request: HttpRequest) -> set[int]:
    """The classes that were shown with a tick, and came back without."""
    return numbers(request.POST.get("shown", "").split(",")) - taken(request)


def form_page(
    admin: ModelAdmin, request: HttpRequest, form: BulkForm, plan: Plan | None = None, problem: str = ""
) -> HttpResponse:
    context = page_context(admin, request, form) | {"plan": plan, "problem": problem}
    if plan:
        context |= {
            "seal": SEAL.sign(sealed(request, plan)),
            "shown": ",".join(str(row.job_class.pk) for row in plan.accepted),
            "unticked": unticked(request),
            "pages": [Page(at + 1, plan.accepted[at : at + FOLDED]) for at in range(0, len(plan.accepted), FOLDED)],
        }
    return render(request, "admin/classes/changenotice/apply.html", context)


def page_context(admin: ModelAdmin, request: HttpRequest, form: BulkForm) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "title": f"Apply {form.notice} to classes",
        "opts": admin.model._meta,
        "notice": form.notice,
        "form": form,
    }


def applying_page(admin: ModelAdmin, request: HttpRequest, form: BulkForm, plan: Plan) -> StreamingHttpResponse:
    """Apply the plan while its page is written. The last part of the page says that it is done, or why it is not."""
    get_token(request)  # the cookie must be set before the page begins
    context = page_context(admin, request, form) | {
        "title": f"{form.notice} is being applied",
        "plan": plan,
        "taken": sorted(taken(request)),
    }
    response = StreamingHttpResponse(written(request, plan, context), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy must not hold the progress back
    return response


def written(request: HttpRequest, plan: Plan, context: dict[str, Any]) -> Iterator[str]:
    head, _, foot = render_to_string("admin/classes/changenotice/applying.html", context, request).partition(HERE)
    yield head
    chosen = taken(request)
    every = max(len(chosen) // STEPS, 1)
    steps = carry_out(plan.application, plan.digest, chosen, request.user, every)  # type: ignore[arg-type]
    outcome: dict[str, Any] = {}
    yield '<div role="status"><ol class="progress">\n<li>Every class is looked at once more.</li>\n'
    with closing(steps):  # given up by the reader, it must end at once, with nothing done
        try:
            for progress in steps:
                outcome["progress"] = progress
                yield step(progress)
        except Refused as refusal:
            outcome["reasons"] = refusal.reasons
        except Exception:  # the page is half sent, so it is too late for a 500: the reader is told on it
            logger.exception("%s could not be applied", plan.application.notice)
            outcome["reasons"] = [FAILED]
    yield "</ol></div>\n"
    yield render_to_string("admin/classes/changenotice/_outcome.html", {**context, **outcome}, request)
    yield foot


def step(progress: Progress) -> str:
    return render_to_string("admin/classes/changenotice/_progress.html", {"progress": progress})
