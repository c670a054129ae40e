"""The index on SQLite: an FTS5 table without content. Rows are only added; those of entries that are gone are dead.

`contentless_delete` would need SQLite 3.43. A dead row is passed over by whoever asks, since its entry is unknown, and
goes when the index is made anew.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from django.db import connection

from classes.finding.entries import Found
from classes.finding.expressions import AllOf, AnyOf, Expression, Phrase, Word
from classes.models import SearchEntry, SearchText, SearchWord

NOW, PAST = "classes_searchwords", "classes_searchwords_past"
TABLES = (NOW, PAST)
CREATE = tuple(
    f"CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5(words, content='', tokenize='ascii')" for table in TABLES
)
LINES = f"{SearchText._meta.db_table} (entry_id, lines)"
DROP = tuple(f"DROP TABLE IF EXISTS {table}" for table in TABLES)


def add(rows: Sequence[tuple[int, bool, Found]]) -> None:
    """Take in entries: number, whether it is lasting, what is found of it."""
    now = [(entry, " ".join(found.lexemes)) for entry, lasting, found in rows if lasting]
    past = [(entry, " ".join(found.lexemes)) for entry, lasting, found in rows if not lasting]
    lines = [(entry, found.lines) for entry, _, found in rows if found.lines]
    with connection.cursor() as cursor:
        for into, added in ((f"{NOW} (rowid, words)", now), (f"{PAST} (rowid, words)", past), (LINES, lines)):
            if added:
                cursor.executemany(f"INSERT INTO {into} VALUES (%s, %s)", added)


def remove(entries: Sequence[int]) -> None:
    """Nothing: see above."""


def clear() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
    for model in (SearchText, SearchEntry, SearchWord):
        model.objects.all()._raw_delete(connection.alias)


def rebuilding() -> None:
    """Nothing to prepare."""


def rebuilt() -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


def unfinished() -> bool:
    """Nothing is left open where making the index anew was broken off."""
    return False


def unworded() -> int:
    """Return how many entries have no words to look up."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM classes_searchentry WHERE id NOT IN (SELECT id FROM classes_searchwords_docsize) "
            "AND id NOT IN (SELECT id FROM classes_searchwords_past_docsize)"
        )
        return int(cursor.fetchone()[0])


def match(asked: Sequence[Expression], past: bool) -> list[np.ndarray]:
    """Return the entries that answer to each expression, in no order: one query. Numbers come as one text, in C."""
    tables = TABLES if past else (NOW,)
    one = ", ".join(f"(SELECT group_concat(rowid) FROM {table} WHERE words MATCH %s)" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(asked))}", [written(each) for each in asked for _ in range(len(tables))]
        )
        found = [numbers(joined) for joined in cursor.fetchone()]
    return [np.concatenate(found[at : at + len(tables)]) for at in range(0, len(found), len(tables))]


def numbers(joined: str | None) -> np.ndarray:
    return np.fromstring(joined, dtype=np.int64, sep=",") if joined else np.zeros(0, dtype=np.int64)


def written(expression: Expression) -> str:
    """Return an expression in FTS5's own words; all that was typed stands in quotes."""
    match expression:
        case Word(text, begun):
            return quoted(text) + "*" * begun
        case Phrase(words):
            return quoted(" ".join(words))
        case AnyOf(parts):
            return f"({' OR '.join(map(written, parts))})"
        case AllOf(parts):
            return f"({' AND '.join(map(written, parts))})"
    raise TypeError(expression)


def quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"'
