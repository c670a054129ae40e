"""Words as search knows them, and what somebody meant who typed them. No database."""

from __future__ import annotations

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from classes.finding.stems import stem
from classes.finding.words import NUMERALS, Mark, Marker, Term, fold, parse, placed, squeeze, words

# Letters and signs that meet each other in searches: accents, hyphens, quotes, two alphabets, what FTS would read.
SIGNS = "aAeéÉ ßİﬁ²bß'’ʼ\u0301\u00ad\u200d-\"“”*:()/&.,\n\t_0127¶\x00"
anything = st.text(max_size=40) | st.text(SIGNS, max_size=40) | st.text(st.characters(), max_size=20)
lines = st.lists(
    st.sampled_from(["plans", "planning", "the", "budget", "budgets", "Über", "driver’s", "-"]), max_size=6
)


def marked(text: str, typed: str, name: bool = False) -> list[str]:
    return [mark.text for mark in Marker(parse(typed)).marked(text, name) if mark.marked]


# Folding and parting


@settings(deadline=None)
@given(anything)
def test_folding_leaves_every_character_in_its_place_and_is_done_once(text):
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_every_character_is_folded_once():
    """Those too that are made of a mark and a letter, in this order, as one of Thai."""
    every = "".join(map(chr, range(sys.maxunicode + 1)))
    assert fold(fold(every)) == fold(every)
    assert fold("\u0e33") == "\u0e32"


@settings(deadline=None)
@given(anything)
def test_a_lone_surrogate_is_folded_like_any_other_sign(text):
    assert len(fold(text + "\ud800")) == len(text) + 1
    assert words("\ud800".join(["plans", "budgets"])) == ["plans", "budgets"]


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("Driver’s licence, class B", ["drivers", "licence", "class", "b"]),
        ("driver's", ["drivers"]),
        ("'Quoted'", ["quoted"]),
        ("Müller-Lüdenscheidt", ["muller", "ludenscheidt"]),
        ("re\u0301sume\u0301", ["resume"]),  # accents that are characters of their own
        ("soft\u00adware", ["software"]),
        ("IT/GIS & CI-2787", ["it", "gis", "ci", "2787"]),
        ("snake_case", ["snake", "case"]),
        ("S/he", ["s", "he"]),
        ("…—!", []),
        ("", []),
    ],
)
def test_a_text_is_parted_into_words_without_capitals_and_accents(text, parted):
    assert words(text) == parted


@settings(deadline=None)
@given(anything)
def test_every_word_is_told_with_its_place(text):
    end = 0
    found = []
    for start, stop, word in placed(text):
        assert end <= start < stop
        assert words(text[start:stop]) == [word]
        found.append(word)
        end = stop
    assert found == words(text)


@settings(deadline=None)
@given(anything)
def test_a_word_has_nothing_in_it_but_letters_and_digits(text):
    assert all(word.isalnum() and word == fold(word) for word in words(text))
    assert squeeze(text) == "".join(words(text))


# What was typed


@pytest.mark.parametrize(
    ("typed", "terms", "without"),
    [
        ("budg ana", ["budg", "ana"], []),
        ("IT Manager", ["it", "manager"], []),
        ('"multiple calls"', ["“multiple calls”"], []),
        ("“multiple calls” plans", ["“multiple calls”", "plans"], []),
        ('"one"', ["one"], []),
        ("planner -senior", ["planner"], ["senior"]),
        ('planner -"city manager"', ["planner"], ["“city manager”"]),
        ("-police", [], ["police"]),
        ("hands-on", ["“hands on”"], []),
        ("and/or", ["“and or”"], []),
        ("budg*", ["budg*"], []),
        ("budget*s", ["“budget s”"], []),
        ('"budg*"', ["budg"], []),
        ("plan plan PLAN", ["plan"], []),
        ("year - month", ["year", "month"], []),  # a dash between words leaves nothing out
        ("--x", [], ["x"]),
        ('unbalanced "quote here', ["unbalanced", "“quote here”"], []),
        ('"', [], []),
        ('"" OR', ["or"], []),
        ('-"story hours" OR police', ["police"], ["“story hours”"]),  # it joins nothing
        ("police OR -librarian fire", ["police OR fire"], ["librarian"]),
        ("NEAR(a b, 5)", ["near"], []),
        ("title:planner", ["“title planner”"], []),
        ("' OR 1=1; --", ["or", "“1 1”"], []),
        ("* ( ) ^ & | ! < > :", [], []),
        ("\x00", [], []),
    ],
)
def test_what_was_typed_is_read_as_words_phrases_and_what_to_leave_out(typed, terms, without):
    query = parse(typed)
    if typed.startswith("NEAR"):
        assert [str(term) for term in query.terms] == ["“near a”", "b", "5"]
        return
    assert [str(term) for term in query.terms] == terms
    assert [str(term) for term in query.without] == without
    assert query.asks is bool(terms or without)


@settings(deadline=None)
@given(anything)
@example("police OR fire OR “code enforcement”")
def test_anything_typed_can_be_read_and_each_term_reads_as_itself(typed):
    query = parse(typed)
    assert query.typed == typed
    for term in (*query.terms, *query.without):
        assert term.words
        assert set(term.words) <= set(words(typed.replace("“", '"').replace("”", '"')))
        again = parse(str(term))
        assert again.terms == (term,)
        assert not again.without


@settings(deadline=None)
@given(anything)
def test_every_word_typed_is_looked_for_or_left_out(typed):
    query = parse(typed)
    read = {word for term in (*query.terms, *query.without) for word in term.words}
    assert read == set(words(typed))


@settings(deadline=None)
@given(anything)
def test_each_term_is_found_in_what_was_typed(typed):
    """Whoever types a text finds the text."""
    query = parse(typed)
    marker = Marker(query)
    there = {word for mark in marker.marked(typed) if mark.marked for word in words(mark.text)}
    assert {word for term in query.terms for word in term.words} <= there


def test_a_term_is_a_phrase_when_it_has_several_words():
    assert Term(("multiple", "calls")).is_phrase
    assert not Term(("calls",)).is_phrase
    assert Term(("multiple", "calls")).stems == ("multipl", "call")


@pytest.mark.parametrize("typed", ["ci2787", "CI-2787", "ci 2787", " C.I. 2787 "])
def test_a_code_is_compared_without_its_signs(typed):
    assert parse(typed).squeezed == "ci2787"


def test_a_title_is_compared_word_by_word():
    assert parse('  "IT-Manager"  Sénior').plain == "it manager senior"


# Marks


@settings(deadline=None)
@given(anything, anything, st.booleans())
def test_the_pieces_of_a_marked_text_are_the_text(text, typed, name):
    pieces = Marker(parse(typed)).marked(text, name)
    assert "".join(piece.text for piece in pieces) == text
    assert all(piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Plans budgets and Planning.", "plan", ["Plans", "Planning"]),
        ("Driver’s licence", "drivers", ["Driver’s"]),
        ("Prüft Budgets", "pruft", ["Prüft"]),
        ("An explanation of plants", "plan", []),
        ("Plans budgets", "budg", []),
        ("Plans budgets", "budg*", ["budgets"]),
        ("Plans budgets", "plans -budgets", ["Plans"]),
        ("multiple calls, many calls", '"multiple calls"', ["multiple", "calls", "calls"]),
        ("", "plan", []),
    ],
)
def test_in_running_text_whole_words_are_marked_and_their_other_forms(text, typed, found):
    assert marked(text, typed) == found


@pytest.mark.parametrize(
    ("text", "typed", "found"),
    [
        ("Budget Analyst", "budg ana", ["Budget", "Analyst"]),
        ("IT Manager", "i", []),
        ("CI2787", "ci27", ["CI2787"]),
        ("Budget Analyst, Budgetary", '"budget ana"', ["Budget"]),  # a phrase is of whole words
    ],
)
def test_in_a_name_the_beginning_of_a_word_is_enough_but_no_single_letter(text, typed, found):
    assert marked(text, typed, name=True) == found


@pytest.mark.parametrize(
    ("text", "name", "found"),
    [
        ("It leads IT, where it is asked.", False, ["IT"]),
        ("IT IS ASKED.", False, []),
        ("its unit", False, []),
        ("It Manager", True, ["It"]),
    ],
)
def test_a_pronoun_is_not_marked_for_the_abbreviation_that_reads_like_it(text, name, found):
    assert marked(text, "it", name) == found
    assert Marker(parse("it")).sentence(f"What it is.\n{text}") == (text if found == ["IT"] else "")


def test_marks_are_told_apart_from_what_stands_between():
    assert Marker(parse("budgets")).marked("The budget, then.") == (
        Mark("The "),
        Mark("budget", marked=True),
        Mark(", then."),
    )


# The sentence that is shown

TEXT = "Plans the work of a unit.\nPrepares budgets.\nPrepares the budgets of the unit, and plans them.\nOther duties."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("unit", "Plans the work of a unit."),  # the first that has it
        ("budget", "Prepares budgets."),
        ("budget plan", "Prepares the budgets of the unit, and plans them."),  # the one that has the most
        ('"the budget"', "Prepares the budgets of the unit, and plans them."),  # the one that has the phrase
        ("duty", "Other duties."),
        ("budg*", "Prepares budgets."),
        ("astronaut", ""),
        ("lan", ""),
    ],
)
def test_the_sentence_shown_is_the_first_that_has_the_most_of_what_was_looked_for(typed, sentence):
    assert Marker(parse(typed)).sentence(TEXT) == sentence


@pytest.mark.parametrize(
    ("typed", "word"), [("dying", "dying"), ("die", "dying"), ("sky", "skies"), ("skies", "sky"), ("only", "only")]
)
def test_a_word_whose_stem_ends_otherwise_is_found_in_its_sentence(typed, word):
    assert Marker(parse(typed)).sentence(f"First.\nThen {word}.") == f"Then {word}."


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ('"enforcing laws and"', "Enforcing laws and codes."),  # as it was typed, before other forms of its words
        ('"enforces laws and"', "Enforce laws and orders."),  # the first of those that have other forms only
        ('"enforcing laws and" orders codes', "Enforcing laws and codes."),
    ],
)
def test_a_phrase_is_shown_as_it_was_typed_where_it_stands_so(typed, sentence):
    text = "Enforce laws and orders.\nEnforcing laws and codes.\nOrders codes."
    assert Marker(parse(typed)).sentence(text) == sentence


def test_no_sentence_is_shown_to_whom_looks_for_nothing():
    assert Marker(parse("-budget")).sentence(TEXT) == ""


@settings(deadline=None)
@given(st.lists(lines, max_size=5), lines.filter(lambda typed: words(" ".join(typed))))
def test_a_sentence_is_shown_where_any_has_a_word_and_none_has_more(lines, typed):
    text = "\n".join(" ".join(line) for line in lines)
    marker = Marker(parse(" ".join(typed)))
    sentence = marker.sentence(text)
    wanted = {stem(word) for word in words(" ".join(typed))}

    def has(line: str) -> int:
        return len(wanted & {stem(word) for word in words(line)})

    assert has(sentence) == max((has(line) for line in text.split("\n")), default=0)
    assert not sentence or sentence in text.split("\n")


def test_a_numeral_is_its_own_stem_or_the_index_would_know_it_by_another_word():
    assert [stem(numeral) for numeral in NUMERALS] == list(NUMERALS)
