from datetime import date

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.assembly import competency as assembled_competency
from classes.models import RequiredCompetency, Specification
from classes.twins import competency_twin
from classes.views.days import asked_day
from classes.views.reading import read_only
from classes.wordings import Wording, wordings
from competencies.models import Competency, Framework


@read_only
def competencies(request: HttpRequest) -> HttpResponse:
    """The vocabulary: frameworks with levels and competencies, and how many classes use each. Three queries."""
    day = asked_day(request)
    frameworks = Framework.objects.for_competencies(Specification.objects.in_force(day.on))
    return render(request, "competencies/competencies.html", {"day": day, "frameworks": frameworks})


@read_only
def competency(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """One competency and the classes that require it, grouped by wording: three queries, see `for_competency`."""
    day = asked_day(request)
    found = found_competency(framework, slug)
    grouped = found_wordings(found, day.on)
    context = {
        "day": day,
        "competency": found,
        "wordings": grouped,
        "several": len(grouped) > 1,
        "use_count": sum(len(wording.uses) for wording in grouped),
    }
    return render(request, "competencies/competency.html", context)


@read_only
def competency_json(request: HttpRequest, framework: str, slug: str) -> HttpResponse:
    """The data twin of the competency page, from the same rows at the same cost."""
    day = asked_day(request)
    found = found_competency(framework, slug)
    return JsonResponse(competency_twin(found, found_wordings(found, day.on), day.on))


def found_wordings(found: Competency, on: date) -> tuple[Wording[RequiredCompetency], ...]:
    uses = RequiredCompetency.objects.for_competency(found, on)
    return wordings(((use, assembled_competency(use)) for use in uses), found.definition)


def found_competency(framework: str, slug: str) -> Competency:
    try:
        return Competency.objects.select_related("framework").get(framework__slug=framework, slug=slug)
    except Competency.DoesNotExist:
        raise Http404(f"The catalog has no competency “{slug}” in a framework “{framework}”.") from None
