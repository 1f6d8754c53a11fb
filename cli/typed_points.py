"""A point in time as it is typed: a day, and where the other clocks are cut."""

from typing import NamedTuple

from events.dates.dates import Date
from events.errors import UsageError


class PointTyped(NamedTuple):
    """A point as it was typed: the day *on*, and the cuts *known* and *recorded*."""

    on: Date
    known: Date | None
    recorded: str | None

    def cut(self, known: Date | None, recorded: str | None, *, as_known: bool) -> "PointTyped":
        """Return the point with its uncut clocks cut at *known* and *recorded*.

        With *as_known*, a point without a known day gets its own day.
        """
        if as_known and self.known is None and known is None:
            known = self.on
            if known.earliest is None:
                raise UsageError(f"'{known}' has no earliest day, so --as-known cannot cut there.")
        return self._replace(known=self.known or known, recorded=self.recorded or recorded)
