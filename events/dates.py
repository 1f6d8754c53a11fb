"""The dates of the log: EDTF text (ISO 8601-2) to the days it may mean, and back."""

import re
from bisect import bisect_right
from calendar import isleap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from events.errors import InputError

Span = tuple[date | None, date | None]
"""A first and a last possible day, both inclusive; None is an end that nobody has stated."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LONGEST, SHOWN = 1000, 60


class DateError(InputError):
    """Raise when *text* is no date of the profile; *reason* says why, and what to write."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"'{_shown(text)}' cannot be read as a date: {reason}.")


def _shown(text: str) -> str:
    short = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short)


@dataclass(frozen=True, slots=True)
class Date:
    """Hold the days on which something may have happened, as precise as its source.

    *spans* are disjoint, sorted and never touch. Two dates are equal when their *edtf* is.
    """

    edtf: str
    written: str = field(compare=False)
    spans: tuple[Span, ...] = field(compare=False)
    doubtful: bool = field(compare=False, default=False)
    approximate: bool = field(compare=False, default=False)

    @property
    def earliest(self) -> date | None:
        """Return the first possible day, None where none is stated."""
        return self.spans[0][0]

    @property
    def latest(self) -> date | None:
        """Return the last possible day, None where none is stated."""
        return self.spans[-1][1]

    @property
    def is_day(self) -> bool:
        """Say whether exactly one day is possible."""
        return self.earliest is not None and self.earliest == self.latest

    def includes(self, day: date) -> bool:
        """Say whether *day* is one of the possible days."""
        return self.last_by(day) == day

    def last_by(self, day: date) -> date | None:
        """Return the last possible day that is not after *day*, None where there is none."""
        begun = bisect_right(self.spans, day.toordinal(), key=_begin)
        if begun == 0:
            return None
        last = self.spans[begun - 1][1]
        return day if last is None else min(day, last)

    def __str__(self) -> str:
        return self.edtf


def day(exact: date) -> Date:
    """Return the date that is exactly this day."""
    text = exact.isoformat()
    return Date(text, text, ((exact, exact),))


def parse(text: str) -> Date:
    """Read *text* by the profile in docs/dates.md; raise DateError where it is no date."""
    edtf = _QUARTER.sub(_grouping, text) if "Q" in text else text
    try:
        if edtf[:1] == "[":
            return _one_of(edtf, text)
        first, last, mark = _yearless(edtf) if edtf[:1] == "X" else _days(edtf)
    except (ValueError, OverflowError):
        raise DateError(text, _reason(edtf)) from None
    return Date(edtf, text, ((first, last),), mark in _DOUBTFUL, mark in _APPROXIMATE)


_QUARTER = re.compile("-Q([1-4])(?![0-9])")
_DATE = re.compile("([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([?~%]?)")
_YEARLESS = re.compile("XXXX-([0-9]{2})(?:-([0-9]{2}))?([?~%]?)")
_DOUBTFUL, _APPROXIMATE = frozenset("?%"), frozenset("~%")

_PARTS: dict[str | None, tuple[int, int]] = {
    None: (0, 12),
    **{f"{month:02}": (month - 1, 1) for month in range(1, 13)},
    **{f"{quarter + 32}": (quarter * 3 - 3, 3) for quarter in range(1, 5)},
}
"""For a year and for each part of it: the months before it, and the months it lasts."""

_A_DAY = timedelta(days=1)
_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _grouping(quarter: re.Match[str]) -> str:
    return f"-{int(quarter[1]) + 32}"


def _days(text: str) -> tuple[date, date, str]:
    match = _DATE.fullmatch(text)
    if match is None:
        raise ValueError(text)
    year, part, day, mark = match.groups()
    wider = mark in _APPROXIMATE
    if day:
        stated = date.fromisoformat(text[:10])
        return (stated - _A_DAY, stated + _A_DAY, mark) if wider else (stated, stated, mark)
    if part not in _PARTS:
        raise ValueError(text)
    start, length = _PARTS[part]
    first = int(year) * 12 + start - wider * length
    last = first + length - 1 + 2 * wider * length
    return _first_day(first), _last_day(last), mark


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _last_day(month: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, _length(year, index))


def _length(year: int, index: int) -> int:
    return 29 if index == 1 and isleap(year) else _LENGTHS[index]


def _yearless(text: str) -> tuple[None, None, str]:
    match = _YEARLESS.fullmatch(text)
    if match is None:
        raise ValueError(text)
    month, day, mark = match.groups()
    date(2000, int(month), int(day or 1))
    return None, None, mark


_Member = tuple[str, Span, str]
"""One of the dates in brackets: its text, its possible days, its marks."""


def _one_of(edtf: str, written: str) -> Date:
    members = [_member(text) for text in edtf[1:-1].split(",")]
    if len(edtf) > LONGEST or edtf[-1] != "]" or (len(members) == 1 and ".." not in edtf):
        raise ValueError(edtf)
    edtf, spans, marks = _gathered(members)
    doubtful, approximate = not _DOUBTFUL.isdisjoint(marks), not _APPROXIMATE.isdisjoint(marks)
    return Date(edtf, written, spans, doubtful, approximate)


def _member(text: str) -> _Member:
    start, dots, end = text.partition("..")
    if not dots:
        first, last, mark = _days(text)
        return text, (first, last), mark
    begun, ended = _days(start) if start else _OPEN, _days(end) if end else _OPEN
    if begun is ended or (start and end and _ends_before_it_begins(start, end)):
        raise ValueError(text)
    return text, (begun[0], ended[1]), begun[2] + ended[2]


_OPEN = None, None, ""


def _ends_before_it_begins(start: str, end: str) -> bool:
    """Compare what is stated: that a range may be wider than stated does not turn it round."""
    return _days(start.rstrip("?~%"))[0] > _days(end.rstrip("?~%"))[1]


def _gathered(members: list[_Member]) -> tuple[str, tuple[Span, ...], str]:
    if not all(span[0] for _, span, _ in members[1:]):
        raise ValueError("an open start that is not first")
    if not all(span[1] for _, span, _ in members[:-1]):
        raise ValueError("an open end that is not last")
    members = sorted(set(members), key=_place)
    texts, spans, marks = zip(*members, strict=True)
    alone = len(texts) == 1 and ".." not in texts[0]
    return texts[0] if alone else f"[{','.join(texts)}]", _merged(spans), "".join(marks)


def _place(member: _Member) -> tuple[bool, int, int, str]:
    """Order members by their days, an open end last as EDTF asks."""
    text, span, _ = member
    return span[1] is None, _begin(span), _end(span), text


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=_begin):
        if merged and _begin(span) <= _end(merged[-1]) + 1:
            span = merged[-1][0], max(merged.pop(), span, key=_end)[1]
        merged.append(span)
    return tuple(merged)


def _begin(span: Span) -> int:
    return span[0].toordinal() if span[0] else 0


def _end(span: Span) -> int:
    return span[1].toordinal() if span[1] else _NEVER


_NEVER = date.max.toordinal() + 1


def _reason(text: str) -> str:
    """Say why *text* was refused; what is a date has been decided before this is asked."""
    for pattern, why, better in _REFUSALS:
        if match := re.fullmatch(pattern, text, re.DOTALL):
            if callable(why):
                return why(match)
            return _rather(why, match.expand(better)) if better else why
    return "write it like 2026-02-27, 2025-10, 2025-Q3 or 2019"


def _rather(why: str, better: str) -> str:
    try:
        parse(better)
    except DateError as error:
        return error.reason
    return f"{why}; write {better}" if len(better) <= SHOWN else why


def _why_off_the_calendar(match: re.Match[str]) -> str:
    year, month, day = match.groups("01")
    if year == "0000":
        return "there is no year 0000, years run from 0001 to 9999"
    if month in ("33", "36") and year != "XXXX":
        return _TOO_WIDE
    if not "01" <= month <= "12":
        return f"there is no month {month}"
    length = 29 if month == "02" else _LENGTHS[int(month) - 1]
    if day == "00":
        return "there is no day 00"
    if int(day) > length:
        return f"{MONTHS[int(month) - 1]} has {length} days" + " at most" * (length == 29)
    if year == "XXXX":
        return "a date without its year may be any day; write it alone, or say the year"
    if month + day == "0229" and not isleap(int(year)):
        return f"{year} is not a leap year, so it has no 29 February"
    return _TOO_WIDE


def _why_no_span(match: re.Match[str]) -> str:
    start, end = (text.replace("..", "") for text in match.groups())
    if unread := [text for text in (start, end) if text and not _is_date(text)]:
        return _reason(unread[0])
    if not start and not end:
        return "it says nothing about the day, leave the date out"
    if start and end and _ends_before_it_begins(start, end):
        return "it ends before it begins, and a span of time is not one day"
    some_day = f"[{start}..{end}] for 'some day between'"
    return f"a span of time is not one day; write {some_day}, or give `through` for its last day"


def _why_no_list(match: re.Match[str]) -> str:
    texts = match[1].split(",")
    ends = [text.split("..") for text in texts]
    if unread := [end for pair in ends for end in pair if end and not _is_date(end)]:
        return _reason(unread[0])
    if "" in texts or ".." in texts:
        return "a date is missing in the brackets"
    if any(len(pair) > 2 for pair in ends):
        return "a range has two ends"
    if any(pair[0] and pair[-1] and _ends_before_it_begins(pair[0], pair[-1]) for pair in ends):
        return "it ends before it begins"
    if ends == [texts]:
        return f"one date needs no brackets; write {texts[0]}"
    return "only the first date in brackets can have an open start, only the last an open end"


def _is_date(text: str) -> bool:
    try:
        _days(text)
    except (ValueError, OverflowError):
        return False
    return True


def _why_marked_inside(match: re.Match[str]) -> str:
    marks = set(re.findall("[?~%]", match[0]))
    better = re.sub("[?~%]", "", match[0]) + (marks.pop() if len(marks) == 1 else "%")
    return _rather("one mark, at the end, is for the whole date", better)


_TOO_WIDE = "the time around it leaves the years 0001 to 9999; write it without ~ or %"
_SEASON = "a season has no agreed days; write the months meant, like [2024-03..2024-05]"

_GROUPING = "only quarters are read, 33 to 36; write the months, like [2025-01..2025-06]"

_REFUSALS: list[tuple[str, str | Callable[[re.Match[str]], str], str]] = [
    (r"", "it is empty; write it like 2026-02-27, or leave the date out", ""),
    (rf".{{{LONGEST + 1},}}", f"it is longer than {LONGEST:,} characters", ""),
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
