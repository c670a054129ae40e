"""The page of one revision: its text for good, and what has become of it."""

from __future__ import annotations

from datetime import date

import pytest

from classes.models import Specification
from classes.publishing import Event, abolish, note, publish, reinstate
from tests.classes.storied import storied_class, text_of
from tests.factories import make_class, make_draft, make_organization
from tests.page import check_frame, read

pytestmark = pytest.mark.django_db

COUNTY = "/classes/county/p200/revisions"


def status_of(client, address: str, **query: str) -> str:
    return read(client.get(address, query)).one("p", class_="status").text


def test_each_revision_shows_its_own_words_under_its_own_name(client):
    storied_class()
    for revision, title, duties in (
        (1, "Planner (P100)", "Plans."),
        (2, "Senior Planner (P200)", "Plans the wrk."),
        (3, "Senior Planner (P200)", "Plans the work."),
        (4, "Principal Planner (P200)", "Plans the work of others."),
    ):
        page = read(client.get(f"{COUNTY}/{revision}/"))
        check_frame(page, f"{title}: revision {revision}, County")
        assert f" {duties} Education" in page.one("article").text_without("standing"), revision


@pytest.mark.parametrize(
    ("revision", "said"),
    [
        (1, "Superseded as it was from January 1, 2019 to December 31, 2020, superseded by revision 3 · revision 1"),
        (
            2,
            "Mistaken published with a mistake: revision 3 corrects it and stands in its place from the same day, "
            "January 1, 2021 · revision 2",
        ),
        (3, "In force since January 1, 2021 · revision 3 · corrects revision 2"),
        (4, "Announced takes effect on January 1, 2027 · revision 4"),
    ],
)
def test_the_banner_says_what_the_text_is_today(client, revision, said):
    storied_class()
    assert status_of(client, f"{COUNTY}/{revision}/") == f"{said} · County"


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2018-12-31", "Not yet in force takes effect on January 1, 2019, after the day shown"),
        ("2019-01-01", "In force on that day since January 1, 2019"),
        ("2020-12-31", "In force on that day since January 1, 2019"),
        ("2021-01-01", "Superseded as it was from January 1, 2019 to December 31, 2020, superseded by revision 3"),
    ],
)
def test_on_either_side_of_a_boundary_day_the_banner_says_what_the_text_was_then(client, as_of, said):
    storied_class()
    assert status_of(client, f"{COUNTY}/1/", as_of=as_of).startswith(said)


def test_a_text_whose_class_is_abolished_leads_to_what_took_its_place(client):
    county = make_organization("county", name="County")
    job_class, other = make_class(county, title="Clerk", code="C1"), make_class(county, title="Aide", code="A1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)))
    abolish(job_class, date(2022, 1, 1), Event("abolished"), [other])
    page = read(client.get("/classes/county/c1/revisions/1/"))
    assert page.one("p", class_="status").text == (
        "Abolished on January 1, 2022; this text applied from January 1, 2019 to December 31, 2021 "
        "· revision 1 · County"
    )
    assert page.one("ul", class_="class-notes").text == "In its place: Aide (A1)."
    assert page.one("ul", class_="class-notes").links == ["/classes/county/a1/"]
    assert "In force on that day" in status_of(client, "/classes/county/c1/revisions/1/", as_of="2021-12-31")


def test_a_text_that_was_followed_by_one_not_held_says_so_and_the_class_page_shows_no_text_in_its_place(client):
    job_class = make_class(make_organization("county", name="County"), title="Clerk", code="C1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)))
    note(job_class, date(2022, 1, 1), Event("regraded", "By notice."))
    assert status_of(client, "/classes/county/c1/revisions/1/") == (
        "No longer in force as it was from January 1, 2019 to December 31, 2021; regraded on January 1, 2022, and the "
        "text from then on is not held · revision 1 · County"
    )
    page = read(client.get("/classes/county/c1/"))
    assert page.one("p", class_="status").text == (
        "No text held regraded on January 1, 2022, and the text from then on is not held · County"
    )
    assert page.all("article", class_="document") == []
    assert "Plans." not in page.text
    assert "“By notice.”" in page.one("main").text
    assert page.all("article") == []
    assert "Plans." in read(client.get("/classes/county/c1/", {"as_of": "2021-12-31"})).one("article").text


def test_a_class_reinstated_without_a_text_says_since_when_none_is_held(client):
    job_class = make_class(make_organization("county", name="County"), title="Clerk", code="C1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)))
    abolish(job_class, date(2022, 1, 1), Event("abolished"))
    reinstate(job_class, date(2023, 1, 1), Event("reinstated"))
    said = status_of(client, "/classes/county/c1/")
    assert said == "No text held reinstated on January 1, 2023, and the text from then on is not held · County"


def test_an_undated_text_says_that_its_source_bears_no_date(client, catalog):
    said = status_of(client, "/classes/nc/it-manager/revisions/1/")
    assert said.startswith("In force the source bears no date · revision 1")


@pytest.mark.parametrize("revision", ["0", "2", "9", "99999999999999999999"])
def test_a_revision_that_does_not_exist_and_a_draft_answer_alike(client, catalog, revision):
    from classes.models import JobClass

    make_draft(JobClass.objects.get(slug="ci2787"), revision=2, title="Secret")
    for ending in ("/", ".json", ".txt"):
        answer = client.get(f"/classes/city/ci2787/revisions/{revision}{ending}")
        assert answer.status_code == 404
        assert f"holds no revision {revision} of a class" in answer.content.decode()


def test_a_revision_is_no_number_is_a_plain_404(client, catalog):
    for revision in ("one", "-1", "1.5", "%00"):
        assert client.get(f"/classes/city/ci2787/revisions/{revision}/").status_code == 404


def test_the_plain_text_is_the_document_under_its_citation(client, catalog):
    answer = client.get("/classes/city/ci2787/revisions/1.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    text = answer.content.decode()
    digest = Specification.objects.get(job_class__slug="ci2787").digest
    assert text.startswith(
        f"IT Manager (CI2787), City, revision 1, in force since 30 July 2023, {digest[:12]}\nSHA-256 {digest}\n"
        "/classes/city/ci2787/revisions/1/\n\n\nOffice of Human Resources\n"
    )
    assert "Pushing: Exerting force upon an object so that it moves away from the person." in text


def test_the_json_twin_says_what_has_become_of_the_text(client):
    storied_class()
    second = client.get(f"{COUNTY}/2.json").json()
    assert (second["status"], second["corrected_by"], second["followed_by"]) == ("corrected", 3, None)
    first = client.get(f"{COUNTY}/1.json").json()
    assert (first["status"], first["followed_by"], first["corrects"]) == ("superseded", 3, None)
    third = client.get(f"{COUNTY}/3.json").json()
    assert (third["status"], third["corrects"]) == ("in force", 2)
    assert third["specification"]["document"]["sections"][0]["body"] == "Plans the work."


def test_the_revision_page_asks_six_questions(client, catalog, django_assert_num_queries):
    # the class with the text, all rows of the text; texts, events, noted names; the series with its texts in force
    with django_assert_num_queries(6):
        client.get("/classes/city/ci2787/revisions/1/")
    with django_assert_num_queries(5):  # the rows are kept
        client.get("/classes/city/ci2787/revisions/1/")
