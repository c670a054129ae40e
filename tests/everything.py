"""`make test`: every test, on SQLite, on PostgreSQL where one is reachable, and in a browser where one is found.

The last lines say what ran and what was left out. With CI=true nothing may be left out.
TEST_DATABASE_URL names the PostgreSQL server to use; its user must be able to create databases.
"""

from __future__ import annotations

import getpass
import os
import shutil
import subprocess
import sys

import psycopg

PYTEST = [sys.executable, "-m", "pytest", "-q"]


def main() -> int:
    done: list[str] = []
    left_out: list[str] = []
    failed: list[str] = []

    def run(name: str, arguments: list[str], database: str = "") -> None:
        say(f"\n{name}")
        environment = {**os.environ, "DATABASE_URL": database}
        code = subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode
        (failed if code else done).append(name)

    run("Tests on SQLite", ["-m", "not browser"])
    if server := postgresql():
        run("Tests on PostgreSQL", ["-m", "not browser"], server)
    else:
        left_out.append("Tests on PostgreSQL: no server is reachable on 127.0.0.1:5432 (or set TEST_DATABASE_URL)")
    if chromium():
        run("Tests in a browser", ["-m", "browser"])
    else:
        left_out.append("Tests in a browser: no Chromium is found (or set CHROMIUM to its path)")

    say("")
    for name in done:
        say(f"passed    {name}")
    for name in failed:
        say(f"FAILED    {name}")
    for name in left_out:
        say(f"left out  {name}")
    if left_out and os.environ.get("CI") == "true":
        say("With CI=true nothing may be left out.")
        return 1
    return 1 if failed else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def postgresql() -> str:
    """Return the address of a PostgreSQL server on which databases can be made, or nothing."""
    candidates = [os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("DATABASE_URL", "")]
    candidates += [f"postgresql://{user}@127.0.0.1:5432/postgres" for user in (getpass.getuser(), "postgres")]
    for address in candidates:
        if address.startswith("postgres"):
            try:
                with psycopg.connect(address, connect_timeout=3) as connection:
                    row = connection.execute(
                        "select rolcreatedb or rolsuper from pg_roles where rolname = current_user"
                    ).fetchone()
            except psycopg.Error:
                continue
            if row and row[0]:
                return address
    return ""


def chromium() -> str:
    """Return the path of a Chromium, or nothing."""
    named = os.environ.get("CHROMIUM", "")
    return named or next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), "")


if __name__ == "__main__":
    sys.exit(main())
