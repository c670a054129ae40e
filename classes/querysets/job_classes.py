"""Questions about many classes, named after the page that asks. The day is always an argument."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Case, Exists, F, FilteredRelation, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

if TYPE_CHECKING:
    from classes.models import FormerName, JobClass


class JobClassQuerySet(models.QuerySet["JobClass"]):
    def for_admin(self) -> JobClassQuerySet:
        """Classes with all that their line in the list names, and `in_published_text`, in one query."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(job_class=OuterRef("pk"))
        return self.select_related("organization", "family__organization", "series__organization").annotate(
            in_published_text=Exists(texts)
        )

    def get_by_natural_key(self, organization: str, slug: str) -> JobClass:
        return self.get(organization__slug=organization, slug=slug)

    def public(self) -> JobClassQuerySet:
        """Classes that everyone may see: those with a published text, and those that are listed without one."""
        from classes.models import Specification

        texts = Specification.objects.published().filter(job_class=OuterRef("pk"))
        return self.filter(Q(listed=True) | Exists(texts))

    def existing(self, on: date) -> JobClassQuerySet:
        """Classes that exist on the day `on`, as far as is known; the day of abolition is the first without the class.

        Not those established later, and not those that had been abolished and were reinstated later. A class of
        which no beginning is known counts as there.
        """
        from classes.models import HistoryEntry

        there = self.filter(Q(abolished_on__isnull=True) | Q(abolished_on__gt=on))
        return there.exclude(pk__in=HistoryEntry.objects.not_yet(on)).exclude(pk__in=HistoryEntry.objects.ended(on))

    def with_text(self, on: date) -> JobClassQuerySet:
        """Add `texts_in_force`: a list of the one text in force on the day `on`, or of none. One more query."""
        from classes.models import Specification

        return self.prefetch_related(
            Prefetch("specifications", queryset=Specification.objects.in_force(on), to_attr="texts_in_force")
        )

    def with_name(self, on: date) -> JobClassQuerySet:
        """Add `title_then` and `code_then`: what a class bears on the day `on`; the same rule as `names.name_on`.

        By its text in force; else by a former name that was noted; else by the last text begun by then, unless its
        name was laid down since; else by the first text after; else by itself.
        """
        from classes.models import FormerName, Specification

        applies = {f"specifications__{name}": value for name, value in (("status", "published"), ("corrected", False))}
        begun = Q(specifications__effective_from__isnull=True) | Q(specifications__effective_from__lte=on)
        lasting = Q(specifications__effective_to__isnull=True) | Q(specifications__effective_to__gt=on)
        noted = FormerName.objects.filter(job_class=OuterRef("pk"), until__gt=on).order_by("until")
        texts = Specification.objects.published().filter(job_class=OuterRef("pk"), corrected=False)
        laid_down = FormerName.objects.filter(
            job_class=OuterRef("job_class"), until__gt=OuterRef("effective_from"), until__lte=on
        )
        earlier = texts.filter(Q(effective_from__isnull=True) | Q(effective_from__lte=on)).order_by(
            F("effective_from").desc(nulls_last=True)
        )
        later = texts.filter(effective_from__gt=on).order_by("effective_from")

        def borne(name: str) -> Case:
            """What the text in force bears, or the first of the others; no more is looked at. Its own for nothing."""
            last = earlier.values(told=Case(When(~Exists(laid_down), then=name)))
            told = Coalesce(*(Subquery(rows[:1]) for rows in (noted.values(name), last, later.values(name))))
            own = Coalesce(NullIf(f"text_then__{name}", Value("")), name)
            return Case(When(text_then__isnull=False, then=own), default=Coalesce(NullIf(told, Value("")), name))

        return self.annotate(
            text_then=FilteredRelation("specifications", condition=Q(**applies) & begun & lasting),
            title_then=borne("title"),
            code_then=borne("code"),
        )

    def for_browse(self, on: date) -> JobClassQuerySet:
        """Classes for a list, by the titles that they bear on that day: with organization, family, series and text.

        Two queries.
        """
        return self.public().existing(on).for_list(on)

    def for_list(self, on: date) -> JobClassQuerySet:
        """Classes as a list shows them on the day `on`, by title then. Two queries."""
        return (
            self.select_related("organization", "family", "series")
            .with_name(on)
            .with_text(on)
            .order_by("title_then", "code_then", "id")  # type: ignore[misc]
        )

    def with_successors(self) -> JobClassQuerySet:
        """Bring along what took the place of each class, as far as it is public: one more query."""
        successors = self.model._default_manager.public().select_related("organization")
        return self.prefetch_related(Prefetch("successors", queryset=successors))

    def with_existence(self, on: date) -> JobClassQuerySet:
        """Add `is_gone`: whether a class is abolished on the day `on`. Asked for each class, so for a few of them."""
        from classes.models import HistoryEntry

        ended = HistoryEntry.objects.ended(on).filter(job_class=OuterRef("pk"))
        return self.annotate(is_gone=Q(abolished_on__lte=on) | Exists(ended))

    def with_establishment(self) -> JobClassQuerySet:
        """Add `established_on` to public classes: when one was, or is to be, established; None where nothing tells."""
        from classes.models import HistoryEntry

        of_class = HistoryEntry.objects.of_no_draft().filter(job_class=OuterRef("pk"))
        events = of_class.filter(kind=HistoryEntry.Kind.ESTABLISHED)
        return self.annotate(established_on=Subquery(events.order_by("-effective_on").values("effective_on")[:1]))

    def gone(self, on: date) -> JobClassQuerySet:
        """Public classes that were abolished by the day `on`."""
        from classes.models import HistoryEntry

        return self.public().filter(Q(abolished_on__lte=on) | Q(pk__in=HistoryEntry.objects.ended(on)))

    def for_class_page(self) -> JobClassQuerySet:
        """Public classes with what the head of their page names, in one query."""
        return self.public().select_related("organization", "family__organization", "series__organization")

    def for_ladder(self, on: date) -> JobClassQuerySet:
        """Rungs of a series, lowest first, with the text in force. Two queries."""
        found = self.public().select_related("organization").with_name(on).with_existence(on).with_text(on)
        return found.order_by("series_rank", "id")

    def for_compare(self, addresses: Iterable[tuple[str, str]], on: date) -> JobClassQuerySet:
        """Public classes at these addresses (organization, class), each with the whole of its text in force.

        Six queries for any number of classes: the classes (1), their texts (1), and the texts' sections,
        requirements, competencies and descriptors (4). Two where no class has a text.
        """
        from classes.models import Specification

        named = Q(pk__in=[])
        for organization, slug in addresses:
            named |= Q(organization__slug=organization, slug=slug)
        texts = Specification.objects.in_force(on).with_rows()
        return (
            self.for_class_page()
            .filter(named)
            .with_name(on)
            .with_existence(on)
            .with_establishment()
            .prefetch_related(Prefetch("specifications", queryset=texts, to_attr="texts_in_force"))
        )

    def once_named(self, organization: str, address: str) -> JobClass | None:
        """Return the public class whose texts, or noted former names, bear this code or title: the last to bear it.

        `address` is the name as addresses write it. Two queries.
        """
        from classes.models import FormerName, Specification

        named = Q(code_slug=address) | Q(title_slug=address), Q(job_class__organization__slug=organization)
        texts = Specification.objects.published().filter(*named).select_related("job_class__organization")
        noted = FormerName.objects.filter(*named, job_class__in=self.public())
        text = texts.order_by(F("effective_to").desc(nulls_first=True)).first()
        name = noted.select_related("job_class__organization").order_by("-until").first()
        if text and name and text.effective_to and name.until > text.effective_to:
            return name.job_class
        return text.job_class if text else name.job_class if name else None

    def beside(self, job_class: JobClass, on: date) -> JobClassQuerySet:
        """Classes to compare one with, with text: its series, and its namesakes elsewhere. Two queries."""
        namesakes = Q(title__iexact=job_class.title) & ~Q(organization=job_class.organization_id)
        series = Q(series=job_class.series_id) if job_class.series_id else Q(pk__in=[])
        return self.for_browse(on).filter(series | namesakes).exclude(pk=job_class.pk).order_by("-series_rank", "id")


class FormerNameQuerySet(models.QuerySet["FormerName"]):
    def for_admin(self) -> FormerNameQuerySet:
        return self.select_related("job_class")

    def get_by_natural_key(self, organization: str, job_class: str, until: str) -> FormerName:
        return self.get(job_class__organization__slug=organization, job_class__slug=job_class, until=until)
