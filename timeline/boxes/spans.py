"""Convert ordinals to days of the calendar, with open ends."""

from collections.abc import Iterable, Iterator
from datetime import date

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
"""The days of the calendar, as ordinals; lines reach beyond both."""

Span = tuple[date | None, date | None]
"""A first and a last day, both included; None is an end of the calendar."""


def span(first: int, last: int) -> Span:
    """Return the days from *first* through *last* as days of the calendar."""
    return (
        date.fromordinal(first) if first > FIRST else None,
        date.fromordinal(last) if last < LAST else None,
    )


def is_drawn(first: int, last: int) -> bool:
    """Say whether some of these days is one of the calendar."""
    return first <= LAST and last >= FIRST


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans* that are in order, those that follow one another as one."""
    begun: Span | None = None
    for since, until in spans:
        if begun and begun[1] and since and (since - begun[1]).days == 1:
            begun = begun[0], until
            continue
        if begun:
            yield begun
        begun = since, until
    if begun:
        yield begun
