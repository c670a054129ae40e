"""The lint over the catalog: texts and what is known of the classes around them, gathered from the database."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby, islice
from typing import NamedTuple

from django.db.models import F, Prefetch, Q, QuerySet

from classes.assembly import assemble
from classes.checking import class_address
from classes.document import Document
from classes.lint import Around, Directory, Finding, KnownClass, findings
from classes.models import FormerName, HistoryEntry, JobClass, Organization, Section, Specification

CHUNK = 500


@dataclass(frozen=True, slots=True)
class Linted:
    """One text and the advice on it."""

    specification: Specification
    findings: list[Finding]

    @property
    def address(self) -> str:
        return class_address(self.specification.job_class)


def texts_to_lint(on: date, drafts: bool = False) -> QuerySet[Specification]:
    """The published texts that apply on the day `on` or will, or else the drafts and texts in review."""
    if drafts:
        return Specification.objects.exclude(status="published")
    return (
        Specification.objects.published().filter(corrected=False).filter(Q(effective_to=None) | Q(effective_to__gt=on))
    )


def lint(texts: QuerySet[Specification], on: date) -> Iterator[Linted]:
    """Yield these texts by organization and class, each with its findings as of the day `on`.

    One query, five for each 500 texts, four for each organization and two for each 500 texts of it; memory for those
    500, and for the titles of one organization.
    """
    events = HistoryEntry.objects.order_by("effective_on", "id")
    ordered = (
        texts.select_related("job_class__organization")
        .with_rows()  # type: ignore[attr-defined]
        .prefetch_related(Prefetch("job_class__history", queryset=events))
        .order_by("job_class__organization__slug", "job_class__slug", "revision")
        .iterator(chunk_size=CHUNK)
    )
    for organization, rows in groupby(ordered, key=lambda text: text.job_class.organization):
        directory = directory_of(organization, on)
        while chunk := list(islice(rows, CHUNK)):
            documents = [assemble(text) for text in chunk]
            answers = answers_of(organization, named_in(documents, directory), directory, on)
            for text, document in zip(chunk, documents, strict=True):
                yield Linted(text, findings(document, around(text, directory, answers)))


def lint_one(specification: Specification, on: date) -> list[Finding]:
    """The findings on one text as of the day `on`, such as a draft that is being edited: twelve queries."""
    return next(lint(Specification.objects.filter(pk=specification.pk), on)).findings


def findings_on(text: Specification, document: Document, on: date) -> list[Finding]:
    """The findings on one text that was read and assembled already, as of the day `on`: seven queries at most."""
    organization = text.job_class.organization
    directory = directory_of(organization, on)
    answers = answers_of(organization, named_in([document], directory), directory, on)
    return findings(document, around(text, directory, answers))


def named_in(documents: Iterable[Document], directory: Directory) -> set[str]:
    """Return the addresses of the classes that distinguishing characteristics name."""
    sections = (section for document in documents for section in document.sections)
    bodies = (section.body for section in sections if section.kind == "distinguishing")
    return {address for body in bodies for address in directory.named(body)}


def around(text: Specification, directory: Directory, answers: Mapping[str, frozenset[str]]) -> Around:
    return Around(
        address=class_address(text.job_class),
        directory=directory,
        answers=answers,
        history=tuple((entry.kind, entry.effective_on) for entry in text.job_class.history.all()),
    )


def directory_of(organization: Organization, on: date) -> Directory:
    """The classes of an organization by the titles that they bear, will bear or bore: four queries."""
    texts = Specification.objects.published().filter(corrected=False, job_class__organization=organization)
    in_order = texts.order_by("job_class", F("effective_from").asc(nulls_first=True), "revision")
    names: dict[int, list[Name]] = defaultdict(list)
    for pk, title, begins, ends in in_order.values_list("job_class", "title", "effective_from", "effective_to"):
        names[pk].append(Name(title, begins, ends))
    noted = FormerName.objects.filter(job_class__organization=organization)
    for pk, title, until in noted.values_list("job_class", "title", "until"):
        names[pk].append(Name(title, None, until))

    classes = JobClass.objects.filter(organization=organization).order_by("pk")
    gone = classes.filter(abolished_on__lte=on, successors__isnull=False).order_by("pk", "successors__title")
    successors: dict[int, list[str]] = defaultdict(list)
    for pk, title in gone.values_list("pk", "successors__title"):
        successors[pk].append(title)

    known = []
    for pk, slug, title, abolished_on in classes.values_list("pk", "slug", "title", "abolished_on"):
        borne, former = told_apart(title, names[pk], on)
        abolished = abolished_on if abolished_on and abolished_on <= on else None
        known.append(KnownClass(f"{organization.slug}/{slug}", borne, former, abolished, tuple(successors[pk])))
    return Directory(known)


class Name(NamedTuple):
    """A title and the days on which a text or a note has it: from the first, inclusive, to the second, exclusive."""

    title: str
    begins: date | None
    ends: date | None


def told_apart(title: str, names: list[Name], on: date) -> tuple[tuple[str, ...], tuple[tuple[str, date], ...]]:
    """The titles that a class bears on the day `on` or will, and those that it has laid down, with the day of that.

    `title` is what the class bears where no text is in force.
    """
    now = [name for name in names if (name.begins or on) <= on and (name.ends is None or name.ends > on)]
    coming = [name for name in names if name.begins and name.begins > on]
    borne = tuple(dict.fromkeys([*(name.title for name in now), *([] if now else [title])]))
    borne = tuple(dict.fromkeys([*borne, *(name.title for name in coming)]))
    laid_down = {name.title: name.ends for name in names if name.ends and name.ends <= on and name.title not in borne}
    return borne, tuple(laid_down.items())


def answers_of(
    organization: Organization, named: set[str], directory: Directory, on: date
) -> dict[str, frozenset[str]]:
    """The addresses that the distinguishing characteristics of these classes name on the day `on`: two queries.

    A class without a text in force has no entry; one whose text compares it with no other has an empty one.
    """
    slugs = [address.partition("/")[2] for address in named]
    texts = Specification.objects.in_force(on).filter(job_class__organization=organization, job_class__slug__in=slugs)
    addresses = {pk: f"{organization.slug}/{slug}" for pk, slug in texts.values_list("pk", "job_class__slug")}
    answers = dict.fromkeys(addresses.values(), frozenset[str]())
    for text, body in Section.objects.distinguishing(addresses).values_list("specification", "body"):
        answers[addresses[text]] |= directory.named(body)
    return answers
