"""A question about one day of every partnership, as the SQL condition that an engine is given."""

from typing import NamedTuple

from events.dates.dates import Date

LATEST = "9999-12-31"
"""Where a clock is not cut: no day is later, and as an instant it is before every open end."""

COLUMNS = (
    *("kind", "partnership", "term", "place", "retired", "title", "unit", "question", "formerly"),
    *("status", "value", "authority", "event", "covered_from", "covered_through"),
    "CASE kind WHEN 'log' THEN head END AS head",
    "CASE kind WHEN 'log' THEN recorded_from END AS recorded",
)
"""What is read of each row, as SQL. A head is long: it is read once for each partnership."""

NAMES = tuple(one.rpartition(" ")[2] for one in COLUMNS)


class Question(NamedTuple):
    """The day *on*, and the cuts of the other clocks."""

    on: Date
    known: Date | None
    recorded: str | None

    @property
    def bounds(self) -> str:
        """The condition that the rows of the answer meet, as SQL (docs/portfolio.md).

        A row has bounds on all three clocks, so that an engine need not know what they mean.
        """
        known = self.known.earliest if self.known else None
        recorded = min(self.recorded or LATEST, LATEST)
        return (
            f"DATE '{self.on.earliest}' BETWEEN effective_from AND effective_to"
            f" AND DATE '{known or LATEST}' BETWEEN known_from AND known_to"
            f" AND recorded_from <= '{recorded}' AND '{recorded}' < recorded_until"
        )
