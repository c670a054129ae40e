from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect, JsonResponse
from django.shortcuts import render

from classes.models import JobClass
from classes.pages import ClassPage, class_page
from classes.twins import class_twin
from classes.views.days import Day, asked_day
from classes.views.reading import read_only


@read_only
def job_class(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The class page: the specification in force on the day. Eight queries at most, see `class_page`."""
    if moved := lower_case(request):
        return moved
    day = asked_day(request)
    return render(request, "classes/class.html", {"day": day, "page": found_page(organization, slug, day)})


@read_only
def job_class_json(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The data twin of the class page, from the same rows at the same cost."""
    if moved := lower_case(request):
        return moved
    day = asked_day(request)
    return JsonResponse(class_twin(found_page(organization, slug, day), day.on))


def found_page(organization: str, slug: str, day: Day) -> ClassPage:
    try:
        return class_page(organization, slug, day.on)
    except JobClass.DoesNotExist:
        raise Http404(f"The catalog has no class “{slug}” of an organization “{organization}”.") from None


def lower_case(request: HttpRequest) -> HttpResponsePermanentRedirect | None:
    """Addresses are in lower case; a code typed as it is printed, /classes/city/CI2787/, leads there."""
    path = request.path
    if path == path.lower():
        return None
    query = request.META.get("QUERY_STRING", "")
    return HttpResponsePermanentRedirect(path.lower() + (f"?{query}" if query else ""))
