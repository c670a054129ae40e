"""A notice applied to many classes on its admin page: the form, the plan, the page that tells how it goes."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from classes.bulk import applying
from classes.models import ChangeNotice, JobClass, Specification
from classes.publishing import Event, PublishingRefused, publish, publish_read
from tests.accounts import sign_in
from tests.admin_forms import Form
from tests.conftest import TODAY
from tests.factories import make_class, make_draft, make_notice, make_organization, make_published, make_section
from tests.page import read

pytestmark = pytest.mark.django_db

DAY = "2026-08-01"
REWORDED = "removed: Plans. end removed added: Leads. end added"


@pytest.fixture
def publisher() -> Client:
    return sign_in("publisher")


@pytest.fixture
def notice() -> ChangeNotice:
    return make_notice(make_organization("shire"), number="CN9", effective_on=date(2026, 8, 1))


def planners(notice: ChangeNotice, number: int = 3) -> list[JobClass]:
    made = [make_class(notice.organization, code=f"A{each}", title=f"Planner A{each}") for each in range(number)]
    for job_class in made:
        make_published(job_class, pay_grade="G-1")
    return made


def address(notice: ChangeNotice) -> str:
    return reverse("admin:classes_changenotice_apply", args=[notice.pk])


def asked(**fields: str) -> dict[str, str]:
    return {"by": "filter", "effective_on": DAY, "note": "Pay study.", **fields}


def text_of(response: Any) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return content.decode().replace("&#x27;", "'")


def words_of(page: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", page).split())


def plan_of(client: Client, notice: ChangeNotice, **fields: str) -> tuple[str, dict[str, Any]]:
    """Post the form; return the page and what its button "Apply" would send."""
    response = client.post(address(notice), asked(**fields))
    assert response.status_code == 200
    read(response)
    page = text_of(response)
    return page, sent_by(page) | {"_apply": "Apply"}


def sent_by(page: str) -> dict[str, Any]:
    """What the form of a plan would send."""
    form = page[page.index('class="plan"') :].partition("</form>")[0] if 'class="plan"' in page else ""
    sent = Form(re.sub(r'<input type="radio"[^>]*(?<!checked)>', "", form)).data
    boxes = form.split('name="take" value="')[1:]
    return sent | {"take": [box.partition('"')[0] for box in boxes if " checked>" in box[:40]]}


def again(client: Client, notice: ChangeNotice, sent: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Press another button of the plan's form; return the page and what its form would send."""
    page = text_of(client.post(address(notice), sent))
    return page, sent_by(page)


def applied(client: Client, notice: ChangeNotice, sent: dict[str, Any]) -> str:
    response = client.post(address(notice), sent)
    assert response.status_code == 200
    return text_of(response)


# --- Who may ---


@pytest.mark.parametrize(
    ("person", "seen", "sent"),
    [
        ("anonymous", 302, 403),
        ("reader", 403, 403),
        ("editor", 403, 403),
        ("publisher", 200, 200),
        ("superuser", 200, 200),
    ],
)
def test_whoever_may_publish_may_apply_a_notice(notice, person, seen, sent):
    client = sign_in(person)
    assert client.get(address(notice)).status_code == seen
    assert client.post(address(notice), asked(pay_grade="G-2")).status_code == sent


def test_the_notice_has_the_button_for_publishers_only(notice, publisher):
    change = reverse("admin:classes_changenotice_change", args=[notice.pk])
    assert address(notice) in text_of(publisher.get(change))
    assert address(notice) not in text_of(sign_in("editor").get(change))


@pytest.mark.parametrize("number", ["999999", "x"])
def test_a_notice_that_does_not_exist_is_not_found(publisher, number):
    assert publisher.get(f"/admin/classes/changenotice/{number}/apply/").status_code == 404


def test_the_page_of_a_notice_is_named_in_english(notice, publisher):
    change = reverse("admin:classes_changenotice_change", args=[notice.pk])
    assert "Change the notice" in text_of(publisher.get(change))
    assert "Add notice" in text_of(publisher.get(reverse("admin:classes_changenotice_add")))


# --- The form ---


def test_the_form_begins_with_the_day_of_the_notice_and_the_name_of_the_publisher(notice, publisher):
    planners(notice)
    page = text_of(publisher.get(address(notice)))
    form = Form(page).data
    assert (form["effective_on"], form["recorded_by"]) == (DAY, "Carol Dean")
    assert 'value="filter" required id="id_by_0" checked>' in page


def test_the_form_offers_the_grades_and_headings_of_texts_in_force(notice, publisher):
    planners(notice)
    other = make_class(make_organization("elsewhere"))
    make_published(other, pay_grade="X-1")
    page = text_of(publisher.get(address(notice)))
    assert "G-1 · 3 classes" in page
    assert "X-1" not in page
    assert '<option value="duties:Duties">Duties · 3 classes</option>' in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Nothing is to be done yet."),
        ({"pay_grade": "G-2", "note": ""}, "Say what changes and why, or mark it as a minor edit."),
        ({"pay_grade": "G-2", "effective_on": ""}, "This field is required."),
        ({"pay_grade": "G-2", "effective_on": "2026-02-30"}, "That is not a date."),
        ({"pay_grade": "G-2", "effective_on": "0026-02-03"}, "The year 26 was mistyped."),
        ({"pay_grade": "G-2", "adopted_on": "2026-13-01"}, "That is not a date."),
        ({"pay_grade": "=G2"}, "begins like a formula"),
        ({"flsa_code": "@x"}, "begins like a formula"),
        ({"titles": "A1 -> =HYPERLINK(1)"}, "begins like a formula"),
        ({"titles": "A1 -> " + "x" * 201}, "too long"),
        ({"recoded": "A1 -> " + "x" * 41}, "too long"),
        ({"recoded": "A1"}, "Line 1, “A1”, has no arrow."),
        ({"replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"phrase": " \r\n ", "replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"phrase": "Plans", "replacement": "Plans "}, "are the same. Nothing would change."),
        ({"title_replacement": "x"}, "Give the phrase that is to be replaced: it is empty."),
        ({"title_phrase": "A", "titles": "A1 -> B"}, "Titles change either by a phrase or by a list."),
        ({"heading": "duties:Duties"}, "Give the new text."),
        ({"heading": "duties:Dreams", "body": "x"}, "Select a valid choice."),
        ({"body": "x"}, "Choose the heading under which this text is to stand."),
        ({"probation": "61"}, "less than or equal to 60"),
        ({"probation_body": "Six months"}, "Give the months that these words state"),
        ({"probation": "12", "probation_body": "Six (6) months"}, "These words state 6 months, but 12 months"),
        ({"abolished": "A1 -> A2", "pay_grade": "G-2"}, "A class that ends gets no new text"),
        ({"by": "list", "pay_grade": "G-2"}, "Paste the codes or addresses"),
        ({"by": "lines", "pay_grade": "G-2"}, "None of the lists below names a class."),
        ({"by": "magic", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"by": "", "pay_grade": "G-2"}, "This field is required."),
        ({"grade": "", "family": "x", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"kind": "abolished", "pay_grade": "G-2"}, "Select a valid choice."),
        ({"kind": "revised", "abolished": "A1 -> A2"}, "no other kind of change"),
    ],
)
def test_what_makes_no_sense_is_refused_beside_its_field_and_kept(notice, publisher, fields, sentence):
    planners(notice)
    response = publisher.post(address(notice), asked(**fields))
    page = text_of(response)
    assert sentence in page
    assert "would change</h2>" not in page
    form = Form(page).data
    for name in ("titles", "recoded", "phrase", "pay_grade"):
        if name in fields:
            assert form[name] == fields[name]
    assert not notice.entries.exists()


def test_a_list_that_is_wrong_is_not_also_said_to_be_empty(notice, publisher):
    planners(notice)
    page = text_of(publisher.post(address(notice), asked(by="lines", titles="A1 -> Lead\r\nA1 -> Head")))
    assert "Lines 1 and 2 both begin with “A1”." in page
    assert "None of the lists below names a class." not in page


def test_codes_are_parted_at_spaces_where_none_has_them_and_lose_their_quotes(notice, publisher):
    planners(notice)
    make_published(make_class(notice.organization, code="B 7", title="Planner B7"), pay_grade="G-1")
    page, sent = plan_of(publisher, notice, by="list", codes="\"A0\" 'A1'\r\nb 7; “A2”\tX1  X2", pay_grade="G-2")
    assert "<b>4</b> of 4" in page
    assert len(sent["take"]) == 4
    for unknown in ("X1", "X2"):
        assert f"“{unknown}”: No class of Organization shire has this code or address." in page


def test_a_line_of_too_many_codes_is_refused_with_their_number(notice, publisher):
    codes = " ".join(f"C{number}" for number in range(501))
    page = text_of(publisher.post(address(notice), asked(by="list", codes=codes, pay_grade="G-2")))
    assert "These are 501 classes; a notice is applied to at most 500 at a time." in page
    assert Form(page).data["codes"] == codes


def test_ten_thousand_codes_are_refused_with_their_number_and_kept(notice, publisher):
    codes = "\r\n".join(f"C{number}" for number in range(10_000))
    page = text_of(publisher.post(address(notice), asked(by="list", codes=codes, pay_grade="G-2")))
    assert "These are 10,000 classes; a notice is applied to at most 500 at a time." in page
    assert Form(page).data["codes"] == codes


def test_more_classes_than_can_be_applied_at_a_time_are_refused_in_the_form(notice, publisher):
    JobClass.objects.bulk_create(
        JobClass(organization=notice.organization, title="P", slug=f"p-{number}") for number in range(501)
    )
    page = text_of(publisher.post(address(notice), asked(pay_grade="G-2")))
    assert "The filter finds 501 classes" in page


# --- The plan ---


def test_the_plan_shows_every_class_before_and_after_with_totals_and_reasons(notice, publisher):
    first, *_ = planners(notice)
    make_draft(first, revision=2)
    page, sent = plan_of(
        publisher,
        notice,
        by="list",
        codes="A0, A1, A2\r\nA2,<b>X",
        pay_grade="G-2",
        phrase="Plans",
        replacement="Leads",
    )
    assert "<b>2</b> of 3" in page
    assert "<dt>Places of the phrase</dt><dd><b>2</b></dd>" in page
    assert "Pay grade removed: G-1 → added: G-2" in words_of(page)
    assert REWORDED in words_of(page)
    assert "1 section changed: 1 sentence" in page
    assert "It has an open draft: revision 2." in page
    assert "“&lt;b&gt;X”: No class of Organization shire has this code or address." in page
    assert "“A2”: Planner A2 (A2) is named twice in the list." in page
    assert "Revised from" in page
    assert len(sent["take"]) == 2
    assert not notice.entries.exists()


def test_a_plan_in_which_nothing_is_accepted_has_no_button_to_apply_it(notice, publisher):
    planners(notice)
    page, _ = plan_of(publisher, notice, pay_grade="G-1")
    assert "Nothing can be applied" in page
    assert "<b>3</b> say already what is set" in page
    assert 'name="_apply"' not in page


def test_the_redline_of_every_class_is_folded_under_its_summary_and_the_first_three_are_open(notice, publisher):
    planners(notice, 5)
    page, _ = plan_of(publisher, notice, phrase="Plans", replacement="Leads")
    assert page.count('<details class="redline" open>') == 3
    assert page.count('<details class="redline">') == 2
    assert words_of(page).count(REWORDED) == 5


def test_many_classes_have_pages_of_fifty_and_ticks_are_kept_from_page_to_page(notice, publisher):
    made = planners(notice, 102)
    page, sent = plan_of(publisher, notice, pay_grade="G-2")
    assert "Classes 1 to 50 of 102" in page
    assert "102 of 102 ticked" in page
    assert "<b>102</b> of 102" in page
    out = sent["take"].pop(3)
    sent.pop("_apply")
    page, sent = again(publisher, notice, sent | {"_page": "3"})
    assert "Classes 101 to 102 of 102" in page
    assert "101 of 102 ticked" in page
    assert len(sent["take"]) == 2
    sent["take"].pop()
    assert "is applied to 100 classes" in applied(publisher, notice, sent | {"_apply": "Apply"})
    assert JobClass.objects.get(pk=out).specifications.count() == 1
    assert Specification.objects.filter(revision=2).count() == len(made) - 2


def test_all_are_ticked_or_none_also_on_pages_that_are_not_shown(notice, publisher):
    planners(notice, 52)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent.pop("_apply")
    page, none = again(publisher, notice, sent | {"_ticks": "none"})
    assert "0 of 52 ticked" in page
    assert "No class is ticked, so nothing was applied." in applied(publisher, notice, none | {"_apply": "Apply"})
    page, some = again(publisher, notice, none | {"_page": "2"})
    some["take"] = [some["shown"].split(",")[0]]
    page, _ = again(publisher, notice, some | {"_page": "1"})
    assert "1 of 52 ticked" in page
    page, _ = again(publisher, notice, some | {"_ticks": "all"})
    assert "52 of 52 ticked" in page


def test_what_is_done_with_classes_whose_text_says_something_else_is_asked_first(notice, publisher):
    planners(notice, 2)
    odd = make_class(notice.organization, code="A9", title="Planner A9")
    draft = make_draft(odd, effective_from=date(2020, 1, 1), pay_grade="G-1")
    make_section(draft, kind="class_detail", heading="Class Detail", body="Salary band: G 1.")
    publish(draft)
    page, sent = plan_of(publisher, notice, pay_grade="G-2")
    assert "In 1 class the printed text would say something else than the fact" in page
    assert "The printed text still says something else. Class Detail: Prints “Salary band: G 1.”" in page
    assert "contradicting" not in sent
    page = applied(publisher, notice, sent)
    assert "Nothing was applied yet. Say above the classes" in page
    assert not notice.entries.exists()
    page = applied(publisher, notice, sent | {"contradicting": "leave"})
    assert "is applied to 2 classes" in page
    assert odd.specifications.count() == 1
    other = make_notice(notice.organization, number="CN10", effective_on=date(2026, 9, 1))
    _, sent = plan_of(publisher, other, pay_grade="G-2", effective_on="2026-09-01", note="Later.")
    assert "is applied to 1 class" in applied(publisher, other, sent | {"contradicting": "apply"})
    assert odd.specifications.get(revision=2).pay_grade == "G-2"


def test_a_class_that_is_unticked_needs_no_answer_to_what_its_text_says(notice, publisher):
    planners(notice, 1)
    odd = make_class(notice.organization, code="A9", title="Planner A9")
    draft = make_draft(odd, effective_from=date(2020, 1, 1), pay_grade="G-1")
    make_section(draft, kind="class_detail", heading="Class Detail", body="Salary band: G 1.")
    publish(draft)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"].remove(str(odd.pk))
    assert "is applied to 1 class" in applied(publisher, notice, sent)


def test_a_day_before_every_text_tells_of_every_class_why(notice, publisher):
    planners(notice)
    page, _ = plan_of(publisher, notice, pay_grade="G-2", grade="G-1", effective_on="1999-01-01")
    assert "<b>0</b> of 3" in page
    assert "<b>3</b> The day is before its first text" in page


def test_a_filter_that_finds_no_class_says_so(notice, publisher):
    planners(notice)
    page, _ = plan_of(publisher, notice, pay_grade="G-2", words="astronaut")
    assert "No class matches what is chosen." in page


def test_headings_are_counted_in_the_classes_that_are_chosen(notice, publisher):
    planners(notice)
    odd = make_class(notice.organization, code="B1", title="Clerk")
    draft = make_draft(odd, effective_from=date(2020, 1, 1))
    make_section(draft, heading="Tasks")
    publish(draft)
    assert "Duties · 3 classes" in text_of(publisher.get(address(notice)))
    page = text_of(publisher.post(address(notice), asked(words="A1", _count="1")))
    assert "Duties · 1 class<" in page
    assert "Tasks" not in page
    assert "Counted in the 1 class chosen." in page
    assert "errorlist" not in page
    page = text_of(publisher.post(address(notice), asked(by="list", codes="A1, B1", _count="1", body="Keep me.")))
    assert "Counted in the 2 classes chosen." in page
    assert "Keep me." in page
    page = text_of(publisher.post(address(notice), asked(words="A1", heading="duties:Tasks", body="New.")))
    assert '<option value="duties:Tasks" selected>Tasks · 0 classes</option>' in page
    assert "It does not have the heading “Tasks”." in page


def test_the_browser_may_keep_the_plan_to_go_back_to(notice, publisher):
    planners(notice)
    response = publisher.post(address(notice), asked(pay_grade="G-2"))
    assert "no-store" not in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("number", [2, 12])
def test_form_and_plan_take_as_many_queries_for_many_classes_as_for_few(
    notice, publisher, django_assert_num_queries, number
):
    planners(notice, number)
    publisher.get(address(notice))
    # Session, user, permissions of the user and of the groups, the notice; grades, headings, families, series.
    with django_assert_num_queries(9):
        publisher.get(address(notice))
    # The same, and the plan: the filter's classes, texts with sections, requirements and competencies, all texts in
    # short, ended, established later, told, reinstated. No text here asks for a competency, so descriptors are not
    # looked for. And the headings once more, counted in the classes that are chosen.
    with django_assert_num_queries(9 + 10 + 1):
        publisher.post(address(notice), asked(pay_grade="G-2"))


# --- Applying ---


def test_what_the_plan_shows_is_applied_and_told(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2", phrase="Plans.", replacement="Leads.\r\n\r\nPlans.")
    page = applied(publisher, notice, sent)
    assert "Done: CN9 is applied to 3 classes" in page
    assert page.index("0 of 3 classes") < page.index("3 of 3 classes") < page.index("Done: ")
    assert page.rstrip().endswith("</html>")
    texts = Specification.objects.filter(revision=2)
    assert {(text.pay_grade, text.sections.get().body) for text in texts} == {("G-2", "Leads.\n\nPlans.")}
    assert notice.entries.filter(kind="revised", recorded_by="", effective_on=date(2026, 8, 1)).count() == 3
    history = text_of(publisher.get(reverse("admin:classes_changenotice_history", args=[notice.pk])))
    assert "Applied in bulk to 3 classes, from August 1, 2026 on: set the pay grade to G-2;" in history


def test_one_publisher_may_do_both_also_where_a_second_person_is_wanted(notice, publisher, settings):
    settings.REQUIRE_SECOND_PERSON = True
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    assert "Done: " in applied(publisher, notice, sent)


def test_a_class_that_is_unticked_stays_as_it_is(notice, publisher):
    first, *others = planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"] = [str(job_class.pk) for job_class in others]
    assert "Done: CN9 is applied to 2 classes" in applied(publisher, notice, sent)
    assert first.specifications.count() == 1


def test_without_a_tick_nothing_is_applied_and_the_plan_stands_again(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    page = applied(publisher, notice, sent | {"take": []})
    assert "No class is ticked, so nothing was applied." in page
    assert " checked>" not in page[page.index('class="plan"') : page.index("Change the choices")]


def change_a_text(job_class: JobClass) -> None:
    make_published(job_class, date(2026, 7, 1), revision=2, pay_grade="G-1")


@pytest.mark.parametrize(
    "meddle",
    [
        lambda sent, job_class: change_a_text(job_class),
        lambda sent, job_class: make_draft(job_class, revision=2),
        lambda sent, job_class: make_published(make_class(job_class.organization), pay_grade="G-1"),
        lambda sent, job_class: sent.update(pay_grade="G-3"),
        lambda sent, job_class: sent.update(note="Another note."),
        lambda sent, job_class: sent.update(effective_on="2026-08-02"),
        lambda sent, job_class: sent.update(seal=""),
        lambda sent, job_class: sent.update(seal=sent["seal"].replace(":", "0:", 1)),
    ],
    ids=["text", "draft", "new class", "grade", "note", "day", "no seal", "forged seal"],
)
def test_a_plan_that_is_not_the_one_that_was_shown_is_shown_anew(
    notice, publisher, meddle: Callable[[dict[str, Any], JobClass], None]
):
    first, second, _ = planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"].remove(str(second.pk))
    meddle(sent, first)
    page = applied(publisher, notice, sent)
    assert "changed since this plan was shown, so nothing was applied." in page
    assert f'name="take" value="{second.pk}">' in page
    assert not notice.entries.exists()


def test_a_plan_that_another_publisher_looked_at_is_shown_anew(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    user = get_user_model().objects.create_superuser("root")
    other = Client(headers={"host": "localhost"})
    other.force_login(user)
    assert "so nothing was applied." in applied(other, notice, sent)


def test_applying_twice_does_nothing_the_second_time(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    applied(publisher, notice, sent)
    page = applied(publisher, notice, sent)
    assert "so nothing was applied." in page
    assert Specification.objects.count() == 6


def test_a_refusal_while_it_is_applied_undoes_all_names_the_class_and_leads_back(notice, publisher, monkeypatch):
    planners(notice)

    def refusing(draft: Specification, job_class: JobClass, event: Event) -> Specification:
        if draft.code == "A2":
            raise PublishingRefused("A2 <is> refused.")
        return publish_read(draft, job_class, event)

    monkeypatch.setattr(applying, "publish_read", refusing)
    _, sent = plan_of(publisher, notice, pay_grade="G-2", by="list", codes="A0\r\nA1\r\nA2")
    page = applied(publisher, notice, sent)
    assert "Refused: nothing was done" in page
    assert "Planner A2 (A2): A2 &lt;is&gt; refused." in page
    assert not Specification.objects.filter(revision=2).exists()
    again = Form(page[page.index("Refused: nothing") :]).data
    assert (again["codes"], again["pay_grade"], again["note"]) == ("A0\r\nA1\r\nA2", "G-2", "Pay study.")


def test_a_database_that_fails_leaves_nothing_done_and_says_so(notice, publisher, monkeypatch):
    planners(notice)

    def failing(draft: Specification, job_class: JobClass, event: Event) -> Specification:
        raise OperationalError("database is locked")

    monkeypatch.setattr(applying, "publish_read", failing)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    page = applied(publisher, notice, sent)
    assert "Refused: nothing was done" in page
    assert "The catalog or its database failed." in page
    assert "database is locked" not in page


def result_of(page: str) -> str:
    return page.split('http-equiv="refresh" content="0; url=')[1].partition('"')[0]


def test_the_page_that_applies_gives_way_to_one_that_tells_what_was_done(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    sent["take"].pop()
    page = applied(publisher, notice, sent)
    result = result_of(page)
    assert f'<a href="{result}">See what was done</a>' in page
    for _ in range(2):  # it is read as often as one likes
        response = publisher.get(result)
        assert "CN9 is applied to 2 classes" in text_of(response)
    told = text_of(response)
    read(response)
    assert "Applied in bulk to 2 classes, from August 1, 2026 on: set the pay grade to G-2." in told
    assert "By Carol Dean" in told
    assert told.count("Pay grade G-1 → G-2.") == 2
    assert Specification.objects.count() == 5


def test_what_was_done_is_told_of_that_act_alone(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, pay_grade="G-2", by="list", codes="A0")
    first = result_of(applied(publisher, notice, sent))
    _, sent = plan_of(publisher, notice, pay_grade="G-2", by="list", codes="A1")
    with time_machine.travel(TODAY + timedelta(minutes=1), tick=False):
        publisher.force_login(get_user_model().objects.get(username="publisher"))
        second = result_of(applied(publisher, notice, sent))
    assert "Planner A1" not in text_of(publisher.get(first))
    assert "Planner A1" in text_of(publisher.get(second))
    other = make_notice(notice.organization, number="CN10")
    number = first.rstrip("/").rpartition("/")[2]
    assert publisher.get(reverse("admin:classes_changenotice_applied", args=[other.pk, number])).status_code == 404
    assert publisher.get(reverse("admin:classes_changenotice_applied", args=[notice.pk, 999999])).status_code == 404
    assert sign_in("reader").get(first).status_code == 403


@pytest.mark.parametrize("number", [2, 12])
def test_what_was_done_costs_the_same_for_many_classes_as_for_few(notice, publisher, django_assert_num_queries, number):
    planners(notice, number)
    _, sent = plan_of(publisher, notice, pay_grade="G-2")
    result = result_of(applied(publisher, notice, sent))
    # Session, user, permissions of the user and of the groups, the notice; the log of the notice and of its classes.
    with django_assert_num_queries(7):
        publisher.get(result)


def test_classes_are_abolished_by_a_pasted_list(notice, publisher):
    planners(notice)
    _, sent = plan_of(publisher, notice, by="lines", abolished="A0 → A1, A2\r\nA9 → A1")
    assert "Done: CN9 is applied to 1 class" in applied(publisher, notice, sent)
    gone = JobClass.objects.get(code="A0")
    assert gone.abolished_on == date(2026, 8, 1)
    assert gone.successors.count() == 2


# --- A process that is killed in the middle ---

KILLED = """
import os, signal
import django
django.setup()
from datetime import date
from django.contrib.auth import get_user_model
from django.core.management import call_command
from classes import publishing
from classes.bulk import applying
from classes.bulk.choosing import Filter
from classes.bulk.planning import Application, make_plan
from classes.bulk.rules import Rules
from classes.models import ChangeNotice
from classes.publishing import Event
from tests.factories import make_class, make_notice, make_organization, make_published

if os.environ["MAKE"]:
    call_command("migrate", verbosity=0)
    organization = make_organization("shire")
    for each in range(4):
        make_published(make_class(organization, code=f"A{each}"), pay_grade="G-1")
    make_notice(organization, number="CN9")
notice = ChangeNotice.objects.get(number="CN9")
event = Event("regraded", "Pay study.", notice=notice)
plan = make_plan(Application(notice, date(2026, 8, 1), event, Rules(pay_grade="G-2"), Filter()))
assert len(plan.accepted) == 4, plan.reasons
user = get_user_model().objects.create_user("pat")
for progress in applying.carry_out(plan.application, plan.digest, {row.job_class.pk for row in plan.accepted}, user):
    if progress.done == 3:
        print("three are written", flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def killed(database: str, make: bool) -> None:
    environment = {
        **os.environ,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "PYTHONPATH": str(settings.BASE_DIR),
        "MAKE": "1" if make else "",
    }
    ended = subprocess.run(
        [sys.executable, "-c", KILLED], env=environment, capture_output=True, text=True, check=False, timeout=120
    )
    assert ended.stdout == "three are written\n", ended.stderr
    assert ended.returncode == -9


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the file of an SQLite database is looked at")
def test_a_process_that_is_killed_leaves_nothing_half_done_on_sqlite(tmp_path: Path):
    import sqlite3

    killed(f"sqlite:///{tmp_path / 'catalog.sqlite3'}", make=True)
    with sqlite3.connect(tmp_path / "catalog.sqlite3") as held:
        texts = "SELECT count(*), max(revision), count(effective_to) FROM classes_specification"
        assert held.execute(texts).fetchone() == (4, 1, 0)
        assert held.execute("SELECT count(*) FROM classes_historyentry").fetchone() == (0,)
        assert held.execute("SELECT count(*) FROM classes_repair").fetchone() == (0,)
        assert held.execute("SELECT count(*) FROM auth_user").fetchone() == (1,)
    held.close()


@pytest.mark.skipif(connection.vendor != "postgresql", reason="another process looks at the same database")
@pytest.mark.django_db(transaction=True)
def test_a_process_that_is_killed_leaves_nothing_half_done_on_postgresql(notice):
    planners(notice, 4)
    held = connection.settings_dict
    account = f"{held['USER']}:{held['PASSWORD']}" if held["PASSWORD"] else held["USER"]
    killed(f"postgresql://{account}@{held['HOST']}:{held['PORT'] or 5432}/{held['NAME']}", make=False)
    assert get_user_model().objects.filter(username="pat").exists()
    assert Specification.objects.count() == 4
    assert not Specification.objects.exclude(effective_to=None).exists()
    assert not notice.entries.exists()


@pytest.mark.parametrize(("day", "is_past"), [("2026-06-14", True), ("2026-06-15", False)])
def test_the_plan_says_where_its_day_is_past(notice, publisher, day, is_past):
    planners(notice)
    page, _ = plan_of(publisher, notice, pay_grade="G-2", effective_on=day)
    assert (
        "June 14, 2026 is past: pages of the days since then will show other texts than they did" in page
    ) == is_past
