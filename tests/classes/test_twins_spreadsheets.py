"""Tables that spreadsheets open: CSV and XLSX, and a class as a table."""

from __future__ import annotations

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.db import connection
from django.http import StreamingHttpResponse
from django.test.utils import CaptureQueriesContext

from classes import workbooks
from classes.spreadsheets import XLSX, streamed_csv, xlsx_response
from tests.factories import make_class, make_draft, make_published, make_section

HOSTILE = ["=1+1", '=HYPERLINK("http://x","y")', "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "=cmd|' /C calc'!A0"]


def book_of(response) -> openpyxl.Workbook:
    content = b"".join(response)
    assert response["Content-Length"] == str(len(content))
    return openpyxl.load_workbook(BytesIO(content))


@pytest.mark.parametrize("words", HOSTILE)
def test_a_formula_is_defused_in_both(words):
    rows = [("head",), (words,)]
    (written,) = list(csv.reader(StringIO(b"".join(streamed_csv("x.csv", rows)).decode("utf-8-sig"))))[1]
    assert written == "'" + words
    cell = book_of(xlsx_response("x.xlsx", "Rows", rows)).active["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix
    assert cell.value.split() == words.split()


def test_numbers_stay_numbers_days_are_days_and_nothing_is_nothing():
    row = (7, -7, 2.5, True, date(2020, 2, 29), None, "", "text", "#N/A")
    cells = next(book_of(xlsx_response("x.xlsx", "Rows", [["head"] * 9, row])).active.iter_rows(min_row=2))
    assert [cell.value for cell in cells[:4]] == [7, -7, 2.5, True]
    assert (cells[4].value.date(), cells[4].is_date) == (date(2020, 2, 29), True)
    assert [cell.value for cell in cells[5:7]] == [None, None]
    assert [(cell.value, cell.data_type) for cell in cells[7:]] == [("text", "s"), ("#N/A", "s")]


def test_what_no_workbook_can_hold_does_not_break_it():
    long = "x" * 40_000
    sheet = book_of(
        xlsx_response("x.xlsx", "Rows", [("head",), ("a\x00b\x0bc\uffff",), (long,), ("👩‍🚒 עברית",)])
    ).active
    assert sheet["A2"].value == "a\ufffdb\ufffdc\ufffd"
    assert len(sheet["A3"].value) == 32_767
    assert sheet["A3"].value.endswith("x…")
    assert sheet["A4"].value == "👩‍🚒 עברית"


def test_the_head_stands_fast_and_columns_are_as_wide_as_their_content():
    response = xlsx_response("list.xlsx", "Rows", [("a", "b"), ("x" * 30, "y" * 500)])
    assert response["Content-Type"] == XLSX
    assert response["Content-Disposition"] == 'attachment; filename="list.xlsx"'
    sheet = book_of(response).active
    assert sheet.freeze_panes == "A2"
    assert [cell.font.bold for cell in sheet[1]] == [True, True]
    assert [sheet.column_dimensions[name].width for name in "AB"] == [32, 60]


def test_a_workbook_that_nobody_reads_leaves_no_file_open(recwarn):
    response = xlsx_response("x.xlsx", "Rows", [("a",)])
    del response
    assert not recwarn.list


def test_an_empty_table_is_a_workbook_still():
    assert book_of(xlsx_response("x.xlsx", "Rows", [("a", "b")])).active.max_row == 1
    assert book_of(xlsx_response("x.xlsx", "Rows", iter(()))).active.max_row == 1


@pytest.mark.parametrize(("rows", "sheets"), [(0, [1]), (3, [4]), (4, [4, 2]), (6, [4, 4]), (7, [4, 4, 2])])
def test_rows_beyond_what_a_sheet_holds_go_on_on_the_next(monkeypatch, rows, sheets):
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    monkeypatch.setattr(workbooks, "ROWS_MEASURED", 2)
    book = book_of(xlsx_response("x.xlsx", "Rows", [("head",), *((number,) for number in range(rows))]))
    assert [sheet.max_row for sheet in book] == sheets
    assert book.sheetnames == ["Rows", "Rows 2", "Rows 3"][: len(sheets)]
    assert all(sheet["A1"].value == "head" for sheet in book)
    written = [row[0] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert [each for each in written if each is not None] == list(range(rows))


def test_rows_are_read_as_they_are_written_and_not_all_at_once():
    read = 0

    def rows():
        nonlocal read
        for number in range(1000):
            read += 1
            yield (number,)

    response = streamed_csv("x.csv", rows())
    assert isinstance(response, StreamingHttpResponse)
    parts = iter(response)
    next(parts), next(parts)
    assert read == 1


# --- A class as a table ----------------------------------------------------------------------------------------------


def class_table(client, address: str, **query: str) -> list[dict[str, str]]:
    response = client.get(address, query)
    assert response.status_code == 200
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(StringIO(response.content.decode("utf-8-sig"))))


@pytest.mark.parametrize(("organization", "slug"), [("city", "ci2787"), ("nc", "it-manager")])
def test_the_table_of_a_class_holds_every_word_of_its_text_in_order(client, catalog, organization, slug):
    rows = class_table(client, f"/classes/{organization}/{slug}.csv")
    document = client.get(f"/classes/{organization}/{slug}.json").json()["specification"]["document"]
    told = " ".join(" ".join(row.values()) for row in rows).split()
    for section in document["sections"]:
        for text in (
            section["heading"].rstrip(": "),
            section["body"],
            *(each["text"] for each in section["requirements"]),
        ):
            assert set(text.replace(": ", " ").replace(":\n", "\n").split()) <= {
                *told,
                *(word.rstrip(":") for word in told),
            }
    cells = [(row["item"], row["level"], row["text"]) for row in rows if row["part"] == "Competencies"]
    expected = []
    for section in document["sections"]:
        for competency in section["competencies"]:
            expected.append((competency["name"], "", competency["definition"]))
            expected += [(competency["name"], each["level_name"], each["text"]) for each in competency["descriptors"]]
    assert cells == expected


def test_the_table_of_a_class_begins_with_what_it_is_and_its_facts(client, catalog):
    rows = class_table(client, "/classes/city/ci2787.csv")
    told = {row["item"]: row["text"] for row in rows if row["part"] in {"class", "fact"}}
    assert (told["title"], told["code"], told["organization"]) == ("IT Manager", "CI2787", "City")
    assert (told["as of"], told["status"], told["effective from"]) == ("2026-06-15", "in force", "2023-07-30")
    assert (told["Pay grade"], told["Education"]) == ("EX-17", "Bachelor’s degree")
    licence = next(row for row in rows if row["part"] == "Licensure and certification")
    assert (licence["heading"], licence["item"]) == ("Licensure & Certification", "by position")


def test_the_table_is_of_the_day_and_says_nothing_of_a_draft(client, db):
    job_class = make_class(slug="planner", title="Planner")
    make_published(job_class, date(2020, 1, 1))
    draft = make_draft(job_class, revision=2, title="Secret", effective_from=date(2021, 1, 1))
    make_section(draft, body="Secret.")
    address = job_class.get_absolute_url()[:-1] + ".csv"
    for day in ("2020-01-01", "2030-01-01"):
        rows = class_table(client, address, as_of=day)
        assert [row["text"] for row in rows if row["part"] == "Duties"] == ["Plans."]
        assert "Secret" not in str(rows)
    before = class_table(client, address, as_of="2019-12-31")
    assert {row["part"] for row in before} == {"class"}
    assert client.get(address, {"as_of": "never"}).status_code == 400


def test_the_table_of_a_class_costs_what_its_data_cost(client, catalog, django_assert_num_queries):
    address = "/classes/city/ci2787"
    client.get(address + ".json")  # what the text says is kept from here on
    with CaptureQueriesContext(connection) as page:
        client.get(address + ".json")
    with django_assert_num_queries(len(page)):
        client.get(address + ".csv")
