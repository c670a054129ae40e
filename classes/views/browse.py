from collections.abc import Sequence
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from classes.citations import LONGEST, digest_in, names_otherwise
from classes.days import Day
from classes.filters import ClassFilter
from classes.models import JobClass, Specification
from classes.names import tell_former_names
from classes.views.days import asked_day
from classes.views.reading import read_only, with_query

CLASSES_PER_PAGE = 50
ABOLISHED_SHOWN = 20


@read_only
def browse(request: HttpRequest) -> HttpResponse:
    """The list of classes with its filters: five queries, however long the list, and five more with words.

    Two for the choices of the filters, one for the count, two for the page's classes and their texts. With words: two
    for the names that classes of the page bore, two for abolished classes that answer and their names, one for what
    took their place. A citation leads to its text. A filter that makes no sense is a 400 that lists nothing.
    """
    day = asked_day(request)
    if digest := digest_in(request.GET.get("q", "")):
        return cited(request, digest, day)
    filters = ClassFilter(request.GET, JobClass.objects.for_browse(day.on))
    sensible = filters.is_valid()
    page = asked_page(request, filters.qs) if sensible else None
    words = filters.form.cleaned_data["q"] if sensible else ""
    abolished = asked_abolished(request, day) if words else []
    if page and words:
        tell_former_names(list(page), words, day.on)
    return render(
        request,
        "classes/browse.html",
        {"day": day, "filters": filters, "page": page, "sensible": sensible, "abolished": abolished},
        status=200 if sensible else 400,
    )


def asked_abolished(request: HttpRequest, day: Day) -> list[JobClass]:
    """Return classes that are no more on the day and answer to the same filters: found only when asked for."""
    gone = ClassFilter(request.GET, JobClass.objects.gone(day.on).for_list(day.on).with_successors())
    found = list(gone.qs[:ABOLISHED_SHOWN])
    tell_former_names(found, gone.form.cleaned_data["q"], day.on)
    return found


def cited(request: HttpRequest, digest: str, day: Day) -> HttpResponse:
    """Lead to the text whose digest begins so; where none does, or several, say so. Two queries for the filters."""
    texts = list(Specification.objects.cited(digest)[:10])
    if len(texts) == 1:
        words = request.GET["q"][:LONGEST]
        asked = day.parameters | ({"cited": words} if names_otherwise(words, texts[0]) else {})
        return redirect(with_query(texts[0].permanent_address, urlencode(asked)))
    filters = ClassFilter({}, JobClass.objects.none())
    filters.is_valid()
    context = {"day": day, "filters": filters, "digest": digest, "cited": texts, "asked": request.GET["q"][:200]}
    return render(request, "classes/browse.html", context, status=200 if texts else 404)


def asked_page(request: HttpRequest, found: QuerySet | Sequence, per_page: int = CLASSES_PER_PAGE) -> Page:
    """Return the page that `?page=` asks for. Raises BadRequest or Http404, each with a sentence."""
    asked = request.GET.get("page", "").strip() or "1"
    paginator = Paginator(found, per_page)
    try:
        if not asked.isascii() or len(asked) > 9:
            raise PageNotAnInteger
        return paginator.page(asked)
    except PageNotAnInteger:
        raise BadRequest(f"“{asked[:40]}” is not a page number. Page numbers are 1, 2, 3 and so on.") from None
    except EmptyPage:
        raise Http404(f"There is no page {asked}. This list ends with page {paginator.num_pages}.") from None
