"""The append-only log: open it, read it, append to it; the only module that reads the clock."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from types import TracebackType
from typing import TYPE_CHECKING, Protocol, Self

from events.errors import ConflictError
from events.log import clocks, queries
from events.log.entry import Entry, Head, entry_of, head_of_empty, in_sequence, missing
from events.storage.database import Database, Row
from events.storage.engines import open_database

if TYPE_CHECKING:
    from events.log.writer import Writer
    from events.model.kinds import Act

__all__ = ["Entry", "Follower", "Head", "Log", "clock", "open_log"]

_LAST = "\U0010ffff"
"""Appended to a prefix, sorts after every text that begins with that prefix."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


clock: Callable[[], datetime] = _utc_now
"""The function that returns the current instant; tests replace it."""


Tell = Callable[[str], object]
"""A function that shows the user a sentence beside what an append does."""


class Follower(Protocol):
    """A function that brings the projection up to date with what was appended."""

    def __call__(self, log: "Log", /, *partnerships: str) -> None:
        """Bring the answers of *partnerships* up to date, within the transaction that appends."""


class Log:
    """An open log. Close it, or use it as a context manager.

    Opened for reading, it shows a single moment: every query sees the same entries, whatever others
    append meanwhile.
    """

    def __init__(
        self, database: Database, follow: Follower | None = None, tell: Tell | None = None
    ) -> None:
        self._database, self._follow, self._tell = database, follow, tell
        self._second_clock = ""

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
        """Close the database."""
        self._database.close()

    @property
    def name(self) -> str:
        """The name of the database in messages."""
        return self._database.name

    @property
    def database(self) -> Database:
        """The open database, which also holds the projection."""
        return self._database

    def followed(self, *partnerships: str) -> None:
        """Bring the projection of *partnerships* up to date, in the transaction of the append."""
        if self._follow is not None:
            self._follow(self, *partnerships)

    def identity(self) -> str:
        """Return the unique identity of this log, 32 hexadecimal digits."""
        return str(self._database.rows(queries.IDENTITY)[0][0])

    def partnerships(self) -> list[Head]:
        """Return the head of every partnership, by slug."""
        return [Head(*row) for row in self._database.rows(queries.HEADS)]

    def slugs(self, most: int | None = None, after: str = "") -> list[str]:
        """Return the slugs of the partnerships after the slug *after*, in order, at most *most*."""
        return [*islice(self.following(after), most)]

    def following(self, slug: str) -> Iterator[str]:
        """Yield the slugs after *slug*, in order, each looked up when it is asked for."""
        while (slug := self._database.rows(queries.NEXT_SLUG, slug)[0][0]) is not None:
            yield slug

    def head(self, partnership: str, *, recorded_by: str | None = None) -> Head:
        """Return the head of *partnership*, now or as of the instant *recorded_by*."""
        rows = self._database.rows(queries.HEAD, partnership, recorded_by or queries.EVER)
        return Head(*rows[0]) if rows else head_of_empty(partnership)

    def entries(
        self, partnership: str, *, recorded_by: str | None = None, after: int = 0
    ) -> list[Entry]:
        """Return the entries of *partnership* in version order, up to the instant *recorded_by*.

        Only versions above *after* are returned. Raises IntegrityError if an entry is missing, or
        if a payload or digest has a type that an append never writes.
        """
        sql, cut = queries.ENTRIES, list[str]()
        if recorded_by is not None:
            sql, cut = queries.ENTRIES_RECORDED_BY, [recorded_by]
        return [*in_sequence(self._database.rows(sql, partnership, after, *cut), after)]

    def _entries(self, sql: str, *values: object) -> list[Entry]:
        return [entry_of(row) for row in self._database.rows(sql, *values)]

    def first_of_instant(self, partnership: str, recorded: str) -> int:
        """Return the first version of *partnership* that was recorded at the instant *recorded*."""
        return int(self._database.rows(queries.FIRST_OF_INSTANT, partnership, recorded)[0][0])

    def stream(self, partnership: str, *, after: int = 0) -> Iterator[Entry]:
        """Yield the entries of *partnership* above version *after* in order, in constant memory."""
        return in_sequence(self._database.stream(queries.ENTRIES, partnership, after), after)

    def digests(self, partnership: str) -> Iterator[bytes]:
        """Yield the digest of every entry of *partnership* in version order."""
        return (row[0] for row in self._database.stream(queries.DIGESTS, partnership))

    def find(self, partnership: str, id: str) -> Entry | None:
        """Return the entry of *partnership* with the id *id*, or None if there is none."""
        found = self._entries(queries.BY_ID, partnership, id)
        return found[0] if found else None

    def find_all(self, keys: Sequence[tuple[str, str]]) -> Iterator[Entry]:
        """Yield the entries whose partnership and id are among *keys*."""
        return (entry_of(row) for row in self._of_any(queries.BY_IDS, keys))

    def about_all(self, keys: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Entry]]:
        """Yield a subject and an entry for each match of one of *keys*.

        A key is a partnership and a subject.
        """
        rows = self._of_any(queries.ABOUT_THESE, keys)
        return ((row[-1], entry_of(row[:-1])) for row in rows if self._is_there(row[:-1]))

    def _of_any(self, sql: str, keys: Sequence[tuple[str, str]]) -> Iterator[Row]:
        """Yield the rows that *sql* selects for *keys*, a portion of which fills its braces."""
        for some, rest in queries.portions(keys):
            marks = ", ".join(["(?, ?)"] * (len(some) + rest))
            values = [name for key in some for name in key] + ["", ""] * rest
            yield from self._database.rows(sql.format(marks), *values)

    def at(self, partnership: str, versions: Sequence[int]) -> list[Entry]:
        """Return the entries of *partnership* that have one of these *versions*, in order.

        Raises IntegrityError if one of them is missing, and not beyond the head.
        """
        found: list[Entry] = []
        for some, rest in queries.portions(sorted({*versions})):
            sql = queries.BY_VERSIONS.format(", ".join("?" * (len(some) + rest)))
            entries = self._entries(sql, partnership, *some, *[0] * rest)
            lacking = {*some} - {one.version for one in entries}
            if lacking and 0 < min(lacking) <= self.head(partnership).version:
                raise missing(partnership, min(lacking))
            found += entries
        return found

    def about(self, partnership: str, subject: str) -> list[Entry]:
        """Return the entries of *partnership* with this *subject*, in version order.

        `events.model.subjects` says what subjects there are.
        """
        return self._named(queries.ABOUT, partnership, subject)

    def under(self, partnership: str, prefix: str) -> list[Entry]:
        """Return the entries of *partnership* with a subject that begins with *prefix*.

        They are in version order.
        """
        return self._named(queries.UNDER, partnership, prefix, prefix + _LAST)

    def _named(self, sql: str, *values: object) -> list[Entry]:
        rows = self._database.rows(sql, *values)
        return [entry_of(row) for row in rows if self._is_there(row)]

    def _is_there(self, row: Row) -> bool:
        """Return whether an entry is there to which the index of subjects leads.

        Raises IntegrityError if it was there: what lies beyond the head is the fault of the index.
        """
        _, partnership, version, *_, payload, digest = row
        if payload is None and digest is None and version <= self.head(partnership).version:
            raise missing(partnership, version)
        return payload is not None or digest is not None

    def subjects(self, partnership: str, prefix: str) -> list[str]:
        """Return the first thousand subjects of *partnership* that begin with *prefix*."""
        rows = self._database.rows(queries.SUBJECTS, partnership, prefix, prefix + _LAST)
        return [row[0] for row in rows]

    def happenings(self, partnership: str, prefix: str) -> list[str]:
        """Return the first thousand ids of events and of acts on them, in version order.

        Only ids in *partnership* that begin with *prefix* count. Acts on events are corrections
        and retractions.
        """
        ids = prefix, prefix + _LAST
        rows = self._database.rows(queries.HAPPENINGS, partnership, *ids, *[partnership] * 5)
        return [row[0] for row in rows]

    def together(
        self, partnerships: Iterable[str] | None = (), *, keep: bool = True
    ) -> AbstractContextManager[None]:
        """Begin one transaction for all appends to *partnerships*.

        Nobody else can append to these meanwhile, or to any partnership if *partnerships* is None.
        At its end the transaction is committed if *keep*, and rolled back otherwise. Inside another
        transaction, it becomes part of that one.
        """
        return self._database.writing(partnerships, keep=keep)

    def append(
        self,
        partnership: str,
        acts: "Sequence[Act]",
        *,
        expected: int | None = None,
        recorded: Sequence[str | None] | None = None,
        actor: str | None = None,
        payloads: Sequence[bytes | None] | None = None,
    ) -> list[Entry]:
        """Append *acts* to *partnership* in one transaction: all of them, or none.

        Returns the new entries; an act that the log already has is skipped. *expected* is the
        version the caller has seen. *recorded* gives the instants of a restore, which needs an
        empty partnership; acts without one get the current instant, read once. *actor* is who
        records them. *payloads* come from a copy of another log and are stored as they are;
        acts without one are encoded.

        Raises ConflictError if there is something to append and the version is not *expected*,
        InputError if an act or an instant is refused.
        """
        # Deferred: only an append checks and encodes acts.
        from events.log.new_acts import encoded, without_known

        offers = encoded(acts, recorded, payloads)
        with self.together([partnership]):
            fresh = without_known(offers, partial(self._payload, partnership))
            writer = self.writer(partnership)
            before = writer.head.version
            if fresh and expected not in (None, before):
                raise ConflictError(partnership, expected=expected or 0, actual=before)
            for act, payload, instant in fresh:
                writer.add(act, payload, instant, actor)
            writer.flush()
            if not fresh:
                return []
            self.followed(partnership)
            self.require_heads(writer.head)
            return self.entries(partnership, after=before)

    def _payload(self, partnership: str, id: str) -> bytes | None:
        rows = self._database.rows(queries.PAYLOAD, partnership, id)
        return rows[0][0] if rows else None

    def writer(self, partnership: str) -> "Writer":
        """Return a writer that appends to *partnership*; for use in `together`."""
        # Deferred: it loads OpenSSL, to chain digests.
        from events.log.writer import Writer

        head, now = self.head(partnership), _now()
        self._look_at_clock(now, head)
        return Writer(self._database, head, now)

    def require_heads(self, *heads: Head) -> None:
        """Raise IntegrityError unless each of *heads* is what a reader would find there."""
        queries.require_heads(self._database, heads)

    def ahead(self) -> Iterator[str]:
        """Yield a sentence for each partnership whose last entry is ahead of the clock."""
        return filter(None, (clocks.behind(_now(), head) for head in self.partnerships()))

    def _look_at_clock(self, now: str, head: Head) -> None:
        """Raise InputError if the clock says *now* and cannot be believed; tell if it is behind."""
        if clocks.is_ahead(now, self._second_clock):
            self._second_clock = self._database.now()
        clocks.require_believable(now, self._second_clock, head)
        told = clocks.behind(now, head)
        if told and self._tell:
            self._tell(told)


def open_log(
    url: str, *, writing: bool = False, follow: Follower | None = None, tell: Tell | None = None
) -> Log:
    """Open the log at *url*: `sqlite:///relative.db`, `postgresql://HOST/NAME` or a bare path.

    The log is opened for reading unless *writing*. *follow* brings the projection up to date after
    each append; *tell* takes sentences for the user. Raises NotFoundError if there is no log,
    MigrationNeededError if another edition of the program made it, StorageError if it cannot be
    used. Never creates one.
    """
    return Log(open_database(url, writing=writing), follow, tell)


def _now() -> str:
    return clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
