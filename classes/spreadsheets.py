"""Tables for spreadsheets."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from io import StringIO

from django.http import HttpResponse

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_response(filename: str, rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Answer with `rows` as CSV that opens right in Excel: UTF-8 with a byte order mark, formulas defused."""
    out = StringIO()
    csv.writer(out).writerows([[defused(cell) for cell in row] for row in rows])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{filename}"'
    return response


def defused(cell: object) -> object:
    """Put an apostrophe before text that a spreadsheet would run as a formula; numbers stay numbers."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_STARTS) else cell
