"""One section at a time before the lint, and what it says; and a small county around it."""

from __future__ import annotations

from datetime import date

from classes.document import Competency, Descriptor, Document, Facts, Section
from classes.lint import Around, Directory, KnownClass, findings

HEADINGS = {"class_detail": "Class Detail", "distinguishing": "Distinguishing Characteristics"}


def one(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[tuple[str, str]]:
    """Rule and sentence of what is found in a document of one section; `facts` are the document's."""
    facts = fields.pop("facts", Facts())
    section = Section(kind, HEADINGS.get(kind, "Heading"), body, **fields)
    document = Document("Planner", "P1", facts=facts, sections=(section,))
    return [(finding.rule, finding.says) for finding in findings(document, around or Around())]


def said(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[str]:
    return [sentence for _, sentence in one(body, kind, around, **fields)]


def rules(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[str]:
    return [rule for rule, _ in one(body, kind, around, **fields)]


def levels(**cells: str) -> list[tuple[str, str]]:
    """Findings on one competency with these cells; the levels are Contributing, Journey and Advanced."""
    names = ("contributing", "journey", "advanced")
    other = tuple(Descriptor(name, name.title(), at, f"Helps {at} people.") for at, name in enumerate(names, start=1))
    described = tuple(
        Descriptor(name, name.title(), at, cells[name]) for at, name in enumerate(names, start=1) if name in cells
    )
    competencies = (Competency("c/other", "Other", "", other), Competency("c/tact", "Tact", "", described))
    return one(kind="competencies", competencies=competencies)


PLANNER = KnownClass("county/p1", ("Planner",), (("Land Use Planner", date(2020, 1, 1)),))
SENIOR = KnownClass("county/p2", ("Senior Planner",), (("Principal Planner", date(2021, 3, 1)),))
GONE = KnownClass("county/p3", ("Planning Aide",), (), date(2022, 7, 1), ("Planner", "Senior Planner"))


def around(answers: dict[str, set[str]] | None = None, history=()) -> Around:
    held = {address: frozenset(names) for address, names in (answers or {}).items()}
    return Around("county/p1", Directory([PLANNER, SENIOR, GONE]), held, history)
