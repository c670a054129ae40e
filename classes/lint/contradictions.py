"""Facts beside the printed words that they were taken from, and numbers in words beside numbers in figures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from classes.facts import Education, PhysicalDemand, in_months, in_years
from classes.lint.english import NUMBER, number
from classes.lint.finding import Finding, listed, quoted
from classes.lint.reading import Reading, ReadSection, lines

_IN_FIGURES = re.compile(r"(?<= )\((\d{1,3}(?:,\d{3}){1,2}|\d{1,6})\)")
_IN_WORDS = re.compile(rf"(?:^|[^\w-])(?P<words>{NUMBER}) \Z", re.IGNORECASE)
_PART_OF_MORE = re.compile(r"\b(?:half|hundred|thousand|million|point|and)[ -]\Z", re.IGNORECASE)

_LENGTH = re.compile(
    rf"\b(?:(?P<words>{NUMBER})(?: \(\d{{1,4}}\))?|(?P<number>\d{{1,4}}))"
    r"(?P<half>[ -]and[ -](?:a|one)[ -]half| 1/2|½|\.5)?[ -](?P<unit>year|month)s?\b['’]?(?=(?P<after>[^.;]{0,24}))",
    re.IGNORECASE,
)
# What follows a number of years that are not years of experience.
_OF_SCHOOL = re.compile(
    r" ?(?:or more )?(?:of )?(?:additional|college|university|high school|post|study|studies|graduate|undergraduate"
    r"|degree|program|course|education|school|vocational|technical school)",
    re.IGNORECASE,
)
_BESIDE = re.compile(r"\b(?:substitut|equivalen|prefer|desir|in lieu)", re.IGNORECASE)
_INCLUDED = re.compile(
    r"\b(?:includ|of which|at least \w+ (?:\(\d+\) )?of (?:which|these|those)|within the)", re.IGNORECASE
)
_NOTHING = re.compile(r"(?:none|n/?a|not applicable|no experience[\w ]*|not required)\.?", re.IGNORECASE)

DEGREES = (
    (Education.DOCTORATE, r"doctora(?:te|l)\b|\bph\.? ?d\b|doctor of|juris doctor|\bj\.d\b"),
    (Education.MASTER, r"\bmasters? degree|\bmaster['’]s\b|\bmaster of (?:arts|science|business|public|social)"),
    (Education.BACHELOR, r"\bbachelor|\bbaccalaureate|four[- ]year (?:college|university|degree)|undergraduate degree"),
    (
        Education.ASSOCIATE,
        r"\bassociate['’]?s?(?: or \w+['’]?s?)? degree|\bassociate of |two[- ]year (?:college|degree)",
    ),
    (
        Education.SOME_COLLEGE,
        r"some college|(?:semester|quarter)[- ](?:units|hours|credits)|college[- ](?:credits?|coursework|courses|level)"
        r"|years? of (?:study (?:at|in) an? )?(?:accredited )?college",
    ),
    (Education.HIGH_SCHOOL, r"(?<!post-)(?<!post )high school|\bg\.?e\.?d\b|(?:twelfth|12th) grade|general education"),
)  # fmt: skip
_DEGREES = [(level, re.compile(pattern, re.IGNORECASE)) for level, pattern in DEGREES]
_COLLEGE = re.compile(r"\b(?:college|university)\b", re.IGNORECASE)

_DEMANDS = re.compile(r"\b(very heavy|heavy|medium|light|sedentary)\b", re.IGNORECASE)
_NUMBERED_DEMAND = re.compile(r"(\d) ?[-–—.:]? ?(very heavy|heavy|medium|light|sedentary)\b", re.IGNORECASE)
DEMANDS = {choice.label.split(" ", 1)[1].casefold(): choice for choice in PhysicalDemand}

_LABELLED = re.compile(r"(?P<label>[^:]{1,40}): *(?P<value>\S.*)")
_GRADE = re.compile(r"(?:pay|salary|job|wage)? ?(?:grade|band)", re.IGNORECASE)
_FLSA = re.compile(r"flsa\b.*", re.IGNORECASE)
_CODE = re.compile(r"(?:class|job|classification) code", re.IGNORECASE)
_TITLE = re.compile(r"(?:class|job|classification|official) title", re.IGNORECASE)


def contradiction_findings(reading: Reading) -> Iterator[Finding]:
    yield from numbers(reading)
    facts = reading.document.facts
    for section in reading.sections:
        if section.kind in ("experience", "training_and_experience"):
            yield from experience(section, facts.minimum_experience_months)
        if section.kind in ("education", "training_and_experience"):
            yield from education(section, facts.minimum_education)
        if section.kind == "probation":
            yield from probation(section, facts.probation_months)
        if section.kind == "physical_level":
            yield from demand(section, facts.physical_demand)
        if section.kind == "class_detail":
            yield from details(reading, section)


def numbers(reading: Reading) -> Iterator[Finding]:
    """Tell “Three (4) years”, and “2-Sedentary”, of which sedentary is the first."""
    for figures in _IN_FIGURES.finditer(reading.text):
        before = reading.text[max(0, figures.start() - 40) : figures.start()]
        in_words = _IN_WORDS.search(before)
        if in_words is None or _PART_OF_MORE.search(before[: in_words.start("words")]):
            continue
        said, written = number(in_words["words"]), int(figures[1].replace(",", ""))
        if said != written:
            yield Finding(
                "number-contradicts",
                reading.passage_at(figures.start()).place,
                f"“{in_words['words']} {figures[0]}”: {said} in words stands beside {written} in figures.",
            )
    for section in reading.of_kinds("physical_level"):
        for passage in section.passages:
            if (found := _NUMBERED_DEMAND.match(passage.text)) and int(found[1]) != DEMANDS[found[2].casefold()]:
                level = DEMANDS[found[2].casefold()]
                yield Finding(
                    "number-contradicts",
                    passage.place,
                    f"“{found[0]}”: the level {found[2].casefold()} is {int(level)}, not {found[1]}.",
                )


@dataclass(frozen=True, slots=True)
class Length:
    months: int
    printed: str


def lengths(text: str) -> list[Length]:
    """The lengths of time that a text states."""
    found = []
    for each in _LENGTH.finditer(text):
        if _OF_SCHOOL.match(each["after"]):
            continue
        count = number(each["words"]) if each["words"] else int(each["number"])
        if count is None or count > 600:
            continue
        months = count * 12 if each["unit"].casefold() == "year" else count
        half = 6 if each["half"] and each["unit"].casefold() == "year" else 0
        found.append(Length(months + half, each[0]))
    return found


def differing(
    section: ReadSection, held: int, found: list[Length], sums: set[int], what: str, said: str
) -> Finding | None:
    """A finding if none of the lengths found, nor a sum of them, is the one that is held."""
    if not found or held in {length.months for length in found} | sums:
        return None
    printed = listed(list(dict.fromkeys(quoted(length.printed) for length in found)))
    return Finding("fact-contradicts", section.place, f"Prints {printed}; the fact says {said} of {what}.")


def experience(section: ReadSection, held: int | None) -> Iterator[Finding]:
    """Hold the months of experience against every number of years that is not part of another, nor of schooling."""
    if held is None:
        return
    if held and says_nothing(section):
        yield Finding(
            "fact-contradicts", section.place, f"Prints “None”; the fact says {in_years(held)} of experience."
        )
        return
    found: list[Length] = []
    sums: set[int] = set()
    for passage in section.passages:
        for sentence in passage.sentences:
            if _BESIDE.search(sentence):
                continue
            stated = lengths(_INCLUDED.split(sentence)[0])
            found += stated
            if len(stated) > 1:
                sums.add(sum(length.months for length in stated))
    finding = differing(section, held, found, sums, "experience", in_years(held) if held else "none")
    if finding:
        yield finding


def probation(section: ReadSection, held: int | None) -> Iterator[Finding]:
    if held is None:
        return
    text = "\n".join(passage.text for passage in section.passages)
    if finding := differing(section, held, lengths(text), set(), "probation", in_months(held) if held else "none"):
        yield finding


def education(section: ReadSection, held: int | None) -> Iterator[Finding]:
    if held is None:
        return
    label = label_of(Education, held)
    if section.kind == "education" and says_nothing(section):
        yield Finding("fact-contradicts", section.place, f"Prints “None”; the fact says {label}.")
        return
    kept = [each for passage in section.passages for each in passage.sentences if not _BESIDE.search(each)]
    text = "\n".join(kept)
    found = [level for level, pattern in _DEGREES if pattern.search(text)]
    if not found and _COLLEGE.search(text):
        found = [Education.BACHELOR, Education.SOME_COLLEGE, Education.ASSOCIATE]
        if held not in found and held == Education.HIGH_SCHOOL:
            yield Finding("fact-contradicts", section.place, f"Prints {quoted(text)}; the fact says {label}.")
        return
    if found and held not in found:
        printed = listed([str(level.label).lower() for level in found], "or")
        yield Finding("fact-contradicts", section.place, f"Asks for a {printed}; the fact says {label}.")


def demand(section: ReadSection, held: int | None) -> Iterator[Finding]:
    text = "\n".join(passage.text for passage in section.passages)
    found = list(dict.fromkeys(DEMANDS[each.casefold()] for each in _DEMANDS.findall(text)))
    if held is not None and found and held not in found:
        printed = listed([quoted(line) for line in lines(text)[:1]])
        yield Finding(
            "fact-contradicts", section.place, f"Prints {printed}; the fact says {label_of(PhysicalDemand, held)}."
        )


def details(reading: Reading, section: ReadSection) -> Iterator[Finding]:
    """Hold pay grade, FLSA code, class code and title against the lines of the class detail that state them."""
    document = reading.document
    held: tuple[tuple[re.Pattern[str], str, str], ...] = (
        (_GRADE, "the pay grade", document.facts.pay_grade),
        (_FLSA, "the FLSA code", document.facts.flsa_code),
        (_CODE, "the class code", document.code),
        (_TITLE, "the title", document.title),
    )
    for line in lines(section.section.body):
        labelled = _LABELLED.fullmatch(line)
        if labelled is None:
            continue
        for label, what, fact in held:
            if label.fullmatch(labelled["label"].strip()) and fact and bare(fact) != bare(labelled["value"]):
                yield Finding("fact-contradicts", section.place, f"Prints {quoted(line)}; {what} held is “{fact}”.")


def says_nothing(section: ReadSection) -> bool:
    return [bool(_NOTHING.fullmatch(passage.text)) for passage in section.passages] == [True]


def bare(text: str) -> str:
    """Letters and digits alone: "EX-17" and "EX 17" are one."""
    return "".join(character for character in text.casefold() if character.isalnum())


def label_of(choices: Callable[[int], Education | PhysicalDemand], value: int) -> str:
    try:
        return str(choices(value).label)
    except ValueError:
        return str(value)
