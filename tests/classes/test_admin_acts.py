"""A draft in the admin: begun, reviewed, sent on and sent back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client

from classes.drafting import correct, revise, send_back, send_to_review
from classes.models import Specification
from classes.publishing import Event, abolish, publish
from tests.accounts import sign_in
from tests.admin_forms import form_of, page_of
from tests.admin_pages import (
    NEW_WORDS,
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
    faults,
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
    assert faults(TODAY.date()) == []


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
    for each in (draft.job_class, draft.job_class.specifications.get(revision=1)):
        main = page(editor, page_of(each))
        assert [link.text for link in main.all("a", href=page_of(draft))].count("Go on with the draft") == 1
        assert "Revise" not in [button.text for button in main.all("button")]
    send_to_review(draft)
    for each in (draft.job_class, draft.job_class.specifications.get(revision=1)):
        main = page(editor, page_of(each))
        assert main.one("a", href=page_of(draft, "review")).text == "Look at the draft in review"


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


@pytest.mark.parametrize(
    ("ended", "read"),
    [
        (date(2026, 6, 16), "Until it is published, everyone reads the published one."),
        (date(2026, 6, 15), "The class is abolished, on June 15, 2026, so no text of it is in force."),
    ],
)
def test_who_revises_a_class_learns_what_everyone_reads_meanwhile(editor, text, ended, read):
    abolish(text.job_class, ended, Event("abolished", "Merged."))
    told = said(editor, page_of(text.job_class, "revise"))
    assert read in told
    assert ("everyone reads" in told) == ("everyone reads" in read)


def test_who_revises_a_class_whose_text_is_still_to_come_is_not_told_that_everyone_reads_it(editor):
    draft = make_draft(make_class(title="Clerk"), effective_from=NEXT_MONTH)
    make_section(draft)
    told = said(editor, page_of(publish(draft).job_class, "revise"))
    assert "No text of the class is in force today." in told


def test_the_correction_of_a_text_of_long_ago_leaves_that_text_as_it_stands(publisher, text):
    abolish(text.job_class, date(2026, 5, 1), Event("abolished", "Merged."))
    told = said(publisher, page_of(text, "correct"))
    assert "Until then the published text stands as it is." in told


def test_the_way_to_sending_a_draft_is_named_for_those_who_may_send_it(editor, draft):
    named = "See what will change, then send to review"
    assert named in page(editor, page_of(draft)).text
    send_to_review(draft)
    sent = page(editor, page_of(draft)).text
    assert named not in sent
    assert "What will change" in sent


def test_a_correction_beside_an_open_draft_is_refused_in_words(publisher, draft, text):
    assert "has an open draft, revision 2. Publish or delete it before" in said(publisher, page_of(text, "correct"))


@pytest.mark.parametrize("act", ["correct", "send", "send_back", "take_back"])
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
    assert "is a draft already: it is not in review." in again.text
    assert Specification.objects.get(pk=draft.pk).review_comment == "Once."


def test_a_draft_that_says_nothing_new_is_not_sent_to_review(editor, publisher, text):
    draft, _ = revise(text.job_class)
    main = page(publisher, page_of(draft, "review"))
    assert "This draft says the same as the text in force, revision 1. There is nothing to publish" in main.text
    assert not {"Send to review", "Publish…"} & {each.text for tag in ("button", "a") for each in main.all(tag)}
    refused = words(editor.post(page_of(draft, "send"))).one("p", class_="errornote").text
    assert refused == (
        "Planner, revision 2 says the same as the text in force, revision 1: there is nothing to publish. "
        "Change the draft, or delete it."
    )
    draft.sections.update(body=NEW_WORDS)
    assert "is in review." in said(editor, page_of(draft, "send"))


def test_what_is_in_review_is_taken_back_by_an_editor_and_the_log_tells_of_it(editor, publisher, draft):
    send_to_review(draft)
    for each in ("review", "change"):
        assert f'action="{page_of(draft, "take_back")}"' in editor.get(page_of(draft, each)).content.decode()
    taken = said(editor, page_of(draft, "take_back"))
    assert "Planner, revision 2 is a draft again and can be changed." in taken
    draft.refresh_from_db()
    assert (draft.status, draft.review_comment) == ("draft", "")
    assert log_of(draft) == ["Took Planner, revision 2 back from review."]
    assert "is a draft already: it is not in review." in words(editor.post(page_of(draft, "take_back"))).text
    assert len(log_of(draft)) == 1


def test_a_text_in_review_can_be_read_in_the_editor_and_not_changed(editor, publisher, draft):
    form = form_of(editor, page_of(draft))
    send_to_review(draft)
    for client in (editor, publisher):
        html = client.get(page_of(draft)).content.decode()
        assert "It is in review: a publisher is reading it. To change it, take it back to draft first." in html
        assert NEW_WORDS in html
        assert "<textarea" not in html
        assert 'name="_save"' not in html
    assert editor.post(page_of(draft), {"pay_grade": "G-9"}).status_code == 403
    kept = editor.post(page_of(draft), form | {"pay_grade": "G-9", "sections-0-body": "Typed with <b>care</b>."})
    assert kept.status_code == 409
    assert "is in review: it was sent to a publisher while you wrote" in words(kept).text
    assert "Typed with <b>care</b>." in words(kept).text
    assert "G-9" in words(kept).text
    assert f'action="{page_of(draft, "take_back")}"' in kept.content.decode()
    draft.refresh_from_db()
    assert (draft.status, draft.pay_grade, draft.sections.get().body) == ("in_review", "EX-1", NEW_WORDS)
    said(editor, page_of(draft, "take_back"))
    assert editor.post(page_of(draft), form | {"pay_grade": "G-9"}).status_code == 302


@pytest.mark.parametrize(("length", "kept"), [(2000, True), (2001, False)])
def test_a_comment_that_is_too_long_to_keep_is_refused_with_both_numbers_and_stays(publisher, draft, length, kept):
    send_to_review(draft)
    response = publisher.post(page_of(draft, "send_back"), {"comment": "x" * length}, follow=True)
    draft.refresh_from_db()
    assert (draft.status == "draft", len(draft.review_comment)) == (kept, length if kept else 0)
    refused = "The comment has 2,001 characters, and at most 2,000 can be kept. Shorten it."
    assert (refused in words(response).text) != kept
    if not kept:
        assert words(response).one("textarea").text == "x" * length


@pytest.mark.parametrize(("length", "folded"), [(300, False), (301, True)])
def test_a_long_comment_is_folded_where_it_is_shown(editor, draft, length, folded):
    send_to_review(draft)
    send_back(draft, "x" * length)
    for each in ("review", "change"):
        note = page(editor, page_of(draft, each)).one("div", class_="sent-back")
        assert bool(note.all("details")) == folded
        assert "x" * length in note.text


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
    with django_assert_num_queries(19):
        publisher.get(page_of(draft, "review"))
    with django_assert_num_queries(21):  # and whether the publisher wrote any of it, and the notices to choose from
        publisher.get(page_of(draft, "publish"))


def test_no_page_of_an_act_has_inline_style_or_script(publisher, draft):
    acts = [page_of(draft, "review"), page_of(draft, "publish"), page_of(draft.job_class, "abolish")]
    addresses = ["/admin/", *acts]
    for address in addresses:
        html = publisher.get(address).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert html.count("<script") == html.count("<script src=")


def test_the_advice_on_a_draft_stands_where_it_is_reviewed_and_published(editor, publisher, draft):
    draft.sections.update(body="Reports is generally required to staff.\n\nReports is generally required to staff.")
    send_to_review(draft)
    for client, each in ((editor, "review"), (publisher, "review"), (publisher, "publish")):
        advice = page(client, page_of(draft, each)).one("details", class_="act-advice")
        assert "what a careful reader would ask" in advice.one("summary").text
        assert "Reports is generally required to staff." in advice.text


def test_while_a_draft_is_open_a_correction_is_not_offered_but_it_is_said_why(publisher, text):
    assert ">Correct<" in publisher.get(page_of(text)).content.decode()
    revise(text.job_class)
    shown = publisher.get(page_of(text)).content.decode()
    assert ">Correct<" not in shown
    assert "A correction can begin once that draft is published or deleted." in shown
