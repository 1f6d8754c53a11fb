"""Ask one day of ten million boxes by DuckDB, and print how long it takes.

Run it with `.ci/job portfolio_speed --boxes 10000000`. The files are made directly, in the form of
`timeline publish --parquet`: partnerships of 20 terms, each of which is told of anew ten times, is
claimed otherwise, and was corrected. It fails if a term has no answer or two.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from datetime import date
from itertools import product
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import duckdb
import pyarrow
import pyarrow.compute

from cli.portfolio.question import COLUMNS, Question
from cli.publish.boxes import BOXES, EVER, FIRST, LAST
from cli.publish.folder import PARTS, bytes_of, table_of
from events.dates.dates import parse

TERMS, TIMES = 20, 10
BEFORE, CORRECTED = "2026-01-05T09:00:00.000000Z", "2026-06-01T09:00:00.000000Z"
HEAD = "0" * 64
POINTS = {
    "one clock": Question(parse("2021-07-01"), None, None),
    "two clocks": Question(parse("2021-07-01"), parse("2019-03-01"), None),
    "three clocks": Question(parse("2021-07-01"), parse("2019-03-01"), "2026-02-01"),
}

Days = tuple[str, str, str, str]


def boxes() -> Iterator[tuple[Days, int]]:
    """Yield the days of the answers of a term, each told a year after the last, with a number."""
    turns = [FIRST, *(f"{2014 + year}-01-01" for year in range(1, TIMES)), LAST]
    for number in range(TIMES):
        begins, follows = turns[number], turns[number + 1]
        if follows == LAST:
            yield (begins, LAST, begins, LAST), number
            return
        eve = date.fromisoformat(follows).replace(year=int(follows[:4]) - 1, month=12, day=31)
        yield (begins, eve.isoformat(), follows, LAST), number
        yield (begins, LAST, begins, eve.isoformat()), number


def partnership(slug: str) -> Iterator[tuple[object, ...]]:
    """Yield the rows of one partnership."""
    none = (None,) * 8
    open_ends, covered = (FIRST, LAST, FIRST, LAST), ("2010-01-01", "2026-12-31", HEAD)
    yield "log", slug, *none[:3], "A deal", *none, *none[:1], *open_ends, BEFORE, EVER, *covered
    rest = (None, None, HEAD)
    for place, ((since, until), (days, number)) in product(
        range(TERMS), product([(BEFORE, CORRECTED), (CORRECTED, EVER)], boxes())
    ):
        term = f"topic-{place % 5}.term-{place}"
        said = f"{number} a year, as {since[:10]} has it", None, None, "official", f"event-{number}"
        words = place, False, f"Term {place}", None, None, None, "in-force"
        yield "answer", slug, term, *words, *said, *days, since, until, *rest
        if number % 3 == 0:
            claimed = (*none[:6], "in-force", *said)
            yield "claim", slug, term, *claimed, *days, since, until, *rest


def made(folder: Path, boxes: int) -> tuple[int, int]:
    """Write about so many *boxes*; return how many, and of how many partnerships."""
    rows = [*partnership("")]
    deals, total = boxes // len(rows), 0
    for part in range(PARTS):
        slugs = [f"deal-{number:06}" for number in range(part, deals, PARTS)]
        if not slugs:
            break
        one, at = table_of(rows), BOXES.index("partnership")
        field = one.schema.field(at)
        tables = [one.set_column(at, field, pyarrow.array([slug] * len(rows))) for slug in slugs]
        place = folder / f"part={part:02}"
        place.mkdir()
        (place / "boxes.parquet").write_bytes(bytes_of(tables, dict.fromkeys(slugs, HEAD)))
        total += len(rows) * len(slugs)
    return total, deals


def main() -> int:
    """Make the files, ask them, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--boxes", type=int, default=10_000_000)
    parser.add_argument("--times", type=int, default=7)
    asked = parser.parse_args()
    with TemporaryDirectory() as place, duckdb.connect() as engine:
        total, deals = made(Path(place), asked.boxes)
        size = sum(file.stat().st_size for file in Path(place).glob("*/*"))
        print(f"{total:,} boxes of {deals:,} partnerships, {size / 1e6:.0f} MB", flush=True)
        for clocks, question in POINTS.items():
            spans, work = list[float](), list[float]()
            for _ in range(asked.times):
                begun, worked = time.perf_counter(), time.process_time()
                boxes = engine.read_parquet(f"{place}/*/*.parquet").filter(question.bounds)
                found = boxes.project(", ".join(COLUMNS)).to_arrow_table()
                spans.append(time.perf_counter() - begun)
                work.append(time.process_time() - worked)
            answers = pyarrow.compute.sum(pyarrow.compute.equal(found["kind"], "answer")).as_py()
            if answers != deals * TERMS:
                return 1
            print(
                f"{clocks:14}{answers:,} answers: median {median(spans):.2f} s, "
                f"first {spans[0]:.2f} s, least {min(spans):.2f} s; "
                f"of a processor {median(work):.2f} s",
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
