"""Read a day as it is typed."""

from datetime import date

from events.errors import InputError
from events.model.dates import Date, parse


class NoCutError(InputError):
    """Raised when a date has no earliest day at which something could be cut."""

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"'{text}' has no earliest day, so it cannot say what was known by.")


def today() -> date:
    """Return this day, in UTC, by the clock of the log."""
    from events.log.log import clock

    return clock().date()


def day_typed(text: str) -> Date:
    """Return the date that is meant; raise DateError where there is none."""
    if len(text) == len("2026-02-27") and not text.strip("0123456789-"):
        return parse(text)
    # The most usual question names a day in full, and is answered before `re` is imported.
    from events.model.typed_dates import read

    return read(text, today=today())


def cut_typed(text: str) -> Date:
    """Return the day that cuts what was known; of an imprecise one, its earliest day does."""
    known = day_typed(text)
    if known.earliest is None:
        raise NoCutError(text)
    return known


def last_day_of(when: Date) -> date:
    """Return the last day of *when*, from which one can look back and ahead."""
    if when.latest is None:
        raise InputError(f"'{when.edtf}' has no last day to stand on; name a day.")
    return when.latest
