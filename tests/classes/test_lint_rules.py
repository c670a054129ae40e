"""Rules of the lint on contents, levels and repetition: what they find, and what looks like it and is right."""

from __future__ import annotations

import pytest

from classes.document import Competency, Descriptor, Document, Requirement, Section
from classes.lint import findings
from tests.classes.lint_reader import levels, one, rules

# What is announced and not said.


@pytest.mark.parametrize("kind", ["education", "licensure", "competencies", "duties", "probation"])
def test_a_section_of_a_known_kind_without_row_or_body_is_found(kind):
    assert one(kind=kind) == [("section-empty", "Nothing stands under this heading.")]


@pytest.mark.parametrize("kind", ["other", "note"])
def test_a_heading_of_another_kind_may_stand_above_others(kind):
    assert one(kind=kind) == []


def test_none_is_an_answer():
    assert one("None", "education") == []
    assert one("None", "assessment") == []


@pytest.mark.parametrize("text", ["", "  ", "…", "-"])
def test_a_requirement_without_words_is_found(text):
    requirements = (Requirement("A degree."), Requirement(text))
    assert one(kind="education", requirements=requirements) == [
        ("requirement-empty", "Requirement 2 of 2 says nothing.")
    ]


def test_a_competency_that_is_only_named_is_found_and_one_that_is_defined_is_not():
    bare, defined = Competency("c/tact", "Tact"), Competency("c/care", "Care", "Is careful.")
    assert one(kind="competencies", competencies=(bare, defined)) == [
        ("competency-empty", "“Tact” is named, but neither defined nor described at a level.")
    ]


# Levels.


def test_a_level_without_a_cell_or_with_an_empty_one_is_found():
    expected = [("level-empty", "“Tact” says nothing at Journey, though it does at Contributing and Advanced.")]
    assert levels(contributing="Listens.", advanced="Mediates.") == expected
    assert levels(contributing="Listens.", journey=" ", advanced="Mediates.") == expected


def test_two_levels_that_say_the_same_are_found_whatever_the_spaces_and_capitals():
    assert levels(contributing="Listens well.", journey="Listens  Well.", advanced="Mediates.") == [
        ("level-same", "“Tact” says the same at Journey as at Contributing.")
    ]


def test_a_sentence_that_falls_out_where_the_rest_is_carried_on_is_found():
    assert levels(
        contributing="Listens to clients. Keeps a calm voice.",
        journey="Listens to all clients. Solves disputes.",
        advanced="Listens to all clients. Solves hard disputes.",
    ) == [("sentence-lost", "Contributing says “Keeps a calm voice.”; Journey has nothing like it.")]


@pytest.mark.parametrize(
    ("contributing", "journey"),
    [
        ("Listens to clients. Keeps a calm voice.", "Mediates between departments. Writes rules."),  # written anew
        ("Listens to clients. Keeps a calm voice.", "Listens to all clients in a calm voice."),  # put in other words
        ("Listens to clients. Keeps a calm voice.", "Keeps a calm voice. Listens to clients and peers."),  # moved
        ("You can: \nkeep calm\nwrite notes", "You can: \nsettle disputes\nteach others"),  # only the lead-in stays
    ],
)
def test_a_level_that_is_written_anew_or_says_it_otherwise_has_lost_nothing(contributing, journey):
    assert levels(contributing=contributing, journey=journey, advanced="Sets the tone.") == []


# Repetition.


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Occasional pressure due to many calls.", "Pressure due to many calls."),
        ("Prepares the yearly budget report.", "Prepares yearly budget reports."),
        ("Keeps, files and finds all paper records of the office for the board and staff, daily.",
         "Keeps, files and finds all paper records of the office for the board and clerks, daily."),
    ],
)  # fmt: skip
def test_lines_that_say_nearly_the_same_are_found(first, second):
    assert one(f"{first}\nAnswers mail.\n{second}") == [
        ("line-repeated", f"“{first}” and “{second}” say nearly the same.")
    ]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Pulling: Exerting force upon an object so that it moves to the person.",
         "Pushing: Exerting force upon an object so that it moves away from the person."),
        ("By position, a commercial driver license, Class A.", "By position, a commercial driver license, Class B."),
        ("Lifts boxes that weigh 25 pounds over the head at the loading dock every day of the week.",
         "Lifts boxes that weigh 50 pounds over the head at the loading dock every day of the week."),
        ("Prepares budget requests.", "Interprets budget requests and prepares statements."),
        ("Completed the basic police academy course; or",
         "Completed the basic police academy course, and served in a county"),
        ("Passing score of the written test", "The passing score of the written test is set each year."),
        ("Writes plans.", "Writes plans and rules."),  # too short to tell
    ],
)  # fmt: skip
def test_lines_that_are_parallel_on_purpose_are_not_repeated(first, second):
    assert one(f"{first}\n{second}") == []


def test_a_line_that_stands_three_times_is_one_finding():
    assert one("\n\n".join(["Reviews all land use plans."] * 3)) == [
        ("line-repeated", "“Reviews all land use plans.” stands here three times.")
    ]


def test_what_stands_at_two_levels_of_a_competency_is_not_repeated_but_at_one_level_of_two_it_is():
    assert levels(contributing="Keeps an even temper always.", journey="Keeps an even temper always. Mediates.") == [
        ("level-empty", "“Tact” says nothing at Advanced, though it does at Contributing and Journey.")
    ]
    cells = [Descriptor("journey", "Journey", 2, "Keeps an even temper always.")]
    pair = tuple(Competency(f"c/{name}", name, "", tuple(cells)) for name in ("Tact", "Care"))
    assert one(kind="competencies", competencies=pair) == [
        ("line-repeated", "“Keeps an even temper always.” stands here twice (of Tact and Care).")
    ]


def test_comparisons_of_classes_are_parallel_on_purpose():
    sentence = "The Planner is distinguished from the {} Planner, which plans larger areas of the county."
    assert one(f"{sentence.format('Senior')}\n\n{sentence.format('Senior Land')}", "distinguishing") == []


def test_two_labels_with_one_definition_are_found():
    body = (
        "Sitting: Remaining in a stationary position.\nStanding: Remaining in a  stationary position.\nBending: Bends."
    )
    assert one(body) == [
        ("definition-shared", "“Sitting” and “Standing” are defined alike: “Remaining in a stationary position.”")
    ]


@pytest.mark.parametrize(
    "body",
    [
        "Sitting: Frequently.\nStanding: Frequently.",  # values, not definitions
        "Sitting: Up to 2 hours a day.\nStanding: Up to 2 hours a day.",
        "\n".join(f"{label}: More than half of the day." for label in ("Sitting", "Standing", "Walking")),  # a scale
    ],
)
def test_labels_that_share_a_value_are_not_defined_alike(body):
    assert "definition-shared" not in rules(body)


def test_a_sentence_under_two_headings_is_found_at_the_second():
    sentence = "By position, must obtain a security clearance within six months."
    document = Document(
        "Planner",
        sections=(
            Section("licensure", "Licensure", requirements=(Requirement(sentence),)),
            Section("background_check", "Background", requirements=(Requirement(sentence),)),
        ),
    )
    (finding,) = findings(document)
    assert (finding.rule, str(finding.place)) == ("sentence-shared", "Background")
    assert finding.says == f"“{sentence}” stands under “Licensure” too."


def test_short_sentences_and_notes_may_stand_under_two_headings():
    for kind, sentence in (
        ("duties", "A valid driver license."),
        ("note", "This is a note of some length to all staff."),
    ):
        sections = tuple(Section(kind, heading, sentence) for heading in ("One", "Two"))
        assert findings(Document("Planner", sections=sections)) == []
