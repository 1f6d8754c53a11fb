"""Read the dates that a person types, in EDTF or everyday words."""

from datetime import date

from events.model import dates
from events.model.dates import Date, DateError
from events.model.everyday_dates import edtf_of


def read(text: str, *, today: date) -> Date:
    """Read *text* as typed on the day *today*; raise DateError if its days are not clear.

    The date is no more precise than what was typed: a month without a year stays without one.
    Its *written* is what was typed, with single blanks.
    """
    typed = " ".join(text.split())
    return _plain(typed, today) or _worded(typed, today)


def _plain(typed: str, today: date) -> Date | None:
    """Read EDTF, as most dates are written, and `today`."""
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
