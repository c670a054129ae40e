from __future__ import annotations

import re
from datetime import date

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse

from classes.changes import Change, changes
from classes.days import Day
from classes.feeds import FeedEntry, atom
from classes.filters import ChangesFilter
from classes.models import HistoryEntry
from classes.querysets import HistoryEntryQuerySet
from classes.spreadsheets import streamed_csv, xlsx_response
from classes.twins import changes_rows, changes_twin
from classes.views.days import asked_day
from classes.views.reading import read_only

LINES_PER_PAGE = 50
ENTRIES_PER_STRETCH = 200
ANNOUNCED_SHOWN = 10


@read_only(*ChangesFilter.base_filters, "before")
def changes_page(request: HttpRequest) -> HttpResponse:
    """What changed across the catalog, newest first, and what is announced: six queries, however much there is.

    Two for the choices of the filters, one for the lines, today one for what is announced, two for the acts among
    them. A filter that makes no sense is a 400 that says so and lists nothing.
    """
    day = asked_day(request)
    filters = ChangesFilter(request.GET, HistoryEntry.objects.until(day.on))
    sensible = filters.is_valid()
    lines, coming = gathered(request, filters, day) if sensible else ([], [])
    shown = lines[:LINES_PER_PAGE]
    context = {
        "day": day,
        "filters": filters,
        "sensible": sensible,
        "changes": shown,
        "coming": coming[:ANNOUNCED_SHOWN],
        "has_more_coming": len(coming) > ANNOUNCED_SHOWN,
        "older": shown[-1].key if len(lines) > len(shown) else "",
        "newer": bool(request.GET.get("before")),
        "query": query(request),
    }
    return render(request, "classes/changes.html", context, status=200 if sensible else 400)


@read_only(*ChangesFilter.base_filters)
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The latest lines as Atom, with the same filters: three queries, see `changes`."""
    day = asked_day(request)
    found = asked_entries(request, day)
    (lines,) = changes(found, found.for_changes()[:LINES_PER_PAGE])
    page = reverse("classes:changes") + query(request)
    return atom(request, "changes", "Class Catalog: what changed", page, map(feed_entry, lines))


@read_only(*ChangesFilter.base_filters, "before")
def changes_json(request: HttpRequest) -> HttpResponse:
    """Every entry, two hundred at a time, with the same filters and the same `before`: one query."""
    day = asked_day(request)
    found = after_asked(request, asked_entries(request, day)).with_revisions()
    entries = list(found[: ENTRIES_PER_STRETCH + 1])
    following = None
    if len(entries) > ENTRIES_PER_STRETCH:
        entries.pop()
        following = request.path + query(request, before=Change(entries[-1]).key)
    return JsonResponse(changes_twin(entries, following, day))


@read_only(*ChangesFilter.base_filters)
def changes_csv(request: HttpRequest) -> StreamingHttpResponse:
    """Every entry that the filters let through, a row each: one query, read and sent bit by bit."""
    day = asked_day(request)
    found = asked_entries(request, day).for_table()
    return streamed_csv("changes.csv", changes_rows(found.iterator(chunk_size=1000), day))


@read_only(*ChangesFilter.base_filters)
def changes_xlsx(request: HttpRequest) -> StreamingHttpResponse:
    """The same rows as a workbook."""
    day = asked_day(request)
    found = asked_entries(request, day).for_table()
    return xlsx_response("changes.xlsx", "Changes", changes_rows(found.iterator(chunk_size=1000), day))


def gathered(request: HttpRequest, filters: ChangesFilter, day: Day) -> tuple[list[Change], list[Change]]:
    """Return the lines of the page and what is announced, of each one more than is shown, where there is one."""
    found = filters.qs
    lines = after_asked(request, found).for_changes(among=found)[: LINES_PER_PAGE + 1]
    if day.is_today and not request.GET.get("before"):
        coming = filters.filter_queryset(HistoryEntry.objects.announced(day.on)).for_changes()[: ANNOUNCED_SHOWN + 1]
    else:
        coming = HistoryEntry.objects.none()
    every = filters.filter_queryset(HistoryEntry.objects.public())
    shown, announced = changes(every, lines, coming)
    return shown, announced


def asked_entries(request: HttpRequest, day: Day) -> HistoryEntryQuerySet:
    """Return the entries up to the day that the filters let through. Raises BadRequest with a sentence."""
    filters = ChangesFilter(request.GET, HistoryEntry.objects.until(day.on))
    if not filters.is_valid():
        raise BadRequest(" ".join(errors[0] for errors in filters.form.errors.values()))
    return filters.qs


def after_asked(request: HttpRequest, found: HistoryEntryQuerySet) -> HistoryEntryQuerySet:
    """Go on where `?before=2022-11-27_17` says: after the entry 17 of that day. Raises BadRequest with a sentence."""
    asked = request.GET.get("before", "").strip()
    if not asked:
        return found
    match = re.fullmatch(r"([0-9]{4}-[0-9]{2}-[0-9]{2})_([0-9]{1,18})", asked)
    try:
        if not match:
            raise ValueError
        return found.older_than(date.fromisoformat(match[1]), int(match[2]))
    except ValueError:
        raise BadRequest(
            f"“{asked[:40]}” is no place in this list. Start at the newest change, and follow “Older”."
        ) from None


def query(request: HttpRequest, **more: str) -> str:
    """Return the query string of a request for another of its shapes: its filters, not its place in the list."""
    asked = request.GET.copy()
    asked.pop("before", None)
    asked.update(more)
    return f"?{asked.urlencode()}" if asked else ""


def feed_entry(change: Change) -> FeedEntry:
    """Say a line as an entry of the feed: an act by its notice, any other by its class."""
    entry, act = change.entry, change.act
    day = entry.effective_on
    if act and entry.notice:
        named = ", ".join(str(job_class) for job_class in act.first)
        summary = f"{named} and {act.others:,} more." if act.others else f"{named}."
        title = f"{entry.notice.number}: {act.words}, {entry.job_class.organization.name}"
        name = f"notice/{entry.notice.pk}/{day.isoformat()}"
        kinds = tuple(kind for kind, _ in act.kinds)
        return FeedEntry(name, title, entry.notice.get_absolute_url(), day, summary, categories=kinds)
    kind = entry.get_kind_display().lower()
    return FeedEntry(
        name=f"history/{entry.pk}",
        title=f"{entry.job_class}, {entry.job_class.organization.name}: {kind}",
        link=linked(change),
        on=day,
        summary=" ".join(filter(None, [entry.note, "Text held." if entry.text_held else "Noted only."])),
        author=entry.recorded_by,
        categories=(kind,),
    )


def linked(change: Change) -> str:
    """Return where a single entry leads: to what changed, to the text that it brought, or to the class."""
    entry = change.entry
    address = [entry.job_class.organization.slug, entry.job_class.slug]
    if entry.specification and change.before:
        return reverse("classes:compare-revisions", args=[*address, change.before, entry.specification.revision])
    if entry.specification:
        return reverse("classes:revision", args=[*address, entry.specification.revision])
    return entry.job_class.get_absolute_url()
