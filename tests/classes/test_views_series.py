"""The ladder of a series: its rungs from the top down, and what the texts of the series say of each."""

from __future__ import annotations

from datetime import date

import pytest

from classes.publishing import publish
from tests.factories import make_class, make_draft, make_entry, make_section, make_series
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db

LADDER = "/series/city/it-management/"


def rungs(page: Element) -> list[Element]:
    return [element for element in page.walk() if "rung" in element.classes]


def name(rung: Element) -> tuple[str, str]:
    """The text and the address of a rung's first link: its class."""
    first = rung.all("a")[0]
    return first.text, first.attributes["href"]


def sentences(element: Element) -> list[str]:
    return [said.text for quote in element.all("blockquote") for said in quote.all("p")]


def test_ladder_has_the_frame_of_a_page(client, catalog):
    response = client.get(LADDER)
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "IT Management series, City")
    assert page.one("h1").text == "IT Management"
    assert page.one("p", class_="status").text == "Series · 5 rungs, the highest on top"


def test_ladder_has_five_rungs_with_the_highest_on_top_and_text_held_for_one(client, catalog):
    found = rungs(read(client.get(LADDER)))
    assert [name(rung) for rung in found] == [
        ("IT Executive", "/classes/city/it-executive/"),
        ("IT Director Senior", "/classes/city/it-director-senior/"),
        ("IT Director", "/classes/city/it-director/"),
        ("IT Manager Senior", "/classes/city/it-manager-senior/"),
        ("IT Manager", "/classes/city/ci2787/"),
    ]
    assert ["No text held" in rung.text for rung in found] == [True, True, True, True, False]


def test_the_rung_with_a_text_shows_its_grade_minimums_and_date(client, catalog):
    lowest = rungs(read(client.get(LADDER)))[-1]
    for fact in ("CI2787", "EX-17", "Bachelor’s degree, 3 years", "n force since Jul 30, 2023"):
        assert fact in lowest.text


def test_the_ladder_is_one_table_with_a_rung_in_each_row(client, catalog):
    table = read(client.get(LADDER)).one("table", class_="rungs")
    heads = [head.text for head in table.one("thead").all("th", scope="col")]
    assert heads == ["Class", "Grade", "Minimums", "What the texts of the series say of it"]
    assert [rung.one("th", scope="row").text for rung in rungs(table)] == [
        "IT Executive No text held",
        "IT Director Senior No text held",
        "IT Director No text held",
        "IT Manager Senior No text held",
        "IT Manager CI2787 in force since Jul 30, 2023",
    ]
    assert [cell.text for cell in rungs(table)[-1].all("td")] == ["EX-17", "Bachelor’s degree, 3 years", "–"]
    assert [cell.text for cell in rungs(table)[0].all("td")][:2] == ["–", "–"]


def test_each_rung_shows_the_sentences_that_speak_of_it(client, catalog):
    executive, director_senior, director, manager_senior, manager = rungs(read(client.get(LADDER)))
    assert [said.partition(" which")[0] for said in sentences(manager_senior)] == [
        "The IT Manager is distinguished from the IT Manager Senior"
    ]
    assert [said[:60] for said in sentences(director)] == [
        "The IT Manager is distinguished from the IT Director, which ",
        "The IT Director is a mid-level management classification.",
    ]
    assert [said.partition(" which")[0] for said in sentences(director_senior)] == [
        "The IT Manager is distinguished from the IT Director Senior"
    ]
    assert [said[:57] for said in sentences(executive)] == [
        "Finally, the IT Manager is distinguished from the IT Exec",
        "The IT Executive is the highest level of management withi",
    ]
    assert sentences(manager) == []


def test_every_sentence_of_the_distinguishing_characteristics_stands_on_the_ladder_once(client, catalog, sources):
    source = sources["city-it-manager-ci2787.txt"]
    section = source.split("Distinguishing Characteristics\n")[1].split("Essential Duties")[0]
    shown = " ".join(sentences(read(client.get(LADDER)))).split()
    assert sorted(shown) == sorted(section.split())


def test_what_is_said_of_the_whole_series_stands_above_the_rungs(client, catalog):
    page = read(client.get(LADDER))
    within = {id(figure) for rung in rungs(page) for figure in rung.all("figure")}
    (above,) = [figure for figure in page.all("figure") if id(figure) not in within]
    assert sentences(above) == [
        "There are five classifications in the IT management series: IT Manager, IT Manager Senior, IT Director, "
        "IT Director Senior, and IT Executive."
    ]
    assert above.one("figcaption").text == (
        "From the distinguishing characteristics of IT Manager (CI2787), revision 1"
    )


def test_titles_in_the_sentences_are_linked_each_to_its_own_class(client, catalog):
    said = [
        (link.text, link.attributes["href"])
        for quote in read(client.get(LADDER)).all("blockquote")
        for link in quote.all("a")
    ]
    assert set(said) == {
        ("IT Manager", "/classes/city/ci2787/"),
        ("IT Manager Senior", "/classes/city/it-manager-senior/"),
        ("IT Director", "/classes/city/it-director/"),
        ("IT Director Senior", "/classes/city/it-director-senior/"),
        ("IT Executive", "/classes/city/it-executive/"),
    }


def test_ladder_before_the_first_text_has_its_rungs_but_none_of_the_later_words(client, catalog):
    page = read(client.get(LADDER, {"as_of": "2023-07-29"}))
    assert len(rungs(page)) == 5
    assert sentences(page) == []
    assert "EX-17" not in page.one("main").text
    assert sentences(read(client.get(LADDER, {"as_of": "2023-07-30"})))


def test_a_series_without_a_class_says_so(client, db):
    page = read(client.get(make_series().get_absolute_url()))
    assert page.one("p", class_="status").text == "Series · 0 rungs, the highest on top"
    assert "No class of this series is held." in page.one("main").text


@pytest.mark.parametrize("address", ["/series/city/gardening/", "/series/atlantis/it-management/"])
def test_an_unknown_series_is_a_404_that_names_it_and_shows_a_way_on(client, catalog, address):
    response = client.get(address)
    assert response.status_code == 404
    main = read(response).one("main")
    assert "The catalog has no series “" in main.text
    assert "/families/" in main.links


def test_neither_a_hidden_class_nor_the_words_of_a_draft_stand_on_the_ladder(client, db):
    series = make_series(name="Planning")
    hidden = make_class(series.organization, title="Secret Planner", listed=False, series=series, series_rank=2)
    make_section(make_draft(hidden), kind="distinguishing", body="The Planner is a secret.")
    seen = make_class(series.organization, title="Planner", series=series, series_rank=1)
    published = make_draft(seen, effective_from=date(2020, 1, 1))
    make_section(published, kind="distinguishing", body="The Planner plans.")
    publish(published)
    draft = make_draft(seen, revision=2, effective_from=date(2021, 1, 1), title="Secret", pay_grade="Secret")
    make_section(draft, kind="distinguishing", body="The Planner is a Secret.")
    for day in ("", "?as_of=2030-01-01"):
        response = client.get(series.get_absolute_url() + day)
        assert "secret" not in response.content.decode().lower()
        assert "1 rung," in read(response).one("p", class_="status").text
    for address in ("/", "/families/"):
        assert "Planning 1 class" in read(client.get(address)).one("main").text


@pytest.mark.parametrize("classes", [1, 20])
def test_ladder_asks_four_questions_however_many_rungs(client, db, django_assert_num_queries, classes):
    series = make_series()
    for rank in range(1, classes + 1):
        job_class = make_class(series.organization, series=series, series_rank=rank)
        draft = make_draft(job_class, effective_from=date(2020, 1, 1))
        make_section(draft, kind="distinguishing", body=f"The {job_class.title} stands here.")
        make_entry(job_class, specification=publish(draft))
    # the series with its organization, its classes, their texts in force, their distinguishing characteristics
    with django_assert_num_queries(4):
        client.get(series.get_absolute_url())
