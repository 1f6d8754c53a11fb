"""A log in a file: what SQLite refuses by itself, which files it opens, and what it leaves."""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from log_entries import appended, event, ids
from nobody import as_nobody

from events.errors import (
    IntegrityError,
    MigrationNeededError,
    NotFoundError,
    StorageError,
    TimelineError,
)
from events.log.log import open_log
from events.storage import sqlite
from migrations import run


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a migrated, empty database."""
    path = str(tmp_path / "log.db")
    run.upgrade(path)
    return path


def foreign(path: str, sql: str) -> None:
    """Execute *sql* as another program would: with none of our settings."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(sql) if ";" in sql else connection.execute(sql)


def beside(path: str) -> list[str]:
    return sorted(os.listdir(os.path.dirname(path)))


def test_a_locked_database_is_a_sentence(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program may hold it for hours."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            appended(path, event("one"))


# The database itself refuses


@pytest.mark.parametrize(
    ("sql", "complaint"),
    [
        ("UPDATE log SET recorded = recorded", "no entry is altered"),
        ("UPDATE OR REPLACE log SET version = 2 WHERE version = 1", "no entry is altered"),
        ("DELETE FROM log", "no entry is removed"),
        ("REPLACE INTO log SELECT * FROM log WHERE version = 1", "is taken"),
        ("INSERT INTO log SELECT * FROM log WHERE version = 1", "version is taken"),
        (
            "INSERT OR REPLACE INTO log SELECT 9, partnership, version, 'new', recorded, actor,"
            " payload, digest FROM log WHERE version = 1",
            "version is taken",
        ),
        (
            "INSERT OR REPLACE INTO log SELECT 9, partnership, 9, id, recorded, actor,"
            " payload, digest FROM log WHERE version = 1",
            "id is taken",
        ),
        (
            "INSERT OR REPLACE INTO log SELECT position, 'them', 9, id, recorded, actor,"
            " payload, digest FROM log WHERE version = 1",
            "position is taken",
        ),
        (
            "INSERT INTO log SELECT * FROM log WHERE version = 1"
            " ON CONFLICT DO UPDATE SET payload = x'00'",
            "is taken",
        ),
        ("INSERT OR IGNORE INTO log SELECT * FROM log", "is taken"),
    ],
)
def test_a_foreign_connection_cannot_alter_the_log(path: str, sql: str, complaint: str) -> None:
    """A journalist's own connection has none of our settings."""
    before = appended(path, event("one"), event("two"))
    with pytest.raises(sqlite3.IntegrityError, match=complaint):
        foreign(path, sql)

    with open_log(path) as opened:
        assert before == opened.entries("us")


@pytest.mark.parametrize(
    "values",
    [
        "-1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, x'00', zeroblob(32)",
        "1, '', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, x'00', zeroblob(32)",
        "1, 'us', 0, 'one', '2026-11-21T12:00:00.000000Z', NULL, x'00', zeroblob(32)",
        "1, 'us', 1, '', '2026-11-21T12:00:00.000000Z', NULL, x'00', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21', NULL, x'00', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, x'', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, x'00', zeroblob(31)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, NULL, zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', '', x'00', zeroblob(32)",
    ],
)
def test_the_database_checks_what_it_can(path: str, values: str) -> None:
    """Other programs may append too; nonsense stops at the door."""
    with pytest.raises(sqlite3.IntegrityError, match="constraint failed"):
        foreign(path, f"INSERT INTO log VALUES ({values})")


def test_an_entry_of_another_type_is_an_integrity_error(path: str) -> None:
    """SQLite keeps text in a BLOB column without a word."""
    foreign(
        path,
        "INSERT INTO log VALUES"
        " (1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, 'text', zeroblob(32))",
    )
    with open_log(path) as opened, pytest.raises(IntegrityError, match="Entry 1 of us"):
        opened.entries("us")


# Which file


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("sqlite:///relative.db", "relative.db"),
        ("sqlite:////absolute.db", "/absolute.db"),
        ("sqlite+pysqlite:///a.db", "a.db"),
        ("a bare path.db", "a bare path.db"),
        ("/100%/a?b#c.db", "/100%/a?b#c.db"),
    ],
)
def test_a_url_and_a_bare_path_name_a_file(url: str, path: str) -> None:
    """People type either."""
    assert path == sqlite.path_of(url)


@pytest.mark.parametrize(
    ("url", "sentence"),
    [
        ("postgresql://user:secret@127.0.0.1:1/db", "user@127.0.0.1:1/db cannot be reached"),
        ("postgresql+psycopg://user:secret@127.0.0.1:1/db", "cannot be reached: .*refused"),
        ("postgresql://user@127.0.0.1:1/db?password=secret", "cannot be reached"),
        ("mysql://user:secret@host/db", "sqlite:///PATH"),
        ("sqlite://file.db", "sqlite:///PATH"),
        ("sqlite://", "sqlite:///PATH"),
        ("sqlite:///", "has to be a file"),
        ("sqlite:///:memory:", "has to be a file"),
        ("", "has to be a file"),
        ("a\0b", "has to be a file"),
    ],
)
def test_what_names_no_file_is_a_sentence(url: str, sentence: str) -> None:
    """And no password is repeated in it."""
    with pytest.raises(StorageError, match=sentence) as caught:
        open_log(url)

    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["a?b=c&mode=memory.db", "50%20#1.db", "ü «x» 'y'.db", "a\udcff.db"]
)
def test_odd_file_names_are_taken_literally(tmp_path: Path, name: str) -> None:
    """The name goes through a URI on its way to SQLite."""
    path = str(tmp_path / name)
    run.upgrade(path)
    appended(path, event("one"))

    assert ids(path) == ["one"]
    assert [name] == os.listdir(tmp_path)


@pytest.mark.parametrize("writing", [False, True])
def test_a_missing_file_is_not_made(tmp_path: Path, writing: bool) -> None:
    """A typing error must not look like an empty log."""
    with pytest.raises(NotFoundError, match="timeline init"):
        open_log(str(tmp_path / "missing.db"), writing=writing)

    assert list(tmp_path.iterdir()) == []


def test_a_reader_leaves_no_file_behind(path: str) -> None:
    """SQLite's own read-only mode leaves two, which may lock the owner out."""
    appended(path, event("one"))
    ids(path)

    assert beside(path) == ["log.db"]


def _other_program(path: Path) -> None:
    foreign(str(path), "CREATE TABLE bookmarks (url)")


def _other_alembic(path: Path) -> None:
    foreign(
        str(path),
        "CREATE TABLE alembic_version (version_num); CREATE TABLE log (a);"
        "INSERT INTO alembic_version VALUES ('ae1027a6acf'); CREATE TABLE other (a);",
    )


def _edition(number: str) -> Callable[[Path], None]:
    def make(path: Path) -> None:
        run.upgrade(str(path))
        foreign(str(path), f"UPDATE alembic_version SET version_num = '{number}'")

    return make


def _damaged(path: Path) -> None:
    run.upgrade(str(path))
    appended(str(path), *(event(f"e{number}") for number in range(99)))
    content = path.read_bytes()
    path.write_bytes(content[:100] + bytes(4000) + content[4100:])


def _cut_short(path: Path) -> None:
    _damaged(path)
    path.write_bytes(path.read_bytes()[:5000])


@pytest.mark.parametrize(
    ("make", "kind", "sentence"),
    [
        (Path.mkdir, StorageError, "is not a file"),
        (os.mkfifo, StorageError, "is not a file"),
        (lambda path: path.symlink_to(path), StorageError, "cannot be opened"),
        (lambda path: path.symlink_to("nowhere"), NotFoundError, "is a link to nowhere"),
        (lambda path: path.write_text("hello\n" * 999), StorageError, "not a SQLite database"),
        (Path.touch, MigrationNeededError, "holds no log yet; run `timeline init"),
        (_other_program, StorageError, "of another program"),
        (_other_alembic, StorageError, "of another program"),
        (_edition("m000"), MigrationNeededError, "older edition .* run `timeline init"),
        (_edition("m999"), MigrationNeededError, "newer edition .* upgrade the program"),
        (_damaged, StorageError, "is damaged"),
        (_cut_short, StorageError, "is damaged"),
    ],
)
@pytest.mark.parametrize("writing", [False, True])
def test_every_bad_file_is_a_sentence(
    tmp_path: Path,
    make: Callable[[Path], None],
    kind: type[TimelineError],
    sentence: str,
    writing: bool,
) -> None:
    """No error of SQLite leaks."""
    make(tmp_path / "bad.db")
    with pytest.raises(kind, match=sentence) as caught:
        open_log(str(tmp_path / "bad.db"), writing=writing)

    assert kind is type(caught.value)


# Where nothing may be written.


@pytest.fixture
def public() -> Iterator[str]:
    """Return a database that others can reach, as tmp_path is not."""
    with TemporaryDirectory() as folder:
        path = os.path.join(folder, "log.db")
        run.upgrade(path)
        appended(path, event("one"))
        os.chmod(folder, 0o755)
        yield path
        os.chmod(folder, 0o755)


def test_a_log_in_a_read_only_folder_can_be_read(public: str) -> None:
    """As on a CD, or in somebody else's home."""
    os.chmod(public, 0o444)
    os.chmod(os.path.dirname(public), 0o555)

    def read() -> None:
        assert ids(public) == ["one"]
        assert beside(public) == ["log.db"]

    assert as_nobody(read) == 0


def test_what_a_killed_writer_acknowledged_is_read(path: str) -> None:
    """It is in the file beside the database, not yet in the database."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened:
        opened.append("us", [event("two")])
        for name in ("", "-wal", "-shm"):
            shutil.copy(path + name, f"{path}.copy{name}")

    assert ids(f"{path}.copy") == ["one", "two"]


def test_in_a_read_only_folder_nothing_acknowledged_is_passed_over(public: str) -> None:
    """Reading beside a `-wal` as if there were none would give an old answer."""
    copy = f"{public}.copy"
    with open_log(public, writing=True) as opened:
        opened.append("us", [event("two")])
        for name in ("", "-wal"):
            shutil.copy(public + name, copy + name)
    os.chmod(os.path.dirname(public), 0o555)

    def read() -> None:
        with pytest.raises(StorageError, match=r"read-only|permissions"):
            ids(copy)

    assert as_nobody(read) == 0


def test_a_file_that_may_not_be_read_is_a_sentence(public: str) -> None:
    """Permissions are the user's to mend."""
    os.chmod(public, 0o000)

    def read() -> None:
        with pytest.raises(StorageError, match="permissions"):
            ids(public)

    assert as_nobody(read) == 0


def test_a_file_that_may_not_be_written_is_a_sentence(public: str) -> None:
    """It says so before it has cost an edit."""
    os.chmod(public, 0o444)
    os.chmod(os.path.dirname(public), 0o555)

    def write() -> None:
        with pytest.raises(StorageError, match="read-only"):
            appended(public, event("two"))

    assert as_nobody(write) == 0
