"""The description of the data as OpenAPI: whole, true, and kept to by every answer; and the page for people."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.urls import get_resolver, resolve
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from classes.finding import index
from classes.twins.api import ADDRESSES, openapi
from classes.twins.api.examples import EXAMPLES
from tests.classes.storied import storied_class
from tests.factories import (
    make_class,
    make_competency,
    make_draft,
    make_entry,
    make_family,
    make_framework,
    make_notice,
    make_organization,
    make_published,
    make_section,
    make_series,
)
from tests.page import check_frame, read

pytestmark = pytest.mark.django_db

ENDINGS = (".json", ".jsonld", ".csv", ".xlsx")
JSON = [address for address in ADDRESSES if address.kind in {"json", "jsonld"}]

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]

# What stands in the catalog below, and something that does not.
KNOWN: dict[str, list[Any]] = {
    "organization": ["city", "nc", "county", "nowhere"],
    "class": ["ci2787", "it-manager", "p200", "p100", "bare", "nothing", "CI2787"],
    "revision": [1, 2, 3, 4, 9],
    "old": [1, 2, 4],
    "new": [1, 3, 9],
    "family": ["information-technology", "planning", "nothing"],
    "series": ["it-management", "planning", "nothing"],
    "framework": ["nc", "city", "county", "nothing"],
    "competency": ["planning-and-organizing", "coaching", "judgment", "nothing"],
    "number": ["cn1746", "CN1746", "n7", "24-017/b", "nothing"],
}

# Parts of addresses that belong together, where the examples of the description do not.
HELD: dict[str, dict[str, Any]] = {
    f"/classes/{{organization}}/{{class}}/revisions/{{old}}/compare/{{new}}{ending}": {
        "organization": "county",
        "class": "p200",
        "old": 1,
        "new": 3,
    }
    for ending in (".json", ".csv")
}


@pytest.fixture
def varied(catalog: None) -> None:
    """The two real specifications, a class with a long history, one in a family, one without a text, and drafts."""
    county = make_organization("county", name="County")
    job_class = storied_class(county)
    family = make_family(county, slug="planning", name="Planning", description="Work on plans.")
    series = make_series(county, slug="planning", name="Planning")
    make_class(county, slug="bare", title="Bare", family=family, series=series, series_rank=2)
    gone = make_class(county, slug="surveyor", title="Surveyor", abolished_on=date(2022, 7, 1))
    gone.successors.add(job_class)
    index.reindex([gone.pk])
    framework = make_framework("county", levels=("Basic", "Full"))
    make_framework("unused")
    competency = make_competency(framework, "Judgment", definition="Decides.")
    leveled = make_class(county, slug="leveled", title="Leveled", family=family, series=series, series_rank=1)
    make_published(leveled, date(2020, 1, 1), competency, {"basic": "Decides.", "full": "Decides well."})
    make_notice(county, number="24-017/B", title="To come", posted_on=date(2026, 7, 1))
    make_entry(job_class, kind="regraded", effective_on=date(2024, 2, 29), minor=True)
    hidden = make_draft(
        make_class(county, slug="hidden", title="Hidden", listed=False), effective_from=date(2020, 1, 1)
    )
    make_section(hidden)


def test_it_is_sound_openapi(client):
    document = client.get("/api/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    schemathesis.openapi.from_dict(document).validate()
    names = [operation["get"]["operationId"] for operation in document["paths"].values()]
    assert len(names) == len(set(names))
    for schema in document["components"]["schemas"].values():
        jsonschema_rs.meta.validate(schema)


def data_routes() -> dict[str, str]:
    """Every address in `classes.urls` with data in it, as OpenAPI writes it, and its name."""
    found = {}
    for pattern in get_resolver("classes.urls").url_patterns:
        route = str(pattern.pattern)
        if not route.endswith(ENDINGS):
            continue
        thing = route.partition("/")[0]
        slug = {"classes": "class", "families": "family", "series": "series", "competencies": "competency"}
        parts = route.replace("<slug:slug>", f"{{{slug.get(thing, 'slug')}}}")
        parts = parts.replace("<path:number>", "{number}")
        for kind in ("slug", "int", "path"):
            parts = parts.replace(f"<{kind}:", "{")
        found["/" + parts.replace(">", "}")] = pattern.name
    return found


def test_every_address_with_data_is_described_and_nothing_else_is():
    described = {address.path for address in ADDRESSES if address.path.endswith(ENDINGS)}
    missing = set(data_routes()) - described
    assert not missing, f"in classes.urls, but not in classes.twins.api.addresses: {sorted(missing)}"
    assert described <= set(data_routes())


def test_what_an_address_can_be_asked_is_what_its_view_knows():
    for address in ADDRESSES:
        view = resolve(address.example.partition("?")[0]).func
        documented = {each.name for each in address.asked}
        known = set(view.known) - {"formerly"}  # the name that led to a class is told for people only
        if address.path != "/api/openapi.json":
            known |= {"as_of"}
        assert documented == known, address.path


def closed(shape: Any) -> Any:
    """A shape that allows no property that it does not name, so that nothing can go out undescribed."""
    if isinstance(shape, list):
        return [closed(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    found = {name: closed(each) for name, each in shape.items()}
    if "properties" in found and found.get("type") == "object":
        found.setdefault("additionalProperties", False)
    return found


EVERYWHERE = [
    *(address.example for address in JSON if "/compare/" not in address.path and "openapi" not in address.path),
    "/classes.json?q=manager&as_of=2030-01-01",
    "/classes.json?q=supervison",
    "/classes.json?q=surveyor",
    "/classes.json?organization=county&organization=city&sort=title",
    "/classes/nc/it-manager.json",
    "/classes/nc/it-manager.jsonld",
    "/classes/city/it-director.json",
    "/classes/city/it-director.jsonld",
    "/classes/city/ci2787.json?as_of=2020-01-01",
    "/classes/city/ci2787.json?since=2022-01-01",
    "/classes/city/ci2787.json?since=2024-01-01",
    "/classes/county/p200.json",
    "/classes/county/p200.json?as_of=2018-06-01",
    "/classes/county/p200.json?as_of=2027-06-01",
    "/classes/county/p200.json?since=2019-06-01",
    "/classes/county/p200.json?since=2018-06-01",
    "/classes/county/p200/history.json",
    "/classes/county/p200/revisions/2.json",
    "/classes/county/p200/revisions/3.json",
    "/classes/county/p200/revisions/4.json",
    "/classes/county/p200/revisions/1/compare/3.json",
    "/classes/county/p200/revisions/3/compare/2.json",
    "/classes/county/leveled/levels.json",
    "/classes/county/leveled/levels.json?levels=basic,full",
    "/classes/county/leveled/levels.case.json",
    "/compare.json?classes=city/ci2787,nc/it-manager&show=redline",
    "/compare.json?classes=county/bare,county/leveled,city/ci2787",
    "/compare.json?classes=county/bare,county/leveled&show=redline",
    "/series/county/planning.json",
    "/families/county/planning.json",
    "/competencies/county.case.json",
    "/competencies/unused.case.json",
    "/competencies/county/judgment.json",
    "/notices/county/n7.json",
    "/notices/county/24-017/b.json",
    "/changes.json?as_of=2030-01-01",
    "/changes.json?kind=retitled&organization=county&as_of=2030-01-01",
]


def test_what_goes_out_is_described_to_the_last_property(client, varied):
    strict = closed(deepcopy(openapi()["components"]["schemas"]))
    met: set[str] = set()
    for asked in EVERYWHERE:
        response = client.get(asked)
        path = asked.partition("?")[0]
        address = next(each for each in JSON if matches(each.path, path))
        if response.status_code == 400:
            shapes: tuple[str, ...] = ("Error",)
        else:
            assert response.status_code == 200, asked
            shapes = address.shapes
        schema = {"anyOf": [{"$ref": f"#/components/schemas/{name}"} for name in shapes]}
        schema |= {"components": {"schemas": strict}}
        validator = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
        faults = [
            f"{list(fault.instance_path)}: {fault.message[:300]}" for fault in validator.iter_errors(response.json())
        ]
        assert not faults, f"{asked}: {faults[0]}"
        if asked.endswith("surveyor"):
            assert response.json()["abolished"][0]["successors"]
        met |= set(shapes)
    assert met >= {name for address in JSON for name in address.shapes}


def matches(described: str, path: str) -> bool:
    """Whether an address in braces is that of a path; the one with the fewest braces is meant, so order matters."""
    view = resolve(path).func
    example = described
    for name, value in {**dict.fromkeys(KNOWN, "x"), "revision": 1, "old": 1, "new": 2}.items():
        example = example.replace(f"{{{name}}}", str(value))
    return resolve(example).func is view


def test_the_examples_are_what_the_addresses_answer(client, catalog):
    for address in ADDRESSES:
        if address.path in EXAMPLES:
            assert client.get(address.example).json() == EXAMPLES[address.path]


def test_the_page_for_people_lists_every_address_with_what_it_can_be_asked(client, db, django_assert_num_queries):
    with django_assert_num_queries(0):
        page = read(client.get("/api/"))
    check_frame(page, "Data")
    asked: dict[str, set[str]] = {}
    for row in (row for row in page.all("tr") if row.all("td")):
        base, *endings = (code.text for code in row.one("th", scope="row").all("code"))
        for ending in endings:
            asked[base + ending] = {code.text for code in row.all("td")[-1].all("code")}
    assert set(asked) == {address.path for address in ADDRESSES}
    assert all({each.name for each in address.asked} <= asked[address.path] for address in ADDRESSES)
    words = page.one("main").text
    assert "What holds everywhere" in words
    assert "curl 'http://localhost/classes/city/ci2787.json?as_of=2023-07-30'" in words


def test_the_page_for_people_is_one_step_from_every_page(client, catalog):
    for address in ("/", "/classes/city/ci2787/", "/changes/"):
        assert "/api/" in read(client.get(address)).one("footer", class_="site-footer").links


def described_for_trial() -> dict[str, Any]:
    """The document, with parts of addresses that lead somewhere most of the time."""
    document = deepcopy(openapi())
    for path in document["paths"].values():
        for parameter in path["get"]["parameters"]:
            if parameter["in"] == "path":
                parameter["schema"] = {"enum": KNOWN[parameter["name"]]}
                parameter.pop("example", None)
    return document


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Requests to the bare application leave the connection open, whose transaction is the test's."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_every_answer_is_as_described_whatever_is_asked(varied, one_connection):
    """Schemathesis asks every address, in sense and nonsense; with a fixed seed, the same each time."""
    described = schemathesis.openapi.from_dict(described_for_trial())
    described.app = closing(get_wsgi_application())
    described.config.update(base_url="http://localhost")
    statuses: dict[str, set[int]] = {}
    for found in described.get_all_operations():
        operation = found.ok()
        assert operation is not None
        statuses[operation.path] = asked(operation)
    never = [path for path, seen in statuses.items() if 200 not in seen]
    assert never == []


def closing(application: Any) -> Any:
    """The application, its answers read to their end and closed, as servers do."""

    def closed(environ: Any, start_response: Any) -> list[bytes]:
        response = application(environ, start_response)
        try:
            return [b"".join(response)]
        finally:
            response.close()

    return closed


def asked(operation: schemathesis.APIOperation) -> set[int]:
    """Ask an address many things, check each answer, and return the statuses that came."""
    seen: set[int] = set()
    address = next(each for each in ADDRESSES if each.path == operation.path)
    examples = {each.name: each.example for each in address.parameters if each.inside == "path"}
    held = HELD.get(operation.path, examples)
    often = 8 if address.kind in {"json", "jsonld"} else 4
    required = {each.name: each.example for each in address.asked if each.required}
    cases = operation.as_strategy(generation_mode=schemathesis.GenerationMode.POSITIVE)
    if operation.query:
        cases |= operation.as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)

    @seed(7)
    @hypothesis_settings(max_examples=often, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=cases, known=st.booleans())
    def ask(case: schemathesis.Case, known: bool) -> None:
        if known and case.path_parameters:
            case.path_parameters = held
        check_answer(case)

    def check_answer(case: schemathesis.Case) -> None:
        response = case.call()
        case.validate_response(response, checks=CHECKS)
        seen.add(response.status_code)

    check_answer(operation.Case(method="GET", path_parameters=held, query=required))
    ask()
    return seen
