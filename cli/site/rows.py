"""The rows of a site: those that the database holds already, so that none is worked out again."""

from cli.reading.session import Whole, opened
from timeline.answers.table import Table
from timeline.boxes.boxes import HEAD, Row


def rows_in(db: str | None, seen: Whole) -> list[Row] | None:
    """Return the rows that ever stood by what was *seen*; None where those of *db* lag behind."""
    version = seen.last.version
    with opened(db) as log:
        table = Table(log.database, seen.slug)
        if table.reached() < version:
            return None
        rows = [row for row in table.ever() if row.since <= version]
    return [row if row.until <= version else row._replace(until=HEAD) for row in rows]
