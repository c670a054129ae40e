"""`?since=` on the class page: only what changed after a day, on the page and in the twin."""

from __future__ import annotations

from datetime import date

import pytest

from classes.caching import forget
from classes.models import JobClass
from classes.publishing import Event, abolish, note, reinstate
from tests.classes.planner import (
    Y2016,
    Y2018,
    Y2020,
    Y2023,
    Kind,
    draft_text,
    make_planner,
    make_planner_at_length,
    make_text,
)
from tests.factories import (
    make_class,
    make_entry,
)
from tests.page import Element, check_frame, read

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


def summary(found: Element) -> str:
    return found.one("p", class_="summary").text


def notices(found: Element) -> list[str]:
    return [notice.text for notice in found.one("main").all("p", class_="notice")]


def events(found: Element) -> list[str]:
    """The days and kinds of the history on the page."""
    return [
        " ".join(
            [
                event.one("p", class_="history-day").one("time").attributes["datetime"],
                event.one("p", class_="history-kind").one("b").text,
            ]
        )
        for event in found.all("li")
        if event.all("p", class_="history-kind")
    ]


def test_the_page_has_the_frame_of_a_page_and_says_what_it_is(client, planner):
    found = page(client, planner.get_absolute_url(), since="2017-06-01")
    check_frame(found, "What changed since June 1, 2017: Planner (P1), County")
    assert found.one("h1").text == "Planner P1: what changed since June 1, 2017"
    assert found.one("main").all("h2")[0].text == "What changed since June 1, 2017"
    assert "/classes/county/p1.json?since=2017-06-01" in found.one("header", class_="page-head").links


def test_it_shows_facts_and_changed_sections_as_a_redline_with_the_others_folded(client, planner):
    found = page(client, planner.get_absolute_url(), since="2017-06-01")
    assert summary(found) == "1 section changed: 1 sentence added, 1 reworded; pay grade EX-1 → EX-2."
    redlined = found.one("div", class_="redlined")
    assert [section.one("h2").text for section in redlined.all("section", class_="changed")] == ["Duties"]
    assert redlined.one("details", class_="folded").one("summary").text == "1 section unchanged"
    assert [row.text for row in found.one("table", class_="facts-changed").one("tbody").all("tr")] == [
        "Pay grade removed: EX-1 added: EX-2"
    ]
    assert "Revision 1 (in force January 1, 2016 to December 31, 2017) against revision 4 (in force since" in (
        found.one("main").text
    )


@pytest.mark.parametrize(
    ("since", "old", "told"),
    [
        ("2016-01-01", 1, ["2023-01-01 Revised", "2018-01-01 Corrected", "2018-01-01 Revised"]),
        ("2017-12-31", 1, ["2023-01-01 Revised", "2018-01-01 Corrected", "2018-01-01 Revised"]),
        ("2018-01-01", 3, ["2023-01-01 Revised"]),
        ("2022-12-31", 3, ["2023-01-01 Revised"]),
    ],
)
def test_the_text_of_that_day_is_compared_and_what_happened_after_it_is_told(client, planner, since, old, told):
    found = page(client, planner.get_absolute_url(), since=since)
    assert f"Revision {old} (in force" in found.one("main").text
    assert events(found) == told


@pytest.mark.parametrize("since", ["2023-01-01", "2026-06-14"])
def test_where_the_same_text_was_in_force_nothing_has_changed(client, planner, since):
    found = page(client, planner.get_absolute_url(), since=since)
    assert summary(found) == "Nothing in the text has changed: revision 4 has been in force since January 1, 2023."
    assert found.all("div", class_="redlined") == []
    assert events(found) == []


def test_since_the_day_shown_nothing_can_have_changed(client, planner):
    said = "That is the day shown: between a day and itself nothing can have changed."
    assert summary(page(client, planner.get_absolute_url(), since="2026-06-15")) == said
    assert summary(page(client, planner.get_absolute_url(), since="2018-01-01", as_of="2018-01-01")) == said


def test_with_another_day_to_show_it_ends_there_and_links_and_form_keep_it(client, planner):
    found = page(client, planner.get_absolute_url(), since="2016-06-01", as_of="2022-12-31")
    assert found.one("main").all("h2")[0].text == "What changed since June 1, 2016, up to December 31, 2022"
    assert summary(found) == "1 section changed: 1 sentence reworded."
    assert events(found) == ["2018-01-01 Corrected", "2018-01-01 Revised"]
    form = found.one("form", class_="since-form")
    assert [(field.attributes["name"], field.attributes["value"]) for field in form.all("input")] == [
        ("as_of", "2022-12-31"),
        ("since", "2016-06-01"),
    ]
    assert all("as_of=2022-12-31" in link for link in found.one("main").links if link.startswith("/classes/county/p1/"))


@pytest.mark.parametrize(("as_of", "told"), [("2022-12-31", []), ("2023-01-01", ["2023-01-01 Revised"])])
def test_what_happened_is_told_up_to_the_day_shown_and_with_it(client, planner, as_of, told):
    assert events(page(client, planner.get_absolute_url(), since="2018-01-01", as_of=as_of)) == told


def test_a_future_day_shows_what_an_announced_text_will_change(client, planner):
    make_text(planner, date(2027, 1, 1), "Plans all.")
    query = {"since": "2026-06-15", "as_of": "2027-01-01"}
    assert "1 section changed" in summary(page(client, planner.get_absolute_url(), **query))
    assert summary(page(client, planner.get_absolute_url(), since="2026-06-15", as_of="2026-12-31")).startswith(
        "Nothing in the text has changed"
    )


def test_who_may_have_read_a_text_that_was_corrected_is_told(client, planner):
    found = page(client, planner.get_absolute_url(), since="2018-06-01")
    assert notices(found) == [
        "On June 1, 2018 one may have read revision 2, which held a mistake. Revision 3 corrects it and stands in its "
        "place here: see what was corrected."
    ]
    assert "/classes/county/p1/revisions/2/compare/3/" in found.one("main").links


def test_before_the_class_was_established_there_is_no_text_to_compare(client, planner):
    found = page(client, planner.get_absolute_url(), since="2015-12-31")
    assert summary(found) == (
        "On December 31, 2015 the class did not exist: it was established on January 1, 2016. "
        "There is no text of that day to compare."
    )
    assert found.all("div", class_="redlined") == []
    assert "/classes/county/p1/?since=2016-01-01" in found.one("main").links
    assert events(found)[-1] == "2016-01-01 Established"


def test_the_city_class_before_its_one_text_tells_what_is_noted_and_which_text_is_the_first(client, catalog):
    found = page(client, CITY, since="2022-11-26")
    assert summary(found) == (
        "What changed in the text cannot be told: the text that applied on November 26, 2022 is not held."
    )
    assert notices(found) == [
        "The last event up to that day, “Revised” on October 21, 2021, is noted only. The first text held after that "
        "day is the one in force today, revision 1, which took effect on July 30, 2023. It is not shown as a change, "
        "since what it changed is not held."
    ]
    assert events(found) == ["2023-07-30 Revised", "2022-11-27 Regraded"]
    assert "Supervises" not in found.one("main").text


@pytest.mark.parametrize(("since", "first"), [("2023-07-29", "What changed"), ("2023-07-30", "Nothing in the text")])
def test_the_city_class_on_both_sides_of_its_first_day(client, catalog, since, first):
    assert summary(page(client, CITY, since=since)).startswith(first)


def test_the_nc_class_knows_of_no_change_and_does_not_say_that_there_was_none(client, catalog):
    found = page(client, NC, since="2020-01-01")
    assert summary(found) == "No change of the text is known: the catalog holds one text, revision 1."
    assert notices(found) == ["Its source bears no date, so whether it applied on January 1, 2020 is not known."]


def test_an_undated_text_is_compared_with_a_caution(client):
    job_class = make_class()
    make_text(job_class, None)
    make_text(job_class, Y2020, "Plans more.")
    found = page(client, job_class.get_absolute_url(), since="2019-12-31")
    assert summary(found) == "1 section changed: 1 sentence reworded."
    assert notices(found) == [
        "Revision 1 bears no date: whether it applied on December 31, 2019 is not known. It is compared because no "
        "other text of that time is held."
    ]
    assert notices(page(client, job_class.get_absolute_url(), since="2020-01-01")) == []


def test_an_undated_text_is_not_compared_with_before_the_class_was_established(client):
    job_class = make_class()
    make_entry(job_class, kind=Kind.ESTABLISHED, effective_on=Y2018)
    make_text(job_class, None)
    make_text(job_class, Y2020, "Plans more.")
    address = job_class.get_absolute_url()
    found = page(client, address, since="2017-12-31")
    assert summary(found).startswith("On December 31, 2017 the class did not exist: it was established on January 1")
    assert notices(found) == [
        "The first text that is held, revision 1, bears no date: see what changed since the class was established."
    ]
    assert f"{address}?since=2018-01-01" in found.one("main").links
    assert summary(page(client, address, since="2018-01-01")) == "1 section changed: 1 sentence reworded."


@pytest.mark.parametrize(
    ("since", "held"), [("2017-12-31", True), ("2018-01-01", False), ("2019-12-31", False), ("2020-01-01", True)]
)
def test_while_a_text_is_not_held_no_other_stands_in_its_place(client, since, held):
    job_class = make_class()
    make_text(job_class, Y2016)
    note(job_class, Y2018, Event(Kind.REGRADED))
    make_text(job_class, Y2020, "Plans more.")
    make_text(job_class, Y2023, "Plans all.")
    found = page(client, job_class.get_absolute_url(), since=since)
    assert bool(found.all("div", class_="redlined")) == held
    if not held:
        assert "is not held" in summary(found)
        assert notices(found) == [
            "The last event up to that day, “Regraded” on January 1, 2018, is noted only. The first text held after "
            "that day, revision 2, took effect on January 1, 2020: see what changed since then."
        ]


@pytest.mark.parametrize(
    ("since", "said"),
    [
        ("2017-12-31", "1 section changed"),
        ("2018-01-01", "On January 1, 2018 the class did not exist: it had been"),
        ("2019-12-31", "On December 31, 2019 the class did not exist: it had been"),
        ("2020-01-01", "Nothing in the text"),
    ],
)
def test_while_the_class_was_abolished_there_is_no_text_to_compare(client, since, said):
    job_class = make_class()
    make_text(job_class, Y2016)
    abolish(job_class, Y2018, Event(Kind.ABOLISHED))
    reinstate(job_class, Y2020, Event(Kind.REINSTATED), draft_text(job_class, Y2020, "Plans more."))
    assert summary(page(client, job_class.get_absolute_url(), since=since)).startswith(said)


def test_of_a_class_that_is_abolished_it_is_said_what_applied_and_that_nothing_does_now(client):
    job_class = make_class()
    make_text(job_class, Y2016)
    abolish(job_class, Y2018, Event(Kind.ABOLISHED))
    found = page(client, job_class.get_absolute_url(), since="2017-12-31")
    assert summary(found) == (
        "What the text became cannot be told: revision 1, in force on December 31, 2017, is held, but no text in force "
        "on June 15, 2026 is."
    )
    assert notices(found) == ["Read revision 1. The class was abolished on January 1, 2018."]
    assert events(found) == ["2018-01-01 Abolished"]


def test_a_class_of_which_no_text_is_held_says_so(client, catalog):
    found = page(client, "/classes/city/it-director/", since="2020-01-01")
    assert summary(found).startswith("What changed in the text cannot be told")
    assert notices(found) == ["No text that took effect after that day is held."]


@pytest.mark.parametrize("twin", [False, True])
@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("since=2026-06-16", "“2026-06-16” is after June 15, 2026, the day shown."),
        ("since=2020-01-02&as_of=2020-01-01", "“2020-01-02” is after January 1, 2020, the day shown."),
        ("since=2023-02-29", "“2023-02-29” is not a date."),
        ("since=0000-01-01", "“0000-01-01” is not a date."),
        ("since=2023-01-01T00:00", "“2023-01-01T00:00” is not a date."),
        ("since=yesterday", "“yesterday” is not a date."),
        ("since=2020-01-01&as_of=yesterday", "“yesterday” is not a date."),
        ("since=%00", "is not a date."),
    ],
)
def test_a_day_that_is_none_or_comes_after_the_day_shown_is_refused_in_a_sentence(
    client, planner, query, sentence, twin
):
    response = client.get(f"/classes/county/p1{'.json' if twin else '/'}?{query}")
    assert response.status_code == 400
    assert sentence in (response.json()["error"] if twin else read(response).one("main").text)


@pytest.mark.parametrize("since", ["0001-01-01", "2026-06-15"])
def test_the_first_and_the_last_day_can_be_asked_for(client, planner, since):
    page(client, planner.get_absolute_url(), since=since)


@pytest.mark.parametrize("since", ["", " "])
def test_an_empty_day_asks_for_the_class_page(client, planner, since):
    assert page(client, planner.get_absolute_url(), since=since).all("article")


def test_the_class_page_has_the_form_and_keeps_its_day(client, planner):
    form = page(client, planner.get_absolute_url(), as_of="2020-01-01").one("form", class_="since-form")
    assert form.attributes["action"] == "/classes/county/p1/"
    assert [field.attributes["name"] for field in form.all("input")] == ["as_of", "since"]
    assert form.one("input", type="date").attributes["max"] == "2020-01-01"
    assert form.one("label").attributes["for"] == form.one("input", type="date").attributes["id"]
    today = page(client, planner.get_absolute_url()).one("form", class_="since-form")
    assert [field.attributes["name"] for field in today.all("input")] == ["since"]


def test_a_draft_stays_out_on_every_day(client, planner):
    draft = draft_text(planner, date(2024, 1, 1), "Secret.")
    make_entry(planner, effective_on=date(2024, 1, 1), note="Secret note.", specification=draft)
    for address in ("/classes/county/p1/", "/classes/county/p1.json"):
        for query in ({"since": "2016-06-01"}, {"since": "2024-06-01"}, {"since": "2016-06-01", "as_of": "2030-01-01"}):
            response = client.get(address, query)
            assert response.status_code == 200
            assert "Secret" not in response.content.decode()


def test_an_unknown_class_is_a_404_and_one_typed_as_it_is_printed_leads_there(client, planner):
    assert client.get("/classes/county/nothing/?since=2020-01-01").status_code == 404
    assert client.get("/classes/county/P1/?since=2020-01-01")["Location"] == "/classes/county/p1/?since=2020-01-01"


def test_the_twin_holds_what_the_page_shows(client, planner):
    data = client.get("/classes/county/p1.json", {"since": "2017-06-01"}).json()
    assert (data["since"], data["as_of"], data["schema_version"]) == ("2017-06-01", "2026-06-15", 1)
    assert (data["old"]["revision"], data["new"]["revision"], data["same_text"]) == (1, 4, False)
    assert data["summary"] == "1 section changed: 1 sentence added, 1 reworded; pay grade EX-1 → EX-2"
    assert data["facts"] == [{"fact": "pay grade", "old": "EX-1", "new": "EX-2"}]
    assert [(section["name"], section["status"]) for section in data["sections"]] == [
        ("Duties", "changed"),
        ("Knowledge", "same"),
    ]
    assert [entry["kind"] for entry in data["history"]] == ["revised", "corrected", "revised"]
    assert (data["why_not_held"], data["next_held"], data["mended"]) == (None, None, None)


def test_the_twin_says_why_there_is_nothing_to_compare(client, planner):
    data = client.get("/classes/county/p1.json", {"since": "2015-01-01"}).json()
    assert (data["old"], data["new"]["revision"]) == (None, 4)
    assert (data["why_not_held"], data["next_held"]["revision"]) == ("not established", 1)
    assert (data["summary"], data["facts"], data["sections"]) == (None, None, None)
    same = client.get("/classes/county/p1.json", {"since": "2024-01-01"}).json()
    assert (same["same_text"], same["old"] == same["new"], same["summary"]) == (True, True, None)


@pytest.mark.parametrize("texts", [2, 8])
def test_what_changed_asks_eleven_questions_however_many_texts_there_are(client, django_assert_num_queries, texts):
    address = make_planner_at_length(texts).get_absolute_url()
    # as the class page, and the text of that day with its sections, requirements, competencies and descriptors
    for twin in (address, address.rstrip("/") + ".json"):
        forget()
        with django_assert_num_queries(11):
            assert client.get(twin, {"since": "2010-06-01"}).status_code == 200


@pytest.mark.parametrize("since", ["2009-12-31", "2026-01-01"])
def test_where_nothing_is_compared_it_costs_what_the_class_page_does(client, django_assert_num_queries, since):
    address = make_planner_at_length(3).get_absolute_url()
    # as the class page
    with django_assert_num_queries(6):
        assert client.get(address, {"since": since}).status_code == 200
