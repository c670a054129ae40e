"""The lint on the two real specifications, and the laws that it keeps on any document."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import FrozenInstanceError, replace
from datetime import date
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.lint import RULES, Around, Directory, Finding, KnownClass, Place, findings
from classes.linting import lint_one
from classes.models import Section as SectionRow
from classes.models import Specification
from tests.conftest import TODAY

# Read with one's own eyes, from the masthead to the class history: what a careful reader stumbles over.
CITY = [
    (
        "class-unheld",
        "Distinguishing Characteristics",
        "Sets this class apart from “IT Manager Senior”, “IT Director”, “IT Director Senior” and “IT Executive”, "
        "whose texts are not held.",
    ),
    (
        "word-suspect",
        "Essential Duties",
        "“… and maintains positive working relationships user and peer groups …”: a “with” may be missing before "
        "“user”.",
    ),
    (
        "word-suspect",
        "Essential Duties",
        "“… and completeness and returning assignments with recommendations …”: “returning” does not go with the "
        "verbs before it.",
    ),
    (
        "word-suspect",
        "Essential Duties",
        "“… of performance metrics for work group; implements, monitors, and …”: elsewhere here it is “the work "
        "group”.",
    ),
    (
        "line-repeated",
        "Working Environment",
        "“Occasional pressure due to multiple calls and inquiries.”, “Pressure due to multiple calls and "
        "inquiries.” and “Subject to pressure for multiple calls, inquiries, and interruptions.” say nearly the same.",
    ),
    (
        "line-repeated",
        "Physical Demands",
        "“Hearing/Talking: Perceiving and comprehending the nature and direction of sounds/ability to communicate "
        "ideas.” and “Hearing: Perceiving and comprehending the nature and direction of sounds.” say nearly the same.",
    ),
    (
        "definition-shared",
        "Physical Demands",
        "“Sitting” and “Standing” are defined alike: “Remaining in a stationary position.”",
    ),
    (
        "sentence-shared",
        "Background Check Requirement",
        "“By position, must obtain Criminal Justice Information Services (CJIS) clearance within the probationary "
        "period.” stands under “Licensure & Certification” too.",
    ),
]
NC = [
    (
        "word-suspect",
        "Description of Work",
        "“… to the development of, and enforces operational standards for the unit.”: what breaks in after the "
        "first comma is not closed by another.",
    ),
    (
        "sentence-lost",
        "Functional Competencies, Planning and Organizing at Journey",
        "Contributing says “Actively provides oversight to work unit.”; Journey has nothing like it.",
    ),
    (
        "sentence-lost",
        "Functional Competencies, Operational Leadership at Journey",
        "Contributing says “Contributes to operational direction of the organizational unit.”; Journey has nothing "
        "like it.",
    ),
    (
        "sentence-lost",
        "Functional Competencies, Operational Leadership at Advanced",
        "Journey says “Utilizes experience and judgment to plan and accomplish goals.” and “Measures "
        "accomplishments against organizational objectives.”; Advanced has nothing like it.",
    ),
    (
        "sentence-lost",
        "Functional Competencies, Project Management at Journey",
        "Contributing says “Manages resources and personnel (internal staff and contractors), and directs "
        "implementation efforts to completion.”; Journey has nothing like it.",
    ),
    (
        "sentence-lost",
        "Functional Competencies, Project Management at Advanced",
        "Journey says “Demonstrates initiative in solving unexpected problems associated with projects.”; Advanced "
        "has nothing like it.",
    ),
    (
        "line-repeated",
        "Functional Competencies, Planning and Organizing at Advanced",
        "“Contributes to strategic planning.” and “Contributes to strategic planning with peers and upper "
        "management.” say nearly the same (of Planning and Organizing and Technical Leadership).",
    ),
    (
        "word-suspect",
        "Functional Competencies, Employee Development at Journey",
        "“… as appropriate to needs or work unit. Manages resources effectively …”: “of” may be meant for “or”.",
    ),
    (
        "word-suspect",
        "MINIMUM TRAINING AND EXPERIENCE",
        "“… of additional experience in generally required to progress beyond …”: “is” may be meant for “in”.",
    ),
]

# What a careful reader sees as well and leaves alone, and so does the lint: matters of style, no mistake of sense.
LEFT_ALONE = {
    "ci2787": [
        "IT Manager Senior which manages",  # a comma stands before "which" elsewhere
        "needs.):",  # the heading's own colon, after its aside
        "10/21/2021 - Equivalency revised.",  # a hyphen here, a dash below
        "Vision: Ability to perceive animal behavior",  # for an IT manager
        "ideas or exchanging information",  # "Talking" is in "Hearing/Talking" too, in other words
    ],
    "it-manager": [
        "counseling, and the disciplining of",  # one article in a row without
        "a higher, more operational level",  # one would think of a more strategic one
        "a four year college",  # no hyphen, but one in "year-for-year"
        "large scale and/or multiple projects",
        "on an on-going basis",
        "Fosters environment that promotes",  # the style of these cells leaves articles out
    ],
}


def told(found: Sequence[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.rule, str(finding.place), finding.says) for finding in found]


@pytest.mark.parametrize(("slug", "expected"), [("ci2787", CITY), ("it-manager", NC)])
def test_a_real_document_has_exactly_the_findings_of_a_careful_reader(catalog, slug, expected):
    text = Specification.objects.get(job_class__slug=slug)
    assert told(lint_one(text, TODAY.date())) == expected


@pytest.mark.parametrize("slug", LEFT_ALONE)
def test_matters_of_style_stand_in_the_text_and_are_left_alone(catalog, slug):
    text = Specification.objects.get(job_class__slug=slug)
    bodies = "\n".join(SectionRow.objects.filter(specification=text).values_list("body", flat=True))
    cells = "\n".join(text.required_competencies.values_list("descriptors__text", flat=True).exclude(descriptors=None))
    requirements = "\n".join(text.requirements.values_list("text", flat=True))
    said = " ".join(finding.says for finding in lint_one(text, TODAY.date()))
    for words in LEFT_ALONE[slug]:
        assert words in f"{bodies}\n{cells}\n{requirements}"
        assert words not in said


def test_a_finding_tells_rule_place_sentence_and_reason_and_is_only_advice():
    section = Section("education", "Education Requirement")
    (finding,) = findings(Document("Planner", sections=(section,)))
    assert finding.rule == "section-empty"
    assert finding.place == Place("education-requirement", "Education Requirement")
    assert finding.says == "Nothing stands under this heading."
    assert finding.reason == RULES["section-empty"].reason
    assert finding.severity == "advice"
    with pytest.raises(FrozenInstanceError):
        finding.rule = "other"


def test_a_cell_is_named_by_competency_and_level():
    descriptors = (Descriptor("journey", "Journey", 2, "Plans."), Descriptor("advanced", "Advanced", 3, "Plans."))
    section = Section("competencies", "Competencies", competencies=(Competency("c/tact", "Tact", "", descriptors),))
    (finding,) = findings(Document("Planner", sections=(section,)))
    assert finding.place == Place("competencies", "Competencies", "c/tact", "Tact", "advanced", "Advanced")
    assert str(finding.place) == "Competencies, Tact at Advanced"


def test_findings_stand_in_the_order_of_the_document_and_then_of_the_rules():
    document = Document(
        "Planner",
        sections=(
            Section("duties", "Duties", "Plans the the work (of others."),
            Section("education", "Education"),
            Section("note", "Note", "Writes teh plan."),
        ),
    )
    assert [finding.rule for finding in findings(document)] == ["word-doubled", "bracket", "section-empty", "spelling"]


def test_a_document_without_anything_has_no_finding():
    assert findings(Document("")) == []
    assert findings(Document("Planner", sections=(Section("other"), Section("note", "Note", "")))) == []


def test_every_rule_says_what_it_looks_for_and_why():
    assert all(name == rule.name and rule.looks_for and rule.reason.endswith(".") for name, rule in RULES.items())


PHRASES = [
    "Plans the the work.", "Plans the work.", "Plans work (of others.", "Six (5) years", "3 years of experience.",
    "Established Date: 2/30/2020", "Revised Date: 1/1/1999", "Class History: 3/3/2003 - Revised.", "a) One; or",
    "is distinguished from the Senior Planner and the Chief Planner, which", "Pay Grade: 9", "2-Sedentary", "None",
    "A bachelor's degree", "You can:", "in generally required to", "development of, and writes all plans.", "a apple",
    "Label: text of some length", "Plans,and does.Then", "\n", "\n\n", "",
]  # fmt: skip
bodies = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PHRASES), max_size=8).map("\n".join))
kinds = st.sampled_from(
    [*SectionRow.Kind.values, "unheard of"],
)
facts = st.builds(
    Facts,
    pay_grade=st.sampled_from(["", "9"]),
    flsa_code=st.text(max_size=3),
    minimum_education=st.none() | st.integers(-1, 80),
    minimum_experience_months=st.none() | st.integers(-1, 700),
    physical_demand=st.none() | st.integers(-1, 9),
    probation_months=st.none() | st.integers(-1, 99),
)
descriptors = st.builds(Descriptor, st.sampled_from("abc"), st.sampled_from("ABC"), st.integers(1, 3), bodies)
competencies = st.builds(
    Competency, st.text(max_size=9), st.text(max_size=9), bodies, st.lists(descriptors, max_size=4).map(tuple)
)
section_rows = st.builds(
    Section,
    kinds,
    st.sampled_from(["", "Duties", "Education:", "§", "Class Detail"]),
    bodies,
    st.lists(st.builds(Requirement, bodies, st.booleans()), max_size=3).map(tuple),
    st.lists(competencies, max_size=3).map(tuple),
)
documents = st.builds(
    Document,
    title=st.sampled_from(["", "Planner", "Senior Planner"]),
    code=st.text(max_size=3),
    facts=facts,
    sections=st.lists(section_rows, max_size=5).map(tuple),
)
AROUND = Around(
    "county/planner",
    Directory(
        [
            KnownClass("county/planner", ("Planner",), (("Land Planner", date(2001, 1, 1)),)),
            KnownClass("county/senior", ("Senior Planner", ""), (), date(2020, 1, 1), ("Planner",)),
            KnownClass("county/odd", ("(Odd) ★", "II")),
        ]
    ),
    {"county/planner": frozenset()},
    (("revised", date(2000, 1, 1)), ("established", date(2001, 1, 1))),
)


@given(document=documents)
def test_the_lint_takes_any_document_and_always_says_the_same(document):
    found = findings(document, AROUND)
    assert found == findings(replace(document), AROUND)
    assert len(set(found)) == len(found)
    anchors = {"", *(part.anchor for part in document.parts)}
    assert all(finding.rule in RULES and finding.place.anchor in anchors for finding in found)


@given(document=documents)
def test_a_section_that_has_nothing_to_do_with_the_others_adds_no_finding_elsewhere(document):
    apart = Section("other", "Zoological garden", "Feeds eleven zebras at dawn.")
    more = replace(document, sections=(*document.sections, apart))
    assert findings(more, AROUND) == findings(document, AROUND)


@given(text=st.text(alphabet="ab .,;:()[]\n-/0123456789’", max_size=400))
def test_marks_and_numbers_in_any_order_are_taken(text):
    for kind in ("duties", "class_detail", "experience", "probation", "physical_level", "distinguishing"):
        findings(Document("Planner", sections=(Section(kind, "Heading", text),)), AROUND)


@pytest.mark.parametrize(
    ("line", "groups"),
    [
        ("Reviews the annual plan of district {} for errors.", 0),
        ("Keeps, files and finds all old paper records, maps, plans and deeds for office {}x and its board, daily.", 1),
    ],
)
def test_the_time_grows_with_the_length_of_a_text_and_not_with_its_square(line, groups):
    """Ten thousand lines of nothing but likeness take minutes where each is compared with each."""
    lines = "\n".join(line.format(spelt(number)) for number in range(10_000))
    started = process_time()
    found = findings(Document("Planner", sections=(Section("duties", "Duties", lines),)))
    assert process_time() - started < 30
    assert len(found) == groups


def spelt(number: int) -> str:
    """A number as a word of its own."""
    return "".join("bcdfghjkmp"[int(digit)] for digit in f"{number:04}")
