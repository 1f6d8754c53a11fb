"""Importing, rebuilding and verifying, as typed: every check, the chain and all rows.

The import stands beside a program that takes the
same lines into one table with one key, in one transaction with `synchronous=FULL`; verifying beside
`git fsck --full` of as many commits, chained like the log, with the payload as their file. What was
taken in is held against the reference; an altered entry and an altered row have to be noticed, and
the row to be mended.
"""

import json
from collections.abc import Iterator

from benchmarks import ours
from benchmarks.data import Shape
from benchmarks.figures import Figure, Line, at_least, rate
from benchmarks.peers import commits, raw
from benchmarks.questions import questions
from benchmarks.shop import Shop, WrongAnswerError, tell
from benchmarks.stopwatch import Lap

RAW, GIT = "raw sqlite3, synchronous=FULL", "git fsck --full"
ALTER_ENTRY = (
    "UPDATE log SET payload = CAST(replace(CAST(payload AS TEXT), ',', ' ,') AS BLOB)"
    " WHERE position = (SELECT max(position) - 5 FROM log)"
)
ALTER_ROW = "UPDATE answers SET value = 'another' WHERE number = (SELECT max(number) FROM answers)"


def shape_of(shop: Shop) -> Shape:
    """Return the shape of the data to import."""
    partnerships, changes = shop.size.imported
    return Shape(partnerships=partnerships, events=20 * changes, seed=shop.seed)


def measure(shop: Shop) -> Iterator[Line]:
    """Measure the import beside a bare one, the rebuild, and the verification beside git's."""
    shape, entries = shape_of(shop), shape_of(shop).entries
    lines = str(shop.lines(shape))
    tell(f"import: {shape}")
    rounds = min(3, shop.size.rounds)
    runs = {"import": lambda _: _imported(shop, lines), RAW: lambda _: _raw(shop, lines)}
    found = shop.in_turns(runs, entries, rounds)
    yield at_least(f"import, {shape}", found["import"], 12_000, found[RAW])
    yield _rated(RAW, found[RAW])
    db = shop.copied(shop.database(shape))
    _check(shop, shape, db)
    runs = {name: shop.asks(name, "--db", db) for name in LEAST}
    if shop.is_there(commits.is_there, "git"):
        with open(lines, encoding="utf-8") as stream:
            payloads = (json.dumps(json.loads(line)["entry"]).encode() for line in stream)
            folder = commits.chained(shop.room("git"), payloads)
        if not commits.breaks(folder, shop.room("broken")):
            raise WrongAnswerError("git fsck does not notice an altered pack.")
        runs[GIT] = lambda _: shop.process(*commits.fsck(folder))
    tell("rebuild and verify, in turns")
    found = shop.in_turns(runs, entries, rounds)
    for name, least in LEAST.items():
        floor = found.get(GIT) if name == "verify" else None
        yield at_least(f"{name}, {shape}", found[name], least, floor)
    if GIT in found:
        yield _rated(GIT, found[GIT])


LEAST = {"rebuild": 15_000, "verify": 10_000}


def _rated(name: str, figure: Figure) -> Line:
    return Line(name, figure, found=rate(figure))


def _imported(shop: Shop, lines: str) -> Lap:
    db = ours.empty(shop.folder, shop.room("db"))
    return shop.timeline("import", "--db", db, lines)


def _raw(shop: Shop, lines: str) -> Lap:
    return shop.python("-c", raw.SCRIPT, lines, str(shop.room("raw")))


def _check(shop: Shop, shape: Shape, db: str) -> None:
    """Check that the answers are right, and that faults are noticed and repaired."""
    if ours.count(db) != shape.entries:
        raise WrongAnswerError("import: not every entry was kept.")
    with ours.asking(db) as ask:
        for one in questions(shape, "three clocks", shop.size.checks):
            shop.require_right(shape, one, ours.told(ask(one)), "after an import")
    for sql, is_mended in ((ALTER_ENTRY, False), (ALTER_ROW, True)):
        copy = shop.copied(db)
        ours.altered(copy, sql)
        if shop.timeline("verify", "--db", copy, may=(0, 3)).code != 3:
            raise WrongAnswerError(f"verify does not notice {sql}.")
        if is_mended:
            shop.timeline("rebuild", "--db", copy)
            shop.timeline("verify", "--db", copy)
