"""The index on PostgreSQL: a table of text search vectors under a GIN index.

Vectors and queries are written here, word by word, so that no parser, dictionary or stop list of the server comes
between: what the words are is decided in `classes.finding.words` for both databases.

For places of words the server reads the vector of every row that has them all, a second for a phrase of common words at
100,000 classes. So two words that stand together are a word of their own, "+of the": a phrase of two is looked up, and
of a longer one only those rows are read that have each of its pairs; not even those where they are too many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from django.db import connection

from classes.finding.entries import GAP, Found
from classes.finding.expressions import AllOf, AnyOf, Expression, Phrase, Word
from classes.models import (
    FormerName,
    JobClass,
    LevelDescriptor,
    RequiredCompetency,
    Requirement,
    SearchEntry,
    SearchText,
    SearchWord,
    Section,
    Specification,
)
from competencies.models import Competency

NOW, PAST = "classes_searchwords", "classes_searchwords_past"
TABLES = (NOW, PAST)
ENTRIES = tuple(model._meta.db_table for model in (SearchEntry, SearchText, SearchWord))
LINES = SearchText._meta.db_table
READ = tuple(
    model._meta.db_table
    for model in (
        JobClass,
        FormerName,
        Specification,
        Section,
        Requirement,
        RequiredCompetency,
        LevelDescriptor,
        Competency,
    )
)
INDEXES = tuple(f"CREATE INDEX IF NOT EXISTS {table}_words ON {table} USING gin (words)" for table in TABLES)


def create(table: str, index: str, function: str) -> tuple[str, ...]:
    """Vectors are kept out of line: to read the numbers of 100,000 matches takes a few thousand pages then, not 80,000.

    The function keeps the planner from reading every vector where it takes a common word for too common.
    """
    return (
        f"CREATE TABLE IF NOT EXISTS {table} (entry bigint PRIMARY KEY, words tsvector NOT NULL) "
        "WITH (toast_tuple_target = 128)",
        f"ALTER TABLE {table} ALTER COLUMN words SET STORAGE EXTERNAL",
        index,
        f"CREATE OR REPLACE FUNCTION {function}(asked tsquery) RETURNS bytea LANGUAGE sql STABLE "
        "SET enable_seqscan = off SET max_parallel_workers_per_gather = 0 AS "
        f"$$ SELECT array_send(array_agg(entry)) FROM {table} WHERE words @@ asked $$",
    )


FUNCTIONS = ("classes_search", "classes_search_past")
CREATE = tuple(statement for each in zip(TABLES, INDEXES, FUNCTIONS, strict=True) for statement in create(*each))
DROP = (
    *(f"DROP FUNCTION IF EXISTS {function}(tsquery)" for function in FUNCTIONS),
    *(f"DROP TABLE IF EXISTS {table}" for table in TABLES),
)
# An array as the server sends it: five numbers, then the length and value of each element.
ARRAY_HEAD = 20
ELEMENT = np.dtype([("length", ">i4"), ("entry", ">i8")])
MOST_READ = 20_000  # entries read for a phrase; each takes eight millionths of a second
MOST_PLACES = 250  # of one word; the server keeps no more than 255
NUMBERS = tuple(number.to_bytes(2, "big") for number in range(16_384))
PLACES = NUMBERS[1:]  # the server counts no further


def add(rows: Sequence[tuple[int, bool, Found]]) -> None:
    """Take in entries: number, whether it is lasting, what is found of it."""
    now = [(entry, vector(found.lexemes)) for entry, lasting, found in rows if lasting]
    past = [(entry, vector(found.lexemes)) for entry, lasting, found in rows if not lasting]
    lines = [(entry, found.lines) for entry, _, found in rows if found.lines]
    copied(NOW, ("entry", "int8"), ("words", "bytea"), now)  # a vector is sent as the bytes that it is
    copied(PAST, ("entry", "int8"), ("words", "bytea"), past)
    copied(LINES, ("entry_id", "int8"), ("lines", "text"), lines)


def copied(table: str, one: tuple[str, str], other: tuple[str, str], rows: Sequence[tuple[int, bytes | str]]) -> None:
    """Write rows of two columns, each given by its name and as what it is sent. No query where there are none."""
    if rows:
        statement = f"COPY {table} ({one[0]}, {other[0]}) FROM STDIN (FORMAT BINARY)"
        with connection.cursor() as cursor, cursor.copy(statement) as copy:
            copy.set_types([one[1], other[1]])
            for row in rows:
                copy.write_row(row)


def remove(entries: Sequence[int]) -> None:
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"DELETE FROM {table} WHERE entry = ANY(%s)", [list(entries)])


def clear() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked would stand in the way
        cursor.execute(f"TRUNCATE {', '.join((*TABLES, *ENTRIES))}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def rebuilding() -> None:
    """Take the GIN indexes away: to make them once at the end takes a fraction of keeping them up row by row.

    Let the server count what is read, too: of a table that was filled a minute ago it knows nothing, and walks through
    all of it for every hundred classes. Not what is written: it would take that for empty from then on.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(READ)}")
        cursor.execute(f"DROP INDEX IF EXISTS {', '.join(f'{table}_words' for table in TABLES)}")


def rebuilt() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for statement in INDEXES:
            cursor.execute(statement)
        cursor.execute(f"ANALYZE {', '.join((*TABLES, *ENTRIES))}")


def unfinished() -> bool:
    """Whether the GIN index is away because making it all anew was broken off."""
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT to_regclass('{table}_words') IS NULL" for table in TABLES))
        return any(away for (away,) in cursor.fetchall())


def unworded() -> int:
    """Return how many entries have no words to look up."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM classes_searchentry e WHERE NOT EXISTS (SELECT 1 FROM {NOW} w WHERE w.entry = e.id) "
            f"AND NOT EXISTS (SELECT 1 FROM {PAST} w WHERE w.entry = e.id)"
        )
        return int(cursor.fetchone()[0])


def match(asked: Sequence[Expression], past: bool) -> list[np.ndarray]:
    """Return the entries that answer to each expression, in no order: one query, two where there are long phrases.

    These are looked up by their pairs first, and read only where no more than `MOST_READ` entries have all of them.
    """
    found = looked_up([written(each, read=False) for each in asked], past)
    unsure = [
        at
        for at, each in enumerate(asked)
        if 0 < len(found[at]) <= MOST_READ and written(each) != written(each, read=False)
    ]
    if unsure:
        for at, exact in zip(unsure, looked_up([written(asked[at]) for at in unsure], past), strict=True):
            found[at] = exact
    return found


def looked_up(asked: Sequence[str], past: bool) -> list[np.ndarray]:
    """Return the entries that answer to each `tsquery`: one query. Numbers come in binary."""
    functions = FUNCTIONS if past else FUNCTIONS[:1]
    one = ", ".join(f"{function}(%s::tsquery)" for function in functions)
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join([one] * len(asked))}", [each for each in asked for _ in range(len(functions))]
        )
        found = [numbers(sent) for sent in cursor.fetchone()]
    return [np.concatenate(found[at : at + len(functions)]) for at in range(0, len(found), len(functions))]


def numbers(sent: bytes | None) -> np.ndarray:
    if not sent:
        return np.zeros(0, dtype=np.int64)
    return np.frombuffer(sent, dtype=ELEMENT, offset=ARRAY_HEAD)["entry"].astype(np.int64)


def vector(lexemes: Sequence[str]) -> bytes:
    """Return words with their places, and pairs of words that no gap parts, as the server takes a `tsvector` in binary.

    It would need seven times as long to read one that is written out. Each word: its letters, a zero, how many places
    follow, the places, each in two bytes and higher than the one before.
    """
    places: defaultdict[str, list[bytes]] = defaultdict(list)
    for lexeme, place in zip(lexemes, PLACES, strict=False):
        places[lexeme].append(place)
    for lexeme in lexemes[len(PLACES) :]:
        places.setdefault(lexeme, [PLACES[-1]])
    places.pop(GAP, None)
    for held in places.values():
        del held[MOST_PLACES:]
    words = [ended(lexeme) + NUMBERS[len(held)] + b"".join(held) for lexeme, held in places.items()]
    pairs = frozenset[bytes]().union(*map(paired, " ".join(lexemes).split(GAP)))
    return (len(words) + len(pairs)).to_bytes(4, "big") + b"".join(words) + b"".join(pairs)


@lru_cache(maxsize=50_000)
def ended(lexeme: str) -> bytes:
    return lexeme.encode() + b"\0"


@lru_cache(maxsize=20_000)
def paired(run: str) -> frozenset[bytes]:
    """Return the pairs in a run of words, without places. Most of a line stands in other texts, too."""
    return frozenset(pair(*each).encode() + b"\0" + NUMBERS[0] for each in pairwise(run.split()))


def pair(one: str, other: str) -> str:
    """Two words as one. No word has such signs in it, and none that is begun is a pair: those of "a*" would be many."""
    return f"+{one} {other}"


def written(expression: Expression, read: bool = True) -> str:
    """Return an expression as a `tsquery`; all that was typed stands in quotes.

    Unless texts are to be `read` for it, of a phrase of three words and more only its pairs are asked for.
    """
    match expression:
        case Word(text, begun):
            return quoted(text) + ":*" * begun
        case Phrase(words):
            together = [quoted(pair(*each)) for each in pairwise(words)]
            placed = [" <-> ".join(map(quoted, words))] if len(words) == 1 or (len(words) > 2 and read) else []
            return f"({' & '.join(together + placed)})"
        case AnyOf(parts):
            return f"({' | '.join(written(part, read) for part in parts)})"
        case AllOf(parts):
            return f"({' & '.join(written(part, read) for part in parts)})"
    raise TypeError(expression)


def quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
