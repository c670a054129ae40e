"""The template tags of the catalog: addresses that keep the day, dates, and titles in running text."""

from __future__ import annotations

from datetime import date

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.test import RequestFactory
from django.urls import reverse
from django.utils.safestring import SafeString

from classes.document import Section
from classes.models import JobClass, Organization
from classes.standing import Standing
from classes.templatetags.catalog import asset, dated, mentions, page_address
from classes.views.days import Day

TODAY = Day(date(2026, 6, 15), date(2026, 6, 15))
THAT_DAY = Day(date(2023, 7, 30), date(2026, 6, 15))
PLANNER = JobClass(organization=Organization(slug="county"), slug="planner", title="Planner")


def rendered(template: str, **context: object) -> str:
    return Template("{% load catalog %}" + template).render(Context(context))


@pytest.mark.parametrize(
    ("day", "address"),
    [
        (TODAY, "/classes/county/planner/"),
        (THAT_DAY, "/classes/county/planner/?as_of=2023-07-30"),
        (None, "/classes/county/planner/"),  # an error page has no day
    ],
)
def test_link_is_the_address_of_a_record_on_the_day_of_the_page(day, address):
    assert rendered("{% link to %}", to=PLANNER, day=day) == address


def test_link_is_the_address_of_a_page_by_its_name_and_parts():
    assert rendered("{% link 'classes:browse' %}", day=THAT_DAY) == "/classes/?as_of=2023-07-30"
    assert rendered("{% link 'classes:class-json' 'city' 'ci2787' %}", day=TODAY) == "/classes/city/ci2787.json"


@pytest.mark.parametrize(
    ("query", "left"),
    [
        ("q=manager&organization=nc", "?organization=nc"),
        ("q=a&q=b&organization=nc", "?organization=nc"),
        ("organization=nc&page=3", "?organization=nc"),
        ("q=manager", "?"),
        ("q=x&family=%26%22%3Cb%3E&as_of=2024-01-01", "?family=%26%22%3Cb%3E&amp;as_of=2024-01-01"),
    ],
)
def test_without_takes_a_filter_and_the_page_off_the_query_and_keeps_the_rest(query, left):
    request = RequestFactory().get(f"/classes/?{query}")
    assert rendered("{% without 'q' %}", request=request) == left
    assert request.GET.urlencode() == query


@pytest.mark.parametrize(
    ("short", "element"),
    [
        (False, '<time datetime="2023-07-30">July 30, 2023</time>'),
        (True, '<time datetime="2023-07-30">Jul 30, 2023</time>'),
    ],
)
def test_dated_is_a_time_element_in_words(short, element):
    made = dated(date(2023, 7, 30), short=short)
    assert made == element
    assert isinstance(made, SafeString)


def test_dated_knows_the_first_day_that_there_is():
    assert dated(date.min) == '<time datetime="0001-01-01">January 1, 0001</time>'


def test_mentions_parts_running_text_at_titles_and_loses_nothing():
    links = {"Planner": 1, "Planner Senior": 2}
    text = "The Planner Senior guides the Planner; planners do not."
    parts = mentions(text, links)
    assert parts == [
        ("The ", None),
        ("Planner Senior", 2),
        (" guides the ", None),
        ("Planner", 1),
        ("; planners do not.", None),
    ]
    assert "".join(part for part, _ in parts) == text


def test_mentions_without_titles_is_the_text():
    assert mentions("The Planner plans.", {}) == [("The Planner plans.", None)]


def test_mentions_leave_escaping_to_the_template():
    template = "{% for text, to in body|mentions:links %}{{ text }}{% endfor %}"
    links = {"<b>Planner</b>": PLANNER}
    assert rendered(template, body="<i>a</i> <b>Planner</b>", links=links) == (
        "&lt;i&gt;a&lt;/i&gt; &lt;b&gt;Planner&lt;/b&gt;"
    )


def test_a_file_and_a_page_have_the_addresses_that_django_gives_them():
    assert asset("css/base.css") == asset("css/base.css") == static("css/base.css")
    assert page_address("classes:class", "city", "ci2787") == reverse("classes:class", args=["city", "ci2787"])


def test_lines_and_labels_that_are_joined_in_markup_come_out_as_text():
    section = Section("other", "Hostile", "<a>: <b>one</b>\n& two\n\n<li>\n'\"")
    shown = render_to_string("classes/_section.html", {"section": section})
    assert "<dt>&lt;a&gt;</dt><dd>&lt;b&gt;one&lt;/b&gt;</dd><dd>&amp; two</dd>" in shown
    assert "<li>&lt;li&gt;</li><li>&#x27;&quot;</li>" in shown


@pytest.mark.parametrize(
    ("stood", "said"),
    [
        (Standing("held", date(2020, 1, 1), 1), ["Since ", "January 1, 2020", " or earlier"]),
        (Standing("established", date(2020, 1, 1), 1), ["Unchanged since ", "January 1, 2020"]),
        (
            Standing("changed", date(2021, 1, 1), 2, before=1),
            ["Last changed ", 'href="/classes/county/planner/revisions/1/compare/2/?as_of=2023-07-30"', " of Duties"],
        ),
        (
            Standing("held", date(2020, 1, 1), 1, mended=(1, 3)),
            ["a slip in revision 1", 'href="/classes/county/planner/revisions/1/compare/3/?as_of=2023-07-30"'],
        ),
    ],
)
def test_since_when_words_have_stood_is_said_the_same_each_time_with_the_links_of_this_page(stood, said):
    template = "{% since_when stood name='Duties' %}"
    shown = {rendered(template, stood=stood, job_class=PLANNER, day=THAT_DAY) for _ in range(2)}
    [words] = shown
    for piece in said:
        assert piece in words
    elsewhere = JobClass(organization=Organization(slug="city"), slug="clerk", title="Clerk")
    assert "/classes/county/" not in rendered(template, stood=stood, job_class=elsewhere, day=THAT_DAY)
