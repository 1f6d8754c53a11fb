"""The same on PostgreSQL: an import, and twenty terms in process.

The server has the settings that it has by itself. The import stands beside that into a file, and a
COPY of the same payloads into a table without a key; questions beside SQL by hand over the same
table.
"""

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

from benchmarks import ours, postgres
from benchmarks.figures import Line, judged, rate, ratio, seen
from benchmarks.machine import named
from benchmarks.rows import asking
from benchmarks.rows.importing import shape_of
from benchmarks.shop import Shop, WrongAnswerError, tell, timed

TABLE = "CREATE TABLE bare (partnership text, recorded text, payload text)"


def measure(shop: Shop) -> Iterator[Line]:
    """Measure a server started or chosen for this run."""
    if not shop.is_there(named("psycopg"), "psycopg"):
        return
    try:
        with postgres.running() as url:
            yield from _measured(shop, url)
    except postgres.NoServerError as error:
        shop.is_there(None, f"PostgreSQL ({error})")


def _measured(shop: Shop, url: str) -> Iterator[Line]:
    import psycopg

    shape = shape_of(shop)
    lines, count = str(shop.lines(shape)), shape.entries
    file = ours.empty(shop.folder, shop.room("db"))
    tell(f"server: {shape}")
    beside = shop.once("import into a file", shop.timeline("import", "--db", file, lines), count)
    ours.run("init", "--db", url)
    mine = shop.once("import", shop.timeline("import", "--db", url, lines), count)
    if ours.count(url) != count:
        raise WrongAnswerError("PostgreSQL: not every entry was kept.")
    part = beside.wall / mine.wall
    found = f"{rate(mine)}, {ratio(part)} the rate"
    yield judged(f"import, {shape}", mine, found, "≥ 0.5 × the rate", part >= 0.5, beside)
    with closing(psycopg.connect(url, autocommit=True)) as server:
        yield seen("COPY", shop.once("COPY", timed(lambda: _copy(server, lines)), count))
        yield from asking.compared(shop, shape, url, server.execute, asking.POSTGRESQL)


def _copy(server: Any, lines: str) -> None:
    server.execute(TABLE)
    with server.cursor().copy("COPY bare FROM STDIN") as copy, open(lines) as stream:
        for line in stream:
            one = json.loads(line)
            copy.write_row((one["partnership"], one["recorded"], json.dumps(one["entry"])))
    server.execute("DROP TABLE bare")
