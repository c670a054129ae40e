"""The list of classes: its table, filters, pages, what it costs, and what it answers to nonsense."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.finding import index
from classes.finding.facets import FACETS
from classes.publishing import publish
from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_family,
    make_notice,
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
        if "telling" not in row.classes
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
    heads = read(client.get("/classes/", {"organization": "nc"})).one("table").all("th", scope="row")
    assert [head.links for head in heads] == [["/classes/nc/it-manager/"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "executive"}, ["IT Executive", "IT Manager"]),  # the city's IT Manager is told apart from the executive
        ({"q": "senior IT", "organization": "city"}, ["IT Director Senior", "IT Manager", "IT Manager Senior"]),
        ({"q": "  executive  "}, ["IT Executive", "IT Manager"]),
        ({"q": "manager", "organization": "nc"}, ["IT Manager"]),
        ({"q": "reprimand"}, ["IT Manager"]),  # a word of a text
        ({"q": '"letters of reprimand"'}, ["IT Manager"]),
        ({"q": "executive -reprimand"}, ["IT Executive"]),
        ({"q": "executive", "status": "no-text"}, ["IT Executive"]),
        ({"family": "nc/information-technology"}, ["IT Manager"]),
        ({"family": "nc/information-technology", "organization": "city"}, []),
        (
            {"series": "city/it-management", "letter": "i"},
            ["IT Director", "IT Director Senior", "IT Executive", "IT Manager", "IT Manager Senior"],
        ),
        ({"letter": "z"}, []),
        ({"grade": "EX-17"}, ["IT Manager"]),
        ({"experience": "2-3"}, ["IT Manager"]),
        ({"experience": ["2-3", "4-5"]}, ["IT Manager", "IT Manager"]),
        ({"experience": ["2-3", "4-5"], "organization": ["nc", "city"], "levels": "yes"}, ["IT Manager"]),
        ({"education": "doctorate"}, []),  # a value that no class has is a value
        ({"q": "sup%visor"}, []),
        ({"q": "_"}, []),
    ],
)
def test_values_of_one_filter_are_alternatives_and_filters_narrow_the_list_together(client, catalog, query, found):
    assert sorted(titles(client, **query)) == found


@pytest.mark.parametrize("typed", ["ci2787", "CI2787", "CI-2787", " ci 2787 "])
def test_a_code_leads_to_its_class(client, catalog, typed):
    assert_leads(client.get("/classes/", {"q": typed}), "/classes/city/ci2787/")
    assert_leads(client.get("/classes/", {"q": typed, "as_of": "2024-01-01"}), "/classes/city/ci2787/?as_of=2024-01-01")


def test_a_code_with_a_filter_or_an_order_is_looked_up_in_the_list(client, catalog):
    assert titles(client, q="ci2787", organization="city") == ["IT Manager"]
    assert titles(client, q="ci2787", sort="title") == ["IT Manager"]


def test_a_code_that_several_classes_bear_is_looked_up_in_the_list(client, db):
    for title in ("Planner", "Surveyor"):
        make_published(make_class(title=title, code="P1"))
    assert titles(client, q="p1") == ["Planner", "Surveyor"]


def test_a_code_that_a_class_bore_leads_to_it(client, db):
    job_class = make_class(make_organization("county"), title="Planner", code="P2")
    make_published(job_class, code="P1")
    make_published(job_class, date(2021, 1, 1), revision=2)
    assert_leads(client.get("/classes/", {"q": "P1"}), "/classes/county/p2/")


def assert_leads(response, address: str) -> None:
    assert (response.status_code, response.headers["Location"]) == (302, address)


@pytest.mark.parametrize(
    ("sort", "first"), [("title", "IT Director"), ("code", "CI2787"), ("grade", "EX-17"), ("revised", "Jul 30, 2023")]
)
def test_the_list_is_in_the_order_asked_for(client, catalog, sort, first):
    assert first in rows(read(client.get("/classes/", {"sort": sort})))[0]


def test_a_class_found_by_its_text_shows_the_sentence_with_the_words_marked(client, catalog):
    page = read(client.get("/classes/", {"q": "reprimand letters"}))
    (telling,) = page.all("tr", class_="telling")
    assert [mark.text for mark in telling.all("mark")] == ["letters", "reprimand"]
    assert telling.text.startswith("Documents causes for disciplinary action")


def test_a_class_found_by_its_title_shows_the_words_marked_there(client, catalog):
    page = read(client.get("/classes/", {"q": "direc"}))
    heads = page.one("table").all("th", scope="row")
    assert [[mark.text for mark in head.all("mark")] for head in heads] == [["Director"], ["Director"]]


def test_a_class_found_by_a_competency_names_it(client, catalog):
    page = read(client.get("/classes/", {"q": "consultancy"}))
    (telling,) = page.all("tr", class_="telling")
    assert telling.text == "Competency Consultancy Skills"


def test_a_class_found_by_a_former_title_says_so(client, db):
    job_class = make_class(title="Surveyor")
    make_published(job_class, title="Planner")
    make_published(job_class, date(2021, 1, 1), revision=2)
    page = read(client.get("/classes/", {"q": "planner"}))
    assert rows(page)[0][0] == "Surveyor formerly Planner, until Dec 31, 2020"


def test_a_class_found_by_an_announced_title_says_so(client, db):
    job_class = make_class(title="Surveyor")
    make_published(job_class, title="Planner")
    make_published(job_class, date(2026, 7, 1), revision=2, title="Surveyor")
    page = read(client.get("/classes/", {"q": "surveyor"}))
    assert rows(page)[0][0] == "Planner to be Surveyor from Jul 1, 2026"
    twin = client.get("/classes.json", {"q": "surveyor"}).json()
    assert (twin["classes"][0]["formerly"], twin["classes"][0]["to_be"]) == (None, "Surveyor")


@pytest.mark.parametrize("typed", ["CN1746", "cn1746", " Cn1746 ", "CN 1746", "cn-1746"])
def test_the_number_of_a_change_notice_leads_to_it(client, catalog, typed):
    page = read(client.get("/classes/", {"q": typed}))
    assert "/notices/city/cn1746/" in page.one("main").links
    (told,) = client.get("/classes.json", {"q": typed}).json()["notices"]
    assert (told["organization"]["slug"], told["number"], told["page"]) == ("city", "CN1746", "/notices/city/cn1746/")


def test_a_notice_of_which_nothing_is_public_is_not_told(client, db):
    entry = make_entry(make_draft().job_class, notice=make_notice(number="N-7"))
    assert not entry.job_class.listed
    assert "/notices/" not in str(read(client.get("/classes/", {"q": "N-7"})).one("main").links)


def test_words_that_nothing_has_are_put_right(client, catalog):
    page = read(client.get("/classes/", {"q": "Technolgy executive", "as_of": "2024-01-01"}))
    (meant,) = [link for link in page.one("main").all("a") if "technology" in link.text]
    assert meant.text == "technology executive"
    assert meant.attributes["href"] == "?q=technology+executive&as_of=2024-01-01"


def test_an_empty_filter_is_none(client, catalog):
    assert len(titles(client, q="", organization="", family="", page="")) == 6


def test_applied_filters_are_shown_each_with_a_link_that_takes_it_off_and_keeps_the_rest(client, catalog):
    query = {"q": "manager", "organization": "nc", "as_of": "2024-01-01", "page": "1"}
    applied = read(client.get("/classes/", query)).one("ul", aria_label="Applied filters").all("li")
    assert [(tag.text, tag.links) for tag in applied][:2] == [
        ("Remove the filter Words: manager ×", ["?organization=nc&as_of=2024-01-01"]),
        (
            "Remove the filter Organization: NC Department of Crime Control & Public Safety ×",
            ["?q=manager&as_of=2024-01-01"],
        ),
    ]


def test_filters_can_be_cleared_and_the_words_and_the_day_stay(client, catalog):
    query = {"q": "manager", "organization": "nc", "letter": "i", "as_of": "2024-01-01"}
    (clear,) = read(client.get("/classes/", query)).one("main").all("a", class_="clear")
    left = dict(parse_qsl(urlsplit(clear.attributes["href"]).query))
    assert left == {"q": "manager", "as_of": "2024-01-01"}


def test_the_filter_form_shows_what_was_asked_and_keeps_the_day(client, catalog):
    query = {"q": 'man"ager', "organization": "city", "as_of": "2024-01-01"}
    page = read(client.get("/classes/", query))
    form = page.one("form", id="find")
    fields = {field.attributes["name"]: field.attributes.get("value") for field in form.all("input")}
    assert fields == {"as_of": "2024-01-01", "q": 'man"ager'}
    boxes = [each for each in page.all("input", type="checkbox") if each.attributes.get("form") == "find"]
    chosen = [(each.attributes["name"], each.attributes["value"]) for each in boxes if "checked" in each.attributes]
    assert chosen == [("organization", "city")]


def test_a_facet_shows_how_many_classes_each_of_its_values_leads_to(client, catalog):
    facet = read(client.get("/classes/")).one("details", id="facet-organization")
    shown = {box.one("input").attributes["value"]: box.one("b").text for box in facet.all("label")}
    assert shown == {"city": "5 classes", "nc": "1 class"}


def test_the_alphabet_leads_to_the_classes_of_each_letter(client, catalog):
    alphabet = read(client.get("/classes/", {"as_of": "2024-01-01"})).one("nav", aria_label="First letter of the title")
    assert alphabet.links[-1] == "?as_of=2024-01-01&letter=i"
    assert "letter=d" not in "".join(alphabet.links)


def test_the_list_can_be_shown_as_a_tree(client, catalog):
    page = read(client.get("/classes/", {"view": "tree"}))
    assert page.all("table") == []
    links = [link for link in page.one("main").links if link.startswith("/classes/city/")]
    assert sorted(links) == sorted(
        f"/classes/city/{slug}/"
        for slug in ("ci2787", "it-manager-senior", "it-director", "it-director-senior", "it-executive")
    )


@pytest.mark.parametrize("query", [{}, {"q": "manager"}, {"organization": "city", "as_of": "2024-01-01"}])
def test_the_list_names_its_twins_of_the_same_query(client, catalog, query):
    page = read(client.get("/classes/", {**query, "page": "1"}))
    asked = f"?{urlencode(query)}" if query else ""
    for kind in ("csv", "json", "xlsx"):
        assert f"/classes.{kind}{asked}" in page.one("main").links
        assert client.get(f"/classes.{kind}{asked}").status_code == 200


def test_no_class_found_says_what_to_do(client, catalog):
    response = client.get("/classes/", {"q": "astronaut"})
    assert response.status_code == 200
    page = read(response)
    assert page.one("h2", id="found").text == "0 classes"
    assert "Try fewer words, or only the beginning of one." in page.one("main").text
    assert page.all("table") == []


def test_signs_alone_cannot_be_looked_up(client, catalog):
    assert "Signs alone cannot be looked up." in read(client.get("/classes/", {"q": "…?!"})).one("main").text


@pytest.mark.parametrize(
    "query",
    [
        {"organization": "atlantis"},
        {"organization": "1"},
        {"organization": "\x00"},
        {"organization": "city", "family": "city/astronomy"},
        {"organization": ["city", "atlantis"]},
        {"status": "gone"},
        {"letter": "ab"},
        {"letter": "é"},
        {"sort": "sideways"},
        {"grade": [f"G-{number}" for number in range(1000)]},
        {"q": " ".join(f"word{number}" for number in range(17))},
        {"q": '"' + "word " * 17 + '"'},
        {"family": "information-technology"},
        {"family": "/"},
        {"family": "1"},
        {"family": "nc/\x00"},
        {"family": "nc/information-technology/more"},
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
    assert alert.text.startswith("A filter makes no sense: ") == ("q" not in query)  # words are no filter
    assert "/classes/" in alert.links


def test_the_field_takes_more_than_may_be_looked_up_so_that_nothing_is_cut_unseen(client, catalog):
    (field,) = (each for each in read(client.get("/classes/")).all("input") if each.attributes.get("id") == "id_q")
    assert field.attributes["maxlength"] == "500"


def test_words_that_make_no_sense_are_shown_with_the_reason_beside_them(client, catalog):
    page = read(client.get("/classes/", {"q": "a" * 201}))
    (error,) = page.all("p", class_="field-error")
    assert error.text == "That is too long to look up: 201 characters, 200 at most."
    field = page.one("input", id="id_q")
    assert field.attributes["aria-describedby"] == error.attributes["id"]
    assert field.attributes["aria-invalid"] == "true"
    assert field.attributes["value"] == "a" * 201


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        (
            {"organization": "atlantis"},
            "“atlantis” is not in the list of the filter Organization. Choose from the list.",
        ),
        ({"grade": [str(number) for number in range(101)]}, "101 values are too many. Choose 100 at most."),
        ({"letter": "ab"}, "“ab” is not a letter from a to z."),
        ({"sort": "sideways"}, "“sideways” is no order. Choose relevance, title, code, grade or revised."),
        ({"q": "a " * 8 + "b c d e f g h i j"}, ""),
        ({"q": " ".join("abcdefghijklmnopq")}, "That is more than 16 words. Leave out those that matter least."),
    ],
)
def test_the_page_and_its_twins_say_what_is_wrong_in_the_same_sentence(client, catalog, query, sentence):
    page = client.get("/classes/", query)
    twins = [client.get(f"/classes.{kind}", query) for kind in ("json", "csv", "xlsx")]
    assert {each.status_code for each in (page, *twins)} == {400 if sentence else 200}
    if sentence:
        assert sentence in read(page).one("p", role="alert").text
        assert twins[0].json()["error"] == sentence
        assert all(sentence in each.content.decode() for each in twins[1:])


def test_sixteen_words_are_looked_up(client, catalog):
    assert titles(client, q=" ".join("abcdefghijklmnop")) == []


def test_filters_that_contradict_each_other_find_nothing(client, catalog):
    assert titles(client, organization="nc", series="city/it-management") == []
    assert titles(client, q="manager -manager") == []


def test_a_parameter_that_nobody_knows_changes_nothing(client, catalog, settings):
    settings.KEEP_PAGES = True
    known = client.get("/classes/", {"organization": "nc"})
    unknown = client.get("/classes/", {"utm": "x", "organization": "nc", "color": "red"})
    assert unknown.content == known.content
    assert unknown.headers["ETag"] == known.headers["ETag"]


def test_the_list_is_kept_until_anything_changes(client, catalog, settings, django_assert_num_queries):
    settings.KEEP_PAGES = True
    query = {"q": "letters", "sort": "title"}
    first = client.get("/classes/", query)
    with django_assert_num_queries(1):  # is anything new?
        assert client.get("/classes/", query).content == first.content
    with django_assert_num_queries(1):
        assert client.get("/classes/", query, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    draft = make_draft(make_class(title="Letter Writer"), effective_from=date(2020, 1, 1))
    make_section(draft)
    publish(draft)
    assert titles(client, **query) == ["IT Manager", "Letter Writer"]


def test_a_search_of_two_hundred_characters_is_still_looked_up(client, catalog):
    assert titles(client, q=("z " * 100)[:200]) == []


@pytest.mark.parametrize(
    "page",
    ["abc", "1.0", "1e3", "1_0", "+1", "--1", "-", "٣", "１", "½", "\x00", "1\x00", "99999999999", "9" * 5000, "<b>"],
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


FEW_AND_MANY = pytest.mark.parametrize("classes", [1, 40], ids=["few", "many"])


def warm(client) -> None:
    """Ask once, so that the catalog is in memory: what follows was not asked for before."""
    assert client.get("/classes/", {"sort": "title"}).status_code == 200


@pytest.mark.parametrize(("typed", "asked"), [("planner", 0), ("planner 1", 1), ("n1" * 20, 1), ("n1" * 21, 0)])
def test_words_that_can_be_the_number_of_a_notice_cost_one_question_more(client, db, typed, asked):
    fill(1)
    warm(client)
    with CaptureQueriesContext(connection) as questions:
        assert client.get("/classes/", {"q": typed}).status_code == 200
    assert sum('FROM "classes_changenotice"' in each["sql"] for each in questions) == asked


@FEW_AND_MANY
@pytest.mark.parametrize("path", ["/classes/", "/classes.json", "/classes.csv", "/classes.xlsx"])
def test_the_list_asks_only_whether_anything_is_new(client, db, django_assert_num_queries, path, classes):
    fill(classes)
    warm(client)
    for query in ({}, {"status": "in-force", "letter": "p"}, {"sort": "grade"}):
        with django_assert_num_queries(1):  # is anything new?
            assert b"".join(client.get(path, query))


@FEW_AND_MANY
def test_words_cost_two_questions_more(client, db, django_assert_num_queries, classes):
    fill(classes)
    warm(client)
    with django_assert_num_queries(2):  # is anything new? who has the words? (in their titles)
        assert len(titles(client, q="planner")) == classes
    with django_assert_num_queries(3):  # and the sentences in which they stand
        assert len(titles(client, q="plans")) == classes
    with django_assert_num_queries(3):  # a table tells them too, five hundred rows at a time
        assert b"".join(client.get("/classes.csv", {"q": "plans"}))


@FEW_AND_MANY
def test_words_that_nothing_has_cost_four_questions_more(client, db, django_assert_num_queries, classes):
    fill(classes)
    warm(client)
    with django_assert_num_queries(5):  # is anything new? the words; words that begin so; unknown ones; all there are
        assert titles(client, q="xyzzy") == []


@FEW_AND_MANY
def test_abolished_classes_that_answer_cost_two_questions_more(client, db, django_assert_num_queries, classes):
    fill(classes)
    successor = make_class(title="Clerk")
    for number in range(classes):
        gone = make_class(title=f"Typist {number}", abolished_on=date(2022, 7, 1))
        gone.successors.add(successor)
        index.reindex([gone.pk])
    warm(client)
    # is anything new? who has the words; words that begin so; classes with their successors; which are unknown
    with django_assert_num_queries(5):
        client.get("/classes/", {"q": "typist"})


@FEW_AND_MANY
def test_the_first_who_asks_after_a_change_reads_the_catalog(client, db, django_assert_num_queries, classes):
    fill(classes)
    with django_assert_num_queries(10):  # is anything new? and all that lists show: nine
        client.get("/classes/")
    draft = make_draft(make_class(), effective_from=date(2020, 1, 1))
    make_section(draft)
    warm(client)
    publish(draft)
    # is anything new? whose entries are new; the last entry; their rows, texts, events, former names
    with django_assert_num_queries(7):
        assert len(rows(read(client.get("/classes/", {"sort": "code"})))) == classes + 1


def test_a_filter_that_makes_no_sense_looks_no_class_up(client, catalog, django_assert_num_queries):
    warm(client)
    with django_assert_num_queries(1):  # is anything new?
        assert client.get("/classes/", {"organization": "atlantis", "q": "manager"}).status_code == 400


# Nonsense

OPERATORS = (
    "' OR 1=1; --",
    'NEAR("it manager", 5)',
    "NEAR(",
    '"" OR',
    "*",
    "it*manager",
    "AND OR NOT",
    "title:manager",
    "^it",
    "{it manager}:x",
    "it:* & !manager",
    "<->",
    "manager | 'x':*A",
    '"unbalanced',
    "-",
    "--it",
    "\\'",
    "%' ESCAPE '",
    "\x00",
    "it\x00manager",
    "\ud800",
    "it\ud800",
    "‮manager",
    "ﬁ²",
    "i\u0307",
    "x" * 10_000,
    "a " * 5_000,
    "." * 200,
    '"' * 199,
    "-" * 199,
)
TWINS = ("/classes/", "/classes.json", "/classes.csv", "/classes.xlsx")


@pytest.mark.parametrize("typed", OPERATORS, ids=lambda typed: ascii(typed)[:24])
@pytest.mark.parametrize("path", TWINS)
def test_no_signs_of_a_database_mean_anything_in_a_search(client, catalog, path, typed):
    response = client.get(path, QUERY_STRING=urlencode({"q": typed}, errors="surrogatepass"))
    assert response.status_code == (400 if len(typed) > 200 else 200)
    assert b"".join(response)


words = st.text(max_size=30) | st.text("\"*-:()'\\ aé\x00", max_size=30) | st.sampled_from(OPERATORS)
values = words | st.sampled_from(
    ["1", "0", "-1", "city", "nc", "nc/information-technology", "EX-17", "2-3", "yes", "i"]
)
KNOWN = ("q", "page", "as_of", "sort", "letter", "view", "values", *FACETS)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(TWINS),
    query=st.lists(st.tuples(st.sampled_from(KNOWN) | st.text(max_size=8), values), max_size=6),
)
def test_no_query_string_makes_the_list_fail(client, catalog, path, query):
    response = client.get(path, QUERY_STRING=urlencode(query, errors="surrogatepass"))
    assert response.status_code in {200, 302, 400, 404}
    if path == "/classes/" and response.status_code != 302:
        assert read(response).one("h1").text
    elif path == "/classes.json" and response.status_code != 302:
        answer = json.loads(response.content)
        assert answer["error"] if response.status_code >= 400 else answer["count"] >= 0


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=st.sampled_from(TWINS), raw=st.binary(max_size=40))
def test_no_bytes_in_the_query_string_make_the_list_fail(client, catalog, path, raw):
    response = client.get(path, QUERY_STRING="q=" + "".join(f"%{byte:02X}" for byte in raw))
    assert response.status_code in {200, 302, 400}


@pytest.mark.parametrize("path", TWINS)
@pytest.mark.parametrize("name", FACETS)
def test_a_thousand_values_of_one_facet_are_refused(client, catalog, path, name):
    query = urlencode([(name, f"value-{number}") for number in range(1000)])
    response = client.get(path, QUERY_STRING=query)
    assert response.status_code == 400
    assert "1000 values are too many. Choose 100 at most." in response.content.decode()


def test_one_value_a_thousand_times_is_one(client, catalog):
    response = client.get("/classes/", QUERY_STRING="&".join(["organization=nc"] * 1000))
    page = read(response)
    assert [row[0] for row in rows(page)] == ["IT Manager"]
    assert max(len(link) for link in page.one("main").links) < 100


def test_a_list_of_a_past_day_does_not_say_that_an_undated_text_was_in_force(client, catalog):
    page = read(client.get("/classes/", {"organization": "nc", "as_of": "2020-01-01"}))
    row = next(row for row in page.all("tr") if "IT Manager" in row.text)
    assert "Undated may have applied" in row.text
    assert titles(client, organization="nc", status="undated", as_of="2020-01-01") == ["IT Manager"]
    assert titles(client, organization="nc", status="in-force", as_of="2020-01-01") == []
    (told,) = client.get("/classes.json", {"organization": "nc", "as_of": "2020-01-01"}).json()["classes"]
    assert (told["status"], told["in_force_since"]) == ("undated", None)
    assert titles(client, organization="nc", status="in-force") == ["IT Manager"]
    assert titles(client, organization="nc", status="undated") == []
