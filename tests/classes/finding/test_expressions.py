"""What the index is asked for, and how each database is told."""

from __future__ import annotations

from collections.abc import Sequence
from struct import unpack_from

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.finding import index, postgresql, sqlite
from classes.finding.entries import GAP, Found
from classes.finding.expressions import AllOf, AnyOf, Phrase, Word, everything, nothing_of, somewhere, whole, within
from classes.finding.words import Marker, Term, parse

pytestmark = pytest.mark.django_db

PLANS = AllOf((AnyOf((Word("t0plan", begun=True), Word("plan"))), Phrase(("multipl", "call"))))


def test_each_database_is_told_in_its_own_words():
    assert sqlite.written(PLANS) == '(("t0plan"* OR "plan") AND "multipl call")'
    assert postgresql.written(PLANS) == "(('t0plan':* | 'plan') & ('+multipl call'))"
    longer = Phrase(("and", "of", "the"))
    assert postgresql.written(longer) == "('+and of' & '+of the' & 'and' <-> 'of' <-> 'the')"
    assert postgresql.written(longer, read=False) == "('+and of' & '+of the')"
    assert postgresql.written(Phrase(("and",))) == postgresql.written(Phrase(("and",)), read=False) == "('and')"


@pytest.mark.parametrize("engine", [sqlite, postgresql])
def test_what_is_no_expression_is_not_written(engine):
    with pytest.raises(TypeError):
        engine.written("planner")


def test_a_word_is_looked_for_in_names_by_its_beginning_and_in_texts_by_its_stem():
    in_code, in_title, former, competency, *in_text = somewhere(Term(("budgets",))).parts
    assert in_code == AnyOf(
        (Word("c0budgets"), Word("c0budget"), Word("c1budget"))
    )  # a word is not meant for the beginning of a code
    assert in_title == AnyOf((Word("t0budgets", begun=True), Word("t0budget"), Word("t1budget")))
    assert former == AnyOf((Word("f0budgets", begun=True), Word("f0budget"), Word("f1budget")))
    assert competency == AnyOf((Word("k0budgets"), Word("k0budget"), Word("k1budget")))  # nor of a competency
    assert in_text == [Word("budget")]


def test_in_a_text_an_abbreviation_is_looked_for_and_not_the_pronoun_that_reads_like_it():
    assert somewhere(Term(("it",))).parts[-1] == Word("a0it")
    assert somewhere(Term(("it", "manager"))).parts[-1] == Phrase(("it", "manag"))


def test_a_beginning_that_has_a_digit_may_begin_a_code():
    assert within("c0", Term(("ci27",))) == Word("c0ci27", begun=True)


def test_a_single_letter_must_be_the_whole_word():
    assert within("t0", Term(("e",))) == Word("t0e")
    assert Word("i", begun=True) not in somewhere(Term(("i",), begun=True), loosely=True).parts


def test_a_numeral_stands_in_a_title_for_the_other_one_and_nowhere_else():
    assert within("t0", Term(("2",))) == AnyOf((Word("t02"), Word("t0ii")))
    assert within("f0", Term(("ii",))) == AnyOf((Word("f0ii"), Word("f02")))
    assert within("c0", Term(("2",))) == Word("c02")
    assert within("k0", Term(("2",))) == Word("k02")
    assert within("t0", Term(("11",))) == Word("t011", begun=True)
    phrase = Term(("planner", "2"))
    assert within("t0", phrase) == AnyOf((Phrase(("t0planner", "t02")), Phrase(("t0planner", "t0ii"))))
    assert within("k0", phrase) == Phrase(("k0planner", "k02"))


def test_a_title_has_the_very_word_or_its_plural_or_the_numeral_written_otherwise():
    assert whole(Term(("manager",))) == AnyOf((Word("t0manager"), Word("t0managers")))
    assert whole(Term(("parks",))) == AnyOf((Word("t0parks"), Word("t0park")))
    assert whole(Term(("2",))) == AnyOf((Word("t02"), Word("t0ii")))
    assert whole(Term(("multiple", "calls"))) is None
    either = Term(("multiple", "calls"), others=(Term(("fire",)),))
    assert whole(either) == AnyOf((Word("t0fire"), Word("t0fires")))


@pytest.mark.parametrize(("term", "loosely"), [(Term(("budg",), begun=True), False), (Term(("budg",)), True)])
def test_in_a_text_a_word_may_go_on_where_that_was_typed_or_nothing_else_is_there(term, loosely):
    assert Word("budg", begun=True) in somewhere(term, loosely).parts
    assert Word("budg", begun=True) not in somewhere(Term(("budg",))).parts


@pytest.mark.parametrize(("beginning", "in_texts"), [("bu", False), ("bud", True)])
def test_two_letters_are_the_beginning_of_a_name_and_of_no_word_of_a_text(beginning, in_texts):
    found = somewhere(Term((beginning,), begun=True), loosely=True).parts
    assert (Word(beginning, begun=True) in found) is in_texts
    assert within("t0", Term((beginning,), begun=True)).parts[0] == Word(f"t0{beginning}", begun=True)
    marked = Marker(parse(f"{beginning}*")).marked("Prepares budgets.")
    assert [mark.text for mark in marked if mark.marked] == ["budgets"] * in_texts


def test_a_phrase_is_looked_for_as_it_stands_in_names_and_by_its_stems_in_texts():
    term = Term(("multiple", "calls"))
    assert within("t0", term) == Phrase(("t0multiple", "t0calls"))
    assert somewhere(term).parts[-1] == Phrase(("multipl", "call"))


def test_all_terms_are_wanted_and_what_only_leaves_out_wants_none():
    assert everything(parse("plans budgets -police")) == AllOf(
        (somewhere(Term(("plans",))), somewhere(Term(("budgets",))))
    )
    assert everything(parse("-police")) is None


def test_what_is_left_out_is_asked_for_at_once():
    assert nothing_of(parse("plans -police -fire")) == AnyOf(tuple(map(somewhere, parse("police fire").terms)))
    assert nothing_of(parse("plans")) is None


words = st.text(min_size=1, max_size=12) | st.sampled_from(
    ['"', "'", "\\", "*", ":*", "a'b", 'a"b', "\\'", "NEAR", "AND"]
)


def some(parts: st.SearchStrategy) -> st.SearchStrategy:
    return st.lists(parts, min_size=1, max_size=3).map(tuple)


leaves = st.builds(Word, words, st.booleans()) | st.builds(Phrase, some(words))
expressions = leaves | st.builds(AllOf, some(leaves | st.builds(AnyOf, some(leaves))))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(expressions, max_size=4))
def test_the_database_understands_whatever_stands_in_an_expression(asked):
    """No sign of its own language that was typed means anything to it, even one that never gets there."""
    asked = [each for each in asked if "\x00" not in index.engine().written(each)]
    assert [found.tolist() for found in index.match(asked)] == [[]] * len(asked)


def test_any_number_of_expressions_are_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(index.match([Word("plan"), Word("work"), PLANS])) == 3
    with django_assert_num_queries(0):
        assert index.match([]) == []


@pytest.mark.skipif(connection.vendor == "postgresql", reason="SQLite only")
def test_numbers_come_as_one_text():
    assert sqlite.numbers("3,1,2").tolist() == [3, 1, 2]
    assert sqlite.numbers(None).tolist() == []


def entry(number: int, lexemes: Sequence[str]) -> tuple[int, bool, Found]:
    return number, True, Found(tuple(lexemes), "", frozenset())


def read(vector: bytes) -> dict[str, list[int]]:
    """The words of a vector as the server reads it, and their places."""
    (count,) = unpack_from(">I", vector)
    at, found = 4, {}
    for _ in range(count):
        end = vector.index(b"\0", at)
        (places,) = unpack_from(">H", vector, end + 1)
        found[vector[at:end].decode()] = list(unpack_from(f">{places}H", vector, end + 3))
        at = end + 3 + 2 * places
    assert at == len(vector)
    assert len(found) == count
    return found


def test_a_vector_holds_no_more_places_than_the_server_keeps():
    found = read(postgresql.vector(["plan"] * 300 + ["its"] + ["work"] * 20_000))
    assert found["plan"] == list(range(1, 251))
    assert found["its"] == [301]
    assert found["work"] == list(range(302, 552))
    assert read(postgresql.vector(["a"] + ["b"] * 17_000 + ["c", "c", "b"]))["c"] == [16_383]
    assert read(postgresql.vector(["a"] + ["b"] * 16_381 + ["c", "d", "c"]))["c"] == [16_383]


def test_a_vector_holds_words_that_stand_together_as_one_but_not_over_a_gap():
    found = read(postgresql.vector(["of", "the", GAP, "it", "of", "the", GAP]))
    assert found == {"of": [1, 5], "the": [2, 6], "it": [4], "+of the": [], "+it of": []}


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@given(
    st.lists(st.sampled_from(["plan", "the", "é", "計画", "x" * 200, GAP]) | st.text("abcß", min_size=1), max_size=40)
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_server_reads_the_words_and_places_that_were_written(lexemes):
    postgresql.clear()
    postgresql.add([entry(1, lexemes)])
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT lexeme, positions FROM {postgresql.NOW}, unnest(words)")
        held = {lexeme: places or [] for lexeme, places in cursor.fetchall()}
        cursor.execute(f"SELECT words::text::tsvector::text = words::text FROM {postgresql.NOW}")
        assert cursor.fetchone() == (True,)
    assert held == read(postgresql.vector(lexemes))
    assert {word: places for word, places in held.items() if places} == {
        word: [place for place, each in enumerate(lexemes, start=1) if each == word] for word in {*lexemes} - {GAP}
    }


PHRASED = ["the", "work", "of"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.sampled_from([*PHRASED, GAP]), max_size=12),
    st.lists(st.sampled_from(PHRASED), min_size=1, max_size=4),
)
def test_a_phrase_is_found_where_its_words_stand_one_after_another_and_nowhere_else(lexemes, phrase):
    index.engine().clear()
    index.engine().add([entry(1, lexemes)])
    stands = any(lexemes[at : at + len(phrase)] == phrase for at in range(len(lexemes)))
    (found,) = index.match([Phrase(tuple(phrase))])
    assert len(found) == stands


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
def test_a_long_phrase_that_very_many_may_have_is_looked_for_by_its_pairs(monkeypatch, django_assert_num_queries):
    strewn, whole = ("the", "work", GAP, "work", "of"), ("the", "work", "of")
    index.engine().clear()
    index.engine().add([entry(1, strewn), entry(2, whole), entry(3, whole), entry(4, ("the", "of"))])
    asked = [Phrase(whole), AllOf((Word("of"), Phrase(whole))), Word("the")]
    monkeypatch.setattr(postgresql, "MOST_READ", 3)
    with django_assert_num_queries(2):
        assert [sorted(found) for found in index.match(asked)] == [[2, 3], [2, 3], [1, 2, 3, 4]]
    monkeypatch.setattr(postgresql, "MOST_READ", 2)
    with django_assert_num_queries(1):
        assert [sorted(found) for found in index.match(asked)] == [[1, 2, 3], [1, 2, 3], [1, 2, 3, 4]]
    with django_assert_num_queries(1):
        index.match([Phrase(("the", "work")), Phrase(("no", "such", "words"))])
