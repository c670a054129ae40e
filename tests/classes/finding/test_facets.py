"""Facets: what classes are sorted into, and how many fall under each value."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.facts import Education
from classes.finding.days import CatalogDay, catalog_day
from classes.finding.facets import FACETS, Facet, ManyFacet, Value, coded_facet, printed_facet
from classes.finding.search import Question, answer
from classes.finding.strings import Strings, naturally
from classes.models import JobClass
from tests.classes.finding.catalogs import Known, census
from tests.conftest import TODAY
from tests.factories import make_class, make_published

pytestmark = pytest.mark.django_db


@pytest.fixture
def known() -> dict[int, Known]:
    return census()


@pytest.fixture
def day(known: dict[int, Known]) -> CatalogDay:
    return catalog_day(TODAY.date())


def keys(facet: Facet) -> list[str]:
    return [value.key for value in facet.values]


CHOICES = {
    "organization": ["county", "town"],
    "family": ["county/a", "county/b", "town/a", "town/b"],
    "series": ["county/a", "town/b"],
    "grade": ["G-1", "G-2", "G-10"],
    "flsa": ["E", "N"],
    "education": [level.name.lower().replace("_", "-") for level in Education],
    "experience": ["none", "under-2", "2-3", "4-5", "6-9", "10-up"],
    "requires": ["education", "licensure", "background-check", "assessment"],
    "competency": ["state/tact", "state/coaching", "state/planning"],
    "levels": ["yes", "no"],
    "demand": ["1", "2", "3", "4", "5"],
    "status": ["in-force", "announced", "no-text", "abolished"],
}
filters = st.dictionaries(st.sampled_from(list(CHOICES)), st.just(None), max_size=3).flatmap(
    lambda names: st.fixed_dictionaries(
        {name: st.lists(st.sampled_from(CHOICES[name]), min_size=1, max_size=3).map(tuple) for name in names}
    )
)


def lets_through(known: Known, chosen: dict[str, tuple[str, ...]], but: str = "") -> bool:
    """Whether the filters let a class through, all but one of them: by hand."""
    shown = but == "status" or "status" in chosen or "abolished" not in known.values["status"]
    return shown and all(known.values.get(name, set()) & set(keys) for name, keys in chosen.items() if name != but)


# A hundred questions of one census


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(chosen=filters, words=st.sampled_from(["", "", "plan", "budget", "clerk", "files plans", "-planner"]))
def test_every_count_is_what_counting_by_hand_gives_and_what_one_gets_by_choosing_it(known, day, chosen, words):
    found = answer(Question(words=words, chosen=chosen), day)
    answering = {
        int(pk) for pk in day.columns.classes["pk"][answer(Question(words=words, chosen=all_of_them()), day).rows]
    }
    expected = {pk for pk in answering if lets_through(known[pk], chosen)}
    assert {int(pk) for pk in day.columns.classes["pk"][found.rows]} == expected
    for name, facet in day.facets.items():
        others = [known[pk] for pk in answering if lets_through(known[pk], chosen, but=name)]
        by_hand = Counter(key for each in others for key in each.values.get(name, ()))
        counts = {key: int(count) for key, count in zip(keys(facet), found.counts[name], strict=True) if count}
        assert counts == by_hand, name
        for key in list(counts)[:2]:
            alone = answer(Question(words=words, chosen={**chosen, name: (key,)}), day)
            assert alone.total == counts[key], (name, key)
            if name in chosen and key not in chosen[name]:
                beside = answer(Question(words=words, chosen={**chosen, name: (*chosen[name], key)}), day)
                assert beside.total - found.total == found.added[name][facet.by_key[key]], (name, key)
    assert set(found.added) == set(chosen)


def all_of_them() -> dict[str, tuple[str, ...]]:
    return {"status": tuple(CHOICES["status"])}


def test_the_census_has_something_under_nearly_every_value(known):
    held = {(name, key) for each in known.values() for name, keys in each.values.items() for key in keys}
    lacking = {(name, key) for name, values in CHOICES.items() for key in values} - held
    assert len(lacking) <= 3, lacking


def test_words_are_found_where_whoever_made_the_classes_put_them(known, day):
    for word in ("budget", "clerk", "coaching", "animals"):
        found = answer(Question(words=word, chosen=all_of_them()), day)
        forms = {word, f"{word}s"}
        there = {pk for pk, each in known.items() if each.words & forms}
        assert {int(pk) for pk in day.columns.classes["pk"][found.rows]} == there, word


def test_every_facet_has_each_value_once_and_a_place_for_each_class(day):
    every = np.arange(len(day.listed))
    assert list(day.facets) == list(FACETS)
    for name, facet in day.facets.items():
        assert facet.name == name
        assert facet.label
        assert len(set(keys(facet))) == len(keys(facet))
        assert [facet.by_key[key] for key in keys(facet)] == list(range(len(facet.values)))
        assert facet.places.max(initial=-1) < len(facet.values)
        if not isinstance(facet, ManyFacet):
            assert len(facet.places) == len(every)
            assert facet.counts(every).sum() == (facet.places >= 0).sum()
        for key in keys(facet)[:3]:
            chosen = facet.chosen([key])
            assert facet.having(chosen).sum() == facet.counts(every)[chosen[0]]


def test_a_few_classes_are_counted_as_many_are(day):
    """Of a few the pairs of each class are looked up, of many all pairs are passed over."""
    for name in ("requires", "competency"):
        facet = day.facets[name]
        size = len(day.listed)
        single = sum(facet.counts(np.array([row])) for row in range(size))
        assert single.tolist() == facet.counts(np.arange(size)).tolist()
        assert facet.counts(np.zeros(0, dtype=np.int64)).sum() == 0


def test_a_group_says_what_it_belongs_to(day):
    assert [(value.key, value.within) for value in day.facets["family"].values] == [
        ("county/a", "County"),
        ("town/a", "Town"),
        ("county/b", "County"),
        ("town/b", "Town"),
    ]


def test_what_is_printed_is_in_rising_order_and_what_is_not_stated_has_no_place():
    strings = Strings(naturally)
    for text in ("G-10", "", "G-9", "A-1"):
        strings.place(text)
    facet = printed_facet("grade", "Pay grade", strings, np.array([0, 1, 2, 3]))
    assert keys(facet) == ["A-1", "G-9", "G-10"]
    assert facet.places.tolist() == [2, -1, 1, 0]


def test_a_number_that_stands_for_no_value_has_no_place():
    facet = coded_facet("demand", "Demand", {1: Value("1", "One"), 3: Value("3", "Three")}, np.array([3, 0, 1, 9, 2]))
    assert facet.places.tolist() == [1, -1, 0, -1, -1]


@pytest.mark.parametrize(
    ("months", "value"),
    [
        (0, "none"),
        (1, "under-2"),
        (23, "under-2"),
        (24, "2-3"),
        (47, "2-3"),
        (48, "4-5"),
        (71, "4-5"),
        (72, "6-9"),
        (119, "6-9"),
        (120, "10-up"),
    ],
)
def test_experience_falls_into_ranges_of_whole_years(months, value):
    make_published(minimum_experience_months=months)
    facet = catalog_day(TODAY.date()).facets["experience"]
    assert facet.values[facet.places[0]].key == value


def test_a_class_without_a_text_has_no_value_of_what_texts_say():
    make_class()
    facets = catalog_day(TODAY.date()).facets
    for name in ("grade", "flsa", "education", "experience", "demand", "levels"):
        assert facets[name].places.tolist() == [-1], name
    for name in ("requires", "competency"):
        assert len(facets[name].places) == 0


def test_facets_of_an_empty_catalog_are_empty():
    assert not JobClass.objects.exists()
    for facet in catalog_day(TODAY.date()).facets.values():
        assert facet.counts(np.zeros(0, dtype=np.int64)).sum() == 0
        assert not facet.having(facet.chosen([])).any()
