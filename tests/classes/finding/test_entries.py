"""What of a class can be found: its names, each under its tag, and the stems of its texts."""

from __future__ import annotations

import hashlib

import pytest

from classes.assembly import documents
from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.finding.entries import GAP, KINDS, LONGEST, RULES, Names, found, kinds, level_count, named, texts
from classes.finding.stems import stem
from classes.finding.words import words
from classes.models import Requirement as RequirementRow
from classes.models import Specification
from classes.sentences import sentences


def document(*sections: Section, **fields: object) -> Document:
    return Document(**{"title": "Planner", "code": "P1", "masthead": "", "facts": Facts(), **fields}, sections=sections)


def has(lexemes: tuple[str, ...], *phrase: str) -> bool:
    return any(lexemes[at : at + len(phrase)] == phrase for at in range(len(lexemes)))


def test_a_name_is_found_by_its_words_under_a_tag_and_after_them_by_its_stems():
    assert list(named("t0", ["Budget Planners"])) == ["t0budget", "t0planners", GAP, "t1planner"]


def test_a_code_is_also_found_by_all_of_it_in_one_word():
    assert list(named("c0", ["CI-2787"], squeezed=True)) == ["c0ci", "c02787", "c0ci2787", GAP]
    assert list(named("c0", ["CI2787"], squeezed=True)) == ["c0ci2787", "c02787", GAP]
    assert list(named("c0", ["A12-B"], squeezed=True)) == ["c0a12", "c0b", "c0a12b", GAP]
    assert list(named("c0", ["2787"], squeezed=True)) == ["c02787", GAP]
    assert list(named("c0", [""], squeezed=True)) == []


def test_a_class_without_a_text_is_found_by_its_names_alone():
    told = found(Names("Planner", "P1", (("Surveyor", ""), ("", "S9"))), None)
    assert {"t0planner", "c0p1", "f0surveyor", "f0s9", "planner", "p1"} <= set(told.lexemes)
    assert "surveyor" not in told.lexemes  # what it was called stands in no text
    assert told.lines == ""
    assert told.vocabulary == {"planner", "surveyor"}


def test_a_text_is_found_by_its_competencies_under_their_tag():
    section = Section(
        kind="competencies", heading="Competencies", competencies=(Competency("s/tact", "Tact", "Kind."),)
    )
    told = found(Names("Planner", ""), document(section))
    assert {"k0tact", "tact", "kind"} <= set(told.lexemes)


@pytest.mark.parametrize(
    ("body", "stands"),
    [
        ("Leads IT staff.", True),
        ("Reports, if it is asked to.", False),
        ("IT IS ASKED FOR.", False),
        ("Its IT-related duties.", True),
        ("AUDIT and permit.", False),
        ("Advises the US attorney.", False),
    ],
)
def test_an_abbreviation_that_reads_like_a_pronoun_is_found_where_it_stands_in_capitals(body, stands):
    told = found(Names("Planner", ""), document(Section("duties", "Duties", body)))
    assert ("a0it" in told.lexemes) is stands
    assert ("a0us" in told.lexemes) is ("US " in body)


def test_no_phrase_reaches_from_one_part_into_the_next():
    sections = (Section("duties", "Duties", "Plans budgets. Reviews work."), Section("other", "Notes", "Carefully."))
    lexemes = found(Names("Planner", "P1"), document(*sections)).lexemes
    assert has(lexemes, "plan", "budget")
    for phrase in (("duti", "plan"), ("budget", "review"), ("work", "note"), ("note", "care"), ("planner", "p1")):
        assert not has(lexemes, *phrase), phrase


def test_of_a_word_that_is_longer_than_any_search_its_beginning_is_taken_in():
    told = found(Names("Planner", ""), document(Section("duties", "Duties", f"Plans {'x' * 5_000}y.")))
    assert "x" * LONGEST in told.lexemes
    assert max(map(len, told.lexemes)) == LONGEST
    assert told.lines.endswith("xy.")


def test_the_lines_to_show_are_the_sentences_of_the_text():
    told = found(Names("Planner", ""), document(Section("duties", "Duties", "Plans budgets. Reviews work.")))
    assert told.lines == "Duties\nPlans budgets.\nReviews work."


@pytest.mark.django_db
def test_every_sentence_of_the_real_texts_is_found_as_a_phrase_and_shown(catalog):
    keys = Specification.objects.published().values_list("pk", flat=True)
    assert len(keys) == 2
    for held in documents(keys).values():
        told = found(Names(held.title, held.code), held)
        running = f" {' '.join(told.lexemes)} "
        shown = told.lines.split("\n")
        for part in texts(held):
            for sentence in sentences(part):
                assert f" {' '.join(stem(word) for word in words(sentence))} " in running
                assert sentence in shown
        assert told.vocabulary == {word for word in words(held.title + " " + held.text) if word.isalpha()}


def section_of(kind: str, body: str = "", *requirements: str) -> Section:
    rows = tuple(Requirement(text) for text in requirements)
    return Section(kind=kind, heading=kind, body=body, requirements=rows)


@pytest.mark.parametrize(
    ("section", "stated"),
    [
        (section_of("licensure", "", "A licence."), True),
        (section_of("licensure", "As the position asks."), True),
        (section_of("licensure", "None"), False),
        (section_of("licensure", "None."), False),
        (section_of("licensure", "", "NONE"), False),
        (section_of("licensure"), False),
        (section_of("licensure", "None", "But by position a licence."), True),
        (section_of("duties", "Drives."), False),
    ],
)
def test_a_kind_of_requirement_is_stated_where_its_section_says_anything_but_none(section, stated):
    assert kinds(document(section)) == (stated << KINDS.index("licensure"))


def test_every_kind_of_requirement_has_its_bit():
    assert set(KINDS) == set(RequirementRow.Kind.values)
    assert kinds(document(*(section_of(kind, "Said.") for kind in KINDS))) == 2 ** len(KINDS) - 1


def test_a_text_has_as_many_levels_as_its_competencies_are_described_at():
    steps = tuple(Descriptor(slug, slug.title(), rank, "Does.") for rank, slug in enumerate(("low", "high"), start=1))
    section = Section("competencies", "Competencies", competencies=(Competency("s/tact", "Tact", "", steps),))
    assert level_count(document(section)) == 2
    assert level_count(document()) == 0


# Rules

LINES = (
    "The City’s IT manager (GS-12, class CI2787) plans, organizes and directs: hands-on work!",
    "• Officers’ résumés, 2 years’ experience; women and children first.  See U.S. Code §4.",
    "MUST LIFT 50 LBS. AND TELL US WHY IT MATTERS",
)


def test_whoever_changes_what_is_taken_in_must_give_the_rules_a_new_number():
    """Else nobody is told that the index of a catalog in use has to be made anew."""
    made = found(
        Names("Planners II", "CI-2787", (("Analyses Engineer", ""), ("", "Z-9"))),
        document(
            Section("duties", "Typical duties", LINES[0], requirements=(Requirement(LINES[1]),)),
            Section(
                "competencies", "Skills", LINES[2], competencies=(Competency("nc/x", "Ability to Plan", "Plans."),)
            ),
        ),
    )
    taken_in = hashlib.sha256("\n".join([*made.lexemes, made.lines, *sorted(made.vocabulary)]).encode()).hexdigest()
    assert (RULES, taken_in[:12]) == (1, "de8a426ffdd8")
