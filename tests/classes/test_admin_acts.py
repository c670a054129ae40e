"""A draft in the admin: begun, reviewed, sent on and sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from classes.checking import problems
from classes.drafting import correct, revise, send_to_review
from classes.models import Specification
from classes.publishing import publish
from tests.accounts import sign_in
from tests.admin_forms import page_of
from tests.admin_pages import (
    NEXT_MONTH,
    START,
    WORDS,
    log_of,
    make_revision,
    make_text,
    page,
    said,
    words,
)
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_draft,
    make_section,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def text() -> Specification:
    return make_text()


@pytest.fixture
def draft(text: Specification) -> Specification:
    return make_revision(text)


@pytest.fixture
def editor() -> Client:
    return sign_in("editor")


@pytest.fixture
def publisher() -> Client:
    return sign_in("publisher")


@pytest.fixture(autouse=True)
def catalog_is_sound() -> Any:
    yield
    assert list(problems(TODAY.date())) == []


# Revise, correct


def test_a_class_is_revised_with_one_button_and_the_published_text_stays(editor, text, client):
    address = page_of(text.job_class, "revise")
    assert f'action="{address}"' in editor.get(page_of(text.job_class)).content.decode()
    assert f'action="{address}"' in editor.get(page_of(text)).content.decode()
    assert "Revision 2 is a draft with the words of the last text." in said(editor, address)
    draft = Specification.objects.get(revision=2)
    assert (draft.status, draft.drafted_by.username) == ("draft", "editor")
    assert WORDS in client.get(text.get_absolute_url()).content.decode()
    assert log_of(draft) == ["Began this draft with the words of the last text."]
    assert log_of(text.job_class) == ["Began a draft, revision 2."]


def test_a_second_attempt_leads_to_the_first_draft_and_says_so(editor, draft):
    response = editor.post(page_of(draft.job_class, "revise"))
    assert response["Location"] == page_of(draft)
    assert "A draft was open already, revision 2: here it is. Nothing was copied." in page(editor, page_of(draft)).text
    assert Specification.objects.count() == 2
    assert ">Revise<" not in editor.get(page_of(draft.job_class)).content.decode()
    assert "Go on with revision 2" in editor.get(page_of(draft.job_class)).content.decode()


def test_a_class_without_a_text_is_not_revised_and_the_reason_is_said(editor):
    job_class = make_class(title="Planner")
    assert "No text of Planner is held that could be revised. Begin its first draft." in said(
        editor, page_of(job_class, "revise")
    )
    assert ">Revise<" not in editor.get(page_of(job_class)).content.decode()


def test_a_published_text_is_corrected_by_a_publisher(publisher, editor, text):
    assert ">Correct<" in publisher.get(page_of(text)).content.decode()
    assert ">Correct<" not in editor.get(page_of(text)).content.decode()
    assert "Revision 2 is a copy of the text that it is to correct." in said(publisher, page_of(text, "correct"))
    draft = Specification.objects.get(revision=2)
    assert (draft.corrects, draft.effective_from) == (text, START)
    assert log_of(text) == ["Began its correction, revision 2."]
    assert "A draft was open already" in said(publisher, page_of(text, "correct"))


def test_a_correction_beside_an_open_draft_is_refused_in_words(publisher, draft, text):
    assert "has an open draft, revision 2. Publish or delete it before" in said(publisher, page_of(text, "correct"))


@pytest.mark.parametrize("act", ["correct", "send", "send_back"])
def test_what_changes_something_is_never_done_by_following_a_link(publisher, text, act):
    assert publisher.get(page_of(text, act)).status_code == 405
    assert publisher.get(page_of(text.job_class, "revise")).status_code == 405


# Review


def test_the_review_shows_what_will_change_against_the_text_in_force(editor, draft):
    Specification.objects.filter(pk=draft.pk).update(pay_grade="EX-2", title="Senior Planner")
    main = page(editor, page_of(draft, "review"))
    assert "What revision 2 changes in revision 1 (in force since January 1, 2020)" in main.text
    assert "1 section changed: 1 sentence reworded; title Planner → Senior Planner; pay grade EX-1 → EX-2." in main.text
    assert [each.text for each in main.all("ins")] == [
        "Underlined",
        "added: Senior Planner",
        "added: EX-2",
        "added: all end added",
    ]
    assert [row.text for row in main.one("table").all("tr")][1:] == [
        "Title removed: Planner added: Senior Planner",
        "Pay grade removed: EX-1 added: EX-2",
    ]


def test_a_correction_is_shown_against_what_it_corrects(publisher, text):
    later, _ = revise(text.job_class)
    later.effective_from = date(2024, 1, 1)
    later.save()
    publish(later)
    draft, _ = correct(text)
    assert (
        "What revision 3 mends in revision 1 (in force January 1, 2020 to December 31, 2023)"
        in page(publisher, page_of(draft, "review")).text
    )


def test_the_first_text_of_a_class_is_shown_whole(editor):
    draft = make_draft(title="Planner")
    make_section(draft, heading="Duties", body="Plans <b>all</b>.")
    main = page(editor, page_of(draft, "review"))
    assert "This is the first text of the class. It reads:" in main.text
    assert "Plans <b>all</b>." in main.text
    assert main.all("ins") == []


def test_an_announced_text_is_what_a_draft_is_shown_against(editor, draft):
    draft.effective_from = NEXT_MONTH
    draft.save()
    publish(draft)
    third, _ = revise(draft.job_class)
    assert (
        "What revision 3 changes in revision 2 (takes effect on July 1, 2026)"
        in page(editor, page_of(third, "review")).text
    )


def test_an_editor_sends_to_review_and_a_publisher_sends_back_with_a_comment(editor, publisher, draft):
    assert "is in review. Whoever may publish finds it" in said(editor, page_of(draft, "send"))
    draft.refresh_from_db()
    assert draft.status == "in_review"
    assert "It waits for a publisher." in page(editor, page_of(draft, "review")).text
    sent = said(publisher, page_of(draft, "send_back"), comment="The <i>grade</i>\r\nis missing.")
    assert "Your comment stands above it." in sent
    draft.refresh_from_db()
    assert (draft.status, draft.review_comment) == ("draft", "The <i>grade</i>\nis missing.")
    editor_page = editor.get(page_of(draft)).content.decode()
    assert "Sent back" in editor_page
    assert "The &lt;i&gt;grade&lt;/i&gt;<br>is missing." in editor_page
    assert log_of(draft) == ["Sent to review.", "Sent back: The <i>grade</i>\nis missing."]


def test_a_draft_is_not_sent_back_without_a_comment_nor_twice_to_review(editor, publisher, draft):
    send_to_review(draft)
    assert "Say what is to be changed, so that the editor knows" in said(
        publisher, page_of(draft, "send_back"), comment=" "
    )
    assert "is in review already." in said(editor, page_of(draft, "send"))
    said(publisher, page_of(draft, "send_back"), comment="Once.")
    again = words(publisher.post(page_of(draft, "send_back"), {"comment": "Twice."}))
    assert "is draft, not in review." in again.text
    assert Specification.objects.get(pk=draft.pk).review_comment == "Once."


def test_a_published_text_has_no_review_any_more(publisher, text):
    assert "is published." in page(publisher, page_of(text, "review")).text
    assert "was published already. Nothing was done." in page(publisher, page_of(text, "publish")).text


@pytest.mark.parametrize("rows", [1, 12])
def test_a_review_and_the_page_that_publishes_cost_the_same_however_long_the_texts(
    publisher, rows, django_assert_num_queries
):
    text = make_draft(make_class(), effective_from=START)
    for _ in range(rows):
        make_section(text)
    draft, _ = revise(publish(text).job_class)
    publisher.get(page_of(draft, "review"))
    # Session, user, permissions of the user and of the groups; the draft; its text with its rows (4); the text before;
    # its words and rows (4). A text has no competencies here, so no descriptors are asked for.
    with django_assert_num_queries(14):
        publisher.get(page_of(draft, "review"))
    with django_assert_num_queries(16):  # and whether the publisher wrote any of it, and the notices to choose from
        publisher.get(page_of(draft, "publish"))


def test_no_page_of_an_act_has_inline_style_or_script(publisher, draft):
    acts = [page_of(draft, "review"), page_of(draft, "publish"), page_of(draft.job_class, "abolish")]
    addresses = ["/admin/", *acts]
    for address in addresses:
        html = publisher.get(address).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count("<script src=")
