"""The append-only log: the only room that opens a session on it, and that reads the clock.

Every question imports this room, cold: what only a writer needs is imported by the writer.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from events.errors import ConflictError, InputError, IntegrityError
from events.storage.engines import open_database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from contextlib import AbstractContextManager
    from types import TracebackType
    from typing import Protocol, Self, TypeVar

    from events.log.writer import Writer
    from events.model.kinds import Act
    from events.storage.database import Database, Row

    _Offer = tuple[Act, bytes, str | None]

    class Follower(Protocol):
        """Brings what is derived from a log up to date with what some partnerships have new."""

        def __call__(self, log: Log, /, *partnerships: str) -> None: ...

    _Key = TypeVar("_Key")


def _utc_now() -> datetime:
    return datetime.now(UTC)


clock: Callable[[], datetime] = _utc_now
"""Tell this instant; tests put another clock in its place."""


class Entry(NamedTuple):
    """An act as the log keeps it."""

    position: int
    partnership: str
    version: int
    id: str
    recorded: str
    actor: str | None
    payload: bytes
    digest: bytes

    def act(self) -> Act:
        """Return what was recorded."""
        from events.payload import codec

        return codec.decode(self.payload)


class Head(NamedTuple):
    """The last entry of the partnership *slug*.

    Of an empty one the version is 0, the digest GENESIS and the instant the empty text.
    """

    slug: str
    version: int
    digest: bytes
    recorded: str


class Log:
    """An open log. Close it, or use it in a `with`.

    Opened for reading it is a snapshot: all its answers are of one moment, whatever others
    append meanwhile.
    """

    def __init__(self, database: Database, follow: Follower | None = None) -> None:
        self._database, self._follow = database, follow

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
        self._database.close()

    @property
    def name(self) -> str:
        """What a sentence calls the database."""
        return self._database.name

    @property
    def database(self) -> Database:
        """The database, for what is derived from the log and stored beside it."""
        return self._database

    def followed(self, *partnerships: str) -> None:
        """Let what is derived follow what was appended to *partnerships*, in the transaction."""
        if self._follow is not None:
            self._follow(self, *partnerships)

    def identity(self) -> str:
        """Return the identity of this log among all others, 32 hexadecimal digits."""
        return str(self._database.rows("SELECT log FROM identity")[0][0])

    def partnerships(self) -> list[Head]:
        """Return the head of every partnership, by slug."""
        return [Head(*row) for row in self._database.rows(_HEADS)]

    def slugs(self, most: int) -> list[str]:
        """Return the first partnerships, *most* at the most."""
        found: list[str] = []
        while len(found) < most:
            rows = self._database.rows(_NEXT_SLUG, found[-1] if found else "")
            if rows[0][0] is None:
                break
            found.append(rows[0][0])
        return found

    def head(self, partnership: str, *, recorded_by: str | None = None) -> Head:
        """Return the head of *partnership*, or what it was at the instant *recorded_by*."""
        rows = self._database.rows(_HEAD, partnership, recorded_by or _EVER)
        return Head(*rows[0]) if rows else _empty(partnership)

    def entries(
        self, partnership: str, *, recorded_by: str | None = None, after: int = 0
    ) -> list[Entry]:
        """Return the entries of *partnership* in version order, up to the instant *recorded_by*.

        Only those *after* that version. Raises IntegrityError for an entry that no append of ours
        can have made.
        """
        if recorded_by is None:
            rows = self._database.rows(_ENTRIES + _IN_ORDER, partnership, after)
        else:
            rows = self._database.rows(
                _ENTRIES + _RECORDED_BY + _IN_ORDER, partnership, after, recorded_by
            )
        return [_entry(row) for row in rows]

    def first_of_instant(self, partnership: str, recorded: str) -> int:
        """Return the first version of *partnership* that was recorded at the instant *recorded*."""
        return int(self._database.rows(_FIRST_OF, partnership, recorded)[0][0])

    def stream(self, partnership: str, *, after: int = 0) -> Iterator[Entry]:
        """Yield the entries of *partnership* *after* that version, in order, in constant memory."""
        rows = self._database.stream(_ENTRIES + _IN_ORDER, partnership, after)
        return (_entry(row) for row in rows)

    def digests(self, partnership: str) -> Iterator[bytes]:
        """Yield the digest of every entry of *partnership* in version order."""
        return (row[0] for row in self._database.stream(_DIGESTS + _IN_ORDER, partnership))

    def find(self, partnership: str, id: str) -> Entry | None:
        """Return the entry with this id."""
        rows = self._database.rows(_BY_ID, partnership, id)
        return _entry(rows[0]) if rows else None

    def find_all(self, keys: Sequence[tuple[str, str]]) -> Iterator[Entry]:
        """Yield the entries of which a partnership and an id are among *keys*."""
        return (_entry(row) for row in self._of_any(_BY_IDS, keys))

    def about_all(self, keys: Sequence[tuple[str, str]]) -> Iterator[tuple[str, Entry]]:
        """Yield those of which a partnership and a subject are, after that, in version order."""
        return ((row[-1], _entry(row[:-1])) for row in self._of_any(_ABOUT_THESE, keys))

    def _of_any(self, sql: str, keys: Sequence[tuple[str, str]]) -> Iterator[Row]:
        """Yield what *sql* selects for *keys*, some of which at a time stand for its braces."""
        for some, rest in _portions(keys):
            marks = ", ".join(["(?, ?)"] * (len(some) + rest))
            values = [name for key in some for name in key] + ["", ""] * rest
            yield from self._database.rows(sql.format(marks), *values)

    def at(self, partnership: str, versions: Sequence[int]) -> list[Entry]:
        """Return the entries of *partnership* that are any of these *versions*, in order."""
        rows: list[Row] = []
        for some, rest in _portions(sorted({*versions})):
            marks = ", ".join("?" * (len(some) + rest))
            rows += self._database.rows(_AT.format(marks), partnership, *some, *[0] * rest)
        return [_entry(row) for row in rows]

    def about(self, partnership: str, subject: str) -> list[Entry]:
        """Return the entries with this subject (see `events.model.subjects`), in version order."""
        return [_entry(row) for row in self._database.rows(_ABOUT, partnership, subject)]

    def under(self, partnership: str, prefix: str) -> list[Entry]:
        """Return the entries with a subject that begins with *prefix*, in version order."""
        rows = self._database.rows(_UNDER, partnership, prefix, prefix + "\U0010ffff")
        return [_entry(row) for row in rows]

    def subjects(self, partnership: str, prefix: str) -> list[str]:
        """Return the first thousand subjects that begin with *prefix*."""
        rows = self._database.rows(_SUBJECTS, partnership, prefix, prefix + "\U0010ffff")
        return [row[0] for row in rows]

    def happenings(self, partnership: str, prefix: str) -> list[str]:
        """Return the first thousand ids that begin with *prefix* of events and what corrects them.

        In version order; what retracts an event is among them.
        """
        ids = prefix, prefix + "\U0010ffff"
        rows = self._database.rows(_HAPPENINGS, partnership, *ids, *[partnership] * 3)
        return [row[0] for row in rows]

    @property
    def counts_positions(self) -> bool:
        """Tell whether positions are 1, 2, 3 and so on, without a gap."""
        return self._database.counts_positions

    def looked_over(self) -> Callable[[], Iterator[str]]:
        """Begin to look what is wrong with the database below the log.

        Returns what yields a sentence for each such thing.
        """
        below = self._database.looked_over()

        def found() -> Iterator[str]:
            yield from below()
            rows = self._database.rows("SELECT one, log FROM identity")
            identity = str(rows[0][1]) if len(rows) == 1 else ""
            if len(identity) != 32 or identity.strip("0123456789abcdef"):
                yield "The identity of the log was altered or removed; restore a backup."

        return found

    def rows(self) -> Iterator[Row]:
        """Yield every entry by partnership and version, its values as they are stored."""
        return self._database.stream(_ROWS)

    def beside(self) -> Iterator[Row]:
        """Yield partnership, version and subject of all that is stored beside the log, likewise."""
        return self._database.stream(_BESIDE)

    def after_gap(self) -> list[Row]:
        """Return position, partnership and version of the first entry after a gap, if there is."""
        return self._database.rows(_AFTER_GAP)

    def rebuild(self) -> int:
        """Make anew what is stored beside the log; return of how many entries there was some."""
        from events.model.subjects import subjects_of

        with self.together(None):
            self._database.run("DELETE FROM subjects")
            made = 0
            rows: list[Row] = []
            for head in self.partnerships():
                for entry in self.stream(head.slug):
                    subjects = subjects_of(entry.act())
                    made += bool(subjects)
                    rows += [(head.slug, subject, entry.version) for subject in subjects]
                    if len(rows) >= _BATCH:
                        self._subjects(rows)
                self._subjects(rows)
        return made

    def _subjects(self, rows: list[Row]) -> None:
        if rows:
            self._database.insert("subjects", ("partnership", "subject", "version"), rows)
        rows.clear()

    def together(
        self, partnerships: Iterable[str] | None = (), *, keep: bool = True
    ) -> AbstractContextManager[None]:
        """Make one transaction of all that is appended in it to *partnerships*.

        Nobody else appends to them meanwhile, or with None to any. Without *keep* nothing stays.
        Within another one it is part of that.
        """
        return self._database.writing(partnerships, keep=keep)

    def append(
        self,
        partnership: str,
        acts: Sequence[Act],
        *,
        expected: int | None = None,
        recorded: Sequence[str | None] | None = None,
        actor: str | None = None,
        payloads: Sequence[bytes | None] | None = None,
    ) -> list[Entry]:
        """Append *acts* in one transaction and return the new entries: all are kept, or none.

        An act that is already there is skipped. *expected* is the version the caller has seen.
        *recorded* are the instants of a restore, into an empty partnership only; where there is
        none, the clock is read once. *actor* is who records them. *payloads* are those of a copy of
        another log, stored as they are; where there is none, the act is encoded.

        Raises ConflictError when something is to be appended and the version is not *expected*,
        InputError when an act or an instant is refused.
        """
        from events.model.instants import parse_instant
        from events.payload import codec

        given = recorded if recorded is not None else [None] * len(acts)
        stored = payloads if payloads is not None else [None] * len(acts)
        offers = [
            (act, payload or codec.encode(act), instant and parse_instant(instant))
            for act, payload, instant in zip(acts, stored, given, strict=True)
        ]
        with self.together([partnership]):
            fresh = self._fresh(partnership, offers)
            writer = self.writer(partnership)
            if fresh and expected not in (None, writer.head.version):
                raise ConflictError(partnership, expected=expected or 0, actual=writer.head.version)
            before = writer.head.version
            for act, payload, instant in fresh:
                writer.add(act, payload, instant, actor)
            writer.flush()
            if fresh:
                self.followed(partnership)
            return self.entries(partnership, after=before) if fresh else []

    def _fresh(self, partnership: str, offers: Sequence[_Offer]) -> list[_Offer]:
        from events.payload import codec

        fresh: dict[str, _Offer] = {}
        for offer in offers:
            act, payload, _ = offer
            earlier = fresh.get(act.id)
            there = earlier[1] if earlier else self._payload(partnership, act.id)
            if there is None:
                fresh[act.id] = offer
            elif there != payload:
                _require_same(codec.decode(there), act)
        return list(fresh.values())

    def _payload(self, partnership: str, id: str) -> bytes | None:
        rows = self._database.rows(_PAYLOAD, partnership, id)
        return rows[0][0] if rows else None

    def writer(self, partnership: str) -> Writer:
        """Return what appends to *partnership*; for use in `together`."""
        from events.log.writer import Writer

        return Writer(self._database, self.head(partnership), _now())

    def flush(self, writers: Sequence[Writer]) -> None:
        """Hand over what was added to each of *writers*, all at once."""
        from events.log.writer import flush_all

        flush_all(self._database, writers)


def open_log(url: str, *, writing: bool = False, follow: Follower | None = None) -> Log:
    """Open the log at *url*: `sqlite:///relative.db`, `postgresql://HOST/NAME` or a bare path.

    *follow* brings up to date, after each append, what is derived from the log.
    Raises NotFoundError when there is none, MigrationNeededError when another edition of the
    program made it, StorageError when it cannot be used. Nothing is ever created.
    """
    return Log(open_database(url, writing=writing), follow)


def _empty(partnership: str) -> Head:
    from events.log.chain import GENESIS

    return Head(partnership, 0, GENESIS, "")


def _entry(row: Row) -> Entry:
    _, partnership, version, *_, payload, digest = row
    if type(payload) is not bytes or type(digest) is not bytes:
        raise IntegrityError(
            f"Entry {version} of {partnership} was altered in the database; restore a backup."
        )
    return Entry(*row)


def _portions(keys: Sequence[_Key]) -> Iterator[tuple[Sequence[_Key], int]]:
    """Yield some of *keys* at a time, and by how many they fall short of one of `_SIZES`."""
    for done in range(0, len(keys), _SIZES[-1]):
        some = keys[done : done + _SIZES[-1]]
        yield some, next(size for size in _SIZES if size >= len(some)) - len(some)


def _require_same(there: Act, here: Act) -> None:
    from events.log.admission import clash
    from events.payload import codec

    if codec.plain(there) != codec.plain(here):
        raise InputError(clash(there, here))


def _now() -> str:
    return clock().astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


_ENTRIES = (
    "SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM log WHERE partnership = ? AND version > ?"
)
_FIRST_OF = "SELECT min(version) FROM log WHERE partnership = ? AND recorded = ?"
_EVER = "9999-12-31T23:59:59.999999Z"
_DIGESTS = "SELECT digest FROM log WHERE partnership = ?"
_BY_ID = (
    "SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM log WHERE partnership = ? AND id = ?"
)
_AT = (
    "SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM log WHERE partnership = ? AND version IN ({}) ORDER BY version"
)
_ABOUT = (
    "SELECT position, log.partnership, log.version, id, recorded, actor, payload, digest"
    " FROM subjects JOIN log"
    " ON log.partnership = subjects.partnership AND log.version = subjects.version"
    " WHERE subjects.partnership = ? AND subject = ? ORDER BY subjects.version"
)
_UNDER = (
    "SELECT position, log.partnership, log.version, id, recorded, actor, payload, digest"
    " FROM log WHERE partnership = ? AND version IN"
    " (SELECT version FROM subjects WHERE partnership = log.partnership"
    " AND subject >= ? AND subject < ?) ORDER BY log.version"
)
# The names come first: each is one step along an index, however an engine would plan that.
_BY_IDS = (
    "WITH asked(slug, name) AS (VALUES {})"
    " SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM asked CROSS JOIN log WHERE partnership = slug AND id = name"
)
_ABOUT_THESE = (
    "WITH asked(slug, name) AS (VALUES {})"
    " SELECT position, log.partnership, log.version, id, recorded, actor, payload, digest, subject"
    " FROM asked CROSS JOIN subjects CROSS JOIN log"
    " WHERE subjects.partnership = slug AND subject = name"
    " AND log.partnership = subjects.partnership AND log.version = subjects.version"
    " ORDER BY log.version"
)
_SIZES = (1, 4, 20, 100)
"""How many keys a statement may ask about: few sizes, so that each is prepared once."""

_SUBJECTS = (
    "SELECT DISTINCT subject FROM subjects"
    " WHERE partnership = ? AND subject >= ? AND subject < ? LIMIT 1000"
)
_HAPPENINGS = (
    "SELECT id FROM log"
    " WHERE partnership = ? AND id >= ? AND id < ? AND NOT (id >= 'issue:' AND id < 'issue;')"
    " AND version NOT IN ("
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'assert:' AND subject < 'assert;' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'condition:' AND subject <= 'cover' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'partnership' AND subject < 'term;'"
    ") ORDER BY version LIMIT 1000"
)
_RECORDED_BY = " AND recorded <= ?"
_IN_ORDER = " ORDER BY version"
_HEAD = (
    "SELECT partnership, version, digest, recorded"
    " FROM log WHERE partnership = ? AND recorded <= ? ORDER BY version DESC LIMIT 1"
)
_NEXT_SLUG = "SELECT min(partnership) FROM log WHERE partnership > ?"
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
_ROWS = (
    "SELECT position, partnership, version, id, recorded, actor, payload, digest"
    " FROM log ORDER BY partnership, version"
)
_AFTER_GAP = (
    "SELECT position, partnership, version FROM log WHERE position > 1 AND NOT EXISTS"
    " (SELECT 1 FROM log AS before WHERE before.position = log.position - 1)"
    " ORDER BY position LIMIT 1"
)
_BESIDE = (
    "SELECT partnership, version, subject FROM subjects ORDER BY partnership, version, subject"
)
_BATCH = 1000
