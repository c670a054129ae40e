"""Questions about many change notices and history entries. The day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Q, Subquery, Value, When, Window
from django.db.models.functions import Coalesce, DenseRank, Lower, Replace

if TYPE_CHECKING:
    from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification

NUMBER_SIGNS = " -–/."  # what people leave out of the number of a notice, or put into it

# What a list never shows of the text of an entry, long as it may be.
MACHINE_READ = ("specification__cell_digests", "specification__section_digests", "specification__masthead")


class ChangeNoticeQuerySet(models.QuerySet["ChangeNotice"]):
    def for_admin(self) -> ChangeNoticeQuerySet:
        """Notices with their organization and `entry_count`, the history entries that cite them. One query."""
        return self.select_related("organization").annotate(entry_count=Count("entries"))

    def get_by_natural_key(self, organization: str, number: str) -> ChangeNotice:
        return self.get(organization__slug=organization, number=number)

    def public(self) -> ChangeNoticeQuerySet:
        """Notices that everyone may see: those that touch a public entry, and those that touch nothing yet."""
        from classes.models import HistoryEntry

        touched = HistoryEntry.objects.filter(notice=OuterRef("pk"))
        return self.filter(~Exists(touched) | Exists(touched.public()))

    def numbered(self, number: str, organization: str) -> ChangeNoticeQuerySet:
        """The public notice of this number, in any case, with its organization: one query.

        SQLite knows the case of ASCII letters only, so a number with others is looked for in capitals too.
        """
        spellings = [number.lower(), Lower(Value(number.upper()))]
        found = self.public().alias(spelling=Lower("number")).filter(spelling__in=spellings)
        return found.filter(organization__slug=organization).select_related("organization")

    def typed(self, number: str) -> ChangeNoticeQuerySet:
        """Public notices whose number this is, however it was typed: "CN 1746", "cn-1746". One query."""
        spelling: Any = Lower("number")
        for sign in NUMBER_SIGNS:
            spelling = Replace(spelling, Value(sign))
        wanted = number.lower().translate({ord(sign): None for sign in NUMBER_SIGNS})
        return self.public().alias(spelling=spelling).filter(spelling=wanted).select_related("organization")

    def for_notices(self, on: date, today: date) -> ChangeNoticeQuerySet:
        """Public notices by organization, newest first, with `dated`, the day by which they are sorted: one query.

        That is the effective day, where it is not known the last one on which an entry takes effect, then the day of
        adoption or posting. On a past day only what any of these days places before its end, and what none does; on
        any other day all, since what is announced is known today.
        """
        from classes.models import HistoryEntry

        entries = HistoryEntry.objects.filter(notice=OuterRef("pk")).public()
        last = entries.order_by("-effective_on").values("effective_on")[:1]
        found = (
            self.public()
            .select_related("organization")
            .annotate(dated=Coalesce("effective_on", Subquery(last), "adopted_on", "posted_on"))
            .order_by("organization__name", "organization", F("dated").desc(nulls_last=True), "-number")
        )
        if on >= today:
            return found
        by_then = Q(posted_on__lte=on) | Q(adopted_on__lte=on) | Q(effective_on__lte=on)
        return found.filter(by_then | Exists(entries.filter(effective_on__lte=on)) | Q(dated=None))

    def tell_touched(self, notices: Iterable[ChangeNotice]) -> list[ChangeNotice]:
        """Return these notices, each with `touched`, the number of public classes that it touched: one query."""
        from classes.models import HistoryEntry

        told = list(notices)
        entries = HistoryEntry.objects.public().filter(notice__in=[notice.pk for notice in told]).order_by()
        counts = dict(entries.values_list("notice").annotate(classes=Count("job_class", distinct=True)))
        for notice in told:
            notice.touched = counts.get(notice.pk, 0)  # type: ignore[attr-defined]
        return told


def text_before(field: str) -> Case:
    """Return `field` of the text that a history entry's text followed; NULL where none is held, or it has no text.

    A correction follows what it corrects. Any other text follows the published, not corrected one of its class that
    begins last before it; one without a date begins before all others.
    """
    from classes.models import Specification

    texts = Specification.objects.published().filter(job_class=OuterRef("job_class"), corrected=False)
    earlier = texts.filter(
        Q(effective_from__isnull=True) | Q(effective_from__lt=OuterRef("specification__effective_from"))
    )
    latest = earlier.order_by(F("effective_from").desc(nulls_last=True), "-revision").values(field)[:1]
    return Case(
        When(specification__corrects__isnull=False, then=F(f"specification__corrects__{field}")),
        When(specification__effective_from__isnull=False, then=Subquery(latest)),
    )


def text_until(field: str) -> Case:
    """Return `field` of the text in force on the eve of a history entry that has no text; NULL where none is held."""
    from classes.models import Specification

    texts = Specification.objects.published().filter(job_class=OuterRef("job_class"), corrected=False)
    eve = texts.filter(
        Q(effective_from__isnull=True) | Q(effective_from__lt=OuterRef("effective_on")),
        Q(effective_to__isnull=True) | Q(effective_to__gte=OuterRef("effective_on")),
    )
    return Case(When(specification__isnull=True, then=Subquery(eve.values(field)[:1])))


class HistoryEntryQuerySet(models.QuerySet["HistoryEntry"]):
    def for_admin(self) -> HistoryEntryQuerySet:
        return self.select_related("job_class__organization", "notice", "specification")

    def get_by_natural_key(
        self, organization: str, job_class: str, effective_on: str, kind: str, note: str
    ) -> HistoryEntry:
        return self.get(
            job_class__organization__slug=organization,
            job_class__slug=job_class,
            effective_on=effective_on,
            kind=kind,
            note=note,
        )

    def ending_text(self) -> HistoryEntryQuerySet:
        """Events from which on no held text applies: the class abolished, or its text changed without the new one held.

        Soonest first.
        """
        kinds = [*self.model.CHANGES_TEXT, self.model.Kind.ABOLISHED]
        return self.filter(kind__in=kinds, specification=None).order_by("effective_on", "id")

    def unheld_between(self, one: Specification, other: Specification) -> list[HistoryEntry]:
        """Events between the first days of two texts of a class whose own text, which applied there, is not held.

        One query.
        """
        first, last = sorted((one, other), key=lambda text: text.effective_from or date.min)
        if first.effective_to is None or last.effective_from is None or first.effective_to >= last.effective_from:
            return []
        return list(
            self.public()
            .filter(job_class=one.job_class, kind__in=self.model.CHANGES_TEXT, specification=None)
            .filter(effective_on__gte=first.effective_to, effective_on__lt=last.effective_from)
            .order_by("effective_on", "id")
        )

    def not_yet(self, on: date) -> models.QuerySet[HistoryEntry, dict[str, int]]:
        """Primary keys of classes that are established after the day `on`."""
        return self.filter(kind="established", effective_on__gt=on).values("job_class")

    def ended(self, on: date) -> models.QuerySet[HistoryEntry, dict[str, int]]:
        """Primary keys of classes that were abolished by the day `on` and not reinstated by then."""
        back = self.model._default_manager.filter(
            job_class=OuterRef("job_class"),
            kind="reinstated",
            effective_on__gte=OuterRef("effective_on"),
            effective_on__lte=on,
        )
        return self.filter(~Exists(back), kind="abolished", effective_on__lte=on).values("job_class")

    def public(self) -> HistoryEntryQuerySet:
        """Entries that everyone may see: not those that belong to a draft, nor those of a class not yet public."""
        from classes.models import JobClass

        return self.of_no_draft().filter(job_class__in=JobClass.objects.public())

    def of_no_draft(self) -> HistoryEntryQuerySet:
        """What everyone may see of a class that is known to be public."""
        return self.filter(Q(specification__isnull=True) | Q(specification__status="published"))

    def until(self, on: date) -> HistoryEntryQuerySet:
        """Public entries up to and including the day `on`, newest first, with notice and text: one query."""
        return (
            self.public()
            .filter(effective_on__lte=on)
            .select_related("notice", "specification")
            .order_by("-effective_on", "-id")
        )

    def of_class(self, job_class: JobClass) -> HistoryEntryQuerySet:
        """Public entries of one class, newest first, those still to come too, with notice and text: one query."""
        return (
            self.public()
            .filter(job_class=job_class)
            .select_related("notice__organization", "specification")
            .order_by("-effective_on", "-id")
        )

    def announced(self, on: date) -> HistoryEntryQuerySet:
        """Public entries that take effect after the day `on`, soonest first."""
        return self.public().filter(effective_on__gt=on).order_by("effective_on", "id")

    def with_names(self) -> HistoryEntryQuerySet:
        """Bring along class, organization, notice and text of each entry, the text without what only machines read."""
        named = self.select_related("job_class__organization", "notice__organization", "specification")
        return named.defer(*MACHINE_READ)

    def older_than(self, on: date, pk: int) -> HistoryEntryQuerySet:
        """Entries that stand after this one where the newest come first; this one need not exist.

        The day stands by itself too: it is where the index is entered, so that going far back costs no more.
        """
        return self.filter(Q(effective_on__lt=on) | Q(effective_on=on, pk__lt=pk), effective_on__lte=on)

    def with_revisions(self) -> HistoryEntryQuerySet:
        """Add names, and `before`, the number of the revision that the text of each entry followed: no query more."""
        return self.with_names().annotate(before=text_before("revision"))

    def for_table(self) -> models.QuerySet:
        """Entries as plain rows of what `twins.changes_rows` writes: hundreds of thousands are read in seconds."""
        return self.annotate(before=text_before("revision")).values_list(
            "effective_on",
            "kind",
            "job_class__organization__name",
            "job_class__title",
            "job_class__code",
            "job_class__organization__slug",
            "job_class__slug",
            "note",
            "recorded_by",
            Coalesce("adopted_on", "notice__adopted_on"),
            "notice__number",
            "minor",
            "specification__revision",
            "before",
        )

    def for_changes(self, among: HistoryEntryQuerySet | None = None) -> HistoryEntryQuerySet:
        """One entry for each line of the changes, with names and `before`, the revision that its text followed.

        Of what a notice did on one day only the entry that was recorded last is kept, to stand for all that `among`
        (these entries themselves, where nothing else is given) has of the notice and day. No more is read than the
        lines that are asked for.
        """
        others = self if among is None else among
        later = others.order_by().filter(
            notice=OuterRef("notice"), effective_on=OuterRef("effective_on"), pk__gt=OuterRef("pk")
        )
        return self.filter(~Exists(later)).with_revisions()

    def of_acts(self, entries: Iterable[HistoryEntry]) -> HistoryEntryQuerySet:
        """Of these entries those that the notices of `entries` have on the days of `entries`, and some more."""
        named = [entry for entry in entries if entry.notice_id]
        notices, days = {entry.notice_id for entry in named}, {entry.effective_on for entry in named}
        return self.filter(notice__in=notices, effective_on__in=days)

    def counts_by_act(self) -> Iterator[dict[str, Any]]:
        """Yield `notice`, `effective_on`, `entries`, `classes`, and of each kind how many classes. One query."""
        kinds = {kind: Count("job_class", distinct=True, filter=Q(kind=kind)) for kind in self.model.Kind.values}
        acts = self.order_by().values("notice", "effective_on")
        yield from acts.annotate(entries=Count("pk"), classes=Count("job_class", distinct=True), **kinds)

    def first_classes_by_act(self, number: int) -> HistoryEntryQuerySet:
        """Entries of the first `number` classes, by title, of each act: one query, sorted so."""
        place = Window(
            DenseRank(),
            partition_by=[F("notice"), F("effective_on")],
            order_by=["job_class__title", "job_class__code", "job_class"],
        )
        found = self.select_related("job_class__organization").annotate(place=place).filter(place__lte=number)
        return found.order_by("place", "id")

    def for_notice(self, notice: ChangeNotice) -> HistoryEntryQuerySet:
        """Public entries of a notice by class, with class, text, and `before`, the primary key of the text before.

        One query. Of an entry without a text `before` is what was in force on its eve.
        """
        return (
            self.public()
            .filter(notice=notice)
            .select_related("job_class", "specification")
            .defer(*MACHINE_READ)
            .annotate(before=Coalesce(text_before("pk"), text_until("pk")))
            .order_by("job_class__title", "job_class__code", "job_class", "effective_on", "id")
        )
