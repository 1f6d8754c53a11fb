"""Write names, days and dates in a few words: what the fast door needs of all wording."""

from __future__ import annotations

from datetime import date

from events.model.vocabulary import STATUSES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from events.dates.dates import Date

*_, UNDETERMINED, VARIED = STATUSES


def joined(names: Iterable[str]) -> str:
    """Return *names* joined as in a sentence: `A, B and C`."""
    *most, last = [*names] or [""]
    return f"{', '.join(most)} and {last}" if most else last


def readable(date: Date | str) -> str:
    """Return *date* as EDTF, but with quarters as people write them: 2025-Q3."""
    first, *parts = str(date).split("-3")
    return first + "".join(map(_part, parts))


def _part(rest: str) -> str:
    is_quarter = rest[:1] in ("3", "4", "5", "6") and not "0" <= rest[1:2] <= "9"
    return f"-Q{int(rest[0]) - 2}{rest[1:]}" if is_quarter else f"-3{rest}"


def day_of(ordinal: int) -> str | None:
    """Return *ordinal* as an ISO date, or None if it lies outside the calendar (an open end)."""
    is_day = 1 <= ordinal <= _LAST_DAY
    return date.fromordinal(ordinal).isoformat() if is_day else None


_LAST_DAY = date.max.toordinal()
