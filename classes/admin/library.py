"""What a draft can be made of: the headings that its organization uses, the competencies of its framework."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Avg, Count

from classes.models import Section, Specification
from competencies.models import Competency

MOST_HEADINGS = 40


@dataclass(frozen=True, slots=True)
class UsualHeading:
    """A heading as published texts print it, with the kind of section that it stands for."""

    heading: str
    kind: str

    @property
    def kind_name(self) -> str:
        return Section.Kind(self.kind).label


def usual_headings(draft: Specification, on: date) -> list[UsualHeading]:
    """Return the headings that the organization's texts in force use most, as they follow in print: one query."""
    texts = Specification.objects.in_force(on).filter(job_class__organization=draft.job_class.organization_id)
    found = (
        Section.objects.filter(specification__in=texts)
        .exclude(heading="")
        .values("heading", "kind")
        .annotate(uses=Count("pk"), place=Avg("position"))
        .order_by("-uses", "heading", "kind")[:MOST_HEADINGS]
    )
    return [UsualHeading(row["heading"], row["kind"]) for row in sorted(found, key=lambda row: row["place"])]


def library_of(draft: Specification) -> list[Competency]:
    """Return the competencies that new work can ask for, with their definitions: one query."""
    framework = draft.job_class.organization.framework_id
    return list(Competency.objects.filter(framework=framework, archived=False).order_by("name")) if framework else []
