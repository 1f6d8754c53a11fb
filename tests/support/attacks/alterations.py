"""Random alterations of a log by another program, and whether verification notices them.

`tests/jobs/alterations_at_random.py` makes ten thousand of them; the suite makes some hundred.
"""

import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from varied_logs import storable

from cli.reading.bundled import bundled
from events.errors import TimelineError
from events.log import chain
from events.log.log import open_log
from events.model.kinds import Act, Correct, Event, Retract
from events.payload import codec
from events.proof import checkpoints
from events.proof.checkpoints import Checkpoint
from events.proof.verification import verify
from migrations.run import upgrade
from timeline.answers import consistency
from timeline.answers.update import bring_up

NOTICED, UNREADABLE, HARMLESS, UNNOTICED = "noticed", "unreadable", "harmless", "UNNOTICED"

Row = tuple[Any, ...]
Dump = dict[str, list[Row]]
Alteration = Callable[[sqlite3.Connection, Random], None]


class RefusedError(Exception):
    """Raised when an alteration finds nothing to alter, or alters nothing."""


@dataclass(frozen=True)
class Outcome:
    """What became of one alteration; *sentence* is the first thing verification said about it."""

    verdict: str
    sentence: str


@dataclass(frozen=True)
class Original:
    """A log before it is altered: its file, its contents, and a checkpoint that somebody kept."""

    data: bytes
    dump: Dump
    checkpoint: Checkpoint


def original(folder: Path) -> Original:
    """Make a log that holds every kind of act."""
    path = folder / "original.db"
    upgrade(str(path))
    acts = [item.act for item in bundled().items]
    kinds = {type(act): act for act in acts}
    with open_log(str(path), writing=True, follow=bring_up) as log:
        for slug, seed in (("d", 1), ("e", 5)):
            log.append(slug, [act for _, act in storable(Random(seed))])
        for slug, some in (("acme", acts[::23]), ("beta", acts[5::31]), ("c", kinds.values())):
            for number, act in enumerate(with_targets(some, acts)):
                log.append(slug, [act], actor=(None, "Ada", "Bea")[number % 3])
        found = verify(log)
        checkpoint = Checkpoint(log.identity(), found.trees)
    return Original(path.read_bytes(), dump(path), checkpoint)


def with_targets(some: Iterable[Act], acts: Iterable[Act]) -> Iterator[Act]:
    """Yield *some* of *acts*, each after the act that it corrects or retracts."""
    by_id = {act.id: act for act in acts}
    for act in some:
        if isinstance(act, Correct | Retract):
            yield from with_targets([by_id[act.event]], by_id.values())
        yield act


def dump(path: Path) -> Dump:
    """Return every value stored in the database, and its schema."""
    with closing(sqlite3.connect(path)) as connection:
        connection.text_factory = lambda data: data.decode(errors="backslashreplace")
        return {
            table: sorted(connection.execute(f"SELECT * FROM {table}").fetchall(), key=repr)
            for table in ("sqlite_master", "alembic_version", *_COLUMNS)
        }


@contextmanager
def unguarded(path: Path) -> Iterator[sqlite3.Connection]:
    """Connect as another program would, with the triggers dropped until the block ends."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous=off")
        connection.execute("PRAGMA ignore_check_constraints=on")
        triggers = connection.execute("SELECT name, sql FROM sqlite_master WHERE type='trigger'")
        guards = triggers.fetchall()
        connection.execute("BEGIN")
        for name, _ in guards:
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
        for _, sql in guards:
            connection.execute(sql)
        connection.execute("COMMIT")


def judged(path: Path, before: Original) -> Outcome:
    """Judge whether verifying the database at *path* reveals that it was altered."""
    try:
        with open_log(str(path)) as log:
            found = verify(log)
            said = [fault.sentence for fault in found.faults]
            if not said:
                said = [fault.sentence for fault in consistency.verify(log)]
            if not said:
                old = before.checkpoint
                digests = {slug: log.digests(slug) for slug in old.trees}
                broken = checkpoints.broken(old, log.identity(), digests)
                said = [one.sentence for one in broken]
    except TimelineError as error:
        return Outcome(UNREADABLE, str(error))
    if said:
        return Outcome(NOTICED, said[0])
    return Outcome(*_unsaid(dump(path), before.dump))


def _unsaid(now: Dump, before: Dump) -> tuple[str, str]:
    if now == before:
        return HARMLESS, "every value that can be read is as it was"
    if _without_positions(now) == _without_positions(before):
        return HARMLESS, "entries of two partnerships change places in listings of both"
    return UNNOTICED, ", ".join(table for table in now if now[table] != before[table])


def _without_positions(found: Dump) -> Dump:
    return {**found, "log": sorted(row[1:] for row in found["log"])}


# Values


def a_value(connection: sqlite3.Connection, dice: Random) -> None:
    """Alter any column of any row, by a byte or completely."""
    table, key, column, old = _place(connection, dice)
    _put(connection, table, key, column, dice.choice(_WAYS)(old, dice))


def a_borrowed_value(connection: sqlite3.Connection, dice: Random) -> None:
    """Replace the value of any column by the value of another row."""
    table, key, column, old = _place(connection, dice)
    others = connection.execute(f"SELECT {column} FROM {table} WHERE {column} IS NOT ?", [old])
    _put(connection, table, key, column, _one_of(others.fetchall(), dice)[0])


def a_type(connection: sqlite3.Connection, dice: Random) -> None:
    """Change the type of a value and keep its content."""
    table, key, column, old = _place(connection, dice)
    other: object = old
    match old:
        case str():
            other = old.encode()
        case bytes():
            other = old.decode(errors="replace")
        case int():
            other = dice.choice((str(old), float(old), str(old).encode()))
        case _:
            raise RefusedError
    _put(connection, table, key, column, other)


def _place(connection: sqlite3.Connection, dice: Random) -> tuple[str, Row, str, Any]:
    tables = (
        *("log", "log", "log", "log", "subjects", "subjects", "answers", "answers"),
        *("reached", "identity"),
    )
    table = dice.choice(tables)
    columns = _COLUMNS[table]
    keys = _KEYS[table]
    rows = connection.execute(f"SELECT {', '.join((*keys, *columns))} FROM {table}").fetchall()
    row = _one_of(rows, dice)
    at = dice.randrange(len(columns))
    if row[len(keys) + at] is None:
        raise RefusedError
    return table, row[: len(keys)], columns[at], row[len(keys) + at]


_COLUMNS = {
    "log": ("position", "partnership", "version", "id", "recorded", "actor", "payload", "digest"),
    "subjects": ("partnership", "subject", "version"),
    "answers": (
        *("partnership", "term", "kind", "status", "value", "through", "authority", "event"),
        *("day_from", "day_to", "known_from", "known_to", "since", "until", "body"),
    ),
    "reached": ("partnership", "version", "edition"),
    "identity": ("one", "log"),
}
_KEYS = {
    "log": ("position",),
    "subjects": ("partnership", "subject", "version"),
    "answers": ("number",),
    "reached": ("partnership",),
    "identity": ("one",),
}


def _put(connection: sqlite3.Connection, table: str, key: Row, column: str, value: object) -> None:
    where = " AND ".join(f"{name} IS ?" for name in _KEYS[table])
    before = connection.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchall()
    connection.execute(f"UPDATE {table} SET {column} = ? WHERE {where}", (value, *key))
    after = connection.execute(f"SELECT * FROM {table} WHERE {where}", key).fetchall()
    if [list(map(repr, row)) for row in before] == [list(map(repr, row)) for row in after]:
        raise RefusedError


def _one_of(rows: list[Row], dice: Random) -> Row:
    if not rows:
        raise RefusedError
    return dice.choice(rows)


def _altered_byte(old: Any, dice: Random) -> object:
    match old:
        case b"" | "":
            return None
        case bytes():
            at = dice.randrange(len(old))
            return old[:at] + bytes([old[at] ^ dice.randrange(1, 256)]) + old[at + 1 :]
        case str():
            at = dice.randrange(len(old))
            return old[:at] + dice.choice("abz09.-_:TZ \0é") + old[at + 1 :]
        case int():
            return old ^ (1 << dice.randrange(20))
        case _:
            return None


def _cut(old: Any, dice: Random) -> object:
    return old - 1 if isinstance(old, int) else old[: dice.randrange(len(old) + 1)]


def _lengthened(old: Any, dice: Random) -> object:
    match old:
        case bytes():
            return old + dice.randbytes(dice.randrange(1, 4))
        case str():
            return old + dice.choice(("a", " ", "\n", "\0", "Z"))
        case _:
            return old + dice.randrange(1, 100)


def _nothing(_old: Any, _dice: Random) -> object:
    return None


_WAYS: tuple[Callable[[Any, Random], object], ...] = (
    *(_altered_byte, _altered_byte, _altered_byte, _cut, _lengthened, _nothing),
)


# Rows


def a_row_removed(connection: sqlite3.Connection, dice: Random) -> None:
    """Remove any row of any table."""
    table = dice.choice(("log", "log", "subjects", "answers", "reached", "identity"))
    _remove(connection, dice, table, "1")


def the_last_removed(connection: sqlite3.Connection, dice: Random) -> None:
    """Remove the last entries and their subjects, so that the answers reach beyond the log."""
    last = connection.execute("SELECT max(position) FROM log").fetchone()[0]
    first = last - dice.randrange(last)
    connection.execute(
        "DELETE FROM subjects WHERE EXISTS (SELECT 1 FROM log WHERE position >= ? AND"
        " log.partnership = subjects.partnership AND log.version = subjects.version)",
        [first],
    )
    connection.execute("DELETE FROM log WHERE position >= ?", [first])


def a_row_added(connection: sqlite3.Connection, dice: Random) -> None:
    """Add an entry that the log never recorded, similar to another or not."""
    position, slug, version, id, *rest = _entry(connection, dice)
    last = connection.execute("SELECT max(position), max(version) FROM log").fetchone()
    version = dice.choice((last[1] + 1, version + dice.randrange(1, 30), 0, -version))
    row = (dice.choice((last[0] + 1, last[0] + 7, 0, -position)), slug, version, f"{id}x", *rest)
    connection.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def a_subject_added(connection: sqlite3.Connection, dice: Random) -> None:
    """Add a subject that no entry is about."""
    _, slug, version, id, *_ = _entry(connection, dice)
    slug = dice.choice((slug, slug, "a", "zebra"))
    row = (slug, dice.choice((f"act:{id}", "cover", "term:x")), version + dice.randrange(9))
    connection.execute("INSERT INTO subjects VALUES (?, ?, ?)", row)


def two_swapped(connection: sqlite3.Connection, dice: Random) -> None:
    """Swap two entries, completely or in one column."""
    one, other = _entry(connection, dice), _entry(connection, dice)
    names = dice.choice(
        [
            *(("payload",), ("payload", "digest"), ("id", "recorded", "payload", "digest")),
            *(("position",), ("recorded",), ("actor",), ("digest",), ("version",), ("id",)),
            ("version", "partnership"),
        ]
    )
    marks = ", ".join(f"{name} = ?" for name in names)
    swap = [(row, [row[_COLUMNS["log"].index(name)] for name in names]) for row in (one, other)]
    if swap[0][1] == swap[1][1]:
        raise RefusedError
    free = [
        {"position": -1, "version": -1, "id": "away", "partnership": "away"}.get(name, b"")
        for name in names
    ]
    sql = f"UPDATE log SET {marks} WHERE position = ?"
    connection.execute(sql, [*free, one[0]])
    connection.execute(sql, [*swap[0][1], other[0]])
    connection.execute(sql, [*swap[1][1], -1 if "position" in names else one[0]])


def renumbered(connection: sqlite3.Connection, dice: Random) -> None:
    """Shift the numbers of the entries after a random one up or down."""
    position, slug, version, *_ = _entry(connection, dice)
    step = dice.choice((1, -1, 5))
    if dice.random() < 0.5:
        sql = f"UPDATE log SET position = {{}} WHERE position {'>' if step > 0 else '<'}= ?"
        values: list[object] = [position]
        name = "position"
    else:
        sql = "UPDATE log SET version = {} WHERE version >= ? AND partnership = ?"
        values, name = [version, slug], "version"
    connection.execute(sql.format(f"-({name} + {step})"), values)
    connection.execute(f"UPDATE log SET {name} = -{name} WHERE {name} < 0")


def moved(connection: sqlite3.Connection, dice: Random) -> None:
    """Rename a partnership, or move one entry to another partnership."""
    position, slug, *_ = _entry(connection, dice)
    other = dice.choice(("acme", "beta", "c", "d", "", "Beta", "b é"))
    if other == slug:
        raise RefusedError
    if dice.random() < 0.5:
        connection.execute("UPDATE log SET partnership = ? WHERE position = ?", [other, position])
        return
    for table in ("log", "subjects"):
        sql = f"UPDATE {table} SET partnership = ? WHERE partnership = ?"
        connection.execute(sql, [other, slug])


def _entry(connection: sqlite3.Connection, dice: Random) -> Row:
    rows = connection.execute(f"SELECT {', '.join(_COLUMNS['log'])} FROM log").fetchall()
    return _one_of(rows, dice)


def _remove(connection: sqlite3.Connection, dice: Random, table: str, where: str) -> None:
    keys = _KEYS[table]
    rows = connection.execute(f"SELECT {', '.join(keys)} FROM {table} WHERE {where}").fetchall()
    condition = " AND ".join(f"{name} IS ?" for name in keys)
    connection.execute(f"DELETE FROM {table} WHERE {condition}", _one_of(rows, dice))


# With the chain recomputed: digests match, and only the form or a checkpoint shows it


def rewritten(connection: sqlite3.Connection, dice: Random) -> None:
    """Alter an entry so that it can still be read, and recompute every digest from it on."""
    position, slug, version, *_ = _entry(connection, dice)
    payload = connection.execute("SELECT payload FROM log WHERE position = ?", [position])
    act = codec.decode(payload.fetchone()[0])
    if not isinstance(act, Event):
        raise RefusedError
    other = replace(act, title=f"{act.title} {dice.randrange(10**6)}")
    rechain(connection, slug, {version: codec.encode(other)})


def reformed(connection: sqlite3.Connection, dice: Random) -> None:
    """Write the same payload in another form, and recompute every digest from it on."""
    _, slug, version, *_, payload, _ = _entry(connection, dice)
    other = dice.choice(
        (
            payload.replace(b'":', b'": ', 1),
            payload + b"\n",
            b" " + payload,
            payload[:-1] + b',"v":1}',
            payload.replace(b'"v":1', b'"v":2'),
            payload.replace(b'"v":1', b'"v":1.0'),
            payload.replace(b"e", b"\\u0065", 1),
            b"[" + payload + b"]",
            b"{}",
            b"\xff",
        )
    )
    if other == payload:
        raise RefusedError
    rechain(connection, slug, {version: other})


def rechain(connection: sqlite3.Connection, slug: str, payloads: dict[int, bytes]) -> None:
    """Give some entries of a partnership other *payloads*, and recompute all its digests."""
    digest = chain.GENESIS
    columns = "position, version, recorded, actor, payload"
    sql = f"SELECT {columns} FROM log WHERE partnership = ? ORDER BY version"
    for position, version, recorded, actor, payload in connection.execute(sql, [slug]).fetchall():
        given = payloads.get(version, payload)
        digest = chain.digest(
            digest,
            partnership=slug,
            version=version,
            recorded=recorded,
            actor=actor,
            payload=given,
        )
        sql = "UPDATE log SET payload = ?, digest = ? WHERE position = ?"
        connection.execute(sql, [given, digest, position])


OF_ROWS: dict[str, Alteration] = {
    "a value altered": a_value,
    "a value of another row": a_borrowed_value,
    "a value of another type": a_type,
    "a row removed": a_row_removed,
    "the last entries removed": the_last_removed,
    "an entry added": a_row_added,
    "a subject added": a_subject_added,
    "two entries swapped": two_swapped,
    "entries renumbered": renumbered,
    "entries moved to a partnership": moved,
    "an entry and its chain rewritten": rewritten,
    "a payload in another form": reformed,
}
"""Every way to alter rows; `alter` picks values about as often as all others together."""

_WEIGHTS = (8, 2, 2, *(1,) * (len(OF_ROWS) - 3))

BYTES = "a byte of the file"
SCHEMA = "an object of the schema"


def alter(path: Path, before: Original, dice: Random) -> str:
    """Make one alteration of the log *before* in a file at *path*; return its name."""
    while True:
        for rest in ("-wal", "-shm", ""):
            Path(f"{path}{rest}").unlink(missing_ok=True)
        if dice.random() < 0.3:
            path.write_bytes(_altered_file(before.data, dice))
            return BYTES
        path.write_bytes(before.data)
        if dice.random() < 0.15:
            _alter_schema(path, dice)
            return SCHEMA
        name = dice.choices(list(OF_ROWS), _WEIGHTS)[0]
        try:
            with unguarded(path) as connection:
                OF_ROWS[name](connection, dice)
        except (RefusedError, sqlite3.IntegrityError):
            continue
        return name


def _alter_schema(path: Path, dice: Random) -> None:
    """Drop an object of the schema, add one, or write one into it by hand."""
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        sql = "SELECT type, name FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'log'"
        kind, name = dice.choice(connection.execute(sql).fetchall())
        table = dice.choice([*_COLUMNS])
        moment = dice.choice(("BEFORE INSERT", "AFTER INSERT", "BEFORE UPDATE", "AFTER DELETE"))
        trigger = f"TRIGGER new {moment} ON {table} BEGIN SELECT RAISE(IGNORE); END"
        way = dice.randrange(6)
        if way == 0 and name not in ("identity", "alembic_version"):
            connection.execute(f"DROP {kind} {name}")
        elif way == 1:
            connection.execute(f"ALTER TABLE {table} ADD COLUMN new")
        elif way == 2:
            column = dice.choice(_COLUMNS[table])
            connection.execute(f"CREATE INDEX new ON {table} ({column})")
        elif way == 3:
            connection.execute(f"CREATE {trigger}")
        else:
            begun = dice.choice(("CREATE/**/", "create ", "CREATE--\n", "CREATE\t", "CREATE "))
            stored = dice.choice((str.encode, str))(f"{begun}{trigger}")
            connection.execute("PRAGMA writable_schema=on")
            row = ("trigger", "new", table, stored)
            connection.execute("INSERT INTO sqlite_master VALUES (?, ?, ?, 0, ?)", row)


def _altered_file(data: bytes, dice: Random) -> bytes:
    at = dice.randrange(len(data))
    return data[:at] + bytes([data[at] ^ dice.randrange(1, 256)]) + data[at + 1 :]
