"""Lay days out along an axis, and choose the days to label."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Axis:
    """The days *first* through *last* side by side, from the place *left* on, *size* wide in all.

    Earlier and later days are placed at most *margin* outside; by default, at the ends of the axis.
    """

    first: date
    last: date
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
        return (since or date.min) <= self.last and (until or date.max) >= self.first

    def _at(self, ordinal: int) -> float:
        days = self.last.toordinal() + 1 - self.first.toordinal()
        place = self.left + self.size * (ordinal - self.first.toordinal()) / days
        return min(max(place, self.left - self.margin), self.left + self.size + self.margin)


@dataclass(frozen=True, slots=True)
class Tick:
    """A *day* of the axis with a *label*: the first of a year, a month or a week, or any day."""

    day: date
    label: str


def ticks(first: date, last: date, columns: int) -> list[Tick]:
    """Return the densest ticks from *first* through *last* whose labels fit into *columns*."""
    for found in _choices(first, last, columns):
        if found and len(found) * (len(found[0].label) + _GAP) <= columns:
            return found
    return [Tick(first, str(first))]


_GAP = 2
_DAYS = (1, 2, 7)
_MONTHS = (1, 3, *(12 * years for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000)))


def _choices(first: date, last: date, columns: int) -> Iterator[list[Tick]]:
    for days in _DAYS:
        if (last - first).days < days * columns:
            yield [Tick(one, one.isoformat()) for one in _every(first, last, days)]
    for months in _MONTHS:
        if (last - first).days < 32 * months * columns:
            yield list(_starts(first, last, months))


def _every(first: date, last: date, days: int) -> Iterator[date]:
    for ahead in range(0, (last - first).days + 1, days):
        yield first + timedelta(ahead)


def _starts(first: date, last: date, months: int) -> Iterator[Tick]:
    begin = (first.year * 12 + first.month - 1) // months * months
    for count in range(begin, last.year * 12 + last.month, months):
        if count < 12:
            continue
        one = date(count // 12, count % 12 + 1, 1)
        if first <= one <= last:
            yield Tick(one, one.isoformat()[: 4 if months >= 12 else 7])
