"""What was made once and is kept, all of it here: answers to visitors, and what is made from published texts.

**Answers.** A page is kept under its address with the parameters that it knows, and bears the stamp of what it was
made from: the version of the catalog, the code, and the day (an announced text takes effect at midnight). While the
stamp is the same the answer is right, and costs one query, for the version. So a publish is visible on the next
request, in every process, and none has to be told. The stamp is in the `ETag` too: whoever has the page already gets
a 304, for the same one query.

**Proxies** may answer the crowd in our place for a minute (SHARED), never past midnight; a browser asks us each time.
Whoever bears a session, the staff, is never answered by a proxy, so that they see at once what they published.

**Pieces of lists.** The filters beside a list are the same on all its pages in one version: they are kept in `pieces`
under keys that begin with the version and the day, see `{% kept %}`.

**Made from a text.** A published text never changes, so what is made from it is kept under its digest: `made_once`.
Only a repair can change it, or what it relies on; that is a change of the whole, after which all is made anew.

Why not Django's caches: what is kept in memory there is pickled in and out, counted by entries whatever they weigh,
and thrown out at random. Here it is bytes, weighed, and what was not asked for longest goes first.
"""

from __future__ import annotations

import hashlib
import pickle
from collections import OrderedDict
from collections.abc import Callable, Hashable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache, lru_cache
from math import ceil
from threading import Lock
from typing import Any, Generic, TypeVar

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_etags, parse_http_date_safe

from classes import versions

PAGES_WEIGH = 64 * 1024 * 1024  # at most, in each process
TEXTS_WEIGH = 32 * 1024 * 1024
PIECES_WEIGH = 8 * 1024 * 1024
PAGE_WEIGHS = 1024 * 1024  # at most; a longer one is made anew each time
UNTOLD = 256 * 1024
OVERHEAD = 600  # bytes for the key of a thing and its place
SHARED = 60  # seconds for which a proxy may show a page, and again while it asks for a new one
CODE = ("classes", "competencies", "classcatalog", "templates")

Thing = TypeVar("Thing")


class Shelf(Generic[Thing]):
    """Room for things up to a weight in bytes; what was not asked for longest goes first. Threads may share it."""

    def __init__(self, holds: int) -> None:
        self.holds = holds
        self.weight = 0
        self._things: OrderedDict[Hashable, tuple[Thing, int]] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._things)

    def get(self, key: Hashable) -> Thing | None:
        with self._lock:
            held = self._things.get(key)
            if held is None:
                return None
            self._things.move_to_end(key)
            return held[0]

    def put(self, key: Hashable, thing: Thing, weight: int) -> None:
        """Keep a thing in the place of what stood under its key; one that alone would fill the shelf is not kept."""
        weight += OVERHEAD
        with self._lock:
            self._drop(key)
            if weight > self.holds:
                return
            self._things[key] = thing, weight
            self.weight += weight
            while self.weight > self.holds:
                self._drop(next(iter(self._things)))

    def clear(self) -> None:
        with self._lock:
            self._things.clear()
            self.weight = 0

    def _drop(self, key: Hashable) -> None:
        held = self._things.pop(key, None)
        if held:
            self.weight -= held[1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a view made of a request: the bytes, and the headers that it gave itself."""

    stamp: str
    content: bytes
    headers: tuple[tuple[str, str], ...]

    def response(self) -> HttpResponse:
        response = HttpResponse(self.content)
        for name, value in self.headers:
            response.headers[name] = value
        return response


class NotModified(HttpResponseNotModified):
    """A 304 that is silent about the length of the page, where Django's middleware would say that it is 0."""

    def has_header(self, header: str) -> bool:
        return header == "Content-Length" or super().has_header(header)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a request asks for, and what the answer is made from."""

    address: str
    stamp: str
    changed: int  # when the page can have changed last, in seconds
    fresh: int  # how long a proxy may show it, in seconds

    @property
    def etag(self) -> str:
        """A name for the answer, weak: a proxy that compresses would have to weaken it, and some drop a strong one."""
        digest = hashlib.blake2b(f"{self.stamp} {self.address}".encode(errors="backslashreplace"), digest_size=12)
        return f'W/"{digest.hexdigest()}"'


pages: Shelf[Answer] = Shelf(PAGES_WEIGH)
texts: Shelf[Any] = Shelf(TEXTS_WEIGH)
pieces: Shelf[str] = Shelf(PIECES_WEIGH)
answering: ContextVar[int | None] = ContextVar("answering", default=None)  # `Version.whole` while a page is made


def answer(request: HttpRequest, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Answer a request whose parameters are known to its view: with a 304, with what is kept, or with what is made.

    One query, for the version, and those of `make`. Raises what `make` raises.
    """
    version = versions.current()  # before any row is read; see `classes.versions`
    if version is versions.UNKNOWN:
        return unkept(make())
    asked = what_is_asked(request, version)
    etag = asked.etag
    if has_it(request, asked, etag):
        return dressed(request, NotModified(), asked, etag)
    held = pages.get(asked.address)
    if held and held.stamp == asked.stamp:
        return dressed(request, held.response(), asked, etag)
    response = made_under(version, make)
    if response.status_code >= 400:
        return unkept(response)
    if response.has_header("Cache-Control"):
        return response  # the view knows better
    if may_be_kept(request, response):
        assert isinstance(response, HttpResponse)
        content = response.content
        pages.put(asked.address, Answer(asked.stamp, content, tuple(response.items())), len(content))
    return dressed(request, response, asked, etag if response.status_code == 200 else "")


def made_under(version: versions.Version, make: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    token = answering.set(version.whole)
    try:
        return make()
    finally:
        answering.reset(token)


def unkept(response: HttpResponseBase) -> HttpResponseBase:
    """Let nobody keep a response: what went wrong now may go well the next time."""
    if not response.has_header("Cache-Control"):
        response.headers["Cache-Control"] = "no-store" if response.status_code >= 400 else "private, no-cache"
    return response


def what_is_asked(request: HttpRequest, version: versions.Version) -> Asked:
    """The address has scheme and host, for a feed has them too."""
    now = timezone.localtime()
    begins, ends = bounds(now.date(), settings.TIME_ZONE)
    code, deployed = code_stamp()
    changed_at = version.changed_at.timestamp()
    query = request.META.get("QUERY_STRING", "")
    return Asked(
        address=f"{request.scheme}://{request.get_host()}{request.path}?{query}",
        stamp=f"{version.number} {changed_at} {now.date()} {code}",
        changed=max(ceil(changed_at), begins, deployed),
        fresh=max(0, min(SHARED, int((ends - now.timestamp()) / 2))),
    )


@lru_cache(maxsize=4)
def bounds(day: date, zone: str) -> tuple[int, int]:
    """Return when a day begins and ends in the catalog's time zone, in seconds."""
    begin, end = (timezone.make_aware(datetime.combine(each, time.min)) for each in (day, day + timedelta(days=1)))
    return int(begin.timestamp()), int(end.timestamp())


def has_it(request: HttpRequest, asked: Asked, etag: str) -> bool:
    """Whether the visitor has the page as it is now. A name goes before a date; a date to come says nothing."""
    named = request.META.get("HTTP_IF_NONE_MATCH")
    if named is not None:
        opaque = etag.removeprefix("W/")
        return opaque in named and any(each.removeprefix("W/") == opaque for each in parse_etags(named))
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE") or "")
    return since is not None and asked.changed <= since <= timezone.now().timestamp()


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether everyone may be given this very answer: a page that is there, as a whole, and of nobody in particular."""
    return (
        response.status_code == 200
        and isinstance(response, HttpResponse)
        and getattr(response, "is_rendered", True)
        and len(response.content) <= PAGE_WEIGHS
        and not response.cookies
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(getattr(request, "session", None), "accessed", False)
    )


def dressed(request: HttpRequest, response: HttpResponseBase, asked: Asked, etag: str) -> HttpResponseBase:
    """Give a response the headers that say who may keep it, for how long, and how to ask whether it still holds."""
    headers = response.headers
    if "HTTP_COOKIE" in request.META and settings.SESSION_COOKIE_NAME in request.COOKIES:
        headers["Cache-Control"] = "private, no-cache"
    else:
        headers["Cache-Control"] = visitors(asked.fresh)
    if etag:
        headers["ETag"] = etag
        headers["Last-Modified"] = http_date(min(asked.changed, int(timezone.now().timestamp())))
    if "Vary" in headers:
        patch_vary_headers(response, ["Cookie"])
    else:
        headers["Vary"] = "Cookie"
    return response


def visitors(fresh: int) -> str:
    return f"public, max-age=0, s-maxage={fresh}, stale-while-revalidate={fresh}"


@cache
def code_stamp() -> tuple[str, int]:
    """Name the code, the templates and the static files that pages are made with, and say when they changed last.

    Once in a process, some 20 ms. What changed later than now is not believed.
    """
    digest, newest = hashlib.blake2b(digest_size=9), 0.0
    for folder in CODE:
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.is_file() and path.suffix != ".pyc":
                digest.update(f"{path.relative_to(settings.BASE_DIR)} {path.stat().st_size}\n".encode())
                digest.update(path.read_bytes())
                newest = max(newest, path.stat().st_mtime)
    manifest = getattr(staticfiles_storage, "manifest_hash", "")
    digest.update(f"{manifest} {django.get_version()} {settings.TIME_ZONE}".encode())
    return digest.hexdigest(), ceil(newest) if newest <= timezone.now().timestamp() else 0


def made_once(key: Sequence[str], make: Callable[[], Thing]) -> Thing:
    """Return what `make` makes of a published text: made once while a page is made, and kept while there is room.

    `key` says what is made and ends with the digest of all that it is made from: `("body", text.digest)`. Whoever gets
    the thing shares it, so it must be one that nobody changes. While developing it is made each time, for templates.
    Where KEEP_PAGES is off nobody asks for the version, and a repair is seen after a restart.
    """
    whole = answering.get()
    if settings.DEBUG or (whole is None and settings.KEEP_PAGES):
        return make()
    kept_as = (whole, *key)
    held: Thing | None = texts.get(kept_as)
    if held is None:
        held = make()
        texts.put(kept_as, held, weight(held))
    return held


def weight(thing: object) -> int:
    """About how many bytes a thing takes in memory; of one that cannot be told a lot, so that it goes soon."""
    if isinstance(thing, (str, bytes)):
        return len(thing)
    try:
        return 4 * len(pickle.dumps(thing))
    except (pickle.PicklingError, AttributeError, TypeError):
        return UNTOLD


def forget() -> None:
    """Forget all that this process keeps. For tests: what is kept is right as long as it is found."""
    pages.clear()
    texts.clear()
    pieces.clear()
