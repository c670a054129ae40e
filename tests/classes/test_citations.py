"""A text is cited by words that lead back to it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classes.citations import cite, digest_in
from classes.models import Specification
from tests.classes.storied import storied_class
from tests.factories import make_class, make_draft, make_organization, make_published
from tests.page import read

pytestmark = pytest.mark.django_db

HEX = "0123456789abcdef"


def citation(client, address: str) -> str:
    return read(client.get(address)).one("p", id="citation").text


def test_the_city_text_is_cited_with_name_employer_revision_day_and_digest(client, catalog):
    digest = Specification.objects.get(job_class__slug="ci2787").digest
    said = f"IT Manager (CI2787), City, revision 1, in force since 30 July 2023, {digest[:12]}"
    for address in ("/classes/city/ci2787/", "/classes/city/ci2787/revisions/1/"):
        assert citation(client, address) == said
        links = read(client.get(address)).one("section", id="cite").links
        assert links == [
            "/classes/city/ci2787/revisions/1/",
            "/classes/city/ci2787/revisions/1.txt",
            "/classes/city/ci2787/revisions/1.json",
        ]


def test_a_citation_says_how_the_text_stands():
    job_class = storied_class()
    said = [
        cite(text, job_class, date(2026, 6, 15)).text.split(", ")[3]
        for text in Specification.objects.order_by("revision")
    ]
    assert said == [
        "in force 1 January 2019 to 31 December 2020",
        "dated 1 January 2021 and corrected since",
        "in force since 1 January 2021",
        "takes effect on 1 January 2027",
    ]


@pytest.mark.parametrize(("today", "said"), [(date(2020, 12, 31), "since"), (date(2021, 1, 1), "to")])
def test_a_text_that_is_to_end_is_in_force_until_the_day_itself(today, said):
    job_class = storied_class()
    first = Specification.objects.get(revision=1)
    assert f" {said} " in cite(first, job_class, today).text


def test_an_undated_text_is_cited_as_undated(client, catalog):
    assert ", revision 1, undated, " in citation(client, "/classes/nc/it-manager/")


@pytest.mark.parametrize("shape", ["{citation}", "  {citation}  ", "see {citation}.", "{digest}", "{start}", "{upper}"])
def test_pasted_into_search_a_citation_or_its_digest_opens_the_revision(client, catalog, shape):
    text = Specification.objects.get(job_class__slug="ci2787")
    pasted = shape.format(
        citation=citation(client, "/classes/city/ci2787/"),
        digest=text.digest,
        start=text.digest[:20],
        upper=text.digest.upper(),
    )
    answer = client.get("/classes/", {"q": pasted})
    assert answer.status_code == 302
    assert answer["Location"] == "/classes/city/ci2787/revisions/1/"


@pytest.mark.parametrize(
    "pasted", ["Accountant (F9), City, revision 1, {digest}", "IT Manager (CI2787), City, revision 7, {digest}"]
)
def test_a_citation_that_names_another_text_than_its_digest_opens_the_text_and_says_so(client, catalog, pasted):
    text = Specification.objects.get(job_class__slug="ci2787")
    words = pasted.format(digest=text.digest[:12])
    page = read(client.get("/classes/", {"q": words}, follow=True))
    assert f"The citation that you pasted names this text otherwise: “{words}”." in page.one("main").text
    elsewhere = read(client.get("/classes/city/ci2787/revisions/1/", {"cited": "Buy now 000000000000"}))
    assert "Buy now" not in elsewhere.one("main").text


def test_the_day_is_kept_on_the_way_from_a_citation_to_its_text(client, catalog):
    digest = Specification.objects.get(job_class__slug="ci2787").digest
    answer = client.get("/classes/", {"q": digest, "as_of": "2026-06-01"})
    assert answer["Location"] == "/classes/city/ci2787/revisions/1/?as_of=2026-06-01"


def test_a_citation_longer_than_a_search_may_be_still_opens_its_text(client):
    job_class = make_class(make_organization("county", name="C" * 100), title="T" * 200)
    text = make_published(job_class, title="T" * 200)
    pasted = cite(text, job_class, date(2026, 6, 15)).text
    assert len(pasted) > 300
    assert client.get("/classes/", {"q": pasted}).status_code == 302


def test_a_digest_that_matches_no_text_says_so(client, catalog):
    answer = client.get("/classes/", {"q": "IT Manager (CI2787), City, revision 1, 0123456789ab"})
    assert answer.status_code == 404
    said = read(answer).one("main").text
    assert "No text in this catalog has a digest that begins with “0123456789ab”" in said


def test_eleven_digits_are_words_like_others(client, catalog):
    text = Specification.objects.get(job_class__slug="ci2787")
    assert client.get("/classes/", {"q": text.digest[:11]}).status_code == 200


def test_a_draft_cannot_be_found_by_any_digest(client):
    draft = make_draft()
    assert draft.digest == ""
    assert client.get("/classes/", {"q": "0" * 12}).status_code == 404


def test_two_texts_with_one_digest_are_both_offered(client):
    for slug in ("east", "west"):
        make_published(make_class(make_organization(slug), title="Planner", slug="planner"), title="Planner")
    digest = Specification.objects.first().digest
    page = read(client.get("/classes/", {"q": digest[:12]}))
    assert "Which one is meant?" in page.one("main").text
    assert {"/classes/east/planner/revisions/1/", "/classes/west/planner/revisions/1/"} <= set(page.links)


@given(st.text(max_size=40), st.text(alphabet=HEX, min_size=12, max_size=64), st.text(max_size=40))
def test_whatever_stands_around_it_the_last_digest_is_read(before, digest, after):
    words = f"{before}, {digest}"
    assert digest_in(words) == digest
    assert digest_in(f"{words} {after}") in {digest, digest_in(after)}


@given(st.text(max_size=200))
def test_any_words_are_read_without_a_fault(words):
    found = digest_in(words)
    assert found == "" or 12 <= len(found) <= 64


@pytest.mark.parametrize("longer", ["0" * 65, "x" + "0" * 12, "0" * 12 + "z"])
def test_longer_words_are_no_digest(longer):
    assert digest_in(longer) == ""
