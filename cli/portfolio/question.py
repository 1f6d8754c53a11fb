"""One day of every partnership as one SQL statement, which every engine is asked as it stands."""

from typing import NamedTuple

from events.dates.dates import Date
from timeline.boxes.items import ANSWER, KINDS

BESIDE = tuple(kind for kind in KINDS if kind != ANSWER)
"""The kinds of rows that stand beside an answer."""

LATEST = "9999-12-31"
"""All that is known, and all that is recorded: later than every day, before every open end."""


class Question(NamedTuple):
    """The day *on*, and the cuts of the other clocks."""

    on: Date
    known: Date | None
    recorded: str | None

    @property
    def sql(self) -> str:
        """The statement; *boxes* is the table of all rows (docs/portfolio.md)."""
        known = self.known.earliest if self.known else None
        return _SQL.format(
            on=self.on.earliest,
            known=known or LATEST,
            recorded=min(self.recorded or LATEST, LATEST),
        )


_COUNTED = ", ".join(f"sum(CASE kind WHEN '{kind}' THEN 1 ELSE 0 END) AS {kind}" for kind in BESIDE)
_COUNTS = ", ".join(f"beside.{kind}" for kind in BESIDE)

# All three clocks are bounds of a row, so that no engine knows more of the meaning than a WHERE.
_SQL = f"""
WITH held AS (
  SELECT * FROM boxes
  WHERE DATE '{{on}}' BETWEEN effective_from AND effective_to
    AND DATE '{{known}}' BETWEEN known_from AND known_to
    AND recorded_from <= '{{recorded}}' AND '{{recorded}}' < recorded_until
)
SELECT
  log.partnership, log.title AS name, log.covered_from, log.covered_through, log.head,
  answer.term, answer.title, answer.unit, answer.question, answer.formerly, answer.retired,
  answer.status, answer.value, answer.authority, answer.event,
  {_COUNTS}
FROM (SELECT * FROM held WHERE kind = 'log') AS log
LEFT JOIN (SELECT * FROM held WHERE kind = 'answer') AS answer
  ON answer.partnership = log.partnership
LEFT JOIN (
  SELECT partnership, term, {_COUNTED}
  FROM held WHERE kind NOT IN ('answer', 'log') GROUP BY partnership, term
) AS beside ON beside.partnership = answer.partnership AND beside.term = answer.term
ORDER BY log.partnership, answer.place
"""

COLUMNS = (
    *("partnership", "name", "covered_from", "covered_through", "head"),
    *("term", "title", "unit", "question", "formerly", "retired"),
    *("status", "value", "authority", "event"),
    *BESIDE,
)
"""The columns of the statement."""
