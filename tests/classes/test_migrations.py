"""The way of a held catalog through the migrations: back to the first one, forward again, with the guard in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.migrations.executor import MigrationExecutor

from classes import guard
from classes.assembly import assemble
from classes.models import Section, Specification
from tests.conftest import TODAY
from tests.factories import make_competency, make_framework, make_published

pytestmark = pytest.mark.django_db(transaction=True)

FIRST = ("classes", "0001_initial")
DAY, LATER = date(2021, 1, 1), date(2022, 1, 1)
LAW = {"status": "published", "digest": "0" * 64, "published_at": datetime(2026, 1, 1, tzinfo=UTC)}


def migrate(*target: str) -> None:
    call_command("migrate", *target, verbosity=0, stdout=StringIO())


@pytest.fixture(autouse=True)
def migrated_again() -> Iterator[None]:
    """Whatever a test does, the next one finds the tables as they are today."""
    yield
    migrate()


def refuses() -> None:
    with pytest.raises(IntegrityError, match=guard.NEVER_CHANGES):
        Section.objects.update(body="Other.")
    with pytest.raises(IntegrityError, match=guard.NEVER_CHANGES):
        Specification.objects.update(pay_grade="EX-99")


def test_migrating_with_nothing_to_do_puts_a_missing_guard_back_and_leaves_a_standing_one():
    make_published()
    for lift in (guard.remove, lambda: None):
        lift()
        migrate()
        assert guard.missing() == []
        refuses()


def test_the_guard_survives_migrations_that_remake_the_tables_it_names():
    framework = make_framework("state", levels=("Journey",))
    text = make_published(requires=make_competency(framework, "Tact"), levels={"journey": "Does it."})
    cells = text.cell_digests
    migrate(*FIRST)
    with connection.cursor() as cursor:
        assert "classes_repair" not in connection.introspection.table_names(cursor)
    assert guard.standing(connection) == {}
    migrate()
    assert guard.missing() == []
    refuses()
    again = Specification.objects.with_rows().get()
    assert (again.digest, again.section_digests) == (text.digest, text.section_digests)
    assert again.cell_digests == cells == assemble(again).cell_digests
    assert cells["state/tact"].keys() == {"", "journey"}


def test_texts_of_before_come_by_their_addresses_digests_and_corrections():
    """Before, a wrong text was given an interval without a day; its correction had the day, and the ones after it."""
    migrate(*FIRST)
    apps = MigrationExecutor(connection).loader.project_state([FIRST]).apps
    organization = apps.get_model("classes", "Organization").objects.create(name="County", slug="county")
    job_class = apps.get_model("classes", "JobClass").objects.create(
        organization=organization, title="City Planner", code="CP 7", slug="cp-7"
    )

    def old(revision: int, start: date, end: date | None, **fields: object) -> object:
        texts = apps.get_model("classes", "Specification").objects
        days = {"effective_from": start, "effective_to": end}
        return texts.create(
            job_class=job_class, revision=revision, title="City Planner", code="CP 7", **days, **{**LAW, **fields}
        )

    wrong = old(1, DAY, DAY)
    wrong_too = old(2, DAY, DAY, corrects=wrong)
    right = old(3, DAY, LATER, corrects=wrong_too)
    old(4, LATER, None)
    old(5, LATER, None, status="draft", digest="", published_at=None, corrects=right)
    migrate()
    assert list(
        Specification.objects.order_by("revision").values_list("effective_from", "effective_to", "corrected")
    ) == [
        (DAY, LATER, True),
        (DAY, LATER, True),
        (DAY, LATER, False),
        (LATER, None, False),
        (LATER, None, False),
    ]
    assert [text.revision for text in Specification.objects.in_force(DAY)] == [3]
    assert [text.revision for text in Specification.objects.in_force(TODAY.date())] == [4]
    assert set(Specification.objects.values_list("title_slug", "code_slug")) == {("city-planner", "cp-7")}
