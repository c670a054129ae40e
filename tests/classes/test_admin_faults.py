"""What goes wrong while somebody publishes: two at once, a process that dies, a session that ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from time import sleep
from typing import Any

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.http import QueryDict
from django.test import Client

from classes import publishing
from classes.drafting import revise, send_to_review, take_back
from classes.models import HistoryEntry, Repair, Specification
from tests.accounts import make_account, sign_in
from tests.admin_forms import Form, page_of
from tests.factories import make_class, make_organization, make_published

START = date(2020, 1, 1)


def make_revision() -> Specification:
    job_class = make_class(make_organization("county", name="County"), title="Planner", code="P1")
    draft, _ = revise(make_published(job_class, START).job_class)
    draft.sections.update(body="Plans all the work.")
    return send_to_review(draft)


def answers(client: Client, address: str, **fields: Any) -> dict[str, Any]:
    html = client.get(address).content.decode()
    return Form(html[html.index('<form class="act"') :]).data | {"on": "2026-07-01", "note": "New.", **fields}


# Two publishers at one draft


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one transaction write at a time")
def test_of_two_publishers_at_once_one_wins_and_the_other_is_told(monkeypatch):
    draft = make_revision()
    address = page_of(draft, "publish")
    clients = [sign_in("publisher", name) for name in ("ann", "bob")]
    forms = [answers(client, address, note=f"By {number}.") for number, client in enumerate(clients)]
    together, assemble = Barrier(2), publishing.assemble

    def assemble_slowly(specification: Specification) -> Any:
        sleep(0.2)
        return assemble(specification)

    monkeypatch.setattr(publishing, "assemble", assemble_slowly)

    def post(number: int) -> str:
        together.wait()
        try:
            return clients[number].post(address, forms[number], follow=True).content.decode()
        finally:
            connection.close()  # the thread's own

    with ThreadPoolExecutor(2) as threads:
        pages = sorted(threads.map(post, range(2)), key=lambda page: "published already" in page)
    assert "Planner, revision 2 is published and takes effect on July 1, 2026." in pages[0]
    assert "Planner, revision 2 is published already. Revise the class to change its text." in pages[1]
    assert HistoryEntry.objects.count() == 1
    assert LogEntry.objects.filter(object_id=draft.pk).count() == 1


# A process that is killed

KILLED = """
import os, signal
import django
import time_machine
django.setup()
from tests.conftest import TODAY
time_machine.travel(TODAY, tick=False).start()
from django.contrib.auth import get_user_model
from django.test import Client
from classes import publishing
from tests.classes.test_admin_faults import answers, make_revision
from tests.admin_forms import page_of
from classes.models import Specification

if os.environ["MAKE"]:
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    make_revision()
    get_user_model().objects.create_superuser("pat")
client = Client(headers={"host": "localhost"})
client.force_login(get_user_model().objects.get(username="pat"))
address = page_of(Specification.objects.get(status="in_review"), "publish")
form = answers(client, address)
end = publishing.end

def end_and_die(text, on):
    end(text, on)
    assert Specification.objects.get(pk=text.pk).effective_to == on
    print("the predecessor is ended", flush=True)
    os.kill(os.getpid(), signal.SIGKILL)

if os.environ["DIE"]:
    publishing.end = end_and_die
client.post(address, form)
print("published", flush=True)
"""


def run(database: str, make: bool, die: bool) -> str:
    """Publish in a process of its own, through the page, and return what it said."""
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "MAKE": "1" if make else "",
        "DIE": "1" if die else "",
    }
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.returncode == (-signal.SIGKILL if die else 0), ended.stderr
    return ended.stdout


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of an SQLite database is looked at")
def test_a_process_killed_while_it_publishes_leaves_nothing_half_done_on_sqlite(tmp_path: Path):
    import sqlite3

    path = tmp_path / "catalog.sqlite3"
    counts = "SELECT (SELECT count(*) FROM classes_historyentry), (SELECT count(*) FROM classes_repair)"
    texts = "SELECT status, effective_from, effective_to, digest <> '' FROM classes_specification ORDER BY revision"

    def held(question: str) -> list[Any]:
        database = sqlite3.connect(path)
        try:
            return database.execute(question).fetchall()
        finally:
            database.close()

    assert run(f"sqlite:///{path}", make=True, die=True) == "the predecessor is ended\n"
    assert held(texts) == [("published", "2020-01-01", None, 1), ("in_review", None, None, 0)]
    assert held(counts) == [(0, 0)]
    assert held("SELECT count(*) FROM django_admin_log") == [(0,)]
    assert run(f"sqlite:///{path}", make=False, die=False) == "published\n"
    assert held(texts) == [("published", "2020-01-01", "2026-07-01", 1), ("published", "2026-07-01", None, 1)]
    assert held(counts) == [(1, 0)]


@pytest.mark.skipif(connection.vendor != "postgresql", reason="another process looks at the same database")
@pytest.mark.django_db(transaction=True)
def test_a_process_killed_while_it_publishes_leaves_nothing_half_done_on_postgresql():
    draft = make_revision()
    make_account("superuser", "pat")
    held = connection.settings_dict
    account = f"{held['USER']}:{held['PASSWORD']}" if held["PASSWORD"] else held["USER"]
    database = f"postgresql://{account}@{held['HOST']}:{held['PORT'] or 5432}/{held['NAME']}"
    assert run(database, make=False, die=True) == "the predecessor is ended\n"
    draft.refresh_from_db()
    assert (draft.status, draft.effective_from, draft.digest) == ("in_review", None, "")
    assert Specification.objects.get(revision=1).effective_to is None
    assert not HistoryEntry.objects.exists()
    assert not Repair.objects.exists()
    assert not LogEntry.objects.exists()
    assert run(database, make=False, die=False) == "published\n"
    assert Specification.objects.get(revision=1).effective_to == date(2026, 7, 1)


# A session that ended


@pytest.mark.django_db
def test_what_was_typed_is_there_again_after_signing_in_anew():
    draft = make_revision()
    publisher = sign_in("publisher")
    account = publisher.session["_auth_user_id"]
    account = type(make_account("reader", "other")).objects.get(pk=account)
    account.set_password("correct horse battery")
    account.save()
    publisher.force_login(account)
    address = page_of(draft, "publish")
    form = answers(publisher, address, note="Typed <b>with</b> care.\r\nAnd more.", recorded_by="X.Y.")
    publisher.cookies.pop("sessionid")

    asked = publisher.post(address, form)
    assert asked.status_code == 403
    page = asked.content.decode()
    assert "Your session had ended when you sent the form." in page
    assert "Typed <b>with" not in page
    assert asked["Cache-Control"].startswith("max-age=0")
    sign = Form(page).data
    assert sign["next"] == address

    wrong = publisher.post("/admin/login/", sign | {"username": "publisher", "password": "wrong"})
    assert "Your session had ended" in wrong.content.decode()
    assert Form(wrong.content.decode()).data["kept"] == sign["kept"]

    back = publisher.post("/admin/login/", sign | {"username": "publisher", "password": "correct horse battery"})
    page = back.content.decode()
    assert "What you typed is here. It has not been saved yet." in page
    assert f'action="{address}"' in page
    start = page.index('<form class="act"')
    kept = Form(page[start:]).data
    assert kept["note"] == form["note"]

    shown = publisher.post(address, kept)
    assert shown.status_code == 200
    page = shown.content.decode()
    again = Form(page[page.index('<form class="act"') :]).data
    for name in ("on", "note", "recorded_by", "kind"):
        assert again[name] == form[name]
    assert not Specification.objects.get(pk=draft.pk).is_published
    assert "is published" in publisher.post(address, again, follow=True).content.decode()


@pytest.mark.django_db
def test_a_draft_that_was_sent_after_its_session_ended_is_shown_again_before_it_is_saved():
    draft = take_back(make_revision())
    editor = sign_in("editor")
    form = Form(editor.get(page_of(draft)).content.decode()).data | {"sections-0-body": "Typed\r\nfor an hour."}
    asked = Client(headers={"host": "localhost"}).post(page_of(draft), form)
    kept = QueryDict(Form(asked.content.decode()).data["kept"])
    sent = {name: values[0] for name, values in kept.lists()}
    shown = editor.post(page_of(draft), sent | {"_kept": "1"})
    again = Form(shown.content.decode()).data
    assert again["sections-0-body"] == "Typed\r\nfor an hour."
    assert draft.sections.get().body == "Plans all the work."
    assert editor.post(page_of(draft), again).status_code == 302
    assert draft.sections.get().body == "Typed\nfor an hour."


@pytest.mark.django_db
def test_passwords_are_never_kept():
    form = {"old_password": "secret-1", "new_password1": "secret-2", "new_password2": "secret-2", "other": "kept"}
    page = Client(headers={"host": "localhost"}).post("/admin/password_change/", form).content.decode()
    assert "other=kept" in page
    assert "secret" not in page


@pytest.mark.django_db
def test_a_form_from_elsewhere_is_not_kept():
    strict = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    response = strict.post(page_of(make_revision(), "publish"), {"note": "Forged."})
    assert response.status_code == 403
    assert "Forged" not in response.content.decode()


@pytest.mark.django_db
def test_whoever_comes_back_is_led_to_this_site_only():
    account = make_account("publisher")
    account.set_password("correct horse battery")
    account.save()
    form = {
        "username": "publisher",
        "password": "correct horse battery",
        "kept": "note=x",
        "next": "https://elsewhere.example/",
    }
    page = Client(headers={"host": "localhost"}).post("/admin/login/", form).content.decode()
    assert "elsewhere" not in page
