"""`make bench`: the benchmarks, one table. Ratios are of things measured side by side in one run on one server.

Name parts to measure those alone: `python -m tests.bench histories`. BENCH_SIZES=1000 leaves out the large catalog.
"""

from __future__ import annotations

import sys

from tests.bench import clones, finding, histories, hostile, pages, redlines

PARTS = {
    "pages": pages.rows,
    "finding": finding.rows,
    "hostile": hostile.rows,
    "histories": histories.rows,
    "redlines": redlines.rows,
    "clones": clones.rows,
}


def main(names: list[str]) -> None:
    if unknown := [name for name in names if name not in PARTS]:
        raise SystemExit(f"There is no part {', '.join(unknown)}. The parts are {', '.join(PARTS)}.")
    rows = [row for name in names or PARTS for row in PARTS[name]()]
    widths = [max(len(row[column]) for row in rows) for column in range(2)]
    for name, figure in rows:
        sys.stdout.write(f"| {name:<{widths[0]}} | {figure:<{widths[1]}} |\n")


if __name__ == "__main__":
    main(sys.argv[1:])
