"""One text against another as its document sets it: what its status is."""

from __future__ import annotations

import pytest

from classes.passages import TextChange


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        (None, "Plans.", "added"),
        ("Plans.", None, "removed"),
        ("Plans.", "Plans.", "same"),
        ("Plans.  Leads.", "Plans. Leads.", "same"),
        ("Plans.", "Leads a team.", "changed"),
        (None, None, "added"),
        ("", "", "same"),
    ],
)
def test_the_status_is_of_the_whole_text(old, new, status):
    assert TextChange(old, new).status == status


def test_a_text_that_stayed_as_it_was_is_not_aligned(monkeypatch):
    def refuse(old: str, new: str) -> None:
        raise AssertionError("Equal texts need no redline.")

    monkeypatch.setattr("classes.passages.redline", refuse)
    assert TextChange("Plans all the work. " * 500, "Plans all the work. " * 500).status == "same"
