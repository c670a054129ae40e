"""Both directions: what a source has and the document lacks, and what stands in the document alone."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.document import Competency, Descriptor, Document, Requirement, Section
from classes.transcription import Fault, Furniture, document_words, faults, without_furniture, words

law = settings(max_examples=50, deadline=None)

SOURCE = """COUNTY CATALOG
Planner

Duties: Plans the work of others. Reviews plans.

Education
A degree in planning.
Or four years of work.

NOTE
None
"""
DOCUMENT = Document(
    title="Planner",
    masthead="COUNTY CATALOG\nPlanner",
    sections=(
        Section("duties", "Duties:", "Plans the work of others. Reviews plans."),
        Section(
            "education",
            "Education",
            requirements=(Requirement("A degree in planning."), Requirement("Or four years of work.")),
        ),
        Section("note", "NOTE", "None"),
    ),
)

word = st.sampled_from(["plans", "work", "plans,", "-", "–", "—", "None", "עברית", "a\u0301"])
text = st.lists(word, max_size=8).map(" ".join)
competency = st.builds(
    Competency,
    entry=st.just("county/tact"),
    name=text,
    definition=text,
    descriptors=st.lists(st.builds(Descriptor, st.just("journey"), text, st.just(1), text), max_size=2).map(tuple),
)
section = st.builds(
    Section,
    kind=st.just("other"),
    heading=text,
    body=text,
    requirements=st.lists(st.builds(Requirement, text), max_size=2).map(tuple),
    competencies=st.lists(competency, max_size=2).map(tuple),
)
documents = st.builds(
    Document, title=st.just("Planner"), masthead=text, sections=st.lists(section, max_size=4).map(tuple)
)


def said(source: str, document: Document = DOCUMENT, furniture: tuple[Furniture, ...] = ()) -> list[tuple[str, str]]:
    return [(fault.section, str(fault)) for fault in faults(source, furniture, document)]


def test_a_true_transcription_has_no_fault():
    assert faults(SOURCE, [], DOCUMENT) == []


def test_line_ends_tabs_and_spaces_are_no_words():
    assert faults(SOURCE.replace("\n", "\r\n\t ").replace(" ", "  "), [], DOCUMENT) == []


@pytest.mark.parametrize(
    ("old", "new", "section", "sentence"),
    [
        # The source has more: a word is missing from the document.
        ("COUNTY CATALOG", "THE COUNTY CATALOG", "masthead", "the source's “THE” is missing"),
        ("Plans the", "Plans all the", "Duties", "the source's “all” is missing"),
        ("Reviews plans.", "Reviews plans. Always.", "Duties", "the source's “Always.” is missing"),
        ("A degree in", "A degree or two in", "Education", "the source's “or two” is missing"),
        ("None\n", "None\nEND OF PAGE\n", "NOTE", "the source's “END OF PAGE” is missing"),
        # The source has less: a word was added to the document.
        ("CATALOG", "", "masthead", "“CATALOG” does not stand in the source"),
        ("work of others.", "work", "Duties", "“of others.” does not stand in the source"),
        ("Duties: ", "", "Duties", "“Duties:” does not stand in the source"),
        ("four ", "", "Education", "“four” does not stand in the source"),
        ("None", "", "NOTE", "“None” does not stand in the source"),
        # Another word, letter, mark or case.
        ("others.", "others,", "Duties", "reads “others.” where the source has “others,”"),
        ("Education", "EDUCATION", "Education", "reads “Education” where the source has “EDUCATION”"),
        ("four", "five", "Education", "reads “four” where the source has “five”"),
        ("None", "none", "NOTE", "reads “None” where the source has “none”"),
    ],
)
def test_a_word_that_is_missing_added_or_changed_is_named_with_its_section(old, new, section, sentence):
    assert SOURCE.count(old) == 1
    assert said(SOURCE.replace(old, new)) == [(section, sentence)]


def test_words_that_moved_are_named_where_they_are_missing_and_where_they_stand():
    moved = SOURCE.replace("A degree in planning.\n", "").replace("NOTE\n", "NOTE\nA degree in planning.\n")
    assert said(moved) == [
        ("Education", "“A degree in planning.” does not stand in the source"),
        ("NOTE", "the source's “A degree in planning.” is missing"),
    ]


def test_two_words_that_changed_places_are_found():
    assert said(SOURCE.replace("Reviews plans.", "plans. Reviews")) != []


def test_a_section_without_a_heading_bears_the_name_of_the_one_before_it():
    document = Document("P", sections=(Section("duties", "Duties:", "Plans."), Section("note", body="And more.")))
    assert document_words(document) == [
        ("Duties", "Duties:"),
        ("Duties", "Plans."),
        ("Duties", "And"),
        ("Duties", "more."),
    ]
    assert said("Duties: Plans. And less.", document) == [("Duties", "reads “more.” where the source has “less.”")]


def test_a_document_that_says_nothing_lacks_everything():
    assert faults("Plans work.", [], Document("P")) == [Fault("the whole document", "Plans work.", "")]
    assert faults(" \n", [], Document("P")) == []


def test_a_source_that_says_nothing_has_nothing_of_the_document():
    assert faults("", [], Document("P", masthead="Planner")) == [Fault("masthead", "", "Planner")]


def test_a_name_is_parted_from_its_definition_by_whichever_dash_the_source_prints():
    document = Document("P", sections=(Section("competencies", competencies=(Competency("c/t", "Tact", "Is kind."),)),))
    for dash in "-–—":
        assert faults(f"Tact {dash} Is kind.", [], document) == []
    assert faults("Tact Is kind.", [], document) == [Fault("masthead", "", "–")]
    assert faults("Tact: Is kind.", [], document) == [Fault("masthead", "Tact:", "Tact –")]


def test_a_dash_within_a_word_is_a_letter_like_any_other():
    assert words("on-going – re—view - x") == ["on-going", "–", "re—view", "–", "x"]
    assert faults("year–for–year", [], Document("P", masthead="year-for-year")) != []


def test_page_furniture_is_set_aside_where_it_is_said_to_stand():
    source = "Header\nFirst page.\nHeader\nSecond page.\nHeader"
    second, third = Furniture("Header", "repeated", 2), Furniture("Header", "repeated", 3)
    assert " ".join(without_furniture(source, [second])) == "Header First page. Second page. Header"
    assert " ".join(without_furniture(source, [third, second])) == "Header First page. Second page."
    across_lines = Furniture("page. Header", "a foot and a head")
    assert " ".join(without_furniture(source, [across_lines])) == "Header First Second page. Header"


def test_only_the_named_occurrence_of_furniture_is_set_aside():
    doubled = SOURCE.replace("Education\n", "Planner\nEducation\n")
    assert faults(doubled, [Furniture("Planner", "repeated at a page break", 2)], DOCUMENT) == []
    assert said(doubled, furniture=(Furniture("Planner", "repeated at a page break", 1),)) == [
        ("masthead", "“Planner” does not stand in the source"),
        ("Duties", "the source's “Planner” is missing"),
    ]
    assert said(doubled) == [("Duties", "the source's “Planner” is missing")]


@pytest.mark.parametrize(
    ("passage", "occurrence"),
    [("Planner", 2), ("Planner", 0), ("Planner", -1), ("Director", 1), ("Plan", 1), ("", 1), (" \n", 1)],
)
def test_furniture_that_the_source_does_not_have_is_refused(passage, occurrence):
    with pytest.raises(ValueError, match=f"The source has no passage number {occurrence} “{passage}”"):
        without_furniture(SOURCE, [Furniture(passage, "none", occurrence)])


@law
@given(documents)
def test_every_document_is_a_true_transcription_of_its_own_text(document):
    assert faults(document.text, [], document) == []


@law
@given(documents, st.data())
def test_no_word_can_be_taken_from_a_source_or_put_into_it_unnoticed(document, data):
    source = document.text.split()
    place = data.draw(st.integers(0, len(source)))
    (added,) = faults(" ".join([*source[:place], "¶", *source[place:]]), [], document)
    assert (added.source_words, added.document_words) == ("¶", "")
    if place < len(source):
        (missing,) = faults(" ".join([*source[:place], *source[place + 1 :]]), [], document)
        assert missing.source_words == ""
        assert len(missing.document_words.split()) == 1


@law
@given(documents, st.data())
def test_a_fault_names_a_section_that_the_document_has(document, data):
    source = data.draw(text)
    names = {"the whole document", "masthead", *(part.name for part in document.sections)}
    assert {fault.section for fault in faults(source, [], document)} <= names


@law
@given(documents, text)
def test_faults_account_for_every_word_that_only_one_side_has(document, source):
    found = faults(source, [], document)
    only_source = sum(len(words(fault.source_words)) for fault in found)
    only_document = sum(len(words(fault.document_words)) for fault in found)
    assert len(words(source)) - only_source == len(words(document.text)) - only_document
