"""`make run` from a fresh clone to the first page, step by step."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from pathlib import Path

from tests.bench.catalogs import HERE
from tests.bench.servers import free_port, wait_for


def rows() -> list[tuple[str, str]]:
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder) / "clone"
        subprocess.run(["git", "clone", "--quiet", str(HERE), str(clone)], check=True)
        steps = {}
        for step in ("install", "database", "static"):
            steps[step] = timed(["make", "--no-print-directory", step], clone)
        again = timed(["make", "--no-print-directory", "install", "database", "static"], clone)
        steps["serve"] = time_to_serve(clone)
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
        return wait_for(port, "/classes/city/ci2787/")
    finally:
        process.terminate()
        process.wait()


def environment_of_a_newcomer() -> dict[str, str]:
    """This environment less what would tell the clone about this checkout."""
    ours = {"DATABASE_URL", "SECRET_KEY", "DEBUG", "DJANGO_SETTINGS_MODULE", "MAKEFLAGS", "MAKELEVEL", "VIRTUAL_ENV"}
    return {name: value for name, value in os.environ.items() if name not in ours}
