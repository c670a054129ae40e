"""The vocabulary of competencies, and the page of one: which classes require it, and in which wording."""

from __future__ import annotations

from datetime import date

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
from tests.page import Element, check_frame, read

pytestmark = pytest.mark.django_db

COACHING = "/competencies/city/coaching/"
PLANNING = "/competencies/nc/planning-and-organizing/"


def uses(page: Element) -> list[Element]:
    return page.all("section", class_="use")


def require_in_text(competency, title="Planner", levels=None, effective_from=date(2020, 1, 1), **fields):
    """A published text of a class of its own that requires the competency."""
    draft = make_draft(make_class(title=title), effective_from=effective_from)
    make_section(draft, kind="competencies", heading="Competencies", body="")
    require_competency(draft, competency, levels, **fields)
    return publish(draft)


def test_vocabulary_lists_both_frameworks_with_levels_competencies_and_counts(client, catalog):
    response = client.get("/competencies/")
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Competencies")
    city, nc = page.all("section", class_="framework")
    assert (city.one("h2").text, nc.one("h2").text) == ("City Competencies", "NC Functional Competencies")
    assert [len(framework.all("li")) for framework in (city, nc)] == [7, 6]
    assert COACHING in city.links
    assert nc.one("p", class_="level-chain").all("span")[2].text == "Advanced"
    assert city.all("p", class_="level-chain") == []
    assert all("1 class" in item.text for item in page.one("main").all("li"))


def test_vocabulary_counts_the_uses_in_force_on_the_day(client, catalog):
    before, after = (read(client.get("/competencies/", {"as_of": day})) for day in ("2023-07-29", "2023-07-30"))
    counts = [[count.text for count in page.all("section")[0].all("span", class_="count")] for page in (before, after)]
    assert counts == [["0 classes"] * 7, ["1 class"] * 7]


def test_vocabulary_of_an_empty_catalog_says_so(client, db):
    assert "No competency framework is held yet." in read(client.get("/competencies/")).one("main").text
    make_framework(name="New ones", description="Being written.")
    main = read(client.get("/competencies/")).one("main")
    assert "New ones Being written. This framework has no competency yet." in main.text


def test_competency_page_shows_each_class_that_requires_it_in_its_own_wording(client, catalog):
    response = client.get(COACHING)
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Coaching, City Competencies")
    assert page.one("header", class_="page-head").one("p", class_="status").text == "Required by 1 class, 1 wording"
    (use,) = uses(page)
    assert use.one("h2").text == "One wording 1 class"
    assert use.one("ul", class_="index").text == "IT Manager (CI2787) revision 1 City"
    assert use.one("ul", class_="index").links == ["/classes/city/ci2787/"]
    words = "Provides others with clear direction, motivates, and empowers. Recruits staff of a high caliber"
    assert words in page.one("main").text


def test_competency_page_shows_the_levels_of_a_use_lowest_first(client, catalog):
    (use,) = uses(read(client.get(PLANNING)))
    levels = use.one("dl", class_="level-list")
    assert [term.text for term in levels.all("dt")] == ["Contributing", "Journey", "Advanced"]
    assert levels.all("dd")[2].text == (
        "Directs higher-level planning, organizing and staffing. May coordinate plans directly or through "
        "subordinates. Contributes to strategic planning."
    )


def test_a_use_says_whether_its_wording_and_name_are_the_librarys(client, db):
    competency = make_competency(name="Coaching", definition="Helps others grow.")
    require_in_text(competency, "Alpha", definition="Helps others grow.")
    require_in_text(competency, "Beta", definition="Develops staff.", name="Mentoring")
    alpha, beta = uses(read(client.get(competency.get_absolute_url())))
    assert "Defined in the library’s words." in alpha.text
    assert "Helps others grow." in alpha.text
    assert "Not the library’s words. What differs from wording 1 is marked." in beta.text
    assert "named" not in alpha.text
    assert "named “Mentoring” there" in beta.text
    assert beta.one("ins").text == "added: Develops staff. end added"
    assert beta.one("del").text == "removed: Helps others grow. end removed"


def test_classes_are_grouped_by_wording_the_commonest_first(client, db):
    competency = make_competency(name="Coaching")
    require_in_text(competency, "Alpha", definition="Develops staff well.")
    for title in ("Beta", "Gamma"):
        require_in_text(competency, title, definition="Develops  staff.")
    page = read(client.get(competency.get_absolute_url()))
    assert page.one("header", class_="page-head").one("p", class_="status").text == "Required by 3 classes, 2 wordings"
    common, other = uses(page)
    assert common.one("h2").text == "Wording 1 2 classes"
    assert [link.text for link in common.one("ul", class_="index").all("a")] == ["Beta", "Gamma"]
    assert [link.text for link in other.one("ul", class_="index").all("a")] == ["Alpha"]
    assert other.one("ins").text == "added: well end added"
    twin = client.get(competency.get_absolute_url()[:-1] + ".json").json()
    numbers = {each["class"]["title"]: each["wording"] for each in twin["required_by"]}
    assert numbers == {"Beta": 1, "Gamma": 1, "Alpha": 2}


def test_a_competency_is_required_from_the_day_on_which_the_text_takes_effect(client, db):
    competency = make_competency()
    require_in_text(competency, effective_from=date(2020, 3, 1))
    address = competency.get_absolute_url()
    before = read(client.get(address, {"as_of": "2020-02-29"}))
    assert uses(before) == []
    assert before.one("p", class_="status").text == "Required by 0 classes on that day"
    assert before.one("p", class_="notice").text == "No class requires it on that day. All competencies"
    assert len(uses(read(client.get(address, {"as_of": "2020-03-01"})))) == 1


def test_on_the_first_day_of_a_new_text_only_its_wording_stands(client, db):
    competency = make_competency()
    first = require_in_text(competency, definition="Old wording.", effective_from=date(2020, 3, 1))
    draft = make_draft(first.job_class, revision=2, effective_from=date(2021, 3, 1))
    make_section(draft, kind="competencies", heading="Competencies", body="")
    require_competency(draft, competency, definition="New wording.")
    publish(draft)
    for day, wording in (("2021-02-28", "Old wording."), ("2021-03-01", "New wording.")):
        (use,) = uses(read(client.get(competency.get_absolute_url(), {"as_of": day})))
        assert wording in use.text


def test_a_competency_that_nobody_requires_says_so_and_shows_a_way_on(client, db):
    notice = read(client.get(make_competency().get_absolute_url())).one("p", class_="notice")
    assert notice.text == "No class requires it today. All competencies"
    assert notice.links == ["/competencies/"]


@pytest.mark.parametrize("address", ["/competencies/city/flying/", "/competencies/atlantis/coaching/"])
def test_an_unknown_competency_is_a_404_that_names_it_and_shows_a_way_on(client, catalog, address):
    response = client.get(address)
    assert response.status_code == 404
    main = read(response).one("main")
    assert "The catalog has no competency “" in main.text
    assert "/classes/" in main.links
    twin = client.get(address.rstrip("/") + ".json")
    assert twin.status_code == 404
    assert "no competency" in twin.json()["error"]


def test_neither_page_nor_twin_nor_count_lets_the_use_of_a_draft_through(client, db):
    competency = make_competency(name="Coaching")
    seen = require_in_text(competency, "Planner").job_class
    for job_class, revision in ((seen, 2), (make_class(title="Secret Planner", listed=False), 1)):
        draft = make_draft(job_class, revision=revision, effective_from=date(2021, 1, 1), title="Secret")
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, competency, name="Secret", definition="Secret.")
    address = competency.get_absolute_url()
    for each in (address, address.rstrip("/") + ".json", "/competencies/"):
        for day in ("", "?as_of=2030-01-01"):
            response = client.get(each + day)
            assert response.status_code == 200
            assert "Secret" not in response.content.decode()
    assert len(uses(read(client.get(address)))) == 1
    assert "Coaching 1 class" in read(client.get("/competencies/")).one("main").text


def fill(rows: int):
    """A competency that as many texts require, among as many frameworks with levels and competencies."""
    framework = make_framework(levels=("Low", "High"))
    competency = make_competency(framework)
    for _ in range(rows):
        require_in_text(competency, levels={"low": "Some.", "high": "More."})
        make_competency(make_framework(levels=("Low", "High")))
    return competency


@pytest.mark.parametrize("rows", [1, 15])
def test_vocabulary_asks_three_questions_however_much_there_is(client, db, django_assert_num_queries, rows):
    fill(rows)
    # frameworks, their levels, their competencies with counts
    with django_assert_num_queries(3):
        client.get("/competencies/")


@pytest.mark.parametrize("rows", [1, 15])
def test_competency_page_and_twin_ask_three_questions_however_many_uses(client, db, django_assert_num_queries, rows):
    address = fill(rows).get_absolute_url()
    # the competency with its framework, its uses with their texts and classes, the descriptors of the uses
    for each in (address, address.rstrip("/") + ".json"):
        with django_assert_num_queries(3):
            client.get(each)


@pytest.mark.parametrize("count", [12, 500], ids=["12 classes", "500 classes"])
def test_many_classes_in_two_wordings_cost_three_questions_and_are_all_there(
    client, db, django_assert_num_queries, count
):
    competency = make_competency(name="Coaching")
    organization = make_organization()
    for number in range(count):
        job_class = make_class(organization, title=f"Planner {number:03}")
        draft = make_draft(job_class, effective_from=date(2020, 1, 1))
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, competency, definition="Helps staff." if number % 4 else "Helps all staff.")
        publish(draft)
    # the competency with its framework, its uses with their texts and classes, the descriptors of the uses
    with django_assert_num_queries(3):
        page = read(client.get(competency.get_absolute_url()))
    assert page.one("p", class_="status").text == f"Required by {count} classes, 2 wordings"
    first, second = uses(page)
    assert [len(each.all("li")) for each in (first, second)] == [count * 3 // 4, count // 4]
    assert second.one("ins").text == "added: all end added"
