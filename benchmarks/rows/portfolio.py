"""All terms of all partnerships on a day.

As typed it is `timeline matrix -o csv`. To Arrow, `timeline publish --rows answers` writes the rows
that stand to a Parquet file once, which is asked about a day by whoever is quickest of those below.
Every way has to give the same answers; three partnerships are held against the reference.
"""

import csv
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from typing import Any

from benchmarks import data
from benchmarks.data import Shape, slug, term
from benchmarks.figures import Line, seen, within
from benchmarks.machine import named
from benchmarks.peers import by_hand
from benchmarks.questions import Question
from benchmarks.reference import beliefs
from benchmarks.shop import PASS, Run, Shop, WrongAnswerError, tell, timed
from benchmarks.stopwatch import Lap

DAY = "2015-06-01"
MATRIX = ("matrix", DAY, "-o", "csv")
OURS, SQL = "timeline matrix -o csv", "answers_now by sqlite3"
Found = Callable[[], list[tuple[str, str, str, str | None]]]


def measure(shop: Shop) -> Iterator[Line]:
    """Measure the command, and the ways to Arrow."""
    partnerships, events = shop.size.portfolio
    shape = Shape(partnerships=partnerships, events=events, seed=shop.seed)
    db = shop.database(shape)
    tell(f"portfolio: {shape}")
    _check(shop, shape, db)
    runs = shop.empty_python() | {OURS: shop.asks(*MATRIX, "--db", db)}
    found = shop.in_turns(runs)
    yield within(f"as typed, {shape}", found[OURS], 1.0, found[PASS])
    yield from _to_arrow(shop, shape, db)


def _check(shop: Shop, shape: Shape, db: str) -> None:
    """Check the command against hand-written SQL, and three partnerships against the reference."""
    if shop.timeline(*MATRIX, "--db", db).code:
        return
    rows = csv.DictReader(shop.watch.said().splitlines())
    told = {(one["partnership"], one["term"]): (one["status"], one["value"]) for one in rows}
    with closing(sqlite3.connect(db)) as connection:
        by_sql = {
            (whom, what): (status, value or "")
            for whom, what, status, value in connection.execute(by_hand.ALL, (DAY,))
        }
    if told != by_sql or len(told) != shape.partnerships * shape.terms:
        raise WrongAnswerError("the portfolio and its table differ.")
    on = date.fromisoformat(DAY).toordinal()
    for whom in {0, shape.partnerships // 2, shape.partnerships - 1}:
        found = beliefs(shape, [*data.history(shape, whom)], Question(whom, on))
        for number, belief in enumerate(found):
            answers = {(status, value or "") for status, value, _ in belief.possible}
            is_known = belief.is_all and len(belief.possible) == 1
            if is_known and told[slug(whom), term(number)] not in answers:
                raise WrongAnswerError(f"portfolio: {slug(whom)}, {term(number)} is not right.")


def _to_arrow(shop: Shop, shape: Shape, db: str) -> Iterator[Line]:
    if not shop.is_there(named("pyarrow"), "pyarrow"):
        return
    from benchmarks.peers import arrow

    file = shop.room("parquet")
    lap = shop.timeline("publish", "--rows", "answers", "-o", "parquet", str(file), "--db", db)
    with closing(sqlite3.connect(db)) as connection:
        expected = Counter(status for _, _, status, _ in connection.execute(by_hand.ALL, (DAY,)))
        asks = arrow.askers(file)
        for name, ask in asks.items():
            if Counter(ask(DAY).to_pydict()["status"]) != expected:
                raise WrongAnswerError(f"{name}: other answers than the table.")
        runs: dict[str, Run] = {name: partial(_timed, ask) for name, ask in asks.items()}
        runs[SQL] = partial(_timed, lambda day: connection.execute(by_hand.ALL, (day,)).fetchall())
        found = shop.in_turns(runs)
    best = min(asks, key=lambda name: found[name].wall)
    yield within(f"to Arrow, {shape}", found[best], 0.1, found[SQL])
    for name in asks:
        yield seen(name, found[name], found[SQL])
    yield seen("publishing it as Parquet", shop.once("publish", lap))


def _timed(ask: Callable[[str], Any], _: int) -> Lap:
    return timed(lambda: ask(DAY))
