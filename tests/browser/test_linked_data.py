"""The data blocks in pages: our own policy lets them stand, nothing runs them, and the page shows none of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import CLASS

pytestmark = pytest.mark.browser

BLOCK = 'script[type="application/ld+json"]'


@pytest.mark.parametrize("address", [CLASS, "/classes/county/p200/", "/competencies/city/coaching/"])
def test_a_data_block_breaks_no_rule_of_the_policy(open_page, address):
    said: list[str] = []

    def listen(page: Page) -> None:
        page.on("console", lambda message: said.append(message.text))
        page.on("pageerror", lambda error: said.append(str(error)))
        page.add_init_script(
            "addEventListener('securitypolicyviolation', event => console.log(event.violatedDirective))"
        )

    page = open_page(address, listen=listen)
    page.wait_for_load_state("networkidle")
    assert said == []
    data = json.loads(page.locator(BLOCK).text_content() or "")
    assert data["@context"] == "https://schema.org"
    assert data["name"] in page.locator("h1").inner_text()
    assert "@context" not in page.locator("body").inner_text()


def test_the_policy_would_have_told(open_page):
    """The same ears hear a script that our policy forbids."""
    said: list[str] = []
    page = open_page(CLASS, listen=lambda page: page.on("console", lambda message: said.append(message.text)))
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        page.evaluate("document.head.append(Object.assign(document.createElement('script'), {textContent: '1'}))")
    assert any("Content Security Policy" in line for line in said)


class Elsewhere(BaseHTTPRequestHandler):
    """A page of another origin, with nothing on it."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>Elsewhere</title>")

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def elsewhere() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()


def test_a_script_of_another_origin_reads_data_but_no_page(open_page, site, elsewhere):
    page = open_page("/healthz")
    page.goto(elsewhere)
    read = """async ([address, headers]) => {
        try { return (await (await fetch(address, {headers})).text()).length } catch { return 0 }
    }"""
    assert page.evaluate(read, [f"{site}/classes/city/ci2787.json", {"If-None-Match": '"x"'}]) > 1000
    assert page.evaluate(read, [f"{site}/families.csv", {}]) > 40
    assert page.evaluate(read, [f"{site}/classes/city/ci2787/", {}]) == 0
