"""Former codes and titles lead to the class that bore them, and lists show each day's own."""

from __future__ import annotations

from datetime import date

import pytest

from classes.models import FormerName
from classes.publishing import Event, abolish, note, publish
from tests.classes.storied import storied_class, text_of
from tests.factories import make_class, make_draft, make_organization, make_series
from tests.page import read

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["p100", "P100", "planner", "senior-planner", "principal-planner"])
def test_a_former_or_announced_code_or_title_in_the_address_leads_to_the_class(client, name):
    storied_class()
    answer = client.get(f"/classes/county/{name}/", follow=True)
    assert answer.redirect_chain[-1] == (f"/classes/county/p200/?formerly={name.lower()}", 302)
    assert answer.status_code == 200


def test_whoever_asked_for_a_former_name_is_told_until_when_it_was_borne(client):
    storied_class()
    page = read(client.get("/classes/county/p200/", {"formerly": "p100"}))
    assert page.one("ul", class_="class-notes").text.startswith(
        "You asked for Planner (P100). That was the name of this class until December 31, 2020."
    )
    page = read(client.get("/classes/county/p200/", {"formerly": "anything<b>"}))
    assert "You asked" not in page.text
    assert "Formerly Planner (P100), until December 31, 2020." in page.one("ul", class_="class-notes").text


@pytest.mark.parametrize(
    "page", ["history/", "history.json", "history.csv", "history/feed/", "revisions/1/", "revisions/1.txt"]
)
def test_every_page_of_a_class_is_found_by_its_former_code(client, page):
    storied_class()
    answer = client.get(f"/classes/county/p100/{page}", {"as_of": "2022-01-01"})
    assert answer.status_code == 302
    assert answer["Location"] == f"/classes/county/p200/{page}?as_of=2022-01-01&formerly=p100"
    assert client.get(answer["Location"]).status_code == 200


def test_a_name_that_was_only_noted_leads_there_too(client):
    job_class = make_class(make_organization("county"), title="Clerk", code="C2")
    FormerName.objects.create(job_class=job_class, title="Filing Clerk", code="C 1", until=date(2015, 7, 1))
    for name in ("filing-clerk", "c-1"):
        page = read(client.get(f"/classes/county/{name}/", follow=True))
        assert "You asked for Filing Clerk (C 1). That was the name of this class until June 30, 2015." in page.text


@pytest.mark.parametrize(("as_of", "told"), [("2015-06-30", False), ("2015-07-01", True)])
def test_a_name_is_a_former_one_from_the_day_on_which_it_is_borne_no_more(client, as_of, told):
    job_class = make_class(make_organization("county"), title="Clerk", code="C2")
    FormerName.objects.create(job_class=job_class, title="Filing Clerk", until=date(2015, 7, 1))
    page = read(client.get("/classes/county/c2/", {"as_of": as_of}))
    assert ("Formerly Filing Clerk" in page.text) == told


def test_a_name_of_a_draft_or_of_a_class_not_yet_public_leads_nowhere(client):
    job_class = storied_class()
    make_draft(job_class, revision=5, title="Secret", code="S1")
    hidden = make_class(make_organization("west"), title="Hidden", code="H2", listed=False)
    FormerName.objects.create(job_class=hidden, title="Hidden Once", code="H1", until=date(2015, 7, 1))
    for address in (
        "/classes/county/secret/",
        "/classes/county/s1/",
        "/classes/west/h1/",
        "/classes/west/hidden-once/",
    ):
        answer = client.get(address)
        assert answer.status_code == 404
        assert "The catalog has no class" in read(answer).one("main").text
    for words in ("Secret", "Hidden", "H1"):
        assert "No class answers" in read(client.get("/classes/", {"q": words})).text


def test_a_name_of_another_organization_leads_nowhere(client):
    storied_class()
    make_organization("west")
    assert client.get("/classes/west/p100/").status_code == 404


def test_of_two_classes_that_bore_a_name_the_last_one_answers_and_the_one_that_bears_it_before_both(client):
    county = make_organization("county")
    earlier, later = make_class(county, title="One", code="C8"), make_class(county, title="Two", code="C9")
    FormerName.objects.create(job_class=earlier, title="Aide", code="C1", until=date(2010, 1, 1))
    FormerName.objects.create(job_class=later, title="Aide", code="C1", until=date(2012, 1, 1))
    assert client.get("/classes/county/c1/")["Location"] == "/classes/county/c9/?formerly=c1"
    make_class(county, title="Three", code="C1")
    assert client.get("/classes/county/c1/").status_code == 200


def test_a_search_for_a_former_name_finds_the_class_and_says_until_when(client):
    storied_class()
    page = read(client.get("/classes/", {"q": "planner p100"}))
    row = page.one("table", class_="scan").one("tbody").one("tr")
    assert row.one("th").text == "Senior Planner formerly Planner (P100), until Dec 31, 2020"
    page = read(client.get("/classes/", {"q": "senior"}))
    assert page.one("table", class_="scan").one("tbody").one("th").text == "Senior Planner"


@pytest.mark.parametrize(
    ("as_of", "title", "code", "grade"),
    [
        ("2020-12-31", "Planner", "P100", "G-1"),
        ("2021-01-01", "Senior Planner", "P200", "G-2"),
        ("2026-12-31", "Senior Planner", "P200", "G-2"),
        ("2027-01-01", "Principal Planner", "P200", "G-3"),
    ],
)
def test_lists_show_the_title_code_and_grade_of_their_day(client, as_of, title, code, grade):
    storied_class()
    row = read(client.get("/classes/", {"as_of": as_of})).one("table", class_="scan").one("tbody").one("tr")
    assert row.one("th").text == title
    assert [cell.text for cell in row.all("td", class_="unbroken")][:2] == [code, grade]
    assert read(client.get("/classes/county/p200/", {"as_of": as_of})).one("h1").text == f"{title} {code}"


@pytest.mark.parametrize(
    ("as_of", "code"),
    [
        ("2018-12-31", "P100"),
        ("2019-01-01", "P100"),
        ("2020-06-01", "P100"),
        ("2020-12-31", "P100"),
        ("2021-01-01", "P200"),
    ],
)
def test_on_a_day_without_a_text_a_class_bears_the_code_that_its_texts_tell(client, as_of, code):
    county = make_organization("county", name="County")
    series = make_series(county, slug="planning")
    job_class = make_class(county, title="Planner", code="P100", series=series, series_rank=1)
    publish(text_of(job_class, 1, title="Planner", code="P100", effective_from=date(2019, 1, 1)))
    note(job_class, date(2020, 1, 1), Event("revised"))
    publish(text_of(job_class, 2, title="Planner", code="P200", effective_from=date(2021, 1, 1)))
    query = {"as_of": as_of}
    assert read(client.get("/classes/county/p200/", query)).one("h1").text == f"Planner {code}"
    assert client.get("/classes/county/p200.json", query).json()["class"]["code"] == code
    row = read(client.get("/classes/", query)).one("table", class_="scan").one("tbody").one("tr")
    assert row.all("td", class_="unbroken")[0].text == code
    assert code in read(client.get("/series/county/planning/", query)).one("main").text
    assert code in read(client.get("/compare/", query | {"classes": "county/p200"})).one("h1").text


def test_a_retitling_that_was_only_noted_lays_the_name_of_the_last_text_down(client):
    job_class = make_class(make_organization("county"), title="Planner", code="P1")
    publish(text_of(job_class, 1, title="Planner", code="P1", effective_from=date(2019, 1, 1)))
    note(job_class, date(2020, 1, 1), Event("retitled"))
    FormerName.objects.create(job_class=job_class, title="Planner", code="P1", until=date(2020, 1, 1))
    job_class.refresh_from_db()
    job_class.title = "Town Planner"
    job_class.save()
    for as_of, title in (("2019-12-31", "Planner"), ("2020-01-01", "Town Planner")):
        assert read(client.get("/classes/county/p1/", {"as_of": as_of})).one("h1").text == f"{title} P1"
        table = read(client.get("/classes/", {"as_of": as_of})).one("table", class_="scan").one("tbody")
        assert table.one("th").text == title


def test_lists_are_sorted_by_the_titles_of_their_day(client):
    county = make_organization("county")
    job_class = make_class(county, title="Aide", code="A1")
    publish(text_of(job_class, 1, title="Aide", code="A1", effective_from=date(2019, 1, 1)))
    publish(text_of(job_class, 2, title="Zookeeper", code="A1", effective_from=date(2021, 1, 1)))
    make_class(county, title="Clerk", code="C1")
    for as_of, titles in (("2020-12-31", ["Aide", "Clerk"]), ("2021-01-01", ["Clerk", "Zookeeper"])):
        table = read(client.get("/classes/", {"as_of": as_of})).one("table", class_="scan").one("tbody")
        assert [head.text for head in table.all("th")] == titles


def test_an_abolished_class_is_out_of_the_list_and_found_when_asked_for_with_what_took_its_place(client):
    county = make_organization("county", name="County")
    job_class, other = make_class(county, title="Clerk", code="C1"), make_class(county, title="Aide", code="A1")
    publish(text_of(job_class, 1, title="Clerk", code="C1", effective_from=date(2019, 1, 1)))
    abolish(job_class, date(2022, 1, 1), Event("abolished"), [other])
    assert "Clerk" not in read(client.get("/classes/")).one("main").text
    page = read(client.get("/classes/", {"q": "clerk"}))
    assert "One that was abolished does:" in page.text
    found = page.one("section", class_="abolished")
    assert found.text == "Abolished Clerk (C1) abolished Jan 1, 2022 County · in its place: Aide (A1)"
    assert found.links == ["/classes/county/c1/", "/classes/county/a1/"]
    assert read(client.get("/classes/", {"q": "clerk", "as_of": "2021-12-31"})).all("section", class_="abolished") == []
    page = read(client.get("/classes/county/c1/"))
    assert page.one("p", class_="status").text == "Abolished on January 1, 2022 · County"
    assert "/classes/county/a1/" in page.one("ul", class_="class-notes").links


@pytest.mark.parametrize("count", [1, 12])
def test_a_search_costs_the_same_however_much_it_finds(client, django_assert_num_queries, count):
    county = make_organization("county")
    for number in range(count):
        job_class = make_class(county, title="Planner", code=f"P{number}")
        publish(text_of(job_class, 1, title="Planner", code=f"P{number}", effective_from=date(2019, 1, 1)))
        gone = make_class(county, title="Old Planner", code=f"Q{number}")
        abolish(gone, date(2022, 1, 1), Event("abolished"), [job_class])
    client.get("/classes/")
    # Is anything new? Who has the word? Abolished classes and their successors, to whom the list leads.
    with django_assert_num_queries(4):
        client.get("/classes/", {"q": "planner"})
