"""Explain why a text is not a date, and what to write instead."""

import re
from collections.abc import Callable

from events.dates import date_text
from events.dates.date_text import (
    LENGTHS,
    LONGEST,
    MONTHS,
    ends_before_it_begins,
    is_leap,
    stated_days,
)


def reason(text: str) -> str:
    """Return a sentence that says why *text* is not a date, and what to write instead.

    `date_text.read` must have refused *text*.
    """
    text = date_text.with_edtf_quarters(text)
    for pattern, why, better in _REFUSALS:
        if match := re.fullmatch(pattern, text, re.DOTALL):
            if callable(why):
                return why(match)
            return _rather(why, match.expand(better)) if better else why
    return "write it like 2026-02-27, 2025-10, 2025-Q3 or 2019"


def _rather(why: str, better: str) -> str:
    try:
        date_text.read(better)
    except ValueError:
        return reason(better)
    return f"{why}; write {better}" if len(better) <= _LONGEST_ADVICE else why


_LONGEST_ADVICE = 60


def _why_off_the_calendar(match: re.Match[str]) -> str:
    year, month, day = match.groups("01")
    if year == "0000":
        return "there is no year 0000, years run from 0001 to 9999"
    if month in ("33", "36") and year != "XXXX":
        return _TOO_WIDE
    if not "01" <= month <= "12":
        return f"there is no month {month}"
    length = 29 if month == "02" else LENGTHS[int(month) - 1]
    if day == "00":
        return "there is no day 00"
    if int(day) > length:
        return f"{MONTHS[int(month) - 1]} has {length} days" + " at most" * (length == 29)
    if year == "XXXX":
        return "a date without its year may be any day; write it alone, or say the year"
    if month + day == "0229" and not is_leap(int(year)):
        return f"{year} is not a leap year, so it has no 29 February"
    return _TOO_WIDE


def _why_no_span(match: re.Match[str]) -> str:
    start, end = (text.replace("..", "") for text in match.groups())
    if unread := [text for text in (start, end) if text and not _is_date(text)]:
        return reason(unread[0])
    if not start and not end:
        return "it says nothing about the day, leave the date out"
    if start and end and ends_before_it_begins(start, end):
        return "it ends before it begins, and a span of time is not one day"
    some_day = f"[{start}..{end}] for 'some day between'"
    return f"a span of time is not one day; write {some_day}, or give `through` for its last day"


def _why_no_list(match: re.Match[str]) -> str:
    texts = match[1].split(",")
    ends = [text.split("..") for text in texts]
    if unread := [end for pair in ends for end in pair if end and not _is_date(end)]:
        return reason(unread[0])
    if "" in texts or ".." in texts:
        return "a date is missing in the brackets"
    if any(len(pair) > 2 for pair in ends):
        return "a range has two ends"
    if any(pair[0] and pair[-1] and ends_before_it_begins(pair[0], pair[-1]) for pair in ends):
        return "it ends before it begins"
    if ends == [texts]:
        return f"one date needs no brackets; write {texts[0]}"
    return "only the first date in brackets can have an open start, only the last an open end"


def _is_date(text: str) -> bool:
    try:
        stated_days(text)
    except (ValueError, OverflowError):
        return False
    return True


def _why_marked_inside(match: re.Match[str]) -> str:
    marks = set(re.findall("[?~%]", match[0]))
    better = re.sub("[?~%]", "", match[0]) + (marks.pop() if len(marks) == 1 else "%")
    return _rather("one mark, at the end, is for the whole date", better)


_TOO_WIDE = "the time around it leaves the years 0001 to 9999; write it without ~ or %"
_SEASON = "a season has no agreed days; write the months meant, like [2024-03..2024-05]"

_FISCAL = (
    "a fiscal year begins on another day in each company; write its days, like [2024-07..2025-06]"
)
_HALF = "half a year is not read"
_GROUPING = "only quarters are read, 33 to 36; write the months, like [2025-01..2025-06]"

_REFUSALS: list[tuple[str, str | Callable[[re.Match[str]], str], str]] = [
    (r"", "it is empty; write it like 2026-02-27, or leave the date out", ""),
    (rf".{{{LONGEST + 1},}}", f"it is longer than {LONGEST:,} characters", ""),
    (r"(?:[0-9]{4}-?)?[Ff][Yy].*", _FISCAL, ""),
    (r"([0-9]{4})-?[Hh]1|[Hh]1-?([0-9]{4})", _HALF, r"[\1\2-01..\1\2-06]"),
    (r"([0-9]{4})-?[Hh]2|[Hh]2-?([0-9]{4})", _HALF, r"[\1\2-07..\1\2-12]"),
    (r".*\s.*", "there are no blanks in a date, such as 2026-02-27", ""),
    (r".*[^ -~].*", "only plain signs are read, such as the digits 0 to 9 and the hyphen -", ""),
    (r"\[([^][]*)\]", _why_no_list, ""),
    (r".*[][].*", "brackets go around the whole date, once", ""),
    (r".*[{}].*", "one event has one date; write one event for each, or [a,b] for either", ""),
    (r"([0-9]{4})/([0-9]{2})/([0-9]{2})", "the parts are joined by hyphens", r"\1-\2-\3"),
    (r"([^/]*)/([^/]*)", _why_no_span, ""),
    (r".*(\.\.|,).*", "a range or a list goes in brackets", r"[\g<0>]"),
    (r"([0-9]{4}(?:-[0-9]{2}){0,2})T.*", "a day has no time of day", r"\1"),
    (r"[0-9]{4}S.*", "significant digits are not read; write the years, like [1950..1959]", ""),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", "the parts are joined by hyphens", r"\1-\2-\3"),
    (r"([0-9]{4})([0-9]{2})", "the parts are joined by hyphens", r"\1-\2"),
    (r"[?~%]?(-|Y|[0-9]{5}).*", "years run from 0001 to 9999", ""),
    (r".*[?~%].+", _why_marked_inside, ""),
    (r"([0-9]{4})-([0-9])(|-[0-9]{1,2})", "a month has two digits", r"\1-0\2\3"),
    (r"([0-9]{4})-([0-9]{2})-([0-9])", "a day has two digits", r"\1-\2-0\3"),
    (r"[0-9]{4}-(2[1-9]|3[0-2])([^-0-9].*)?", _SEASON, ""),
    (r"[0-9]{4}-(3[7-9]|4[01])([^-0-9].*)?", _GROUPING, ""),
    (r"[0-9]{4}-3[3-6]-.*", "a quarter has no day of its own; write the month and the day", ""),
    (r"([0-9]{4})-q([1-4].*)", "the Q of a quarter is a capital", r"\1-Q\2"),
    (r"[0-9]{4}-Q.*", "a year has the quarters Q1 to Q4", ""),
    (r"[0-9]{4}-W.*", "weeks are not read; write the days, like [2026-02-23..2026-03-01]", ""),
    (r"X{4}(-XX)*[?~%]?", "it says nothing about the day, leave the date out", ""),
    (r"([0-9]{3})X([?~%]?)", "a digit is missing", r"[\g<1>0..\g<1>9]"),
    (r"([0-9]{2})XX([?~%]?)", "two digits are missing", r"[\g<1>00..\g<1>99]"),
    (r"([0-9]{4}(-[0-9]{2})?)(-XX)+([?~%]?)", "what is not said is left out", r"\1\4"),
    (r"([0-9]{4}|XXXX)(?:-([0-9]{2}))?(?:-([0-9]{2}))?[?~%]?", _why_off_the_calendar, ""),
    (r".*X.*", "only the whole year can be left open, as in XXXX-06 or XXXX-06-11", ""),
]
