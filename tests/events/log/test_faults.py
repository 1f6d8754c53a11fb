"""Faults that are really done: kills, full disks, damaged files, clocks that jump back."""

import os
import resource
import shutil
import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from threading import Timer
from typing import IO

import pytest
import servers
import sqlalchemy
import writers
from foreign import foreign
from kills import (
    FILES,
    HASTY,
    RESTARTS,
    SERVERS,
    TWO,
    Case,
    Struck,
    Workshop,
    counts,
    kill,
    present,
    strike,
)  # fmt: skip
from nobody import as_nobody, folders_of
from running import BOTH, Run, skip_without
from servers import NOW, NoServerError, Server
from shell import ROOT
from writers import PARALLEL

from events.errors import StorageError
from events.log import log
from events.log.log import open_log
from events.model.kinds import Authority, Event
from events.storage import database as databases
from events.storage import sqlite
from events.storage.database import EDITION
from events.storage.engines import revision
from migrations.run import upgrade
from timeline.answers.update import bring_up

pytestmark = pytest.mark.drawn

Done = subprocess.CompletedProcess[str]
Filled = tuple[Path, Callable[..., Done]]
ENGINES = BOTH
SUBJECTS = "SELECT partnership, subject, version FROM subjects ORDER BY 1, 2, 3"
APPEND = (
    *("append", "--id", "one", "--title", "One", "--authority", "press"),
    *("--when", "2026-12-01", "--source", "https://example.com/a"),
)


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    """Return what is struck: logs, and files to import."""
    return Workshop.made(tmp_path_factory.mktemp("workshop"))


@pytest.fixture(scope="module")
def server(
    run_folder: tuple[Path, int], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Workshop]:
    """Return the same with a server that nobody else uses, or skip and say why there is none."""
    folder, pid = run_folder
    own = folder / f"own{os.getpid()}"
    try:
        made = Server(own, servers.program(folder), HASTY)
        servers.guard(own, pid)
        made.make()
    except NoServerError as error:
        skip_without(f"PostgreSQL: {error}; install the extra dev")
    made.start()
    yield Workshop.made(tmp_path_factory.mktemp("workshop"), made)
    made.stop()


def of(request: pytest.FixtureRequest, place: str) -> Workshop:
    """Return the workshop with that *place*."""
    made: Workshop = request.getfixturevalue("workshop" if place == "a file" else "server")
    return made


def event(name: str) -> Event:
    return Event(id=name, title=name, authority=Authority.PRESS, sources=("a",))


def ran(
    *words: object, to: IO[str] | int = subprocess.PIPE, first: Callable[[], None] | None = None
) -> Done:
    """Run the command as a program of its own, which begins by doing *first*."""
    code = "from cli.main import main; main(prog_name='timeline')"
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        stdin=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        stdout=to,
        preexec_fn=first,
        text=True,
        cwd=ROOT,
        check=False,
    )


def sentence(done: Done) -> str:
    """Return what a program said that failed, it being one sentence."""
    assert 1 == done.returncode, done
    assert done.stderr.startswith("Error: "), done.stderr
    assert 1 == done.stderr.count("\n"), done.stderr
    return done.stderr


# Killed


@pytest.mark.parametrize("case", [*FILES, *SERVERS, *RESTARTS[:6]], ids=str)
def test_what_was_acknowledged_survives(request: pytest.FixtureRequest, case: Case) -> None:
    """A few strikes while at work; `tests/jobs/faults_at_random.py` does hundreds."""
    workshop, few = of(request, case.place), 2 if case.place == "a file" else 1
    done: list[Struck] = []
    at_work = acknowledged = 0
    while at_work < few or not acknowledged:
        one = strike(workshop, case, Random(f"{case} {len(done)}"))
        at_work += one.told.in_flight
        acknowledged += len(one.told.lines)
        done.append(one)
        assert len(done) <= 20

    assert [] == [lost for one in done for lost in one.lost]
    for one in done:
        if case.strike is not kill and one.told.in_flight:
            assert " cannot be reached: " in one.told.complaint


def migrate_until(url: str, step: int) -> None:
    """Migrate, but be killed before the statement, or the commit, that has this number."""
    steps = count()

    def counted(*_: object) -> None:
        if next(steps) == step:
            os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "commit"):
        sqlalchemy.event.listen(sqlalchemy.Engine, name, counted)
    upgrade(url)


def test_a_migration_killed_at_any_step_has_not_begun(workshop: Workshop) -> None:
    """At every third in turn, until there are no more: it can be given again."""
    url = workshop.database("a file", "nothing")
    for step in count(step=3):
        process = PARALLEL.Process(target=migrate_until, args=(url, step))
        process.start()
        process.join()
        if process.exitcode == 0:
            break
        assert -signal.SIGKILL == process.exitcode
        assert revision(url) is None

    assert step > 5
    assert EDITION == revision(url)
    assert {} == counts(url)


# The disk is full


GROWN = 32_768
"""How long a file may get where no disk can be mounted: SQLite's shared memory has as much."""


@contextmanager
def full_disk(folder: Path, left: int = 0, size: str = "4m") -> Iterator[Callable[[], None]]:
    """Let *folder* be a disk of this *size*, and give the means to fill it to *left* bytes.

    Where none can be mounted nothing is full, and a program may not let its files grow instead.
    """
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", f"size={size}", "none", str(folder)]
    is_mounted = (
        shutil.which("mount") is not None
        and not subprocess.run(mount, check=False, capture_output=True).returncode
    )

    def fill() -> None:
        if not is_mounted:
            return
        with open(folder / "filler", "wb", buffering=0) as stream:
            try:
                while True:
                    stream.write(bytes(4096))
            except OSError:
                stream.truncate(stream.tell() - left)

    try:
        yield fill
    finally:
        if is_mounted:
            subprocess.run(["umount", str(folder)], check=True)


def _no_growth() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (GROWN, GROWN))


@pytest.fixture(params=["disk", "limit"])
def filled(
    request: pytest.FixtureRequest, tmp_path: Path, bundled_database: Path
) -> Iterator[Filled]:
    """Return a database on a full disk, or under a limit, and the means to run a command there."""
    folder = tmp_path / "disk"
    with full_disk(folder, left=GROWN) as fill:
        path = Path(shutil.copy(bundled_database, folder / "log.db"))
        if request.param == "disk":
            fill()
        is_limited = request.param == "limit" or not (folder / "filler").exists()

        def run(*words: object) -> Done:
            return ran(*words, first=_no_growth if is_limited else None)

        yield path, run


LEFT = 200_000
"""How much a server's disk has left: it writes files of its own when one connects."""

NO_ROOM = """
    CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END$$;
    CREATE TRIGGER no_room AFTER INSERT ON log FOR EACH ROW
        WHEN (NEW.version = 1000) EXECUTE FUNCTION no_room()
"""


def test_an_import_to_a_server_with_a_full_disk_is_absent(server: Workshop) -> None:
    """Where no disk can be mounted, it is the thousandth entry that finds no room."""
    assert server.server is not None
    folder = server.server.folder / "disk"
    with full_disk(folder, left=LEFT, size="16m") as fill:
        url = server.database("a server", "migrated", folder=folder)
        assert {} == present(url)
        fill()
        if not (folder / "filler").exists():
            foreign(url, NO_ROOM)
        said = sentence(ran("import", server.folder / "many.jsonl", "--db", url))
        (folder / "filler").unlink(missing_ok=True)
        foreign(url, "DROP FUNCTION IF EXISTS no_room CASCADE")
        there = present(url)
        again = ran("import", server.folder / "many.jsonl", "--db", url)
        whole = counts(url)
        server.database("a server", "nothing")

    assert "could not be written because the disk is full; nothing was written." in said
    assert {} == there
    assert 0 == again.returncode
    assert TWO == whole


def left_beside(path: Path) -> list[str]:
    """Return what else is in the folder; that of a log in use is nobody's concern."""
    names = (name for name in os.listdir(path.parent) if not name.startswith(path.name))
    return [name for name in names if name != "filler"]


def test_an_append_to_a_full_disk_leaves_the_log_as_it_was(
    filled: Filled,
) -> None:
    """It is told in a sentence, and what was there goes on."""
    path, run = filled
    failed = 0
    for number in range(60):
        done = run(*APPEND[:2], f"e{number}", *APPEND[3:], "--db", path)
        if done.returncode:
            sentence(done)
            failed += 1
            break

    assert failed
    (path.parent / "filler").unlink(missing_ok=True)
    there = present(str(path))["openai-microsoft"]
    added = [id for id in there if id.startswith("e") and id[1:].isdigit()]
    assert [f"e{one}" for one in range(number)] == added
    assert 0 == ran(*APPEND, "--db", path).returncode
    assert "one" == present(str(path))["openai-microsoft"][-1]


def test_an_import_to_a_full_disk_is_absent(workshop: Workshop, filled: Filled) -> None:
    """Whole or not at all."""
    path, run = filled
    sentence(run("import", workshop.folder / "many.jsonl", "--db", path))
    (path.parent / "filler").unlink(missing_ok=True)

    assert ["openai-microsoft"] == list(present(str(path)))
    assert 0 == ran("import", workshop.folder / "many.jsonl", "--db", path).returncode
    assert TWO["acme"] == len(present(str(path))["acme"])


@pytest.mark.parametrize("words", [("backup", "copy"), ("export", "copy", "-o", "jsonl")])
def test_a_copy_to_a_full_disk_leaves_nothing_half_written(
    filled: Filled,
    bundled_database: Path,
    words: tuple[str, ...],
) -> None:
    """Half a copy would be taken for one."""
    path, run = filled
    target = path.parent / "copy"
    said = sentence(run(words[0], target, *words[2:], "--db", bundled_database))

    assert str(target) in said
    assert [] == left_beside(path)


def test_a_database_made_on_a_full_disk_can_be_made_later(
    filled: Filled,
) -> None:
    """What is left is an empty file at most, and that is no database yet."""
    path, run = filled
    new = path.parent / "new.db"
    sentence(run("init", "--db", new))
    (path.parent / "filler").unlink(missing_ok=True)

    assert not new.exists() or revision(str(new)) is None
    assert 0 == ran("init", "--db", new).returncode
    assert {} == present(str(new))


@pytest.mark.parametrize(
    "words", [("as-of",), ("changelog",), ("export",), ("export", "-o", "jsonl"), ("verify",)]
)
def test_an_answer_that_cannot_be_written_is_a_failure(
    bundled_database: Path, words: tuple[str, ...]
) -> None:
    """Half a changelog in a file looks like a whole one, unless the exit code tells."""
    with open("/dev/full", "w") as full:
        done = ran(*words, "--db", bundled_database, to=full)

    assert "No space left on device" in sentence(done)


# Files that cannot be written, or are not what they were


def test_a_read_only_log_can_be_read_and_not_written(timeline: Run, database: Path) -> None:
    """By whoever may only read it, in a folder where nothing can be made."""
    before = database.read_bytes()
    for folder in folders_of(database.parent):
        folder.chmod(0o755)
    database.chmod(0o444)
    mode = stat.S_IMODE(database.parent.stat().st_mode)

    def use() -> None:
        for words in (("as-of",), ("verify",), ("log",)):
            result = timeline(*words)
            assert 0 == result.exit_code, result.output
        result = timeline(*APPEND)
        assert 1 == result.exit_code
        assert "read-only" in result.stderr or "permissions" in result.stderr, result.stderr

    assert 0 == as_nobody(use)
    assert 0o755 == mode
    assert before == database.read_bytes()


@pytest.mark.parametrize("damage", ["header", "page", "truncated", "empty", "text"])
@pytest.mark.parametrize(
    "words", [("as-of",), ("verify",), ("log",), APPEND, ("export",), ("rebuild",), ("init",)]
)
def test_a_damaged_file_is_a_sentence(
    timeline: Run, database: Path, damage: str, words: tuple[str, ...]
) -> None:
    """Whatever is done with it; and it is not made worse."""
    data = bytearray(database.read_bytes())
    match damage:
        case "header":
            data[:16] = bytes(16)
        case "page":
            data[3 * 4096 : 9 * 4096] = b"\xff" * (6 * 4096)
        case "truncated":
            del data[len(data) // 2 :]
        case "empty":
            data.clear()
        case _:
            data[:] = b"hello\n" * 999
    database.write_bytes(data)
    result = timeline(*words)

    assert "Traceback" not in result.output
    if not (words == ("init",) and damage in ("empty", "page", "truncated")):
        assert result.exit_code in (1, 3), result.output
        assert result.stderr.startswith("Error: ") or 3 == result.exit_code


def test_a_newer_database_is_left_to_the_newer_program(timeline: Run, log_url: str) -> None:
    """Every command says so, and none writes."""
    before = timeline("export", "-o", "jsonl").stdout
    foreign(log_url, "UPDATE alembic_version SET version_num = 'm999'")
    for words in (("as-of",), ("verify",), APPEND, ("init",), ("rebuild",), ("export", "x.yaml")):
        result = timeline(*words)
        assert 1 == result.exit_code
        assert "made by a newer edition of this program" in result.stderr
    assert [("m999",)] == foreign(log_url, "SELECT version_num FROM alembic_version")
    foreign(log_url, "UPDATE alembic_version SET version_num = ?", EDITION)

    assert before == timeline("export", "-o", "jsonl").stdout
    assert 0 == timeline("verify").exit_code


def test_a_newer_database_is_not_backed_up(timeline: Run, database: Path, tmp_path: Path) -> None:
    """Nor altered by the attempt: who knows what a newer edition keeps beside the log?"""
    foreign(str(database), "UPDATE alembic_version SET version_num = 'm999'")
    before = database.read_bytes()
    result = timeline("backup", tmp_path / "copy.db")

    assert 1 == result.exit_code
    assert "made by a newer edition of this program" in result.stderr
    assert before == database.read_bytes()
    assert not (tmp_path / "copy.db").exists()


# Others at work


def test_a_lock_that_is_not_released_is_a_sentence(
    timeline: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody waits for ever; and it is said what for."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        result = timeline(*APPEND)
        reading = timeline("as-of")

    assert 1 == result.exit_code
    assert "is in use by another program; try again when that is done." in result.stderr
    assert 0 == reading.exit_code


def test_a_lock_that_is_released_in_time_is_waited_for(timeline: Run, database: Path) -> None:
    """An import of somebody else takes a second."""
    assert databases.PATIENCE >= 5
    other = sqlite3.connect(database, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    timer = Timer(0.5, other.execute, ["COMMIT"])
    timer.start()
    result = timeline(*APPEND)
    still_locked = other.in_transaction
    timer.join()
    other.close()

    assert 0 == result.exit_code, result.output
    assert not still_locked


def test_a_backup_while_many_write_can_be_restored(
    timeline: Run, database: Path, tmp_path: Path
) -> None:
    """Each is the log as it was at one moment."""
    barrier = PARALLEL.Barrier(5, timeout=writers.READY)
    work = [(barrier, str(database), f"p{number % 2}", number, 50) for number in range(4)]
    processes = [PARALLEL.Process(target=writers.append, args=one) for one in work]
    for process in processes:
        process.start()
    barrier.wait()
    copies: list[Path] = []
    while len(copies) < 3:
        copies.append(tmp_path / f"copy{len(copies)}.db")
        made = timeline("backup", copies[-1])
        assert 0 == made.exit_code, made.output
    for process in processes:
        process.join()
    whole = present(str(database))
    sizes = []
    for copy in copies:
        restored = str(copy.with_suffix(".restored"))
        assert 0 == timeline("restore", copy, "--db", restored).exit_code
        there = present(restored)
        assert {slug: whole[slug][: len(ids)] for slug, ids in there.items()} == there
        sizes.append(sum(map(len, there.values())))

    assert [0] * 4 == [process.exitcode for process in processes]
    assert sizes == sorted(sizes)
    assert sizes[0] < sum(map(len, whole.values())) == len(whole["openai-microsoft"]) + 200


# Clocks and folders


def test_a_clock_that_jumps_back_does_not_take_the_log_along(
    timeline: Run, log_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Recorded instants never decrease within a partnership; the order is that of recording."""
    instants = [NOW, NOW - timedelta(days=400), NOW + timedelta(seconds=1), NOW - timedelta(1)]
    for number, instant in enumerate(instants):
        monkeypatch.setattr(log, "clock", lambda instant=instant: instant)
        with open_log(log_url, writing=True, follow=bring_up) as opened:
            opened.append("acme", [event(f"e{number}")])
    with open_log(log_url) as opened:
        recorded = [entry.recorded for entry in opened.entries("acme")]

    assert sorted(recorded) == recorded
    assert [12, 12, 12, 12] == [int(one[11:13]) for one in recorded]
    assert 0 == timeline("verify").exit_code


def test_every_folder_may_be_missing(command: Run, home: Path) -> None:
    """On the first day there is no folder for data, and none for state."""
    assert 0 == command("as-of").exit_code
    assert 0 == command("verify").exit_code
    shutil.rmtree(home / "state")
    assert 0 == command("verify").exit_code
    shutil.rmtree(home / "data")
    assert 3 == command("verify").exit_code


def test_a_folder_that_cannot_be_made_is_a_sentence(command: Run, home: Path) -> None:
    """Somebody keeps a file under that name."""
    (home / "data").write_text("")
    result = command("as-of")

    assert 1 == result.exit_code
    assert result.stderr.startswith("Error: ")


def test_a_database_that_vanishes_is_a_sentence(database: Path) -> None:
    """The stick was pulled."""
    with open_log(str(database), writing=True) as opened:
        opened.append("acme", [event("one")])
        os.truncate(database, 4096)
        with pytest.raises(StorageError):
            opened.append("acme", [event(str(number)) for number in range(2000)])
