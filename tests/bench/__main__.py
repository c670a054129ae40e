"""`make bench`: the benchmarks, one table. Ratios are of things measured side by side in one run on one server."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import redlines
from tests.bench.servers import free_port, server, side_by_side, wait_for

HERE = Path(__file__).resolve().parent.parent.parent
CLASS_PAGE = "/classes/city/ci2787/"
PAGES = {
    "class page, City, cold": CLASS_PAGE,
    "levels page, NC, cold": "/classes/nc/it-manager/levels/",
    "compare page, City and NC, cold": "/compare/?classes=city/ci2787,nc/it-manager",
}


def main() -> None:
    rows = [*pages(), *redlines.rows(), *fresh_clone()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for name, figure in rows:
        sys.stdout.write(f"| {name:<{widths[0]}} | {figure:<{widths[1]}} |\n")


def pages() -> list[tuple[str, str]]:
    """Pages, each beside a bare Django view that returns the same bytes: one server, one worker, turn by turn."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        }
        for command in (["migrate", "--verbosity", "0"], ["load_catalog"], ["collectstatic", "--noinput", "-v0"]):
            subprocess.run(
                [sys.executable, "manage.py", *command],
                cwd=HERE,
                env={**os.environ, **environment},
                check=True,
                stdout=subprocess.DEVNULL,
            )
        with server(HERE, environment) as port:
            for name, address in PAGES.items():
                bare, page = side_by_side(port, [f"/bare{address}", address])
                found.append((f"{name}: p50, requests/s", f"{page.p50:.1f} ms, {page.per_second:.0f}/s"))
                found.append(("  a bare view, the same bytes", f"{bare.p50:.1f} ms, {bare.per_second:.0f}/s"))
                found.append(("  ratio", f"{page.p50 / bare.p50:.0f} × the time"))
    return found


def fresh_clone() -> list[tuple[str, str]]:
    """`make run` from a fresh clone to the first page, step by step."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(HERE), str(clone)], check=True)
        steps = {}
        for step in ("install", "database", "static"):
            steps[step] = timed(["make", "--no-print-directory", step], clone)
        again = timed(["make", "--no-print-directory", "install", "database", "static"], clone)
        steps["serve"] = time_to_serve(clone)
        shutil.rmtree(clone)
    parts = ", ".join(f"{step} {seconds:.1f} s" for step, seconds in steps.items())
    return [
        ("make run, fresh clone to first page", f"{sum(steps.values()):.1f} s: {parts}"),
        ("make run, again, all but serving", f"{again:.1f} s"),
    ]


def timed(command: list[str], folder: Path) -> float:
    started = time.perf_counter()
    subprocess.run(command, cwd=folder, env=environment_of_a_newcomer(), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - started


def time_to_serve(clone: Path) -> float:
    port = free_port()
    process = subprocess.Popen(
        ["make", "--no-print-directory", "serve"],
        cwd=clone,
        env={**environment_of_a_newcomer(), "PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return wait_for(port, CLASS_PAGE)
    finally:
        process.terminate()
        process.wait()


def environment_of_a_newcomer() -> dict[str, str]:
    """This environment less what would tell the clone about this checkout."""
    ours = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in ours}


if __name__ == "__main__":
    main()
