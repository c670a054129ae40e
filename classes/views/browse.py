"""The list of classes: found by words and facets, as a table or a tree, and as data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlencode

import numpy as np
from django.core.exceptions import BadRequest
from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from classes.citations import LONGEST, digest_in, names_otherwise
from classes.days import Day
from classes.filters import ClassFilter
from classes.finding.days import catalog_day
from classes.finding.lines import Hit, hits, lines
from classes.finding.loosening import gone, loosenings
from classes.finding.panels import letters, orders, panels, tags, with_value, without, without_filters
from classes.finding.search import Answer, answer
from classes.finding.spelling import suggestion
from classes.finding.tree import tree
from classes.finding.words import squeeze
from classes.models import ChangeNotice, JobClass, Specification
from classes.spreadsheets import streamed_csv, xlsx_response
from classes.twins.lists import list_rows, list_twin
from classes.views.days import asked_day
from classes.views.reading import host, read_only, with_query

CLASSES_PER_PAGE = 50
LINES_PER_PAGE = 200  # of data
ABOLISHED_SHOWN = 20
NOTICES_SHOWN = 5
LONGEST_NUMBER = 40  # of a change notice
FILTERS = tuple(ClassFilter.base_filters)


@read_only(*FILTERS, "page", "view", "values")
def browse(request: HttpRequest) -> HttpResponse:
    """The list of classes with its filters: one query (is anything new?), however many classes there are.

    With words two more at most: one for the index, one for the lines in which they stand. Where nothing has all the
    words, one more to look for words that begin so, and two to find out what was meant. Abolished classes that answer
    cost two for what took their place, words with a digit one for a change notice of that number. A code leads to its
    class, a citation to its text. A filter that makes no sense is a 400 that lists nothing.
    """
    day = asked_day(request)
    if digest := digest_in(request.GET.get("q", "")):
        return cited(request, digest, day)
    catalog = catalog_day(day.on)
    filters = ClassFilter(request.GET, catalog.facets)
    if not filters.is_valid():
        context = {"day": day, "filters": filters, "mended": without(request.GET, *filters.form.errors)}
        return render(request, "classes/browse.html", context, status=400)
    found = answer(filters.question, catalog)
    if only := bearer(found, request):
        return redirect(with_query(only, urlencode(day.parameters)))
    page, as_tree = asked_page(request, found.rows), request.GET.get("view") == "tree"
    whole = request.GET.get("values", "")
    asked_for = list(tags(found, request.GET))
    context = {
        "day": day,
        "filters": filters,
        "sensible": True,
        "answer": found,
        "page": page,
        "abolished": abolished(found),
        "gone": gone(found),
        "all_gone": with_value(request.GET, "status", "abolished"),
        "meant": suggestion(found.question.query) if found.question.has_words and not found.total else "",
        "faceted": found.faceted,
        "panels": partial(panels, found, request.GET, whole),
        "facets_piece": None if found.question.has_words else catalog.piece("facets", without(request.GET, "page")),
        "whole": whole,
        "tags": asked_for,
        "filters_set": len(asked_for) - found.question.has_words,
        "cleared": without_filters(request.GET),
        "letters": letters(found, request.GET),
        "orders": orders(found, request.GET),
        "notices": notices(found),
        "loosenings": [] if found.total else loosenings(found, request.GET),
        "tree": tree(found, request.GET) if as_tree else None,
        "hits": [] if as_tree else hits(found, list(page.object_list)),
        "as_data": as_data(request),
        "on_day": day.query,
    }
    return render(request, "classes/browse.html", context)


def as_data(request: HttpRequest) -> str:
    """Return the query string of the same list as data: the whole of it, without what is only for the eye."""
    query = request.GET.copy()
    for name in ("page", "view", "values"):
        query.pop(name, None)
    return f"?{query.urlencode(safe='/')}" if query else ""


@read_only(*FILTERS, "page")
def browse_json(request: HttpRequest) -> HttpResponse:
    """The same list as data, a page at a time, with the counts of all facets and the address of the next page.

    At the cost of the page, see `browse`.
    """
    found = asked(request)
    page = asked_page(request, found.rows, LINES_PER_PAGE)
    meant = suggestion(found.question.query) if found.question.has_words and not found.total else ""
    return JsonResponse(list_twin(found, page, request, meant, abolished(found), notices(found)))


@read_only(*FILTERS)
def browse_csv(request: HttpRequest) -> HttpResponseBase:
    """The whole list as a table, a line at a time: one query; with words one more, and one for every 500 rows."""
    return streamed_csv("classes.csv", list_rows(asked(request), host(request)))


@read_only(*FILTERS)
def browse_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same rows as a workbook."""
    return xlsx_response("classes.xlsx", "Classes", list_rows(asked(request), host(request)))


def asked(request: HttpRequest) -> Answer:
    """Return the answer to what a twin was asked. Raises BadRequest with a sentence for a filter without sense."""
    catalog = catalog_day(asked_day(request).on)
    filters = ClassFilter(request.GET, catalog.facets)
    if not filters.is_valid():
        raise BadRequest(" ".join(errors[0] for errors in filters.form.errors.values()))
    return answer(filters.question, catalog)


def bearer(found: Answer, request: HttpRequest) -> str:
    """Return the address of the one class whose code was typed, alone or with its title; else nothing.

    Only where nothing else was asked.
    """
    if found.matches is None or set(request.GET) - {"q", "as_of"}:
        return ""
    if len(found.matches.coded) == 1:
        return next(lines(found.day, found.matches.coded)).address
    if found.total == 1:
        line = next(lines(found.day, found.rows.tolist()))
        typed = {word for term in found.question.query.terms for word in term.words}
        return line.address if line.code and squeeze(line.code) in typed else ""
    return ""


def abolished(found: Answer) -> list[Hit]:
    """Return abolished classes that answer to the words, where no status is asked for: with what took their place."""
    question = found.question
    if not question.has_words or "status" in question.chosen:
        return []
    gone = answer(replace(question, chosen={**question.chosen, "status": ("abolished",)}), found.day, found.matches)
    shown = hits(gone, gone.rows[:ABOLISHED_SHOWN].tolist())
    classes = JobClass.objects.with_successors().in_bulk([hit.line.pk for hit in shown]) if shown else {}
    for hit in shown:
        hit.successors = list(classes[hit.line.pk].successors.all())
    return shown


def notices(found: Answer) -> list[ChangeNotice]:
    """Return the change notices whose number was typed: one query, none where it can be no number."""
    typed = found.question.words.strip()
    if len(typed) > LONGEST_NUMBER or not any(letter.isdigit() for letter in typed):
        return []
    return list(ChangeNotice.objects.typed(typed)[:NOTICES_SHOWN])


def cited(request: HttpRequest, digest: str, day: Day) -> HttpResponse:
    """Lead to the text whose digest begins so; where none does, or several, say so. Two queries."""
    texts = list(Specification.objects.cited(digest)[:10])
    if len(texts) == 1:
        words = request.GET["q"][:LONGEST]
        asked = day.parameters | ({"cited": words} if names_otherwise(words, texts[0]) else {})
        return redirect(with_query(texts[0].permanent_address, urlencode(asked)))
    filters = ClassFilter(QueryDict(), catalog_day(day.on).facets)
    filters.is_valid()
    context = {"day": day, "filters": filters, "digest": digest, "cited": texts, "asked": request.GET["q"][:200]}
    return render(request, "classes/browse.html", context, status=200 if texts else 404)


def asked_page(request: HttpRequest, found: QuerySet | Sequence | np.ndarray, per_page: int = CLASSES_PER_PAGE) -> Page:
    """Return the page that `?page=` asks for. Raises BadRequest or Http404, each with a sentence."""
    asked = request.GET.get("page", "").strip() or "1"
    paginator = Paginator(found, per_page)
    try:
        if not (asked.isascii() and asked.removeprefix("-").isdigit()) or len(asked) > 9:
            raise PageNotAnInteger
        return paginator.page(asked)
    except PageNotAnInteger:
        raise BadRequest(f"“{asked[:40]}” is not a page number. Page numbers are 1, 2, 3 and so on.") from None
    except EmptyPage:
        raise Http404(f"There is no page {asked}. This list ends with page {paginator.num_pages}.") from None
