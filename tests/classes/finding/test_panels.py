"""What stands beside the list: facets with counts, filters to take off, letters, orders."""

from __future__ import annotations

from string import ascii_lowercase

import numpy as np
import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from classes.filters import ClassFilter
from classes.finding import index, panels
from classes.finding.days import catalog_day
from classes.finding.panels import Panel, letters, orders, tags, with_value, without, without_value
from classes.finding.search import Answer, answer
from tests.conftest import TODAY
from tests.factories import make_class, make_family, make_organization, make_published

pytestmark = pytest.mark.django_db


def answer_to(query: str) -> tuple[Answer, QueryDict]:
    """The answer to a query string that makes sense, and the query."""
    for _ in index.fill():
        pass
    day, asked = catalog_day(TODAY.date()), QueryDict(query)
    filters = ClassFilter(asked, day.facets)
    assert filters.is_valid(), filters.form.errors
    return answer(filters.question, day), asked


def panel(name: str, query: str = "", whole: str = "") -> Panel:
    return next(each for each in panels.panels(*answer_to(query), whole) if each.name == name)


def options(name: str, query: str = "", whole: str = "") -> list[tuple[str, int, bool]]:
    return [(option.key, option.count, option.chosen) for option in panel(name, query, whole).options]


# Facets


def test_a_facet_shows_the_values_that_lead_anywhere_the_most_classes_first():
    few, many = make_organization("few"), make_organization("many")
    make_organization("none")
    make_class(few, title="A")
    for title in "AB":
        make_class(many, title=title)
    assert options("organization") == [("many", 2, False), ("few", 1, False)]
    assert options("organization", "q=b") == [("many", 1, False)]


def test_values_that_have_an_order_stand_in_it():
    for grade in ("G-10", "G-9", "G-9"):
        make_published(pay_grade=grade)
    assert options("grade") == [("G-9", 2, False), ("G-10", 1, False)]


def test_a_facet_in_which_no_class_has_a_value_is_not_shown():
    make_class()
    assert [each.name for each in panels.panels(*answer_to(""))] == ["organization", "status"]


def test_the_values_of_a_facet_that_is_filtered_stay_to_choose_from():
    one, other = make_organization("one"), make_organization("other")
    make_class(one)
    make_class(other)
    assert options("organization", "organization=one") == [("one", 1, True), ("other", 1, False)]


def test_a_chosen_value_is_shown_even_where_it_leads_nowhere():
    one, other = make_organization("one"), make_organization("other")
    make_class(one, title="A")
    make_class(other, title="B")
    assert options("organization", "organization=one&q=b") == [("other", 1, False), ("one", 0, True)]


def test_of_many_values_eight_are_shown_and_all_where_that_is_asked():
    county = make_organization("county")
    for number in range(11):
        make_class(county, family=make_family(county, slug=f"f{number:02}", name=f"F{number:02}"))
    shown = panel("family")
    assert [option.key for option in shown.options] == [f"county/f{number:02}" for number in range(8)]
    assert (shown.more, shown.all_of, shown.address) == (3, "All 11 job families", "?values=family#facet-family")
    whole = panel("family", whole="family")
    assert len(whole.options) == 11
    assert (whole.more, whole.whole, whole.address) == (0, True, "?#facet-family")
    chosen = panel("family", "family=county/f10")
    assert [option.key for option in chosen.options if option.chosen] == ["county/f10"]
    assert len(chosen.options) == 9


def test_up_to_twelve_values_in_order_are_all_shown():
    for number in range(12):
        make_published(pay_grade=f"G-{number}")
    assert len(panel("grade").options) == 12
    make_published(pay_grade="G-12")
    assert (len(panel("grade").options), panel("grade").more) == (8, 5)


def test_a_value_says_what_it_belongs_to_only_where_there_are_several_organizations():
    county = make_organization("county", name="County")
    make_class(county, family=make_family(county, slug="crafts"))
    assert [option.within for option in panel("family").options] == [""]
    make_class(make_organization("town"))
    assert [option.within for option in panel("family").options] == ["County"]


def test_a_facet_is_open_where_something_is_chosen_and_the_most_used_always():
    county = make_organization("county")
    make_published(make_class(county, family=make_family(county)), pay_grade="G-1", flsa_code="E")
    opened = {each.name for each in panels.panels(*answer_to("")) if each.open}
    assert opened == {"organization", "family", "grade"}
    assert panel("flsa", "flsa=E").open
    assert panel("status", whole="status").open


# Filters to take off


def test_every_filter_can_be_taken_off_and_the_rest_stays():
    county = make_organization("county", name="County")
    make_class(county, title="Planner", family=make_family(county, slug="crafts", name="Crafts"))
    query = "q=planner&organization=county&family=county/crafts&status=no-text&status=in-force&letter=p"
    query += "&page=2&as_of=2026-01-01"
    set_ = [(tag.label, tag.value, tag.without) for tag in tags(*answer_to(query))]
    rest = "&letter=p&as_of=2026-01-01"
    both = "status=no-text&status=in-force"
    assert set_ == [
        ("Words", "planner", f"?organization=county&family=county/crafts&{both}{rest}"),
        ("Organization", "County", f"?q=planner&family=county/crafts&{both}{rest}"),
        ("Job family", "Crafts", f"?q=planner&organization=county&{both}{rest}"),
        ("Status", "No text held", f"?q=planner&organization=county&family=county/crafts{rest}&status=in-force"),
        ("Status", "In force", f"?q=planner&organization=county&family=county/crafts{rest}&status=no-text"),
        (
            "Titles beginning with",
            "P",
            f"?q=planner&organization=county&family=county/crafts&{both}&as_of=2026-01-01",
        ),
    ]
    assert list(tags(*answer_to(""))) == []


def test_an_address_without_a_filter_begins_at_the_first_page():
    query = QueryDict("q=a b&organization=x&organization=y&page=3")
    assert without_value(query, "organization", "x") == "?q=a+b&organization=y"
    assert without_value(QueryDict("q=a&organization=x"), "organization", "x") == "?q=a"
    assert without(query, "organization") == "?q=a+b"
    assert without(query, "q") == "?organization=x&organization=y"
    assert without(QueryDict("q=a"), "q") == "?"
    assert with_value(query, "letter", "p") == "?q=a+b&organization=x&organization=y&letter=p"


# Letters


def test_the_alphabet_tells_how_many_titles_begin_with_each_letter():
    for title in ("Planner", "Äbtissin", "planner aide", "2nd Clerk"):
        make_class(title=title)
    alphabet = letters(*answer_to("q=&organization="))
    assert [(each.letter, each.count) for each in alphabet if each.count] == [("a", 1), ("p", 2), ("0", 1)]
    assert [each.letter for each in alphabet] == [*ascii_lowercase, "0"]
    assert {each.letter: each.address for each in alphabet}["p"] == "?q=&organization=&letter=p"
    assert {each.letter: each.address for each in alphabet}["b"] == ""
    assert not any(each.chosen for each in alphabet)


def test_all_else_has_a_sign_only_where_there_is_any():
    make_class(title="Planner")
    assert [each.letter for each in letters(*answer_to(""))] == list(ascii_lowercase)


def test_the_other_letters_stay_to_choose_from_when_one_is_chosen():
    for title in ("Planner", "Clerk"):
        make_class(title=title)
    alphabet = letters(*answer_to("letter=c"))
    assert [(each.letter, each.chosen) for each in alphabet if each.count] == [("c", True), ("p", False)]


# Orders


def test_a_list_can_be_ordered_by_best_match_only_where_words_are_looked_for():
    make_class(title="Planner")
    assert [each.label for each in orders(*answer_to(""))] == ["Title", "Code", "Pay grade", "Last revised"]
    told = [(each.label, each.address, each.chosen) for each in orders(*answer_to("q=planner&page=2&sort=code"))]
    assert told[0] == ("Best match", "?q=planner&sort=relevance", False)
    assert told[2] == ("Code", "?q=planner&sort=code", True)


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 12))
def test_the_largest_are_those_that_sorting_all_would_put_first(counts, most):
    held = np.array(counts, dtype=np.int64)
    assert panels.largest(held, most).tolist() == np.argsort(-held, kind="stable")[:most].tolist()
