"""What a record knows of itself: its key, its name, its days."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError

from classes.models import (
    CatalogVersion,
    JobClass,
    Repair,
    RequiredCompetency,
    Requirement,
    SearchEntry,
    SearchText,
    SearchWord,
    Section,
    SourceDocument,
    Specification,
)
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

START = date(2023, 7, 30)
LAW = {"status": "published", "digest": "0" * 64, "published_at": datetime(2023, 7, 30, tzinfo=UTC)}


def test_every_record_is_found_again_by_its_natural_key():
    county = make_organization("county")
    job_class = make_class(county, code="P1")
    framework = make_framework("state", levels=("Journey",))
    draft = make_draft(job_class, revision=3)
    required = require_competency(draft, make_competency(framework, name="Coaching"), levels={"journey": "Does it."})
    keys = {
        county: ("county",),
        make_family(county, slug="it"): ("county", "it"),
        make_series(county, slug="planning"): ("county", "planning"),
        job_class: ("county", "p1"),
        draft: ("county", "p1", 3),
        make_section(draft, position=4): ("county", "p1", 3, 4),
        make_requirement(draft, position=5): ("county", "p1", 3, 5),
        required: ("county", "p1", 3, "state", "coaching"),
        required.descriptors.get(): ("county", "p1", 3, "state", "coaching", "journey"),
        make_notice(county, number="CN1"): ("county", "CN1"),
        make_entry(job_class, effective_on=START, kind="regraded", note="Pay."): (
            *("county", "p1", "2023-07-30", "regraded", "Pay."),
        ),
        make_former_name(job_class, until=START): ("county", "p1", "2023-07-30"),
        SourceDocument.objects.create(name="p1.txt", text="", sha256=""): ("p1.txt",),
    }
    # Repairs, the version and what search keeps are of this database alone: no fixture brings them.
    own = {Repair, CatalogVersion, SearchEntry, SearchText, SearchWord}
    assert {type(row) for row in keys} == set(apps.get_app_config("classes").get_models()) - own
    for row, key in keys.items():
        assert row.natural_key() == key
        assert type(row).objects.get_by_natural_key(*key) == row


@pytest.mark.parametrize(("name", "make"), [("family", make_family), ("series", make_series)])
def test_a_class_refuses_a_group_of_another_organization(name, make):
    group = make(name="Fire Service")
    with pytest.raises(ValidationError) as refusal:
        JobClass(organization=make_organization(), slug="planner", **{name: group}).clean()
    assert refusal.value.message_dict == {
        name: ["“Fire Service” belongs to another organization. Choose one of the class's own."]
    }
    JobClass(organization=group.organization, slug="planner", **{name: group}).clean()


@pytest.mark.parametrize(("code", "slug"), [("CI2787", "CI2787"), ("CI2787", "it-manager"), ("A.1/2", "a.1/2")])
def test_a_class_with_a_code_refuses_any_other_address(code, slug):
    with pytest.raises(ValidationError, match="A class with a code uses it as its address: "):
        JobClass(organization=make_organization(), title="IT Manager", code=code, slug=slug).clean()


def test_a_class_uses_its_code_in_lower_case_as_its_address():
    JobClass(organization=make_organization(), title="IT Manager", code="CI2787", slug="ci2787").clean()


def test_a_class_without_a_code_refuses_capitals_in_its_address():
    organization = make_organization()
    JobClass(organization=organization, title="IT Manager", slug="it-manager").clean()
    with pytest.raises(ValidationError, match="Addresses are written in lower case"):
        JobClass(organization=organization, title="IT Manager", slug="IT-Manager").clean()


@pytest.mark.parametrize("code", ["CI2787", "0021", "12.3-A/4", "A 1"])
def test_a_code_has_letters_digits_dots_strokes_and_hyphens(code):
    JobClass(organization=make_organization(), title="Planner", code=code, slug="x").clean_fields()


@pytest.mark.parametrize("code", ["-1", ".5", "A_1", "A\n", "<b>", "Ä1"])
def test_a_code_with_anything_else_is_refused(code):
    with pytest.raises(ValidationError, match="A class code has letters"):
        JobClass(organization=make_organization(), title="Planner", code=code, slug="x").clean_fields()


def test_a_class_is_abolished_from_the_day_of_its_abolition_on():
    job_class = make_class(abolished_on=START)
    assert not job_class.is_abolished(START - timedelta(days=1))
    assert job_class.is_abolished(START)
    assert not make_class().is_abolished(date.max)


def test_a_text_is_in_force_from_its_first_day_inclusive_to_its_last_exclusive():
    text = Specification(effective_from=START, effective_to=date(2024, 1, 1), **LAW)
    assert not text.in_force(date(2023, 7, 29))
    assert text.in_force(date(2023, 7, 30))
    assert text.in_force(date(2023, 12, 31))
    assert not text.in_force(date(2024, 1, 1))


def test_a_text_without_an_end_is_in_force_for_good():
    text = Specification(effective_from=START, **LAW)
    assert text.in_force(date.max)


def test_an_undated_first_revision_is_in_force_from_the_beginning_of_time_to_its_end():
    text = Specification(effective_to=START, **LAW)
    assert text.in_force(date.min)
    assert text.in_force(START - timedelta(days=1))
    assert not text.in_force(START)


def test_a_text_that_was_corrected_is_never_in_force_though_it_keeps_its_days():
    text = Specification(effective_from=START, effective_to=date(2024, 1, 1), corrected=True, **LAW)
    assert not any(text.in_force(START + timedelta(days=days)) for days in (-1, 0, 1))


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_what_is_not_published_is_never_in_force(status):
    assert not Specification(status=status, effective_from=START).in_force(START)


def test_the_text_of_an_entry_is_held_only_when_it_is_published():
    job_class = make_class()
    assert not make_entry(job_class).text_held
    assert not make_entry(job_class, note="Draft", specification=make_draft(job_class)).text_held
    assert make_entry(note="Published", specification=make_published()).text_held


@pytest.mark.parametrize(
    ("education", "months", "words"),
    [
        (None, None, ""),
        (50, None, "Bachelor’s degree"),
        (None, 36, "3 years"),
        (50, 36, "Bachelor’s degree, 3 years"),
        (20, 0, "High school diploma, no experience"),
    ],
)
def test_minimums_are_said_in_a_few_words(education, months, words):
    text = Specification(minimum_education=education, minimum_experience_months=months)
    assert text.minimums == words


@pytest.mark.parametrize("model", [Section, Requirement, RequiredCompetency])
def test_rows_stand_in_the_printed_order_whatever_the_order_of_their_making(model):
    draft = make_draft()
    make = {Section: make_section, Requirement: make_requirement, RequiredCompetency: require_competency}[model]
    last, first = make(draft, position=2), make(draft, position=1)
    assert list(model.objects.filter(specification=draft)) == [first, last]


def test_a_form_that_nobody_changed_leaves_every_byte_of_a_text_as_it_was():
    body = "First line.\nSecond line.\n\nThird."
    section = Section(specification=make_draft(), body="\r\n" + body.replace("\n", "  \r\n") + "\r\n")
    section.clean_fields()
    assert section.body == body


def test_records_are_named_for_people():
    county = make_organization(name="County")
    job_class = make_class(county, title="Planner", code="P1")
    assert str(county) == "County"
    assert str(make_family(county, name="IT")) == "IT (County)"
    assert str(make_series(county, name="Planning")) == "Planning (County)"
    assert str(job_class) == "Planner (P1)"
    assert str(make_class(title="Planner")) == "Planner"
    assert str(make_draft(job_class, revision=2)) == "Planner, revision 2"
    assert str(make_entry(job_class, kind="regraded", effective_on=START)) == "Regraded 2023-07-30"
    assert str(make_notice(number="CN1746")) == "CN1746"
    assert str(make_former_name(title="Draftsman")) == "Draftsman"
    assert str(make_former_name(title="Draftsman", code="D1")) == "Draftsman (D1)"
    assert str(Repair(reason="A name that the law forbids to keep.")) == "A name that the law forbids to keep."
    assert str(Section(heading="", kind="note")) == "Note"
    assert str(Section(heading="NOTE:", kind="note")) == "NOTE:"
