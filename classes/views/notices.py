from __future__ import annotations

import secrets
from collections.abc import Iterator

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils.text import slugify

from classes.days import Day
from classes.models import ChangeNotice, Organization
from classes.notices import TEXTS_AT_A_TIME, NoticePage, all_texts, notice_page, with_texts
from classes.querysets import ChangeNoticeQuerySet
from classes.spreadsheets import csv_response, streamed_csv, xlsx_response
from classes.twins import notice_twin, notices_rows, notices_twin, touched_rows
from classes.views.browse import asked_page
from classes.views.days import asked_day
from classes.views.reading import read_only, with_query

NOTICES_PER_PAGE = 50
SHOWS = ("packet",)


@read_only("page")
def notices(request: HttpRequest, organization: str = "") -> HttpResponse:
    """Change notices by organization, newest first: four queries, however many.

    The organizations (1), the count (1), the page's notices (1), and how many classes each touched (1).
    """
    day = asked_day(request)
    organizations = list(Organization.objects.order_by("name"))
    page = asked_page(request, asked_notices(request, organization), NOTICES_PER_PAGE)
    page.object_list = ChangeNotice.objects.tell_touched(page.object_list)
    context = {
        "day": day,
        "organization": next((each for each in organizations if each.slug == organization), None),
        "organizations": organizations,
        "page": page,
        "address": request.path.rstrip("/"),
    }
    return render(request, "classes/notices.html", context)


@read_only("page")
def notices_json(request: HttpRequest, organization: str = "") -> HttpResponse:
    """The data twin of the list, page by page: two queries."""
    day = asked_day(request)
    page = asked_page(request, asked_notices(request, organization), NOTICES_PER_PAGE)
    following = None
    if page.has_next():
        asked = request.GET.copy()
        asked["page"] = str(page.next_page_number())
        following = with_query(request.path, asked.urlencode())
    return JsonResponse(notices_twin(page.object_list, following, day))


@read_only()
def notices_csv(request: HttpRequest, organization: str = "") -> StreamingHttpResponse:
    """Every notice, a row each: one query, read and sent bit by bit."""
    found = asked_notices(request, organization)
    return streamed_csv("notices.csv", notices_rows(found.iterator(chunk_size=1000)))


@read_only()
def notices_xlsx(request: HttpRequest, organization: str = "") -> StreamingHttpResponse:
    """The same rows as a workbook."""
    found = asked_notices(request, organization)
    return xlsx_response("notices.xlsx", "Notices", notices_rows(found.iterator(chunk_size=1000)))


@read_only("show", "page")
def notice(request: HttpRequest, organization: str, number: str) -> HttpResponseBase:
    """A notice, the cover table of all that it touched, and the redlines of 25 classes: nine queries at most.

    The notice (1), what it touched (3, see `notice_page`), and the texts of the page with their rows (5).
    `?show=packet` shows every class, to print.
    """
    if (organization, number) != (organization.lower(), number.lower()):
        address = reverse("classes:notice", args=[organization.lower(), number.lower()])
        return redirect(with_query(address, request.META.get("QUERY_STRING", "")), permanent=True)
    show = request.GET.get("show", "")
    if show and show not in SHOWS:
        raise BadRequest(f"“{show[:40]}” is not a way to show a notice. Leave it out, or write {' or '.join(SHOWS)}.")
    day = asked_day(request)
    page = asked_notice(organization, number, day)
    context = {"day": day, "page": page, "notice": page.notice, "per_page": TEXTS_AT_A_TIME}
    if show:
        return StreamingHttpResponse(packet(request, page, context))
    context["part"] = part = asked_page(request, page.touched, TEXTS_AT_A_TIME)
    context["texts"] = list(with_texts(list(part.object_list)))
    return render(request, "classes/notice.html", context)


@read_only()
def notice_json(request: HttpRequest, organization: str, number: str) -> HttpResponse:
    """The data twin of a notice: four queries."""
    day = asked_day(request)
    return JsonResponse(notice_twin(asked_notice(organization, number, day), day))


@read_only()
def notice_csv(request: HttpRequest, organization: str, number: str) -> HttpResponse:
    """The cover table, a row for each class: four queries."""
    page = asked_notice(organization, number, asked_day(request))
    return csv_response(f"{file_name(page.notice)}.csv", touched_rows(page))


@read_only()
def notice_xlsx(request: HttpRequest, organization: str, number: str) -> StreamingHttpResponse:
    """The same rows as a workbook."""
    page = asked_notice(organization, number, asked_day(request))
    return xlsx_response(f"{file_name(page.notice)}.xlsx", "Classes touched", touched_rows(page))


def file_name(notice: ChangeNotice) -> str:
    return f"{notice.organization.slug}-{slugify(notice.number) or 'notice'}"


def packet(request: HttpRequest, page: NoticePage, context: dict[str, object]) -> Iterator[str]:
    """Yield the page of a whole packet bit by bit: its head, each class, its foot.

    The page is made once with a mark, that nobody can guess, in the place of the classes.
    """
    mark = secrets.token_hex(16)
    head, _, foot = render_to_string("classes/notice_packet.html", {**context, "mark": mark}, request).partition(mark)
    yield head
    one_class = get_template("classes/_notice_class.html")
    for text in all_texts(page.touched):
        yield one_class.render({**context, "text": text, "packet": True}, request)
    yield foot


def asked_notices(request: HttpRequest, organization: str) -> ChangeNoticeQuerySet:
    """Return the notices on the day asked for; with an organization, its own: one query. Raises Http404."""
    day = asked_day(request)
    found = ChangeNotice.objects.for_notices(day.on, day.today)
    if not organization:
        return found
    if not Organization.objects.filter(slug=organization).exists():
        raise Http404(f"The catalog has no organization “{organization}”.")
    return found.filter(organization__slug=organization)


def asked_notice(organization: str, number: str, day: Day) -> NoticePage:
    """Return a notice with what it touched; of a past day only what had taken effect by then. Four queries."""
    return notice_page(found_notice(organization, number), day.on if day.is_past else None)


def found_notice(organization: str, number: str) -> ChangeNotice:
    """Find a notice by its number in any case: one query. Raises Http404 with a sentence."""
    found = ChangeNotice.objects.numbered(number, organization.lower()).first()
    if found is None:
        raise Http404(f"The catalog has no change notice “{number[:40]}” of an organization “{organization[:80]}”.")
    return found
