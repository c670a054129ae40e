"""What every page of the catalog is: for reading. And what every page of one class is: found by any of its names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.csrf import csrf_exempt

from classes import caching
from classes.models import JobClass

View = Callable[..., HttpResponseBase]

ALLOWED = "GET, HEAD"
SENTENCE = "This page is for reading only: nothing can be sent to it."


def read_only(*given: Any) -> Any:
    """Make a view a page: let GET and HEAD through, and keep what it answers, see `classes.caching`.

    `@read_only("since", "formerly")` names the parameters that the view knows, beside `as_of`, which all know. All
    others are gone before it runs, so that they reach neither its links nor the key of what is kept. `@read_only`
    without names leaves parameters alone and keeps nothing: the answer is another one each time.

    Any other method is a 405 with a sentence, as JSON from a data twin. The check of form tokens comes before a view
    and would turn a POST away as a 403. Nothing can be changed here, so there is nothing to protect: it is left out.
    """
    if given and callable(given[0]):
        return reading(given[0])
    return lambda view: reading(kept(view, given))


def reading(view: View) -> View:
    @csrf_exempt
    @wraps(view)
    def read(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        headers = {"Allow": ALLOWED, "Cache-Control": "no-store"}
        if request.path.endswith((".json", ".jsonld")):
            return JsonResponse({"error": SENTENCE, "status": 405}, status=405, headers=headers)
        return HttpResponse(render_to_string("405.html", {"sentence": SENTENCE}, request), status=405, headers=headers)

    return read


def kept(view: View, known: tuple[str, ...]) -> View:
    """Keep what a view answers to the parameters that it knows; where KEEP_PAGES is off, let nobody keep it."""

    @wraps(view)
    def keeping(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        leave_only(request, known)
        if settings.KEEP_PAGES:
            return caching.answer(request, lambda: view(request, *args, **kwargs))
        return caching.unkept(view(request, *args, **kwargs))

    keeping.known = known  # type: ignore[attr-defined]
    return keeping


def leave_only(request: HttpRequest, known: tuple[str, ...]) -> None:
    """Leave of the query string the parameters that are known and say something, each value once, the day last."""
    if not request.META.get("QUERY_STRING"):
        return
    query = QueryDict(mutable=True)
    for name in (*known, "as_of"):
        if values := list(dict.fromkeys(value for value in request.GET.getlist(name) if value)):
            query.setlist(name, values)
    request.META["QUERY_STRING"] = query.urlencode()
    query._mutable = False
    request.GET = query  # type: ignore[assignment]


def of_class(*given: Any) -> Any:
    """Make a view a page of one class, which raises JobClass.DoesNotExist where there is none at this address.

    Addresses are in lower case; a code typed as it is printed, /classes/city/CI2787/, leads there. A code or title
    that a class bore, or is to bear, leads to the class: two more queries, only where the address is no class's own.
    `@of_class("since")` names what the view knows beside `as_of` and `formerly`, the name that led to it.
    """
    if given and callable(given[0]):
        return reading(found(given[0]))
    return lambda view: reading(kept(found(view), (*given, "formerly")))


def found(view: View) -> View:
    @wraps(view)
    def finding(request: HttpRequest, organization: str, slug: str, **kwargs: Any) -> HttpResponseBase:
        if request.path != request.path.lower():
            return HttpResponsePermanentRedirect(with_query(request.path.lower(), request.META.get("QUERY_STRING", "")))
        try:
            return view(request, organization, slug, **kwargs)
        except JobClass.DoesNotExist:
            return to_class_once_named(request, organization, slug)

    return finding


def to_class_once_named(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """Lead to the same page of the class that bears or bore this name elsewhere. Raises Http404 with a sentence."""
    job_class = JobClass.objects.once_named(organization, slug)
    if job_class is None or job_class.slug == slug:
        raise Http404(f"The catalog has no class “{slug}” of an organization “{organization}”.")
    before, after = f"/classes/{organization}/{slug}", f"/classes/{organization}/{job_class.slug}"
    query = request.GET.copy()
    query["formerly"] = slug
    return redirect(with_query(request.path.replace(before, after, 1), query.urlencode()))


def with_query(path: str, query: str) -> str:
    return f"{path}?{query}" if query else path


def host(request: HttpRequest) -> str:
    """Return scheme and host, which make an address of ours one that can be followed from anywhere."""
    return request.build_absolute_uri("/").rstrip("/")
