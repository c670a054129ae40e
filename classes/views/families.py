from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.models import ClassSeries, JobClass, JobFamily
from classes.twins import family_twin
from classes.views.days import asked_day
from classes.views.reading import read_only

SERIES_LISTED = 300


@read_only
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


@read_only
def family(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """One job family and its classes: three queries."""
    day = asked_day(request)
    found = found_family(organization, slug)
    classes = JobClass.objects.for_browse(day.on).filter(family=found)
    return render(request, "classes/family.html", {"day": day, "family": found, "classes": classes})


@read_only
def family_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the family page, from the same rows at the same cost."""
    day = asked_day(request)
    found = found_family(organization, slug)
    return JsonResponse(family_twin(found, JobClass.objects.for_browse(day.on).filter(family=found), day.on))


def found_family(organization: str, slug: str) -> JobFamily:
    try:
        return JobFamily.objects.select_related("organization").get(organization__slug=organization, slug=slug)
    except JobFamily.DoesNotExist:
        raise Http404(f"The catalog has no job family “{slug}” of an organization “{organization}”.") from None
