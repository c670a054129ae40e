"""The page of one class and its data twin: the text in force on the day, or what is known without one."""

from __future__ import annotations

from datetime import date

import pytest

from classes.assembly import assemble
from classes.caching import forget
from classes.document import Document
from classes.models import Specification
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db

CITY = "/classes/city/ci2787/"
NC = "/classes/nc/it-manager/"
DIRECTOR = "/classes/city/it-director/"


def words(text: str) -> list[str]:
    """The words of a text; dashes, and the colon that ends a label or a heading, are not words."""
    stripped = (word.rstrip(":") for word in text.split())
    return [word for word in stripped if word not in {"", "–", "-"}]


def document(organization: str, slug: str) -> Document:
    return assemble(Specification.objects.get_by_natural_key(organization, slug, 1))


def facts(page: Element) -> dict[str, str]:
    card = page.one("dl", class_="facts-list")
    return {pair.one("dt").text: pair.one("dd").text for pair in card.all("div")}


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (CITY, "IT Manager (CI2787), City"),
        (NC, "IT Manager, NC Department of Crime Control & Public Safety"),
        (DIRECTOR, "IT Director, City"),
        (CITY + "?as_of=2020-01-01", "IT Manager (CI2787), City as of January 1, 2020"),
    ],
)
def test_class_page_has_the_frame_of_a_page(client, catalog, address, title):
    response = client.get(address)
    assert response.status_code == 200
    check_frame(read(response), title)


@pytest.mark.parametrize(("organization", "slug"), [("city", "ci2787"), ("nc", "it-manager")])
def test_class_page_shows_every_word_of_the_document_in_its_order_and_no_other(client, catalog, organization, slug):
    article = read(client.get(f"/classes/{organization}/{slug}/")).one("article", class_="document")
    # what the page adds: a caption, marks of the lowest and highest level, the level's name in each cell
    shown = article.text_without("visually-hidden", "fine", "cell-level")
    assert words(shown) == words(document(organization, slug).text)


def test_city_page_has_a_section_list_that_leads_to_every_heading_in_order(client, catalog):
    page = read(client.get(CITY))
    outline = page.one("nav", aria_label="Sections of this document")
    names = [part.name for part in document("city", "ci2787").parts]
    assert [item.text for item in outline.all("li")] == names
    assert [heading.text for heading in page.one("article").all("h2")] == names
    assert len(names) == 17


def test_city_page_heads_with_title_code_organization_and_since_when_it_is_in_force(client, catalog):
    head = read(client.get(CITY)).one("header", class_="page-head")
    assert head.one("h1").text == "IT Manager CI2787"
    status = head.one("p", class_="status")
    assert status.text == "In force since July 30, 2023 · revision 1 · City, Office of Human Resources"
    assert status.one("time").attributes["datetime"] == "2023-07-30"
    assert "/series/city/it-management/" in head.links


def test_city_page_shows_its_facts_and_links_the_derived_ones_to_their_words(client, catalog):
    page = read(client.get(CITY))
    assert facts(page) == {
        "Pay grade": "EX-17",
        "FLSA code": "Y",
        "Education": "Bachelor’s degree",
        "Experience": "3 years",
        "Probation": "6 months",
        "Physical demand": "1 Sedentary",
        "Established": "Sep 21, 2018",
        "In force since": "Jul 30, 2023",
        "Series": "rung 1 of 5",
    }
    assert page.one("dl", class_="facts-list").links == [
        "#education-requirement",
        "#experience-requirement",
        "#probation-period",
        "#level-of-physical-demand",
    ]


def test_city_page_lists_duties_demands_and_what_applies_by_position(client, catalog):
    article = read(client.get(CITY)).one("article")
    assert len(article.one("ol", class_="duties").all("li")) == 11
    assert len(article.one("dl", class_="in-columns").all("dt")) == 32
    assert [mark.text for mark in article.all("span", class_="by-position")] == ["By position"] * 3
    assert [none.text for none in article.all("p", class_="says-none")] == ["None", "None"]


def test_city_page_links_the_titles_of_the_series_in_its_running_text_and_not_its_own(client, catalog):
    article = read(client.get(CITY)).one("article")
    linked = [
        (link.text, link.attributes["href"]) for link in article.all("a") if "/classes/" in link.attributes["href"]
    ]
    assert ("IT Director Senior", "/classes/city/it-director-senior/") in linked
    assert ("IT Manager Senior", "/classes/city/it-manager-senior/") in linked
    assert {text for text, _ in linked} == {"IT Manager Senior", "IT Director", "IT Director Senior", "IT Executive"}


def test_city_page_links_each_competency_to_the_vocabulary(client, catalog):
    links = read(client.get(CITY)).one("dl", class_="competencies").links
    assert len(links) == 7
    assert links[5] == "/competencies/city/coaching/"


def test_city_page_shows_its_history_newest_first_and_what_is_noted_only(client, catalog):
    entries = read(client.get(CITY)).one("ol", class_="timeline").all("li")
    assert [entry.text for entry in entries] == [
        "Jul 30, 2023 Revised Text held Revised licensure & certification and background checks. Recorded by AM",
        "Nov 27, 2022 Regraded Noted only Revised pay grade as a result of CN1746. Change notice CN1746",
        "Oct 21, 2021 Revised Noted only Equivalency revised.",
        "Sep 21, 2018 Established Noted only Recorded by LS",
    ]


def test_city_page_shows_the_ladder_with_its_own_rung_marked_and_who_has_no_text(client, catalog):
    rungs = read(client.get(CITY)).one("ol", class_="ladder").all("li")
    assert [rung.text for rung in rungs] == [
        "IT Executive no text held",
        "IT Director Senior no text held",
        "IT Director no text held",
        "IT Manager Senior no text held",
        "IT Manager",
    ]
    assert [rung.attributes.get("aria-current") for rung in rungs] == [None, None, None, None, "true"]


def test_nc_page_shows_six_competencies_at_three_levels_as_a_table(client, catalog):
    page = read(client.get(NC))
    table = page.one("table", class_="levels")
    assert [head.text_without("fine") for head in table.one("thead").all("th", scope="col")] == [
        "Contributing",
        "Journey",
        "Advanced",
    ]
    body = table.one("tbody").all("tr")
    assert len(body) == 6
    assert body[0].one("th", scope="row").links == ["/competencies/nc/planning-and-organizing/"]
    assert [len(row.all("td")) for row in body] == [3] * 6


def test_nc_page_says_that_its_source_bears_no_date_and_what_it_does_not_state(client, catalog):
    page = read(client.get(NC))
    assert "the source bears no date · revision 1" in page.one("p", class_="status").text
    assert "Not stated: pay grade, FLSA code, probation, physical demand." in page.one("main").text
    assert page.one("header", class_="page-head").links[1] == "/families/nc/information-technology/"
    assert page.all("ol", class_="timeline") == []


def test_a_competency_that_is_not_described_at_a_level_says_so_in_that_cell(client, db):
    framework = make_framework(levels=("Low", "High"))
    draft = make_draft(effective_from=date(2020, 1, 1))
    make_section(draft, kind="competencies", heading="Competencies", body="")
    require_competency(draft, make_competency(framework, "Both"), {"low": "A little.", "high": "A lot."})
    require_competency(draft, make_competency(framework, "One"), {"high": "Only here."})
    body = read(client.get(published(draft))).one("table", class_="levels").one("tbody").all("tr")
    cells = [[cell.text_without("cell-level") for cell in row.all("td")] for row in body]
    assert cells == [["A little.", "A lot."], ["Not defined at this level", "Only here."]]


def published(draft: Specification) -> str:
    """Publish a draft and return the address of its page."""
    from classes.publishing import publish

    return publish(draft).get_absolute_url()


def test_a_text_that_begins_without_a_heading_is_shown_and_left_out_of_the_section_list(client, db):
    draft = make_draft(effective_from=date(2020, 1, 1))
    make_section(draft, position=1, heading="", body="Before any heading.")
    make_section(draft, position=2, heading="Duties", body="Plans.")
    page = read(client.get(published(draft)))
    check_frame(page, page.one("title").text.removesuffix(" · Class Catalog"))
    assert page.one("article").text_without("fine") == "Before any heading. Duties Plans."
    assert [item.text for item in page.one("nav", aria_label="Sections of this document").all("li")] == ["Duties"]


def test_headings_named_like_parts_of_the_page_keep_addresses_of_their_own(client, db):
    series = make_series()
    job_class = make_class(series.organization, series=series, series_rank=1)
    make_entry(job_class)
    draft = make_draft(job_class, effective_from=date(2020, 1, 1))
    framework = make_framework(levels=("Low",))
    make_section(draft, position=1, heading="Class History", body="Long.")
    make_section(draft, position=2, heading="At a Glance", body="Short.")
    make_section(draft, position=3, heading="Series Ladder", body="Steep.")
    make_section(draft, position=4, heading="Coaching", kind="competencies", body="")
    require_competency(draft, make_competency(framework, "Coaching"), {"low": "Coaches."})
    page = read(client.get(published(draft)))
    check_frame(page, page.one("title").text.removesuffix(" · Class Catalog"))
    assert page.one("section", id="class-history").text_without("fine") == "Class History Long."


def test_a_class_without_a_text_says_so_and_shows_what_is_known_of_it(client, catalog):
    page = read(client.get(DIRECTOR))
    main = page.one("main")
    assert page.all("article") == []
    assert page.one("header", class_="page-head").one("p", class_="status").text == (
        "No text held City, Office of Human Resources"
    )
    assert "The text of this class is not held" in main.text
    assert "knows of this class from the IT Management series, but holds no specification of it" in main.text
    assert facts(page) == {"Series": "rung 3 of 5", "Text": "not held"}
    assert len(page.one("ol", class_="ladder").all("li")) == 5


def test_a_class_without_a_text_shows_the_sentences_that_another_says_of_it_and_whose_they_are(client, catalog):
    figure = read(client.get(DIRECTOR)).one("figure", class_="saying")
    assert [said.text[:48] for said in figure.one("blockquote").all("p")] == [
        "The IT Manager is distinguished from the IT Dire",
        "The IT Director is a mid-level management classi",
    ]
    assert figure.one("figcaption").text == (
        "From the distinguishing characteristics of IT Manager (CI2787), revision 1"
    )
    assert CITY in figure.links


def test_a_title_within_the_longer_title_of_the_class_itself_is_not_linked(client, catalog):
    figure = read(client.get("/classes/city/it-director-senior/")).one("figure", class_="saying")
    assert [link.text for link in figure.all("a")] == ["IT Manager"]


def test_a_class_before_its_first_text_shows_no_later_text_but_names_the_nearest_later_one(client, catalog):
    response = client.get(CITY, {"as_of": "2023-07-29"})
    assert response.status_code == 200
    page = read(response)
    main = page.one("main")
    assert page.all("article") == []
    assert "EX-17" not in main.text
    assert "Supervises" not in main.text
    assert "Equivalency revised." in main.text
    assert "licensure" not in main.text
    assert "holds no text of this class that was in force on July 29, 2023" in main.text
    assert "The nearest later text took effect on July 30, 2023 ." in main.text.replace("2023.", "2023 .")
    assert CITY + "revisions/1/?as_of=2023-07-29" in main.links
    assert len(read(client.get(CITY, {"as_of": "2023-07-30"})).all("article")) == 1


def test_each_day_shows_the_text_that_applied_on_it(client, db):
    job_class = make_class(title="Planner")
    make_published(job_class, date(2020, 3, 1), title="Planner One")
    make_published(job_class, date(2021, 3, 1), title="Planner Two", revision=2)
    address = job_class.get_absolute_url()
    shown = [
        read(client.get(address, {"as_of": day})).one("h1").text
        for day in ("2020-02-29", "2020-03-01", "2021-02-28", "2021-03-01")
    ]
    assert shown == ["Planner One", "Planner One", "Planner One", "Planner Two"]  # first the name of the first text


@pytest.mark.parametrize(
    ("day", "status"),
    [
        ("2026-06-15", "In force since January 1, 2020"),
        ("2025-06-15", "In force on that day since January 1, 2020"),
        ("2026-06-16", "In force since January 1, 2020"),
        ("2027-01-01", "Announced from January 1, 2027"),
    ],
)
def test_the_status_says_whether_the_text_applies_applied_or_is_announced(client, db, day, status):
    job_class = make_class()
    make_published(job_class, date(2020, 1, 1))
    make_published(job_class, date(2027, 1, 1), revision=2)
    page = read(client.get(job_class.get_absolute_url(), {"as_of": day}))
    assert page.one("header", class_="page-head").one("p", class_="status").text.startswith(status + " · revision")


def test_an_abolished_class_says_so_from_the_day_on(client, db):
    job_class = make_class(abolished_on=date(2022, 7, 1))
    address = job_class.get_absolute_url()
    assert "Abolished on July 1, 2022" in read(client.get(address)).one("main").text
    assert "Abolished on July 1, 2022" in read(client.get(address, {"as_of": "2022-07-01"})).one("main").text
    assert "Abolished" not in read(client.get(address, {"as_of": "2022-06-30"})).one("main").text


@pytest.mark.parametrize("twin", [False, True])
def test_a_code_typed_as_it_is_printed_leads_to_the_address_in_lower_case_and_keeps_the_query(client, catalog, twin):
    end = ".json" if twin else "/"
    response = client.get(f"/classes/City/CI2787{end}?x=1&as_of=2024-01-01&formerly=%2F%3F")
    assert response.status_code == 301
    assert response["Location"] == f"/classes/city/ci2787{end}?formerly=%2F%3F&as_of=2024-01-01"
    assert client.get(f"/classes/city/CI2787{end}")["Location"] == f"/classes/city/ci2787{end}"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/classes/city/nothing/", "no class “nothing” of an organization “city”"),
        ("/classes/atlantis/ci2787/", "no class “ci2787” of an organization “atlantis”"),
        ("/classes/nc/ci2787/", "no class “ci2787” of an organization “nc”"),
    ],
)
def test_an_unknown_class_is_a_404_that_names_it_and_shows_a_way_on(client, catalog, address, named):
    response = client.get(address)
    assert response.status_code == 404
    main = read(response).one("main")
    assert named in main.text
    assert {"/", "/classes/", "/families/"} <= set(main.links)
    twin = client.get(address.rstrip("/") + ".json")
    assert (twin.status_code, twin.json()["status"]) == (404, 404)
    assert named in twin.json()["error"]


def test_a_class_of_which_only_a_draft_is_written_is_not_there(client, db):
    hidden = make_class(title="Secret Planner", listed=False, slug="secret")
    make_section(make_draft(hidden, effective_from=date(2020, 1, 1)), body="Secret.")
    for address in (hidden.get_absolute_url(), hidden.get_absolute_url().rstrip("/") + ".json"):
        for day in ("", "?as_of=2030-01-01"):
            response = client.get(address + day)
            assert response.status_code == 404
            assert "Secret" not in response.content.decode()


@pytest.mark.parametrize("status", ["draft", "in_review"])
def test_a_newer_draft_stays_out_of_the_page_and_its_twin_on_every_day(client, db, status):
    series = make_series()
    job_class = make_class(series.organization, title="Planner", series=series, series_rank=1)
    make_published(job_class)
    draft = make_draft(job_class, revision=2, effective_from=date(2021, 1, 1), title="Secret", status=status)
    make_section(draft, heading="Secret heading", body="Secret.")
    make_section(draft, kind="education", heading="Education", body="")
    make_requirement(draft, text="Secret degree.")
    make_entry(job_class, effective_on=date(2021, 1, 1), note="Secret note.", specification=draft)
    address = job_class.get_absolute_url()
    for twin in (address, address.rstrip("/") + ".json"):
        for day in ("", "?as_of=2019-01-01", "?as_of=2021-01-01", "?as_of=2030-01-01"):
            response = client.get(twin + day)
            assert response.status_code == 200
            assert "Secret" not in response.content.decode()


def full_class(rows: int):
    """A class with everything that its page can show, `rows` of each."""
    organization = make_organization()
    series = make_series(organization)
    classes = [
        make_class(organization, family=make_family(organization), series=series, series_rank=rank)
        for rank in range(1, rows + 1)
    ]
    framework = make_framework(levels=("Low", "Middle", "High"))
    for job_class in classes:
        draft = make_draft(job_class, effective_from=date(2020, 1, 1))
        make_section(draft, kind="distinguishing", body=f"The {classes[0].title} is below.")
        make_section(draft, kind="competencies", heading="Competencies", body="")
        make_section(draft, kind="education", heading="Education", body="")
        for _ in range(rows):
            make_section(draft)
            make_requirement(draft)
            require_competency(draft, make_competency(framework), {"low": "Some.", "middle": "More.", "high": "Most."})
        published(draft)
        for day in range(1, rows + 1):
            make_entry(job_class, effective_on=date(2020, 1, day), notice=make_notice(organization))
    return classes[0]


@pytest.mark.parametrize("rows", [1, 8])
def test_class_page_and_twin_ask_six_questions_however_long_the_text(client, db, django_assert_num_queries, rows):
    address = full_class(rows).get_absolute_url()
    # the class with organization, family, series and its text in force; all rows of the text; the texts of the class;
    # the history with notices; its noted names; the classes of the series with their names and texts in force
    for twin in (address, address.rstrip("/") + ".json"):
        forget()
        with django_assert_num_queries(6):
            assert client.get(twin).status_code == 200
        with django_assert_num_queries(5):  # what the text says never changes, and is kept
            assert client.get(twin).status_code == 200


def test_city_page_asks_six_questions(client, catalog, django_assert_num_queries):
    with django_assert_num_queries(6):  # as above
        client.get(CITY)
    with django_assert_num_queries(5):
        client.get(CITY, {"as_of": "2025-01-01"})


def test_class_page_without_a_text_asks_six_questions(client, catalog, django_assert_num_queries):
    # the class, its texts of other days, the history, its noted names, the classes of the series with their texts,
    # their distinguishing characteristics
    with django_assert_num_queries(6):
        client.get(DIRECTOR)


def test_class_page_of_an_unknown_class_asks_three_questions(client, db, django_assert_num_queries):
    # the class with its text, texts that bear the name, noted names
    with django_assert_num_queries(3):
        client.get("/classes/city/nothing/")


def test_an_undated_text_is_not_said_to_have_been_in_force_on_a_past_day(client, catalog):
    page = read(client.get(NC, {"as_of": "1800-01-01"}))
    said = page.one("header", class_="page-head").one("p", class_="status").text
    assert said.startswith("Undated the source bears no date, so whether it applied that day is not known")
    assert "In force the source bears no date" in read(client.get(NC)).one("p", class_="status").text


def test_a_title_that_turns_the_direction_of_writing_does_not_turn_what_stands_behind_it(client, db):
    text = make_published(title="Planner \u202e", code="P9")
    heading = read(client.get(text.get_absolute_url())).one("h1")
    assert heading.one("bdi").text == "Planner \u202e"
