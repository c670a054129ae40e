"""Rules of the lint on facts, numbers, words and marks: what they find, and what looks like it and is right."""

from __future__ import annotations

import pytest

from classes.document import Facts, Requirement
from classes.lint.english import number, stem
from tests.classes.lint_reader import one, rules, said

# Facts beside the printed words.


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Three (3) years of professional work.", 36, 48),
        ("Three (3) years of professional work.", 36, 0),
        ("Two years of planning and one year of supervision.", 36, 48),
        ("Seven (7) years of planning, including two (2) years in a supervisory capacity.", 84, 24),
        ("18 months of planning.", 18, 12),
        ("One and one-half years of planning.", 18, 12),
        ("2½ years of planning.", 30, 24),
        ("A four year college degree and five years of planning. One year of additional experience to go on.", 60, 48),
        ("A four year college degree and five years of planning. One year of additional experience to go on.", 60, 12),
        ("Three years of planning. Two years of college may be substituted for one year.", 36, 12),
    ],
)  # fmt: skip
def test_months_of_experience_are_held_against_the_printed_years(text, right, wrong):
    requirements = (Requirement(text),)
    assert one(kind="experience", requirements=requirements, facts=Facts(minimum_experience_months=right)) == []
    found = rules(kind="experience", requirements=requirements, facts=Facts(minimum_experience_months=wrong))
    assert found == ["fact-contradicts"]


def test_a_contradiction_tells_both_sides():
    requirements = (Requirement("Three (3) years of professional work."),)
    assert said(kind="experience", requirements=requirements, facts=Facts(minimum_experience_months=48)) == [
        "Prints “Three (3) years”; the fact says 4 years of experience."
    ]
    assert said("None", "experience", facts=Facts(minimum_experience_months=48)) == [
        "Prints “None”; the fact says 4 years of experience."
    ]
    assert said("None", "experience", facts=Facts(minimum_experience_months=0)) == []


def test_a_fact_that_is_not_held_contradicts_nothing():
    requirements = (Requirement("Three (3) years and a doctorate."),)
    assert one(kind="training_and_experience", requirements=requirements) == []


@pytest.mark.parametrize(("months", "expected"), [(6, []), (12, ["fact-contradicts"])])
def test_probation_is_held_against_the_printed_period(months, expected):
    assert rules("Six (6) months.", "probation", facts=Facts(probation_months=months)) == expected
    assert rules("One half-day.", "probation", facts=Facts(probation_months=months)) == []


@pytest.mark.parametrize(
    ("text", "right", "wrong"),
    [
        ("Bachelor's Degree in Business or a related field.", 50, 60),
        ("Graduation from a four year college or university with a degree in planning.", 50, 40),
        ("A master’s degree in planning.", 60, 50),
        ("An associate degree, or 60 semester units at a college.", 40, 20),
        ("Graduation from high school or a G.E.D.", 20, 50),
        ("A Ph.D. in chemistry.", 70, 60),
        ("High school diploma. A bachelor's degree is preferred.", 20, 50),
        ("A degree of an accredited university.", 50, 20),
    ],
)
def test_education_is_held_against_the_printed_degree(text, right, wrong):
    requirements = (Requirement(text),)
    assert one(kind="education", requirements=requirements, facts=Facts(minimum_education=right)) == []
    assert rules(kind="education", requirements=requirements, facts=Facts(minimum_education=wrong)) == [
        "fact-contradicts"
    ]


def test_physical_demand_is_held_against_the_printed_level():
    assert one("1-Sedentary (0-10 lbs.)", "physical_level", facts=Facts(physical_demand=1)) == []
    assert said("1-Sedentary (0-10 lbs.)", "physical_level", facts=Facts(physical_demand=2)) == [
        "Prints “1-Sedentary (0-10 lbs.)”; the fact says 2 Light."
    ]
    assert one("2-Sedentary", "physical_level") == [
        ("number-contradicts", "“2-Sedentary”: the level sedentary is 1, not 2.")
    ]


def test_the_class_detail_is_held_against_pay_grade_flsa_code_code_and_title():
    body = "Pay Grade: EX-18\nFLSA Code: N\nClass Code: P2\nClass Title: Senior Planner"
    held = Facts(pay_grade="EX-17", flsa_code="Y")
    assert said(body, "class_detail", facts=held) == [
        "Prints “Pay Grade: EX-18”; the pay grade held is “EX-17”.",
        "Prints “FLSA Code: N”; the FLSA code held is “Y”.",
        "Prints “Class Code: P2”; the class code held is “P1”.",
        "Prints “Class Title: Senior Planner”; the title held is “Planner”.",
    ]
    assert one("Pay Grade: ex 17\nFLSA Status: Y\nClass Code: P-1", "class_detail", facts=held) == []


@pytest.mark.parametrize("text", ["Three (4) years", "Twenty-five (20) staff", "one hundred and twenty (110) hours"])
def test_a_number_in_words_beside_another_in_figures_is_found(text):
    assert rules(f"At least {text} are needed.") == ["number-contradicts"]


@pytest.mark.parametrize(
    "text",
    ["Three (3) years", "Twenty-five (25) staff", "one hundred twenty (120) hours", "two thousand five hundred (2,500)",
     "one (1) of the two (2) forms", "Form Two, (3) and", "someone (4)"],
)  # fmt: skip
def test_a_number_that_agrees_or_belongs_to_nothing_is_right(text):
    assert one(f"At least {text} are needed.") == []


def test_numbers_in_words_are_read():
    assert [number(text) for text in ("zero", "Seventeen", "forty-two", "one hundred and twenty")] == [0, 17, 42, 120]
    assert number("several") is None


def test_stems_bring_the_forms_of_a_word_together():
    for forms in (
        ("plans", "planning", "Plan"),
        ("organizes", "organizational", "organization"),
        ("policy", "policies"),
    ):
        assert len({stem(form) for form in forms}) == 1
    assert stem("managers") != stem("mangers")


# Slips of the pen.


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("word-suspect", "One year in generally required to progress."),
        ("word-suspect", "Plans according to needs or work unit."),
        ("word-suspect", "Maintains effective working relationships staff and the public."),
        ("word-suspect", "Contributes to the design of, and enforces all standards."),
        ("word-suspect", "Writes plans and checks plans for form and content and returning them to staff."),
        ("word-suspect", "Leads the unit. Trains the unit. Sets goals for unit."),
        ("word-suspect", "Works on a the plan."),
        ("word-doubled", "Works for the the board."),
        ("word-doubled", "The board meets. It is is open."),
        ("article", "Uses a apple."),
        ("article", "Writes a annual plan."),
        ("article", "Files a unintended change."),
        ("article", "Needs an license."),
        ("article", "Leads an unit."),
        ("spelling", "Is reponsible for plans."),
        ("spelling", "Meets the Pubic."),
        ("space", "Writes plans.Reads maps."),
        ("space", "Writes plans,reads maps."),
        ("space", "Writes plans , reads maps."),
        ("space", "Writes plans.. Reads maps."),
        ("bracket", "Writes plans (of land."),
        ("bracket", "Writes plans of land)."),
        ("bracket", "Writes (plans [of land)]."),
    ],
)
def test_a_slip_is_found(rule, text):
    assert rules(text) == [rule]


@pytest.mark.parametrize(
    "text",
    [
        "Knowledge of generally accepted accounting principles, as in generally accepted practice.",
        "Teaches skills in generally required courses.",
        "Leads crews and trains staff in planning and design and reviewing plans.",
        "Needs a license of class a operators hold. Writes Node.Js and Asp.Net code.",
        "Meets the needs or organization goals of staff.",
        "Maintains effective working relationships with staff.",
        "Maintains good working relationships both inside and outside the county.",
        "Maintains professional relationships necessary to the work.",
        "Contributes to the design of, and enforces, all standards.",
        "Is open to, and works for, others.",
        "Writes plans and checks plans for form, content and scheduling of staff.",
        "Writes plans for parks and planning studies and coordinating councils.",
        "Leads the unit. Trains each unit. Sets goals for unit.",
        "Knows that that plan had had errors.",
        "Visits Walla Walla.",
        "A unit of a useful one-time plan for a European university, an hour, an honest MBA, an unintended plan.",
        "A Class A or B license, or Hepatitis A inoculation. Plan a or b.",
        "An FBI check and a FEMA course at a HUD office.",
        "See www.county.gov or ASP.NET, 1,000 maps, 3.5 hours and the U.S.Army site.",
        "Waits . . . and waits ... for Smith, Inc., and others.",
        "Selects candidate(s) for job opening(s).",
        "Do this: 1) write; 2) read; a) rest.",
        "(Demands are a guide [and vary].):",
        "Writes plans (of land\nand of water) daily.",
    ],
)
def test_what_looks_like_a_slip_and_is_right_is_not_found(text):
    assert one(text) == []


def test_a_slip_is_shown_with_the_words_around_it_and_not_those_of_the_next_line():
    assert said("First line.\nSees that all of the the plans are ready in time.\nLast line.") == [
        "“… that all of the the plans are ready …”: “the” stands twice."
    ]


FOUR = ["Writes all the plans.", "Reads all the maps.", "Leads all the staff.", "Meets all the boards"]


def test_the_one_line_without_a_full_stop_is_found():
    assert one("\n".join(FOUR)) == [("stop-missing", "“Meets all the boards” ends without a full stop.")]
    assert one(kind="licensure", requirements=tuple(map(Requirement, FOUR))) == [
        ("stop-missing", "“Meets all the boards” ends without a full stop.")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        FOUR[1:],  # too few to tell
        [*FOUR[:2], "Leads all the staff", "Meets all the boards"],  # two of four
        [*FOUR[:3], "Special notes"],  # a heading
        [*FOUR[:3], "Meets all the boards:"],
        [*FOUR[:3], "Meets all the boards, and"],
    ],
)
def test_lines_without_a_full_stop_that_do_not_stand_out_are_not_found(lines):
    assert one("\n".join(lines)) == []
