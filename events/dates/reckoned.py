"""Days counted from an event, as contracts write them: `60d after closing`, `10y from closing`."""

from dataclasses import dataclass
from datetime import date

from events.dates.durations import Duration


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
