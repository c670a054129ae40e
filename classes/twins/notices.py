"""Change notices as data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from classes.assembly import facts_only
from classes.days import Day
from classes.document import SCHEMA_VERSION
from classes.facts import facts
from classes.models import ChangeNotice, Specification
from classes.notices import NoticePage, Touched
from classes.twins.references import class_reference, iso, organization_reference, revision_reference

LIST_HEAD = ("organization", "number", "title", "posted on", "adopted on", "effective on", "dated", "address")
FACTS = ("title", "code", "pay grade", "FLSA code", "education", "experience", "probation", "physical demand")
TOUCHED_HEAD = (
    "class",
    "code",
    "address",
    "kind",
    "effective on",
    "text",
    "revision before",
    "revision after",
    *(f"{fact} {side}" for fact in FACTS for side in ("before", "after")),
    "successors",
    "note",
)


def notice_reference(notice: ChangeNotice) -> dict[str, Any]:
    return {
        "number": notice.number,
        "title": notice.title,
        "posted_on": iso(notice.posted_on),
        "adopted_on": iso(notice.adopted_on),
        "effective_on": iso(notice.effective_on),
        "page": notice.get_absolute_url(),
    }


def notices_twin(notices: Iterable[ChangeNotice], following: str | None, day: Day) -> dict[str, Any]:
    """One page of notices; `next` is the address of the page that follows, null at the end."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "notices": [
            {"organization": organization_reference(notice.organization), **notice_reference(notice)}
            for notice in notices
        ],
        "next": following,
    }


def notices_rows(notices: Iterable[ChangeNotice]) -> Iterator[tuple[object, ...]]:
    """Yield notices as a table: a head, then a row for each."""
    yield LIST_HEAD
    for notice in notices:
        days = (notice.posted_on, notice.adopted_on, notice.effective_on, notice.dated)  # type: ignore[attr-defined]
        named = (notice.organization.name, notice.number, notice.title)
        yield (*named, *(day or "" for day in days), notice.get_absolute_url())


def notice_twin(page: NoticePage, day: Day) -> dict[str, Any]:
    """A notice with every class that it touched; a text that is not held is null."""
    return {
        "schema_version": SCHEMA_VERSION,
        "as_of": day.on.isoformat(),
        "notice": {
            **notice_reference(page.notice),
            "organization": organization_reference(page.notice.organization),
            "summary": page.notice.summary,
        },
        "classes": [touched_twin(each, day) for each in page.touched],
    }


def touched_twin(each: Touched, day: Day) -> dict[str, Any]:
    compare = None
    if each.old and each.new:
        numbers = (each.old.revision, each.new.revision)
        address = (each.job_class.organization.slug, each.job_class.slug)
        compare = reverse("classes:compare-revisions", args=[*address, *numbers])
    return {
        "class": class_reference(each.job_class),
        "kinds": list(each.kinds),
        "effective_on": each.on.isoformat(),
        "announced": each.on > day.today,
        "notes": [entry.note for entry in each.entries if entry.note],
        "text_before": revision_reference(each.old) if each.old else None,
        "text": revision_reference(each.new) if each.new else None,
        "not_held": each.unheld,
        "facts": [{"fact": fact.label, "old": fact.old, "new": fact.new} for fact in each.facts],
        "successors": [class_reference(successor) for successor in each.successors],
        "compare": compare,
    }


def touched_rows(page: NoticePage) -> Iterator[tuple[object, ...]]:
    """Yield the cover table: a head, then a row for each class, its facts before and after where they are held."""
    yield TOUCHED_HEAD
    for each in page.touched:
        before, after = values(each.old), values(each.new)
        yield (
            each.title,
            each.code,
            each.job_class.get_absolute_url(),
            each.kinds_in_words.lower(),
            each.on,
            "held" if each.new else "noted only",
            each.old.revision if each.old else "",
            each.new.revision if each.new else "",
            *(side.get(fact, "") for fact in FACTS for side in (before, after)),
            "; ".join(str(successor) for successor in each.successors),
            " ".join(entry.note for entry in each.entries if entry.note),
        )


def values(specification: Specification | None) -> dict[str, str]:
    """The facts of a text by their names, those that it does not state left empty."""
    if specification is None:
        return {}
    stated = {fact.label_in_text: fact.value for fact in facts(facts_only(specification))}
    return {"title": specification.title, "code": specification.code, **stated}
