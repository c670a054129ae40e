"""Every question about many rows: who is let in on which day, in which order, at how many queries."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from classes.models import (
    ClassSeries,
    HistoryEntry,
    JobClass,
    JobFamily,
    Specification,
)
from classes.names import name_on
from classes.publishing import Event, abolish
from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_notice,
    make_organization,
    make_published,
    make_series,
)

pytestmark = pytest.mark.django_db

DAY = date(2023, 7, 30)
BEFORE, AFTER = DAY - timedelta(days=1), DAY + timedelta(days=1)
FEW_AND_MANY = pytest.mark.parametrize("count", [1, 7], ids=["few", "many"])


def follow(specification: Specification, effective_from: date, **fields: object) -> Specification:
    """Publish the next revision of a class."""
    return make_published(specification.job_class, effective_from, revision=specification.revision + 1, **fields)


# Classes


def test_a_listed_class_stays_public_when_its_first_draft_is_begun():
    listed, unlisted = make_class(), make_class(listed=False)
    assert set(JobClass.objects.public()) == {listed}
    make_draft(listed)
    make_draft(unlisted)
    assert set(JobClass.objects.public()) == {listed}


def test_a_class_of_which_only_a_draft_is_written_is_not_public():
    without_text, published, revised = make_class(), make_published().job_class, make_published().job_class
    make_draft(revised, revision=2)
    make_draft()
    make_draft(status="in_review")
    assert set(JobClass.objects.public()) == {without_text, published, revised}
    for shown in (
        JobClass.objects.for_browse(DAY),
        JobClass.objects.for_class_page(),
        JobClass.objects.for_ladder(DAY),
    ):
        assert set(shown) == {without_text, published, revised}


def test_a_class_is_listed_until_the_day_before_it_is_abolished():
    job_class = make_class(abolished_on=DAY)
    lasting = make_class()
    assert set(JobClass.objects.existing(BEFORE)) == {job_class, lasting}
    assert set(JobClass.objects.existing(DAY)) == {lasting}
    assert set(JobClass.objects.for_browse(BEFORE)) == {job_class, lasting}
    assert set(JobClass.objects.for_browse(DAY)) == {lasting}


def test_a_listed_class_bears_the_one_text_in_force_on_the_day():
    first = make_published(effective_from=None)
    second = follow(first, DAY)
    make_draft(first.job_class, revision=3)
    for questions in (JobClass.objects.with_text, JobClass.objects.for_browse, JobClass.objects.for_ladder):
        assert questions(BEFORE).get().texts_in_force == [first]
        assert questions(DAY).get().texts_in_force == [second]


def test_a_class_without_a_text_on_the_day_bears_none():
    job_class = make_published(effective_from=DAY).job_class
    assert JobClass.objects.with_text(BEFORE).get(pk=job_class.pk).texts_in_force == []


def test_classes_are_browsed_by_title_and_those_of_one_title_by_code():
    county = make_organization()
    wanted = [("Clerk", ""), ("Planner", ""), ("Planner", "A1"), ("Planner", "B1")]
    for number, (title, code) in enumerate(reversed(wanted)):
        make_class(county, title=title, code=code, slug=code.lower() or f"no-code-{number}")
    assert [(each.title, each.code) for each in JobClass.objects.for_browse(DAY)] == wanted


def test_a_name_that_was_noted_without_a_code_leaves_the_class_its_own():
    """As on the page of the class: no other text lends it its code."""
    job_class = make_class(title="Planner", code="P1")
    make_published(job_class, BEFORE)
    abolish(job_class, DAY, Event("abolished"))
    JobClass.objects.update(code="S1")
    make_former_name(job_class, title="Draftsman", until=date(2030, 1, 1))
    named = JobClass.objects.with_name(AFTER).get()
    assert (named.title_then, named.code_then) == ("Draftsman", "S1")


def test_where_the_last_name_was_laid_down_an_older_text_does_not_lend_its_own():
    """The rule of `names.name_on`: the last text begun, unless its name was laid down since; then the class itself."""
    job_class = make_class(title="Drafter", code="D1")
    draft = make_published(job_class, effective_from=None).job_class
    last = follow(Specification.objects.get(job_class=draft), DAY)
    abolish(job_class, AFTER, Event("abolished"))
    JobClass.objects.update(title="Surveyor", code="S1")
    make_former_name(job_class, title=last.title, code=last.code, until=AFTER)
    texts = list(Specification.objects.of_class(job_class))
    assert name_on(texts, job_class.former_names.all(), AFTER) is None
    named = JobClass.objects.with_name(AFTER).get()
    assert (named.title_then, named.code_then) == ("Surveyor", "S1")


@FEW_AND_MANY
def test_browsing_costs_two_queries_with_few_and_with_many(django_assert_num_queries, count):
    county = make_organization()
    series = make_series(county)
    for rank in range(1, count + 1):
        make_published(make_class(county, family=make_family(county), series=series, series_rank=rank))
    with django_assert_num_queries(2):  # classes with organization, family and series; their texts in force
        for job_class in JobClass.objects.for_browse(DAY):
            assert (job_class.organization, job_class.series) == (county, series)
            assert job_class.family.name
            assert len(job_class.texts_in_force) == 1


@FEW_AND_MANY
def test_a_ladder_costs_two_queries_with_few_and_with_many(django_assert_num_queries, count):
    series = make_series()
    for rank in range(count, 0, -1):
        make_published(make_class(series.organization, series=series, series_rank=rank))
    with django_assert_num_queries(2):  # classes with their organization; their texts in force
        rungs = list(JobClass.objects.for_ladder(DAY).filter(series=series))
        assert [(rung.series_rank, rung.organization) for rung in rungs] == [
            (rank, series.organization) for rank in range(1, count + 1)
        ]


def test_the_head_of_a_class_page_costs_one_query(django_assert_num_queries):
    county = make_organization()
    make_class(county, family=make_family(county), series=make_series(county), series_rank=1)
    with django_assert_num_queries(1):  # the class with all that its head names
        job_class = JobClass.objects.for_class_page().get()
        assert job_class.organization == job_class.family.organization == job_class.series.organization == county


# Groups of classes


@pytest.mark.parametrize(
    ("model", "question", "make", "field"),
    [
        (JobFamily, "for_families", make_family, "family"),
        (ClassSeries, "for_families", make_series, "series"),
    ],
)
def test_a_group_counts_its_public_classes_that_exist_on_the_day(model, question, make, field):
    group, empty = make(), make()
    organization = group.organization

    def member(rank: int, **fields: object) -> JobClass:
        rung = {"series_rank": rank} if field == "series" else {}
        return make_class(**{"organization": organization, field: group, **rung, **fields})

    member(1)
    make_published(member(2))
    make_draft(member(3, listed=False))  # not public
    member(4, abolished_on=DAY)

    def counts(on: date) -> dict[str, int]:
        return {each.slug: each.class_count for each in getattr(model.objects, question)(on)}

    assert counts(BEFORE) == {group.slug: 3, empty.slug: 0}
    assert counts(DAY) == {group.slug: 2, empty.slug: 0}


@FEW_AND_MANY
def test_groups_with_their_counts_cost_one_query_each(django_assert_num_queries, count):
    for _ in range(count):
        county = make_organization()
        series = make_series(county)
        make_class(county, family=make_family(county), series=series, series_rank=1)
    with django_assert_num_queries(2):  # families with theirs; series with theirs
        assert all(each.organization.name for each in JobFamily.objects.for_families(DAY))
        assert all(each.organization.name for each in ClassSeries.objects.for_families(DAY))


def test_groups_are_listed_by_organization_and_name():
    west, east = make_organization(name="West"), make_organization(name="East")
    for make, model in ((make_family, JobFamily), (make_series, ClassSeries)):
        for organization, name in ((west, "A"), (east, "B"), (east, "A")):
            make(organization, name=name)
        listed = [(each.organization.name, each.name) for each in model.objects.for_families(DAY)]
        assert listed == [("East", "A"), ("East", "B"), ("West", "A")]


# History


def test_entries_of_drafts_and_of_classes_not_yet_public_are_shut_out():
    published = make_published()
    noted = make_entry(published.job_class, note="Noted only")
    held = make_entry(published.job_class, note="Held", specification=published)
    of_no_text = make_entry(note="Of a class without text")
    draft = make_draft(published.job_class, revision=2)
    make_entry(published.job_class, note="Of a draft", specification=draft)
    secret = make_draft(status="in_review")
    make_entry(secret.job_class, note="Of a secret class")
    make_entry(secret.job_class, note="Of its draft", specification=secret)
    public = {noted, held, of_no_text}
    assert set(HistoryEntry.objects.public()) == public
    assert set(HistoryEntry.objects.until(DAY)) == public
    assert set(HistoryEntry.objects.until(DAY).for_changes()) == public
    assert set(HistoryEntry.objects.of_class(published.job_class)) == {noted, held}
    assert not HistoryEntry.objects.of_class(secret.job_class).exists()


def test_history_reaches_up_to_the_day_itself_newest_first():
    job_class = make_class()
    today = make_entry(job_class, effective_on=DAY)
    earlier = make_entry(job_class, effective_on=BEFORE)
    later_that_day = make_entry(job_class, effective_on=DAY, kind="regraded")
    make_entry(job_class, effective_on=AFTER)
    assert list(HistoryEntry.objects.until(DAY)) == [later_that_day, today, earlier]
    assert list(HistoryEntry.objects.until(BEFORE)) == [earlier]


@FEW_AND_MANY
def test_what_changed_lately_costs_one_query_with_few_and_with_many(django_assert_num_queries, count):
    for _ in range(count):
        text = make_published()
        notice = make_notice(text.job_class.organization)
        make_entry(text.job_class, specification=text, notice=notice)
    with django_assert_num_queries(1):  # entries with notice, text, class and organization
        for entry in HistoryEntry.objects.until(DAY).for_changes():
            assert entry.notice.number
            assert entry.text_held
            assert entry.job_class.organization.name
