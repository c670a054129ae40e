"""A question that is put into SQL once answers as its queryset does, whatever it is asked with."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from classes.models import JobClass, Specification
from classes.questions import Question
from tests.factories import make_class, make_organization, make_published

pytestmark = pytest.mark.django_db


def texts(job_class: int, on: date) -> QuerySet:
    return (
        Specification.objects.in_force(on)
        .filter(job_class=job_class)
        .values_list("pk", "effective_from", "published_at", "corrected", "section_digests", "minimum_education")
    )


def test_the_answer_is_that_of_the_queryset_with_days_truths_and_data_as_python_has_them():
    text = make_published(effective_from=date(2020, 1, 1), minimum_education=50)
    asked = {"job_class": text.job_class_id, "on": date(2020, 1, 1)}
    row = [tuple(each) for each in Question(texts)(**asked)]
    assert row == list(texts(**asked))
    [(pk, start, published, corrected, digests, education)] = row
    assert (pk, start, corrected, education) == (text.pk, date(2020, 1, 1), False, 50)
    assert isinstance(published, datetime)
    assert published.tzinfo == UTC
    assert digests == text.section_digests


def test_it_is_put_into_sql_once_and_asked_with_other_values_at_one_query_each(django_assert_num_queries):
    held = [make_published(effective_from=date(2020, month, 1)) for month in (1, 6)]
    composed = []

    def compose(**values):
        composed.append(values)
        return texts(**values)

    question = Question(compose)
    for text in held:
        for on in (date(2019, 12, 31), date(2020, 1, 1), date(2020, 5, 31), date(2020, 6, 1)):
            with django_assert_num_queries(1):
                found = [row[0] for row in question(job_class=text.job_class_id, on=on)]
            assert found == ([text.pk] if on >= text.effective_from else [])
    assert len(composed) == 1


def test_values_of_one_type_are_not_mixed_up_and_one_that_stands_in_two_places_is_put_in_both():
    county = make_organization("county")
    make_class(county, title="county", slug="planner")
    make_class(county, title="Planner", slug="county")
    question = Question(
        lambda organization, slug: JobClass.objects.filter(
            organization__slug=organization, organization__job_classes__slug=slug, slug=slug
        ).values_list("title")
    )
    assert [tuple(row) for row in question(organization="county", slug="planner")] == [("county",)]
    assert [tuple(row) for row in question(organization="county", slug="county")] == [("Planner",)]
    assert question(organization="planner", slug="county") == []


@pytest.mark.parametrize("slug", ["o'brien", "100%", "%s", 'a"b', "a\\b", "\ue0001"])
def test_what_a_value_looks_like_does_not_matter(slug):
    make_class(slug=slug, title="Found")
    question = Question(lambda slug: JobClass.objects.filter(slug=slug).values_list("title"))
    assert question(slug="none") == []
    assert [tuple(row) for row in question(slug=slug)] == [("Found",)]


def test_a_value_for_which_the_sql_has_no_place_is_an_error_and_not_an_answer():
    question = Question(lambda slug, on: JobClass.objects.filter(slug=slug).values_list("title"))
    with pytest.raises(ValueError, match="The question has no place for on: its SQL does not hold it"):
        question(slug="planner", on=date(2020, 1, 1))


def prepared() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%former_title_of_this_test%'")
        return cursor.fetchone()[0]


def named_so(title: str) -> QuerySet:
    """With constants that mean something to whoever writes them into SQL."""
    constant = Concat("title", Value(" 100%s it's \\ former_title_of_this_test"))
    return JobClass.objects.filter(title=title).annotate(said=constant).values_list("said")


@pytest.mark.skipif(connection.vendor != "postgresql", reason="PostgreSQL only")
@pytest.mark.parametrize(("pooled", "expected"), [(False, 1), (True, 0)])
def test_the_server_prepares_a_question_once_unless_connections_are_pooled(monkeypatch, pooled, expected):
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", pooled)
    make_class(title="Planner")
    make_class(title="50% \\ o'clock")
    question = Question(named_so)
    before = prepared()
    for title in ("Planner", "50% \\ o'clock", "Planner"):
        assert [tuple(row) for row in question(title=title)] == [(f"{title} 100%s it's \\ former_title_of_this_test",)]
    assert prepared() - before == expected


def test_constants_are_taken_as_they_are():
    make_class(title="Planner")
    [row] = Question(named_so)(title="Planner")
    assert tuple(row) == ("Planner 100%s it's \\ former_title_of_this_test",)
