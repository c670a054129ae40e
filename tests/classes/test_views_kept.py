"""Pages that are kept: at what cost, until when, and for whom. Here KEEP_PAGES is on, as it is when served."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from classes import caching, drafting, guard
from classes.models import CatalogVersion, JobClass, Organization, Section, Specification
from classes.publishing import publish
from classes.views.reading import leave_only
from tests.accounts import sign_in
from tests.conftest import TODAY
from tests.factories import make_class, make_organization, make_published
from tests.page import read

pytestmark = pytest.mark.django_db

CLASS = "/classes/city/ci2787/"
PAGES = [
    "/",
    "/classes/",
    CLASS,
    "/classes/city/ci2787.json",
    "/classes/city/it-director/",
    "/classes/nc/it-manager/levels/",
    "/classes/nc/it-manager/levels/?show=step-up&levels=contributing%2Cjourney",
    "/classes/nc/it-manager/levels.json",
    "/classes/nc/it-manager/levels.csv",
    "/classes/city/ci2787/history/",
    "/classes/city/ci2787/history/feed/",
    "/classes/city/ci2787/revisions/1/",
    "/classes/city/ci2787/revisions/1.txt",
    "/compare/?classes=city/ci2787,nc/it-manager",
    "/families/",
    "/families/nc/information-technology/",
    "/series/city/it-management/",
    "/competencies/",
    "/competencies/city/coaching/",
    "/changes/",
    "/changes/feed/",
    "/changes.json?organization=city",
    "/notices/",
    "/notices/city/cn1746/",
    f"{CLASS}?as_of=2020-01-01",
]
STREAMS = ["/changes.csv", "/notices.csv", "/notices/city/cn1746/?show=packet"]


@pytest.fixture(autouse=True)
def pages_are_kept(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.KEEP_PAGES = True
    # The files of this checkout are younger than the day of the tests.
    monkeypatch.setattr(caching, "code_stamp", lambda: ("code", 0))


@pytest.fixture
def quiet(catalog: None) -> None:
    """The two real specifications, and nothing has changed since yesterday: a database has the time of its machine."""
    CatalogVersion.objects.update(changed_at=TODAY - timedelta(days=1))


@pytest.fixture
def nothing_is_made(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Call it, and whoever makes a page from then on fails."""

    def fail(*arguments: object) -> None:
        raise AssertionError("a page was made anew")

    return lambda: monkeypatch.setattr(caching, "made_under", fail)


# --- What it costs ---


@pytest.mark.parametrize("address", PAGES)
def test_a_page_that_is_kept_costs_one_query_and_is_the_same_to_the_byte(
    client, quiet, django_assert_num_queries, nothing_is_made, address
):
    first = client.get(address)
    assert first.status_code == 200
    nothing_is_made()
    with django_assert_num_queries(1):  # the version
        second = client.get(address)
    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.parametrize("address", [*PAGES, *STREAMS])
def test_who_has_a_page_is_told_so_for_one_query_and_nothing_is_made(
    client, quiet, django_assert_num_queries, nothing_is_made, address
):
    has = client.get(address)
    nothing_is_made()
    for name, value in (("if-none-match", has["ETag"]), ("if-modified-since", has["Last-Modified"])):
        with django_assert_num_queries(1):  # the version
            response = client.get(address, headers={name: value})
        assert (response.status_code, response.content) == (304, b"")
        for header in ("ETag", "Cache-Control", "Vary", "Last-Modified"):
            assert response[header] == has[header]
        assert "Content-Length" not in response.headers  # 0 would be said of the page


@pytest.mark.parametrize("address", STREAMS)
def test_a_stream_is_never_kept_and_bears_the_headers(client, quiet, address):
    for _ in range(2):
        response = client.get(address)
        assert response.streaming
        assert b"".join(response.streaming_content)
        assert response["ETag"]
        assert response["Cache-Control"].startswith("public, max-age=0")
    assert len(caching.pages) == 0


def test_a_head_is_answered_from_the_same_page(client, quiet, nothing_is_made):
    page = client.get(CLASS)
    nothing_is_made()
    head = client.head(CLASS)
    assert (head.status_code, head.content, head.headers) == (200, b"", page.headers)
    assert client.head(CLASS, headers={"if-none-match": page["ETag"]}).status_code == 304


def test_a_page_that_is_made_costs_the_version_more(client, quiet, django_assert_num_queries):
    with django_assert_num_queries(3):  # the version; families; series
        client.get("/families/")


# --- Until when ---


def next_draft(text: Specification, body: str) -> Specification:
    draft, _ = drafting.revise(text.job_class)
    draft.effective_from = TODAY.date()
    draft.save()
    draft.sections.update(body=body)
    return draft


def test_what_is_published_is_seen_on_the_next_request_and_a_draft_is_not(client):
    text = make_published(make_class(make_organization("county"), code="P1"), effective_from=date(2020, 1, 1))
    address, waiting = text.job_class.get_absolute_url(), client.get("/changes/")["ETag"]
    before = client.get(address)
    draft = next_draft(text, "Surveys the land.")
    assert client.get(address, headers={"if-none-match": before["ETag"]}).status_code == 304
    publish(draft)
    after = client.get(address, headers={"if-none-match": before["ETag"]})
    assert after.status_code == 200
    assert "Surveys the land." in after.content.decode()
    assert after["ETag"] != before["ETag"]
    assert client.get("/changes/")["ETag"] != waiting
    assert "Surveys the land." in client.get(address).content.decode()


def test_what_a_repair_changed_is_seen_on_the_next_request(client):
    text = make_published(make_class(make_organization("county"), code="P1"))
    address = text.job_class.get_absolute_url()
    assert "Plans." in client.get(address).content.decode()
    with guard.repair("A name that the law forbids to keep."):
        Section.objects.update(body="Surveys.")
    page = client.get(address).content.decode()
    assert "Surveys." in page
    assert "Plans." not in page


def test_a_new_name_of_anything_narrow_is_seen_on_the_next_request(client):
    organization = make_organization("county", name="The County")
    make_published(make_class(organization, code="P1"))
    assert "The County" in client.get("/").content.decode()
    Organization.objects.update(name="The New County")
    assert "The New County" in client.get("/").content.decode()
    JobClass.objects.update(title="Surveyor")
    assert client.get("/classes/county/p1/")["ETag"]


def test_an_announced_text_takes_effect_at_midnight(client):
    text = make_published(make_class(make_organization("county"), code="P1"), effective_from=date(2020, 1, 1))
    draft = next_draft(text, "Surveys.")
    Specification.objects.filter(pk=draft.pk).update(effective_from=date(2026, 6, 16))
    publish(draft)
    address = text.job_class.get_absolute_url()
    midnight = TODAY + timedelta(hours=12)  # in New York
    with time_machine.travel(midnight - timedelta(seconds=1), tick=False):
        before = client.get(address)
        assert "Plans." in before.content.decode()
    with time_machine.travel(midnight, tick=False):
        after = client.get(address, headers={"if-none-match": before["ETag"]})
        assert after.status_code == 200
        assert "Surveys." in after.content.decode()


def test_a_database_without_its_version_keeps_nothing_and_shows_all(client, catalog):
    CatalogVersion.objects.all().delete()
    for _ in range(2):
        response = client.get(CLASS)
        assert (response.status_code, response["Cache-Control"]) == (200, "private, no-cache")
    assert len(caching.pages) == 0


# --- For whom ---


def test_staff_are_given_the_page_of_the_visitors_and_ask_each_time(client, quiet, nothing_is_made):
    page = client.get(CLASS)
    staff = sign_in("superuser")
    nothing_is_made()
    seen = staff.get(CLASS)
    assert seen.content == page.content
    assert seen["Cache-Control"] == "private, no-cache"
    assert "Cookie" in seen["Vary"]
    assert "Cookie" in page["Vary"]
    assert "public" in page["Cache-Control"]


def test_nothing_of_the_admin_may_be_kept_by_anybody(client):
    staff = sign_in("superuser")
    for visitor, address in [
        (staff, "/admin/"),
        (staff, "/admin/classes/specification/"),
        (staff, "/admin/classes/organization/add/"),
        (client, "/admin/"),
        (client, "/admin/login/"),
    ]:
        assert "no-store" in visitor.get(address)["Cache-Control"], address


@pytest.mark.parametrize(
    "address",
    [
        "/nothing/",
        "/nothing.json",
        "/classes/city/nothing/",
        "/classes/city/nothing.json",
        "/classes/city/ci2787/?as_of=x",
        "/classes/nc/it-manager/levels/?show=x",
        "/classes/nc/it-manager/levels.json?levels=x",
        "/compare/",
        "/compare/?classes=city/nothing",
        "/changes/?kind=x",
        "/notices/city/nothing/",
    ],
)
def test_no_error_is_kept_by_anybody(client, quiet, address):
    for _ in range(2):
        response = client.get(address)
        assert response.status_code in (400, 404)
        assert response["Cache-Control"] == "no-store"
        assert "ETag" not in response
    assert client.post(address.partition("?")[0])["Cache-Control"] == "no-store"
    assert len(caching.pages) == 0


def test_a_failure_and_a_forbidden_page_are_kept_by_nobody(quiet, monkeypatch):
    visitor = Client(raise_request_exception=False, headers={"host": "localhost"})
    for error, status in ((RuntimeError, 500), (PermissionDenied, 403)):

        def fail(*arguments: object, error: type[Exception] = error) -> None:
            raise error("the inner reason")

        monkeypatch.setattr(caching, "made_under", fail)
        response = visitor.get(CLASS)
        assert (response.status_code, response["Cache-Control"]) == (status, "no-store")


def test_what_leads_elsewhere_is_not_kept_here(client, quiet):
    for address in ("/classes/city/CI2787/", "/notices/city/CN1746/"):
        response = client.get(address)
        assert response.status_code == 301
        assert "ETag" not in response
    assert len(caching.pages) == 0


def test_where_pages_are_not_kept_each_is_made_and_nobody_may_keep_it(
    client, catalog, settings, django_assert_num_queries
):
    settings.KEEP_PAGES = False
    for _ in range(2):
        with django_assert_num_queries(2):  # families; series: the version is not asked for
            response = client.get("/families/", headers={"if-none-match": "*"})
        assert response["Cache-Control"] == "private, no-cache"
        assert "ETag" not in response
    assert len(caching.pages) == 0


# --- Parameters ---


def patterns(resolver: URLResolver) -> list[URLPattern]:
    found = []
    for each in resolver.url_patterns:
        found += patterns(each) if isinstance(each, URLResolver) else [each]
    return found


def test_every_page_of_the_catalog_is_kept_and_names_the_parameters_that_it_knows():
    (catalog,) = [
        each for each in get_resolver().url_patterns if isinstance(each, URLResolver) and each.namespace == "classes"
    ]
    nameless = {each.name for each in patterns(catalog) if not hasattr(each.callback, "known")}
    assert nameless == set()


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ("", ""),
        ("x=1&utm_source=mail", ""),
        ("as_of=2020-01-01&show=full&levels=b,a", "show=full&levels=b%2Ca&as_of=2020-01-01"),
        ("levels=b&x=1&levels=a&show=", "levels=b&levels=a"),
        ("levels=%00&LEVELS=x&levels[]=x&levels =x", "levels=%00"),
        ("show=%ED%A0%80", "show=%EF%BF%BD%EF%BF%BD%EF%BF%BD"),
        ("show=%E4%F6", "show=%EF%BF%BD%EF%BF%BD"),
        ("&&=&show&;levels=x", ""),
        ("show=a+b%26c%3Dd%3Fe", "show=a+b%26c%3Dd%3Fe"),
    ],
)
def test_of_a_query_string_what_is_known_is_left_in_one_order(rf, asked, left):
    request = rf.get("/", QUERY_STRING=asked)
    leave_only(request, ("show", "levels"))
    assert request.META["QUERY_STRING"] == request.GET.urlencode() == left
    assert request.get_full_path() == (f"/?{left}" if left else "/")
    with pytest.raises(AttributeError):
        request.GET["show"] = "other"


def test_parameters_that_a_page_does_not_know_reach_neither_its_links_nor_a_key(client, quiet, nothing_is_made):
    page = client.get("/classes/nc/it-manager/levels/?show=full&as_of=2025-01-01")
    nothing_is_made()
    many = "&".join(f"p{number}=1" for number in range(1000))
    for query in (
        "as_of=2025-01-01&show=full",
        "utm_source=mail&show=full&utm_campaign=x&as_of=2025-01-01&levels=",
        f"{many}&as_of=2025-01-01&show=full",
        f"x={'y' * 8000}&show=full&as_of=2025-01-01",
        "x=%00&show=full&as_of=2025-01-01&%ED%A0%80=%ED%A0%80",
    ):
        assert client.get(f"/classes/nc/it-manager/levels/?{query}").content == page.content
    assert len(caching.pages) == 1
    assert "utm" not in "".join(read(page).links)


def test_more_parameters_than_are_read_are_refused_with_a_sentence(client, quiet):
    response = client.get("/classes/?" + "&".join(f"p{number}=1" for number in range(10_001)))
    assert response.status_code == 400
    assert "The address or its parts make no sense here." in response.content.decode()


def test_a_former_name_that_led_here_is_said_and_has_a_page_of_its_own(client, quiet):
    plain, led = client.get(CLASS), client.get(f"{CLASS}?formerly=ci2700")
    assert plain["ETag"] != led["ETag"]


KNOWN = ["as_of", "since", "formerly", "show", "levels", "classes", "q", "page", "kind", "before", "organization"]
VALUES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(["", "2020-01-01", "2026-06-15", "full", "redline", "city/ci2787", "-1", "9" * 50, "x" * 7000]),
)
QUERIES = st.lists(st.tuples(st.one_of(st.sampled_from(KNOWN), st.text(max_size=12)), VALUES), max_size=12)


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    address=st.sampled_from([each.partition("?")[0] for each in PAGES if each != "/classes/"]),
    query=QUERIES,
    more=st.lists(st.tuples(st.text(st.characters(), min_size=1, max_size=9), VALUES), max_size=3),
)
def test_no_query_string_fails_and_what_is_not_known_is_in_no_key(client, quiet, address, query, more):
    caching.forget()
    pairs = [f"{encoded(name)}={encoded(value)}" for name, value in query]
    response = client.get(f"{address}?{'&'.join(pairs)}")
    assert response.status_code in (200, 301, 302, 400, 404)
    keys = set(caching.pages._things)
    for key in keys:
        names = [part.partition("=")[0] for part in str(key).partition("?")[2].split("&") if part]
        assert set(names) <= set(KNOWN) | {"family", "minor", "until", "cited"}
    unknown = [f"zz{encoded(name)}={encoded(value)}" for name, value in more]
    again = client.get(f"{address}?{'&'.join([*unknown, *pairs])}")
    assert again.status_code == response.status_code
    assert set(caching.pages._things) == keys


# --- Between processes ---


def test_a_change_is_seen_at_once_by_a_process_that_did_not_make_it(client, monkeypatch):
    text = make_published(make_class(make_organization("county"), code="P1"))
    address = text.job_class.get_absolute_url()
    shelves = [caching.Shelf(10**6), caching.Shelf(10**6)]

    def seen(process: int) -> str:
        monkeypatch.setattr(caching, "pages", shelves[process])
        return str(client.get(address).content.decode())

    assert all("Surveys." not in seen(process) for process in (0, 1, 0, 1))
    publish(next_draft(text, "Surveys."))
    assert all("Surveys." in seen(process) for process in (1, 0))
