"""Back up a log into one file while others write to it, and restore it."""

import os
import sqlite3
import stat
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from events.errors import InputError, IntegrityError, StorageError
from events.log.log import Head, Log, open_log
from events.model.values import Value, value
from events.proof.checkpoints import Checkpoint, broken, tree_over
from events.proof.verification import Found
from events.storage import sqlite
from events.storage.beside import beside
from events.storage.database import EDITION, PATIENCE, require_edition
from events.storage.engines import is_server

Verify = Callable[[Log], Found]
"""Verifies a log and what is derived from it, as `timeline verify` does."""


@value
class Copied(Value):
    """A verified copy of a log: its file, its number of entries, the head of each partnership."""

    file: str
    entries: int
    heads: tuple[Head, ...]


def back_up(url: str, file: str, verify: Verify, *, replace: bool = False) -> Copied:
    """Copy the log at *url* to *file*, as it is at one moment, and verify the copy.

    *file* is written completely or not at all, and what it holds has passed *verify*. Raises
    InputError if it exists and *replace* is false, IntegrityError if the log, and so the copy,
    fails verification.
    """
    source = _file_of(url)
    if os.path.lexists(file) and not replace:
        raise InputError(f"{file} is there already; name another file, or say --force.")
    if os.path.exists(f"{file}-wal") or _is_same(source, file):
        raise InputError(f"{file} is in use as a database; name another file.")
    try:
        with beside(file) as name:
            with closing(sqlite.connect(source)) as connection:
                _copy(connection, source, name, file)
            copied = _verified(name, file, verify)
            _put(name, file, replace)
    except OSError as error:
        raise InputError(f"{file} cannot be written: {error.strerror}.") from None
    return copied


def restore(file: str, url: str, verify: Verify, *, replace: bool = False) -> Copied:
    """Restore the backup *file* at *url*, with the identity of the log that was backed up.

    Without *replace*, raises InputError if *url* already holds another log, or entries that the
    backup lacks. Raises IntegrityError if the backup fails verification, StorageError if another
    program is using the database at *url*.
    """
    path = _file_of(url)
    if _is_same(file, path):
        raise InputError(f"{file} is that database itself; name a backup of it.")
    found = _verified(file, file, verify)
    if not os.path.lexists(path):
        _make_folder(os.path.dirname(path))
        back_up(file, path, verify)
        return Copied(path, found.entries, found.heads)
    with _alone(path, replace) as destination, open_log(file) as backup:
        if not replace:
            _require_continued(destination, path, backup)
        with closing(sqlite.connect(sqlite.path_of(file))) as source:
            _transfer(source, file, destination, path)
    return _verified(path, path, verify)


def _file_of(url: str) -> str:
    if is_server(url):
        raise InputError(
            "A database on a server is backed up with its own tools, such as `pg_dump`, or with "
            "`timeline export -o jsonl FILE`, which `timeline import FILE` takes in again."
        )
    return sqlite.path_of(url)


def _is_same(one: str, other: str) -> bool:
    try:
        return os.path.samefile(one, other)
    except (OSError, ValueError):
        return False


def _make_folder(folder: str) -> None:
    try:
        os.makedirs(folder or ".", exist_ok=True)
    except OSError as error:
        raise InputError(f"The folder {folder} cannot be made: {error.strerror}.") from None


def _copy(connection: sqlite3.Connection, source: str, name: str, file: str) -> None:
    """Copy the database *source*, opened as *connection*, to the new file *name*.

    The new file gets the permissions of *source*, and its owner may write it. Error messages call
    it *file*, its later name.
    """
    mode = os.stat(source).st_mode & 0o777 | stat.S_IWUSR
    os.close(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode))
    with closing(sqlite3.connect(name)) as copy:
        _transfer(connection, source, copy, file)


def _transfer(
    source: sqlite3.Connection, source_name: str, copy: sqlite3.Connection, copy_name: str
) -> None:
    try:
        source.backup(copy)
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        is_source = code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
        with sqlite.storage_errors(source_name if is_source else copy_name):
            raise


def _verified(path: str, name: str, verify: Verify) -> Copied:
    """Verify the log in the file *path*, which error messages call *name*, by *verify*."""
    with open_log(path) as log:
        found = verify(log)
        heads = tuple(log.partnerships())
    for fault in found.faults:
        where = fault.partnership or ""
        if fault.version is not None:
            where += f", entry {fault.version}"
        where += ": " if where else ""
        raise IntegrityError(f"What {name} would hold fails verification. {where}{fault.sentence}")
    return Copied(name, found.entries, heads)


def _put(name: str, file: str, replace: bool) -> None:
    """Flush the temporary file *name* to disk, then rename it to *file*."""
    descriptor = os.open(name, os.O_RDONLY)
    os.fsync(descriptor)
    os.close(descriptor)
    if replace:
        os.replace(name, file)
        return
    try:
        os.link(name, file)
    except FileExistsError:
        raise InputError(f"{file} is there already; name another file, or say --force.") from None
    except OSError:
        os.rename(name, file)


@contextmanager
def _alone(path: str, replace: bool) -> Iterator[sqlite3.Connection]:
    """Open the database file *path* with an exclusive lock, so that no program can append to it."""
    uri = sqlite.uri_of(path, "mode=rw")
    with closing(
        sqlite3.connect(uri, uri=True, timeout=PATIENCE, isolation_level=None)
    ) as connection:
        with _damage_explained(path, replace):
            connection.execute("PRAGMA locking_mode=exclusive")
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("COMMIT")
            found = sqlite.edition(connection, path)
            if found not in (None, EDITION) and not replace:
                require_edition(found, path)
        yield connection


@contextmanager
def _damage_explained(path: str, replace: bool) -> Iterator[None]:
    """Replace the advice on a damaged file: it says to restore a backup, which is being done."""
    try:
        with sqlite.storage_errors(path):
            yield
    except StorageError as error:
        cause = error.__cause__
        code = getattr(cause, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & 0xFF
        if code not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        what = "so what it holds cannot be compared with the backup; say --force"
        if replace or code == sqlite3.SQLITE_NOTADB:
            what = f"move it away, with {path}-wal and {path}-shm, and restore again"
        raise StorageError(f"{path} is damaged; {what}.") from error


def _require_continued(connection: sqlite3.Connection, path: str, backup: Log) -> None:
    """Raise InputError unless *backup* contains the log that it would replace."""
    if sqlite.edition(connection, path) is None:
        return
    there = Log(sqlite.SqliteDatabase(path, connection))
    with _damage_explained(path, replace=False):
        slugs = [head.slug for head in there.partnerships()]
        # Not verified: entries that fail verification would be lost by a replacement too.
        trees = {slug: tree_over(map(_as_bytes, there.digests(slug))) for slug in slugs}
        identity = there.identity() if connection.execute(_ANY_IDENTITY).fetchone() else None
    old = Checkpoint(backup.identity(), trees)
    digests = {slug: backup.digests(slug) for slug in trees}
    if identity != backup.identity():
        raise InputError(
            f"{path} is another log than {backup.name} is a backup of; name another place with "
            "--db, or replace it with --force."
        )
    for one in broken(old, backup.identity(), digests):
        raise InputError(
            f"{path} has entries of {one.partnership} that {backup.name} has not; they would be "
            "lost. Restore to another place with --db, or say --force."
        )


def _as_bytes(digest: object) -> bytes:
    return digest if isinstance(digest, bytes) else b""


_ANY_IDENTITY = "SELECT 1 FROM identity"
