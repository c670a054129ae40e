"""The version of the catalog: a number that goes up with every change of what the public sees.

What was made under a number is right as long as the number stands, in every process: see `classes.caching`. One row
holds it, and whoever changes something public locks that row until the change is committed. So changes are committed
in the order of their numbers, and no number is ever seen before the change that it tells of, or after it.

A reader asks for the number first and for the rows after it. Where a change is committed between the two, new rows
are kept under the old number, which nobody asks for any more. The other way round old rows would be kept under the
new number, for good.

Acts say so themselves, with `one_act`. Everything else that changes what the public sees is noticed by triggers: of
the narrow tables (NARROW) every statement, of specifications those that touch a published one; the rows that they own
change by acts and repairs only, see `classes.guard`. A draft that is saved changes nothing that the public sees.

On PostgreSQL the triggers are of statements and come before them, so the version is locked before any other row, as
in acts, and two who change things at once wait for each other instead of each for what the other holds. SQLite has
triggers of rows only, and lets one transaction write at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from classes import triggers

TABLE = "classes_catalogversion"
TEXTS = "classes_specification"

# The tables of which every row is public, or tells of what is.
NARROW = (
    "classes_organization",
    "classes_jobfamily",
    "classes_classseries",
    "classes_jobclass",
    "classes_jobclass_successors",
    "classes_changenotice",
    "classes_historyentry",
    "classes_formername",
    "competencies_framework",
    "competencies_level",
    "competencies_competency",
)
# A second later than the last change at least, so that a date in whole seconds tells changes apart.
LATER = {
    "postgresql": "GREATEST(clock_timestamp(), changed_at + interval '1 second')",
    "sqlite": "max(strftime('%Y-%m-%d %H:%M:%f', 'now'), strftime('%Y-%m-%d %H:%M:%f', changed_at, '+1 second'))",
}


class Version(NamedTuple):
    """How often the catalog has changed; `whole` is the last number of which search entries do not tell."""

    number: int
    whole: int
    changed_at: datetime


# What stands where the row is missing: nothing is kept under it, and `check_catalog` tells of it.
UNKNOWN = Version(0, 0, datetime(1970, 1, 1, tzinfo=UTC))


@dataclass
class Act:
    """What is under way. Set `changed` to False where it turned out that there was nothing to do.

    `touched` are the classes (primary keys) that it changes: their search entries are made anew at its end.
    """

    whole: bool
    changed: bool = True
    touched: set[int] = field(default_factory=set)


def current() -> Version:
    """Return the version as it is now: one query, past the ORM, which would take three times as long.

    It is the first that a page asks, so on a connection that was kept open it takes the place of Django's own
    question whether the other end is still there: where it is not, a new connection is made and asked.
    """
    database = transaction.get_connection()
    if database.connection is None or database.in_atomic_block:
        return read(database)
    database.health_check_done = True
    try:
        return read(database)
    except (OperationalError, InterfaceError):
        if database.is_usable():
            raise
        database.close()
        return read(database)


def read(database: BaseDatabaseWrapper = connection) -> Version:
    with database.cursor() as cursor:
        cursor.execute("SELECT number, whole, changed_at FROM classes_catalogversion")
        row = cursor.fetchone()
    if row is None:
        return UNKNOWN
    number, whole, changed_at = row
    return Version(number, whole, changed_at if changed_at.tzinfo else changed_at.replace(tzinfo=UTC))


@contextmanager
def one_act(whole: bool = False) -> Iterator[Act]:
    """Do something that changes what the public sees, in one transaction, which counts as one change. Two queries.

    The version is locked first of all, until the transaction ends: on PostgreSQL whoever publishes waits for whoever
    does, and readers wait for nobody. An act within an act belongs to it, and is counted with it. `whole` says that
    search entries do not tell of all that changed.
    """
    database: Any = transaction.get_connection()
    with transaction.atomic():
        outer: Act | None = getattr(database, "catalog_act", None)
        if outer:
            yield replace(outer)
            return
        act = database.catalog_act = Act(whole)
        try:
            begin()
            yield act
            if not database.needs_rollback:  # what is taken back is no change
                reindex(act.touched)
                end(act)
        finally:
            database.catalog_act = None


def touch(job_class: int) -> None:
    """Say that the act that is under way changes this class."""
    act: Act | None = getattr(transaction.get_connection(), "catalog_act", None)
    if act:
        act.touched.add(job_class)


def reindex(touched: set[int]) -> None:
    from classes.finding import index  # which asks for versions itself

    index.reindex_all(touched)


def begin() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET under_way = TRUE")


def end(act: Act) -> None:
    counted = [f"number = number + 1, changed_at = {LATER[connection.vendor]}"] if act.changed else []
    if act.changed and act.whole:
        counted.append("whole = number + 1")
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {TABLE} SET {', '.join(['under_way = FALSE', *counted])}")


def install(database: BaseDatabaseWrapper = connection) -> None:
    """Put the triggers in place, anew where they stand, and the row where it is missing; nothing without its table."""
    if TABLE not in triggers.tables(database):
        return
    remove(database)
    with database.cursor() as cursor:
        now = "now()" if database.vendor == "postgresql" else "strftime('%Y-%m-%d %H:%M:%f', 'now')"
        cursor.execute(
            f"INSERT INTO {TABLE} (id, number, whole, changed_at, under_way) SELECT 1, 1, 1, {now}, FALSE "
            f"WHERE NOT EXISTS (SELECT 1 FROM {TABLE})"
        )
        for statement in statements(database):
            cursor.execute(statement)


def remove(database: BaseDatabaseWrapper = connection) -> None:
    triggers.remove(database, "version")


def missing(database: BaseDatabaseWrapper = connection) -> list[str]:
    """Name the triggers that the database lacks, in order. One query."""
    return sorted(expected(database) - set(triggers.standing(database, "version")))


def expected(database: BaseDatabaseWrapper) -> set[str]:
    texts = {f"version_{TEXTS}_{verb}" for verb in ("insert", "update")}
    if database.vendor == "sqlite":
        return texts | {f"version_{table}_{verb}" for table in NARROW for verb in ("insert", "update", "delete")}
    return texts | {f"version_{table}" for table in NARROW}


def statements(database: BaseDatabaseWrapper) -> Iterator[str]:
    """Yield what puts the triggers in place. Within an act they count nothing: it counts itself, at its end."""
    count = (
        f"UPDATE {TABLE} SET number = number + 1, whole = number + 1, changed_at = {LATER[database.vendor]} "
        "WHERE NOT under_way"
    )
    published = {"insert": "NEW.status = 'published'", "update": "'published' IN (OLD.status, NEW.status)"}
    if database.vendor == "sqlite":
        for table in NARROW:
            for verb in ("insert", "update", "delete"):
                yield f'CREATE TRIGGER "version_{table}_{verb}" AFTER {verb} ON "{table}" BEGIN {count}; END'
        for verb, touched in published.items():
            yield f"CREATE TRIGGER version_{TEXTS}_{verb} AFTER {verb} ON {TEXTS} WHEN {touched} BEGIN {count}; END"
        return
    yield (
        "CREATE OR REPLACE FUNCTION version_count() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {count}; RETURN NULL; END $$"
    )
    for table in NARROW:
        yield (
            f"CREATE TRIGGER version_{table} BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION version_count()"
        )
    for verb, touched in published.items():
        yield (
            f"CREATE TRIGGER version_{TEXTS}_{verb} AFTER {verb} ON {TEXTS} FOR EACH ROW WHEN ({touched}) "
            "EXECUTE FUNCTION version_count()"
        )
