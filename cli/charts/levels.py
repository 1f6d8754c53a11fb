"""Levels: the heights at which the numbers of a term are drawn as steps."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from events.model.amounts import Amount, amount_of
from timeline.views.lanes import Bar, Lane


class Level(NamedTuple):
    """The *share* of the height at which a number stands, from 0 to 1, and the number in *words*.

    The words are the beginning of the value, such as `about 28.4%`; they are never cut.
    """

    share: Decimal
    words: str


def levels(unit: str | None, values: Iterable[str | None]) -> dict[str, Level]:
    """Return the level of each of *values* that has a number, by value.

    The lowest number, or zero, is at 0 and the highest, or zero, at 1. Without a *unit*, no value
    has a number.
    """
    found = {one: amount for one in values if one and (amount := amount_of(one, unit))}
    numbers = [Decimal(0), *(amount.number for amount in found.values())]
    low, high = min(numbers), max(numbers)
    return {
        value: Level((amount.number - low) / (high - low or 1), _words(value, amount))
        for value, amount in found.items()
    }


def rows(found: Mapping[str, Level], most: int) -> dict[str, int]:
    """Return the row of each value in *found*, counted from the lowest number.

    There are as many rows as numbers, but no more than *most*.
    """
    shares = sorted({one.share for one in found.values()})
    last = max(len(shares) - 1, 1)
    return {
        value: shares.index(one.share) * (min(len(shares), most) - 1) // last
        for value, one in found.items()
    }


def steps(lane: Lane, found: Mapping[str, Level]) -> Iterator[tuple[Bar, Bar]]:
    """Yield neighbouring bars of *lane* whose numbers follow each other from one day to the next.

    *found* has the level of each value.
    """
    for before, after in pairwise(lane.bars):
        numbers = all(one.status == "in-force" and one.value in found for one in (before, after))
        if numbers and before.until and before.until + timedelta(1) == after.since:
            yield before, after


def levels_of(lane: Lane) -> dict[str, Level]:
    """Return the levels of all values that *lane* shows."""
    names = [bar.name for bar in lane.bars] + [name for edge in lane.edges for name in edge.names]
    return levels(lane.term.unit, dict.fromkeys(value for _, value in names))


def _words(value: str, amount: Amount) -> str:
    return value.removesuffix(amount.rest) + "%" * amount.rest.startswith("%")
