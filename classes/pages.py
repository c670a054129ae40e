"""What the page of one class shows, gathered once for the page and for its data twin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from classes.assembly import document_of
from classes.caching import made_once
from classes.chains import class_standings
from classes.document import Document, Section
from classes.facts import Fact, facts
from classes.ladders import Saying, sayings
from classes.models import FormerName, HistoryEntry, JobClass, Specification
from classes.names import Name, former_names, name_on
from classes.records import class_with_revision, class_with_text, entries_of, names_of, rungs_of, texts_of
from classes.standing import Standing, Standings
from classes.status import Status, abolition, class_status, text_status


@dataclass(frozen=True)
class ClassText:
    """A class on a day, with its text in force where one is held."""

    job_class: JobClass
    specification: Specification | None
    document: Document | None

    @property
    def title(self) -> str:
        """The official title on that day; without a text, the class's own."""
        return self.document.title if self.document else self.job_class.shown_title

    @property
    def code(self) -> str:
        return self.document.code if self.document else self.job_class.shown_code

    @property
    def leveled(self) -> Section | None:
        """The section whose competencies are described level by level, where there is one."""
        sections = self.document.sections if self.document else ()
        return next((section for section in sections if len(section.levels) > 1), None)


@dataclass(frozen=True)
class ClassPage(ClassText):
    """What the class page shows beyond the text: status, history so far, series, and what others say of the class.

    `texts` are all published texts of the class without their rows, in the order in which they apply; `events` all
    public entries of its history, newest first, with those that are still to come.
    """

    on: date
    events: list[HistoryEntry]
    texts: list[Specification]
    noted_names: list[FormerName]
    rungs: list[JobClass]
    sayings: tuple[Saying, ...]
    successors: list[JobClass]

    @property
    def title(self) -> str:
        """The official title on that day; without a text, the one that others tell, else the class's own."""
        return self.document.title if self.document else (self._named_by or self.job_class).title

    @property
    def code(self) -> str:
        return self.document.code if self.document else (self._named_by or self.job_class).code or self.job_class.code

    @cached_property
    def _named_by(self) -> Specification | FormerName | None:
        return name_on(self.texts, self.noted_names, self.on)

    @cached_property
    def mistaken_then(self) -> Specification | None:
        """The wrong text that the catalog still showed on the day, where the one that corrects it came later."""
        text, wrong = self.specification, self.status.corrected
        if not (text and wrong and text.published_on and wrong.published_on and text.in_force(self.on)):
            return None
        return wrong if wrong.published_on <= self.on < text.published_on else None

    @property
    def to_be_abolished_on(self) -> date | None:
        """The day of an abolition that is announced."""
        day = self.job_class.abolished_on
        return day if day and day > self.on else None

    @cached_property
    def status(self) -> Status:
        """What the text, or the class where it has none, is on the day shown."""
        if self.specification:
            return text_status(self.specification, self.texts, self.events, self.on)
        return class_status(self.job_class, self.texts, self.events, self.on)

    @cached_property
    def history(self) -> list[HistoryEntry]:
        """What has happened by the day shown."""
        return [entry for entry in self.events if entry.effective_on <= self.on]

    @cached_property
    def announced(self) -> list[Specification]:
        """Texts that take effect after the day shown, soonest first."""
        return [text for text in self.texts if not text.corrected and text.begins_after(self.on)]

    @cached_property
    def standings(self) -> Standings | None:
        """Since when the words of the text have stood; None without a text."""
        return class_standings(self.specification, self.texts, self.events) if self.specification else None

    @cached_property
    def stood(self) -> dict[str, Standing]:
        """The standing of each part of the document, by its anchor."""
        if self.document is None or self.standings is None:
            return {}
        return dict(zip((part.anchor for part in self.document.parts), self.standings.parts, strict=False))

    @cached_property
    def nearest_later(self) -> Specification | None:
        """The first text that takes effect after the day shown, where none applies on it."""
        return None if self.specification else next(iter(self.announced), None)

    @cached_property
    def former_names(self) -> list[Name]:
        """Titles and codes that the class bore before the day shown, the last one first."""
        return former_names(self.title, self.code, self.texts, self.noted_names, self.on)

    @property
    def former_names_told(self) -> list[Name]:
        """The same, each only as far as it differs from the name on the day shown."""
        return [name.beside(self.title, self.code) for name in self.former_names]

    def name_asked_for(self, address: str) -> Name | None:
        """Return the former name that an address like "ci2700" names, if it is one."""
        return next((name for name in self.former_names if address and address in name.addresses), None)

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
        return {rung.shown_title: None if rung.pk == self.job_class.pk else rung for rung in self.rungs}

    @cached_property
    def established(self) -> HistoryEntry | None:
        return next((entry for entry in reversed(self.history) if entry.kind == HistoryEntry.Kind.ESTABLISHED), None)


def class_text(organization: str, slug: str, on: date) -> ClassText:
    """Find a class and its text in force on the day `on`. Raises JobClass.DoesNotExist.

    Two queries: the class with its text (1), and what that says (1). One without a text.
    """
    return said(*class_with_text(organization, slug, on))


def class_page(organization: str, slug: str, on: date) -> ClassPage:
    """Gather the page of a class as of the day `on`. Raises JobClass.DoesNotExist.

    Six queries with a text and a series: the text (2), what surrounds it (4, see `surroundings`). Six without a
    text: the class (1), what surrounds it (4), what the texts of its series say of it (1).
    """
    return surroundings(class_text(organization, slug, on), on)


def revision_page(organization: str, slug: str, revision: int, on: date) -> ClassPage:
    """Gather the page of one revision, as seen on the day `on`: six queries. Raises Specification.DoesNotExist.

    A draft answers as a revision that does not exist.
    """
    return surroundings(said(*class_with_revision(organization, slug, revision)), on)


def said(job_class: JobClass, specification: Specification | None) -> ClassText:
    """Add what a text says: one query, and none where that is kept from before."""
    if specification is None:
        return ClassText(job_class, None, None)
    document = made_once(("document", specification.digest), lambda: document_of(specification))
    return ClassText(job_class, specification, document)


def surroundings(text: ClassText, on: date) -> ClassPage:
    """Add what surrounds a text: the other texts (1), history (1), noted names (1), the series (1).

    One more for a class without a text in a series: what other texts say of it. One more for a class that is
    abolished, or is to be: what takes its place.
    """
    job_class = text.job_class
    texts = texts_of(job_class)
    is_public = bool(texts) or job_class.listed
    events = entries_of(job_class, texts) if is_public else []
    rungs = rungs_of(job_class, on)
    replaced = job_class.abolished_on or abolition(job_class, events, on)
    return ClassPage(
        job_class=job_class,
        specification=text.specification,
        document=text.document,
        on=on,
        events=events,
        texts=texts,
        noted_names=names_of(job_class),
        rungs=rungs,
        sayings=() if text.specification else sayings(rungs).get(job_class.title, ()),
        successors=list(job_class.successors.public().select_related("organization")) if replaced else [],
    )
