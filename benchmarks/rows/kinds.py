"""Data that hurt: one vague term, one term of very many steps, and every kind of history.

The limits of time are for the one term of vague, contradicting, expiring changes, each announced
on a day of its own: writing is `import` and `append`, reading is the rest. Except of that term, an
event may make eight rows on average. Answers are held against the reference.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from functools import partial

from benchmarks import ours, reading
from benchmarks.data import Shape, slug, term
from benchmarks.figures import Figure, Line, judged, seen, within
from benchmarks.kinds import TOLD, VAGUE
from benchmarks.questions import questions
from benchmarks.shop import Shop, tell
from benchmarks.stopwatch import Lap

WRITING, READING, ROWS = 5.0, 2.0, 8
READ = ("as-of", "history", "explain", "diff", "next", "check", "changelog of all")
VAGUE_STEPS = 120


def measure(shop: Shop) -> Iterator[Line]:
    """Measure writing and reading each kind."""
    vague = shop.one(min(VAGUE_STEPS, shop.size.long), VAGUE, terms=1)
    for name, figure in _measured(shop, vague).items():
        limit = WRITING if name in ("import", "append") else READING
        yield within(f"{name}, {vague}", figure, limit)
    shapes = [shop.one(shop.size.long, terms=1)]
    shapes += [shop.one(shop.size.kinds, kind) for kind in TOLD[: shop.size.breadth]]
    for shape in shapes:
        found = _measured(shop, shape, ("as-of", "history", "check"))
        for name, figure in found.items():
            line = seen(f"{name}, {shape}", figure)
            yield _with_rows(shop, shape, figure) if name == "import" else line


def _measured(shop: Shop, shape: Shape, names: tuple[str, ...] = READ) -> dict[str, Figure]:
    tell(f"kinds: {shape}")
    db = ours.empty(shop.folder, shop.room("db"))
    lap = shop.timeline("import", "--db", db, str(shop.lines(shape)))
    found = {"import": shop.once("import", lap)}
    if found["import"].is_broken_off:
        return found
    for clocks in ("one clock", "three clocks"):
        for one in questions(shape, clocks, shop.size.checks):
            told = ours.told_json(shop.json("as-of", *one.words, "--db", db))
            shop.require_right(shape, one, told, "timeline as-of")
    asked = replace(reading.of(shape), term=term(0)).commands()
    runs = {name: shop.asks(*asked[name], "--db", db) for name in names}
    rounds = min(3, shop.size.rounds)
    found |= shop.in_turns(runs, rounds=rounds)
    written = {"append": partial(_append, shop, db)}
    return found | shop.in_turns(written, rounds=rounds)


def _append(shop: Shop, db: str, number: int) -> Lap:
    return shop.timeline(
        *("append", "--when", "2010-06", "--announced", "2024-08-20", "--title", f"Late {number}"),
        *("--authority", "official", "--source", "s01", "--set", f"{term(0)}=late {number}"),
        *("-p", slug(0), "--db", db),
    )


def _with_rows(shop: Shop, shape: Shape, figure: Figure) -> Line:
    with closing(sqlite3.connect(shop.database(shape))) as connection:
        ((rows,),) = connection.execute("SELECT count(*) FROM answers")
    each = rows / shape.total
    found = f"{each:.1f} rows an event"
    return judged(f"import, {shape}", figure, found, f"≤ {ROWS} rows", each <= ROWS)
