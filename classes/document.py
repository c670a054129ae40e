"""What a specification says: a tree of frozen dataclasses, free of the ORM and of HTML.

Pages, data twins, plain text, digests and comparisons are all made from a `Document`, so none of them can
show text that another lacks. `classes.assembly` makes a Document of database rows; everything here is pure.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date
from functools import cached_property
from typing import Any, ClassVar

from django.utils.text import slugify

SCHEMA_VERSION = 1

# A label is short, holds no colon of its own and is followed by a colon and a space.
LABELLED = re.compile(r"(?P<label>[^\s:][^:\n]{0,59}): +(?P<text>\S.*)")
LEAD = re.compile(r"by position\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    kind: ClassVar = "paragraph"
    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Two or more lines that stand each for itself: a list."""

    kind: ClassVar = "lines"
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definition:
    """A label and the one or more lines that it labels."""

    label: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Definitions:
    """A run of `Label: text` lines; a line without a label belongs to the label before it."""

    kind: ClassVar = "definitions"
    definitions: tuple[Definition, ...]


Block = Paragraph | Lines | Definitions


@dataclass(frozen=True, slots=True)
class Facts:
    """What the catalog filters on. Printed facts are as printed; the rest is derived from printed words."""

    pay_grade: str = ""
    flsa_code: str = ""
    minimum_education: int | None = None
    minimum_experience_months: int | None = None
    physical_demand: int | None = None
    probation_months: int | None = None


@dataclass(frozen=True, slots=True)
class Requirement:
    """One printed requirement; `by_position`: for some positions of the class only."""

    text: str
    by_position: bool = False

    @property
    def lead(self) -> str:
        """The words "By position" where the text opens with them, else nothing."""
        found = LEAD.match(self.text) if self.by_position else None
        return found.group() if found else ""

    @property
    def rest(self) -> str:
        return self.text[len(self.lead) :]


@dataclass(frozen=True, slots=True)
class Descriptor:
    """What a competency looks like at one level. `level` is the level's slug; rank 1 is the lowest."""

    level: str
    level_name: str
    rank: int
    text: str


@dataclass(frozen=True, slots=True)
class Competency:
    """A required competency in the words of this document. `entry` is its library address, "city/coaching"."""

    entry: str
    name: str
    definition: str = ""
    descriptors: tuple[Descriptor, ...] = ()

    @property
    def framework(self) -> str:
        return self.entry.partition("/")[0]

    @property
    def slug(self) -> str:
        return self.entry.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Level:
    """One column of a table of levels."""

    slug: str
    name: str


@dataclass(frozen=True)
class Section:
    """A printed heading and all that stands under it."""

    kind: str
    heading: str = ""
    body: str = ""
    requirements: tuple[Requirement, ...] = ()
    competencies: tuple[Competency, ...] = ()

    @property
    def name(self) -> str:
        """The heading without the colon that runs it into the text."""
        return self.heading.rstrip(": ")

    @property
    def says_none(self) -> bool:
        """Whether the source says "None" here, which is not the same as saying nothing."""
        return self.body == "None" and not self.requirements and not self.competencies

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The body as paragraphs, lists of lines and definitions."""
        return blocks(self.body)

    @cached_property
    def levels(self) -> tuple[Level, ...]:
        """The levels at which its competencies are described, lowest first."""
        found = {
            (descriptor.rank, descriptor.level): Level(descriptor.level, descriptor.level_name)
            for competency in self.competencies
            for descriptor in competency.descriptors
        }
        return tuple(found[key] for key in sorted(found))

    @property
    def is_list(self) -> bool:
        """Whether the body is nothing but two or more paragraphs, each of which stands for itself."""
        return len(self.blocks) > 1 and all(isinstance(block, Paragraph) for block in self.blocks)

    @property
    def rows(self) -> Iterator[tuple[Competency, list[tuple[Level, Descriptor | None]]]]:
        """Yield each competency with its cells, one for every level, None where it is not described at a level."""
        for competency in self.competencies:
            described = {descriptor.level: descriptor for descriptor in competency.descriptors}
            yield competency, [(level, described.get(level.slug)) for level in self.levels]

    def lines(self) -> Iterator[str]:
        """Yield its text in printed order, a line at a time, with a blank line between blocks."""
        if self.heading:
            yield self.heading
        if self.levels:
            yield "\t".join(level.name for level in self.levels)
        if self.body:
            yield ""
            yield from self.body.split("\n")
        for requirement in self.requirements:
            yield ""
            yield requirement.text
        for competency in self.competencies:
            yield ""
            yield f"{competency.name} – {competency.definition}" if competency.definition else competency.name
            for descriptor in competency.descriptors:
                yield descriptor.text


@dataclass(frozen=True, slots=True)
class Part:
    """A printed heading with its section and those without a heading of their own that follow it."""

    anchor: str
    name: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Document:
    """All that one specification says, in printed order."""

    title: str
    code: str = ""
    revision: int = 1
    effective_from: date | None = None
    masthead: str = ""
    facts: Facts = Facts()
    sections: tuple[Section, ...] = ()

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The sections as a reader meets them: one part for each printed heading."""
        parts: list[Part] = []
        for section in self.sections:
            if section.heading or not parts:
                taken = {part.anchor for part in parts}
                anchor = slugify(section.name) or "section"
                while anchor in taken:
                    anchor = f"{anchor}-{len(parts) + 1}"
                parts.append(Part(anchor, section.name, (section,)))
            else:
                last = parts.pop()
                parts.append(Part(last.anchor, last.name, (*last.sections, section)))
        return tuple(parts)

    def section(self, kind: str) -> Section | None:
        """Return the first section of `kind`, or None."""
        return next((section for section in self.sections if section.kind == kind), None)

    def anchor_of(self, *kinds: str) -> str:
        """Return the anchor of the part that holds the first of `kinds` that the document has, else nothing."""
        for kind in kinds:
            for part in self.parts:
                if any(section.kind == kind for section in part.sections):
                    return part.anchor
        return ""

    @cached_property
    def text(self) -> str:
        """The document as plain text: what the source prints, in its order."""
        parts = [self.masthead] if self.masthead else []
        parts += ["\n".join(section.lines()) for section in self.sections]
        return "\n\n".join(parts) + "\n"

    def as_json(self) -> dict[str, Any]:
        """Return the document as plain data; `from_json` is the way back."""
        data = asdict(self)
        data["effective_from"] = self.effective_from.isoformat() if self.effective_from else None
        return {"schema_version": SCHEMA_VERSION, **data}

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the document's canonical JSON, 64 hexadecimal digits."""
        return digest(self.as_json())

    @cached_property
    def section_digests(self) -> list[dict[str, str]]:
        """Heading and digest of the head (title, dates, facts) and of each section, to say *where* texts differ."""
        data = self.as_json()
        sections = data.pop("sections")
        return [
            {"heading": "", "digest": digest(data)},
            *({"heading": section["heading"], "digest": digest(section)} for section in sections),
        ]

    @cached_property
    def cell_digests(self) -> dict[str, dict[str, str]]:
        """Digest of each competency's words, by library address: its definition under "", its levels by slug."""
        return {
            competency.entry: {"": digest(competency.definition)}
            | {descriptor.level: digest(descriptor.text) for descriptor in competency.descriptors}
            for section in self.sections
            for competency in section.competencies
        }


def blocks(body: str) -> tuple[Block, ...]:
    """Part plain text into blocks: blank lines part them, runs of lines are lists or definitions."""
    found: list[Block] = []
    for chunk in re.split(r"\n\s*\n", body.strip("\n")):
        lines = tuple(line.strip() for line in chunk.split("\n") if line.strip())
        if len(lines) > 1:
            found.append(definitions(lines) if LABELLED.fullmatch(lines[0]) else Lines(lines))
        elif lines:
            found.append(Paragraph(lines[0]))
    return tuple(found)


def definitions(lines: tuple[str, ...]) -> Definitions:
    """Read `Label: text` lines; the first has a label."""
    pairs: list[tuple[str, list[str]]] = []
    for line in lines:
        labelled = LABELLED.fullmatch(line)
        if labelled:
            pairs.append((labelled["label"], [labelled["text"]]))
        else:
            pairs[-1][1].append(line)
    return Definitions(tuple(Definition(label, tuple(texts)) for label, texts in pairs))


def canonical_json(data: Any) -> bytes:
    """Return `data` as UTF-8 JSON of which there is only one: sorted keys, no spaces, nothing escaped in vain."""
    return json.dumps(data, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(data: Any) -> str:
    return hashlib.sha256(canonical_json(data)).hexdigest()


def from_json(data: dict[str, Any]) -> Document:
    """Return the Document that `Document.as_json` wrote. Raises ValueError for another schema version."""
    if data.get("schema_version") != SCHEMA_VERSION:
        raise ValueError(
            f"This document has schema version {data.get('schema_version')!r}; only {SCHEMA_VERSION} can be read."
        )
    return Document(
        title=data["title"],
        code=data["code"],
        revision=data["revision"],
        effective_from=date.fromisoformat(data["effective_from"]) if data["effective_from"] else None,
        masthead=data["masthead"],
        facts=Facts(**data["facts"]),
        sections=tuple(section_from_json(section) for section in data["sections"]),
    )


def section_from_json(data: dict[str, Any]) -> Section:
    return Section(
        kind=data["kind"],
        heading=data["heading"],
        body=data["body"],
        requirements=tuple(Requirement(**requirement) for requirement in data["requirements"]),
        competencies=tuple(
            Competency(
                entry=competency["entry"],
                name=competency["name"],
                definition=competency["definition"],
                descriptors=tuple(Descriptor(**descriptor) for descriptor in competency["descriptors"]),
            )
            for competency in data["competencies"]
        ),
    )
