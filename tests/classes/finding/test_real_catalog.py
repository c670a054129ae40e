"""The catalog that tests share is searched like any other: its index is put back with its rows."""

from __future__ import annotations

import pytest

from classes.finding import index
from classes.finding.days import catalog_day
from classes.finding.search import Question, answer
from classes.finding.spelling import suggestion
from classes.finding.words import parse
from tests.conftest import TODAY

pytestmark = pytest.mark.django_db


def test_the_two_real_documents_are_found_by_their_words(catalog):
    found = answer(Question(words="information technology"), catalog_day(TODAY.date()))
    assert found.total == 2
    assert suggestion(parse("technolgy")) == "technology"
    assert list(index.faults()) == []
