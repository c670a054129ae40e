"""Classes side by side: the page, the way to choose them, the redline, what it answers to nonsense, the data twin."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from classes.assembly import assemble
from classes.finding import index
from classes.finding.days import catalog_day
from classes.models import JobClass, Requirement, Specification
from classes.publishing import publish
from tests.classes.test_views_every_page import HOSTILE, hostile_catalog
from tests.conftest import TODAY
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_framework,
    make_organization,
    make_published,
    make_requirement,
    make_section,
    make_series,
    require_competency,
)
from tests.page import Element, check_frame, read, read_table

pytestmark = pytest.mark.django_db

__all__ = ["hostile_catalog"]  # a fixture

CITY = "city/ci2787"
NC = "nc/it-manager"
BOTH = f"/compare/?classes={CITY},{NC}"
RUNGS = ["city/it-director", "city/it-executive", "city/it-manager-senior", "city/it-director-senior"]
NC_NAME = "NC Department of Crime Control & Public Safety"


def compare(*classes: str, **query: str) -> str:
    return "/compare/?" + urlencode({"classes": ",".join(classes), **query})


def body(page: Element, row: str) -> list[str]:
    """The cells of the row whose head begins so, as text without the names that only phones show."""
    table = page.one("table", class_="across")
    (found,) = [each for each in table.all("tr") for head in each.all("th", scope="row") if head.text.startswith(row)]
    return [cell.text_without("who") for cell in found.all("td")]


def alert(page: Element) -> str:
    return page.one("p", role="alert").text


def chosen(page: Element) -> list[str]:
    return [item.one("p", class_="chosen-name").text for item in page.one("ul", class_="chosen").all("li")[:-1]]


def offered(page: Element, section: str) -> list[tuple[str, str]]:
    """The names and the links of the classes that a section of the page offers."""
    (found,) = [each for each in page.all("section") if each.attributes.get("aria-labelledby") == section]
    return [(item.one("b").text, item.links[0]) for item in found.all("li")]


def test_compare_has_the_frame_of_a_page(client, catalog):
    response = client.get(BOTH)
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "IT Manager (CI2787) and IT Manager side by side")
    assert page.one("h1").text == "Classes side by side"
    twins = [link.attributes["href"] for link in page.all("link", rel="alternate")]
    assert twins == [f"/compare.json?classes={CITY},{NC}", f"/compare.csv?classes={CITY},{NC}"]


def test_three_classes_are_named_in_the_title(client, catalog):
    page = read(client.get(compare(CITY, NC, RUNGS[0])))
    check_frame(page, "IT Manager (CI2787), IT Manager and IT Director side by side")


def test_facts_come_first_and_silence_is_said(client, catalog):
    page = read(client.get(BOTH))
    assert [head.text for head in page.one("table", class_="across").one("thead").all("th")] == [
        "IT Manager CI2787 City",
        f"IT Manager {NC_NAME}",
    ]
    facts = page.one("tbody", class_="facts-rows").all("th")
    assert [fact.text for fact in facts] == [
        "Pay grade",
        "FLSA code",
        "Minimum education",
        "Minimum experience",
        "Supervision exercised",
        "Probation",
        "Physical demand",
    ]
    assert body(page, "Pay grade") == ["EX-17", "not stated"]
    assert body(page, "Minimum experience") == ["3 years", "4 years"]


def test_sections_stand_beside_each_other_by_what_they_are_about(client, catalog):
    page = read(client.get(BOTH))
    city, nc = body(page, "Summary of the work")
    assert city.startswith("General Statement of Duties Supervises information technology professionals")
    assert nc.startswith("Description of Work The IT Manager is responsible")
    city, nc = body(page, "Training and experience")
    for heading in ("Education Requirement", "Experience Requirement", "Education & Experience Equivalency"):
        assert heading in city
    assert nc.startswith("MINIMUM TRAINING AND EXPERIENCE Graduation from a four year college")
    assert body(page, "Duties")[1] == "not stated"
    assert body(page, "Knowledge and skills") == ["Knowledge & Skills None", "not stated"]


def test_each_cell_names_its_class_for_those_who_see_cards(client, catalog):
    table = read(client.get(BOTH)).one("table", class_="across")
    for row in table.all("tr")[1:]:
        names = [each.text for cell in row.all("td") for each in cell.walk() if "who" in each.classes]
        assert names == ["IT Manager (CI2787), City", f"IT Manager, {NC_NAME}"]


def test_every_word_of_both_documents_is_on_the_page(client, catalog, sources):
    main = read(client.get(BOTH)).one("main").text
    shown = set(main.split())
    for name in ("city-it-manager-ci2787.txt", "nc-it-manager.txt"):
        lost = {word.rstrip(":") for word in sources[name].split()} - {word.rstrip(":") for word in shown}
        assert lost <= {"-", "–"}, name  # the dashes between a competency and its definition


def test_competencies_of_one_class_only_are_listed_for_each(client, catalog):
    page = read(client.get(BOTH))
    city, nc = body(page, "No competency in common")
    assert city.startswith("Deciding and Initiating Action Takes responsibility")
    assert nc.startswith("Planning and Organizing Contributing, Journey, Advanced")


def test_a_shared_competency_stands_in_one_row_and_sameness_is_said(client, db):
    framework = make_framework("skills")
    shared, other = make_competency(framework, "Coaching"), make_competency(framework, "Law")
    addresses = []
    for number, definition in enumerate(("Coaches.", "Coaches.", "Coaches well.")):
        draft = make_draft(effective_from=date(2020, 1, 1))
        make_section(draft, kind="duties", heading=f"Duties {number}", body="Plans.")
        make_section(draft, kind="competencies", heading="Competencies", body="")
        require_competency(draft, shared, definition=definition)
        if number:
            require_competency(draft, other, definition="Knows it.")
        addresses.append("/".join(publish(draft).job_class.natural_key()))
    page = read(client.get(compare(*addresses[:2])))
    table = page.one("table", class_="across")
    assert "Competency Coaching Word for word the same" in [head.text for head in table.all("th", scope="row")]
    assert body(page, "Duties Word for word the same")[0].endswith("Duties 1 Plans.")  # each heading, and the text once
    assert table.text.count("Plans.") == 1
    assert body(page, "Other competencies") == ["none", "Law Knows it."]
    page = read(client.get(compare(*addresses)))
    assert body(page, "Competency Coaching") == ["Coaching Coaches.", "Coaching Coaches.", "Coaching Coaches well."]
    assert body(page, "Competency Law") == ["not required", "Law Knows it.", "Law Knows it."]


def test_where_two_of_three_say_the_same_the_later_one_says_so(client, db):
    organization = make_organization("county")
    for number, text in enumerate(("Plans.", "Writes.", "Plans.")):
        draft = make_draft(make_class(organization, title=f"C{number}", slug=f"c{number}"), effective_from=None)
        make_section(draft, body=text)
        publish(draft)
    page = read(client.get(compare("county/c0", "county/c1", "county/c2")))
    said = f"Word for word as C0, {organization.name} Duties Plans."
    assert body(page, "Duties") == ["Duties Plans.", "Duties Writes.", said]


def test_a_class_without_a_text_is_compared_honestly(client, catalog):
    page = read(client.get(compare(CITY, "city/it-director")))
    assert body(page, "Pay grade") == ["EX-17", "no text held"]
    assert body(page, "Duties")[1] == "no text held"
    assert "not stated" not in [cell.text for cell in page.one("table", class_="across").all("td")]
    page = read(client.get(compare("city/it-director", "city/it-executive")))
    assert page.one("table", class_="across").all("tbody") == []
    assert "holds no text of these classes for this day" in page.one("main").text


@pytest.mark.parametrize(("as_of", "grade"), [("2023-07-29", "no text held"), ("2023-07-30", "EX-17")])
def test_the_day_decides_which_texts_are_compared(client, catalog, as_of, grade):
    response = client.get(compare(CITY, NC, as_of=as_of))
    page = read(response)
    assert body(page, "Pay grade") == [grade, "not stated"]
    for link in page.one("main").links:
        assert link.startswith("#") or f"as_of={as_of}" in link
    for form in page.one("main").all("form"):
        assert form.one("input", name="as_of").attributes["value"] == as_of


def test_the_parameter_may_stand_more_than_once_and_both_forms_may_mix(client, catalog):
    expected = read(client.get(compare(CITY, NC, RUNGS[0]))).one("main")
    for query in (
        [("classes", CITY), ("classes", NC), ("classes", RUNGS[0])],
        [("classes", f"{CITY},{NC}"), ("classes", RUNGS[0])],
        [("classes", ""), ("classes", f" {CITY} , {NC}"), ("classes", f",{RUNGS[0]},")],
        [("classes", CITY.upper()), ("classes", NC), ("classes", RUNGS[0])],
    ):
        assert read(client.get("/compare/?" + urlencode(query))).one("main") == expected


def test_each_compared_class_can_be_removed_and_another_added(client, catalog):
    page = read(client.get(BOTH))
    assert chosen(page) == ["IT Manager CI2787", "IT Manager"]
    removals = [(link.text, link.attributes["href"]) for link in page.all("a", class_="remove")]
    assert removals == [
        ("Remove IT Manager (CI2787), City", f"/compare/?classes={NC}"),
        (f"Remove IT Manager, {NC_NAME}", f"/compare/?classes={CITY}"),
    ]
    form = page.one("form", aria_label="Add a class")
    assert form.one("input", name="classes").attributes["value"] == f"{CITY},{NC}"
    page = read(client.get(compare(CITY, NC, q="executive")))
    assert offered(page, "found") == [("IT Executive", f"/compare/?classes={CITY},{NC},city/it-executive")]
    assert page.one("form", aria_label="Add a class").one("input", name="q").attributes["value"] == "executive"


def test_four_classes_are_full_and_what_was_looked_for_is_kept_for_after_a_removal(client, catalog):
    page = read(client.get(compare(CITY, NC, *RUNGS[:2], q="senior")))
    assert "Four classes is the most. Remove one to add another." in page.one("main").text
    assert page.all("form", aria_label="Add a class") == []
    assert all(link.attributes["href"].endswith("&q=senior") for link in page.all("a", class_="remove"))


# Compare with …


def test_one_class_is_the_page_that_says_whom_to_compare_it_with(client, catalog):
    response = client.get(compare(CITY))
    assert response.status_code == 200
    page = read(response)
    check_frame(page, "Compare IT Manager (CI2787), City")
    assert page.one("h1").text == "IT Manager CI2787: compare with others"
    assert "Choose one to three more to put beside IT Manager." in page.one("main").text
    assert offered(page, "neighbors") == [
        ("IT Executive", f"/compare/?classes={CITY},city/it-executive"),
        ("IT Director Senior", f"/compare/?classes={CITY},city/it-director-senior"),
        ("IT Director", f"/compare/?classes={CITY},city/it-director"),
        ("IT Manager Senior", f"/compare/?classes={CITY},city/it-manager-senior"),
    ]
    assert offered(page, "namesakes") == [("IT Manager", f"/compare/?classes={CITY},{NC}")]
    assert page.all("p", role="alert") == []


def test_the_class_page_has_a_tab_that_leads_there(client, catalog):
    for address in ("/classes/city/ci2787/", "/classes/city/it-director/", "/classes/nc/it-manager/levels/"):
        tabs = read(client.get(address)).one("nav", aria_label="This class")
        (tab,) = [link for link in tabs.all("a") if link.text == "Compare with…"]
        there = read(client.get(tab.attributes["href"]))
        current = there.one("nav", aria_label="This class").one("a", aria_current="page")
        assert current.text == "Compare with…"


def test_a_search_offers_what_it_finds_but_not_the_class_itself(client, catalog):
    page = read(client.get(compare(CITY, q="manager")))
    assert offered(page, "found") == [
        ("IT Manager", f"/compare/?classes={CITY},{NC}"),
        ("IT Manager Senior", f"/compare/?classes={CITY},city/it-manager-senior"),
    ]
    assert "IT Manager Senior" not in [name for name, _ in offered(page, "neighbors")]  # offered once
    page = read(client.get(compare(CITY, q="consultancy skills")))  # words of a text
    assert offered(page, "found") == [("IT Manager", f"/compare/?classes={CITY},{NC}")]
    page = read(client.get(compare(CITY, q="astronaut")))
    assert "No other class has all of these words. Try fewer." in page.one("main").text
    assert page.one("form", aria_label="Find a class by its title or code").one("input", name="q").attributes[
        "value"
    ] == ("astronaut")


def test_a_long_search_shows_the_first_twenty_and_says_so(client, db):
    first = make_class(title="Planner A", slug="a")
    for _ in range(25):
        make_class(title="Planner B")
    list(index.fill())
    page = read(client.get(compare("/".join(first.natural_key()), q="planner b")))
    assert len(offered(page, "found")) == 20
    assert "Only the first 20 are shown." in page.one("main").text


def test_namesakes_are_of_other_organizations_and_neighbors_of_the_own_series(client, db):
    county, city = make_organization("county"), make_organization("town")
    series = make_series(county)
    make_class(county, title="Planner", slug="one", series=series, series_rank=1)
    make_class(county, title="Planner", slug="other")  # same title, same organization: somebody else
    make_class(county, title="Senior Planner", slug="senior", series=series, series_rank=2)
    make_class(city, title="PLANNER", slug="theirs")
    make_class(city, title="Senior Planner", slug="unrelated")
    page = read(client.get(compare("county/one")))
    assert [name for name, _ in offered(page, "neighbors")] == ["Senior Planner"]
    assert [name for name, _ in offered(page, "namesakes")] == ["PLANNER"]
    assert all(
        each.attributes.get("aria-labelledby") != "neighbors"
        for each in read(client.get(compare("town/unrelated"))).all("section")
    )


# What cannot be compared


@pytest.mark.parametrize(
    ("classes", "status", "sentence"),
    [
        ([], 400, "To compare takes two to four classes. Look for the first."),
        (["IT Manager"], 400, "“IT Manager” is not the address of a class. Write organization and class: city/ci2787."),
        ([CITY, "city"], 400, "“city” is not the address of a class."),
        ([CITY, "city/ci2787/levels"], 400, "“city/ci2787/levels” is not the address of a class."),
        ([CITY, "city\x00/x"], 400, "“city\x00/x” is not the address of a class."),
        ([CITY, "<b>/x"], 400, "“<b>/x” is not the address of a class."),
        ([CITY, "city/astronaut"], 404, "The catalog has no class “astronaut” of an organization “city”."),
        ([CITY, "atlantis/ci2787"], 404, "The catalog has no class “ci2787” of an organization “atlantis”."),
        (["city/astronaut"], 404, "The catalog has no class “astronaut”"),
        ([CITY, CITY], 400, "“city/ci2787” is named more than once."),
        ([CITY, NC, CITY.upper()], 400, "“city/ci2787” is named more than once."),
        ([CITY, NC, *RUNGS[:3]], 400, "You chose 5 classes. At most 4 can stand side by side: choose which."),
    ],
)
def test_what_cannot_be_compared_is_a_sentence_and_the_twin_says_the_same(client, catalog, classes, status, sentence):
    response = client.get(compare(*classes))
    assert response.status_code == status
    page = read(response)
    check_frame(page, page.one("title").text.removesuffix(" · Class Catalog"))
    assert sentence in alert(page)
    assert "/classes/" in page.one("main").links
    twin = client.get(compare(*classes).replace("/compare/", "/compare.json"))
    assert twin.status_code == status
    assert sentence in twin.json()["error"]


def test_nothing_that_was_chosen_is_lost_where_there_is_too_much_of_it(client, catalog):
    form = read(client.get(compare(CITY, NC, *RUNGS))).one("form", aria_label="Chosen classes")
    boxes = form.all("input", type="checkbox", name="classes")
    assert [box.attributes["value"] for box in boxes] == [CITY, NC, *RUNGS]
    assert ["checked" in box.attributes for box in boxes] == [True] * 4 + [False] * 2
    assert form.attributes["action"] == "/compare/"


def test_what_is_no_address_is_looked_for_as_a_title(client, catalog):
    page = read(client.get(compare(CITY, "IT Executive")))
    assert page.one("form", aria_label="Find a class by its title or code").one("input", name="q").attributes[
        "value"
    ] == ("IT Executive")
    assert offered(page, "found") == [("IT Executive", f"/compare/?classes={CITY},city/it-executive")]


@pytest.mark.parametrize("q", ["a\x00b", "a" * 201])
@pytest.mark.parametrize("classes", [(CITY,), (CITY, NC)])
def test_a_search_that_makes_no_sense_is_a_400_that_keeps_classes_and_words(client, catalog, q, classes):
    response = client.get(compare(*classes, q=q))
    assert response.status_code == 400
    page = read(response)
    assert alert(page) == "Search for up to 200 letters and digits."
    form = next(form for form in page.one("main").all("form") if "add-search" in form.classes)
    assert form.one("input", name="q").attributes["value"] == q
    assert form.one("input", name="classes").attributes["value"] == ",".join(classes)


anything = st.text(max_size=20) | st.sampled_from([CITY, NC, "city", "/", ",", "a/b", "redline", "2020-01-01", "\x00"])


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(["classes", "classes", "q", "show", "as_of"]), anything), max_size=6))
def test_no_query_string_makes_compare_fail(client, catalog, query):
    asked = urlencode(query, errors="surrogatepass")
    response = client.get("/compare/?" + asked)
    assert response.status_code in {200, 400, 404}
    assert read(response).one("h1").text
    assert client.get("/compare.json?" + asked).status_code in {200, 400, 404}


# The redline


def test_two_classes_with_one_title_can_be_seen_as_a_redline(client, catalog):
    tabs = read(client.get(BOTH)).one("nav", aria_label="How to compare")
    assert [(tab.text, tab.attributes["href"]) for tab in tabs.all("a")] == [
        ("Side by side", BOTH),
        ("Redline", f"{BOTH}&show=redline"),
    ]
    page = read(client.get(compare(NC, CITY, show="redline")))
    check_frame(page, "IT Manager and IT Manager (CI2787) side by side")
    assert page.one("h1").text == "Redline of two classes"
    assert "In both, with differences: 3 topics (sentences: 8 added, 1 reworded, 14 removed)." in page.text
    masthead = next(
        section for section in page.all("section", class_="marked") if section.text.startswith("Printed above")
    )
    assert "IT Manager removed: Competencies end removed added: - CI2787 end added" in masthead.text
    assert f"Only in IT Manager, {NC_NAME}: 7 topics" in page.one("main").text


def test_the_first_class_is_the_old_side(client, db):
    organization, texts = make_organization("county"), ("Plans all work.", "Plans the work.")
    series = make_series(organization)
    for rank, text in enumerate(texts, start=1):
        job_class = make_class(organization, title=f"P{rank}", slug=f"p{rank}", series=series, series_rank=rank)
        draft = make_draft(job_class, effective_from=None)
        make_section(draft, body=text)
        publish(draft)
    for pair, removed, added in ((("p1", "p2"), "all", "the"), (("p2", "p1"), "the", "all")):
        page = read(client.get(compare(*(f"county/{slug}" for slug in pair), show="redline")))
        (section,) = page.all("section", class_="marked")
        assert [each.text for each in section.all("del")] == [f"removed: {removed} end removed"]
        assert [each.text for each in section.all("ins")] == [f"added: {added} end added"]


@pytest.mark.parametrize(
    ("classes", "show", "sentence"),
    [
        ((CITY, NC, "city/it-director"), "redline", "A redline is drawn between two classes."),
        ((CITY, "city/it-director"), "redline", "no text of IT Director is held for this day."),
        ((CITY, "o/held"), "redline", "two classes of one series or with one title, and these have neither."),
        ((CITY, NC), "sideways", "“sideways” is not a way to show a comparison."),
    ],
)
def test_a_redline_that_cannot_be_drawn_is_a_sentence_above_the_classes_side_by_side(
    client, catalog, hostile_catalog, classes, show, sentence
):
    plain = read(client.get(compare(*classes)))
    if show == "redline":
        assert "Redline" not in plain.one("nav", aria_label="How to compare").text
    response = client.get(compare(*classes, show=show))
    assert response.status_code == 400
    page = read(response)
    assert sentence in alert(page)
    assert page.one("table", class_="across").text == plain.one("table", class_="across").text
    twin = client.get(compare(*classes, show=show).replace("/compare/", "/compare.json"))
    assert twin.status_code == 400
    assert sentence in twin.json()["error"]


# From the list


def test_every_row_of_the_list_has_a_tick_box_with_a_name_and_one_button_compares(client, catalog):
    page = read(client.get("/classes/", {"q": "manager", "as_of": "2024-01-01"}))
    form = page.one("form", aria_label="Compare classes")
    boxes = {label.text: label.one("input", type="checkbox").attributes for label in form.all("label")}
    assert {text: (box["name"], box["value"]) for text, box in boxes.items()} == {
        "Compare IT Manager (CI2787), City": ("classes", CITY),
        f"Compare IT Manager, {NC_NAME}": ("classes", NC),
        "Compare IT Manager Senior, City": ("classes", "city/it-manager-senior"),
    }
    assert (form.attributes["action"], form.attributes.get("method", "get")) == ("/compare/", "get")
    assert form.one("button").text == "Compare"
    assert form.one("input", name="as_of").attributes["value"] == "2024-01-01"


def test_the_family_page_has_no_tick_boxes(client, catalog):
    page = read(client.get("/families/nc/information-technology/"))
    assert page.all("input", type="checkbox") == []


# Drafts and hostile texts


def test_drafts_are_shut_out(client, db):
    organization = make_organization("county")
    seen = make_class(organization, title="Planner", slug="planner")
    make_published(seen, pay_grade="G1")
    hidden = make_class(make_organization("town"), title="Planner", slug="hidden", listed=False)
    make_section(make_draft(hidden, pay_grade="Secret"), body="Secret.")
    make_section(make_draft(seen, revision=2, effective_from=date(2021, 1, 1), pay_grade="Secret"), body="Secret.")
    other = make_class(organization, title="Other", slug="other")
    for address in (compare("county/planner"), compare("county/planner", q="planner")):
        response = client.get(address)
        assert response.status_code == 200
        assert "town" not in response.content.decode()
    for as_of in ("", "2030-01-01"):
        for path in ("/compare/", "/compare.json", "/compare.csv"):
            address = compare("county/planner", "/".join(other.natural_key()), as_of=as_of)
            response = client.get(address.replace("/compare/", path))
            assert response.status_code == 200
            assert "G1" in response.content.decode()
            assert "Secret" not in response.content.decode()
    assert client.get(compare("county/planner", "town/hidden")).status_code == 404
    assert client.get(compare("town/hidden")).status_code == 404


def test_hostile_text_in_any_field_comes_out_as_text(client, hostile_catalog):
    title = Specification.objects.get(status="published").title
    namesake = make_class(make_organization(name="<b>Town</b>"), title=title, slug="namesake")
    draft = make_draft(namesake, effective_from=None, masthead=HOSTILE)
    make_section(draft, kind="other", heading=HOSTILE[:190], body=f"{HOSTILE} more")
    publish(draft)
    address = "/".join(namesake.natural_key())
    shown = ""
    for query in ({}, {"show": "redline"}, {"q": HOSTILE[:90]}):
        response = client.get(compare("o/held", address, **query))
        assert response.status_code == 200
        page = read(response)
        check_frame(page, page.one("title").text.removesuffix(" · Class Catalog"))
        shown += page.text
    for address in (
        compare("o/held", q=HOSTILE),
        compare("o/held", HOSTILE),
        compare("o/held", "o/bare", show=HOSTILE),
    ):
        page = read(client.get(address))
        assert page.all("img") == page.all("b", onmouseover="x") == []
        assert len(page.all("script")) == 1
    for name in ("Section.body", "Requirement.text", "RequiredCompetency.name", "LevelDescriptor.text"):
        assert " ".join(hostile_catalog[name].split()) in shown, name


# Cost


def held(organization, slug: str) -> str:
    """A class whose text has rows of every kind; its address."""
    draft = make_draft(make_class(organization, title=slug, slug=slug), effective_from=date(2020, 1, 1))
    make_section(draft)
    make_section(draft, kind="education", heading="Education", body="")
    make_requirement(draft, kind=Requirement.Kind.EDUCATION)
    make_section(draft, kind="competencies", heading="Competencies", body="")
    framework = make_framework(levels=("Low", "High"))
    require_competency(draft, make_competency(framework), {"low": "A.", "high": "B."})
    return "/".join(publish(draft).job_class.natural_key())


@pytest.mark.parametrize("number", [2, 4])
@pytest.mark.parametrize("path", ["/compare/", "/compare.json", "/compare.csv"])
def test_a_comparison_asks_six_questions_of_two_classes_as_of_four(client, db, django_assert_num_queries, number, path):
    organization = make_organization()
    addresses = [held(organization, f"class-{number}") for number in range(number)]
    held(organization, "class-found")
    # the classes with their organizations; their texts in force; the texts' sections, requirements, required
    # competencies with their library entries, and descriptors with their levels
    with django_assert_num_queries(6):
        response = client.get(compare(*addresses).replace("/compare/", path))
    assert response.status_code == 200
    if path == "/compare/":
        catalog_day(TODAY.date())
        # the same six; is anything new? who has the words? the classes found, and their texts in force
        with django_assert_num_queries(10 if number < 4 else 6):
            client.get(compare(*addresses, q="class"))


@pytest.mark.parametrize("number", [1, 15])
def test_compare_with_asks_eight_questions_however_many_it_offers(client, db, django_assert_num_queries, number):
    organization = make_organization()
    address = held(organization, "first")
    series = make_series(organization)
    JobClass.objects.filter(slug="first").update(series=series, series_rank=1)
    for rank in range(2, number + 2):
        make_published(make_class(organization, series=series, series_rank=rank))
        make_published(make_class(title="first"))
    # six for the class and the whole of its text; the classes beside it and their texts in force
    with django_assert_num_queries(8):
        client.get(compare(address))
    catalog_day(TODAY.date())
    # and whether anything is new, who has the words, the classes found and their texts in force
    with django_assert_num_queries(12 if number > 1 else 11):  # a class that was found is not offered twice
        client.get(compare(address, q="plan"))


def test_the_queryset_gives_classes_with_all_that_a_comparison_needs(db, django_assert_num_queries):
    organization = make_organization()
    addresses = [tuple(held(organization, slug).split("/")) for slug in ("a", "b", "c")]
    with django_assert_num_queries(6):
        found = list(JobClass.objects.for_compare(addresses, date(2026, 1, 1)))
        documents = [assemble(job_class.texts_in_force[0]) for job_class in found]
        assert [job_class.organization.slug for job_class in found] == [organization.slug] * 3
    assert len({document.title for document in documents}) == 3
    assert list(JobClass.objects.for_compare([], date(2026, 1, 1))) == []
    for on, texts in ((date(2019, 12, 31), 0), (date(2020, 1, 1), 1)):
        assert {len(each.texts_in_force) for each in JobClass.objects.for_compare(addresses, on)} == {texts}


# The data twin


def test_the_twin_holds_the_rows_of_the_page(client, catalog):
    data = client.get(BOTH.replace("/compare/", "/compare.json")).json()
    assert (data["as_of"], data["schema_version"]) == ("2026-06-15", 1)
    assert [(each["slug"], each["organization"]["slug"], each["revision"]) for each in data["classes"]] == [
        ("ci2787", "city", 1),
        ("it-manager", "nc", 1),
    ]
    assert data["facts"][0] == {"name": "Pay grade", "same": False, "cells": ["EX-17", None]}
    sections = {row["name"]: row["cells"] for row in data["sections"]}
    assert sections["Summary of the work"][1]["headings"] == ["Description of Work"]
    assert sections["Duties"][1] is None
    assert sections["Knowledge and skills"][0] == {"headings": ["Knowledge & Skills"], "text": "None"}
    assert data["competencies"] == []
    assert [len(only) for only in data["only_here"]] == [7, 6]
    assert "redline" not in data


def test_the_twin_of_a_redline_has_its_changes(client, catalog):
    data = client.get(compare(NC, CITY, show="redline").replace("/compare/", "/compare.json")).json()["redline"]
    assert [row["name"] for row in data["changed"]] == [
        "Summary of the work",
        "Training and experience",
        "Printed above the text",
    ]
    (edited,) = [change for change in data["changed"][2]["changes"] if change["status"] == "edited"]
    assert (edited["old"], edited["new"]) == ("IT Manager Competencies", "IT Manager - CI2787")
    assert [status for status, _ in edited["words"]] == ["same", "removed", "added"]
    assert (len(data["only_in_first"]), len(data["only_in_second"]), data["same"]) == (7, 18, [])


def test_one_class_has_no_twin(client, catalog):
    response = client.get("/compare.json", {"classes": CITY})
    assert response.status_code == 400
    assert response.json()["error"] == "To compare takes two to four classes."


TABLE = BOTH.replace("/compare/", "/compare.csv")


def test_the_table_has_a_column_for_each_class_and_the_rows_of_the_page(client, catalog):
    head, *rows = read_table(client.get(TABLE))
    assert head == ["part", "topic", "same", "IT Manager (CI2787), City", f"IT Manager, {NC_NAME}"]
    told = {(part, topic): (same, *cells) for part, topic, same, *cells in rows}
    assert told["class", "revision"] == ("", "1", "1")
    assert told["class", "as of"] == ("", "2026-06-15", "2026-06-15")
    assert told["class", "status"] == ("", "in force", "in force, undated")
    assert told["class", "address"][1] == "http://localhost/classes/city/ci2787/"
    assert told["fact", "Pay grade"] == ("no", "EX-17", "not stated")
    assert told["section", "Knowledge and skills"] == ("no", "Knowledge & Skills\nNone", "not stated")
    assert told["section", "Training and experience"][1].startswith("Education Requirement\nBachelor")
    assert "\n\nExperience Requirement\n" in told["section", "Training and experience"][1]
    data = client.get(TABLE.replace(".csv", ".json")).json()
    for row in data["sections"]:
        same, *cells = told["section", row["name"]]
        assert (same == "yes") == row["same"]
        for said, cell in zip(cells, row["cells"], strict=True):
            if cell is None:
                assert said == "not stated"
            else:
                words = " ".join([*cell["headings"], cell["text"]]).split()
                assert sorted(said.split()) == sorted(words)


@pytest.mark.parametrize(
    ("as_of", "status"),
    [("2023-07-29", "undated: whether it applied that day is not known"), ("2026-06-15", "in force, undated")],
)
def test_the_table_says_of_each_class_what_the_page_says(client, catalog, as_of, status):
    rows = {tuple(row[:2]): row[3:] for row in read_table(client.get(f"{TABLE}&as_of={as_of}"))}
    assert rows["class", "status"][1] == status
    held = as_of > "2023-07-30"
    assert rows["class", "status"][0] == ("in force" if held else "no text held")
    assert rows["fact", "Minimum education"][0] == ("Bachelor’s degree" if held else "no text held")
    assert rows["class", "address"][0].endswith("/ci2787/" if held else f"/ci2787/?as_of={as_of}")


@pytest.mark.parametrize(
    ("as_of", "told"),
    [
        ("2024-12-31", ["in force", "in force", "no text held"]),
        ("2025-01-01", ["abolished on 2025-01-01", "abolished on that day", "no text held"]),
        ("2026-12-31", ["abolished on 2025-01-01", "abolished on that day", "no text held"]),
        ("2027-01-01", ["abolished on 2025-01-01", "abolished on that day", "announced"]),
    ],
)
def test_the_table_tells_what_is_abolished_and_what_is_announced(client, db, as_of, told):
    organization = make_organization("county")
    addresses = [held(organization, slug) for slug in ("noted", "ended")]
    JobClass.objects.filter(slug="noted").update(abolished_on=date(2025, 1, 1))
    make_entry(JobClass.objects.get(slug="ended"), kind="abolished", effective_on=date(2025, 1, 1))
    coming = make_published(make_class(organization, slug="coming"), date(2027, 1, 1)).job_class
    addresses.append("/".join(coming.natural_key()))
    rows = read_table(client.get(compare(*addresses, as_of=as_of).replace("/compare/", "/compare.csv")))
    assert ["class", "status", "", *told] in rows


def test_a_draft_does_not_tell_when_a_class_is_to_be_established(client, db):
    organization = make_organization("county")
    job_class = make_class(organization, slug="new", listed=True)
    draft = make_draft(job_class, effective_from=date(2027, 1, 1))
    make_entry(job_class, kind="established", effective_on=date(2027, 1, 1), specification=draft)
    rows = read_table(client.get(compare("county/new", held(organization, "old")).replace("/compare/", "/compare.csv")))
    assert ["class", "status", "", "no text held", "in force"] in rows


@pytest.mark.parametrize(
    ("as_of", "told"), [("2019-12-31", "not established until 2020-01-01"), ("2020-01-01", "in force")]
)
def test_before_it_was_established_a_class_is_not_said_to_lack_a_text(client, db, as_of, told):
    organization = make_organization("county")
    addresses = [held(organization, slug) for slug in ("new", "old")]
    make_entry(JobClass.objects.get(slug="new"), kind="established", effective_on=date(2020, 1, 1))
    address = compare(*addresses, as_of=as_of)
    rows = read_table(client.get(address.replace("/compare/", "/compare.csv")))
    assert ["class", "status", "", told, "in force" if told == "in force" else "no text held"] in rows
    chosen = [each.text for each in read(client.get(address)).all("p", class_="status")]
    assert ("Not established until January 1, 2020" in chosen[0]) == (told != "in force")
    assert "No text held" in chosen[1] or told == "in force"


def test_what_no_text_says_is_neither_the_same_nor_different(client, db):
    organization = make_organization("county")
    make_class(organization, slug="one", title="One", listed=True)
    make_class(organization, slug="two", title="Two", listed=True)
    rows = read_table(client.get(compare("county/one", "county/two").replace("/compare/", "/compare.csv")))
    assert all(row[2] == "" for row in rows[1:])
    assert ["class", "status", "", "no text held", "no text held"] in rows


def test_a_redline_is_a_table_of_its_sentences(client, catalog):
    address = compare(NC, CITY, show="redline").replace("/compare/", "/compare.csv")
    head, *rows = read_table(client.get(address))
    assert head[:3] == ["part", "topic", "status"]
    assert ["sentence", "Printed above the text", "edited", "IT Manager Competencies", "IT Manager - CI2787"] in rows
    data = client.get(address.replace(".csv", ".json")).json()["redline"]
    changes = [change for row in data["changed"] for change in row["changes"]]
    assert len([row for row in rows if row[1] in {each["name"] for each in data["changed"]}]) == len(changes)
    assert client.get(compare(NC, show="redline").replace("/compare/", "/compare.csv")).status_code == 400
    page = read(client.get(compare(NC, CITY, show="redline")))
    assert f"/compare.csv?classes={NC},{CITY}&show=redline" in page.links


def test_every_word_of_both_documents_is_in_the_table(client, catalog, sources):
    words = {word.rstrip(":") for row in read_table(client.get(TABLE)) for cell in row for word in cell.split()}
    for name in ("city-it-manager-ci2787.txt", "nc-it-manager.txt"):
        lost = {word.rstrip(":") for word in sources[name].split()} - words
        assert lost <= {"-", "–"}, name


def test_a_shared_competency_stands_once_in_the_table_and_others_under_their_class(client, db):
    organization = make_organization("county")
    shared, own = make_competency(name="Judgment"), make_competency(name="Planning")
    for slug, entries in (("one", [shared]), ("two", [shared, own])):
        draft = make_draft(make_class(organization, slug=slug), effective_from=date(2020, 1, 1))
        make_section(draft, kind="competencies", heading="Competencies", body="")
        for entry in entries:
            require_competency(draft, entry, definition=f"{entry.name} as needed.")
        publish(draft)
    rows = read_table(client.get(compare("county/one", "county/two").replace("/compare/", "/compare.csv")))
    assert [row for row in rows if row[0] == "competency"] == [
        ["competency", "Judgment", "yes", "Judgment as needed.", "Judgment as needed."],
        ["competency", "Planning", "no", "not required", "Planning as needed."],
    ]


def test_a_class_without_a_text_says_so_in_the_table(client, catalog):
    rows = read_table(client.get(compare(CITY, "city/it-director").replace("/compare/", "/compare.csv")))
    assert ["class", "status", "", "in force", "no text held"] in rows


@pytest.mark.parametrize(("classes", "status"), [(CITY, 400), (f"{CITY},{CITY}", 400), (f"{CITY},city/none", 404)])
def test_what_cannot_be_compared_has_no_table(client, catalog, classes, status):
    assert client.get("/compare.csv", {"classes": classes}).status_code == status
