from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.document import SCHEMA_VERSION
from classes.twins.api import openapi, parts
from classes.views.days import asked_day
from classes.views.reading import read_only


@read_only()
def api(request: HttpRequest) -> HttpResponse:
    """How to get the catalog as data, for people: no query."""
    context = {
        "day": asked_day(request),
        "parts": parts(),
        "version": SCHEMA_VERSION,
        "host": request.build_absolute_uri("/").rstrip("/"),
    }
    return render(request, "classes/api.html", context)


@read_only()
def openapi_json(request: HttpRequest) -> HttpResponse:
    """The same for programs, as OpenAPI 3.1: no query. It is the same on any day."""
    return JsonResponse(openapi())
