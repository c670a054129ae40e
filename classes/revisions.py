"""What changed from one text of a class to another: facts, headings, sentences, competencies, and a summary in words.

Pure: two Documents become dataclasses that a page or a data twin only walks. Sections and competencies are paired by
what they are, never by their place, so that order alone is no change.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeVar

from classes.comparison import entry_key, name_key, saying, texts, words
from classes.document import Competency, Document, Part, Requirement, Section
from classes.facts import counted, facts
from classes.redline import Counts, Redline, redline

Status = Literal["same", "changed", "added", "removed"]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs, in words; a side is empty where the text does not state it."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label} {self.old or 'not stated'} → {self.new or 'not stated'}"


@dataclass(frozen=True)
class TextChange:
    """One text against another; None where a side has none. `status` is of the whole."""

    old: str | None
    new: str | None

    @cached_property
    def redline(self) -> Redline:
        return redline(self.old or "", self.new or "")

    @cached_property
    def mirrored(self) -> Redline:
        """The redline seen from the old side, for showing the sides beside each other: swapped, added is removed."""
        return redline(self.new or "", self.old or "")

    @property
    def status(self) -> Status:
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "same" if self.redline.is_same else "changed"


@dataclass(frozen=True)
class CompetencyChange:
    """A competency against itself: its definition and what it looks like at each level, a line each."""

    old_name: str
    new_name: str
    text: TextChange

    @property
    def name(self) -> str:
        return self.new_name or self.old_name

    @property
    def is_renamed(self) -> bool:
        return bool(self.old_name and self.new_name) and self.old_name != self.new_name

    @property
    def status(self) -> Status:
        return "changed" if self.is_renamed and self.text.status == "same" else self.text.status


@dataclass(frozen=True)
class SectionChange:
    """What stands under one heading, against what stood there. A heading is None where that side has no such section.

    `scopes` are sentences on requirements that came to apply by position, or ceased to.
    """

    old_heading: str | None
    new_heading: str | None
    text: TextChange
    competencies: tuple[CompetencyChange, ...] = ()
    scopes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        return self.new_heading or self.old_heading or "Without a heading"

    @property
    def is_renamed(self) -> bool:
        return None not in (self.old_heading, self.new_heading) and self.old_heading != self.new_heading

    @property
    def status(self) -> Status:
        if self.old_heading is None:
            return "added"
        if self.new_heading is None:
            return "removed"
        statuses = {self.text.status, *(competency.status for competency in self.competencies)}
        return "changed" if self.is_renamed or self.scopes or statuses != {"same"} else "same"

    @property
    def unchanged_competencies(self) -> int:
        return sum(competency.status == "same" for competency in self.competencies)

    @cached_property
    def counts(self) -> Counts:
        return sum((each.text.redline.counts for each in self.competencies), self.text.redline.counts)


@dataclass(frozen=True)
class RevisionComparison:
    """All that changed from `old` to `new`, sections in the order of the new text, removed ones where they stood."""

    old: Document
    new: Document
    facts: tuple[FactChange, ...]
    sections: tuple[SectionChange, ...]

    @cached_property
    def changed(self) -> tuple[SectionChange, ...]:
        return tuple(section for section in self.sections if section.status != "same")

    @cached_property
    def unchanged(self) -> tuple[SectionChange, ...]:
        return tuple(section for section in self.sections if section.status == "same")

    @cached_property
    def summary(self) -> str:
        """The changes in words: "3 sections changed: 2 sentences added, 1 reworded; pay grade EX-16 → EX-17"."""
        said = []
        if self.changed:
            details = ", ".join(self._details())
            said.append(f"{counted(len(self.changed), 'section')} changed" + (f": {details}" if details else ""))
        said += [str(fact) for fact in self.facts]
        return "; ".join(said) or "Nothing changed"

    def _details(self) -> Iterable[str]:
        counts = sum((section.counts for section in self.changed), Counts())
        kinds = {"added": counts.added, "reworded": counts.edited, "removed": counts.removed, "moved": counts.moved}
        numbers = [(kind, number) for kind, number in kinds.items() if number]
        for at, (kind, number) in enumerate(numbers):
            yield f"{number} {kind}" if at else f"{counted(number, 'sentence')} {kind}"
        if renamed := sum(section.is_renamed for section in self.changed):
            yield f"{counted(renamed, 'heading')} changed"
        names = sum(each.is_renamed for section in self.changed for each in section.competencies)
        if names:
            yield f"{names} competenc{'y' if names == 1 else 'ies'} renamed"
        if scopes := sum(len(section.scopes) for section in self.changed):
            yield f"{counted(scopes, 'requirement')} of another scope"


def compare_revisions(old: Document, new: Document) -> RevisionComparison:
    """Compare two texts. Costs a redline for each pair of sections and of competencies, made when it is asked for."""
    pairs = paired(parts_of(old), parts_of(new), kind_and_name, kind, name)
    return RevisionComparison(old, new, fact_changes(old, new), tuple(section_change(*pair) for pair in pairs))


def fact_changes(old: Document, new: Document) -> tuple[FactChange, ...]:
    before = {"title": old.title, "code": old.code} | {fact.label_in_text: fact.value for fact in facts(old)}
    after = {"title": new.title, "code": new.code} | {fact.label_in_text: fact.value for fact in facts(new)}
    return tuple(FactChange(label, before[label], after[label]) for label in before if before[label] != after[label])


def parts_of(document: Document) -> list[Part]:
    """The parts of a document, first what is printed above the first heading."""
    masthead = Part("", "Printed above the text", (Section("masthead", body=document.masthead),))
    return [masthead, *document.parts] if document.masthead else list(document.parts)


def kind(part: Part) -> str:
    return part.sections[0].kind


def name(part: Part) -> str:
    return words(part.name).casefold()


def kind_and_name(part: Part) -> tuple[str, str]:
    return kind(part), name(part)


def section_change(old: Part | None, new: Part | None) -> SectionChange:
    pairs = paired(competencies(old), competencies(new), entry_key, name_key)
    return SectionChange(
        old_heading=old.name if old else None,
        new_heading=new.name if new else None,
        text=TextChange(text(old), text(new)),
        competencies=tuple(competency_change(*pair) for pair in pairs),
        scopes=tuple(scope_changes(requirements(old), requirements(new))),
    )


def competency_change(old: Competency | None, new: Competency | None) -> CompetencyChange:
    return CompetencyChange(
        old_name=old.name if old else "",
        new_name=new.name if new else "",
        text=TextChange(saying(old) if old else None, saying(new) if new else None),
    )


def scope_changes(old: Sequence[Requirement], new: Sequence[Requirement]) -> Iterable[str]:
    """Say which requirements came to apply by position only, or to all positions, though their words stayed."""
    before, after = scopes(old), scopes(new)
    for said in before:
        if said in after and before[said] != after[said]:
            scope = "by position only" if after[said] == {True} else "to every position"
            yield f"“{said}” now applies {scope}."


def scopes(requirements: Sequence[Requirement]) -> dict[str, set[bool]]:
    """Map the words of each requirement to whether it applies by position; both, where a text prints it twice."""
    found: dict[str, set[bool]] = defaultdict(set)
    for requirement in requirements:
        found[words(requirement.text)].add(requirement.by_position)
    return found


def text(part: Part | None) -> str | None:
    """What stands under the heading, competencies apart; a blank line parts sections and requirements."""
    if part is None:
        return None
    return "\n\n".join(each for section in part.sections for each in texts(section) if each.strip())


def competencies(part: Part | None) -> list[Competency]:
    return [each for section in part.sections for each in section.competencies] if part else []


def requirements(part: Part | None) -> list[Requirement]:
    return [each for section in part.sections for each in section.requirements] if part else []


def paired(
    old: Sequence[Thing], new: Sequence[Thing], *keys: Callable[[Thing], Hashable]
) -> list[tuple[Thing | None, Thing | None]]:
    """Pair things that agree by the first key, then those left by the next; None stands for a missing side.

    In the order of the new ones; an old one without a like stands behind the old one before it.
    """
    like: dict[int, int] = {}
    for key in keys:
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for i in sorted(set(range(len(old))) - set(like.values()), reverse=True):
            waiting[key(old[i])].append(i)
        for j in range(len(new)):
            if j not in like and waiting[key(new[j])]:
                like[j] = waiting[key(new[j])].pop()
    gone = [i for i in range(len(old)) if i not in like.values()]
    pairs: list[tuple[Thing | None, Thing | None]] = []
    last = -1
    for j, thing in enumerate(new):
        while gone and gone[0] == last + 1:
            last = gone.pop(0)
            pairs.append((old[last], None))
        last = like.get(j, last)
        pairs.append((old[like[j]] if j in like else None, thing))
    return pairs + [(old[i], None) for i in gone]
