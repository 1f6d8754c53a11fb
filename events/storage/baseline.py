"""Floors: the least that a program has to do to keep values on this disk, and to read them again.

Nothing is checked here, chained or indexed: `timeline bench` holds ours against it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256

from events.log.log import Entry


class Floor:
    """One table in a file, as one writes it by hand, with every commit on the disk."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, entries: Sequence[Entry]) -> None:
        """Keep *entries* in one transaction."""
        rows = [
            (one.partnership, one.version, one.id, one.recorded, one.actor, one.payload)
            for one in entries
        ]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._connection.execute("COMMIT")

    def read(self) -> int:
        """Read all that is kept; return how much."""
        return sum(1 for _ in self._connection.execute(_ALL))

    def hash(self) -> int:
        """Hash all that is kept; return how much."""
        return sum(1 for (payload,) in self._connection.execute(_ALL) if sha256(payload).digest())


@contextmanager
def floor(path: str) -> Iterator[Floor]:
    """Open the file *path*, or make it."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", _TABLE):
            connection.execute(sql)
        yield Floor(connection)


_TABLE = (
    "CREATE TABLE IF NOT EXISTS event (stream TEXT NOT NULL, version INTEGER NOT NULL,"
    " id TEXT NOT NULL, recorded TEXT NOT NULL, actor TEXT, payload BLOB NOT NULL,"
    " UNIQUE (stream, version))"
)
_ALL = "SELECT payload FROM event ORDER BY stream, version"
