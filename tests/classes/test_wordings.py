"""Uses of a competency grouped by wording."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.document import Competency, Descriptor
from classes.wordings import wordings


def competency(definition: str, **levels: str) -> Competency:
    descriptors = tuple(
        Descriptor(slug, slug.capitalize(), rank, text) for rank, (slug, text) in enumerate(levels.items(), 1)
    )
    return Competency("city/coaching", "Coaching", definition, descriptors)


def test_no_use_has_no_wording():
    assert wordings([]) == ()


def test_white_space_makes_no_wording_of_its_own():
    (one,) = wordings([("a", competency("Helps  staff.")), ("b", competency("Helps\nstaff."))])
    assert one.uses == ("a", "b")


def test_levels_are_part_of_the_wording():
    first, second = wordings(
        [("a", competency("Helps.", journey="Coaches.")), ("b", competency("Helps.", journey="Coaches others."))]
    )
    assert (first.is_first, second.is_first, second.first) == (True, False, first.competency)
    assert (second.definition.status, [level.text.status for level in second.levels]) == ("same", ["changed"])
    (change,) = second.levels[0].text.redline.changes
    assert [run.text.strip() for run in change.runs if run.status == "added"] == ["others"]


def test_a_level_of_one_wording_only_is_added_or_removed():
    both = competency("Helps.", journey="Coaches.", advanced="Leads.")
    _, fewer = wordings([("a", both), ("b", competency("Helps.", journey="Coaches."))])
    assert [(level.name, level.text.status) for level in fewer.levels] == [("Journey", "same"), ("Advanced", "removed")]


def test_a_printed_name_makes_no_wording_of_its_own():
    (one,) = wordings([("a", competency("")), ("b", replace(competency(""), name="Mentoring"))])
    assert one.says_nothing


def test_a_definition_that_reads_like_a_level_is_no_level():
    assert (
        len(wordings([("a", competency("Helps.\nJourney: Coaches.")), ("b", competency("Helps.", journey="Coaches."))]))
        == 2
    )


def test_a_definition_may_be_the_librarys_white_space_aside():
    uses = [("a", competency("Helps  staff.")), ("b", competency("Leads.")), ("c", competency(""))]
    assert [each.is_librarys for each in wordings(uses, "Helps\nstaff.")] == [True, False, False]
    assert [each.is_librarys for each in wordings(uses, "")] == [False, False, False]


@pytest.mark.parametrize(("number", "listed", "folded"), [(12, 12, 0), (24, 24, 0), (25, 24, 1), (500, 24, 476)])
def test_all_but_the_first_of_many_uses_are_folded(number, listed, folded):
    (one,) = wordings([(at, competency("Helps.")) for at in range(number)])
    assert (len(one.listed), len(one.folded)) == (listed, folded)
    assert one.listed + one.folded == one.uses


@given(texts=st.lists(st.sampled_from(["Helps.", "Helps staff.", "Leads.", ""])))
def test_every_use_stands_in_one_wording_and_the_commonest_comes_first(texts):
    found = wordings([(at, competency(text)) for at, text in enumerate(texts)])
    assert sorted(use for wording in found for use in wording.uses) == list(range(len(texts)))
    sizes = [len(wording.uses) for wording in found]
    assert sizes == sorted(Counter(texts).values(), reverse=True)
