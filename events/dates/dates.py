"""Dates as precise as their source: the days on which something may have happened."""

from datetime import date

from events.dates.date_text import Span, read
from events.errors import InputError

_SHOWN = 60


class DateError(InputError):
    """Raised when *text* is not a date; *reason* says why, and what to write instead."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"'{_shown(text)}' cannot be read as a date: {reason}.")


def _shown(text: str) -> str:
    short = text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
    return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in short)


# Not a dataclass: a plain `as-of` reads dates and cannot afford to import `dataclasses`.
class Date:
    """The days on which something may have happened; immutable.

    *spans* are the runs of possible days: sorted, disjoint and not adjacent. *doubtful* and
    *approximate* are the marks of the date. Two dates are equal if their *edtf* is the same.
    *written* is the text as its author wrote it.
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
        """Return the same date with *text* as its *written* form."""
        return Date(self.edtf, text, self.spans, self.doubtful, self.approximate)

    @property
    def earliest(self) -> date | None:
        """The first possible day, or None if the start is open."""
        return self.spans[0][0]

    @property
    def latest(self) -> date | None:
        """The last possible day, or None if the end is open."""
        return self.spans[-1][1]

    @property
    def is_day(self) -> bool:
        """Whether exactly one day is possible."""
        return self.earliest is not None and self.earliest == self.latest

    def includes(self, day: date) -> bool:
        """Return whether *day* is one of the possible days."""
        return self.last_by(day) == day

    def last_by(self, day: date) -> date | None:
        """Return the last possible day on or before *day*, or None if there is none."""
        for first, last in reversed(self.spans):
            if first is None or first <= day:
                return day if last is None else min(day, last)
        return None

    def __str__(self) -> str:
        return self.edtf


_set_edtf, _set_written, _set_spans, _set_doubtful, _set_approximate = (
    getattr(Date, name).__set__ for name in ("edtf", "written", "spans", "doubtful", "approximate")
)


def day(exact: date) -> Date:
    """Return the date whose only possible day is *exact*."""
    text = exact.isoformat()
    return Date(text, text, ((exact, exact),))


def parse(text: str) -> Date:
    """Return the date in *text*, read by the profile in docs/dates.md.

    Raises DateError if *text* is not a date.
    """
    try:
        edtf, spans, doubtful, approximate = read(text)
    except ValueError:
        # Imported here because a plain `as-of` reads dates and has no other use for `re`.
        from events.dates.date_errors import reason

        raise DateError(text, reason(text)) from None
    return Date(edtf, text, spans, doubtful, approximate)
