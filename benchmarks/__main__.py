"""The command `python -m benchmarks`: measures the rows by which the goals of speed are judged."""

import argparse
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from benchmarks import machine, report
from benchmarks.rows import (
    appending,
    asking,
    cold,
    commands,
    growing,
    importing,
    kinds,
    memory,
    one_term,
    portfolio,
    server,
    site,
)
from benchmarks.shop import Shop, tell
from benchmarks.sizes import SIZES, Size
from benchmarks.stopwatch import Stopwatch

ROWS: dict[str, ModuleType] = {
    "cold": cold,
    "commands": commands,
    "term": one_term,
    "append": appending,
    "growing": growing,
    "kinds": kinds,
    "asking": asking,
    "portfolio": portfolio,
    "import": importing,
    "server": server,
    "site": site,
    "memory": memory,
}

PAGE = machine.ROOT / "docs" / "performance.md"


def main(words: Sequence[str] | None = None) -> int:
    """Measure rows, and put each into the page, or print it, as soon as it is done."""
    given = _parser().parse_args(words)
    out: Path | None = given.out or (PAGE if given.size == "full" else None)
    page = out.read_text(encoding="utf-8") if out and out.exists() else ""
    with tempfile.TemporaryDirectory() as passing:
        folder: Path = given.work or Path(passing)
        folder.mkdir(parents=True, exist_ok=True)
        for row in given.only or ROWS:
            text = _measured(row, SIZES[given.size], given.seed, folder, page)
            if out:
                report.keep(out, row, text)
            else:
                print(text, flush=True)
    return 0


def _measured(row: str, size: Size, seed: int, folder: Path, page: str) -> str:
    stamp, started = machine.stamp(), time.perf_counter()
    rooms = tempfile.TemporaryDirectory(dir=folder, prefix="rooms-")
    with rooms as room, Stopwatch(Path(room)) as watch:
        shop = Shop(size, seed, folder, Path(room), watch)
        lines = list(ROWS[row].measure(shop))
    took = time.perf_counter() - started
    missing = f" Not installed, and left out: {', '.join(shop.missing)}." if shop.missing else ""
    run = f"Measured {stamp}; `--size {size.name} --seed {seed}`, {took:.0f} s.{missing}"
    tell(f"{row}: {took:.0f} s")
    about = ROWS[row].__doc__ or ""
    return report.block(row, about, run, lines, report.profiles(page))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks", description="Measure the timeline, each row beside its floor."
    )
    parser.add_argument(
        "--only", metavar="ROW", action="append", choices=ROWS, help=", ".join(ROWS)
    )
    parser.add_argument("--size", choices=SIZES, default="small", help="default: small")
    parser.add_argument("--seed", type=int, default=1, help="of the data; default: 1")
    parser.add_argument("--out", type=Path, help="the page to put the rows into; of full, docs'")
    parser.add_argument("--work", type=Path, help="where the data are kept for the next time")
    return parser


if __name__ == "__main__":
    sys.exit(main())
