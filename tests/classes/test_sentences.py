import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.sentences import sentences, split

TEXTS = st.text() | st.text(alphabet=' \n\t.?!…"”)]*aAI1.•:', max_size=60)


def assert_split(*expected: str) -> None:
    """The sentences given, joined by one space, are found again."""
    assert sentences(" ".join(expected)) == expected


def assert_together(text: str) -> None:
    assert sentences(text) == (text,)


@given(TEXTS)
def test_the_pieces_joined_are_the_text_whatever_it_holds(text: str) -> None:
    assert "".join(split(text)) == text


@given(TEXTS)
def test_sentences_are_the_pieces_without_the_white_space_around_them(text: str) -> None:
    assert sentences(text) == tuple(piece.strip() for piece in split(text) if piece.strip())


@given(TEXTS)
def test_no_sentence_reaches_across_a_line_break(text: str) -> None:
    assert not [sentence for sentence in sentences(text) if "\n" in sentence]


@given(TEXTS)
def test_a_piece_holds_words_unless_the_text_holds_none(text: str) -> None:
    assert all(piece.strip() for piece in split(text)) or not text.strip()


def test_each_piece_keeps_the_white_space_behind_it() -> None:
    assert split("  Plans work.  Directs staff.\n\nTrains.\t") == [
        "  Plans work.  ",
        "Directs staff.\n\n",
        "Trains.\t",
    ]


def test_a_text_of_white_space_is_one_piece_and_no_sentence() -> None:
    assert split(" \n ") == [" \n "]
    assert sentences(" \n ") == ()
    assert split("") == []


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\n\n", " \n \n ", "\r", "\x85", "\u2028", "\u2029"])
def test_every_line_break_ends_a_sentence(line_break: str) -> None:
    assert sentences(f"Pay Grade: EX-17{line_break}and growth") == ("Pay Grade: EX-17", "and growth")


def test_the_next_sentence_may_begin_with_a_digit_a_quote_a_bracket_or_an_amount() -> None:
    assert_split(
        "Plans work.",
        "3 years of experience are required.",
        '"Work" is broad.',
        "(Some is not.)",
        "[Note.]",
        "“Staff” are people.",
        "$500 is the limit.",
        "• Directs staff.",
        "S/he may plan budgets.",
        "Émigrés apply.",
    )


def test_questions_exclamations_and_closing_quotes_and_brackets_end_a_sentence() -> None:
    assert_split(
        "Is it safe?",
        "Stop!",
        "Really?!",
        'See the "Career Ladder."',
        "(Staff are people.)",
        "It is “done.”",
        "**Note.**",
        "Plans.",
    )


def test_a_letter_of_a_script_without_capitals_begins_a_sentence() -> None:
    assert_split("Plans work.", "עבודה טובה.", "यह काम है.")


def test_a_small_letter_begins_no_sentence_but_the_letter_of_a_list_item_does() -> None:
    assert_together("Asks why? and then acts.")
    assert_split("a. Plans work.", "b. Directs staff.", "(c) trains.")


@pytest.mark.parametrize(
    "text",
    [
        "Uses tools, e.g. Word and i.e. Excel, daily.",
        "Works with Dr. Smith and Mrs. Jones.",
        "Serves St. Louis vs. Mt. Vernon.",
        "Meets requirement No. 5 (Class No. 0254) of Sec. 4.24, Rev. 12/18.",
        "Lifts approx. 50 lbs. 10 times an hour.",
        "Holds a degree from a U.S. Army school.",
        "Works for Acme Inc. Engineering.",
        "Assists the Sr. Accountant of the Dept. Head.",
        "Holds a Ph.D. Degree.",
        "Files by 5 p.m. Thursday.",
        "Reports to J. Smith and John Q. Public.",
        "Uses pipes, saws, etc. and others.",
        "Uses pipes (saws, etc.) daily.",
    ],
)
def test_an_abbreviation_or_initial_ends_no_sentence(text: str) -> None:
    assert_together(text)


def test_an_abbreviation_ends_a_sentence_before_a_word_that_begins_one() -> None:
    assert_split("Uses pipes, saws, etc.", "Directs staff.")
    assert_split("Lifts 10 lbs.", "Directs staff for 3 yrs.", "Trains.")
    assert_split("Works in the U.S.", "The work is hard.")
    assert_split("Holds a Ph.D.", "May teach until 5 p.m.", "Must travel.")
    assert_split("Works for Acme Inc.", "S/he plans.")


def test_no_is_a_word_where_no_number_follows() -> None:
    assert_split("The answer is no.", "Staff agree.")


def test_the_letter_of_a_grade_or_a_class_is_no_initial() -> None:
    assert_split("Trains the Analyst I.", "Directs the Analyst V.", "Drives class B.", "Plans.")


def test_dates_decimals_brackets_and_dotted_names_stay_whole() -> None:
    assert_together("Revised (9/21/2018) by 3.5 points in the (IT) series of 10.10.2021 with ASP.NET.")
    assert_together("1-Sedentary (0-10 lbs.)")


def test_the_number_of_a_list_item_stays_with_it() -> None:
    assert_split("1. Plans work.", "2. Directs staff.", "10. Trains.")
    assert_split("• 1. Plans work.", "IV. Definition.", "2.1. Scope.", "(3). Trains.", "1. a. Drives.")
    assert_split("Duties are: 1. Plans work.", "2. Directs staff.")


def test_a_number_at_the_end_of_a_sentence_ends_it() -> None:
    assert_split("The score is 46.", "A letter follows.", "It was 2018.", "The end.")


def test_an_ellipsis_ends_a_sentence_only_before_a_beginning() -> None:
    assert_together("Plans … and directs... staff.")
    assert_split("Plans work…", "Directs staff...", "Trains.")


def test_leader_dots_stay_in_their_line() -> None:
    assert_together("Written Test . . . . . . 50%")


def test_several_cells_of_the_nc_document_split_as_a_reader_would() -> None:
    assert_split(
        "Manages technical projects, primarily of limited scale.",
        "Manages resources and personnel (internal staff and contractors), and directs implementation efforts"
        " to completion.",
    )
    assert_split(
        "The manager is responsible for planning and directing activities as appropriate.",
        "S/he may be responsible for budget planning.",
    )


@pytest.mark.parametrize(
    "unit", ["a", ".", ". ", " ", "\n", ").", '"', "1.", "a. ", ".\t", "A. ", "I.", "(", "é", ".) A"]
)
def test_a_hundred_thousand_characters_of_anything_take_no_second(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.perf_counter()
    assert "".join(split(text)) == text
    assert time.perf_counter() - started < 1
