"""Write dates and durations in words: the functions of `cli.fast.spoken`, and one more."""

from cli.fast.spoken import day_in_words, length, since, spoken
from events.dates.dates import Date

__all__ = ["day_in_words", "length", "named", "since", "spoken"]


def named(when: Date) -> str:
    """Return the date *when* in words, to stand by itself: 1 May 2026, on or after 1 May 2026."""
    text = spoken(when)
    return text if text.startswith("on or ") else text.removeprefix("on ")
