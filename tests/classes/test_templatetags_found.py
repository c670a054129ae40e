"""The lines of the list and the values of its facets as they are written: each text escaped, each case as it reads."""

from __future__ import annotations

from datetime import date
from html import escape

import pytest
from django.template import Context, Template

from classes.finding.lines import Hit, Line
from classes.finding.panels import Letter, Option, Panel
from classes.finding.words import Mark
from classes.names import Name
from tests.page import Element, read_html

HOSTILE = """<b>"&'"""
LINE = {
    "pk": 1,
    "key": "city/p1",
    "title": "Planner",
    "code": "P1",
    "organization": "City",
    "family": "Planning",
    "series": "Planners",
    "grade": "G-4",
    "minimums": "Bachelor’s degree, 3 years",
    "since": date(2024, 7, 1),
    "status": "in-force",
    "text_held": True,
}


def hit(**fields: object) -> Hit:
    line = Line(**{**LINE, **fields})  # type: ignore[arg-type]
    return Hit(line, (Mark(line.title),), (Mark(line.code),))


def written(*hits: Hit, on_day: str = "") -> str:
    return Template("{% load found %}<table>{% found_rows hits on_day %}</table>").render(
        Context({"hits": hits, "on_day": on_day})
    )


def cells(each: Hit) -> dict[str, Element]:
    return {
        cell.attributes["data-label"]: cell
        for cell in read_html(written(each)).all("td")
        if "data-label" in cell.attributes
    }


def test_a_line_has_a_cell_for_each_thing_that_is_held_of_a_class():
    page = read_html(written(hit()))
    assert page.one("th").text == "Planner"
    assert page.one("a").attributes["href"] == "/classes/city/p1/"
    assert page.one("input").attributes["value"] == "city/p1"
    assert page.one("label").text == "Compare Planner (P1), City"
    assert {label: cell.text for label, cell in cells(hit()).items()} == {
        "Code": "P1",
        "Grade": "G-4",
        "Organization": "City",
        "Family or series": "Planning",
        "Minimums": "Bachelor’s degree, 3 years",
        "In force since": "Jul 1, 2024",
    }


@pytest.mark.parametrize("field", ["key", "title", "code", "organization", "family", "series", "grade", "minimums"])
def test_nothing_in_a_line_is_taken_for_markup(field):
    html = written(hit(**{"family": "", field: HOSTILE}))
    assert HOSTILE not in html
    assert "<b>" not in html
    assert escape(HOSTILE) in html


def test_nothing_in_what_is_told_beside_a_line_is_taken_for_markup():
    told = hit()
    told.title = (Mark("<b>"), Mark("<i>", marked=True))
    told.code = (Mark("<u>", marked=True),)
    told.saying = (Mark("<s>"), Mark("<em>", marked=True))
    told.formerly = Name("<q>", "<dfn>", date(2020, 1, 31))
    told.called = (Mark("<q>"), Mark("<dfn>", marked=True))
    html = written(told, on_day='?as_of=2020-01-01&"<x>')
    assert all(f"<{tag}>" not in html for tag in ("b", "i", "u", "s", "em", "q", "dfn", "x"))
    assert "<mark>&lt;i&gt;</mark>" in html
    assert "<mark>&lt;em&gt;</mark>" in html
    assert 'href="/classes/city/p1/?as_of=2020-01-01&amp;&quot;&lt;x&gt;"' in html


@pytest.mark.parametrize(
    ("fields", "label", "says"),
    [
        ({"code": ""}, "Code", "–"),
        ({"grade": ""}, "Grade", "–"),
        ({"family": ""}, "Family or series", "Planners"),
        ({"family": "", "series": ""}, "Family or series", "–"),
        ({"minimums": ""}, "Minimums", "not stated"),
        ({"text_held": False}, "Minimums", "–"),
        ({"since": None}, "In force since", "no date"),
        ({"text_held": False, "status": "no-text"}, "In force since", "No text held"),
        ({"text_held": False, "status": "announced"}, "In force since", "Takes effect later"),
        ({"status": "abolished"}, "In force since", "Abolished"),
        ({"status": "abolished", "abolished_on": date(2025, 7, 1)}, "In force since", "Abolished Jul 1, 2025"),
    ],
)
def test_what_is_not_held_is_said_and_a_dash_is_left_out_on_narrow_screens(fields, label, says):
    cell = cells(hit(**fields))[label]
    assert cell.text == says
    assert ("is-empty" in cell.classes) == (says == "–")


@pytest.mark.parametrize(
    ("fields", "is_told"),
    [
        ({}, True),
        ({"since": None}, False),
        ({"text_held": False, "status": "announced"}, False),
        ({"status": "abolished", "abolished_on": date(2025, 7, 1)}, False),
    ],
)
def test_a_narrow_screen_says_since_only_before_the_day_from_which_a_text_is_in_force(fields, is_told):
    assert ("is-untold" in cells(hit(**fields))["In force since"].classes) is not is_told


def test_a_line_tells_where_else_the_words_stand_and_what_the_class_was_called():
    told = hit()
    told.asks_for = (Mark("Strategic "), Mark("planning", marked=True))
    told.formerly = Name("Zoning Clerk", "Z1", date(2020, 1, 31))
    told.called = (Mark("Zoning", marked=True), Mark(" Clerk (Z1)"))
    page = read_html(written(told))
    first, second = page.all("tr")
    assert ("told" in first.classes, "telling" in second.classes) == (True, True)
    assert "formerly Zoning Clerk (Z1), until Jan 30, 2020" in first.text
    assert first.one("mark").text == "Zoning"
    assert second.text.split() == ["Competency", "Strategic", "planning"]
    assert second.one("mark").text == "planning"
    told.saying, told.asks_for = told.asks_for, ()
    assert "Competency" not in written(told)


def test_the_values_of_a_facet_are_boxes_of_the_form_with_their_counts():
    options = [Option("nc", "State", "", 1_200, chosen=True), Option(HOSTILE, HOSTILE, HOSTILE, 1, chosen=False)]
    panel = Panel("organization", "Organization", options, 1, 0, "", open=True, whole=False, address="")
    html = Template("{% load found %}{% facets panels %}").render(Context({"panels": [panel]}))
    assert HOSTILE not in html
    first, second = read_html(html).all("input")
    assert (
        first.attributes["name"],
        first.attributes["value"],
        first.attributes["form"],
        "checked" in first.attributes,
    ) == (
        "organization",
        "nc",
        "find",
        True,
    )
    assert (second.attributes["value"], "checked" in second.attributes) == (HOSTILE, False)
    assert [" ".join(label.text.split()) for label in read_html(html).all("label")] == [
        "State 1,200 classes",
        f"{HOSTILE} {HOSTILE} 1 class",
    ]


def facet(**fields: object) -> Element:
    held = {"name": "series", "label": "Series", "options": [Option("a", "A", "", 1, chosen=False)] * 13}
    rest = {"chosen": 0, "more": 0, "all_of": "", "open": False, "whole": False, "address": ""}
    panel = Panel(**{**held, **rest, **fields})
    html = Template("{% load found %}{% facets panels %}").render(Context({"panels": [panel]}))
    assert HOSTILE not in html
    return read_html(html).one("details")


def test_a_facet_is_folded_unless_it_is_open_and_says_how_many_values_are_chosen():
    folded = facet()
    assert ("open" in folded.attributes, folded.attributes["id"]) == (False, "facet-series")
    assert (folded.one("summary").text.strip(), folded.all("a"), len(folded.all("label"))) == ("Series", [], 13)
    assert folded.one("div", role="group").attributes["aria-label"] == "Series"
    opened = facet(open=True, chosen=2)
    assert "open" in opened.attributes
    assert opened.one("summary").text.split() == ["Series", "2", "chosen"]


def test_a_facet_leads_to_all_its_values_and_back_and_those_of_a_long_one_can_be_looked_for():
    more = facet(more=3, all_of="All 16 series", address='?q="<&values=series')
    assert (more.one("a").text, more.one("a").attributes["href"]) == ("All 16 series", '?q="<&values=series')
    whole = facet(whole=True, address="?")
    assert (whole.one("a").text, whole.one("p").text.strip()) == ("Only the most frequent", "Find in this list")
    short = facet(whole=True, address="?", options=[Option("a", "A", "", 1, chosen=False)] * 12)
    assert short.all("p") == []


def test_nothing_in_a_facet_is_taken_for_markup():
    hostile = facet(name=HOSTILE, label=HOSTILE, more=1, all_of=HOSTILE, address=HOSTILE)
    assert hostile.attributes["id"] == f"facet-{HOSTILE}"
    assert (hostile.one("a").text, hostile.one("a").attributes["href"]) == (HOSTILE, HOSTILE)
    assert facet(name=HOSTILE, whole=True).one("p").one("input").attributes["id"] == f"quick-{HOSTILE}"


def test_a_letter_leads_on_where_titles_begin_with_it():
    letters = [
        Letter("a", "A", 2, '?q="<&letter=a', chosen=True),
        Letter("b", "B", 1, "?letter=b", chosen=False),
        Letter("c", "C", 0, "", chosen=False),
    ]
    html = Template("{% load found %}{% letter_links letters %}").render(Context({"letters": letters}))
    first, second = read_html(html).all("a")
    assert (first.attributes["href"], first.attributes["title"], first.attributes["aria-current"]) == (
        '?q="<&letter=a',
        "2 classes",
        "true",
    )
    assert (second.attributes["title"], "aria-current" in second.attributes) == ("1 class", False)
    assert read_html(html).one("span").text == "C"
