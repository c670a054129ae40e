from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classes.models import ClassSeries, HistoryEntry, JobFamily, Organization
from classes.views.days import asked_day
from classes.views.reading import read_only

CHANGES_SHOWN = 8


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Search, organizations, families and series with counts, and what changed lately: four queries."""
    day = asked_day(request)
    return render(
        request,
        "classes/home.html",
        {
            "day": day,
            "organizations": Organization.objects.for_home(day.on),
            "families": JobFamily.objects.for_families(day.on),
            "series": ClassSeries.objects.for_families(day.on),
            "entries": HistoryEntry.objects.for_home(day.on)[:CHANGES_SHOWN],
        },
    )
