"""Classes and frameworks for other people's programs: JSON-LD and CASE."""

from datetime import datetime

from django.db.models import Min, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port

from classes import versions
from classes.models import Organization, Specification
from classes.pages import class_page
from classes.twins.case import Issuer, framework_package, levels_package
from classes.twins.linked import MEDIA_TYPE, occupation
from classes.views.days import asked_day
from classes.views.levels import found_levels
from classes.views.reading import of_class, read_only
from competencies.models import Framework


@of_class()
def job_class_linked(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """A class as JSON-LD, from the rows of its page: six queries, see `class_page`."""
    page = class_page(organization, slug, asked_day(request).on)
    return JsonResponse(occupation(page), content_type=MEDIA_TYPE)


@of_class()
def levels_case(request: HttpRequest, organization: str, slug: str) -> HttpResponse:
    """The levels of a class as a CASE package with a rubric: two queries, see `class_text`."""
    text, section = found_levels(organization, slug, request)
    assert text.specification is not None
    return JsonResponse(levels_package(text.specification, section, issuer(request)))


@read_only()
def framework_case(request: HttpRequest, framework: str) -> HttpResponse:
    """A framework as a CASE package: three queries, and one for who uses it since when, see `users`."""
    texts = Specification.objects.in_force(asked_day(request).on)
    found = Framework.objects.for_competencies(texts).filter(slug=framework).first()
    if found is None:
        raise Http404(f"The catalog has no competency framework “{framework}”.")
    return JsonResponse(framework_package(found, *users(found), issuer(request)))


def users(framework: Framework) -> tuple[list[str], datetime]:
    """Return the employers that use a framework, and when the last of the texts that use it was published.

    An employer uses it who has it as the framework of its specifications, or a published text that asks for one of
    its competencies. One query; one more where no text uses it: it counts as unchanged since the first text of the
    catalog then, so that its time does not move with classes that have nothing to do with it.
    """
    texts = Specification.objects.published()
    used = texts.filter(job_class__organization=OuterRef("pk"), required_competencies__competency__framework=framework)
    last = used.order_by("-published_at").values("published_at")[:1]
    employers = Organization.objects.annotate(last=Subquery(last)).order_by("name")
    found = list(employers.filter(Q(framework=framework) | Q(last__isnull=False)).values_list("name", "last"))
    times = [last for _, last in found if last]
    if not times:
        times = [texts.aggregate(first=Min("published_at"))["first"] or versions.UNKNOWN.changed_at]
    return [name for name, _ in found], max(times)


def issuer(request: HttpRequest) -> Issuer:
    host, _ = split_domain_port(request.get_host())
    return Issuer(host, request.build_absolute_uri)
