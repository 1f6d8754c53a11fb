"""The types of date values: any date, a first or last day, a span of days, or none."""

from datetime import date
from functools import lru_cache

from events.dates.dates import Date, DateError, parse
from events.dates.reckoned import loosely_counted
from events.model.problems import shown
from events.model.vocabulary import NONE
from events.payload.values import RefusedError, Value


def _some_date(value: object) -> Date:
    if type(value) is not str:
        raise RefusedError
    return _day(value) if len(value) <= SHORT else parse(value)


def _date(value: object) -> Date | None:
    if type(value) is str and len(value) <= SHORT and value != NONE:
        return _day(value)
    return None if value is None or value == NONE else _some_date(value)


SHORT = len("2026-11-21")
# Few distinct days, months and years occur, so caching them pays; lists in brackets vary more.
_day = lru_cache(1 << 14)(parse)


def _last_day(value: object) -> Date | None:
    found = _date(value)
    if found is not None and found.latest is None:
        raise RefusedError
    return found


def _first_day(value: object) -> Date | None:
    found = _date(value)
    if found is not None and found.earliest is None:
        raise RefusedError
    return found


def _public(value: object) -> Date | None:
    # The last day there is stands for all that ever becomes public (docs/answers.md).
    found = _date(value)
    if found is not None and date.max in (found.earliest, found.latest):
        raise RefusedError
    return found


def _cut(value: object) -> Date | None:
    found = _date(value)
    if found is not None and found.earliest in (None, date.max):
        raise RefusedError
    return found


def _own_public(value: object) -> Date:
    return _public(value) or _some_date(value)


def _span(value: object) -> Date:
    found = _some_date(value)
    if len(found.spans) != 1 or found.earliest is None or found.latest is None:
        raise RefusedError
    return found


def no_date(key: str, value: object) -> str:
    if type(value) is list:
        return 'Put a date in brackets in quotes, like "[2024-06,2025-06]".'
    if type(value) is not str:
        return f"Write a date as a text, '2026-04-27', not {shown(value)}."
    if loosely_counted(value):
        return f"'{key}' is never counted from an event; write the day in place of {shown(value)}."
    try:
        found = parse(value)
    except DateError as error:
        hint = " For no date at all write none." if value in ("", "~", "null") else ""
        return f"{error}{hint}"
    return _not_this_date(key, found)


def _not_this_date(key: str, date: Date) -> str:
    if key in ("announced", "published"):
        return (
            f"Nothing is {key} on the last day of the calendar, as {shown(str(date))} may be; "
            f"give '{key}' an earlier day, or an open end, such as [2026-02-27..]."
        )
    if key == "known":
        return f"{shown(str(date))} cannot say what was known by; leave 'known' out for all of it."
    if key == "during":
        advice = "give a stretch of days that begins and ends, such as 2022"
        return f"{shown(str(date))} is not one stretch with two ends; {advice}."
    if key == "from":
        return f"{shown(str(date))} has no first day; say from which day the log is complete."
    until = "which day the log is complete" if key == "cover" else "which day, inclusive"
    return f"{shown(str(date))} has no last day; say through {until}."


def _no_own_date(key: str, value: object) -> str:
    if value is None or value == NONE:
        return f"A change cannot have no date; leave '{key}' out to take it from the event."
    return no_date(key, value)


def _no_day(key: str, value: object) -> str:
    if value is None or value == NONE:
        return f"'{key}' is a day; say on which day the answer is expected."
    return no_date(key, value)


def _no_expected_date(key: str, value: object) -> str:
    if value is None or value == NONE:
        return f"'{key}' is a date; to expect nothing of it, leave '{key}' out."
    return no_date(key, value)


DATE = Value(_date, no_date, str)
LAST_DAY = Value(_last_day, no_date, str)
FIRST_DAY = Value(_first_day, no_date, str)
COVERED = Value(_last_day, no_date, str, absent=NONE)
OWN_DATE = Value(_some_date, _no_own_date, str)
CUT = Value(_cut, no_date, str)
PUBLIC = Value(_public, no_date, str)
OWN_PUBLIC = Value(_own_public, _no_own_date, str)
DAY = Value(_some_date, _no_day, str)
EXPECTED_DATE = Value(_some_date, _no_expected_date, str)
SPAN = Value(_span, _no_own_date, str)
