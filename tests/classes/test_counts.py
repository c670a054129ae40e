"""Counts of classes by group, made in one pass."""

from __future__ import annotations

from datetime import date

import pytest

from classes.counts import class_counts, largest_families, largest_series, organizations
from tests.factories import make_class, make_draft, make_family, make_organization, make_published, make_series

pytestmark = pytest.mark.django_db

BEFORE, DAY = date(2023, 7, 29), date(2023, 7, 30)


@pytest.mark.parametrize(("on", "count"), [(BEFORE, 3), (DAY, 2)])
def test_each_group_counts_its_public_classes_that_exist_on_the_day(on, count):
    county = make_organization(name="County")
    family, series = make_family(county), make_series(county)
    make_family(county, name="Empty")
    groups = {"family": family, "series": series}
    make_class(county, series_rank=1, **groups)
    make_published(make_class(county, series_rank=2, **groups))
    make_draft(make_class(county, series_rank=3, listed=False, **groups))  # not public
    make_class(county, series_rank=4, abolished_on=DAY, **groups)
    counts = class_counts(on)
    assert [(each.name, each.class_count) for each in organizations(counts)] == [("County", count)]
    assert [each.class_count for each in largest_families(counts, 9)] == [count, 0]
    assert [(each, each.class_count) for each in largest_series(counts, 9)] == [(series, count)]


def test_the_largest_stand_first_and_then_go_by_name():
    county = make_organization()
    for name, classes in (("B", 1), ("C", 2), ("A", 1)):
        family, series = make_family(county, name=name), make_series(county, name=name)
        for rank in range(1, classes + 1):
            make_class(county, family=family, series=series, series_rank=rank)
    counts = class_counts(DAY)
    assert [family.name for family in largest_families(counts, 3)] == ["C", "A", "B"]
    assert [family.name for family in largest_families(counts, 1)] == ["C"]
    assert largest_series(counts, 2)[0].name == "C"


@pytest.mark.parametrize("count", [1, 12])
def test_all_counts_are_one_question_once_the_catalog_is_in_memory(django_assert_num_queries, count):
    for _ in range(count):
        county = make_organization()
        make_class(county, family=make_family(county), series=make_series(county), series_rank=1)
    class_counts(BEFORE)
    with django_assert_num_queries(1):  # is anything new?
        assert sum(class_counts(DAY).organizations.values()) == count
