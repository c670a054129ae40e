"""The work list: what waits for somebody, and what was done lately."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.test import Client

from classes.admin.worklist import LISTED, STANDINGS, advice_on_drafts, drafts_with_advice, standing, work_list
from classes.drafting import correct, revise, send_back, send_to_review
from classes.models import JobClass, Specification
from classes.publishing import publish
from tests.accounts import make_account, sign_in
from tests.admin_forms import page_of
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_draft,
    make_family,
    make_organization,
    make_published,
    make_section,
    make_series,
)

pytestmark = pytest.mark.django_db

DAY = TODAY.date()


@pytest.fixture(autouse=True)
def nothing_kept():
    """What one test counts, no other remembers."""
    cache.clear()
    yield
    cache.clear()


ONE = timedelta(days=1)


def listed() -> dict[str, list[str]]:
    return {work.name: [text.title for text in work.texts] for work in work_list(DAY)}


def announced(title: str, start: date) -> Specification:
    text = make_published(make_class(title=title), date(2020, 1, 1))
    draft, _ = revise(text.job_class)
    Specification.objects.filter(pk=draft.pk).update(effective_from=start)
    return publish(draft)


def test_every_text_stands_in_the_list_of_what_waits_for_it():
    make_draft(make_class(title="Begun"))
    send_to_review(make_draft(make_class(title="Handed in")))
    announced("Coming", DAY + ONE)
    with time_machine.travel(TODAY - timedelta(days=60), tick=False):
        make_published(make_class(title="Old"))
    assert listed() == {
        "draft": ["Begun"],
        "review": ["Handed in"],
        "coming": ["Coming"],
        "recent": ["Coming", "Coming"],
    }


@pytest.mark.parametrize(("days", "coming"), [(0, []), (1, ["Planner"])])
def test_a_text_waits_for_its_first_day_until_that_day(days, coming):
    announced("Planner", DAY + days * ONE)
    assert listed()["coming"] == coming


@pytest.mark.parametrize(("days", "recent"), [(29, ["Planner"]), (30, [])])
def test_what_was_published_in_the_last_thirty_days_is_recent(days, recent):
    with time_machine.travel(TODAY - timedelta(days=days), tick=False):
        make_published(make_class(title="Planner"))
    assert listed()["recent"] == recent


def test_the_soonest_comes_first_of_what_is_to_take_effect():
    for title, days in (("Third", 90), ("First", 1), ("Second", 30)):
        announced(title, DAY + days * ONE)
    assert listed()["coming"] == ["First", "Second", "Third"]


def test_a_text_that_was_corrected_waits_for_nothing():
    draft, _ = correct(announced("Planner", DAY + ONE))
    publish(draft)
    assert [text.revision for work in work_list(DAY) if work.name == "coming" for text in work.texts] == [3]


def test_the_standings_of_published_texts_tell_them_apart(catalog):
    announced("Coming", DAY + ONE)
    draft, _ = correct(make_published())
    publish(draft)
    apart = ("coming", "in-force", "ended", "corrected")
    found = [text for name in apart for text in Specification.objects.filter(standing(name, DAY))]
    assert sorted(text.pk for text in found) == sorted(Specification.objects.published().values_list("pk", flat=True))


@pytest.mark.parametrize("name", STANDINGS)
def test_a_count_leads_to_a_list_of_as_many(name):
    make_draft()
    send_to_review(make_draft())
    announced("Coming", DAY + ONE)
    draft, _ = correct(make_published())
    publish(draft)
    client = sign_in("editor")
    number = Specification.objects.filter(standing(name, DAY)).count()
    page = client.get("/admin/classes/specification/", {"standing": name}).content.decode()
    assert f"{number} specification{'' if number == 1 else 's'}" in page
    if name in LISTED:
        work = next(work for work in work_list(DAY) if work.name == name)
        assert (work.count, work.address) == (number, f"/admin/classes/specification/?standing={name}")


def test_the_front_page_says_who_wrote_what_was_sent_back_and_leads_on():
    ann = make_account("editor", "ann")
    draft = make_draft(
        make_class(make_organization("county", name="County"), title="Planner", code="P1"), drafted_by=ann
    )
    send_to_review(draft)
    publisher, editor = sign_in("publisher"), sign_in("editor")
    assert page_of(draft, "review") in publisher.get("/admin/").content.decode()
    assert page_of(draft, "review") not in editor.get("/admin/").content.decode()
    send_back(draft, "The <b>grade</b> is missing.")
    page = editor.get("/admin/").content.decode()
    assert page_of(draft) in page
    assert "County, revision 1, by Ann Baker" in page
    assert "Sent back: The &lt;b&gt;grade&lt;/b&gt; is missing." in page


def test_an_empty_list_says_so():
    page = sign_in("editor").get("/admin/").content.decode()
    for sentence in (
        "No draft is open. Revise a class to begin one.",
        "Nothing waits for a publisher.",
        "No published text waits for its first day.",
        "Nothing was published in the last 30 days.",
    ):
        assert sentence in page


def test_a_long_list_shows_the_first_and_how_many_more():
    for number in range(8):
        make_draft(make_class(title=f"Class {number}"))
    page = sign_in("editor").get("/admin/").content.decode()
    assert "2 more" in page
    assert "Class 5" in page
    assert "Class 6" not in page


@pytest.mark.parametrize("number", [1, 12])
def test_the_front_page_costs_the_same_with_little_and_much_work(number, django_assert_num_queries):
    ann = make_account("editor", "ann")
    for _ in range(number):
        make_draft(drafted_by=ann)
        send_to_review(make_draft(drafted_by=ann))
        announced("Coming", DAY + ONE)
    client: Client = sign_in("editor", "bob")
    client.get("/admin/")
    # Session, user, permissions of the user and of the groups; the numbers, the first of each of four lists; Django's
    # own list of the reader's last actions.
    with django_assert_num_queries(10):
        client.get("/admin/")


def test_the_work_list_leads_to_what_the_lint_says_of_the_open_drafts(catalog):
    for job_class in JobClass.objects.filter(specifications__isnull=False):
        revise(job_class)
    client = sign_in("editor")
    assert 'href="/admin/advice/"' in client.get("/admin/").content.decode()
    page = client.get("/admin/advice/").content.decode()
    assert "in generally" in page
    assert "9 findings" in page
    draft = Specification.objects.get(job_class__slug="it-manager", revision=2)
    assert page_of(draft) in page


def test_without_an_open_draft_there_is_no_advice(catalog):
    assert "No draft is open." in sign_in("editor").get("/admin/advice/").content.decode()


@pytest.mark.parametrize("count", [1, 6])
def test_advice_costs_the_same_however_many_drafts(django_assert_num_queries, count):
    county = make_organization()
    for _ in range(count):
        revise(make_published(make_class(county)).job_class)
    # the last thing done in the admin, the number of drafts; the drafts' keys; the drafts, their sections,
    # requirements, competencies and history; the titles of their organization in texts and notes, its successors and
    # its classes
    with django_assert_num_queries(12):
        linted, _ = drafts_with_advice(DAY)
    assert len(linted) == count


def test_the_front_page_tells_how_many_findings_there_are_as_of_when_they_were_counted(catalog):
    for job_class in JobClass.objects.filter(specifications__isnull=False):
        revise(job_class)
    client = sign_in("editor")
    assert "read it to have the findings counted" in client.get("/admin/").content.decode()
    client.get("/admin/advice/")
    (count,) = re.findall(r"data-count[^>]*>([^<]*)<", client.get("/admin/").content.decode())
    assert re.fullmatch(r"\d+ findings in 2 of 2 texts, as of \d+:\d\d [ap]\.m\.", count)
    with time_machine.travel(TODAY + ONE, tick=False):
        client.force_login(make_account("editor", "bob"))
        assert "as of June 15, 2026, " in client.get("/admin/").content.decode()


def test_the_count_of_an_open_draft_follows_what_is_done_in_the_admin(django_assert_num_queries):
    draft = make_draft()
    make_section(draft, body="He is is here.")
    client = sign_in("superuser")
    first = client.get("/admin/advice/count/").json()["words"]
    assert first.startswith("1 finding in 1 of 1 text, as of ")
    with django_assert_num_queries(2):  # the last thing done, and the number of drafts: nothing changed
        advice_on_drafts(DAY)
    draft.sections.update(body="He is here.")
    assert client.get("/admin/advice/count/").json()["words"] == first
    LogEntry.objects.create(
        user=get_user_model().objects.get(), action_flag=2, object_id=str(draft.pk), object_repr="draft"
    )
    assert client.get("/admin/advice/count/").json()["words"].startswith("no finding in 1 text, as of ")


def test_the_findings_on_published_texts_are_counted_when_it_is_asked_for(catalog):
    client = sign_in("editor")
    assert "are not counted yet" in client.get("/admin/advice/").content.decode()
    answer = b"".join(client.post("/admin/advice/published/").streaming_content).decode()
    assert "2 of 2 texts" in answer
    assert 'content="0; url=/admin/advice/#published"' in answer
    for page in ("/admin/advice/", "/admin/"):
        assert re.search(r"\d+ findings in 2 of 2 texts, as of ", client.get(page).content.decode())
    assert client.get("/admin/advice/published/").status_code == 405


@pytest.mark.parametrize("page", ["/admin/advice/", "/admin/advice/count/"])
def test_who_may_not_see_texts_reads_no_count(page):
    client = sign_in("reader")
    assert client.get(page).status_code == 403
    assert client.post("/admin/advice/published/").status_code == 403
    assert "advice" not in client.get("/admin/").content.decode()


def test_the_list_of_classes_is_filtered_by_few_things_and_finds_a_family_or_a_series_by_name(
    django_assert_num_queries,
):
    county = make_organization()
    family, series = make_family(county, name="Waterworks"), make_series(county, name="Pump Operation")
    make_class(county, title="Clerk", family=family)
    make_class(county, title="Chief", series=series, series_rank=1)
    make_class(county, title="Gardener", abolished_on=DAY)
    client = sign_in("editor")
    page = client.get("/admin/classes/jobclass/").content.decode()
    sidebar = page[page.index('id="changelist-filter"') :]
    assert "Waterworks" not in sidebar
    assert "Pump" not in sidebar

    def found(**asked: str) -> set[str]:
        page = client.get("/admin/classes/jobclass/", asked).content.decode()
        return {title for title in ("Clerk", "Chief", "Gardener") if f">{title}</a>" in page}

    assert found(q="waterworks") == {"Clerk"}
    assert found(q="pump") == {"Chief"}
    assert found(existence="abolished") == {"Gardener"}
    assert found(existence="no-end") == {"Clerk", "Chief"}
    # Session, user, permissions of the user and of the groups; organizations to filter by; how many, all and found; the
    # classes.
    with django_assert_num_queries(8):
        client.get("/admin/classes/jobclass/")
