"""Write dates and durations in words: the functions of `cli.fast.spoken`, and more."""

from datetime import date

from cli.fast.spoken import bare, day_in_words, length, since, spoken
from events.dates.dates import Date

__all__ = [
    "bare",
    "between",
    "day_in_words",
    "instant_in_words",
    "length",
    "named",
    "plainly",
    "since",
    "spoken",
]


def instant_in_words(instant: str) -> str:
    """Return the *instant*, as a log writes it, to the second: 1 May 2026, 09:30:00 UTC."""
    return f"{day_in_words(date.fromisoformat(instant[:10]))}, {instant[11:19]} UTC"


def named(when: Date) -> str:
    """Return the date *when* in words, to stand by itself: 1 May 2026, on or after 1 May 2026."""
    text = spoken(when)
    return text if text.startswith("on or ") else text.removeprefix("on ")


def between(when: Date | None) -> str:
    """Return *when* in words, to say that something happened: `between 2 and 4 May 2026`."""
    return spoken(when).replace("on some date between ", "between ")


def plainly(when: Date | None) -> str:
    """Return *when* in words without a preposition: `May 2026`, `between 2 and 4 May 2026`."""
    text = between(when).removeprefix("in ")
    text = text if text.startswith("on or ") else text.removeprefix("on ")
    return text.removeprefix("some day of ")
