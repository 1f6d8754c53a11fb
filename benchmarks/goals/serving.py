"""PostgreSQL: as-of in round trips, and an import beside a bare COPY of the same bytes."""

import time
from collections.abc import Iterator
from contextlib import closing

from benchmarks import ours, servers
from benchmarks.contestants import WrongAnswerError
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, Section
from benchmarks.machine import has_package
from benchmarks.questions import three_clocks, uncut
from benchmarks.turns import asked_in_turns
from benchmarks.workshop import Workshop, tell, titled

SAID = (
    "The bare COPY takes rows that were made before it began, as text, into a table without a key. "
    "The one beside it has the two keys that the log has.",
)
KEYS = ", PRIMARY KEY (partnership, version), UNIQUE (partnership, id)"
TABLE = (
    "CREATE TABLE {name} (partnership text, version int, id text, recorded text, payload bytea,"
    " digest bytea{keys})"
)


def measure(shop: Workshop) -> Section:
    """Measure as-of and import on a server of the run's own."""
    section = Section("postgres", "PostgreSQL", sentences=[*SAID])
    if not shop.is_there("PostgreSQL", "psycopg", has_package("psycopg")):
        return section
    try:
        with servers.running() as url:
            _measure(shop, section, url)
    except servers.NoServerError as error:
        shop.is_there("PostgreSQL", str(error), None)
    return section


def _measure(shop: Workshop, section: Section, url: str) -> None:
    shape = shop.many(shop.size.most)
    written = shop.written(shape)
    ours.make(url)
    tell(f"postgres: import of {shape.name}")
    lap = shop.long_lap(ours.COMMAND, "import", "--db", url, str(written.lines))
    if ours.count(url) != written.entries:
        raise WrongAnswerError("PostgreSQL: not every entry was kept.")
    goal = f"PostgreSQL: import, {titled(shape.total)} events of {shape.form}"
    mine = Figure(who="ours", samples=(lap.seconds,), count=written.entries)
    bare, keyed = (
        Figure(who=who, samples=(_copied(shop, shape, url, keys),), count=written.entries)
        for who, keys in (("bare COPY", ""), ("COPY into a table with both keys", KEYS))
    )
    section.lines.append(Line(goal=goal, ours=mine, beside=bare, limit=0.5, is_least=True))
    section.others.append((goal, keyed))
    _ask(shop, section, shape, url)


def _copied(shop: Workshop, shape: Shape, url: str, keys: str) -> float:
    """Copy what the log has into a table of its own; return the seconds it took."""
    import psycopg

    pieces = list(_pieces(shop, shape))
    with psycopg.connect(url, autocommit=True) as server:
        server.execute(TABLE.format(name="bare", keys=keys).encode())
        started = time.perf_counter()
        columns = b"(partnership, version, id, recorded, payload, digest)"
        with server.cursor().copy(b"COPY bare %b FROM STDIN" % columns) as copy:
            for piece in pieces:
                copy.write(piece)
        taken = time.perf_counter() - started
        server.execute("DROP TABLE bare")
    return taken


def _pieces(shop: Workshop, shape: Shape) -> Iterator[bytes]:
    """Yield the rows of the log as COPY takes them, many at a time."""
    rows: list[bytes] = []
    with ours.reading(shop.database(shape)) as log:
        for _, slug, version, id, recorded, payload, digest in log.rows():
            head = f"{slug}\t{version}\t{id}\t{recorded}\t"
            rows.append(f"{head}\\\\x{payload.hex()}\t\\\\x{digest.hex()}\n".encode())
            if len(rows) == 1000:
                yield b"".join(rows)
                rows = []
    yield b"".join(rows)


def _ask(shop: Workshop, section: Section, shape: Shape, url: str) -> None:
    import psycopg

    free = uncut(shape, shop.size.questions)
    cut = three_clocks(shape, shop.size.questions)
    with ours.asking(url) as ask, closing(psycopg.connect(url, autocommit=True)) as server:
        for one in (*free[:2], *cut[:2]):
            shop.require_right(shape, one, ours.told(ask(one)), "as-of on PostgreSQL")
        tell("postgres: questions in turns")
        for what, questions in (("uncut", free), ("three clocks", cut)):
            found = asked_in_turns(
                {"ours": ask, "trip": lambda _: server.execute("SELECT 1").fetchone()},
                questions,
                shop.size.budget,
                shop.size.patience,
            )
            trip = Figure(who="a round trip (SELECT 1)", samples=found["trip"])
            mine = shop.figure("ours", found["ours"])
            goal = f"PostgreSQL: as-of in process, {titled(shape.total)} events, {what}"
            section.lines.append(Line(goal=goal, ours=mine, beside=trip, limit=4.0))
