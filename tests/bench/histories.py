"""The past against today: pages of a generated catalog on a past day beside the same pages today, and a notice."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from http import HTTPStatus

from tests.bench.catalogs import HERE, Catalog, catalogs, environment, manage, say
from tests.bench.servers import server, status, turn_by_turn

AT_MOST = 1.3


def rows() -> list[tuple[str, str]]:
    return [row for catalog in catalogs() for row in of_catalog(catalog)]


def of_catalog(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Measure one catalog: one server, one worker, each pair of addresses turn by turn."""
    say(f"Measuring {catalog}")
    manage(catalog.address, "collectstatic", "--noinput", "--verbosity", "0")
    chosen = choose(catalog)
    pages = {
        "class page": f"/classes/{chosen['class']}/",
        "history page": f"/classes/{chosen['class']}/history/",
        "browse": "/classes/",
    }
    with server(catalog.address) as port:
        for name, address in pages.items():
            past = f"{address}?as_of={chosen['past']}"
            if not there(port, address):
                yield f"{name}, {catalog}", "the page does not exist"
                continue
            now, then = turn_by_turn(port, [address, past])
            figure = f" (at most {AT_MOST} ×)" if catalog.engine == "PostgreSQL" else ""
            yield f"{name}, {catalog}: p50 today", f"{now:.1f} ms"
            yield f"  as of {chosen['past']}{figure}", f"{then:.1f} ms, {then / now:.2f} × the time"
        notice = f"/notices/{chosen['notice']}/"
        name = f"notice of {chosen['touched']} classes, {catalog}: p50 (at most 1 s)"
        if there(port, notice):
            yield name, f"{turn_by_turn(port, [notice])[0]:.0f} ms"
        else:
            yield name, "the page does not exist"


def there(port: int, address: str) -> bool:
    return status(port, address) != HTTPStatus.NOT_FOUND


def choose(catalog: Catalog) -> dict[str, str]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.choosing"],
        cwd=HERE,
        env=environment(catalog.address),
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(found.stdout))
