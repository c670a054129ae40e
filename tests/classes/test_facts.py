"""How facts read, and where the words stand that a derived one was read from."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.document import Document, Facts, Section
from classes.facts import Education, Fact, PhysicalDemand, facts, in_months, in_years


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (None, ""),
        (0, "None"),
        (1, "1 month"),
        (11, "11 months"),
        (12, "1 year"),
        (13, "1 year 1 month"),
        (18, "1 year 6 months"),
        (24, "2 years"),
        (36, "3 years"),
        (600, "50 years"),
    ],
)
def test_a_length_of_experience_is_said_in_years_and_months(months, words):
    assert in_years(months) == words


@pytest.mark.parametrize(
    ("months", "words"), [(None, ""), (0, "None"), (1, "1 month"), (6, "6 months"), (12, "12 months")]
)
def test_a_probation_is_said_in_months(months, words):
    assert in_months(months) == words


@settings(max_examples=100, deadline=None)
@given(st.integers(0, 600))
def test_no_two_lengths_of_experience_read_alike(months):
    said = in_years(months)
    years, rest = (re.search(rf"(\d+) {noun}", said) for noun in ("year", "month"))
    assert int(years[1] if years else 0) * 12 + int(rest[1] if rest else 0) == months


def test_facts_stand_in_the_order_of_the_card_stated_or_not():
    assert [(fact.label, fact.value, fact.derived_from) for fact in facts(Document("Planner"))] == [
        ("Pay grade", "", ""),
        ("FLSA code", "", ""),
        ("Education", "", ""),
        ("Experience", "", ""),
        ("Probation", "", ""),
        ("Physical demand", "", ""),
    ]


def test_printed_facts_stand_as_printed_and_derived_ones_lead_back_to_their_words():
    document = Document(
        "IT Manager",
        facts=Facts("EX-17", "Y", Education.BACHELOR, 36, PhysicalDemand.SEDENTARY, 6),
        sections=tuple(
            Section(kind, heading)
            for kind, heading in [
                ("education", "Education Requirement"),
                ("experience", "Experience Requirement"),
                ("physical_level", "Level of Physical Demand"),
                ("physical_demands", "Physical Demands"),
                ("probation", "Probation Period"),
            ]
        ),
    )
    assert facts(document) == (
        Fact("Pay grade", "EX-17"),
        Fact("FLSA code", "Y"),
        Fact("Education", "Bachelor’s degree", "education-requirement"),
        Fact("Experience", "3 years", "experience-requirement"),
        Fact("Probation", "6 months", "probation-period"),
        Fact("Physical demand", "1 Sedentary", "level-of-physical-demand"),
    )


def test_one_section_of_training_and_experience_is_where_both_were_read():
    document = Document(
        "IT Manager",
        facts=Facts(minimum_education=Education.BACHELOR, minimum_experience_months=48),
        sections=(Section("training_and_experience", "MINIMUM TRAINING AND EXPERIENCE:"),),
    )
    stated = [fact for fact in facts(document) if fact.value]
    assert {fact.derived_from for fact in stated} == {"minimum-training-and-experience"}


def test_a_section_of_its_own_goes_before_the_one_of_both():
    document = Document(
        "IT Manager",
        sections=(Section("training_and_experience", "Both"), Section("experience", "Experience")),
    )
    assert [fact.derived_from for fact in facts(document)][2:4] == ["both", "experience"]


@pytest.mark.parametrize(
    ("label", "within"), [("Pay grade", "pay grade"), ("FLSA code", "FLSA code"), ("Probation", "probation")]
)
def test_a_label_within_a_sentence_keeps_its_initials(label, within):
    assert Fact(label, "").label_in_text == within


def test_education_and_physical_demand_rise():
    assert [level.label for level in sorted(Education)] == [
        "High school diploma",
        "Some college",
        "Associate degree",
        "Bachelor’s degree",
        "Master’s degree",
        "Doctorate",
    ]
    assert sorted(PhysicalDemand)[0].label == "1 Sedentary"
    assert [demand.value for demand in sorted(PhysicalDemand)] == [1, 2, 3, 4, 5]
