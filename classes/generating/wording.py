"""What one text of a generated class says, and the document that it makes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from django.utils.text import slugify

from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.facts import Education
from classes.generating import english, library, phrases
from classes.generating.jobs import Job

SLOT = re.compile(r"\{(records|systems|matters|parties|rules)\}")
GRADES = {"entry": 0, "working": 3, "advanced": 6, "lead": 5, "supervisor": 9, "manager": 13}
BASES = {"professional": 14, "technical": 9, "clerical": 5, "trades": 7, "protective": 10}


@dataclass(frozen=True, slots=True)
class Wording:
    """The text of a class on a day, part by part. `experience` is empty where none is required."""

    title: str
    code: str
    masthead: str
    grade: int
    pay_grade: str
    flsa_code: str
    summary: str
    distinguishing: str
    duties: tuple[str, ...]
    competencies: tuple[Competency, ...]
    supervision: str
    schooling: int
    studies: tuple[str, ...]
    education: str
    months: int
    experience: str
    equivalency: str
    licensure: tuple[Requirement, ...]
    environment: tuple[str, ...]
    strength: int
    physical_level: str
    demands: tuple[str, ...]
    checks: tuple[Requirement, ...]
    probation_months: int
    probation: str


class Draws:
    """Fills the slots of phrases from the lists of a field, each word once before any is used again."""

    def __init__(self, job: Job, dice: Random) -> None:
        self.job = job
        self.dice = dice
        self.left: dict[str, list[str]] = {}

    def word(self, slot: str) -> str:
        if not self.left.get(slot):
            words = list(getattr(self.job.field, slot))
            self.dice.shuffle(words)
            self.left[slot] = words
        return self.left[slot].pop()

    def fill(self, phrase: str) -> str:
        return SLOT.sub(lambda slot: self.word(slot[1]), phrase)


def first_wording(job: Job, dice: Random) -> Wording:
    """Compose the first text of a class."""
    draws = Draws(job, dice)
    kind, setting, stage = job.occupation.kind, job.field.setting, job.stage
    strength, level = phrases.STRENGTH[setting if kind != "clerical" else "office"]
    grade = BASES[kind] + GRADES[stage] + dice.randint(0, 2)
    schooling = required_schooling(job, dice)
    months = 12 * phrases.EXPERIENCED[stage]
    studies = tuple(dice.sample(job.occupation.studies or job.field.studies, 2))
    probation = dice.choice((6, 6, 9, 12))
    return Wording(
        title=job.title,
        code=job.code,
        masthead=masthead(job, job.title, job.code),
        grade=grade,
        pay_grade=job.employer.grade(grade),
        flsa_code=job.employer.exempt[0 if kind == "professional" or stage in ("supervisor", "manager") else 1],
        summary=summary(job, dice),
        distinguishing=distinguishing(job, job.titles, dice),
        duties=duties(job, draws),
        competencies=competencies(job, draws),
        supervision=phrases.SUPERVISION[stage],
        schooling=schooling,
        studies=studies,
        education=education(schooling, studies),
        months=months,
        experience=experience(job, months),
        equivalency=equivalency(schooling),
        licensure=licensure(job, dice),
        environment=tuple(dice.sample(phrases.ENVIRONMENT[setting], dice.randint(3, 5))),
        strength=strength,
        physical_level=level,
        demands=tuple(dice.sample(phrases.DEMANDED[setting], dice.randint(5, 7))),
        checks=checks(dice),
        probation_months=probation,
        probation=f"{english.months(probation)} from the date of appointment.",
    )


def document(wording: Wording, revision: int, effective_from: date | None) -> Document:
    """Return the document that the wording makes, in printed order."""
    demands = "\n".join(f"{label}: {text}" for label, text in phrases.DEMANDS.items() if label in wording.demands)
    sections = (
        Section("summary", "General Statement of Duties", wording.summary),
        Section("distinguishing", "Distinguishing Characteristics", wording.distinguishing),
        Section("duties", "Essential Duties", "\n\n".join(wording.duties)),
        Section("competencies", "Competencies", competencies=wording.competencies),
        Section("supervision", "Supervision Exercised", wording.supervision),
        typed("education", "Education Requirement", some(wording.education)),
        typed("experience", "Experience Requirement", some(wording.experience)),
        typed("equivalency", "Education and Experience Equivalency", some(wording.equivalency)),
        typed("licensure", "Licensure & Certification", wording.licensure),
        Section("working_environment", "Working Environment", "\n".join(wording.environment)),
        Section("physical_level", "Level of Physical Demand", wording.physical_level),
        Section("physical_demands", "Physical Demands", demands),
        typed("background_check", "Background Check Requirement", wording.checks),
        Section("probation", "Probation Period", wording.probation),
        Section("class_detail", "Class Detail", f"Pay Grade: {wording.pay_grade}\nFLSA Status: {wording.flsa_code}"),
    )  # fmt: skip
    return Document(
        title=wording.title,
        code=wording.code,
        revision=revision,
        effective_from=effective_from,
        masthead=wording.masthead,
        facts=Facts(
            pay_grade=wording.pay_grade,
            flsa_code=wording.flsa_code,
            minimum_education=wording.schooling,
            minimum_experience_months=wording.months,
            physical_demand=wording.strength,
            probation_months=wording.probation_months,
        ),
        sections=sections,
    )


def typed(kind: str, heading: str, requirements: Iterable[Requirement]) -> Section:
    """A section of requirements; where there are none it says so, as printed documents do."""
    rows = tuple(requirements)
    return Section(kind, heading, "" if rows else "None", rows)


def some(text: str) -> list[Requirement]:
    return [Requirement(text)] if text else []


def masthead(job: Job, title: str, code: str) -> str:
    return f"{job.employer.name}\n{job.employer.office}\n{title}{f' - {code}' if code else ''}"


def summary(job: Job, dice: Random) -> str:
    work = job.occupation.work
    text = dice.choice(phrases.SUMMARIES[job.stage]).format(does=english.does(work), do=english.do(work))
    return f"{text} Positions in this class are assigned to {job.unit}." if job.unit else text


def distinguishing(job: Job, titles: Sequence[str], dice: Random) -> str:
    """Say where the class stands in its series, naming its neighbours by `titles`."""
    own, stages = titles[job.rank - 1], job.stages
    mark = dice.choice(phrases.MARKS[job.stage])
    if len(titles) == 1:
        return f"The {own} {mark}. The class is not part of a series."
    place = english.ORDINALS[job.rank]
    paragraphs = [
        f"The {own} is the {place} of {english.number(len(titles))} classes in its series: "
        f"{english.listed(titles)}. It {mark}."
    ]
    if job.rank > 1:
        paragraphs.append(
            f"The {own} is distinguished from the {titles[job.rank - 2]}, which "
            f"{dice.choice(phrases.MARKS[stages[job.rank - 2]])}."
        )
    if job.rank < len(titles):
        paragraphs.append(
            f"The {own} is distinguished from the {titles[job.rank]}, which "
            f"{dice.choice(phrases.MARKS[stages[job.rank]])}."
        )
    return "\n\n".join(paragraphs)


def duties(job: Job, draws: Draws) -> tuple[str, ...]:
    """Six to twelve duties: of the field, of the stage, and the last one that every text has."""
    dice = draws.dice
    leads = job.stage in ("supervisor", "manager")
    professional = job.occupation.kind == "professional" or job.stage == "manager"
    offered = [phrase.lstrip("+") for phrase in job.field.duties if professional or not phrase.startswith("+")]
    own = dice.sample(offered, min(len(offered), dice.randint(2, 3) if leads else dice.randint(3, 6)))
    general = phrases.DUTIES[job.stage]
    common = dice.sample(general, min(len(general), dice.randint(4, 6) if leads else dice.randint(2, 4)))
    chosen = [*common, *own] if leads else [*own, *common]
    found = []
    for phrase in chosen:
        filled = draws.fill(phrase)
        if job.stage == "entry" and phrase in own and ";" not in phrase and not phrase.startswith(phrases.ALONE):
            found.append(f"Assists in {english.doing(filled)}" if dice.random() < 0.4 else english.does(filled))
        else:
            found.append(english.does(filled))
    return (*map(english.capitalized, found), phrases.LAST_DUTY)


def competencies(job: Job, draws: Draws) -> tuple[Competency, ...]:
    """Three to five competencies of the library: each defined, or described at each level."""
    dice = draws.dice
    entries = dice.sample(library.ENTRIES, dice.randint(3, 5))
    return tuple(competency(entry, job, draws) for entry in entries)


def competency(entry: library.Entry, job: Job, draws: Draws) -> Competency:
    return Competency(
        entry=f"{library.SLUG}/{entry.slug}",
        name=entry.name,
        definition="" if job.by_level else draws.fill(entry.definition),
        descriptors=descriptors(entry, draws) if job.by_level else (),
    )


def descriptors(entry: library.Entry, draws: Draws) -> tuple[Descriptor, ...]:
    """Describe a competency at every level; some at the two upper levels only. The same words fill each level."""
    words = {slot: draws.word(slot) for slot in sorted(set(SLOT.findall(" ".join(entry.steps))))}
    left_out = 1 if draws.dice.random() < 0.1 else 0
    return tuple(
        Descriptor(slugify(name), name, rank, step.format(**words))
        for rank, ((name, _), step) in enumerate(zip(library.LEVELS, entry.steps, strict=True), start=1)
        if rank > left_out
    )


def required_schooling(job: Job, dice: Random) -> int:
    if job.occupation.name == "Attorney":
        return Education.DOCTORATE
    if job.stage == "manager" and job.occupation.kind == "professional" and dice.random() < 0.4:
        return Education.MASTER
    if job.stage in ("supervisor", "manager") and job.occupation.kind != "professional":
        return Education.ASSOCIATE if job.stage == "supervisor" else Education.BACHELOR
    return phrases.SCHOOLED[job.occupation.kind]


def education(schooling: int, studies: tuple[str, ...]) -> str:
    """Return the requirement as printed; the level it stands for is `schooling`."""
    wider = english.listed([*studies, "a related field"], "or")
    return phrases.SCHOOLING[schooling].format(wider=wider, narrow=english.listed(studies, "or"))


def experience(job: Job, months: int) -> str:
    """Return the requirement as printed, empty where none is required."""
    if not months:
        return ""
    charge = phrases.IN_CHARGE.get(job.stage, "")
    return f"{english.years(months // 12)} of full-time experience in {english.doing(job.occupation.work)}{charge}."


def equivalency(schooling: int) -> str:
    """Say what may take the place of a degree; of nothing less, nor of one that the law requires."""
    degree = {Education.ASSOCIATE: "associate degree", Education.BACHELOR: "bachelor's degree"}.get(
        Education(schooling)
    )
    return phrases.EQUIVALENCY.format(degree=degree) if degree else ""


def licensure(job: Job, dice: Random) -> tuple[Requirement, ...]:
    rows = [Requirement(f"{job.occupation.licence}.")] if job.occupation.licence else []
    if job.field.setting in ("field", "emergency") and not job.occupation.licence.startswith("A commercial"):
        rows.append(Requirement(f"{phrases.DRIVER}."))
    others = [each for each in job.field.licences if each != job.occupation.licence]
    if others and dice.random() < 0.5:
        rows.append(by_position(dice.choice(others)))
    return tuple(rows)


def by_position(text: str) -> Requirement:
    return Requirement(f"By position, {text[:1].lower()}{text[1:]}.", by_position=True)


def checks(dice: Random) -> tuple[Requirement, ...]:
    rows = [Requirement(text) for text in phrases.CHECKS[: dice.randint(1, 3)]]
    if dice.random() < 0.4:
        rows.append(Requirement(dice.choice(phrases.CHECKS_BY_POSITION), by_position=True))
    return tuple(rows)
