"""What tests of the admin's own pages share: a class to act on, forms that are answered, pages that are read."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.admin.models import LogEntry
from django.test import Client

from classes.drafting import revise
from classes.models import Specification
from classes.publishing import publish
from tests.admin_forms import Form
from tests.factories import make_class, make_draft, make_organization, make_section
from tests.page import Element, read

START, NEXT_MONTH = date(2020, 1, 1), date(2026, 7, 1)
WORDS, NEW_WORDS = "Plans the work of the office.", "Plans all the work of the office."


def make_text() -> Specification:
    """The text in force of a planner of the county."""
    job_class = make_class(make_organization("county", name="County"), title="Planner", code="P1")
    draft = make_draft(job_class, effective_from=START, pay_grade="EX-1")
    make_section(draft, body=WORDS)
    return publish(draft)


def make_revision(text: Specification) -> Specification:
    """A draft, by nobody in particular, that rewords the one sentence of a text."""
    draft, _ = revise(text.job_class)
    draft.sections.update(body=NEW_WORDS)
    return draft


def page(client: Client, address: str) -> Element:
    response = client.get(address, follow=True)
    assert response.status_code == 200
    return words(response)


def words(response: Any) -> Element:
    """The main part of a page of the admin: Django's own markup around it is not ours to check."""
    html = response.content.decode()
    start, end = html.index("<main"), html.index("</main>")

    class Part:
        def __getitem__(self, name: str) -> str:
            return "text/html; charset=utf-8"

        def __iter__(self) -> Any:
            return iter([html[start:end].encode() + b"</main>"])

    return read(Part())  # type: ignore[arg-type]


def said(client: Client, address: str, **fields: Any) -> str:
    """Post, follow, and return the words of the page."""
    response = client.post(address, fields, follow=True)
    assert response.status_code == 200
    return words(response).text


def log_of(row: Any) -> list[str]:
    """What the admin's history page of a row tells, oldest first."""
    entries = LogEntry.objects.filter(content_type__model=row._meta.model_name, object_id=row.pk)
    return [entry.get_change_message() for entry in entries.order_by("pk")]


def filled(client: Client, address: str, **fields: Any) -> dict[str, Any]:
    """The form of a page as a browser would send it, with these answers."""
    html = client.get(address).content.decode()
    return Form(html[html.index('<form class="act"') :]).data | fields
