"""SQLite: a database file, opened for reading or for writing."""

import os
import re
import sqlite3
import stat
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from hashlib import sha256
from threading import Thread

from events.errors import InputError, NotFoundError, StorageError
from events.storage.database import PATIENCE, Row, ours, require_edition

READING = ("PRAGMA query_only=on", "PRAGMA trusted_schema=off", "BEGIN")
WRITING = (
    *("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", "PRAGMA foreign_keys=on"),
    *("PRAGMA recursive_triggers=on", "PRAGMA trusted_schema=off"),
)
"""What a connection is told before it is used."""

BULKS = (100, 20, 4, 1)
"""How many rows one statement may add: a trigger is made ready once for all of them."""


SAFEGUARDS = {
    "log": "c9c7c55b1cf4cd14",
    "log_refuses_update": "ec3f0b9e57107455",
    "log_refuses_delete": "a0bd4f7bb2a7dcfe",
    "log_refuses_replace": "599db316ab6b256c",
    "subjects": "2ed4496c97517af4",
    "answers": "cfc52bbf041363e4",
    "answers_by_day": "fc2fd640751b1268",
    "answers_now": "fc0cdce50b355ecf",
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
"""What the migrations make, each with how the digest of its kind, table and SQL begins."""


class SqliteDatabase:
    """An open database file; see `events.storage.database.Database`."""

    counts_positions = True

    def __init__(self, path: str, connection: sqlite3.Connection) -> None:
        self.name, self._connection = path, connection

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return what *sql* selects."""
        with troubles(self.name):
            return self._executed(sql, values).fetchall()

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """Yield what *sql* selects, without holding it in memory."""
        with troubles(self.name):
            # `yield from` would close the cursor when the connection may be closed already.
            for row in self._executed(sql, values):  # noqa: UP028
                yield row

    def run(self, sql: str, *values: object) -> None:
        """Carry out *sql*."""
        with troubles(self.name):
            self._executed(sql, values)

    def run_all(self, sql: str, several: Sequence[Row]) -> None:
        """Carry out *sql* with *several* rows of values, one after the other."""
        with troubles(self.name):
            self._connection.executemany(sql, several)

    def _executed(self, sql: str, values: Sequence[object]) -> sqlite3.Cursor:
        try:
            return self._connection.execute(sql, values)
        except UnicodeEncodeError as error:
            raise InputError(f"{values[0]!r} is not readable as text.") from error

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add *rows* to *table*, as many with one statement as there are."""
        into = f"INSERT INTO {table} ({', '.join(columns)}) VALUES "
        marks = f"({', '.join('?' * len(columns))})"
        done = 0
        with troubles(self.name):
            for size in BULKS:
                while len(rows) - done >= size:
                    values = [value for row in rows[done : done + size] for value in row]
                    self._connection.execute(into + ", ".join([marks] * size), values)
                    done += size

    @contextmanager
    def writing(self, partnerships: Iterable[str] | None, *, keep: bool) -> Iterator[None]:
        """Make one transaction: the lock of the file keeps every other writer out."""
        del partnerships
        with troubles(self.name):
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("BEGIN IMMEDIATE")
            with self._connection:
                yield
                if not keep:
                    self._connection.execute("ROLLBACK")

    def looked_over(self) -> Callable[[], Iterator[str]]:
        """Begin to look what SQLite finds broken, and which safeguard is not as it was made."""
        # SQLite takes as long for it as the entries take in Python, and does not need Python.
        said: list[str] = []
        troubled: list[StorageError] = []

        def look() -> None:
            try:
                with closing(connect(self.name)) as connection, troubles(self.name):
                    said.extend(one for (one,) in connection.execute("PRAGMA integrity_check(3)"))
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
            yield from self._missing_safeguards()

        return found

    def _missing_safeguards(self) -> Iterator[str]:
        rows = self.rows("SELECT name, type, tbl_name, sql FROM sqlite_master")
        made = {row[0] for row in rows if _is_safeguard(row)}
        for name in SAFEGUARDS:
            if name not in made:
                yield f"The safeguard {name} of the database was altered or removed."
        for name, _, table, sql in (row for row in rows if not _is_safeguard(row)):
            if _is_trigger_on_ours(str(sql), table):
                yield f"There is a trigger {name} on {table} that this program did not make."

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def _is_trigger_on_ours(sql: str, table: str) -> bool:
    is_trigger = re.match(r"\s*create\s+trigger\b", sql, re.IGNORECASE)
    return bool(is_trigger and re.search(_OURS, f"{table} {sql}", re.IGNORECASE))


def _is_safeguard(row: Row) -> bool:
    """Tell whether *row* of the schema is what the migrations made under its name."""
    name, kind, table, sql = row
    found = sha256(f"{kind} {table} {sql}".encode()).hexdigest()[:16]
    return SAFEGUARDS.get(name) == found


def opened(url: str, *, writing: bool = False) -> SqliteDatabase:
    """Open the file that *url* names: `sqlite:///PATH` or a bare path."""
    path = path_of(url)
    if writing:
        opened(url).close()  # A writer's first order alters the file, be it whose it may.
    with ExitStack() as stack:
        connection = stack.enter_context(closing(connect(path, writing=writing)))
        with troubles(path):
            require_edition(edition(connection, path), path)
        stack.pop_all()
    return SqliteDatabase(path, connection)


def path_of(url: str) -> str:
    """Return the file that *url* names, or raise StorageError when it names none."""
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
    """Whether a slip in the address of a server would make a file with the password in its name."""
    if ":" not in path and "=" not in path:
        return False
    return re.match(_SERVER, path, re.IGNORECASE) is not None


_SERVER = r"postgres(ql)?(\+\w+)?:|(host|hostaddr|port|dbname|service|user|password)\s*="


def revision(url: str) -> str | None:
    """Return the revision of the file that *url* names, None where there is nothing yet."""
    path = path_of(url)
    if not os.path.lexists(path):
        return None
    with closing(connect(path)) as connection, troubles(path):
        return edition(connection, path)


def connect(path: str, *, writing: bool = False) -> sqlite3.Connection:
    """Return a connection to the database file at *path*, which has to exist."""
    _require_file(path)
    with troubles(path):
        try:
            return _prepared(path, "mode=rw", WRITING if writing else READING)
        except sqlite3.OperationalError as error:
            if writing or not _is_sealed(path, error):
                raise
            return _prepared(path, "mode=ro&immutable=1", READING)


def _prepared(path: str, mode: str, orders: Sequence[str]) -> sqlite3.Connection:
    """Connect and read once, so that whatever keeps the file from being read shows here."""
    with ExitStack() as stack:
        uri = uri_of(path, mode)
        connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        stack.enter_context(closing(connection))
        for order in (*orders, "SELECT 1 FROM sqlite_master"):
            connection.execute(order)
        stack.pop_all()
    return connection


def uri_of(path: str, mode: str) -> str:
    """Return the URI under which SQLite opens the file at *path* in a *mode*."""
    whole = os.path.abspath(path)
    slashed = whole if os.sep == "/" else "/" + whole.replace(os.sep, "/")
    quoted = slashed.replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return f"file://{quoted}?{mode}"


def _is_sealed(path: str, error: sqlite3.OperationalError) -> bool:
    """Tell whether nobody can be writing beside us: no shared memory can be made, none is there.

    SQLite needs a `-shm` file to read in WAL mode, and cannot make one in a read-only folder.
    """
    unwritable = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
    folder = os.path.dirname(os.path.abspath(path))
    return unwritable and not os.access(folder, os.W_OK) and not os.path.exists(path + "-wal")


def _require_file(path: str) -> None:
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError as error:
        raise NotFoundError(
            f"There is no database {path}; make one with `timeline init --db {path}`."
        ) from error
    except OSError as error:
        raise StorageError(f"{path} cannot be opened: {error.strerror}.") from error
    if not stat.S_ISREG(mode):
        raise StorageError(f"{path} is not a file, so it cannot be a database.")


def edition(connection: sqlite3.Connection, path: str) -> str | None:
    """Return the revision of the database, None while it is empty.

    Raises StorageError when another program made it.
    """
    names = {name for (name,) in connection.execute(_TABLES)}
    found = connection.execute(_EDITION).fetchone() if "alembic_version" in names else None
    return ours(names, found and found[0], path)


@contextmanager
def troubles(path: str) -> Iterator[None]:
    """Tell what SQLite complains of in a sentence about the file at *path*."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise StorageError(f"{path} {_TROUBLES.get(code, f'cannot be used: {error}')}.") from error
    except UnicodeDecodeError as error:
        # Of a damaged file, SQLite quotes in its complaints what is no text.
        raise StorageError(f"{path} {_TROUBLES[sqlite3.SQLITE_CORRUPT]}.") from error


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
_OURS = r"\b(log|subjects|answers|reached|identity)\b"
_EDITION = "SELECT version_num FROM alembic_version"
