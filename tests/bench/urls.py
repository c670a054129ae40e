"""`/bare/<path>?<query>` answers with the bytes that the page gave when it was first asked: Django and nothing else.

`/bare-304/` answers that nothing changed, whatever is asked.
"""

from functools import cache

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.test import Client
from django.urls import include, path


@cache
def kept(address: str) -> bytes:
    return Client(headers={"host": "localhost"}).get(f"/{address}").content


def bare(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(kept(f"{address}?{request.META.get('QUERY_STRING', '')}"))


def unchanged(request: HttpRequest) -> HttpResponse:
    return HttpResponseNotModified()


urlpatterns = [path("bare/<path:address>", bare), path("bare-304/", unchanged), path("", include("classcatalog.urls"))]
