"""A notice applied to many classes on its admin page: the form, the plan, the page that tells how it goes."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from classes.bulk import applying
from classes.models import ChangeNotice, JobClass, Specification
from classes.publishing import Event, PublishingRefused, publish
from tests.accounts import sign_in
from tests.admin_forms import Form
from tests.factories import make_class, make_draft, make_notice, make_organization, make_published
from tests.page import read

pytestmark = pytest.mark.django_db

DAY = "2026-08-01"


@pytest.fixture
def publisher() -> Client:
    return sign_in("publisher")


@pytest.fixture
def notice() -> ChangeNotice:
    return make_notice(make_organization("shire"), number="CN9", effective_on=date(2026, 8, 1))


def planners(notice: ChangeNotice, number: int = 3) -> list[JobClass]:
    made = [make_class(notice.organization, code=f"A{each}", title=f"Planner A{each}") for each in range(number)]
    for job_class in made:
        make_published(job_class, pay_grade="G-1")
    return made


def address(notice: ChangeNotice) -> str:
    return reverse("admin:classes_changenotice_apply", args=[notice.pk])


def asked(**fields: str) -> dict[str, str]:
    return {"by": "filter", "effective_on": DAY, "note": "Pay study.", **fields}


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("&#x27;", "'")


def plan_of(client: Client, notice: ChangeNotice, **fields: str) -> tuple[str, dict[str, Any]]:
    """Post the form; return the page and what its button "Apply" would send."""
    response = client.post(address(notice), asked(**fields))
    assert response.status_code == 200
    page = text_of(response)
    read(response)
    form = page[page.index('class="plan"') :].partition("</form>")[0] if 'class="plan"' in page else ""
    sent = Form(form).data
    sent["take"] = [
        part.partition('"')[0] for part in form.split('name="take" value="')[1:] if " checked>" in part[:40]
    ]
    return page, sent | {"_apply": "Apply"}


def applied(client: Client, notice: ChangeNotice, sent: dict[str, Any]) -> str:
    response = client.post(address(notice), sent)
    assert response.status_code == 200
    return text_of(response)


# --- Who may ---


@pytest.mark.parametrize(
    ("person", "seen", "sent"),
    [
        ("anonymous", 302, 403),
        ("reader", 403, 403),
        ("editor", 403, 403),
        ("publisher", 200, 200),
        ("superuser", 200, 200),
    ],
)
def test_whoever_may_publish_may_apply_a_notice(notice, person, seen, sent):
    client = sign_in(person)
    assert client.get(address(notice)).status_code == seen
    assert client.post(address(notice), asked(pay_grade="G-2")).status_code == sent


def test_the_notice_has_the_button_for_publishers_only(notice, publisher):
    change = reverse("admin:classes_changenotice_change", args=[notice.pk])
    assert address(notice) in text_of(publisher.get(change))
    assert address(notice) not in text_of(sign_in("editor").get(change))


@pytest.mark.parametrize("number", ["999999", "x"])
def test_a_notice_that_does_not_exist_is_not_found(publisher, number):
    assert publisher.get(f"/admin/classes/changenotice/{number}/apply/").status_code == 404


# --- The form ---


def test_the_form_begins_with_the_day_of_the_notice_and_the_name_of_the_publisher(notice, publisher):
    planners(notice)
    page = text_of(publisher.get(address(notice)))
    form = Form(page).data
    assert (form["effective_on"], form["recorded_by"]) == (DAY, "Carol Dean")
    assert 'value="filter" required id="id_by_0" checked>' in page


def test_the_form_offers_the_grades_and_headings_of_texts_in_force(notice, publisher):
    planners(notice)
    other = make_class(make_organization("elsewhere"))
    make_published(other, pay_grade="X-1")
    page = text_of(publisher.get(address(notice)))
    assert "G-1 · 3 classes" in page
    assert "X-1" not in page
    assert '<option value="duties:Duties">Duties · 3 classes</option>' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is to be done yet."),
        ({"pay_grade": "G-2", "note": ""}, "Say what changes and why, or mark it as a minor edit."),
        ({"pay_grade": "G-2", "effective_on": ""}, "This field is required."),
        ({"pay_grade": "G-2", "effective_on": "2026-02-30"}, "That is not a date."),
        ({"pay_grade": "G-2", "effective_on": "0026-02-03"}, "The year 26 was mistyped."),
        ({"pay_grade": "G-2", "adopted_on": "2026-13-01"}, "That is not a date."),
        ({"pay_grade": "=G2"}, "begins like a formula"),
        ({"flsa_code": "@x"}, "begins like a formula"),
        ({"titles": "A1 -> =HYPERLINK(1)"}, "begins like a formula"),
        ({"titles": "A1 -> " + "x" * 201}, "too long"),
        ({"recoded": "A1 -> " + "x" * 41}, "too long"),
        ({"recoded": "A1"}, "Line 1, “A1”, has no arrow."),
        ({"replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"phrase": " \r\n ", "replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"phrase": "Plans", "replacement": "Plans "}, "are the same. Nothing would change."),
        ({"title_replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"title_phrase": "A", "titles": "A1 -> B"}, "Titles change either by a phrase or by a list."),
        ({"heading": "duties:Duties"}, "Give the new text."),
        ({"heading": "duties:Dreams", "body": "x"}, "Select a valid choice."),
        ({"body": "x"}, "Choose the heading under which this text is to stand."),
        ({"probation": "61"}, "less than or equal to 60"),
        ({"probation_body": "Six months"}, "Give the months that these words state"),
        ({"probation": "12", "probation_body": "Six (6) months"}, "These words state 6 months, but 12 months"),
        ({"abolished": "A1 -> A2", "pay_grade": "G-2"}, "A class that ends gets no new text"),
        ({"by": "list", "pay_grade": "G-2"}, "Paste the codes or addresses"),
        ({"by": "lines", "pay_grade": "G-2"}, "None of the lists below names a class."),
        ({"by": "magic", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"by": "", "pay_grade": "G-2"}, "This field is required."),
        ({"grade": "", "family": "x", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"kind": "abolished", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"kind": "revised", "abolished": "A1 -> A2"}, "no other kind of change"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_and_kept(notice, publisher, fields, sentence):
    planners(notice)
    response = publisher.post(address(notice), asked(**fields))
    page = text_of(response)
    assert sentence in page
    assert "would change</h2>" not in page
    form = Form(page).data
    for name in ("titles", "recoded", "phrase", "pay_grade"):
        if name in fields:
            assert form[name] == fields[name]
    assert not notice.entries.exists()


def test_ten_thousand_codes_are_refused_with_their_number_and_kept(notice, publisher):
    codes = "\r\n".join(f"C{number}" for number in range(10_000))
    page = text_of(publisher.post(address(notice), asked(by="list", codes=codes, pay_grade="G-2")))
    assert "That are 10,000 classes; a notice is applied to at most 500 at a time." in page
    assert Form(page).data["codes"] == codes


def test_more_classes_than_can_be_applied_at_a_time_are_refused_in_the_form(notice, publisher):
    JobClass.objects.bulk_create(
        JobClass(organization=notice.organization, title="P", slug=f"p-{number}") for number in range(501)
    )
    page = text_of(publisher.post(address(notice), asked(pay_grade="G-2")))
    assert "The filter finds 501 classes" in page


# --- The plan ---


def test_the_plan_shows_every_class_before_and_after_with_totals_and_reasons(notice, publisher):
    first, *_ = planners(notice)
    make_draft(first, revision=2)
    page, sent = plan_of(
        publisher,
        notice,
        by="list",
        codes="A0, A1, A2\r\nA2,<b>X",
        pay_grade="G-2",
        phrase="Plans",
        replacement="Leads",
    )
    assert "<b>2</b> of 3" in page
    assert "<dt>Places of the phrase</dt><dd><b>2</b></dd>" in page
    assert 'Pay grade <del>G-1</del> <span aria-hidden="true">→</span> <ins>G-2</ins>' in page
    assert "1 section changed: 1 sentence" in page
    assert "It has an open draft: revision 2." in page
    assert "“&lt;b&gt;X”: No class of Organization shire has this code or address." in page
    assert "“A2”: Planner A2 (A2) is named twice in the list." in page
    assert "Revised from" in page
    assert len(sent["take"]) == 2
    assert not notice.entries.exists()


def test_a_plan_in_which_nothing_is_accepted_has_no_button_to_apply_it(notice, publisher):
    planners(notice)
    page, _ = plan_of(publisher, notice, pay_grade="G-1")
    assert "Nothing can be applied" in page
    assert "Nothing would change." in page
    assert 'name="_apply"' not in page


def test_many_classes_are_folded_fifty_at_a_time(notice, publisher):
    planners(notice, 51)
    page, sent = plan_of(publisher, notice, pay_grade="G-2")
    assert "Classes 1 to 50: Planner A0 (A0) …" in page
    assert "Classes 51 to 51: " in page
    assert len(sent["take"]) == 51


@pytest.mark.parametrize("number", [2, 12])
def test_form_and_plan_take_as_many_queries_for_many_classes_as_for_few(
    notice, publisher, django_assert_num_queries, number
):
    planners(notice, number)
    publisher.get(address(notice))
    # Session, user, permissions of the user and of the groups, the notice; grades, headings, families, series.
    with django_assert_num_queries(9):
        publisher.get(address(notice))
    # The same, and the plan: the filter's classes, texts with sections, requirements and competencies, all texts in
    # short, ended, told, reinstated. No text here asks for a competency, so descriptors are not looked for.
    with django_assert_num_queries(9 + 9):
        publisher.post(address(notice), asked(pay_grade="G-2"))


# --- Applying ---


def test_what_the_plan_shows_is_applied_and_told(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2", phrase="Plans.", replacement="Leads.\r\n\r\nPlans.")
    page = applied(publisher, notice, sent)
    assert "Done: CN9 is applied to 3 classes" in page
    assert page.index("0 of 3 classes") < page.index("3 of 3 classes") < page.index("Done: ")
    assert page.rstrip().endswith("</html>")
    texts = Specification.objects.filter(revision=2)
    assert {(text.pay_grade, text.sections.get().body) for text in texts} == {("G-2", "Leads.\n\nPlans.")}
    assert notice.entries.filter(kind="revised", recorded_by="", effective_on=date(2026, 8, 1)).count() == 3
    history = text_of(publisher.get(reverse("admin:classes_changenotice_history", args=[notice.pk])))
    assert "Applied in bulk to 3 classes, from August 1, 2026 on: set the pay grade to G-2;" in history


def test_one_publisher_may_do_both_also_where_a_second_person_is_wanted(notice, publisher, settings):
    settings.REQUIRE_SECOND_PERSON = True
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    assert "Done: " in applied(publisher, notice, sent)


def test_a_class_that_is_unticked_stays_as_it_is(notice, publisher):
    first, *others = planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"] = [str(job_class.pk) for job_class in others]
    assert "Done: CN9 is applied to 2 classes" in applied(publisher, notice, sent)
    assert first.specifications.count() == 1


def test_without_a_tick_nothing_is_applied_and_the_plan_stands_again(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    page = applied(publisher, notice, sent | {"take": []})
    assert "No class is ticked, so nothing was applied." in page
    assert " checked>" not in page[page.index('class="plan"') : page.index("Change the choices")]


def change_a_text(job_class: JobClass) -> None:
    make_published(job_class, date(2026, 7, 1), revision=2, pay_grade="G-1")


@pytest.mark.parametrize(
    "meddle",
    [
        lambda sent, job_class: change_a_text(job_class),
        lambda sent, job_class: make_draft(job_class, revision=2),
        lambda sent, job_class: make_published(make_class(job_class.organization), pay_grade="G-1"),
        lambda sent, job_class: sent.update(pay_grade="G-3"),
        lambda sent, job_class: sent.update(note="Another note."),
        lambda sent, job_class: sent.update(effective_on="2026-08-02"),
        lambda sent, job_class: sent.update(seal=""),
        lambda sent, job_class: sent.update(seal=sent["seal"].replace(":", "0:", 1)),
    ],
    ids=["text", "draft", "new class", "grade", "note", "day", "no seal", "forged seal"],
)
def test_a_plan_that_is_not_the_one_that_was_shown_is_shown_anew(
    notice, publisher, meddle: Callable[[dict[str, Any], JobClass], None]
):
    first, second, _ = planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"].remove(str(second.pk))
    meddle(sent, first)
    page = applied(publisher, notice, sent)
    assert "changed since this plan was shown, so nothing was applied." in page
    assert f'name="take" value="{second.pk}">' in page
    assert not notice.entries.exists()


def test_a_plan_that_another_publisher_looked_at_is_shown_anew(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    user = get_user_model().objects.create_superuser("root")
    other = Client(headers={"host": "localhost"})
    other.force_login(user)
    assert "so nothing was applied." in applied(other, notice, sent)


def test_applying_twice_does_nothing_the_second_time(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    applied(publisher, notice, sent)
    page = applied(publisher, notice, sent)
    assert "so nothing was applied." in page
    assert Specification.objects.count() == 6


def test_a_refusal_while_it_is_applied_undoes_all_names_the_class_and_leads_back(notice, publisher, monkeypatch):
    planners(notice)

    def refusing(draft: Specification, event: Event) -> Specification:
        if draft.code == "A2":
            raise PublishingRefused("A2 <is> refused.")
        return publish(draft, event)

    monkeypatch.setattr(applying, "publish", refusing)
    _, sent = plan_of(publisher, notice, pay_grade="G-2", by="list", codes="A0\r\nA1\r\nA2")
    page = applied(publisher, notice, sent)
    assert "Refused: nothing was done" in page
    assert "Planner A2 (A2): A2 &lt;is&gt; refused." in page
    assert not Specification.objects.filter(revision=2).exists()
    again = Form(page[page.index("Refused: nothing") :]).data
    assert (again["codes"], again["pay_grade"], again["note"]) == ("A0\r\nA1\r\nA2", "G-2", "Pay study.")


def test_a_database_that_fails_leaves_nothing_done_and_says_so(notice, publisher, monkeypatch):
    planners(notice)

    def failing(draft: Specification, event: Event) -> Specification:
        raise OperationalError("database is locked")

    monkeypatch.setattr(applying, "publish", failing)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    page = applied(publisher, notice, sent)
    assert "Refused: nothing was done" in page
    assert "The catalog or its database failed." in page
    assert "database is locked" not in page


def test_classes_are_abolished_by_a_pasted_list(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, by="lines", abolished="A0 → A1, A2\r\nA9 → A1")
    assert "Done: CN9 is applied to 1 class" in applied(publisher, notice, sent)
    gone = JobClass.objects.get(code="A0")
    assert gone.abolished_on == date(2026, 8, 1)
    assert gone.successors.count() == 2


# --- A process that is killed in the middle ---

KILLED = """
import os, signal
import django
django.setup()
from datetime import date
from django.contrib.auth import get_user_model
from django.core.management import call_command
from classes import publishing
from classes.bulk import applying
from classes.bulk.choosing import Filter
from classes.bulk.planning import Application, make_plan
from classes.bulk.rules import Rules
from classes.models import ChangeNotice
from classes.publishing import Event
from tests.factories import make_class, make_notice, make_organization, make_published

if os.environ["MAKE"]:
    call_command("migrate", verbosity=0)
    organization = make_organization("shire")
    for each in range(4):
        make_published(make_class(organization, code=f"A{each}"), pay_grade="G-1")
    make_notice(organization, number="CN9")
notice = ChangeNotice.objects.get(number="CN9")
event = Event("regraded", "Pay study.", notice=notice)
plan = make_plan(Application(notice, date(2026, 8, 1), event, Rules(pay_grade="G-2"), Filter()))
assert len(plan.accepted) == 4, plan.reasons
user = get_user_model().objects.create_user("pat")
for progress in applying.carry_out(plan.application, plan.digest, {row.job_class.pk for row in plan.accepted}, user):
    if progress.done == 3:
        print("three are written", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(database: str, make: bool) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "MAKE": "1" if make else "",
    }
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.stdout == "three are written\n", ended.stderr
    assert ended.returncode == -9


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of an SQLite database is looked at")
def test_a_process_that_is_killed_leaves_nothing_half_done_on_sqlite(tmp_path: Path):
    import sqlite3

    killed(f"sqlite:///{tmp_path / 'catalog.sqlite3'}", make=True)
    with sqlite3.connect(tmp_path / "catalog.sqlite3") as held:
        texts = "SELECT count(*), max(revision), count(effective_to) FROM classes_specification"
        assert held.execute(texts).fetchone() == (4, 1, 0)
        assert held.execute("SELECT count(*) FROM classes_historyentry").fetchone() == (0,)
        assert held.execute("SELECT count(*) FROM classes_repair").fetchone() == (0,)
        assert held.execute("SELECT count(*) FROM auth_user").fetchone() == (1,)
    held.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="another process looks at the same database")
@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_leaves_nothing_half_done_on_postgresql(notice):
    planners(notice, 4)
    held = connection.settings_dict
    account = f"{held['USER']}:{held['PASSWORD']}" if held["PASSWORD"] else held["USER"]
    killed(f"postgresql://{account}@{held['HOST']}:{held['PORT'] or 5432}/{held['NAME']}", make=False)
    assert get_user_model().objects.filter(username="pat").exists()
    assert Specification.objects.count() == 4
    assert not Specification.objects.exclude(effective_to=None).exists()
    assert not notice.entries.exists()
