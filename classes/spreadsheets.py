"""Tables for spreadsheets: CSV and XLSX, each from rows of which the first is the head."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from django.http import HttpResponse, StreamingHttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def csv_response(filename: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with `rows` as CSV that opens right in Excel: UTF-8 with a byte order mark, formulas defused."""
    return HttpResponse("".join(lines(rows)), headers=headers(filename))


def streamed_csv(filename: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Answer with `rows` as `csv_response` does, but a row at a time: the memory does not grow with the table."""
    return StreamingHttpResponse(lines(rows), headers=headers(filename))


def xlsx_response(filename: str, name: str, rows: Iterable[Sequence[object]]) -> StreamingHttpResponse:
    """Answer with `rows` as a workbook of one sheet, `name`; see `classes.workbooks`."""
    from classes.workbooks import workbook  # the library behind it takes 11 MB, and few processes are ever asked

    content = workbook(name, rows)
    size = next(content)
    return StreamingHttpResponse(content, headers={**headers(filename, XLSX), "Content-Length": str(size)})


def headers(filename: str, media_type: str = CSV) -> dict[str, str]:
    return {"Content-Type": media_type, "Content-Disposition": f'attachment; filename="{filename}"'}


def lines(rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Yield a byte order mark, and each row as a line of CSV."""
    yield "\ufeff"
    out = StringIO()
    writer = csv.writer(out)
    for row in rows:
        writer.writerow([defused(cell) for cell in row])
        yield out.getvalue()
        out.seek(0)
        out.truncate()


def defused(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
