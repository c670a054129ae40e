"""Slips of the pen: words that cannot stand as they do.

No grammar is known here. Each pattern is a shape that good text hardly ever has; it is better to miss a slip than to
call good text wrong.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from classes.lint.finding import Finding
from classes.lint.reading import Reading, context
from classes.lint.spelling import SPELLING

Says = Callable[[re.Match[str]], str | None]

# What may stand behind "relationships": what joins, and verbs. Before a noun, the "with" is missing.
_JOINS = (
    "with|between|among|amongst|across|within|in|inside|outside|into|to|toward|towards|throughout|through|for|from|of|on"
    "|at|by|via|using|under|and|or|as|so|when|where|while|that|which|who|whose|if|but|than|is|are|was|were|be|can|may"
    "|must|shall|should|will|would|has|have|had|do|does|exist|exists|involve|involves|necessary|needed|required|both"
    "|essential|internally|externally|respectively|not|regarding|concerning|based|established|maintained|developed"
)
RELATIONS = re.compile(
    rf"\b(?:working|professional|public|business|cooperative|collaborative|effective|positive|harmonious|strong|good"
    rf"|productive) relation(?:ship)?s (?!(?:{_JOINS})\b)(?!\w+(?:ing|ly|ed)\b)(?P<next>[a-z]\w+)"
)
# "in generally required": a verb was meant.
COPULA = re.compile(
    r"\b(?P<slip>in|it|if|of|as) (?:generally|normally|usually|typically|also|often) "
    r"(?:required|expected|needed|preferred|necessary|assigned)(?=[.,;]| (?:to|for|by|in|at)\b|$)",
    re.MULTILINE,
)
# "needs or work unit": a group does not stand without its article, unless more words follow that it belongs to.
OF_A_GROUP = re.compile(
    r"\b(?:needs|goals|objectives|operations|members|employees|duties|policies|activities|functions|resources) or "
    r"(?:work (?:unit|group)|unit|department|division|agency|bureau|organization)"
    r"(?=[.,;]|$| (?:and|or|in|to|for|is|are|as)\b)",
    re.MULTILINE,
)
# "the development of, and enforces standards": what breaks in after the preposition is not closed by a comma.
NOT_CLOSED = re.compile(
    r"\b(?:of|to|for|with|from|by|in|on|into|upon), (?:and|or) (?P<verb>[a-z]+s) (?P<rest>[^.,;:()\n]+)(?=[.;]|$)",
    re.MULTILINE,
)
# "reviews work for accuracy and completeness and returning assignments": a pair, and then one more of another form.
NOT_PARALLEL = re.compile(
    r"^(?:[A-Z][a-z]+s|\w+, [a-z]+s,)\b(?P<before>[^.;\n]*? and [a-z]+s [^.;,\n]*?[a-z]+ and [a-z]+) and "
    r"(?P<verb>(?:assign|complet|coordinat|determin|direct|ensur|explain|maintain|mak|monitor|perform|prepar|provid"
    r"|recommend|report|resolv|respond|return|review|submit|supervis)+(?:t?ing)) [a-z]",
)
_A_FORM = re.compile(r"[a-z]{2,}ing\b")

# Neighbors that no sentence has.
IMPOSSIBLE = re.compile(
    r"(?<![\w.'’&/-])(?:an? the|the an|is are|was were|is be|are be|may be be|will is|can is|must is|should is|may is"
    r"|and and/or)(?= [a-z])"
)
DOUBLED = re.compile(r"(?<![\w'’-])(?P<word>[^\W\d_]{2,}) (?P=word)(?![\w'’-])", re.IGNORECASE)
MAY_DOUBLE = frozenset(["that", "had", "blah", "bora", "cha"])

# By sound: "a unit", "a useful", "a one-time", but "an unintended".
A_BEFORE_VOWEL = re.compile(
    r"(?<![\w.'’&/(-])(?P<article>[Aa]) (?!eu|ew|one\b|once\b|uni(?![nmd])|us[aeu]|ut[io]|ur[aei]|ubiq)"
    r"(?P<word>[aeiou][a-z]{2,})"
)
AN_BEFORE_CONSONANT = re.compile(
    r"(?<![\w.'’&/(-])(?P<article>[Aa]n) (?P<word>(?=[bcdfgjklmnpqrstvwyz]|uni(?![nmd])|us[aeu]|ut[io])[a-z]{3,})"
)
# Behind these an "a" is a letter ("Class A or ..."), and before these it may be one.
_LETTERED = re.compile(
    r"\b(?:appendix|class|column|exhibit|grade|group|hepatitis|level|option|part|plan|range|schedule|section|step|type"
    r"|vitamin) \Z",
    re.IGNORECASE,
)
_NO_NOUN = frozenset(["and", "are", "as", "at", "if", "in", "is", "it", "of", "off", "on", "or", "either"])

_LETTERS = re.compile(r"[a-z]+")


def slip_findings(reading: Reading) -> Iterator[Finding]:
    for rule, pattern, says in PATTERNS:
        for found in pattern.finditer(reading.text):
            if sentence := says(found):
                yield Finding(rule, reading.passage_at(found.start()).place, sentence)
    yield from misspelt(reading)
    yield from not_parallel(reading)
    yield from bare_groups(reading)


def relation(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span())}: a “with” may be missing before “{found['next']}”."


def copula(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span())}: “is” may be meant for “{found['slip']}”."


def of_a_group(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span())}: “of” may be meant for “or”."


def not_closed(found: re.Match[str]) -> str | None:
    if len(found["rest"].split()) < 2:
        return None
    return f"{context(found.string, *found.span())}: what breaks in after the first comma is not closed by another."


def impossible(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span())}: “{found[0]}” cannot stand together."


def doubled(found: re.Match[str]) -> str | None:
    first, second = found[0].split(" ", 1)
    if found["word"].casefold() in MAY_DOUBLE or (second[0].isupper() and first[0].isupper()):
        return None
    return f"{context(found.string, *found.span())}: “{second}” stands twice."


def a_before_vowel(found: re.Match[str]) -> str | None:
    before = found.string[max(0, found.start() - 14) : found.start()]
    # Where a sentence may begin, "A" is the article; elsewhere a capital is a letter or part of a name.
    midway = bool(before) and not before.endswith(("\n", ". ", ": "))
    if found["word"] in _NO_NOUN or _LETTERED.search(before) or (found["article"] == "A" and midway):
        return None
    return f"{context(found.string, *found.span(), 2)}: “an” is written before “{found['word']}”."


def an_before_consonant(found: re.Match[str]) -> str:
    return f"{context(found.string, *found.span(), 2)}: “a” is written before “{found['word']}”."


PATTERNS: tuple[tuple[str, re.Pattern[str], Says], ...] = (
    ("word-suspect", RELATIONS, relation),
    ("word-suspect", COPULA, copula),
    ("word-suspect", OF_A_GROUP, of_a_group),
    ("word-suspect", NOT_CLOSED, not_closed),
    ("word-suspect", IMPOSSIBLE, impossible),
    ("word-doubled", DOUBLED, doubled),
    ("article", A_BEFORE_VOWEL, a_before_vowel),
    ("article", AN_BEFORE_CONSONANT, an_before_consonant),
)


def misspelt(reading: Reading) -> Iterator[Finding]:
    for wrong in sorted(SPELLING.keys() & set(_LETTERS.findall(reading.text.lower()))):
        for found in re.finditer(rf"\b{wrong}\b", reading.text, re.IGNORECASE):
            place = reading.passage_at(found.start()).place
            yield Finding(
                "spelling",
                place,
                f"{context(found.string, *found.span(), 2)}: “{SPELLING[wrong]}” is meant for “{found[0]}”.",
            )


def not_parallel(reading: Reading) -> Iterator[Finding]:
    """Tell a verb in -ing at the end of a row of verbs in -s, where nothing before it has that form."""
    for passage in reading.passages:
        if "ing " not in passage.text:
            continue
        for sentence in passage.sentences:
            found = NOT_PARALLEL.match(sentence)
            if found and not _A_FORM.search(found["before"]):
                shown = context(sentence, *found.span("verb"))
                yield Finding(
                    "word-suspect", passage.place, f"{shown}: “{found['verb']}” does not go with the verbs before it."
                )


GROUPS = ("work group", "work unit", "department", "division", "agency", "bureau", "organization", "unit")
_BARE = re.compile(
    rf"\b(?:for|of|to|in|with|by|from|within|across) (?P<group>{'|'.join(GROUPS)})(?=[.,;]|$)", re.MULTILINE
)


def bare_groups(reading: Reading) -> Iterator[Finding]:
    """Tell “for work group” in a section that says “the work group” elsewhere, twice at least."""
    if not _BARE.search(reading.text):
        return
    for section in reading.sections:
        text = "\n".join(passage.text for passage in section.passages)
        for group in GROUPS:
            found = [each for each in _BARE.finditer(text) if each["group"] == group]
            if len(found) == 1 and len(re.findall(rf"\b[Tt]he {group}\b", text)) >= 2:
                shown = context(text, *found[0].span())
                yield Finding(
                    "word-suspect",
                    section.place,
                    f"{shown}: elsewhere here it is “the {group}”.",
                )
