"""What stands in the editor's form, and what is wrong in it, each with a way there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.text import Truncator


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong: where, in words, and the id of what is to be mended."""

    where: str
    message: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop of the jump list: the rows of one kind, each with its name and its id."""

    name: str
    anchor: str
    rows: tuple[tuple[str, str], ...] = ()


def faults(form: Any, formsets: Iterable[Any]) -> Iterator[Fault]:
    """Say what keeps the form from being saved, in the order of the page."""
    if form.is_bound:
        yield from faults_of(form, "", "")
    for formset in formsets:
        for message in formset.non_form_errors() if formset.is_bound else ():
            yield Fault(str(formset.model._meta.verbose_name_plural).capitalize(), message, f"{formset.prefix}-group")
        for number, row in enumerate(formset.forms):
            if formset.is_bound and not formset.goes(row):
                yield from faults_of(row, row_name(row), f"{formset.prefix}-{number}")


def faults_of(form: Any, name: str, anchor: str) -> Iterator[Fault]:
    for field, errors in form.errors.as_data().items():
        for error in errors:
            if error.code == "refused":
                continue
            where, place = (form[field].label, form[field].auto_id) if field in form.fields else ("", anchor)
            for message in error.messages:
                yield Fault(", ".join(filter(None, (name, where))), message, place)


def stops(formsets: Iterable[Any]) -> Iterator[Stop]:
    for formset in formsets:
        rows = tuple((row_name(row), f"{formset.prefix}-{number}") for number, row in enumerate(formset.forms))
        yield Stop(str(formset.model._meta.verbose_name_plural).capitalize(), f"{formset.prefix}-group", rows)


def row_name(form: Any) -> str:
    """What the row is called: as it stands in the database, or its kind where it is new."""
    noun = str(form.instance._meta.verbose_name)
    words = str(form.instance).strip() or noun.capitalize() if form.instance.pk else f"New {noun}"
    return Truncator(words).chars(60)
