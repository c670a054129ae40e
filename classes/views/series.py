from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from classes.ladders import ladder_page
from classes.models import ClassSeries
from classes.views.days import asked_day
from classes.views.reading import read_only


@read_only
def series(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The ladder of a series: four queries, see `ladder_page`."""
    day = asked_day(request)
    try:
        found = ClassSeries.objects.select_related("organization").get(organization__slug=organization, slug=slug)
    except ClassSeries.DoesNotExist:
        raise Http404(f"The catalog has no series “{slug}” of an organization “{organization}”.") from None
    return render(request, "classes/series.html", {"day": day, "series": found, "ladder": ladder_page(found, day.on)})
