"""Generated catalogs to measure on, kept between runs: made where they are missing or the generator has changed.

On SQLite a file in var/bench/, on PostgreSQL a database classcatalog_bench_<classes>. Each bears a stamp of the
code that decides what it holds; migrations that came since are simply run.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

from tests.everything import postgresql

HERE = Path(__file__).resolve().parent.parent.parent
FOLDER = HERE / "var" / "bench"
SEED = 1


@dataclass(frozen=True)
class Catalog:
    """A generated catalog, ready to be served from the database at `address`."""

    classes: int
    engine: str
    address: str

    def __str__(self) -> str:
        return f"{self.classes:,} classes, {self.engine}"


def sizes() -> list[int]:
    """Return the sizes to measure, from BENCH_SIZES; by default 1,000 and 100,000 classes."""
    given = os.environ.get("BENCH_SIZES", "").replace(",", " ").split() or ["1000", "100000"]
    if not all(size.isdecimal() and int(size) for size in given):
        raise SystemExit(f"BENCH_SIZES is {' '.join(given)!r}. Give numbers of classes: BENCH_SIZES=1000,100000")
    return [int(size) for size in given]


def catalogs() -> Iterator[Catalog]:
    """Yield each catalog as soon as it is ready, on SQLite and where one is reachable on PostgreSQL."""
    server = postgresql()
    for classes in sizes():
        yield on_sqlite(classes)
        if server:
            yield on_postgresql(classes, server)
    if not server:
        say("PostgreSQL is left out: no server is reachable on 127.0.0.1:5432 (or set TEST_DATABASE_URL).")


def on_sqlite(classes: int) -> Catalog:
    FOLDER.mkdir(parents=True, exist_ok=True)
    file, stamped = FOLDER / f"{classes}.sqlite3", FOLDER / f"{classes}.stamp"
    catalog = Catalog(classes, "SQLite", f"sqlite:///{file}")
    if file.exists() and stamped.exists() and stamped.read_text() == stamp():
        manage(catalog.address, "migrate", "--verbosity", "0")
        return catalog
    stamped.unlink(missing_ok=True)
    for leftover in FOLDER.glob(f"{classes}.sqlite3*"):
        leftover.unlink()
    generate(catalog)
    stamped.write_text(stamp())
    return catalog


def on_postgresql(classes: int, server: str) -> Catalog:
    name = f"classcatalog_bench_{classes}"
    catalog = Catalog(classes, "PostgreSQL", urlsplit(server)._replace(path=f"/{name}").geturl())
    with psycopg.connect(server, autocommit=True) as connection:
        held = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
        if held and held[0] == stamp():
            manage(catalog.address, "migrate", "--verbosity", "0")
            return catalog
        database = sql.Identifier(name)
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(database))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(database))
        generate(catalog)
        with psycopg.connect(catalog.address, autocommit=True) as filled:
            filled.execute("VACUUM ANALYZE")
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(stamp())))
    return catalog


def generate(catalog: Catalog) -> None:
    say(f"Generating {catalog}; kept for the next run")
    started = time.perf_counter()
    manage(catalog.address, "migrate", "--verbosity", "0")
    command = ["generate_catalog", "--classes", str(catalog.classes), "--seed", str(SEED)]
    manage(catalog.address, *command, told=True)
    say(f"Generated {catalog} in {time.perf_counter() - started:.0f} s")


def stamp() -> str:
    """A digest of the code that decides what a generated catalog holds."""
    code = hashlib.sha256()
    for path in sorted((HERE / "classes" / "generating").glob("*.py")):
        code.update(path.read_bytes())
    return code.hexdigest()


def manage(address: str, *command: str, told: bool = False) -> None:
    """Run a management command on the database at `address`; `told`: let its output be seen."""
    subprocess.run(
        [sys.executable, "manage.py", *command],
        cwd=HERE,
        env=environment(address),
        check=True,
        stdout=sys.stderr if told else subprocess.DEVNULL,
    )


def environment(address: str, kept: bool = False) -> dict[str, str]:
    """The environment for the catalog at `address`, with the settings of the benchmarks and a key of their own.

    Pages are made anew each time, unless they are to be `kept`.
    """
    ours = {
        "DATABASE_URL": address,
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "SECRET_KEY": "bench-" + "0" * 50,
        "KEEP_PAGES": "1" if kept else "0",
    }
    return {**os.environ, **ours}


def say(line: str) -> None:
    sys.stderr.write(line + "\n")
    sys.stderr.flush()
