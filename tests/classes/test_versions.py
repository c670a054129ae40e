"""The version of the catalog: what counts it up, once and in order, and what does not."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from io import StringIO
from threading import Event as Signal
from time import monotonic, sleep
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import InterfaceError, OperationalError, connection, models, transaction

from classes import drafting, guard, versions
from classes.admin import enacting
from classes.bulk.applying import carry_out
from classes.bulk.choosing import Filter
from classes.bulk.planning import Application, make_plan
from classes.bulk.rules import Rules
from classes.checking import problems
from classes.generating.plan import Plan
from classes.generating.writing import write
from classes.models import (
    CatalogVersion,
    FormerName,
    HistoryEntry,
    JobClass,
    JobFamily,
    Organization,
    Section,
    Specification,
)
from classes.publishing import Event, PublishingRefused, abolish, note, publish, reinstate
from classes.versions import Version, one_act
from tests.accounts import make_account, sign_in
from tests.admin_forms import form_of, make_profile, page_of, saves
from tests.conftest import TODAY
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
    make_section,
    make_series,
)

POSTGRESQL = connection.vendor == "postgresql"
DAY = date(2023, 7, 30)

here = pytest.mark.django_db
between_threads = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not POSTGRESQL, reason="SQLite lets one transaction write at a time"),
]


class Counted:
    """How far the version went on since this was made: `(number, whole changed)`."""

    def __init__(self) -> None:
        self.before = versions.current()

    def __call__(self) -> tuple[int, bool]:
        now = versions.current()
        assert now.whole in (self.before.whole, now.number)
        assert (now.changed_at > self.before.changed_at) == (now.number > self.before.number)
        return now.number - self.before.number, now.whole != self.before.whole


ONCE, ONCE_WHOLE, NOT_AT_ALL = (1, False), (1, True), (0, False)


@here
def test_to_ask_for_the_version_takes_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        found = versions.current()
    held = CatalogVersion.objects.get()
    assert found == Version(held.number, held.whole, held.changed_at)


# --- Narrow tables ---


NARROW: dict[str, tuple[Callable[[], Any], dict[str, Any]]] = {
    "classes_organization": (make_organization, {"office": "Human Resources"}),
    "classes_jobfamily": (make_family, {"description": "Other."}),
    "classes_classseries": (make_series, {"name": "Other"}),
    "classes_jobclass": (make_class, {"title": "Other"}),
    "classes_jobclass_successors": (
        lambda: JobClass.successors.through.objects.create(from_jobclass=make_class(), to_jobclass=make_class()),
        {"to_jobclass": make_class},
    ),
    "classes_changenotice": (make_notice, {"title": "Other"}),
    "classes_historyentry": (make_entry, {"note": "Other."}),
    "classes_formername": (make_former_name, {"title": "Other"}),
    "competencies_framework": (make_framework, {"description": "Other."}),
    "competencies_level": (lambda: make_framework(levels=("One",)).levels.get(), {"definition": "Other."}),
    "competencies_competency": (make_competency, {"definition": "Other."}),
}


def test_every_narrow_table_is_tried_here():
    assert set(NARROW) == set(versions.NARROW)


@here
@pytest.mark.parametrize("table", NARROW)
def test_every_change_of_a_narrow_table_is_noticed(table):
    make, change = NARROW[table]
    counted = Counted()
    row = make()
    assert counted()[0] > 0
    assert counted()[1]
    rows = type(row)._default_manager.filter(pk=row.pk)
    values = {name: value() if callable(value) else value for name, value in change.items()}
    for act in (lambda: rows.update(**values), lambda: rows._raw_delete("default")):
        counted = Counted()
        act()
        assert counted() == ONCE_WHOLE


@here
@pytest.mark.skipif(not POSTGRESQL, reason="SQLite has triggers of rows only")
def test_a_statement_counts_once_however_many_rows_it_writes():
    organization, counted = make_organization(), Counted()
    JobFamily.objects.bulk_create(JobFamily(organization=organization, name=n, slug=n) for n in "abcdef")
    assert counted() == ONCE_WHOLE
    with connection.cursor() as cursor:
        connection.check_constraints()
        cursor.execute("TRUNCATE classes_formername")
    assert counted() == (2, True)


def test_every_table_of_ours_is_watched_or_known_to_change_by_acts_alone():
    ours = {
        model._meta.db_table
        for app in ("classes", "competencies")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    }
    texts = {"classes_specification", "classes_sourcedocument", *guard.OWNED}
    search = {"classes_searchentry", "classes_searchtext", "classes_searchword"}  # made by the acts, from their texts
    assert ours - set(versions.NARROW) == texts | search | {"classes_catalogversion", "classes_repair"}


# --- Texts and drafts ---


@here
def test_what_happens_to_a_draft_is_seen_by_nobody():
    text = make_published(effective_from=DAY)
    counted = Counted()
    draft, _ = drafting.revise(text.job_class)
    draft.pay_grade = "EX-17"
    draft.save()
    draft.sections.update(body="Plans more.")
    make_section(draft)
    drafting.send_to_review(draft)
    drafting.send_back(draft, "Shorter.")
    draft.sections.all().delete()
    draft.delete()
    drafting.correct(text)[0].delete()
    assert counted() == NOT_AT_ALL


@here
def test_a_draft_that_is_saved_in_the_admin_is_seen_by_nobody():
    draft, editor = make_profile(), sign_in("editor")
    address = page_of(draft)
    counted = Counted()
    form = form_of(editor, address)
    assert saves(editor, address, form | {"pay_grade": "EX-17", "requirements-0-text": "Another degree."})
    draft.refresh_from_db()
    assert draft.pay_grade == "EX-17"
    assert counted() == NOT_AT_ALL


@here
def test_a_text_that_becomes_law_past_publishing_is_noticed():
    draft = make_draft(effective_from=DAY)
    law = {"status": "published", "digest": "0" * 64, "published_at": TODAY}
    counted = Counted()
    Specification.objects.filter(pk=draft.pk).update(**law)
    assert counted() == ONCE_WHOLE
    job_class = make_class()
    counted = Counted()
    Specification.objects.create(job_class=job_class, title="Planner", effective_from=DAY, **law)
    assert counted() == ONCE_WHOLE


# --- Acts ---


def next_draft(text: Specification, on: date = date(2026, 6, 15)) -> Specification:
    draft, _ = drafting.revise(text.job_class)
    draft.effective_from = on
    draft.save()
    return draft


@here
def test_every_act_of_publishing_counts_once_and_search_entries_tell_of_it():
    text = make_published(effective_from=DAY)
    job_class, successor = text.job_class, make_class()
    draft = next_draft(text)
    draft.title, draft.code = "Chief Planner", "CP1"
    draft.save()
    counted = Counted()
    publish(draft, Event("retitled"))
    assert counted() == ONCE
    counted = Counted()
    note(job_class, date(2020, 1, 1), Event("revised"))
    assert counted() == ONCE
    counted = Counted()
    abolish(job_class, date(2026, 7, 1), Event("abolished"), [successor])
    assert counted() == ONCE
    draft = next_draft(text, date(2026, 8, 1))
    counted = Counted()
    reinstate(job_class, date(2026, 8, 1), Event("reinstated"), draft)
    assert counted() == ONCE


@here
def test_an_act_that_is_refused_counts_nothing():
    text = make_published(effective_from=DAY)
    counted = Counted()
    with pytest.raises(PublishingRefused):
        publish(text)
    with suppress(RuntimeError), one_act():
        JobClass.objects.update(title="Other")
        raise RuntimeError("the power went")
    assert counted() == NOT_AT_ALL
    make_class()  # nothing is left under way
    assert counted()[0] > 0


@here
def test_a_trial_that_is_taken_back_counts_nothing():
    counted = Counted()
    with transaction.atomic(), one_act():
        make_class()
        transaction.set_rollback(True)
    assert counted() == NOT_AT_ALL


@here
def test_acts_within_an_act_count_with_it():
    texts = [make_published(effective_from=DAY) for _ in range(3)]
    drafts = [next_draft(text) for text in texts]
    counted = Counted()
    with one_act():
        for draft in drafts[:2]:
            publish(draft)
        make_class()
        with one_act(whole=True) as inner:
            inner.changed = False
        with suppress(PublishingRefused):
            publish(texts[2])
    assert counted() == ONCE
    counted = Counted()
    with one_act(whole=True):
        publish(drafts[2])
    assert counted() == ONCE_WHOLE


@here
def test_an_act_costs_two_queries_beside_its_transaction(django_assert_num_queries):
    # Savepoint, locked, counted up, released; of the inner one a savepoint alone, released.
    with django_assert_num_queries(6), one_act(), one_act():
        pass


@here
@pytest.mark.parametrize("door", [guard.repair, guard.intervals])
def test_what_passes_the_guard_counts_once_and_wholly(door):
    make_published(effective_from=DAY)
    counted = Counted()
    with door("A test."):
        Specification.objects.update(effective_to=DAY + timedelta(days=9))
        Specification.objects.update(effective_to=DAY + timedelta(days=8))
    assert counted() == ONCE_WHOLE


@here
def test_words_that_a_repair_changes_are_noticed():
    make_published(effective_from=DAY)
    counted = Counted()
    with guard.repair("A name that the law forbids to keep."):
        Section.objects.update(body="Other.")
    assert counted() == ONCE_WHOLE


@here
def test_a_load_counts_once_and_one_that_finds_all_held_not_at_all():
    counted = Counted()
    call_command("load_catalog", stdout=StringIO())
    assert counted() == ONCE_WHOLE
    counted = Counted()
    call_command("load_catalog", stdout=StringIO())
    assert counted() == NOT_AT_ALL


@here
def test_a_generated_catalog_counts_once():
    counted = Counted()
    write(Plan(30, 1, TODAY.date(), 4))
    assert counted() == ONCE_WHOLE


@here
def test_names_that_take_effect_are_noticed_and_none_is_not():
    text = make_published(make_class(code="P1"), effective_from=DAY)
    counted = Counted()
    call_command("take_effect", stdout=StringIO())
    assert counted() == NOT_AT_ALL
    JobClass.objects.filter(pk=text.job_class_id).update(title="Other")
    counted = Counted()
    call_command("take_effect", stdout=StringIO())
    assert counted() == ONCE_WHOLE


@here
def test_a_notice_that_is_applied_to_many_classes_counts_once():
    notice = make_notice()
    texts = [make_published(make_class(notice.organization), DAY, pay_grade="G-1") for _ in range(3)]
    event = Event("regraded", "Study", notice=notice)
    plan = make_plan(Application(notice, TODAY.date(), event, Rules(pay_grade="G-2"), Filter()))
    take = {row.job_class.pk for row in plan.accepted}
    assert take == {text.job_class_id for text in texts}
    by = make_account("publisher")
    counted = Counted()
    list(carry_out(plan.application, plan.digest, take, by))
    assert counted() == ONCE
    assert Specification.objects.published().count() == 6


@here
def test_the_admin_locks_the_version_before_the_class_as_all_acts_do(monkeypatch, settings):
    """Else a notice that is applied to many classes would wait for this class, and this act for the version."""
    settings.REQUIRE_SECOND_PERSON = False
    draft = next_draft(make_published(effective_from=DAY))
    draft.sections.update(body="Other.")
    publisher, under_way = sign_in("publisher"), []
    locked = enacting.locked

    def watched(pk: int) -> JobClass:
        under_way.append(CatalogVersion.objects.get().under_way)
        return locked(pk)

    monkeypatch.setattr(enacting, "locked", watched)
    address = page_of(draft, "publish")
    counted = Counted()
    assert saves(publisher, address, form_of(publisher, address) | {"note": "Other duties."})
    assert under_way == [True]
    assert counted() == ONCE


# --- The row and the triggers ---


@here
def test_a_date_in_whole_seconds_tells_any_two_changes_apart():
    seen = []
    for _ in range(3):
        with one_act():
            pass
        seen.append(int(versions.current().changed_at.timestamp()))
    make_organization()
    seen.append(int(versions.current().changed_at.timestamp()))
    assert sorted(set(seen)) == seen


@here
def test_a_missing_trigger_and_a_missing_row_are_told_and_put_back():
    assert versions.missing() == []
    versions.remove()
    gone = versions.missing()
    assert len(gone) == len(versions.NARROW) * (1 if POSTGRESQL else 3) + 2
    told = [line for line in problems(TODAY.date()) if line.startswith("version")]
    assert len(told) == len(gone)
    assert "so old pages could stay in sight. Run `manage.py migrate`." in told[0]
    CatalogVersion.objects.all().delete()
    assert versions.current() == versions.UNKNOWN
    assert "version: its row is missing, so no page is kept and all are slow. Run `manage.py migrate`." in list(
        problems(TODAY.date())
    )
    versions.install()
    assert list(problems(TODAY.date())) == []
    assert versions.current().number == 1


@pytest.mark.django_db(transaction=True)
def test_the_row_and_the_triggers_are_there_after_a_test_that_emptied_the_database():
    """The one before this may be such a test; this one empties it itself, as those do at their end."""
    make_organization()
    guard.remove()
    call_command("flush", interactive=False, verbosity=0, reset_sequences=False)
    assert versions.missing() == guard.missing() == []
    counted = Counted()
    make_organization()
    assert counted() == ONCE_WHOLE


@pytest.mark.django_db(transaction=True)
def test_a_connection_that_died_is_made_anew_and_a_database_that_fails_is_said_to(monkeypatch):
    before = versions.current()
    database = transaction.get_connection()
    read, tries = versions.read, []

    def dead(database: Any) -> Version:
        tries.append(database.connection)
        if len(tries) == 1:
            raise InterfaceError("connection already closed")
        return read(database)

    monkeypatch.setattr(versions, "read", dead)
    monkeypatch.setattr(type(database), "is_usable", lambda self: False)
    monkeypatch.setattr(type(database), "close", lambda self: tries.append("closed"))
    assert versions.current() == before
    assert tries[1] == "closed"

    def fails(database: Any) -> Version:
        raise OperationalError("no such table")

    monkeypatch.setattr(versions, "read", fails)
    monkeypatch.setattr(type(database), "is_usable", lambda self: True)
    with pytest.raises(OperationalError, match="no such table"):
        versions.current()


@pytest.mark.skipif(not POSTGRESQL, reason="a file does not go away")
@pytest.mark.django_db(transaction=True)
def test_a_connection_that_the_server_ended_is_made_anew():
    before = versions.current()
    pid = connection.connection.info.backend_pid

    def end_it() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as threads:
        threads.submit(end_it).result()
    assert versions.current() == before


# --- Between threads ---


def in_thread(threads: ThreadPoolExecutor, act: Callable[[], Any]) -> Any:
    def closing() -> Any:
        try:
            return act()
        finally:
            connection.close()

    return threads.submit(closing)


def wait_until_somebody_waits_for_a_lock() -> None:
    started = monotonic()
    while monotonic() - started < 5:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
        sleep(0.02)
    raise TimeoutError


class TestBetweenThreads:
    pytestmark = between_threads

    def test_number_and_change_are_seen_together_and_not_before_they_are_committed(self):
        organization = make_organization(office="Old")
        before = versions.current()
        with ThreadPoolExecutor(1) as threads:

            def seen() -> tuple[int, str]:
                number = versions.current().number
                return number - before.number, Organization.objects.get(pk=organization.pk).office

            with one_act():
                Organization.objects.update(office="New")
                assert in_thread(threads, seen).result() == (0, "Old")  # and it did not wait
            assert in_thread(threads, seen).result() == (1, "New")
            with transaction.atomic():
                Organization.objects.update(office="Newer")
                assert in_thread(threads, seen).result() == (1, "New")
            assert in_thread(threads, seen).result() == (2, "Newer")

    def test_numbers_are_given_in_the_order_in_which_changes_are_committed(self):
        before = versions.current()
        seen: list[int] = []

        def change() -> None:
            with one_act():
                seen.append(versions.current().number)
                sleep(0.05)

        with ThreadPoolExecutor(4) as threads:
            for done in [in_thread(threads, change) for _ in range(4)]:
                done.result()
        assert seen == [before.number + each for each in range(4)]
        assert versions.current().number == before.number + 4

    @pytest.mark.parametrize("way", ["save", "update", "entry", "former name"])
    def test_whoever_changes_a_class_waits_for_the_version_before_any_row_and_nobody_is_turned_away(self, way):
        """Were a row locked before the version, each of the two would wait for what the other holds."""
        job_class = make_class(title="Planner")
        before = versions.current()
        ways: dict[str, Callable[[], Any]] = {
            "save": lambda: JobClass(**{**vars_of(job_class), "title": "Surveyor"}).save(),
            "update": lambda: JobClass.objects.update(title="Surveyor"),
            "entry": lambda: HistoryEntry.objects.create(job_class=job_class, kind="revised", effective_on=DAY),
            "former name": lambda: FormerName.objects.create(job_class=job_class, title="Surveyor", until=DAY),
        }
        with ThreadPoolExecutor(1) as threads:
            with one_act():
                other = in_thread(threads, ways[way])
                wait_until_somebody_waits_for_a_lock()
                JobClass.objects.select_for_update().get(pk=job_class.pk)
                JobClass.objects.update(title="Chief Planner")
            other.result()
        assert versions.current().number == before.number + 2

    def test_publishing_and_a_notice_for_many_classes_wait_for_each_other(self):
        notice = make_notice()
        texts = [make_published(make_class(notice.organization), DAY, pay_grade="G-1") for _ in range(4)]
        other = make_published(make_class(notice.organization), DAY)
        draft = next_draft(other)
        draft.sections.update(body="Other.")
        event = Event("regraded", "Study", notice=notice)
        plan = make_plan(Application(notice, TODAY.date(), event, Rules(pay_grade="G-2"), Filter()))
        by, before = make_account("publisher"), versions.current()
        begun = Signal()

        def apply() -> None:
            for _ in carry_out(plan.application, plan.digest, {each.job_class_id for each in texts}, by, every=1):
                begun.set()
                sleep(0.05)

        def publish_another() -> None:
            assert begun.wait(5)
            publish(draft)

        with ThreadPoolExecutor(2) as threads:
            for done in [in_thread(threads, apply), in_thread(threads, publish_another)]:
                done.result()
        assert versions.current().number == before.number + 2
        assert list(problems(TODAY.date())) == []


def vars_of(row: models.Model) -> dict[str, Any]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def test_what_is_unknown_is_no_version_that_a_catalog_ever_has():
    assert versions.UNKNOWN.number < 1
    assert versions.UNKNOWN.changed_at < datetime(2000, 1, 1, tzinfo=UTC)
