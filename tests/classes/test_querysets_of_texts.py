"""Questions about many texts and their rows: which is in force on which day, at how many queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from classes.models import (
    RequiredCompetency,
    Section,
    Specification,
)
from classes.publishing import publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_framework,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
FEW_AND_MANY = pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])


def follow(specification: Specification, effective_from: date, **fields: object) -> Specification:
    """Publish the next revision of a class."""
    return make_published(specification.job_class, effective_from, revision=specification.revision + 1, **fields)


def test_a_text_is_in_force_from_its_first_day_inclusive_to_its_last_exclusive():
    first = make_published(effective_from=date(2020, 1, 1))
    second = follow(first, DAY)
    assert list(Specification.objects.in_force(date(2019, 12, 31))) == []
    assert list(Specification.objects.in_force(date(2020, 1, 1))) == [first]
    assert list(Specification.objects.in_force(BEFORE)) == [first]
    assert list(Specification.objects.in_force(DAY)) == [second]
    assert list(Specification.objects.in_force(date.max)) == [second]


def test_an_undated_first_revision_is_in_force_until_the_second():
    first = make_published(effective_from=None)
    second = follow(first, DAY)
    assert list(Specification.objects.in_force(date.min)) == [first]
    assert list(Specification.objects.in_force(DAY)) == [second]


def test_of_a_text_and_its_correction_on_the_same_day_only_the_correction_is_ever_in_force():
    wrong = make_published(effective_from=DAY)
    right = follow(wrong, DAY, corrects=wrong)
    assert list(Specification.objects.in_force(BEFORE)) == []
    assert list(Specification.objects.in_force(DAY)) == [right]
    assert list(Specification.objects.in_force(AFTER)) == [right]


def test_drafts_are_neither_published_nor_in_force():
    make_draft(effective_from=DAY)
    make_draft(effective_from=DAY, status="in_review")
    assert not Specification.objects.published().exists()
    assert not Specification.objects.in_force(DAY).exists()


class TestInForce(TestCase):
    """Laws over any line of revisions; hypothesis gives each example a transaction of its own."""

    @settings(max_examples=20, deadline=None)
    @given(st.booleans(), st.lists(st.integers(0, 9), max_size=4).map(sorted))
    def test_queryset_and_record_agree_and_no_two_texts_are_in_force_at_once(self, undated, starts):
        days = [DAY + timedelta(days=offset) for offset in range(-1, 12)]
        job_class = make_class()
        previous = make_published(job_class, effective_from=None) if undated else None
        for start in starts:
            day = DAY + timedelta(days=start)
            draft = make_draft(
                job_class,
                revision=previous.revision + 1 if previous else 1,
                effective_from=day,
                corrects=previous if previous and previous.effective_from == day else None,
            )
            previous = publish(draft)
        make_draft(job_class, revision=40, effective_from=DAY)
        texts = list(Specification.objects.all())
        for day in days:
            found = list(Specification.objects.in_force(day))
            assert found == [text for text in texts if text.in_force(day)]
            begun = undated or any(DAY + timedelta(days=start) <= day for start in starts)
            assert len(found) == (1 if begun else 0)


def test_texts_of_a_class_are_its_published_ones_in_the_order_in_which_they_apply():
    undated = make_published(effective_from=None)
    second = follow(undated, DAY)
    third = follow(second, date(2025, 1, 1))
    mended = follow(third, DAY, corrects=second)
    make_draft(undated.job_class, revision=5, effective_from=AFTER)
    make_published(effective_from=AFTER)  # of another class
    assert list(Specification.objects.of_class(undated.job_class)) == [undated, second, mended, third]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title": "Planner", "code": "P1"}, False),
        ({"title": "Planner", "code": ""}, False),
        ({"title": "Senior Planner", "code": "P1"}, True),
        ({"title": "Planner", "code": "P2"}, True),
    ],
)
def test_renaming_texts_are_those_in_force_of_another_title_or_code_than_their_class(fields, found):
    first = make_published(make_class(title="Planner", code="P1"))
    second = follow(first, date(2027, 1, 1), **fields)
    assert list(Specification.objects.renaming(date(2026, 12, 31))) == []
    assert list(Specification.objects.renaming(date(2027, 1, 1))) == [second] * found


def full(count: int) -> Specification:
    """A published specification with `count` rows of every kind."""
    framework = make_framework(levels=("Journey", "Advanced"))
    county = make_organization()
    job_class = make_class(county, family=make_family(county), series=make_series(county), series_rank=1)
    draft = make_draft(job_class, effective_from=DAY)
    for kind in ("education", "competencies"):
        make_section(draft, kind=kind)
    for _ in range(count):
        make_section(draft)
        make_requirement(draft)
        require_competency(draft, make_competency(framework), levels={"advanced": "Leads.", "journey": "Does."})
    return publish(draft)


def read(specification: Specification) -> list[int]:
    """Touch everything that a Document is made from, and return the ranks of the descriptors as they come."""
    assert all(section.kind for section in specification.sections.all())
    assert all(requirement.text for requirement in specification.requirements.all())
    required = specification.required_competencies.all()
    assert all(each.competency.framework.slug for each in required)
    return [descriptor.level.rank for each in required for descriptor in each.descriptors.all()]


@FEW_AND_MANY
def test_a_specification_with_its_rows_costs_five_queries_however_long(django_assert_num_queries, count):
    full(count)
    with django_assert_num_queries(5):  # specification; sections; requirements; competencies; descriptors
        assert read(Specification.objects.with_rows().get()) == [1, 2] * count


@FEW_AND_MANY
def test_the_text_of_a_class_page_costs_five_queries_however_long(django_assert_num_queries, count):
    job_class = full(count).job_class
    address = (job_class.organization.slug, job_class.slug)
    full(1)
    with django_assert_num_queries(5):  # as above; class, organization, family, series and source come along
        specification = Specification.objects.for_class_page(*address, DAY).get()
        read(specification)
        held = specification.job_class
        assert held.organization == held.family.organization == held.series.organization
        assert specification.source is None


def test_the_text_of_a_class_page_is_that_of_the_class_on_the_day():
    job_class = full(1).job_class
    address = (job_class.organization.slug, job_class.slug)
    assert not Specification.objects.for_class_page(*address, BEFORE).exists()
    assert not Specification.objects.for_class_page(make_organization().slug, job_class.slug, DAY).exists()
    assert Specification.objects.for_class_page(*address, DAY).get().job_class == job_class


@FEW_AND_MANY
def test_the_check_reads_everything_in_six_queries_in_a_fixed_order(django_assert_num_queries, count):
    for _ in range(count):
        make_entry(full(2).job_class, kind="revised")
    make_draft()
    with django_assert_num_queries(6):  # specifications; sections; requirements; competencies; descriptors; events
        checked = list(Specification.objects.for_check())
        assert all(len(each.job_class.ending_events) == 1 for each in checked)
        addresses = [(each.job_class.organization.slug, each.job_class.slug, each.revision) for each in checked]
        for each in checked:
            read(each)
    assert addresses == sorted(addresses)
    assert len(addresses) == count


def test_distinguishing_characteristics_are_those_of_the_texts_asked_for_in_printed_order():
    text, other = make_draft(), make_draft()
    second = make_section(text, kind="distinguishing", position=9, body="Second.")
    first = make_section(text, kind="distinguishing", position=8, body="First.")
    make_section(text)
    make_section(other, kind="distinguishing")
    assert list(Section.objects.distinguishing([text.pk])) == [first, second]
    assert list(Section.objects.distinguishing({text.pk: text})) == [first, second]
    assert list(Section.objects.distinguishing([])) == []


def test_uses_of_a_competency_are_those_in_texts_in_force_on_the_day():
    coaching = make_competency(name="Coaching")
    old = make_published(effective_from=None, requires=coaching)
    new = follow(old, DAY, requires=coaching)
    require_competency(make_draft(old.job_class, revision=3, effective_from=DAY), coaching)
    make_published(requires=make_competency())
    for day, text in ((BEFORE, old), (DAY, new)):
        assert [use.specification for use in RequiredCompetency.objects.for_competency(coaching, day)] == [text]


@FEW_AND_MANY
def test_uses_of_a_competency_cost_two_queries_and_stand_by_organization_and_title(django_assert_num_queries, count):
    coaching = make_competency(make_framework(levels=("Journey", "Advanced")), name="Coaching")
    for number in range(count):
        job_class = make_class(make_organization(name=f"County {9 - number}"), title=f"Planner {number % 2}")
        make_published(job_class, requires=coaching, levels={"advanced": "Leads.", "journey": "Does."})
    with django_assert_num_queries(2):  # uses with text, class and organization; their descriptors with levels
        uses = list(RequiredCompetency.objects.for_competency(coaching, DAY))
        classes = [use.specification.job_class for use in uses]
        names = [(job_class.organization.name, job_class.title) for job_class in classes]
        ranks = [[descriptor.level.rank for descriptor in use.descriptors.all()] for use in uses]
    assert names == sorted(names)
    assert ranks == [[1, 2]] * count
