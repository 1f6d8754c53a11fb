"""What the reader of a line has been told above it, so that nothing is said twice."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from cli.fast.spoken import spoken
from events.dates.dates import Date
from events.model.kinds import Authority
from timeline.views.changelog import UNSAID, Line

_SAYING = frozenset({
    "announce", "announces", "call", "calls", "claim", "claims", "confirm", "confirms", "denies",
    "deny", "explain", "explains", "read", "reads", "report", "reports", "retell", "retells",
    "say", "says", "tell", "tells", "write", "writes",
})  # fmt: skip
"""Words in a title that say that its subject speaks."""


@dataclass(frozen=True, kw_only=True)
class Above:
    """What the heading of a line tells: the *date*, and who says so.

    *party* tells whether a party is among the speakers *by*. It may tell when that was *announced*.
    *when* is the date of which everything below is said, if that is another one. Without an
    *authority*, nobody has been named.
    """

    date: Date | None = None
    by: tuple[str, ...] = ()
    authority: Authority | None = None
    party: bool = False
    announced: Date | None = None
    when: Date | None = None
    notes: set[str] = field(default_factory=set, compare=False)
    """The notes that the lines above have had; each is told once."""

    def names(self, by: Sequence[str], authority: Authority) -> bool:
        """Return whether the heading names these speakers, with this authority."""
        return (self.by, self.authority) == (tuple(by), authority)

    def is_named_in(self, title: str) -> bool:
        """Return whether *title* tells who says so: `Nadella says that …`."""
        told = {word.removesuffix("'s") for word in re.findall(r"[\w'-]+", title)}
        is_named = bool(self.by) and all(name.split()[-1] in told for name in self.by)
        is_own = not self.party or self.authority in (Authority.OFFICIAL, Authority.FILING)
        return is_named and is_own and not _SAYING.isdisjoint(told)

    def vague(self, line: Line) -> str:
        """Return when *line* was announced, if that is no day and was not told in the heading."""
        announced = line.announced
        if (
            announced is None
            or line.group in UNSAID
            or announced in (line.when, self.date, self.announced)
        ):
            return ""
        is_vague = not announced.is_day and announced.latest == line.on
        return f", announced {spoken(announced)}" if is_vague else ""
