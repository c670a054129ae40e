"""Two revisions of a class against each other: the page, its twin, and what it refuses."""

from __future__ import annotations

from datetime import date

import pytest

from classes.models import JobClass, Specification
from classes.publishing import publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_organization,
    make_requirement,
    make_section,
    require_competency,
)
from tests.page import check_frame, read, read_table

pytestmark = pytest.mark.django_db

ADDRESS = "/classes/county/p1/revisions/1/compare/2/"
TWIN = "/classes/county/p1/revisions/1/compare/2.json"
TABLE = "/classes/county/p1/revisions/1/compare/2.csv"


def write(job_class: JobClass, revision: int, duties: str, grade: str, **fields: object) -> Specification:
    draft = make_draft(job_class, revision=revision, pay_grade=grade, **fields)
    make_section(draft, position=1, heading="Duties", body=duties)
    make_section(draft, position=2, kind="note", heading="Note", body="Applies to all.")
    return draft


@pytest.fixture
def planner() -> JobClass:
    """A class with two published revisions and a third in draft."""
    job_class = make_class(make_organization("county", name="County"), code="P1", title="Planner")
    publish(write(job_class, 1, "Plans the work.\n\nWrites reports.", "EX-16", effective_from=date(2020, 1, 1)))
    publish(write(job_class, 2, "Plans all the work.\n\nLeads a team.", "EX-17", effective_from=date(2023, 7, 30)))
    write(job_class, 3, "Secret plans.", "EX-18")
    return job_class


@pytest.mark.parametrize("show", ["", "?show=inline", "?show=side-by-side"])
def test_the_page_says_what_changed_in_words_first(client, planner, show):
    page = read(client.get(ADDRESS + show))
    check_frame(page, "Planner (P1): revisions 1 and 2, County")
    assert page.one("p", class_="summary").text == (
        "1 section changed: 1 sentence added, 1 reworded, 1 removed; pay grade EX-16 → EX-17."
    )
    assert page.one("p", class_="status").text == (
        "Revision 1 (in force January 1, 2020 to July 29, 2023) against revision 2 (in force since July 30, 2023)"
    )
    facts = page.one("table", class_="facts-changed").one("tbody")
    assert [cell.text for cell in facts.all("td")] == ["removed: EX-16", "added: EX-17"]
    assert "1 section unchanged" in page.one("details", class_="folded").text


def test_changes_are_marked_in_the_text(client, planner):
    page = read(client.get(ADDRESS))
    assert [mark.text for mark in page.one("div", class_="redlined").all("ins")] == [
        "added: all end added",
        "added: Leads a team. end added",
    ]
    assert [mark.text for mark in page.one("div", class_="redlined").all("del")] == [
        "removed: Writes reports. end removed"
    ]


def test_side_by_side_shows_each_text_whole_in_its_own_order(client, planner):
    sides = read(client.get(ADDRESS + "?show=side-by-side")).one("table", class_="sides")
    assert sides.one("caption").text == "Duties"
    assert [head.text for head in sides.one("thead").all("th", scope="col")] == ["Revision 1", "Revision 2"]
    assert [[cell.text_without("cell-level") for cell in row.all("td")] for row in sides.one("tbody").all("tr")] == [
        ["Plans the work.", "Plans added: all end added the work."],
        ["removed: Writes reports. end removed", ""],
        ["", "added: Leads a team. end added"],
    ]


def test_the_sides_can_be_swapped(client, planner):
    swapped = "/classes/county/p1/revisions/2/compare/1/"
    assert swapped in read(client.get(ADDRESS)).links
    assert "pay grade EX-17 → EX-16" in read(client.get(swapped)).one("p", class_="summary").text


@pytest.mark.parametrize("query", ["", "?show=side-by-side", "?show=side-by-side&as_of=2022-01-01"])
def test_swapping_the_sides_keeps_the_way_of_showing_and_the_day(client, planner, query):
    swap = read(client.get(ADDRESS + query)).one("p", class_="swap")
    assert swap.links == [f"/classes/county/p1/revisions/2/compare/1/{query}"]


@pytest.mark.parametrize("query", ["", "?show=side-by-side"])
def test_the_card_leads_to_every_changed_section(client, planner, query):
    page = read(client.get(ADDRESS + query))
    card = page.one("aside", class_="changes-card")
    assert card.one("ol").text == "Duties 1 sentence added, 1 reworded, 1 removed"
    assert card.links == ["#section_1"]


def test_duties_are_a_numbered_list_and_an_unchanged_section_is_set_as_on_its_page(client, planner):
    page = read(client.get(ADDRESS))
    assert [line.classes for line in page.one("ol", class_="duties").all("li")] == [
        ["line", "edited"],
        ["line", "removed"],
        ["line", "added"],
    ]
    assert page.one("details", class_="folded").one("p", class_="line").text == "Applies to all."


@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2023-07-29", "revision 2 (takes effect on July 30, 2023)"),
        ("2023-07-30", "revision 2 (in force since July 30, 2023)"),
    ],
)
def test_whether_a_revision_is_in_force_depends_on_the_day(client, planner, day, sentence):
    status = read(client.get(ADDRESS, {"as_of": day})).one("p", class_="status").text
    assert status.endswith(sentence)


def test_an_undated_and_a_corrected_revision_say_so(client):
    job_class = make_class(make_organization("county"), code="P1", title="Planner")
    publish(write(job_class, 1, "Plans.", "EX-16", effective_from=None))
    wrong = publish(write(job_class, 2, "Plan.", "EX-16", effective_from=date(2021, 1, 1)))
    publish(write(job_class, 3, "Plans.", "EX-16", effective_from=date(2021, 1, 1), corrects=wrong))
    assert read(client.get(ADDRESS)).one("p", class_="status").text == (
        "Revision 1 (undated, to December 31, 2020) against revision 2 (corrected: revision 3 took its place)"
    )
    right = read(client.get("/classes/county/p1/revisions/2/compare/3/")).one("p", class_="status").text
    assert right.endswith("against revision 3 (in force since January 1, 2021)")
    same = read(client.get("/classes/county/p1/revisions/1/compare/3/"))
    assert same.one("p", class_="summary").text == "Nothing changed."
    assert same.one("p", class_="notice").text == "The two texts say the same in every section."
    assert same.all("aside", class_="changes-card") == []


@pytest.mark.parametrize(
    "pair", ["1/compare/3", "3/compare/1", "1/compare/4", "0/compare/1", "1/compare/99999999999999999999"]
)
def test_a_draft_answers_as_a_revision_that_does_not_exist(client, planner, pair):
    for ending in ("/", ".json", ".csv"):
        response = client.get(f"/classes/county/p1/revisions/{pair}{ending}")
        assert response.status_code == 404
        assert "Secret" not in response.content.decode()
        assert "The catalog holds no revision" in response.content.decode()


@pytest.mark.parametrize("ending", ["/", ".json", ".csv"])
def test_a_revision_against_itself_and_a_show_that_is_none_are_sentences(client, planner, ending):
    response = client.get(f"/classes/county/p1/revisions/1/compare/1{ending}")
    assert response.status_code == 400
    assert "Revision 1 cannot be compared with itself" in response.content.decode()
    assert client.get(ADDRESS + "?show=upside-down").status_code == 400


@pytest.mark.parametrize("address", ["/classes/county/p2/", "/classes/nowhere/p1/"])
def test_revisions_of_a_class_that_is_not_held_are_not_found(client, planner, address):
    assert client.get(f"{address}revisions/1/compare/2/").status_code == 404


def test_the_page_asks_five_queries_however_long_the_texts(client, planner, django_assert_num_queries):
    job_class = make_class(make_organization("big"), code="B1")
    for revision, start in ((1, date(2020, 1, 1)), (2, date(2021, 1, 1))):
        draft = write(job_class, revision, "Plans.", "EX-16", effective_from=start)
        make_section(draft, kind="education", heading="Education", body="")
        make_section(draft, kind="competencies", heading="Competencies", body="")
        for _ in range(20):
            make_requirement(draft)
            require_competency(draft, make_competency())
        publish(draft)
    for address in (ADDRESS, "/classes/big/b1/revisions/1/compare/2/"):
        # Both texts with their class, their sections, their requirements, their competencies, their descriptors.
        # Without competencies there are no descriptors to ask for.
        with django_assert_num_queries(5 if "big" in address else 4):
            client.get(address)


def test_hostile_words_come_out_as_text(client):
    job_class = make_class(make_organization("county"), code="P1")
    hostile = "<script>alert(1)</script> & “quotes” \u202e"
    for revision, start in ((1, date(2020, 1, 1)), (2, date(2021, 1, 1))):
        draft = make_draft(job_class, revision=revision, effective_from=start, pay_grade=f"<b>{revision}")
        make_section(draft, heading=f"{hostile} {revision}", body=f"{hostile} plans {revision}.\n\nSame {hostile}.")
        publish(draft)
    for show in ("inline", "side-by-side"):
        body = client.get(f"{ADDRESS}?show={show}").content.decode()
        assert "<script>alert" not in body
        assert "<b>1" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


def test_the_twin_says_the_same_as_the_page(client, planner):
    twin = client.get(TWIN).json()
    assert (twin["schema_version"], twin["old"]["revision"], twin["new"]["revision"]) == (1, 1, 2)
    assert twin["summary"].endswith("pay grade EX-16 → EX-17")
    assert twin["facts"] == [{"fact": "pay grade", "old": "EX-16", "new": "EX-17"}]
    duties, note = twin["sections"]
    assert (duties["status"], note["status"]) == ("changed", "same")
    edited = duties["sentences"][0]
    assert [mark for mark, _ in edited["words"]] == ["same", "added", "same"]
    assert [sentence["status"] for sentence in duties["sentences"]] == ["edited", "removed", "added"]


def test_the_table_has_a_row_for_each_fact_and_sentence_and_what_became_of_it(client, planner):
    rows = read_table(client.get(TABLE))
    told = {row[1]: row[4:] for row in rows if row[0] == "class"}
    assert (told["title"], told["organization"]) == (["Planner"] * 2, ["County"] * 2)
    assert (told["in force since"], told["last day"]) == (["2020-01-01", "2023-07-30"], ["2023-07-29", ""])
    assert told["what changed"][1].endswith("pay grade EX-16 → EX-17")
    assert [row for row in rows if row[0] != "class"] == [
        ["part", "heading", "competency", "status", "revision 1", "revision 2"],
        ["fact", "pay grade", "", "changed", "EX-16", "EX-17"],
        ["sentence", "Duties", "", "edited", "Plans the work.", "Plans all the work."],
        ["sentence", "Duties", "", "removed", "Writes reports.", ""],
        ["sentence", "Duties", "", "added", "", "Leads a team."],
        ["sentence", "Note", "", "same", "Applies to all.", "Applies to all."],
    ]


def test_swapped_sides_are_named_by_their_revisions(client, planner):
    head, *rows = read_table(client.get(TABLE.replace("1/compare/2", "2/compare/1")))
    assert head[4:] == ["revision 2", "revision 1"]
    assert ["fact", "pay grade", "", "changed", "EX-17", "EX-16"] in rows


def test_the_table_tells_names_scopes_places_and_competencies_too(client):
    job_class = make_class(make_organization("county"), code="P1")
    entries = [make_competency(name=name) for name in ("Planning", "Judgment")]
    for revision, heading in ((1, "Duties"), (2, "Work")):
        draft = make_draft(job_class, revision=revision, effective_from=date(2020 + revision, 1, 1))
        duties = make_section(draft, position=1, heading=heading)
        make_requirement(draft, kind=duties.kind, text="Drives.", by_position=revision == 2)
        make_section(draft, position=2, kind="competencies", heading="Skills")
        for place, entry in enumerate(entries[::-1] if revision == 2 else entries, start=1):
            name = "Sound Judgment" if revision == 2 and entry.name == "Judgment" else entry.name
            require_competency(draft, entry, position=place, name=name)
        publish(draft)
    rows = read_table(client.get(TABLE))[1:]
    assert ["competency", "", "", "moved", "", "“Sound Judgment” now stands first under “Skills”."] in rows
    assert ["heading", "Work", "", "changed", "Duties", "Work"] in rows
    assert ["requirement", "Work", "", "changed", "", "“Drives.” now applies by position only."] in rows
    assert ["competency", "Skills", "Sound Judgment", "changed", "Judgment", "Sound Judgment"] in rows


def test_the_day_is_kept_in_the_links_of_the_page(client, planner):
    page = read(client.get(ADDRESS + "?as_of=2022-01-01"))
    assert "/classes/county/p1/?as_of=2022-01-01" in page.links
