from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.assembly import assemble
from classes.models import Specification
from classes.pages import ClassText
from classes.revisions import compare_revisions
from classes.twins import revisions_twin
from classes.views.classes import lower_case
from classes.views.days import asked_day
from classes.views.reading import read_only

SHOWS = {"inline": "In one text", "side-by-side": "Side by side"}


@read_only
def compare_revisions_page(request: HttpRequest, organization: str, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from revision `old` to revision `new` of a class: five queries, see `found_texts`."""
    if moved := lower_case(request):
        return moved
    show = request.GET.get("show", "") or "inline"
    if show not in SHOWS:
        raise BadRequest(f"“{show[:40]}” is not a way to show a comparison. Choose {' or '.join(SHOWS)}.")
    one, other = found_texts(organization, slug, old, new)
    comparison = compare_revisions(assemble(one), assemble(other))
    context = {
        "day": asked_day(request),
        "page": ClassText(other.job_class, other, comparison.new),
        "old": one,
        "new": other,
        "comparison": comparison,
        "show": show,
        "shows": SHOWS,
    }
    return render(request, "classes/compare_revisions.html", context)


@read_only
def compare_revisions_json(request: HttpRequest, organization: str, slug: str, old: int, new: int) -> HttpResponse:
    """The data twin, from the same rows at the same cost."""
    one, other = found_texts(organization, slug.lower(), old, new)
    comparison = compare_revisions(assemble(one), assemble(other))
    return JsonResponse(revisions_twin(one, other, comparison, asked_day(request).on))


def found_texts(organization: str, slug: str, old: int, new: int) -> tuple[Specification, Specification]:
    """Return two published texts of a class: the texts with their class, and their rows (five queries).

    Raises BadRequest for one revision asked for twice, Http404 for one that is not published: a draft answers as a
    revision that does not exist.
    """
    if old == new:
        raise BadRequest(f"Revision {old} cannot be compared with itself. Choose another one.")
    texts = {text.revision: text for text in Specification.objects.for_comparison(organization, slug, old, new)}
    for revision in (old, new):
        if revision not in texts:
            raise Http404(f"The catalog holds no revision {revision} of a class “{slug}” of “{organization}”.")
    return texts[old], texts[new]
