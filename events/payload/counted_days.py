"""The types of dates that may be counted from an event: `60d after closing`, `10y from closing`."""

import re

from events.dates.durations import Duration, duration
from events.dates.reckoned import loosely_counted, reckoned
from events.model.problems import shown
from events.payload import date_values as dates
from events.payload.values import EVENT, REFUSALS, RefusedError, Value


def _or_counted(plain: Value, *, may_be_last: bool = False) -> Value:
    """Return the type of what *plain* takes and of counted days.

    Only if the day *may_be_last* can it be written with `from`.
    """

    def take(value: object) -> object:
        found = reckoned(value) if type(value) is str and " " in value else None
        if found is None:
            return plain.take(value)
        EVENT.take(found.event)
        if found.is_last and not may_be_last:
            raise RefusedError
        return found

    def why(key: str, value: object) -> str:
        said = loosely_counted(value) if type(value) is str else None
        return _miscounted(key, value, *said) if said else plain.why(key, value)

    return Value(take, why, str)


def _miscounted(key: str, value: object, length: str, word: str, event: str) -> str:
    """Return why *value*, which reads as `LENGTH WORD EVENT`, is no counted day for *key*."""
    found = _length(length)
    if word == "before":
        return "No day is counted back from an event; write the day, or count on from another."
    if found is None:
        return f"Count in days, months or years, such as 60d, 4m or 1y, not in {shown(length)}."
    try:
        EVENT.take(event)
    except REFUSALS:
        return EVENT.why(key, event)
    if word == "from" and key != "through":
        return f"A day counted with 'from' is a last one; write '{found} after {event}'."
    return f"Write '{found} {'from' if word == 'from' else 'after'} {event}', not {shown(value)}."


def _length(text: str) -> Duration | None:
    """Return the duration in *text*, or None if it is none.

    The unit may be spelt out: `60 days`, `2 weeks`.
    """
    found = re.fullmatch(_SPELT, text)
    if found is None:
        return None
    unit = found[2][0].lower()
    number = int(found[1]) * (7 if unit == "w" else 1)
    return duration(f"{number}{'d' if unit == 'w' else unit}")


_SPELT = r"(?i)0*([1-9][0-9]{0,4})\s*(d|days?|w|weeks?|m|months?|y|years?)"

WHEN = _or_counted(dates.DATE)
OWN_WHEN = _or_counted(dates.OWN_DATE)
LAST_DAY = _or_counted(dates.LAST_DAY, may_be_last=True)
