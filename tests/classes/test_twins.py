"""Pages as data: what the `.json` twins of class, family and competency hold."""

from __future__ import annotations

from datetime import date

import pytest

from classes.assembly import assemble
from classes.document import SCHEMA_VERSION, from_json
from classes.models import Specification
from tests.factories import make_class, make_competency, make_draft, make_entry, make_family, make_published

pytestmark = pytest.mark.django_db


def twin(client, address: str, **query: str) -> dict:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


@pytest.mark.parametrize(("organization", "slug"), [("city", "ci2787"), ("nc", "it-manager")])
def test_class_twin_holds_the_document_from_which_the_page_is_made(client, catalog, organization, slug):
    held = Specification.objects.get_by_natural_key(organization, slug, 1)
    data = twin(client, f"/classes/{organization}/{slug}.json")["specification"]
    assert from_json(data["document"]) == assemble(held)
    assert from_json(data["document"]).digest == data["digest"] == held.digest


def test_class_twin_names_class_organization_series_day_and_dates(client, catalog):
    data = twin(client, "/classes/city/ci2787.json")
    assert data["schema_version"] == SCHEMA_VERSION
    assert data["as_of"] == "2026-06-15"
    assert data["class"] == {
        "slug": "ci2787",
        "code": "CI2787",
        "title": "IT Manager",
        "page": "/classes/city/ci2787/",
        "organization": {"slug": "city", "name": "City", "office": "Office of Human Resources"},
        "family": None,
        "series": {"slug": "it-management", "name": "IT Management", "rung": 1},
        "abolished_on": None,
    }
    assert data["specification"]["revision"] == 1
    assert data["specification"]["effective_from"] == "2023-07-30"
    assert data["specification"]["effective_to"] is None


def test_class_twin_holds_the_history_as_the_page_shows_it(client, catalog):
    history = twin(client, "/classes/city/ci2787.json")["history"]
    assert [(entry["effective_on"], entry["kind"], entry["revision_held"]) for entry in history] == [
        ("2023-07-30", "revised", 1),
        ("2022-11-27", "regraded", None),
        ("2021-10-21", "revised", None),
        ("2018-09-21", "established", None),
    ]
    assert history[1]["notice"] == "CN1746"
    assert history[3]["recorded_by"] == "LS"


def test_class_twin_of_a_class_in_a_family_names_it(client, catalog):
    assert twin(client, "/classes/nc/it-manager.json")["class"]["family"] == {
        "slug": "information-technology",
        "name": "Information Technology",
        "page": "/families/nc/information-technology/",
    }


def test_class_twin_before_the_first_text_holds_no_later_text(client, catalog):
    before = twin(client, "/classes/city/ci2787.json", as_of="2023-07-29")
    assert before["as_of"] == "2023-07-29"
    assert before["specification"] is None
    assert [entry["effective_on"] for entry in before["history"]] == ["2022-11-27", "2021-10-21", "2018-09-21"]
    assert twin(client, "/classes/city/ci2787.json", as_of="2023-07-30")["specification"]["revision"] == 1


def test_class_twin_bears_the_end_of_a_text_that_was_followed_by_another(client):
    job_class = make_class()
    make_published(job_class, date(2020, 1, 1))
    make_published(job_class, date(2021, 1, 1), revision=2)
    address = job_class.get_absolute_url().rstrip("/") + ".json"
    old, new = (twin(client, address, as_of=day)["specification"] for day in ("2020-12-31", "2021-01-01"))
    assert (old["revision"], old["effective_to"]) == (1, "2021-01-01")
    assert (new["revision"], new["effective_to"]) == (2, None)


def test_class_twin_of_a_class_without_a_text_says_null(client, catalog):
    data = twin(client, "/classes/city/it-director.json")
    assert data["specification"] is None
    assert data["history"] == []
    assert data["class"]["series"]["rung"] == 3


def test_class_twin_bears_the_day_of_abolition(client):
    job_class = make_class(abolished_on=date(2022, 7, 1))
    data = twin(client, job_class.get_absolute_url().rstrip("/") + ".json")
    assert data["class"]["abolished_on"] == "2022-07-01"


def test_an_entry_without_a_text_held_bears_no_revision_even_where_a_draft_hangs_on_it(client):
    job_class = make_class()
    entry = make_entry(job_class, specification=make_published(job_class), minor=True)
    address = job_class.get_absolute_url().rstrip("/") + ".json"
    (held,) = twin(client, address)["history"]
    assert (held["revision_held"], held["minor"]) == (1, True)
    entry.specification = None
    entry.save()
    make_draft(job_class, revision=2)
    assert twin(client, address)["history"][0]["revision_held"] is None


def test_family_twin_names_its_classes_and_whether_their_text_is_held(client):
    family = make_family(description="Work with water.")
    held = make_published(make_class(family.organization, family=family, title="Alpha")).job_class
    bare = make_class(family.organization, family=family, title="Beta", code="B1")
    data = twin(client, family.get_absolute_url().rstrip("/") + ".json")
    assert data["schema_version"] == SCHEMA_VERSION
    assert data["family"]["description"] == "Work with water."
    assert data["family"]["organization"]["slug"] == family.organization.slug
    assert data["classes"] == [
        {"slug": held.slug, "code": "", "title": "Alpha", "page": held.get_absolute_url(), "text_held": True},
        {"slug": "b1", "code": "B1", "title": "Beta", "page": bare.get_absolute_url(), "text_held": False},
    ]


def test_family_twin_shows_the_day_that_was_asked_for(client):
    family = make_family()
    make_class(family.organization, family=family, abolished_on=date(2022, 7, 1))
    address = family.get_absolute_url().rstrip("/") + ".json"
    assert [len(twin(client, address, as_of=day)["classes"]) for day in ("2022-06-30", "2022-07-01")] == [1, 0]


def test_competency_twin_holds_each_use_in_its_own_wording(client, catalog):
    data = twin(client, "/competencies/nc/planning-and-organizing.json")
    assert data["competency"]["framework"] == {"slug": "nc", "name": "NC Functional Competencies"}
    (use,) = data["required_by"]
    assert use["class"]["page"] == "/classes/nc/it-manager/"
    assert use["class"]["organization"]["slug"] == "nc"
    assert use["name"] == "Planning and Organizing"
    assert [level["level"] for level in use["levels"]] == ["contributing", "journey", "advanced"]
    assert use["levels"][2]["text"].endswith("Contributes to strategic planning.")


def test_competency_twin_of_one_that_nobody_requires_has_an_empty_list(client):
    competency = make_competency(definition="Helps.")
    data = twin(client, competency.get_absolute_url().rstrip("/") + ".json")
    assert data["competency"]["definition"] == "Helps."
    assert data["required_by"] == []
