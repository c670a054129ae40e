"""What the lint says of a draft, each piece of advice with a way to the row that it is about."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from classes.assembly import assemble
from classes.lint import Place
from classes.linting import Linted, lint
from classes.models import Specification
from classes.publishing import PublishingRefused, last_text, refuse_day, refuse_other_day

DAY_REASON = "It can be saved with this day, but not be published."

Row = tuple[str, int]  # the prefix of its form's fields, and its primary key


@dataclass(frozen=True, slots=True)
class Advice:
    """A piece of advice: where, what and why, and the id of what it is about in the form; none if it is the whole."""

    where: str
    says: str
    reason: str
    anchor: str


def linted_draft(draft: Specification, on: date) -> Linted:
    """Return a draft as it is stored, with its rows, and what the lint says of it: twelve queries."""
    return next(lint(Specification.objects.filter(pk=draft.pk), on))


def advice_in(linted: Linted, formsets: Iterable[Any]) -> list[Advice]:
    """Return the advice on a draft in the order of its document, with ways into the form."""
    places = rows_by_place(linted.specification)
    forms = {
        (formset.prefix, form.instance.pk): (f"{formset.prefix}-{number}", form)
        for formset in formsets
        for number, form in enumerate(formset.forms)
    }

    def anchor(place: Place) -> str:
        row = places.get(place.competency) or places.get(place.anchor)
        if row not in forms:
            return ""
        name, form = forms[row]
        cells = form.cells() if place.level and hasattr(form, "cells") else []
        return next((cell.id_for_label for cell in cells if cell.field.level.slug == place.level), name)

    found = [
        Advice(str(finding.place), finding.says, finding.reason, anchor(finding.place)) for finding in linted.findings
    ]
    if sentence := why_no_day(linted.specification):
        found.insert(0, Advice("First day", sentence, DAY_REASON, "id_effective_from"))
    return found


def why_no_day(draft: Specification) -> str:
    """Say, as publishing would, why a draft cannot take effect on its first day; empty if it can, or has none yet.

    Two queries where it has a day or is a correction, else none.
    """
    try:
        if draft.corrects:
            refuse_other_day(draft, draft.corrects)
        elif draft.effective_from:
            refuse_day(draft, draft.job_class, last_text(draft.job_class))
    except PublishingRefused as refused:
        return str(refused)
    return ""


def rows_by_place(text: Specification) -> dict[str, Row]:
    """Return the rows of a text by the anchor of their part, or their library address. Takes `text` with its rows."""
    rows = list(text.sections.all())
    found: dict[str, Row] = {}
    for part in assemble(text).parts:
        if rows:
            found[part.anchor] = ("sections", rows[0].pk)
        del rows[: len(part.sections)]
    for required in text.required_competencies.all():
        entry = required.competency
        found[f"{entry.framework.slug}/{entry.slug}"] = ("required_competencies", required.pk)
    return found
