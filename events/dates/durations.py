"""Durations as contracts write them: a number of days, months or years."""

import re
from datetime import date
from typing import NamedTuple

from events.dates.date_text import month_length

_WRITTEN = re.compile(r"([1-9][0-9]{0,4})([dmy])").fullmatch


class Duration(NamedTuple):
    """A number of *months* or of *days*; the other field is 0."""

    months: int = 0
    days: int = 0

    def __str__(self) -> str:
        if self.days:
            return f"{self.days}d"
        return f"{self.months // 12}y" if self.months % 12 == 0 else f"{self.months}m"

    def before(self, day: date) -> date | None:
        """Return the day this long before *day*, or None if it would precede the calendar."""
        month = _month(day) - self.months
        if month < 12:
            return None
        earlier = _in_month(month, day.day).toordinal() - self.days
        return date.fromordinal(earlier) if earlier > 0 else None

    def after(self, day: date) -> date:
        """Return the day this long after *day*, or the calendar's last if that comes first."""
        later = day
        if self.months:
            month = _month(day) + self.months
            if month > _month(date.max):
                return date.max
            later = _in_month(month, day.day)
        return date.fromordinal(min(later.toordinal() + self.days, date.max.toordinal()))

    def times(self, number: int) -> "Duration":
        """Return this duration multiplied by *number*."""
        return Duration(self.months * number, self.days * number)

    def run(self, first: date, on: date) -> int:
        """Return the number of the run that includes the day *on*; the first one is 0.

        The first run ends on the day *first*, and each later one is this long. Ends are counted
        from *first*, so that monthly runs that end on the 31st do not slip to the 28th.
        """
        if self.days:
            number = -(-(on - first).days // self.days)
        else:
            number = (_month(on) - _month(first)) // self.months
        number = max(number, 0)
        return number if self.times(number).after(first) >= on else number + 1

    def run_end(self, first: date, on: date) -> date:
        """Return the last day of the run that includes the day *on* (see `run`)."""
        return self.times(self.run(first, on)).after(first)


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1


def _in_month(month: int, day: int) -> date:
    """Return the same *day* of a *month*, or its last one if it is shorter (docs/meaning.md §2)."""
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day, month_length(year, index + 1)))


def duration(text: str) -> Duration | None:
    """Return the duration in *text*, such as `60d`, `4m` or `1y`, or None if it is not one."""
    found = _WRITTEN(text)
    if found is None:
        return None
    count, unit = int(found[1]), found[2]
    return Duration(days=count) if unit == "d" else Duration(count * (12 if unit == "y" else 1))
