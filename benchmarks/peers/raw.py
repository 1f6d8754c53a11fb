"""Raw sqlite3: hand-written code with a unique version per stream and full sync."""

import json
import sqlite3
from pathlib import Path
from typing import Any

_TABLE = """
    CREATE TABLE event (
        seq INTEGER PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL,
        recorded TEXT NOT NULL, payload TEXT NOT NULL, UNIQUE (stream, version))
"""
_INSERT = "INSERT INTO event (stream, version, recorded, payload) VALUES (?, ?, ?, ?)"


class RawWriter:
    """Appends to one table, each event in a transaction that is on disk when `append` returns."""

    name = "raw sqlite3, synchronous=FULL"

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
        for sql in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", _TABLE):
            self._connection.execute(sql)
        self._version = 0

    def append(self, plain: dict[str, Any]) -> None:
        """Append one event."""
        self._version += 1
        row = ("p00000", self._version, plain["announced"], json.dumps(plain))
        execute = self._connection.execute
        execute("BEGIN IMMEDIATE")
        execute(_INSERT, row)
        execute("COMMIT")

    def kept(self) -> list[dict[str, Any]]:
        """Return the stored events."""
        rows = self._connection.execute("SELECT payload FROM event ORDER BY version")
        return [json.loads(payload) for (payload,) in rows]

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


SCRIPT = f'''
import json, sqlite3, sys
from collections import Counter
source, file = sys.argv[1:]
log = sqlite3.connect(file, isolation_level=None)
for sql in ("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", """{_TABLE}""", "BEGIN"):
    log.execute(sql)
versions = Counter()
def rows():
    for line in open(source, encoding="utf-8"):
        one = json.loads(line)
        slug = one["partnership"]
        versions[slug] += 1
        yield slug, versions[slug], one["recorded"], json.dumps(one["entry"])
log.executemany("{_INSERT}", rows())
log.execute("COMMIT")
print(sum(versions.values()))
'''
"""A program that loads the lines into such a table in one transaction, as an import does."""
