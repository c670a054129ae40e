from itertools import pairwise

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from classes.document import Section
from classes.levels import LevelsComparison, compare_levels
from classes.pages import ClassText, class_text
from classes.spreadsheets import csv_response
from classes.twins import levels_rows, levels_twin
from classes.views.days import asked_day
from classes.views.reading import of_class

SHOWS = {
    "full": "Full",
    "differences": "Differences only",
    "step-up": "Step up",
    "worksheet": "Worksheet",
}


@of_class("show", "levels")
def levels(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The levels of a class side by side, each held against the one below: two queries, see `class_text`."""
    day = asked_day(request)
    text, section = found_levels(organization, slug, request)
    show = request.GET.get("show", "") or "full"
    if show not in SHOWS:
        raise BadRequest(f"“{show[:40]}” is not a way to show levels. Choose {', '.join(SHOWS)}.")
    context = {
        "day": day,
        "page": text,
        "section": section,
        "comparison": asked_comparison(request, section),
        "show": show,
        "choices": choices(section),
    }
    return render(request, "classes/worksheet.html" if show == "worksheet" else "classes/levels.html", context)


@of_class("levels")
def levels_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the levels page, from the same rows at the same cost."""
    text, section = found_levels(organization, slug, request)
    return JsonResponse(levels_twin(text, asked_comparison(request, section), asked_day(request).on))


@of_class("levels")
def levels_csv(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """One row for each competency and level, at the same cost."""
    _, section = found_levels(organization, slug, request)
    return csv_response(f"{organization}-{slug}-levels.csv", levels_rows(asked_comparison(request, section)))


def found_levels(organization: str, slug: str, request: HttpRequest) -> tuple[ClassText, Section]:
    """Return the class's text and the section with its levels. Raises JobClass.DoesNotExist, and Http404."""
    text = class_text(organization, slug, asked_day(request).on)
    if text.leveled is None:
        raise Http404(f"The text of {text.job_class} describes no levels that could stand side by side.")
    return text, text.leveled


def asked_comparison(request: HttpRequest, section: Section) -> LevelsComparison:
    """Compare the levels that `?levels=journey,advanced` names, or all. Raises BadRequest with a sentence."""
    asked = [slug for part in request.GET.getlist("levels") for slug in part.split(",") if slug]
    known = [level.slug for level in section.levels]
    for slug in asked:
        if slug not in known:
            raise BadRequest(f"“{slug[:40]}” is not a level of this class. Its levels are {', '.join(known)}.")
    if asked and len(set(asked)) < 2:
        raise BadRequest(f"To compare takes two levels or more. The levels of this class are {', '.join(known)}.")
    return compare_levels(section, asked)


def choices(section: Section) -> list[tuple[str, str]]:
    """Return `(levels parameter, words)` for the levels that can be shown: all, and every step between neighbors."""
    levels = section.levels
    steps = list(pairwise(levels))
    if len(levels) > 2:
        steps.append((levels[0], levels[-1]))
    named = [(f"{lower.slug},{upper.slug}", f"{lower.name} and {upper.name}") for lower, upper in steps]
    return [("", "All levels"), *named] if len(levels) > 2 else []
