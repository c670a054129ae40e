"""Rows become a Document: in the printed order, in a fixed number of queries, and none is lost."""

from __future__ import annotations

from datetime import date

import pytest

from classes import assembly
from classes.assembly import assemble, documents
from classes.document import Competency, Descriptor, Document, Facts, Requirement, Section
from classes.models import Specification
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_requirement,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db


def document_of(specification: Specification) -> Document:
    """What a specification says, the same from its records as from its rows, alone as among others."""
    document = assemble(Specification.objects.with_rows().get(pk=specification.pk))
    assert assembly.document_of(specification) == document
    assert documents(Specification.objects.values_list("pk", flat=True))[specification.pk] == document
    return document


def test_a_document_says_all_that_the_rows_say_in_the_printed_order():
    framework = make_framework("state", levels=("Journey", "Advanced"))
    draft = make_draft(
        make_class(title="Planner now"),
        revision=3,
        title="Planner then",
        code="P1",
        effective_from=date(2023, 7, 30),
        masthead="County\nPlanner",
        pay_grade="EX-17",
        flsa_code="Y",
        minimum_education=50,
        minimum_experience_months=36,
        physical_demand=1,
        probation_months=6,
    )
    make_section(draft, position=4, kind="note", heading="", body="And more.")
    make_section(draft, position=1, kind="education", heading="Education", body="One of:")
    make_section(draft, position=3, kind="duties", heading="Duties", body="Plans.")
    make_section(draft, position=2, kind="competencies", heading="Competencies", body="")
    make_requirement(draft, position=2, kind="education", text="By position, a doctorate.", by_position=True)
    make_requirement(draft, position=1, kind="education", text="A degree.")
    tact = make_competency(framework, name="Tact")
    coaching = make_competency(framework, name="Coaching")
    require_competency(draft, coaching, position=2, name="Coaches", levels={"advanced": "Leads.", "journey": "Does."})
    require_competency(draft, tact, position=1, definition="Is kind.")

    assert document_of(draft) == Document(
        title="Planner then",
        code="P1",
        revision=3,
        effective_from=date(2023, 7, 30),
        masthead="County\nPlanner",
        facts=Facts("EX-17", "Y", 50, 36, 1, 6),
        sections=(
            Section(
                "education",
                "Education",
                "One of:",
                requirements=(Requirement("A degree."), Requirement("By position, a doctorate.", True)),
            ),
            Section(
                "competencies",
                "Competencies",
                competencies=(
                    Competency("state/tact", "Tact", "Is kind."),
                    Competency(
                        "state/coaching",
                        "Coaches",
                        "",
                        (
                            Descriptor("journey", "Journey", 1, "Does."),
                            Descriptor("advanced", "Advanced", 2, "Leads."),
                        ),
                    ),
                ),
            ),
            Section("duties", "Duties", "Plans."),
            Section("note", "", "And more."),
        ),
    )


def test_an_undated_specification_with_no_row_is_a_document_all_the_same():
    draft = make_draft(title="Planner")
    assert document_of(draft) == Document("Planner")


def test_rows_whose_kind_has_no_section_follow_at_the_end_and_are_not_lost():
    draft = make_draft()
    make_section(draft, kind="duties", heading="Duties", body="Plans.")
    make_requirement(draft, kind="licensure", text="A licence.", position=3)
    make_requirement(draft, kind="education", text="A degree.", position=1)
    make_requirement(draft, kind="licensure", text="A permit.", position=2)
    require_competency(draft, make_competency(make_framework("state"), name="Tact"))
    assert document_of(draft).sections[1:] == (
        Section("education", requirements=(Requirement("A degree."),)),
        Section("licensure", requirements=(Requirement("A permit."), Requirement("A licence."))),
        Section("competencies", competencies=(Competency("state/tact", "Tact"),)),
    )


def test_no_row_is_said_twice_where_a_kind_has_its_section():
    draft = make_draft()
    make_section(draft, kind="licensure", heading="Licensure")
    make_section(draft, kind="competencies", heading="Competencies")
    make_requirement(draft, kind="licensure", text="Licence")
    require_competency(draft, name="Tact")
    text = document_of(draft).text
    assert (text.count("Licence"), text.count("Tact")) == (1, 1)


def test_rows_of_another_specification_are_not_said():
    draft, other = make_draft(), make_draft()
    make_section(other)
    make_requirement(other)
    require_competency(other)
    assert document_of(draft).sections == ()


@pytest.mark.parametrize("count", [1, 8], ids=["short", "long"])
def test_a_document_costs_five_queries_however_long_the_text(django_assert_num_queries, count):
    framework = make_framework(levels=("Journey", "Advanced"))
    draft = make_draft()
    make_section(draft, kind="competencies")
    for _ in range(count):
        make_section(draft)
        make_requirement(draft)
        require_competency(draft, make_competency(framework), levels={"journey": "Does.", "advanced": "Leads."})
    with django_assert_num_queries(5):  # specification; sections; requirements; competencies; descriptors
        specification = Specification.objects.with_rows().get()
        document = assemble(specification)
        assert len(document.text) + len(document.digest) + len(document.parts) + len(document.as_json()) > 64
    with django_assert_num_queries(0):
        assemble(specification)
