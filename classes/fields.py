"""Model fields of the catalog."""

from __future__ import annotations

from typing import Any

from django.db import models


def plain(text: str) -> str:
    """Return `text` with Unix line ends and no space at line ends: what a form's text area alters."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n")


class PlainTextField(models.TextField):
    """Text without markup: paragraphs parted by a blank line, `Label: text` lines in a run of lines.

    Browsers send CRLF line ends; validation makes them LF, so that saving a form that nobody changed leaves
    every byte as it was.
    """

    def to_python(self, value: Any) -> str:
        return plain(super().to_python(value) or "")
