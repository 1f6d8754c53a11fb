"""The log keeps what was appended, in order, whoever else is writing."""

import itertools
import multiprocessing
import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from nobody import as_nobody

from events import chain, codec, log, sqlite
from events.errors import (
    ConflictError,
    InputError,
    IntegrityError,
    MigrationNeededError,
    NotFoundError,
    StorageError,
    TimelineError,
)
from events.kinds import Act, Authority, Correct, Correction, Event
from events.log import Head, open_log
from migrations import run

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WRITERS, EACH = 4, 25
PARALLEL = multiprocessing.get_context("spawn")


def event(name: str, title: str = "Something happened") -> Event:
    return Event(id=name, title=title, authority=Authority.PRESS, sources=("a-source",))


@pytest.fixture
def path(tmp_path: Path) -> str:
    """Return the path of a migrated, empty database."""
    path = str(tmp_path / "log.db")
    run.upgrade(path)
    return path


@pytest.fixture
def stopped(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """Return the means to stop the clock at an instant."""
    return lambda instant: monkeypatch.setattr(log, "clock", lambda: instant)


def appended(path: str, *acts: Event, partnership: str = "us") -> list[log.Entry]:
    with open_log(path, writing=True) as opened:
        return opened.append(partnership, acts)


def foreign(path: str, sql: str) -> None:
    """Execute *sql* as another program would: with none of our settings."""
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(sql) if ";" in sql else connection.execute(sql)


def ids(path: str, partnership: str = "us") -> list[str]:
    with open_log(path) as opened:
        return [entry.id for entry in opened.entries(partnership)]


def beside(path: str) -> list[str]:
    return sorted(os.listdir(os.path.dirname(path)))


# Appending and reading


def test_what_was_appended_is_read_back(path: str) -> None:
    """The whole point."""
    acts = [event("one"), event("two", "Ein «zweites»")]
    new = appended(path, *acts)
    with open_log(path) as opened:
        entries = opened.entries("us")

        assert new == entries
        assert acts == [entry.act() for entry in entries]
        assert [entry.version for entry in entries] == [1, 2]


def test_the_head_is_the_last_entry(path: str) -> None:
    """Answers are cited by head."""
    *_, last = appended(path, event("one"), event("two"))
    with open_log(path) as opened:
        assert Head("us", 2, last.digest, last.recorded) == opened.head("us")


def test_an_empty_partnership_has_version_0_and_genesis(path: str) -> None:
    """The first writer needs something to expect."""
    with open_log(path) as opened:
        assert Head("us", 0, chain.GENESIS, None) == opened.head("us")
        assert opened.entries("us") == []


def test_every_entry_is_chained_to_the_one_before(path: str) -> None:
    """Recomputed here from the description of the digest alone."""
    appended(path, event("one"))
    appended(path, event("two"))
    previous = bytes(32)
    with open_log(path) as opened:
        for entry in opened.entries("us"):
            previous = chain.digest(
                previous,
                partnership="us",
                version=entry.version,
                recorded=entry.recorded,
                payload=codec.encode(entry.act()),
            )

            assert previous == entry.digest


def test_each_partnership_has_a_chain_of_its_own(path: str) -> None:
    """A database can be split by partnership."""
    for slug in ("b-and-c", "a-and-b"):
        appended(path, event("one"), partnership=slug)
    appended(path, event("more"), partnership="b-and-c")
    with open_log(path) as opened:
        found = [(head.slug, head.version) for head in opened.partnerships()]

        assert found == [("a-and-b", 1), ("b-and-c", 2)]
        assert opened.partnerships() == [opened.head(slug) for slug, _ in found]


def test_no_partnership_is_an_empty_list(path: str) -> None:
    """The walk along the index starts from nothing."""
    with open_log(path) as opened:
        assert opened.partnerships() == []


def test_positions_order_listings_over_all_partnerships(path: str) -> None:
    """`log` without a partnership needs one order."""
    new = [appended(path, event(f"e{n}"), partnership=f"p{n % 2}")[0] for n in range(4)]

    assert [entry.position for entry in new] == [1, 2, 3, 4]


def test_the_same_act_again_adds_nothing(path: str) -> None:
    """A sender that saw no answer sends again, even with the version it once expected."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened:
        assert opened.append("us", [event("one")], expected=0) == []
        assert [e.id for e in opened.append("us", [event("one"), event("two")])] == ["two"]
        assert opened.head("us").version == 2


def test_the_same_act_twice_in_one_call_is_kept_once(path: str) -> None:
    """Files are concatenated."""
    assert [entry.id for entry in appended(path, event("one"), event("one"))] == ["one"]


def test_an_act_stored_in_an_older_form_is_the_same_act(path: str) -> None:
    """A new edition of the payload must not make every event look changed."""
    act = event("one")
    payload = b'{"confidence":"secondary","id":"one","sources":["a-source"],"title":"%b","v":1}'
    payload %= act.title.encode()
    recorded = "2026-01-01T00:00:00.000000Z"
    digest = chain.digest(
        chain.GENESIS, partnership="us", version=1, recorded=recorded, payload=payload
    )
    with closing(sqlite3.connect(path)) as connection, connection:
        row = (1, "us", 1, "one", recorded, payload, digest)
        connection.execute("INSERT INTO log VALUES (?, ?, ?, ?, ?, ?, ?)", row)

    assert appended(path, act) == []


def test_the_same_id_with_other_content_is_refused_naming_both(path: str) -> None:
    """It is a correction, or a slip."""
    appended(path, event("one", "As it was"))
    with pytest.raises(InputError, match=r"one .*'As it was'.*'As it is'.*timeline correct one"):
        appended(path, event("one", "As it is"))

    assert ids(path) == ["one"]


def test_acts_on_the_record_are_kept_as_any_other(path: str) -> None:
    """Corrections are entries."""
    act = Correct(
        id="one.c1",
        event="one",
        fields=Correction(given=frozenset({"title"}), title="Better"),
        reason="misread",
    )
    with open_log(path, writing=True) as opened:
        opened.append("us", [event("one"), act])

        assert act == opened.entries("us")[1].act()


# The version that was expected


def test_a_lost_race_is_a_conflict_and_writes_nothing(path: str) -> None:
    """The writer decided on a state that is no longer there."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened, pytest.raises(ConflictError) as caught:
        opened.append("us", [event("two")], expected=0)

    assert (caught.value.expected, caught.value.actual) == (0, 1)
    assert ids(path) == ["one"]


def test_a_met_expectation_appends(path: str) -> None:
    """The other half of the lock."""
    appended(path, event("one"))
    with open_log(path, writing=True) as opened:
        assert [e.version for e in opened.append("us", [event("two")], expected=1)] == [2]


def _write(path: str, writer: int) -> None:
    """Append with the version last seen, and look again after each conflict."""
    with open_log(path, writing=True) as opened:
        for number in range(EACH):
            done = False
            while not done:
                seen = opened.head("us").version
                try:
                    opened.append("us", [event(f"w{writer}-{number}")], expected=seen)
                    done = True
                except ConflictError:
                    continue


def test_concurrent_writers_lose_nothing_and_leave_no_gap(path: str) -> None:
    """A deferred BEGIN lost 325 of 400 appends in a trial."""
    writers = [PARALLEL.Process(target=_write, args=(path, number)) for number in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    with open_log(path) as opened:
        entries = opened.entries("us")

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert list(range(1, WRITERS * EACH + 1)) == [entry.version for entry in entries]
    assert {f"w{w}-{n}" for w in range(WRITERS) for n in range(EACH)} == {e.id for e in entries}
    assert sorted(e.recorded for e in entries) == [e.recorded for e in entries]


def test_an_open_reader_sees_one_moment(path: str) -> None:
    """The head it cites must be the head of the entries it read."""
    appended(path, event("one"))
    with open_log(path) as opened:
        appended(path, event("two"))

        assert opened.head("us").version == 1
        assert [entry.id for entry in opened.entries("us")] == ["one"]
    assert ids(path) == ["one", "two"]


def test_a_locked_database_is_a_sentence(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another program may hold it for hours."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="in use by another program"):
            appended(path, event("one"))


# All or nothing


def test_a_bad_act_in_the_middle_leaves_nothing(path: str) -> None:
    """An import is whole or it has not been."""
    appended(path, event("known"))
    with pytest.raises(InputError, match="known"):
        appended(path, event("new"), event("known", "otherwise"), event("newer"))

    assert ids(path) == ["known"]


def test_a_bad_value_is_refused_before_anything_is_written(path: str) -> None:
    """SQLModel's table classes do not validate, so something else has to."""
    with pytest.raises(InputError, match="partnership 'Not a slug'"):
        appended(path, event("one"), partnership="Not a slug")
    with pytest.raises(InputError, match="id"):
        appended(path, event("one"), event("x" * 301))

    with open_log(path) as opened:
        assert opened.partnerships() == []


def test_an_append_that_breaks_off_leaves_nothing(
    path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the user interrupts it between two rows."""
    add, calls = log.Writer.add, itertools.count()

    def interrupted(self: log.Writer, act: Act, payload: bytes, recorded: str | None) -> None:
        add(self, act, payload, recorded)
        self.flush()
        if next(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(log.Writer, "add", interrupted)
    with pytest.raises(KeyboardInterrupt):
        appended(path, event("one"), event("two"))

    assert ids(path) == []


# Recorded


def test_one_call_reads_the_clock_once(path: str, stopped: Callable[[datetime], None]) -> None:
    """What came together stands together in a view by recorded."""
    stopped(NOON)
    instants = {entry.recorded for entry in appended(path, event("one"), event("two"))}

    assert {"2026-11-21T12:00:00.000000Z"} == instants


def test_recorded_never_decreases_when_the_clock_jumps_back(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """A view by recorded would lose what it once showed."""
    for instant in (NOON, NOON - timedelta(hours=1), NOON + timedelta(hours=1)):
        stopped(instant)
        appended(path, event(f"at-{instant.hour}"))
    with open_log(path) as opened:
        hours = [entry.recorded[11:13] for entry in opened.entries("us")]

    assert hours == ["12", "12", "13"]


def test_entries_are_cut_by_the_instant_they_were_recorded(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """Both ends count: recorded by noon includes noon."""
    for hour in range(3):
        stopped(NOON + timedelta(hours=hour))
        appended(path, event(f"e{hour}"))
    with open_log(path) as opened:
        entries = opened.entries("us", recorded_by="2026-11-21T13:00:00.000000Z")

    assert [entry.id for entry in entries] == ["e0", "e1"]


def restored(path: str, *recorded: str | None) -> list[str]:
    acts = [event(f"e{number}") for number in range(len(recorded))]
    with open_log(path, writing=True) as opened:
        return [entry.recorded for entry in opened.append("us", acts, recorded=recorded)]


def test_a_restore_keeps_its_instants_in_one_form(
    path: str, stopped: Callable[[datetime], None]
) -> None:
    """The heads have to come out equal; what has no instant gets this one."""
    stopped(NOON)
    kept = restored(path, "2026-01-01T00:00Z", "2026-01-01T00:00:00.5Z", None)

    assert kept == [
        "2026-01-01T00:00:00.000000Z",
        "2026-01-01T00:00:00.500000Z",
        "2026-11-21T12:00:00.000000Z",
    ]


@pytest.mark.parametrize(
    ("recorded", "sentence"),
    [
        (["2026-01-02T00:00Z", "2026-01-01T00:00Z"], "e1 .* before the entry above it"),
        ([None, "2026-01-01T00:00Z"], "e1 .* before the entry above it"),
        (["2026-01-01T00:00Z", "2026-11-21T12:00:00.000001Z"], "e1 .* in the future"),
        (["soon"], "soon"),
    ],
)
def test_dishonest_instants_are_refused(
    path: str,
    stopped: Callable[[datetime], None],
    recorded: list[str | None],
    sentence: str,
) -> None:
    """What a restore claims has to be possible."""
    stopped(NOON)
    with pytest.raises(InputError, match=sentence):
        restored(path, *recorded)

    assert ids(path) == []


def test_only_an_empty_partnership_takes_over_instants(path: str) -> None:
    """Otherwise what this log held at an instant could be changed afterwards."""
    appended(path, event("one"))
    with pytest.raises(InputError, match="only an empty partnership"):
        restored(path, "2026-01-01T00:00Z")


def test_a_restore_gives_the_head_it_was_taken_from(path: str, tmp_path: Path) -> None:
    """Export and import are inverses."""
    appended(path, event("one"))
    appended(path, event("two"))
    other = str(tmp_path / "other.db")
    run.upgrade(other)
    with open_log(path) as source, open_log(other, writing=True) as target:
        entries = source.entries("us")
        acts, instants = [e.act() for e in entries], [e.recorded for e in entries]
        target.append("us", acts, recorded=instants)

        assert source.head("us") == target.head("us")


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
            "INSERT OR REPLACE INTO log SELECT 9, partnership, version, 'new', recorded, payload,"
            " digest FROM log WHERE version = 1",
            "version is taken",
        ),
        (
            "INSERT OR REPLACE INTO log SELECT 9, partnership, 9, id, recorded, payload, digest"
            " FROM log WHERE version = 1",
            "id is taken",
        ),
        (
            "INSERT OR REPLACE INTO log SELECT position, 'them', 9, id, recorded, payload, digest"
            " FROM log WHERE version = 1",
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
        "-1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', x'00', zeroblob(32)",
        "1, '', 1, 'one', '2026-11-21T12:00:00.000000Z', x'00', zeroblob(32)",
        "1, 'us', 0, 'one', '2026-11-21T12:00:00.000000Z', x'00', zeroblob(32)",
        "1, 'us', 1, '', '2026-11-21T12:00:00.000000Z', x'00', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21', x'00', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', x'', zeroblob(32)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', x'00', zeroblob(31)",
        "1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', NULL, zeroblob(32)",
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
        " (1, 'us', 1, 'one', '2026-11-21T12:00:00.000000Z', 'text', zeroblob(32))",
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


def test_a_reader_writes_nothing(path: str) -> None:
    """Not even by mistake."""
    with open_log(path) as opened, pytest.raises(StorageError):
        opened.append("us", [event("one")])

    assert ids(path) == []


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
        (lambda path: path.symlink_to("nowhere"), NotFoundError, "timeline init"),
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


def test_a_slug_that_is_no_text_is_a_sentence(path: str) -> None:
    """A terminal hands bytes on as lone surrogates."""
    with open_log(path) as opened, pytest.raises(InputError, match="not readable as text"):
        opened.head("\udcff")


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
