"""In use means kept: what others rely on is not deleted, and what is archived is not offered for new work."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from classes.admin.contents import levels_of
from classes.models import JobClass, Organization
from classes.publishing import Event, abolish
from competencies.keeping import offered
from competencies.models import Competency, Level
from tests.admin_forms import form_of, page_of, saves
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
    make_series,
    require_competency,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def relied_on() -> dict[str, Any]:
    """A published text, and everything that it relies on."""
    framework = make_framework("nc", ("Journey",), name="NC framework")
    organization = make_organization("county", name="County", framework=framework)
    family, series = make_family(organization, name="Planning"), make_series(organization, name="Planners")
    job_class = make_class(organization, title="Planner", family=family, series=series, series_rank=1)
    competency = make_competency(framework, "Coaching")
    make_published(job_class, requires=competency, levels={"journey": "Coaches."})
    notice = make_notice(organization, number="CN9")
    make_entry(job_class, kind="established", notice=notice)
    return {
        "organization": organization,
        "family": family,
        "series": series,
        "framework": framework,
        "level": framework.levels.get(),
        "competency": competency,
        "class": job_class,
        "notice": notice,
    }


RELYING = {
    "organization": ["1 job family", "Planning (County)", "1 class series", "1 class", "1 change notice", "CN9"],
    "family": ["1 class", "Planner"],
    "series": ["1 class", "Planner"],
    "framework": ["1 organization", "County", "1 level", "Journey (NC framework)", "1 competency"],
    "level": ["1 level descriptor"],
    "competency": ["1 required competency", "Coaching"],
    "class": ["1 specification", "Planner, revision 1", "1 history entry", "Established 2020-01-01 of Planner"],
    "notice": ["1 history entry", "Established 2020-01-01 of Planner"],
}
INSTEAD = {"class": "Abolish it instead: its texts stay readable", "notice": "A notice that the history cites stays."}


@pytest.mark.parametrize("name", RELYING)
def test_what_a_published_text_relies_on_is_not_deleted_and_the_page_says_who_relies_on_it(
    admin_client: Client, relied_on: dict[str, Any], name: str
) -> None:
    row = relied_on[name]
    for answer in (
        admin_client.get(page_of(row, "delete")),
        admin_client.post(page_of(row, "delete"), {"post": "yes"}),
    ):
        page = answer.content.decode()
        assert f"“{row}” cannot be deleted: the records below rely on it" in page
        assert INSTEAD.get(name, "Archive it instead: it is no longer offered for new work") in page
        for words in RELYING[name]:
            assert words in page
    row.refresh_from_db()


@pytest.mark.parametrize("name", RELYING)
def test_it_is_not_deleted_in_bulk_either(admin_client: Client, relied_on: dict[str, Any], name: str) -> None:
    row = relied_on[name]
    address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    chosen = {"action": "delete_selected", "_selected_action": [row.pk], "post": "yes"}
    page = admin_client.post(address, chosen).content.decode()
    assert "cannot be deleted, not even some of them" in page
    assert RELYING[name][0] in page
    row.refresh_from_db()


def test_what_nothing_relies_on_is_deleted(admin_client: Client) -> None:
    for row in (make_organization(), make_family(), make_series(), make_class(), make_notice(), make_competency()):
        assert saves(admin_client, page_of(row, "delete"), {"post": "yes"})
        assert not type(row).objects.filter(pk=row.pk).exists()


def test_a_class_that_takes_the_place_of_another_is_kept(admin_client: Client) -> None:
    gone = make_published().job_class
    successor = make_class(gone.organization, title="Chief Planner")
    abolish(gone, date(2024, 1, 1), Event("abolished"), [successor])
    page = admin_client.post(page_of(successor, "delete"), {"post": "yes"}).content.decode()
    assert "cannot be deleted" in page
    assert gone.title in page
    assert list(gone.successors.all()) == [successor]


def test_of_very_many_that_rely_on_a_record_the_first_are_named_at_the_same_cost(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    organization = make_organization()
    for number in range(12):
        make_class(organization, title=f"Class {number:02}")
    admin_client.get(page_of(organization, "delete"))
    # Session, user, organization; its families, series, classes (the first, and how many), notices.
    with django_assert_num_queries(8):
        page = admin_client.get(page_of(organization, "delete")).content.decode()
    assert "12 classes" in page
    assert "Class 09" in page
    assert "Class 10" not in page
    assert "and 2 more" in page
    for number in range(30):
        make_class(organization, title=f"Other {number}")
    with django_assert_num_queries(8):
        admin_client.get(page_of(organization, "delete"))


# Archived


@pytest.mark.parametrize("name", ["organization", "family", "series", "framework", "level", "competency"])
def test_a_record_in_use_is_archived_on_its_own_page_and_found_by_a_filter(
    admin_client: Client, relied_on: dict[str, Any], name: str
) -> None:
    row = relied_on[name]
    form = form_of(admin_client, page_of(row)) | {"archived": "on"}
    assert saves(admin_client, page_of(row), form)
    row.refresh_from_db()
    assert row.archived
    address = f"/admin/{row._meta.app_label}/{row._meta.model_name}/"
    assert page_of(row) in admin_client.get(address, {"archived__exact": "1"}).content.decode()
    assert page_of(row) not in admin_client.get(address, {"archived__exact": "0"}).content.decode()


def offers(client: Client, app: str, model: str, field: str) -> list[str]:
    ask = {"app_label": app, "model_name": model, "field_name": field, "term": ""}
    return [choice["text"] for choice in client.get("/admin/autocomplete/", ask).json()["results"]]


def test_what_is_archived_is_not_offered_for_new_work_but_stays_in_lists(admin_client: Client) -> None:
    framework = make_framework(levels=("One",))
    organization, gone = make_organization(name="County"), make_organization(name="Old County", archived=True)
    make_family(organization, name="Planning")
    make_family(organization, name="Typing", archived=True)
    make_family(gone, name="Mining")
    make_class(organization, title="Planner")
    make_class(gone, title="Miner")
    make_competency(framework, "Coaching")
    make_competency(framework, "Typing", archived=True)
    make_competency(make_framework(archived=True), "Mining")
    assert offers(admin_client, "classes", "jobclass", "organization") == ["County"]
    assert offers(admin_client, "classes", "jobclass", "family") == ["Planning (County)"]
    assert offers(admin_client, "classes", "specification", "job_class") == ["Planner"]
    assert offers(admin_client, "classes", "requiredcompetency", "competency") == [f"Coaching ({framework})"]
    assert "Old County" in admin_client.get("/admin/classes/organization/", {"q": "county"}).content.decode()


def test_what_a_record_has_already_stays_when_it_was_archived_since(admin_client: Client) -> None:
    job_class = make_class()
    job_class.family = make_family(job_class.organization, archived=True)
    job_class.save()
    assert saves(admin_client, page_of(job_class), form_of(admin_client, page_of(job_class)) | {"title": "Other"})
    job_class.refresh_from_db()
    assert (job_class.title, job_class.family.archived) == ("Other", True)


def test_offered_is_what_neither_itself_nor_its_owner_is_archived() -> None:
    make_framework(levels=("One",), archived=True)
    make_draft()
    assert not offered(Level.objects.all()).exists()
    assert offered(JobClass.objects.all()).count() == offered(Organization.objects.all()).count() == 1
    assert not offered(Competency.objects.all()).exists()


def test_a_level_that_is_archived_is_written_at_no_more_but_what_stands_at_it_stays_in_sight() -> None:
    framework = make_framework("nc", ("Journey", "Advanced"))
    text = make_draft(make_class(make_organization(framework=framework)))
    framework.levels.update(archived=True)
    assert levels_of(text) == []
    require_competency(text, make_competency(framework), {"journey": "Coaches."})
    assert [level.name for level in levels_of(text)] == ["Journey"]
