"""What was typed into the editor's form, in words, where it cannot be saved any more."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.text import capfirst

from classes.models import RequiredCompetency, Requirement, Section, Specification
from competencies.models import Competency, Level

ROW = re.compile(r"(?P<prefix>sections|requirements|required_competencies)-(?P<number>[0-9]{1,4})-(?P<field>\w+)", re.A)
MODELS = {"sections": Section, "requirements": Requirement, "required_competencies": RequiredCompetency}

# Choices and what only the machine reads.
UNSPOKEN = frozenset({"id", "specification", "position", "kind", "by_position", "DELETE"})

Part = tuple[str, list[tuple[str, str]]]


def typed(posted: Mapping[str, str], labels: Mapping[str, str]) -> list[Part]:
    """Return the text of a posted form by row, each field with its label: at most two queries.

    `labels` are those that the form of the draft gives its fields instead of their own.
    """
    levels = {f"level_{level.pk}": level.name for level in Level.objects.all()}
    names = {str(pk): name for pk, name in Competency.objects.values_list("pk", "name")}
    facts = [
        (labels.get(field.name, capfirst(str(field.verbose_name))), in_words(field, posted[field.name]))
        for field in Specification._meta.concrete_fields
        if field.editable and not field.is_relation and posted.get(field.name)
    ]
    rows: dict[tuple[str, int], list[tuple[str, str]]] = defaultdict(list)
    for name, text in posted.items():
        found = ROW.fullmatch(name)
        if not found or not text.strip() or found["field"] in UNSPOKEN:
            continue
        model, field = MODELS[found["prefix"]], found["field"]
        if field in levels:
            label = levels[field]
        elif field in {each.name for each in model._meta.concrete_fields}:
            label = capfirst(str(model._meta.get_field(field).verbose_name))  # type: ignore[union-attr]
        else:
            continue
        rows[found["prefix"], int(found["number"])].append(
            (label, names.get(text, text) if field == "competency" else text)
        )
    parts = [
        (capfirst(str(MODELS[prefix]._meta.verbose_name)), fields)
        for (prefix, _), fields in sorted(rows.items(), key=lambda row: (list(MODELS).index(row[0][0]), row[0][1]))
    ]
    return [("Draft", facts), *parts] if facts else parts


def in_words(field: Any, value: str) -> str:
    """Return what was chosen as the form reads; what was typed stays as it is."""
    return str({str(each): label for each, label in field.flatchoices}.get(value, value))
