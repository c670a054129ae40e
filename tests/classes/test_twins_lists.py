"""Lists as data: families, series, competencies and their classes, page by page as JSON and whole as tables."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import openpyxl
import pytest
from django.utils import timezone

from classes.finding import index
from classes.models import JobClass
from classes.twins import lists
from classes.twins.lists import HEAD
from classes.views import stretches
from tests.classes.storied import FIRST, storied_class
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_former_name,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_section,
    make_series,
    require_competency,
)
from tests.page import read, read_table

pytestmark = pytest.mark.django_db

LISTS = [
    "/families",
    "/families/county/planning",
    "/series",
    "/series/county/planning",
    "/competencies",
    "/competencies/county/judgment",
]


def data_of(client, address: str, **query: str) -> dict[str, Any]:
    response = client.get(address, query)
    assert response.status_code == 200
    data = response.json()
    assert data["schema_version"] == 1
    return data


def table_of(client, address: str, **query: str) -> list[list[str]]:
    return read_table(client.get(address, query))


def sheet_of(client, address: str, **query: str) -> list[tuple[Any, ...]]:
    response = client.get(address, query)
    assert response.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response))).active
    return list(sheet.iter_rows(values_only=True))


@pytest.fixture
def county(db: None):
    """A county with a family, a series and a framework named alike, a leveled class, a bare one and two drafts."""
    county = make_organization("county", name="County")
    family = make_family(county, slug="planning", name="Planning", description="Work on plans.")
    series = make_series(county, slug="planning", name="Planning")
    framework = make_framework("county", levels=("Basic", "Full"), name="County Competencies")
    competency = make_competency(framework, "Judgment", definition="Decides.")
    groups = {"family": family, "series": series}
    planner = make_class(county, slug="planner", code="", title="Planner", series_rank=1, **groups)
    words = {"basic": "Decides.", "full": "Decides well."}
    facts = {"pay_grade": "G-7", "flsa_code": "N", "minimum_education": 50, "minimum_experience_months": 36}
    make_published(planner, date(2020, 1, 1), competency, words, **facts)
    make_class(county, slug="senior", code="", title="Senior Planner", series_rank=2, **groups)
    hidden = make_class(county, slug="hidden", title="Secret", listed=False, series_rank=3, **groups)
    for job_class, revision in ((hidden, 1), (planner, 2)):
        draft = make_draft(job_class, revision=revision, title="Secret", effective_from=date(2021, 1, 1))
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, competency, {"full": "Secret."}, name="Secret", definition="Secret.")
    return county


def test_families_are_told_with_their_classes_and_where_the_series_stand(client, county):
    data = data_of(client, "/families.json")
    (family,) = data["families"]
    assert (family["name"], family["description"], family["classes"]) == ("Planning", "Work on plans.", 2)
    assert family["organization"]["slug"] == "county"
    (series,) = data_of(client, data["series"])["series"]
    assert (series["page"], series["classes"]) == ("/series/county/planning/", 2)
    assert table_of(client, "/families.csv") == [
        ["organization", "family", "description", "classes", "address"],
        ["County", "Planning", "Work on plans.", "2", "/families/county/planning/"],
    ]
    assert table_of(client, "/series.csv")[1] == ["County", "Planning", "2", "/series/county/planning/"]


def test_a_family_as_a_table_bears_the_facts_of_its_classes(client, county):
    head, planner, senior = table_of(client, "/families/county/planning.csv")
    told = dict(zip(head, planner, strict=True))
    assert told == {
        "class": "Planner",
        "code": "",
        "organization": "County",
        "family": "Planning",
        "series": "Planning",
        "rung": "1",
        "pay grade": "G-7",
        "FLSA code": "N",
        "minimum education": "Bachelor’s degree",
        "minimum experience in months": "36",
        "text": "in force",
        "revision": "1",
        "in force since": "2020-01-01",
        "address": "/classes/county/planner/",
    }
    assert dict(zip(head, senior, strict=True))["text"] == "no text held"


def test_a_series_tells_its_rungs_from_the_top_down(client, county):
    senior, planner = data_of(client, "/series/county/planning.json")["rungs"]
    assert (senior["rung"], senior["text"], senior["abolished"]) == (2, None, False)
    assert planner["text"]["pay_grade"] == "G-7"
    assert planner["text"]["minimums"] == "Bachelor’s degree, 3 years"
    assert [row[1] for row in table_of(client, "/series/county/planning.csv")] == ["class", "Senior Planner", "Planner"]


def test_the_city_ladder_tells_what_its_text_says_of_every_rung(client, catalog):
    data = data_of(client, "/series/city/it-management.json")
    assert [len(rung["said"]) for rung in data["rungs"]] == [1, 1, 1, 1, 0]
    assert data["said_of_all"][0]["sentences"][0].startswith("There are five classifications")
    head, executive, *_ = table_of(client, "/series/city/it-management.csv")
    said = dict(zip(head, executive, strict=True))["said of it"]
    assert "The IT Executive is the highest level of management" in said


def test_the_vocabulary_is_told_with_levels_and_counts(client, county):
    (framework,) = data_of(client, "/competencies.json")["frameworks"]
    assert [(level["name"], level["rank"]) for level in framework["levels"]] == [("Basic", 1), ("Full", 2)]
    assert framework["case"] == "/competencies/county.case.json"
    assert [(each["name"], each["classes"]) for each in framework["competencies"]] == [("Judgment", 1)]
    assert table_of(client, "/competencies.csv")[1] == [
        "County Competencies",
        "Judgment",
        "Decides.",
        "1",
        "/competencies/county/judgment/",
    ]


def test_the_uses_of_a_competency_have_a_column_for_each_level(client, county):
    head, row = table_of(client, "/competencies/county/judgment.csv")
    assert head[5:] == ["name", "definition", "Basic", "Full", "address"]
    assert row == ["County", "Planner", "", "1", "1", "Judgment", "", "Decides.", "Decides well.", row[-1]]


@pytest.mark.parametrize("address", LISTS)
def test_the_workbook_holds_the_rows_of_the_table(client, county, address):
    sheet = [[said(cell) for cell in row] for row in sheet_of(client, address + ".xlsx")]
    assert sheet == table_of(client, address + ".csv")


SHEETS = {
    "/classes": "Classes",
    "/families": "Families",
    "/families/county/planning": "Classes",
    "/series": "Series",
    "/series/county/planning": "Rungs",
    "/competencies": "Competencies",
    "/competencies/county/judgment": "Classes",
    "/changes": "Changes",
    "/notices": "Notices",
    "/notices/county/n7": "Classes touched",
}


@pytest.mark.parametrize("address", SHEETS)
def test_the_sheet_bears_the_name_of_the_list(client, county, address):
    make_notice(county, number="N7")
    content = b"".join(client.get(address + ".xlsx"))
    assert openpyxl.load_workbook(BytesIO(content)).sheetnames == [SHEETS[address]]


def test_the_workbook_of_a_notice_holds_the_rows_of_its_table(client, catalog):
    rows = [[said(cell) for cell in row] for row in sheet_of(client, "/notices/city/cn1746.xlsx")]
    assert len(rows) > 1
    assert rows == table_of(client, "/notices/city/cn1746.csv")
    response = client.get("/notices/city/CN1746.xlsx")
    assert response["Content-Disposition"] == 'attachment; filename="city-cn1746.xlsx"'
    assert client.get("/notices/city/nothing.xlsx").status_code == 404


@pytest.mark.parametrize(
    ("page", "twins"),
    [
        ("/changes/", ["/changes.csv", "/changes.xlsx", "/changes.json"]),
        ("/changes/?organization=city", ["/changes.xlsx?organization=city"]),
        ("/notices/", ["/notices.csv", "/notices.xlsx", "/notices.json"]),
        ("/notices/city/?as_of=2024-01-01", ["/notices/city.xlsx?as_of=2024-01-01"]),
        ("/notices/city/cn1746/", [f"/notices/city/cn1746.{kind}" for kind in ("csv", "xlsx", "json")]),
        ("/competencies/city/coaching/", [f"/competencies/city/coaching.{kind}" for kind in ("csv", "xlsx", "json")]),
        ("/classes/nc/it-manager/levels/", [f"/classes/nc/it-manager/levels.{kind}" for kind in ("csv", "json")]),
        ("/classes/nc/it-manager/levels/", ["/classes/nc/it-manager/levels.case.json"]),
    ],
)
def test_a_page_leads_to_its_twins(client, catalog, page, twins):
    links = read(client.get(page)).one("main").links
    for twin in twins:
        assert twin in links
        assert client.get(twin).status_code == 200


def test_the_address_of_all_series_leads_to_where_they_are_listed(client, catalog):
    assert client.get("/series/").headers["Location"] == "/families/#series"
    response = client.get("/series/", {"as_of": "2020-01-01"})
    assert (response.status_code, response.headers["Location"]) == (302, "/families/?as_of=2020-01-01#series")
    assert read(client.get("/families/")).one("h2", id="series")


@pytest.mark.parametrize("address", ["/changes", "/notices", "/notices/city"])
def test_changes_and_notices_are_workbooks_too_with_days_as_days(client, catalog, address):
    rows = sheet_of(client, address + ".xlsx")
    assert [[said(cell) for cell in row] for row in rows] == table_of(client, address + ".csv")
    if address == "/changes":
        assert rows[1][0].date() == date(2023, 7, 30)


def said(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.date().isoformat() if hasattr(cell, "date") else str(cell)


@pytest.mark.parametrize("address", LISTS)
@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
def test_nothing_of_a_draft_is_in_any_list(client, county, address, ending):
    for day in ("2026-06-15", "2030-01-01"):
        response = client.get(address + ending, {"as_of": day})
        assert response.status_code == 200
        content = b"".join(response)
        told = (
            str(list(openpyxl.load_workbook(BytesIO(content)).active.values)) if ending == ".xlsx" else content.decode()
        )
        assert "Secret" not in told


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_of_the_day_and_refuses_one_that_is_none(client, county, address):
    assert data_of(client, address + ".json", as_of="2019-12-31")["as_of"] == "2019-12-31"
    for ending in (".json", ".csv", ".xlsx"):
        assert client.get(address + ending, {"as_of": "2023-02-30"}).status_code == 400
    wrong = client.get(address + ".json", {"as_of": "never"})
    assert wrong.json()["error"].startswith("“never” is not a date.")


def test_a_class_is_listed_by_the_name_of_the_day(client, db):
    job_class = storied_class()
    family = make_family(job_class.organization, slug="planning")
    job_class.family = family
    job_class.save()
    address = family.get_absolute_url()[:-1]
    for day, title in ((FIRST.isoformat(), "Planner"), ("2026-06-15", "Senior Planner")):
        (listed,) = data_of(client, address + ".json", as_of=day)["classes"]
        assert (listed["title"], listed["page"]) == (title, "/classes/county/p200/")
        assert table_of(client, address + ".csv", as_of=day)[1][0] == title


@pytest.mark.parametrize("address", ["/families/atlantis/planning", "/series/atlantis/planning"])
@pytest.mark.parametrize("ending", [".json", ".csv", ".xlsx"])
def test_what_is_not_held_is_a_404(client, db, address, ending):
    response = client.get(address + ending)
    assert response.status_code == 404
    assert ("error" in response.json()) if ending == ".json" else ("no " in response.content.decode())


# --- The list of classes ---------------------------------------------------------------------------------------------


def test_what_was_meant_is_told_where_nothing_has_the_words(client, catalog):
    assert data_of(client, "/classes.json", q="supervison")["meant"] == "supervision"
    for found in ({"q": "supervision"}, {"q": "xyzzy"}, {}):
        assert data_of(client, "/classes.json", **found)["meant"] is None


def test_abolished_classes_with_the_words_are_told_with_what_took_their_place(client, county):
    gone = make_class(county, slug="draftsman", code="D1", title="Draftsman", abolished_on=date(2022, 7, 1))
    gone.successors.add(JobClass.objects.get(slug="planner"))
    index.reindex([gone.pk])
    data = data_of(client, "/classes.json", q="draftsman")
    assert (data["count"], data["classes"]) == (0, [])
    (told,) = data["abolished"]
    assert (told["title"], told["abolished_on"], told["page"]) == (
        "Draftsman",
        "2022-07-01",
        "/classes/county/draftsman/",
    )
    assert [each["page"] for each in told["successors"]] == ["/classes/county/planner/"]
    assert data_of(client, "/classes.json")["abolished"] == []
    asked = data_of(client, "/classes.json", q="draftsman", status="abolished")
    assert ([each["title"] for each in asked["classes"]], asked["abolished"]) == (["Draftsman"], [])


def test_an_address_in_the_table_leads_there_from_anywhere(client, county):
    for row in (table_of(client, "/classes.csv")[1:], sheet_of(client, "/classes.xlsx")[1:]):
        assert {each[HEAD.index("page")] for each in row} == {
            "http://localhost/classes/county/planner/",
            "http://localhost/classes/county/senior/",
        }


def test_on_another_day_an_address_leads_to_that_day(client, county):
    asked = {"as_of": "2025-03-01"}
    for rows in (table_of(client, "/classes.csv", **asked)[1:], sheet_of(client, "/classes.xlsx", **asked)[1:]):
        assert rows
        assert all(row[HEAD.index("page")].endswith("/?as_of=2025-03-01") for row in rows)
    for each in data_of(client, "/classes.json", **asked)["classes"]:
        assert each["page"] == f"/classes/county/{each['slug']}/?as_of=2025-03-01"
    for each in data_of(client, "/classes.json", as_of=timezone.localdate().isoformat())["classes"]:
        assert each["page"] == f"/classes/county/{each['slug']}/"


def test_the_table_tells_where_the_words_stand(client, county):
    make_former_name(JobClass.objects.get(slug="senior"), title="Draftsman", until=date(2021, 1, 1))
    for _ in index.fill():
        pass
    for words, title, formerly, found_in, found_as in (
        ("draftsman", "Senior Planner", "Draftsman", "", ""),
        ("judgment", "Planner", "", "Judgment", "competency"),
        ("", "Planner", "", "", ""),
    ):
        for rows in (table_of(client, "/classes.csv", q=words), sheet_of(client, "/classes.xlsx", q=words)):
            assert rows[0][-4:] == type(rows[0])(["formerly", "to be", "found in", "found as"])
            assert (rows[1][2], rows[1][-4] or "", *(each or "" for each in rows[1][-2:])) == (
                title,
                formerly,
                found_in,
                found_as,
            )


@pytest.mark.parametrize(("rows", "questions"), [(1, 1), (4, 2), (5, 3)])
def test_where_the_words_stand_is_asked_in_pieces(client, db, django_assert_num_queries, monkeypatch, rows, questions):
    monkeypatch.setattr(lists, "ROWS_AT_A_TIME", 2)
    for number in range(rows):
        make_published(make_class(title=f"Clerk {number}"))
    client.get("/classes.json")  # the catalog is in memory from here on
    for ending in (".csv", ".xlsx"):
        with django_assert_num_queries(2 + questions):  # is anything new? the words; a piece each
            assert b"".join(client.get("/classes" + ending, {"q": "plans"}))
        with django_assert_num_queries(1):
            assert b"".join(client.get("/classes" + ending))
    told = table_of(client, "/classes.csv", q="plans")[1:]
    assert len({row[2] for row in told}) == rows
    assert {row[-2:] for row in map(tuple, told)} == {("Plans.", "sentence")}


# --- Page by page ----------------------------------------------------------------------------------------------------


@pytest.fixture
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stretches, "PER_STRETCH", 2)


def followed(client, address: str, name: str) -> list[list[Any]]:
    """The pages of a list, from the first on, as its `next` links lead."""
    pages = []
    following: str | None = address
    while following:
        data = client.get(following).json()
        pages.append(data[name])
        following = data["next"]
    return pages


@pytest.mark.parametrize("rows", [1, 2, 3, 5])
def test_next_links_lead_through_every_row_once(client, short_pages, rows):
    county = make_organization("county", name="County")
    family = make_family(county, slug="planning", name="AA")
    competency = make_competency(make_framework("county"), "Judgment")
    for number in range(rows):
        if number:
            make_family(county, name=f"Family {number}")
        make_series(county, name=f"Series {number}")
        make_published(make_class(county, family=family, title=f"Planner {number}"), requires=competency)
    lengths = [2] * (rows // 2) + [1] * (rows % 2)
    for address, name, key in (
        ("/families.json", "families", "page"),
        ("/series.json", "series", "page"),
        ("/families/county/planning.json", "classes", "page"),
        ("/competencies/county/judgment.json", "required_by", "class"),
    ):
        pages = followed(client, address, name)
        assert [len(page) for page in pages] == lengths
        assert len({str(row[key]) for page in pages for row in page}) == rows


def test_a_next_link_keeps_the_day(client, short_pages):
    for number in range(3):
        make_family(name=f"Family {number}")
    following = data_of(client, "/families.json", as_of="2020-01-01")["next"]
    assert urlsplit(following).path == "/families.json"
    assert data_of(client, following)["as_of"] == "2020-01-01"


@pytest.mark.parametrize(
    ("page", "status", "sentence"),
    [
        ("0", 400, "“0” is not a page number."),
        ("-1", 400, "“-1” is not a page number."),
        ("x", 400, "“x” is not a page number."),
        ("²", 400, "“²” is not a page number."),
        ("9" * 40, 400, "is not a page number."),
        ("2", 404, "There is no page 2. Start at the first page and follow “next”."),
        ("999999999", 404, "There is no page 999999999."),
    ],
)
def test_a_page_that_is_none_is_a_sentence(client, db, page, status, sentence):
    response = client.get("/families.json", {"page": page})
    assert response.status_code == status
    assert sentence in response.json()["error"]


def test_the_first_page_of_an_empty_list_is_empty(client, db):
    for address, name in (("/families.json", "families"), ("/series.json", "series")):
        data = data_of(client, address)
        assert (data[name], data["next"]) == ([], None)
    assert data_of(client, "/competencies.json")["frameworks"] == []
    assert len(table_of(client, "/families.csv")) == 1


# --- What it costs ---------------------------------------------------------------------------------------------------

# Of each address, what it asks for: however many rows there are.
QUESTIONS = {
    "/families": 1,  # the families with counts
    "/series": 1,  # the series with counts
    "/families/county/planning": 3,  # the family with its organization, its classes, their texts in force
    "/series/county/planning": 4,  # the series, its classes, their texts, their distinguishing characteristics
    "/competencies": 3,  # the frameworks, their levels, their competencies with counts
    "/competencies/county/judgment": 3,  # the competency, its uses, their descriptors
}


@pytest.mark.parametrize("rows", [1, 20])
@pytest.mark.parametrize("address", LISTS)
def test_a_list_asks_the_same_questions_however_long(client, db, django_assert_num_queries, address, rows):
    county = make_organization("county")
    family = make_family(county, slug="planning")
    series = make_series(county, slug="planning")
    competency = make_competency(make_framework("county", levels=("Basic",)), "Judgment")
    for rank in range(1, rows + 1):
        job_class = make_class(county, family=family, series=series, series_rank=rank)
        make_entry(job_class, specification=make_published(job_class, requires=competency, levels={"basic": "Does."}))
        make_family(county)
        make_series(county)
        make_competency(competency.framework)
    for ending in (".json", ".csv", ".xlsx"):
        levels = 1 if "judgment" in address and ending != ".json" else 0  # the levels, a column each
        with django_assert_num_queries(QUESTIONS[address] + levels):
            b"".join(client.get(address + ending))
