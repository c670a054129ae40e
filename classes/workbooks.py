"""Workbooks (XLSX) from rows of which the first is the head: dates are dates, and text is text, never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from itertools import chain, islice
from tempfile import TemporaryFile
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import Cell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from classes.feeds import NOT_XML
from classes.spreadsheets import FORMULA_STARTS

# What Excel allows: rows of a sheet, characters of a cell.
MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767

CHUNK = 64 * 1024
ROWS_MEASURED = 200
NARROWEST, WIDEST = 8, 60


def workbook(name: str, rows: Iterable[Sequence[object]]) -> Iterator[Any]:
    """Yield the size of a workbook in bytes, and then its bytes. Its head stands fast.

    `name` stands on its sheet: 31 characters at most, without signs. Rows beyond what a sheet holds go on on a second
    one, “Classes 2”. It is written to a file on disk as the rows come, so the memory does not grow with the table.
    """
    book = Workbook(write_only=True)
    rows = iter(rows)
    measured = list(islice(rows, ROWS_MEASURED))
    head = measured[0] if measured else ()
    sheet = new_sheet(book, name, head, widths(measured))
    for number, row in enumerate(chain(measured[1:], rows)):
        if number and number % (MOST_ROWS - 1) == 0:
            sheet = new_sheet(book, f"{name} {len(book.worksheets) + 1}", head, widths(measured))
        sheet.append([xlsx_cell(sheet, cell) for cell in row])
    return written(book)


def written(book: Workbook) -> Iterator[Any]:
    """Yield the size of a workbook in bytes, and then its bytes; the file behind it is gone when the iterator is."""
    with TemporaryFile() as file:
        book.save(file)
        yield file.tell()
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


def new_sheet(book: Workbook, name: str, head: Sequence[object], wide: Sequence[int]) -> Any:
    """Add a sheet with its head, which stays in sight, and its columns as wide as their content."""
    sheet: Any = book.create_sheet(name)
    sheet.freeze_panes = "A2"
    for number, width in enumerate(wide, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    cells = [xlsx_text(sheet, str(name)) for name in head]
    for cell in cells:
        cell.font = Font(bold=True)
    sheet.append(cells)
    return sheet


def widths(rows: Sequence[Sequence[object]]) -> list[int]:
    """Return the width of each column in characters, as far as these rows tell."""
    longest: list[int] = []
    for row in rows:
        for column, cell in enumerate(row):
            length = len("" if cell is None else str(cell)) + 2
            if column == len(longest):
                longest.append(NARROWEST)
            longest[column] = min(max(longest[column], length), WIDEST)
    return longest


def xlsx_cell(sheet: Any, value: object) -> object:
    """Return what to write into a cell; plain text goes as it is, since a cell object costs ten times as much."""
    if isinstance(value, str):
        if value.startswith((*FORMULA_STARTS, "#")) or len(value) > LONGEST_CELL or NOT_XML.search(value):
            return xlsx_text(sheet, value)
        return value
    if isinstance(value, date):
        cell = WriteOnlyCell(sheet, datetime.combine(value, time.min))
        cell.number_format = "yyyy-mm-dd"
        return cell
    return value


def xlsx_text(sheet: Any, text: str) -> Cell:
    """Return a cell that holds text and is not run, not even when someone edits it: Excel keeps it as quoted."""
    text = NOT_XML.sub("\ufffd", text)
    if len(text) > LONGEST_CELL:
        text = f"{text[: LONGEST_CELL - 1]}…"
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if text.startswith(FORMULA_STARTS):
        cell.quotePrefix = True
    return cell
