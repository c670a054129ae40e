"""The admin's site: the work list on its front page, and what was sent after a session ended is kept."""

from __future__ import annotations

from collections.abc import Iterator
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict, StreamingHttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

HERE = "<!-- The rest is written as it happens. -->"


def must_see_texts(request: HttpRequest) -> None:
    if not request.user.has_perm("classes.view_specification"):
        raise PermissionDenied


class CatalogAdminSite(admin.AdminSite):
    site_header = site_title = "Class Catalog"
    index_title = "Work list"

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show the work list above Django's own list of records: five queries for it."""
        from classes.admin.advice_counts import DRAFTS, PUBLISHED, kept  # models are loaded after this module
        from classes.admin.worklist import work_list

        may = request.user.has_perm("classes.view_specification")
        work = work_list(timezone.localdate()) if may else []
        advice = {"advice_on_drafts": kept(DRAFTS), "advice_on_published": kept(PUBLISHED)} if may else {}
        return super().index(request, {"work": work, **advice, **(extra_context or {})})

    def get_urls(self) -> list[Any]:
        pages = {
            "advice": ("advice/", require_safe(self.advice)),
            "advice_count": ("advice/count/", require_safe(self.advice_count)),
            "advice_published": ("advice/published/", require_POST(self.advice_published)),
        }
        own = [path(address, self.admin_view(view), name=name) for name, (address, view) in pages.items()]
        return [*own, *super().get_urls()]

    def advice(self, request: HttpRequest) -> HttpResponse:
        """What the lint says of the open drafts: a page of its own, since it reads every title of their employers."""
        from classes.admin.advice_counts import PUBLISHED, kept
        from classes.admin.worklist import drafts_with_advice

        must_see_texts(request)
        linted, has_more = drafts_with_advice(timezone.localdate())
        context = {
            **self.each_context(request),
            "title": "Advice on open drafts",
            "linted": linted,
            "has_more": has_more,
            "findings": sum(len(each.findings) for each in linted),
            "advice_on_published": kept(PUBLISHED),
        }
        return TemplateResponse(request, "admin/advice.html", context)

    def advice_count(self, request: HttpRequest) -> JsonResponse:
        """How many findings the open drafts have now, for the script of the front page."""
        from classes.admin.worklist import advice_on_drafts

        must_see_texts(request)
        return JsonResponse({"words": str(advice_on_drafts(timezone.localdate()))})

    def advice_published(self, request: HttpRequest) -> StreamingHttpResponse:
        """Count the findings on all published texts while the page is written, and lead back to the advice."""
        from classes.admin.advice_counts import count_published

        must_see_texts(request)
        context = {**self.each_context(request), "title": "The published texts are being read"}
        head, _, foot = render_to_string("admin/advice_counting.html", context, request).partition(HERE)

        def written() -> Iterator[str]:
            yield head
            for done, total in count_published(timezone.localdate()):
                yield render_to_string("admin/_advice_step.html", {"done": done, "all": total})
            yield foot

        response = StreamingHttpResponse(written(), content_type="text/html; charset=utf-8")
        response["X-Accel-Buffering"] = "no"  # a proxy must not hold the progress back
        return response

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard a page; what a form sent after its session ended is kept while its writer signs in again."""
        guarded = super().admin_view(view, cacheable)

        def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            signed_out = not request.user.is_authenticated and request.path != reverse("admin:logout")
            if request.method == "POST" and signed_out:
                return self.sign_in_again(request)
            return guarded(request, *args, **kwargs)

        return update_wrapper(keeping, view)

    def sign_in_again(self, request: HttpRequest) -> HttpResponse:
        """Answer a form that came without a session: the sign-in page carries what was sent, passwords left out."""
        from django.contrib.admin.forms import AdminAuthenticationForm

        sent = request.POST.copy()
        for name in [name for name in sent if name == "csrfmiddlewaretoken" or "password" in name]:
            del sent[name]
        context = {
            **self.each_context(request),
            "title": "Sign in",
            "subtitle": None,
            "app_path": reverse("admin:login"),
            "next": request.get_full_path(),
            "form": AdminAuthenticationForm(request),
            "kept": sent.urlencode(),
        }
        response = TemplateResponse(request, "admin/login.html", context, status=403)
        return never_cache(lambda _: response)(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Sign in; whoever brought a form along is led on to sending it once more."""
        kept = request.POST.get("kept")
        response = super().login(request, {**(extra_context or {}), "kept": kept})
        if kept is None or response.status_code != 302:
            return response
        context = {
            **self.each_context(request),
            "title": "You are signed in again",
            "address": response["Location"],
            "fields": [(name, value) for name, values in QueryDict(kept).lists() for value in values],
        }
        return never_cache(lambda _: TemplateResponse(request, "admin/kept.html", context))(request)
