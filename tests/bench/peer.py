"""`make bench-peer`: Datasette beside the catalog, on the same rows, in one run; requests per second.

Datasette is installed in an environment of its own, var/peer/. It gets one table of the texts in force of a generated
catalog on SQLite, with full text search, an index for each facet, an immutable file with its counts made before, no
suggested facets, and time limits that let every answer be finished. The catalog serves with one worker, once with
pages made anew each time and once with pages kept, as in use.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from tests.bench.catalogs import FOLDER, HERE, manage, on_sqlite, say, sizes
from tests.bench.finding import choose as choose_words
from tests.bench.histories import choose as choose_class
from tests.bench.servers import HOST, free_port, per_second, server, turn_by_turn, wait_for

DATASETTE = "datasette==0.65.2"
PEER = HERE / "var" / "peer"
FACETS = ("organization", "family", "pay_grade", "minimum_education", "physical_demand")
SETTINGS = {
    "default_page_size": "50",
    "default_facet_size": "8",
    "suggest_facets": "off",
    "facet_time_limit_ms": "60000",
    "sql_time_limit_ms": "60000",
    "num_sql_threads": "4",
}
MANY = 8  # connections
ROUNDS = 5

TEXTS_IN_FORCE = """
CREATE TABLE classes AS
SELECT c.id, o.name AS organization, s.code, s.title, f.name AS family, r.name AS series, s.pay_grade, s.flsa_code,
       s.minimum_education, s.minimum_experience_months, s.physical_demand, s.effective_from, t.lines AS text
FROM held.classes_specification s
JOIN held.classes_jobclass c ON c.id = s.job_class_id
JOIN held.classes_organization o ON o.id = c.organization_id
LEFT JOIN held.classes_jobfamily f ON f.id = c.family_id
LEFT JOIN held.classes_classseries r ON r.id = c.series_id
JOIN held.classes_searchentry e ON e.specification_id = s.id
JOIN held.classes_searchtext t ON t.entry_id = e.id
WHERE s.status = 'published' AND NOT s.corrected AND (s.effective_from IS NULL OR s.effective_from <= :today)
  AND (s.effective_to IS NULL OR s.effective_to > :today)
ORDER BY s.title, s.code, c.id
"""


def main() -> None:
    largest = max(sizes())
    catalog = on_sqlite(largest)
    manage(catalog.address, "rebuild_search", "--resume", told=True)
    manage(catalog.address, "collectstatic", "--noinput", "--verbosity", "0")
    words, chosen = choose_words(catalog), choose_class(catalog)
    organization, slug = chosen["class"].split("/")
    file = peer_file(FOLDER / f"{largest}.sqlite3", largest)
    key = class_key(FOLDER / f"{largest}.sqlite3", organization, slug)
    facets = urlencode([("_facet", name) for name in FACETS])
    searched = f"/peer/classes?{facets}&_search="
    asked = [
        ("class page", f"/classes/{chosen['class']}/", f"/peer/classes/{key}", 8),
        ("list with facets", "/classes/?page=2", f"/peer/classes?{facets}&_next=50", 15),
        (f"words matching 3 % (“{words['rare']}”)", f"/classes/?q={words['rare']}", searched + words["rare"], 8),
        (
            f"words matching 42 % (“{words['common']}”)",
            f"/classes/?q={words['common']}",
            searched + words["common"],
            15,
        ),
    ]
    with datasette(file) as peer, server(catalog.address) as anew, server(catalog.address, kept=True) as kept:
        for port in (anew, kept):
            turn_by_turn(port, ["/classes/"], seconds=5)  # lists are read in the background after the start
        for name, ours, theirs, least in asked:
            they, made, held = (
                median(per_second(port, address, MANY, each) for _ in range(ROUNDS))
                for port, address, each in ((peer, theirs, 3), (anew, ours, 10), (kept, ours, 25))
            )
            sys.stdout.write(
                f"| {name}, {catalog.classes:,} classes (at least {least} ×) | Datasette {they:.1f}/s | "
                f"made anew {made:.0f}/s: {made / they:.0f} × | kept {held:.0f}/s: {held / they:.0f} × |\n"
            )
            sys.stdout.flush()


def peer_file(source: Path, classes: int) -> Path:
    """Return the file for Datasette, made where it is missing or older than the catalog."""
    PEER.mkdir(parents=True, exist_ok=True)
    file = PEER / f"peer-{classes}.db"
    if file.exists() and file.stat().st_mtime > source.stat().st_mtime:
        return file
    file.unlink(missing_ok=True)
    say("Copying the texts in force for Datasette")
    with closing(sqlite3.connect(file)) as database:
        database.execute("ATTACH ? AS held", [str(source)])
        database.execute(TEXTS_IN_FORCE, {"today": date.today().isoformat()})
        database.execute("CREATE UNIQUE INDEX classes_id ON classes (id)")
        for name in FACETS:
            database.execute(f"CREATE INDEX classes_{name} ON classes ({name})")
        database.execute(
            # Datasette knows the index of a table by `content` in double quotes, and else looks for nothing.
            """CREATE VIRTUAL TABLE classes_fts USING fts5(title, code, text, content="classes", tokenize='porter')"""
        )
        database.execute(
            "INSERT INTO classes_fts (rowid, title, code, text) SELECT rowid, title, code, text FROM classes"
        )
        database.execute("INSERT INTO classes_fts (classes_fts) VALUES ('optimize')")
        database.commit()
        database.execute("ANALYZE")
        database.commit()
    return file


def class_key(source: Path, organization: str, slug: str) -> int:
    """Return the row of a class in the table for Datasette."""
    with closing(sqlite3.connect(PEER / f"peer-{source.stem}.db")) as database:
        database.execute("ATTACH ? AS held", [str(source)])
        found = database.execute(
            "SELECT p.rowid FROM classes p JOIN held.classes_jobclass c ON c.id = p.id "
            "JOIN held.classes_organization o ON o.id = c.organization_id WHERE o.slug = ? AND c.slug = ?",
            [organization, slug],
        ).fetchone()
    return int(found[0])


@contextmanager
def datasette(file: Path) -> Iterator[int]:
    """Serve a file with Datasette on a free port; yields the port once it answers."""
    environment = PEER / "env"
    python = environment / "bin" / "python"
    if not python.exists():
        say("Installing Datasette")
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", DATASETTE, "setuptools<81"], check=True)
    served = file.with_name("peer.db")
    served.unlink(missing_ok=True)
    served.symlink_to(file)
    counts = PEER / "counts.json"
    command = [str(environment / "bin" / "datasette")]
    subprocess.run([*command, "inspect", str(served), "--inspect-file", str(counts)], check=True)
    port = free_port()
    settings = [part for pair in SETTINGS.items() for part in ("--setting", *pair)]
    process = subprocess.Popen(
        [*command, "-i", str(served), "--inspect-file", str(counts), "-h", HOST, "-p", str(port), *settings],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, "/-/versions.json")
        yield port
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main()
