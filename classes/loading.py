"""Fixtures in: what is missing is added, what is held is never overwritten.

Fixtures are Django's own format with natural keys. A specification comes in as a draft and goes the one way
into law, `publishing.publish`, so its digests are made from what the database really holds.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from json import JSONDecodeError
from pathlib import Path
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.core.serializers import deserialize
from django.core.serializers.base import DeserializationError, DeserializedObject
from django.db import IntegrityError, models

from classes.models import FormerName, JobClass, SourceDocument, Specification
from classes.publishing import publish
from classes.versions import one_act, touch

REFUSED = (DeserializationError, FieldDoesNotExist, UnicodeDecodeError, JSONDecodeError, IntegrityError)


class LoadingRefused(Exception):
    """A fixture cannot be loaded; the message says which and why."""


@dataclass
class Loaded:
    """What a load did: how many rows were new, how many stood already, and where the held ones differ."""

    added: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)


def load(paths: Iterable[Path]) -> Loaded:
    """Load fixture files in the order given; all or nothing. Raises LoadingRefused or PublishingRefused."""
    loaded = Loaded()
    with one_act(whole=True) as act:
        for path in paths:
            try:
                load_file(path, loaded)
            except REFUSED as error:
                raise LoadingRefused(f"The fixture {path.name} cannot be loaded: {error}") from error
        act.changed = loaded.added > 0
    return loaded


def load_file(path: Path, loaded: Loaded) -> None:
    """Load what stands for itself, then specification by specification with its rows, and at last the history.

    A specification is published before the next comes in, for a class has one draft at a time.
    """
    records = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(records, list) or not all(isinstance(record, dict) for record in records):
        raise LoadingRefused(f"The fixture {path.name} holds no list of records.")
    for _, group in groupby(sorted(records, key=turn), key=turn):
        to_publish: list[Specification] = []
        for record in deserialize("python", group):
            row = record.object
            if isinstance(row, Specification) and row.pk is None and row.is_published:
                row.status = Specification.Status.DRAFT
                to_publish.append(row)
            load_record(record, path.parent / "sources", loaded)
        for specification in to_publish:
            publish(specification)


def turn(record: dict[str, Any]) -> tuple[int, list[Any]]:
    """Return what a raw record is sorted by: when its turn comes, and the specification that it belongs to."""
    model, fields = record.get("model"), record.get("fields", {})
    if model == "classes.specification":
        return 1, [*fields.get("job_class", ()), fields.get("revision")]
    if model == "classes.leveldescriptor":
        return 1, list(fields.get("required_competency", ()))[:3]
    if model in ("classes.section", "classes.requirement", "classes.requiredcompetency"):
        return 1, list(fields.get("specification", ()))
    return (2 if model == "classes.historyentry" else 0), []


def load_record(record: DeserializedObject, sources: Path, loaded: Loaded) -> None:
    """Add one record unless it is held already. Raises LoadingRefused for a row missing from a published text."""
    row = record.object
    if isinstance(row, SourceDocument):
        row.text = source_text(row, sources)
    if row.pk is not None:
        held = type(row)._default_manager.get(pk=row.pk)
        differing = differing_fields(row, held)
        if differing:
            loaded.kept.append(f"{row._meta.verbose_name} “{held}”: {', '.join(differing)}")
        else:
            loaded.unchanged += 1
        return
    owner = getattr(getattr(row, "required_competency", row), "specification", None)
    if isinstance(owner, Specification) and owner.is_published and row._meta.model_name != "historyentry":
        raise LoadingRefused(
            f"The {row._meta.verbose_name} “{row}” is missing from {owner}, which is published and cannot change. "
            "Run `manage.py check_catalog` to see what else differs, and restore the database from a backup."
        )
    record.save()
    loaded.added += 1
    changed = row if isinstance(row, JobClass) else row.job_class if isinstance(row, FormerName) else None
    if changed:
        touch(changed.pk)


def differing_fields(row: models.Model, held: models.Model) -> list[str]:
    """Name the fields in which a held row departs from its fixture; what publishing sets does not count."""
    return [
        str(each.verbose_name)
        for each in row._meta.concrete_fields
        if each.editable and not each.primary_key and each.value_from_object(row) != each.value_from_object(held)
    ]


def source_text(source: SourceDocument, folder: Path) -> str:
    """Return the text of a source from the file of its name, which must be the one that was transcribed."""
    try:
        raw = (folder / source.name).read_bytes()
    except OSError as error:
        raise LoadingRefused(f"The source “{source.name}” is missing from {folder}. Put the file there.") from error
    if hashlib.sha256(raw).hexdigest() != source.sha256:
        raise LoadingRefused(
            f"The source “{source.name}” is not the file that was transcribed: its SHA-256 differs from the fixture's."
        )
    return raw.decode()
