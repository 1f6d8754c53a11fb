"""The same on PostgreSQL: an import, and twenty terms in process.

The server has the settings that it has by itself. The import stands beside that into a file, and
beside a bare COPY of all rows that it left, those of answers among them, into tables without a key;
questions beside SQL by hand over the same table.
"""

from collections.abc import Iterator, Mapping
from contextlib import closing
from typing import Any

from benchmarks import ours, postgres
from benchmarks.figures import Line, at_least_part
from benchmarks.machine import named
from benchmarks.rows import asking
from benchmarks.rows.importing import shape_of
from benchmarks.shop import Shop, WrongAnswerError, tell, timed
from benchmarks.stopwatch import Lap

TABLES = ("log", "subjects", "answers", "reached")
"""The tables into which an import writes."""


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
    yield at_least_part(f"import, {shape}", mine, beside, 0.5)
    with closing(psycopg.connect(url, autocommit=True)) as server:
        bare = shop.once("COPY of the same rows", _bare(server), count)
        yield at_least_part(f"import, {shape}, boxes with it", mine, bare, 0.1)
        yield from asking.compared(shop, shape, url, server.execute, asking.POSTGRESQL)


def _bare(server: Any) -> Lap:
    """Copy what is in the tables into others that have their columns and nothing else."""
    held = {table: _taken(server, table) for table in TABLES}
    for table in TABLES:
        server.execute(f"CREATE TABLE bare_{table} (LIKE {table})")
    lap = timed(lambda: _copy(server, held))
    for table in TABLES:
        server.execute(f"DROP TABLE bare_{table}")
    return lap


def _taken(server: Any, table: str) -> list[bytes]:
    with server.cursor().copy(f"COPY (SELECT * FROM {table}) TO STDOUT") as copy:
        return [bytes(block) for block in copy]


def _copy(server: Any, held: Mapping[str, list[bytes]]) -> None:
    for table, blocks in held.items():
        with server.cursor().copy(f"COPY bare_{table} FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
