"""Start the catalog's own server for a measurement, and ask it for pages."""

from __future__ import annotations

import http.client
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from tests.bench.catalogs import HERE, environment

HOST = "127.0.0.1"


@dataclass(frozen=True)
class Speed:
    """p50 in milliseconds at one connection, and requests per second at eight."""

    p50: float
    per_second: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


@contextmanager
def server(address: str, kept: bool = False) -> Iterator[int]:
    """Serve the catalog at a database address with one worker on a free port; yields the port once it answers.

    Pages are made anew each time, unless they are to be `kept`.
    """
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:classcatalog.gunicorn", "--workers", "1"],
        cwd=HERE,
        env={**environment(address, kept), "PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, "/healthz")
        yield port
    finally:
        process.terminate()
        process.wait()


def memory(port: int) -> float:
    """Return the most megabytes that any process of the server on this port has had."""
    most = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            if f"PORT={port}\0".encode() in (folder / "environ").read_bytes():
                found = re.search(r"VmHWM:\s+(\d+) kB", (folder / "status").read_text())
                most = max(most, int(found[1]) / 1024 if found else 0.0)
    return most


def wait_for(port: int, address: str, seconds: float = 60) -> float:
    """Return how long it took until `address` answered 200. Raises TimeoutError."""
    started = time.perf_counter()
    while time.perf_counter() - started < seconds:
        try:
            connection = http.client.HTTPConnection(HOST, port, timeout=seconds)
            connection.request("GET", address)
            if connection.getresponse().status == 200:
                return time.perf_counter() - started
        except OSError:
            time.sleep(0.02)
    raise TimeoutError(f"{address} did not answer within {seconds} seconds.")


@dataclass(frozen=True)
class Repeat:
    """An address asked for by whoever has its page already, and knows it by `etag`: the answer is to be a 304."""

    address: str
    etag: str


Asked = str | Repeat


def ask(connection: http.client.HTTPConnection, asked: Asked) -> http.client.HTTPResponse:
    if isinstance(asked, Repeat):
        connection.request("GET", asked.address, headers={"If-None-Match": asked.etag})
    else:
        connection.request("GET", asked)
    response = connection.getresponse()
    response.read()
    if response.status != (304 if isinstance(asked, Repeat) else 200):
        raise RuntimeError(f"{asked} answered {response.status}.")
    return response


def repeat(port: int, address: str) -> Repeat:
    """Ask for a page, to ask for it again."""
    etag = ask(http.client.HTTPConnection(HOST, port), address).headers["ETag"]
    assert etag, address
    return Repeat(address, etag)


def status(port: int, address: str) -> int:
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", address)
    return connection.getresponse().status


def turn_by_turn(port: int, addresses: Sequence[Asked], seconds: float = 10, at_most: int = 150) -> list[float]:
    """Ask each address once in every round; return the medians in milliseconds, in their order.

    Rounds go on for some seconds, at least five and at most `at_most`, after two that are not counted.
    """
    connection = http.client.HTTPConnection(HOST, port)
    times: list[list[float]] = [[] for _ in addresses]
    started = time.perf_counter()
    while len(times[0]) < 7 or (time.perf_counter() - started < seconds and len(times[0]) < at_most):
        for found, address in zip(times, addresses, strict=True):
            begun = time.perf_counter()
            ask(connection, address)
            found.append((time.perf_counter() - begun) * 1000)
    return [median(found[2:]) for found in times]


def per_second(port: int, address: Asked, connections: int = 8, each: int = 25) -> float:
    def one() -> None:
        connection = http.client.HTTPConnection(HOST, port)
        for _ in range(each):
            ask(connection, address)

    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(one) for _ in range(connections)]:
            done.result()
    return connections * each / (time.perf_counter() - started)


def side_by_side(port: int, addresses: Sequence[Asked], rounds: int = 5) -> list[Speed]:
    """Measure addresses of one server turn by turn, and return the medians in their order."""
    latencies = turn_by_turn(port, addresses)
    rates: list[list[float]] = [[] for _ in addresses]
    for _ in range(rounds):
        for found, address in zip(rates, addresses, strict=True):
            found.append(per_second(port, address))
    return [Speed(time, median(found)) for time, found in zip(latencies, rates, strict=True)]
