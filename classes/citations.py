"""How a text is cited, and how a citation is read back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.dateformat import format as date_format

from classes.addresses import address as address_of
from classes.models import JobClass, Specification

DIGITS = 12  # The start of the digest that a citation prints: enough to tell 300,000 texts apart.
DIGEST = re.compile(r"(?<![0-9a-z])[0-9a-f]{12,64}(?![0-9a-z])", re.IGNORECASE)
LONGEST = 1_000  # A citation is shorter; more is not looked through.


@dataclass(frozen=True, slots=True)
class Citation:
    """The words that name one text, and the permanent address at which it stands."""

    text: str
    address: str


def cite(specification: Specification, job_class: JobClass, today: date) -> Citation:
    """Cite a published text as one would on the day `today`. `job_class` has its organization along: no query."""
    name = f"{specification.title} ({specification.code})" if specification.code else specification.title
    parts = [name, job_class.organization.name, f"revision {specification.revision}", standing(specification, today)]
    address = address_of("classes:revision", [job_class.organization.slug, job_class.slug, specification.revision])
    return Citation(", ".join([*parts, specification.digest[:DIGITS]]), address)


def standing(specification: Specification, today: date) -> str:
    """Say when a text applies: "in force since 30 July 2023". The day stands first, since commas part the citation."""
    start, end = specification.effective_from, specification.effective_to
    if specification.corrected:
        dated = f"dated {in_words(start)}" if start else "undated"
        return f"{dated} and corrected since"
    if start is None:
        return f"undated, until {in_words(end - timedelta(days=1))}" if end else "undated"
    if end and end <= today:
        return f"in force {in_words(start)} to {in_words(end - timedelta(days=1))}"
    return f"{'takes effect on' if start > today else 'in force since'} {in_words(start)}"


def in_words(day: date) -> str:
    return date_format(day, "j F Y")


def digest_in(words: str) -> str:
    """Return the digest, or the start of one, that stands in a citation; nothing where there is none."""
    found = DIGEST.findall(words[:LONGEST])
    return found[-1].lower() if found else ""


def names_otherwise(words: str, specification: Specification) -> bool:
    """Whether words that hold the digest of a text name another title or revision than its own."""
    if words.strip().casefold() in specification.digest:
        return False
    said = words.casefold()
    revision = re.search(r"\brevision (\d+)", said)
    return specification.title.casefold() not in said or bool(revision and int(revision[1]) != specification.revision)
