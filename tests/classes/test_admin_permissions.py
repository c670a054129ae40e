"""Who may what in the admin: every address and act, by anonymous, reader, editor, publisher and superuser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, reverse

from classes.drafting import revise
from classes.models import SourceDocument
from classes.publishing import Event, abolish, publish
from tests.accounts import PEOPLE, make_account, sign_in
from tests.admin_forms import form_of, make_profile, page_of, saves
from tests.admin_pages import log_of
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db

# E an editor, P a publisher, S a superuser; whoever is not named is refused. A reader is staff in neither group.
LETTERS = {"editor": "E", "publisher": "P", "superuser": "S"}

# Model: who looks at it, who adds, changes, deletes one that nothing relies on.
RECORDS = {
    "competencies.framework": ("EPS", "PS", "PS", "S"),
    "competencies.level": ("EPS", "PS", "PS", "PS"),
    "competencies.competency": ("EPS", "EPS", "EPS", "PS"),
    "classes.organization": ("EPS", "PS", "PS", "S"),
    "classes.jobfamily": ("EPS", "PS", "PS", "PS"),
    "classes.classseries": ("EPS", "PS", "PS", "PS"),
    "classes.jobclass": ("EPS", "EPS", "PS", "PS"),  # one that is listed, so public
    "classes.specification": ("EPS", "EPS", "EPS", "EPS"),
    "classes.section": ("EPS", "", "", ""),
    "classes.requirement": ("EPS", "", "", ""),
    "classes.requiredcompetency": ("EPS", "", "", ""),
    "classes.leveldescriptor": ("EPS", "", "", ""),
    "classes.changenotice": ("EPS", "PS", "PS", "PS"),
    "classes.historyentry": ("EPS", "", "", ""),
    "classes.sourcedocument": ("EPS", "EPS", "S", "S"),
    "auth.user": ("S", "S", "S", "S"),
    "auth.group": ("S", "S", "S", "S"),
}

# Act: the record that it is tried on, the methods it answers to, who may.
ACTS = {
    "classes_jobclass_revise": ("published_class", "POST", "EPS"),
    "classes_jobclass_abolish": ("published_class", "GET POST", "PS"),
    "classes_jobclass_reinstate": ("abolished_class", "GET POST", "PS"),
    "classes_jobclass_note": ("published_class", "GET POST", "PS"),
    "classes_specification_correct": ("published", "POST", "PS"),
    "classes_specification_preview": ("draft", "GET", "EPS"),
    "classes_specification_review": ("draft", "GET", "EPS"),
    "classes_specification_send": ("draft", "POST", "EPS"),
    "classes_specification_send_back": ("draft", "POST", "PS"),
    "classes_specification_take_back": ("draft", "POST", "EPS"),
    "classes_specification_publish": ("draft", "GET POST", "PS"),
    "classes_changenotice_apply": ("classes.changenotice", "GET POST", "PS"),
    "auth_user_password_change": ("auth.user", "GET POST", "S"),
}

# A published text can be looked at like a draft; that is all.
PUBLISHED = ("EPS", "", "")

# Records that others may change than the like of them above: model, who looks, who changes.
UNLIKE = {
    "hidden_class": ("classes.jobclass", "EPS", "EPS"),
    "published_class": ("classes.jobclass", "EPS", "PS"),
    "published_unlisted_class": ("classes.jobclass", "EPS", "PS"),
    "used_competency": ("competencies.competency", "EPS", "PS"),
}

# Pages that are about no record, and who may open them. Whatever they list goes by what one may look at.
PLAIN = {
    "index": "REPS",
    "password_change": "REPS",
    "password_change_done": "REPS",
    "jsi18n": "REPS",
    "advice": "EPS",
    "advice_count": "EPS",
}
# Tested below, or for everyone.
ELSEWHERE = {"login", "logout", "autocomplete", "view_on_site", "app_list", "advice_published"}
ELSEWHERE |= {"classes_changenotice_applied"}


@dataclass(frozen=True)
class Row:
    """One line of the table: an address, a method, and the letters of those who may."""

    method: str
    address: str
    allowed: str
    data: dict[str, Any] = field(default_factory=dict)


@pytest.fixture
def records() -> dict[str, Any]:
    """One record of each model on which nothing relies but what is made for it, and texts in every state."""
    organization = make_organization("county")
    job_class = make_class(organization, title="Planner", code="P1")
    published = make_published(job_class, date(2020, 1, 1))
    drafted = make_published(make_class(organization), date(2020, 1, 1)).job_class
    gone = make_published(make_class(organization), date(2020, 1, 1)).job_class
    abolish(gone, date(2024, 1, 1), Event("abolished", "Merged."))
    draft, _ = revise(drafted)
    profile = publish(make_profile())
    framework = make_framework(levels=("One",))
    required = require_competency(draft, make_competency(framework), {"one": "Plans."})
    return {
        "classes.organization": make_organization("empty"),
        "classes.jobfamily": make_family(organization),
        "classes.classseries": make_series(organization),
        "classes.jobclass": make_class(organization),
        "classes.specification": make_draft(make_class(organization)),
        "classes.section": make_section(draft),
        "classes.requirement": make_requirement(draft),
        "classes.requiredcompetency": required,
        "classes.leveldescriptor": required.descriptors.get(),
        "classes.changenotice": make_notice(organization),
        "classes.historyentry": make_entry(make_class(organization)),
        "classes.sourcedocument": SourceDocument.objects.create(name="a.txt", text="Plans."),
        "competencies.framework": make_framework(),
        "competencies.level": make_framework(levels=("Two",)).levels.get(),
        "competencies.competency": make_competency(),
        "auth.user": make_account("reader", "somebody"),
        "auth.group": Group.objects.create(name="Others"),
        "published": published,
        "published_class": job_class,
        "hidden_class": make_class(organization, listed=False),
        "published_unlisted_class": make_published(make_class(organization, listed=False)).job_class,
        "used_competency": profile.required_competencies.all()[0].competency,
        "abolished_class": gone,
        "draft": draft,
    }


def table(records: dict[str, Any]) -> Iterator[Row]:
    """Every address of the admin with every method that it answers to."""
    for label, (view, add, change, delete) in RECORDS.items():
        name, pk = f"admin:{label.replace('.', '_')}", [records[label].pk]
        yield Row("GET", reverse(f"{name}_changelist"), view)
        yield Row("POST", reverse(f"{name}_changelist"), view, {"action": "", "index": "0"})
        yield Row("GET", reverse(f"{name}_history", args=pk), view)
        yield Row("GET", reverse(f"{name}_change", args=pk), view)
        yield Row("POST", reverse(f"{name}_change", args=pk), change)
        for method in ("GET", "POST"):
            yield Row(method, reverse(f"{name}_add"), add)
            yield Row(method, reverse(f"{name}_delete", args=pk), delete, {"post": "yes"} if method == "POST" else {})
    for record, (label, view, change) in UNLIKE.items():
        address = reverse(f"admin:{label.replace('.', '_')}_change", args=[records[record].pk])
        yield from (Row("GET", address, view), Row("POST", address, change))
    view, change, delete = PUBLISHED
    both = ["admin:classes_specification_change", "admin:classes_specification_delete"]
    change_page, delete_page = (reverse(name, args=[records["published"].pk]) for name in both)
    yield from (Row("GET", change_page, view), Row("POST", change_page, change))
    yield from (Row("GET", delete_page, delete), Row("POST", delete_page, delete, {"post": "yes"}))
    for name, (record, methods, allowed) in ACTS.items():
        for method in methods.split():
            yield Row(method, reverse(f"admin:{name}", args=[records[record].pk]), allowed)
    for name, allowed in PLAIN.items():
        yield Row("GET", reverse(f"admin:{name}"), allowed)


def names(patterns: Any) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield pattern.name


def test_the_table_has_every_address_of_the_admin():
    django_own = {
        f"{label.replace('.', '_')}_{page}"
        for label in RECORDS
        for page in ("changelist", "add", "change", "delete", "history")
    }
    assert set(names(site.urls[0])) == django_own | set(ACTS) | set(PLAIN) | ELSEWHERE


def test_the_table_has_every_model_of_the_admin():
    assert {model._meta.label_lower for model in site._registry} == set(RECORDS)


def met(client: Client, row: Row, person: str) -> str:
    """Try a line of the table and take it back. Returns what was wrong with the answer; nothing if it was right."""
    may = (LETTERS.get(person, "R" if person == "reader" else "?")) in row.allowed
    with transaction.atomic(), CaptureQueriesContext(connection) as queries:
        response = (
            client.generic(row.method, row.address) if row.method == "GET" else client.post(row.address, row.data)
        )
        transaction.set_rollback(True)
    if not may and any(query["sql"].startswith(("INSERT", "UPDATE", "DELETE")) for query in queries):
        return "something was written"
    if may:
        right = response.status_code == 200 or (response.status_code == 302 and "login" not in response["Location"])
    elif person == "anonymous" and row.method == "GET":
        right = response.status_code == 302 and response["Location"].startswith("/admin/login/")
    elif person == "anonymous":
        right = response.status_code == 403 and b"Sign in again" in response.content
    else:
        right = response.status_code == 403 or (response.status_code == 404 and row.address.endswith("/preview/"))
    return "" if right else f"{response.status_code} {response.get('Location', '')}"


@pytest.mark.parametrize("person", PEOPLE)
def test_everyone_may_what_the_table_says_and_no_more(records, person):
    client = sign_in(person)
    wrong = []
    for row in table(records):
        if problem := met(client, row, person):
            wrong.append(f"{row.method} {row.address}: {problem}")
    assert wrong == []


@pytest.mark.parametrize(
    ("person", "counted", "read"),
    [("anonymous", 403, 302), ("reader", 403, 403), ("editor", 200, 404), ("publisher", 200, 404)],
)
def test_findings_are_counted_and_what_a_notice_did_is_read_by_those_who_may_look(records, person, counted, read):
    client = sign_in(person)
    assert client.post("/admin/advice/published/").status_code == counted
    address = reverse("admin:classes_changenotice_applied", args=[records["classes.changenotice"].pk, 1])
    assert client.get(address).status_code == read  # nothing was applied yet, so there is nothing to tell


def test_a_refusal_would_be_seen(records):
    """The table is read right: an editor who is said to publish, or a publisher who is said not to, is found."""
    address = reverse("admin:classes_specification_publish", args=[records["draft"].pk])
    assert met(sign_in("editor"), Row("GET", address, "EPS"), "editor").startswith("403")
    assert met(sign_in("publisher"), Row("GET", address, "ES"), "publisher").startswith("200")
    delete = reverse("admin:classes_changenotice_delete", args=[records["classes.changenotice"].pk])
    row = Row("POST", delete, "S", {"post": "yes"})
    assert met(sign_in("publisher", "other"), row, "publisher") == "something was written"


@pytest.mark.parametrize("person", PEOPLE)
def test_the_front_page_lists_work_for_those_who_may_look_at_texts(records, person):
    response = sign_in(person).get("/admin/", follow=True)
    assert (b"Recently published" in response.content) == (person in LETTERS)


@pytest.mark.parametrize("person", ["anonymous", "reader"])
def test_choices_are_offered_to_nobody_without_rights(records, person):
    ask = {"app_label": "classes", "model_name": "specification", "field_name": "job_class", "term": ""}
    response = sign_in(person).get("/admin/autocomplete/", ask)
    assert response.status_code == {"anonymous": 302, "reader": 403}[person]
    assert b"Planner" not in response.content


@pytest.mark.parametrize(("person", "listed"), [("editor", False), ("publisher", True)])
def test_whether_everyone_sees_a_class_without_a_text_is_for_publishers_to_say(records, person, listed):
    job_class = make_class(listed=False)
    address = reverse("admin:classes_jobclass_change", args=[job_class.pk])
    client = sign_in(person)
    form = {
        "title": job_class.title,
        "code": "",
        "slug": job_class.slug,
        "listed": "on",
        **{f"{prefix}-{name}_FORMS": "0" for prefix in ("history", "former_names") for name in ("TOTAL", "INITIAL")},
    }
    assert client.post(address, form).status_code == 302
    job_class.refresh_from_db()
    assert job_class.listed is listed


def test_a_draft_published_past_its_page_is_refused_to_an_editor_whatever_is_sent(records):
    draft = records["draft"]
    address = reverse("admin:classes_specification_publish", args=[draft.pk])
    editor = sign_in("editor")
    assert editor.post(address, {"on": "2026-07-01", "note": "x", "kind": "revised"}).status_code == 403
    draft.refresh_from_db()
    assert draft.status == "draft"


@pytest.mark.parametrize(
    ("record", "is_editors", "sentence"),
    [
        ("published_class", False, "The class is public, and what is changed here everyone reads at once."),
        ("published_unlisted_class", False, "The class is public, and what is changed here everyone reads at once."),
        ("used_competency", False, "A published text asks for it, and what is changed here everyone reads at once."),
        ("hidden_class", True, ""),
        ("competencies.competency", True, ""),
    ],
)
def test_what_everyone_reads_at_once_is_shown_to_editors_and_changed_by_publishers(
    records, record, is_editors, sentence
):
    row = records[record]
    title = "title" if hasattr(row, "title") else "name"
    editor, publisher = sign_in("editor"), sign_in("publisher")
    html = editor.get(page_of(row)).content.decode()
    assert (f'name="{title}"' in html) == is_editors
    assert sentence in html
    assert ("Only those who publish may change it: ask one of them." in html) == (not is_editors)
    html = publisher.get(page_of(row)).content.decode()
    assert f'name="{title}"' in html
    assert "Only those who publish" not in html


def test_a_class_that_becomes_public_while_an_editor_has_it_open_is_not_changed(records):
    row = records["hidden_class"]
    editor = sign_in("editor")
    form = form_of(editor, page_of(row)) | {"title": "Other"}
    row.listed = True
    row.save()
    assert editor.post(page_of(row), form).status_code == 403
    row.refresh_from_db()
    assert row.title != "Other"


def test_an_editor_changes_a_class_and_a_competency_that_nobody_reads_yet(records):
    editor = sign_in("editor")
    for record, title in (("hidden_class", "title"), ("competencies.competency", "name")):
        row = records[record]
        assert saves(editor, page_of(row), form_of(editor, page_of(row)) | {title: "Other"})
        row.refresh_from_db()
        assert getattr(row, title) == "Other"


def test_the_history_of_a_record_tells_what_its_fields_said_and_say(records):
    publisher = sign_in("publisher")
    competency, job_class = records["used_competency"], records["classes.jobclass"]
    old, family = competency.name, records["classes.jobfamily"]
    form = form_of(publisher, page_of(competency)) | {
        "name": "Other {0} %s",
        "archived": "on",
        "definition": "x " * 200,
    }
    assert saves(publisher, page_of(competency), form)
    (told,) = log_of(competency)
    assert told.startswith(f"Changed Name from “{old}” to “Other {{0}} %s”, Definition from nothing to “x x")
    assert told.endswith("x…” and Archived from no to yes.")
    was = job_class.title
    form = form_of(publisher, page_of(job_class)) | {"title": "Other", "family": family.pk, "successors": []}
    assert saves(publisher, page_of(job_class), form)
    assert log_of(job_class) == [
        f"Changed Title from “{was}” to “Other” and Family from {before_of(job_class)} to “{family}”."
    ]


def before_of(job_class: Any) -> str:
    return f"“{job_class.family}”" if job_class.family else "nothing"


def test_an_editor_who_only_looks_is_not_told_of_rights_that_change_nothing(records):
    """Whoever may look at classes alone has nothing to ask a publisher for."""
    account = make_account("reader", "looks")
    account.user_permissions.add(Permission.objects.get(codename="view_jobclass"))
    client = Client(headers={"host": "localhost"})
    client.force_login(account)
    html = client.get(page_of(records["published_class"])).content.decode()
    assert "Only those who publish" not in html
