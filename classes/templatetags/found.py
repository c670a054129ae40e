"""What stands a hundred times on the list of classes, written without a template: its lines, the values of its facets.

Django's template language takes longer for fifty lines with marks than finding them takes; written here they cost a
tenth. Every text goes through `escape` where it is written: `tests/classes/test_templatetags_found.py` holds that.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString

from classes.finding.lines import Hit, Line
from classes.finding.panels import Letter, Option, Panel
from classes.finding.words import Mark, Marker
from classes.templatetags.catalog import time_element

register = template.Library()

QUICK = 12  # values; of more, one can look for some by typing


@register.simple_tag
def found_rows(hits: Iterable[Hit], on_day: str) -> SafeString:
    """Return the rows of the table of classes; `on_day` is the query string that leads to the day shown, or empty."""
    day = escape(on_day)
    return SafeString("".join(row(hit, day) for hit in hits))


@register.simple_tag
def facets(panels: Iterable[Panel]) -> SafeString:
    """Return the facets with their values, each a box to tick of the form "find" with the number of classes behind."""
    return SafeString(f'<div class="facets">{"".join(map(facet, panels))}</div>')


@register.simple_tag
def letter_links(letters: Iterable[Letter]) -> SafeString:
    """Return the alphabet, each letter a link where titles begin with it."""
    return SafeString("".join(map(letter_link, letters)))


@register.filter
def marked(marks: Iterable[Mark]) -> SafeString:
    """Return a text with its marks."""
    return SafeString(
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
        + plain_cell("Grade", line.grade, "unbroken")
        + plain_cell("Organization", line.organization)
        + plain_cell("Family or series", line.group)
        + plain_cell("Minimums", (line.minimums or "not stated") if line.text_held else "")
        + cell("In force since", since(line), "unbroken" if is_in_force(line) and line.since else "unbroken is-untold")
        + "</tr>\n"
        + (telling(hit, said) if said else "")
    )


def cell(label: str, shown: str, kind: str = "") -> str:
    """Return a cell; where nothing is held a dash, which a narrow screen leaves out."""
    if not shown:
        shown, kind = "–", f"{kind} is-empty".lstrip()
    return f'<td data-label="{label}"{_class(kind)}>{shown}</td>\n'


@lru_cache(maxsize=10_000)
def plain_cell(label: str, text: str, kind: str = "") -> str:
    """Return a cell with a text that many classes share."""
    return cell(label, escape(text), kind)


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
    if line.status == "undated":
        return '<span class="tag">Undated</span> may have applied'
    return line.since_words or "no date"


def telling(hit: Hit, said: str) -> str:
    what = '<span class="fine">Competency</span> ' if hit.asks_for else ""
    return f'<tr class="telling">\n<td class="tick-box"></td>\n<td colspan="7">{what}{said}</td>\n</tr>\n'


def facet(panel: Panel) -> str:
    name, label = escape(panel.name), escape(panel.label)
    chosen = f"{panel.chosen} chosen" if panel.chosen else ""
    values = "".join(value(option, name) for option in panel.options)
    return (
        f'\n<details class="facet" id="facet-{name}"{" open" if panel.open else ""}>\n'
        f'<summary>{label} <span class="facet-chosen">{chosen}</span></summary>\n'
        f"{quick_find(name) if panel.whole and len(panel.options) > QUICK else ''}"
        f'<div class="facet-values" role="group" aria-label="{label}">{values}\n</div>\n'
        f"{more_or_fewer(panel)}</details>"
    )


def quick_find(name: str) -> str:
    return (
        f'<p class="facet-quick" data-quick hidden><label for="quick-{name}">Find in this list</label> '
        f'<input id="quick-{name}" type="search" autocomplete="off"></p>\n'
    )


def more_or_fewer(panel: Panel) -> str:
    if not (panel.whole or panel.more):
        return ""
    said = "Only the most frequent" if panel.whole else panel.all_of
    return f'<a class="facet-more" href="{escape(panel.address)}">{escape(said)}</a>\n'


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
