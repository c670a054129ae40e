"""Integrity of what is published: the guard, digests, names, intervals, transcriptions."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from classes import guard, versions
from classes.assembly import assemble
from classes.document import Document
from classes.finding import index
from classes.models import HistoryEntry, JobClass, Repair, Specification
from classes.transcription import Furniture, faults


def problems(on: date) -> Iterator[str]:
    """Yield a line for every fault of the published texts, in a fixed order; none is a sound catalog.

    `on` is today: the names that classes bear are held against the texts in force on it. Two queries for the guard,
    three on PostgreSQL, two for the version, three for the search index; six for each 500 texts, and memory for them.
    """
    yield from unguarded()
    yield from uncounted()
    yield from index.faults()
    texts = Specification.objects.for_check().iterator(chunk_size=500)
    for _, revisions in groupby(texts, key=lambda specification: specification.job_class_id):
        held = []
        for specification in revisions:
            document = assemble(specification)
            yield from at(specification, changed_sections(specification, document))
            yield from at(specification, changed_cells(specification, document))
            yield from at(specification, transcription(specification, document))
            held.append(specification)
        yield from corrections(held)
        yield from intervals(held)
        yield from name(held, on)


def at(specification: Specification, lines: Iterator[str]) -> Iterator[str]:
    return (f"{address(specification)}, {line}" for line in lines)


def address(specification: Specification) -> str:
    return f"{class_address(specification.job_class)} revision {specification.revision}"


def class_address(job_class: JobClass) -> str:
    return f"{job_class.organization.slug}/{job_class.slug}"


def unguarded() -> Iterator[str]:
    """Say what of the guard is missing, and which repair holds it open. Two queries, three on PostgreSQL."""
    for part in guard.missing():
        yield f"guard: the database lacks {part}, so published texts can be changed. Run `manage.py migrate`."
    for repair in Repair.objects.filter(under_way=True):
        yield (
            f"guard: the repair “{repair.reason}”, begun on {repair.begun_at:%Y-%m-%d}, is still under way, so "
            "published texts can be changed. Find out what it did, then set its `under_way` to false."
        )


def uncounted() -> Iterator[str]:
    """Say by what changes could pass unseen, so that old pages would be shown for new ones. Two queries."""
    for trigger in versions.missing():
        yield f"version: the database lacks {trigger}, so old pages could stay in sight. Run `manage.py migrate`."
    if versions.read() == versions.UNKNOWN:
        yield "version: its row is missing, so no page is kept and all are slow. Run `manage.py migrate`."


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


def changed_cells(specification: Specification, document: Document) -> Iterator[str]:
    """Say of which competencies the stored digests do not fit, where the text itself is as it was published."""
    stored, now = specification.cell_digests, document.cell_digests
    if document.digest != specification.digest or stored == now:
        return
    for entry in sorted({*stored, *now}):
        if stored.get(entry) != now.get(entry):
            yield f"competency “{entry}”: the stored digests of its words were changed after the text was published"


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


def corrections(revisions: Sequence[Specification]) -> Iterator[str]:
    """A text is marked as corrected if another text of its class corrects it, and that one has its days."""
    held = {text.pk: text for text in revisions}
    corrected = {text.corrects_id for text in revisions}
    for text in revisions:
        if text.corrected and text.pk not in corrected:
            yield f"{address(text)}, correction: is marked as corrected, but no published text corrects it"
        if text.corrects_id is None:
            continue
        wrong = held.get(text.corrects_id)
        if wrong is None:
            yield f"{address(text)}, correction: corrects a text that is not a published one of its class"
            continue
        if not wrong.corrected:
            yield f"{address(wrong)}, correction: revision {text.revision} corrects it, but it is not marked so"
        if text.effective_from != wrong.effective_from:
            yield f"{address(text)}, correction: does not begin with revision {wrong.revision}, which it corrects"
        if wrong.effective_to and (text.effective_to is None or wrong.effective_to < text.effective_to):
            yield f"{address(text)}, correction: ends after revision {wrong.revision}, which it corrects"


def intervals(revisions: Sequence[Specification]) -> Iterator[str]:
    """Each text ends when the next begins, or when an event ended it; the last may be without an end.

    Events that end a text without another one are an abolition, and a change of which the text is not held.
    """
    if not revisions:
        return
    job_class = revisions[0].job_class
    events: list[HistoryEntry] = job_class.ending_events  # type: ignore[attr-defined]
    ended = {event.effective_on for event in events}
    chain = sorted(
        (text for text in revisions if not text.corrected),
        key=lambda text: (text.effective_from or date.min, text.revision),
    )
    for earlier, later in pairwise(chain):
        if earlier.effective_to is None:
            yield f"{address(earlier)}, interval: has no end, though revision {later.revision} follows"
        elif later.effective_from is None or later.effective_from < earlier.effective_to:
            yield f"{address(earlier)}, interval: overlaps that of revision {later.revision}"
        elif later.effective_from != earlier.effective_to and earlier.effective_to not in ended:
            yield (
                f"{address(earlier)}, interval: ends before revision {later.revision} begins, "
                "and the history tells of nothing that ended it"
            )
    for last in chain[-1:]:
        yield from at(last, end(last, job_class.abolished_on, ended))
    for text in chain:
        yield from at(text, passed_over(text, events))


def end(last: Specification, abolished_on: date | None, ended: set[date]) -> Iterator[str]:
    """Say what is wrong with the end of a class's last text."""
    if abolished_on and last.effective_to is None:
        yield f"interval: has no end, though the class was abolished on {abolished_on}"
    elif abolished_on and last.effective_to and abolished_on < last.effective_to:
        yield f"interval: ends on {last.effective_to}, though the class was abolished on {abolished_on}"
    elif last.effective_to and last.effective_to != abolished_on and last.effective_to not in ended:
        yield f"interval: ends on {last.effective_to}, but nothing follows"


def passed_over(text: Specification, events: Sequence[HistoryEntry]) -> Iterator[str]:
    """Name events that ended what is held here as in force beyond them.

    Of an undated text nobody can tell whether it was written before an event or after it.
    """
    for event in events:
        day = event.effective_on
        if text.effective_from and text.effective_from < day and (text.effective_to is None or day < text.effective_to):
            what = event.get_kind_display().lower()
            yield (
                f"interval: the history has the class {what} on {day}, noted only, but the text is held as in force "
                "over that day"
            )


def name(revisions: Sequence[Specification], on: date) -> Iterator[str]:
    """A class bears the title and code of its text in force; an announced name is given to it on its day."""
    for text in revisions:
        job_class = text.job_class
        title, code = text.title, text.code or job_class.code
        if text.in_force(on) and (title, code) != (job_class.title, job_class.code):
            bears = f"{title} ({code})" if code else title
            yield (
                f"{class_address(job_class)}, name: the class is called “{job_class}”, but its revision "
                f"{text.revision}, in force, says “{bears}”. Run `manage.py take_effect`."
            )
