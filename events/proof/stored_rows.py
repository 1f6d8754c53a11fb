"""Read the rows of a log as the database holds them, without trusting any value."""

from collections.abc import Callable, Iterator

from events.log.log import Log
from events.storage.database import EDITION, Row


def entries(log: Log) -> Iterator[Row]:
    """Yield the stored row of every entry of *log*, sorted by partnership and version."""
    return log.database.stream(_ENTRIES)


def subjects(log: Log) -> Iterator[Row]:
    """Yield the rows of the index of subjects of *log*: partnership, version and name.

    They are sorted by all three.
    """
    return log.database.stream(_SUBJECTS)


def after_gap(log: Log) -> list[Row]:
    """Return the row of the first entry of *log* after a gap in the positions, or no row.

    The row has the position, partnership and version. A gap is a position that no entry has.
    """
    return log.database.rows(_AFTER_GAP)


def check_database(log: Log) -> Callable[[], Iterator[str]]:
    """Start checking the database of *log*, and return a function that yields its defects.

    The engine may check in the background while entries are read.
    """
    below = log.database.start_check()

    def defects() -> Iterator[str]:
        yield from below()
        rows = log.database.rows("SELECT one, log FROM identity")
        identity = str(rows[0][1]) if len(rows) == 1 else ""
        if len(identity) != 32 or identity.strip("0123456789abcdef"):
            yield "The identity of the log was altered or removed; restore a backup."
        if log.database.rows("SELECT version_num FROM alembic_version") != [(EDITION,)]:
            yield f"The revision of the database is not {EDITION} alone; restore a backup."

    return defects


def short(value: object) -> str:
    """Return *value* as Python writes it, shortened to fit into a sentence."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:59]}…"


_ENTRIES = (
    "SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM log ORDER BY partnership, version"
)
_SUBJECTS = (
    "SELECT partnership, version, subject FROM subjects ORDER BY partnership, version, subject"
)
_AFTER_GAP = (
    "SELECT position, partnership, version FROM log WHERE position > 1 AND NOT EXISTS"
    " (SELECT 1 FROM log AS before WHERE before.position = log.position - 1)"
    " ORDER BY position LIMIT 1"
)
