"""JSON-LD: a class as Occupation, a competency as DefinedTerm; in the page, and at an address of its own."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from classes.facts import Education
from classes.publishing import publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_family,
    make_framework,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    require_competency,
)
from tests.page import read

pytestmark = pytest.mark.django_db

CITY = "/classes/city/ci2787"
# The properties of schema.org's Occupation and of the Thing that it is, as far as a class specification can have them.
OCCUPATION = {
    *("educationRequirements", "estimatedSalary", "experienceRequirements", "occupationLocation"),
    *("occupationalCategory", "qualifications", "responsibilities", "skills"),
    *("name", "description", "identifier", "url", "subjectOf", "@context", "@type", "@id"),
}


def linked(client, address: str, **query: str) -> dict[str, Any]:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json"
    return response.json()


def in_page(client, address: str) -> dict[str, Any]:
    """The data in the head of a page."""
    (script,) = read(client.get(address)).one("head").all("script", type="application/ld+json")
    (written,) = script.children
    return json.loads(written)


def test_the_city_class_says_in_the_words_of_schema_org_what_its_text_says(client, catalog):
    data = linked(client, CITY + ".jsonld")
    assert set(data) <= OCCUPATION
    assert (data["@context"], data["@type"]) == ("https://schema.org", "Occupation")
    assert (data["name"], data["url"]) == ("IT Manager", "/classes/city/ci2787/")
    assert data["identifier"]["value"] == "CI2787"
    assert data["description"].startswith("Supervises information technology professionals responsible")
    assert data["responsibilities"].startswith("Reviews, develops, or modifies work plans")
    assert data["educationRequirements"] == {
        "@type": "EducationalOccupationalCredential",
        "credentialCategory": "Bachelor’s degree",
        "description": "Bachelor's Degree in Computer Science, Mathematics, Business, or a related field.",
    }
    assert data["experienceRequirements"] == {
        "@type": "OccupationalExperienceRequirements",
        "monthsOfExperience": 36,
        "description": "Three (3) years of professional level information technology work.",
    }
    assert "By position, Motor Vehicle Record" in data["qualifications"]
    assert [skill["name"] for skill in data["skills"]][-1] == "Written Communication"
    assert {skill["@type"] for skill in data["skills"]} == {"DefinedTerm"}
    assert data["skills"][0]["inDefinedTermSet"]["@type"] == "DefinedTermSet"
    assert data["subjectOf"]["url"] == "/classes/city/ci2787/revisions/1/"
    assert data["subjectOf"]["temporalCoverage"] == "2023-07-30/.."
    assert data["subjectOf"]["creator"]["department"]["name"] == "Office of Human Resources"


def test_the_nc_class_bears_its_family_and_leaves_out_what_its_text_does_not_say(client, catalog):
    data = linked(client, "/classes/nc/it-manager.jsonld")
    assert data["occupationalCategory"]["name"] == "Information Technology"
    assert data["experienceRequirements"]["monthsOfExperience"] == 48
    assert data["educationRequirements"]["credentialCategory"] == "Bachelor’s degree"
    assert data["educationRequirements"]["description"].startswith("Graduation from a four year college or university")
    assert not {"identifier", "responsibilities", "occupationLocation"} & set(data)
    assert "temporalCoverage" not in data["subjectOf"]  # the source bears no date
    assert all("description" not in skill for skill in data["skills"])


@pytest.mark.parametrize("address", [CITY, "/classes/nc/it-manager", "/classes/city/it-director"])
def test_the_page_holds_the_same_data_and_tells_where_they_stand(client, catalog, address):
    assert in_page(client, address + "/") == linked(client, address + ".jsonld")
    page = read(client.get(address + "/"))
    (link,) = page.all("link", type="application/ld+json")
    assert link.attributes["href"] == address + ".jsonld"


def test_a_class_without_a_text_says_its_name_and_nothing_of_another_day(client, catalog):
    assert linked(client, "/classes/city/it-director.jsonld") == {
        "@context": "https://schema.org",
        "@type": "Occupation",
        "@id": "/classes/city/it-director/",
        "url": "/classes/city/it-director/",
        "name": "IT Director",
    }
    before = linked(client, CITY + ".jsonld", as_of="2023-07-29")
    assert not {"description", "responsibilities", "skills", "subjectOf"} & set(before)


def test_every_string_is_in_the_text_or_an_address(client, catalog):
    """Nothing is made up: what is told of the text stands in it, word for word."""
    said = " ".join(client.get(CITY + "/revisions/1.txt").content.decode().split())
    data = linked(client, CITY + ".jsonld")
    told = [data[name] for name in ("description", "responsibilities", "qualifications")]
    told += [skill[name] for skill in data["skills"] for name in ("name", "description")]
    told += [data[name]["description"] for name in ("educationRequirements", "experienceRequirements")]
    for text in told:
        for paragraph in text.split("\n\n"):
            assert " ".join(paragraph.split()) in said


def test_a_requirement_of_some_positions_only_says_so(client, db):
    draft = make_draft(effective_from=date(2020, 1, 1))
    make_section(draft, kind="licensure", heading="Licenses", body="")
    make_requirement(draft, kind="licensure", text="A driver license.", by_position=True, position=1)
    make_requirement(draft, kind="licensure", text="By position, a pilot license.", by_position=True, position=2)
    address = publish(draft).job_class.get_absolute_url()[:-1] + ".jsonld"
    expected = "By position: A driver license.\n\nBy position, a pilot license."
    assert linked(client, address)["qualifications"] == expected


def test_none_is_not_told_as_a_requirement_and_no_months_are_no_months(client, db):
    draft = make_draft(effective_from=date(2020, 1, 1), minimum_experience_months=0)
    make_section(draft, kind="experience", heading="Experience", body="None")
    make_section(draft, kind="knowledge", heading="Knowledge", body="None")
    data = linked(client, publish(draft).job_class.get_absolute_url()[:-1] + ".jsonld")
    assert data["experienceRequirements"]["monthsOfExperience"] == 0
    assert "description" not in data["experienceRequirements"]
    assert "skills" not in data


@pytest.mark.parametrize(
    ("level", "body", "expected"),
    [
        (None, "Some schooling.", "Some schooling."),
        (Education.SOME_COLLEGE, "Two years of college.", "Two years of college."),  # which is no degree
        (
            Education.HIGH_SCHOOL,
            "A diploma.",
            {"credentialCategory": "High school diploma", "description": "A diploma."},
        ),
        (Education.MASTER, "None", {"credentialCategory": "Master’s degree"}),
        (Education.SOME_COLLEGE, "None", None),
        (None, "None", None),
    ],
)
def test_the_degree_that_was_read_from_the_text_goes_with_its_words(client, db, level, body, expected):
    draft = make_draft(effective_from=date(2020, 1, 1), minimum_education=level)
    make_section(draft, kind="education", heading="Education", body=body)
    said = linked(client, publish(draft).job_class.get_absolute_url()[:-1] + ".jsonld").get("educationRequirements")
    if isinstance(expected, dict):
        expected = {"@type": "EducationalOccupationalCredential", **expected}
    assert said == expected


def test_knowledge_is_a_skill_in_words(client, db):
    draft = make_draft(effective_from=date(2020, 1, 1))
    make_section(draft, kind="knowledge", heading="Knowledge", body="Of plans.\n\nOf maps.")
    data = linked(client, publish(draft).job_class.get_absolute_url()[:-1] + ".jsonld")
    assert data["skills"] == ["Of plans.\n\nOf maps."]


def test_a_competency_is_a_defined_term_of_its_framework(client, catalog):
    data = linked(client, "/competencies/city/coaching.jsonld")
    assert (data["@type"], data["name"]) == ("DefinedTerm", "Coaching")
    assert data["description"].startswith("Provides others with clear direction")
    assert data["inDefinedTermSet"]["name"] == "City Competencies"
    assert in_page(client, "/competencies/city/coaching/") == data


def test_hostile_words_stay_within_the_block_and_come_out_letter_for_letter(client, db):
    words = "</script><script>alert(1)</script><!-- & ]]> \u2028 \" ' {{ 7 }}"
    organization = make_organization("county", name=words, office=words)
    family = make_family(organization, name=words)
    framework = make_framework("county", name=words)
    competency = make_competency(framework, "Coaching", definition=words)
    job_class = make_class(organization, family=family, title=words, slug="planner")
    draft = make_draft(job_class, effective_from=date(2020, 1, 1), title=words)
    make_section(draft, kind="summary", heading="Summary", body=words)
    make_section(draft, kind="competencies", heading="Competencies", body="")
    require_competency(draft, competency, name=words[:200], definition=words)
    publish(draft)
    for address in ("/classes/county/planner", "/competencies/county/coaching"):
        response = client.get(address + "/")
        assert b"<script>alert" not in response.content
        assert in_page(client, address + "/") == linked(client, address + ".jsonld")
    data = in_page(client, "/classes/county/planner/")
    assert data["description"] == data["name"] == words
    assert data["skills"][0]["description"] == data["occupationalCategory"]["name"] == words


def test_a_draft_is_in_neither_the_page_nor_the_data(client, db):
    seen = make_class(title="Planner")
    make_published(seen)
    make_section(make_draft(seen, revision=2, title="Secret", effective_from=date(2021, 1, 1)), body="Secret.")
    hidden = make_class(title="Secret Planner", listed=False)
    make_section(make_draft(hidden, effective_from=date(2020, 1, 1)))
    for day in ("", "?as_of=2030-01-01"):
        response = client.get(seen.get_absolute_url()[:-1] + ".jsonld" + day)
        assert response.status_code == 200
        assert "Secret" not in response.content.decode()
        assert client.get(hidden.get_absolute_url()[:-1] + ".jsonld" + day).status_code == 404


def test_what_goes_wrong_is_a_sentence_in_json(client, catalog):
    for address, status in ((CITY + ".jsonld?as_of=never", 400), ("/classes/city/nothing.jsonld", 404)):
        response = client.get(address)
        assert (response.status_code, response["Content-Type"]) == (status, "application/json")
        assert response.json()["error"].endswith(".")
    assert client.post(CITY + ".jsonld").json()["status"] == 405


def test_the_data_cost_no_query_beyond_the_page(client, catalog, django_assert_num_queries):
    client.get(CITY + ".json")  # what the text says is kept from here on
    with CaptureQueriesContext(connection) as page:
        client.get(CITY + ".json")
    for address in (CITY + ".jsonld", CITY + "/"):
        with django_assert_num_queries(len(page)):
            client.get(address)
    # the competency with its framework
    with django_assert_num_queries(1):
        client.get("/competencies/city/coaching.jsonld")
