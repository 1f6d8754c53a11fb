"""The append-only log: the only room that opens a session on it, and that reads the clock."""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from events import chain, codec
from events.admission import clash
from events.database import connect, edition, path_of, require_edition, troubles
from events.errors import (
    ConflictError,
    InputError,
    IntegrityError,
)
from events.instants import parse_instant
from events.kinds import Act

if TYPE_CHECKING:
    from events.tables import NewEntry


def _utc_now() -> datetime:
    return datetime.now(UTC)


clock: Callable[[], datetime] = _utc_now
"""Tell this instant; tests put another clock in its place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An act as the log keeps it."""

    position: int
    partnership: str
    version: int
    id: str
    recorded: str
    payload: bytes
    digest: bytes

    def act(self) -> Act:
        """Return what was recorded."""
        return codec.decode(self.payload)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of the partnership *slug*; of an empty one, version 0 and GENESIS."""

    slug: str
    version: int
    digest: bytes
    recorded: str | None


class Log:
    """An open log. Close it, or use it in a `with`.

    Opened for reading it is a snapshot: all its answers are of one moment, whatever others
    append meanwhile.
    """

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.path, self._connection = path, connection

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database."""
        self._connection.close()

    def partnerships(self) -> list[Head]:
        """Return the head of every partnership, by slug."""
        return [Head(*row) for row in self._rows(_HEADS)]

    def head(self, partnership: str) -> Head:
        """Return the head of *partnership*."""
        rows = self._rows(_HEAD, partnership)
        return Head(*rows[0]) if rows else Head(partnership, 0, chain.GENESIS, None)

    def entries(self, partnership: str, *, recorded_by: str | None = None) -> list[Entry]:
        """Return the entries of *partnership* in version order, up to the instant *recorded_by*.

        Raises IntegrityError for an entry that no append of ours can have made.
        """
        if recorded_by is None:
            rows = self._rows(_ENTRIES + _IN_ORDER, partnership)
        else:
            rows = self._rows(_ENTRIES + _RECORDED_BY + _IN_ORDER, partnership, recorded_by)
        return [_entry(row) for row in rows]

    @contextmanager
    def together(self, *, keep: bool = True) -> Iterator[None]:
        """Make one transaction of all that is appended in it; without *keep* nothing stays.

        Within another one it is part of that.
        """
        with troubles(self.path):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield
                if not keep:
                    self._connection.execute("ROLLBACK")

    def append(
        self,
        partnership: str,
        acts: Sequence[Act],
        *,
        expected: int | None = None,
        recorded: Sequence[str | None] | None = None,
        payloads: Sequence[bytes | None] | None = None,
    ) -> list[Entry]:
        """Append *acts* in one transaction and return the new entries: all are kept, or none.

        An act that is already there is skipped. *expected* is the version the caller has seen.
        *recorded* are the instants of a restore, into an empty partnership only; where there is
        none, the clock is read once. *payloads* are those of a copy of another log, stored as they
        are; where there is none, the act is encoded.

        Raises ConflictError when something is to be appended and the version is not *expected*,
        InputError when an act or an instant is refused.
        """
        from events import tables  # it is slow to import: before the lock is taken, not under it

        given = recorded if recorded is not None else [None] * len(acts)
        stored = payloads if payloads is not None else [None] * len(acts)
        offers = [
            _Offer(act, payload or codec.encode(act), instant and parse_instant(instant))
            for act, payload, instant in zip(acts, stored, given, strict=True)
        ]
        with self.together():
            head = self.head(partnership)
            fresh = self._fresh(partnership, offers)
            if fresh and expected not in (None, head.version):
                raise ConflictError(partnership, expected=expected or 0, actual=head.version)
            entries = [tables.validated(**values) for values in _chained(head, fresh)]
            return [self._insert(entry) for entry in entries]

    def _fresh(self, partnership: str, offers: "list[_Offer]") -> "list[_Offer]":
        fresh: dict[str, _Offer] = {}
        for offer in offers:
            there = fresh.get(offer.act.id)
            payload = there.payload if there else self._payload(partnership, offer.act.id)
            if payload is None:
                fresh[offer.act.id] = offer
            elif payload != offer.payload:
                _require_same(codec.decode(payload), offer.act)
        return list(fresh.values())

    def _payload(self, partnership: str, id: str) -> bytes | None:
        rows = self._rows(_PAYLOAD, partnership, id)
        return rows[0][0] if rows else None

    def _insert(self, new: "NewEntry") -> Entry:
        values = (new.partnership, new.version, new.id, new.recorded, new.payload, new.digest)
        return Entry(self._connection.execute(_INSERT, values).lastrowid or 0, *values)

    def _rows(self, sql: str, *values: str) -> list[Any]:
        with troubles(self.path):
            try:
                return self._connection.execute(sql, values).fetchall()
            except UnicodeEncodeError as error:
                raise InputError(f"{values[0]!r} is not readable as text.") from error


def open_log(url: str, *, writing: bool = False) -> Log:
    """Open the log at *url*: `sqlite:///relative.db`, `sqlite:////absolute.db` or a bare path.

    Raises NotFoundError when there is no such file, MigrationNeededError when another edition of
    the program made it, StorageError when it cannot be used. Nothing is ever created.
    """
    path = path_of(url)
    if writing:
        open_log(url).close()  # A writer's first order alters the file, be it whose it may.
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(path, writing=writing)))
        with troubles(path):
            require_edition(edition(connection, path), path)
        stack.pop_all()
    return Log(path, connection)


@dataclass(frozen=True, slots=True)
class _Offer:
    act: Act
    payload: bytes
    recorded: str | None


def _entry(row: tuple[Any, ...]) -> Entry:
    _, partnership, version, *_, payload, digest = row
    if type(payload) is not bytes or type(digest) is not bytes:
        raise IntegrityError(
            f"Entry {version} of {partnership} was altered in the database; restore a backup."
        )
    return Entry(*row)


def _require_same(there: Act, here: Act) -> None:
    if codec.plain(there) != codec.plain(here):
        raise InputError(clash(there, here))


def _chained(head: Head, fresh: Sequence[_Offer]) -> Iterator[dict[str, Any]]:
    """Yield the values of the entries that follow *head*, each chained to the one before."""
    previous = head.digest
    stamps = _stamps(head, fresh)
    for version, (offer, recorded) in enumerate(zip(fresh, stamps, strict=True), head.version + 1):
        values: dict[str, Any] = {
            "partnership": head.slug,
            "version": version,
            "recorded": recorded,
            "payload": offer.payload,
        }
        previous = chain.digest(previous, **values)
        yield {**values, "id": offer.act.id, "digest": previous}


def _stamps(head: Head, fresh: Sequence[_Offer]) -> Iterator[str]:
    """Yield the instant of each entry: the one it came with, else now, and never an earlier one."""
    now, last = _now(), head.recorded or ""
    for offer in fresh:
        if offer.recorded is not None:
            _require_honest(offer, head, last=last, now=now)
        last = offer.recorded or max(last, now)
        yield last


def _require_honest(offer: _Offer, head: Head, *, last: str, now: str) -> None:
    says = f"{offer.act.id} says that it was recorded at {offer.recorded}"
    if head.version:
        raise InputError(f"{says}, which only an empty partnership takes over; leave it out.")
    if offer.recorded is not None and offer.recorded > now:
        raise InputError(
            f"{says}, in the future of this machine's clock ({now}); set the clock right."
        )
    if offer.recorded is not None and offer.recorded < last:
        raise InputError(f"{says}, before the entry above it ({last}).")


def _now() -> str:
    return clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_ENTRIES = (
    "SELECT position, partnership, version, id, recorded, payload, digest"
    " FROM log WHERE partnership = ?"
)
_RECORDED_BY = " AND recorded <= ?"
_IN_ORDER = " ORDER BY version"
_HEAD = (
    "SELECT partnership, version, digest, recorded"
    " FROM log WHERE partnership = ? ORDER BY version DESC LIMIT 1"
)
# One step along the index for each partnership, however many entries it has.
_HEADS = """
    WITH RECURSIVE known(slug) AS (
        SELECT min(partnership) FROM log
        UNION ALL
        SELECT (SELECT min(partnership) FROM log WHERE partnership > slug)
        FROM known WHERE slug IS NOT NULL
    )
    SELECT partnership, version, digest, recorded FROM known JOIN log ON partnership = slug
    WHERE version = (SELECT max(version) FROM log WHERE partnership = slug)
    ORDER BY partnership
"""
_PAYLOAD = "SELECT payload FROM log WHERE partnership = ? AND id = ?"
_INSERT = (
    "INSERT INTO log (partnership, version, id, recorded, payload, digest)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
