"""What a list shows of every public class and text, in memory, as arrays: the whole catalog without a query.

A row of `classes` is a class, a row of `texts` a published text that was not corrected; texts name their class by its
row. Strings stand once in a list and are named by their place in it. Days are proleptic ordinals; a text without a
beginning begins on day 0, one without an end ends on `NEVER`. 100,000 classes with 300,000 texts take about 45 MB.

`current()` brings the arrays up to the version of the catalog. After an act of publishing only the classes that it
touched are read again, by their new search entries; after anything else all is read anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection

from classes import versions
from classes.finding.strings import Strings, naturally, plainly

NEVER = 9_999_999
ESTABLISHED, ABOLISHED, REINSTATED = 1, 2, 3
CHUNK = 1_000
MOST_AT_ONCE = 2_000  # classes read again one by one; if more have changed, all is read anew

Table = dict[str, np.ndarray]


@dataclass(frozen=True, slots=True)
class Value:
    """What classes can be sorted by, an organization or a series say: as an address writes it, as it reads, and what
    it belongs to where names are not enough."""

    key: str
    label: str
    within: str = ""


@dataclass(frozen=True)
class Groups:
    """Organizations, families, series or competencies by name, and the place of each by its primary key."""

    members: list[Value] = field(default_factory=list)
    places: dict[int, int] = field(default_factory=dict)

    @cached_property
    def by_key(self) -> dict[str, int]:
        return {group.key: place for place, group in enumerate(self.members)}


@dataclass(frozen=True)
class Columns:
    """The catalog at one version. Arrays are never changed, only replaced."""

    version: versions.Version
    last_entry: int
    classes: Table
    texts: Table
    asked: np.ndarray  # the competencies that texts ask for, text by text: as many of each as it `asks`
    events: Table
    former: list[tuple[int, int, int, int]]  # class row, until, title, code
    slugs: list[str]  # empty where it is the code in lower case
    titles: Strings
    codes: Strings
    grades: Strings
    flsa: Strings
    organizations: Groups
    families: Groups
    series: Groups
    competencies: Groups

    def slug(self, row: int) -> str:
        return self.slugs[row] or self.codes[self.classes["code"][row]].lower()

    @cached_property
    def noted(self) -> dict[int, list[tuple[int, int, int]]]:
        """The names that were only noted, by the row of their class: until when, title, code."""
        found: dict[int, list[tuple[int, int, int]]] = {}
        for of, until, title, code in self.former:
            found.setdefault(of, []).append((until, title, code))
        return found

    def texts_of(self, row: int) -> np.ndarray:
        """The rows of the texts of a class, in the order in which they apply."""
        order, starts = self._by_class
        return order[starts[row] : starts[row + 1]]

    @cached_property
    def _by_class(self) -> tuple[np.ndarray, np.ndarray]:
        """All texts by class, then by their first day; and where those of each class begin, at last where all end."""
        of = self.texts["of"]
        order = np.lexsort((self.texts["begins"], of)).astype(np.int32)
        return order, np.searchsorted(of[order], np.arange(len(self.classes["pk"]) + 1)).astype(np.int32)

    @cached_property
    def _by_pk(self) -> np.ndarray:
        """All rows by primary key. A class comes last that became public last, long as its draft may have waited."""
        return np.argsort(self.classes["pk"], kind="stable")

    def rows_of(self, keys: Sequence[int]) -> np.ndarray:
        """The rows of these classes, by primary key; -1 for one that is not here."""
        held, wanted = self.classes["pk"], np.asarray(keys, dtype=np.int32)
        if not len(held):
            return np.full(len(wanted), -1, dtype=np.int32)
        rows = self._by_pk[np.minimum(np.searchsorted(held, wanted, sorter=self._by_pk), len(held) - 1)]
        return np.where(held[rows] == wanted, rows, -1).astype(np.int32)


# --- Up to date ----------------------------------------------------------------------------------

_lock = Lock()
_held: Columns | None = None


def current() -> Columns:
    """Return the columns of the catalog as it stands: one query where nothing has changed."""
    global _held
    version = versions.current()
    held = _held
    if held and held.version.number == version.number and version.number:
        return held
    with _lock:
        held = _held
        if held is None or held.version.number != version.number or not version.number:
            _held = held = brought_up(held, version)
        return held


def brought_up(held: Columns | None, version: versions.Version) -> Columns:
    """Read what is new. Where somebody adds an organization or class in the midst of it, begin again."""
    for _ in range(5):
        try:
            changed = changed_since(held, version) if held else None
            return load(version) if held is None or changed is None else refresh(held, version, changed)
        except KeyError:
            held, version = None, versions.current()
    return load(version)


def forget() -> None:
    global _held
    _held = None


def changed_since(held: Columns, version: versions.Version) -> list[int] | None:
    """Return the classes whose entries are new; None where more may have changed than entries tell."""
    if version.whole != held.version.whole or not version.number:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT job_class_id FROM classes_searchentry WHERE id > %s", [held.last_entry])
        changed = [pk for (pk,) in cursor.fetchall()]
    return changed if len(changed) <= MOST_AT_ONCE else None


def load(version: versions.Version) -> Columns:
    """Read everything: nine queries."""
    empty = Columns(
        version=version,
        last_entry=0,
        classes={name: np.zeros(0, kind) for name, kind in CLASS.items()},
        texts={name: np.zeros(0, kind) for name, kind in TEXT.items()},
        asked=np.zeros(0, PLACE),
        events={name: np.zeros(0, kind) for name, kind in EVENT.items()},
        former=[],
        slugs=[],
        titles=Strings(plainly),
        codes=Strings(naturally),
        grades=Strings(naturally),
        flsa=Strings(naturally),
        organizations=groups("SELECT id, slug, name, '' FROM classes_organization ORDER BY name, id"),
        families=groups(within("classes_jobfamily", "classes_organization", "organization_id")),
        series=groups(within("classes_classseries", "classes_organization", "organization_id")),
        competencies=groups(within("competencies_competency", "competencies_framework", "framework_id")),
    )
    empty.grades.place("")
    empty.flsa.place("")
    return read(empty, version, None)


def refresh(held: Columns, version: versions.Version, changed: list[int]) -> Columns:
    """Read these classes again: six queries."""
    if not changed:
        return replace(held, version=version)
    known = held.rows_of(changed)
    texts = np.isin(held.texts["of"], known, invert=True)
    kept = replace(
        held,
        texts=only(held.texts, texts),
        asked=held.asked[np.repeat(texts, held.texts["asks"])],
        events=only(held.events, np.isin(held.events["of"], known, invert=True)),
        former=[each for each in held.former if each[0] not in set(known.tolist())],
    )
    return read(kept, version, changed)


def only(table: Table, kept: np.ndarray) -> Table:
    return {name: column[kept] for name, column in table.items()}


# --- Reading -------------------------------------------------------------------------------------

CLASS = {
    "pk": np.int32,
    "organization": np.int32,
    "family": np.int32,
    "series": np.int32,
    "rung": np.int16,
    "abolished": np.int32,
    "title": np.int32,
    "code": np.int32,
    "entry": np.int32,
    "lasting": np.bool_,
}
TEXT = {
    "of": np.int32,
    "pk": np.int32,
    "entry": np.int32,
    "begins": np.int32,
    "ends": np.int32,
    "title": np.int32,
    "code": np.int32,
    "grade": np.int32,
    "flsa": np.int32,
    "education": np.int8,
    "months": np.int16,
    "demand": np.int8,
    "kinds": np.int32,
    "levels": np.int8,
    "asks": np.int16,
    "lasting": np.bool_,
}
PLACE = np.int16  # of a competency
EVENT = {"of": np.int32, "kind": np.int8, "day": np.int32}


def read(held: Columns, version: versions.Version, classes: list[int] | None) -> Columns:
    """Add the rows of these classes, of all where None, to what is held of the others."""
    last = one("SELECT coalesce(max(id), 0) FROM classes_searchentry")
    slugs = list(held.slugs)
    table = read_classes(held, slugs, classes)
    held = replace(held, version=version, last_entry=last, classes=table, slugs=slugs)
    texts, asked = read_texts(held, classes)
    found = replace(
        held,
        texts=joined(held.texts, texts),
        asked=np.concatenate([held.asked, asked]),
        events=joined(held.events, read_events(held, classes)),
        former=held.former + read_former(held, classes),
    )
    for strings in (held.titles, held.codes, held.grades, held.flsa):
        strings.settle()
    return found


def read_classes(held: Columns, slugs: list[str], classes: list[int] | None) -> Table:
    """Return the table of classes with these put in: a known class keeps its row."""
    table, added = held.classes, Rows(CLASS)
    statement = (
        f"SELECT c.id, c.organization_id, c.family_id, c.series_id, c.series_rank, {days('c.abolished_on')}, c.title, "
        "c.code, c.slug, e.id, e.lasting FROM classes_jobclass c LEFT JOIN classes_searchentry e "
        "ON e.job_class_id = c.id AND +e.specification_id IS NULL "  # with the sign SQLite goes by the class
        "WHERE (c.listed OR EXISTS (SELECT 1 FROM classes_specification s WHERE "
        f"s.job_class_id = c.id AND s.status = 'published')){among('c.id', classes)} ORDER BY c.id"
    )
    for chunk in chunks(statement):
        pks, organizations, families, series, rungs, abolished, titles, codes, addresses, entries, lasting = chunk
        new = {
            "pk": pks,
            "organization": [held.organizations.places[pk] for pk in organizations],
            "family": [held.families.places.get(pk, -1) for pk in families],
            "series": [held.series.places.get(pk, -1) for pk in series],
            "rung": [rung or 0 for rung in rungs],
            "abolished": [NEVER if day is None else day for day in abolished],
            "title": [held.titles.place(title) for title in titles],
            "code": [held.codes.place(code) for code in codes],
            "entry": [entry or 0 for entry in entries],
            "lasting": [bool(each) for each in lasting],
        }
        arrays: Table = {name: np.array(new[name], dtype=kind) for name, kind in CLASS.items()}
        rows = held.rows_of(pks)
        again = rows >= 0
        table = {name: put(column, rows[again], arrays[name][again]) for name, column in table.items()}
        for row, code, address in zip(rows.tolist(), codes, addresses, strict=True):
            address = "" if address == code.lower() else address
            if row >= 0:
                slugs[row] = address
            else:
                slugs.append(address)
        added.add(*only(arrays, ~again).values())
    return joined(table, added.table())


def put(column: np.ndarray, rows: np.ndarray, values: np.ndarray) -> np.ndarray:
    if not len(rows):
        return column
    changed = column.copy()
    changed[rows] = values
    return changed


def read_texts(held: Columns, classes: list[int] | None) -> tuple[Table, np.ndarray]:
    texts, asked = Rows(TEXT), Rows({"competency": PLACE})
    places = held.competencies.places  # one that came since they were read is a KeyError, as a class is
    statement = (
        f"SELECT s.job_class_id, s.id, e.id, {days('s.effective_from')}, {days('s.effective_to')}, s.title, s.code, "
        "s.pay_grade, s.flsa_code, s.minimum_education, s.minimum_experience_months, s.physical_demand, e.kinds, "
        "e.levels, e.competencies, e.lasting FROM classes_specification s LEFT JOIN classes_searchentry e "
        "ON e.specification_id = s.id WHERE s.status = 'published' AND NOT s.corrected"
        f"{among('s.job_class_id', classes)}"
    )
    for chunk in chunks(statement):
        of = held.rows_of(chunk[0])
        if (of < 0).any():
            raise KeyError("a class that came since the classes were read")
        wanted = [[places[int(pk)] for pk in each.split()] if each else () for each in chunk[14]]
        texts.add(
            of,
            chunk[1],
            [each or 0 for each in chunk[2]],
            [each or 0 for each in chunk[3]],
            [NEVER if each is None else each for each in chunk[4]],
            [held.titles.place(each) for each in chunk[5]],
            [held.codes.place(each) for each in chunk[6]],
            [held.grades.place(each) for each in chunk[7]],
            [held.flsa.place(each) for each in chunk[8]],
            [each or 0 for each in chunk[9]],
            [-1 if each is None else each for each in chunk[10]],
            [each or 0 for each in chunk[11]],
            [each or 0 for each in chunk[12]],
            [each or 0 for each in chunk[13]],
            [len(each) for each in wanted],
            [bool(each) for each in chunk[15]],
        )
        asked.add([place for each in wanted for place in each])
    return texts.table(), asked.table()["competency"]


def read_events(held: Columns, classes: list[int] | None) -> Table:
    events = Rows(EVENT)
    statement = (
        "SELECT job_class_id, CASE kind WHEN 'established' THEN 1 WHEN 'abolished' THEN 2 ELSE 3 END, "
        f"{days('effective_on')} FROM classes_historyentry WHERE kind IN ('established', 'abolished', 'reinstated')"
        f"{among('job_class_id', classes)}"
    )
    for of, kinds, on in chunks(statement):
        rows = held.rows_of(of)
        public = rows >= 0
        events.add(rows[public], np.array(kinds)[public], np.array(on)[public])
    return events.table()


def read_former(held: Columns, classes: list[int] | None) -> list[tuple[int, int, int, int]]:
    titles, codes = held.titles, held.codes
    statement = (
        f"SELECT job_class_id, {days('until')}, title, code FROM classes_formername WHERE 1 = 1"
        f"{among('job_class_id', classes)}"
    )
    return [
        (row, until, titles.place(title), codes.place(code))
        for of, *chunk in chunks(statement)
        for row, until, title, code in zip(held.rows_of(of).tolist(), *chunk, strict=True)
        if row >= 0
    ]


class Rows:
    """Arrays that come piece by piece, with room for more: many small ones would leave holes in the memory."""

    def __init__(self, kinds: dict[str, Any]) -> None:
        self.size = 0
        self.columns: Table = {name: np.empty(0, kind) for name, kind in kinds.items()}

    def add(self, *pieces: Any) -> None:
        start, self.size = self.size, self.size + len(pieces[0])
        for column, piece in zip(self.columns.values(), pieces, strict=True):
            if self.size > len(column):
                column.resize(self.size + self.size // 8, refcheck=False)
            column[start : self.size] = piece

    def table(self) -> Table:
        """The arrays without the room that was left. Nothing can be added after that."""
        for column in self.columns.values():
            column.resize(self.size, refcheck=False)
        return self.columns


def joined(*tables: Table) -> Table:
    filled = [table for table in tables if len(next(iter(table.values())))] or [tables[0]]
    if len(filled) == 1:
        return filled[0]
    return {name: np.concatenate([table[name] for table in filled]) for name in filled[0]}


def chunks(statement: str) -> Iterator[list[Any]]:
    """Yield the columns of what a query finds, some thousand rows at a time."""
    with connection.chunked_cursor() as cursor:  # the server keeps the rest, not this process
        cursor.execute(statement)
        while rows := cursor.fetchmany(CHUNK):
            yield list(zip(*rows, strict=True))


def one(statement: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


def days(column: str) -> str:
    """SQL for a date as an ordinal, which arrays can hold."""
    if connection.vendor == "postgresql":
        return f"{column} - DATE '0001-01-01' + 1"
    return f"CAST(julianday({column}) - 1721424.5 AS INTEGER)"


def among(column: str, classes: list[int] | None) -> str:
    return "" if classes is None else f" AND {column} IN ({', '.join(str(int(pk)) for pk in classes)})"


def within(table: str, owners: str, owner: str) -> str:
    return (
        f"SELECT g.id, o.slug || '/' || g.slug, g.name, o.name FROM {table} g JOIN {owners} o ON o.id = g.{owner} "
        "ORDER BY g.name, o.name, g.id"
    )


def groups(statement: str) -> Groups:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        rows: Iterable[tuple[int, str, str, str]] = cursor.fetchall()
    found = Groups()
    owners: dict[str, str] = {}  # each name once
    for place, (pk, key, name, owner) in enumerate(rows):
        found.members.append(Value(key, name, owners.setdefault(owner, owner)))
        found.places[pk] = place
    return found
