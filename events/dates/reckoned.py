"""Days counted from an event, as contracts write them: `60d after closing`, `10y from closing`."""

import re
from datetime import date
from typing import NamedTuple

from events.dates.durations import Duration, duration


class Reckoned(NamedTuple):
    """A day counted from the day of *event*: the day that lies *length* later.

    If *is_last*, it is the last day of a period of *length* that begins on the day of *event*,
    and the text says `from` in place of `after` (docs/meaning.md §2).
    """

    length: Duration
    event: str
    is_last: bool = False

    def __str__(self) -> str:
        return f"{self.length} {'from' if self.is_last else 'after'} {self.event}"

    def counted(self, day: int) -> int:
        """Return the ordinal of the day counted from *day*, which is an ordinal too.

        A *day* outside the calendar is returned unchanged. A later *day* never gives an earlier
        result.
        """
        if not 0 < day <= _LAST:
            return day
        return self.length.after(date.fromordinal(day)).toordinal() - self.is_last


_LAST = date.max.toordinal()


def reckoned(text: str) -> Reckoned | None:
    """Return the counted day in *text*, such as `60d after closing`, or None if it is not one."""
    found = _WRITTEN(text)
    length = duration(found[1]) if found else None
    return Reckoned(length, found[3], found[2] == "from") if found and length else None


_WRITTEN = re.compile(r"(\w+) (after|from) (\S+)", re.ASCII).fullmatch


def loosely_counted(text: str) -> tuple[str, str, str] | None:
    """Return the length, preposition and event in *text* if it looks like a counted day.

    Each of the three may be wrong: `60 days before Closing` looks like a counted day.
    """
    found = re.fullmatch(_LOOSE, text) if len(text) <= _LONGEST else None
    return (found[1], found[2].lower(), found[3]) if found else None


_LOOSE = r"(?i)\s*(\d[^,]*?)\s+(after|from|before|since)\s+(\S.*?)\s*"
_LONGEST = 300
