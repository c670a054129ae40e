"""How a text is revised: each change alters what its note says and leaves the rest word for word.

A change takes the wording as it stood and returns what became of it, or None where it would change nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from random import Random

from classes.document import Competency, Requirement
from classes.facts import Education
from classes.generating import english, library, phrases
from classes.generating.jobs import Job
from classes.generating.wording import (
    Draws,
    Wording,
    by_position,
    competency,
    distinguishing,
    education,
    equivalency,
    experience,
    masthead,
)


@dataclass(frozen=True, slots=True)
class Change:
    """A revised wording, and the kind and note of its history entry."""

    wording: Wording
    kind: str
    note: str
    minor: bool = False


Maker = Callable[[Wording, Job, Random], Change | None]


def regraded(old: Wording, job: Job, dice: Random) -> Change:
    grade = old.grade + dice.randint(1, 2)
    new = replace(old, grade=grade, pay_grade=job.employer.grade(grade))
    return Change(new, "regraded", f"Pay grade changed from {old.pay_grade} to {new.pay_grade}.")


def education_revised(old: Wording, job: Job, dice: Random) -> Change | None:
    """Lower the degree by one step, or admit another field of study."""
    lower = {Education.MASTER: Education.BACHELOR, Education.ASSOCIATE: Education.SOME_COLLEGE}
    level = lower.get(Education(old.schooling), old.schooling)
    others = [each for each in job.occupation.studies or job.field.studies if each not in old.studies]
    if level != old.schooling:
        studies, note = old.studies, "Education requirement lowered"
    elif others and old.schooling in (Education.BACHELOR, Education.SOME_COLLEGE):
        studies, note = (*old.studies, others[0]), f"Education requirement now admits {others[0]}"
    else:
        return None
    text = education(level, studies)
    degree = equivalency(level)
    also = "" if degree == old.equivalency else "; equivalency revised to agree"
    new = replace(old, schooling=level, studies=studies, education=text, equivalency=degree)
    return Change(new, "revised", f"{note}{also}.")


def experience_revised(old: Wording, job: Job, dice: Random) -> Change | None:
    if not old.months:
        return None
    months = old.months + (12 if old.months == 12 or dice.random() < 0.5 else -12)
    new = replace(old, months=months, experience=experience(job, months))
    before, after = (english.number(length // 12) for length in (old.months, months))
    years = "year" if months == 12 else "years"
    return Change(new, "revised", f"Experience requirement changed from {before} to {after} {years}.")


def licensure_revised(old: Wording, job: Job, dice: Random) -> Change | None:
    held = " ".join(row.text.lower() for row in old.licensure)
    offered = [each for each in (*job.field.licences, phrases.DRIVER) if each.lower() not in held]
    if not offered:
        return None
    added = by_position(dice.choice(offered))
    return Change(replace(old, licensure=(*old.licensure, added)), "revised", "Licensure added for some positions.")


def check_added(old: Wording, job: Job, dice: Random) -> Change | None:
    held = [row.text for row in old.checks]
    for text in phrases.CHECKS:
        if text not in held:
            return Change(replace(old, checks=(*old.checks, Requirement(text))), "revised", f"{text} added.")
    for text in phrases.CHECKS_BY_POSITION:
        if text not in held:
            added = Requirement(text, by_position=True)
            return Change(replace(old, checks=(*old.checks, added)), "revised", "Background check added by position.")
    return None


def duty_reworded(old: Wording, job: Job, dice: Random) -> Change | None:
    places = list(range(len(old.duties)))
    dice.shuffle(places)
    for place in places:
        words = reworded(old.duties[place])
        if words:
            duties = (*old.duties[:place], words, *old.duties[place + 1 :])
            return Change(replace(old, duties=duties), "revised", "Wording of an essential duty revised.")
    return None


def duty_added(old: Wording, job: Job, dice: Random) -> Change | None:
    new = [text for text in phrases.FURTHER_DUTIES if text not in old.duties]
    if not new or len(old.duties) >= 12:
        return None
    duties = (*old.duties[:-1], dice.choice(new), old.duties[-1])
    return Change(replace(old, duties=duties), "revised", "Essential duty added.")


def duty_removed(old: Wording, job: Job, dice: Random) -> Change | None:
    if len(old.duties) < 8:
        return None
    place = dice.randrange(1, len(old.duties) - 1)
    if old.duties[place] == phrases.EMERGENCY_DUTY:
        return None
    duties = (*old.duties[:place], *old.duties[place + 1 :])
    return Change(replace(old, duties=duties), "revised", "Essential duty removed that is no longer performed.")


def competency_reworded(old: Wording, job: Job, dice: Random) -> Change | None:
    """Add a sentence to one definition, or to one level of one competency."""
    place, sentence = dice.randrange(len(old.competencies)), dice.choice(phrases.FURTHER_COMPETENCE)
    revised = old.competencies[place]
    if sentence in revised.definition or any(sentence in each.text for each in revised.descriptors):
        return None
    where = "definition"
    if revised.descriptors:
        cell = dice.randrange(len(revised.descriptors))
        described = revised.descriptors[cell]
        level = replace(described, text=f"{described.text} {sentence}")
        where = f"{described.level_name} level"
        descriptors = (*revised.descriptors[:cell], level, *revised.descriptors[cell + 1 :])
        revised = replace(revised, descriptors=descriptors)
    else:
        revised = replace(revised, definition=f"{revised.definition} {sentence}")
    rows = (*old.competencies[:place], revised, *old.competencies[place + 1 :])
    return Change(replace(old, competencies=rows), "revised", f"Competency “{revised.name}”: {where} revised.")


def competency_added(old: Wording, job: Job, dice: Random) -> Change | None:
    held = {each.name for each in old.competencies}
    if len(held) > 5:
        return None
    entry = dice.choice([each for each in library.ENTRIES if each.name not in held])
    rows: tuple[Competency, ...] = (*old.competencies, competency(entry, job, Draws(job, dice)))
    return Change(replace(old, competencies=rows), "revised", f"Competency “{entry.name}” added.")


def environment_revised(old: Wording, job: Job, dice: Random) -> Change | None:
    new = [line for line in phrases.ENVIRONMENT[job.field.setting] if not any(line in held for held in old.environment)]
    if not new:
        return None
    line = f"{new[0]}." if old.environment[0].endswith(".") else new[0]
    return Change(replace(old, environment=(*old.environment, line)), "revised", "Working environment revised.")


def demands_revised(old: Wording, job: Job, dice: Random) -> Change | None:
    new = [label for label in phrases.DEMANDED[job.field.setting] if label not in old.demands]
    if not new:
        return None
    return Change(replace(old, demands=(*old.demands, new[0])), "revised", f"Physical demand “{new[0]}” added.")


def probation_lengthened(old: Wording, job: Job, dice: Random) -> Change | None:
    if old.probation_months == 12:
        return None
    text = f"{english.months(12)} from the date of appointment."
    new = replace(old, probation_months=12, probation=text)
    months = english.number(old.probation_months)
    return Change(new, "revised", f"Probation period lengthened from {months} to twelve months.")


def emergency_added(old: Wording, job: Job, dice: Random) -> Change | None:
    if phrases.EMERGENCY_DUTY in old.duties:
        return None
    duties = (*old.duties[:-1], phrases.EMERGENCY_DUTY, old.duties[-1])
    return Change(replace(old, duties=duties), "revised", "Emergency service added to the essential duties.")


def stops_added(old: Wording, job: Job, dice: Random) -> Change | None:
    if old.environment[0].endswith("."):
        return None
    lines = tuple(f"{line}." for line in old.environment)
    return Change(replace(old, environment=lines), "revised", "Punctuation of working environment only.", minor=True)


def numerals_dropped(old: Wording, job: Job, dice: Random) -> Change | None:
    text = re.sub(r" \(\d+\)", "", old.probation)
    if text == old.probation:
        return None
    return Change(replace(old, probation=text), "revised", "Numerals dropped from probation period only.", minor=True)


def apostrophe_set(old: Wording, job: Job, dice: Random) -> Change | None:
    if "'" not in old.education:
        return None
    new = replace(old, education=old.education.replace("'", "’"))
    return Change(new, "revised", "Apostrophe in education requirement only.", minor=True)


def retitled(old: Wording, job: Job, dice: Random) -> Change:
    """Take today's title from the former one, and name the neighbours in the series by theirs."""
    new = replace(
        old,
        title=job.title,
        masthead=masthead(job, job.title, old.code),
        distinguishing=distinguishing(job, job.titles, dice),
    )
    return Change(new, "retitled", f"Title changed from {old.title} to {job.title}.")


def recoded(old: Wording, job: Job, dice: Random) -> Change:
    new = replace(old, code=job.code, masthead=masthead(job, old.title, job.code))
    return Change(new, "recoded", f"Class code changed from {old.code} to {job.code}.")


def reworded(text: str) -> str:
    """Return the text with one turn of phrase replaced by another, or nothing where none is known."""
    for old, new in phrases.REWORDED:
        for before, after in ((old, new), (english.capitalized(old), english.capitalized(new))):
            changed, count = re.subn(rf"(?<!\w){re.escape(before)}(?!\w)", after, text, count=1)
            if count:
                return changed
    return ""


# What a class does on its own account, and how often; what always applies is tried last.
OWN: Mapping[Maker, int] = {
    regraded: 5,
    education_revised: 4,
    experience_revised: 4,
    licensure_revised: 3,
    check_added: 2,
    duty_reworded: 6,
    duty_added: 4,
    duty_removed: 2,
    competency_reworded: 4,
    competency_added: 2,
    environment_revised: 2,
    demands_revised: 2,
    stops_added: 2,
    numerals_dropped: 2,
    apostrophe_set: 2,
}
MAKERS, WEIGHTS = tuple(OWN), tuple(OWN.values())

# What change notices do; the first is that of the notice that touches most classes.
NOTICED: Mapping[str, Maker] = {
    "emergency": emergency_added,
    "pay": regraded,
    "checks": check_added,
    "probation": probation_lengthened,
    "environment": environment_revised,
    "demands": demands_revised,
    "recode": recoded,
}


def own_change(old: Wording, job: Job, dice: Random) -> Change:
    """Return a change that the class undergoes by itself."""
    for maker in dice.choices(MAKERS, WEIGHTS, k=4):
        change = maker(old, job, dice)
        if change:
            return change
    return regraded(old, job, dice)
