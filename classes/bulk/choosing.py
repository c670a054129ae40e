"""Which classes a notice is applied to: chosen by a filter, by a list, or by the lines of what they get."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower

from classes.bulk.lists import named, words
from classes.bulk.rules import Heading
from classes.models import ClassSeries, JobClass, JobFamily, Organization, Section, Specification
from classes.publishing import in_words

AT_MOST = 500  # classes at a time: the database writes nothing else meanwhile on SQLite
HEADINGS = 400  # that are offered to choose from


class TooMany(Exception):
    """More classes than a notice is applied to at a time; the message says how many and what to do."""


@dataclass(frozen=True, slots=True)
class Stray:
    """Something that was pasted and is not among the classes of the plan, with the reason."""

    given: str
    reason: str


@dataclass(frozen=True)
class Filter:
    """Classes by what is set, but those that exist no more on the day; words stand in the title, in any order and case.

    A class that does not exist yet on the day, or has no text then, is found by the text that it has at another time:
    the plan says why nothing can happen to it.
    """

    family: JobFamily | None = None
    series: ClassSeries | None = None
    pay_grade: str = ""
    words: str = ""

    def classes(self, organization: Organization, on: date) -> list[JobClass]:
        """Return the classes by title: one query, two where there are too many. Raises TooMany."""
        gone = Q(abolished_on__lte=on)
        found = JobClass.objects.filter(organization=organization).exclude(gone)
        if self.family:
            found = found.filter(family=self.family)
        if self.series:
            found = found.filter(series=self.series)
        if self.pay_grade:
            now = Specification.objects.in_force(on).filter(job_class=OuterRef("pk"))
            ever = Specification.objects.published().filter(job_class=OuterRef("pk"), corrected=False)
            graded = Q(pay_grade=self.pay_grade)
            found = found.filter(Exists(now.filter(graded)) | ~Exists(now) & Exists(ever.filter(graded)))
        for word in self.words.split():
            found = found.filter(title__icontains=word)
        chosen = list(found.order_by("title", "code", "pk")[: AT_MOST + 1])
        if len(chosen) > AT_MOST:
            raise TooMany(too_many(found.count(), "The filter finds"))
        return chosen


@dataclass(frozen=True)
class Found:
    """Classes by what was written for them, case apart; `strays` are those that no class answers to."""

    classes: dict[str, JobClass]
    strays: list[Stray]

    def get(self, given: str) -> JobClass | None:
        return self.classes.get(given.casefold())


def find(organization: Organization, given: Iterable[str]) -> Found:
    """Find classes of an organization by codes or addresses, a code before an address: one query."""
    wanted = list(dict.fromkeys(given))
    spelt = {text: (text.casefold(), named(text)) for text in wanted}
    names = {name for code, read in spelt.values() for name in (code, read.name.casefold())}
    lower = JobClass.objects.filter(organization=organization).alias(lower_code=Lower("code"))
    by_name: dict[str, JobClass] = {}
    for job_class in lower.filter(Q(lower_code__in=names) | Q(slug__in=names)) if names else ():
        by_name.setdefault(job_class.slug, job_class)
        if job_class.code:
            by_name[job_class.code.casefold()] = job_class
    found: dict[str, JobClass] = {}
    strays = []
    for text, (code, read) in spelt.items():
        if code in by_name:
            found[code] = by_name[code]
        elif read.organization and read.organization.casefold() != organization.slug:
            strays.append(Stray(text, f"This is no code here, and no address of a class of {organization}."))
        elif read.name.casefold() in by_name:
            found[code] = by_name[read.name.casefold()]
        else:
            strays.append(Stray(text, f"No class of {organization} has this code or address."))
    return Found(found, strays)


def parted(organization: Organization, given: Sequence[str]) -> list[str]:
    """Part at their spaces the items that no class has as its code: one query, none where no item has a space."""
    spaced = [text for text in given if len(text.split()) > 1]
    unknown = {stray.given for stray in find(organization, spaced).strays}
    return [code for text in given for code in (words(text) if text in unknown else [text])]


def listed(found: Found, given: Sequence[str], on: date) -> tuple[list[JobClass], list[Stray]]:
    """Return the classes of a pasted list in its order, each once, and what is left out and why."""
    classes: dict[int, JobClass] = {}
    strays = list(found.strays)
    said = {stray.given for stray in strays}
    for text in given:
        job_class = found.get(text)
        if job_class is None:
            if text in said:
                said.discard(text)
            else:
                strays.append(Stray(text, "This is named twice in the list."))
        elif job_class.is_abolished(on):
            assert job_class.abolished_on
            strays.append(Stray(text, f"{job_class} is abolished, on {in_words(job_class.abolished_on)}."))
        elif job_class.pk in classes:
            strays.append(Stray(text, f"{job_class} is named twice in the list."))
        else:
            classes[job_class.pk] = job_class
    return list(classes.values()), strays


def too_many(number: int, what: str) -> str:
    return (
        f"{what} {number:,} classes; a notice is applied to at most {AT_MOST} at a time. "
        "Choose fewer, such as one family, and apply it again to the others."
    )


def grades(organization: Organization, on: date) -> list[tuple[str, int]]:
    """Pay grades of the texts in force on the day, each with how many bear it: one query."""
    texts = Specification.objects.in_force(on).filter(job_class__organization=organization)
    return list(texts.exclude(pay_grade="").order_by("pay_grade").values_list("pay_grade").annotate(Count("pk")))


def headings(
    organization: Organization, on: date, classes: Iterable[JobClass] | None = None
) -> list[tuple[Heading, int]]:
    """Headings of the texts in force on the day, each with how many texts have it, most frequent first: one query.

    Of the texts of `classes`, or of the whole organization.
    """
    texts = Specification.objects.in_force(on).filter(job_class__organization=organization)
    if classes is not None:
        texts = texts.filter(job_class__in=classes)
    rows = (
        Section.objects.filter(specification__in=texts)
        .exclude(heading="")
        .order_by()
        .values_list("kind", "heading")
        .annotate(texts=Count("specification", distinct=True))
        .order_by("-texts", "kind", "heading")[:HEADINGS]
    )
    return [(Heading(kind, heading), number) for kind, heading, number in rows]


def in_classes(number: int) -> str:
    return f"{number:,} class{'' if number == 1 else 'es'}"
