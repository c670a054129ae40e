"""Two to four specifications side by side: facts, then sections aligned by what they are about, then competencies.

Sections stand in one row when they are of one kind, whatever headings their documents print; a document that has
nothing of the kind is silent there. Every word of every document is in some cell.

Pure: from Documents to dataclasses that a page, a data twin or a redline only walks.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.text import slugify

from classes.document import Competency, Document, Part, Section
from classes.facts import Fact, counted, facts
from classes.names import full_name
from classes.redline import Counts, Redline, redline
from classes.words import folded

# The rows of the sections in their order, each with the kinds that it holds.
TOPICS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Summary of the work", ("summary",)),
    ("Distinguishing characteristics", ("distinguishing",)),
    ("Duties", ("duties",)),
    ("Competencies", ("competencies",)),
    ("Knowledge and skills", ("knowledge",)),
    ("Supervision exercised", ("supervision",)),
    ("Training and experience", ("training_and_experience",)),
    ("Education", ("education",)),
    ("Experience", ("experience",)),
    ("Equivalency", ("equivalency",)),
    ("Licensure and certification", ("licensure",)),
    ("Working environment", ("working_environment",)),
    ("Physical demands", ("physical_level", "physical_demands")),
    ("Background checks", ("background_check",)),
    ("Assessment", ("assessment",)),
    ("Probation", ("probation",)),
    ("Class detail", ("class_detail",)),
    ("Notes", ("note",)),
)
PLACES = {topic: place for place, (topic, _) in enumerate(TOPICS)}
TOPIC_OF = {kind: topic for topic, kinds in TOPICS for kind in kinds}
# What one document prints under one heading, another parts in three: where one does, the three share its row.
TRAINING = "Training and experience"
PARTS_OF_TRAINING = frozenset({"Education", "Experience", "Equivalency"})
# Sections of no known kind, by their headings, stand before this row.
OTHERS_BEFORE = "Class detail"

FACT_LABELS = {"Education": "Minimum education", "Experience": "Minimum experience"}
LONG_LIST = 12  # More defined terms than this are a list to look things up in, not to read through.


@dataclass(frozen=True, slots=True)
class Column:
    """One class of the comparison by its names; without a document no text of it is held."""

    title: str
    document: Document | None
    code: str = ""
    organization: str = ""

    def __str__(self) -> str:
        name = full_name(self.title, self.code)
        return f"{name}, {self.organization}" if self.organization else name


@dataclass(frozen=True, slots=True)
class FactCell:
    """One fact of one class; `value` is empty where its text is silent or not held.

    `anchor` leads to the row with the words that the fact was read from.
    """

    column: Column
    value: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    label: str
    cells: tuple[FactCell, ...]

    @property
    def is_same(self) -> bool:
        """Whether all have the same value."""
        return bool(self.cells[0].value) and len({cell.value for cell in self.cells}) == 1

    @property
    def is_said_to_be_same(self) -> bool:
        """Whether that may be said: two degrees of one level, read from two texts, are not one degree."""
        return self.is_same and not any(cell.anchor for cell in self.cells)

    @property
    def silence(self) -> str:
        """What to say of a class that has no value here."""
        return "no section on it" if self.label == "Supervision exercised" else "not stated"


@dataclass(frozen=True)
class Cell:
    """What one document says on the topic of a row: its parts in printed order, competencies apart.

    `like` is the first column whose text is word for word this one, None where this is the first or has no text.
    """

    column: Column
    parts: tuple[Part, ...] = ()
    like: Column | None = None

    @property
    def headings(self) -> tuple[str, ...]:
        return tuple(part.name for part in self.parts if part.name)

    @cached_property
    def text(self) -> str:
        """All that stands below the headings, as plain text: a blank line parts sections and requirements."""
        sections = [section for part in self.parts for section in part.sections]
        return "\n\n".join(text for section in sections for text in texts(section) if text.strip())

    @property
    def is_long_list(self) -> bool:
        blocks = [block for part in self.parts for section in part.sections for block in section.blocks]
        return sum(len(getattr(block, "definitions", ())) for block in blocks) > LONG_LIST


@dataclass(frozen=True, slots=True)
class Row:
    """One topic across the documents; `anchor` is its address on the page."""

    name: str
    anchor: str
    cells: tuple[Cell, ...]

    @property
    def is_same(self) -> bool:
        """Whether all the texts are word for word the same; headings may differ."""
        return len(self.cells) > 1 and all(cell.like is self.cells[0].column for cell in self.cells[1:])

    @property
    def has_one_heading(self) -> bool:
        return len({cell.headings for cell in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class CompetencyRow:
    """One competency that two or more of the classes require, None where a class does not."""

    name: str
    anchor: str
    cells: tuple[tuple[Column, Competency | None], ...]

    @property
    def is_same(self) -> bool:
        """Whether all the classes require it, in the same words."""
        return len({saying(competency) if competency else None for _, competency in self.cells}) == 1


@dataclass(frozen=True, slots=True)
class MarkedRow:
    """A topic of two documents as a redline from the first to the second, with the headings of both."""

    name: str
    anchor: str
    old_headings: tuple[str, ...]
    new_headings: tuple[str, ...]
    redline: Redline

    @property
    def group(self) -> str:
        """Where it belongs in `Marked`."""
        statuses = {change.status for change in self.redline.changes}
        return {"removed": "only_old", "added": "only_new", "same": "same"}.get("".join(statuses), "changed")


@dataclass(frozen=True, slots=True)
class Marked:
    """The redline of two documents: topics that differ, topics of one document only, and topics that are the same."""

    changed: tuple[MarkedRow, ...]
    only_old: tuple[MarkedRow, ...]
    only_new: tuple[MarkedRow, ...]
    same: tuple[MarkedRow, ...]

    def __str__(self) -> str:
        """The differences in words: "In both, with differences: 2 topics (3 sentences added, 1 reworded)."."""
        counts = sum((row.redline.counts for row in self.changed), Counts())
        kinds = {"added": counts.added, "reworded": counts.edited, "removed": counts.removed, "moved": counts.moved}
        sentences = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        groups = {
            "In both, with differences": self.changed,
            "Only in the first": self.only_old,
            "Only in the second": self.only_new,
            "Word for word the same": self.same,
        }
        said = [f"{name}: {counted(len(rows), 'topic')}" for name, rows in groups.items() if rows]
        if self.changed:
            said[0] += f" (sentences: {sentences})"
        return ". ".join(said) + "." if said else "Neither text says anything."


@dataclass(frozen=True)
class Comparison:
    """Two to four classes and all that their texts say, in aligned rows.

    `heads` is the row of what documents print around their competencies, `shared` the competencies of two classes or
    more, `rest` those that only one of them requires, column by column.
    """

    columns: tuple[Column, ...]
    facts: tuple[FactRow, ...]
    sections: tuple[Row, ...]
    heads: Row | None
    shared: tuple[CompetencyRow, ...]
    rest: tuple[tuple[Column, tuple[Competency, ...]], ...]

    @property
    def has_competencies(self) -> bool:
        return bool(self.heads or self.shared or any(only for _, only in self.rest))

    @cached_property
    def marked(self) -> Marked:
        """The redline from the first text to the second. Raises ValueError unless there are just two texts."""
        if len(self.columns) != 2 or not all(column.document for column in self.columns):
            raise ValueError("A redline is drawn between two texts.")
        topics = [*self.sections, *([self.heads] if self.heads else [])]
        rows = [*(marked_topic(row) for row in topics), *self._marked_competencies()]
        # A heading over nothing, or over competencies, which are compared for themselves, is no difference.
        rows = [row for row in rows if row.redline.changes]
        found: dict[str, list[MarkedRow]] = {"changed": [], "only_old": [], "only_new": [], "same": []}
        for row in rows:
            found[row.group].append(row)
        return Marked(**{group: tuple(members) for group, members in found.items()})

    def _marked_competencies(self) -> Iterator[MarkedRow]:
        pairs = [(row.cells[0][1], row.cells[1][1]) for row in self.shared]
        pairs += [(only, None) for only in self.rest[0][1]]
        pairs += [(None, only) for only in self.rest[1][1]]
        for number, (old, new) in enumerate(pairs, start=1):
            names = [competency.name for competency in (old, new) if competency]
            changes = redline(saying(old) if old else "", saying(new) if new else "")
            yield MarkedRow(f"Competency: {names[0]}", f"competency_{number}", (), (), changes)


def compare_documents(columns: Sequence[Column]) -> Comparison:
    """Compare the documents of two to four classes, or say of which no text is held. Costs no redline as yet."""
    rows = section_rows(columns)
    heads = rows.pop(("topic", "Competencies"), None)
    shared, rest = competency_rows(columns)
    return Comparison(
        columns=tuple(columns),
        facts=fact_rows(columns, rows.values()),
        sections=tuple(rows.values()),
        heads=heads,
        shared=shared,
        rest=rest,
    )


def fact_rows(columns: Sequence[Column], rows: Iterable[Row]) -> tuple[FactRow, ...]:
    """The facts in the order of the facts card, each with the row of the words that it was read from."""
    rows = list(rows)
    said = [stated(column.document) for column in columns]
    labels = dict.fromkeys(label for each in said for label in each)
    found = []
    for label in labels:
        cells = [
            FactCell(column, each[label].value, row_with(rows, at, each[label].derived_from))
            if each
            else FactCell(column)
            for at, (column, each) in enumerate(zip(columns, said, strict=True))
        ]
        found.append(FactRow(FACT_LABELS.get(label, label), tuple(cells)))
    return tuple(found)


def stated(document: Document | None) -> dict[str, Fact]:
    """The facts of a document by label; after experience the supervision exercised, in the words of its section."""
    found: dict[str, Fact] = {}
    for fact in facts(document) if document else ():
        found[fact.label] = fact
        if document and fact.label == "Experience":
            sections = [section for section in document.sections if section.kind == "supervision"]
            text = folded(" ".join(text for section in sections for text in texts(section)))
            found["Supervision exercised"] = Fact("Supervision exercised", text, document.anchor_of("supervision"))
    return found


def row_with(rows: Sequence[Row], at: int, anchor: str) -> str:
    """Return the anchor of the row that holds the part `anchor` of the document in column `at`, else nothing."""
    found = (row.anchor for row in rows for part in row.cells[at].parts if anchor and part.anchor == anchor)
    return next(found, "")


# What a row is about: ("topic", its name), ("heading", what is printed) for a kind that is not known, or ("", "").
Key = tuple[str, str]


def section_rows(columns: Sequence[Column]) -> dict[Key, Row]:
    """Align the parts of the documents: by kind, those of no known kind by their heading, in the order of `TOPICS`."""
    parts = [list(parts_of(column.document)) for column in columns]
    combined = any(TOPIC_OF.get(part.sections[0].kind) == TRAINING for each in parts for part in each)
    found: dict[Key, list[list[Part]]] = {}
    names: dict[Key, str] = {}
    for at, each in enumerate(parts):
        for part in each:
            key, name = topic_of(part, combined)
            names.setdefault(key, name)
            found.setdefault(key, [[] for _ in columns])[at].append(part)
    taken: set[str] = set()
    return {
        key: Row(names[key], free(f"topic_{slugify(names[key])}", taken), aligned(columns, found[key]))
        for key in sorted(found, key=place)
    }


def parts_of(document: Document | None) -> Iterator[Part]:
    """Yield the parts of a document without their competencies, last what is printed above the first heading."""
    if document:
        for part in document.parts:
            yield replace(part, sections=tuple(replace(section, competencies=()) for section in part.sections))
        if document.masthead:
            yield Part("", "", (Section("masthead", body=document.masthead),))


def topic_of(part: Part, combined: bool) -> tuple[Key, str]:
    """Return the key and the name of a part's row; `combined`: whether parts of training share one."""
    kind = part.sections[0].kind
    if kind == "masthead":
        return ("", ""), "Printed above the text"
    topic = TOPIC_OF.get(kind)
    if topic is None:
        return ("heading", folded(part.name).casefold()), folded(part.name) or "Without a heading"
    if combined and topic in PARTS_OF_TRAINING:
        topic = TRAINING
    return ("topic", topic), topic


def place(key: Key) -> float:
    """Where a row stands; rows of one place keep the order in which they were met."""
    group, topic = key
    if group == "topic":
        return PLACES[topic]
    return PLACES[OTHERS_BEFORE] - 0.5 if group == "heading" else len(PLACES)


def aligned(columns: Sequence[Column], parts: Sequence[Sequence[Part]]) -> tuple[Cell, ...]:
    first: dict[str, Column] = {}
    found = []
    for column, each in zip(columns, parts, strict=True):
        cell = Cell(column, tuple(each))
        text = folded(cell.text)
        found.append(replace(cell, like=first.get(text) if text else None))
        first.setdefault(text, column)
    return tuple(found)


def competency_rows(
    columns: Sequence[Column],
) -> tuple[tuple[CompetencyRow, ...], tuple[tuple[Column, tuple[Competency, ...]], ...]]:
    """Align competencies by library entry, else by name whatever its case; return the shared ones and the rest."""
    rows: list[dict[int, Competency]] = []
    for at, column in enumerate(columns):
        sections = column.document.sections if column.document else ()
        waiting = [competency for section in sections for competency in section.competencies]
        # An entry says more than a name: first all that share an entry, then all that share a name.
        for key in (entry_key, name_key):
            rows_by_key: dict[str, list[dict[int, Competency]]] = {}
            for row in reversed(rows):
                for each in row.values():
                    rows_by_key.setdefault(key(each), []).append(row)
            left = []
            for competency in waiting:
                free_rows = rows_by_key.get(key(competency), [])
                while free_rows and at in free_rows[-1]:
                    free_rows.pop()
                if free_rows:
                    free_rows.pop()[at] = competency
                else:
                    left.append(competency)
            waiting = left
        rows += [{at: competency} for competency in waiting]
    taken: set[str] = set()
    shared = []
    for row in (row for row in rows if len(row) > 1):
        name = next(iter(row.values())).name
        cells = tuple((column, row.get(at)) for at, column in enumerate(columns))
        shared.append(CompetencyRow(name, free(f"competency_{slugify(name)}", taken), cells))
    rest = (tuple(row[at] for row in rows if len(row) == 1 and at in row) for at in range(len(columns)))
    return tuple(shared), tuple(zip(columns, rest, strict=True))


def entry_key(competency: Competency) -> str:
    return competency.entry


def name_key(competency: Competency) -> str:
    return folded(competency.name).casefold()


def marked_topic(row: Row) -> MarkedRow:
    old, new = row.cells
    return MarkedRow(row.name, row.anchor, old.headings, new.headings, redline(old.text, new.text))


def texts(section: Section) -> Iterator[str]:
    """Yield what stands under a heading, competencies apart: the body, then each requirement."""
    yield section.body
    for requirement in section.requirements:
        yield requirement.text


def saying(competency: Competency) -> str:
    """A competency's definition and what it looks like at each level, a line each; its name where there is neither."""
    levels = (f"{each.level_name}: {each.text}" for each in competency.descriptors)
    said = "\n".join(folded(text) for text in (competency.definition, *levels) if text)
    return said or competency.name


def free(anchor: str, taken: set[str]) -> str:
    """Return an anchor that is not taken yet, and take it."""
    number, found = 1, anchor
    while found in taken:
        number += 1
        found = f"{anchor}_{number}"
    taken.add(found)
    return found
