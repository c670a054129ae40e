"""What the lint says: findings, each at a place of a text, with the rule that made it and the reason for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from classes.words import folded

SHOWN = 160  # Characters of a sentence that a finding quotes.


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that the lint looks for. `name` is stable: commands, pages and scripts go by it."""

    name: str
    looks_for: str
    reason: str


# In the order in which the findings of one place are told.
RULES = {
    rule.name: rule
    for rule in (
        Rule(
            "section-empty",
            "a heading of a known kind under which nothing stands",
            "A reader cannot tell whether nothing is asked for or something was left out. Where the source says so, "
            "write “None”.",
        ),
        Rule(
            "requirement-empty",
            "a requirement without words",
            "Nobody can meet or check a requirement that says nothing.",
        ),
        Rule(
            "competency-empty",
            "a competency with neither definition nor levels",
            "A competency that is only named means something else to every reader.",
        ),
        Rule(
            "level-empty",
            "a competency that is described at some of the levels only",
            "Whoever is rated at that level has nothing to be rated by.",
        ),
        Rule(
            "level-same",
            "a competency that says the same at two levels",
            "If two levels ask for the same, nothing separates them; or a text was copied and not yet revised.",
        ),
        Rule(
            "sentence-lost",
            "a sentence of a level of which nothing is left at the next, though the rest is carried on",
            "Where a level carries on what the one below asks for, what is left out looks forgotten.",
        ),
        Rule(
            "line-repeated",
            "lines of one section that say nearly the same",
            "Repeated lines lead readers to look for a difference that is not meant, and are revised one by one.",
        ),
        Rule(
            "definition-shared",
            "two labels that are defined in the same words",
            "Two names for different things cannot mean the same: one definition was probably copied.",
        ),
        Rule(
            "sentence-shared",
            "a sentence that stands in two sections",
            "Sooner or later one of the two is changed and the other forgotten.",
        ),
        Rule(
            "class-retitled",
            "distinguishing characteristics that call a class by a former title",
            "Readers look for a class that they cannot find by that title.",
        ),
        Rule(
            "class-abolished",
            "distinguishing characteristics that name an abolished class",
            "A class cannot be set apart from one that exists no more.",
        ),
        Rule(
            "class-missing",
            "distinguishing characteristics that set the class apart from one that the catalog does not have",
            "Readers cannot follow the comparison: the title may be misspelt, or the class is still to be entered.",
        ),
        Rule(
            "class-silent",
            "distinguishing characteristics that name a class whose text does not name this one",
            "Each side should tell the difference, or the two texts drift apart.",
        ),
        Rule(
            "class-unheld",
            "distinguishing characteristics that rest on classes of which no text is held",
            "Only one side of the comparison can be read; hold the two against each other when the others come in.",
        ),
        Rule(
            "date-impossible",
            "a printed date that is no day",
            "A date that is in no calendar was mistyped, and nobody can tell what was meant.",
        ),
        Rule(
            "date-order",
            "printed or recorded dates that cannot follow each other",
            "A class cannot be revised before it was established; one of the dates is wrong.",
        ),
        Rule(
            "date-unmatched",
            "a printed date that the history of the class does not have",
            "The document and the history are both cited: where they disagree, one of them is wrong.",
        ),
        Rule(
            "fact-contradicts",
            "a fact that is not what the text says",
            "Filters and lists go by the fact, readers by the text: they must say the same.",
        ),
        Rule(
            "number-contradicts",
            "a number in words beside another in figures",
            "It is open which of the two numbers applies.",
        ),
        Rule(
            "word-suspect",
            "words that look like a slip of the pen",
            "The sentence does not read as it stands, so a word was probably mistyped, left out or put in.",
        ),
        Rule("word-doubled", "a word that stands twice in a row", "One of the two was probably left over in editing."),
        Rule("spelling", "a common misspelling", "Search finds words as they are spelt."),
        Rule("article", "“a” before a vowel, or “an” before a consonant", "It slows the reader, and looks careless."),
        Rule(
            "space", "a space that is missing, or one too many, at a mark", "Two words that run together read as one."
        ),
        Rule("bracket", "a bracket without its other half", "It is open where the aside ends."),
        Rule(
            "stop-missing",
            "the one line without a full stop among lines that have one",
            "A line that ends early may have lost its end.",
        ),
    )
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a document: the anchor and heading of a part, and the cell of a table of levels where it is one.

    `competency` is a library address, "city/coaching"; `level` the slug of a level. Empty: not in one.
    """

    anchor: str = ""
    section: str = ""
    competency: str = ""
    competency_name: str = ""
    level: str = ""
    level_name: str = ""

    def __str__(self) -> str:
        cell = f"{self.competency_name} at {self.level_name}" if self.level else self.competency_name
        return ", ".join(part for part in (self.section, cell) if part) or "the document"


@dataclass(frozen=True, slots=True)
class Finding:
    """One piece of advice. `says` is a sentence that tells what was found; `reason` tells why it matters."""

    rule: str
    place: Place
    says: str
    severity: ClassVar[Literal["advice"]] = "advice"

    @property
    def reason(self) -> str:
        return RULES[self.rule].reason


def quoted(text: str) -> str:
    """The text between quotes, on one line; a long one is cut at a word."""
    line = folded(text)
    if len(line) > SHOWN:
        line = line[:SHOWN].rsplit(" ", 1)[0].rstrip(" ,;:") + " …"
    return f"“{line}”"


def listed(texts: Sequence[str], last: str = "and") -> str:
    """One, two and three."""
    return f" {last} ".join(part for part in (", ".join(texts[:-1]), *texts[-1:]) if part)


def dated(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
