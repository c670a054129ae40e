"""The day that a page shows: today in the catalog's time zone, or the one asked for with `?as_of=`."""

from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateformat import format as date_format

from classes.days import Day


def asked_day(request: HttpRequest) -> Day:
    """Return the day that `request` asks for; without `as_of`, today.

    Raises BadRequest (a 400 with a sentence) for a date that is none.
    """
    today = timezone.localdate()
    return Day(asked_date(request, "as_of", today) or today, today)


def asked_since(request: HttpRequest, day: Day) -> date | None:
    """Return the day from which on `request` asks what changed; None if it does not ask.

    Raises BadRequest (a 400 with a sentence) for a date that is none, and for one after the day shown.
    """
    since = asked_date(request, "since", day.today)
    if since and since > day.on:
        raise BadRequest(
            f"“{since.isoformat()}” is after {date_format(day.on, 'F j, Y')}, the day shown. "
            "Choose that day or an earlier one."
        )
    return since


def asked_date(request: HttpRequest, name: str, today: date) -> date | None:
    """Return the date that a parameter holds, None where it is empty. Raises BadRequest for a date that is none."""
    asked = request.GET.get(name, "").strip()
    if not asked:
        return None
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked):
            raise ValueError
        return date.fromisoformat(asked)
    except ValueError:
        raise BadRequest(
            f"“{asked[:40]}” is not a date. Write year, month and day, such as {today.isoformat()}."
        ) from None
