"""Uses of a competency grouped by wording."""

from __future__ import annotations

from collections import Counter

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
    assert (first.first, second.first) == (None, first.competency)
    assert [run.text.strip() for change in second.redline.changes for run in change.runs if run.status == "added"] == [
        "others"
    ]


@given(texts=st.lists(st.sampled_from(["Helps.", "Helps staff.", "Leads.", ""])))
def test_every_use_stands_in_one_wording_and_the_commonest_comes_first(texts):
    found = wordings([(at, competency(text)) for at, text in enumerate(texts)])
    assert sorted(use for wording in found for use in wording.uses) == list(range(len(texts)))
    sizes = [len(wording.uses) for wording in found]
    assert sizes == sorted(Counter(texts).values(), reverse=True)
