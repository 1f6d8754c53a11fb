"""PostgreSQL: a database on a server, reached through psycopg."""

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from functools import partial
from hashlib import sha256
from itertools import count
from shlex import quote
from typing import Any, LiteralString
from urllib.parse import parse_qsl, urlencode, urlsplit

import psycopg
from psycopg import errors as trouble
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import TransactionStatus

from events.errors import InputError, NotFoundError, StorageError, TimelineError
from events.storage.database import PATIENCE, Row, own_revision, require_edition
from events.storage.deadline import require_time
from events.storage.postgres_check import departures

# The driver logs warnings about errors that this module already reports.
logging.getLogger("psycopg").addHandler(logging.NullHandler())

MANY = 1000
"""For more partnerships than this, one lock on all is taken instead of a lock on each."""

OLDEST = 13
"""The oldest PostgreSQL with every feature that a log needs."""

BULK = 20
"""The number of rows from which COPY is worth its round trips."""

LOST = (
    "{name} cannot be reached: {said}. If this was a write, look with `timeline log` whether it "
    "was kept, or give the same command again: nothing is recorded twice."
)


UNREADABLE = (
    "The address of the database cannot be read: write postgresql://USER@HOST:PORT/NAME, and in a "
    "name or a password %40 for @, %2F for /, %3A for :, %3F for ? and %23 for #."
)
"""This message quotes no part of the address, since any part of it may be the password."""


def without_password(url: str) -> str:
    """Return *url* without its password, in a form that commands accept too.

    Raises StorageError if the password cannot be told from the rest.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        raise StorageError(UNREADABLE) from None
    at_most_one = url.count("@") == parts.netloc.count("@") <= 1
    if not at_most_one or parts.fragment:
        raise StorageError(UNREADABLE)
    user, at, host = parts.netloc.rpartition("@")
    query = [(key, value) for key, value in parse_qsl(parts.query) if key not in _SECRETS]
    asked = f"?{urlencode(query, safe='/')}" if query else ""
    return f"{parts.scheme}://{user.partition(':')[0]}{at}{host}{parts.path}{asked}"


_SECRETS = ("password", "sslpassword", "oauth_client_secret")


def connect(url: str, *, writing: bool = False) -> "psycopg.Connection[Row]":
    """Connect to the server at *url*, for reading unless *writing*.

    A connection for reading shows a single moment.
    """
    with storage_errors(without_password(url), "{name} cannot be reached: {said}."):
        given = {"connect_timeout": int(PATIENCE), **_address(url), "client_encoding": "utf8"}
        # No named statements: behind a pooler, another client may have one of that name.
        connection = psycopg.connect(
            make_conninfo(**given), autocommit=writing, prepare_threshold=None
        )
        # Whatever isolation the server has by default, a writer sees what the writers it waited for
        # have committed.
        level = psycopg.IsolationLevel
        connection.isolation_level = level.READ_COMMITTED if writing else level.REPEATABLE_READ
        connection.read_only = None if writing else True
        if not writing:
            # Who may append may lock a table, by other programs; readers then wait no longer.
            connection.execute(LOCK_TIMEOUT, [f"{PATIENCE:g}s"])
        return connection


def _address(url: str) -> dict[str, Any]:
    scheme, _, rest = url.partition("://")
    try:
        return conninfo_to_dict(f"{scheme.partition('+')[0]}://{rest}")
    except psycopg.ProgrammingError:
        raise StorageError(UNREADABLE) from None


def connect_to_migrate(url: str) -> "psycopg.Connection[Row]":
    """Connect to the server at *url* to create tables.

    Raises StorageError if the server is too old for a log, or has the wrong encoding.
    """
    name = without_password(url)
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(url, writing=True)))
        with storage_errors(name):
            _require_fit(connection, name)
            connection.autocommit = False
        stack.pop_all()
    return connection


def _require_fit(connection: "psycopg.Connection[Row]", name: str) -> None:
    version, encoding = connection.info.server_version, _one(connection, "SHOW server_encoding")
    if version < OLDEST * 10000:
        raise StorageError(
            f"{name} is of PostgreSQL {version // 10000}; a log needs {OLDEST} or newer."
        )
    if encoding != "UTF8":
        raise StorageError(
            f"{name} has the encoding {encoding}, which cannot hold every text; "
            "make one with `createdb --template template0 --encoding UTF8 NAME`."
        )


def _one(connection: "psycopg.Connection[Row]", sql: LiteralString) -> object:
    row = connection.execute(sql).fetchone()
    return row and row[0]


class PostgresDatabase:
    """An open database on a server; see `events.storage.database.Database`."""

    counts_positions = False

    def __init__(self, name: str, connection: "psycopg.Connection[Row]") -> None:
        self.name, self._connection = name, connection
        self._numbers = count(1)

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return the rows that *sql* selects, with *values* in place of `?`."""
        require_time()
        with storage_errors(self.name), _readable():
            return self._connection.execute(_marked(sql), values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """Yield the rows that *sql* selects, with *values*, without holding them in memory."""
        if self._is_idle and self._connection.autocommit:
            with self._connection.transaction():
                yield from self._streamed(sql, values)
        else:
            yield from self._streamed(sql, values)

    def _streamed(self, sql: str, values: Sequence[object]) -> Iterator[Row]:
        name = f"stream_{next(self._numbers)}"
        with storage_errors(self.name), self._connection.cursor(name=name) as cursor:
            cursor.itersize = 1000
            with _readable():
                cursor.execute(_marked(sql), values)
            yield from cursor

    def run(self, sql: str, *values: object) -> None:
        """Execute *sql* with *values*."""
        with storage_errors(self.name), _readable():
            self._connection.execute(_marked(sql), values)

    def run_all(self, sql: str, several: Sequence[Row]) -> None:
        """Execute *sql* once for each of *several* rows of values, without waiting after each."""
        with storage_errors(self.name), _readable(), self._connection.cursor() as cursor:
            cursor.executemany(_marked(sql), several)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert *rows*, which have these *columns*, into *table*, by COPY if there are many."""
        names = ", ".join(columns)
        with storage_errors(self.name), self._connection.cursor() as cursor:
            if len(rows) < BULK:
                marks = ", ".join("?" * len(columns))
                sql = f"INSERT INTO {table} ({names}) VALUES ({marks})"
                cursor.executemany(_marked(sql), rows)
                return
            with cursor.copy(_marked(f"COPY {table} ({names}) FROM STDIN")) as copy:
                for row in rows:
                    copy.write_row(row)

    @contextmanager
    def writing(self, partnerships: Iterable[str] | None, *, keep: bool) -> Iterator[None]:
        """Begin a transaction that locks each of *partnerships*, or all if None.

        It is committed at its end if *keep* is true, and rolled back otherwise. Locks are always
        taken in the same order, so that writers cannot deadlock.
        """
        with storage_errors(self.name):
            if not self._is_idle:
                self._lock(partnerships)
                yield
                return
            with self._connection.transaction(force_rollback=not keep):
                self._connection.execute(_SETTINGS, [f"{PATIENCE:g}s"])
                self._lock(partnerships)
                yield

    def _lock(self, partnerships: Iterable[str] | None) -> None:
        slugs = None if partnerships is None else sorted(set(partnerships))
        everyone = slugs is None or len(slugs) > MANY
        self._connection.execute(_LOCK if everyone else _LOCK_SHARED, [_key("")])
        for slug in () if everyone else slugs or ():
            self._connection.execute(_LOCK, [_key(slug)])

    @property
    def _is_idle(self) -> bool:
        return self._connection.info.transaction_status == TransactionStatus.IDLE

    def start_check(self) -> Callable[[], Iterator[str]]:
        """Return a function that compares the schema with what was made, and yields the defects.

        The check is quick, and does not run in the background.
        """
        return partial(departures, self.rows)

    def now(self) -> str:
        """Return the instant that the clock of the server shows."""
        return str(self.rows(_CLOCK)[0][0])

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def opened(url: str, *, writing: bool = False) -> PostgresDatabase:
    """Open the database that *url* names, for reading unless *writing*."""
    name = without_password(url)
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(url, writing=writing)))
        with storage_errors(name):
            require_edition(edition(connection, name), name)
        stack.pop_all()
    return PostgresDatabase(name, connection)


def edition(connection: "psycopg.Connection[Row]", name: str) -> str | None:
    """Return the revision of the connected database, or None if it is empty.

    Raises StorageError if another program made the database or the role may use no schema; the
    message calls the database *name*.
    """
    if _one(connection, "SELECT current_schema()") is None:
        raise StorageError(
            f"{name} has no schema that this role may use; make one with `CREATE SCHEMA`, name one "
            "that is there with ?options=-csearch_path%3DSCHEMA, or have the right granted."
        )
    names = {row[0] for row in connection.execute(_TABLES)}
    found = None
    if "alembic_version" in names:
        found = connection.execute("SELECT version_num FROM alembic_version").fetchone()
    return own_revision(names, found and found[0], name)


@contextmanager
def storage_errors(name: str, lost: str = LOST) -> Iterator[None]:
    """Turn errors of the server into a TimelineError that names the database *name*.

    *lost* is the message for a server that cannot be reached.
    """
    try:
        yield
    except psycopg.Error as error:
        raise _sentence(name, error, lost) from error


@contextmanager
def _readable() -> Iterator[None]:
    try:
        yield
    except UnicodeEncodeError as error:
        raise InputError(f"{error.object!r} is not readable as text.") from error


def _sentence(name: str, error: psycopg.Error, lost: str) -> TimelineError:
    said = next(iter(str(error).strip().splitlines()), type(error).__name__).rstrip(".")
    said = said.rpartition("FATAL:")[2].strip()
    for kinds, text in _TROUBLES:
        if isinstance(error, kinds):
            return StorageError(f"{name} {text}.")
    match error:
        case psycopg.OperationalError() if missing := _MISSING.search(said):
            advice = f"make one with `createdb {quote(missing[1])}`"
            return NotFoundError(f"There is no database {name}; {advice}.")
        case psycopg.OperationalError() if _NO_PASSWORD.search(said):
            return StorageError(
                f"{name} does not let this role in: {said.rpartition(': ')[2]}. The password is "
                "read from ~/.pgpass, $PGPASSWORD or the address."
            )
        case psycopg.DataError():
            return InputError(f"{name} cannot keep a value: {said}.")
        case psycopg.OperationalError() if (error.sqlstate or "08")[:2] in _UNREACHED:
            return StorageError(lost.format(name=name, said=said))
        case _:
            return StorageError(f"{name} cannot be used: {said}.")


_MISSING = re.compile(r'database "(.*)" does not exist')
_NO_PASSWORD = re.compile("password authentication failed|no password supplied")
_UNREACHED = ("08", "57", "28")
_TROUBLES: tuple[tuple[tuple[type[psycopg.Error], ...], str], ...] = (
    (
        (trouble.LockNotAvailable, trouble.DeadlockDetected),
        "is being written, or is locked, by another program; nothing was written, try again when "
        "that is done",
    ),
    (
        (trouble.SerializationFailure,),
        "broke the reading off, as a replica does that has fallen behind; nothing was written, "
        "ask again or ask the server that is written to",
    ),
    (
        (trouble.UniqueViolation,),
        "was written by another program at the same time; nothing was written, try again",
    ),
    (
        (trouble.QueryCanceled,),
        "broke the work off, perhaps as it took longer than the server allows; nothing was written",
    ),
    ((trouble.DiskFull,), "could not be written because the disk is full; nothing was written"),
    (
        (trouble.ReadOnlySqlTransaction,),
        "is read-only, perhaps a replica; name the server that is written to",
    ),
    (
        (trouble.InsufficientPrivilege,),
        "does not allow this role to do that; its owner can, or may give the right with "
        "`timeline init --grant ROLE`",
    ),
    ((trouble.RestrictViolation,), "holds an append-only log: no entry is altered or removed"),
)


def _marked(sql: str) -> str:
    return sql.replace("?", "%s")


def _key(slug: str) -> int:
    """Return the number of the lock of a partnership, or of all if *slug* is empty."""
    return int.from_bytes(sha256(slug.encode()).digest()[:8], signed=True)


_CLOCK = """
    SELECT to_char(clock_timestamp() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
"""
_LOCK = "SELECT pg_advisory_xact_lock(%s)"
_LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(%s)"
# Commits wait for the disk even where the server's default is not to, so that no entry is lost once
# its append was acknowledged.
LOCK_TIMEOUT = "SELECT set_config('lock_timeout', %s, true)"
"""Has the transaction wait for a lock no longer than that; a pooler hands on no setting of it."""
_SETTINGS = """
    SELECT set_config('lock_timeout', %s, true), set_config(
        'synchronous_commit', replace(current_setting('synchronous_commit'), 'off', 'on'), true)
"""
_TABLES = """
    SELECT relname FROM pg_class
    WHERE relkind IN ('r', 'p', 'f') AND NOT relispartition
      AND relnamespace IN (
          SELECT oid FROM pg_namespace WHERE nspname = ANY (current_schemas(false)))
      AND NOT EXISTS (SELECT 1 FROM pg_depend WHERE objid = pg_class.oid AND deptype = 'e')
"""
