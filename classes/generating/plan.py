"""Which organizations, classes and notices a generated catalog has; a seed settles it all.

Every class is composed from dice of its own, so neither the size of a batch nor the order of the work matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from random import Random

from classes.generating import changes
from classes.generating.fields import Field, Occupation
from classes.generating.histories import APART, Course, History, Step, abolished, history, unheld_history
from classes.generating.jobs import Employer, Job, Notice
from classes.generating.offices import OFFICES
from classes.generating.phrases import LADDERS, Stage
from classes.generating.services import SERVICES
from classes.generating.works import WORKS

FIELDS = (*OFFICES, *WORKS, *SERVICES)
AT_MOST = 200_000
ALONE: tuple[tuple[str, Stage], ...] = (("{name}", "working"),)
PLACES = tuple(
    f"{name} {kind}"
    for kind in ("Region", "District")
    for name in ("Northern", "Southern", "Eastern", "Western", "Central", "Harbor", "Lake", "River", "Valley", "Hill",
                 "Mesa", "Bay", "Prairie", "Forest", "Coast", "Island")
)  # fmt: skip
EMPLOYERS = (
    Employer("demo-county", "Demonstration County", "Department of Human Resources",
             ("KL", "MR", "DT", "JW", "ASP", "BN"), ("Exempt", "Non-exempt"), lambda grade: str(100 + grade)),
    Employer("demo-state", "Demonstration State", "Division of Personnel",
             ("RG", "EH", "TV", "CM", "LFO"), ("E", "N"), lambda grade: f"GR-{grade:02}"),
    Employer("demo-township", "Demonstration Township", "Township Administrator",
             ("PB", "SD", "HK"), ("Exempt", "Non-exempt"), lambda grade: f"T{grade}", dated=False),
    Employer("demo-borough", "Demonstration Borough", "Borough Personnel Office",
             ("NJ", "WC", "OA"), ("X", "NX"), lambda grade: f"{grade * 2}-B"),
    Employer("demo-district", "Demonstration Service District", "Office of Talent and Pay",
             ("FM", "YZ", "GTL"), ("Exempt", "Non-exempt"), lambda grade: f"D{200 + grade}"),
)  # fmt: skip
NOTICES = {
    "emergency": ("Emergency service", "Adds emergency service to the essential duties of the classes named."),
    "pay": ("Pay study: {field}", "Raises pay grades in the {field} family after a study of comparable employers."),
    "checks": ("Background checks", "Adds background checks to classes whose duties involve money, records or persons "
               "in need of protection."),
    "probation": ("Probation period", "Lengthens the probation period of the classes named to twelve months."),
    "environment": ("Working environment", "Completes the description of the working environment."),
    "demands": ("Physical demands", "Adds physical demands found in a study of the jobs."),
    "recode": ("Renumbering of classes", "Replaces four-digit class codes by codes that begin with the letter of the "
               "job family."),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One line of work in an organization: a series of classes, or a class by itself."""

    employer: Employer
    field: Field
    name: str
    histories: tuple[History, ...]

    @property
    def is_series(self) -> bool:
        return len(self.histories) > 1


@dataclass(frozen=True, slots=True)
class Plan:
    """A catalog to generate: how many classes, from which seed, with a history that ends on the day `today`."""

    classes: int
    seed: int
    today: date
    organizations: int = 4

    @property
    def employers(self) -> dict[Employer, int]:
        """The organizations with their numbers of classes, the largest first; none without a class."""
        shares = range(self.organizations, 0, -1)
        counts = [self.classes * share // sum(shares) for share in shares]
        counts[0] += self.classes - sum(counts)
        return {employer: count for employer, count in zip(EMPLOYERS, counts, strict=False) if count}

    def dice(self, *names: object) -> Random:
        return Random("/".join(map(str, (self.seed, *names))))

    def lines(self) -> Iterator[Line]:
        """Compose the catalog, line by line."""
        for employer, count in self.employers.items():
            yield from EmployerPlan(self, employer, count).lines()


class EmployerPlan:
    """The classes and notices of one organization."""

    def __init__(self, plan: Plan, employer: Employer, count: int) -> None:
        self.plan = plan
        self.employer = employer
        self.count = count
        self.dice = plan.dice(employer.slug)
        self.days = partial(day_between, today=plan.today)
        large = min(500, plan.classes // 4) if employer is EMPLOYERS[0] else 0
        self.large = frozenset(self.dice.sample(range(count), large))
        self.notices = self.planned_notices()

    def planned_notices(self) -> dict[tuple[str, str], list[Notice]]:
        """Plan notices for what they change and the family that they change, numbered in the order of their days.

        So many that each touches dozens of classes: about half of all changes come by notice.
        """
        wanted: list[tuple[str, str, date]] = []
        others = [change for change in changes.NOTICED if change not in ("emergency", "recode", "pay")]
        for _ in range(max(4, self.count // 80)):
            wanted.append((self.dice.choice(others), "", self.days(self.dice, -4300, -25)))
        for _ in range(max(3, self.count // 120)):
            wanted.append(("pay", self.dice.choice(FIELDS).name, self.days(self.dice, -4300, -25)))
        for _ in range(max(1, self.count // 600)):
            wanted.append(("recode", "", self.days(self.dice, -1400, -60)))
        for _ in range(max(1, self.count // 900)):
            wanted.append((self.dice.choice(others), "", self.days(self.dice, 6, 200)))
        if self.large:
            wanted.append(("emergency", "", self.days(self.dice, -700, -400)))
        found: dict[tuple[str, str], list[Notice]] = defaultdict(list)
        for number, (change, field, on) in enumerate(sorted(wanted, key=lambda each: each[2]), start=1201):
            adopted_on = on - timedelta(days=self.dice.randint(10, 35))
            title, summary = (text.format(field=field) for text in NOTICES[change])
            group = change if change in ("emergency", "recode") else "future" if on > self.plan.today else "past"
            found[group, field].append(
                Notice(f"CN{number}", change, field, title, summary, adopted_on - timedelta(days=30), adopted_on, on)
            )
        return found

    def lines(self) -> Iterator[Line]:
        """Go through the occupations round by round: first for the whole organization, then unit by unit."""
        occupations = [(field, occupation) for field in FIELDS for occupation in field.occupations]
        self.dice.shuffle(occupations)
        made, numbers = 0, dict.fromkeys((field.letter for field in FIELDS), 1000)
        for turn in range(AT_MOST):
            for field, occupation in occupations:
                unit = unit_of(field, turn)
                if unit is None:
                    continue
                dice = self.plan.dice(self.employer.slug, occupation.name, unit)
                ladder = dice.choice(LADDERS[occupation.kind])
                if len(ladder) > self.count - made:
                    ladder = ALONE
                jobs = self.jobs(field, occupation, unit, ladder, numbers[field.letter], made, dice.random() < 0.25)
                yield self.line(jobs, made, dice)
                made += len(jobs)
                numbers[field.letter] += -(-len(jobs) // 5) * 5
                if made == self.count:
                    return

    def jobs(self, field: Field, occupation: Occupation, unit: str, ladder: tuple[tuple[str, Stage], ...],
             number: int, made: int, by_level: bool) -> list[Job]:  # fmt: skip
        suffix = f" ({unit})" if unit else ""
        titles, former = (
            tuple(rung.format(name=name, lead=occupation.lead_name) + suffix for rung, _ in ladder)
            for name in (occupation.name, occupation.formerly)
        )
        return [
            Job(
                employer=self.employer,
                field=field,
                occupation=occupation,
                unit=unit,
                stages=tuple(stage for _, stage in ladder),
                rank=rank,
                titles=titles,
                former_titles=former,
                code=f"{field.letter}{number + rank}",
                former_code=f"{1000 + made + rank:04}",
                by_level=by_level,
            )
            for rank in range(1, len(ladder) + 1)
        ]

    def line(self, jobs: list[Job], made: int, dice: Random) -> Line:
        """Compose the classes of a line; one that is abolished comes last, since it names its successors."""
        begin = self.days(dice, -4700, -1700)
        series, renamed = self.series_step(jobs, begin, dice)
        ends = dice.random() < (0.12 if len(jobs) > 1 else 0.06) and not (series and series.on > self.plan.today)
        ending = dice.randrange(len(jobs)) if ends else None
        histories: dict[int, History] = {}
        for place in sorted(range(len(jobs)), key=lambda each: each == ending):
            own = self.plan.dice(self.employer.slug, jobs[place].titles[place], "texts")
            touched = made + place in self.large
            if place != ending and not touched and not series and own.random() < 0.02:
                histories[place] = unheld_history(jobs[place], begin, own)
                continue
            course = self.course(jobs[place], begin, series, touched, place == ending, own)
            held = history(jobs[place], replace(course, renamed=renamed), own)
            if place == ending:
                held = self.ended(held, [histories[each] for each in (place - 1, place + 1) if each in histories], own)
            histories[place] = held
        name = jobs[0].occupation.name + (f" ({jobs[0].unit})" if jobs[0].unit else "")
        return Line(self.employer, jobs[0].field, name, tuple(histories[place] for place in range(len(jobs))))

    def series_step(self, jobs: list[Job], begin: date, dice: Random) -> tuple[Step | None, str]:
        """Return the day on which a whole series is retitled or recoded, where it is; for some it lies ahead."""
        chance = dice.random()
        if chance < 0.07:
            return Step(*notice_day(dice.choice(self.notices["recode", ""])), series=changes.recoded), "recoded"
        if chance < 0.15 and jobs[0].titles != jobs[0].former_titles:
            ahead = dice.random() < 0.15
            on = (
                self.days(dice, 6, 200)
                if ahead
                else day_in(dice, begin + timedelta(days=200), self.days(dice, -60, -60))
            )
            return Step(on, series=changes.retitled), "retitled"
        return None, ""

    def course(self, job: Job, begin: date, series: Step | None, touched: bool, ending: bool, dice: Random) -> Course:
        """Settle how many texts a class has, on which days, and what else befalls it."""
        today = self.plan.today
        wanted = dice.choices((2, 3, 4, 5, 6), (40, 32, 18, 7, 3))[0]
        steps = [series] if series else []
        if touched:
            steps.append(Step(*notice_day(self.notices["emergency", ""][0])))
        ahead = any(step.on > today for step in steps)
        if not ahead and not ending and dice.random() < 0.04:
            steps.append(self.step_ahead(dice))
            ahead = True
        mistake = wanted > 2 and dice.random() < 0.15
        for _ in range(40):
            if len(steps) >= wanted - 1 - mistake:
                break
            step = self.step(job, begin, dice)
            if all(abs((step.on - other.on).days) >= APART for other in steps):
                steps.append(step)
        steps.sort(key=lambda step: step.on)
        past = [place for place, step in enumerate(steps, start=1) if step.on <= today]
        undated = not self.employer.dated and dice.random() < 0.5
        wrong = dice.choice(past or [0]) if mistake and (past or not undated) else None
        spans = {place: (steps[place - 1].on - (steps[place - 2].on if place > 1 else begin)).days for place in past}
        # Before a text that came by no notice and long after the last there is room for a gap.
        wide = [place for place, span in spans.items() if span > 150 and not steps[place - 1].notice
                and not steps[place - 1].series and not (place == 1 and undated)]  # fmt: skip
        chance = dice.random()
        room = bool(past) and not ahead and (today - steps[-1].on).days > APART
        return Course(
            today=today,
            begin=begin,
            steps=tuple(steps),
            wrong=wrong,
            gap=dice.choice(wide) if wide and chance < 0.04 else None,
            unheld=dice.choice(wide) if wide and 0.04 <= chance < 0.06 else None,
            earlier=not undated and dice.random() < 0.12,
            undated=undated,
            lost=room and not ending and dice.random() < 0.02,
        )

    def step(self, job: Job, begin: date, dice: Random) -> Step:
        """Return a day of change: in about half of all cases one of a notice that came after the class began."""
        if dice.random() < 0.5:
            field = job.field.name if dice.random() < 0.4 else ""
            notices = self.notices.get(("past", field))
            notice = dice.choice(notices) if notices else None
            if notice and notice.effective_on > begin + timedelta(days=60):
                return Step(*notice_day(notice))
        return Step(day_in(dice, begin + timedelta(days=60), self.days(dice, -25, -25)))

    def step_ahead(self, dice: Random) -> Step:
        notices = self.notices["future", ""]
        return Step(*notice_day(dice.choice(notices))) if dice.random() < 0.6 else Step(self.days(dice, 6, 200))

    def ended(self, held: History, neighbours: list[History], dice: Random) -> History:
        """Abolish a class after its last text, at times on a day to come; classes that last take its work."""
        lasting = [
            each for each in neighbours if each.texts and not any(entry.kind == "abolished" for entry in each.entries)
        ]
        last = max(text.document.effective_from or date.min for text in held.texts)
        on = min(day_in(dice, last + timedelta(days=40), last + timedelta(days=900)), self.days(dice, 10, 150))
        return abolished(held, on, lasting, dice)


def unit_of(field: Field, turn: int) -> str | None:
    """Return the part of the organization that a round is about: none, a unit, a unit in a place; None when all are."""
    if turn == 0:
        return ""
    place, unit = divmod(turn - 1, len(field.units))
    if place > len(PLACES):
        return None
    return field.units[unit] if place == 0 else f"{field.units[unit]}, {PLACES[place - 1]}"


def notice_day(notice: Notice) -> tuple[date, Notice]:
    return notice.effective_on, notice


def day_between(dice: Random, first: int, last: int, today: date) -> date:
    """Return a day from `first` to `last` days after today; negative ones lie before it."""
    return today + timedelta(days=dice.randint(first, last))


def day_in(dice: Random, first: date, last: date) -> date:
    return first + timedelta(days=dice.randint(0, (last - first).days))
