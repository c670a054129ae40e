from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from classes.filters import ClassFilter
from classes.models import JobClass
from classes.querysets import JobClassQuerySet
from classes.views.days import asked_day
from classes.views.reading import read_only

CLASSES_PER_PAGE = 50


@read_only
def browse(request: HttpRequest) -> HttpResponse:
    """The list of classes with its filters: five queries, however long the list.

    Two for the choices of the filters, one for the count, two for the page's classes and their texts.
    A filter that makes no sense is a 400 that says so and lists nothing.
    """
    day = asked_day(request)
    filters = ClassFilter(request.GET, JobClass.objects.for_browse(day.on))
    sensible = filters.is_valid()
    page = asked_page(request, filters.qs) if sensible else None
    return render(
        request,
        "classes/browse.html",
        {"day": day, "filters": filters, "page": page, "sensible": sensible},
        status=200 if sensible else 400,
    )


def asked_page(request: HttpRequest, found: JobClassQuerySet) -> Page:
    """Return the page that `?page=` asks for. Raises BadRequest or Http404, each with a sentence."""
    asked = request.GET.get("page", "").strip() or "1"
    paginator = Paginator(found, CLASSES_PER_PAGE)
    try:
        if not asked.isascii() or len(asked) > 9:
            raise PageNotAnInteger
        return paginator.page(asked)
    except PageNotAnInteger:
        raise BadRequest(f"“{asked[:40]}” is not a page number. Page numbers are 1, 2, 3 and so on.") from None
    except EmptyPage:
        raise Http404(f"There is no page {asked}. This list ends with page {paginator.num_pages}.") from None
