"""Classes side by side, as pure data: the NC document beside the City's as a careful reader aligns them, and laws."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.comparison import TOPIC_OF, Column, Comparison, Row, compare_documents
from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from tests.classes.conftest import fixture_rows
from tests.classes.test_document import documents as any_documents

law = settings(max_examples=60, deadline=None)
# Any text, with facts that can be: the numbers of others stand for no level.
documents = any_documents.map(lambda document: replace(document, facts=Facts("G1", "N", 50, 36, 1, 6)))


def fixture_document(name: str) -> Document:
    """The one text of a fixture file, put together without a database."""
    (specification,) = fixture_rows(name, "classes.specification")
    levels = {row["slug"]: row for row in fixture_rows(name, "competencies.level")}
    competencies = tuple(
        Competency(
            entry="/".join(required["competency"]),
            name=required["name"],
            definition=required["definition"],
            descriptors=tuple(
                Descriptor(
                    row["level"][1], levels[row["level"][1]]["name"], levels[row["level"][1]]["rank"], row["text"]
                )
                for row in fixture_rows(name, "classes.leveldescriptor")
                if row["required_competency"][-1] == required["competency"][1]
            ),
        )
        for required in fixture_rows(name, "classes.requiredcompetency")
    )
    requirements = fixture_rows(name, "classes.requirement")
    return Document(
        title=specification["title"],
        code=specification["code"],
        masthead=specification["masthead"],
        facts=Facts(
            specification["pay_grade"],
            specification["flsa_code"],
            specification["minimum_education"],
            specification["minimum_experience_months"],
            specification["physical_demand"],
            specification["probation_months"],
        ),
        sections=tuple(
            Section(
                row["kind"],
                row["heading"],
                row["body"],
                tuple(Requirement(each["text"]) for each in requirements if each["kind"] == row["kind"]),
                competencies if row["kind"] == "competencies" else (),
            )
            for row in fixture_rows(name, "classes.section")
        ),
    )


@pytest.fixture(scope="module")
def both() -> Comparison:
    """NC's IT Manager at the left, the City's at the right."""
    return compare_documents(
        [
            Column("IT Manager", fixture_document("nc.json"), "", "NC"),
            Column("IT Manager", fixture_document("city.json"), "CI2787", "City"),
        ]
    )


def column(*sections: Section, title: str = "Planner", **fields) -> Column:
    return Column(title, Document(title, sections=sections, **fields))


def bare(title: str = "Planner") -> Column:
    return Column(title, None)


def headings(rows: tuple[Row, ...]) -> dict[str, list[list[str]]]:
    return {row.name: [list(cell.headings) for cell in row.cells] for row in rows}


def competency(name: str, entry: str = "", definition: str = "") -> Competency:
    return Competency(entry or f"f/{name.lower()}", name, definition)


# Worked out by reading both documents: every printed heading, under the topic that it speaks of. The City's two
# paragraphs on re-deployment bear no heading and follow its duties; NC's note has a heading of its own.
ALIGNED = {
    "Summary of the work": [["Description of Work"], ["General Statement of Duties"]],
    "Distinguishing characteristics": [[], ["Distinguishing Characteristics"]],
    "Duties": [[], ["Essential Duties"]],
    "Knowledge and skills": [[], ["Knowledge & Skills"]],
    "Supervision exercised": [[], ["Level of Supervision Exercised"]],
    "Training and experience": [
        ["MINIMUM TRAINING AND EXPERIENCE"],
        ["Education Requirement", "Experience Requirement", "Education & Experience Equivalency"],
    ],
    "Licensure and certification": [[], ["Licensure & Certification"]],
    "Working environment": [[], ["Working Environment"]],
    "Physical demands": [[], ["Level of Physical Demand", "Physical Demands"]],
    "Background checks": [[], ["Background Check Requirement"]],
    "Assessment": [[], ["Assessment Requirement"]],
    "Probation": [[], ["Probation Period"]],
    "Class detail": [[], ["Class Detail"]],
    "Notes": [["NOTE"], []],
    "Printed above the text": [[], []],
}


def test_nc_beside_the_city_stands_as_a_reader_would_align_them(both):
    assert headings(both.sections) == ALIGNED
    assert list(headings(both.sections)) == list(ALIGNED)
    assert both.heads is not None
    assert [cell.headings for cell in both.heads.cells] == [("Functional Competencies",), ("Competencies",)]


def test_nc_beside_the_city_says_the_same_nowhere(both):
    assert [row.name for row in both.sections if row.is_same] == []
    assert all(cell.like is None for row in both.sections for cell in row.cells)


def test_what_goes_on_without_a_heading_stays_with_the_part_before_it(both):
    duties = next(row for row in both.sections if row.name == "Duties")
    assert "Employees may be re-deployed" in duties.cells[1].text
    assert [section.kind for section in duties.cells[1].parts[0].sections] == ["duties", "note"]


def test_facts_of_nc_beside_the_city(both):
    assert [(row.label, *(cell.value for cell in row.cells)) for row in both.facts] == [
        ("Pay grade", "", "EX-17"),
        ("FLSA code", "", "Y"),
        ("Minimum education", "Bachelor’s degree", "Bachelor’s degree"),
        ("Minimum experience", "4 years", "3 years"),
        ("Supervision exercised", "", "Supervises two or more information technology professionals."),
        ("Probation", "", "6 months"),
        ("Physical demand", "", "1 Sedentary"),
    ]
    assert [row.label for row in both.facts if row.is_same] == ["Minimum education"]


def test_a_derived_fact_leads_to_the_row_of_the_words_that_it_was_read_from(both):
    anchors = {row.anchor: row.name for row in both.sections}
    found = {row.label: [anchors.get(cell.anchor, "") for cell in row.cells] for row in both.facts}
    assert found == {
        "Pay grade": ["", ""],
        "FLSA code": ["", ""],
        "Minimum education": ["Training and experience", "Training and experience"],
        "Minimum experience": ["Training and experience", "Training and experience"],
        "Supervision exercised": ["", "Supervision exercised"],
        "Probation": ["", "Probation"],
        "Physical demand": ["", "Physical demands"],
    }


def test_nc_and_the_city_require_no_competency_in_common(both):
    assert both.shared == ()
    assert [len(only) for _, only in both.rest] == [6, 7]
    assert both.has_competencies


def test_redline_of_nc_and_the_city_marks_three_topics_and_names_the_rest(both):
    marked = both.marked
    assert [row.name for row in marked.changed] == [
        "Summary of the work",
        "Training and experience",
        "Printed above the text",
    ]
    assert marked.only_old[0].name == "Notes"
    assert len(marked.only_old) == 1 + 6  # the note and six competencies
    assert len(marked.only_new) == 11 + 7  # eleven topics and seven competencies
    assert marked.same == ()
    assert str(marked) == (
        "In both, with differences: 3 topics (sentences: 8 added, 1 reworded, 14 removed). "
        "Only in the first: 7 topics. Only in the second: 18 topics."
    )


def test_education_experience_and_equivalency_stand_apart_where_no_document_combines_them():
    sections = [Section(kind, kind, "Some.") for kind in ("education", "experience", "equivalency")]
    comparison = compare_documents([column(*sections), column(*sections)])
    assert [row.name for row in comparison.sections] == ["Education", "Experience", "Equivalency"]
    combined = column(Section("training_and_experience", "Both", "Some."))
    comparison = compare_documents([column(*sections), column(*sections), combined])
    assert headings(comparison.sections) == {
        "Training and experience": [
            ["education", "experience", "equivalency"],
            ["education", "experience", "equivalency"],
            ["Both"],
        ]
    }


def test_level_and_demands_of_physical_work_share_a_row():
    one = column(Section("physical_level", "Level", "1"), Section("physical_demands", "Demands", "Sits."))
    other = column(Section("physical_demands", "Physical Requirements", "Walks."))
    rows = compare_documents([one, other]).sections
    assert headings(rows) == {"Physical demands": [["Level", "Demands"], ["Physical Requirements"]]}


def test_sections_of_no_known_kind_are_aligned_by_their_heading_whatever_its_case_and_colon():
    one = column(Section("other", "Special  Conditions:", "A."), Section("class_detail", "Detail", "C."))
    other = column(Section("other", "Union", "B."), Section("other", "SPECIAL CONDITIONS", "D."))
    rows = compare_documents([one, other]).sections
    assert headings(rows) == {
        "Special Conditions": [["Special  Conditions"], ["SPECIAL CONDITIONS"]],
        "Union": [[], ["Union"]],
        "Class detail": [["Detail"], []],
    }
    assert [row.name for row in rows] == ["Special Conditions", "Union", "Class detail"]


def test_two_sections_of_one_kind_stand_in_one_cell_in_printed_order():
    one = column(Section("knowledge", "Knowledge", "Law."), Section("knowledge", "Skills", "Typing."))
    (row,) = compare_documents([one, column()]).sections
    assert row.cells[0].headings == ("Knowledge", "Skills")
    assert row.cells[0].text == "Law.\n\nTyping."
    assert row.cells[1].parts == ()


def test_every_kind_of_section_but_other_has_a_topic():
    from classes.models import Section as SectionRow

    assert set(TOPIC_OF) == set(SectionRow.Kind.values) - {"other"}


def test_the_same_words_are_the_same_whatever_their_heading_and_white_space():
    one = column(Section("duties", "Duties", "Plans  work.\nWrites."))
    other = column(Section("duties", "Essential Duties", "Plans work.\n\nWrites."))
    (row,) = compare_documents([one, other]).sections
    assert row.is_same
    assert not row.has_one_heading


@pytest.mark.parametrize("text", ["Plans work", "plans work.", "Plans the work.", ""])
def test_one_other_word_case_or_mark_is_not_the_same(text):
    one, other = (column(Section("duties", "Duties", body)) for body in ("Plans work.", text))
    (row,) = compare_documents([one, other]).sections
    assert not row.is_same


def test_of_three_the_two_that_say_the_same_are_named():
    first, second, third = (
        column(Section("duties", "Duties", body), title=title)
        for body, title in (("Plans.", "A"), ("Writes.", "B"), ("Plans.", "C"))
    )
    (row,) = compare_documents([first, second, third]).sections
    assert [cell.like for cell in row.cells] == [None, None, first]
    assert not row.is_same


def test_headings_over_nothing_are_not_the_same_text():
    (row,) = compare_documents([column(Section("duties", "Duties")), column(Section("duties", "Duties"))]).sections
    assert not row.is_same


def test_a_class_without_a_text_is_silent_for_want_of_a_text():
    comparison = compare_documents([column(Section("duties", "Duties", "Plans."), title="Held"), bare("Bare")])
    assert [str(cell.column) for cell in comparison.facts[0].cells] == ["Held", "Bare"]
    assert all(row.cells[1].value == "" and row.cells[1].column.document is None for row in comparison.facts)
    (row,) = comparison.sections
    assert row.cells[1].column.document is None
    assert not row.is_same


def test_classes_without_any_text_have_no_rows():
    comparison = compare_documents([bare(), bare()])
    assert (comparison.facts, comparison.sections, comparison.heads, comparison.shared) == ((), (), None, ())
    assert not comparison.has_competencies


def test_no_redline_is_drawn_of_one_text_or_of_three():
    for columns in ([column(), bare()], [column(), column(), column()]):
        with pytest.raises(ValueError, match="between two texts"):
            _ = compare_documents(columns).marked


def requiring(*competencies: Competency) -> Column:
    return column(Section("competencies", "Competencies", competencies=competencies))


def test_competencies_share_a_row_by_their_entry_or_by_their_name():
    comparison = compare_documents(
        [
            requiring(competency("Coaching", "city/coaching"), competency("Writing"), competency("Law")),
            requiring(competency("Coaching Others", "city/coaching"), competency("WRITING", "nc/w")),
            requiring(competency("writing ", "x/y")),
        ]
    )
    assert [[each and each.name for _, each in row.cells] for row in comparison.shared] == [
        ["Coaching", "Coaching Others", None],
        ["Writing", "WRITING", "writing "],
    ]
    assert [[each.name for each in only] for _, only in comparison.rest] == [["Law"], [], []]


def test_an_entry_counts_for_more_than_a_name():
    old = requiring(competency("Planning", "f/one"), competency("Leading", "f/two"))
    new = requiring(competency("Planning", "f/two"), competency("Leading", "f/one"))
    rows = compare_documents([old, new]).shared
    assert [[each and each.entry for _, each in row.cells] for row in rows] == [["f/one"] * 2, ["f/two"] * 2]


def test_competencies_are_the_same_only_where_all_require_them_in_the_same_words():
    same, other = competency("Law", definition="Knows it."), competency("Law", definition="Knows of it.")
    assert [
        compare_documents([requiring(*each) for each in columns]).shared[0].is_same
        for columns in ([[same], [same]], [[same], [other]], [[same], [same], []])
    ] == [True, False, False]


def test_a_redline_marks_the_words_of_a_shared_competency():
    old, new = (requiring(competency("Law", definition=f"Knows {how} it well enough.")) for how in ("of", "all of"))
    (row,) = compare_documents([old, new]).marked.changed
    assert row.name == "Competency: Law"
    assert [[run.text.strip() for run in each.runs if run.status == "added"] for each in row.redline.changes] == [
        ["all"]
    ]


def words(*texts: str) -> Counter[str]:
    return Counter(word for text in texts for word in text.split())


def of_competency(each: Competency) -> list[str]:
    return [each.name, each.definition, *(text for one in each.descriptors for text in (one.level_name, one.text))]


def of_document(document: Document) -> Counter[str]:
    """Every word that is printed, without the colon that runs a heading into its text."""
    found = words(document.masthead)
    for section in document.sections:
        found += words(section.name, section.body, *(each.text for each in section.requirements))
        for each in section.competencies:
            found += words(*of_competency(each))
    return found


def of_column(comparison: Comparison, at: int) -> Counter[str]:
    """Every word in the cells of one column."""
    found: Counter[str] = Counter()
    for row in (*comparison.sections, *([comparison.heads] if comparison.heads else [])):
        cell = row.cells[at]
        found += words(*(part.name for part in cell.parts), cell.text)
    shared = [row.cells[at][1] for row in comparison.shared]
    for each in (*(each for each in shared if each), *comparison.rest[at][1]):
        found += words(*of_competency(each))
    return found


columns = st.lists(st.builds(Column, st.text(max_size=5), st.none() | documents), min_size=2, max_size=4)


@law
@given(columns)
def test_every_word_of_every_document_is_in_its_column_just_once(columns):
    comparison = compare_documents(columns)
    for at, each in enumerate(columns):
        assert of_column(comparison, at) == (of_document(each.document) if each.document else Counter())


@law
@given(columns)
def test_rows_have_a_cell_for_every_class_and_an_address_of_their_own(columns):
    comparison = compare_documents(columns)
    rows = [*comparison.sections, *([comparison.heads] if comparison.heads else [])]
    anchors = [row.anchor for row in (*rows, *comparison.shared)]
    assert len(anchors) == len(set(anchors))
    for row in (*rows, *comparison.facts):
        assert [cell.column for cell in row.cells] == columns
    for row in comparison.shared:
        assert sum(each is not None for _, each in row.cells) > 1


@law
@given(documents)
def test_a_document_beside_itself_is_the_same_wherever_it_says_anything(document):
    comparison = compare_documents([Column("A", document), Column("B", document)])
    for row in comparison.sections:
        assert row.is_same == bool(row.cells[0].text)
    assert all(row.is_same for row in comparison.shared)
    assert all(only == () for _, only in comparison.rest)
    marked = comparison.marked
    assert marked.changed == marked.only_old == marked.only_new == ()


@law
@given(documents, documents)
def test_a_redline_gives_back_the_texts_of_both_sides_and_swapped_sides_swap_it(old, new):
    comparison = compare_documents([Column("A", old), Column("B", new)])
    marked = comparison.marked
    texts = {row.anchor: [cell.text for cell in row.cells] for row in comparison.sections}
    for row in (*marked.changed, *marked.only_old, *marked.only_new, *marked.same):
        if row.anchor in texts:
            assert [row.redline.old_text, row.redline.new_text] == texts[row.anchor]
    swapped = compare_documents([Column("B", new), Column("A", old)]).marked
    assert len(swapped.only_old) == len(marked.only_new)
    assert len(swapped.changed) == len(marked.changed)


def test_columns_are_named_by_title_code_and_organization():
    assert str(Column("IT Manager", None, "CI2787", "City")) == "IT Manager (CI2787), City"
    assert str(replace(Column("IT Manager", None), organization="NC")) == "IT Manager, NC"
