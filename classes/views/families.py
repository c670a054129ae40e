from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from classes.models import ClassSeries, JobClass, JobFamily
from classes.spreadsheets import streamed_csv, xlsx_response
from classes.twins import classes_rows, families_rows, families_twin, family_twin
from classes.views.days import asked_day
from classes.views.reading import read_only
from classes.views.stretches import asked_stretch

SERIES_LISTED = 300


@read_only()
def families(request: HttpRequest) -> HttpResponse:
    """All job families, and the first series: two queries."""
    day = asked_day(request)
    series = list(ClassSeries.objects.for_families(day.on)[: SERIES_LISTED + 1])
    return render(
        request,
        "classes/families.html",
        {
            "day": day,
            "families": JobFamily.objects.for_families(day.on),
            "series": series[:SERIES_LISTED],
            "more_series": len(series) > SERIES_LISTED,
        },
    )


@read_only("page")
def families_json(request: HttpRequest) -> HttpResponse:
    """The families, page by page: one query. The series are a list of their own."""
    day = asked_day(request)
    shown, following = asked_stretch(request, JobFamily.objects.for_families(day.on))
    return JsonResponse(families_twin(shown, following, day.on))


@read_only()
def families_csv(request: HttpRequest) -> HttpResponseBase:
    """Every family, a row each: one query, read and sent bit by bit."""
    found = JobFamily.objects.for_families(asked_day(request).on)
    return streamed_csv("families.csv", families_rows(found.iterator(chunk_size=1000)))


@read_only()
def families_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a workbook."""
    found = JobFamily.objects.for_families(asked_day(request).on)
    return xlsx_response("families.xlsx", "Families", families_rows(found.iterator(chunk_size=1000)))


@read_only()
def family(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """One job family and its classes: three queries."""
    day = asked_day(request)
    found = found_family(organization, slug)
    classes = JobClass.objects.for_browse(day.on).filter(family=found)
    return render(request, "classes/family.html", {"day": day, "family": found, "classes": classes})


@read_only("page")
def family_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """A family and its classes, page by page: three queries, as the page has."""
    day = asked_day(request)
    found = found_family(organization, slug)
    shown, following = asked_stretch(request, JobClass.objects.for_browse(day.on).filter(family=found))
    return JsonResponse(family_twin(found, shown, following, day.on))


@read_only()
def family_csv(request: HttpRequest, organization: str, slug: str) -> HttpResponseBase:
    """Every class of a family, a row each: two queries and one for each thousand classes, for their texts."""
    day = asked_day(request)
    classes = JobClass.objects.for_browse(day.on).filter(family=found_family(organization, slug))
    return streamed_csv(f"{organization}-{slug}.csv", classes_rows(classes.iterator(chunk_size=1000)))


@read_only()
def family_xlsx(request: HttpRequest, organization: str, slug: str) -> HttpResponseBase:
    """The same rows as a workbook."""
    day = asked_day(request)
    classes = JobClass.objects.for_browse(day.on).filter(family=found_family(organization, slug))
    return xlsx_response(f"{organization}-{slug}.xlsx", "Classes", classes_rows(classes.iterator(chunk_size=1000)))


def found_family(organization: str, slug: str) -> JobFamily:
    try:
        return JobFamily.objects.select_related("organization").get(organization__slug=organization, slug=slug)
    except JobFamily.DoesNotExist:
        raise Http404(f"The catalog has no job family “{slug}” of an organization “{organization}”.") from None
