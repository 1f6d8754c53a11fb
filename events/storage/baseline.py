"""A bare table of payloads in SQLite: the least a program must do to store and read them.

Nothing is checked, chained or indexed here. `timeline bench` compares the log with it.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from hashlib import sha256

from events.storage.database import Row


class Baseline:
    """One table in a SQLite file, with hand-written SQL and every commit synced to disk."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def append(self, entries: Sequence[Row]) -> None:
        """Insert *entries*, given as rows of the log, in one transaction."""
        # Leave out the position and the digest, which only the log needs.
        rows = [one[1:7] for one in entries]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._connection.execute("COMMIT")

    def read(self) -> int:
        """Read every payload, and return their number."""
        return sum(1 for _ in self._connection.execute(_ALL))

    def hash(self) -> int:
        """Hash every payload, and return their number."""
        return sum(1 for (payload,) in self._connection.execute(_ALL) if sha256(payload).digest())


@contextmanager
def open_baseline(path: str) -> Iterator[Baseline]:
    """Open the baseline in the file *path*, which is created if it does not exist."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for sql in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", _TABLE):
            connection.execute(sql)
        yield Baseline(connection)


_TABLE = (
    "CREATE TABLE IF NOT EXISTS event (stream TEXT NOT NULL, version INTEGER NOT NULL,"
    " id TEXT NOT NULL, recorded TEXT NOT NULL, actor TEXT, payload BLOB NOT NULL,"
    " UNIQUE (stream, version))"
)
_ALL = "SELECT payload FROM event ORDER BY stream, version"
