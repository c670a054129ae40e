"""A generated catalog becomes rows: in one transaction, a few hundred classes at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.text import slugify

from classes import document, guard
from classes.finding import index
from classes.generating import library
from classes.generating.bulk import check_references, insert, keys
from classes.generating.histories import History, Text
from classes.generating.jobs import Employer, Notice
from classes.generating.plan import EMPLOYERS, FIELDS, Line, Plan
from classes.models import (
    ChangeNotice,
    ClassSeries,
    FormerName,
    HistoryEntry,
    JobClass,
    JobFamily,
    LevelDescriptor,
    Organization,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from competencies.models import Competency, Framework, Level

BATCH = 200  # classes held in memory at a time


class GeneratingRefused(Exception):
    """A catalog cannot be generated here; the message says why and what to do."""


def write(plan: Plan, replace: bool = False, told: Callable[[int], None] = lambda done: None) -> None:
    """Write a generated catalog; all or nothing. `told` is called with the number of classes written so far.

    Texts go in as published at once, which the guard lets `repair` alone do. Raises GeneratingRefused.
    """
    with guard.repair(f"generate_catalog --classes {plan.classes} --seed {plan.seed}"):
        if replace:
            delete()
        refuse_taken_names()
        writer = Writer(make_vocabulary())
        done = 0
        for lines in batched(plan.lines()):
            writer.write(lines)
            check_references()
            done += sum(len(line.histories) for line in lines)
            told(done)


def generated() -> QuerySet[Organization]:
    """The organizations that this generator made: they bear both its address and its name."""
    ours = Q(pk__in=[])
    for employer in EMPLOYERS:
        ours |= Q(slug=employer.slug, name=employer.name)
    return Organization.objects.filter(ours)


def refuse_taken_names() -> None:
    names = Q(slug__in=[employer.slug for employer in EMPLOYERS]) | Q(name__in=[each.name for each in EMPLOYERS])
    taken = Organization.objects.filter(names).first()
    if taken in generated():
        raise GeneratingRefused(
            f"The generated organization “{taken}” exists already. Give --replace to delete every generated "
            "organization, with all its classes, and generate anew."
        )
    if taken:
        raise GeneratingRefused(
            f"The organization “{taken}” ({taken.slug}) bears a name or an address that the generator needs, and it is "
            "not of its making. Give it another name and address, or use another database."
        )
    framework = Framework.objects.filter(Q(slug=library.SLUG) | Q(name__iexact=library.NAME)).first()
    if framework:
        raise GeneratingRefused(
            f"The competency framework “{framework}” ({framework.slug}) bears a name or an address that the generator "
            "needs. Give it another name and address, or use another database."
        )


def delete() -> None:
    """Delete the generated organizations with all that is theirs, and their framework; only within `guard.repair`."""
    organizations = generated()
    classes = JobClass.objects.filter(organization__in=organizations)
    texts = Specification.objects.filter(job_class__in=classes)
    required = RequiredCompetency.objects.filter(specification__in=texts)
    framework = Framework.objects.filter(slug=library.SLUG, name=library.NAME)
    following: tuple[QuerySet, ...] = (
        LevelDescriptor.objects.filter(required_competency__in=required),
        required,
        Requirement.objects.filter(specification__in=texts),
        Section.objects.filter(specification__in=texts),
        HistoryEntry.objects.filter(job_class__in=classes),
        texts,
        FormerName.objects.filter(job_class__in=classes),
        JobClass.successors.through.objects.filter(from_jobclass__in=classes),
        classes,
        ClassSeries.objects.filter(organization__in=organizations),
        JobFamily.objects.filter(organization__in=organizations),
        ChangeNotice.objects.filter(organization__in=organizations),
        organizations,
        Level.objects.filter(framework__in=framework),
        Competency.objects.filter(framework__in=framework),
        framework,
    )
    index.forget_classes(list(classes.values_list("pk", flat=True)))
    for rows in following:
        # As one statement each: the collector of `delete` would hold every row in memory.
        rows.order_by()._raw_delete(connection.alias)


def make_vocabulary() -> Framework:
    framework = Framework.objects.create(slug=library.SLUG, name=library.NAME, description=library.DESCRIPTION)
    Level.objects.bulk_create(
        Level(framework=framework, rank=rank, name=name, slug=slugify(name), definition=definition)
        for rank, (name, definition) in enumerate(library.LEVELS, start=1)
    )
    Competency.objects.bulk_create(
        Competency(framework=framework, name=entry.name, slug=entry.slug) for entry in library.ENTRIES
    )
    return framework


def batched(lines: Iterable[Line]) -> Iterator[list[Line]]:
    """Gather lines of one organization until they hold BATCH classes."""
    held: list[Line] = []
    for line in lines:
        if held and (held[0].employer is not line.employer or sum(len(each.histories) for each in held) >= BATCH):
            yield held
            held = []
        held.append(line)
    if held:
        yield held


class Writer:
    """Writes batches of lines; organizations, families and notices as they are first met."""

    def __init__(self, framework: Framework) -> None:
        self.framework = framework
        self.levels = {level.slug: level for level in framework.levels.all()}
        self.entries = {f"{framework.slug}/{each.slug}": each for each in framework.competencies.all()}
        self.organizations: dict[str, Organization] = {}
        self.families: dict[tuple[str, str], JobFamily] = {}
        self.notices: dict[tuple[str, str], ChangeNotice] = {}

    def write(self, lines: list[Line]) -> None:
        organization = self.organization(lines[0].employer)
        job_classes = self.job_classes(organization, lines)
        self.meet_notices(organization, lines)
        texts: dict[tuple[str, int], Specification] = {}
        for correcting in (False, True):
            rows = {
                (history.slug, text.document.revision): specification(job_classes[history.slug], text, texts, history)
                for line in lines
                for history in line.histories
                for text in history.texts
                if (text.corrects is not None) == correcting
            }
            Specification.objects.bulk_create(rows.values())
            texts |= rows
        self.rows(lines, texts)
        self.history(organization, lines, job_classes, texts)

    def organization(self, employer: Employer) -> Organization:
        if employer.slug not in self.organizations:
            self.organizations[employer.slug] = organization = Organization.objects.create(
                slug=employer.slug, name=employer.name, office=employer.office, framework=self.framework
            )
            for field in FIELDS:
                self.families[employer.slug, field.name] = JobFamily.objects.create(
                    organization=organization, name=field.name, slug=slugify(field.name), description=field.description
                )
        return self.organizations[employer.slug]

    def job_classes(self, organization: Organization, lines: list[Line]) -> dict[str, JobClass]:
        """Write the series and classes; return the classes by address."""
        series = {
            line.name: ClassSeries(organization=organization, name=line.name, slug=slugify(line.name)[:100])
            for line in lines
            if line.is_series
        }
        ClassSeries.objects.bulk_create(series.values())
        found = {
            history.slug: JobClass(
                organization=organization,
                code=history.code,
                title=history.title,
                slug=history.slug,
                family=self.families[organization.slug, line.field.name],
                series=series.get(line.name),
                series_rank=history.job.rank if line.is_series else None,
                listed=history.listed,
                abolished_on=history.abolished_on,
            )
            for line in lines
            for history in line.histories
        }
        JobClass.objects.bulk_create(found.values())
        through = JobClass.successors.through
        through.objects.bulk_create(
            through(from_jobclass=found[history.slug], to_jobclass=found[slug])
            for line in lines
            for history in line.histories
            for slug in history.successors
        )
        return found

    def meet_notices(self, organization: Organization, lines: list[Line]) -> None:
        """Write the notices that these lines are the first to cite."""
        met: dict[tuple[str, str], Notice] = {
            (organization.slug, entry.notice.number): entry.notice
            for line in lines
            for history in line.histories
            for entry in history.entries
            if entry.notice and (organization.slug, entry.notice.number) not in self.notices
        }
        rows = [
            ChangeNotice(
                organization=organization,
                number=notice.number,
                title=notice.title,
                summary=notice.summary,
                posted_on=notice.posted_on,
                adopted_on=notice.adopted_on,
                effective_on=notice.effective_on,
            )
            for notice in met.values()
        ]
        ChangeNotice.objects.bulk_create(rows)
        self.notices |= zip(met, rows, strict=True)

    def rows(self, lines: list[Line], texts: dict[tuple[str, int], Specification]) -> None:
        """Write what the texts own."""
        owned = [
            (texts[history.slug, text.document.revision].pk, text.document)
            for line in lines
            for history in line.histories
            for text in history.texts
        ]
        insert(
            Section,
            ("specification_id", "position", "kind", "heading", "body"),
            (
                (owner, position, section.kind, section.heading, section.body)
                for owner, said in owned
                for position, section in enumerate(said.sections, start=1)
            ),
        )
        insert(
            Requirement,
            ("specification_id", "position", "kind", "text", "by_position"),
            (
                (owner, position, kind, each.text, each.by_position)
                for owner, said in owned
                for position, (kind, each) in enumerate(requirements(said), start=1)
            ),
        )
        required = [
            (owner, position, each)
            for owner, said in owned
            for section in said.sections
            for position, each in enumerate(section.competencies, start=1)
        ]
        numbered = list(zip(keys(RequiredCompetency, len(required)), required, strict=True))
        insert(
            RequiredCompetency,
            ("id", "specification_id", "position", "competency_id", "name", "definition"),
            (
                (key, owner, position, self.entries[each.entry].pk, each.name, each.definition)
                for key, (owner, position, each) in numbered
            ),
        )
        insert(
            LevelDescriptor,
            ("required_competency_id", "level_id", "text"),
            (
                (key, self.levels[described.level].pk, described.text)
                for key, (_, _, each) in numbered
                for described in each.descriptors
            ),
        )

    def history(
        self,
        organization: Organization,
        lines: list[Line],
        job_classes: dict[str, JobClass],
        texts: dict[tuple[str, int], Specification],
    ) -> None:
        histories = list(chain.from_iterable(line.histories for line in lines))
        HistoryEntry.objects.bulk_create(
            HistoryEntry(
                job_class=job_classes[history.slug],
                kind=entry.kind,
                effective_on=entry.effective_on,
                adopted_on=entry.adopted_on,
                note=entry.note,
                recorded_by=entry.recorded_by,
                notice=self.notices[organization.slug, entry.notice.number] if entry.notice else None,
                specification=texts[history.slug, entry.revision] if entry.revision else None,
                minor=entry.minor,
            )
            for history in histories
            for entry in history.entries
        )
        FormerName.objects.bulk_create(
            FormerName(job_class=job_classes[history.slug], title=name.title, code=name.code, until=name.until)
            for history in histories
            for name in history.former_names
        )


def requirements(said: document.Document) -> Iterator[tuple[str, document.Requirement]]:
    for section in said.sections:
        for each in section.requirements:
            yield section.kind, each


def specification(
    job_class: JobClass, text: Text, texts: dict[tuple[str, int], Specification], history: History
) -> Specification:
    said: document.Document = text.document
    return Specification(
        job_class=job_class,
        revision=said.revision,
        status=Specification.Status.PUBLISHED,
        effective_from=said.effective_from,
        effective_to=text.effective_to,
        corrects=texts[history.slug, text.corrects] if text.corrects else None,
        corrected=text.corrected,
        title=said.title,
        code=said.code,
        masthead=said.masthead,
        pay_grade=said.facts.pay_grade,
        flsa_code=said.facts.flsa_code,
        minimum_education=said.facts.minimum_education,
        minimum_experience_months=said.facts.minimum_experience_months,
        physical_demand=said.facts.physical_demand,
        probation_months=said.facts.probation_months,
        digest=said.digest,
        section_digests=said.section_digests,
        cell_digests=said.cell_digests,
        published_at=text.published_at,
    )
