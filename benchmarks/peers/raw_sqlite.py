"""Raw sqlite3: what one writes by hand, with a unique version for each stream and full sync."""

import json
import sqlite3
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.contestants import Told
from benchmarks.data import slug


class RawWriter:
    """Appends to one table."""

    name = "raw sqlite3, synchronous=FULL"
    note = ""

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        for sql in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", _TABLE):
            self._connection.execute(sql)

    def singles(self, events: Sequence[Told]) -> list[float]:
        """Commit each by itself."""
        return [self.batch([one]) for one in events]

    def batch(self, events: Sequence[Told]) -> float:
        """Commit them together."""
        execute = self._connection.execute
        started = time.perf_counter()
        execute("BEGIN IMMEDIATE")
        if len(events) == 1:
            execute(_INSERT, _row(events[0]))
        else:
            self._connection.executemany(_INSERT, [_row(one) for one in events])
        execute("COMMIT")
        return time.perf_counter() - started

    def kept(self, partnership: int) -> list[dict[str, Any]]:
        """Return what was kept of a partnership."""
        sql = "SELECT payload FROM event WHERE stream = ? ORDER BY version"
        return [json.loads(row[0]) for row in self._connection.execute(sql, [slug(partnership)])]

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _row(one: Told) -> tuple[object, ...]:
    text = json.dumps(one.plain, separators=(",", ":"))
    return one.slug, one.version, "event", one.when, one.recorded, text


_TABLE = """
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL, type TEXT NOT NULL,
        valid_from TEXT NOT NULL, recorded_at TEXT NOT NULL, payload TEXT NOT NULL,
        UNIQUE (stream, version))
"""
_INSERT = (
    "INSERT INTO event (stream, version, type, valid_from, recorded_at, payload)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
