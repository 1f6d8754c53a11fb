"""Lay days out along an axis that is wide where much happens, and choose the days to label."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby, pairwise

from events.dates.date_text import MONTHS
from events.model.values import Value, value
from timeline.views.drawing import Drawing

Knot = tuple[int, float]
"""A day, as an ordinal, and the share of the axis that lies before it."""


@value
class Axis(Value):
    """The days between *knots* side by side, from the place *left* on, *size* wide in all.

    From one knot to the next, each day is as wide as the others. Earlier and later days are placed
    at most *margin* outside; by default, at the ends of the axis.
    """

    knots: Sequence[Knot]
    left: float
    size: float
    margin: float = 0

    def begin(self, day: date | None) -> float:
        """Return the place where *day* begins, or the leftmost place if it is None."""
        return self._at(day.toordinal()) if day else self.left - self.margin

    def end(self, day: date | None) -> float:
        """Return the place where *day* ends, or the rightmost place if it is None."""
        return self._at(day.toordinal() + 1) if day else self.left + self.size + self.margin

    def shows(self, since: date | None, until: date | None) -> bool:
        """Return whether any day from *since* through *until* is on the axis.

        None is an open end.
        """
        first, last = self.knots[0][0], self.knots[-1][0]
        return (since or date.min).toordinal() < last and (until or date.max).toordinal() >= first

    def _at(self, ordinal: int) -> float:
        at = min(max(bisect_right(self.knots, ordinal, key=_ordinal), 1), len(self.knots) - 1)
        (before, low), (after, high) = self.knots[at - 1], self.knots[at]
        place = self.left + self.size * (low + (high - low) * (ordinal - before) / (after - before))
        return min(max(place, self.left - self.margin), self.left + self.size + self.margin)


def _ordinal(knot: Knot) -> int:
    return knot[0]


def knots(drawn: Drawing, *, linear: bool = False) -> list[Knot]:
    """Return the knots of the axis of *drawn*, which begins at 0 and ends at 1.

    A third of the width is for time, and two thirds for the days on which something happens. If
    *linear*, all of it is for time.
    """
    begin, end = drawn.first.toordinal(), drawn.last.toordinal() + 1
    happened = [] if linear else [one.toordinal() for one in drawn.busy_days()]
    inner = [one for one in _joints(drawn.first, drawn.last) if begin < one < end and happened]

    def share(at: int) -> float:
        time = (at - begin) / (end - begin)
        return (time + 2 * bisect_left(happened, at) / len(happened)) / 3 if happened else time

    return [(at, round(share(at), 6)) for at in (begin, *inner, end)]


def _joints(first: date, last: date) -> list[int]:
    """Return the starts of the months of a short drawing, else of its years, or of more years."""
    months = next(one for one in _JOINTS if (last - first).days < 30 * one * _MOST_JOINTS)
    return [one.toordinal() for one in _starts(first, last, months)]


_JOINTS, _MOST_JOINTS = (1, 12, 120, 1200, 12000), 37


@value
class Tick(Value):
    """A *day* of the axis with a *label*; of two that are too close, that of lower *rank* stays."""

    day: date
    label: str
    rank: int


def ticks(first: date, last: date) -> list[Tick]:
    """Return all days from *first* through *last* that may be labelled, the sparsest first.

    They are the starts of years, then of quarters and months, and in a short drawing all days.
    """
    found: dict[date, Tick] = {}
    for rank, months in enumerate(_PERIODS):
        if (last - first).days < 30.5 * months * _MOST_TICKS:
            for one in _starts(first, last, months):
                found.setdefault(one, Tick(one, _label(one, months), rank))
    if (last - first).days < _MOST_TICKS:
        for ahead in range((last - first).days + 1):
            one = first + timedelta(ahead)
            found.setdefault(one, Tick(one, f"{one.day} {_short(one)}", len(_PERIODS)))
    several = sorted(found.values(), key=lambda one: (one.rank, one.day))
    if not any(one.label == str(one.day.year) for one in several):
        several[:1] = [_with_year(one) for one in several[:1]] or [Tick(first, str(first), 0)]
    return several


_PERIODS = (12000, 1200, 600, 120, 60, 24, 12, 6, 3, 1)
_MOST_TICKS = 400


def _label(one: date, months: int) -> str:
    return str(one.year) if months >= 12 or one.month == 1 else _short(one)


def _with_year(one: Tick) -> Tick:
    return Tick(one.day, f"{one.label} {one.day.year}", one.rank)


def _short(one: date) -> str:
    return MONTHS[one.month - 1][:3]


def placed(
    several: Sequence[Tick], axis: Axis, width: Callable[[str], float]
) -> list[tuple[float, Tick]]:
    """Return those of *several* ticks whose labels fit beside each other, with their places.

    *width* returns the room that a label takes. Months are labelled in a year whose own label is
    there, and only if all of their rank fit into it.
    """
    found: list[tuple[float, Tick]] = []
    for (rank, year, _), group in groupby(several, key=_together):
        own = [(axis.begin(tick.day), tick) for tick in group]
        merged = sorted([*found, *own], key=lambda one: one[0])
        fits = all(x + width(tick.label) <= other for (x, tick), (other, _) in pairwise(merged))
        years = {tick.day.year for _, tick in found if tick.rank < rank}
        if fits and (year is None or not found or year in years):
            found = merged
    return found


def _together(tick: Tick) -> tuple[int, int | None, date | None]:
    """Return what the ticks have in common of which all are labelled, or none."""
    is_month = tick.rank > _PERIODS.index(12)
    return tick.rank, tick.day.year if is_month else None, None if is_month else tick.day


def _starts(first: date, last: date, months: int) -> Iterator[date]:
    """Yield the first day of each period of so many months, counted from the year 0."""
    begin = -(-(first.year * 12 + first.month - 1 + (first.day > 1)) // months) * months
    for count in range(max(begin, 12), last.year * 12 + last.month, months):
        yield date(count // 12, count % 12 + 1, 1)
