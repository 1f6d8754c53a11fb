"""Write dates and durations in words, for a reader who does not know EDTF."""

from __future__ import annotations

from datetime import timedelta

from cli.fast.words import readable
from events.dates.date_text import MONTHS
from events.dates.dates import parse

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date

    from events.dates.date_text import Span
    from events.dates.dates import Date
    from events.dates.durations import Duration

_QUARTERS = ("first", "second", "third", "fourth")


def spoken(when: Date | None) -> str:
    """Return the date *when* in words, no more precise than it is: at some point in 2025."""
    if when is None:
        return "on a day that is not known"
    doubt = ", as the source says with doubt" if when.doubtful else ""
    return f"{_about(when) if when.approximate else _on(when)}{doubt}"


def _about(when: Date) -> str:
    """Return in words a date near the one written; a range is as wide as it may be already."""
    text = when.edtf.rstrip("?~%")
    (first, last), *others = when.spans
    if others or first is None or last is None or not text.replace("-", "").isdecimal():
        return _on(when)
    return f"about {plainly(parse(text))} ({_between(first, last).removeprefix('some date ')})"


def _on(when: Date) -> str:
    if len(when.spans) > 1:
        parts = [_part(span) for span in when.spans]
        return f"on one day of these: {', or '.join(parts)}"
    first, last = when.spans[0]
    if first is None and last is None:
        return _yearless(when.edtf)
    if first is None or last is None:
        return f"on {_part((first, last))}"
    if first == last:
        return f"on {_day(first)}"
    within = _within(first, last)
    is_whole = within.startswith("of ")
    return f"at some point in {within[3:]}" if is_whole else f"on {_between(first, last)}"


def _between(first: date, last: date) -> str:
    """Return two days or more in words: `4 or 5 May 2026`, `some date between 2 and 4 May 2026`."""
    begins = day_in_words(first)
    if first.year == last.year:
        begins = f"{first.day}" if first.month == last.month else begins.rpartition(" ")[0]
    is_pair = (last - first).days == 1
    link = "or" if is_pair else "and"
    return f"{'' if is_pair else 'some date between '}{begins} {link} {day_in_words(last)}"


def _yearless(text: str) -> str:
    """Return in words the date *text*, which has no year: `XXXX-06` or `XXXX-06-11`."""
    month, _, day = text.removeprefix("XXXX-").rstrip("?~%").partition("-")
    is_month = month.isdigit() and 1 <= int(month) <= 12
    named = MONTHS[int(month) - 1] if is_month else readable(text)
    return f"on {int(day)} {named} of an unknown year" if day else f"in {named} of an unknown year"


def _part(span: Span) -> str:
    first, last = span
    if first is None:
        return f"or before {_day(last)}"
    if last is None:
        return f"or after {_day(first)}"
    return _day(first) if first == last else _within(first, last).removeprefix("of ")


def _within(first: date, last: date) -> str:
    """Return the days from *first* through *last*, as a month, quarter or year if they are one."""
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    ends = (last.month, last.day) == (12, 31) or (last + timedelta(days=1)).day == 1
    whole = first.day == 1 and ends
    if whole and months == 1:
        return f"of {MONTHS[first.month - 1]} {first.year}"
    if whole and months == 3 and first.month % 3 == 1:
        return f"of the {_QUARTERS[first.month // 3]} quarter of {first.year}"
    if whole and months == 12 and first.month == 1:
        return f"of {first.year}"
    return f"from {_day(first)} through {_day(last)}"


def day_in_words(one: date) -> str:
    """Return the day *one* in words: 27 April 2026."""
    return f"{one.day} {MONTHS[one.month - 1]} {one.year}"


def _day(one: date | None) -> str:
    return day_in_words(one) if one else "an unknown day"


def since(when: Date) -> str:
    """Return in words that something has been so since the date *when*, no more precise than it."""
    text = spoken(when)
    if text.startswith("on or before "):
        return f"since {text.removeprefix('on or before ')} or before"
    if text.startswith("on or after "):
        return f"since {text.removeprefix('on or after ')} or after"
    return f"since {text.removeprefix('on ').removeprefix('at ')}"


def asked(on: Date) -> str:
    """Return the days *on* of a question, which are meant all: in October 2025, on 1 May 2026."""
    return spoken(on).replace("at some point in ", "in ", 1)


def between(when: Date | None) -> str:
    """Return *when* in words, to say that something happened: `between 2 and 4 May 2026`."""
    return spoken(when).replace("on some date between ", "between ")


def plainly(when: Date | None) -> str:
    """Return *when* in words without a preposition: `May 2026`, `between 2 and 4 May 2026`."""
    text = between(when).removeprefix("at some point ").removeprefix("in ")
    return text if text.startswith("on or ") else text.removeprefix("on ")


def bare(when: Date) -> str:
    """Return the date *when* in words, to follow a preposition of another kind than `on`."""
    return since(when).removeprefix("since ")


def length(one: Duration | str) -> str:
    """Return the duration *one* in words, as contracts do: 60 days, 1 year."""
    text = str(one)
    count, unit = text[:-1], _UNITS[text[-1]]
    return f"{count} {unit}{'s' * (count != '1')}"


_UNITS = {"d": "day", "m": "month", "y": "year"}
