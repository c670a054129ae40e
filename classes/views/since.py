from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from classes.days import Day
from classes.since import changes_since


def since(request: HttpRequest, organization: str, slug: str, day: Day, asked: date) -> HttpResponse:
    """The class page with `?since=`: only what changed after that day. Fifteen queries at most, see `changes_since`."""
    changes = changes_since(organization, slug, day.on, asked)
    context = {
        "day": day,
        "page": changes.page,
        "changes": changes,
        "comparison": changes.comparison,
        "old": changes.old,
        "new": changes.new,
        "show": "inline",
    }
    return render(request, "classes/since.html", context)
