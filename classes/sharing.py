"""Data for every origin: programs that run in other people's pages may read what everyone may read here."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

ENDINGS = (".json", ".jsonld", ".csv", ".xlsx", ".txt")
ALLOWED = "GET, HEAD, OPTIONS"


def open_to_read(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware: let scripts of any origin read data, errors too, and answer them when they ask whether they may.

    Nothing that is shared so depends on who asks: no cookie is looked at, and none is allowed by `*`.
    """

    def sharing(request: HttpRequest) -> HttpResponseBase:
        if not request.path.endswith(ENDINGS):
            return get_response(request)
        response = may_read() if request.method == "OPTIONS" and is_served(request.path_info) else get_response(request)
        response["Access-Control-Allow-Origin"] = "*"
        response["Access-Control-Expose-Headers"] = "ETag, Last-Modified, Content-Disposition"
        if response.status_code == 405:
            response["Allow"] = ALLOWED
        return response

    return sharing


def may_read() -> HttpResponse:
    """Answer OPTIONS: what may be done here, with any header that a script may want to send, such as If-None-Match."""
    return HttpResponse(
        status=204,
        headers={
            "Allow": ALLOWED,
            "Access-Control-Allow-Methods": ALLOWED,
            "Access-Control-Allow-Headers": "*",
            "Access-Control-Max-Age": "86400",
        },
    )


def is_served(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True
