"""Backups: a whole copy while others write, and the way back that loses nothing unasked."""

import os
import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alterations import unguarded
from running import Run
from shell import ROOT

from events.errors import StorageError
from events.log.log import open_log
from events.model.kinds import Authority, Event
from events.proof import backup
from events.proof.verification import verify
from timeline.answers.update import bring_up

pytestmark = pytest.mark.drawn


def add(path: Path, *names: str) -> None:
    with open_log(str(path), writing=True, follow=bring_up) as log:
        for name in names:
            act = Event(id=name, title=name, authority=Authority.PRESS, sources=("a",))
            log.append("zebra", [act])


def ids(path: Path) -> list[str]:
    with open_log(str(path)) as log:
        assert () == verify(log).faults
        return [entry.id for head in log.partnerships() for entry in log.entries(head.slug)]


def identity(path: Path) -> str:
    with open_log(str(path)) as log:
        return log.identity()


# Backing up


def test_a_backup_is_the_log(timeline: Run, database: Path, tmp_path: Path) -> None:
    """With its identity, and nothing beside the file."""
    copy = tmp_path / "copies" / "copy.db"
    copy.parent.mkdir()
    result = timeline("backup", copy)

    assert 0 == result.exit_code, result.output
    assert "verified." in result.stdout
    assert ids(database) == ids(copy)
    assert identity(database) == identity(copy)
    assert ["copy.db"] == os.listdir(copy.parent)
    assert 0 == timeline("verify", "--db", copy).exit_code


def test_a_backup_is_as_private_as_the_log(timeline: Run, database: Path, tmp_path: Path) -> None:
    """What others may not read they may not read in a copy."""
    database.chmod(0o600)
    timeline("backup", tmp_path / "copy.db")

    assert 0o600 == stat.S_IMODE((tmp_path / "copy.db").stat().st_mode)


def test_nothing_is_written_over_unless_asked(timeline: Run, tmp_path: Path) -> None:
    """The last good backup may be in that place."""
    copy = tmp_path / "copy.db"
    copy.write_text("precious")
    refused = timeline("backup", copy)

    assert 1 == refused.exit_code
    assert refused.stderr.startswith(f"Error: {copy} is there already; name another file")
    assert "precious" == copy.read_text()
    assert 0 == timeline("backup", "--force", copy).exit_code
    assert 0 == timeline("verify", "--db", copy).exit_code


def test_a_database_in_use_is_never_written_over(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Its write-ahead log would be played into the copy."""
    other = Path(shutil.copy(database, tmp_path / "other.db"))
    with open_log(str(other), writing=True):
        add(other, "e")
        refused = timeline("backup", "--force", other)
    same = timeline("backup", "--force", database)

    assert (1, 1) == (refused.exit_code, same.exit_code)
    assert "is in use as a database; name another file." in refused.stderr
    assert "is in use as a database; name another file." in same.stderr


def test_a_log_that_fails_is_not_backed_up(timeline: Run, database: Path, tmp_path: Path) -> None:
    """It would take the place of a backup that is whole."""
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    result = timeline("backup", tmp_path / "copy.db")

    assert 3 == result.exit_code
    assert "openai-microsoft, entry 7: it stands under the id 'x'" in result.stderr
    assert ["home", "timeline.db"] == sorted(os.listdir(tmp_path))


@pytest.mark.parametrize("name", ["nowhere/copy.db", "folder", "timeline.db/copy.db", ""])
def test_where_no_file_can_be_is_a_sentence(timeline: Run, tmp_path: Path, name: str) -> None:
    """No error of SQLite or the system leaks."""
    (tmp_path / "folder").mkdir()
    result = timeline("backup", f"{tmp_path}/{name}" if name else "")

    assert 1 == result.exit_code
    assert result.stderr.startswith("Error: ")
    assert 1 == result.stderr.count("\n")


def test_a_server_has_tools_of_its_own(timeline: Run) -> None:
    """It is named what to do instead."""
    for words in (("backup", "copy.db"), ("restore", "copy.db")):
        result = timeline(*words, "--db", "postgresql://localhost/none")
        assert 1 == result.exit_code
        assert "`pg_dump`" in result.stderr
        assert "`timeline export -o jsonl FILE`" in result.stderr


WRITER = """
import sys
from events.model.kinds import Authority, Event
from events.log.log import open_log
from timeline.answers.update import bring_up
with open_log(sys.argv[1], writing=True, follow=bring_up) as log:
    for number in range(10**6):
        act = Event(id=f"e{number}", title="E", authority=Authority.PRESS, sources=("a",))
        log.append("zebra", [act])
        print(number, flush=True)
"""


def test_a_backup_while_others_write_is_a_beginning_of_the_log(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """As it was at one moment: with all that had been acknowledged before, and whole."""
    writer = subprocess.Popen(
        [sys.executable, "-c", WRITER, str(database)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
    )
    assert writer.stdout is not None
    copies = []
    for number in range(5):
        acknowledged = int(writer.stdout.readline())
        copy = tmp_path / f"copy{number}.db"
        result = timeline("backup", copy)
        assert 0 == result.exit_code, result.output
        copies.append((acknowledged, copy))
    still_writing = writer.poll() is None
    writer.kill()
    writer.stdout.close()
    writer.wait()

    assert still_writing
    whole = ids(database)
    for acknowledged, copy in copies:
        assert f"e{acknowledged}" in ids(copy)
        assert whole[: len(ids(copy))] == ids(copy)
    assert len(ids(copies[0][1])) < len(whole)


# Restoring


def test_a_backup_restored_to_nowhere_is_the_log(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """The disk is new; the folder is made too."""
    timeline("backup", tmp_path / "copy.db")
    place = tmp_path / "new" / "place.db"
    result = timeline("restore", tmp_path / "copy.db", "--db", place)

    assert 0 == result.exit_code, result.output
    assert ids(database) == ids(place)
    assert identity(database) == identity(place)


def test_a_log_that_lost_its_end_gets_it_back(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Nothing is lost by that, so nothing is asked; and it continues what was verified."""
    old = Path(shutil.copy(database, tmp_path / "old.db"))
    add(database, "one", "two")
    timeline("verify")
    timeline("backup", tmp_path / "copy.db")
    shutil.copy(old, database)
    result = timeline("restore", tmp_path / "copy.db")

    assert 0 == result.exit_code, result.output
    assert ["one", "two"] == ids(database)[-2:]
    assert "The log continues the one that was verified here last." in timeline("verify").stdout


def test_a_restore_that_would_lose_entries_is_refused(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Whoever restores thinks of what was; the log has what came since."""
    timeline("backup", tmp_path / "copy.db")
    add(database, "one")
    before = ids(database)
    refused = timeline("restore", tmp_path / "copy.db")

    assert 1 == refused.exit_code
    assert "has entries of zebra that" in refused.stderr
    assert before == ids(database)
    forced = timeline("restore", "--force", tmp_path / "copy.db")
    assert 0 == forced.exit_code, forced.output
    assert "timeline verify --accept" in forced.stdout
    assert before[:-1] == ids(database)


def test_entries_that_fail_count_as_well(timeline: Run, database: Path, tmp_path: Path) -> None:
    """Behind an entry that was altered there may be some that nobody else has."""
    timeline("backup", tmp_path / "copy.db")
    act = Event(id="new", title="New", authority=Authority.PRESS, sources=("a",))
    with open_log(str(database), writing=True, follow=bring_up) as log:
        log.append("openai-microsoft", [act])
    with unguarded(database) as connection:
        connection.execute("UPDATE log SET id = 'x', payload = x'00' WHERE version = 7")

    assert "has entries of openai-microsoft" in timeline("restore", tmp_path / "copy.db").stderr


@pytest.mark.parametrize("sql", ["UPDATE log SET payload = x'00' WHERE version = 7", "SELECT 1"])
def test_an_altered_log_is_replaced_by_its_backup(
    timeline: Run, database: Path, tmp_path: Path, sql: str
) -> None:
    """It is what a backup is for."""
    before = ids(database)
    timeline("backup", tmp_path / "copy.db")
    with unguarded(database) as connection:
        connection.execute(sql)
    result = timeline("restore", tmp_path / "copy.db")

    assert 0 == result.exit_code, result.output
    assert before == ids(database)


def test_another_log_is_replaced_only_by_force(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """The first command made one at the default place; somebody may have written in it."""
    timeline("backup", tmp_path / "copy.db")
    other = tmp_path / "other.db"
    timeline("init", "--db", other)
    refused = timeline("restore", tmp_path / "copy.db", "--db", other)

    assert 1 == refused.exit_code
    assert "is another log than" in refused.stderr
    assert 0 == timeline("restore", "--force", tmp_path / "copy.db", "--db", other).exit_code
    assert identity(database) == identity(other)


def test_a_log_in_use_is_not_replaced(
    timeline: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What another program appends in that moment would be lost."""
    monkeypatch.setattr(backup, "PATIENCE", 0.05)
    timeline("backup", tmp_path / "copy.db")
    with open_log(str(database), writing=True, follow=bring_up) as log:
        before = log.head("openai-microsoft")
        refused = timeline("restore", "--force", tmp_path / "copy.db")

        assert before == log.head("openai-microsoft")
    assert 1 == refused.exit_code
    assert "is in use by another program" in refused.stderr


@pytest.mark.parametrize("name", ["nowhere.db", "home", "text"])
def test_what_is_no_backup_is_a_sentence(
    timeline: Run, database: Path, tmp_path: Path, name: str
) -> None:
    """And the log is as it was."""
    (tmp_path / "text").write_text("hello\n" * 999)
    before = database.read_bytes()
    result = timeline("restore", tmp_path / name)

    assert result.exit_code in (1, 4)
    assert result.stderr.startswith("Error: ")
    assert before == database.read_bytes()


def test_a_backup_that_fails_is_not_restored(timeline: Run, database: Path, tmp_path: Path) -> None:
    """It is verified before anything is touched."""
    copy = tmp_path / "copy.db"
    timeline("backup", copy)
    with unguarded(copy) as connection:
        connection.execute("UPDATE log SET id = 'x' WHERE version = 7")
    before = database.read_bytes()
    result = timeline("restore", "--force", copy)

    assert 3 == result.exit_code
    assert before == database.read_bytes()


def test_the_log_itself_is_no_backup_of_it(timeline: Run, database: Path) -> None:
    """A slip of the completion."""
    result = timeline("restore", database)

    assert 1 == result.exit_code
    assert "is that database itself" in result.stderr


def test_a_damaged_file_is_replaced_once_it_is_away(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """SQLite does not write where it cannot read; the sentence says what to do."""
    timeline("backup", tmp_path / "copy.db")
    before = ids(database)
    database.write_bytes(b"not a database " * 999)
    refused = timeline("restore", "--force", tmp_path / "copy.db")

    assert 1 == refused.exit_code
    assert f"move it away, with {database}-wal and {database}-shm" in refused.stderr
    database.unlink()
    assert 0 == timeline("restore", tmp_path / "copy.db").exit_code
    assert before == ids(database)


def test_a_page_that_is_damaged_is_replaced_by_force(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """What cannot be compared is replaced only by who says so."""
    timeline("backup", tmp_path / "copy.db")
    before = ids(database)
    data = bytearray(database.read_bytes())
    with closing(sqlite3.connect(database)) as connection:
        size = connection.execute("PRAGMA page_size").fetchone()[0]
    for page in range(len(data) // size // 2, len(data) // size):  # The schema is before that.
        data[page * size : page * size + 100] = b"\xff" * 100
    database.write_bytes(data)
    refused = timeline("restore", tmp_path / "copy.db")

    assert 1 == refused.exit_code
    assert "say --force" in refused.stderr
    assert 0 == timeline("restore", "--force", tmp_path / "copy.db").exit_code
    assert before == ids(database)


def test_a_restore_cut_short_leaves_what_was(
    timeline: Run, database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is one transaction; the disk may be full in the middle of it."""
    timeline("backup", tmp_path / "copy.db")
    add(database, "one")
    before = ids(database)

    def full(*_given: object) -> None:
        raise StorageError("The disk is full.")

    monkeypatch.setattr(backup, "_transfer", full)
    assert 1 == timeline("restore", "--force", tmp_path / "copy.db").exit_code
    assert before == ids(database)


# One meaning of verified


ALTERED = {
    "an answer": "UPDATE answers SET value = 'exclusive for ever' WHERE value IS NOT NULL",
    "an answer less": "DELETE FROM answers WHERE number = 1",
    "how far they reach": "UPDATE reached SET version = version - 1",
    "a subject": "DELETE FROM subjects WHERE version = 9",
    "a trigger": "CREATE TRIGGER q AFTER INSERT ON answers BEGIN DELETE FROM answers; END",
    "an index": "DROP INDEX answers_by_day",
}


@pytest.mark.parametrize("what", ALTERED)
def test_what_verify_refuses_is_neither_backed_up_nor_restored(
    timeline: Run, database: Path, tmp_path: Path, what: str
) -> None:
    """Each of them says *verified*, and it has one meaning."""
    backup, restored = tmp_path / "backup.db", tmp_path / "restored.db"
    assert 0 == timeline("backup", backup).exit_code
    for path in (database, backup):
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(ALTERED[what])

    assert 3 == timeline("verify").exit_code
    assert 3 == timeline("backup", tmp_path / "another.db").exit_code
    assert 3 == timeline("restore", backup, "--db", restored).exit_code
    assert {"backup.db", database.name} == {*os.listdir(tmp_path)} & {
        *("backup.db", "another.db", "restored.db", database.name)
    }


@pytest.mark.parametrize("mode", [0o444, 0o400])
def test_a_copy_of_what_nobody_may_write_can_be_written(
    timeline: Run, database: Path, tmp_path: Path, mode: int
) -> None:
    """Its owner may go on with it; nobody else gets a right that the original does not give."""
    database.chmod(mode)
    copy, restored = tmp_path / "copy.db", tmp_path / "restored.db"

    assert 0 == timeline("backup", copy, "--db", database).exit_code
    assert 0 == timeline("restore", database, "--db", restored).exit_code
    assert [mode | 0o200] * 2 == [one.stat().st_mode & 0o777 for one in (copy, restored)]
