"""Strings that keep their places, and the orders in which lists have them."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.finding.strings import Strings, naturally, plainly

titles = st.lists(
    st.sampled_from(["a", "B", "b", "Ä", "it manager", "IT Manager", "z", "", "10", "9"]) | st.text(max_size=4)
)
codes = st.lists(st.sampled_from(["", "CI9", "CI10", "ci 9", "9", "10", "A-1", "A"]) | st.text(max_size=4))


@settings(deadline=None)
@given(titles, titles, st.sampled_from([plainly, naturally]))
def test_strings_keep_their_places_and_are_ordered_whenever_they_come(first, more, key):
    strings = Strings(key)
    places = {text: strings.place(text) for text in first}
    assert [strings.key(strings[place]) for place in strings.order] == sorted(key(text) for text in set(first))
    for text in more:
        strings.place(text)
    assert all(strings.place(text) == place for text, place in places.items())
    assert len(strings) == len({*first, *more})
    ordered = [strings[place] for place in strings.order]
    assert [key(text) for text in ordered] == sorted(key(text) for text in {*first, *more})
    assert [int(strings.rank[strings.place(text)]) for text in ordered] == list(range(len(ordered)))


def test_strings_that_settled_keep_their_places_and_take_new_ones():
    strings = Strings(plainly)
    places = [strings.place(text) for text in ("b", "", "a")]
    strings.settle()
    assert strings.empty == places[1]
    assert [strings.place(text) for text in ("b", "", "a", "c", "b")] == [*places, 3, 0]
    assert list(strings) == ["b", "", "a", "c"]


def test_many_new_strings_are_sorted_with_the_rest():
    strings = Strings(plainly)
    for number in range(500, 0, -1):
        strings.place(f"Planner {number:03}")
    assert [strings[place] for place in strings.order] == sorted(strings)


@settings(deadline=None)
@given(codes)
def test_codes_are_sorted_as_people_count_and_those_without_one_stand_last(codes):
    ordered = sorted(codes, key=naturally)
    assert ordered.count("") == len(ordered) - len([code for code in ordered if code])
    assert all(ordered[: len(ordered) - ordered.count("")])


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("CI9", "CI10"),
        ("G-9", "G-10"),
        ("9", "10"),
        ("A1", "B1"),
        ("CI10", ""),
        ("A", "A1"),
        ("A0", "A1"),
        ("Z9-A", "Z9B"),
        ("A9", "A010"),
        ("A 1", "A 1 1"),
    ],
)
def test_a_smaller_number_comes_before_a_larger_one(first, second):
    assert naturally(first) < naturally(second)
