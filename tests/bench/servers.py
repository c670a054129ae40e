"""Start the catalog's own server for a measurement, and ask it for pages."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
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
def server(address: str) -> Iterator[int]:
    """Serve the catalog at a database address with one worker on a free port; yields the port once it answers."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--config", "python:classcatalog.gunicorn", "--workers", "1"],
        cwd=HERE,
        env={**environment(address), "PORT": str(port)},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(port, "/healthz")
        yield port
    finally:
        process.terminate()
        process.wait()


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


def ask(connection: http.client.HTTPConnection, address: str) -> None:
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise RuntimeError(f"{address} answered {response.status}.")


def status(port: int, address: str) -> int:
    connection = http.client.HTTPConnection(HOST, port)
    connection.request("GET", address)
    return connection.getresponse().status


def turn_by_turn(port: int, addresses: list[str], seconds: float = 10, at_most: int = 150) -> list[float]:
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


def p50(port: int, address: str, requests: int = 100) -> float:
    connection = http.client.HTTPConnection(HOST, port)
    times = []
    for _ in range(requests):
        started = time.perf_counter()
        ask(connection, address)
        times.append((time.perf_counter() - started) * 1000)
    return median(times)


def per_second(port: int, address: str, connections: int = 8, each: int = 25) -> float:
    def one() -> None:
        connection = http.client.HTTPConnection(HOST, port)
        for _ in range(each):
            ask(connection, address)

    started = time.perf_counter()
    with ThreadPoolExecutor(connections) as pool:
        for done in [pool.submit(one) for _ in range(connections)]:
            done.result()
    return connections * each / (time.perf_counter() - started)


def side_by_side(port: int, addresses: list[str], rounds: int = 3) -> list[Speed]:
    """Measure addresses of one server in turns, several rounds, and return the medians in their order."""
    for address in addresses:
        ask(http.client.HTTPConnection(HOST, port), address)
    latencies: list[list[float]] = [[] for _ in addresses]
    rates: list[list[float]] = [[] for _ in addresses]
    for _ in range(rounds):
        for index, address in enumerate(addresses):
            latencies[index].append(p50(port, address))
            rates[index].append(per_second(port, address))
    return [Speed(median(times), median(found)) for times, found in zip(latencies, rates, strict=True)]
