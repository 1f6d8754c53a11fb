"""One day of every partnership as the bounds of rows, which every engine is given as they stand."""

from typing import NamedTuple

from events.dates.dates import Date

LATEST = "9999-12-31"
"""All that is known, and all that is recorded: later than every day, before every open end."""

COLUMNS = (
    *("kind", "partnership", "term", "place", "retired", "title", "unit", "question", "formerly"),
    *("status", "value", "authority", "event", "covered_from", "covered_through"),
    "CASE kind WHEN 'log' THEN head END AS head",
)
"""What is read of each row, as SQL; the head is long, and one for a partnership is enough."""

NAMES = tuple(one.rpartition(" ")[2] for one in COLUMNS)


class Question(NamedTuple):
    """The day *on*, and the cuts of the other clocks."""

    on: Date
    known: Date | None
    recorded: str | None

    @property
    def bounds(self) -> str:
        """What is true of the rows that answer, as SQL (docs/portfolio.md).

        All three clocks are bounds of a row, so that no engine knows more of the meaning.
        """
        known = self.known.earliest if self.known else None
        recorded = min(self.recorded or LATEST, LATEST)
        return (
            f"DATE '{self.on.earliest}' BETWEEN effective_from AND effective_to"
            f" AND DATE '{known or LATEST}' BETWEEN known_from AND known_to"
            f" AND recorded_from <= '{recorded}' AND '{recorded}' < recorded_until"
        )
