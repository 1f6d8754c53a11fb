"""Questions: the days to ask about, drawn from a seed."""

import random
from datetime import date
from typing import NamedTuple

from benchmarks.data import DAYS, FIRST, Shape, slug

CLOCKS = {"one clock": (), "two clocks": ("known",), "three clocks": ("known", "recorded")}
"""The clocks that are cut besides *as of*."""


class Question(NamedTuple):
    """One partnership on a day; *known* and *recorded* are days too, or None if not cut."""

    partnership: int
    on: int
    known: int | None = None
    recorded: int | None = None

    @property
    def words(self) -> list[str]:
        """Return the arguments of `timeline as-of` that ask the question."""
        words = [_iso(self.on), "-p", slug(self.partnership)]
        for option, day in (("--known", self.known), ("--recorded", self.recorded)):
            words += [option, _iso(day)] if day is not None else []
        return words


def questions(shape: Shape, clocks: str, count: int) -> list[Question]:
    """Return questions with each of the *clocks* cut on a day of its own."""
    draw = random.Random(f"{shape.name}/{clocks}").random
    found = []
    for _ in range(count):
        cuts = {name: FIRST + int(draw() * DAYS) for name in CLOCKS[clocks]}
        found.append(Question(int(draw() * shape.partnerships), FIRST + int(draw() * DAYS), **cuts))
    return found


def _iso(day: int) -> str:
    return date.fromordinal(day).isoformat()
