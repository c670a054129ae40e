"""What changed from one text of a class to another: facts, headings, sentences, competencies, and a summary in words.

Pure: two Documents become dataclasses that a page or a data twin only walks. Sections and competencies are paired by
what they are, never by their place: order alone changes no section, and what moved is told by itself.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from classes.comparison import entry_key, name_key, saying, texts
from classes.document import Competency, Document, Part, Requirement, Section
from classes.facts import counted, facts
from classes.passages import Status, TextChange, layouts
from classes.redline import Counts, redline_items
from classes.words import folded

Thing = TypeVar("Thing")

# Kinds that do not say what a section is about: two of them are one section only if heading or words are alike.
UNTOLD = frozenset({"other", "note"})


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that differs, in words; a side is empty where the text does not state it."""

    label: str
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.label} {self.old or 'not stated'} → {self.new or 'not stated'}"


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

    @cached_property
    def counts(self) -> Counts:
        return sum((each.text.redline.counts for each in self.competencies), self.text.redline.counts)

    @cached_property
    def differing(self) -> tuple[CompetencyChange, ...]:
        return tuple(competency for competency in self.competencies if competency.status != "same")

    @cached_property
    def kept(self) -> tuple[CompetencyChange, ...]:
        return tuple(competency for competency in self.competencies if competency.status == "same")

    @property
    def summary(self) -> str:
        """What happened to it in words: "1 sentence added, 2 reworded"; nothing for an empty section."""
        return ", ".join(details([self]))


MANY = {"section": "sections", "competency": "competencies"}


@dataclass(frozen=True, slots=True)
class Move:
    """A section or competency that stands elsewhere among those that are in both texts; `said` says where."""

    noun: str
    said: str

    def __str__(self) -> str:
        return self.said


@dataclass(frozen=True)
class RevisionComparison:
    """All that changed from `old` to `new`, sections in the order of the new text, removed ones where they stood."""

    old: Document
    new: Document
    facts: tuple[FactChange, ...]
    sections: tuple[SectionChange, ...]
    moves: tuple[Move, ...] = ()

    @property
    def differs(self) -> bool:
        return bool(self.facts or self.changed or self.moves)

    @cached_property
    def changed(self) -> tuple[SectionChange, ...]:
        return tuple(section for section in self.sections if section.status != "same")

    @cached_property
    def unchanged(self) -> tuple[SectionChange, ...]:
        return tuple(section for section in self.sections if section.status == "same")

    @cached_property
    def summary(self) -> str:
        """The changes in words: "3 sections changed: 2 sentences added, 1 reworded; 1 section moved; pay grade EX-16 →
        EX-17"."""
        said = []
        if self.changed:
            numbers = Counter[str](section.status for section in self.changed)
            sections = numbered(numbers, ("changed", "added", "removed"), "section")
            said.append(": ".join(filter(None, (", ".join(sections), ", ".join(details(self.changed))))))
        elsewhere = Counter(each.noun for each in self.moves)
        said += [f"{number} {noun if number == 1 else MANY[noun]} moved" for noun, number in elsewhere.items()]
        words = "; ".join([*said, *(str(fact) for fact in self.facts)])
        return words[:1].upper() + words[1:] or "Nothing changed"


def numbered(numbers: Mapping[str, int], kinds: Iterable[str], noun: str) -> Iterator[str]:
    """Say numbers, the noun once: "2 sentences added", "1 reworded"."""
    first = True
    for kind in kinds:
        if numbers[kind]:
            yield f"{counted(numbers[kind], noun) if first else numbers[kind]} {kind}"
            first = False


def details(sections: Sequence[SectionChange]) -> Iterator[str]:
    """Say what happened within sections: sentences, headings, names of competencies, scopes of requirements."""
    counts = sum((section.counts for section in sections), Counts())
    numbers = {"added": counts.added, "reworded": counts.edited, "removed": counts.removed, "moved": counts.moved}
    yield from numbered(numbers, numbers, "sentence")
    if renamed := sum(section.is_renamed for section in sections):
        yield f"{counted(renamed, 'heading')} changed"
    if names := sum(each.is_renamed for section in sections for each in section.competencies):
        yield f"{names} competenc{'y' if names == 1 else 'ies'} renamed"
    if scopes := sum(len(section.scopes) for section in sections):
        yield f"scope of {counted(scopes, 'requirement')} changed"


def compare_revisions(old: Document, new: Document) -> RevisionComparison:
    """Compare two texts. Costs a redline for each pair of sections and of competencies, made when it is asked for."""
    before, after = parts_of(old), parts_of(new)
    pairs = paired(before, after, all_of, kind_and_name, telling_kind, likeness(before, after), name)
    sections = tuple(section_change(*pair) for pair in pairs)
    return RevisionComparison(old, new, fact_changes(old, new), sections, tuple(moves(before, after, pairs)))


def moves(
    before: Sequence[Part], after: Sequence[Part], pairs: Sequence[tuple[Part | None, Part | None]]
) -> Iterator[Move]:
    """Say which sections moved, and which competencies within a section."""
    headed = [part for part in after if kind(part) != "masthead"]  # which always stands at the top
    for section in moved(before, pairs):
        yield Move("section", f"“{titled(section)}” now stands {behind(section, headed, titled)}.")
    for old, new in pairs:
        held, holds = competencies(old), competencies(new)
        alike = paired(held, holds, entry_key, name_key)
        for each in moved(held, alike):
            place = behind(each, holds, lambda other: other.name)
            yield Move("competency", f"“{each.name}” now stands {place} under “{titled(new)}”.")


def moved(old: Sequence[Thing], pairs: Iterable[tuple[Thing | None, Thing | None]]) -> list[Thing]:
    """Return the fewest of the new things that stand in both texts without which these have one order."""
    places: dict[int, deque[int]] = defaultdict(deque)  # by identity: two things may say the same
    for place, thing in enumerate(old):
        places[id(thing)].append(place)
    both = [(places[id(was)].popleft(), new) for was, new in pairs if was is not None and new is not None]
    staying = rising([place for place, _ in both])
    return [new for number, (_, new) in enumerate(both) if number not in staying]


def rising(numbers: Sequence[int]) -> set[int]:
    """Return where the numbers of a longest rising run stand, others between them left out."""
    ends: list[int] = []  # of the runs of each length, where the one stands that ends lowest
    before: list[int] = []
    for at, number in enumerate(numbers):
        length = bisect_left(ends, number, key=numbers.__getitem__)
        before.append(ends[length - 1] if length else -1)
        ends[length : length + 1] = [at]
    found: set[int] = set()
    at = ends[-1] if ends else -1
    while at >= 0:
        found.add(at)
        at = before[at]
    return found


def behind(thing: Thing, things: Sequence[Thing], called: Callable[[Thing], str]) -> str:
    at = next(at for at, each in enumerate(things) if each is thing)
    return f"after “{called(things[at - 1])}”" if at else "first"


def titled(part: Part | None) -> str:
    return (part.name if part else "") or "Without a heading"


def fact_changes(old: Document, new: Document) -> tuple[FactChange, ...]:
    before = {"title": old.title, "code": old.code} | {fact.label_in_text: fact.value for fact in facts(old)}
    after = {"title": new.title, "code": new.code} | {fact.label_in_text: fact.value for fact in facts(new)}
    return tuple(FactChange(label, before[label], after[label]) for label in before if before[label] != after[label])


def parts_of(document: Document) -> list[Part]:
    """The parts of a document, first what is printed above the first heading."""
    masthead = Part("", "Printed above the text", (Section("masthead", body=document.masthead),))
    return [masthead, *document.parts] if document.masthead else list(document.parts)


def all_of(part: Part) -> Hashable:
    return kind_and_name(part), folded(text(part) or "")


def kind(part: Part) -> str:
    return part.sections[0].kind


def telling_kind(part: Part) -> Hashable:
    """The kind, where it says what the section is about; else something that is like no other."""
    return object() if kind(part) in UNTOLD else kind(part)


def likeness(old: Sequence[Part], new: Sequence[Part]) -> Callable[[Part], Hashable]:
    """Return a key that is the same for two parts of no telling kind whose words are alike."""
    before = [part for part in old if kind(part) in UNTOLD]
    after = [part for part in new if kind(part) in UNTOLD]
    found: dict[int, int] = {}
    if before and after:
        items = redline_items([text(part) or "" for part in before], [text(part) or "" for part in after]).items
        for number, item in enumerate(items):
            if item.old_at is not None and item.new_at is not None:
                found |= {id(before[item.old_at]): number, id(after[item.new_at]): number}
    return lambda part: found.get(id(part), object())


def name(part: Part) -> str:
    return folded(part.name).casefold()


def kind_and_name(part: Part) -> tuple[str, str]:
    return kind(part), name(part)


def section_change(old: Part | None, new: Part | None) -> SectionChange:
    pairs = paired(competencies(old), competencies(new), entry_key, name_key)
    return SectionChange(
        old_heading=old.name if old else None,
        new_heading=new.name if new else None,
        text=TextChange(text(old), text(new), layouts(old), layouts(new)),
        competencies=tuple(competency_change(*pair) for pair in pairs),
        scopes=tuple(scope_changes(requirements(old), requirements(new))),
    )


def competency_change(old: Competency | None, new: Competency | None) -> CompetencyChange:
    return CompetencyChange(
        old_name=old.name if old else "",
        new_name=new.name if new else "",
        text=TextChange(saying(old) if old else None, saying(new) if new else None),
    )


def scope_changes(old: Sequence[Requirement], new: Sequence[Requirement]) -> Iterator[str]:
    """Say which requirements came to apply by position only, or to all positions; they are paired by likeness."""
    for item in redline_items([each.text for each in old], [each.text for each in new]).items:
        if item.old_at is None or item.new_at is None:
            continue
        requirement = new[item.new_at]
        if old[item.old_at].by_position != requirement.by_position:
            scope = "by position only" if requirement.by_position else "to every position"
            yield f"“{folded(requirement.text)}” now applies {scope}."


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
