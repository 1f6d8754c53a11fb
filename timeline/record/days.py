"""Possible days as ordinals, and days counted from them."""

from array import array
from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import date
from functools import lru_cache
from typing import overload

from events.dates.dates import Date, day, parse
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned

FAR = 10_000_000
"""An ordinal beyond every calendar day: the end of a span with no stated end."""

OPEN_START = -2 * FAR
"""The ordinal of an open start, far enough before the first day of every line, `-FAR`.

Several steps with open starts can so have come one after another by that day.
"""

Days = tuple[tuple[int, int], ...]
"""Possible days as ordinals: disjoint spans in order, both ends inclusive."""

Counts = tuple[Reckoned, ...]
"""The durations by which a day is counted from another, one after the other."""


def ordinals(when: Date) -> Days:
    """Return the possible days of *when* as ordinals; an open end becomes `FAR` or `-FAR`."""
    return tuple(
        (first.toordinal() if first else -FAR, last.toordinal() if last else FAR)
        for first, last in when.spans
    )


def possible_days(when: Date) -> Days:
    """Return the days on which a step dated *when* may fall."""
    return tuple((first if first > -FAR else OPEN_START, last) for first, last in ordinals(when))


def last_day(when: Date | None) -> int:
    """Return the last possible day of *when* as an ordinal, or `FAR` if it has none."""
    return when.latest.toordinal() if when and when.latest else FAR


def last_by(days: Days, bound: int) -> int | None:
    """Return the last of *days* that is not after *bound*, or None if there is none."""
    first, last = days[-1]
    if first <= bound:
        return min(last, bound)
    return max((min(last, bound) for first, last in days if first <= bound), default=None)


def moved(day: int, counts: Counts) -> int:
    """Return the day counted from *day* by each of *counts* in turn."""
    for count in counts:
        day = count.counted(day)
    return day


def last_pick(picks: Days, counts: Counts, bound: int) -> int | None:
    """Return the last of *picks* from which *counts* lead to *bound* or an earlier day, or None."""
    if not counts:
        return last_by(picks, bound)
    for first, last in reversed(picks):
        if moved(first, counts) <= bound:
            return first + bisect_right(_reached(first, last, counts), bound) - 1
    return None


@lru_cache(maxsize=1_000)
def _reached(first: int, last: int, counts: Counts) -> Sequence[int]:
    """Return the days counted from each day from *first* through *last*, in order."""
    if last - first < _MANY:
        return array("l", [moved(day, counts) for day in range(first, last + 1)])
    return _Reached(first, last, counts)


_MANY = 2_000
"""How many days are worth listing."""


class _Reached(Sequence[int]):
    """The days counted from a stretch of very many days, each worked out when it is looked at."""

    def __init__(self, first: int, last: int, counts: Counts) -> None:
        self._days, self._counts = range(first, last + 1), counts

    def __len__(self) -> int:
        return len(self._days)

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> list[int]: ...
    def __getitem__(self, at: int | slice) -> int | list[int]:
        if isinstance(at, slice):
            return [moved(day, self._counts) for day in self._days[at]]
        return moved(self._days[at], self._counts)


def near_picks(picks: Days, counts: Counts, marks: Collection[int]) -> set[int]:
    """Return the days among *picks* just before and after the day counted from them passes a mark.

    *counts* say how a day is counted from a pick; *marks* are ordinals. The first and the last pick
    of each span are included.
    """
    found = {day for span in picks for day in span}
    for first, last in picks:
        ahead = _ahead(first, last, counts)
        if ahead is not None:
            before = {pick for mark in marks if first <= (pick := mark - ahead) < last}
            found |= before | {pick + 1 for pick in before}
            continue
        reached = _reached(first, last, counts)
        begin, end = reached[0], reached[-1]
        for mark in marks:
            if begin <= mark < end:
                later = first + bisect_right(reached, mark)
                found.add(later - 1)
                found.add(later)
    return found


def _ahead(first: int, last: int, counts: Counts) -> int | None:
    """Return how many days *counts* lead ahead of *first* through *last*, if of all the same."""
    if any(one.length.months for one in counts):
        return None
    ahead = moved(first, counts) - first
    return ahead if moved(last, counts) - last == ahead else None


def joined(counts: Counts, count: Reckoned) -> Counts:
    """Return *counts* with *count* after them; days after days are one count."""
    *before, last = counts or (count,)
    if not counts or any(one.length.months or one.is_last for one in (last, count)):
        return (*counts, count)
    days = Duration(days=last.length.days + count.length.days)
    return (*before, Reckoned(days, count.event))


def counted(days: Days, counts: Counts) -> Days:
    """Return *days* with both ends of each span moved by *counts*, joined where they touch."""
    found: list[tuple[int, int]] = []
    for first, last in ((moved(a, counts), moved(b, counts)) for a, b in days):
        if found and first <= found[-1][1] + 1:
            found[-1] = found[-1][0], last
        else:
            found.append((first, last))
    return tuple(found)


def date_of(days: Days, like: Date | None) -> Date | None:
    """Return *days* as a date, with the doubtful and approximate marks of *like*."""
    if not days:
        return None
    first, last = days[0][0], days[-1][1]
    if not _text(first) and not _text(last):
        return like  # Any day is, however it is counted.
    if first == last:
        found = day(date.fromordinal(first))
    else:
        found = parse(f"[{','.join(map(_span, days))}]")
    marks = (like.doubtful, like.approximate) if like else (False, False)
    return Date(found.edtf, found.written, found.spans, *marks)


def _span(span: tuple[int, int]) -> str:
    first, last = map(_text, span)
    return f"{first}..{last}" if span[0] < span[1] else first


def _text(day: int) -> str:
    return date.fromordinal(day).isoformat() if 0 < day <= date.max.toordinal() else ""
