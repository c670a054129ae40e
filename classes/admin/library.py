"""What a draft can be made of: the headings that its organization uses, the competencies of its framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Avg, Count
from django.utils import timezone

from classes.models import Organization, Section, Specification
from competencies.keeping import offered
from competencies.models import Competency

MOST_HEADINGS = 40
Kind = Section.Kind

# What documents of many employers call their sections, beside the names of the kinds themselves.
WELL_KNOWN = {
    Kind.SUMMARY: ("description of work", "general statement of duties", "job summary", "position summary", "summary"),
    Kind.DISTINGUISHING: ("class characteristics", "distinguishing features", "distinguishing features of the class"),
    Kind.DUTIES: (
        "duties and responsibilities",
        "essential duties",
        "essential duties and responsibilities",
        "essential functions",
        "examples of duties",
        "examples of work",
        "typical duties",
    ),
    Kind.COMPETENCIES: ("functional competencies", "required competencies"),
    Kind.KNOWLEDGE: ("knowledge, skills and abilities", "knowledge, skills, and abilities", "knowledge and abilities"),
    Kind.SUPERVISION: ("level of supervision exercised",),
    Kind.TRAINING_AND_EXPERIENCE: (
        "education and experience",
        "minimum education and experience",
        "minimum training and experience",
        "minimum qualifications",
    ),
    Kind.EDUCATION: ("education requirement", "education requirements", "minimum education"),
    Kind.EXPERIENCE: ("experience requirement", "experience requirements", "minimum experience"),
    Kind.EQUIVALENCY: ("education and experience equivalency",),
    Kind.LICENSURE: ("certifications", "licenses and certifications", "licensure", "licenses"),
    Kind.WORKING_ENVIRONMENT: ("work environment", "working conditions"),
    Kind.PHYSICAL_LEVEL: ("physical demand level",),
    Kind.PHYSICAL_DEMANDS: ("physical requirements",),
    Kind.BACKGROUND_CHECK: ("background check", "background check requirement"),
    Kind.ASSESSMENT: ("assessment requirement",),
    Kind.PROBATION: ("probation period", "probationary period"),
    Kind.NOTE: ("notes",),
}


@dataclass(frozen=True, slots=True)
class UsualHeading:
    """A heading as published texts print it, with the kind of section that it stands for, and how many print it so."""

    heading: str
    kind: str
    uses: int

    @property
    def kind_name(self) -> str:
        return Section.Kind(self.kind).label


class Library:
    """What one draft can be made of. Each is asked for once, with one query."""

    def __init__(self, draft: Specification, on: date) -> None:
        self.draft = draft
        self.on = on

    @cached_property
    def usual_headings(self) -> list[UsualHeading]:
        """The headings that the organization's texts in force use most, as they follow in print."""
        texts = Specification.objects.in_force(self.on).filter(job_class__organization=self.organization.pk)
        found = (
            Section.objects.filter(specification__in=texts)
            .exclude(heading="")
            .values("heading", "kind")
            .annotate(uses=Count("pk"), place=Avg("position"))
            .order_by("-uses", "heading", "kind")[:MOST_HEADINGS]
        )
        in_print = sorted(found, key=lambda row: row["place"])
        return [UsualHeading(row["heading"], row["kind"], row["uses"]) for row in in_print]

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Kinds of section by heading, folded: as the organization uses it most, else as it is commonly meant."""
        known = {folded(kind.label): kind.value for kind in Kind if kind != Kind.OTHER}
        known |= {heading: kind.value for kind, headings in WELL_KNOWN.items() for heading in headings}
        return known | {folded(usual.heading): usual.kind for usual in sorted(self.usual_headings, key=by_use)}

    def kind_of(self, heading: str) -> str:
        """Return the kind of section that a heading stands for; empty where nothing tells."""
        return self.kinds.get(folded(heading), "")

    @cached_property
    def competencies(self) -> list[Competency]:
        """The competencies that new work can ask for, those of the organization's framework; without one, all."""
        found = offered(Competency.objects.select_related("framework"))
        if self.organization.framework_id:
            found = found.filter(framework=self.organization.framework_id)
        return list(found.order_by("framework__name", "name"))

    @cached_property
    def labels(self) -> dict[int, str]:
        """What each of these competencies is called, by its number."""
        return {each.pk: self.label(each) for each in self.competencies}

    @property
    def offered(self) -> list[dict[str, Any]]:
        """What the page knows of each of these competencies."""
        return [
            {"pk": each.pk, "name": each.name, "definition": each.definition, "label": self.labels[each.pk]}
            for each in self.competencies
        ]

    def label(self, competency: Competency) -> str:
        """Return its name, with the framework where that is not the organization's."""
        return competency.name if competency.framework_id == self.organization.framework_id else str(competency)

    @property
    def organization(self) -> Organization:
        return self.draft.job_class.organization


def by_use(usual: UsualHeading) -> int:
    return usual.uses


def folded(heading: str) -> str:
    """Return what is alike in headings that are meant alike: the editor's script folds them in the same way."""
    return " ".join(heading.replace("&", " and ").split()).strip(" :.").casefold()


def library_of(draft: Specification) -> Library:
    """Return the library of a draft, the same one however often it is asked for."""
    library: Library = draft.__dict__.setdefault("library", Library(draft, timezone.localdate()))
    return library
