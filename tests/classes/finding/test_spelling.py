"""What somebody may have meant whose words nothing has."""

from __future__ import annotations

import pytest

from classes.finding.spelling import nearest, replaced, suggestion
from classes.finding.words import parse
from classes.models import SearchWord
from classes.publishing import publish
from tests.factories import make_class, make_draft, make_published, make_section

pytestmark = pytest.mark.django_db

VOCABULARY = ["analyst", "analysis", "budget", "gadget", "manager", "supervision", "supervisor", "zebra"]


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("supervison", "supervision"),
        ("anaylst", "analyst"),  # two letters changed places
        ("budgte", "budget"),
        ("vudget", "budget"),  # with another first letter, where none is as near with its own
        ("mangaer", "manager"),
        ("xyzzy", ""),
        ("managerial", ""),  # more than two letters longer than any
        ("zbr", ""),
        ("fudge", ""),  # another first letter and another last one
    ],
)
def test_the_nearest_word_is_meant_if_any_is_near(word, meant):
    assert nearest(word, VOCABULARY) == meant


def test_of_words_equally_near_the_one_with_the_same_first_letter_is_meant():
    assert nearest("bodget", ["godget", "budget"]) == "budget"
    assert nearest("xudget", ["budget", "audget"]) == "audget"  # else the first by the alphabet


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("Supervison of", "supervision of"), ("of súpervison", "of supervision"), ("“Supervison”", "“supervision”")],
)
def test_a_word_is_replaced_where_it_stands_and_the_rest_stays_as_it_was_typed(typed, meant):
    assert replaced(typed, "supervison", "supervision") == meant


@pytest.mark.parametrize(
    ("word", "meant"),
    [("snow", ""), ("slwo", "slow"), ("sloww", "slow"), ("plumber", ""), ("numbre", "number"), ("number", "number")],
)
def test_what_only_looks_a_little_like_a_word_is_not_meant(word, meant):
    assert nearest(word, ["slow", "number"]) == meant


def test_what_does_not_stand_there_is_not_replaced():
    assert replaced("planner", "supervison", "supervision") == "planner"


@pytest.fixture
def weaver() -> None:
    draft = make_draft(make_class(title="Basket Weaver"))
    make_section(draft, body="Supervises weavers, and plans.")
    make_published(make_class(title="Planner"))
    publish(draft)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("baskt", "basket"),
        ("Baskt weavr", "basket weaver"),
        ("basket weavr", "basket weaver"),  # what is there stays
        ('"baskt weaver"', '"basket weaver"'),
        ("baskt -planner", "basket -planner"),
        ("superviss", "supervises"),
        ("basket planner", ""),  # every word is there, if not in one class
        ("bask", ""),  # a beginning is no slip
        ("xyzzy", ""),
        ("baskt xyzzy", ""),  # half of it would not help
        ("q7", ""),
        ("", ""),
        ("-", ""),
    ],
)
def test_words_that_nothing_has_are_put_right(weaver, typed, meant):
    assert suggestion(parse(typed)) == meant


def test_a_suggestion_costs_two_queries_and_none_for_nothing(weaver, django_assert_num_queries):
    with django_assert_num_queries(2):  # the vocabulary; which terms nothing has
        assert suggestion(parse("baskt planner")) == "basket planner"
    with django_assert_num_queries(1):  # every word is in the vocabulary
        assert suggestion(parse("basket planner")) == ""
    with django_assert_num_queries(0):
        assert suggestion(parse("")) == ""
    with django_assert_num_queries(0):  # nothing that could be misspelt
        assert suggestion(parse("1=1 a 2787")) == ""


def test_the_index_is_asked_only_for_what_the_vocabulary_lacks(weaver, monkeypatch):
    asked = []
    monkeypatch.setattr("classes.finding.spelling.terms_not_found", lambda terms: asked.extend(terms) or terms)
    assert suggestion(parse('baskt planner "weavr and planner" "and planner"')) != ""
    assert [str(term) for term in asked] == ["baskt", "“weavr and planner”"]


def test_words_of_drafts_are_never_suggested(weaver):
    make_section(make_draft(make_class(title="Planner", listed=False)), body="Unannounced reorganization.")
    assert suggestion(parse("reorganizatoin")) == ""
    assert not SearchWord.objects.filter(word="reorganization").exists()
