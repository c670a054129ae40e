"""The day that a page shows, and the day on which it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


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

    @property
    def query(self) -> str:
        """The same as the query string of an address that has no other."""
        return "" if self.is_today else f"?as_of={self.on.isoformat()}"
