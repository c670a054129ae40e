"""Forty searches of a generated catalog of 200 classes and the two real documents, each with what stands first."""

from __future__ import annotations

from contextlib import suppress
from io import StringIO
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from classes import caching
from classes.finding import columns, days, index
from classes.finding.spelling import suggestion
from classes.finding.words import parse
from tests.conftest import TODAY, Rollback

CITY, NC = "City", "NC Department of Crime Control & Public Safety"
COUNTY, STATE = "Demonstration County", "Demonstration State"
TOWNSHIP, BOROUGH = "Demonstration Township", "Demonstration Borough"

# What is typed; the title and organization of the class that stands first; what is told beside its title, if anything:
# what it was called, the competency, or how the sentence begins. Where nothing is found, what was meant.
SEARCHES = [
    # codes, as they are printed and otherwise
    ("ci2787", "IT Manager", CITY, ""),
    ("CI-2787", "IT Manager", CITY, ""),
    ("T1012", "Airport Attendant II", COUNTY, ""),
    ("ci27", "IT Manager", CITY, ""),
    ("2787", "IT Manager", CITY, ""),
    # codes of old
    ("1029", "Legal Secretary I", COUNTY, "1029"),
    ("1019", "Claims Adjuster II", BOROUGH, "1019"),
    # titles, whole and half, in any order
    ("IT Manager", "IT Manager", CITY, ""),
    ("manager it", "IT Manager", CITY, ""),
    ("it executive", "IT Executive", CITY, ""),
    ("public health nurse", "Public Health Nurse I", STATE, ""),
    ("pub hea nur", "Public Health Nurse I", STATE, ""),
    ("budg ana", "Budget Analyst", COUNTY, ""),
    ("plann", "Planner I", COUNTY, ""),
    ("security guard II", "Security Guard II", TOWNSHIP, ""),
    ("equipment operator", "Equipment Operator", COUNTY, ""),
    # plurals, capitals, accents
    ("recreation therapists", "Recreation Therapist I", BOROUGH, ""),
    ("LIBRARY ASSISTANTS", "Library Assistant", COUNTY, ""),
    ("attorneys", "Attorney", BOROUGH, ""),
    ("Récréation Thérapist", "Recreation Therapist I", BOROUGH, ""),
    # titles of old
    ("Visiting Nurse", "Public Health Nurse I", STATE, "Visiting Nurse I"),
    ("janitors", "Custodian I", COUNTY, "Janitor I"),
    ("Tree Inspector", "Senior Urban Forester", TOWNSHIP, "Senior Tree Inspector"),
    ("help desk", "Service Desk Technician I", TOWNSHIP, "Help Desk Technician I"),
    ("Assistant Legal Counsel", "Assistant Attorney", BOROUGH, "Assistant Legal Counsel"),
    # phrases, and words to leave out
    ('"public works"', "Civil Engineer", COUNTY, "With little daily supervision, designs public works"),
    ('"multiple calls"', "IT Manager", CITY, "Occasional pressure due to multiple calls"),
    ("manager -it -heavy", "Civil Litigation Manager", BOROUGH, ""),
    # competencies
    ("consultancy", "IT Manager", NC, "Consultancy Skills"),
    ("initiating action", "IT Manager", CITY, "Deciding and Initiating Action"),
    ("coaching", "IT Manager", CITY, "Coaching"),
    # words remembered from the City's text
    ("letter of reprimand", "IT Manager", CITY, "Documents causes for disciplinary action"),
    ("CJIS clearance", "IT Manager", CITY, "By position, must obtain Criminal Justice"),
    ("animal behavior", "IT Manager", CITY, "Vision: Ability to perceive animal behavior"),
    ("tact empathy politeness", "IT Manager", CITY, "Shows understanding, friendliness"),
    # words remembered from the department's text
    ("s/he budget planning", "IT Manager", NC, "S/he may be responsible for budget planning"),
    ("contractors large scale projects", "IT Manager", NC, "Oversees and manages large scale"),
    ('"generalized representation"', "IT Manager", NC, "This is a generalized representation"),
    # misspelt
    ("supervison", "", "", "supervision"),
    ("custodain", "", "", "custodian"),
    ("librery asistant", "", "", "library assistant"),
    ("mangaer it", "", "", "manager it"),
    ("xyzzy", "", "", ""),
]


@pytest.fixture(scope="module")
def answers(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> dict[str, dict[str, Any]]:
    """What each search finds. The catalog is written once, asked everything, and taken back."""
    found: dict[str, dict[str, Any]] = {}
    with (
        django_db_blocker.unblock(),
        time_machine.travel(TODAY, tick=False),
        suppress(Rollback),
        transaction.atomic(),
    ):
        for kept in (caching, index, columns, days):
            kept.forget()
        asked = {"classes": 200, "seed": 1, "today": TODAY.date(), "quiet": True}
        call_command("generate_catalog", stdout=StringIO(), **asked)
        call_command("load_catalog", stdout=StringIO())
        client = Client(headers={"host": "localhost"})
        for typed, *_ in SEARCHES:
            answer = client.get("/classes.json", {"q": typed}).json()
            answer["meant"] = "" if answer["count"] else suggestion(parse(typed))
            answer["page"] = client.get("/classes/", {"q": typed})
            found[typed] = answer
        raise Rollback
    return found


@pytest.mark.parametrize(("typed", "title", "organization", "told"), SEARCHES, ids=[typed for typed, *_ in SEARCHES])
def test_what_is_looked_for_stands_first(answers, typed, title, organization, told):
    answer = answers[typed]
    if not title:
        assert (answer["count"], answer["meant"]) == (0, told)
        return
    first = answer["classes"][0]
    names = {"city": CITY, "nc": NC, "demo-county": COUNTY, "demo-state": STATE, "demo-township": TOWNSHIP}
    assert (first["title"], names.get(first["organization"], BOROUGH)) == (title, organization)
    said = first["formerly"] or first["found_in"] or ""
    assert said.startswith(told) if told else said == ""


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("ci2787", "/classes/city/ci2787/"),
        ("CI-2787", "/classes/city/ci2787/"),
        ("T1012", "/classes/demo-county/t1012/"),
        ("1029", "/classes/demo-county/l1011/"),
    ],
)
def test_a_code_leads_to_its_class(answers, typed, address):
    assert answers[typed]["page"].headers["Location"] == address


def test_there_are_forty_searches_and_each_has_its_page():
    assert len(SEARCHES) >= 40
    assert len({typed for typed, *_ in SEARCHES}) == len(SEARCHES)
