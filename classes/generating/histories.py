"""The years of a generated class: its texts with their intervals, and the entries that tell of them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from django.utils.text import slugify

from classes.document import Document
from classes.generating import changes, english
from classes.generating.changes import Change
from classes.generating.jobs import Job, Notice
from classes.generating.wording import Wording, document, experience, first_wording

APART = 21  # days at least between two texts of a class, so that a correction can come between
OPENINGS = ("New class.", "Class established.")
NOTED = (
    ("regraded", "Pay grade changed after a pay study."),
    ("revised", "Education requirement revised."),
    ("revised", "Essential duties revised."),
    ("revised", "Licensure and background checks revised."),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A revision. `corrects` is the number of the one whose mistake it mends, which is then `corrected`."""

    document: Document
    effective_to: date | None
    published_at: datetime
    corrects: int | None = None
    corrected: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the history; without a `revision` it is noted only."""

    kind: str
    effective_on: date
    note: str
    recorded_by: str = ""
    adopted_on: date | None = None
    notice: Notice | None = None
    minor: bool = False
    revision: int | None = None


@dataclass(frozen=True, slots=True)
class FormerName:
    title: str
    code: str
    until: date


@dataclass(frozen=True, slots=True)
class History:
    """A class and all that happened to it. `successors` are addresses of classes of the same organization."""

    job: Job
    title: str
    code: str
    listed: bool = False
    abolished_on: date | None = None
    successors: tuple[str, ...] = ()
    texts: tuple[Text, ...] = ()
    entries: tuple[Entry, ...] = ()
    former_names: tuple[FormerName, ...] = ()

    @property
    def slug(self) -> str:
        return slugify(self.code or self.title)[:120]


@dataclass(frozen=True, slots=True)
class Step:
    """A day on which a class gets another text, and why: a notice, a change of the whole series, or its own account."""

    on: date
    notice: Notice | None = None
    series: changes.Maker | None = None


@dataclass(frozen=True, slots=True)
class Course:
    """What is settled about a class before its texts are composed."""

    today: date
    begin: date
    steps: tuple[Step, ...]
    wrong: int | None = None  # the step whose text had a mistake; 0 is the first text
    gap: int | None = None  # the step before which the class was abolished for a time
    unheld: int | None = None  # the step before which a text applied that is not held
    earlier: bool = False  # events are noted from before the first text
    undated: bool = False
    lost: bool = False  # after the last text a change is noted whose text is not held
    renamed: str = ""  # "retitled" or "recoded" with its series


def history(job: Job, course: Course, dice: Random) -> History:
    """Compose the texts and entries of a class that has texts."""
    first = replace(
        job,
        titles=job.former_titles if course.renamed == "retitled" else job.titles,
        code=job.former_code if course.renamed == "recoded" else job.code,
    )
    writer = Writer(job, course, dice)
    wording = first_wording(first, dice)
    if course.earlier:
        writer.note_earlier()
    opening = Change(
        wording,
        "revised" if course.earlier else "established",
        "Specification rewritten in a new form."
        if course.earlier
        else dice.choice(("New class.", "Class established.")),
    )
    writer.publish(0, None if course.undated else course.begin, opening, None)
    for place, step in enumerate(course.steps, start=1):
        change, notice = changed(wording, job, step, dice)
        wording = change.wording
        if place == course.gap:
            writer.interrupt(step.on, "abolished", "Abolished; work assigned to other classes.")
            change = replace(change, kind="reinstated", note=f"Reinstated. {change.note}", minor=False)
        elif place == course.unheld:
            writer.interrupt(step.on, *dice.choice(NOTED))
        writer.publish(place, step.on, change, notice)
    if course.lost:
        writer.lose()
    held = [text for text in writer.texts if not text.corrected]
    begun = [text for text in held if (text.document.effective_from or date.min) <= course.today]
    named = (begun or held)[-1].document
    return History(
        job, named.title, named.code, texts=tuple(writer.texts), entries=tuple(writer.entries),
        former_names=tuple(writer.former_names),
    )  # fmt: skip


def unheld_history(job: Job, begin: date, dice: Random) -> History:
    """A class that is listed without a text; some bear no code."""
    entries = (Entry("established", begin, "", dice.choice(job.employer.initials)),) if dice.random() < 0.6 else ()
    return History(job, job.title, job.code if dice.random() < 0.5 else "", listed=True, entries=entries)


def abolished(held: History, on: date, successors: list[History], dice: Random) -> History:
    """End a class: its last text ends on the day `on`, and its work goes to its successors."""
    titles = english.listed([successor.title for successor in successors]) if successors else ""
    note = f"Abolished; positions moved to {titles}." if titles else "Abolished; work no longer performed."
    last = max(text.document.effective_from or date.min for text in held.texts)
    texts = tuple(
        replace(text, effective_to=on) if (text.document.effective_from or date.min) == last else text
        for text in held.texts
    )
    entry = Entry("abolished", on, note, dice.choice(held.job.employer.initials))
    return replace(
        held, abolished_on=on, texts=texts, entries=(*held.entries, entry),
        successors=tuple(successor.slug for successor in successors),
    )  # fmt: skip


def changed(wording: Wording, job: Job, step: Step, dice: Random) -> tuple[Change, Notice | None]:
    """Return the change of a step, with its notice if that had anything to change."""
    if step.series:
        change = step.series(wording, job, dice)
        if change:
            return change, step.notice
    elif step.notice:
        change = changes.NOTICED[step.notice.change](wording, job, dice)
        if change:
            return replace(change, note=f"{change.note[:-1]} by {step.notice.number}."), step.notice
    return changes.own_change(wording, job, dice), None


def mistaken(right: Wording, job: Job, dice: Random) -> tuple[Wording, str]:
    """Return the text with a mistake in it, and what the history says of its correction."""
    if right.months and dice.random() < 0.4:
        months = right.months + 24  # farther off than any revision goes, so it never is what stood before
        wrong = replace(right, months=months, experience=experience(job, months))
        return wrong, f"Corrects the experience requirement, which was printed as {months // 12} years."
    if len(right.duties) > 7 and dice.random() < 0.5:
        return replace(right, duties=right.duties[1:]), "Restores an essential duty that was left out by mistake."
    grade = job.employer.grade(right.grade + 3)
    wrong = replace(right, pay_grade=grade)
    return wrong, f"Corrects the pay grade, which was printed as {grade} instead of {right.pay_grade}."


class Writer:
    """Writes down one class's texts and entries in the order of their days."""

    def __init__(self, job: Job, course: Course, dice: Random) -> None:
        self.job = job
        self.course = course
        self.dice = dice
        self.texts: list[Text] = []
        self.entries: list[Entry] = []
        self.former_names: list[FormerName] = []

    def publish(self, place: int, on: date | None, change: Change, notice: Notice | None) -> None:
        """Add the text of a step with its entry; where it had a mistake, the wrong one and then its correction."""
        if on is not None:
            self.end(on)
        revision = len(self.texts) + 1
        day = min(on or self.course.steps[0].on, self.course.today) - timedelta(days=self.dice.randint(1, 9))
        correction = ""
        if place == self.course.wrong:
            wording, correction = mistaken(change.wording, self.job, self.dice)
            self.texts.append(Text(document(wording, revision, on), None, self.moment(day), corrected=True))
            right = document(change.wording, revision + 1, on)
            later = self.moment((on or day) + timedelta(days=self.dice.randint(8, APART - 2)))
            self.texts.append(Text(right, None, later, corrects=revision))
        else:
            self.texts.append(Text(document(change.wording, revision, on), None, self.moment(day)))
        if on is None:
            return  # the source bears no date, so no day can be told
        entry = self.entry(change.kind, on, change.note, revision, notice)
        self.entries.append(replace(entry, minor=change.minor))
        if correction:
            self.entries.append(self.entry("corrected", on, correction, revision + 1))

    def entry(self, kind: str, on: date, note: str, revision: int | None = None, notice: Notice | None = None) -> Entry:
        initials = self.dice.choice(self.job.employer.initials) if self.dice.random() < 0.85 else ""
        decided = notice is None and self.dice.random() < 0.3
        adopted_on = on - timedelta(days=self.dice.randint(7, 40)) if decided else None
        return Entry(kind, on, note, initials, adopted_on, notice, revision=revision)

    def end(self, on: date) -> None:
        """End the texts that have no end, the last one and the one that it corrected."""
        self.texts = [text if text.effective_to else replace(text, effective_to=on) for text in self.texts]

    def interrupt(self, until: date, kind: str, note: str) -> None:
        """Let the text in force end before the day `until`, by an event of which no text is held."""
        begun = self.texts[-1].document.effective_from or self.course.begin
        on = begun + timedelta(days=self.dice.randint(APART, (until - begun).days - 2))
        self.end(on)
        self.entries.append(self.entry(kind, on, note))

    def lose(self) -> None:
        """Note a change after the last text, so that no text is held today."""
        last = self.course.steps[-1].on
        on = last + timedelta(days=self.dice.randint(APART, (self.course.today - last).days))
        self.end(on)
        self.entries.append(self.entry(*reordered(self.dice.choice(NOTED), on)))

    def note_earlier(self) -> None:
        """Note what happened before the first text; a name of that time is known from here alone."""
        established = self.course.begin - timedelta(days=self.dice.randint(1200, 2600))
        self.entries.append(self.entry("established", established, ""))
        on = self.course.begin - timedelta(days=self.dice.randint(100, 900))
        kinds = [kind for kind in ("retitled", "recoded") if self.course.renamed == ""] or ["revised"]
        kind = self.dice.choice([*kinds, "revised", "regraded"])
        if kind == "retitled":
            note = f"Title changed from {self.job.former_title} to {self.job.title}."
            self.former_names.append(FormerName(self.job.former_title, self.job.code, on))
        elif kind == "recoded":
            note = f"Class code changed from {self.job.former_code} to {self.job.code}."
            self.former_names.append(FormerName(self.job.title, self.job.former_code, on))
        else:
            note = self.dice.choice([text for named, text in NOTED if named == kind])
        self.entries.append(self.entry(kind, on, note))

    def moment(self, day: date) -> datetime:
        return datetime.combine(day, time(self.dice.randint(14, 21), self.dice.randint(0, 59)), UTC)


def reordered(noted: tuple[str, str], on: date) -> tuple[str, date, str]:
    kind, note = noted
    return kind, on, note
