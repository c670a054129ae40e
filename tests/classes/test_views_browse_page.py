"""What stands around the list of classes: facets, tags, letters, orders, the tree, and what to do where nothing is
found. What the search finds is tested with the search."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine

from classes.finding import index
from classes.finding import tree as tree_of_classes
from classes.models import JobClass
from classes.publishing import publish
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_family,
    make_framework,
    make_organization,
    make_published,
    make_section,
    make_series,
)
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db

HIGH_SCHOOL, BACHELOR, MASTER = 20, 50, 60


@pytest.fixture
def county():
    """Seven classes of a county and a town: five with a text, one without, one abolished."""
    county = make_organization("county", name="County")
    town = make_organization("town", name="Town")
    finance = make_family(county, slug="finance", name="Finance")
    works = make_family(town, slug="works", name="Public Works")
    budget = make_series(county, slug="budget", name="Budget")

    def held(title: str, grade: str, education: int, months: int, organization=county, **fields: object) -> None:
        job_class = make_class(organization, title=title, **fields)
        make_published(job_class, pay_grade=grade, minimum_education=education, minimum_experience_months=months)

    held("Budget Analyst II", "G2", BACHELOR, 36, code="B2", family=finance, series=budget, series_rank=2)
    held("Budget Analyst I", "G1", BACHELOR, 0, code="B1", family=finance, series=budget, series_rank=1)
    held("Budget Director", "G9", MASTER, 96, code="B9", family=finance)
    held("Cashier", "G1", HIGH_SCHOOL, 12, code="C1", family=finance)
    held("Groundskeeper", "G1", HIGH_SCHOOL, 0, town, code="W1", family=works)
    make_class(town, title="Zookeeper", code="Z1")
    gone = make_class(county, title="Typist", code="T1", family=finance, abolished_on=date(2022, 7, 1))
    make_published(gone, pay_grade="G3")


def browse(client, query: str = "") -> Element:
    response = client.get(f"/classes/{query}")
    assert response.status_code == 200
    return read(response)


def titles(page: Element) -> list[str]:
    return [each.one("a").text for each in page.all("th", scope="row")]


def count(page: Element) -> str:
    return page.one("h2", id="found").text


def facet(page: Element, name: str) -> dict[str, str]:
    """The values of a facet with their counts as they are read out."""
    labels = page.one("details", id=f"facet-{name}").one("div", class_="facet-values").all("label")
    return {label.one("span").text: label.one("b").text for label in labels}


def test_the_title_says_what_was_asked_and_how_much_was_found(client, county):
    check_frame(browse(client), "Classes")
    page = browse(client, "?q=budget&grade=G1&grade=G2")
    check_frame(page, "budget, G1, G2: 2 classes")
    check_frame(browse(client, "?education=master"), "Master’s degree: 1 class")


def test_each_count_is_what_one_gets_by_choosing_the_value(client, county):
    page = browse(client)
    for name, values in {
        "organization": {"county": "County", "town": "Town"},
        "grade": {"G1": "G1", "G9": "G9"},
        "education": {"bachelor": "Bachelor’s degree"},
        "status": {"abolished": "Abolished", "no-text": "No text held"},
    }.items():
        for key, label in values.items():
            assert facet(page, name)[label] == count(browse(client, f"?{name}={key}"))


def test_values_of_one_facet_are_alternatives_and_facets_narrow_each_other(client, county):
    assert titles(browse(client, "?grade=G2&grade=G9")) == ["Budget Analyst II", "Budget Director"]
    page = browse(client, "?grade=G2&grade=G9&education=master")
    assert titles(page) == ["Budget Director"]
    assert facet(page, "education") == {"Bachelor’s degree": "+1 more class", "Master’s degree": "1 class"}


def test_beside_a_chosen_value_another_tells_how_many_classes_it_adds(client, county):
    page = browse(client, "?organization=county")
    shown = facet(page, "organization")
    total = int(count(page).split()[0])
    assert (shown["County"], shown["Town"]) == (f"{total} classes", "+2 more classes")
    assert count(browse(client, "?organization=county&organization=town")) == f"{total + 2} classes"
    told = client.get("/classes.json?organization=county").json()["facets"]
    assert [(each["count"], each.get("adds")) for each in told["organization"]] == [(total, None), (2, 2)]
    assert all("adds" not in each for each in told["grade"])


def test_a_facet_tells_how_many_of_its_values_are_chosen_and_keeps_them_in_the_form(client, county):
    page = browse(client, "?grade=G2&grade=G9")
    grades = page.one("details", id="facet-grade")
    assert grades.one("summary").text == "Pay grade 2 chosen"
    chosen = {box.attributes["value"]: "checked" in box.attributes for box in grades.all("input")}
    assert chosen == {"G1": False, "G2": True, "G9": True}
    assert {box.attributes["form"] for box in grades.all("input")} == {"find"}
    assert page.one("span", class_="filters-set").text == "(2 set)"


def test_a_chosen_value_that_leads_nowhere_stays_in_its_facet(client, county):
    page = browse(client, "?q=budget&education=high-school")
    assert facet(page, "education")["High school diploma"] == "0 classes"


def test_a_long_facet_shows_the_most_frequent_values_in_order_and_all_of_them_at_will(client):
    organization = make_organization("county")
    for number in range(14):
        for twice in range(1 + (number in {9, 13})):
            make_published(make_class(organization, slug=f"p{number}-{twice}"), pay_grade=f"G{number}")
    page = browse(client)
    assert list(facet(page, "grade")) == ["G0", "G1", "G2", "G3", "G4", "G5", "G9", "G13"]
    more = page.one("a", class_="facet-more")
    assert (more.text, more.attributes["href"]) == ("All 14 pay grades", "?values=grade#facet-grade")
    page = browse(client, "?values=grade")
    assert list(facet(page, "grade")) == [f"G{number}" for number in range(14)]
    quick = page.one("p", class_="facet-quick")
    assert "hidden" in quick.attributes  # until a script can do it
    assert page.one("a", class_="facet-more").attributes["href"] == "?#facet-grade"


def test_tags_take_off_one_value_each_and_one_link_clears_all_but_the_words(client, county):
    page = browse(client, "?q=budget&grade=G1&grade=G2&letter=b&sort=code&as_of=2024-01-01")
    applied = page.one("ul", aria_label="Applied filters").all("a")
    assert [tag.text_without("visually-hidden", "applied-off") for tag in applied] == [
        "Words: budget",
        "Pay grade: G1",
        "Pay grade: G2",
        "Titles beginning with: B",
        "Clear the filters, keep the words",
    ]
    assert [tag.attributes["href"] for tag in applied] == [
        "?grade=G1&grade=G2&letter=b&sort=code&as_of=2024-01-01",
        "?q=budget&letter=b&sort=code&as_of=2024-01-01&grade=G2",
        "?q=budget&letter=b&sort=code&as_of=2024-01-01&grade=G1",
        "?q=budget&grade=G1&grade=G2&sort=code&as_of=2024-01-01",
        "?q=budget&sort=code&as_of=2024-01-01",
    ]


def test_a_new_search_keeps_letter_order_and_view(client, county):
    page = browse(client, "?letter=b&sort=code&view=tree&as_of=2024-01-01")
    kept = page.one("form", id="find").all("input", type="hidden")
    assert {each.attributes["name"]: each.attributes["value"] for each in kept} == {
        "as_of": "2024-01-01",
        "letter": "b",
        "sort": "code",
        "view": "tree",
    }


def test_letters_lead_to_the_titles_that_begin_so_and_say_how_many(client, county):
    page = browse(client, "?organization=county&page=1")
    letters = page.one("nav", aria_label="First letter of the title")
    assert [(each.text, each.attributes.get("title")) for each in letters.all("a")] == [
        ("All", None),
        ("B", "3 classes"),
        ("C", "1 class"),
    ]
    assert letters.links == ["?organization=county", "?organization=county&letter=b", "?organization=county&letter=c"]
    page = browse(client, "?organization=county&letter=c")
    assert titles(page) == ["Cashier"]
    letters = page.one("nav", aria_label="First letter of the title")
    assert [each.text for each in letters.all("a") if "aria-current" in each.attributes] == ["C"]


def test_orders_are_links_and_the_best_match_is_one_only_of_words(client, county):
    page = browse(client, "?grade=G1&page=1")
    orders = page.one("nav", aria_label="Order")
    assert [each.text for each in orders.all("a")] == ["Title", "Code", "Pay grade", "Last revised"]
    assert orders.links[1] == "?grade=G1&sort=code"
    assert [each.text for each in orders.all("a") if "aria-current" in each.attributes] == ["Title"]
    heads = {head.text: head.attributes.get("aria-sort") for head in page.one("thead").all("th")}
    assert (heads["Title"], heads["Code"]) == ("ascending", None)
    page = browse(client, "?q=budget")
    assert page.one("nav", aria_label="Order").all("a")[0].text == "Best match"
    assert all("aria-sort" not in head.attributes for head in page.one("thead").all("th"))
    assert page.one("caption").text == "Classes, best match first"


def test_nothing_found_names_the_filter_that_lets_the_most_through_if_it_is_taken_off(client, county):
    page = browse(client, "?q=budget&grade=G1&grade=G2&education=master")
    assert count(page) == "0 classes"
    nothing = page.one("ul", class_="loosen")
    assert [each.text for each in nothing.all("li")] == [
        "without Minimum education: Master’s degree 2 classes",
        "without Pay grade: G1 or G2 1 class",
    ]
    assert nothing.links[0] == "?q=budget&grade=G1&grade=G2"
    for link, each in zip(nothing.links, nothing.all("span"), strict=True):
        assert count(browse(client, link)) == each.text


def test_where_no_filter_alone_is_in_the_way_all_are_offered_to_go(client, county):
    page = browse(client, "?q=budget&grade=G1&education=high-school&organization=town&letter=z&sort=code")
    assert [each.text for each in page.one("ul", class_="loosen").all("li")] == ["without any filter 3 classes"]
    assert page.one("ul", class_="loosen").links == ["?q=budget&sort=code"]


def test_words_alone_that_nothing_has_are_not_said_to_be_a_filter(client, county):
    page = browse(client, "?q=astronaut")
    assert page.all("ul", class_="loosen") == []
    assert "Try fewer words, or only the beginning of one." in page.one("main").text


def test_words_that_are_nearly_right_are_put_right_and_the_filters_kept(client, county):
    meant = browse(client, "?q=budgte&grade=G9").one("p", class_="meant")
    assert meant.text == "Did you mean budget?"
    assert titles(browse(client, meant.links[0])) == ["Budget Director"]


def test_abolished_classes_that_alone_answer_are_offered(client, county):
    page = browse(client, "?letter=t&family=county/finance")
    assert count(page) == "0 classes"
    (link,) = [each for each in page.one("div", class_="nothing").all("a") if "abolished" in each.text]
    assert link.text == "Show 1 abolished class"
    assert titles(browse(client, link.attributes["href"])) == ["Typist"]


def test_an_abolished_class_that_has_the_words_is_listed_by_itself(client, county):
    page = browse(client, "?q=typist")
    assert page.one("section", aria_labelledby="abolished").one("li").text.startswith("Typist (T1)")
    assert "One that was abolished does: see below." in page.one("div", class_="nothing").text


def test_an_abolished_class_found_by_the_name_that_it_is_to_bear_says_so(client, county):
    stenographer = make_class(county, title="Stenographer", code="S1")
    make_published(stenographer, title="Stenographer")
    make_published(stenographer, date(2026, 7, 1), revision=2, title="Keyboarder")
    JobClass.objects.filter(pk=stenographer.pk).update(abolished_on=date(2022, 7, 1))
    index.reindex([stenographer.pk])
    page = browse(client, "?q=keyboarder")
    assert "to be Keyboarder from Jul 1, 2026" in page.one("section", aria_labelledby="abolished").one("li").text


def test_a_filter_without_sense_can_be_left_out_while_the_rest_is_asked_again(client, county):
    response = client.get("/classes/?q=budget&grade=X99&education=master")
    assert response.status_code == 400
    alert = read(response).one("p", role="alert")
    assert "“X99” is not in the list" in alert.text
    assert alert.links == ["?q=budget&education=master", "/classes/"]


def tree(branches: Element) -> list[Any]:
    """The tree as nested lists of what is read: `[name and count, [what is under it]]`, or a line."""
    found: list[Any] = []
    for child in branches.children:
        if not isinstance(child, Element):
            continue
        details = [each for each in child.children if isinstance(each, Element) and each.tag == "details"]
        if details:
            (folded,) = details
            summary, *under = [each for each in folded.children if isinstance(each, Element)]
            found.append([summary.text, [line for each in under for line in tree(each)]])
        else:
            found.append(child.text)
    return found


def test_the_tree_shows_families_series_and_classes_in_the_order_of_their_ladder(client, county):
    page = browse(client, "?view=tree")
    assert page.all("table") == []
    assert tree(page.one("section", class_="results").all("ul", class_="tree")[0]) == [
        [
            "County 4 classes",
            [
                [
                    "Finance 4 classes",
                    [
                        ["Budget 2 classes", ["Budget Analyst I B1 G1", "Budget Analyst II B2 G2"]],
                        "Budget Director B9 G9",
                        "Cashier C1 G1",
                    ],
                ]
            ],
        ],
        [
            "Town 2 classes",
            [
                ["Public Works 1 class", ["Groundskeeper W1 G1"]],
                ["No job family 1 class", ["Zookeeper Z1 No text held"]],
            ],
        ],
    ]


def test_in_the_tree_too_what_was_looked_for_is_marked(client, county):
    shown = browse(client, "?view=tree&q=budg ana").one("section", class_="results").all("ul", class_="tree")[0]
    assert [mark.text for mark in shown.all("mark")] == ["Budget", "Analyst"] * 2
    assert browse(client, "?view=tree").one("section", class_="results").all("mark") == []


def test_a_tree_of_many_classes_shows_branches_with_counts_that_lead_to_them(client, county, monkeypatch):
    monkeypatch.setattr(tree_of_classes, "TREE_WHOLE", 3)
    page = browse(client, "?view=tree&sort=code")
    shown = page.one("section", class_="results").all("ul", class_="tree")[0]
    assert tree(shown) == [
        ["County 4 classes", ["Finance 4 classes"]],
        ["Town 2 classes", ["Public Works 1 class", ["No job family 1 class", ["Zookeeper Z1 No text held"]]]],
    ]
    assert shown.links[0] == "?sort=code&view=tree&family=county/finance"
    page = browse(client, shown.links[0])
    shown = page.one("section", class_="results").all("ul", class_="tree")[0]
    assert tree(shown) == [
        [
            "County 4 classes",
            ["Budget 2 classes", ["No series 2 classes", ["Budget Director B9 G9", "Cashier C1 G1"]]],
        ]
    ]
    page = browse(client, shown.links[0])
    assert count(page) == "2 classes"


def test_classes_without_a_family_stand_under_their_series_in_a_tree_of_many(client, county, monkeypatch):
    organization = make_organization("village", name="Village")
    series = make_series(organization, slug="clerks", name="Clerks")
    for rank in range(1, 5):
        make_class(organization, title=f"Clerk {rank}", slug=f"clerk-{rank}", series=series, series_rank=rank)
    monkeypatch.setattr(tree_of_classes, "TREE_WHOLE", 3)
    page = browse(client, "?view=tree&organization=village")
    assert tree(page.one("section", class_="results").all("ul", class_="tree")[0]) == [
        ["Village 4 classes", ["Clerks 4 classes"]]
    ]
    link = page.one("a", class_="branch").attributes["href"]
    page = browse(client, link)
    assert tree(page.one("section", class_="results").all("ul", class_="tree")[0])[0][1][0][1] == [
        ["Clerks 4 classes", [f"Clerk {rank} No text held" for rank in range(1, 5)]]
    ]


def test_the_tree_names_no_organization_where_there_is_one_alone(client):
    organization = make_organization("county")
    make_class(organization, title="Clerk", code="C1", family=make_family(organization, name="Office"))
    page = browse(client, "?view=tree")
    assert tree(page.one("section", class_="results").all("ul", class_="tree")[0]) == [
        ["Office 1 class", ["Clerk C1 No text held"]]
    ]


def test_a_facet_of_two_frameworks_tells_whose_competency_it_is(client, county):
    for name in ("Works", "Skills"):
        competency = make_competency(make_framework(name.lower(), name=name), "Coaching")
        make_published(make_class(), requires=competency)
    assert set(facet(browse(client), "competency")) == {"Coaching Skills", "Coaching Works"}


def test_a_page_with_all_that_can_be_asked_costs_no_query_more(client, county, django_assert_num_queries):
    browse(client)
    with django_assert_num_queries(1):  # is anything new?
        browse(client, "?grade=G1&education=high-school&letter=c&sort=code&values=family")
    with django_assert_num_queries(1):
        browse(client, "?grade=G9&education=high-school&view=tree")


def test_the_line_beside_a_title_that_has_one_word_shows_where_the_other_stands(client):
    draft = make_draft(make_class(title="Budget Analyst", code="B1"), effective_from=date(2020, 1, 1))
    make_section(draft, body="The Budget Analyst keeps the budget.\n\nWrites reports.")
    publish(draft)
    page = browse(client, "?q=budget+report")
    assert [mark.text for mark in page.one("th", scope="row").all("mark")] == ["Budget"]
    assert page.one("tr", class_="telling").text == "Writes reports."
    draft = make_draft(make_class(title="Budget Clerk", code="B2"), effective_from=date(2020, 1, 1))
    make_section(draft, body="Writes reports.\n\nWrites the report of the budget.")
    publish(draft)
    page = browse(client, "?q=budget+report+-analyst")
    assert page.one("tr", class_="telling").text == "Writes the report of the budget."


def test_a_line_that_was_made_for_today_leads_to_its_day_when_that_day_is_past(client, db):
    make_class(make_organization("county"), title="Planner", code="P1")
    with time_machine.travel(TODAY, tick=False):
        assert 'href="/classes/county/p1/"' in client.get("/classes/").content.decode()
    with time_machine.travel(TODAY + timedelta(days=1), tick=False):
        yesterday = client.get("/classes/", {"as_of": TODAY.date().isoformat()}).content.decode()
        assert f'href="/classes/county/p1/?as_of={TODAY.date().isoformat()}"' in yesterday
        assert 'href="/classes/county/p1/"' not in yesterday
        assert 'href="/classes/county/p1/"' in client.get("/classes/").content.decode()
