from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classes.changes import changes
from classes.counts import class_counts, largest_families, largest_series, organizations
from classes.models import HistoryEntry
from classes.views.days import asked_day
from classes.views.reading import read_only

CHANGES_SHOWN = 8
GROUPS_SHOWN = 10


@read_only()
def home(request: HttpRequest) -> HttpResponse:
    """Search, organizations, the largest families and series with counts, and what changed lately: seven queries.

    One for all counts, one each for the three lists and for the changes, two for what notices did at one stroke; see
    `changes`.
    """
    day = asked_day(request)
    found = HistoryEntry.objects.until(day.on)
    (latest,) = changes(found, found.for_changes()[:CHANGES_SHOWN])
    counts = class_counts(day.on)
    return render(
        request,
        "classes/home.html",
        {
            "day": day,
            "organizations": organizations(counts),
            "families": largest_families(counts, GROUPS_SHOWN),
            "series": largest_series(counts, GROUPS_SHOWN),
            "changes": latest,
        },
    )
