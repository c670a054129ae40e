"""The facts that the catalog filters on, and how they read.

A *printed* fact stands in the document as it is; a *derived* one was read from printed words (a degree, a number of
years), is stored beside them and can be followed back to them.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import IntegerChoices

from classes.document import Document


class Education(IntegerChoices):
    """Normalised levels of schooling, in rising order, with gaps for what others may need."""

    HIGH_SCHOOL = 20, "High school diploma"
    SOME_COLLEGE = 30, "Some college"
    ASSOCIATE = 40, "Associate degree"
    BACHELOR = 50, "Bachelor’s degree"
    MASTER = 60, "Master’s degree"
    DOCTORATE = 70, "Doctorate"


class PhysicalDemand(IntegerChoices):
    """The five strength levels that US class specifications use, 1 to 5."""

    SEDENTARY = 1, "1 Sedentary"
    LIGHT = 2, "2 Light"
    MEDIUM = 3, "3 Medium"
    HEAVY = 4, "4 Heavy"
    VERY_HEAVY = 5, "5 Very heavy"


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact in words; `value` is empty where the document does not state it.

    `derived_from` is the anchor of the section whose words a derived fact was read from, empty for printed facts.
    """

    label: str
    value: str
    derived_from: str = ""

    @property
    def label_in_text(self) -> str:
        return self.label if self.label[:2].isupper() else self.label[:1].lower() + self.label[1:]


def facts(document: Document) -> tuple[Fact, ...]:
    """Return every fact of a document in the order of the facts card, stated or not."""
    held = document.facts
    return (
        Fact("Pay grade", held.pay_grade),
        Fact("FLSA code", held.flsa_code),
        Fact(
            "Education",
            Education(held.minimum_education).label if held.minimum_education else "",
            document.anchor_of("education", "training_and_experience"),
        ),
        Fact(
            "Experience",
            in_years(held.minimum_experience_months),
            document.anchor_of("experience", "training_and_experience"),
        ),
        Fact("Probation", in_months(held.probation_months), document.anchor_of("probation")),
        Fact(
            "Physical demand",
            PhysicalDemand(held.physical_demand).label if held.physical_demand else "",
            document.anchor_of("physical_level", "physical_demands"),
        ),
    )


def in_years(months: int | None) -> str:
    """Say a length of experience: 36 months are "3 years", 18 are "1 year 6 months"."""
    if months is None:
        return ""
    if months == 0:
        return "None"
    years, rest = divmod(months, 12)
    return " ".join(part for part in (counted(years, "year"), in_months(rest or None)) if part)


def in_months(months: int | None) -> str:
    if months is None:
        return ""
    return counted(months, "month") or "None"


def counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}" if count else ""
