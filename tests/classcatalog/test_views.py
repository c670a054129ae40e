"""What belongs to the site: health, readiness, error pages, and the headers that every answer bears."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, RequestFactory, override_settings
from django.urls import path

from classcatalog import views
from classcatalog.urls import urlpatterns as site
from tests.page import check_frame, read

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))


def fail(request):
    raise RuntimeError("the inner reason, of no use to a visitor")


def forbid(request):
    raise PermissionDenied("the inner reason, of no use to a visitor")


urlpatterns = [
    *site,
    path("fail/", fail),
    path("fail.json", fail),
    path("forbid/", forbid),
    path("forbid.json", forbid),
]
handler400, handler403 = views.bad_request, views.forbidden
handler404, handler500 = views.not_found, views.server_error


def test_healthz_says_that_the_process_is_alive_and_asks_nothing(client):
    response = client.get("/healthz")  # no mark django_db: a question to the database would fail the test
    assert (response.status_code, response.content) == (200, b"alive\n")
    assert response["Content-Type"] == "text/plain"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_is_ready_with_a_database_that_is_migrated(client):
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert "no-store" in response["Cache-Control"]


def test_readyz_is_a_503_when_the_database_is_down(client, monkeypatch):
    def down(*arguments: object) -> None:
        raise OperationalError("connection refused at 10.0.0.7")

    monkeypatch.setattr(MigrationExecutor, "__init__", down)
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (503, b"The database cannot be reached.\n")


@pytest.mark.django_db
def test_readyz_is_a_503_when_a_migration_is_not_applied_and_says_what_to_do(client):
    (last,) = MigrationLoader(connection).graph.leaf_nodes("classes")
    MigrationRecorder(connection).record_unapplied(*last)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert re.fullmatch(rb"\d+ migrations? (is|are) not applied\. Run `manage\.py migrate`\.\n", response.content)


@pytest.mark.django_db
def test_an_address_that_leads_nowhere_is_a_404_with_a_sentence_and_a_way_on(client):
    response = client.get("/nothing/here/")
    assert response.status_code == 404
    page = read(response)
    check_frame(page, "Not found")
    assert page.one("main").text == "404 Not found There is no page at this address. All classes · " + (
        "Families and series · Home"
    )
    assert page.one("main").links == ["/classes/", "/families/", "/"]


def test_a_404_of_a_twin_is_the_same_sentence_as_json(client):
    response = client.get("/nothing/here.json")
    assert response.status_code == 404
    assert response.json() == {"error": "There is no page at this address.", "status": 404}


@pytest.mark.parametrize(
    ("address", "status", "sentence"),
    [
        ("/classes.csv?sort=x", 400, "“x” is no order. Choose relevance, title, code, grade or revised.\n"),
        ("/classes.xlsx?as_of=x", 400, None),
        ("/classes/county/nothing.csv", 404, None),
    ],
)
@pytest.mark.django_db
def test_an_error_of_a_table_is_a_sentence_and_no_page(client, address, status, sentence):
    response = client.get(address)
    assert (response.status_code, response["Content-Type"]) == (status, "text/plain; charset=utf-8")
    said = response.content.decode()
    assert said == sentence if sentence else said.endswith(".\n")
    assert "<" not in said


def test_an_address_without_its_last_slash_leads_to_the_one_with_it(client):
    response = client.get("/classes?q=x")
    assert (response.status_code, response["Location"]) == (301, "/classes/?q=x")


def test_a_forged_host_name_is_a_400_that_does_not_repeat_it(client):
    response = client.get("/", headers={"host": "evil.example"})
    assert response.status_code == 400
    page = read(response)
    check_frame(page, "That cannot be shown")
    assert "The catalog does not answer to this host name." in page.one("main").text
    assert b"evil" not in response.content
    assert client.get("/x.json", headers={"host": "evil.example"}).json()["status"] == 400


@override_settings(ROOT_URLCONF=__name__)
def test_what_an_account_may_not_do_is_a_403_with_a_sentence(client):
    response = client.get("/forbid/")
    assert response.status_code == 403
    page = read(response)
    check_frame(page, "That is not allowed")
    assert "Your account may not do this." in page.one("main").text
    assert b"inner reason" not in response.content
    assert client.get("/forbid.json").json() == {"error": "Your account may not do this.", "status": 403}


@override_settings(ROOT_URLCONF=__name__)
def test_a_failure_is_a_500_with_a_sentence_that_gives_nothing_away_and_needs_no_database():
    visitor = Client(raise_request_exception=False, headers={"host": "localhost"})
    response = visitor.get("/fail/")
    assert response.status_code == 500
    page = read(response)
    check_frame(page, "Something failed")
    assert "Something failed on our side." in page.one("main").text
    assert page.one("main").links == ["/classes/", "/families/", "/"]
    assert b"inner reason" not in response.content
    twin = visitor.get("/fail.json")
    assert twin.status_code == twin.json()["status"] == 500
    assert twin.json()["error"].startswith("Something failed on our side.")


def test_a_form_without_its_token_is_a_403_that_says_what_to_do():
    visitor = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    response = visitor.post("/admin/login/", {"username": "x"})
    assert response.status_code == 403
    assert "Go back, reload the page and send the form again." in read(response).one("main").text


@pytest.mark.parametrize("status", [400, 403, 404, 500])
def test_error_pages_escape_the_sentence(status):
    response = views.error(RequestFactory().get("/"), status, "<script>alert(1)</script> “x”")
    page = read(response)
    assert "<script>alert(1)</script> “x”" in page.one("main").text
    assert len(page.all("script")) == 1


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_health_is_for_reading_only(client, address):
    response = client.post(address)
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/classes/", "/nothing/", "/nothing.json", "/healthz", "/?as_of=x"])
def test_every_answer_bears_the_policy_and_the_security_headers(client, address):
    response = client.get(address)
    policy = dict(rule.strip().partition(" ")[::2] for rule in response["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == "'none'"
    for kind in ("script-src", "style-src", "img-src", "font-src", "connect-src", "form-action"):
        assert policy[kind] == "'self'"
    assert "unsafe" not in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["X-Frame-Options"] == "DENY"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/", "/classes/", "/nothing/"])
def test_a_reader_gets_no_cookie(client, address):
    assert not client.get(address).cookies


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_templates_hold_no_script_or_style_of_their_own_and_mark_nothing_as_safe(template):
    source = template.read_text(encoding="utf-8")
    assert re.findall(r"<style|\sstyle\s*=|<script(?![^>]*\ssrc=)|\son\w+\s*=|javascript:", source, re.IGNORECASE) == []
    assert re.findall(r"\|\s*safe|safeseq|autoescape", source) == []
    assert re.findall(r"""(?:src|href)=["']?(?:https?:)?//""", source) == []


def test_there_are_templates_to_look_at():
    assert len(TEMPLATES) > 20


def test_python_marks_no_text_as_safe():
    """But for what has tests of its own that nothing in it is taken for markup: JSON in a data block, escaped as
    Django's own `json_script` does (test_linked_data.py), and the lines of a list (test_templatetags_found.py)."""
    for file in sorted((settings.BASE_DIR / "classes").rglob("*.py")):
        if file.match("twins/linked.py") or file.match("templatetags/found.py"):
            continue
        assert not re.search(r"mark_safe|SafeString", file.read_text(encoding="utf-8")), file
