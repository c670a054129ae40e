"""Pages, each beside a bare Django view that returns the same bytes: made anew, kept, and held by the visitor."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bench.catalogs import Catalog, catalogs, manage, say
from tests.bench.histories import choose
from tests.bench.servers import Asked, Repeat, Speed, repeat, server, side_by_side

COLD = 12  # times a bare view, at most, of a class page
KEPT = 2

REAL = {
    "class page, City": "/classes/city/ci2787/",
    "levels page, NC": "/classes/nc/it-manager/levels/",
    "compare page, City and NC": "/compare/?classes=city/ci2787,nc/it-manager",
}


def rows() -> list[tuple[str, str]]:
    with real_catalog() as address:
        found = [*of_catalog(address, REAL)]
    for catalog in catalogs():
        say(f"Measuring {catalog}")
        found += of_catalog(catalog.address, pages_of(catalog))
    return found


@contextmanager
def real_catalog() -> Iterator[str]:
    """The two real specifications on SQLite."""
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        manage(address, "migrate", "--verbosity", "0")
        manage(address, "load_catalog")
        yield address


def pages_of(catalog: Catalog) -> dict[str, str]:
    chosen = choose(catalog)
    return {
        f"class page, {catalog}": f"/classes/{chosen['class']}/",
        f"levels page, {catalog}": f"/classes/{chosen['leveled']}/levels/",
    }


def of_catalog(address: str, pages: dict[str, str]) -> Iterator[tuple[str, str]]:
    """One worker; each page turn by turn with the bare view on the same server."""
    manage(address, "collectstatic", "--noinput", "--verbosity", "0")
    with server(address) as port:
        for name, page in pages.items():
            at_most = COLD if name.startswith("class page") else None
            yield from beside(port, f"{name}, made anew", page, f"/bare{page}", at_most)
    with server(address, kept=True) as port:
        for name, page in pages.items():
            yield from beside(port, f"{name}, kept", page, f"/bare{page}", KEPT)
            yield from beside(port, f"{name}, a 304", repeat(port, page), Repeat("/bare-304/", ""), KEPT)


def beside(port: int, name: str, page: Asked, bare: Asked, at_most: int | None) -> Iterator[tuple[str, str]]:
    bare_speed, speed = side_by_side(port, [bare, page])
    yield f"{name}: p50, requests/s", in_words(speed)
    yield "  a bare view, the same bytes", in_words(bare_speed)
    times, rate = speed.p50 / bare_speed.p50, bare_speed.per_second / speed.per_second
    yield (
        "  ratio" + (f" (at most {at_most} ×)" if at_most else ""),
        f"{times:.1f} × the time, 1/{rate:.1f} of the requests",
    )


def in_words(speed: Speed) -> str:
    return f"{speed.p50:.2f} ms, {speed.per_second:.0f}/s"
