"""The command that makes the search index anew."""

from __future__ import annotations

from io import StringIO
from itertools import islice

import pytest
from django.core.management import call_command

from classes import versions
from classes.finding import index
from classes.management import progress
from classes.models import SearchEntry, Specification
from tests.factories import make_class, make_published

pytestmark = pytest.mark.django_db


def rebuild(**options: bool) -> str:
    said = StringIO()
    call_command("rebuild_search", stdout=said, **options)
    return said.getvalue()


def found(client, words: str) -> list[str]:
    return [each["title"] for each in client.get("/classes.json", {"q": words}).json()["classes"]]


def test_the_index_is_made_anew_from_what_is_published(client, catalog):
    before = set(SearchEntry.objects.values_list("pk", flat=True))
    said = rebuild()
    assert "Search index: 6 classes taken in" in said
    after = set(SearchEntry.objects.values_list("pk", flat=True))
    assert len(after) == len(before)
    assert not before & after
    assert found(client, "reprimand") == ["IT Manager"]
    assert list(index.faults()) == []


def test_what_was_broken_off_is_resumed_and_keeps_what_is_there(client, catalog, monkeypatch):
    monkeypatch.setattr(index, "AT_ONCE", 2)
    index.clear()
    list(islice(index.fill(), 2))  # somebody breaks it off after four of six
    kept = set(SearchEntry.objects.values_list("pk", flat=True))
    assert len(index.missing()) == 2
    assert "Search index: 2 classes taken in" in rebuild(resume=True)
    assert kept < set(SearchEntry.objects.values_list("pk", flat=True))
    assert list(index.faults()) == []


def test_there_is_nothing_to_resume_where_nothing_is_missing(catalog):
    assert "Search index: 0 classes taken in" in rebuild(resume=True)


def test_progress_is_shown_unless_it_is_to_be_quiet(catalog, monkeypatch):
    monkeypatch.setattr(progress, "EVERY", -1.0)
    assert len(rebuild(quiet=True).splitlines()) == 1
    assert rebuild().startswith("6 of 6 classes taken in; about 0 s to go.")


def test_an_empty_catalog_has_an_empty_index(db):
    assert "Search index: 0 classes taken in" in rebuild()


def test_what_was_kept_of_pages_is_made_again(client, settings, db):
    settings.KEEP_PAGES = True
    make_class(title="Weaver")
    assert found(client, "weaver") == []
    before = versions.current().number
    rebuild(resume=True)
    assert versions.current().number > before
    assert found(client, "weaver") == ["Weaver"]


def test_a_text_that_no_entry_tells_of_is_found_after_it(client, db):
    make_published(make_class(title="Weaver"))
    SearchEntry.objects.filter(specification=Specification.objects.get()).delete()
    assert found(client, "plans") == []
    rebuild(resume=True)
    assert found(client, "plans") == ["Weaver"]
