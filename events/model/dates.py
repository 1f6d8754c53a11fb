"""The dates of the log: EDTF text (ISO 8601-2) to the days it may mean, and back.

Every question imports this room, cold: what it does not need to read a date stands elsewhere.
"""

from bisect import bisect_right
from collections.abc import Iterable
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


class Date:
    """Hold the days on which something may have happened, as precise as its source.

    *spans* are disjoint, sorted and never touch. Two dates are equal when their *edtf* is. None is
    ever altered.
    """

    __slots__ = ("approximate", "doubtful", "edtf", "spans", "written")

    edtf: str
    written: str
    spans: tuple[Span, ...]
    doubtful: bool
    approximate: bool

    def __init__(
        self,
        edtf: str,
        written: str,
        spans: tuple[Span, ...],
        doubtful: bool = False,
        approximate: bool = False,
    ) -> None:
        _set_edtf(self, edtf)
        _set_written(self, written)
        _set_spans(self, spans)
        _set_doubtful(self, doubtful)
        _set_approximate(self, approximate)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a date is never altered, nor is its {name}")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"a date is never altered, nor is its {name}")

    def __reduce__(self) -> "tuple[type[Date], tuple[object, ...]]":
        return Date, (self.edtf, self.written, self.spans, self.doubtful, self.approximate)

    def __eq__(self, other: object) -> bool:
        return self.edtf == other.edtf if type(other) is Date else NotImplemented

    def __hash__(self) -> int:
        return hash(self.edtf)

    def __repr__(self) -> str:
        return (
            f"Date(edtf={self.edtf!r}, written={self.written!r}, spans={self.spans!r}, "
            f"doubtful={self.doubtful!r}, approximate={self.approximate!r})"
        )

    def as_written(self, text: str) -> "Date":
        """Return the same date, of which *text* is what was written."""
        return Date(self.edtf, text, self.spans, self.doubtful, self.approximate)

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


# The only way past `__setattr__`, and a quick one.
_set_edtf, _set_written, _set_spans, _set_doubtful, _set_approximate = (
    getattr(Date, name).__set__ for name in ("edtf", "written", "spans", "doubtful", "approximate")
)


def day(exact: date) -> Date:
    """Return the date that is exactly this day."""
    text = exact.isoformat()
    return Date(text, text, ((exact, exact),))


def parse(text: str) -> Date:
    """Read *text* by the profile in docs/dates.md; raise DateError where it is no date."""
    edtf = _grouped(text) if "Q" in text else text
    try:
        if edtf[:1] == "[":
            return _one_of(edtf, text)
        first, last, mark = _yearless(edtf) if edtf[:1] == "X" else stated_days(edtf)
    except (ValueError, OverflowError):
        from events.model.date_errors import reason

        raise DateError(text, reason(edtf)) from None
    return Date(edtf, text, ((first, last),), mark in _DOUBTFUL, mark in _APPROXIMATE)


_MARKS = frozenset("?~%")
_DOUBTFUL, _APPROXIMATE = frozenset("?%"), frozenset("~%")

_PARTS: dict[str | None, tuple[int, int]] = {
    None: (0, 12),
    **{f"{month:02}": (month - 1, 1) for month in range(1, 13)},
    **{f"{quarter + 32}": (quarter * 3 - 3, 3) for quarter in range(1, 5)},
}
"""For a year and for each part of it: the months before it, and the months it lasts."""

_A_DAY = timedelta(days=1)
LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def _grouped(text: str) -> str:
    """Write the quarters of *text* as EDTF does: 2025-Q3 is 2025-35."""
    year, *parts = text.split("-Q")
    return year + "".join(map(_grouping, parts))


def _grouping(part: str) -> str:
    is_quarter = part[:1] in ("1", "2", "3", "4") and not "0" <= part[1:2] <= "9"
    return f"-{int(part[0]) + 32}{part[1:]}" if is_quarter else f"-Q{part}"


def stated_days(text: str) -> tuple[date, date, str]:
    """Return the first and the last day of a single date, and its mark; or raise ValueError."""
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
    return date(year, index + 1, _length(year, index))


def _length(year: int, index: int) -> int:
    return 29 if index == 1 and is_leap(year) else LENGTHS[index]


def is_leap(year: int) -> bool:
    """Tell whether *year* has a 29 February."""
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal()


def _yearless(text: str) -> tuple[None, None, str]:
    mark = text[-1:] if text[-1:] in _MARKS else ""
    stated = text[:-1] if mark else text
    some_day = stated if stated[7:] else f"{stated}-01"
    if some_day[:5] != "XXXX-" or len(some_day) != 10 or some_day[7] != "-":
        raise ValueError(text)
    date.fromisoformat(f"2000{some_day[4:]}")  # A leap year, because any year may be meant.
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
        first, last, mark = stated_days(text)
        return text, (first, last), mark
    begun, ended = stated_days(start) if start else _OPEN, stated_days(end) if end else _OPEN
    if begun is ended or (start and end and ends_before_it_begins(start, end)):
        raise ValueError(text)
    return text, (begun[0], ended[1]), begun[2] + ended[2]


_OPEN = None, None, ""


def ends_before_it_begins(start: str, end: str) -> bool:
    """Compare what is stated: that a range may be wider than stated does not turn it round."""
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
