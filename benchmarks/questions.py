"""Questions: the days that are asked about, drawn from a seed."""

import random
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from benchmarks.data import DAYS, FIRST, Shape

Draw = Callable[[], float]


class Question(NamedTuple):
    """One partnership on a day; *known* and *recorded* are days too, None where not cut."""

    partnership: int
    on: int
    known: int | None = None
    recorded: int | None = None

    def __str__(self) -> str:
        cuts = "".join(
            f", {name} {date.fromordinal(day)}"
            for name, day in (("known", self.known), ("recorded", self.recorded))
            if day is not None
        )
        return f"partnership {self.partnership} on {date.fromordinal(self.on)}{cuts}"


def uncut(shape: Shape, count: int) -> list[Question]:
    """Return questions of what is held today about any day."""
    draw = random.Random(f"{shape.name}/uncut").random
    return [Question(_whom(shape, draw), _day(draw)) for _ in range(count)]


def three_clocks(shape: Shape, count: int) -> list[Question]:
    """Return questions with each clock cut on a day of its own.

    Where the data are to hurt, *recorded* is cut in the middle third of the log, and *as of* lies
    in its last quarter half of the time: far from what had been recorded by then.
    """
    draw = random.Random(f"{shape.name}/three").random
    return [_cut(shape, draw) for _ in range(count)]


def _cut(shape: Shape, draw: Draw) -> Question:
    whom, on, known, recorded = _whom(shape, draw), _day(draw), _day(draw), _day(draw)
    if shape.kind.hurts:
        recorded = FIRST + int((1 + draw()) / 3 * DAYS)
        if draw() < 0.5:
            on = FIRST + int((3 + draw()) / 4 * DAYS)
    return Question(whom, on, known, recorded)


def _whom(shape: Shape, draw: Draw) -> int:
    return int(draw() * shape.partnerships)


def _day(draw: Draw) -> int:
    return FIRST + int(draw() * DAYS)
