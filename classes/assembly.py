"""The one place where rows become a `Document`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from classes import document
from classes.document import Document
from classes.querysets.specifications import COMPETENCY, DESCRIPTOR, REQUIREMENT, SECTION
from classes.questions import Question

if TYPE_CHECKING:
    from classes.models import RequiredCompetency, Specification

HEAD = ("title", "code", "revision", "effective_from", "masthead")
FACTS = (
    "pay_grade",
    "flsa_code",
    "minimum_education",
    "minimum_experience_months",
    "physical_demand",
    "probation_months",
)


def assemble(specification: Specification) -> Document:
    """Return what `specification` says: of a draft, or of a text whose rows are there as records.

    Costs no query when the specification comes from `Specification.objects.with_rows()`, four otherwise.
    """
    return replace(
        facts_only(specification),
        masthead=specification.masthead,
        sections=sections(
            [(row.kind, row.heading, row.body) for row in specification.sections.all()],
            [(row.kind, row.text, row.by_position) for row in specification.requirements.all()],
            [competency(row) for row in specification.required_competencies.all()],
        ),
    )


def document_of(specification: Specification) -> Document:
    """Return what one text says, without its rows as records: one query, however long the text."""
    said = sections_by_text(text_rows(text=specification.pk))
    return replace(facts_only(specification), masthead=specification.masthead, sections=said.get(specification.pk, ()))


def documents(texts: Iterable[int]) -> dict[int, Document]:
    """Return what each of these texts (primary keys) says: two queries, for one text or for thousands."""
    from classes.models import Specification

    asked = list(texts)
    said = sections_by_text(Specification.objects.rows_of(asked))
    heads = Specification.objects.filter(pk__in=asked).values_list("pk", *HEAD, *FACTS)
    return {
        pk: Document(title, code, revision, start, masthead, document.Facts(*facts), said.get(pk, ()))
        for pk, title, code, revision, start, masthead, *facts in heads
    }


@Question
def text_rows(text: int) -> Any:
    from classes.models import Specification

    return Specification.objects.rows_of(text)


def sections_by_text(rows: Iterable[Sequence[Any]]) -> dict[int, tuple[document.Section, ...]]:
    """Return the sections of each text from the rows of `SpecificationQuerySet.rows_of`, which come in any order."""
    in_order = sorted(rows, key=itemgetter(0, 1, 2, 3))
    return {text: sections_of(list(group)) for text, group in groupby(in_order, key=itemgetter(0))}


def sections_of(rows: list[Sequence[Any]]) -> tuple[document.Section, ...]:
    """Return the sections of one text from its rows in order."""
    descriptors = defaultdict(list)
    for _, what, rank, owner, level, name, text, _ in rows:
        if what == DESCRIPTOR:
            descriptors[owner].append(document.Descriptor(level, name, rank, text))
    return sections(
        [(kind, heading, body) for _, what, _, _, kind, heading, body, _ in rows if what == SECTION],
        [(kind, text, bool(by)) for _, what, _, _, kind, text, by, _ in rows if what == REQUIREMENT],
        [
            document.Competency(f"{framework}/{slug}", name, definition, tuple(descriptors[key]))
            for _, what, _, key, framework, slug, name, definition in rows
            if what == COMPETENCY
        ],
    )


def sections(
    printed: Iterable[tuple[str, str, str]],
    requirements: Iterable[tuple[str, str, bool]],
    competencies: Sequence[document.Competency],
) -> tuple[document.Section, ...]:
    """Return the sections, each with the typed rows of its kind: (kind, heading, body), (kind, text, by position).

    Rows whose kind has no section (possible in a draft only: `publishing` refuses it) follow at the end under
    a section without a heading, so that nothing is lost from sight.
    """
    by_kind: dict[str, list[document.Requirement]] = defaultdict(list)
    for kind, text, by_position in requirements:
        by_kind[kind].append(document.Requirement(text, by_position))
    return tuple(placed(printed, by_kind, tuple(competencies)))


def placed(
    printed: Iterable[tuple[str, str, str]],
    requirements: dict[str, list[document.Requirement]],
    competencies: tuple[document.Competency, ...],
) -> Iterator[document.Section]:
    for kind, heading, body in printed:
        here = kind == "competencies"
        yield document.Section(kind, heading, body, tuple(requirements.pop(kind, ())), competencies if here else ())
        if here:
            competencies = ()
    for kind, rows in requirements.items():
        yield document.Section(kind, requirements=tuple(rows))
    if competencies:
        yield document.Section("competencies", competencies=competencies)


def facts_only(specification: Specification) -> Document:
    """Return what the fields of `specification` say without its text: enough to compare facts, for no query."""
    return Document(
        title=specification.title,
        code=specification.code,
        revision=specification.revision,
        effective_from=specification.effective_from,
        facts=document.Facts(**{name: getattr(specification, name) for name in FACTS}),
    )


def competency(row: RequiredCompetency) -> document.Competency:
    entry = row.competency
    return document.Competency(
        entry=f"{entry.framework.slug}/{entry.slug}",
        name=row.name,
        definition=row.definition,
        descriptors=tuple(
            document.Descriptor(
                level=descriptor.level.slug,
                level_name=descriptor.level.name,
                rank=descriptor.level.rank,
                text=descriptor.text,
            )
            for descriptor in row.descriptors.all()
        ),
    )
