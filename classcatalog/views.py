"""What belongs to the site rather than to the catalog: health, readiness, and error pages.

An error is a sentence for the person who meets it; a data twin's is the same sentence as JSON, that of a table or a
text as plain text.
"""

from django.core.exceptions import BadRequest, DisallowedHost, SuspiciousOperation
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from classes.days import Day
from classes.views.days import asked_day
from classes.views.reading import read_only


@read_only
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is alive; nothing else is asked."""
    return HttpResponse("alive\n", content_type="text/plain")


@read_only
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """The database is reachable and every migration is applied: 200, or 503 with what is missing."""
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return HttpResponse("The database cannot be reached.\n", status=503, content_type="text/plain")
    if waiting:
        return HttpResponse(
            f"{len(waiting)} migrations are not applied. Run `manage.py migrate`.\n",
            status=503,
            content_type="text/plain",
        )
    return HttpResponse("ready\n", content_type="text/plain")


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Only our own BadRequest bears a sentence for the reader; what Django refuses does not.
    if isinstance(exception, BadRequest):
        sentence = str(exception)
    elif isinstance(exception, DisallowedHost):
        sentence = "The catalog does not answer to this host name. Whoever runs it can add the name to ALLOWED_HOSTS."
    else:
        sentence = "The address or its parts make no sense here."
    return error(request, 400, sentence)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error(request, 403, "Your account may not do this.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Our own Http404 is raised with a sentence; the resolver's has a dict of everything that it tried.
    said = exception.args[0] if isinstance(exception, Http404) and exception.args else ""
    sentence = said if isinstance(said, str) and said.endswith(".") else "There is no page at this address."
    return error(request, 404, sentence)


def server_error(request: HttpRequest) -> HttpResponse:
    return error(request, 500, "Something failed on our side. Nothing that you did caused it, and nothing was lost.")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error(
        request,
        403,
        "This form could not be accepted, because the page was open too long or cookies are off. "
        "Go back, reload the page and send the form again.",
    )


def error(request: HttpRequest, status: int, sentence: str) -> HttpResponse:
    """Answer with a sentence, which nobody may keep: what went wrong now may go well the next time."""
    response: HttpResponse
    if request.path.endswith((".json", ".jsonld")):
        response = JsonResponse({"error": sentence, "status": status}, status=status)
    elif request.path.endswith((".csv", ".xlsx", ".txt")):
        response = HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
    else:
        response = render(request, f"{status}.html", {"sentence": sentence, "day": shown_day(request)}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


def shown_day(request: HttpRequest) -> Day | None:
    """The day that the failed page was to show, so that its links stay on it; None where it is today, or no day."""
    try:
        day = asked_day(request)
    except (BadRequest, SuspiciousOperation):  # no date, or more parameters than are read
        return None
    return None if day.is_today else day
