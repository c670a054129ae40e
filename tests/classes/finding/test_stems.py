"""Stems: which words are forms of one, and which only look so. No database."""

from __future__ import annotations

import pytest

from classes.finding.stems import APART, LIKE, head, stem

ALIKE = [
    ("manage", "manager", "managers", "managing", "managed"),
    ("budget", "budgets", "budgeting"),
    ("policy", "policies"),
    ("supervise", "supervises", "supervision"),
    ("woman", "women", "womens"),
    ("man", "men", "mens"),
    ("foreman", "foremen"),
    ("journeyman", "journeymen"),
    ("child", "children", "childrens"),
    ("midwife", "midwives"),
    ("analysis", "analyses", "analyze", "analyzing"),
    ("diagnosis", "diagnoses", "diagnose"),
    ("specimen", "specimens"),
    *APART,
]
OTHERS = [
    ("officer", "office"),
    ("officers", "offices"),
    ("engineer", "engine"),
    ("engineering", "engines"),
    ("authority", "author"),
    ("authorities", "authorized"),
    ("utilities", "utilizes"),
    ("personal", "person"),
    ("designated", "designed"),
    ("policy", "police"),
    ("intern", "internal"),
    ("analyst", "analysis"),
    ("regimen", "regiment"),
    ("woman", "human"),
]


@pytest.mark.parametrize("forms", ALIKE, ids=lambda forms: forms[0])
def test_forms_of_one_word_have_one_stem(forms):
    assert len({stem(form) for form in forms}) == 1


@pytest.mark.parametrize(("one", "other"), OTHERS)
def test_words_that_only_look_alike_have_stems_of_their_own(one, other):
    assert stem(one) != stem(other)


def test_what_has_digits_is_no_word_that_could_be_bent():
    assert stem("ci2787s") == "ci2787s"
    assert stem("2000s") == "2000s"


def test_a_stem_of_its_own_is_the_stem_of_no_other_word():
    """Nor is it bent once more: an entry holds a word and its stem side by side."""
    assert {stem(forms[0]) for forms in APART} == {forms[0] for forms in APART}


OWN = {"die": "dying", "sky": "skies", "tie": "tying", "plan": "planning", "city": "cities"}


@pytest.mark.parametrize("word", sorted({*LIKE, *LIKE.values(), *OWN, *OWN.values(), *(w for ws in ALIKE for w in ws)}))
def test_every_form_begins_with_the_head_of_its_stem(word):
    assert word.startswith(head(stem(word)))
    assert head(stem(word))
