"""Parse a day as it is typed."""

from __future__ import annotations

from datetime import date

from events.dates.dates import Date, DateError, parse
from events.errors import InputError, UsageError


class NoCutError(InputError):
    """Raised when a date has no earliest day at which a clock could be cut, or only the last."""

    def __init__(self, text: str, *, is_last: bool) -> None:
        self.text = text
        super().__init__(
            f"'{text}' is the last day of the calendar, on which nothing is announced; for all "
            "that is known, leave the cut out."
            if is_last
            else f"'{text}' has no earliest day, so it cannot say what was known by."
        )


def today() -> date:
    """Return today's date where the user is, by the clock of the log.

    Raises InputError if the machine's time zone is a day or more from UTC.
    """
    from events.log.log import clock

    try:
        return clock().astimezone().date()
    except ValueError:
        raise InputError(
            "The time zone of this machine is a day or more from UTC, which none is; "
            "set TZ to another, such as TZ=UTC."
        ) from None


def day_typed(text: str) -> Date:
    """Return the date that *text* means.

    Raises DateError if it is not a date.
    """
    if len(text) == len("2026-02-27") and not text.strip("0123456789-"):
        return parse(text)
    # Most questions name a full day, which is parsed above without importing `re`.
    from events.dates.typed_dates import read

    return read(text, today=today())


def day_or_name(text: str) -> Date | str:
    """Return the date that *text* means or, if it means none, *text*: it names a term.

    Raises DateError if it is no date, and has only digits to be one.
    """
    if "." in text and text.replace(".", "").replace("-", "").isalpha():
        return text  # A key: dates need not be tried.
    try:
        return day_typed(text)
    except DateError:
        if text[:1].isdecimal() and not any(one.isalpha() for one in text):
            raise
        return text


def is_day(text: str) -> bool:
    """Return whether *text* can only be a date: it begins with a digit and is one."""
    try:
        return text[:1].isdecimal() and isinstance(day_or_name(text), Date)
    except DateError:
        return False


def cut_typed(text: str) -> Date:
    """Return the date in *text*, whose earliest day is the cut on what was known.

    Raises NoCutError if there is no earliest day, or it is the last there is.
    """
    known = day_typed(text)
    if known.earliest in (None, date.max):
        raise NoCutError(text, is_last=known.earliest is not None)
    return known


def period(text: str | None) -> tuple[Date | None, Date | None]:
    """Return the two ends of the period *text*: `FROM..TO`, or a date that stands for both.

    Either end may be left out.
    """
    if text is None:
        return None, None
    first, dots, last = text.partition("..")
    if not dots:
        last = first
    try:
        start = day_typed(first.strip()) if first.strip() else None
        end = day_typed(last.strip()) if last.strip() else None
    except DateError as error:
        raise UsageError(f"'{text}' is no period: {error}") from None
    if start and end and start.earliest and end.latest and end.latest < start.earliest:
        raise UsageError(f"'{text}' ends before it begins.")
    return start, end


def last_day_of(when: Date) -> date:
    """Return the last day of the date *when*, from which to look ahead.

    Raises InputError if there is none.
    """
    if when.latest is None:
        raise InputError(f"'{when.edtf}' has no last day to stand on; name a day.")
    return when.latest
