"""What every page of the catalog is: for reading. And what every page of one class is: found by any of its names."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from classes.models import JobClass

ALLOWED = "GET, HEAD"
SENTENCE = "This page is for reading only: nothing can be sent to it."


def read_only(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Let GET and HEAD through; any other method is a 405 with a sentence, as JSON from a data twin.

    The check of form tokens comes before a view and would turn a POST away as a 403. Nothing can be changed here,
    so there is nothing to protect: it is left out.
    """

    @csrf_exempt
    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        headers = {"Allow": ALLOWED}
        if request.path.endswith(".json"):
            return JsonResponse({"error": SENTENCE, "status": 405}, status=405, headers=headers)
        response = render(request, "405.html", {"sentence": SENTENCE}, status=405)
        response["Allow"] = ALLOWED
        return response

    return reading


def of_class(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Make a view a page of one class, which raises JobClass.DoesNotExist where there is none at this address.

    Addresses are in lower case; a code typed as it is printed, /classes/city/CI2787/, leads there. A code or title
    that a class bore, or is to bear, leads to the class: two more queries, only where the address is no class's own.
    """

    @read_only
    @wraps(view)
    def found(request: HttpRequest, organization: str, slug: str, **kwargs: Any) -> HttpResponseBase:
        if request.path != request.path.lower():
            return HttpResponsePermanentRedirect(with_query(request.path.lower(), request.META.get("QUERY_STRING", "")))
        try:
            return view(request, organization, slug, **kwargs)
        except JobClass.DoesNotExist:
            return to_class_once_named(request, organization, slug)

    return found


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
