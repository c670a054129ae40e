"""The history page of a class, its twins and its feed."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree

import pytest

from classes import guard
from classes.models import Specification
from classes.publishing import Event, abolish, note, publish, reinstate
from tests.classes.storied import storied_class, text_of
from tests.factories import make_class, make_draft, make_entry, make_organization, make_published
from tests.page import Element, check_frame, read, read_table

pytestmark = pytest.mark.django_db

CITY = "/classes/city/ci2787/history/"
COUNTY = "/classes/county/p200/history/"


def events(page: Element) -> list[Element]:
    return [
        child
        for history in page.all("ol", class_="history")
        for child in history.children
        if isinstance(child, Element)
    ]


def test_the_city_class_shows_its_four_events_and_its_one_text(client, catalog):
    page = read(client.get(CITY))
    check_frame(page, "IT Manager (CI2787): history, City")
    assert [event.text for event in events(page)] == [
        "Jul 30, 2023 in force today Revised Text held Revised licensure & certification and background checks. "
        "Recorded by AM Read revision 1 What changed cannot be shown: the earlier text is not held",
        "Nov 27, 2022 Regraded Noted only Revised pay grade as a result of CN1746. Change notice CN1746 "
        "What changed cannot be shown: the text of that day is not held",
        "Oct 21, 2021 Revised Noted only Equivalency revised. "
        "What changed cannot be shown: the text of that day is not held",
        "Sep 21, 2018 Established Noted only Recorded by LS",
    ]
    assert "/classes/city/ci2787/revisions/1/" in page.links
    assert "/notices/city/cn1746/" in page.links


@pytest.mark.parametrize(
    ("as_of", "count"),
    [("2018-09-20", 0), ("2018-09-21", 1), ("2022-11-26", 2), ("2022-11-27", 3), ("2023-07-29", 3), ("2023-07-30", 4)],
)
def test_the_history_of_a_past_day_tells_what_had_happened_by_then_the_day_itself_included(
    client, catalog, as_of, count
):
    page = read(client.get(CITY, {"as_of": as_of}))
    assert len(events(page)) == count
    if not count:
        assert "Nothing is recorded of this class up to September 20, 2018." in page.one("main").text


def test_a_text_that_no_event_tells_of_has_a_line_of_its_own(client, catalog):
    page = read(client.get("/classes/nc/it-manager/history/"))
    assert [event.text for event in events(page)] == [
        "No date in force today Text held Read revision 1 The first text that is held"
    ]


def test_a_class_of_which_nothing_is_known_says_so(client, catalog):
    page = read(client.get("/classes/city/it-director/history/"))
    assert "No event of this class is recorded, and no text of it is held." in page.one("main").text


def test_each_line_tells_kind_day_note_who_notice_and_leads_to_the_text_and_what_it_changed(client):
    storied_class()
    page = read(client.get(COUNTY))
    announced, corrected, recoded, revised, established = events(page)
    assert [heading.text for heading in page.all("h2", class_="history-part")] == ["Announced", "So far"]
    assert announced.text == (
        "Jan 1, 2027 announced Retitled Text held For more than one team. Adopted May 1, 2026 Read revision 4 "
        "See what changes Compare with today"
    )
    assert announced.links == [
        "/classes/county/p200/revisions/4/",
        "/classes/county/p200/revisions/3/compare/4/",
        "/classes/county/p200/revisions/3/compare/4/",
    ]
    assert corrected.text == (
        "Jan 1, 2021 in force today Corrected Text held A slip in the duties. Recorded by AM Published Jun 15, 2026 "
        "Read revision 3 See what was corrected"
    )
    assert corrected.links[1] == "/classes/county/p200/revisions/2/compare/3/"
    assert recoded.text == (
        "Jan 1, 2021 Recoded Text held Mistaken, corrected later New title and code. Adopted Dec 1, 2020 "
        "Change notice N7 Read revision 2 See what changed Compare with today"
    )
    assert recoded.links == [
        "/notices/county/n7/",
        "/classes/county/p200/revisions/2/",
        "/classes/county/p200/revisions/1/compare/2/",
        "/classes/county/p200/revisions/2/compare/3/",
    ]
    assert "The earlier text is not held" not in revised.text
    assert established.links == []


def test_what_is_announced_is_not_told_on_a_past_day(client):
    storied_class()
    page = read(client.get(COUNTY, {"as_of": "2026-06-14"}))
    assert page.all("h2", class_="history-part") == []
    assert len(events(page)) == 4


@pytest.mark.parametrize(("as_of", "in_force"), [("2026-12-31", 3), ("2027-01-01", 4)])
def test_a_future_day_shows_which_text_will_be_in_force(client, as_of, in_force):
    storied_class()
    page = read(client.get(COUNTY, {"as_of": as_of}))
    (current,) = [event for event in events(page) if "is-current" in event.classes]
    assert f"Read revision {in_force}" in current.text


def test_across_a_change_whose_text_is_not_held_the_next_text_is_compared_with_the_last_one_held(client):
    job_class = make_class(make_organization("county"), title="Clerk", code="C1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)), Event("established"))
    note(job_class, date(2020, 1, 1), Event("revised", "Not kept."))
    publish(text_of(job_class, 2, effective_from=date(2021, 1, 1), duties="Files."), Event("revised"))
    page = read(client.get("/classes/county/c1/history/"))
    newest = events(page)[0]
    assert "Compare with revision 1, the last text held before" in newest.text
    assert "See what changed" not in newest.text


def test_an_abolished_class_tells_of_it_and_a_reinstated_one_of_both(client):
    county = make_organization("county")
    job_class = make_class(county, title="Clerk", code="C1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)), Event("established"))
    abolish(job_class, date(2020, 1, 1), Event("abolished"))
    reinstate(job_class, date(2022, 1, 1), Event("reinstated"), text_of(job_class, 2, effective_from=date(2022, 1, 1)))
    page = read(client.get("/classes/county/c1/history/"))
    assert [event.one("b").text for event in events(page)] == ["Reinstated", "Abolished", "Established"]
    assert "See what changed" in events(page)[0].text
    for as_of, listed in (("2019-12-31", True), ("2020-01-01", False), ("2021-12-31", False), ("2022-01-01", True)):
        found = read(client.get("/classes/", {"as_of": as_of})).text
        assert ("Clerk" in found) == listed, as_of


def test_a_draft_and_its_entry_are_on_no_page_twin_or_feed_of_the_history(client):
    job_class = storied_class()
    draft = make_draft(job_class, revision=5, title="Secret Planner", effective_from=date(2026, 1, 1))
    make_entry(job_class, specification=draft, note="Secret note", kind="retitled", effective_on=date(2026, 1, 1))
    for address in (COUNTY, COUNTY[:-1] + ".json", COUNTY[:-1] + ".csv", COUNTY + "feed/"):
        said = client.get(address).content.decode()
        assert "Secret" not in said, address
    assert client.get("/classes/county/p200/revisions/5/").status_code == 404


def test_the_json_twin_tells_what_the_page_tells(client):
    storied_class()
    data = client.get(COUNTY[:-1] + ".json").json()
    assert data["as_of"] == "2026-06-15"
    assert data["former_names"] == [{"title": "Planner", "code": "P100", "until": "2021-01-01"}]
    assert [(line["kind"], line["effective_on"], line["announced"]) for line in data["history"]] == [
        ("retitled", "2027-01-01", True),
        ("corrected", "2021-01-01", False),
        ("recoded", "2021-01-01", False),
        ("revised", "2019-01-01", False),
        ("established", "2018-01-01", False),
    ]
    recoded = data["history"][2]
    digest = Specification.objects.get(revision=2).digest
    assert recoded["text"]["digest"] == digest
    assert recoded["text"]["corrected"] is True
    assert (recoded["notice"], recoded["adopted_on"], recoded["text_before"]) == ("N7", "2020-12-01", 1)
    assert data["history"][4]["text"] is None
    past = client.get(COUNTY[:-1] + ".json", {"as_of": "2020-12-31"}).json()
    assert [line["kind"] for line in past["history"]] == ["revised", "established"]


def test_the_csv_twin_has_a_row_for_each_line(client):
    storied_class()
    answer = client.get(COUNTY[:-1] + ".csv")
    head, *rows = read_table(answer)
    assert head[:3] == ["effective on", "kind", "note"]
    assert len(rows) == 5
    assert rows[1][:4] == ["2021-01-01", "corrected", "A slip in the duties.", "AM"]
    assert rows[4][8] == ""


def test_the_feed_is_atom_with_an_entry_for_each_event(client):
    storied_class()
    answer = client.get(COUNTY + "feed/")
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    atom = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.fromstring(answer.content)
    assert feed.findtext(f"{atom}title") == "Senior Planner (P200), County: history"
    assert len(feed.findall(f"{atom}entry")) == 5
    links = [entry.find(f"{atom}link").attrib["href"] for entry in feed.findall(f"{atom}entry")]
    assert links[0] == "http://localhost/classes/county/p200/revisions/3/compare/4/"
    assert len({entry.findtext(f"{atom}id") for entry in feed.findall(f"{atom}entry")}) == 5


@pytest.mark.parametrize("count", [1, 12])
def test_a_history_costs_the_same_however_long_it_is(client, django_assert_num_queries, count):
    job_class = make_class(make_organization("county"), code="C1")
    for revision in range(1, count + 1):
        publish(
            text_of(job_class, revision, effective_from=date(2000 + revision, 1, 1)), Event("revised", f"{revision}")
        )
    # the class with its text, all rows of the text; texts, events, noted names
    with django_assert_num_queries(5):
        client.get("/classes/county/c1/history/")


@pytest.mark.parametrize(("as_of", "told"), [("2026-06-14", True), ("2026-06-15", False)])
def test_on_a_day_before_the_correction_came_the_page_tells_that_the_mistake_was_still_shown(client, as_of, told):
    job_class = storied_class()
    with guard.repair("The mistake was published years ago."):
        Specification.objects.filter(revision=2).update(published_at=datetime(2021, 1, 1, 12, tzinfo=UTC))
    page = read(client.get(job_class.get_absolute_url(), {"as_of": as_of}))
    said = "On that day the catalog still showed revision 2, which held a mistake. It was corrected on June 15, 2026"
    assert (said in page.one("main").text) == told


def test_an_abolition_that_is_announced_stands_in_the_head_with_what_takes_its_place(client):
    county = make_organization("county", name="County")
    job_class, other = make_class(county, title="Clerk", code="C1"), make_class(county, title="Aide", code="A1")
    publish(text_of(job_class, 1, title="Clerk", code="C1", effective_from=date(2019, 1, 1)))
    abolish(job_class, date(2027, 1, 1), Event("abolished"), [other])
    notes = read(client.get("/classes/county/c1/")).one("ul", class_="class-notes")
    assert notes.text == "Announced: the class is to be abolished on January 1, 2027; in its place: Aide (A1)."
    status = read(client.get("/classes/county/c1/", {"as_of": "2027-01-01"})).one("p", class_="status")
    assert status.text == "To be abolished on January 1, 2027 · County"
    assert read(client.get("/classes/county/c1/", {"as_of": "2026-06-14"})).all("ul", class_="class-notes") == []


def test_between_two_texts_the_comparison_tells_of_words_that_are_not_held(client):
    job_class = make_class(make_organization("county"), title="Clerk", code="C1")
    publish(text_of(job_class, 1, effective_from=date(2019, 1, 1)), Event("established"))
    note(job_class, date(2020, 1, 1), Event("revised", "Not kept."))
    publish(text_of(job_class, 2, effective_from=date(2021, 1, 1), duties="Files."), Event("revised"))
    for sides in ("1/compare/2", "2/compare/1"):
        said = read(client.get(f"/classes/county/c1/revisions/{sides}/")).one("p", class_="notice").text
        assert said.startswith(
            "Between the two, other words applied that are not held: revised on January 1, 2020, “Not kept.”."
        )


def test_a_comparison_with_a_text_that_is_not_held_is_refused_with_the_reason(client):
    make_published(make_class(make_organization("county"), code="C1"))
    answer = client.get("/classes/county/c1/revisions/1/compare/2/")
    assert answer.status_code == 404
    assert "holds no revision 2" in read(answer).one("main").text
