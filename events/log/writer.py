"""Append entries to one partnership, each chained to the one before."""

import re
from collections.abc import Sequence
from functools import lru_cache

from events.errors import InputError
from events.log import chain, clocks, queries
from events.log.entry import Head
from events.model.actors import is_actor
from events.model.kinds import Act
from events.model.subjects import subjects_of
from events.payload.values import is_name
from events.storage.database import Database, Row


class Writer:
    """Appends to the partnership of *head*, its last entry, within a transaction.

    *now* is the instant at which the transaction began. *digest* is the digest of the last entry
    added. Entries are buffered until `flush`.
    """

    def __init__(self, database: Database, head: Head, now: str) -> None:
        self._database, self._now = database, now
        self._may_restore = head.version == 0
        self._entries: list[Row] = []
        self._subjects: list[Row] = []
        self._slug, self._version, self.digest = head.slug, head.version, head.digest
        self._last = head.recorded

    @property
    def head(self) -> Head:
        """The last entry added."""
        return Head(self._slug, self._version, self.digest, self._last)

    def add(
        self, act: Act, payload: bytes, recorded: str | None = None, actor: str | None = None
    ) -> None:
        """Append *act*, stored as *payload* and recorded by *actor*.

        *recorded* is the instant of a restore, as `parse_instant` returns it. Without one the entry
        gets the *now* of this writer, or the instant of the last entry if that is later.
        """
        slug, version = self._slug, self._version + 1
        if recorded is not None:
            self._require_possible(act, recorded)
        stamp = recorded or max(self._last, self._now)
        if stamp >= _END:
            raise InputError(f"Nothing is recorded on the last day of the calendar, like {act.id}.")
        digest = chain.digest(
            self.digest,
            partnership=slug,
            version=version,
            recorded=stamp,
            actor=actor,
            payload=payload,
        )
        row = (slug, version, act.id, stamp, actor, payload, digest)
        if not are_valid(*row):
            # Importing SQLModel takes longer than an append, and is hardly ever needed.
            from events.storage.tables import validated

            validated(*row)
        self._entries.append(row)
        self._subjects += [(slug, subject, version) for subject in subjects_of(act)]
        self._version, self.digest, self._last = version, digest, stamp

    def flush(self) -> None:
        """Write the buffered entries to the database."""
        flush_all(self._database, [self])

    def drain(self, entries: list[Row], subjects: list[Row]) -> None:
        """Move the buffered rows to the lists *entries* and *subjects*."""
        entries += self._entries
        subjects += self._subjects
        self._entries, self._subjects = [], []

    def _require_possible(self, act: Act, recorded: str) -> None:
        says = f"{act.id} says that it was recorded at {recorded}"
        if not self._may_restore:
            raise InputError(f"{says}, which only an empty partnership takes over; leave it out.")
        if recorded > self._now and not clocks.is_believed():
            raise InputError(
                f"{says}, in the future of this machine's clock ({self._now}); set the clock "
                "right, or say --clock-ahead to take it over as it is."
            )
        if recorded < self._last:
            raise InputError(f"{says}, before the entry above it ({self._last}).")


def flush_all(database: Database, writers: Sequence[Writer]) -> None:
    """Write the buffered entries of all *writers* to *database* at once."""
    entries: list[Row] = []
    subjects: list[Row] = []
    for writer in writers:
        writer.drain(entries, subjects)
    if entries:
        database.insert("log", _COLUMNS, entries)
        queries.require_kept(database, entries)
    insert_subjects(database, subjects)


def insert_subjects(database: Database, rows: Sequence[Row]) -> None:
    """Add *rows* (partnership, subject, version) to the index of subjects in *database*."""
    if rows:
        database.insert("subjects", ("partnership", "subject", "version"), rows)


_END = "9999-12-31"
_COLUMNS = ("partnership", "version", "id", "recorded", "actor", "payload", "digest")


def are_valid(
    partnership: str,
    version: int,
    id: str,
    recorded: str,
    actor: str | None,
    payload: bytes,
    digest: bytes,
) -> bool:
    """Return whether `events.storage.tables.validated` would accept these values; False if unsure.

    That module says what is wrong, but importing it takes longer than most appends.
    """
    return (
        type(id) is str
        and id.isascii()
        and 0 < len(id) <= 300
        and type(payload) is bytes
        and len(payload) > 0
        and type(digest) is bytes
        and len(digest) == 32
        and type(version) is int
        and version > 0
        and _are_place_and_time(partnership, recorded)
        and (actor is None or is_actor(actor))
    )


# Thousands of consecutive entries may share a partnership and an instant.
@lru_cache(maxsize=64)
def _are_place_and_time(partnership: str, recorded: str) -> bool:
    if type(partnership) is not str or type(recorded) is not str:
        return False
    return bool(is_name(partnership)) and _INSTANT(recorded) is not None


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
