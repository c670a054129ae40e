"""The levels of a class side by side: the page in its modes, the worksheet, and the data twins."""

from __future__ import annotations

import pytest

from classes.publishing import publish
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_framework,
    make_organization,
    make_section,
    require_competency,
)
from tests.page import check_frame, read, read_table

pytestmark = pytest.mark.django_db

LEVELS = "/classes/nc/it-manager/levels/"


@pytest.mark.parametrize("show", ["", "?show=differences", "?show=step-up", "?show=worksheet"])
def test_levels_page_has_the_frame_of_a_page(client, catalog, show):
    page = read(client.get(LEVELS + show))
    what = "worksheet" if "worksheet" in show else "levels"
    check_frame(page, f"IT Manager: {what}, NC Department of Crime Control & Public Safety")


def test_levels_page_marks_what_each_level_adds(client, catalog):
    page = read(client.get(LEVELS))
    table = page.one("table", class_="compared")
    heads = [head.text for head in table.one("thead").all("th")]
    assert heads == [
        "Contributing lowest of these",
        "Journey 7 new, 3 edited, 6 kept",
        "Advanced 9 new, 2 edited, 6 kept",
    ]
    consultancy = page.one("tbody", id="consultancy-skills")
    assert [added.text for added in consultancy.all("ins")] == [
        "added: moderate-level end added",
        "added: advanced-level end added",
    ]
    assert "New at Advanced Consults with senior-level decision-makers" in consultancy.text
    assert "Same at all levels (5 sentences)" in consultancy.text
    leadership = page.one("tbody", id="operational-leadership")
    assert "Same at all levels: “Fosters environment that promotes open communication" in leadership.text
    assert "Not carried forward from Contributing" in leadership.text


def test_levels_page_shows_every_word_of_every_descriptor_in_full(client, catalog, nc_competencies):
    table = read(client.get(LEVELS)).one("table", class_="compared")
    shown = table.text
    for competency in nc_competencies.competencies:
        for descriptor in competency.descriptors:
            for sentence in descriptor.text.split(". "):
                first = " ".join(sentence.split()[:3])
                assert first in shown


def test_differences_only_leaves_out_the_lowest_level_and_what_is_the_same(client, catalog):
    page = read(client.get(LEVELS + "?show=differences"))
    table = page.one("table", class_="compared")
    assert [head.text.split()[0] for head in table.one("thead").all("th")] == ["Journey", "Advanced"]
    assert "Fosters environment" not in table.text
    assert "Same at all levels: 5 sentences." in table.text


def test_step_up_lists_what_comes_in_addition_for_each_step(client, catalog):
    page = read(client.get(LEVELS + "?show=step-up"))
    assert [step.one("h2").text for step in page.all("section", class_="step")] == [
        "From Contributing to Journey",
        "From Journey to Advanced",
    ]
    assert "7 new and 3 edited sentences; 6 stay as they are" in page.text


def test_two_levels_can_be_chosen_and_the_choice_stays_in_every_switch(client, catalog):
    page = read(client.get(LEVELS + "?levels=journey,advanced&show=differences"))
    assert [head.text.split()[0] for head in page.one("table", class_="compared").one("thead").all("th")] == [
        "Advanced"
    ]
    switches = [link.attributes["href"] for link in page.one("nav", aria_label="What to show").all("a")]
    assert all("levels=journey%2Cadvanced" in href for href in switches)


def test_levels_may_also_come_one_by_one_as_a_form_sends_them(client, catalog):
    page = read(client.get(LEVELS + "?levels=advanced&levels=contributing"))
    heads = page.one("table", class_="compared").one("thead").all("th")
    assert [head.text.split()[0] for head in heads] == ["Contributing", "Advanced"]


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?levels=journey", "To compare takes two levels or more."),
        ("?levels=journey,journey", "To compare takes two levels or more."),
        ("?levels=expert,journey", "“expert” is not a level of this class."),
        ("?levels=%3Cscript%3E,journey", "is not a level of this class."),
        ("?show=all", "“all” is not a way to show levels."),
        ("?as_of=2023-02-30", "“2023-02-30” is not a date."),
    ],
)
def test_what_cannot_be_shown_is_a_sentence(client, catalog, query, sentence):
    response = client.get(LEVELS + query)
    assert response.status_code == 400
    assert sentence in read(response).one("main").text


@pytest.mark.parametrize("ending", ["levels/", "levels.json", "levels.csv"])
@pytest.mark.parametrize("address", ["/classes/city/ci2787/", "/classes/city/it-director/", "/classes/city/nobody/"])
def test_a_class_without_levels_or_text_has_no_levels_page(client, catalog, address, ending):
    assert client.get(address + ending).status_code == 404


def test_the_levels_of_a_draft_are_shut_out(client):
    framework = make_framework(levels=("Junior", "Senior"))
    draft = make_draft(make_class(make_organization("county"), slug="planner"))
    make_section(draft, kind="competencies", heading="Competencies")
    require_competency(draft, make_competency(framework), {"junior": "Plans.", "senior": "Leads."})
    for ending in ("levels/", "levels.json", "levels.csv"):
        assert client.get(f"/classes/county/planner/{ending}").status_code == 404
    publish(draft)
    assert client.get("/classes/county/planner/levels/").status_code == 200


def test_the_code_as_printed_leads_to_the_address_in_lower_case(client, catalog):
    response = client.get("/classes/NC/IT-Manager/levels/?show=step-up")
    assert (response.status_code, response["Location"]) == (301, "/classes/nc/it-manager/levels/?show=step-up")


def test_levels_page_asks_two_queries_however_many_competencies(client, catalog, django_assert_num_queries):
    framework = make_framework(levels=("Junior", "Senior"))
    draft = make_draft(make_class(make_organization("county"), slug="planner"))
    make_section(draft, kind="competencies", heading="Competencies")
    for _ in range(30):
        require_competency(draft, make_competency(framework), {"junior": "Plans.", "senior": "Leads."})
    publish(draft)
    for address in (LEVELS, "/classes/county/planner/levels/"):
        with django_assert_num_queries(2):  # the class with its text, all rows of the text
            client.get(address)


def test_hostile_words_in_a_descriptor_come_out_as_text(client):
    framework = make_framework(levels=("Junior", "Senior"))
    draft = make_draft(make_class(make_organization("county"), slug="planner"))
    make_section(draft, kind="competencies", heading="Competencies")
    hostile = "<script>alert(1)</script> plans the work & says “yes” \u202e to all."
    require_competency(draft, make_competency(framework), {"junior": "Plans.", "senior": hostile})
    publish(draft)
    for show in ("full", "differences", "step-up", "worksheet"):
        body = client.get(f"/classes/county/planner/levels/?show={show}").content.decode()
        assert "<script>alert" not in body
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in body


def test_levels_twin_has_the_promised_shape(client, catalog):
    twin = client.get("/classes/nc/it-manager/levels.json").json()
    assert twin["levels"] == ["contributing", "journey", "advanced"]
    consultancy = twin["competencies"][5]
    assert (consultancy["name"], consultancy["slug"]) == ("Consultancy Skills", "consultancy-skills")
    assert [cell["level"] for cell in consultancy["cells"]] == twin["levels"]
    journey = consultancy["cells"][1]
    assert journey["dropped"] == []
    assert [sentence["status"] for sentence in journey["sentences"]] == ["edited", *["common"] * 5]
    assert [mark for mark, _ in journey["sentences"][0]["words"]] == ["same", "added", "same"]
    assert "words" not in journey["sentences"][1]
    lowest = {sentence["status"] for each in twin["competencies"] for sentence in each["cells"][0]["sentences"]}
    assert lowest == {"common", "new"}


def test_levels_twin_shows_only_the_levels_asked_for(client, catalog):
    twin = client.get("/classes/nc/it-manager/levels.json?levels=journey,advanced").json()
    assert twin["levels"] == ["journey", "advanced"]
    assert all(len(each["cells"]) == 2 for each in twin["competencies"])


def test_levels_table_has_a_row_for_each_competency_and_level_and_opens_in_a_spreadsheet(client, catalog):
    response = client.get("/classes/nc/it-manager/levels.csv")
    head, *rows = read_table(response)
    assert head[:4] == ["competency", "level", "text", "compared with"]
    assert len(rows) == 18
    assert rows[1][1:7] == ["Journey", rows[1][2], "Contributing", "0", "1", "0"]


def test_a_cell_that_would_run_as_a_formula_is_defused():
    from classes.spreadsheets import defused

    assert [defused(cell) for cell in ("=1+1", "+1", "-1", "@x", "plain", 5, "")] == [
        "'=1+1",
        "'+1",
        "'-1",
        "'@x",
        "plain",
        5,
        "",
    ]
