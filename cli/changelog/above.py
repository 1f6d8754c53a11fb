"""What the reader of a line has been told above it, so that nothing is said twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cli.fast.spoken import spoken
from events.dates.dates import Date
from events.model.kinds import Authority
from timeline.views.changelog import UNSAID, Line


@dataclass(frozen=True, kw_only=True)
class Above:
    """What the heading of a line tells: the *date*, and who says so.

    It may tell when that was *announced*. *when* is the date of which everything below is said, if
    that is another one. Without an *authority*, nobody has been named.
    """

    date: Date | None = None
    by: tuple[str, ...] = ()
    authority: Authority | None = None
    announced: Date | None = None
    when: Date | None = None
    notes: set[str] = field(default_factory=set, compare=False)
    """The notes that the lines above have had; each is told once."""

    def names(self, by: Sequence[str], authority: Authority) -> bool:
        """Return whether the heading names these speakers, with this authority."""
        return (self.by, self.authority) == (tuple(by), authority)

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
