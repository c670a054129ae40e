"""What is kept: so much and no more, for as long as it is right, and of nobody in particular."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

import pytest
import time_machine
from django.conf import settings as site
from django.contrib.sessions.backends.signed_cookies import SessionStore
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from classes import caching, versions
from classes.caching import OVERHEAD, PAGE_WEIGHS, Shelf, answer, code_stamp, made_once
from classes.versions import UNKNOWN, Version
from tests.conftest import TODAY

YESTERDAY = TODAY - timedelta(days=1)
HOUR = timedelta(hours=1)


# --- The shelf ---


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 4_000)), max_size=60))
def test_a_shelf_never_holds_more_than_it_may_and_knows_what_it_holds(puts):
    shelf: Shelf[int] = Shelf(5_000)
    held: dict[int, int] = {}
    for number, (key, weight) in enumerate(puts):
        shelf.put(key, number, weight)
        held[key] = number
        assert shelf.weight <= 5_000
        assert shelf.get(key) == (number if weight + OVERHEAD <= 5_000 else None)
    found = {key for key in held if shelf.get(key) is not None}
    assert all(shelf.get(key) == held[key] for key in found)
    assert len(shelf) == len(found)
    assert shelf.weight >= len(found) * OVERHEAD
    shelf.clear()
    assert (len(shelf), shelf.weight, shelf.get(0)) == (0, 0, None)


def test_what_was_not_asked_for_longest_goes_first():
    shelf: Shelf[str] = Shelf(3 * OVERHEAD)
    for name in "abc":
        shelf.put(name, name, 0)
    assert shelf.get("a") == "a"
    shelf.put("d", "d", 0)
    assert [shelf.get(name) for name in "abcd"] == ["a", None, "c", "d"]


def test_a_thing_in_the_place_of_another_leaves_its_weight_behind():
    shelf: Shelf[str] = Shelf(10_000)
    for _ in range(50):
        shelf.put("a", "a", 1_000)
    assert shelf.weight == 1_000 + OVERHEAD
    shelf.put("a", "b", 10_000)  # too heavy: neither it nor what it was to replace is there
    assert (shelf.get("a"), shelf.weight) == (None, 0)


def test_threads_may_share_a_shelf():
    shelf: Shelf[int] = Shelf(20 * OVERHEAD)

    def use(seed: int) -> None:
        dice = Random(seed)
        for _ in range(2_000):
            key = dice.randrange(40)
            shelf.put(key, key, dice.randrange(500))
            assert shelf.get(dice.randrange(40)) in (None, *range(40))

    with ThreadPoolExecutor(8) as threads:
        for done in [threads.submit(use, seed) for seed in range(8)]:
            done.result()
    assert shelf.weight == sum(weight for _, weight in shelf._things.values()) <= shelf.holds


# --- What is made of a text ---


def counting(thing: Any) -> tuple[Callable[[], Any], list[int]]:
    made: list[int] = []

    def make() -> Any:
        made.append(1)
        return thing

    return make, made


@dataclass(frozen=True, slots=True)
class Words:
    words: tuple[str, ...]


@pytest.mark.parametrize("thing", ["Plans.", b"Plans.", Words(("Plans", "the work")), {"a": [1, 2]}, lambda: None])
def test_what_is_made_of_a_text_is_made_once(thing):
    make, made = counting(thing)
    assert made_once(("body", "0" * 64), make) is thing
    assert made_once(("body", "0" * 64), make) is thing
    assert len(made) == 1
    made_once(("body", "1" * 64), make)
    made_once(("plain", "0" * 64), make)
    assert len(made) == 3


def test_while_developing_it_is_made_each_time(settings):
    settings.DEBUG = True
    make, made = counting("Plans.")
    for _ in range(2):
        made_once(("body", "0" * 64), make)
    assert len(made) == 2


def test_beside_a_page_that_knows_its_version_nothing_of_a_text_is_kept(settings):
    """In the admin and in commands nobody has asked for the version, so nobody knows whether a repair came between."""
    settings.KEEP_PAGES = True
    make, made = counting("Plans.")
    for _ in range(2):
        made_once(("body", "0" * 64), make)
    assert len(made) == 2


def test_it_is_made_anew_after_a_change_of_the_whole_such_as_a_repair(settings, at_version):
    settings.KEEP_PAGES = True
    make, made = counting("Plans.")

    def view() -> HttpResponse:
        return HttpResponse(made_once(("body", "0" * 64), make))

    for number, whole, times in ((7, 3, 1), (8, 3, 1), (9, 9, 2)):
        at_version(number, whole=whole)
        answer(request(), view)
        assert len(made) == times, number


# --- The code ---


def test_the_stamp_of_the_code_changes_with_any_file_of_it_and_only_then(settings, tmp_path):
    def stamp() -> str:
        code_stamp.cache_clear()
        return code_stamp()[0]

    try:
        real = stamp()
        assert real == stamp()
        settings.BASE_DIR = tmp_path
        (tmp_path / "templates" / "classes").mkdir(parents=True)
        (tmp_path / "classes").mkdir()
        page, code = tmp_path / "templates" / "classes" / "page.html", tmp_path / "classes" / "pages.py"
        page.write_text("<p>")
        code.write_text("a = 1")
        seen = [real, stamp()]
        for file, text in ((page, "<h1>"), (code, "a = 2")):
            file.write_text(text)
            seen.append(stamp())
        code.rename(tmp_path / "classes" / "others.py")
        seen.append(stamp())
        settings.TIME_ZONE = "UTC"
        seen.append(stamp())
        assert len(set(seen)) == len(seen)
        (tmp_path / "classes" / "others.pyc").write_bytes(b"made")
        (tmp_path / "README.md").write_text("words")
        assert stamp() == seen[-1]
    finally:
        code_stamp.cache_clear()


# --- Answers ---


@pytest.fixture(autouse=True)
def code_of_long_ago(monkeypatch: pytest.MonkeyPatch) -> None:
    """The files of this checkout are younger than the day of the tests."""
    monkeypatch.setattr(caching, "code_stamp", lambda: ("code", 0))


@pytest.fixture(autouse=True)
def at_version(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """The version, without a database; call it to let the catalog go on."""

    def set_version(number: int, changed_at: datetime = YESTERDAY, whole: int = 1) -> None:
        monkeypatch.setattr(versions, "current", lambda: Version(number, whole, changed_at))

    set_version(7)
    return set_version


class View:
    """A view that counts how often it is asked."""

    def __init__(self, make: Callable[[], Any] = lambda: HttpResponse("Plans.")) -> None:
        self.make, self.times = make, 0

    def __call__(self) -> Any:
        self.times += 1
        return self.make()


def request(address: str = "/classes/city/ci2787/", **headers: str) -> HttpRequest:
    return RequestFactory(headers={"host": "localhost", **headers}).get(address)


def test_a_page_is_made_once_and_answered_with_the_same_bytes_and_headers():
    view = View(lambda: HttpResponse("a,b", content_type="text/csv", headers={"Content-Disposition": "attachment"}))
    first, second = answer(request(), view), answer(request(), view)
    assert view.times == 1
    assert (first.content, first.headers) == (second.content, second.headers)
    assert second["Content-Type"] == "text/csv"
    assert second["Content-Disposition"] == "attachment"


@pytest.mark.parametrize(
    "other",
    ["/classes/city/ci2787.json", "/classes/city/ci2787/?as_of=2020-01-01", "/classes/city/ci2787/?", "http", "host"],
)
def test_every_address_has_an_answer_of_its_own(other):
    view = View()
    answer(request(), view)
    if other == "http":
        asked = RequestFactory(headers={"host": "localhost"}).get("/classes/city/ci2787/", secure=True)
    elif other == "host":
        asked = request(host="127.0.0.1")
    else:
        asked = request(other)
    answer(asked, view)
    assert view.times == (1 if other.endswith("?") else 2)


def test_an_answer_is_given_as_long_as_version_day_and_code_stay(at_version, monkeypatch):
    view = View()
    seen = [answer(request(), view)["ETag"]]

    def made_anew() -> bool:
        seen.append(answer(request(), view)["ETag"])
        return view.times == len(set(seen)) == len(seen)

    at_version(8)
    assert made_anew()
    at_version(8, YESTERDAY + HOUR)  # a database that was restored counts from an old number on
    assert made_anew()
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        assert made_anew()
    monkeypatch.setattr(caching, "code_stamp", lambda: ("other code", 0))
    assert made_anew()


def test_a_page_that_was_being_made_while_something_changed_is_shown_to_nobody_else(at_version):
    words = ["Old."]

    def slow() -> HttpResponse:
        said = words[0]
        words[0] = "New."
        at_version(8)
        return HttpResponse(said)

    assert answer(request(), slow).content == b"Old."
    assert answer(request(), lambda: HttpResponse(words[0])).content == b"New."


def test_a_page_that_has_new_rows_already_is_not_kept_under_the_new_number_but_made_anew(at_version):
    view = View()

    def overtaken() -> HttpResponse:
        at_version(8)  # committed after the number was read, and before the rows
        return HttpResponse("New.")

    answer(request(), overtaken)
    assert answer(request(), view).content == b"Plans."


def test_without_a_version_nothing_is_kept_and_all_is_shown(monkeypatch):
    monkeypatch.setattr(versions, "current", lambda: UNKNOWN)
    view = View()
    for _ in range(2):
        response = answer(request(**{"if-modified-since": "Mon, 15 Jun 2026 15:00:00 GMT"}), view)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
        assert "ETag" not in response
    assert view.times == 2


def test_two_processes_show_a_change_at_once_each_for_itself(at_version, monkeypatch):
    views = [View(), View()]
    shelves = [Shelf(100_000), Shelf(100_000)]

    def ask(process: int) -> Any:
        monkeypatch.setattr(caching, "pages", shelves[process])
        return answer(request(), views[process])

    before = [ask(process)["ETag"] for process in (0, 1, 0, 1)]
    assert len(set(before)) == 1
    at_version(8)
    after = [ask(process)["ETag"] for process in (1, 0)]
    assert len(set(after)) == 1
    assert after[0] != before[0]
    assert [view.times for view in views] == [2, 2]


# --- What is not kept ---


def redirected() -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "/"})


def with_cookie() -> HttpResponse:
    response = HttpResponse("Plans.")
    response.set_cookie("a", "b")
    return response


NOT_KEPT: dict[str, Callable[[], Any]] = {
    "stream": lambda: StreamingHttpResponse(iter(["Plans."])),
    "redirect": redirected,
    "404": lambda: HttpResponse("Nothing.", status=404),
    "400": lambda: HttpResponse("Nonsense.", status=400),
    "503": lambda: HttpResponse("Down.", status=503),
    "cookie": with_cookie,
    "a word of its own": lambda: HttpResponse("Plans.", headers={"Cache-Control": "no-store"}),
    "too long": lambda: HttpResponse("p" * (PAGE_WEIGHS + 1)),
}


@pytest.mark.parametrize("name", NOT_KEPT)
def test_what_is_no_whole_page_for_everyone_is_made_each_time(name):
    view = View(NOT_KEPT[name])
    for _ in range(2):
        response = answer(request(), view)
    assert view.times == 2
    assert len(caching.pages) == 0
    wrong = response.status_code >= 400 or name == "a word of its own"
    assert response["Cache-Control"].startswith("no-store" if wrong else "public, max-age=0")
    assert ("ETag" in response) == (response.status_code == 200 and not wrong)


def test_the_longest_page_that_is_kept():
    view = View(lambda: HttpResponse("p" * PAGE_WEIGHS))
    for _ in range(2):
        answer(request(), view)
    assert view.times == 1


def test_a_page_for_which_the_session_was_looked_at_is_made_each_time():
    view = View()
    for _ in range(2):
        asked = request()
        asked.session = SessionStore()
        asked.session.get("anything")
        answer(asked, view)
    assert view.times == 2


# --- What a visitor has already ---


def tag(view: View | None = None) -> str:
    return str(answer(request(), view or View())["ETag"])


@pytest.mark.parametrize("form", ["{}", '"other", {}', '{}, "other"', "{}  ", "strong"])
def test_whoever_names_the_page_as_it_is_has_it(form):
    name = tag()
    view = View()
    given = name.removeprefix("W/") if form == "strong" else form.format(name)
    response = answer(request(**{"if-none-match": given}), view)
    assert (response.status_code, response.content, view.times) == (304, b"", 0)
    for header in ("ETag", "Cache-Control", "Vary", "Last-Modified"):  # those that a full answer would have
        assert response[header] == answer(request(), view)[header]


@pytest.mark.parametrize("given", ["", "*", '""', '"other"', 'W/"other"', "other", "\x00", '"' * 3000, "W/"])
def test_whoever_names_another_page_or_nonsense_gets_it_whole(given):
    tag()
    assert answer(request(**{"if-none-match": given}), View()).status_code == 200


def test_a_name_goes_before_a_date():
    tag()
    headers = {"if-none-match": '"other"', "if-modified-since": "Mon, 15 Jun 2026 15:59:59 GMT"}
    assert answer(request(**headers), View()).status_code == 200


MIDNIGHT = datetime(2026, 6, 15, 4, tzinfo=UTC)  # in New York


@pytest.mark.parametrize(
    ("changed_at", "since", "status"),
    [
        (YESTERDAY, MIDNIGHT, 304),
        (YESTERDAY, MIDNIGHT - timedelta(seconds=1), 200),
        (MIDNIGHT + HOUR, MIDNIGHT + HOUR, 304),
        (MIDNIGHT + HOUR, MIDNIGHT + HOUR - timedelta(seconds=1), 200),
        (MIDNIGHT + HOUR + timedelta(milliseconds=1), MIDNIGHT + HOUR, 200),
        (TODAY + timedelta(seconds=3), TODAY, 200),  # many changes in one second run ahead of the clock
        (YESTERDAY, TODAY, 304),
        (YESTERDAY, TODAY + timedelta(seconds=1), 200),  # a date to come says nothing
    ],
)
def test_whoever_has_the_page_of_a_day_has_it_if_nothing_changed_since(at_version, changed_at, since, status):
    at_version(7, changed_at)
    headers = {"if-modified-since": since.strftime("%a, %d %b %Y %H:%M:%S GMT")}
    assert answer(request(**headers), View()).status_code == status


@pytest.mark.parametrize("given", ["yesterday", "", "9" * 400, "Mon, 99 Jun 2026 15:00:00 GMT", "\x00"])
def test_a_date_that_is_none_says_nothing(given):
    assert answer(request(**{"if-modified-since": given}), View()).status_code == 200


def test_a_page_changed_last_when_its_day_began_or_something_changed_or_the_code_did(at_version, monkeypatch):
    def last() -> str:
        return str(answer(request(), View())["Last-Modified"])

    assert last() == "Mon, 15 Jun 2026 04:00:00 GMT"
    at_version(8, MIDNIGHT + HOUR)
    assert last() == "Mon, 15 Jun 2026 05:00:00 GMT"
    monkeypatch.setattr(caching, "code_stamp", lambda: ("code", int((MIDNIGHT + 2 * HOUR).timestamp())))
    assert last() == "Mon, 15 Jun 2026 06:00:00 GMT"
    at_version(9, TODAY + HOUR)
    assert last() == "Mon, 15 Jun 2026 16:00:00 GMT"  # never later than now


# --- Who may keep it ---


def test_a_proxy_may_show_a_page_to_visitors_for_a_minute():
    response = answer(request(), View())
    assert response["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
    assert response["Vary"] == "Cookie"


@pytest.mark.parametrize(("before", "seconds"), [(120, 60), (119, 59), (2, 1), (1, 0)])
def test_no_proxy_shows_the_page_of_a_day_that_is_over(before, seconds):
    """An announced text takes effect at midnight. A proxy may go on for as long again while it asks for a new one."""
    with time_machine.travel(MIDNIGHT + timedelta(days=1, seconds=-before), tick=False):
        assert f"s-maxage={seconds}, stale-while-revalidate={seconds}" in answer(request(), View())["Cache-Control"]


def test_whoever_bears_a_session_asks_each_time_and_is_given_the_same_page():
    view = View()
    visitor = answer(request(), view)
    staff = answer(request(cookie=f"{site.SESSION_COOKIE_NAME}=abc"), view)
    assert (staff.content, staff["ETag"], view.times) == (visitor.content, visitor["ETag"], 1)
    assert staff["Cache-Control"] == "private, no-cache"
    assert "public" in answer(request(cookie="other=abc"), view)["Cache-Control"]


def test_a_view_that_varies_by_more_says_so_still():
    view = View(lambda: HttpResponse("Plans.", headers={"Vary": "Accept"}))
    assert [answer(request(), view)["Vary"] for _ in range(2)] == ["Accept, Cookie"] * 2
