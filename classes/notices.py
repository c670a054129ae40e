"""What a change notice did, class by class: facts before and after, and the texts between which they changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby

from django.db.models import Prefetch, prefetch_related_objects

from classes.assembly import assemble, facts_only
from classes.changes import Act, kinds_counted
from classes.facts import Fact, facts
from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from classes.revisions import FactChange, RevisionComparison, compare_revisions, fact_changes

Kind = HistoryEntry.Kind

# The fact that an event of this kind changes, as `before_and_after` labels it.
FACT_OF_KIND = {Kind.REGRADED: "pay grade", Kind.RETITLED: "title", Kind.RECODED: "code"}

TEXTS_AT_A_TIME = 25


@dataclass(frozen=True)
class Touched:
    """What a notice did to one class on one day: the text that it brought, and the one before it, where they are held.

    `number` is its line in the cover table, from 1. Of what was noted only `old` is the text in force on the eve. If
    the text that it brought held a mistake, `new` is the one that corrects it, and `mistaken` the one that came.
    """

    number: int
    entries: tuple[HistoryEntry, ...]
    old: Specification | None
    new: Specification | None
    successors: tuple[JobClass, ...] = ()
    mistaken: Specification | None = None

    @property
    def job_class(self) -> JobClass:
        return self.entries[0].job_class

    @property
    def on(self) -> date:
        return self.entries[0].effective_on

    @property
    def title(self) -> str:
        """The title that the class bore from that day, as far as a text tells."""
        return self.new.title if self.new else self.job_class.title

    @property
    def code(self) -> str:
        return self.new.code if self.new else self.job_class.code

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(entry.kind for entry in self.entries))

    @property
    def kinds_in_words(self) -> str:
        """What happened: "Regraded, retitled"."""
        return ", ".join(Kind(kind).label for kind in self.kinds).capitalize()

    @property
    def page(self) -> int:
        """The page on which its redline stands."""
        return (self.number - 1) // TEXTS_AT_A_TIME + 1

    @property
    def is_new(self) -> bool:
        return Kind.ESTABLISHED in self.kinds

    @property
    def is_abolished(self) -> bool:
        return Kind.ABOLISHED in self.kinds

    @cached_property
    def facts(self) -> tuple[FactChange, ...]:
        """The facts that changed, where both texts are held."""
        return fact_changes(facts_only(self.old), facts_only(self.new)) if self.old and self.new else ()

    @cached_property
    def stated(self) -> tuple[Fact, ...]:
        """The facts of the new text, where no text is held to compare it with."""
        if self.old or not self.new:
            return ()
        return tuple(fact for fact in facts(facts_only(self.new)) if fact.value)

    @cached_property
    def last_known(self) -> tuple[FactChange, ...]:
        """The facts that were changed and whose value before is held, but not the one after; `new` says nothing."""
        if self.new or not self.old or self.goes_on:
            return ()
        held = facts_only(self.old)
        values = {"title": held.title, "code": held.code, "pay grade": held.facts.pay_grade}
        labels = (FACT_OF_KIND[Kind(kind)] for kind in self.kinds if kind in FACT_OF_KIND)
        return tuple(FactChange(label, values[label], "") for label in labels if values[label])

    @property
    def goes_on(self) -> bool:
        """Whether a text that was in force on the eve is so on the day too: nothing took its place."""
        return bool(not self.new and self.old and (self.old.effective_to is None or self.old.effective_to > self.on))

    @property
    def gap_from(self) -> date | None:
        """The day on which the text before ended, if it was not the day on which this one began."""
        old, new = self.old, self.new
        if (
            not old
            or not new
            or (new.corrects_id and not self.mistaken)
            or not old.effective_to
            or not new.effective_from
        ):
            return None
        return old.effective_to if old.effective_to < new.effective_from else None

    @property
    def unheld(self) -> str:
        """What of it is not held, in a sentence; nothing where both sides are, or where one side never was."""
        if self.new:
            return "" if self.old or self.is_new else "Values before are not held."
        if self.is_abolished:
            return "" if self.old else "No text of it is held."
        if self.goes_on and self.old:
            return f"No text came with it: revision {self.old.revision} stayed in force."
        if self.old:
            return "Values after are not held."
        only_begins = set(self.kinds) <= {Kind.ESTABLISHED, Kind.REINSTATED}
        return "Its text is not held." if only_begins else "Values before and after are not held."


@dataclass(frozen=True)
class NoticePage:
    """A notice and every class that it touched, one line for each class and day, by title.

    Of a past day only what had taken effect by then: `still_to_come` counts the entries after it.
    """

    notice: ChangeNotice
    touched: list[Touched] = field(default_factory=list)
    still_to_come: int = 0

    @cached_property
    def classes(self) -> int:
        return len({each.job_class.pk for each in self.touched})

    @property
    def words(self) -> str:
        """What it did in words: "214 classes regraded", "3 classes: 2 regraded, 1 abolished"."""
        pairs = {(each.job_class.pk, kind) for each in self.touched for kind in each.kinds}
        kinds = Counter(kind for _, kind in pairs)
        return Act(self.classes, tuple(kinds_counted(kinds)), ()).words

    @cached_property
    def days(self) -> list[date]:
        """The days on which its entries take effect, each once, in order."""
        return sorted({each.on for each in self.touched})

    @property
    def begins_on(self) -> date | None:
        return self.notice.effective_on or next(iter(self.days), None)

    @property
    def dates(self) -> list[tuple[str, date]]:
        return [(name.capitalize(), day) for name, day in self.acts if day]

    @property
    def acts(self) -> list[tuple[str, date | None]]:
        notice = self.notice
        return [("posted", notice.posted_on), ("adopted", notice.adopted_on), ("effective", notice.effective_on)]

    @property
    def undated(self) -> str:
        """Which of its own dates are not known, in a sentence; nothing where all are."""
        unknown = [name for name, day in self.acts if not day]
        if len(unknown) == len(self.acts):
            return "When it was posted and adopted, and when it takes effect, is not known."
        named = [{"effective": "when it takes effect"}.get(name, f"when it was {name}") for name in unknown]
        return f"{' and '.join(named)} is not known.".capitalize() if named else ""


@dataclass(frozen=True)
class TouchedText:
    """A touched class with its redline, where both texts are held."""

    touched: Touched
    comparison: RevisionComparison | None

    @property
    def prefix(self) -> str:
        """What sets its ids apart from those of the other classes on the page."""
        return f"{self.touched.number}_"


def notice_page(notice: ChangeNotice, until: date | None = None) -> NoticePage:
    """Gather a notice with all that it touched, up to a day if one is given, in three queries however much that is.

    Its entries with classes and texts (1), the texts before (1), what took the place of abolished classes (1). Two
    where none is abolished, one where no text is held either. One more where a text that it brought was corrected.
    """
    every = list(HistoryEntry.objects.for_notice(notice))
    entries = [entry for entry in every if until is None or entry.effective_on <= until]
    for entry in entries:  # a notice and its classes are of one organization, see `publishing.record`
        if entry.job_class.organization_id == notice.organization_id:
            entry.job_class.organization = notice.organization
    before = {entry.before for entry in entries if entry.before}  # type: ignore[attr-defined]
    texts = Specification.objects.published().defer("cell_digests", "section_digests", "masthead")
    old = texts.in_bulk(before) if before else {}
    abolished = [entry.job_class for entry in entries if entry.kind == Kind.ABOLISHED]
    successors = JobClass.objects.public().select_related("organization")
    prefetch_related_objects(abolished, Prefetch("successors", queryset=successors, to_attr="public_successors"))
    brought = {entry.specification_id for entry in entries}
    right = corrections([entry.specification for entry in entries if entry.specification])
    right = {wrong: text for wrong, text in right.items() if text.pk not in brought}  # else it has a line of its own
    groups = enumerate(grouped(entries), start=1)
    found = [touched(number, group, old, right) for number, group in groups]
    return NoticePage(notice, found, len(every) - len(entries))


def corrections(texts: Iterable[Specification]) -> dict[int, Specification]:
    """Return the texts that stand in the place of corrected ones, by the primary keys of those.

    One query for each time that a text was corrected, none where none was.
    """
    found: dict[int, Specification] = {}
    wrong = [text.pk for text in texts if text.corrected]
    while wrong:
        mending = list(Specification.objects.published().filter(corrects__in=wrong).defer("cell_digests", "masthead"))
        found |= {text.corrects_id: text for text in mending if text.corrects_id}
        wrong = [text.pk for text in mending if text.corrected]
    for pk, text in found.items():
        while text.pk in found:
            text = found[text.pk]
        found[pk] = text
    return found


def grouped(entries: Iterable[HistoryEntry]) -> Iterator[list[HistoryEntry]]:
    """Put together the entries of one class and day; if they brought several texts, those of each text."""
    for _, group in groupby(entries, key=lambda entry: (entry.job_class_id, entry.effective_on)):
        day = list(group)
        held = (entry.specification_id for entry in day if entry.specification_id)
        texts: list[int | None] = [*dict.fromkeys(held)] or [None]
        for text in texts:
            yield [entry for entry in day if (entry.specification_id or texts[0]) == text]


def touched(
    number: int, entries: Sequence[HistoryEntry], old: dict[int, Specification], right: dict[int, Specification]
) -> Touched:
    bringing = next((entry for entry in entries if entry.specification), entries[0])
    found = {
        successor.pk: successor for entry in entries for successor in getattr(entry.job_class, "public_successors", ())
    }
    return Touched(
        number=number,
        entries=tuple(entries),
        old=old.get(bringing.before),  # type: ignore[attr-defined]
        new=right.get(bringing.specification_id or 0, bringing.specification),
        successors=tuple(found.values()),
        mistaken=bringing.specification if bringing.specification_id in right else None,
    )


def with_texts(found: Sequence[Touched]) -> Iterator[TouchedText]:
    """Yield touched classes with their redlines: five queries for any number of them, as many texts in memory."""
    pairs = [(each.old.pk, each.new.pk) for each in found if each.old and each.new]
    keys = {key for pair in pairs for key in pair}
    texts = Specification.objects.published().with_rows().in_bulk(keys) if keys else {}
    for each in found:
        comparison = None
        if each.old and each.new:
            comparison = compare_revisions(assemble(texts[each.old.pk]), assemble(texts[each.new.pk]))
        yield TouchedText(each, comparison)


def all_texts(found: Sequence[Touched]) -> Iterator[TouchedText]:
    """Yield every touched class with its redline, a few at a time: memory does not grow with their number."""
    for start in range(0, len(found), TEXTS_AT_A_TIME):
        yield from with_texts(found[start : start + TEXTS_AT_A_TIME])
