"""The home page: search, organizations, families and series with counts, and what changed lately."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories import (
    make_class,
    make_draft,
    make_entry,
    make_family,
    make_notice,
    make_organization,
    make_published,
    make_series,
)
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db


def items(page: Element, heading: str) -> list[str]:
    """The lines of the list under a heading, by the heading's id."""
    return [item.text for item in page.one("section", aria_labelledby=heading).all("li")]


def test_home_has_the_frame_of_a_page_and_one_search_form_that_leads_to_browse(client, catalog):
    response = client.get("/")
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Job classes")
    form = page.one("form", role="search")
    assert form.attributes["action"] == "/classes/"
    assert form.one("input").attributes["name"] == "q"
    assert page.one("label", **{"for": form.one("input").attributes["id"]}).text == "Title, code, or words of a text"


def test_home_lists_both_organizations_with_the_number_of_their_classes(client, catalog):
    page = read(client.get("/"))
    assert items(page, "organizations") == [
        "City 5 classes Office of Human Resources",
        "NC Department of Crime Control & Public Safety 1 class",
    ]
    assert "/classes/?organization=city" in page.links


def test_home_lists_families_and_series_with_the_number_of_their_classes(client, catalog):
    page = read(client.get("/"))
    assert items(page, "families") == [
        "Information Technology 1 class Job family · NC Department of Crime Control & Public Safety",
        "IT Management 5 classes Series · City",
    ]
    assert {"/families/nc/information-technology/", "/series/city/it-management/"} <= set(page.links)


def test_home_tells_what_changed_newest_first_and_says_whose_text_is_held(client, catalog):
    page = read(client.get("/"))
    assert items(page, "changes") == [
        "Jul 30, 2023 IT Manager (CI2787), City: revised. "
        "Revised licensure & certification and background checks. Revision 1 Text held",
        "Nov 27, 2022 IT Manager (CI2787), City: regraded by CN1746. "
        "Revised pay grade as a result of CN1746. Noted only",
        "Oct 21, 2021 IT Manager (CI2787), City: revised. Equivalency revised. Noted only",
        "Sep 21, 2018 IT Manager (CI2787), City: established. Noted only",
    ]
    links = page.one("section", aria_labelledby="changes").links
    assert {"/classes/city/ci2787/revisions/1/", "/notices/city/cn1746/", "/changes/", "/notices/"} <= set(links)


def test_what_a_notice_did_to_many_classes_on_one_day_is_one_line_of_home(client, db):
    organization = make_organization(name="County")
    notice = make_notice(organization, number="CN9")
    for title in ("Driver", "Clerk", "Baker", "Archivist"):
        make_entry(make_class(organization, title=title), kind="regraded", notice=notice)
    (line,) = items(read(client.get("/")), "changes")
    assert line == "Jan 1, 2020 CN9: 4 classes regraded · County Archivist, Baker, Clerk and 1 more"


def test_home_tells_of_an_event_from_its_own_day_on(client, catalog):
    assert len(items(read(client.get("/?as_of=2022-11-26")), "changes")) == 2
    assert len(items(read(client.get("/?as_of=2022-11-27")), "changes")) == 3


def test_home_shows_no_more_than_the_latest_eight_changes(client, db):
    job_class = make_class()
    for day in range(1, 11):
        make_entry(job_class, effective_on=date(2020, 1, day))
    changes = items(read(client.get("/")), "changes")
    assert len(changes) == 8
    assert changes[0].startswith("Jan 10, 2020")
    assert changes[-1].startswith("Jan 3, 2020")


def test_home_of_an_empty_catalog_says_so_and_names_the_remedy(client, db):
    page = read(client.get("/"))
    check_frame(page, "Job classes")
    (nothing,) = items(page, "organizations")
    assert "manage.py load_catalog" in nothing
    assert items(page, "families") == ["No job family or series is held yet."]
    assert items(page, "changes") == ["No change is recorded."]
    assert items(read(client.get("/?as_of=2000-01-01")), "changes") == ["No change is recorded up to that day."]


def test_home_neither_counts_nor_tells_of_a_class_of_which_only_a_draft_is_written(client, db):
    organization = make_organization(name="County")
    hidden = make_class(
        organization, title="Secret Planner", listed=False, family=make_family(organization, name="Planning")
    )
    draft = make_draft(hidden)
    make_entry(hidden, note="Secret establishing.")
    make_entry(hidden, effective_on=date(2021, 1, 1), note="Secret drafting.", specification=draft)
    response = client.get("/")
    assert "Secret" not in response.content.decode()
    page = read(response)
    assert items(page, "organizations") == ["County 0 classes"]
    assert items(page, "families") == ["Planning 0 classes Job family · County"]
    assert items(page, "changes") == ["No change is recorded."]


def test_home_keeps_silent_on_the_change_that_a_newer_draft_would_bring(client, db):
    job_class = make_class()
    make_entry(job_class, note="Known.", specification=make_published(job_class))
    draft = make_draft(job_class, revision=2, effective_from=date(2021, 1, 1))
    make_entry(job_class, effective_on=date(2021, 1, 1), note="Secret.", specification=draft)
    (change,) = items(read(client.get("/")), "changes")
    assert "Known." in change


def fill(classes: int) -> None:
    for _ in range(classes):
        organization = make_organization()
        family, series, notice = make_family(organization), make_series(organization), make_notice(organization)
        for rank in (1, 2, 3):
            job_class = make_class(organization, family=family, series=series, series_rank=rank)
            make_entry(job_class, specification=make_published(job_class), notice=notice)


@pytest.mark.parametrize("classes", [1, 12])
def test_home_asks_seven_questions_however_much_there_is(client, db, django_assert_num_queries, classes):
    fill(classes)
    client.get("/classes/")  # the catalog is read once, see `classes.finding.columns`
    # is anything new?, organizations, families, the largest series, the latest lines of changes, what the notices among
    # them did to how many classes, and the first of these classes by name
    with django_assert_num_queries(7):
        client.get("/")
