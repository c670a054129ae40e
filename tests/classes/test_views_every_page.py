"""What holds for every page of the catalog: reading only, the day kept, text that stays text."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.db import models
from django.http import HttpResponse
from django.test import Client

from classes.models import (
    ChangeNotice,
    ClassSeries,
    HistoryEntry,
    JobClass,
    JobFamily,
    LevelDescriptor,
    Organization,
    RequiredCompetency,
    Requirement,
    Section,
    Specification,
)
from classes.publishing import publish
from competencies.models import Competency, Framework, Level
from tests.page import check_frame, read

pytestmark = pytest.mark.django_db

PAGES = [
    "/",
    "/classes/",
    "/classes/city/ci2787/",
    "/classes/city/it-director/",
    "/classes/nc/it-manager/",
    "/families/",
    "/families/nc/information-technology/",
    "/series/city/it-management/",
    "/competencies/",
    "/competencies/city/coaching/",
    "/competencies/nc/planning-and-organizing/",
    "/changes/",
    "/notices/",
    "/notices/city/",
    "/notices/city/cn1746/",
    "/api/",
]
TWINS = [
    "/classes/city/ci2787.json",
    "/classes/city/it-director.json",
    "/classes/nc/it-manager.json",
    "/families.json",
    "/families/nc/information-technology.json",
    "/series/city/it-management.json",
    "/competencies.json",
    "/competencies/city/coaching.json",
    "/changes.json",
    "/notices.json",
    "/notices/city.json",
    "/notices/city/cn1746.json",
]


def test_any_method_but_get_and_head_is_a_405_even_without_a_form_token(catalog):
    visitor = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    for address in PAGES + TWINS:
        is_data = address.endswith(".json")
        for method in ("post", "put", "patch", "delete", *(() if is_data else ("options",))):
            response = getattr(visitor, method)(address)
            assert response.status_code == 405, f"{method} {address}"
            assert response["Allow"] == ("GET, HEAD, OPTIONS" if is_data else "GET, HEAD")
            said = response.json()["error"] if address.endswith(".json") else response.content.decode()
            assert "This page is for reading only: nothing can be sent to it." in said
        answer = visitor.head(address)
        assert (answer.status_code, answer.content) == (200, b"")


@pytest.mark.parametrize("as_of", ["2023-02-30", "yesterday", "2023-07-30\x00", "<script>"])
def test_a_day_that_is_no_date_is_a_400_with_a_sentence_on_every_page_and_twin(client, catalog, as_of):
    sentence = f"“{as_of}” is not a date. Write year, month and day, such as 2026-06-15."
    for address in PAGES:
        response = client.get(address, {"as_of": as_of})
        assert response.status_code == 400, address
        page = read(response)
        check_frame(page, "That cannot be shown")
        assert sentence in page.one("main").text
        assert page.one("main").links
    for address in TWINS:
        response = client.get(address, {"as_of": as_of})
        assert response.status_code == 400, address
        assert response.json() == {"error": sentence, "status": 400}


@pytest.mark.parametrize("as_of", ["0001-01-01", "2018-09-20", "2026-06-14", "2026-06-16", "9999-12-31"])
def test_every_page_of_another_day_says_so_and_has_one_link_back_to_today(client, catalog, as_of):
    for address in PAGES:
        response = client.get(address, {"as_of": as_of, "x": "1"})
        assert response.status_code == 200, address
        banner = read(response).one("div", class_="as-of")
        assert ("as it stood on" in banner.text) == (as_of < "2026-06-15")
        assert banner.one("time").attributes["datetime"] == as_of
        assert banner.links == ["?"]  # what no page knows is kept in no link


def test_today_has_no_banner(client, catalog):
    for address in PAGES:
        for query in ({}, {"as_of": "2026-06-15"}):
            assert read(client.get(address, query)).all("div", class_="as-of") == []


def test_every_twin_says_which_day_it_shows(client, catalog):
    for address in TWINS:
        assert client.get(address).json()["as_of"] == "2026-06-15"
        assert client.get(address, {"as_of": "2020-01-01"}).json()["as_of"] == "2020-01-01"


def is_page(response: HttpResponse) -> bool:
    return response["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("as_of", ["2020-01-01", "2023-07-30", "2030-01-01"])
def test_whoever_follows_links_on_another_day_stays_on_it_and_never_meets_a_dead_end(client, catalog, as_of):
    waiting, seen = [f"/?as_of={as_of}"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if not is_page(response):
            continue
        page = read(response)
        back = page.one("div", class_="as-of").links
        permanent = [link for section in page.all("section", id="cite") for link in section.links]
        for form in page.all("form"):
            assert form.one("input", name="as_of").attributes["value"] == as_of
        data = [link.attributes["href"] for link in page.all("link", rel="alternate")]
        for link in [*page.links, *data]:
            if link.startswith("#") or link in back:
                continue
            parts = urlsplit(urljoin(address, link))
            day = parse_qs(parts.query).get("as_of")
            if link.endswith("/feed/") or link in permanent:  # these have no day: they follow, and they stay
                assert day is None
                continue
            assert day == [as_of], f"{link} on {address} loses the day"
            waiting.append(parts._replace(fragment="").geturl())
    visited = {address.partition("?")[0] for address in seen}
    told_of = {address for address in PAGES + TWINS if "cn1746" not in address or as_of >= "2022-11-27"}
    assert told_of <= visited


def test_whoever_follows_links_today_reaches_every_page_and_never_meets_a_dead_end(client, catalog):
    waiting, seen = ["/"], set()
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        response = client.get(address)
        assert response.status_code == 200, address
        if is_page(response):
            waiting += [urljoin(address, link).partition("#")[0] for link in read(response).links]
    assert {urlsplit(address).path for address in seen} >= set(PAGES + TWINS)
    assert not any("as_of" in address for address in seen)


HOSTILE = (
    "</title></p><script>alert(1)</script><img src=x onerror=alert(1)> \" ' & &amp; {{ 7|add:7 }} "
    "{% now 'Y' %} ${7*7} \u202eright to left\u202c עברית العربية e\u0301\u0302\u0303 👩‍🚒 ' onmouseover='x"
)
TAGS_OF_THE_HOSTILE = ("<script>", "<img")

# What is not running text: addresses, codes of a fixed form, what is worked out from other fields.
NOT_TEXT = {"slug", "title_slug", "code_slug", "status", "digest", "sha256", "kind"}
# Held, but shown on no page yet.
NOT_SHOWN = {
    "Level.definition",
    "Specification.review_comment",  # for the editors of a draft
}


def hostile(mark: str, limit: int | None) -> str:
    return f"{mark} {HOSTILE}"[:limit]


@pytest.fixture
def hostile_catalog(db: None) -> dict[str, str]:
    """One record of everything with hostile text in every text field; returns what each field was given."""
    given: dict[str, str] = {}

    def fields(model: type[models.Model]) -> dict[str, str]:
        filled = {}
        for each in model._meta.concrete_fields:
            if isinstance(each, (models.CharField, models.TextField)) and each.name not in NOT_TEXT:
                name = f"{model.__name__}.{each.name}"
                filled[each.name] = given[name] = hostile(name.replace(".", ""), each.max_length)
        return filled

    framework = Framework.objects.create(slug="f", **fields(Framework))
    level = Level.objects.create(framework=framework, rank=1, slug="l", **fields(Level))
    competency = Competency.objects.create(framework=framework, slug="c", **fields(Competency))
    organization = Organization.objects.create(slug="o", framework=framework, **fields(Organization))
    family = JobFamily.objects.create(organization=organization, slug="fam", **fields(JobFamily))
    series = ClassSeries.objects.create(organization=organization, slug="ser", **fields(ClassSeries))
    groups = {"organization": organization, "family": family, "series": series}
    job_class = JobClass.objects.create(slug="held", series_rank=1, **groups, **fields(JobClass))
    JobClass.objects.create(slug="bare", listed=True, series_rank=2, title=given["JobClass.title"][:-1] + "2", **groups)
    draft = Specification.objects.create(job_class=job_class, effective_from=date(2020, 1, 1), **fields(Specification))
    text = fields(Section)
    for position, kind in enumerate(("distinguishing", "duties", "competencies", "education", "other")):
        body = text["body"]
        if kind == "distinguishing":
            body = f"{job_class.title} {body}"
        if kind == "other":
            body = f"Label: {body}\nSecond: {body}\n\n{body}\n{body}"
        Section.objects.create(
            specification=draft, position=position, kind=kind, heading=text["heading"][:190] + kind, body=body
        )
    Requirement.objects.create(specification=draft, kind="education", by_position=True, **fields(Requirement))
    required = RequiredCompetency.objects.create(
        specification=draft, competency=competency, **fields(RequiredCompetency)
    )
    LevelDescriptor.objects.create(required_competency=required, level=level, **fields(LevelDescriptor))
    notice = ChangeNotice.objects.create(organization=organization, **fields(ChangeNotice))
    HistoryEntry.objects.create(
        job_class=job_class,
        kind="revised",
        effective_on=date(2020, 1, 1),
        notice=notice,
        specification=publish(draft),
        **fields(HistoryEntry),
    )
    # Publishing gave the class the name of its text; here it bears one of its own again.
    JobClass.objects.filter(pk=job_class.pk).update(slug="held", **fields(JobClass))
    return given


HOSTILE_PAGES = [
    "/",
    "/classes/",
    "/classes/?organization=o&family=o/fam",
    "/classes/o/held/",
    "/classes/o/bare/",
    "/classes/o/held/?as_of=2019-12-31",
    "/families/",
    "/families/o/fam/",
    "/series/o/ser/",
    "/competencies/",
    "/competencies/f/c/",
    "/compare/?classes=o/held",
    "/compare/?classes=o/held,o/bare",
    "/changes/",
    "/notices/",
]
HOSTILE_TWINS = ["/classes/o/held.json", "/families/o/fam.json", "/competencies/f/c.json"]


def test_hostile_text_in_any_field_comes_out_as_text_on_every_page(client, hostile_catalog):
    seen: set[str] = set()
    for address in [*HOSTILE_PAGES, ChangeNotice.objects.get().get_absolute_url()]:
        response = client.get(address)
        assert response.status_code == 200
        page = read(response)  # well-formed, so nothing was closed early
        check_frame(page, page.one("title").text.removesuffix(" · Class Catalog"))
        assert page.all("img") == []
        scripts = [script for script in page.all("script") if script.attributes["type"] != "application/ld+json"]
        ours = (
            ["catalog.js", "browse.js"]
            if address.startswith("/classes/?") or address == "/classes/"
            else ["catalog.js"]
        )
        assert [script.attributes for script in scripts] == [
            {"src": f"/static/js/{name}", "type": "module"} for name in ours
        ]
        for element in page.walk():
            assert not any(name.startswith("on") or name in {"style", "x"} for name in element.attributes)
        shown = page.text
        seen |= {name for name, text in hostile_catalog.items() if " ".join(text.split()) in shown}
    assert set(hostile_catalog) - seen == NOT_SHOWN


def test_hostile_text_comes_out_of_the_twins_letter_for_letter(client, hostile_catalog):
    kept: set[str] = set()
    for address in HOSTILE_TWINS:
        response = client.get(address)
        assert response["Content-Type"] == "application/json"
        assert response["X-Content-Type-Options"] == "nosniff"
        strings = set(leaves(json.loads(response.content)))
        kept |= {name for name, text in hostile_catalog.items() if text in strings}
    assert {"Specification.title", "LevelDescriptor.text", "HistoryEntry.note", "JobFamily.description"} <= kept


def leaves(data: object):
    """Yield every string in plain data."""
    if isinstance(data, str):
        yield data
    for value in data.values() if isinstance(data, dict) else data if isinstance(data, list) else ():
        yield from leaves(value)


@pytest.mark.parametrize("address", ["/classes/", "/classes/o/held/", "/competencies/"])
def test_hostile_text_in_the_query_string_comes_out_as_text(client, hostile_catalog, address):
    response = client.get(address, {"q": HOSTILE, HOSTILE: HOSTILE, "as_of": "2030-01-01"})
    assert response.status_code == (400 if address == "/classes/" else 200)  # too many words to look up
    page = read(response)
    assert page.all("img") == []
    assert len(page.all("script", type="module")) == 1
    if address == "/classes/":
        field = page.one("form", role="search").one("input", name="q")
        assert field.attributes["value"] == HOSTILE


@pytest.mark.parametrize("part", ["%00", "<script>", "%F0%9F%91%A9", "é", "%ED%A0%80", "a" * 10_000, "..%2F..", "'--"])
def test_nonsense_in_the_path_is_a_404(client, db, part):
    for address in ("/classes/{}/x/", "/classes/o/{}/", "/families/o/{}/", "/competencies/f/{}.json", "/{}"):
        response = client.get(address.format(part))
        assert response.status_code == 404, address
        assert b"<script>/" not in response.content
