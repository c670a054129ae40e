"""What templates need beyond Django's own tags. Nothing here starts a query."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.dateformat import format as date_format
from django.utils.html import format_html

from classes.addresses import address as address_of
from classes.bodies import body
from classes.caching import pieces
from classes.mentions import runs
from classes.pages import ClassPage
from classes.standing import Standing
from classes.words import Run, tidy

register = template.Library()


class KeptNode(template.Node):
    """What stands between `{% kept key … %}` and `{% endkept %}`, made once for these; without a key, each time."""

    def __init__(self, keys: list[template.base.FilterExpression], nodes: template.NodeList) -> None:
        self.keys = keys
        self.nodelist = nodes

    def render(self, context: Context) -> str:
        key = tuple(each.resolve(context) for each in self.keys)
        if not key[0]:
            return self.nodelist.render(context)
        found = pieces.get(key)
        if found is None:
            found = self.nodelist.render(context)
            pieces.put(key, found, 2 * len(found))
        return found


@register.tag("kept")
def kept(parser: template.base.Parser, token: template.base.Token) -> KeptNode:
    """Keep what does not change while its keys stand: they say all that it depends on."""
    keys = [parser.compile_filter(each) for each in token.split_contents()[1:]]
    nodes = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(keys, nodes)


@register.simple_tag(takes_context=True)
def link(context: Context, to: Any, *args: Any, **query: str) -> str:
    """Return the address of a record, or of a page by its name, on the day that this page shows.

    `{% link job_class %}`, `{% link 'classes:browse' organization='city' %}`; an empty parameter is left out.
    """
    address = to.get_absolute_url() if hasattr(to, "get_absolute_url") else address_of(to, args)
    day = context.get("day")
    asked = {name: value for name, value in query.items() if value} | (day.parameters if day else {})
    return f"{address}?{urlencode(asked, safe=',/')}" if asked else address


@register.simple_tag
def page_address(name: str, *args: Any) -> str:
    """Return the address of a page by its name, today's: what `{% url %}` returns, put together once."""
    return address_of(name, args)


@register.simple_tag
def asset(name: str) -> str:
    """Return the address of a file in `static`, `{% asset 'css/base.css' %}`: kept, but not while developing."""
    return static(name) if settings.DEBUG else asset_address(name)


@lru_cache(maxsize=64)
def asset_address(name: str) -> str:
    return static(name)


@register.simple_tag(takes_context=True)
def without(context: Context, parameter: str) -> str:
    """Return the address of this page without one of its filters, from the first page on.

    `{% querystring %}` cannot do it: it takes the names of parameters as they are written, not from a variable.
    """
    query = context["request"].GET.copy()
    for name in (parameter, "page"):
        query.pop(name, None)
    return f"?{query.urlencode()}"


@register.simple_tag
def dated(day: date, short: bool = False) -> str:
    """Return a day as a `<time>` element: "July 30, 2023", or "Jul 30, 2023" where room is short."""
    return time_element(day, bool(short))


@lru_cache(maxsize=4_096)
def time_element(day: date, short: bool) -> str:
    words = date_format(day, "M j, Y" if short else "F j, Y")
    return format_html('<time datetime="{}">{}</time>', day.isoformat(), words)


@register.simple_tag(takes_context=True)
def class_body(context: Context, page: ClassPage) -> str:
    """Show the text of a class page, `classes/_document.html`; see `classes.bodies` for when it is made."""

    def make() -> str:
        shown = {"document": page.document, "links": page.links, "standings": page.standings, "stood_at": page.stood}
        return rendered(context, "classes/_document.html", job_class=page.job_class, **shown)

    return body(page, context["day"], make)


@register.simple_tag(takes_context=True)
def since_when(context: Context, stood: Standing, name: str = "", within: bool = False, short: bool = False) -> str:
    """Say since when the words of something named have stood, in `classes/_standing.html`.

    Most of a text has stood since one day and has no change to link to: that is said in the same words each time.
    """
    if settings.DEBUG or stood.before or stood.mended:
        return rendered(context, "classes/_standing.html", stood=stood, name=name, within=within, short=short)
    return unlinked(stood, within, short)


@lru_cache(maxsize=4_096)
def unlinked(stood: Standing, within: bool, short: bool) -> str:
    return render_to_string("classes/_standing.html", {"stood": stood, "within": within, "short": short})


def rendered(context: Context, template: str, **shown: Any) -> str:
    """Return what a template makes of a page's context with some more in it, as `{% include %}` does."""
    with context.push(**shown):
        return context.template.engine.get_template(template).render(context)  # type: ignore[union-attr]


@register.filter
def tidied(shown: Iterable[Run]) -> tuple[Run, ...]:
    """The runs of a sentence as one shows them: no mark reaches over the space behind it."""
    return tidy(shown)


@register.filter
def at(things: Mapping[Any, Any] | None, key: Any) -> Any:
    """The thing that stands in a mapping under a key that is a variable; None where there is none, or no mapping."""
    return things.get(key) if things else None


@register.filter
def mentions(text: str, links: Mapping[str, Any]) -> list[tuple[str, Any]]:
    """Part `text` into `(text, record)` pairs at the titles that are keys of `links`; record is None between them."""
    return [(run.text, links.get(run.title)) for run in runs(text, frozenset(links or ()))]
