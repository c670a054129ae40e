"""What a specification says, as pure data: laws that hold for any text, and the readings of a few."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from classes.document import (
    Competency,
    Definition,
    Definitions,
    Descriptor,
    Document,
    Facts,
    Level,
    Lines,
    Paragraph,
    Requirement,
    Section,
    blocks,
    canonical_json,
    digest,
    from_json,
)

law = settings(max_examples=40, deadline=None)

# Anything a database can hold, and often what a body is made of: breaks, labels, dashes, scripts, combining marks.
anything = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=30)
pieces = st.sampled_from(
    [
        "Plans",
        "work.",
        " ",
        "\n",
        "\n\n",
        "\n \n",
        "Pay Grade: EX-17",
        ": ",
        " – ",
        "By position",
        "ä\u0301",
        "<b>",
        "עברית",
    ]
)
text = st.one_of(anything, st.lists(pieces, max_size=12).map("".join))
number = st.none() | st.integers(0, 600)
slug = st.from_regex(r"[a-z]{1,6}", fullmatch=True)

descriptors = st.builds(Descriptor, level=slug, level_name=text, rank=st.integers(1, 5), text=text)
competencies = st.builds(
    Competency,
    entry=st.builds("{}/{}".format, slug, slug),
    name=text,
    definition=text,
    descriptors=st.lists(descriptors, max_size=3).map(tuple),
)
sections = st.builds(
    Section,
    kind=st.sampled_from(["summary", "duties", "competencies", "education", "note", "other"]),
    heading=st.one_of(text, st.sampled_from(["", "Duties", "Duties 2", "Duties 3", "Duties:", "Duties-3-3", "–"])),
    body=text,
    requirements=st.lists(st.builds(Requirement, text=text, by_position=st.booleans()), max_size=3).map(tuple),
    competencies=st.lists(competencies, max_size=2).map(tuple),
)
documents = st.builds(
    Document,
    title=text,
    code=text,
    revision=st.integers(1, 40),
    effective_from=st.none() | st.dates(),
    masthead=text,
    facts=st.builds(Facts, text, text, number, number, number, number),
    sections=st.lists(sections, max_size=6).map(tuple),
)


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The paths to everything in nested data that is neither a dictionary nor a list."""
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in leaves(value, (*path, key))]
    if isinstance(data, list | tuple):
        return [leaf for index, value in enumerate(data) for leaf in leaves(value, (*path, index))]
    return [path]


def changed(value: Any) -> Any:
    if isinstance(value, bool):
        return not value
    return value + "x" if isinstance(value, str) else (value or 0) + 1


def printed(document: Document) -> list[str]:
    """Everything that is printed of a document, in no order."""
    found = [document.masthead]
    for section in document.sections:
        found += [section.heading, section.body, *(requirement.text for requirement in section.requirements)]
        for competency in section.competencies:
            found += [competency.name, competency.definition, *(each.text for each in competency.descriptors)]
    return found


@law
@given(documents)
def test_a_document_survives_the_way_through_json(document):
    assert from_json(json.loads(json.dumps(document.as_json()))) == document


def test_a_document_of_another_schema_version_is_refused():
    data = {**Document("Planner").as_json(), "schema_version": 2}
    with pytest.raises(ValueError, match="schema version 2; only 1 can be read"):
        from_json(data)
    with pytest.raises(ValueError, match="schema version None"):
        from_json({})


def test_the_digest_of_a_document_is_the_same_for_ever():
    document = Document(
        title="IT Manager",
        code="CI2787",
        effective_from=date(2023, 7, 30),
        masthead="Office of Human Resources",
        facts=Facts(pay_grade="EX-17", minimum_experience_months=36),
        sections=(
            Section("education", "Education", requirements=(Requirement("By position, a “degree”.", True),)),
            Section(
                "competencies",
                "Competencies",
                competencies=(
                    Competency(
                        "city/coaching", "Coaching", "Directs.", (Descriptor("journey", "Journey", 2, "Does."),)
                    ),
                ),
            ),
        ),
    )
    assert document.digest == "a164c995a2db98055628d48f555470475f232c1cc9dd60a02b1a8ca1600fc4ac"


@law
@given(documents, st.data())
def test_the_digest_changes_with_every_text_and_every_fact(document, data):
    plain = json.loads(json.dumps(document.as_json()))
    path = data.draw(st.sampled_from([path for path in leaves(plain) if path[0] != "schema_version"]))
    holder = plain
    for step in path[:-1]:
        holder = holder[step]
    if path == ("effective_from",):
        holder[path[-1]] = "2000-02-29" if holder[path[-1]] != "2000-02-29" else None
    else:
        holder[path[-1]] = changed(holder[path[-1]])
    other = from_json(plain)
    assert other.digest != document.digest
    differing = [
        place
        for place, (old, new) in enumerate(zip(document.section_digests, other.section_digests, strict=True))
        if old["digest"] != new["digest"]
    ]
    assert differing == [path[1] + 1 if path[0] == "sections" else 0]


@law
@given(st.lists(sections, min_size=2, max_size=4, unique_by=repr))
def test_the_digest_changes_with_the_order_of_sections(parts):
    assert Document("P", sections=tuple(parts)).digest != Document("P", sections=tuple(reversed(parts))).digest


@law
@given(st.recursive(text | number | st.booleans(), lambda each: st.dictionaries(text, each, max_size=4), max_leaves=12))
def test_canonical_json_does_not_depend_on_the_order_of_keys(data):
    def turned(value: Any) -> Any:
        return {key: turned(value[key]) for key in reversed(value)} if isinstance(value, dict) else value

    assert canonical_json(turned(data)) == canonical_json(data)
    assert json.loads(canonical_json(data)) == data


def test_canonical_json_has_no_space_and_escapes_nothing_in_vain():
    assert canonical_json({"b": [1, None], "a": "é “x”\n"}) == '{"a":"é “x”\\n","b":[1,null]}'.encode()
    assert digest({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"


@settings(law, max_examples=100)
@given(text)
def test_the_words_of_a_body_are_the_words_of_its_blocks(body):
    found = []
    for block in blocks(body):
        if isinstance(block, Paragraph):
            found += [block.text]
        elif isinstance(block, Lines):
            found += block.lines
        else:
            for definition in block.definitions:
                found += [f"{definition.label}:", *definition.texts]
    assert " ".join(found).split() == body.split()


def test_a_blank_line_parts_blocks_and_a_single_line_is_a_paragraph():
    assert blocks("\nOne.\n \nTwo.\n\n\nThree.\n") == (Paragraph("One."), Paragraph("Two."), Paragraph("Three."))
    assert blocks("") == blocks(" \n\t\n") == ()


def test_two_or_more_lines_are_a_list():
    assert blocks("Handles absence.\n  Works late.\n\nAll: of it.") == (
        Lines(("Handles absence.", "Works late.")),
        Paragraph("All: of it."),
    )


def test_lines_with_labels_are_definitions_and_a_line_without_belongs_to_the_label_before_it():
    assert blocks("Pay Grade: EX-17\nClass History: 2021\n2022: regraded: twice\nand 2023") == (
        Definitions(
            (
                Definition("Pay Grade", ("EX-17",)),
                Definition("Class History", ("2021",)),
                Definition("2022", ("regraded: twice", "and 2023")),
            )
        ),
    )


@pytest.mark.parametrize("first", ["No label", "Time:10", ": text", "Label:", "Label: ", "x" * 61 + ": text"])
def test_lines_whose_first_has_no_label_are_a_list(first):
    assert isinstance(blocks(f"{first}\nPay Grade: EX-17")[0], Lines)
    assert isinstance(blocks("x" * 60 + ": text\nPay Grade: EX-17")[0], Definitions)


@law
@given(documents)
def test_the_parts_of_a_document_are_its_sections_in_order_under_anchors_of_their_own(document):
    assert tuple(section for part in document.parts for section in part.sections) == document.sections
    anchors = [part.anchor for part in document.parts]
    assert all(anchors)
    assert len(set(anchors)) == len(anchors)


def test_anchors_are_made_from_headings():
    headings = ["Duties", "Knowledge & Skills:", "Duties 3", "Duties", "職務"]
    document = Document("P", sections=tuple(Section("other", heading) for heading in headings))
    assert [part.anchor for part in document.parts] == ["duties", "knowledge-skills", "duties-3", "duties-4", "section"]
    crowded = Document("P", sections=tuple(Section("other", heading) for heading in ["A", "A-3", "A", "A"]))
    assert len({part.anchor for part in crowded.parts}) == 4


def test_a_section_without_a_heading_goes_on_under_the_heading_before_it():
    first, second, third = Section("other"), Section("duties", "Duties"), Section("note", body="And more.")
    document = Document("P", sections=(first, second, third))
    assert [(part.name, part.sections) for part in document.parts] == [("", (first,)), ("Duties", (second, third))]
    assert document.anchor_of("note") == document.anchor_of("duties") == "duties"
    assert document.anchor_of("education", "other") == "section"
    assert document.anchor_of("education") == ""
    assert document.section("note") is third
    assert document.section("education") is None


@law
@given(documents)
def test_the_plain_text_holds_every_printed_word_as_often_as_it_is_printed(document):
    assert Counter(" ".join(printed(document)).split()) <= Counter(document.text.split())


def test_the_plain_text_is_what_the_source_prints_in_its_order():
    journey, advanced = (
        Descriptor("journey", "Journey", 2, "Does it."),
        Descriptor("advanced", "Advanced", 3, "Leads it."),
    )
    document = Document(
        "IT Manager",
        masthead="City\nIT Manager",
        sections=(
            Section("summary", "Description of Work:", "Manages.\n\nPlans."),
            Section("education", "Education", requirements=(Requirement("A degree."), Requirement("Or two."))),
            Section(
                "competencies",
                "Competencies",
                competencies=(
                    Competency("c/a", "Coaching", "Directs.", (journey, advanced)),
                    Competency("c/b", "Tact"),
                ),
            ),
            Section("note", body="None"),
        ),
    )
    assert document.text == (
        "City\nIT Manager\n\n"
        "Description of Work:\n\nManages.\n\nPlans.\n\n"
        "Education\n\nA degree.\n\nOr two.\n\n"
        "Competencies\nJourney\tAdvanced\n\nCoaching – Directs.\nDoes it.\nLeads it.\n\nTact\n\n"
        "\nNone\n"
    )


def test_the_table_of_levels_has_a_cell_for_every_level_in_rising_order():
    low, high = Level("journey", "Journey"), Level("advanced", "Advanced")
    does, leads = Descriptor("journey", "Journey", 2, "Does."), Descriptor("advanced", "Advanced", 3, "Leads.")
    both, one, none = (
        Competency("c/a", "A", descriptors=(leads, does)),
        Competency("c/b", "B", descriptors=(leads,)),
        Competency("c/c", "C"),
    )
    section = Section("competencies", competencies=(both, one, none))
    assert section.levels == (low, high)
    assert list(section.rows) == [
        (both, [(low, does), (high, leads)]),
        (one, [(low, None), (high, leads)]),
        (none, [(low, None), (high, None)]),
    ]
    assert Section("competencies", competencies=(none,)).levels == ()


def test_a_competency_knows_its_place_in_the_library():
    competency = Competency("city/coaching", "Coaching")
    assert (competency.framework, competency.slug) == ("city", "coaching")


def test_a_section_says_none_only_where_the_source_prints_none_and_nothing_else():
    assert Section("knowledge", "Knowledge & Skills", "None").says_none
    assert not Section("knowledge", "Knowledge & Skills", "").says_none
    assert not Section("knowledge", "Knowledge & Skills", "None.").says_none
    assert not Section("education", body="None", requirements=(Requirement("A degree."),)).says_none
    assert not Section("competencies", body="None", competencies=(Competency("c/a", "Tact"),)).says_none


def test_a_section_is_a_list_when_it_has_paragraphs_and_nothing_else():
    assert Section("duties", body="Plans.\n\nBuilds.").is_list
    assert not Section("duties", body="Plans.").is_list
    assert not Section("duties", body="Plans.\n\nBuilds\nand mends.").is_list


@pytest.mark.parametrize(
    ("requirement", "lead"),
    [
        (Requirement("By position, a licence.", True), "By position"),
        (Requirement("BY POSITION", True), "BY POSITION"),
        (Requirement("By position, a licence.", False), ""),
        (Requirement("By positional rank.", True), ""),
        (Requirement("A licence, by position.", True), ""),
    ],
)
def test_the_lead_of_a_requirement_is_by_position_where_its_text_opens_so(requirement, lead):
    assert requirement.lead == lead


@law
@given(text, st.booleans())
def test_lead_and_rest_of_a_requirement_are_its_text(words, by_position):
    requirement = Requirement(words, by_position)
    assert requirement.lead + requirement.rest == words


def test_a_document_cannot_be_changed():
    document = Document("Planner", sections=(Section("duties"),))
    with pytest.raises(AttributeError):
        document.title = "Director"
    with pytest.raises(AttributeError):
        document.sections[0].body = "Else."
    assert replace(document, title="Director").digest != document.digest
