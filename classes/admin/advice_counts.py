"""How many findings the lint has, kept from the last time that somebody counted them, so that no page waits for it.

Counting reads every title of an employer, and of the published texts every word: some hundred texts a second. So the
front page only tells what is kept, each process of the server for itself, and as of when; the drafts are counted anew
when the page of advice is read, or when the front page's script asks for it, the published texts when somebody wants
it.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.admin.models import LogEntry
from django.core.cache import cache
from django.db.models import Count, Max
from django.utils import timezone
from django.utils.dateformat import format as date_format

from classes.facts import counted
from classes.linting import Linted, lint, texts_to_lint
from classes.models import Specification

DRAFTS, PUBLISHED = "advice:drafts", "advice:published"
EVERY = 100  # texts between two steps of progress


@dataclass(frozen=True, slots=True)
class Kept:
    """So many findings in so many of the texts that were read, and when. `stamp` tells what they were counted of."""

    findings: int
    found_in: int
    texts: int
    at: datetime
    stamp: Hashable = None

    def __str__(self) -> str:
        if not self.texts:
            return f"nothing to read, as of {self.when}"
        if not self.findings:
            said = f"no finding in {counted(self.texts, 'text')}"
        else:
            said = f"{counted(self.findings, 'finding')} in {self.found_in:,} of {counted(self.texts, 'text')}"
        return f"{said}, as of {self.when}"

    @property
    def when(self) -> str:
        at = timezone.localtime(self.at)
        on = "" if at.date() == timezone.localdate() else f"{date_format(at, 'F j, Y')}, "
        return f"{on}{date_format(at, 'g:i a')}"


def kept(name: str) -> Kept | None:
    return cache.get(name)


def keep(name: str, linted: list[tuple[int, int]], stamp: Hashable = None) -> Kept:
    """Keep what was counted: of each text 1 if anything was found, and how many findings."""
    found = Kept(
        findings=sum(number for _, number in linted),
        found_in=sum(has for has, _ in linted),
        texts=len(linted),
        at=timezone.now(),
        stamp=stamp,
    )
    cache.set(name, found, timeout=None)
    return found


def of(linted: Linted) -> tuple[int, int]:
    return (1 if linted.findings else 0), len(linted.findings)


def stamp_of_drafts(today: date) -> Hashable:
    """Return what differs once anybody did anything in the admin, or a draft came or went otherwise: two queries."""
    drafts = Specification.objects.exclude(status="published").order_by()
    numbers = drafts.aggregate(number=Count("pk"), last=Max("pk"))
    done = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return today, done, numbers["number"], numbers["last"]


def count_published(today: date) -> Iterator[tuple[int, int]]:
    """Count the findings on the published texts that apply or will, and keep the count.

    Yields how many are read, of how many.
    """
    texts = texts_to_lint(today)
    total = texts.count()
    found = []
    yield 0, total
    for number, linted in enumerate(lint(texts, today), start=1):
        found.append(of(linted))
        if number % EVERY == 0:
            yield number, total
    keep(PUBLISHED, found)
    yield len(found), total
