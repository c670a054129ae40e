"""What the admin's tests share: forms filled and sent as a browser does it, and a draft to work on."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from django.test import Client
from django.urls import reverse

from classes.models import LevelDescriptor, Specification
from competencies.models import Level
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_requirement,
    make_section,
    require_competency,
)

LEVELS = ("Contributing", "Journey", "Advanced")


class Form(HTMLParser):
    """What a browser would send if nobody touched the form: line ends as CRLF, disabled fields left out."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.data: dict[str, Any] = {}
        self.area: str | None = None
        self.select: str | None = None
        self.feed(html.replace("\r\n", "\n"))  # as a browser reads it

    def handle_starttag(self, tag: str, pairs: list[tuple[str, str | None]]) -> None:
        attributes = dict(pairs)
        name = attributes.get("name") or ""
        if tag == "option" and self.select and "selected" in attributes:
            self.data.setdefault(self.select, []).append(attributes.get("value") or "")
        elif not name or "disabled" in attributes or attributes.get("type") in {"submit", "search"}:
            return
        elif tag == "textarea":
            self.area, self.data[name] = name, ""
        elif tag == "select":
            self.select = name
        elif tag == "input" and (attributes.get("type") not in {"checkbox", "radio"} or "checked" in attributes):
            default = "on" if attributes.get("type") == "checkbox" else ""
            self.data[name] = (attributes.get("value") or default).replace("\n", "\r\n")

    def handle_data(self, data: str) -> None:
        if self.area:
            self.data[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area:
            self.data[self.area] = self.data[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = None
        elif tag == "select":
            self.select = None


def page_of(row: Any, action: str = "change") -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{action}", args=[row.pk])


def form_of(admin: Client, address: str) -> dict[str, Any]:
    response = admin.get(address)
    assert response.status_code == 200
    return Form(response.content.decode()).data


def new_row(form: dict[str, Any], prefix: str, **fields: Any) -> None:
    """Press "Add another" and fill the row."""
    number = int(form[f"{prefix}-TOTAL_FORMS"])
    form[f"{prefix}-TOTAL_FORMS"] = str(number + 1)
    blank = {name: value for name, value in form.items() if name.startswith(f"{prefix}-__prefix__-")}
    form.update({name.replace("__prefix__", str(number)): value for name, value in blank.items()})
    form.update({f"{prefix}-{number}-{name}": value for name, value in fields.items()})


def saves(admin: Client, address: str, form: dict[str, Any]) -> bool:
    response = admin.post(address, form)
    assert response.status_code in {200, 302}
    return response.status_code == 302


def refuses(admin: Client, address: str, form: dict[str, Any], sentence: str) -> str:
    """Post, see the form again with the sentence, and return the page."""
    response = admin.post(address, form)
    assert response.status_code == 200
    page = response.content.decode().replace("&#x27;", "'")
    assert sentence in page
    return page


def make_profile() -> Specification:
    """A draft of an organization with three levels: two sections, a requirement, two competencies."""
    framework = make_framework("nc", LEVELS)
    draft = make_draft(make_class(make_organization("nc", framework=framework)))
    make_section(draft, kind="competencies", heading="Competencies", body="", position=1)
    make_section(draft, kind="education", heading="Education", body="", position=2)
    make_requirement(draft, position=1)
    for place, name in enumerate(("Planning", "Coaching"), start=1):
        texts = {"contributing": f"{name} a unit.", "journey": f"{name} two.\n\nAnd more."}
        require_competency(draft, make_competency(framework, name), texts, position=place)
    return draft


def cell(level: str, row: int = 0) -> str:
    pk = Level.objects.get(slug=level).pk
    return f"required_competencies-{row}-level_{pk}"


def texts_of(specification: Specification) -> dict[tuple[str, str], str]:
    rows = LevelDescriptor.objects.filter(required_competency__specification=specification)
    return {(row.required_competency.name, row.level.slug): row.text for row in rows}
