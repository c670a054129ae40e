"""A specification as plain text: which one it is, and then its words as printed."""

from __future__ import annotations

from datetime import date

from classes.citations import cite
from classes.pages import ClassText


def as_text(page: ClassText, today: date) -> str:
    """Return a text under a head of its own, cited as on the day `today`. `page` has a text."""
    assert page.specification is not None
    assert page.document is not None
    citation = cite(page.specification, page.job_class, today)
    return f"{citation.text}\nSHA-256 {page.specification.digest}\n{citation.address}\n\n\n{page.document.text}"
