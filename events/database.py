"""The database file: found, opened for reading or writing, and known to be ours."""

import os
import sqlite3
import stat
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager

from events.errors import MigrationNeededError, NotFoundError, StorageError

EDITION = "m001"
"""The revision of the database that this program reads and writes."""

PATIENCE = 10.0
"""How many seconds to wait for another writer before saying that the database is locked."""

READING = ("PRAGMA query_only=on", "PRAGMA trusted_schema=off", "BEGIN")
WRITING = (
    *("PRAGMA journal_mode=wal", "PRAGMA synchronous=full", "PRAGMA foreign_keys=on"),
    *("PRAGMA recursive_triggers=on", "PRAGMA trusted_schema=off"),
)
"""What a connection is told before it is used."""


def path_of(url: str) -> str:
    """Return the file that *url* names, or raise StorageError when it names none."""
    scheme, is_url, rest = url.partition("://")
    path = rest.removeprefix("/") if is_url else url
    if is_url and scheme.startswith("postgres"):
        raise StorageError("PostgreSQL is not supported by this edition yet; name a SQLite file.")
    if is_url and (scheme not in _SCHEMES or not rest.startswith("/")):
        raise StorageError("The database is named by a path or by sqlite:///PATH.")
    if not path or "\0" in path or path == ":memory:":
        raise StorageError("The database has to be a file; name one by sqlite:///PATH.")
    return path


_SCHEMES = ("sqlite", "sqlite+pysqlite")


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
    uri = f"file://{_quoted(os.path.abspath(path))}?{mode}"
    with ExitStack() as stack:
        connection = sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
        stack.enter_context(closing(connection))
        for order in (*orders, "SELECT 1 FROM sqlite_master"):
            connection.execute(order)
        stack.pop_all()
    return connection


def _quoted(path: str) -> str:
    slashed = path if os.sep == "/" else "/" + path.replace(os.sep, "/")
    return slashed.replace("%", "%25").replace("?", "%3f").replace("#", "%23")


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
    if not names - {"alembic_version"} and found is None:
        return None
    if found is None or "log" not in names or not _is_revision(found[0]):
        raise StorageError(f"{path} is the database of another program; name a file of your own.")
    return str(found[0])


def _is_revision(text: object) -> bool:
    return isinstance(text, str) and text[:1] == "m" and text[1:].isdigit()


def require_edition(found: str | None, path: str) -> None:
    """Raise MigrationNeededError unless *found* is the revision that this program works with."""
    if found is None:
        raise MigrationNeededError(f"{path} holds no log yet; run `timeline init --db {path}`.")
    if found < EDITION:
        raise MigrationNeededError(
            f"{path} was made by an older edition of this program ({found}, now {EDITION}); "
            f"run `timeline init --db {path}` to bring it up to date."
        )
    if found > EDITION:
        raise MigrationNeededError(
            f"{path} was made by a newer edition of this program ({found}, here {EDITION}); "
            "upgrade the program."
        )


@contextmanager
def troubles(path: str) -> Iterator[None]:
    """Tell what SQLite complains of in a sentence about the file at *path*."""
    try:
        yield
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        raise StorageError(f"{path} {_TROUBLES.get(code, f'cannot be used: {error}')}.") from error


_TROUBLES = {
    sqlite3.SQLITE_BUSY: "is in use by another program; try again when that is done",
    sqlite3.SQLITE_LOCKED: "is in use by another program; try again when that is done",
    sqlite3.SQLITE_NOTADB: "is not a SQLite database; name another file",
    sqlite3.SQLITE_CORRUPT: "is damaged; restore a backup",
    sqlite3.SQLITE_FULL: "could not be written because the disk is full; nothing was written",
    sqlite3.SQLITE_READONLY: "cannot be used here because it, or its folder, is read-only",
    sqlite3.SQLITE_CANTOPEN: "cannot be opened; look at the permissions of the file and its folder",
    sqlite3.SQLITE_PERM: "cannot be opened; look at the permissions of the file and its folder",
    sqlite3.SQLITE_IOERR: "could not be read or written by the operating system; check the disk",
}


_TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
_EDITION = "SELECT version_num FROM alembic_version"
