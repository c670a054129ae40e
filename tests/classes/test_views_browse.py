"""The list of classes: its table, filters, pages, and what it answers to nonsense."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_family,
    make_organization,
    make_published,
    make_section,
    make_series,
)
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db


def rows(page: Element) -> list[list[str]]:
    """The cells of the table, line by line, from the title on; none where there is no table."""
    tables = page.all("table")
    return [
        [row.one("th", scope="row").text, *(cell.text for cell in row.all("td") if "data-label" in cell.attributes)]
        for table in tables
        for row in table.one("tbody").all("tr")
    ]


def titles(client, **query: str) -> list[str]:
    response = client.get("/classes/", query)
    assert response.status_code == 200
    return [row[0] for row in rows(read(response))]


def test_browse_lists_the_six_classes_of_the_catalog_with_what_is_known_of_each(client, catalog):
    response = client.get("/classes/")
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Classes")
    assert page.one("h2", id="found").text == "6 classes"
    table = page.one("table")
    assert table.one("caption").text == "Classes, by title"
    assert [head.text for head in table.one("thead").all("th", scope="col")] == [
        "Title",
        "Code",
        "Grade",
        "Organization",
        "Family or series",
        "Minimums",
        "In force since",
    ]
    nc = "NC Department of Crime Control & Public Safety"
    assert sorted(rows(page)) == sorted(
        [
            ["IT Director", "–", "–", "City", "IT Management", "–", "No text held"],
            ["IT Director Senior", "–", "–", "City", "IT Management", "–", "No text held"],
            ["IT Executive", "–", "–", "City", "IT Management", "–", "No text held"],
            ["IT Manager", "–", "–", nc, "Information Technology", "Bachelor’s degree, 4 years", "no date"],
            [
                "IT Manager",
                "CI2787",
                "EX-17",
                "City",
                "IT Management",
                "Bachelor’s degree, 3 years",
                "Jul 30, 2023",
            ],
            ["IT Manager Senior", "–", "–", "City", "IT Management", "–", "No text held"],
        ]
    )


def test_titles_in_the_list_are_row_heads_that_lead_to_their_pages(client, catalog):
    heads = read(client.get("/classes/", {"q": "CI2787"})).one("table").all("th", scope="row")
    assert [head.links for head in heads] == [["/classes/city/ci2787/"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "executive"}, ["IT Executive"]),
        ({"q": "ci2787"}, ["IT Manager"]),
        ({"q": "senior IT"}, ["IT Director Senior", "IT Manager Senior"]),
        ({"q": "  executive  "}, ["IT Executive"]),
        ({"q": "manager", "organization": "nc"}, ["IT Manager"]),
        ({"family": "nc/information-technology"}, ["IT Manager"]),
        ({"family": "nc/information-technology", "organization": "city"}, []),
        ({"q": "sup%visor"}, []),
        ({"q": "_"}, []),
        ({"q": "plans"}, []),  # a word of the texts, not of titles or codes
    ],
)
def test_filters_narrow_the_list_together(client, catalog, query, found):
    assert sorted(titles(client, **query)) == found


def test_an_empty_filter_is_none(client, catalog):
    assert len(titles(client, q="", organization="", family="", page="")) == 6


def test_applied_filters_are_shown_each_with_a_link_that_takes_it_off_and_keeps_the_rest(client, catalog):
    query = {"q": "manager", "organization": "nc", "as_of": "2024-01-01", "page": "1"}
    applied = read(client.get("/classes/", query)).one("ul", aria_label="Applied filters").all("li")
    assert [(tag.text, tag.links) for tag in applied] == [
        ("Remove the filter Title or code: manager ×", ["?organization=nc&as_of=2024-01-01"]),
        (
            "Remove the filter Organization: NC Department of Crime Control & Public Safety ×",
            ["?q=manager&as_of=2024-01-01"],
        ),
    ]


def test_the_filter_form_shows_what_was_asked_and_keeps_the_day(client, catalog):
    query = {"q": 'man"ager', "organization": "city", "as_of": "2024-01-01"}
    form = read(client.get("/classes/", query)).one("form", role="search")
    assert {field.attributes["name"]: field.attributes.get("value") for field in form.all("input")} == {
        "as_of": "2024-01-01",
        "q": 'man"ager',
    }
    chosen = [option.attributes["value"] for option in form.all("option") if "selected" in option.attributes]
    assert chosen == ["city", ""]


def test_no_class_found_says_what_to_loosen(client, catalog):
    response = client.get("/classes/", {"q": "astronaut"})
    assert response.status_code == 200
    page = read(response)
    assert page.one("h2", id="found").text == "0 classes"
    assert "Remove a filter above, or try fewer words" in page.one("main").text
    assert page.all("table") == []


@pytest.mark.parametrize(
    "query",
    [
        {"organization": "atlantis"},
        {"organization": "1"},
        {"organization": "\x00"},
        {"organization": "city", "family": "city/astronomy"},
        {"family": "information-technology"},
        {"family": "/"},
        {"family": "1"},
        {"family": "nc/\x00"},
        {"family": "nc/information-technology/more"},
        {"q": "it\x00manager"},
        {"q": "a" * 201},
        {"q": "a" * 10_000},
        {"organization": "atlantis", "q": "x" * 10_000, "family": "é"},
    ],
    ids=lambda query: urlencode(query)[:40],
)
def test_a_filter_that_makes_no_sense_is_a_400_with_a_sentence_and_lists_nothing(client, catalog, query):
    response = client.get("/classes/", query)
    assert response.status_code == 400
    page = read(response)
    check_frame(page, "Classes")
    assert page.one("h2", id="found").text == "Nothing was looked up"
    assert page.all("table") == []
    alert = page.one("p", role="alert")
    assert alert.text.startswith("A filter makes no sense: ")
    assert alert.links == ["/classes/"]
    for error in page.all("p", class_="field-error"):
        field = next(each for each in page.walk() if each.attributes.get("aria-describedby") == error.attributes["id"])
        assert field.attributes["aria-invalid"] == "true"
    assert page.all("p", class_="field-error")


def test_a_filter_that_makes_no_sense_looks_no_class_up(client, catalog, django_assert_num_queries):
    # the search for the organization, choices of organizations, choices of families
    with django_assert_num_queries(3):
        client.get("/classes/", {"organization": "atlantis"})


def test_a_search_of_two_hundred_characters_is_still_looked_up(client, catalog):
    assert titles(client, q=("z " * 100)[:200]) == []


@pytest.mark.parametrize(
    "page", ["abc", "1.0", "1e3", "٣", "１", "½", "\x00", "1\x00", "99999999999", "9" * 5000, "<b>"]
)
def test_a_page_that_is_no_number_is_a_400_with_a_sentence(client, catalog, page):
    response = client.get("/classes/", {"page": page})
    assert response.status_code == 400
    assert "is not a page number." in read(response).one("main").text


@pytest.mark.parametrize("page", ["0", "-1", "2", "999999999"])
def test_a_page_beyond_the_list_is_a_404_that_says_where_the_list_ends(client, catalog, page):
    response = client.get("/classes/", {"page": page})
    assert response.status_code == 404
    found = read(response).one("main")
    assert f"There is no page {page}. This list ends with page 1." in found.text
    assert "/classes/" in found.links


def test_a_long_list_is_parted_into_pages_of_fifty_that_keep_the_filters(client, db):
    organization = make_organization("county")
    for number in range(101):
        make_class(organization, title=f"Planner {number:03}", slug=f"planner-{number}")
    query = {"organization": "county", "as_of": "2024-01-01"}
    shown = []
    for number in (1, 2, 3):
        page = read(client.get("/classes/", {**query, "page": str(number)}))
        shown += [row[0] for row in rows(page)]
        paging = page.one("nav", aria_label="Pages")
        assert f"Page {number} of 3" in paging.text
        for link in paging.links:
            assert "organization=county" in link
            assert "as_of=2024-01-01" in link
    assert shown == [f"Planner {number:03}" for number in range(101)]
    assert client.get("/classes/", {"page": "4"}).status_code == 404


def test_fifty_classes_fit_on_one_page_without_paging(client, db):
    organization = make_organization()
    for _ in range(50):
        make_class(organization)
    assert read(client.get("/classes/")).all("nav", aria_label="Pages") == []
    make_class(organization)
    assert len(read(client.get("/classes/")).all("nav", aria_label="Pages")) == 1


def test_browse_shows_the_text_in_force_from_its_first_day_on_and_the_next_from_its_own(client, db):
    job_class = make_class()
    make_published(job_class, date(2020, 3, 1), pay_grade="G1")
    make_published(job_class, date(2021, 3, 1), pay_grade="G2", revision=2)
    grades = [
        rows(read(client.get("/classes/", {"as_of": day})))[0][2]
        for day in ("2020-02-29", "2020-03-01", "2021-02-28", "2021-03-01")
    ]
    assert grades == ["–", "G1", "G1", "G2"]


def test_browse_lists_an_abolished_class_up_to_its_last_day(client, db):
    make_class(title="Typist", abolished_on=date(2022, 7, 1))
    assert titles(client, as_of="2022-06-30") == ["Typist"]
    assert titles(client, as_of="2022-07-01") == []
    assert titles(client) == []


def test_browse_hides_a_class_of_which_only_a_draft_is_written_even_from_a_search_for_it(client, db):
    hidden = make_class(title="Secret Planner", listed=False, code="X9")
    make_section(make_draft(hidden, pay_grade="Secret"))
    for query in ({}, {"q": "secret"}, {"q": "x9"}, {"as_of": "2030-01-01"}):
        assert titles(client, **query) == []


def test_browse_shows_the_published_facts_of_a_class_that_has_a_newer_draft(client, db):
    job_class = make_class(title="Planner")
    make_published(job_class, pay_grade="G1")
    make_draft(job_class, revision=2, effective_from=date(2021, 1, 1), title="Secret", pay_grade="Secret")
    for query in ({}, {"as_of": "2030-01-01"}):
        response = client.get("/classes/", query)
        assert "Secret" not in response.content.decode()
        assert rows(read(response))[0][:3] == ["Planner", "–", "G1"]


def fill(classes: int) -> None:
    for _ in range(classes):
        organization = make_organization()
        family, series = make_family(organization), make_series(organization)
        job_class = make_class(organization, family=family, series=series, series_rank=1)
        make_entry(job_class, specification=make_published(job_class))


@pytest.mark.parametrize("classes", [1, 40])
def test_browse_asks_five_questions_however_long_the_list(client, db, django_assert_num_queries, classes):
    fill(classes)
    # choices of organizations, choices of families, the count, the page's classes, their texts in force
    with django_assert_num_queries(5):
        response = client.get("/classes/")
    assert len(rows(read(response))) == classes


def test_filters_cost_no_more_than_three_questions_more(client, db, django_assert_max_num_queries):
    organization = make_organization("county")
    make_class(organization, family=make_family(organization, slug="planning"))
    # the organization by its address, the family by its address and its organization; and the five without filters
    with django_assert_max_num_queries(8):
        client.get("/classes/", {"organization": "county", "family": "county/planning"})


anything = st.text(max_size=30) | st.sampled_from(["1", "0", "-1", "city", "nc", "nc/information-technology", "'", "%"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    query=st.dictionaries(
        st.sampled_from(["q", "organization", "page", "as_of", "sort"]) | st.text(max_size=8), anything, max_size=5
    )
)
def test_no_query_string_makes_browse_fail(client, db, query):
    address = "/classes/?" + urlencode(query, errors="surrogatepass")
    response = client.get(address)
    assert response.status_code in {200, 400, 404}
    assert read(response).one("h1").text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=40))
def test_no_bytes_in_the_query_string_make_browse_fail(client, db, raw):
    response = client.get("/classes/", QUERY_STRING="q=" + "".join(f"%{byte:02X}" for byte in raw))
    assert response.status_code in {200, 400}
