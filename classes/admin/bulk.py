"""A notice applied to many classes, in the admin: choose, look at the plan, apply it and watch, read what was done.

Choosing and planning are one page: the form, and under a valid one the plan. What was chosen goes with the button
that applies it, in hidden fields, so that nothing is stored between the two and nothing typed is lost. The plan is
bound to it by a signed digest of the choices and of every text it was made from: where either changed meanwhile,
nothing is applied and the plan is shown anew. Why one publisher may do both stands in `classes.bulk`.

The plan is an answer to a form, so the browser may keep it to go back to. What was done has an address of its own,
which takes the place of the page that showed the progress, and reads the admin's log.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from typing import Any

from django.contrib.admin import ModelAdmin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from classes.admin.acts import only_kept
from classes.admin.bulk_form import BulkForm
from classes.bulk.applying import Progress, Refused, carry_out, outcomes
from classes.bulk.choosing import TooMany, in_classes
from classes.bulk.planning import Plan, make_plan
from classes.models import ChangeNotice

SEAL = Signer(salt="classes.bulk")
STEPS = 20  # of the progress that is shown
SHOWN = 50  # classes of the plan on a page, each with its redline
APPLY, LEAVE = "apply", "leave"
HERE = "<!-- The rest is written as it happens. -->"

CHANGED = "A class, a text or a choice changed since this plan was shown, so nothing was applied. This is the plan now."
NONE_CHOSEN = "No class is ticked, so nothing was applied."
UNANSWERED = (
    "Nothing was applied yet. Say above the classes whether the notice is applied to those whose printed text would "
    "then say something else than the fact, or whether they are left out."
)
FAILED = "The catalog or its database failed. Try again; if it fails again, the server’s log tells why."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ticks:
    """Which classes of a plan are left out: those without a tick on the page that was shown, and on the others."""

    left_out: frozenset[int] = frozenset()
    contradicting: str = ""  # what happens to classes whose text would contradict itself: "apply" or "leave"

    def taken(self, plan: Plan) -> set[int]:
        """The classes to which the notice is to be applied."""
        left = set(self.left_out)
        if self.contradicting == LEAVE:
            left |= {row.job_class.pk for row in plan.contradicting}
        return {row.job_class.pk for row in plan.accepted} - left


def paths(admin: ModelAdmin) -> list[URLPattern]:
    """The addresses of the page and of what was done, for the admin of change notices."""

    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: HttpRequest, object_id: str) -> HttpResponseBase:
        return apply_notice(admin, request, object_id)

    @require_safe
    def applied_view(request: HttpRequest, object_id: str, told: int) -> HttpResponse:
        return applied(admin, request, object_id, told)

    guarded = admin.admin_site.admin_view
    return [
        # The browser may keep the plan, so that one can go back to it: see `answer`.
        path("<path:object_id>/apply/", guarded(view, cacheable=True), name="classes_changenotice_apply"),
        path("<path:object_id>/applied/<int:told>/", guarded(applied_view), name="classes_changenotice_applied"),
    ]


def apply_notice(admin: ModelAdmin, request: HttpRequest, object_id: str) -> HttpResponseBase:
    """Show the form; with it posted, the plan; with the plan's button pressed, apply it."""
    if not (request.user.has_perm("classes.publish_specification") and admin.has_view_permission(request)):
        raise PermissionDenied
    notice = notice_of(admin, request, object_id)
    on = notice.effective_on or timezone.localdate()
    if request.method != "POST":
        return form_page(admin, request, BulkForm(notice, on, initial=initial(request, notice)))
    form = BulkForm(notice, on, request.POST)
    if not form.is_valid() or "_count" in request.POST:
        form.count_headings()
        if "_count" in request.POST:
            form.errors.clear()  # it is not filled in yet
        return form_page(admin, request, form)
    try:
        plan = make_plan(form.application())
    except TooMany as error:
        form.add_error("by", str(error))
        return form_page(admin, request, form)
    form.count_headings([row.job_class for row in plan.rows])
    if "_apply" not in request.POST or only_kept(request):
        return form_page(admin, request, form, plan)
    problem = why_not_now(request, plan)
    return form_page(admin, request, form, plan, problem) if problem else applying_page(admin, request, form, plan)


def notice_of(admin: ModelAdmin, request: HttpRequest, object_id: str) -> ChangeNotice:
    notice: ChangeNotice | None = admin.get_object(request, object_id)
    if notice is None:
        raise Http404("There is no such notice.")
    return notice


def initial(request: HttpRequest, notice: ChangeNotice) -> dict[str, Any]:
    return {"effective_on": notice.effective_on, "recorded_by": request.user.get_full_name()}  # type: ignore[union-attr]


def why_not_now(request: HttpRequest, plan: Plan) -> str:
    """Say why the plan cannot be applied as it was shown; empty if it can."""
    ticks = ticks_of(request, plan)
    try:
        shown = SEAL.unsign(request.POST.get("seal", ""))
    except BadSignature:
        return CHANGED
    if shown != sealed(request, plan):
        return CHANGED
    if not ticks.taken(plan):
        return NONE_CHOSEN
    asked = {row.job_class.pk for row in plan.contradicting} - ticks.left_out
    return UNANSWERED if asked and ticks.contradicting not in (APPLY, LEAVE) else ""


def sealed(request: HttpRequest, plan: Plan) -> str:
    """What is signed: the plan's digest, and who looked at it."""
    return f"{request.user.pk}:{plan.digest}"


def ticks_of(request: HttpRequest, plan: Plan) -> Ticks:
    """Read the ticks of the page that was sent, and what it carries along of the others."""
    sent = request.POST
    left = numbers(sent.get("left", "").split(",")) | (
        numbers(sent.get("shown", "").split(",")) - numbers(sent.getlist("take"))
    )
    if sent.get("_ticks") in ("all", "none"):
        left = set() if sent["_ticks"] == "all" else {row.job_class.pk for row in plan.accepted}
    return Ticks(frozenset(left), sent.get("contradicting", ""))


def numbers(given: Iterable[str]) -> set[int]:
    return {int(each) for each in given if each.isdecimal() and len(each) < 19}


def form_page(
    admin: ModelAdmin, request: HttpRequest, form: BulkForm, plan: Plan | None = None, problem: str = ""
) -> HttpResponse:
    context = page_context(admin, request, form) | {"plan": plan, "problem": problem}
    if plan:
        context |= plan_context(request, plan)
    response = render(request, "admin/classes/changenotice/apply.html", context)
    # Not "no-store": going back to an answer to a form, the browser would ask whether to send it again.
    response["Cache-Control"] = "private, max-age=0, must-revalidate"
    return response


def plan_context(request: HttpRequest, plan: Plan) -> dict[str, Any]:
    """Return what the plan's form needs: the rows of one page, and which classes are ticked on this and the others."""
    ticks = ticks_of(request, plan)
    asked = request.POST.get("_page") or request.POST.get("page")
    page = Paginator(plan.accepted, SHOWN).get_page(asked)
    here = {row.job_class.pk for row in page}
    accepted = {row.job_class.pk for row in plan.accepted}
    return {
        "seal": SEAL.sign(sealed(request, plan)),
        "page": page,
        "shown": ",".join(str(pk) for pk in sorted(here)),
        "left": ",".join(str(pk) for pk in sorted(ticks.left_out & accepted - here)),
        "unticked": ticks.left_out,
        "ticked": len(accepted - ticks.left_out),
        "contradicting": ticks.contradicting,
        "show": "inline",
    }


def page_context(admin: ModelAdmin, request: HttpRequest, form: BulkForm) -> dict[str, Any]:
    return {
        **admin.admin_site.each_context(request),
        "title": f"Apply {form.notice} to classes",
        "opts": admin.model._meta,
        "notice": form.notice,
        "form": form,
    }


def applying_page(admin: ModelAdmin, request: HttpRequest, form: BulkForm, plan: Plan) -> StreamingHttpResponse:
    """Apply the plan while its page is written. The last part of the page leads to what was done, or says why not."""
    get_token(request)  # the cookie must be set before the page begins
    ticks = ticks_of(request, plan)
    context = page_context(admin, request, form) | {
        "title": f"{form.notice} is being applied",
        "plan": plan,
        "taken": ticks.taken(plan),
        "left": ",".join(str(pk) for pk in sorted(ticks.left_out)),
        "contradicting": ticks.contradicting,
    }
    response = StreamingHttpResponse(written(request, plan, context), content_type="text/html; charset=utf-8")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"  # a proxy must not hold the progress back
    return response


def written(request: HttpRequest, plan: Plan, context: dict[str, Any]) -> Iterator[str]:
    head, _, foot = render_to_string("admin/classes/changenotice/applying.html", context, request).partition(HERE)
    yield head
    chosen = context["taken"]
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


def applied(admin: ModelAdmin, request: HttpRequest, object_id: str, told: int) -> HttpResponse:
    """Tell what a notice in bulk did, and to which classes, as the log has it: three queries."""
    if not admin.has_view_permission(request):
        raise PermissionDenied
    notice = notice_of(admin, request, object_id)
    of_notice = LogEntry.objects.select_related("user").filter(content_type=ContentType.objects.get_for_model(notice))
    entry = of_notice.filter(pk=told, object_id=str(notice.pk)).first()
    classes = outcomes(entry) if entry else []
    if entry is None or not classes:
        raise Http404("The notice was not applied in bulk by this act.")
    context = {
        **admin.admin_site.each_context(request),
        "title": f"{notice} is applied to {in_classes(len(classes))}",
        "opts": admin.model._meta,
        "notice": notice,
        "entry": entry,
        "classes": classes,
    }
    return render(request, "admin/classes/changenotice/applied.html", context)
