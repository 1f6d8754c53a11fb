"""Days counted from an event, as contracts write them: `60d after closing`, `10y from closing`."""

import re
from dataclasses import dataclass
from datetime import date

from events.dates.durations import Duration, duration


@dataclass(frozen=True)
class Reckoned:
    """The day that is *length* after the day of *event*.

    If *is_last*, the event's day is the first of that time, which ends on the day before; the text
    then says `from` in place of `after` (docs/meaning.md §2).
    """

    length: Duration
    event: str
    is_last: bool = False

    def __str__(self) -> str:
        return f"{self.length} {'from' if self.is_last else 'after'} {self.event}"

    def counted(self, day: int) -> int:
        """Return the day counted from *day*, both as ordinals; one outside the calendar stays.

        It never decreases when *day* grows.
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
    """Return the length, the preposition and the event of what looks like a counted day, or None.

    None of the three need be right: `60 days before Closing` looks like one.
    """
    found = _LOOSE(text) if len(text) <= _LONGEST else None
    return (found[1], found[2].lower(), found[3]) if found else None


_LOOSE = re.compile(
    r"\s*(\d[^,]*?)\s+(after|from|before|since)\s+(\S.*?)\s*", re.IGNORECASE
).fullmatch
_LONGEST = 300
