"""The page of a notice in the admin: what the history cites stays, days follow one another, a number is its own."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from classes.models import ChangeNotice
from tests.accounts import sign_in
from tests.admin_forms import form_of, page_of, refuses, saves
from tests.admin_pages import log_of
from tests.factories import make_class, make_entry, make_notice, make_organization

pytestmark = pytest.mark.django_db

ADD = "/admin/classes/changenotice/add/"
CITED = "The history cites this notice, so its organization, number and effective day stay."


@pytest.fixture
def publisher() -> Client:
    return sign_in("publisher")


@pytest.fixture
def notice() -> ChangeNotice:
    return make_notice(make_organization("county", name="County"), number="CN9", effective_on=date(2026, 3, 1))


def test_of_a_notice_that_the_history_cites_number_and_effective_day_stay(publisher, notice):
    make_entry(make_class(notice.organization), notice=notice)
    form = form_of(publisher, page_of(notice))
    assert not {"organization", "number", "effective_on"} & set(form)
    assert CITED in publisher.get(page_of(notice)).content.decode()
    sent = {"number": "CN8", "effective_on": "2027-01-01", "title": "Pay study", "adopted_on": "2026-02-01"}
    assert saves(publisher, page_of(notice), form | sent)
    notice.refresh_from_db()
    assert (notice.number, notice.effective_on) == ("CN9", date(2026, 3, 1))
    assert (notice.title, notice.adopted_on) == ("Pay study", date(2026, 2, 1))
    assert log_of(notice) == [
        "Changed Title from nothing to “Pay study” and Adopted on from nothing to February 1, 2026."
    ]


def test_a_notice_that_nothing_cites_can_be_mended_whole(publisher, notice):
    form = form_of(publisher, page_of(notice)) | {"number": "CN8", "effective_on": "2026-04-01"}
    assert CITED not in publisher.get(page_of(notice)).content.decode()
    assert saves(publisher, page_of(notice), form)
    notice.refresh_from_db()
    assert (notice.number, notice.effective_on) == ("CN8", date(2026, 4, 1))


@pytest.mark.parametrize(
    ("days", "field", "sentence"),
    [
        (
            ("", "2026-03-02", "2026-03-01"),
            "adopted_on",
            "It cannot be adopted on March 2, 2026, after it takes effect",
        ),
        (("2026-02-02", "2026-02-01", "2026-03-01"), "posted_on", "posted on February 2, 2026, after it was adopted"),
        (("2026-03-02", "", "2026-03-01"), "posted_on", "posted on March 2, 2026, after it takes effect"),
        (("1899-12-31", "", ""), "posted_on", "The year 1899 is hardly meant."),
        (("", "1026-01-01", ""), "adopted_on", "The year 1026 is hardly meant."),
        (("", "", "2201-01-01"), "effective_on", "The year 2201 is hardly meant."),
        (("2026-03-01", "2026-03-01", "2026-03-01"), "", ""),
        (("1900-01-01", "", "2200-12-31"), "", ""),
        (("2026-01-01", "2026-02-01", ""), "", ""),
    ],
)
def test_the_days_of_a_notice_follow_one_another(publisher, notice, days, field, sentence):
    sent = dict(zip(("posted_on", "adopted_on", "effective_on"), days, strict=True))
    form = form_of(publisher, page_of(notice)) | sent
    if not sentence:
        assert saves(publisher, page_of(notice), form)
        return
    refuses(publisher, page_of(notice), form, sentence)
    assert list(publisher.post(page_of(notice), form).context["errors"].data) != []
    assert field in publisher.post(page_of(notice), form).context["adminform"].form.errors
    notice.refresh_from_db()
    assert notice.effective_on == date(2026, 3, 1)


def test_a_cited_notice_is_not_adopted_after_its_day_though_that_stays(publisher, notice):
    make_entry(make_class(notice.organization), notice=notice)
    form = form_of(publisher, page_of(notice)) | {"adopted_on": "2026-03-02"}
    refuses(publisher, page_of(notice), form, "after it takes effect, which is on March 1, 2026.")


def test_days_and_a_number_that_were_stored_otherwise_do_not_keep_words_from_being_mended(publisher, notice):
    ChangeNotice.objects.filter(pk=notice.pk).update(adopted_on=date(2027, 1, 1), number="N°  9")
    assert saves(publisher, page_of(notice), form_of(publisher, page_of(notice)) | {"title": "Pay study"})
    notice.refresh_from_db()
    assert (notice.title, notice.number) == ("Pay study", "N°  9")


@pytest.mark.parametrize("number", ["CN 10/B", "24-017/B", "9.1", "A" * 40])
def test_a_number_has_letters_digits_and_a_few_marks(publisher, notice, number):
    assert saves(publisher, page_of(notice), form_of(publisher, page_of(notice)) | {"number": number})
    notice.refresh_from_db()
    assert notice.number == number


@pytest.mark.parametrize("number", ["CN#9", "<b>9</b>", "/9", "CN9?", "№9", "CN\u200b9"])
def test_a_number_of_other_marks_is_refused(publisher, notice, number):
    form = form_of(publisher, page_of(notice)) | {"number": number}
    refuses(publisher, page_of(notice), form, "A number has letters, digits, spaces, dots, hyphens and strokes")
    assert notice.number == "CN9"


@pytest.mark.parametrize("number", ["CN 9", "cn9", " C N  9 "])
def test_a_number_that_spaces_or_capitals_alone_tell_from_another_is_refused(publisher, notice, number):
    sentence = "County has the notice “CN9” already, and only spaces or capital letters tell this number from it."
    form = form_of(publisher, ADD) | {"organization": notice.organization_id, "number": number}
    refuses(publisher, ADD, form, sentence)
    other = make_notice(notice.organization, number="CN10")
    refuses(publisher, page_of(other), form_of(publisher, page_of(other)) | {"number": number}, sentence)
    assert saves(publisher, page_of(notice), form_of(publisher, page_of(notice)) | {"number": number})  # itself


def test_another_organization_may_number_alike(publisher, notice):
    elsewhere: Any = make_organization("town")
    form = form_of(publisher, reverse("admin:classes_changenotice_add"))
    assert saves(publisher, ADD, form | {"organization": elsewhere.pk, "number": "CN 9"})
