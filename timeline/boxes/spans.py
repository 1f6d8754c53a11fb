"""Convert ordinals to calendar days, with open ends."""

from collections.abc import Iterable, Iterator
from datetime import date

FIRST, LAST = date.min.toordinal(), date.max.toordinal()
"""The first and the last calendar day, as ordinals; lines extend beyond both."""

Span = tuple[date | None, date | None]
"""A first and a last day, both inclusive; None is an open end."""


def span(first: int, last: int) -> Span:
    """Return the days *first* through *last* as calendar days, None for an end outside."""
    return (
        date.fromordinal(first) if first > FIRST else None,
        date.fromordinal(last) if last < LAST else None,
    )


def is_drawn(first: int, last: int) -> bool:
    """Return whether any day from *first* through *last* lies in the calendar."""
    return first <= LAST and last >= FIRST


def joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Yield *spans*, which must be sorted, merging adjacent ones."""
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
