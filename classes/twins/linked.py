"""Classes and competencies in the words of schema.org, as JSON-LD: only what the text says, in its own words.

Addresses are relative to the one at which the data stand, page or file, so that one text of bytes serves every host.
"""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from classes.document import Competency as DocumentCompetency
from classes.document import Document, Requirement, Section
from classes.facts import Education
from classes.models import Organization, Specification
from classes.pages import ClassText
from classes.twins.references import iso
from competencies.models import Competency

CONTEXT = "https://schema.org"
MEDIA_TYPE = "application/ld+json"

# What would end, or begin, something in HTML; the same letters in JSON either way.
ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}

# Kinds of sections by the property that says the same.
DESCRIPTION = ("summary",)
RESPONSIBILITIES = ("duties",)
SKILLS = ("knowledge",)
EDUCATION = ("education",)
EXPERIENCE = ("experience",)
TRAINING = ("training_and_experience",)
QUALIFICATIONS = (*TRAINING, "equivalency", "licensure", "background_check", "assessment")


def occupation(page: ClassText) -> dict[str, Any]:
    """A class as `Occupation`; without a text only what it is called and whose it is."""
    job_class, document = page.job_class, page.document
    data: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": "Occupation",
        "@id": job_class.get_absolute_url(),
        "url": job_class.get_absolute_url(),
        "name": page.title,
    }
    if page.code:
        data["identifier"] = {"@type": "PropertyValue", "name": "Class code", "value": page.code}
    if job_class.family:
        family = job_class.family
        data["occupationalCategory"] = {
            "@type": "CategoryCode",
            "name": family.name,
            "url": family.get_absolute_url(),
        }
    if document and page.specification:
        data |= stated(document)
        data["subjectOf"] = source(page.specification, job_class.organization)
    return data


def stated(document: Document) -> dict[str, Any]:
    """What the text states, property by property; one that it is silent on is left out."""
    skills: list[Any] = [
        required_term(competency) for section in document.sections for competency in section.competencies
    ]
    skills += filter(None, [words(document, *SKILLS)])
    found = {
        "description": words(document, *DESCRIPTION),
        "responsibilities": words(document, *RESPONSIBILITIES),
        "skills": skills,
        "qualifications": words(document, *QUALIFICATIONS),
        "educationRequirements": education(document),
        "experienceRequirements": experience(document),
    }
    return {name: value for name, value in found.items() if value}


def education(document: Document) -> dict[str, Any] | str:
    """The printed words, and the degree that was read from them, where it was; "some college" is no degree.

    A text that names no section for it says it among training and experience. Those words go along, since the degree
    alone would not tell what may stand in its place.
    """
    level, said = document.facts.minimum_education, words(document, *EDUCATION)
    if level in (None, Education.SOME_COLLEGE):
        return said
    said = said or words(document, *TRAINING)
    data = {"@type": "EducationalOccupationalCredential", "credentialCategory": Education(level).label}
    return {**data, "description": said} if said else data


def experience(document: Document) -> dict[str, Any] | str:
    """The printed words, and the months that were read from them, where they were."""
    months, said = document.facts.minimum_experience_months, words(document, *EXPERIENCE)
    if months is None:
        return said
    data = {"@type": "OccupationalExperienceRequirements", "monthsOfExperience": months}
    return {**data, "description": said} if said else data


def words(document: Document, *kinds: str) -> str:
    """Return the words of all sections of these kinds, paragraph by paragraph; nothing where they say "None"."""
    found = [section for section in document.sections if section.kind in kinds and not section.says_none]
    return "\n\n".join(filter(None, map(section_words, found)))


def section_words(section: Section) -> str:
    return "\n\n".join(filter(None, [section.body, *map(requirement_words, section.requirements)]))


def requirement_words(requirement: Requirement) -> str:
    """A requirement as printed. One of some positions only says so, by itself or before its words."""
    if requirement.by_position and not requirement.lead:
        return f"By position: {requirement.text}"
    return requirement.text


def required_term(competency: DocumentCompetency) -> dict[str, Any]:
    """A competency in the words of the text that asks for it."""
    address = reverse("classes:competency", args=[competency.framework, competency.slug])
    term = {"@type": "DefinedTerm", "url": address, "name": competency.name}
    if competency.definition:
        term["description"] = competency.definition
    return {**term, "inDefinedTermSet": term_set(competency.framework)}


def term_set(framework: str, name: str = "") -> dict[str, str]:
    """A framework as `DefinedTermSet`, named where its name is at hand."""
    address = f"{reverse('classes:competencies')}#framework-{framework}"
    data = {"@type": "DefinedTermSet", "@id": address, "url": address}
    return {**data, "name": name} if name else data


def source(text: Specification, organization: Organization) -> dict[str, Any]:
    """The specification itself, by its permanent address."""
    creator: dict[str, Any] = {"@type": "Organization", "name": organization.name}
    if organization.office:
        creator["department"] = {"@type": "Organization", "name": organization.office}
    data = {
        "@type": "DigitalDocument",
        "url": text.permanent_address,
        "name": text.title,
        "version": text.revision,
        "creator": creator,
    }
    if text.effective_from:
        data["temporalCoverage"] = f"{iso(text.effective_from)}/{iso(text.last_day) or '..'}"
    return data


def defined_term(competency: Competency) -> dict[str, Any]:
    """A competency of the library as `DefinedTerm`, with its framework as the set that it belongs to."""
    data = {
        "@context": CONTEXT,
        "@type": "DefinedTerm",
        "@id": competency.get_absolute_url(),
        "url": competency.get_absolute_url(),
        "name": competency.name,
    }
    if competency.definition:
        data["description"] = competency.definition
    return {**data, "inDefinedTermSet": term_set(competency.framework.slug, competency.framework.name)}


def data_block(data: dict[str, Any]) -> SafeString:
    """Return `data` as a block that a page can hold: nothing in it can end the block, and no browser runs it."""
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(ESCAPES)
    return mark_safe(f'<script type="{MEDIA_TYPE}">{written}</script>')
