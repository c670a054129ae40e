"""What a list shows of each class: a line, and where it answers to the words that were typed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
from django.db import connection

from classes.facts import Education, in_years
from classes.finding.columns import NEVER
from classes.finding.days import GONE, IN_FORCE, UNDATED, CatalogDay
from classes.finding.entries import COMPETENCY, FORMER
from classes.finding.expressions import WEIGHTS
from classes.finding.facets import STATUSES
from classes.finding.search import Answer
from classes.finding.words import Mark, Marker, Query
from classes.models import JobClass, SearchText
from classes.names import Name, NameHeld, former_names, full_name

CLASS_SHOWN = ("pk", "organization", "family", "series", "abolished")
LINES = f"SELECT entry_id, lines FROM {SearchText._meta.db_table} WHERE entry_id IN"
TEXT_SHOWN = ("begins", "grade", "education", "months")


@dataclass(frozen=True, slots=True)
class Line:
    """A class on a day, as a list shows it. `key` is "city/ci2787"."""

    pk: int
    key: str
    title: str
    code: str
    organization: str
    family: str
    series: str
    grade: str
    minimums: str
    since: date | None
    status: str
    text_held: bool
    abolished_on: date | None = None

    @property
    def address(self) -> str:
        return f"/classes/{self.key}/"

    @property
    def name(self) -> str:
        return full_name(self.title, self.code)

    @property
    def group(self) -> str:
        return self.family or self.series

    @property
    def since_words(self) -> str:
        return day_in_words(self.since) if self.since else ""


@lru_cache(maxsize=10_000)
def day_in_words(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


@dataclass(slots=True)
class Hit:
    """A line and why it is there: title and code with what was looked for marked, and where else that stands."""

    line: Line
    title: Sequence[Mark]
    code: Sequence[Mark]
    formerly: Name | None = None
    later: NameHeld | None = None  # the name of a text that is announced
    called: Sequence[Mark] = ()  # the one of these by which it was found
    saying: Sequence[Mark] = ()
    asks_for: Sequence[Mark] = ()
    successors: list[JobClass] = field(default_factory=list)

    @property
    def said(self) -> Sequence[Mark]:
        """Where the words stand that title and code do not have: a competency, or a line of the text."""
        return self.asks_for or self.saying


def lines(day: CatalogDay, rows: Iterable[int]) -> Iterator[Line]:
    """Yield the line of each of these classes: no query."""
    columns, at = day.columns, np.fromiter(rows, dtype=np.int64)
    titles, codes, grades, texts = columns.titles, columns.codes, columns.grades, columns.texts
    organizations, families, series = (
        columns.organizations.members,
        columns.families.members,
        columns.series.members,
    )
    statuses = {code: status.key for code, status in STATUSES.items()}
    theirs = {name: column[at].tolist() for name, column in columns.classes.items() if name in CLASS_SHOWN}
    text = day.text[at]
    held = {name: texts[name][text].tolist() if len(texts[name]) else [0] * len(at) for name in TEXT_SHOWN}
    told = zip(
        *(theirs[name] for name in CLASS_SHOWN),
        *(held[name] for name in TEXT_SHOWN),
        *(column[at].tolist() for column in (day.titles, day.codes, day.status)),
        at.tolist(),
        (text >= 0).tolist(),
        strict=True,
    )
    for pk, of, family, rungs, gone, begins, grade, education, months, title, code, status, row, has_text in told:
        organization = organizations[of]
        yield Line(
            pk=pk,
            key=f"{organization.key}/{columns.slug(row)}",
            title=titles[title],
            code=codes[code],
            organization=organization.label,
            family=families[family].label if family >= 0 else "",
            series=series[rungs].label if rungs >= 0 else "",
            grade=grades[grade] if has_text else "",
            minimums=minimums(education, months) if has_text else "",
            since=date.fromordinal(begins) if has_text and begins else None,
            status=statuses[status],
            text_held=has_text and status in (IN_FORCE, GONE, UNDATED),
            abolished_on=date.fromordinal(gone) if gone != NEVER else None,
        )


@lru_cache(maxsize=4_096)
def minimums(education: int, months: int) -> str:
    """Minimum education and experience in a few words, as `Specification.minimums` says them."""
    schooling = str(Education(education).label) if education else ""
    experience = "no experience" if months == 0 else in_years(months if months > 0 else None)
    return ", ".join(part for part in (schooling, experience) if part)


def hits(answer: Answer, rows: Sequence[int]) -> list[Hit]:
    """Return the lines of these classes with what was looked for marked: no query without words, else one at most."""
    found = [Hit(line, (Mark(line.title),), (Mark(line.code),)) for line in lines(answer.day, rows)]
    query = answer.question.query
    if not (answer.matches and query.terms):
        return found
    marker = answer.marker
    elsewhere: dict[int, Hit] = {}
    for row, hit in zip(rows, found, strict=True):
        hit.title, hit.code = marker.marked(hit.line.title, name=True), marker.marked(hit.line.code, name=True)
        if marker.lacking(hit.line.title, hit.line.code):
            elsewhere[int(row)] = hit
    tell_elsewhere(answer, marker, elsewhere)
    return found


def tell_elsewhere(answer: Answer, marker: Marker, wanting: dict[int, Hit]) -> None:
    """Tell where the words stand of classes whose name of today does not tell it: in a name of old, in one that is
    announced, in a competency that they ask for, in a line of their text. One query."""
    day = answer.day
    names = borne(day, may_stand(FORMER, answer, wanting))
    rest = dict(wanting)
    for row, known in names.items():
        hit = wanting[row]
        laid_down = former_names(hit.line.title, hit.line.code, *known, date.fromordinal(day.on))
        beside = hit.line.title, hit.line.code
        if former := next((name for name in laid_down if tells(marker, name)), None):
            hit.formerly = former.beside(*beside)
        elif later := next((name for name in known[0] if to_come(name, day) and tells(marker, name)), None):
            hit.later = later.beside(*beside)
        if other := hit.formerly or hit.later:
            hit.called = marker.marked(str(other), name=True)
            del rest[row]
    asked = competencies(day, may_stand(COMPETENCY, answer, rest))
    texts = said(day, rest)
    for row, hit in rest.items():
        named = next((name for name in asked.get(row, ()) if not marker.lacking(name)), "")
        if named:
            hit.asks_for = marker.marked(named, name=True)
        elif sentence := telling(marker, hit.line, texts.get(row, "")):
            hit.saying = marker.marked(shortened(sentence, marker))


def tells(marker: Marker, name: Name | NameHeld) -> bool:
    return not marker.lacking(name.title, name.code)


def to_come(name: NameHeld, day: CatalogDay) -> bool:
    return name.effective_from is not None and name.effective_from.toordinal() > day.on


def may_stand(tag: str, answer: Answer, rows: Iterable[int]) -> list[int]:
    """Return those of these classes that have each word in a name of this sort, or in one that tells more."""
    matches = answer.matches
    assert matches is not None
    if matches.loosely:  # the index was asked for names by whole words
        return list(rows)
    weight = WEIGHTS[tag]
    return [row for row in rows if matches.least[row] >= weight]


def telling(marker: Marker, line: Line, text: str) -> str:
    """Return the line of a text that tells best why it answers: rather than one that says again what the title says,
    one that has the words which the title lacks."""
    sentence = marker.sentence(text)
    lacking = marker.lacking(line.title, line.code)
    if len(lacking) == len(marker.query.terms):
        return sentence
    rest = Marker(Query(marker.query.typed, lacking))
    return sentence if len(rest.lacking(sentence)) < len(lacking) else rest.sentence(text) or sentence


def shortened(sentence: str, marker: Marker, most: int = 320) -> str:
    """Return a long sentence around the first word that was looked for, cut at spaces."""
    if len(sentence) <= most:
        return sentence
    first = marker.marked(sentence)[0]
    before = 0 if first.marked else len(first.text)
    start = max(0, min(before - most // 3, len(sentence) - most))
    start = sentence.find(" ", start) + 1 if start else 0
    end = sentence.rfind(" ", start, start + most) if start + most < len(sentence) else len(sentence)
    end = end if end > start else start + most
    return ("… " if start else "") + sentence[start:end] + (" …" if end < len(sentence) else "")


def borne(day: CatalogDay, rows: list[int]) -> dict[int, tuple[list[NameHeld], list[Name]]]:
    """Return the names of these classes: of their texts in order, and those that were only noted."""
    columns, texts = day.columns, day.columns.texts
    found: dict[int, tuple[list[NameHeld], list[Name]]] = {row: ([], []) for row in rows}
    for row, (held, _) in found.items():
        theirs = columns.texts_of(row)
        named = zip(*(texts[name][theirs].tolist() for name in ("title", "code", "begins", "ends")), strict=True)
        held += [
            NameHeld(
                columns.titles[title],
                columns.codes[code],
                date.fromordinal(begins) if begins else None,
                date.fromordinal(ends) if ends != NEVER else None,
            )
            for title, code, begins, ends in named
        ]
    for row, (_, noted) in found.items():
        for until, title, code in columns.noted.get(row, ()):
            noted.append(Name(columns.titles[title], columns.codes[code], date.fromordinal(until)))
    return found


def competencies(day: CatalogDay, rows: Iterable[int]) -> dict[int, list[str]]:
    """Return the names of the competencies that these classes ask for."""
    facet, members = day.facets["competency"], day.columns.competencies.members
    found: dict[int, list[str]] = {}
    for row in rows:
        start, end = facet.starts[row], facet.starts[row + 1]  # type: ignore[attr-defined]
        found[row] = [members[place].label for place in facet.places[start:end].tolist()]
    return found


def said(day: CatalogDay, rows: Iterable[int]) -> dict[int, str]:
    """Return the lines of the texts in force of these classes: one query, none where there is no text."""
    of_entry = {int(day.columns.texts["entry"][day.text[row]]): row for row in rows if day.text[row] >= 0}
    if not of_entry:
        return {}
    with connection.cursor() as cursor:  # as what it is asked for takes less time than to put the question together
        cursor.execute(f"{LINES} ({', '.join(map(str, of_entry))})")
        return {of_entry[entry]: text for entry, text in cursor.fetchall()}
