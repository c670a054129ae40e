"""What a change notice does to the text of a class: rules, which make one Document of another. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from classes.document import Competency, Document, Requirement, Section
from classes.facts import counted, in_months
from classes.fields import plain
from classes.words import folded

AT_MOST = 200  # characters of a title, a heading or a name

# Lines of the class detail, "Pay Grade: EX-16", print a fact; when it is set, the line that printed it says the new.
_DETAIL = re.compile(r"(?P<label>[^:\n]{1,40})(?P<mark>: *)(?P<value>\S.*)")
_LABELS = {
    "pay_grade": re.compile(r"(?:(?:pay|salary|job|wage) )?(?:grade|band)", re.IGNORECASE),
    "flsa_code": re.compile(r"flsa\b.*", re.IGNORECASE),
    "code": re.compile(r"(?:class|job|classification) code", re.IGNORECASE),
    "title": re.compile(r"(?:class|job|classification|official) title", re.IGNORECASE),
}


class DoesNotApply(Exception):
    """The rules cannot be applied to this text; the message says why."""


class NothingChanges(DoesNotApply):
    """The text says already what the rules set."""


@dataclass(frozen=True)
class Phrase:
    """An exact phrase, case and all, and what takes its place; with `kind` in sections of that kind only."""

    old: str
    new: str
    whole_words: bool = False
    kind: str = ""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Whole words are parted only where the phrase itself begins or ends with a letter or digit."""
        before = r"(?<!\w)" if self.whole_words and re.match(r"\w", self.old) else ""
        after = r"(?!\w)" if self.whole_words and re.search(r"\w\Z", self.old) else ""
        return re.compile(before + re.escape(self.old) + after)

    def replaced(self, text: str) -> tuple[str, int]:
        """Return the text with the phrase replaced, and in how many places. Without it the text stays to the byte."""
        new, places = self.pattern.subn(lambda found: self.new, text)
        return (plain(new), places) if places else (text, 0)


@dataclass(frozen=True, slots=True)
class Heading:
    """A section by its kind and heading, as printed; any heading of the kind where `heading` is None."""

    kind: str
    heading: str | None = None

    def names(self, section: Section) -> bool:
        return section.kind == self.kind and self.heading in (None, section.heading)


@dataclass(frozen=True)
class Rules:
    """All that a notice does to each text; what is None is left as it is.

    `probation` is set in months, and `probation_body` is what the section of that kind then prints.
    """

    pay_grade: str | None = None
    flsa_code: str | None = None
    probation: int | None = None
    probation_body: str | None = None
    heading: Heading | None = None
    body: str = ""
    phrase: Phrase | None = None
    title_phrase: Phrase | None = None
    titles_listed: bool = False
    codes_listed: bool = False
    abolishes: bool = False

    @property
    def proposed_kind(self) -> str:
        """The kind of history entry that says best what the rules do."""
        if self.abolishes:
            return "abolished"
        acts = {
            "regraded": self.pay_grade is not None,
            "retitled": self.title_phrase is not None or self.titles_listed,
            "recoded": self.codes_listed,
            "revised": not (self.flsa_code is None and self.probation is None and self.heading is self.phrase is None),
        }
        done = [kind for kind, is_done in acts.items() if is_done]
        return done[0] if len(done) == 1 else "revised"

    def in_words(self) -> list[str]:
        """What the rules do, a line each."""
        return list(self._in_words())

    def _in_words(self) -> Iterator[str]:
        if self.pay_grade is not None:
            yield f"set the pay grade to {self.pay_grade}"
        if self.flsa_code is not None:
            yield f"set the FLSA code to {self.flsa_code}"
        if self.probation is not None:
            words = f" and its printed words to “{self.probation_body}”" if self.probation_body else ""
            yield f"set the probation to {in_months(self.probation)}{words}"
        if self.heading:
            where = f"under “{self.heading.heading}”" if self.heading.heading else f"of kind {self.heading.kind}"
            yield f"replace the text {where} with “{self.body}”"
        if self.phrase:
            where = f" in sections of kind {self.phrase.kind}" if self.phrase.kind else ""
            yield f"{replacing(self.phrase)}{where}"
        if self.title_phrase:
            yield f"{replacing(self.title_phrase)} in titles"
        if self.titles_listed:
            yield "give the titles listed"
        if self.codes_listed:
            yield "give the codes listed"
        if self.abolishes:
            yield "abolish the classes listed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a text says after the rules, and how many places of phrases were replaced to that end."""

    document: Document
    places: int = 0


def replacing(phrase: Phrase) -> str:
    what = f"replace “{phrase.old}” with “{phrase.new}”" if phrase.new else f"strike “{phrase.old}”"
    return f"{what} as a whole word" if phrase.whole_words else what


def apply(rules: Rules, document: Document, title: str = "", code: str = "") -> Outcome:
    """Return what the rules make of a text; `title` and `code` are what the lists give its class, if anything.

    The phrase is not looked for in text that another rule replaces. Every rule must find what it is about; one that
    sets what is set already is content. Raises DoesNotApply; NothingChanges where all is set already.
    """
    sections, places = reworded(rules, document)
    masthead = document.masthead
    if rules.phrase and not rules.phrase.kind:
        masthead, found = rules.phrase.replaced(masthead)
        places += found
    if rules.phrase and not places:
        where = "under a heading of that kind" if rules.phrase.kind else "in its text"
        raise DoesNotApply(f"“{rules.phrase.old}” does not stand {where}.")
    title, found = retitled(rules, document.title, title)
    new = replace(
        document,
        title=title,
        code=code or document.code,
        masthead=masthead,
        sections=sections,
        facts=replace(
            document.facts,
            pay_grade=document.facts.pay_grade if rules.pay_grade is None else rules.pay_grade,
            flsa_code=document.facts.flsa_code if rules.flsa_code is None else rules.flsa_code,
            probation_months=document.facts.probation_months if rules.probation is None else rules.probation,
        ),
    )
    new = with_details(document, new)
    if new == document:
        raise NothingChanges("Nothing would change.")
    return Outcome(new, places + found)


def with_details(old: Document, new: Document) -> Document:
    """Let the lines of the class detail that printed a fact of the old text print that of the new one."""
    before, after = printed(old), printed(new)
    changed = {name: after[name] for name in before if before[name] and before[name] != after[name]}
    if not changed:
        return new

    def line(text: str) -> str:
        found = _DETAIL.fullmatch(text)
        for name, value in changed.items():
            if found and _LABELS[name].fullmatch(found["label"].strip()) and found["value"].strip() == before[name]:
                return found["label"] + found["mark"] + value
        return text

    return replace(
        new,
        sections=tuple(
            replace(section, body="\n".join(line(text) for text in section.body.split("\n")))
            if section.kind == "class_detail"
            else section
            for section in new.sections
        ),
    )


def printed(document: Document) -> dict[str, str]:
    facts = document.facts
    return {"pay_grade": facts.pay_grade, "flsa_code": facts.flsa_code, "code": document.code, "title": document.title}


def retitled(rules: Rules, title: str, listed: str) -> tuple[str, int]:
    if not rules.title_phrase:
        return listed or title, 0
    new, places = rules.title_phrase.replaced(title)
    if not places:
        raise DoesNotApply(f"“{rules.title_phrase.old}” does not stand in its title.")
    new = folded(new)
    if not new:
        raise DoesNotApply("Nothing would be left of its title.")
    return within(new, "title"), places


def reworded(rules: Rules, document: Document) -> tuple[tuple[Section, ...], int]:
    """Return the sections after the rules, and the number of places in which the phrase was replaced."""
    bodies = dict(new_bodies(rules, document))
    phrase = rules.phrase
    sections, places = [], 0
    for at, section in enumerate(document.sections):
        if at in bodies:
            section = replace(section, body=bodies[at])
        elif phrase and phrase.kind in ("", section.kind):
            section, found = section_reworded(section, phrase)
            places += found
        sections.append(section)
    return tuple(sections), places


def new_bodies(rules: Rules, document: Document) -> Iterator[tuple[int, str]]:
    """Yield the place and the new text of each section whose text is replaced."""
    if rules.heading:
        yield replaceable(document, rules.heading), rules.body
    if rules.probation is None:
        return
    if not any(section.kind == "probation" for section in document.sections):
        raise DoesNotApply("It prints no section on probation, so a number of months would stand beside nothing.")
    if rules.probation_body is not None:
        yield replaceable(document, Heading("probation")), rules.probation_body


def replaceable(document: Document, heading: Heading) -> int:
    """Return the place of the one section whose text can be replaced as a whole. Raises DoesNotApply."""
    found = [at for at, section in enumerate(document.sections) if heading.names(section)]
    what = f"the heading “{heading.heading}”" if heading.heading else "a heading of that kind"
    if not found:
        raise DoesNotApply(f"It does not have {what}.")
    if len(found) > 1:
        raise DoesNotApply(f"It has {what} {len(found)} times, so it is open which is meant. Revise it by itself.")
    at = found[0]
    section = document.sections[at]
    if section.requirements or section.competencies:
        raise DoesNotApply(
            f"Requirements or competencies stand under “{section.name}”, each by itself. Replace a phrase in them "
            "instead, or revise the class by itself."
        )
    follows = document.sections[at + 1 : at + 2]
    if follows and not follows[0].heading:
        raise DoesNotApply(f"“{section.name}” goes on in a second section without a heading. Revise it by itself.")
    return at


def section_reworded(section: Section, phrase: Phrase) -> tuple[Section, int]:
    places = 0

    def new(text: str, what: str, length: int | None = None) -> str:
        nonlocal places
        changed, found = phrase.replaced(text)
        places += found
        if text and not changed:
            raise DoesNotApply(f"Nothing would be left of {what} “{text[:60]}”.")
        return within(changed, what) if length and found else changed

    changed = replace(
        section,
        heading=new(section.heading, "the heading", AT_MOST),
        body=new(section.body, "the text"),
        requirements=tuple(requirement_reworded(each, new) for each in section.requirements),
        competencies=tuple(competency_reworded(each, new) for each in section.competencies),
    )
    return changed, places


def requirement_reworded(requirement: Requirement, new: Callable[..., str]) -> Requirement:
    return replace(requirement, text=new(requirement.text, "the requirement"))


def competency_reworded(competency: Competency, new: Callable[..., str]) -> Competency:
    return replace(
        competency,
        name=new(competency.name, "the competency", AT_MOST),
        definition=new(competency.definition, "the definition"),
        descriptors=tuple(replace(each, text=new(each.text, "the level")) for each in competency.descriptors),
    )


def within(text: str, what: str) -> str:
    if len(text) > AT_MOST:
        raise DoesNotApply(f"{what.capitalize()} would be longer than {AT_MOST} characters: “{text[:60]} …”.")
    if "\n" in text:
        raise DoesNotApply(f"{what.capitalize()} would have a line break: “{folded(text)[:60]}”.")
    return text


def in_places(places: int) -> str:
    return counted(places, "place")
