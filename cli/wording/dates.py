"""Write dates and durations in words: the functions of `cli.fast.spoken`, and more."""

from datetime import date

from cli.fast.spoken import asked, bare, between, day_in_words, length, plainly, since, spoken
from events.dates.dates import Date

__all__ = [
    "asked",
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
    return text if text.startswith("on or ") else text.removeprefix("on ").removeprefix("at ")
