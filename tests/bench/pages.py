"""Pages of the real specifications, each beside a bare Django view that returns the same bytes."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.bench.catalogs import manage
from tests.bench.servers import server, side_by_side

PAGES = {
    "class page, City, cold": "/classes/city/ci2787/",
    "levels page, NC, cold": "/classes/nc/it-manager/levels/",
    "compare page, City and NC, cold": "/compare/?classes=city/ci2787,nc/it-manager",
}


def rows() -> list[tuple[str, str]]:
    """One server, one worker, turn by turn."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        address = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        for command in (["migrate", "--verbosity", "0"], ["load_catalog"], ["collectstatic", "--noinput", "-v0"]):
            manage(address, *command)
        with server(address) as port:
            for name, page_address in PAGES.items():
                bare, page = side_by_side(port, [f"/bare{page_address}", page_address])
                found.append((f"{name}: p50, requests/s", f"{page.p50:.1f} ms, {page.per_second:.0f}/s"))
                found.append(("  a bare view, the same bytes", f"{bare.p50:.1f} ms, {bare.per_second:.0f}/s"))
                found.append(("  ratio", f"{page.p50 / bare.p50:.0f} × the time"))
    return found
