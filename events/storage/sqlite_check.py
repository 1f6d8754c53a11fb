"""Check a SQLite file, and the triggers and tables that keep its log append-only."""

import re
from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from threading import Thread

from events.errors import StorageError
from events.storage.database import Row

SAFEGUARDS = {
    "log": "c9c7c55b1cf4cd14",
    "log_refuses_update": "ec3f0b9e57107455",
    "log_refuses_delete": "a0bd4f7bb2a7dcfe",
    "log_refuses_replace": "599db316ab6b256c",
    "subjects": "2ed4496c97517af4",
    "answers": "c99b5e02bdd9ce4f",
    "answers_by_day": "fc2fd640751b1268",
    "answers_now": "79db76198f0b59ef",
    "terms": "208b193877b71a60",
    "sources": "9c035b808128bac3",
    "events": "01acc4a89e3d9d74",
    "reached": "17ca1c993ac86880",
    "identity": "41544cc1e5eb752e",
    "identity_refuses_update": "ea2934d0b14d97a5",
    "identity_refuses_delete": "bb35e489eb05e2f6",
    "identity_refuses_another": "caf9db1621d72151",
    "sqlite_autoindex_reached_1": "f7a24e121ff86c97",
    "sqlite_autoindex_log_1": "ed63348f75c87083",
    "sqlite_autoindex_log_2": "ed63348f75c87083",
}
"""The tables and triggers that the migrations create, with SHA-256 prefixes of their SQL."""


def start_check(
    integrity: Callable[[], list[str]], rows: Callable[[str], list[Row]]
) -> Callable[[], Iterator[str]]:
    """Start checking a SQLite file in a thread.

    *integrity* lists the damage that SQLite finds, and *rows* runs a query. Returns a function that
    waits for the check to end and yields a sentence for each defect.
    """
    # SQLite's check takes as long as verifying the entries in Python, and runs without the GIL.
    said: list[str] = []
    troubled: list[StorageError] = []

    def look() -> None:
        try:
            said.extend(integrity())
        except StorageError as error:
            troubled.append(error)

    thread = Thread(target=look, daemon=True)
    thread.start()

    def found() -> Iterator[str]:
        thread.join()
        if troubled:
            raise troubled[0]
        yield from (
            f"SQLite finds the file damaged: {one}; restore a backup."
            for one in said
            if one != "ok"
        )
        yield from _missing_safeguards(rows("SELECT name, type, tbl_name, sql FROM sqlite_master"))

    return found


def _missing_safeguards(rows: Sequence[Row]) -> Iterator[str]:
    made = {row[0] for row in rows if _is_safeguard(row)}
    for name in SAFEGUARDS:
        if name not in made:
            yield f"The safeguard {name} of the database was altered or removed."
    for name, _, table, sql in (row for row in rows if not _is_safeguard(row)):
        if _is_trigger_on_ours(str(sql), table):
            yield f"There is a trigger {name} on {table} that this program did not make."


def _is_trigger_on_ours(sql: str, table: str) -> bool:
    is_trigger = re.match(r"\s*create\s+trigger\b", sql, re.IGNORECASE)
    return bool(is_trigger and re.search(_OURS, f"{table} {sql}", re.IGNORECASE))


def _is_safeguard(row: Row) -> bool:
    """Return whether *row* of the schema is as the migrations created it."""
    name, kind, table, sql = row
    found = sha256(f"{kind} {table} {sql}".encode()).hexdigest()[:16]
    return SAFEGUARDS.get(name) == found


_OURS = r"\b(log|subjects|answers|reached|identity)\b"
