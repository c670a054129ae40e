"""Data may be read by scripts of any origin: what is right, what is wrong, and what is asked before."""

from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db

DATA = [
    "/classes/city/ci2787.json",
    "/classes/city/ci2787.csv",
    "/classes/city/ci2787.jsonld",
    "/classes/nc/it-manager/levels.case.json",
    "/classes/city/ci2787/revisions/1.txt",
    "/families.xlsx",
    "/changes.csv",
    "/api/openapi.json",
]
ALLOWED = "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("address", DATA)
def test_any_origin_may_read_data(client, catalog, address):
    response = client.get(address, headers={"origin": "https://elsewhere.example"})
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert "ETag" in response["Access-Control-Expose-Headers"]
    assert not response.cookies


@pytest.mark.parametrize("address", DATA)
def test_whoever_asks_first_is_told_what_may_be_done(catalog, address):
    visitor = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    response = visitor.options(address, headers={"access-control-request-method": "GET"})
    assert (response.status_code, response.content) == (204, b"")
    assert response["Allow"] == response["Access-Control-Allow-Methods"] == ALLOWED
    assert response["Access-Control-Allow-Origin"] == response["Access-Control-Allow-Headers"] == "*"
    refused = visitor.post(address)
    assert (refused.status_code, refused["Allow"]) == (405, ALLOWED)


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/classes/city/nothing.json", 404),
        ("/nowhere.json", 404),
        ("/changes.json?as_of=never", 400),
        ("/families.json?page=x", 400),
        ("/families/city/nothing.csv", 404),
    ],
)
def test_an_error_can_be_read_too(client, catalog, address, status):
    response = client.get(address)
    assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")
    if ".json" in address:
        assert response.json()["status"] == status
        assert response.json()["error"].endswith(".")
    assert client.options("/nowhere.json").status_code == 404


@pytest.mark.parametrize("address", ["/", "/classes/city/ci2787/", "/admin/login/", "/api/", "/healthz"])
def test_pages_are_not_shared(client, catalog, address):
    assert "Access-Control-Allow-Origin" not in client.get(address)


def test_an_answer_that_still_holds_is_a_304_that_can_be_read(client, catalog, settings):
    settings.KEEP_PAGES = True
    for address in ("/classes/city/ci2787.json", "/competencies.json", "/api/openapi.json"):
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert again["Access-Control-Allow-Origin"] == "*"
