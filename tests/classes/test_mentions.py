"""Class titles in running text. The examples are the City's: five classes of one series, one text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.mentions import Ladder, Run, ladder, runs, titles_in

law = settings(max_examples=100, deadline=None)

SERIES = frozenset({"IT Manager", "IT Manager Senior", "IT Director", "IT Director Senior", "IT Executive"})

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
spoken = st.lists(st.sampled_from([*sorted(SERIES), " ", ".", "s", "IT", "(", "\n", "the"]), max_size=12).map("".join)
titles = st.frozensets(st.one_of(anything, st.sampled_from(["a", "a b", "a.b", "(a)", *sorted(SERIES)])), max_size=5)


def said(text: str, known: frozenset[str] = SERIES) -> list[str]:
    return [run.title for run in runs(text, known) if run.title]


@law
@given(st.one_of(anything, spoken), titles)
def test_the_runs_of_a_text_are_together_the_text_again(text, known):
    found = runs(text, known)
    assert "".join(run.text for run in found) == text
    assert all(run.title in ("", run.text) for run in found)
    assert {run.title for run in found if run.title} <= known


@law
@given(spoken)
def test_no_run_between_titles_has_a_title_standing_alone_in_it(text):
    for run in runs(text, SERIES):
        if not run.title:
            assert run.text not in SERIES


def test_the_longest_title_wins():
    assert said("The IT Manager Senior directs each IT Manager.") == ["IT Manager Senior", "IT Manager"]
    assert said("a b c", frozenset({"a", "a b", "b c"})) == ["a b"]


def test_a_title_is_found_as_a_whole_word_in_its_own_case():
    for text in ("IT Managers", "it manager", "MIT Manager", "IT  Manager", "IT Manager2"):
        assert said(text) == []
    for text in ("IT Manager", "(IT Manager)", "IT Manager's", "IT Manager, IT", "“IT Manager”", "IT Manager/"):
        assert said(text) == ["IT Manager"]


def test_signs_in_a_title_mean_themselves():
    known = frozenset({"Planner (Lead)", "Planner I.", "C++ Developer"})
    assert said("A Planner (Lead), a Planner I. and a C++ Developer; no Planner IX", known) == [
        "Planner (Lead)",
        "Planner I.",
        "C++ Developer",
    ]


def test_a_text_without_titles_is_one_run():
    assert runs("Plans.", frozenset()) == (Run("Plans."),)
    assert runs("Plans.", SERIES) == (Run("Plans."),)


def test_runs_say_where_the_titles_stand():
    assert runs("An IT Director or IT Executive.", SERIES) == (
        Run("An "),
        Run("IT Director", "IT Director"),
        Run(" or "),
        Run("IT Executive", "IT Executive"),
        Run("."),
    )
    assert titles_in("An IT Director or IT Executive.", SERIES) == {"IT Director", "IT Executive"}


@pytest.mark.parametrize(
    ("sentence", "about"),
    [
        ("The IT Manager supervises.", {"IT Manager"}),
        ("The IT Manager is distinguished from the IT Director, who directs.", {"IT Director"}),
        ("The IT Director leads each IT Director Senior.", {"IT Director", "IT Director Senior"}),
        ("All of them plan.", set()),
    ],
)
def test_a_sentence_is_about_the_titles_it_names_and_about_its_own_only_where_it_names_no_other(sentence, about):
    found = ladder((sentence,), SERIES, "IT Manager")
    assert found == Ladder((), dict.fromkeys(about, (sentence,)))


def test_a_sentence_that_names_every_title_is_about_the_series():
    every = "There are five: " + ", ".join(sorted(SERIES)) + "."
    assert ladder((every,), SERIES, "IT Manager") == Ladder((every,), {})


def test_a_series_of_one_class_has_no_sentence_about_all():
    only = frozenset({"Planner"})
    assert ladder(("The Planner plans.",), only, "Planner") == Ladder((), {"Planner": ("The Planner plans.",)})


def test_sentences_keep_their_order():
    first, second = "An IT Director directs.", "And the IT Director plans."
    assert ladder((first, "Nobody.", second), SERIES, "IT Manager").of_each == {"IT Director": (first, second)}
