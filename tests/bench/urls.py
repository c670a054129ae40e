"""`/bare/<path>?<query>` answers with the bytes that the page gave when it was first asked: Django and nothing else."""

from functools import cache

from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path


@cache
def kept(address: str) -> bytes:
    return Client(headers={"host": "localhost"}).get(f"/{address}").content


def bare(request: HttpRequest, address: str) -> HttpResponse:
    return HttpResponse(kept(f"{address}?{request.META.get('QUERY_STRING', '')}"))


urlpatterns = [path("bare/<path:address>", bare), path("", include("classcatalog.urls"))]
