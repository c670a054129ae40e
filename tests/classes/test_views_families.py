"""Job families: the index of families and series, the page of one family, and its data twin."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import (
    make_class,
    make_draft,
    make_family,
    make_organization,
    make_published,
    make_section,
    make_series,
)
from tests.page import check_frame, read

pytestmark = pytest.mark.django_db

NC_FAMILY = "/families/nc/information-technology/"


def test_families_page_lists_families_and_series_by_organization_with_counts(client, catalog):
    response = client.get("/families/")
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Job families and series")
    families, series = (page.one("section", aria_labelledby=name) for name in ("families", "series"))
    assert families.text == "Families NC Department of Crime Control & Public Safety Information Technology 1 class"
    assert families.links == [NC_FAMILY]
    assert series.text == "Series City IT Management 5 classes"
    assert series.links == ["/series/city/it-management/"]


def test_families_page_names_each_organization_once_over_its_families(client, db):
    first, second = make_organization(name="Alpha"), make_organization(name="Beta")
    for name in ("Water", "Planning"):
        make_family(first, name=name)
        make_family(second, name=name)
    section = read(client.get("/families/")).one("section", aria_labelledby="families")
    assert [heading.text for heading in section.all("h3")] == ["Alpha", "Beta"]
    assert [item.text for item in section.all("li")] == ["Planning 0 classes", "Water 0 classes"] * 2


def test_families_page_of_an_empty_catalog_says_so(client, db):
    main = read(client.get("/families/")).one("main")
    assert "No job family is held yet." in main.text
    assert "No series is held yet." in main.text


def test_family_page_shows_its_organization_and_classes(client, catalog):
    response = client.get(NC_FAMILY)
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Information Technology, NC Department of Crime Control & Public Safety")
    assert page.one("h1").text == "Information Technology"
    assert page.one("p", class_="status").text == "Job family · 1 class"
    table = page.one("table")
    assert table.one("caption").text == "Classes of the family, by title"
    assert table.one("th", scope="row").links == ["/classes/nc/it-manager/"]
    assert page.one("nav", class_="crumbs").links == ["/families/", "/classes/?organization=nc"]


def test_family_page_shows_its_description(client, db):
    family = make_family(description="Work with water.")
    assert "Work with water." in read(client.get(family.get_absolute_url())).one("main").text


def test_a_family_without_a_class_says_so_and_shows_a_way_on(client, db):
    family = make_family()
    make_class(family.organization, family=family, abolished_on=date(2022, 7, 1))
    address = family.get_absolute_url()
    notice = read(client.get(address)).one("p", class_="notice")
    assert notice.text == "No class of this family is held. All families"
    assert notice.links == ["/families/"]
    assert read(client.get(address, {"as_of": "2022-06-30"})).all("table")
    late = read(client.get(address, {"as_of": "2022-07-01"})).one("p", class_="notice")
    assert late.text == "No class of this family is held for that day. All families"


@pytest.mark.parametrize("address", ["/families/nc/astronomy/", "/families/atlantis/information-technology/"])
def test_an_unknown_family_is_a_404_that_names_it_and_shows_a_way_on(client, catalog, address):
    response = client.get(address)
    assert response.status_code == 404
    main = read(response).one("main")
    assert "The catalog has no job family “" in main.text
    assert "/families/" in main.links
    twin = client.get(address.rstrip("/") + ".json")
    assert twin.status_code == 404
    assert "no job family" in twin.json()["error"]


def test_neither_page_nor_twin_of_a_family_lets_a_draft_through(client, db):
    family = make_family(name="Planning")
    hidden = make_class(family.organization, family=family, title="Secret Planner", listed=False)
    make_section(make_draft(hidden, effective_from=date(2020, 1, 1)))
    seen = make_class(family.organization, family=family, title="Planner")
    make_published(seen)
    make_draft(seen, revision=2, effective_from=date(2021, 1, 1), title="Secret", pay_grade="Secret")
    address = family.get_absolute_url()
    for each in (address, address.rstrip("/") + ".json", "/families/"):
        for day in ("", "?as_of=2030-01-01"):
            response = client.get(each + day)
            assert response.status_code == 200
            assert "Secret" not in response.content.decode()
    assert read(client.get(address)).one("p", class_="status").text == "Job family · 1 class"
    assert "Planning 1 class" in read(client.get("/families/")).one("main").text


def fill(classes: int):
    """A family and as many classes with a text in it, among as many families and series."""
    organization = make_organization()
    family = make_family(organization)
    for rank in range(1, classes + 1):
        make_published(make_class(organization, family=family, series=make_series(organization), series_rank=rank))
        make_family(make_organization())
        make_series(make_organization())
    return family


@pytest.mark.parametrize("classes", [1, 20])
def test_families_page_asks_two_questions_however_many_there_are(client, db, django_assert_num_queries, classes):
    fill(classes)
    # families with counts, series with counts
    with django_assert_num_queries(2):
        client.get("/families/")


@pytest.mark.parametrize("classes", [1, 20])
def test_family_page_and_twin_ask_three_questions_however_many_classes(client, db, django_assert_num_queries, classes):
    address = fill(classes).get_absolute_url()
    # the family with its organization, its classes, their texts in force
    for each in (address, address.rstrip("/") + ".json"):
        with django_assert_num_queries(3):
            client.get(each)
