from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.citations import cite
from classes.pages import class_page
from classes.since import changes_since
from classes.spreadsheets import csv_response
from classes.twins import class_rows, class_twin, since_twin
from classes.views.days import asked_day, asked_since
from classes.views.reading import host, of_class
from classes.views.since import since


@of_class("since")
def job_class(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The class page: the specification in force on the day. Six queries at most, see `class_page`.

    With `?since=` only what changed after that day, see `classes.views.since`.
    """
    day = asked_day(request)
    if asked := asked_since(request, day):
        return since(request, organization, slug, day, asked)
    page = class_page(organization, slug, day.on)
    context = {
        "day": day,
        "page": page,
        "asked_name": page.name_asked_for(request.GET.get("formerly", "")),
        "citation": cite(page.specification, page.job_class, day.today) if page.specification else None,
    }
    return render(request, "classes/class.html", context)


@of_class("since")
def job_class_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the class page, from the same rows at the same cost."""
    day = asked_day(request)
    if asked := asked_since(request, day):
        return JsonResponse(since_twin(changes_since(organization, slug, day.on, asked), day))
    return JsonResponse(class_twin(class_page(organization, slug, day.on), day.on))


@of_class()
def job_class_csv(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """What the class is, its facts, and every piece of its text, a row each, at the same cost."""
    day = asked_day(request)
    page = class_page(organization, slug, day.on)
    return csv_response(f"{organization}-{slug}.csv", class_rows(page, day.on, host(request)))
