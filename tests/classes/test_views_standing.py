"""Since when the words of a class page have stood: every section, every cell, and the twin."""

from __future__ import annotations

from datetime import date

import pytest

from classes import guard
from classes.caching import forget
from classes.models import JobClass, Specification
from classes.publishing import Event, note, publish
from tests.classes.planner import (
    Y2016,
    Y2020,
    Y2023,
    Kind,
    make_planner,
    make_planner_at_length,
    make_text,
)
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_published,
    make_section,
    require_competency,
)
from tests.page import Element, read

pytestmark = pytest.mark.django_db

CITY = "/classes/city/ci2787/"
NC = "/classes/nc/it-manager/"


@pytest.fixture
def planner(db) -> JobClass:
    return make_planner()


def page(client, address: str, **query: str) -> Element:
    response = client.get(address, query)
    assert response.status_code == 200
    return read(response)


def lines(found: Element) -> list[str]:
    return [line.text for line in found.one("article").all("p", class_="standing")]


def key(found: Element) -> str:
    return found.one("p", class_="standing-key").text


def test_the_city_page_says_of_every_section_that_no_older_text_is_held(client, catalog):
    found = page(client, CITY)
    assert key(found) == "No text older than that of July 30, 2023 is held: what has stood since then may be older."
    assert lines(found) == ["Since July 30, 2023 or earlier"] * 17
    assert found.one("article").all("span", class_="stood") == []


def test_the_nc_page_says_that_its_words_are_undated(client, catalog):
    found = page(client, NC)
    assert key(found) == (
        "The source bears no date and no older text is held: since when its words have stood is not known."
    )
    assert lines(found) == ["Undated"] * 4
    assert found.one("table", class_="levels").all("span", class_="stood") == []


def test_words_of_an_undated_text_that_a_later_one_keeps_stand_since_before_that_one(client):
    job_class = make_class()
    make_text(job_class, None)
    make_text(job_class, Y2020, "Plans more.")
    found = page(client, job_class.get_absolute_url())
    assert key(found) == "The oldest text that is held bears no date: since when its words have stood is not known."
    assert lines(found) == [
        "Last changed January 1, 2020: see the change of Duties",
        "Since before January 1, 2020",
    ]


def test_a_section_says_since_when_it_has_stood_and_leads_to_the_change(client, planner):
    found = page(client, planner.get_absolute_url())
    assert key(found) == "The text is held from the day on which the class was established, January 1, 2016."
    assert lines(found) == ["Last changed January 1, 2023: see the change of Duties", "Unchanged since January 1, 2016"]
    assert found.one("section", id="duties").links == ["/classes/county/p1/revisions/3/compare/4/"]


@pytest.mark.parametrize(
    ("day", "duties", "compared"),
    [
        ("2017-12-31", "Unchanged since January 1, 2016", []),
        (
            "2018-01-01",
            "Last changed January 1, 2018: see the change of Duties · a slip in revision 2 corrected: "
            "see the correction of Duties",
            [(1, 3), (2, 3)],
        ),
        ("2022-12-31", None, [(1, 3), (2, 3)]),
        ("2023-01-01", "Last changed January 1, 2023: see the change of Duties", [(3, 4)]),
    ],
)
def test_on_another_day_the_words_of_that_day_tell_and_links_keep_it(client, planner, day, duties, compared):
    found = page(client, planner.get_absolute_url(), as_of=day)
    assert duties is None or lines(found)[0] == duties
    assert lines(found)[1] == "Unchanged since January 1, 2016"
    assert found.one("section", id="duties").links == [
        f"/classes/county/p1/revisions/{old}/compare/{new}/?as_of={day}" for old, new in compared
    ]


def test_a_text_before_which_another_applied_that_is_not_held_says_so(client, planner):
    note(planner, date(2024, 1, 1), Event(Kind.REGRADED))
    make_text(planner, date(2025, 1, 1), "Plans more. Writes.")
    found = page(client, planner.get_absolute_url())
    assert key(found) == (
        "The text that applied before January 1, 2025 is not held: what has stood since then may be older."
    )
    assert lines(found) == ["Since January 1, 2025 or earlier"] * 2


def test_a_part_without_a_heading_says_it_too(client):
    draft = make_draft(effective_from=Y2020)
    make_section(draft, heading="", body="Before any heading.")
    assert lines(page(client, publish(draft).get_absolute_url())) == ["Since January 1, 2020 or earlier"]


def make_leveled(changes: dict[str, str]) -> JobClass:
    """A class with one competency at three levels, of which a second text in 2023 changes some."""
    framework = make_framework(levels=("Low", "Middle", "High"))
    competency = make_competency(framework, "Coaching")
    job_class = make_class()
    said = {"definition": "Coaches.", "low": "A little.", "middle": "More.", "high": "Most."}
    for revision, starts, words in ((1, Y2016, said), (2, Y2023, said | changes)):
        draft = make_draft(job_class, revision=revision, effective_from=starts)
        make_section(draft, position=1, kind="competencies", heading="Competencies", body="")
        levels = {level: text for level, text in words.items() if level != "definition"}
        require_competency(draft, competency, levels, definition=words["definition"])
        publish(draft)
    return job_class


def test_a_cell_that_changed_says_so_and_what_the_others_have_in_common_is_said_once(client):
    found = page(client, make_leveled({"middle": "Much more.", "definition": "Coaches all."}).get_absolute_url())
    assert lines(found) == [
        "Last changed January 1, 2023: see the change of Competencies",
        "Competencies without a date of their own: since January 1, 2016 or earlier.",
    ]
    row = found.one("table", class_="levels").one("tbody").one("tr")
    assert [
        mark.text for cell in row.children if isinstance(cell, Element) for mark in cell.all("span", class_="stood")
    ] == [
        "Last changed Jan 1, 2023: see the change of Coaching",
        "Last changed Jan 1, 2023: see the change of Coaching at Middle",
    ]
    assert [len(cell.all("span", class_="stood")) for cell in row.all("td")] == [0, 1, 0]


def test_where_all_cells_changed_at_once_that_is_said_once(client):
    changes = dict.fromkeys(("low", "middle", "high", "definition"), "New.")
    found = page(client, make_leveled(changes).get_absolute_url())
    assert lines(found) == ["Last changed January 1, 2023: see the change of Competencies"]
    assert found.all("span", class_="stood") == []


def test_competencies_without_levels_say_it_too(client):
    job_class = make_class()
    both = [make_competency(name="Coaching"), make_competency(name="Writing")]
    for revision, starts, words in ((1, Y2016, "Writes."), (2, Y2023, "Writes well.")):
        draft = make_draft(job_class, revision=revision, effective_from=starts)
        make_section(draft, kind="competencies", heading="Competencies", body="")
        for competency, definition in zip(both, ("Coaches.", words), strict=True):
            require_competency(draft, competency, definition=definition)
        publish(draft)
    described = page(client, job_class.get_absolute_url()).one("dl", class_="competencies").all("dd")
    assert [each.text for each in described] == [
        "Coaches.",
        "Writes well. Last changed Jan 1, 2023: see the change of Writing",
    ]


def test_the_twin_tells_since_when_every_section_and_cell_has_stood(client, planner):
    standing = client.get("/classes/county/p1.json", {"as_of": "2020-06-01"}).json()["specification"]["standing"]
    assert standing == {
        "sections": [
            {
                "heading": "Duties",
                "since": "2018-01-01",
                "earlier_than": None,
                "kind": "changed",
                "revision": 3,
                "changed_from": 1,
                "mended": [2, 3],
            },
            {
                "heading": "Knowledge",
                "since": "2016-01-01",
                "earlier_than": None,
                "kind": "established",
                "revision": 1,
                "changed_from": None,
                "mended": None,
            },
        ],
        "competencies": {},
    }


def test_the_twin_of_the_nc_class_has_a_standing_for_each_of_its_cells(client, catalog):
    cells = client.get("/classes/nc/it-manager.json").json()["specification"]["standing"]["competencies"]
    assert [list(levels) for levels in cells.values()] == [["contributing", "journey", "advanced"]] * 6
    assert {standing["kind"] for levels in cells.values() for standing in levels.values()} == {"undated"}


@pytest.mark.parametrize("texts", [2, 8])
def test_standings_cost_no_question_of_their_own_beyond_the_one_for_all_texts(client, django_assert_num_queries, texts):
    address = make_planner_at_length(texts).get_absolute_url()
    # the class with its text; all rows of the text; all texts of the class without their rows; the history; its noted
    # names; the classes of the series with their texts in force
    for twin in (address, address.rstrip("/") + ".json"):
        forget()
        with django_assert_num_queries(6):
            assert client.get(twin).status_code == 200


def test_a_text_that_was_published_without_digests_of_its_parts_says_nothing_of_them(client):
    text = make_published()
    with guard.repair("A test takes the digests away."):
        Specification.objects.filter(pk=text.pk).update(section_digests=[], cell_digests={})
    assert lines(page(client, text.get_absolute_url())) == []
