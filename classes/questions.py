"""Questions that Django puts into SQL once in a process, to be asked again and again with other values.

Of the time that a question of a class page takes, the database needs a tenth: the rest goes into writing the same SQL
anew. Here it is written once, by the same querysets as everywhere else, with marks where the values belong.

PostgreSQL takes longer to plan such a question than to answer it, so there it is prepared too, once on each connection:
of the 4.1 ms that the five questions of a class page took, 2.1 are left. A pooler that hands one connection to many
processes would mix up what they prepare: behind one, with DATABASE_POOLED, nothing is prepared.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.db.models import QuerySet

Value = int | str | date


class Question:
    """A question with a place for each value; asking it returns the rows that its queryset would.

    `compose` takes the values by name and returns a queryset from `values_list`. It is called once for each kind of
    database, with marks in place of the values: it must not look at them, and each must go into the SQL as it is. So
    no value may be None or a list.
    """

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]]) -> None:
        self.compose = compose
        self.written: dict[str, Written] = {}

    def __call__(self, **values: Value) -> list[Sequence[Any]]:
        """Return the rows that answer to these values: one query."""
        written = self.written.get(connection.vendor)
        if written is None:
            written = self.written[connection.vendor] = Written(self.compose, values)
        return written.ask(values)


class Written:
    """The SQL of a question, which value goes where in it, and how the columns are read."""

    def __init__(self, compose: Callable[..., QuerySet[Any, Any]], values: dict[str, Value]) -> None:
        marks = {name: mark(value, number) for number, (name, value) in enumerate(values.items(), start=1)}
        compiler = compose(**marks).query.get_compiler(connection=connection)
        self.sql, parameters = compiler.as_sql()
        names = {str(marked): name for name, marked in marks.items()}
        self.parameters = [(names.get(str(parameter), ""), parameter) for parameter in parameters]
        self.prepared = may_prepare()
        if self.prepared:
            self.sql = with_constants(self.sql, self.parameters)
            self.parameters = [(name, parameter) for name, parameter in self.parameters if name]
        unused = set(marks) - {name for name, _ in self.parameters}
        if unused:
            raise ValueError(f"The question has no place for {', '.join(sorted(unused))}: its SQL does not hold it.")
        expressions = [expression for expression, _, _ in compiler.select[: compiler.col_count]]
        self.converters = compiler.get_converters(expressions)

    def ask(self, values: dict[str, Value]) -> list[Sequence[Any]]:
        asked = [like(parameter, values[name]) if name else parameter for name, parameter in self.parameters]
        with connection.cursor() as cursor:
            if self.prepared:
                prepare(cursor)
            cursor.execute(self.sql, asked)
            rows = cursor.fetchall()
        return [self.read(row) for row in rows] if self.converters else rows

    def read(self, row: Sequence[Any]) -> Sequence[Any]:
        """Return a row as Python has it: SQLite knows no days, for one."""
        values = list(row)
        for column, (converters, expression) in self.converters.items():
            for convert in converters:
                values[column] = convert(values[column], expression, connection)
        return values


def may_prepare() -> bool:
    return connection.vendor == "postgresql" and not connection.settings_dict.get("DISABLE_SERVER_SIDE_CURSORS")


def with_constants(sql: str, parameters: Sequence[tuple[str, Any]]) -> str:
    """Return PostgreSQL's SQL with all parameters written into it that are no values: a server that is to prepare it
    could not tell of what type they are."""
    from psycopg.sql import Literal

    connection.ensure_connection()
    parts = sql.split("%s")
    written = [parts[0]]
    for (name, parameter), part in zip(parameters, parts[1:], strict=True):
        written += ["%s" if name else Literal(parameter).as_string(connection.connection).replace("%", "%%"), part]
    return "".join(written)


def prepare(cursor: CursorWrapper) -> None:
    """Let the server bind the values of what is asked by this cursor, and keep its plan."""
    from django.db.backends.postgresql.base import ServerBindingCursor

    connection.connection.prepare_threshold = 0  # from the first time on; Django's own cursors prepare nothing
    cursor.cursor = ServerBindingCursor(connection.connection)  # type: ignore[call-arg]


def mark(value: Value, number: int) -> Value:
    """Return what stands for a value in SQL until it is known: of the same type, and like no other."""
    if isinstance(value, date):
        return date(1, 1, 1) + timedelta(days=number)
    return 2_000_000_000 + number if isinstance(value, int) else f"\ue000{number}"


def like(parameter: Any, value: Value) -> Any:
    """Return a value as the database adapter wants it in the place of a mark."""
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else type(parameter)(value)
