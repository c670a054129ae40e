"""Integrity of what is published: digests, intervals, transcriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from classes.assembly import assemble
from classes.document import Document
from classes.models import HistoryEntry, Specification
from classes.transcription import Furniture, faults


def problems() -> Iterator[str]:
    """Yield a line for every fault of the published texts, in a fixed order; none is a sound catalog.

    Five queries for each 500 texts, and memory for those 500.
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
    stored, now = specification.section_digests, document.section_digests
    if document.digest == specification.digest:
        if stored != now:
            yield "the document: the stored digests of its sections were changed after the text was published"
        return
    if stored == now:
        yield "the document: the stored digest was changed after the text was published"
    before, after = named(stored), named(now)
    digests = [entry["digest"] for entry in stored], [entry["digest"] for entry in now]
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, *digests, autojunk=False).get_opcodes():
        if operation == "equal":
            continue
        # Sections that were changed in place stand on both sides; what is more on one side is missing or new.
        changed = min(i2 - i1, j2 - j1)
        yield from (f"{name}: the text was changed after it was published" for name in before[i1 : i1 + changed])
        yield from (f"{name}: is missing, though it was published" for name in before[i1 + changed : i2])
        yield from (f"{name}: stands there now, but was not published" for name in after[j1 + changed : j2])


def named(digests: list[dict[str, str]]) -> list[str]:
    """Name a document's head and its sections; a section without a heading bears the one before it."""
    found, name = [], "title, date or facts"
    for at, entry in enumerate(digests):
        if entry["heading"]:
            name = f"section “{entry['heading']}”"
        elif at == 1:
            name = "the first section"
        found.append(name)
    return found


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
    """Each text ends when the next begins, or when the class is abolished; the last may be without an end.

    A class that was abolished once and reinstated has a gap, which its history must tell of by an entry on its day.
    """
    for earlier, later in pairwise(revisions):
        if earlier.effective_to is None:
            yield f"{address(earlier)}, interval: has no end, though revision {later.revision} follows"
        elif later.effective_from is not None and later.effective_from < earlier.effective_to:
            yield f"{address(earlier)}, interval: overlaps that of revision {later.revision}"
        elif later.effective_from != earlier.effective_to and not abolished(earlier):
            yield (
                f"{address(earlier)}, interval: ends before revision {later.revision} begins, "
                "and nothing abolished the class"
            )
    if revisions:
        last, abolished_on = revisions[-1], revisions[-1].job_class.abolished_on
        if last.effective_to is None and abolished_on is not None:
            yield f"{address(last)}, interval: has no end, though the class was abolished on {abolished_on}"
        elif last.effective_to is not None and last.effective_to != abolished_on:
            yield f"{address(last)}, interval: ends on {last.effective_to}, but nothing follows"


def abolished(specification: Specification) -> bool:
    """Whether the class's history has it abolished on the day on which this text ends. One query, for gaps only."""
    return HistoryEntry.objects.filter(
        job_class=specification.job_class_id,
        kind=HistoryEntry.Kind.ABOLISHED,
        effective_on=specification.effective_to or date.min,
    ).exists()
