"""Two people at one draft: what it was when a form was opened, and what somebody saved since.

A form bears the state from which it began, signed so that nobody else can write it. A save compares it with the draft
as it stands; where they differ, nothing is written before its writer has seen what the other did.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.http import HttpRequest, QueryDict

from classes.assembly import assemble
from classes.document import Document, digest, from_json
from classes.models import Specification
from classes.publishing import in_words
from classes.revisions import RevisionComparison, compare_revisions

SALT = "classes.admin.conflicts"
MOST_ROWS = 2000  # as many as Django reads of one kind

State = dict[str, Any]

SAVED_OVER = "Saved over what had changed meanwhile."  # how the log begins to tell of it


@dataclass(frozen=True)
class Conflict:
    """What was saved in a draft while a form of it was open.

    `comparison` is None where the form does not tell what it began from. `others` are changes that the comparison of
    two texts does not speak of; `digest` names the state that was compared.
    """

    digest: str
    comparison: RevisionComparison | None
    others: tuple[str, ...]
    by: str = ""
    at: datetime | None = None

    @property
    def summary(self) -> str:
        """The changes of facts and sentences in words; nothing where there are none."""
        found = self.comparison
        return found.summary if found and found.differs else ""


def state_of(specification: Specification) -> State:
    """Return all that the form of a draft can change, as it is stored: five queries."""
    return state_in(Specification.objects.with_rows().get(pk=specification.pk))


def state_in(text: Specification) -> State:
    """Return all that the form of a draft can change, as plain data. Takes `text` with its rows."""
    return {"document": assemble(text).as_json(), "corrects": text.corrects_id, "source": text.source_id}


def sealed(state: State) -> str:
    return signing.dumps(state, salt=SALT, compress=True)


def unsealed(seal: str) -> State | None:
    """Return the state that was sealed; None if it is not a seal of ours."""
    try:
        state: State = signing.loads(seal, salt=SALT)
        from_json(state["document"])
    except (signing.BadSignature, ValueError):
        return None
    return state


def conflict_with(seal: str, specification: Specification, reader: Any) -> Conflict | None:
    """Return what was saved since the state in `seal`; None if nothing was. Five queries, six or seven with a conflict.

    `reader` is the user who is told: their own saving, in another window, is told as such.
    """
    base, current = unsealed(seal), state_of(specification)
    if base is not None and digest(base) == digest(current):
        return None
    by, at = last_saving(specification, reader)
    if base is None:
        return Conflict(digest(current), None, (), by, at)
    comparison = compare_revisions(from_json(base["document"]), from_json(current["document"]))
    return Conflict(digest(current), comparison, tuple(other_changes(base, current, comparison)), by, at)


def last_saving(specification: Specification, reader: Any) -> tuple[str, datetime | None]:
    """Say who changed a draft last, and when, as the admin's log tells it."""
    kind = ContentType.objects.get_for_model(Specification)
    entries = LogEntry.objects.filter(content_type=kind, object_id=str(specification.pk))
    entry = entries.filter(user=specification.drafted_by_id).select_related("user").first()
    if entry is None:
        return "Somebody", None
    if entry.user_id == reader.pk:
        return "You, in another window,", entry.action_time
    return entry.user.get_full_name() or entry.user.get_username(), entry.action_time


def other_changes(base: State, current: State, comparison: RevisionComparison) -> Iterator[str]:
    """Say what differs beside facts and sentences."""
    old, new = comparison.old, comparison.new
    if old.revision != new.revision:
        yield f"Revision number {old.revision} → {new.revision}"
    if old.effective_from != new.effective_from:
        days = [in_words(day) if day else "no day" for day in (old.effective_from, new.effective_from)]
        yield f"In force from {' → '.join(days)}"
    if base["corrects"] != current["corrects"]:
        yield "Another choice of the text that it corrects"
    if base["source"] != current["source"]:
        yield "Another choice of the source"
    before, after = requirements(old), requirements(new)
    if [each for each in before if each in after] != [each for each in after if each in before]:
        yield "The order of the requirements"
    if digest(base) != digest(current) and not comparison.differs:
        yield "Something that the page does not print, such as the kind of a section"


def requirements(document: Document) -> list[str]:
    return [requirement.text for section in document.sections for requirement in section.requirements]


def rebased(posted: QueryDict, prefix: str, held: set[int]) -> tuple[QueryDict, set[int]]:
    """Fit the rows of a form that began earlier to those that are `held` now; return it, and the held ones it has.

    A row that was deleted meanwhile becomes a new one, so that what was written in it can be saved. Django wants the
    held ones first.
    """
    fitted = posted.copy()
    total = posted.get(f"{prefix}-TOTAL_FORMS", "")
    if not (total.isdecimal() and int(total) <= MOST_ROWS):
        return fitted, set()
    numbers = range(int(total))
    ids = {number: posted.get(f"{prefix}-{number}-id", "") for number in numbers}
    kept = [number for number in numbers if ids[number].isdecimal() and int(ids[number]) in held]
    order = [*kept, *(number for number in numbers if number not in set(kept))]
    places = {f"{prefix}-{old}-": new for new, old in enumerate(order)}
    fields = [(name, posted.getlist(name)) for name in posted if name.startswith(f"{prefix}-")]
    for name, _ in fields:
        del fitted[name]
    for name, values in fields:
        number = name[len(prefix) + 1 :].partition("-")[0]
        place = places.get(f"{prefix}-{number}-")
        field = name[len(prefix) + len(number) + 2 :]
        fitted.setlist(name if place is None else f"{prefix}-{place}-{field}", values)
    for place in range(len(kept), len(order)):
        fitted[f"{prefix}-{place}-id"] = ""
    fitted[f"{prefix}-INITIAL_FORMS"] = str(len(kept))
    return fitted, {int(ids[number]) for number in kept}


def held_conflict(request: HttpRequest) -> Conflict | None:
    """Return the conflict that was found while this request is answered."""
    found: Conflict | None = getattr(request, "draft_conflict", None)
    return found


def hold_conflict(request: HttpRequest, conflict: Conflict | None) -> None:
    request.draft_conflict = conflict  # type: ignore[attr-defined]
