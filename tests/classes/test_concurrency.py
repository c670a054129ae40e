"""Two people at one class at one moment: one act happens whole, the other is refused. On PostgreSQL.

SQLite lets one transaction write at a time, from its first statement on, so there is nothing to see there.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier, Event
from time import sleep
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from classes import guard, publishing
from classes.models import Section, Specification
from classes.publishing import PublishingRefused, abolish, publish
from tests.conftest import TODAY
from tests.factories import faults, make_draft, make_published, make_section

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time"),
]

DAY = date(2023, 7, 30)


def outcome(act: Callable[[], Any]) -> str:
    try:
        act()
    except PublishingRefused as refusal:
        return str(refusal)
    finally:
        connection.close()  # the thread's own
    return "done"


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """Begin acts at one moment, each in a thread of its own; return how they ended."""
    together = Barrier(len(acts))

    def begin(act: Callable[[], Any]) -> str:
        together.wait()
        return outcome(act)

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(begin, acts))


@pytest.fixture
def slowly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Publishing takes so long that every other act begins while it is under way."""
    assemble = publishing.assemble

    def assemble_slowly(draft: Specification) -> Any:
        sleep(0.2)
        return assemble(draft)

    monkeypatch.setattr(publishing, "assemble", assemble_slowly)


def next_draft(first: Specification, start: date) -> Specification:
    draft = make_draft(first.job_class, revision=2, title="Planner", effective_from=start)
    make_section(draft)
    return draft


@pytest.mark.usefixtures("slowly")
def test_a_draft_that_two_people_publish_is_published_once():
    draft = next_draft(make_published(effective_from=date(2020, 1, 1)), DAY)
    assert sorted(at_once(*[lambda: publish(draft)] * 3)) == [
        "Planner, revision 2 is published already. Revise the class to change its text.",
        "Planner, revision 2 is published already. Revise the class to change its text.",
        "done",
    ]
    assert faults(TODAY.date()) == []


@pytest.mark.usefixtures("slowly")
def test_of_publishing_and_abolishing_for_one_day_one_happens_and_the_other_is_refused():
    draft = next_draft(make_published(effective_from=date(2020, 1, 1)), DAY)
    ended = at_once(
        lambda: publish(draft),
        lambda: abolish(draft.job_class, DAY, publishing.Event("abolished")),
    )
    assert ended.count("done") == 1
    assert any(
        "which would come to nothing" in end or "It can be abolished on a later day only." in end for end in ended
    )
    assert faults(TODAY.date()) == []


@pytest.mark.parametrize("door", [guard.repair, guard.intervals])
def test_a_door_that_one_transaction_opened_is_shut_for_every_other(door):
    text = make_published(effective_from=DAY)
    opened, tried = Event(), Event()

    def repair() -> None:
        with door("A test"):
            opened.set()
            assert tried.wait(5)

    def pass_through() -> None:
        try:
            assert opened.wait(5)
            with pytest.raises(IntegrityError, match=guard.NEVER_CHANGES), transaction.atomic():
                Section.objects.update(body="Other.")
            with pytest.raises(IntegrityError, match=guard.NEVER_CHANGES), transaction.atomic():
                Specification.objects.update(effective_to=DAY + timedelta(days=1))
        finally:
            tried.set()

    assert at_once(repair, pass_through) == ["done", "done"]
    text.refresh_from_db()
    assert text.effective_to is None
