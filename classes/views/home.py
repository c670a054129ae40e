from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classes.changes import changes
from classes.models import ClassSeries, HistoryEntry, JobFamily, Organization
from classes.views.days import asked_day
from classes.views.reading import read_only

CHANGES_SHOWN = 8
GROUPS_SHOWN = 10
LARGEST = ("-class_count", "name", "organization__name")


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """Search, organizations, the largest families and series with counts, and what changed lately: six queries.

    One each for the three lists and for the changes, two for what notices did at one stroke; see `changes`.
    """
    day = asked_day(request)
    found = HistoryEntry.objects.until(day.on)
    (latest,) = changes(found, found.for_changes()[:CHANGES_SHOWN])
    return render(
        request,
        "classes/home.html",
        {
            "day": day,
            "organizations": Organization.objects.for_home(day.on),
            "families": JobFamily.objects.for_families(day.on).order_by(*LARGEST)[:GROUPS_SHOWN],
            "series": ClassSeries.objects.for_families(day.on).order_by(*LARGEST)[:GROUPS_SHOWN],
            "changes": latest,
        },
    )
