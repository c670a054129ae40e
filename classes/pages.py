"""What the page of one class shows, gathered once for the page and for its data twin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from classes.assembly import assemble
from classes.document import Document, Section
from classes.facts import Fact, facts
from classes.ladders import Saying, sayings
from classes.models import HistoryEntry, JobClass, Specification


@dataclass(frozen=True)
class ClassText:
    """A class on a day, with its text in force where one is held."""

    job_class: JobClass
    specification: Specification | None
    document: Document | None

    @property
    def title(self) -> str:
        """The official title on that day; without a text, the class's own."""
        return self.document.title if self.document else self.job_class.title

    @property
    def code(self) -> str:
        return self.document.code if self.document else self.job_class.code

    @property
    def leveled(self) -> Section | None:
        """The section whose competencies are described level by level, where there is one."""
        sections = self.document.sections if self.document else ()
        return next((section for section in sections if len(section.levels) > 1), None)


@dataclass(frozen=True)
class ClassPage(ClassText):
    """What the class page shows beyond the text: the history so far, the series, and what others say of the class."""

    history: list[HistoryEntry]
    rungs: list[JobClass]
    nearest_later: Specification | None
    sayings: tuple[Saying, ...]

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        return facts(self.document) if self.document else ()

    @cached_property
    def stated(self) -> list[Fact]:
        return [fact for fact in self.facts if fact.value]

    @cached_property
    def silent_on(self) -> list[str]:
        """The names of the facts that the document does not state, as they read within a sentence."""
        return [fact.label_in_text for fact in self.facts if not fact.value]

    @property
    def has_derived(self) -> bool:
        return any(fact.derived_from for fact in self.stated)

    @cached_property
    def links(self) -> dict[str, JobClass | None]:
        """Titles that running text may name: those of the series, each with its class, None for this class itself."""
        return {rung.title: None if rung.pk == self.job_class.pk else rung for rung in self.rungs}

    @cached_property
    def established(self) -> HistoryEntry | None:
        return next((entry for entry in self.history if entry.kind == HistoryEntry.Kind.ESTABLISHED), None)


def class_text(organization: str, slug: str, on: date) -> ClassText:
    """Find a class and its text in force on the day `on`. Raises JobClass.DoesNotExist.

    Five queries: the text with its class (1), its sections, requirements, competencies and descriptors (4). Two without
    a text: the search for it (1) and the class (1).
    """
    specification = Specification.objects.for_class_page(organization, slug, on).first()
    if specification is None:
        return ClassText(JobClass.objects.for_class_page().get_by_natural_key(organization, slug), None, None)
    return ClassText(specification.job_class, specification, assemble(specification))


def class_page(organization: str, slug: str, on: date) -> ClassPage:
    """Gather the page of a class as of the day `on`. Raises JobClass.DoesNotExist.

    Eight queries with a text and a series: the text (5), the history (1), the series and which of its classes have
    text (2). Seven without a text: the class (2), the history (1), the series (2), what its texts say of this class
    (1), and the nearest later text (1).
    """
    text = class_text(organization, slug, on)
    job_class = text.job_class
    rungs = list(JobClass.objects.for_ladder(on).filter(series=job_class.series_id)) if job_class.series_id else []
    return ClassPage(
        job_class=job_class,
        specification=text.specification,
        document=text.document,
        history=list(HistoryEntry.objects.for_class_page(job_class, on)),
        rungs=rungs,
        nearest_later=None if text.specification else Specification.objects.first_after(job_class, on),
        sayings=() if text.specification else sayings(rungs).get(job_class.title, ()),
    )
