"""Check a SQLite file, and that its schema is the one that the migrations make, and no more."""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256
from threading import Thread

from events.errors import StorageError
from events.storage.database import Row
from events.storage.schema_faults import altered, foreign

MADE = {
    "alembic_version": "f1a0fadf6c914c1d",
    "sqlite_autoindex_alembic_version_1": "c30a5fce1aea1ed1",
    "log": "fc996ab58ba68e57",
    "sqlite_autoindex_log_1": "cb220a0860191e7e",
    "sqlite_autoindex_log_2": "0a4fb8ccb1b5faf9",
    "subjects": "56054fc03c475916",
    "identity": "10e3577287aff131",
    "log_refuses_update": "d99b6eea5e257e81",
    "log_refuses_delete": "a0ea9dc3cf6d5f14",
    "log_refuses_replace": "5b77658f28010635",
    "identity_refuses_update": "7e69d16f94da8ee7",
    "identity_refuses_delete": "b4916c195c8ae2fa",
    "identity_refuses_another": "9d7296151b51e5b4",
    "answers": "af9a8d400f6ec18e",
    "answers_by_day": "63d156548a262239",
    "reached": "7cf5e3dd49adefb7",
    "sqlite_autoindex_reached_1": "9bb36417fd5261fc",
    "inbox": "0acf985df49a01ff",
    "sqlite_autoindex_inbox_1": "8e03fdd96d9d47e9",
    "sqlite_autoindex_inbox_2": "7797d1e98e7c9c37",
    "inbox_by_wording": "2a5e5351a0d6a832",
    "inbox_by_address": "f6f4a895076d4a7d",
    "watches": "de3e984e66516b2b",
    "sqlite_autoindex_watches_1": "349a317e599a0d6d",
    "answers_now": "431ab1ccf607b080",
    "terms": "8cb784bf60b9ee0c",
    "sources": "85e668c4c8ad26ad",
    "events": "347343341884fd87",
}
"""Every object that the migrations make, with a prefix of the SHA-256 of its row in the schema."""


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
        yield from _departures(rows(_SCHEMA))

    return found


def _departures(schema: Sequence[Row]) -> Iterator[str]:
    """Yield a sentence for each object that is missing, other than it was made, or foreign.

    Rows are compared as they are stored: SQLite carries out the SQL of any row that begins with
    "cr", whatever its other columns say, and whether it is text or bytes.
    """
    missing, others = dict(MADE), list[Row]()
    for row in schema:
        if missing.get(row[0]) == _digest(row):
            del missing[row[0]]
        else:
            others.append(row)
    yield from (altered(name) for name in missing)
    for name, kind, table, *_ in (row for row in others if row[0] not in missing):
        yield foreign(kind, name, table)


def _digest(row: Row) -> str:
    return sha256(repr(row).encode()).hexdigest()[:16]


_SCHEMA = "SELECT name, type, tbl_name, typeof(sql), CAST(sql AS BLOB) FROM sqlite_master"
