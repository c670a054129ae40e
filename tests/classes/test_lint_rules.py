"""Every rule of the lint: what it finds, and what looks like it and is right."""

from __future__ import annotations

from datetime import date

import pytest

from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.lint import Around, Directory, KnownClass, findings
from classes.lint.dates import day
from classes.lint.english import number, stem

HEADINGS = {"class_detail": "Class Detail", "distinguishing": "Distinguishing Characteristics"}


def one(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[tuple[str, str]]:
    """Rule and sentence of what is found in a document of one section; `facts` are the document's."""
    facts = fields.pop("facts", Facts())
    section = Section(kind, HEADINGS.get(kind, "Heading"), body, **fields)
    document = Document("Planner", "P1", facts=facts, sections=(section,))
    return [(finding.rule, finding.says) for finding in findings(document, around or Around())]


def said(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[str]:
    return [sentence for _, sentence in one(body, kind, around, **fields)]


def rules(body: str = "", kind: str = "duties", around: Around | None = None, **fields) -> list[str]:
    return [rule for rule, _ in one(body, kind, around, **fields)]


def levels(**cells: str) -> list[tuple[str, str]]:
    """Findings on one competency with these cells; the levels are Contributing, Journey and Advanced."""
    names = ("contributing", "journey", "advanced")
    other = tuple(Descriptor(name, name.title(), at, f"Helps {at} people.") for at, name in enumerate(names, start=1))
    described = tuple(
        Descriptor(name, name.title(), at, cells[name]) for at, name in enumerate(names, start=1) if name in cells
    )
    competencies = (Competency("c/other", "Other", "", other), Competency("c/tact", "Tact", "", described))
    return one(kind="competencies", competencies=competencies)


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


# Other classes.

PLANNER = KnownClass("county/p1", ("Planner",), (("Land Use Planner", date(2020, 1, 1)),))
SENIOR = KnownClass("county/p2", ("Senior Planner",), (("Principal Planner", date(2021, 3, 1)),))
GONE = KnownClass("county/p3", ("Planning Aide",), (), date(2022, 7, 1), ("Planner", "Senior Planner"))


def around(answers: dict[str, set[str]] | None = None, history=()) -> Around:
    held = {address: frozenset(names) for address, names in (answers or {}).items()}
    return Around("county/p1", Directory([PLANNER, SENIOR, GONE]), held, history)


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
