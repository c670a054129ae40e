"""Triggers of ours that stand in the database, on SQLite and PostgreSQL: which there are, and how they are taken away.

A family of triggers is known by what their names begin with: those of `classes.guard`, and of `classes.versions`.

SQLite forgets a table's triggers when a migration remakes the table, and cannot remake one that a trigger names; so
they are taken away before migrations and put back after them (`classes.apps`), and `check_catalog` tells where one
is missing.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper


def standing(database: BaseDatabaseWrapper, family: str) -> dict[str, str]:
    """Return the triggers of a family that the database has and heeds, each with its table. One query."""
    with database.cursor() as cursor:
        if database.vendor == "sqlite":
            cursor.execute(
                "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{family}%"]
            )
        else:
            cursor.execute(
                "SELECT tgname, tgrelid::regclass::text FROM pg_trigger WHERE NOT tgisinternal AND tgname LIKE %s "
                "AND tgenabled <> 'D' AND tgrelid IN (SELECT oid FROM pg_class WHERE relnamespace = "
                "current_schema()::regnamespace)",
                [f"{family}%"],
            )
        return dict(cursor.fetchall())


def remove(database: BaseDatabaseWrapper, family: str) -> None:
    """Take a family of triggers away: before migrations, and before a test empties its database."""
    if database.vendor == "postgresql":
        database.check_constraints()  # it alters no table of which a foreign key is still to be checked
    with database.cursor() as cursor:
        for name, table in standing(database, family).items():
            cursor.execute(f'DROP TRIGGER "{name}"' + (f' ON "{table}"' if database.vendor == "postgresql" else ""))


def tables(database: BaseDatabaseWrapper) -> set[str]:
    with database.cursor() as cursor:
        return set(database.introspection.table_names(cursor))
