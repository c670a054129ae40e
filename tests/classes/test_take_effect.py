"""The command that gives classes the names that were announced, on their day."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from classes.models import JobClass
from tests.conftest import TODAY
from tests.factories import make_class, make_organization, make_published

pytestmark = pytest.mark.django_db

ONE = timedelta(days=1)
TOMORROW = TODAY + ONE


def take_effect() -> str:
    out = StringIO()
    call_command("take_effect", stdout=out, stderr=out)
    return out.getvalue()


def announced(code: str, title: str = "Planner", **fields: object) -> JobClass:
    """A class of the county whose text of tomorrow has another name."""
    county = JobClass.objects.first().organization if JobClass.objects.exists() else make_organization("county")
    job_class = make_published(make_class(county, code=code, title=title), title=title).job_class
    make_published(job_class, TOMORROW.date(), revision=2, **{"title": f"Senior {title}", **fields})
    return job_class


def name_of(job_class: JobClass) -> tuple[str, str, str]:
    job_class.refresh_from_db()
    return job_class.title, job_class.code, job_class.slug


def test_before_the_day_nothing_is_taken():
    job_class = announced("P1")
    assert take_effect() == "No class had a name to take.\n"
    assert name_of(job_class) == ("Planner", "P1", "p1")


def test_on_the_day_title_code_and_address_are_taken_and_a_second_run_finds_nothing():
    job_class, other = announced("P1"), announced("S1", "Surveyor")
    JobClass.objects.filter(pk=other.pk).update(title="Senior Surveyor")
    make_published(job_class, TOMORROW.date() + ONE, revision=3, title="Chief Planner", code="P3")
    with time_machine.travel(TOMORROW, tick=False):
        assert take_effect() == (
            "Planner (P1) is now Senior Planner (P1), at /classes/county/p1/\n1 took their announced names.\n"
        )
        assert take_effect() == "No class had a name to take.\n"
    with time_machine.travel(TOMORROW + ONE, tick=False):
        assert "Senior Planner (P1) is now Chief Planner (P3), at /classes/county/p3/\n" in take_effect()
    assert name_of(job_class) == ("Chief Planner", "P3", "p3")


def test_a_class_whose_code_was_taken_meanwhile_is_named_and_the_others_take_theirs():
    blocked, free = announced("P1"), announced("S1", "Surveyor")
    make_published(blocked, TOMORROW.date() + ONE, revision=3, title="Planner", code="P2")
    make_class(blocked.organization, title="Newcomer", code="P2")
    with time_machine.travel(TOMORROW + ONE, tick=False):
        out = StringIO()
        with pytest.raises(CommandError, match=r"^1 could not take their announced names\.$"):
            call_command("take_effect", stdout=out, stderr=out)
    assert out.getvalue() == (
        "Planner (P1) cannot take the code P2 of its revision 3: another class of Organization county bears it, or "
        "has its address. Give that one another code first.\n"
        "Surveyor (S1) is now Senior Surveyor (S1), at /classes/county/s1/\n"
    )
    assert name_of(blocked) == ("Planner", "P1", "p1")
    assert name_of(free) == ("Senior Surveyor", "S1", "s1")


@pytest.mark.parametrize("count", [1, 5], ids=["few", "many"])
def test_the_command_costs_the_same_for_each_new_name_and_nothing_for_the_others(django_assert_num_queries, count):
    for number in range(count):
        announced(f"P{number}")
        make_published()
    each = 23 if connection.vendor == "postgresql" else 21
    with (
        time_machine.travel(TOMORROW, tick=False),
        # The texts; for each class: savepoint, version locked, class locked, its text in force, saved, version counted
        # up, released. For the search index fourteen more, sixteen on PostgreSQL, which deletes old words.
        django_assert_num_queries(1 + each * count, connection=connection),
    ):
        take_effect()
