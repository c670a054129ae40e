"""Change notices: the list, one notice with its cover table and redlines, the packet, and their twins."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import HttpResponse

from classes.models import ChangeNotice, HistoryEntry, JobClass, Specification
from classes.publishing import Event, abolish, note, publish
from tests.factories import make_class, make_draft, make_entry, make_notice, make_organization, make_section
from tests.page import Element, check_frame, read, read_table

pytestmark = pytest.mark.django_db

CITY = "/notices/city/cn1746/"


def rows(table: Element) -> list[list[str]]:
    """The cells of every line of a table's body."""
    return [[cell.text for cell in row.walk() if cell.tag in {"th", "td"}] for row in table.one("tbody").all("tr")]


def whole(response: HttpResponse) -> HttpResponse:
    """A streamed page as one that can be read."""
    assert response.streaming
    return HttpResponse(b"".join(response.streaming_content), content_type=response["Content-Type"])


def write(job_class: JobClass, notice: ChangeNotice | None, revision: int, on: date, duties: str, **fields: object):
    draft = make_draft(job_class, revision=revision, effective_from=on, **fields)
    make_section(draft, body=duties)
    make_section(draft, kind="note", heading="Note", body="Applies to all.")
    return publish(draft, Event("established" if revision == 1 else "regraded", notice=notice))


@pytest.fixture
def notice() -> ChangeNotice:
    """A notice that regraded one class, abolished one and retitled one of which no text is held."""
    county = make_organization("county", name="County")
    notice = make_notice(
        county,
        number="24-017/B",
        title="Clerical study",
        summary="Regrades\nclerks.",
        posted_on=date(2023, 12, 1),
        adopted_on=date(2024, 1, 9),
        effective_on=date(2024, 2, 1),
    )
    clerk = make_class(county, title="Clerk", code="C1")
    write(clerk, None, 1, date(2020, 1, 1), "Files.\n\nTypes letters.", pay_grade="G-1", minimum_education=20)
    write(clerk, notice, 2, date(2024, 2, 1), "Files.\n\nLeads a team.", pay_grade="G-2", minimum_education=40)
    typist = make_class(county, title="Typist", code="T1")
    write(typist, None, 1, date(2020, 1, 1), "Types.", pay_grade="G-1")
    abolish(typist, date(2024, 2, 1), Event("abolished", "Merged.", notice=notice), [clerk])
    porter = make_class(county, title="Porter")
    note(porter, date(2024, 2, 1), Event("retitled", notice=notice))
    return notice


ADDRESS = "/notices/county/24-017/b/"


# The City's notice


def test_the_notice_of_the_city_shows_what_is_known_and_what_is_not(client, catalog):
    page = read(client.get(CITY))
    check_frame(page, "CN1746, City")
    main = page.one("main")
    assert page.one("h1").text == "CN1746"
    assert main.all("p", class_="status")[0].text == "Change notice · City · 1 class regraded"
    assert (
        "When it was posted and adopted, and when it takes effect, is not known. "
        "The history of its class dates it November 27, 2022."
    ) in main.text
    assert rows(page.one("table", class_="cover")) == [
        ["IT Manager CI2787", "Regraded", "Nov 27, 2022", "Values before and after are not held.", "Noted only"]
    ]
    (touched,) = page.all("article", class_="touched")
    assert touched.text == (
        "IT Manager CI2787 Regraded, effective November 27, 2022 Revised pay grade as a result of CN1746. "
        "Noted only Values before and after are not held."
    )
    assert page.all("ins") == page.one("section", class_="legend").all("ins")


# One notice


def test_the_cover_table_tells_what_changed_of_every_class(client, notice):
    page = read(client.get(ADDRESS))
    check_frame(page, "24-017/B: Clerical study, County")
    assert rows(page.one("table", class_="cover")) == [
        [
            "Clerk C1",
            "Regraded",
            "Feb 1, 2024",
            "Pay grade before: G-1 → after: G-2 Education before: High school diploma → after: Associate degree",
            "Redline of Clerk",
        ],
        ["Porter", "Retitled", "Feb 1, 2024", "Values before and after are not held.", "Noted only"],
        ["Typist T1", "Abolished", "Feb 1, 2024", "In its place: Clerk (C1).", "Noted only"],
    ]
    assert page.all("p", class_="status")[0].text == (
        "Change notice · County · 3 classes: 1 regraded, 1 retitled, 1 abolished"
    )
    assert page.one("dl", class_="notice-dates").text == (
        "Posted December 1, 2023 Adopted January 9, 2024 Effective February 1, 2024"
    )
    assert "not known" not in page.text
    assert page.one("p", class_="notice-summary").text == "Regrades clerks."


def test_the_text_of_each_class_is_redlined_and_leads_to_the_whole_comparison(client, notice):
    page = read(client.get(ADDRESS))
    clerk, porter, typist = page.all("article", class_="touched")
    redlined = clerk.one("div", class_="redlined")
    assert [mark.text for mark in redlined.all("del")] == ["removed: Types letters. end removed"]
    assert [mark.text for mark in redlined.all("ins")] == ["added: Leads a team. end added"]
    assert "Unchanged: Note." in redlined.text
    assert {
        "/classes/county/c1/",
        "/classes/county/c1/revisions/2/",
        "/classes/county/c1/revisions/1/compare/2/",
    } == set(clerk.links)
    assert clerk.one("p", class_="touched-summary").text == (
        "1 section changed: 1 sentence added, 1 removed; "
        "pay grade G-1 → G-2; education High school diploma → Associate degree."
    )
    assert porter.all("div", class_="redlined") == typist.all("div", class_="redlined") == []
    assert typist.text.endswith(
        "Merged. Noted only The last text, revision 1, ended with the class. In its place: Clerk (C1)."
    )


def test_a_new_class_and_one_whose_earlier_text_is_not_held_say_so(client, notice):
    new, known = make_class(notice.organization, title="New"), make_class(notice.organization, title="Known")
    second = make_notice(notice.organization, number="S2")
    write(new, second, 1, date(2024, 2, 1), "Plans.", pay_grade="G-7")
    text = write(known, None, 1, date(2024, 2, 1), "Plans.", pay_grade="G-8")
    make_entry(known, kind="revised", effective_on=date(2024, 2, 1), specification=text, notice=second)
    page = read(client.get("/notices/county/s2/"))
    assert [row[3:] for row in rows(page.one("table", class_="cover"))] == [
        ["Pay grade G-8 Values before are not held.", "Revision 1 of Known"],
        ["Pay grade G-7", "Revision 1 of New"],
    ]
    first, other = page.all("article", class_="touched")
    assert "What changed cannot be shown: the earlier text is not held." in first.text
    assert "A new class: there is no earlier text." in other.text


def test_a_text_after_a_gap_says_against_which_text_it_is_held(client, notice):
    porter = make_class(notice.organization, title="Gap")
    second = make_notice(notice.organization, number="S3")
    write(porter, None, 1, date(2020, 1, 1), "Carries.")
    note(porter, date(2021, 1, 1), Event("revised"))
    write(porter, second, 2, date(2022, 1, 1), "Carries all.")
    page = read(client.get("/notices/county/s3/"))
    assert "Revision 1 ended on January 1, 2021, and no text is held from then until this one" in page.text


def test_an_announced_notice_says_so_until_its_day(client, notice):
    clerk = JobClass.objects.get(title="Clerk")
    coming = make_notice(notice.organization, number="S4", effective_on=date(2026, 6, 16))
    write(clerk, coming, 3, date(2026, 6, 16), "Files all.", pay_grade="G-3")
    page = read(client.get("/notices/county/s4/"))
    assert page.one("span", class_="badge").text == "Announced"
    HistoryEntry.objects.filter(notice=coming).update(effective_on=date(2026, 6, 15))
    ChangeNotice.objects.filter(pk=coming.pk).update(effective_on=date(2026, 6, 15))
    assert read(client.get("/notices/county/s4/")).all("span", class_="badge") == []


def test_a_notice_that_touches_nothing_says_so(client, notice):
    make_notice(notice.organization, number="S5")
    page = read(client.get("/notices/county/s5/"))
    assert page.one("p", class_="notice").text == "No class is recorded as touched by this notice."
    assert "?show=packet" not in "".join(page.links)


def test_the_day_is_kept_in_the_links(client, notice):
    page = read(client.get(ADDRESS + "?as_of=2024-02-01"))
    assert "/classes/county/c1/?as_of=2024-02-01" in page.links
    assert ADDRESS + "?show=packet&as_of=2024-02-01" in page.links


@pytest.mark.parametrize(("as_of", "touched"), [("2024-01-31", 0), ("2024-02-01", 3)])
def test_on_a_past_day_only_what_had_taken_effect_by_then_is_told(client, notice, as_of, touched):
    for query in ({}, {"show": "packet"}):
        page = read(client.get(ADDRESS, {"as_of": as_of} | query))
        said = "On January 31, 2024 nothing of this notice had taken effect yet." in page.one("main").text
        assert said == (not touched)
        assert ("Leads a team" in page.text) == bool(touched)
    assert len(client.get(ADDRESS[:-1] + ".json", {"as_of": as_of}).json()["classes"]) == touched


def test_a_misprint_that_came_with_a_notice_is_not_told_as_what_it_changed(client, notice):
    wrong = Specification.objects.get(job_class__slug="c1", revision=2)
    fields = {"revision": 3, "title": "Clerk", "code": "C1", "effective_from": wrong.effective_from, "pay_grade": "G-3"}
    right = make_draft(wrong.job_class, corrects=wrong, **fields)
    make_section(right, body="Files.\n\nLeads a team.")
    publish(right, Event("corrected"))
    page = read(client.get(ADDRESS))
    changed = page.one("table", class_="cover").one("tbody").all("tr")[0].text
    assert "Pay grade before: G-1 → after: G-3" in changed
    assert "As corrected: revision 2, which came with the notice, held a mistake." in changed
    assert "G-2" not in page.one("table", class_="cover").text
    assert "/classes/county/c1/revisions/2/compare/3/" in page.links


# Addresses


@pytest.mark.parametrize("number", ["24-017/B", "N 5?#%&+", "ÉÀ 1", "a.json", "<b>", "No. 7 / 24"])
def test_a_number_may_have_any_signs_and_is_found_in_any_case(client, number):
    notice = make_notice(make_organization("county"), number=number)
    address = notice.get_absolute_url()
    response = client.get(address)
    assert response.status_code == 200
    assert read(response).one("h1").text == number
    for twin in (".json", ".csv"):
        assert client.get(address[:-1] + twin).status_code == 200
    (row,) = read(client.get("/notices/")).one("table", class_="scan").one("tbody").all("tr")
    assert row.links == [address]


def test_a_number_as_it_is_printed_leads_to_its_one_address(client, catalog):
    response = client.get("/notices/City/CN1746/?as_of=2023-01-01")
    assert (response.status_code, response["Location"]) == (301, CITY + "?as_of=2023-01-01")
    assert client.get("/notices/city/CN1746.json").json()["notice"]["page"] == CITY


def test_a_stroke_and_a_question_mark_survive_the_way_to_lower_case(client):
    make_notice(make_organization("county"), number="A/B?")
    response = client.get("/notices/county/A/B%3F/")
    assert response["Location"] == "/notices/county/a/b%3F/"
    assert client.get(response["Location"]).status_code == 200


@pytest.mark.parametrize("address", ["/notices/city/cn9/", "/notices/atlantis/cn1746/", "/notices/city/cn1746/x/"])
def test_a_notice_that_is_not_held_is_not_found(client, catalog, address):
    for ending in ("/", ".json", ".csv"):
        response = client.get(address[:-1] + ending)
        assert response.status_code == 404
        assert "The catalog has no change notice" in response.content.decode()


def test_a_notice_of_drafts_only_answers_as_one_that_does_not_exist(client, notice):
    secret = make_notice(notice.organization, number="SECRET", title="Secret")
    draft = make_draft(JobClass.objects.get(title="Clerk"), revision=3, effective_from=date(2025, 1, 1))
    make_entry(draft.job_class, notice=secret, specification=draft)
    make_entry(make_class(notice.organization, title="Hidden", listed=False), notice=secret)
    for address in ("/notices/county/secret/", "/notices/county/secret/?show=packet", "/notices/county/secret.json"):
        response, missing = client.get(address), client.get(address.replace("secret", "nought"))
        assert response.status_code == missing.status_code == 404
        said = response.content.decode().replace("secret", "nought")
        assert said == missing.content.decode()
    for address in ("/notices/", "/notices/county/", "/notices.json", "/changes/", "/changes.json", "/"):
        assert "secret" not in client.get(address).content.decode().lower(), address
    assert "SECRET" not in str(read_table(client.get("/notices.csv")))


def test_a_draft_never_shows_in_a_notice_that_is_public(client, notice):
    draft = make_draft(JobClass.objects.get(title="Clerk"), revision=3, pay_grade="SECRET")
    make_section(draft, body="Secret plans.")
    make_entry(draft.job_class, effective_on=date(2024, 2, 1), note="Secret", notice=notice, specification=draft)
    hidden = make_class(notice.organization, title="Secret class", listed=False)
    make_entry(hidden, notice=notice)
    for address in (ADDRESS, ADDRESS + "?show=packet", ADDRESS[:-1] + ".json", ADDRESS[:-1] + ".csv"):
        response = client.get(address)
        content = whole(response).content if response.streaming else response.content
        assert b"secret" not in content.lower(), address


# Pages and packet


def fill(notice: ChangeNotice, classes: int) -> None:
    for number in range(classes):
        each = make_class(notice.organization, title=f"Class {number:03}", code=f"F{number:03}")
        write(each, None, 1, date(2020, 1, 1), "Files.", pay_grade="G-1")
        write(each, notice, 2, date(2024, 2, 1), "Files all.", pay_grade="G-2")


def test_twenty_five_texts_stand_on_a_page_and_the_cover_leads_to_each(client):
    big = make_notice(make_organization("county"), number="BIG")
    fill(big, 27)
    first = read(client.get("/notices/county/big/"))
    assert len(first.all("article", class_="touched")) == 25
    assert len(rows(first.one("table", class_="cover"))) == 27
    assert {"#class_1", "#class_25", "?page=2#class_26", "?page=2#class_27", "?page=2#texts"} <= set(first.links)
    second = read(client.get("/notices/county/big/?page=2"))
    check_frame(second, second.one("title").text.removesuffix(" · Class Catalog"))
    assert [each.one("h3").text for each in second.all("article", class_="touched")] == [
        "Class 025 F025",
        "Class 026 F026",
    ]
    assert {"?#class_1", "#class_27"} & set(second.links)
    assert "27 classes touched" in second.one("details", class_="folded-cover").text
    assert client.get("/notices/county/big/?page=3").status_code == 404
    assert client.get("/notices/county/big/?page=x").status_code == 400


def test_the_packet_holds_every_class_and_a_foot_for_each(client):
    big = make_notice(make_organization("county", name="County"), number="BIG", effective_on=date(2024, 2, 1))
    fill(big, 27)
    page = read(whole(client.get("/notices/county/big/?show=packet")))
    check_frame(page, "BIG: packet, County")
    classes = page.all("article", class_="touched")
    assert len(classes) == 27
    assert len(rows(page.one("table", class_="cover"))) == 27
    assert [each.one("p", class_="print-foot").text for each in classes][26] == (
        "BIG · Class 026 (F026), County · regraded, effective February 1, 2024 · revision 2 · printed June 15, 2026"
    )
    assert page.one("div", class_="packet-cover").one("p", class_="print-foot").text == (
        "BIG, County · effective February 1, 2024 · printed June 15, 2026"
    )
    assert "#class_27" in page.links


def test_the_packet_is_made_bit_by_bit(client, monkeypatch):
    big = make_notice(make_organization("county"), number="BIG")
    fill(big, 3)
    monkeypatch.setattr("classes.notices.TEXTS_AT_A_TIME", 1)
    made: list[str] = []
    monkeypatch.setattr("classes.notices.compare_revisions", lambda old, new: made.append(new.title))
    stream = iter(client.get("/notices/county/big/?show=packet").streaming_content)
    next(stream)
    assert made == []
    next(stream)
    assert made == ["Class 000"]


@pytest.mark.parametrize("show", ["book", "<script>", "packet "])
def test_a_show_that_is_none_is_a_sentence(client, catalog, show):
    response = client.get(CITY, {"show": show})
    assert response.status_code == 400
    assert "is not a way to show a notice" in read(response).one("main").text


@pytest.mark.parametrize("classes", [1, 30])
def test_a_notice_asks_eight_questions_however_many_classes_it_touched(client, django_assert_num_queries, classes):
    big = make_notice(make_organization("county"), number="BIG")
    fill(big, classes)
    gone = make_class(big.organization, title="Gone")
    abolish(gone, date(2024, 2, 1), Event("abolished", notice=big), [make_class(big.organization)])
    # The notice, what it touched, the texts before, the successors of what was abolished; the texts of the page,
    # their sections, their requirements, their competencies. No competency, so no descriptors.
    with django_assert_num_queries(8):
        client.get("/notices/county/big/")
    with django_assert_num_queries(4):  # without the texts
        client.get("/notices/county/big.json")
    with django_assert_num_queries(4):
        client.get("/notices/county/big.csv")


def test_hostile_words_come_out_as_text(client):
    hostile = "<script>alert(1)</script> {{ 7|add:7 }} \u202e"
    notice = make_notice(make_organization("county", name=hostile), number="<script>x", title=hostile, summary=hostile)
    job_class = make_class(notice.organization, title=hostile, slug="hostile")
    write(job_class, None, 1, date(2020, 1, 1), f"{hostile} one.", pay_grade="<b>1")
    write(job_class, notice, 2, date(2024, 2, 1), f"{hostile} two.", pay_grade="<b>2")
    HistoryEntry.objects.filter(notice=notice).update(note=hostile)
    for query in ("", "?show=packet"):
        response = client.get(notice.get_absolute_url() + query)
        body = (whole(response) if response.streaming else response).content.decode()
        assert "<script>" not in body.replace('<script src="/static/js/catalog.js" type="module">', "")
        assert "<b>1" not in body
        assert "14" not in body.replace("2014", "")


# Twins


def test_the_twin_tells_facts_before_and_after_and_what_is_not_held(client, notice):
    data = client.get(ADDRESS[:-1] + ".json").json()
    assert data["schema_version"] == 1
    assert data["notice"]["number"] == "24-017/B"
    assert (data["notice"]["posted_on"], data["notice"]["page"]) == ("2023-12-01", ADDRESS)
    clerk, porter, typist = data["classes"]
    assert clerk["facts"] == [
        {"fact": "pay grade", "old": "G-1", "new": "G-2"},
        {"fact": "education", "old": "High school diploma", "new": "Associate degree"},
    ]
    assert (clerk["text_before"]["revision"], clerk["text"]["revision"]) == (1, 2)
    assert clerk["compare"] == "/classes/county/c1/revisions/1/compare/2/"
    assert (porter["text"], porter["not_held"]) == (None, "Values before and after are not held.")
    assert [successor["title"] for successor in typist["successors"]] == ["Clerk"]


def test_the_table_has_a_row_for_each_class(client, notice):
    response = client.get(ADDRESS[:-1] + ".csv")
    assert response["Content-Disposition"] == 'attachment; filename="county-24-017b.csv"'
    head, clerk, porter, typist = read_table(response)
    told = dict(zip(head, clerk, strict=True))
    assert (told["pay grade before"], told["pay grade after"], told["text"]) == ("G-1", "G-2", "held")
    assert dict(zip(head, porter, strict=True))["text"] == "noted only"
    assert dict(zip(head, typist, strict=True))["successors"] == "Clerk (C1)"


# The list


@pytest.fixture
def several() -> None:
    east, west = make_organization("east", name="East"), make_organization("west", name="West")
    make_notice(west, number="W1", effective_on=date(2020, 1, 1))
    make_notice(west, number="W2", effective_on=date(2026, 6, 16), title="To come")
    touched = make_notice(west, number="W3")
    make_entry(make_class(west), effective_on=date(2021, 1, 1), notice=touched)
    make_notice(west, number="W4")
    make_notice(east, number="E1", adopted_on=date(2019, 1, 1))


def numbers(page: Element) -> list[str]:
    return [row[0] for table in page.all("table", class_="scan") for row in rows(table)]


def test_the_list_is_by_organization_newest_first_undated_last(client, several):
    page = read(client.get("/notices/"))
    check_frame(page, "Change notices")
    assert [heading.text for heading in page.all("h2")] == ["East", "West"]
    assert numbers(page) == ["E1", "W2", "W3", "W1", "W4"]
    east, west = page.all("table", class_="scan")
    assert rows(east) == [["E1", "–", "0", "Jan 1, 2019 adopted or posted"]]
    assert rows(west) == [
        ["W2", "To come", "0", "Jun 16, 2026 Announced"],
        ["W3", "–", "1", "Jan 1, 2021 by the history of its class"],
        ["W1", "–", "0", "Jan 1, 2020"],
        ["W4", "–", "0", "not known"],
    ]


def test_one_organization_has_a_list_of_its_own(client, several):
    page = read(client.get("/notices/east/"))
    check_frame(page, "Change notices, East")
    assert numbers(page) == ["E1"]
    assert client.get("/notices/atlantis/").status_code == 404
    assert [each["number"] for each in client.get("/notices/east.json").json()["notices"]] == ["E1"]
    assert [row[1] for row in read_table(client.get("/notices/east.csv"))] == ["number", "E1"]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2019-12-31", ["E1", "W4"]),
        ("2020-01-01", ["E1", "W1", "W4"]),
        ("2020-12-31", ["E1", "W1", "W4"]),
        ("2021-01-01", ["E1", "W3", "W1", "W4"]),
        ("2026-06-15", ["E1", "W2", "W3", "W1", "W4"]),
        ("2018-12-31", ["W4"]),
    ],
)
def test_on_a_past_day_only_what_was_known_by_then_is_listed(client, several, day, found):
    assert numbers(read(client.get("/notices/", {"as_of": day}))) == found
    assert [each["number"] for each in client.get("/notices.json", {"as_of": day}).json()["notices"]] == found


def test_the_list_of_an_empty_catalog_says_so(client, db):
    page = read(client.get("/notices/"))
    assert page.one("p", class_="notice").text == "No change notice is recorded."


def test_the_list_is_paged_and_so_is_its_twin(client, db):
    organization = make_organization("county")
    for number in range(51):
        make_notice(organization, number=f"N{number:02}")
    assert len(numbers(read(client.get("/notices/")))) == 50
    assert numbers(read(client.get("/notices/?page=2"))) == ["N00"]
    first = client.get("/notices.json?as_of=2020-01-01").json()
    assert first["next"] == "/notices.json?as_of=2020-01-01&page=2"
    second = client.get(first["next"]).json()
    assert ([each["number"] for each in second["notices"]], second["next"]) == (["N00"], None)
    assert len(read_table(client.get("/notices.csv"))) == 52


@pytest.mark.parametrize("count", [1, 12])
def test_the_list_asks_four_questions_however_many(client, db, django_assert_num_queries, count):
    for _ in range(count):
        notice = make_notice()
        make_entry(make_class(notice.organization), notice=notice)
    # the organizations, how many notices, the page's notices, how many classes each touched
    with django_assert_num_queries(4):
        client.get("/notices/")
    with django_assert_num_queries(2):
        client.get("/notices.json")
    with django_assert_num_queries(1):
        read_table(client.get("/notices.csv"))
