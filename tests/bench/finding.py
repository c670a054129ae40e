"""Search and facets: the list of classes beside a bare view that returns the same bytes, its export, its index.

Nothing is kept between requests here: every page is made anew, for an address of its own, so that no figure tells of
a page that was made before.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from statistics import median

from tests.bench.catalogs import HERE, Catalog, catalogs, environment, manage, say
from tests.bench.servers import HOST, Speed, memory, per_second, server, turn_by_turn

# What is asked, at most how many times a bare view it may cost, and how much more at 100,000 classes than at 1,000.
LISTS = {
    "no words": ("/classes/?", 12, 2),
    "words matching 3 %": ("/classes/?q={rare}&", 20, 4),
    "words matching 42 %": ("/classes/?q={common}&", 60, 8),
}
ROUNDS = 3
EXPORT_SECONDS, EXPORT_MEGABYTES = 60, 150
REBUILD_SECONDS = 600


def rows() -> Iterator[tuple[str, str]]:
    first: dict[tuple[str, str], float] = {}
    for catalog in catalogs():
        yield from of_catalog(catalog, first)


def of_catalog(catalog: Catalog, first: dict[tuple[str, str], float]) -> Iterator[tuple[str, str]]:
    """Measure one catalog; `first` remembers what the smallest one took on each engine."""
    say(f"Measuring {catalog}")
    manage(catalog.address, "collectstatic", "--noinput", "--verbosity", "0")
    yield from index(catalog)
    words = choose(catalog)
    with server(catalog.address) as port:
        for name, (address, at_most, growth) in LISTS.items():
            asked = address.format(**words)
            speed, bare = measured(port, asked)
            share = f" (“{words['rare' if 'rare' in address else 'common']}”)" if "{" in address else ""
            yield f"browse, {name}{share}, {catalog}: p50, requests/s", f"{speed.p50:.1f} ms, {speed.per_second:.0f}/s"
            yield "  a bare view, the same bytes", f"{bare.p50:.2f} ms, {bare.per_second:.0f}/s"
            ratio, rate = speed.p50 / bare.p50, bare.per_second / speed.per_second
            yield f"  ratio (at most {at_most} ×)", f"{ratio:.1f} × the time, 1/{rate:.1f} of the requests"
            least = first.setdefault((catalog.engine, name), speed.p50)
            if least != speed.p50:
                yield f"  growth since the smallest (at most {growth} ×)", f"{speed.p50 / least:.1f} ×"
    with server(catalog.address) as port:
        started = time.perf_counter()
        size = downloaded(port, "/classes.csv")
        took = time.perf_counter() - started
        name = f"export as CSV, {catalog} (at most {EXPORT_SECONDS} s, {EXPORT_MEGABYTES} MB)"
        yield name, f"{took:.1f} s, {size / 1e6:.1f} MB; the process had {memory(port):.0f} MB at most"


def measured(port: int, address: str) -> tuple[Speed, Speed]:
    """Ask for nine pages of a list, the second to the tenth; of what answers to words, for the first, nine times.

    Each turn by turn with a bare view. Returns the medians of both.
    """
    pages = [f"{address}page={1 if 'q=' in address else number}" for number in range(2, 11)]
    pairs = [(page, f"/bare{page}") for page in pages]
    times = [turn_by_turn(port, pair, seconds=3, at_most=22) for pair in pairs]
    rates = [[per_second(port, asked, each=10) for asked in pair] for pair in pairs[:ROUNDS]]
    page, bare = (
        Speed(median(time[place] for time in times), median(rate[place] for rate in rates)) for place in range(2)
    )
    return page, bare


def index(catalog: Catalog) -> Iterator[tuple[str, str]]:
    """Make the index anew where `make bench` is asked for it: it takes minutes."""
    started = time.perf_counter()
    manage(catalog.address, "rebuild_search", "--resume", told=True)
    took = time.perf_counter() - started
    if took > 20:
        yield f"index made, {catalog} (at most {REBUILD_SECONDS} s)", f"{took:.0f} s"


def choose(catalog: Catalog) -> dict[str, str]:
    found = subprocess.run(
        [sys.executable, "-m", "tests.bench.choosing", "words"],
        cwd=HERE,
        env=environment(catalog.address),
        check=True,
        capture_output=True,
        text=True,
    )
    return dict(json.loads(found.stdout))


def downloaded(port: int, address: str) -> int:
    """Read an answer as it comes; return how many bytes it has."""
    connection = HTTPConnection(HOST, port, timeout=600)
    connection.request("GET", address)
    response = connection.getresponse()
    size = 0
    while piece := response.read(65536):
        size += len(piece)
    return size
