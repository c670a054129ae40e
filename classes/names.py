"""Titles and codes that classes bore: where they stand in texts, and where they were only noted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.utils.text import slugify

if TYPE_CHECKING:
    from classes.models import FormerName, Specification


def full_name(title: str, code: str) -> str:
    """A title with its code behind it, "IT Manager (CI2787)"; the title alone where there is no code."""
    return f"{title} ({code})" if code else title


def differing(title: str, code: str, beside_title: str, beside_code: str) -> tuple[str, str]:
    """Return what differs from the name beside it: title and code, the title alone, or the code in its place."""
    if title == beside_title:
        return code or title, ""
    return title, "" if code == beside_code else code


@dataclass(frozen=True, slots=True)
class Name:
    """A title and code. `until` is the first day on which the class bore them no more."""

    title: str
    code: str
    until: date

    @property
    def last_day(self) -> date:
        return self.until - timedelta(days=1)

    def beside(self, title: str, code: str) -> Name:
        """This name as one tells it beside another one, see `differing`."""
        return Name(*differing(self.title, self.code, title, code), self.until)

    @property
    def addresses(self) -> set[str]:
        """How addresses write its title and its code."""
        return {slugify(self.title), slugify(self.code)} - {""}

    def __str__(self) -> str:
        return full_name(self.title, self.code)


@dataclass(frozen=True, slots=True)
class NameHeld:
    """A text as far as its name tells: what one must know of a Specification to tell former names."""

    title: str
    code: str
    effective_from: date | None
    effective_to: date | None
    corrected: bool = False

    def beside(self, title: str, code: str) -> NameHeld:
        """This name as one tells it beside another one, see `differing`."""
        told, by_code = differing(self.title, self.code, title, code)
        return replace(self, title=told, code=by_code)

    def __str__(self) -> str:
        return full_name(self.title, self.code)


def name_on(texts: Sequence[Specification], noted: Iterable[FormerName], on: date) -> Specification | FormerName | None:
    """Return what tells the name of a class on a day for which no text is held; None where nothing does.

    A name that was noted to last beyond that day; else the last text begun by then, unless its name was laid down
    since; else the first text after. The same rule as `JobClass.objects.with_name`.
    """
    lasting = min((name for name in noted if name.until > on), key=by_until, default=None)
    if lasting:
        return lasting
    applied = [text for text in texts if not text.corrected]
    earlier = [text for text in applied if not text.begins_after(on)]
    laid_down = [name for name in noted if name.until <= on]
    if earlier:
        start = earlier[-1].effective_from
        if not any(start is not None and name.until > start for name in laid_down):
            return earlier[-1]
    return next((text for text in applied if text.begins_after(on)), None)


def former_names(
    title: str, code: str, texts: Iterable[Specification | NameHeld], noted: Iterable[FormerName | Name], on: date
) -> list[Name]:
    """Return the names that a class had laid down by the day `on`, last laid down first, each once.

    `title` and `code` are what it bears on that day. `texts` are its published texts in the order in which they
    apply, from `Specification.objects.of_class`; `noted` its `FormerName` rows.
    """
    found: dict[tuple[str, str], Name] = {}
    for name in sorted([*borne(texts), *(Name(each.title, each.code, each.until) for each in noted)], key=by_until):
        if name.until <= on and (name.title, name.code) != (title, code):
            found[name.title, name.code] = name
    return sorted(found.values(), key=by_until, reverse=True)


def borne(texts: Iterable[Specification | NameHeld]) -> Iterator[Name]:
    """Yield the name of each text with the day on which it was laid down: when the next text of another name began."""
    applied = [text for text in texts if not text.corrected]
    for at, text in enumerate(applied):
        later = (each for each in applied[at + 1 :] if (each.title, each.code) != (text.title, text.code))
        follower = next(later, None)
        until = follower.effective_from if follower else text.effective_to
        if until:
            yield Name(text.title, text.code, until)


def by_until(name: Name | FormerName) -> date:
    return name.until
