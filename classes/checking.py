"""Integrity of what is published: digests, intervals, transcriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby, pairwise

from classes.assembly import assemble
from classes.document import Document
from classes.models import Specification
from classes.transcription import Furniture, faults


def problems() -> Iterator[str]:
    """Yield a line for every fault of the published texts, in a fixed order; none is a sound catalog.

    Six queries for each 500 texts, and memory for those 500.
    """
    texts = Specification.objects.for_check().iterator(chunk_size=500)
    for _, revisions in groupby(texts, key=lambda specification: specification.job_class_id):
        held = []
        for specification in revisions:
            document = assemble(specification)
            yield from (f"{address(specification)}, {line}" for line in changed_sections(specification, document))
            yield from (f"{address(specification)}, {line}" for line in transcription(specification, document))
            held.append(specification)
        yield from intervals(held)


def address(specification: Specification) -> str:
    job_class = specification.job_class
    return f"{job_class.organization.slug}/{job_class.slug} revision {specification.revision}"


def changed_sections(specification: Specification, document: Document) -> Iterator[str]:
    """Say which parts no longer have the digest that publishing stored."""
    if document.digest == specification.digest:
        return
    stored, now = specification.section_digests, document.section_digests
    if len(stored) != len(now):
        yield f"the document: {len(stored) - 1} sections were published, {len(now) - 1} are held"
    found = False
    for before, after in zip(stored, now, strict=False):
        if before["digest"] != after["digest"]:
            found = True
            name = f"section “{before['heading']}”" if before["heading"] else "title, date or facts"
            yield f"{name}: the text was changed after it was published"
    if not found and len(stored) == len(now):
        yield "the document: the stored digest was changed after the text was published"


def transcription(specification: Specification, document: Document) -> Iterator[str]:
    """Hold the document against the source that it was transcribed from, where there is one."""
    source = specification.source
    if source is None:
        return
    if hashlib.sha256(source.text.encode()).hexdigest() != source.sha256:
        yield f"source “{source.name}”: the text was changed after it was loaded"
    try:
        departures = faults(source.text, [Furniture(**each) for each in source.furniture], document)
    except (TypeError, ValueError) as error:
        yield f"source “{source.name}”: its page furniture cannot be set aside: {error}"
        return
    for fault in departures:
        yield f"section “{fault.section}”: {fault}"


def intervals(revisions: list[Specification]) -> Iterator[str]:
    """Each text ends when the next begins, or when the class is abolished; the last may be without an end."""
    for earlier, later in pairwise(revisions):
        if earlier.effective_to is None:
            yield f"{address(earlier)}, interval: has no end, though revision {later.revision} follows"
        elif later.effective_from is not None and later.effective_from < earlier.effective_to:
            yield f"{address(earlier)}, interval: overlaps that of revision {later.revision}"
    if revisions:
        last, abolished_on = revisions[-1], revisions[-1].job_class.abolished_on
        if last.effective_to is not None and last.effective_to != abolished_on:
            yield f"{address(last)}, interval: ends on {last.effective_to}, but nothing follows"
