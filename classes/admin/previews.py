"""The public page of a draft, for those who keep the record."""

from __future__ import annotations

from dataclasses import fields

from classes.assembly import assemble
from classes.days import Day
from classes.models import Specification
from classes.pages import ClassPage, ClassText, surroundings
from classes.status import Status


class DraftPage(ClassPage):
    """The class page of a text that is not law: it has no standing on any day."""

    status = Status("no text")


def draft_page(draft: Specification, day: Day) -> DraftPage:
    """Gather what the public page of a draft would show: nine queries with a series."""
    related = ("job_class__organization", "job_class__family__organization", "job_class__series__organization")
    draft = Specification.objects.select_related(*related).with_rows().get(pk=draft.pk)
    page = surroundings(ClassText(draft.job_class, draft, assemble(draft)), day.on)
    return DraftPage(**{field.name: getattr(page, field.name) for field in fields(page)})
