from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from classes.assembly import competency as assembled_competency
from classes.models import RequiredCompetency, Specification
from classes.spreadsheets import csv_response, streamed_csv, xlsx_response
from classes.twins import competencies_rows, competencies_twin, competency_rows, competency_twin, numbered
from classes.twins.linked import MEDIA_TYPE, defined_term
from classes.views.days import asked_day
from classes.views.reading import read_only
from classes.views.stretches import asked_stretch
from classes.wordings import Wording, wordings
from competencies.models import Competency, Framework
from competencies.querysets import FrameworkQuerySet


@read_only()
def competencies(request: HttpRequest) -> HttpResponse:
    """The vocabulary: frameworks with levels and competencies, and how many classes use each. Three queries."""
    day = asked_day(request)
    return render(request, "competencies/competencies.html", {"day": day, "frameworks": frameworks(day.on)})


@read_only()
def competencies_json(request: HttpRequest) -> HttpResponse:
    """The data twin of the vocabulary, from the same rows at the same cost."""
    day = asked_day(request)
    return JsonResponse(competencies_twin(frameworks(day.on), day.on))


@read_only()
def competencies_csv(request: HttpRequest) -> HttpResponse:
    """One row for each competency, at the same cost."""
    return csv_response("competencies.csv", competencies_rows(frameworks(asked_day(request).on)))


@read_only()
def competencies_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a workbook."""
    return xlsx_response("competencies.xlsx", "Competencies", competencies_rows(frameworks(asked_day(request).on)))


@read_only()
def competency(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """One competency and the classes that require it, grouped by wording: three queries, see `for_competency`."""
    day = asked_day(request)
    found = found_competency(framework, slug)
    grouped = found_wordings(found, day.on)
    context = {
        "day": day,
        "competency": found,
        "wordings": grouped,
        "several": len(grouped) > 1,
        "use_count": sum(len(wording.uses) for wording in grouped),
    }
    return render(request, "competencies/competency.html", context)


@read_only("page")
def competency_json(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """A competency and its uses, page by page: three queries, as the page has."""
    day = asked_day(request)
    found = found_competency(framework, slug)
    shown, following = asked_stretch(request, numbered(found_wordings(found, day.on)))
    return JsonResponse(competency_twin(found, shown, following, day.on))


@read_only()
def competency_csv(request: HttpRequest, framework: str, slug: str) -> HttpResponseBase:
    """Every use, a row each, with a column for each level: four queries."""
    found = found_competency(framework, slug)
    uses = numbered(found_wordings(found, asked_day(request).on))
    return streamed_csv(f"{framework}-{slug}.csv", competency_rows(uses, list(found.framework.levels.all())))


@read_only()
def competency_xlsx(request: HttpRequest, framework: str, slug: str) -> HttpResponseBase:
    """The same rows as a workbook."""
    found = found_competency(framework, slug)
    uses = numbered(found_wordings(found, asked_day(request).on))
    return xlsx_response(
        f"{framework}-{slug}.xlsx", "Classes", competency_rows(uses, list(found.framework.levels.all()))
    )


@read_only()
def competency_linked(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """The competency of the library as JSON-LD: one query. It is the same on any day."""
    asked_day(request)
    return JsonResponse(defined_term(found_competency(framework, slug)), content_type=MEDIA_TYPE)


def frameworks(on: date) -> FrameworkQuerySet:
    return Framework.objects.for_competencies(Specification.objects.in_force(on))


def found_wordings(found: Competency, on: date) -> tuple[Wording[RequiredCompetency], ...]:
    uses = RequiredCompetency.objects.for_competency(found, on)
    return wordings(((use, assembled_competency(use)) for use in uses), found.definition)


def found_competency(framework: str, slug: str) -> Competency:
    try:
        return Competency.objects.select_related("framework").get(framework__slug=framework, slug=slug)
    except Competency.DoesNotExist:
        raise Http404(f"The catalog has no competency “{slug}” in a framework “{framework}”.") from None
