from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from classes.feeds import FeedEntry, atom
from classes.histories import Line, lines
from classes.models import HistoryEntry, JobClass, Specification
from classes.pages import class_page
from classes.spreadsheets import csv_response
from classes.twins import history_rows, history_twin
from classes.views.days import asked_day
from classes.views.reading import of_class


@of_class()
def history(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The dated history of a class up to the day, and what is announced today: six queries, see `class_page`."""
    day = asked_day(request)
    page = class_page(organization, slug, day.on)
    told = [line for line in lines(page.events, page.texts) if not line.on or line.on <= day.on]
    announced = [line for line in lines(page.events, page.texts) if line.on and line.on > day.on]
    context = {
        "day": day,
        "page": page,
        "lines": told,
        "announced": [] if day.is_past else announced,
        "current": page.specification,
        "asked_name": page.name_asked_for(request.GET.get("formerly", "")),
    }
    return render(request, "classes/history.html", context)


@of_class()
def history_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the history page, from the same rows at the same cost."""
    day = asked_day(request)
    page = class_page(organization, slug, day.on)
    return JsonResponse(history_twin(page, lines(page.events, page.texts), day))


@of_class()
def history_csv(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """One row for each line of the history, at the same cost."""
    day = asked_day(request)
    page = class_page(organization, slug, day.on)
    return csv_response(f"{organization}-{slug}-history.csv", history_rows(lines(page.events, page.texts), day))


@of_class()
def history_feed(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The events of a class as Atom, newest first, and what is announced today: three queries."""
    day = asked_day(request)
    job_class = JobClass.objects.for_class_page().get_by_natural_key(organization, slug)
    events, texts = HistoryEntry.objects.of_class(job_class), Specification.objects.of_class(job_class)
    told = lines(list(events), list(texts))
    entries = [feed_entry(line, job_class) for line in told if not day.is_past or (line.on or day.on) <= day.on]
    title = f"{job_class}, {job_class.organization.name}: history"
    page = reverse("classes:history", args=[organization, slug])
    return atom(request, f"class/{job_class.pk}/history", title, page, filter(None, entries))


def feed_entry(line: Line, job_class: JobClass) -> FeedEntry | None:
    """Say an event as an entry of the feed; nothing of a text that no event tells of."""
    entry, address = line.entry, [job_class.organization.slug, job_class.slug]
    if entry is None:
        return None
    link = reverse("classes:history", args=address)
    if line.text and line.before:
        link = reverse("classes:compare-revisions", args=[*address, line.before.revision, line.text.revision])
    elif line.text:
        link = reverse("classes:revision", args=[*address, line.text.revision])
    held = f"Text held: revision {line.text.revision}." if line.text else "Noted only."
    return FeedEntry(
        name=f"history/{entry.pk}",
        title=f"{job_class}: {line.kind.lower()}",
        link=link,
        on=entry.effective_on,
        summary=f"{entry.note} {held}".strip(),
        author=entry.recorded_by,
        categories=(line.kind.lower(),),
    )
