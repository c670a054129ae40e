"""What is announced and then not said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from classes.lint.english import words
from classes.lint.finding import Finding
from classes.lint.reading import Reading

# A heading of these kinds may stand above others, or speak for itself.
MAY_BE_BARE = frozenset({"other", "note"})


def content_findings(reading: Reading) -> Iterator[Finding]:
    for read in reading.sections:
        section, place = read.section, read.place
        rows = section.requirements or section.competencies
        if not section.body.strip() and not rows and section.kind not in MAY_BE_BARE:
            yield Finding("section-empty", place, "Nothing stands under this heading.")
        for at, requirement in enumerate(section.requirements, start=1):
            if not words(requirement.text):
                yield Finding(
                    "requirement-empty", place, f"Requirement {at} of {len(section.requirements)} says nothing."
                )
        for competency in section.competencies:
            if not words(competency.definition) and not any(words(each.text) for each in competency.descriptors):
                yield Finding(
                    "competency-empty",
                    replace(place, competency=competency.entry, competency_name=competency.name),
                    f"“{competency.name}” is named, but neither defined nor described at a level.",
                )
