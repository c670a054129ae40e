from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.assembly import assemble
from classes.citations import LONGEST, cite, digest_in, names_otherwise
from classes.days import Day
from classes.models import HistoryEntry, JobClass, Specification
from classes.pages import ClassPage, ClassText, revision_page
from classes.plain import as_text
from classes.revisions import compare_revisions
from classes.spreadsheets import csv_response
from classes.twins import class_rows, revision_twin, revisions_rows, revisions_twin
from classes.views.days import asked_day
from classes.views.reading import host, of_class

SHOWS = {"inline": "In one text", "side-by-side": "Side by side"}


@of_class("cited")
def revision(request: HttpRequest, organization: str, slug: str, revision: int) -> HttpResponse:
    """One revision as it was, at its permanent address, and what has become of it: six queries."""
    day = asked_day(request)
    page = found_revision(organization, slug, revision, day)
    context = {
        "day": day,
        "page": page,
        "here": "revision",
        "cited_otherwise": cited_otherwise(request, page),
        "citation": cite(page.specification, page.job_class, day.today) if page.specification else None,
    }
    return render(request, "classes/class.html", context)


@of_class()
def revision_json(request: HttpRequest, organization: str, slug: str, revision: int) -> HttpResponse:
    """The data twin of a revision, from the same rows at the same cost."""
    day = asked_day(request)
    return JsonResponse(revision_twin(found_revision(organization, slug, revision, day), day))


@of_class()
def revision_csv(request: HttpRequest, organization: str, slug: str, revision: int) -> HttpResponse:
    """A revision as a table like that of its class, from the same rows at the same cost."""
    day = asked_day(request)
    page = found_revision(organization, slug, revision, day)
    return csv_response(f"{organization}-{slug}-revision-{revision}.csv", class_rows(page, day.on, host(request)))


@of_class()
def revision_text(request: HttpRequest, organization: str, slug: str, revision: int) -> HttpResponse:
    """A revision as plain text under a head that says which one it is, from the same rows at the same cost."""
    day = asked_day(request)
    page = found_revision(organization, slug, revision, day)
    return HttpResponse(as_text(page, day.today), content_type="text/plain; charset=utf-8")


def cited_otherwise(request: HttpRequest, page: ClassPage) -> str:
    """Return the citation that led here, where it bears the digest of this text but names another one."""
    cited, text = request.GET.get("cited", "")[:LONGEST], page.specification
    digest = digest_in(cited)
    return cited if text and digest and text.digest.startswith(digest) and names_otherwise(cited, text) else ""


def found_revision(organization: str, slug: str, revision: int, day: Day) -> ClassPage:
    """Return the page of a published revision. Raises JobClass.DoesNotExist, and Http404 with a sentence."""
    try:
        return revision_page(organization, slug, revision, day.on)
    except Specification.DoesNotExist:
        raise no_such_revision(organization, slug, revision) from None


def no_such_revision(organization: str, slug: str, revision: int) -> Http404:
    """Return what to raise: a draft answers as a revision that does not exist. Raises JobClass.DoesNotExist itself."""
    JobClass.objects.public().get_by_natural_key(organization, slug)
    return Http404(f"The catalog holds no revision {revision} of a class “{slug}” of “{organization}”.")


@of_class("show")
def compare_revisions_page(request: HttpRequest, organization: str, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from revision `old` to revision `new` of a class: six queries.

    Five for the texts, see `found_texts`, and one for what applied between them and is not held.
    """
    show = request.GET.get("show", "") or "inline"
    if show not in SHOWS:
        raise BadRequest(f"“{show[:40]}” is not a way to show a comparison. Choose {' or '.join(SHOWS)}.")
    one, other = found_texts(organization, slug, old, new)
    comparison = compare_revisions(assemble(one), assemble(other))
    context = {
        "unheld": HistoryEntry.objects.unheld_between(one, other),
        "day": asked_day(request),
        "page": ClassText(other.job_class, other, comparison.new),
        "old": one,
        "new": other,
        "comparison": comparison,
        "show": show,
        "shows": SHOWS,
    }
    return render(request, "classes/compare_revisions.html", context)


@of_class()
def compare_revisions_json(request: HttpRequest, organization: str, slug: str, old: int, new: int) -> HttpResponse:
    """The data twin, from the same rows at the same cost."""
    one, other = found_texts(organization, slug, old, new)
    comparison = compare_revisions(assemble(one), assemble(other))
    return JsonResponse(revisions_twin(one, other, comparison, asked_day(request).on))


@of_class()
def compare_revisions_csv(request: HttpRequest, organization: str, slug: str, old: int, new: int) -> HttpResponse:
    """Every sentence of both texts and what became of it, a row each, from the same rows at the same cost."""
    one, other = found_texts(organization, slug, old, new)
    comparison = compare_revisions(assemble(one), assemble(other))
    return csv_response(f"{organization}-{slug}-revisions-{old}-{new}.csv", revisions_rows(one, other, comparison))


def found_texts(organization: str, slug: str, old: int, new: int) -> tuple[Specification, Specification]:
    """Return two published texts of a class: the texts with their class, and their rows (five queries).

    Raises BadRequest for one revision asked for twice, Http404 for one that is not published, JobClass.DoesNotExist.
    """
    texts = {text.revision: text for text in Specification.objects.for_comparison(organization, slug, old, new)}
    for revision in (old, new):
        if revision not in texts:
            raise no_such_revision(organization, slug, revision)
    if old == new:
        raise BadRequest(f"Revision {old} cannot be compared with itself. Choose another one.")
    return texts[old], texts[new]
