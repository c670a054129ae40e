"""A page as a reader meets it, read from its HTML: elements, visible words, links.

The parser accepts only well-formed pages: a tag that is closed out of turn, or never, fails the test that reads it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from io import StringIO

from django.http import HttpResponse
from django.http.response import HttpResponseBase

VOID = {"br", "hr", "img", "input", "link", "meta"}
INLINE = {"a", "b", "code", "mark", "span", "time"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)

    @property
    def classes(self) -> list[str]:
        return self.attributes.get("class", "").split()

    def walk(self) -> Iterator[Element]:
        """Yield this element and all within it, in the order of the page."""
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a tag within this one; `aria_label` stands for aria-label, `class_` for one class."""
        wanted_class = attributes.pop("class_", None)
        return [
            element
            for element in self.walk()
            if element.tag == tag
            and (wanted_class is None or wanted_class in element.classes)
            and all(element.attributes.get(name.replace("_", "-")) == value for name, value in attributes.items())
        ]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} elements <{tag}> {attributes or ''} instead of one"
        return found[0]

    def text_without(self, *classes: str) -> str:
        """The text within, white space folded, leaving out elements of these classes."""
        return " ".join("".join(self._pieces(frozenset(classes))).split())

    @property
    def text(self) -> str:
        return self.text_without()

    def _pieces(self, without: frozenset[str]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif without.isdisjoint(child.classes):
                gap = "" if child.tag in INLINE else " "
                yield gap
                yield from child._pieces(without)
                yield gap

    @property
    def links(self) -> list[str]:
        return [link.attributes["href"] for link in self.all("a")]


class Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("page")
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"<{tag}> has an attribute twice: {attrs}"
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        assert self.open[-1].tag == tag, f"</{tag}> stands where <{self.open[-1].tag}> is open"
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


def read(response: HttpResponse) -> Element:
    """Return the page of an HTML response."""
    assert response["Content-Type"] == "text/html; charset=utf-8"
    return read_html(b"".join(response).decode())  # streamed or not


def read_table(response: HttpResponseBase) -> list[list[str]]:
    """Read what a spreadsheet would: all rows of a CSV file, streamed or not."""
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    content = response.getvalue()  # type: ignore[attr-defined]
    assert content.startswith(b"\xef\xbb\xbf"), "without a byte order mark spreadsheets take it for another encoding"
    return list(csv.reader(StringIO(content.decode("utf-8-sig"))))


def read_html(html: str) -> Element:
    """Return a page, or a part of one, under a root of its own."""
    reader = Reader()
    reader.feed(html)
    reader.close()
    assert reader.open == [reader.root], f"<{reader.open[-1].tag}> is never closed"
    return reader.root


def check_frame(page: Element, title: str) -> None:
    """Assert what every page has: a title, one heading, one main part, labelled navigation, ids that are unique."""
    assert page.one("title").text == f"{title} · Class Catalog"
    assert page.one("html").attributes["lang"] == "en"
    main = page.one("main")
    assert main.attributes["id"] == "main"
    assert len(page.all("h1")) == len(main.all("h1")) == 1
    assert page.all("a")[0].attributes == {"class": "skip-link", "href": "#main"}
    labels = [nav.attributes.get("aria-label") for nav in page.all("nav")]
    assert all(labels)
    assert len(labels) == len(set(labels))
    assert len(page.all("header", class_="site-header")) == len(page.all("footer", class_="site-footer")) == 1
    ids = [element.attributes["id"] for element in page.walk() if "id" in element.attributes]
    assert len(ids) == len(set(ids))
    for element in page.walk():
        for name in ("aria-labelledby", "aria-describedby", "for"):
            assert set(element.attributes.get(name, "").split()) <= set(ids)
    for link in page.all("a"):
        assert link.text or "aria-label" in link.attributes, f"a link without words: {link.attributes}"
        address = link.attributes["href"]
        assert not address.startswith("#") or address[1:] in ids, f"{address} leads nowhere"
