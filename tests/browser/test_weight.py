"""What a first visit to a class page weighs: all that the browser asks for, compressed as it is served."""

from __future__ import annotations

from urllib.parse import urlsplit

import brotli
import pytest

from tests.browser.conftest import CLASS

pytestmark = pytest.mark.browser

KB = 1024


@pytest.mark.parametrize("address", [CLASS, "/classes/nc/it-manager/"])
def test_a_first_visit_to_a_class_page_weighs_at_most_200_kilobytes(open_page, address):
    answers = []
    page = open_page(address, listen=lambda page: page.on("response", lambda answer: answers.append(answer)))
    page.wait_for_load_state("networkidle")
    weight: dict[str, int] = {}
    for answer in answers:
        path = urlsplit(answer.url).path
        assert path not in weight, f"{path} is asked for twice"
        assert answer.status == 200
        # Style, script and pictures are stored compressed and served so; pages and fonts go as they are.
        compressed = path.endswith((".css", ".js", ".svg"))
        weight[path] = len(brotli.compress(answer.body(), quality=11) if compressed else answer.body())
    style = sum(size for path, size in weight.items() if path.endswith(".css"))
    script = sum(size for path, size in weight.items() if path.endswith(".js"))
    fonts = sum(size for path, size in weight.items() if path.endswith(".woff2"))
    assert 0 < style <= 15 * KB
    assert 0 < script <= 10 * KB
    assert 0 < fonts <= 100 * KB
    assert sum(weight.values()) <= 200 * KB, weight
