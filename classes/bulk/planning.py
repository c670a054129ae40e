"""The plan of a notice in bulk: of every class what it says before and after, or why the notice does not apply to it.

Everything that publishing would refuse is foreseen here, for all classes at once, in a number of queries that does not
grow with them; publishing itself checks again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from classes.assembly import assemble
from classes.bulk.choosing import AT_MOST, Filter, Found, Stray, TooMany, find, listed, too_many
from classes.bulk.lists import Line, items
from classes.bulk.refusals import (
    Standing,
    advice,
    contradictions,
    stand,
    taken_codes,
    why_no_successor,
    why_no_text,
    why_not,
)
from classes.bulk.rules import DoesNotApply, NothingChanges, Rules, apply
from classes.document import Document, digest
from classes.lint.finding import listed as listed_in_words
from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from classes.publishing import Event, in_words
from classes.revisions import FactChange, RevisionComparison, compare_revisions, fact_changes

Kind = HistoryEntry.Kind


@dataclass(frozen=True)
class Application:
    """A notice as it is to be applied: to which classes, what it does, from which day, and what the history says.

    Classes are chosen by `filter`, else by `codes`, else they are those that the lines of the lists name.
    """

    notice: ChangeNotice
    on: date
    event: Event
    rules: Rules
    filter: Filter | None = None
    codes: tuple[str, ...] | None = None
    titles: tuple[Line, ...] = ()
    recoded: tuple[Line, ...] = ()
    abolished: tuple[Line, ...] = ()

    @property
    def kind_in_words(self) -> str:
        return str(Kind(self.event.kind).label)

    @property
    def lines(self) -> tuple[Line, ...]:
        return (*self.titles, *self.recoded, *self.abolished)


@dataclass(frozen=True)
class Row:
    """One class of the plan. `reason` says why the notice does not apply to it; without one it does.

    `contradicts` are sentences on where its printed text would say something else than its facts: advice. `old` and
    `new` are its text before and after; a class that is abolished has no new one, and perhaps no old one.
    """

    job_class: JobClass
    text: Specification | None = None
    old: Document | None = None
    new: Document | None = None
    places: int = 0
    reason: str = ""
    successors: tuple[JobClass, ...] = ()
    advice: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    is_unchanged: bool = False

    @cached_property
    def comparison(self) -> RevisionComparison | None:
        return compare_revisions(self.old, self.new) if self.old and self.new else None

    @cached_property
    def facts(self) -> tuple[FactChange, ...]:
        return fact_changes(self.old, self.new) if self.old and self.new else ()

    @property
    def prefix(self) -> str:
        """What the ids of its redline begin with, on a page of several."""
        return f"{self.job_class.pk}_"

    @property
    def is_reworded(self) -> bool:
        if self.old is None or self.new is None:
            return False
        return (self.old.sections, self.old.masthead) != (self.new.sections, self.new.masthead)

    @property
    def wording(self) -> str:
        """What happens to its sections: "2 sections changed: 3 sentences reworded"; empty where nothing does."""
        changed = self.comparison if self.comparison and self.comparison.changed else None
        return replace(changed, facts=()).summary if changed else ""

    @property
    def summary(self) -> str:
        """What happens to the class in words."""
        if self.reason:
            return self.reason
        if self.comparison:
            return self.comparison.summary
        names = ", ".join(str(each) for each in self.successors)
        return f"Abolished; {names} in its place" if names else "Abolished without a successor"

    @property
    def in_short(self) -> str:
        """What happens to the class in words, without the count of its sentences, which costs a redline."""
        if self.old is None or self.new is None:
            return self.summary
        said = [str(change) for change in self.facts]
        pairs = zip(self.old.sections, self.new.sections, strict=True)
        names = dict.fromkeys(new.name or "a section without a heading" for old, new in pairs if old != new)
        said += [f"new words under {listed_in_words(list(names))}"] if names else []
        said += ["new words above the text"] if self.old.masthead != self.new.masthead else []
        words = "; ".join(said)
        return words[:1].upper() + words[1:]

    @property
    def seal(self) -> list[Any]:
        """What a preview showed of it."""
        return [
            self.job_class.pk,
            self.text.digest if self.text else "",
            self.new.digest if self.new else "",
            self.reason,
            [each.pk for each in self.successors],
        ]


@dataclass(frozen=True)
class Plan:
    """All rows of an application, in the order of the choice, and what was pasted and stands for no class."""

    application: Application
    rows: tuple[Row, ...]
    strays: tuple[Stray, ...] = ()

    @cached_property
    def accepted(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if not row.reason)

    @cached_property
    def refused(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.reason and not row.is_unchanged)

    @cached_property
    def unchanged(self) -> tuple[Row, ...]:
        """Classes that say already what the notice sets."""
        return tuple(row for row in self.rows if row.is_unchanged)

    @cached_property
    def contradicting(self) -> tuple[Row, ...]:
        """Classes to which it applies, though their printed text would then say something else than their facts."""
        return tuple(row for row in self.accepted if row.contradicts)

    @property
    def places(self) -> int:
        return sum(row.places for row in self.accepted)

    @cached_property
    def facts(self) -> list[tuple[str, int]]:
        """How many classes change which fact: ("pay grade", 187)."""
        changes = (change.label for row in self.accepted for change in row.facts)
        return list(Counter(changes).items())

    @property
    def texts(self) -> int:
        """How many classes have words that change. No redline is drawn for it."""
        return sum(row.is_reworded for row in self.accepted)

    @cached_property
    def reasons(self) -> list[tuple[str, list[Row]]]:
        """Why rows are refused, by what stands before the colon of the reason: the most frequent first."""
        groups: dict[str, list[Row]] = defaultdict(list)
        for row in self.refused:
            groups[row.reason.partition(": ")[0].rstrip(".")].append(row)
        return sorted(groups.items(), key=lambda group: -len(group[1]))

    @cached_property
    def digest(self) -> str:
        """Fingerprint of all that a preview shows: the choices, every text that it was made from and made."""
        application = self.application
        event = application.event
        return digest(
            [
                application.notice.pk,
                application.on.isoformat(),
                [event.kind, event.note, event.recorded_by, str(event.adopted_on), event.minor],
                application.rules.in_words(),
                [row.seal for row in self.rows],
                [[stray.given, stray.reason] for stray in self.strays],
            ]
        )


def make_plan(application: Application, lock: bool = False) -> Plan:
    """Read the chosen classes and say of each what the notice does to it.

    With `lock` the classes are locked first, in one order, so that two notices wait for each other rather than for
    ever. Fifteen queries at most, however many classes. Raises TooMany.
    """
    found = find(
        application.notice.organization,
        [
            *(application.codes or ()),
            *(line.left for line in application.lines),
            *(name for line in application.abolished for name in items(line.right)),
        ],
    )
    classes, strays = chosen(application, found)
    if len(classes) > AT_MOST:
        raise TooMany(too_many(len(classes), "Chosen are"))
    if lock:
        locked = JobClass.objects.select_for_update(of=("self",)).select_related("organization")
        order = locked.filter(pk__in=[job_class.pk for job_class in classes])
        held = {job_class.pk: job_class for job_class in order.order_by("pk")}
        classes = [held[job_class.pk] for job_class in classes if job_class.pk in held]
    standing = stand(classes, application.on, application.event)
    if application.rules.abolishes:
        rows = list(abolitions(application, classes, found, standing))
    else:
        rows = list(revisions(application, classes, found, standing))
    return Plan(application, tuple(rows), tuple(strays))


def chosen(application: Application, found: Found) -> tuple[list[JobClass], list[Stray]]:
    """Return the chosen classes, and what the lists name in vain. One query where they are chosen by filter."""
    named = [line.left for line in application.lines]
    if application.codes is not None:
        classes, strays = listed(find_only(found, application.codes), application.codes, application.on)
    elif application.filter is not None:
        classes, strays = application.filter.classes(application.notice.organization, application.on), []
    else:
        return listed(find_only(found, named), list(dict.fromkeys(named)), application.on)
    held = {job_class.pk for job_class in classes}
    for name in dict.fromkeys(named):
        job_class = found.get(name)
        if job_class is None or job_class.pk not in held:
            known = "It is not among the classes chosen." if job_class else "No class has this code or address."
            strays.append(Stray(name, known))
    return classes, strays


def find_only(found: Found, given: Sequence[str]) -> Found:
    wanted = set(given)
    return Found(found.classes, [stray for stray in found.strays if stray.given in wanted])


def revisions(application: Application, classes: list[JobClass], found: Found, standing: Standing) -> Iterator[Row]:
    """Yield the rows of rules that make a new text of each class."""
    titles = by_class(application.titles, found)
    codes = by_class(application.recoded, found)
    taken = taken_codes(application.notice.organization, codes)
    for job_class in classes:
        text = standing.texts.get(job_class.pk)
        if reason := why_no_text(job_class, application.on, standing):
            yield Row(job_class, text, reason=reason)
            continue
        assert text is not None
        old = assemble(text)
        try:
            outcome = apply(application.rules, old, titles.get(job_class.pk, ""), codes.get(job_class.pk, ""))
        except DoesNotApply as refusal:
            yield Row(job_class, text, old, reason=str(refusal), is_unchanged=isinstance(refusal, NothingChanges))
            continue
        new = outcome.document
        yield Row(
            job_class,
            text,
            old,
            new,
            outcome.places,
            reason=taken.get(job_class.pk, ""),
            advice=tuple(advice(old, new)),
            contradicts=tuple(contradictions(old, new)),
        )


def by_class(lines: Iterable[Line], found: Found) -> dict[int, str]:
    return {job_class.pk: line.right for line in lines if (job_class := found.get(line.left))}


# How a line says that nothing takes the place of a class.
NOTHING = frozenset({"none", "-", "–", "—"})


def abolitions(application: Application, classes: list[JobClass], found: Found, standing: Standing) -> Iterator[Row]:
    """Yield the rows of classes that end, each with what takes its place."""
    lines = {job_class.pk: line for line in application.abolished if (job_class := found.get(line.left))}
    ends = {job_class.pk for job_class in classes if job_class.pk in lines}
    for job_class in classes:
        text = standing.texts.get(job_class.pk)
        row = Row(job_class, text, assemble(text) if text else None)
        if job_class.pk not in lines:
            yield replace(row, reason="No line of the list says what takes its place.")
            continue
        names = [] if lines[job_class.pk].right.casefold() in NOTHING else items(lines[job_class.pk].right)
        after = [(name, found.get(name)) for name in names]
        reason = why_not(job_class, application.on, standing) or why_no_successor(
            after, job_class, ends, application.on
        )
        if back := standing.back.get(job_class.pk):
            reason = reason or f"It is reinstated on {in_words(back)}. It can be abolished on a later day only."
        successors = tuple(dict.fromkeys(each for _, each in after if each))
        yield replace(row, reason=reason, successors=successors)
