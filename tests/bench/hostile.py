"""Searches and filters that nobody means well: how long the slowest answer takes, and whether each is one.

Every question is asked three times, pages made anew each time; the median counts. A question about a past day is asked
of three days that nobody asked for before: the catalog of such a day is put together first.
"""

from __future__ import annotations

import http.client
import random
import string
import time
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from urllib.parse import quote, urlencode

from tests.bench.catalogs import Catalog, catalogs, manage
from tests.bench.finding import choose
from tests.bench.servers import HOST, ask, server

AT_MOST = 1.0  # seconds
TIMES = 3
ANSWERS = {200, 302, 400, 404}
HEADING = '"general statement of duties"'
PHRASES = ("the work", "of the", "to the", "and the", "in a", "for the", "work of", "is the")
FACETS = ("organization", "family", "series", "grade", "flsa", "education", "requirement", "competency")


def rows() -> Iterator[tuple[str, str]]:
    for catalog in catalogs():
        manage(catalog.address, "rebuild_search", "--resume", told=True)
        manage(catalog.address, "collectstatic", "--noinput", "--verbosity", "0")
        asked = list(questions(**choose(catalog)))
        with server(catalog.address) as port:
            ask(http.client.HTTPConnection(HOST, port), "/classes/")  # lists are read after the start
            times = {name: median(taken(port, address) for address in addresses) for name, addresses in asked}
        yield from told(catalog, times)


def told(catalog: Catalog, times: dict[str, float]) -> Iterator[tuple[str, str]]:
    slowest = sorted(times, key=times.__getitem__, reverse=True)
    over = sum(time > AT_MOST for time in times.values())
    yield f"{len(times)} hostile questions, {catalog}: over {AT_MOST:.0f} s", str(over)
    for name in slowest[:5]:
        yield f"  {name}", f"{times[name] * 1000:.0f} ms"


def taken(port: int, address: str) -> float:
    """Return how many seconds an answer takes. Raises RuntimeError if it is none: anything but a page or a sentence."""
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    started = time.perf_counter()
    connection.request("GET", address)
    response = connection.getresponse()
    response.read()
    if response.status not in ANSWERS:
        raise RuntimeError(f"{address[:200]} answered {response.status}.")
    return time.perf_counter() - started


def questions(rare: str, common: str) -> Iterator[tuple[str, list[str]]]:
    """Yield names and three addresses each; the words are one that 3 % of the classes have and one that 42 % have."""
    for name, address in addresses(rare, common):
        yield name, [address] * TIMES
    draw = random.Random(1)
    for years in (1, 20, 1_000):
        days = [date.today() - timedelta(days=365 * years + draw.randrange(300)) for _ in range(TIMES)]
        for words in (common, '"the work" "of the" "and the"', HEADING):
            yield f"{words} {years:,} years ago", [f"/classes/?as_of={day}&q={quote(words)}" for day in days]


def addresses(rare: str, common: str) -> Iterator[tuple[str, str]]:
    draw = random.Random(1)
    letters = string.ascii_lowercase
    phrases = [f'"{each}"' for each in PHRASES]
    typed = {
        "10,000 characters": "planner " * 1_250,
        "10,000 signs": "?!*()\"'-" * 1_250,
        "500 quotes": '"' * 500,
        "only punctuation": "…,;:--()[]{}*&^%$",
        "a NUL": "plan\0ner",
        "a lone surrogate": "plan\udc80ner",
        "words of SQL": "' OR 1=1; DROP TABLE classes_jobclass; --",
        "words of FTS5": 'NEAR(plan work, 5) OR words : "a" ^plan',
        "words of tsquery": "plan & (work | !budget) <-> :*",
        "sixteen beginnings": "ab* ce* de* ea* ma* po* re* se* te* ad* be* co* di* em* in* ma*",
        "every beginning of two letters": " ".join(f"{letter}e*" for letter in letters),
        "common words": f"{common} and of the in to a for with or by on",
        "a phrase of common words": '"and of the" "in the" "of a"',
        "a phrase that most texts have": '"the work"',
        "eight phrases": " ".join(phrases),
        "any of eight phrases": " OR ".join(phrases),
        "to leave out phrases": '-"the work" -"of the" -"and work" manager',
        "a heading that most texts have": HEADING,
        "a long phrase": '"work of the class and the work of a supervisor in the class of"',
        "the common word and a beginning": f"{common} a*",
        "this or that": " OR ".join([common, rare, "the", "and", "work", "plan", "of"]),
        "only words to leave out": f"-{common} -{rare} -the",
        "a word and not that word": f"{common} -{common}",
        "misspelt words": "supervisoin managemnet plannign adminstration enginering techncian",
        "long nonsense": " ".join("".join(draw.choice(letters) for _ in range(12)) for _ in range(15)),
        "numbers": "1 2 3 4 5 6 7 8 9 10 11 12",
    }
    for name, words in typed.items():
        yield name, f"/classes/?q={quote(words, errors='surrogatepass')}"
    yield "… as JSON", f"/classes.json?q={quote(typed['common words'])}"
    yield "… as a tree", f"/classes/?view=tree&q={quote(typed['common words'])}"
    yield "… of which all competencies are shown", f"/classes/?values=competency&q={quote(typed['common words'])}"
    for page in (0, -1, 10**8, "9" * 300, "1e9", "²"):
        yield f"page {str(page)[:12]}", f"/classes/?{urlencode({'page': page})}"
    yield "the last page of a common word", f"/classes/?q={common}&page=500"
    yield "a thousand values", "/classes/?" + urlencode([("organization", f"o{number}") for number in range(1_000)])
    yield "one value a thousand times", "/classes/?" + urlencode([("organization", "demo-county")] * 1_000)
    yield "filters against each other", "/classes/?status=no-text&requirement=licensure&grade=no-such&experience=0"
    yield "a thousand unknown parameters", "/classes/?" + urlencode([(f"p{number}", number) for number in range(1_000)])
    for facet in FACETS:
        yield f"all values of {facet}", f"/classes/?values={facet}"
    yield "the first day there is", "/classes/?as_of=0001-01-01"
    yield "the last day there is", "/classes/?as_of=9999-12-31"
