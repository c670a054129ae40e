"""Catalogs for tests of search, and what the columns tell of one whatever the order of their rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from random import Random
from typing import Any

from classes.facts import Education, PhysicalDemand
from classes.finding import index
from classes.finding.columns import Columns, Table
from classes.models import JobClass
from classes.publishing import Event, abolish, publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_family,
    make_framework,
    make_organization,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)


def told(columns: Columns) -> dict[str, Any]:
    """All that columns tell, with names in the place of places: equal for equal catalogs."""
    pks = columns.classes["pk"].tolist()

    def rows(table: Table, **strings: list[str]) -> list[dict[str, Any]]:
        found = []
        for at in range(len(next(iter(table.values())))):
            read = {name: column[at].item() for name, column in table.items()}
            read |= {name: held[read[name]] for name, held in strings.items()}
            found.append(read | ({"of": pks[read["of"]]} if "of" in read else {}))
        return sorted(found, key=repr)

    classes = rows(columns.classes, title=columns.titles, code=columns.codes)
    slugs = {pk: columns.slug(row) for row, pk in enumerate(pks)}
    return {
        "version": columns.version,
        "last entry": columns.last_entry,
        "classes": [each | {"slug": slugs[each["pk"]]} for each in classes],
        "texts": rows(columns.texts, title=columns.titles, code=columns.codes, grade=columns.grades, flsa=columns.flsa),
        "asked": sorted(asked(columns).items()),
        "events": rows(columns.events),
        "former": sorted(
            (pks[of], until, columns.titles[title], columns.codes[code]) for of, until, title, code in columns.former
        ),
        "groups": [
            (groups.members, groups.places)
            for groups in (columns.organizations, columns.families, columns.series, columns.competencies)
        ],
    }


def asked(columns: Columns) -> dict[int, list[str]]:
    """The competencies that each text asks for, by its primary key."""
    keys = [group.key for group in columns.competencies.members]
    found, end = {}, 0
    for pk, asks in zip(columns.texts["pk"].tolist(), columns.texts["asks"].tolist(), strict=True):
        start, end = end, end + asks
        found[pk] = [keys[place] for place in columns.asked[start:end].tolist()]
    assert end == len(columns.asked)
    return found


@dataclass
class Known:
    """A class as whoever made it knows it: by the key of each value of each facet that it has."""

    title: str
    code: str
    grade: str = ""
    since: date | None = None
    words: set[str] = field(default_factory=set)
    values: dict[str, set[str]] = field(default_factory=dict)


EXPERIENCE = {
    0: "none",
    6: "under-2",
    23: "under-2",
    24: "2-3",
    47: "2-3",
    48: "4-5",
    72: "6-9",
    120: "10-up",
    300: "10-up",
}
REQUIREMENTS = ("education", "experience", "licensure", "background_check", "equivalency", "assessment")
TITLES = ("Planner", "Budget Analyst", "Budget Planner", "Clerk", "Äbtissin", "2nd Clerk", "Zoo Keeper")
DUTIES = ("Plans budgets.", "Files letters.", "Plans and files.", "Feeds animals.", "Supervises clerks.")


def census(count: int = 40, seed: int = 7) -> dict[int, Known]:
    """Make classes of every sort, by chance but the same each time; return what is known of each by its primary key.

    The values of text facets are those of the text in force on June 15, 2026.
    """
    chance = Random(seed)
    employers = [make_organization(slug, name=slug.title()) for slug in ("county", "town")]
    groups = {
        each: (
            [make_family(each, slug=slug) for slug in ("a", "b")],
            [make_series(each, slug=slug) for slug in ("a", "b")],
        )
        for each in employers
    }
    framework = make_framework("state", levels=("Low", "High"))
    competencies = [make_competency(framework, name) for name in ("Tact", "Coaching", "Planning")]
    found = {}
    for number in range(count):
        employer = chance.choice(employers)
        families, series = groups[employer]
        family, rung = chance.choice([None, *families]), chance.choice([None, *series])
        known = Known(chance.choice(TITLES), chance.choice(["", f"C{number}", f"C{number}0"]))
        known.words = set(known.title.lower().split())
        known.values = {
            "organization": {employer.slug},
            "family": {f"{employer.slug}/{family.slug}"} if family else set(),
            "series": {f"{employer.slug}/{rung.slug}"} if rung else set(),
        }
        job_class = make_class(
            employer,
            title=known.title,
            code=known.code,
            slug=f"class-{number}",
            family=family,
            series=rung,
            series_rank=number + 1 if rung else None,
        )
        known.values["status"] = {fate(job_class, known, competencies, chance)}
        found[job_class.pk] = known
    for _ in index.fill():
        pass
    return found


def fate(job_class: JobClass, known: Known, competencies: list[Any], chance: Random) -> str:
    """Give a class a text in force or not, one that is announced or not, an end or none; return its status."""
    status = chance.choice(["in-force"] * 6 + ["announced", "no-text", "abolished"])
    if status in {"in-force", "abolished"}:
        write(job_class, known if status == "in-force" else Known("", ""), competencies, chance)
    if status == "announced":
        write(job_class, Known("", ""), competencies, chance, date(2026, 6, 16))
    if status == "abolished":
        abolish(job_class, date(2026, 6, 15), Event("abolished"))
    return status


def write(
    job_class: JobClass, known: Known, competencies: list[Any], chance: Random, since: date = date(2020, 1, 1)
) -> None:
    """Publish a text of a class, and write down what it says."""
    known.grade, known.since = chance.choice(["", "G-1", "G-2", "G-10"]), since
    flsa, education = chance.choice(["", "E", "N"]), chance.choice([None, *Education])
    months, demand = chance.choice([None, *EXPERIENCE]), chance.choice([None, *PhysicalDemand])
    draft = make_draft(
        job_class,
        effective_from=since,
        pay_grade=known.grade,
        flsa_code=flsa,
        minimum_education=education,
        minimum_experience_months=months,
        physical_demand=demand,
    )
    duty = chance.choice(DUTIES)
    known.words |= set(duty.lower().strip(".").split())
    make_section(draft, position=1, body=duty)
    stated = chance.sample(REQUIREMENTS, chance.randrange(3))
    for position, kind in enumerate(REQUIREMENTS, start=2):
        said = kind in stated
        make_section(draft, position=position, kind=kind, heading=kind, body="" if said else "None")
        if said:
            make_requirement(draft, kind=kind, text="As printed.")
    asked, leveled = chance.sample(competencies, chance.randrange(3)), chance.random() < 0.5
    if asked:
        make_section(draft, position=20, kind="competencies", heading="Competencies", body="")
    for competency in asked:
        require_competency(draft, competency, {"low": "Asks.", "high": "Tells."} if leveled else {})
        known.words.add(competency.name.lower())
    publish(draft)
    known.values |= {
        "grade": {known.grade} - {""},
        "flsa": {flsa} - {""},
        "education": {education.name.lower().replace("_", "-")} if education else set(),
        "experience": set() if months is None else {EXPERIENCE[months]},
        "demand": {str(demand.value)} if demand else set(),
        "levels": {"yes" if asked and leveled else "no"},
        "requires": {kind.replace("_", "-") for kind in stated},
        "competency": {f"state/{competency.slug}" for competency in asked},
    }
