"""The day that a page shows: today in the catalog's time zone, or the one asked for with `?as_of=`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils import timezone


@dataclass(frozen=True, slots=True)
class Day:
    on: date
    today: date

    @property
    def is_past(self) -> bool:
        return self.on < self.today

    @property
    def is_future(self) -> bool:
        return self.on > self.today

    @property
    def is_today(self) -> bool:
        return self.on == self.today

    @property
    def parameters(self) -> dict[str, str]:
        """What keeps a link on this day; nothing today."""
        return {} if self.is_today else {"as_of": self.on.isoformat()}


def asked_day(request: HttpRequest) -> Day:
    """Return the day that `request` asks for; without `as_of`, today.

    Raises BadRequest (a 400 with a sentence) for a date that is none.
    """
    today = timezone.localdate()
    asked = request.GET.get("as_of", "").strip()
    if not asked:
        return Day(today, today)
    try:
        if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", asked):
            raise ValueError
        return Day(date.fromisoformat(asked), today)
    except ValueError:
        raise BadRequest(
            f"“{asked[:40]}” is not a date. Write year, month and day, such as {today.isoformat()}."
        ) from None
