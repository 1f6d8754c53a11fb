"""The dates a person types: as EDTF or in everyday words, at the precision that was typed."""

from datetime import date

from events.model import dates
from events.model.dates import Date, DateError


def read(text: str, *, today: date) -> Date:
    """Read *text* as typed by a person on the day *today*; raise DateError where it is unclear.

    A month without its year stays without it, and words whose days are not agreed are refused.
    The date's *written* is what was typed, with each run of blanks as one.
    """
    typed = " ".join(text.split())
    return _plain(typed, today) or _worded(typed, today)


def _plain(typed: str, today: date) -> Date | None:
    """Read what is written as it is stored, as most dates are, or is today."""
    if typed == "today":
        return dates.day(today).as_written(typed)
    if typed.strip("0123456789-?~%"):
        return None
    try:
        return dates.parse(typed)
    except DateError:
        return None


def _worded(typed: str, today: date) -> Date:
    from events.model.everyday_dates import edtf_of

    try:
        return dates.parse(edtf_of(typed.lower(), today)).as_written(typed)
    except DateError as error:
        raise DateError(typed, error.reason) from None
