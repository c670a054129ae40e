"""What every page of the catalog is: for reading."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

ALLOWED = "GET, HEAD"
SENTENCE = "This page is for reading only: nothing can be sent to it."


def read_only(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let GET and HEAD through; any other method is a 405 with a sentence, as JSON from a data twin.

    The check of form tokens comes before a view and would turn a POST away as a 403. Nothing can be changed here,
    so there is nothing to protect: it is left out.
    """

    @csrf_exempt
    @wraps(view)
    def reading(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method in {"GET", "HEAD"}:
            return view(request, *args, **kwargs)
        headers = {"Allow": ALLOWED}
        if request.path.endswith(".json"):
            return JsonResponse({"error": SENTENCE, "status": 405}, status=405, headers=headers)
        response = render(request, "405.html", {"sentence": SENTENCE}, status=405)
        response["Allow"] = ALLOWED
        return response

    return reading
