"""Writing: entries appended to one partnership, each chained to the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from events.errors import InputError
from events.log import chain
from events.log.log import Head
from events.model.subjects import subjects_of
from events.payload.entry_values import is_sound

if TYPE_CHECKING:
    from collections.abc import Sequence

    from events.model.kinds import Act
    from events.storage.database import Database, Row


class Writer:
    """Appends to one partnership, within a transaction; *now* is when it began.

    *digest* is that of the last entry. What was added is in the database after `flush`, at the
    latest.
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

        *recorded* is the instant of a restore, as `parse_instant` gives it; without one it is the
        moment at which this writer was made, but never before the last entry.
        """
        slug, version = self._slug, self._version + 1
        if recorded is not None:
            self._require_honest(act, recorded)
        stamp = recorded or max(self._last, self._now)
        digest = chain.digest(
            self.digest,
            partnership=slug,
            version=version,
            recorded=stamp,
            actor=actor,
            payload=payload,
        )
        row = (slug, version, act.id, stamp, actor, payload, digest)
        if not is_sound(*row):
            _require_sound(*row)
        self._entries.append(row)
        self._subjects += [(slug, subject, version) for subject in subjects_of(act)]
        self._version, self.digest, self._last = version, digest, stamp

    def flush(self) -> None:
        """Hand what was added to the database."""
        flush_all(self._database, [self])

    def hand(self, entries: list[Row], subjects: list[Row]) -> None:
        """Move the rows of what was added to *entries* and *subjects*."""
        entries += self._entries
        subjects += self._subjects
        self._entries, self._subjects = [], []

    def _require_honest(self, act: Act, recorded: str) -> None:
        says = f"{act.id} says that it was recorded at {recorded}"
        if not self._may_restore:
            raise InputError(f"{says}, which only an empty partnership takes over; leave it out.")
        if recorded > self._now:
            raise InputError(
                f"{says}, in the future of this machine's clock ({self._now}); set the clock right."
            )
        if recorded < self._last:
            raise InputError(f"{says}, before the entry above it ({self._last}).")


def flush_all(database: Database, writers: Sequence[Writer]) -> None:
    """Hand over what was added to each of *writers*, all at once."""
    entries: list[Row] = []
    subjects: list[Row] = []
    for writer in writers:
        writer.hand(entries, subjects)
    if entries:
        database.insert("log", _COLUMNS, entries)
    if subjects:
        database.insert("subjects", ("partnership", "subject", "version"), subjects)


def _require_sound(
    partnership: str,
    version: int,
    id: str,
    recorded: str,
    actor: str | None,
    payload: bytes,
    digest: bytes,
) -> None:
    """Raise InputError unless these are the values of an entry after all."""
    from events.storage.tables import validated  # slow to import

    validated(
        partnership=partnership,
        version=version,
        id=id,
        recorded=recorded,
        actor=actor,
        payload=payload,
        digest=digest,
    )


_COLUMNS = ("partnership", "version", "id", "recorded", "actor", "payload", "digest")
