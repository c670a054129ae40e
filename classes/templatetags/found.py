"""What stands a hundred times on the list of classes, written without a template: its lines, the values of its facets.

Django's template language takes longer for fifty lines with marks than finding them takes; written here they cost a
tenth. Every text goes through `escape` where it is written: `tests/classes/test_templatetags_found.py` holds that.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe

from classes.finding.lines import Hit, Line
from classes.finding.panels import Letter, Option, Panel
from classes.finding.words import Mark, Marker
from classes.templatetags.catalog import time_element

register = template.Library()


@register.simple_tag
def found_rows(hits: Iterable[Hit], on_day: str) -> SafeString:
    """Return the rows of the table of classes; `on_day` is the query string that leads to the day shown, or empty."""
    day = escape(on_day)
    return mark_safe("".join(row(hit, day) for hit in hits))


@register.simple_tag
def facet_values(panel: Panel) -> SafeString:
    """Return the values of a facet, each a box to tick of the form "find" with the number of classes behind it."""
    name = escape(panel.name)
    return mark_safe("".join(value(option, name) for option in panel.options))


@register.simple_tag
def letter_links(letters: Iterable[Letter]) -> SafeString:
    """Return the alphabet, each letter a link where titles begin with it."""
    return mark_safe("".join(map(letter_link, letters)))


@register.filter
def marked(marks: Iterable[Mark]) -> SafeString:
    """Return a text with its marks."""
    return mark_safe(
        "".join([f"<mark>{escape(mark.text)}</mark>" if mark.marked else escape(mark.text) for mark in marks])
    )


@register.filter
def name_marked(name: str, marker: Marker) -> SafeString:
    """Return a title or code with what was looked for marked."""
    return marked(marker.marked(name, name=True))


def row(hit: Hit, on_day: str) -> str:
    line, said = hit.line, marked(hit.said)
    organization = escape(line.organization)
    return (
        f"<tr{_class('told' if said else '')}>\n"
        f'<td class="tick-box"><label><input type="checkbox" name="classes" value="{escape(line.key)}">'
        f'<span class="visually-hidden">Compare {escape(line.name)}, {organization}</span></label></td>\n'
        f'<th scope="row"><a href="{escape(line.address)}{on_day}">{marked(hit.title)}</a>{otherwise(hit)}</th>\n'
        + cell("Code", marked(hit.code), "unbroken")
        + cell("Grade", escape(line.grade), "unbroken")
        + cell("Organization", organization)
        + cell("Family or series", escape(line.group))
        + cell("Minimums", escape(line.minimums or "not stated") if line.text_held else "")
        + cell("In force since", since(line), "unbroken" if is_in_force(line) and line.since else "unbroken is-untold")
        + "</tr>\n"
        + (telling(hit, said) if said else "")
    )


def cell(label: str, shown: str, kind: str = "") -> str:
    """Return a cell; where nothing is held a dash, which a narrow screen leaves out."""
    if not shown:
        shown, kind = "–", f"{kind} is-empty".lstrip()
    return f'<td data-label="{label}"{_class(kind)}>{shown}</td>\n'


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


def otherwise(hit: Hit) -> str:
    """Say what a class was called, or is to be called, where it was found by that."""
    if hit.formerly:
        until = time_element(hit.formerly.last_day, True)
        return f' <span class="fine">formerly {marked(hit.called)}, until {until}</span>'
    if hit.later and hit.later.effective_from:
        since = time_element(hit.later.effective_from, True)
        return f' <span class="fine">to be {marked(hit.called)} from {since}</span>'
    return ""


def is_in_force(line: Line) -> bool:
    return line.text_held and line.status != "abolished"


def since(line: Line) -> str:
    if line.status == "abolished":
        on = f" {time_element(line.abolished_on, True)}" if line.abolished_on else ""
        return f'<span class="tag">Abolished</span>{on}'
    if not line.text_held:
        return f'<span class="tag">{"Takes effect later" if line.status == "announced" else "No text held"}</span>'
    return line.since_words or "no date"


def telling(hit: Hit, said: str) -> str:
    what = '<span class="fine">Competency</span> ' if hit.asks_for else ""
    return f'<tr class="telling">\n<td class="tick-box"></td>\n<td colspan="7">{what}{said}</td>\n</tr>\n'


def value(option: Option, name: str) -> str:
    within = f" <small>{escape(option.within)}</small>" if option.within else ""
    return (
        f'\n<label><input type="checkbox" name="{name}" value="{escape(option.key)}" form="find"'
        f"{' checked' if option.chosen else ''}> <span>{escape(option.label)}{within}</span> "
        f"<b>{option.counted}<i> {option.unit}</i></b></label>"
    )


def letter_link(letter: Letter) -> str:
    if not letter.address:
        return f"<span>{letter.label}</span>"
    current = ' aria-current="true"' if letter.chosen else ""
    return f'<a href="{escape(letter.address)}" title="{letter.counted}"{current}>{letter.label}</a>'
