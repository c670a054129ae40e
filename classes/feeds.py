"""Atom feeds, for readers that ask again and again."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed

# What XML 1.0 cannot hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

# The day that tag URIs bear (RFC 4151): one on which the host was the catalog's own, the same in every one of them.
TAGGED_ON = "2026-01-01"


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One entry of a feed. `name` is what it is known by for ever, within its catalog: "history/17"."""

    name: str
    title: str
    link: str
    on: date
    summary: str = ""
    author: str = ""
    categories: tuple[str, ...] = ()


def atom(request: HttpRequest, name: str, title: str, link: str, entries: Iterable[FeedEntry]) -> HttpResponse:
    """Answer with a feed of `entries`, newest first, known as `name`; `link` is the page that it follows.

    An entry counts as updated when its day begins in the catalog's time zone. All addresses are absolute.
    """
    feed = Atom1Feed(
        title=xml(title),
        link=request.build_absolute_uri(link),
        description="",
        language="en",
        author_name="Class Catalog",
        feed_url=request.build_absolute_uri(),
        feed_guid=tag(request, name),
    )
    for entry in entries:
        begins = timezone.make_aware(datetime.combine(entry.on, time.min))
        feed.add_item(
            title=xml(entry.title),
            link=request.build_absolute_uri(entry.link),
            description=xml(entry.summary),
            author_name=xml(entry.author),
            unique_id=tag(request, entry.name),
            updateddate=begins,
            pubdate=begins,
            categories=[xml(category) for category in entry.categories],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def tag(request: HttpRequest, name: str) -> str:
    """Return the tag URI of a thing in this catalog."""
    host, _ = split_domain_port(request.get_host())
    return f"tag:{host},{TAGGED_ON}:{name}"


def xml(text: str) -> str:
    """The text without the few characters that no XML document may hold."""
    return NOT_XML.sub("", text)
