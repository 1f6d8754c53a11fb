"""Lines side by side: the stretches of days on which none of several lines turns."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from timeline.record.steps import FAR
from timeline.rule.line import Stretch

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
"""The days of the calendar, as ordinals; lines reach beyond both."""

Span = tuple[date | None, date | None]
"""A first and a last day, both included; None is an end of the calendar."""


def abreast(*lines: Sequence[Stretch]) -> Iterator[tuple[int, int, list[frozenset[Any]]]]:
    """Yield the first and the last of the days on which none turns, and what each line says.

    Every line has all days from the first to the last there are.
    """
    first, at = -FAR, [0] * len(lines)
    while first <= FAR:
        now = [line[place] for line, place in zip(lines, at, strict=True)]
        last = min((one.last for one in now), default=FAR)
        yield first, last, [one.said for one in now]
        first, at = (
            last + 1,
            [place + (one.last == last) for place, one in zip(at, now, strict=True)],
        )


def span(first: int, last: int) -> Span:
    """Return the days from *first* through *last* as days of the calendar."""
    return (
        date.fromordinal(first) if first > FIRST else None,
        date.fromordinal(last) if last < LAST else None,
    )


def is_drawn(first: int, last: int) -> bool:
    """Say whether some of these days is one of the calendar."""
    return first <= LAST and last >= FIRST
