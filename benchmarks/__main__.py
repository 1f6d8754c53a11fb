"""The command `python -m benchmarks`: measures what the goals of speed are judged by."""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import machine, report
from benchmarks.figures import Section
from benchmarks.goals import (
    appending,
    asking,
    changing,
    cold,
    importing,
    portfolio,
    rebuilding,
    remembering,
    serving,
    starting,
    verifying,
)
from benchmarks.sizes import SIZES
from benchmarks.stopwatch import Stopwatch
from benchmarks.workshop import Workshop, tell

ROWS: dict[str, Callable[[Workshop], Section]] = {
    "cold": cold.measure,
    "help": starting.measure,
    "asof": asking.measure,
    "append": appending.measure,
    "import": importing.measure,
    "rebuild": rebuilding.measure,
    "verify": verifying.measure,
    "portfolio": portfolio.measure,
    "changelog": changing.measure,
    "memory": remembering.measure,
    "postgres": serving.measure,
}
"""What is measured: a row of the goals each."""

DOCS = machine.ROOT / "docs" / "performance.md"


def main(words: Sequence[str] | None = None) -> int:
    """Measure, and write or print the report."""
    given = _parser().parse_args(words)
    size = SIZES[given.size]
    started = time.perf_counter()
    run: dict[str, Any] = {
        "on": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "size": size.name,
        "seed": given.seed,
        "machine": machine.described(),
    }
    with ExitStack() as stack:
        folder = given.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        folder.mkdir(parents=True, exist_ok=True)
        rooms = stack.enter_context(tempfile.TemporaryDirectory(dir=folder, prefix="rooms-"))
        watch = stack.enter_context(Stopwatch(Path(rooms)))
        shop = Workshop(size, given.seed, folder, Path(rooms), watch)
        sections = []
        for row in given.only or ROWS:
            tell(f"{row}, {time.perf_counter() - started:.0f} s")
            sections.append(ROWS[row](shop))
    run["missing"] = [str(one) for one in shop.missing]
    run["seconds"] = round(time.perf_counter() - started)
    out = given.out or (DOCS if size.name == "full" else None)
    if out is None:
        print(report.markdown(sections, run), end="")
    else:
        report.keep(out, sections, run)
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="Measure the timeline beside its peers and beside what the machine allows.",
    )
    rows = ", ".join(ROWS)
    parser.add_argument("--only", metavar="ROW", action="append", choices=ROWS, help=rows)
    parser.add_argument("--size", choices=SIZES, default="small", help="default: small")
    parser.add_argument("--seed", type=int, default=1, help="of the data; default: 1")
    parser.add_argument(
        "--out", type=Path, help=f"Markdown, with JSON beside it; of full {DOCS.name} in docs"
    )
    parser.add_argument("--work", type=Path, help="where the data are kept for the next time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
