"""Rules of the lint on other classes and on dates: what they find, and what looks like it and is right."""

from __future__ import annotations

from datetime import date

import pytest

from classes.document import Document, Section
from classes.lint import Directory, findings
from classes.lint.dates import day
from tests.classes.lint_reader import PLANNER, SENIOR, around, one, rules, said

# Other classes.


def apart_from(title: str) -> str:
    return f"The Planner is distinguished from the {title}, which plans larger areas."


def test_a_class_that_answers_is_no_finding():
    assert one(apart_from("Senior Planner"), "distinguishing", around({"county/p2": {"county/p1"}})) == []


def test_a_class_whose_text_does_not_name_this_one_back_is_found():
    assert one(apart_from("Senior Planner"), "distinguishing", around({"county/p2": {"county/p3"}})) == [
        ("class-silent", "Sets this class apart from “Senior Planner”, whose text does not name this one back.")
    ]
    assert said(apart_from("Senior Planner"), "distinguishing", around({"county/p2": set()})) == [
        "Sets this class apart from “Senior Planner”, whose text names no other class."
    ]


def test_a_class_without_a_text_cannot_answer_and_that_is_what_is_said():
    assert one(apart_from("Senior Planner"), "distinguishing", around()) == [
        ("class-unheld", "Sets this class apart from “Senior Planner”, whose text is not held.")
    ]


def test_a_class_that_is_only_named_needs_not_answer():
    assert one("The Planner helps the Senior Planner.", "distinguishing", around({"county/p2": set()})) == []


def test_a_class_called_by_a_former_title_is_found_and_may_still_answer():
    assert one(apart_from("Principal Planner"), "distinguishing", around({"county/p2": {"county/p1"}})) == [
        ("class-retitled", "Names “Principal Planner”, which has been “Senior Planner” since March 1, 2021.")
    ]


def test_a_text_that_calls_its_own_class_by_a_former_title_is_found():
    assert one("The Land Use Planner plans.", "distinguishing", around()) == [
        ("class-retitled", "Calls this class “Land Use Planner”; since January 1, 2020 it has been “Planner”.")
    ]


def test_an_abolished_class_is_found_with_what_took_its_place():
    assert one(apart_from("Planning Aide"), "distinguishing", around()) == [
        (
            "class-abolished",
            "Names “Planning Aide”, which was abolished on July 1, 2022; “Planner” and “Senior Planner” took its "
            "place.",
        )
    ]


def test_a_class_of_which_it_is_said_that_it_is_higher_is_looked_up_too():
    body = "It is distinguished from the next higher class of Sheriff's Sergeant by its duties."
    assert rules(body, "distinguishing", around()) == ["class-missing"]


@pytest.mark.parametrize("title", ["Chief Planner", "Parks and Recreation Director", "Planner, III"])
def test_a_class_that_the_catalog_does_not_have_is_found(title):
    assert one(apart_from(title), "distinguishing", around()) == [
        ("class-missing", f"Sets this class apart from “{title}”; the catalog has no class of that title.")
    ]


def test_each_of_two_classes_in_one_comparison_is_looked_up():
    body = "The Planner is distinguished from the Chief Planner and Senior Planner by its duties."
    assert rules(body, "distinguishing", around({"county/p2": set()})) == ["class-missing", "class-silent"]


@pytest.mark.parametrize(
    "body",
    [
        "The Planner is distinguished from the Civil Engineer series by its duties.",
        "The Planner is distinguished from the Full Journey level by its duties.",
        "The Planner is distinguished from other classes by its duties.",
        "The Planner is distinguished from Senior Planners by its duties.",
        "The Planner is distinguished from the Engineer by its duties.",
        "The Planner is distinguished from the SENIOR PLANNER by its duties.",
        "The Planner differs from the lower classes.",
    ],
)
def test_what_is_no_title_or_another_form_of_one_is_not_missing(body):
    assert "class-missing" not in rules(body, "distinguishing", around({"county/p2": {"county/p1"}}))


def test_a_title_within_a_longer_one_is_not_that_title():
    directory = Directory([PLANNER, SENIOR])
    text = "The Senior Planner, the Planner IV, the Planner-Analyst, the Chief Planner, planners and the Planner."
    assert [mention.title for mention in directory.mentions(text)] == ["Senior Planner", "Planner"]


def test_without_knowledge_of_other_classes_nothing_is_said_of_them():
    assert one(apart_from("Chief Planner"), "distinguishing") == []


# Dates.


def detail(*lines: str, history=()) -> list[tuple[str, str]]:
    return one("\n".join(lines), "class_detail", around(history=history))


def test_revised_before_established_is_found_and_on_the_same_day_is_not():
    assert detail("Established Date: 9/21/2018", "Revised Date: 9/20/2018") == [
        ("date-order", "Revised on September 20, 2018, before it was established on September 21, 2018.")
    ]
    assert detail("Established Date: 9/21/2018", "Revised Date: 9/21/2018") == []


def test_a_line_of_history_before_the_class_was_established_is_found():
    assert detail("Established Date: 9/21/2018", "Class History: 9/21/2018 - Established.") == []
    assert detail("Established Date: 9/21/2018", "Class History: 9/20/2018 - Retitled.") == [
        (
            "date-order",
            "The class history has a line of September 20, 2018, before the class was established on September 21, "
            "2018.",
        )
    ]


def test_a_line_of_history_after_the_revised_date_is_found():
    assert detail("Revised Date: 7/30/2023", "Class History: 7/30/2023 - Revised.", "7/31/2023 – Revised.") == [
        ("date-order", "The class history goes on to July 31, 2023, after the revised date, July 30, 2023.")
    ]


def test_lines_of_history_in_neither_order_are_found():
    lines = ("Class History: 1/1/2020 - a", "1/1/2012 - b", "1/1/2022 - c")
    assert detail(*lines) == [("date-order", "The lines of the class history are not in order at January 1, 2012.")]
    assert detail("1/1/2022 - c", "1/1/2021 - b", "1/1/2020 - a") == []


def test_a_printed_date_that_is_no_day_is_found():
    assert detail("Revised Date: 2/30/2021", "Established: 13/1/2020") == [
        ("date-impossible", "“2/30/2021” is no day of the calendar."),
        ("date-impossible", "“13/1/2020” is no day of the calendar."),
    ]


def test_printed_dates_are_held_against_the_history():
    history = (("established", date(2018, 9, 21)), ("revised", date(2023, 7, 30)))
    assert detail("Established Date: 9/21/2018", "Revised Date: 7/30/2023", history=history) == []
    assert detail("Established Date: 9/22/2018", "Revised Date: 7/31/2023", history=history) == [
        (
            "date-unmatched",
            "Prints that the class was established on September 22, 2018; the history says September 21, 2018.",
        ),
        ("date-unmatched", "Prints July 31, 2023, of which the history has no entry."),
    ]


def test_the_day_on_which_a_draft_takes_effect_may_be_printed_before_the_history_has_it():
    section = Section("class_detail", "Class Detail", "Revised Date: 7/1/2026")
    known = around(history=(("established", date(2018, 9, 21)),))
    text = Document("Planner", effective_from=date(2026, 7, 1), sections=(section,))
    assert findings(text, known) == []
    text = Document("Planner", effective_from=date(2026, 7, 2), sections=(section,))
    assert [finding.rule for finding in findings(text, known)] == ["date-unmatched"]


def test_recorded_events_before_the_class_was_established_are_found():
    assert detail(history=(("revised", date(2018, 9, 20)), ("established", date(2018, 9, 21))))[1:] == [
        (
            "date-order",
            "The history has the class revised on September 20, 2018, before it was established on September 21, 2018.",
        )
    ]


@pytest.mark.parametrize("text", ["9/21/2018", "9/21/18", "2018-09-21", "September 21, 2018", "Sept. 21 2018"])
def test_dates_are_read_as_documents_print_them(text):
    assert day(text) == date(2018, 9, 21)
