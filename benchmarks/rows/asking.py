"""Twenty terms in process, on one, two and three clocks.

Beside it stands SQL by hand over the same table: a statement for each term, which reads the status
and the value, and of an undetermined answer nothing but that. Ours are whole answers, with
authority, flags, claims and what is possible; they are held against the reference first, and what
the SQL reads against ours.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial

from benchmarks import ours
from benchmarks.data import Shape
from benchmarks.figures import Line, at_most_times
from benchmarks.kinds import TOLD
from benchmarks.peers import by_hand
from benchmarks.peers.by_hand import Execute
from benchmarks.questions import CLOCKS, Question, questions
from benchmarks.shop import Shop, WrongAnswerError, tell, timed
from benchmarks.stopwatch import Lap

LIMIT = 4.0
SQLITE, POSTGRESQL = "?", "%s"
"""The parameter marker of each engine."""

BLOCKS = 10
Ask = Callable[[Question], object]


def measure(shop: Shop) -> Iterator[Line]:
    """Measure typical data of many partnerships, and one partnership of each other kind."""
    shapes = [shop.many(shop.size.many[-1])]
    shapes += [shop.one(shop.size.kinds, kind) for kind in TOLD[: shop.size.breadth]]
    for shape in shapes:
        tell(f"asking: {shape}")
        db = shop.database(shape)
        with closing(sqlite3.connect(f"file:{db}?mode=ro", uri=True)) as connection:
            yield from compared(shop, shape, db, connection.execute, SQLITE)


def compared(shop: Shop, shape: Shape, db: str, execute: Execute, mark: str) -> Iterator[Line]:
    """Measure ours beside SQL that *execute* runs on the same database."""
    with ours.asking(db) as ask:
        for clocks in CLOCKS:
            asked = questions(shape, clocks, shop.size.questions)

            def by_hand_(one: Question) -> by_hand.Answers:
                return by_hand.asked(execute, one, shape.terms, mark)

            for one in asked[: shop.size.checks]:
                _require_right(shop, shape, one, ours.told(ask(one)), by_hand_(one))
            size = max(1, len(asked) // BLOCKS)
            runs = {
                "ours": partial(_lap, ask, asked, size),
                "SQL by hand": partial(_lap, by_hand_, asked, size),
            }
            found = shop.in_turns(runs, size, BLOCKS if len(asked) >= BLOCKS else 1)
            what, is_waited = f"{clocks}, {shape}", mark != SQLITE
            mine, floor = found.values()
            yield at_most_times(what, mine, floor, LIMIT, is_waited=is_waited)


def _lap(ask: Ask, asked: Sequence[Question], size: int, number: int) -> Lap:
    def block() -> None:
        for one in asked[number * size : (number + 1) * size]:
            ask(one)

    return timed(block)


def _require_right(
    shop: Shop, shape: Shape, one: Question, told: ours.Told, found: by_hand.Answers
) -> None:
    shop.require_right(shape, one, told, "as-of in process")
    for name, (status, value) in found.items():
        is_same = (
            status == "undetermined"
            if len(told[name]) > 1
            else any((status, value) == answer[:2] for answer in told[name])
        )
        if not is_same:
            raise WrongAnswerError(f"SQL by hand, {shape}, {one}: {name} is {status}.")
    if len(found) != shape.terms:
        raise WrongAnswerError(f"SQL by hand, {shape}, {one}: {len(found)} terms.")
