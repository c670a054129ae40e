from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from classes.ladders import ladder_page
from classes.models import ClassSeries
from classes.spreadsheets import csv_response, streamed_csv, xlsx_response
from classes.twins import all_series_rows, all_series_twin, series_rows, series_twin
from classes.views.days import asked_day
from classes.views.reading import read_only, with_query
from classes.views.stretches import asked_stretch


@read_only()
def all_series(request: HttpRequest) -> HttpResponse:
    """The series are listed on the page of the families: lead there, on the same day. No query."""
    return redirect(f"{with_query(reverse('classes:families'), urlencode(asked_day(request).parameters))}#series")


@read_only()
def series(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The ladder of a series: four queries, see `ladder_page`."""
    day = asked_day(request)
    found = found_series(organization, slug)
    return render(request, "classes/series.html", {"day": day, "series": found, "ladder": ladder_page(found, day.on)})


@read_only()
def series_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the ladder, from the same rows at the same cost."""
    day = asked_day(request)
    found = found_series(organization, slug)
    return JsonResponse(series_twin(found, ladder_page(found, day.on), day.on))


@read_only()
def series_csv(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """One row for each rung, at the same cost."""
    found = found_series(organization, slug)
    rows = series_rows(ladder_page(found, asked_day(request).on))
    return csv_response(f"{organization}-{slug}-series.csv", rows)


@read_only()
def series_xlsx(request: HttpRequest, organization: str, slug: str) -> HttpResponseBase:
    """The same rows as a workbook."""
    found = found_series(organization, slug)
    rows = series_rows(ladder_page(found, asked_day(request).on))
    return xlsx_response(f"{organization}-{slug}-series.xlsx", "Rungs", rows)


@read_only("page")
def all_series_json(request: HttpRequest) -> HttpResponse:
    """Every series, page by page: one query."""
    day = asked_day(request)
    shown, following = asked_stretch(request, ClassSeries.objects.for_families(day.on))
    return JsonResponse(all_series_twin(shown, following, day.on))


@read_only()
def all_series_csv(request: HttpRequest) -> HttpResponseBase:
    """Every series, a row each: one query, read and sent bit by bit."""
    found = ClassSeries.objects.for_families(asked_day(request).on)
    return streamed_csv("series.csv", all_series_rows(found.iterator(chunk_size=1000)))


@read_only()
def all_series_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a workbook."""
    found = ClassSeries.objects.for_families(asked_day(request).on)
    return xlsx_response("series.xlsx", "Series", all_series_rows(found.iterator(chunk_size=1000)))


def found_series(organization: str, slug: str) -> ClassSeries:
    try:
        return ClassSeries.objects.select_related("organization").get(organization__slug=organization, slug=slug)
    except ClassSeries.DoesNotExist:
        raise Http404(f"The catalog has no series “{slug}” of an organization “{organization}”.") from None
