"""CASE 1.0: a framework, and the levels of a class, as packages that the published data model allows."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest
import time_machine

from classes.models import LevelDescriptor
from classes.publishing import publish
from competencies.models import Competency
from tests.classes.storied import text_of
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_published,
    make_section,
    require_competency,
)

pytestmark = pytest.mark.django_db

NC = "/competencies/nc.case.json"
LEVELS = "/classes/nc/it-manager/levels.case.json"

# The data model of CASE 1.0 as 1EdTech publishes it (CFPackage and what is in one): what each class must have, and
# what else it may have.
IDENTITY = {"identifier": "uuid", "uri": "uri", "lastChangeDateTime": "moment"}
MODEL: dict[str, tuple[dict[str, str], dict[str, str]]] = {
    "CFPackage": (
        {"CFDocument": "CFDocument"},
        {
            "CFItems": "[CFItem]",
            "CFAssociations": "[CFAssociation]",
            "CFDefinitions": "CFDefinition",
            "CFRubrics": "[CFRubric]",
        },
    ),
    "CFDocument": (
        {**IDENTITY, "creator": "text", "title": "text"},
        {
            "officialSourceURL": "uri",
            "publisher": "text",
            "description": "text",
            "subject": "[text]",
            "subjectURI": "[LinkURI]",
            "language": "text",
            "version": "text",
            "adoptionStatus": "adoption",
            "statusStartDate": "day",
            "statusEndDate": "day",
            "licenseURI": "LinkURI",
            "notes": "text",
        },
    ),
    "CFItem": (
        {**IDENTITY, "fullStatement": "text"},
        {
            "alternativeLabel": "text",
            "CFItemType": "text",
            "CFItemTypeURI": "LinkURI",
            "humanCodingScheme": "text",
            "listEnumeration": "text",
            "abbreviatedStatement": "text",
            "conceptKeywords": "[text]",
            "conceptKeywordsURI": "LinkURI",
            "notes": "text",
            "language": "text",
            "educationLevel": "[text]",
            "licenseURI": "LinkURI",
            "statusStartDate": "day",
            "statusEndDate": "day",
        },
    ),
    "CFAssociation": (
        {**IDENTITY, "associationType": "association", "originNodeURI": "LinkURI", "destinationNodeURI": "LinkURI"},
        {"sequenceNumber": "integer", "CFAssociationGroupingURI": "LinkURI"},
    ),
    "CFDefinition": (
        {},
        {
            "CFConcepts": "[CFConcept]",
            "CFSubjects": "[CFSubject]",
            "CFLicenses": "[CFLicense]",
            "CFItemTypes": "[CFItemType]",
            "CFAssociationGroupings": "[CFAssociationGrouping]",
        },
    ),
    "CFItemType": (
        {**IDENTITY, "title": "text", "description": "text", "hierarchyCode": "text"},
        {"typeCode": "text"},
    ),
    "CFRubric": (IDENTITY, {"title": "text", "description": "text", "CFRubricCriteria": "[CFRubricCriterion]"}),
    "CFRubricCriterion": (
        IDENTITY,
        {
            "category": "text",
            "description": "text",
            "CFItemURI": "LinkURI",
            "weight": "number",
            "position": "integer",
            "rubricId": "uuid",
            "CFRubricCriterionLevels": "[CFRubricCriterionLevel]",
        },
    ),
    "CFRubricCriterionLevel": (
        IDENTITY,
        {
            "description": "text",
            "quality": "text",
            "score": "number",
            "feedback": "text",
            "position": "integer",
            "rubricCriterionId": "uuid",
        },
    ),
    "LinkURI": ({"title": "text", "identifier": "uuid", "uri": "uri"}, {}),
}
ADOPTION = {"Private Draft", "Draft", "Adopted", "Deprecated"}
ASSOCIATIONS = {
    "isChildOf",
    "isPeerOf",
    "isPartOf",
    "exactMatchOf",
    "precedes",
    "isRelatedTo",
    "replacedBy",
    "exemplar",
    "hasSkillLevel",
}


def check(value: Any, kind: str, where: str) -> None:
    """Assert that a value is of a kind of the data model: what is required is there, and nothing that it lacks."""
    if kind.startswith("["):
        assert isinstance(value, list), where
        for number, each in enumerate(value):
            check(each, kind[1:-1], f"{where}[{number}]")
    elif kind in MODEL:
        required, optional = MODEL[kind]
        assert isinstance(value, dict), where
        assert set(required) <= set(value) <= set(required) | set(optional), f"{where}: {sorted(value)}"
        for name, each in value.items():
            check(each, (required | optional)[name], f"{where}.{name}")
    elif kind == "uuid":
        assert str(UUID(value)) == value, where
    elif kind == "uri":
        assert value.startswith(("http://", "https://")), where
        assert " " not in value, where
    elif kind == "moment":
        assert datetime.fromisoformat(value).tzinfo is not None, where
    elif kind == "day":
        date.fromisoformat(value)
    elif kind == "adoption":
        assert value in ADOPTION, where
    elif kind == "association":
        assert value in ASSOCIATIONS, where
    elif kind in {"integer", "number"}:
        assert isinstance(value, int), where
    else:
        assert kind == "text"
        assert isinstance(value, str), where
        assert value.strip(), where


def check_package(package: dict[str, Any]) -> dict[str, str]:
    """Assert that a package is as the model has it and holds together; return the title of each of its identifiers."""
    check(package, "CFPackage", "package")
    rubrics = package.get("CFRubrics", [])
    criteria = [each for rubric in rubrics for each in rubric["CFRubricCriteria"]]
    levels = [each for criterion in criteria for each in criterion["CFRubricCriterionLevels"]]
    types = package["CFDefinitions"]["CFItemTypes"]
    things = [package["CFDocument"], *package["CFItems"], *package["CFAssociations"], *types]
    identifiers = [each["identifier"] for each in [*things, *rubrics, *criteria, *levels]]
    assert len(identifiers) == len(set(identifiers)), "an identifier stands twice"
    by_identifier = {each["identifier"]: each for each in things}
    items = {each["identifier"] for each in package["CFItems"]}
    document = package["CFDocument"]["identifier"]
    hung = [each for each in package["CFAssociations"] if each["associationType"] == "isChildOf"]
    assert [each["originNodeURI"]["identifier"] for each in hung] == list(items_in_order(package))
    assert {each["destinationNodeURI"]["identifier"] for each in hung} <= {document}
    assert [each["sequenceNumber"] for each in hung] == list(range(1, len(items) + 1))
    for each in package["CFAssociations"]:
        assert each["originNodeURI"]["identifier"] in items
        for link in (each["originNodeURI"], each["destinationNodeURI"]):
            if target := by_identifier.get(link["identifier"]):
                assert link["uri"] == target["uri"]
            else:
                assert each["associationType"] == "isRelatedTo"
    for item in package["CFItems"]:
        kind = by_identifier[item["CFItemTypeURI"]["identifier"]]
        assert (kind["title"], kind["uri"]) == (item["CFItemType"], item["CFItemTypeURI"]["uri"])
    for rubric in rubrics:
        for criterion in rubric["CFRubricCriteria"]:
            assert criterion["rubricId"] == rubric["identifier"]
            assert criterion["CFItemURI"]["identifier"] in items
            for level in criterion["CFRubricCriterionLevels"]:
                assert level["rubricCriterionId"] == criterion["identifier"]
    return {item["identifier"]: item["abbreviatedStatement"] for item in package["CFItems"]}


def items_in_order(package: dict[str, Any]) -> list[str]:
    return [item["identifier"] for item in package["CFItems"]]


def package(client, address: str, **query: str) -> dict[str, Any]:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    return response.json()


@pytest.mark.parametrize("address", [NC, "/competencies/city.case.json", LEVELS])
def test_packages_of_the_real_specifications_are_as_the_model_has_them(client, catalog, address):
    check_package(package(client, address))


def test_the_check_of_the_model_refuses_what_is_not_in_it(client, catalog):
    held = package(client, LEVELS)
    for spoil in (
        lambda data: data["CFDocument"].pop("creator"),
        lambda data: data["CFDocument"].update(adoptionStatus="In force"),
        lambda data: data["CFItems"][0].update(name="Planning"),
        lambda data: data["CFItems"][1].update(identifier=data["CFItems"][0]["identifier"]),
        lambda data: data["CFAssociations"][0].update(associationType="isUnder"),
        lambda data: data["CFRubrics"][0]["CFRubricCriteria"][0].update(rubricId=data["CFDocument"]["identifier"]),
    ):
        spoiled = json.loads(json.dumps(held))
        spoil(spoiled)
        with pytest.raises(AssertionError):
            check_package(spoiled)


def test_a_framework_holds_its_competencies_and_its_levels_in_their_order(client, catalog):
    held = package(client, NC)
    assert held["CFDocument"]["title"] == "NC Functional Competencies"
    assert held["CFDocument"]["adoptionStatus"] == "Adopted"
    kinds = [(item["CFItemType"], item["abbreviatedStatement"]) for item in held["CFItems"]]
    assert kinds[:2] == [("Competency", "Consultancy Skills"), ("Competency", "Employee Development")]
    assert kinds[6:] == [("Level", "Contributing"), ("Level", "Journey"), ("Level", "Advanced")]
    steps = [
        (each["originNodeURI"]["title"], each["destinationNodeURI"]["title"])
        for each in held["CFAssociations"]
        if each["associationType"] == "precedes"
    ]
    assert steps == [("Contributing", "Journey"), ("Journey", "Advanced")]
    assert [each["title"] for each in held["CFDefinitions"]["CFItemTypes"]] == ["Competency", "Level"]


def test_a_definition_is_the_full_statement_and_a_bare_name_is_both(client, db):
    framework = make_framework("county", description="What we look for.")
    make_competency(framework, "Coaching", definition="Helps others grow.")
    make_competency(framework, "Judgment")
    held = package(client, "/competencies/county.case.json")
    check_package(held)
    statements = [(item["fullStatement"], item["abbreviatedStatement"]) for item in held["CFItems"]]
    assert statements == [("Helps others grow.", "Coaching"), ("Judgment", "Judgment")]
    assert held["CFItems"][0]["uri"] == "http://localhost/competencies/county/coaching/"
    assert held["CFDocument"]["description"] == "What we look for."
    assert "adoptionStatus" not in held["CFDocument"]  # no text in force uses it: the catalog does not know


def test_an_archived_framework_is_deprecated_and_an_empty_one_is_a_package_still(client, db):
    make_framework("county", archived=True)
    held = package(client, "/competencies/county.case.json")
    check_package(held)
    assert held["CFDocument"]["adoptionStatus"] == "Deprecated"
    assert held["CFItems"] == held["CFAssociations"] == held["CFDefinitions"]["CFItemTypes"] == []


def test_every_cell_of_the_nc_profile_is_in_the_rubric_once_word_for_word(client, catalog):
    (rubric,) = package(client, LEVELS)["CFRubrics"]
    cells = [
        (criterion["category"], level["quality"], level["score"], level["description"])
        for criterion in rubric["CFRubricCriteria"]
        for level in criterion["CFRubricCriterionLevels"]
    ]
    held = LevelDescriptor.objects.filter(required_competency__specification__job_class__slug="it-manager")
    assert len(cells) == held.count() == 18
    assert sorted(cells) == sorted(
        (each.required_competency.name, each.level.name, each.level.rank, each.text)
        for each in held.select_related("required_competency", "level")
    )
    assert rubric["title"] == "IT Manager: Functional Competencies"
    assert [criterion["position"] for criterion in rubric["CFRubricCriteria"]] == [1, 2, 3, 4, 5, 6]


def test_a_competency_of_a_class_is_related_to_the_one_of_the_library(client, catalog):
    library = {item["identifier"]: item["uri"] for item in package(client, NC)["CFItems"]}
    related = [
        each["destinationNodeURI"]
        for each in package(client, LEVELS)["CFAssociations"]
        if each["associationType"] == "isRelatedTo"
    ]
    assert len(related) == 6
    assert all(library[link["identifier"]] == link["uri"] for link in related)


def test_identifiers_stay_the_same_and_are_of_this_host(client, catalog):
    first, again = package(client, LEVELS), package(client, LEVELS)
    assert first == again
    other = client.get(LEVELS, headers={"host": "127.0.0.1"}).json()
    assert not set(items_in_order(first)) & set(items_in_order(other))
    assert other["CFDocument"]["uri"].startswith("http://127.0.0.1/")


def leveled(**fields: Any):
    """A class whose text describes two competencies at two levels, one cell of four left out."""
    framework = make_framework("county", levels=("Basic", "Full"))
    job_class = make_class(make_organization("county", name="County"), slug="planner", title="Planner")
    draft = make_draft(job_class, effective_from=date(2020, 1, 1), **fields)
    make_section(draft, kind="competencies", heading="Competencies", body="")
    full = {"basic": "Plans <b>.", "full": "Plans well."}
    require_competency(draft, make_competency(framework, "Planning"), full, position=1, definition="To plan.")
    require_competency(draft, make_competency(framework, "Judgment"), {"full": "Decides."}, position=2)
    return draft


def test_a_cell_that_is_not_described_is_left_out_and_not_made_up(client, db):
    publish(leveled())
    held = package(client, "/classes/county/planner/levels.case.json")
    check_package(held)
    planning, judgment = held["CFRubrics"][0]["CFRubricCriteria"]
    assert (planning["category"], planning["description"]) == ("Planning", "To plan.")
    assert [level["description"] for level in planning["CFRubricCriterionLevels"]] == ["Plans <b>.", "Plans well."]
    assert [(level["quality"], level["score"]) for level in judgment["CFRubricCriterionLevels"]] == [("Full", 2)]
    assert held["CFDocument"]["statusStartDate"] == "2020-01-01"
    assert "statusEndDate" not in held["CFDocument"]


def test_another_day_shows_the_text_of_that_day_with_its_last_day(client, db):
    first = publish(leveled())
    publish(text_of(first.job_class, 2, effective_from=date(2021, 1, 1)))
    address = "/classes/county/planner/levels.case.json"
    held = package(client, address, as_of="2020-12-31")
    assert (held["CFDocument"]["version"], held["CFDocument"]["statusEndDate"]) == ("1", "2020-12-31")
    assert client.get(address).status_code == 404


def test_a_draft_is_in_no_package(client, db):
    leveled(title="Secret")
    address = "/classes/county/planner/levels.case.json"
    for day in ("", "?as_of=2030-01-01"):
        assert client.get(address + day).status_code == 404
    held = package(client, "/competencies/county.case.json")
    assert "adoptionStatus" not in held["CFDocument"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/competencies/atlantis.case.json", "no competency framework “atlantis”"),
        ("/classes/city/ci2787/levels.case.json", "describes no levels"),
        ("/classes/city/atlantis/levels.case.json", "no class “atlantis”"),
    ],
)
def test_what_is_not_held_is_a_404_with_a_sentence(client, catalog, address, words):
    response = client.get(address)
    assert response.status_code == 404
    assert words in response.json()["error"]


def test_the_creators_of_a_framework_are_the_employers_that_use_it(client, catalog):
    assert package(client, NC)["CFDocument"]["creator"] == "NC Department of Crime Control & Public Safety"
    assert package(client, "/competencies/city.case.json")["CFDocument"]["creator"] == "City"
    planning = Competency.objects.get(framework__slug="nc", slug="planning-and-organizing")
    county = make_organization("county", name="County")
    for number in (1, 2):
        make_published(make_class(county, slug=f"p{number}"), requires=planning)
    assert package(client, NC)["CFDocument"]["creator"] == "County; NC Department of Crime Control & Public Safety"


def test_an_employer_whose_framework_it_is_uses_it_before_any_text_does(client, db):
    make_organization("county", name="County", framework=make_framework("county"))
    assert package(client, "/competencies/county.case.json")["CFDocument"]["creator"] == "County"


def test_a_draft_makes_nobody_a_creator(client, db):
    leveled()
    assert package(client, "/competencies/county.case.json")["CFDocument"]["creator"] == "Framework county"


def changed(client, framework: str) -> str:
    return package(client, f"/competencies/{framework}.case.json")["CFDocument"]["lastChangeDateTime"]


def test_a_framework_changes_with_the_texts_that_use_it_and_not_with_others(client, db):
    assert make_framework("unused").slug == "unused"
    assert changed(client, "unused") == "1970-01-01T00:00:00Z"  # nothing is published at all
    with time_machine.travel(datetime(2026, 3, 1, tzinfo=UTC), tick=False):
        publish(leveled())
    assert changed(client, "county") == changed(client, "unused") == "2026-03-01T00:00:00Z"
    with time_machine.travel(datetime(2026, 4, 1, tzinfo=UTC), tick=False):
        make_published()
    assert changed(client, "county") == changed(client, "unused") == "2026-03-01T00:00:00Z"
    with time_machine.travel(datetime(2026, 5, 1, tzinfo=UTC), tick=False):
        make_published(requires=Competency.objects.get(name="Judgment"))
    assert changed(client, "county") == "2026-05-01T00:00:00Z"
    assert changed(client, "unused") == "2026-03-01T00:00:00Z"


@pytest.mark.parametrize("rows", [1, 20])
def test_a_package_asks_four_questions_however_long_the_framework(client, db, django_assert_num_queries, rows):
    framework = make_framework("county", levels=tuple(f"Level{number}" for number in range(rows)))
    for number in range(rows):
        competency = make_competency(framework, f"Competency {number}")
        make_published(make_class(), requires=competency)
    # the framework, its levels, its competencies with their uses, the employers that use it
    with django_assert_num_queries(4):
        client.get("/competencies/county.case.json")
