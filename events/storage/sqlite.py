"""SQLite: a database file, opened for reading or for writing."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from events.errors import InputError, NotFoundError, StorageError
from events.storage.database import PATIENCE, Row, own_revision, require_edition
from events.storage.deadline import require_time

READING = ("PRAGMA query_only=on", "PRAGMA trusted_schema=off", "BEGIN")
WRITING = (
    *("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", "PRAGMA foreign_keys=on"),
    *("PRAGMA recursive_triggers=on", "PRAGMA trusted_schema=off"),
)
"""The statements that a connection for reading, or for writing, runs first."""

BULKS = (100, 20, 4, 1)
"""The numbers of rows that one INSERT can have: SQLite prepares triggers once a statement."""


class SqliteDatabase:
    """An open database file; see `events.storage.database.Database`."""

    counts_positions = True

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.name, self._connection = path, connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return the rows that *sql* selects, with *values* in place of `?`."""
        with storage_errors(self.name):
            return self._executed(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """Yield the rows that *sql* selects, with *values*, without holding them in memory."""
        with storage_errors(self.name):
            # `yield from` would close the cursor when the connection may be closed already.
            for row in self._executed(sql, values):  # noqa: UP028 (see above)
                yield row

    def run(self, sql: str, *values: object) -> None:
        """Execute *sql* with *values*."""
        with storage_errors(self.name):
            self._executed(sql, values)

    def run_all(self, sql: str, several: Sequence[Row]) -> None:
        """Execute *sql* once for each of *several* rows of values."""
        with storage_errors(self.name):
            self._connection.executemany(sql, several)

    def _executed(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        require_time()
        try:
            return self._connection.execute(sql, values)
        except UnicodeEncodeError as error:
            raise InputError(f"{values[0]!r} is not readable as text.") from error

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert *rows*, which have these *columns*, into *table*, up to 100 per statement."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        marks = f"({', '.join('?' * len(columns))})"
        done = 0
        with storage_errors(self.name):
            for size in BULKS:
                while len(rows) - done >= size:
                    values = [value for row in rows[done : done + size] for value in row]
                    self._connection.execute(into + ", ".join([marks] * size), values)
                    done += size

    @contextmanager
    def writing(self, partnerships: Iterable[str] | None, *, keep: bool) -> Iterator[None]:
        """Begin a transaction; it keeps out every other writer, whatever *partnerships* are.

        It is committed at its end if *keep* is true, and rolled back otherwise.
        """
        del partnerships
        with storage_errors(self.name):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield
                if not keep:
                    self._connection.execute("ROLLBACK")

    def start_check(self) -> Callable[[], Iterator[str]]:
        """Start checking the file and the safeguards of the log.

        Returns a function that waits for the check to end and yields a sentence for each defect.
        """
        # Deferred: only `verify` needs it, and hashing loads OpenSSL.
        from events.storage.sqlite_check import start_check

        return start_check(self._integrity, self.rows)

    def _integrity(self) -> list[str]:
        """Return the damage that SQLite finds, on a connection of its own, for use in a thread."""
        with closing(connect(self.name)) as connection, storage_errors(self.name):
            return [one for (one,) in connection.execute("PRAGMA integrity_check(3)")]

    def now(self) -> str:
        """Return the instant that SQLite's clock shows, to the millisecond."""
        return str(self.rows("SELECT strftime('%Y-%m-%dT%H:%M:%f000Z', 'now')")[0][0])

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def opened(url: str, *, writing: bool = False) -> SqliteDatabase:
    """Open the file that *url* names, for reading unless *writing*.

    A *url* is `sqlite:///PATH` or a bare path.
    """
    path = path_of(url)
    if writing:
        opened(url).close()  # Writing alters any file at once: check first that it is ours.
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(path, writing=writing)))
        with storage_errors(path):
            require_edition(edition(connection, path), path)
        stack.pop_all()
    return SqliteDatabase(path, connection)


def path_of(url: str) -> str:
    """Return the path of the file that *url* names.

    Raises StorageError if it names none.
    """
    scheme, is_url, rest = url.partition("://")
    path = rest.removeprefix("/") if is_url else url
    is_file = scheme in _SCHEMES and rest.startswith("/") if is_url else not _meant_a_server(url)
    if not is_file:
        raise StorageError(
            "The database is named by a path, by sqlite:///PATH or by postgresql://HOST/NAME."
        )
    if not path or "\0" in path or path == ":memory:":
        raise StorageError("The database has to be a file; name one by sqlite:///PATH.")
    return path


_SCHEMES = ("sqlite", "sqlite+pysqlite")


def _meant_a_server(path: str) -> bool:
    """Return whether *path* is a mistyped server URL, whose password would name a file."""
    if ":" not in path and "=" not in path:
        return False
    return re.match(_SERVER, path, re.IGNORECASE) is not None


_SERVER = r"postgres(ql)?(\+\w+)?:|(host|hostaddr|port|dbname|service|user|password)\s*="


def revision(url: str) -> str | None:
    """Return the revision of the file that *url* names, or None if there is nothing yet."""
    path = path_of(url)
    if not os.path.lexists(path):
        return None
    with closing(connect(path)) as connection, storage_errors(path):
        return edition(connection, path)


def connect(path: str, *, writing: bool = False) -> sqlite3.Connection:
    """Connect to the existing database file at *path*, for reading unless *writing*."""
    _require_file(path)
    with storage_errors(path):
        try:
            return _prepared(path, "mode=rw", WRITING if writing else READING)
        except sqlite3.OperationalError as error:
            if writing or not _is_sealed(path, error):
                raise
            return _prepared(path, "mode=ro&immutable=1", READING)


def _prepared(path: str, mode: str, orders: Sequence[str]) -> sqlite3.Connection:
    """Connect, run *orders*, and read once, so that a file that cannot be read fails here."""
    with ExitStack() as stack:
        uri = uri_of(path, mode)
        connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        stack.enter_context(closing(connection))
        for order in (*orders, "SELECT 1 FROM sqlite_master"):
            connection.execute(order)
        stack.pop_all()
    return connection


def uri_of(path: str, mode: str) -> str:
    """Return the URI with which SQLite opens the file at *path*; *mode* may be `mode=rw`."""
    whole = os.path.abspath(path)
    slashed = whole if os.sep == "/" else "/" + whole.replace(os.sep, "/")
    quoted = slashed.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{quoted}?{mode}"


def _is_sealed(path: str, error: sqlite3.OperationalError) -> bool:
    """Return whether nobody can be writing: the folder is read-only and has no `-wal` file.

    To read in WAL mode SQLite needs a `-shm` file, which it cannot make in a read-only folder.
    """
    unwritable = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    folder = os.path.dirname(os.path.abspath(path))
    return unwritable and not os.access(folder, os.W_OK) and not os.path.exists(path + "-wal")


def _require_file(path: str) -> None:
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        if os.path.islink(path):
            raise NotFoundError(
                f"{path} is a link to {os.readlink(path)}, where there is nothing. Remove the "
                "link, or name the file itself."
            ) from error
        raise NotFoundError(
            f"There is no database {path}; make one with `timeline init --db {path}`."
        ) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}.") from error
    if not stat.S_ISREG(mode):
        raise StorageError(f"{path} is not a file, so it cannot be a database.")


def edition(connection: sqlite3.Connection, path: str) -> str | None:
    """Return the revision of the connected database at *path*, or None if it is empty.

    Raises StorageError if another program made it.
    """
    names = {name for (name,) in connection.execute(_TABLES)}
    found = connection.execute(_EDITION).fetchone() if "alembic_version" in names else None
    return own_revision(names, found and found[0], path)


@contextmanager
def storage_errors(path: str) -> Iterator[None]:
    """Turn errors of SQLite into a StorageError that names the file at *path*."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        told = _refused(path) if code == sqlite3.SQLITE_CANTOPEN else None
        told = told or _TROUBLES.get(code, f"cannot be used: {error}")
        raise StorageError(f"{path} {told}.") from error
    except UnicodeDecodeError as error:
        # SQLite's message about a damaged file may quote bytes that are not UTF-8.
        raise StorageError(f"{path} {_TROUBLES[sqlite3.SQLITE_CORRUPT]}.") from error


def _refused(path: str) -> str | None:
    """Return why the system has no file at *path* and will make none, if it says so."""
    try:
        os.stat(path)
    except FileNotFoundError:
        return None
    except OSError as error:
        return f"cannot be opened: {error.strerror}"
    return None


_TROUBLES = {
    sqlite3.SQLITE_BUSY: "is in use by another program; try again when that is done",
    sqlite3.SQLITE_LOCKED: "is in use by another program; try again when that is done",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
    sqlite3.SQLITE_FULL: "could not be written because the disk is full; nothing was written",
    sqlite3.SQLITE_READONLY: "cannot be used here because it, or its folder, is read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; look at the permissions of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened; look at the permissions of the file and its folder",
    sqlite3.SQLITE_IOERR: "could not be read or written by the operating system; look whether the "
    "disk is full, or failing",
}


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_EDITION = "SELECT version_num FROM alembic_version"
