"""What changed across the catalog: the page, its filters, its paging, the feed, the table and the twin."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest
from django.http import HttpResponse

from classes.models import HistoryEntry, JobClass
from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_family,
    make_notice,
    make_organization,
    make_published,
)
from tests.page import Element, check_frame, read, read_table

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)
ATOM = {"a": "http://www.w3.org/2005/Atom"}


def told(page: Element) -> list[tuple[str, list[str]]]:
    """The days of the page, announced ones too, each with its lines."""
    return [(day.one("h3").text, [line.text for line in day.all("li")]) for day in page.all("div", class_="change-day")]


def lines(page: Element) -> list[str]:
    return [line for _, day in told(page) for line in day]


def feed_of(response: HttpResponse) -> ElementTree.Element:
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(response.content)


@pytest.fixture
def history() -> None:
    """A notice for three classes, a text after a text, a minor edit, and something announced."""
    county = make_organization("county", name="County")
    planning = make_family(county, slug="planning", name="Planning")
    notice = make_notice(county, number="CN9", title="Pay study")
    for title in ("Clerk", "Baker", "Archivist"):
        make_entry(make_class(county, title=title), kind="regraded", effective_on=date(2025, 1, 1), notice=notice)
    planner = make_class(county, title="Planner", code="P1", family=planning)
    first = make_published(planner, date(2020, 1, 1))
    second = make_published(planner, date(2025, 1, 1), revision=2)
    make_entry(planner, kind="established", effective_on=date(2020, 1, 1), specification=first)
    make_entry(planner, effective_on=date(2025, 1, 1), note="Travel added.", specification=second)
    make_entry(planner, kind="corrected", effective_on=date(2026, 6, 15), note="A comma.", minor=True)
    town = make_class(make_organization("town", name="Town"), title="Driver")
    make_entry(town, kind="abolished", effective_on=date(2026, 6, 16))


# The page


def test_the_page_of_the_real_catalog_tells_four_events(client, catalog):
    page = read(client.get("/changes/"))
    check_frame(page, "Changes")
    assert told(page) == [
        (
            "July 30, 2023",
            [
                "IT Manager (CI2787), City: revised. Revised licensure & certification and background checks. "
                "Revision 1 Text held"
            ],
        ),
        (
            "November 27, 2022",
            [
                "IT Manager (CI2787), City: regraded by CN1746. Revised pay grade as a result of CN1746. Noted only",
            ],
        ),
        ("October 21, 2021", ["IT Manager (CI2787), City: revised. Equivalency revised. Noted only"]),
        ("September 21, 2018", ["IT Manager (CI2787), City: established. Noted only"]),
    ]
    (feed,) = page.all("link", type="application/atom+xml")
    assert feed.attributes["href"] == "/changes/feed/"
    assert page.one("nav", aria_label="Catalog").one("a", aria_current="true").text == "Changes"


def test_an_act_is_one_line_with_its_notice_and_a_text_leads_to_what_changed(client, history):
    page = read(client.get("/changes/"))
    assert told(page)[1:] == [
        ("June 15, 2026", ["Planner (P1), County: corrected, a minor edit. A comma. Noted only"]),
        (
            "January 1, 2025",
            [
                "Planner (P1), County: revised. Travel added. What changed Text held",
                "CN9: 3 classes regraded · County · Pay study Archivist, Baker, Clerk",
            ],
        ),
        ("January 1, 2020", ["Planner (P1), County: established. Revision 1 Text held"]),
    ]
    assert {
        "/notices/county/cn9/",
        "/classes/county/p1/revisions/1/compare/2/",
        "/classes/county/p1/revisions/1/",
    } <= set(page.links)


def test_what_is_announced_stands_on_top_until_its_day(client, history):
    page = read(client.get("/changes/"))
    announced = page.one("section", class_="announced")
    assert "Not in force yet" in announced.text
    assert told(announced) == [("June 16, 2026", ["Driver, Town: abolished. Noted only"])]
    HistoryEntry.objects.filter(kind="abolished").update(effective_on=TODAY)
    page = read(client.get("/changes/"))
    assert page.all("section", class_="announced") == []
    assert "Driver, Town: abolished. Noted only" in lines(page)


def test_the_next_ten_announced_lines_are_listed_soonest_first(client):
    notice = make_notice(number="CN9")
    for day in range(1, 12):
        make_entry(make_class(title=f"Class {day}"), effective_on=TODAY + timedelta(days=day))
        make_entry(make_class(notice.organization), effective_on=TODAY + timedelta(days=1), notice=notice)
    announced = read(client.get("/changes/")).one("section", class_="announced")
    assert "The next 10 are listed." in announced.text
    assert [day for day, _ in told(announced)][:2] == ["June 16, 2026", "June 17, 2026"]
    assert len(lines(announced)) == 10
    assert any("11 classes revised" in line for line in lines(announced))


def test_a_past_day_tells_what_had_happened_by_then_and_announces_nothing(client, history):
    page = read(client.get("/changes/?as_of=2024-12-31"))
    assert lines(page) == ["Planner (P1), County: established. Revision 1 Text held"]
    assert len(lines(read(client.get("/changes/?as_of=2025-01-01")))) == 3
    assert "/notices/county/cn9/?as_of=2025-01-01" in read(client.get("/changes/?as_of=2025-01-01")).links


def test_a_future_day_tells_what_is_announced_and_says_so(client, history):
    page = read(client.get("/changes/?as_of=2026-06-16"))
    assert told(page)[0] == ("June 16, 2026 Announced", ["Driver, Town: abolished. Noted only"])
    assert page.all("section", class_="announced") == []


def test_an_empty_catalog_says_so(client, db):
    assert read(client.get("/changes/")).one("p", class_="notice").text == "No change is recorded."
    page = read(client.get("/changes/?as_of=2000-01-01"))
    assert page.one("p", class_="notice").text == "No change is recorded up to that day."


# Filters


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("organization=county", 4),
        ("organization=town", 1),
        ("family=county/planning", 3),
        ("kind=regraded", 1),
        ("kind=regraded&kind=established", 2),
        ("minor=only", 1),
        ("minor=without", 4),
        ("minor=", 5),
        ("since=2025-01-01", 4),
        ("since=2025-01-02", 2),
        ("until=2025-01-01", 3),
        ("until=2024-12-31", 1),
        ("since=2025-01-01&until=2025-01-01", 2),
        ("organization=county&kind=revised", 1),
    ],
)
def test_filters_let_through_what_was_asked_for(client, history, query, count):
    page = read(client.get(f"/changes/?{query}"))
    assert len(lines(page)) == count
    applied = page.all("ul", class_="applied")
    assert bool(applied) == (query != "minor=")


def test_a_filter_can_be_removed_and_says_what_it_is(client, history):
    page = read(client.get("/changes/?kind=regraded&kind=revised&since=2025-01-01&before=2026-01-01_1"))
    assert [item.text for item in page.one("ul", class_="applied").all("li")] == [
        "Remove the filter Kind: regraded or revised ×",
        "Remove the filter From: January 1, 2025 ×",
    ]
    assert "3 classes regraded among those asked for" in page.text


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("organization=atlantis", "There is no such organization. Choose one from the list."),
        ("family=county/none", "There is no such job family. Choose one from the list."),
        ("kind=painted", "“painted” is not a kind of change. Choose from the list."),
        ("kind=revised&kind=painted", "“painted” is not a kind of change. Choose from the list."),
        ("minor=maybe", "“maybe” does not say which edits. Write without or only."),
        ("since=yesterday", "That is not a date. Write year, month and day, such as 2023-07-30."),
        ("until=2023-02-30", "That is not a date. Write year, month and day, such as 2023-07-30."),
        ("since=2025-01-02&until=2025-01-01", "The last day lies before the first one. Give a later one, or none."),
        ("organization=county&organization=town", "“Organization” is given more than once. Choose one."),
        ("since=2025-01-02&since=2025-01-03", "“From” is given more than once. Choose one."),
        ("before=2025-13-01_1", "“2025-13-01_1” is no place in this list."),
        ("before=7", "“7” is no place in this list."),
        ("before=2025-01-01_1%00", "is no place in this list."),
        ("before=2025-01-01_99999999999999999999", "is no place in this list."),
    ],
)
def test_what_makes_no_sense_is_a_400_with_a_sentence_on_the_page_and_every_twin(client, history, query, sentence):
    response = client.get(f"/changes/?{query}")
    assert response.status_code == 400
    page = read(response)
    assert sentence in page.one("main").text
    assert told(page) == []
    twin = client.get(f"/changes.json?{query}")
    assert twin.status_code == 400
    assert sentence in twin.json()["error"]
    if "before" not in query:  # the table and the feed have no stretches
        assert client.get(f"/changes.csv?{query}").status_code == 400
        assert client.get(f"/changes/feed/?{query}").status_code == 400


# Paging


def make_many(number: int) -> None:
    county = make_organization("county", name="County")
    for at in range(number):
        make_entry(make_class(county, title=f"Class {at:03}"), effective_on=date(2024, 1, 1) + timedelta(days=at // 3))


def test_older_lines_follow_without_a_gap_or_a_repeat_and_newest_leads_back(client):
    make_many(120)
    notice = make_notice(make_organization("town"), number="CN9")
    for _ in range(60):
        make_entry(make_class(notice.organization), effective_on=date(2024, 1, 20), kind="regraded", notice=notice)
    found: list[str] = []
    address = "/changes/?organization=&minor="
    for number in range(3):
        page = read(client.get(address))
        assert len(lines(page)) == (50, 50, 21)[number]
        found += lines(page)
        pages = {link.text: link.attributes["href"] for link in page.one("nav", aria_label="Pages").all("a")}
        assert ("Newest" in pages) == (number > 0)
        if number < 2:
            address = "/changes/" + pages["Older"]
    assert "Older" not in pages
    assert len(set(found)) == 121
    assert sum("CN9" in line for line in found) == 1
    assert client.get("/changes/" + pages["Newest"]).status_code == 200


def test_past_the_oldest_change_the_page_leads_back(client, history):
    page = read(client.get("/changes/?before=0001-01-01_1"))
    assert page.one("p", class_="notice").text == "Nothing older is recorded. Back to the newest"


@pytest.mark.parametrize("count", [1, 60])
def test_the_page_asks_six_questions_however_much_there_is(client, django_assert_num_queries, count):
    organization = make_organization()
    make_family(organization)
    for at in range(count):
        notice = make_notice(organization)
        for _ in range(2):
            make_entry(make_class(organization), notice=notice)
            make_entry(make_class(organization), notice=notice, effective_on=TODAY + timedelta(days=at + 1))
        text = make_published(make_class(organization))
        make_entry(text.job_class, specification=text)
    # The lines, what is announced, how many classes each act touched, the first of them; the organizations and the
    # job families to choose from.
    with django_assert_num_queries(6):
        client.get("/changes/")
    with django_assert_num_queries(3):  # the lines and their acts
        client.get("/changes/feed/")
    with django_assert_num_queries(1):
        client.get("/changes.json")
    with django_assert_num_queries(1):
        read_table(client.get("/changes.csv"))


def test_no_page_counts_the_whole_history(client, history, django_assert_num_queries):
    with django_assert_num_queries(6) as asked:
        client.get("/changes/")
    lists = [query["sql"] for query in asked.captured_queries if 'FROM "classes_historyentry"' in query["sql"]]
    assert all("LIMIT" in sql or '"notice_id" IN' in sql for sql in lists)


# Drafts


def test_drafts_show_nowhere(client, history):
    planner = JobClass.objects.get(code="P1")
    draft = make_draft(planner, revision=3, effective_from=date(2027, 1, 1))
    for day in (date(2025, 6, 1), date(2027, 1, 1)):
        make_entry(planner, effective_on=day, note="Secret.", specification=draft)
    hidden = make_class(planner.organization, title="Secret class", listed=False)
    make_entry(hidden, effective_on=date(2025, 6, 1), notice=make_notice(planner.organization, number="SECRET"))
    for address in ("/changes/", "/changes/feed/", "/changes.json", "/changes.csv", "/changes/?as_of=2028-01-01"):
        response = client.get(address)
        content = b"".join(response.streaming_content) if response.streaming else response.content
        assert b"secret" not in content.lower(), address


# Feed


def test_the_feed_has_the_latest_lines_with_absolute_links_and_lasting_ids(client, history):
    feed = feed_of(client.get("/changes/feed/"))
    assert feed.findtext("a:title", namespaces=ATOM) == "Class Catalog: what changed"
    assert feed.findtext("a:updated", namespaces=ATOM) == "2026-06-15T00:00:00-04:00"
    assert feed.findtext("a:author/a:name", namespaces=ATOM) == "Class Catalog"
    links = {link.get("rel"): link.get("href") for link in feed.findall("a:link", ATOM)}
    assert links == {"alternate": "http://localhost/changes/", "self": "http://localhost/changes/feed/"}
    entries = feed.findall("a:entry", ATOM)
    assert [entry.findtext("a:title", namespaces=ATOM) for entry in entries] == [
        "Planner (P1), County: corrected",
        "Planner (P1), County: revised",
        "CN9: 3 classes regraded, County",
        "Planner (P1), County: established",
    ]
    assert [urlsplit(entry.find("a:link", ATOM).get("href"))[1:3] for entry in entries] == [
        ("localhost", "/classes/county/p1/"),
        ("localhost", "/classes/county/p1/revisions/1/compare/2/"),
        ("localhost", "/notices/county/cn9/"),
        ("localhost", "/classes/county/p1/revisions/1/"),
    ]
    ids = [entry.findtext("a:id", namespaces=ATOM) for entry in entries]
    assert len(set(ids)) == 4
    assert all(each.startswith("tag:localhost,2026-01-01:") for each in ids)
    again = feed_of(client.get("/changes/feed/?kind=regraded"))
    assert again.findtext("a:entry/a:id", namespaces=ATOM) == ids[2]
    assert [entry.findtext("a:summary", namespaces=ATOM) for entry in entries][2] == "Archivist, Baker, Clerk."


def test_the_feed_keeps_the_filters_and_the_day_and_stops_after_fifty(client):
    make_many(60)
    assert len(feed_of(client.get("/changes/feed/")).findall("a:entry", ATOM)) == 50
    one_day = feed_of(client.get("/changes/feed/?organization=county&as_of=2024-01-01"))
    assert len(one_day.findall("a:entry", ATOM)) == 3
    assert one_day.find("a:link[@rel='alternate']", ATOM).get("href") == (
        "http://localhost/changes/?organization=county&as_of=2024-01-01"
    )
    assert feed_of(client.get("/changes/feed/?as_of=2023-12-31")).findall("a:entry", ATOM) == []


def test_hostile_text_and_signs_that_no_xml_can_hold_stay_text_in_the_feed(client):
    hostile = "<script>alert(1)</script> & ]]> \x0b\x1f\ufffe \u202e"
    make_entry(make_class(title="T <b>"), note=hostile, recorded_by="<i>")
    response = client.get("/changes/feed/")
    assert b"<script>" not in response.content
    entry = feed_of(response).find("a:entry", ATOM)
    assert entry.findtext("a:summary", namespaces=ATOM) == "<script>alert(1)</script> & ]]>  \u202e Noted only."
    assert entry.findtext("a:author/a:name", namespaces=ATOM) == "<i>"


# Table and twin


def test_the_table_has_a_row_for_every_entry_and_is_streamed(client, history):
    response = client.get("/changes.csv?organization=county")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="changes.csv"'
    head, *found = read_table(response)
    rows = [dict(zip(head, row, strict=True)) for row in found]
    assert len(rows) == 6
    assert [row["class"] for row in rows] == ["Planner", "Planner", "Archivist", "Baker", "Clerk", "Planner"]
    assert (rows[1]["revision held"], rows[1]["revision before"], rows[2]["notice"]) == ("2", "1", "CN9")
    assert (rows[0]["minor"], rows[1]["minor"]) == ("yes", "no")


def test_a_cell_that_a_spreadsheet_would_run_is_defused(client):
    make_entry(make_class(title='=HYPERLINK("x")'), note="+1")
    row = read_table(client.get("/changes.csv"))[1]
    assert (row[3], row[6]) == ('\'=HYPERLINK("x")', "'+1")


def test_the_twin_goes_on_with_its_next_link_to_the_last_entry(client):
    make_many(230)
    first = client.get("/changes.json?organization=county&as_of=2026-01-01").json()
    assert len(first["changes"]) == 200
    assert first["next"].startswith("/changes.json?organization=county&as_of=2026-01-01&before=")
    second = client.get(first["next"]).json()
    assert second["next"] is None
    found = [change["class"]["title"] for change in first["changes"] + second["changes"]]
    assert found == [f"Class {at:03}" for at in reversed(range(230))]


def test_the_twin_tells_what_is_held(client, history):
    minor, revised, regraded = client.get("/changes.json").json()["changes"][:3]
    assert (minor["minor"], minor["revision_held"], minor["announced"]) == (True, None, False)
    assert (revised["revision_held"], revised["revision_before"]) == (2, 1)
    assert revised["compare"] == "/classes/county/p1/revisions/1/compare/2/"
    assert regraded["notice"] == {"number": "CN9", "page": "/notices/county/cn9/"}
    coming = client.get("/changes.json?as_of=2026-06-16").json()["changes"][0]
    assert (coming["kind"], coming["announced"]) == ("abolished", True)
