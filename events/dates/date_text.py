"""Read the possible days from the text of a date, by the profile in docs/dates.md.

A text that is not a date raises ValueError here; `events.dates.date_errors` explains why.
"""

from collections.abc import Iterable
from datetime import date, timedelta

Span = tuple[date | None, date | None]
"""A first and a last possible day, both inclusive; None means that the end is open."""

Reading = tuple[str, tuple[Span, ...], bool, bool]
"""A date as EDTF, its possible days, whether it is doubtful, and whether it is approximate."""

MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)

LONGEST = 1000
"""The maximum length of a list of dates in brackets, in characters."""


def read(text: str) -> Reading:
    """Return the reading of *text*, in which a quarter may be written 2025-Q3.

    Raises ValueError if *text* is not a date.
    """
    edtf = with_edtf_quarters(text) if "Q" in text else text
    try:
        if edtf[:1] == "[":
            return _one_of(edtf)
        first, last, mark = _yearless(edtf) if edtf[:1] == "X" else stated_days(edtf)
    except OverflowError:
        raise ValueError(text) from None
    return edtf, ((first, last),), mark in _DOUBTFUL, mark in _APPROXIMATE


_MARKS = frozenset("?~%")
_DOUBTFUL, _APPROXIMATE = frozenset("?%"), frozenset("~%")

_PARTS: dict[str | None, tuple[int, int]] = {
    None: (0, 12),
    **{f"{month:02}": (month - 1, 1) for month in range(1, 13)},
    **{f"{quarter + 32}": (quarter * 3 - 3, 3) for quarter in range(1, 5)},
}
"""For a whole year (None) and each part of one: the months before it, and its length in months."""

_A_DAY = timedelta(days=1)


def with_edtf_quarters(text: str) -> str:
    """Return *text* with its quarters written as in EDTF: 2025-Q3 becomes 2025-35."""
    year, *parts = text.split("-Q")
    return year + "".join(map(_quarter, parts))


def _quarter(part: str) -> str:
    is_quarter = part[:1] in ("1", "2", "3", "4") and not "0" <= part[1:2] <= "9"
    return f"-{int(part[0]) + 32}{part[1:]}" if is_quarter else f"-Q{part}"


def stated_days(text: str) -> tuple[date, date, str]:
    """Return the first and the last day of a single date, and its mark (?, ~, % or none).

    Raises ValueError if *text* is not a single date.
    """
    mark = text[-1:] if text[-1:] in _MARKS else ""
    stated = text[:-1] if mark else text
    wider = mark in _APPROXIMATE
    if len(stated) == 10 and stated[4] == stated[7] == "-":
        exact = date.fromisoformat(stated)
        return (exact - _A_DAY, exact + _A_DAY, mark) if wider else (exact, exact, mark)
    year, hyphen, part = stated.partition("-")
    month = part if hyphen else None
    if len(year) != 4 or not _is_number(year) or month not in _PARTS:
        raise ValueError(text)
    start, length = _PARTS[month]
    first = int(year) * 12 + start - wider * length
    last = first + length - 1 + 2 * wider * length
    return _first_day(first), _last_day(last), mark


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)


def _last_day(month: int) -> date:
    year, index = divmod(month, 12)
    return date(year, index + 1, month_length(year, index + 1))


def month_length(year: int, month: int) -> int:
    """Return the number of days in *month* of *year*."""
    return 29 if month == 2 and is_leap(year) else LENGTHS[month - 1]


def is_leap(year: int) -> bool:
    """Return whether *year* has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _yearless(text: str) -> tuple[None, None, str]:
    mark = text[-1:] if text[-1:] in _MARKS else ""
    stated = text[:-1] if mark else text
    some_day = stated if stated[7:] else f"{stated}-01"
    if some_day[:5] != "XXXX-" or len(some_day) != 10 or some_day[7] != "-":
        raise ValueError(text)
    date.fromisoformat(f"2000{some_day[4:]}")  # 2000 is a leap year: 29 February must pass.
    return None, None, mark


_Member = tuple[str, Span, str]
"""One of the dates in brackets: its text, its possible days and its marks."""


def _one_of(edtf: str) -> Reading:
    members = [_member(text) for text in edtf[1:-1].split(",")]
    if len(edtf) > LONGEST or edtf[-1] != "]" or (len(members) == 1 and ".." not in edtf):
        raise ValueError(edtf)
    edtf, spans, marks = _gathered(members)
    doubtful, approximate = not _DOUBTFUL.isdisjoint(marks), not _APPROXIMATE.isdisjoint(marks)
    return edtf, spans, doubtful, approximate


def _member(text: str) -> _Member:
    start, dots, end = text.partition("..")
    if not dots:
        first, last, mark = stated_days(text)
        return text, (first, last), mark
    begun, ended = stated_days(start) if start else _OPEN, stated_days(end) if end else _OPEN
    if begun is ended or (start and end and ends_before_it_begins(start, end)):
        raise ValueError(text)
    return text, (begun[0], ended[1]), begun[2] + ended[2]


_OPEN = None, None, ""


def ends_before_it_begins(start: str, end: str) -> bool:
    """Return whether the range from *start* to *end* is reversed, whatever their marks."""
    return stated_days(start.rstrip("?~%"))[0] > stated_days(end.rstrip("?~%"))[1]


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
    """Return the sort key of *member*: its days, with an open end last as EDTF requires."""
    text, span, _ = member
    return span[1] is None, first_of(span), last_of(span), text


def _merged(spans: Iterable[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans, key=first_of):
        if merged and first_of(span) <= last_of(merged[-1]) + 1:
            span = merged[-1][0], max(merged.pop(), span, key=last_of)[1]
        merged.append(span)
    return tuple(merged)


def first_of(span: Span) -> int:
    """Return the ordinal of the first day of *span*, or 0 if its start is open."""
    return span[0].toordinal() if span[0] else 0


def last_of(span: Span) -> int:
    """Return the ordinal of the last day of *span*, or one past the calendar if its end is open."""
    return span[1].toordinal() if span[1] else _NEVER


_NEVER = date.max.toordinal() + 1
