"""Read dates as people type them, in EDTF or everyday words."""

from datetime import date

from events.dates import dates
from events.dates.dates import Date, DateError
from events.dates.everyday_dates import edtf_of


def read(text: str, *, today: date) -> Date:
    """Return the date in *text*, typed on *today*; raise DateError if it is unclear.

    The date is no more precise than the text: a month without a year stays without one. Its
    *written* form is the text with each run of blanks collapsed to one.
    """
    typed = " ".join(text.split())
    return _plain(typed, today) or _worded(typed, today)


def _plain(typed: str, today: date) -> Date | None:
    """Return the date in *typed* if it is plain EDTF or `today`, or None if not."""
    if typed == "today":
        return dates.day(today).as_written(typed)
    if typed.strip("0123456789-?~%"):
        return None
    try:
        return dates.parse(typed)
    except DateError:
        return None


def _worded(typed: str, today: date) -> Date:
    try:
        return dates.parse(edtf_of(typed.lower(), today)).as_written(typed)
    except DateError as error:
        raise DateError(typed, error.reason) from None
