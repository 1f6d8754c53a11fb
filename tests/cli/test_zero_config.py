"""No configuration: the first command makes what it needs, and says so."""

import os
import shutil
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from nobody import as_nobody
from platformdirs import user_data_dir
from running import Run, said

from cli.reading.session import default_database
from events.log import log
from timeline.record.record import Record

ASKED = ("as-of", "2026-02-27", "--term", "ip-license.end", "-o", "json")


def default(home: Path) -> Path:
    """Return the default database of *home*."""
    return home / "data" / "partnership-timeline" / "timeline.db"


def test_the_first_command_makes_the_database_and_answers(
    command: Run, home: Path, record: Record
) -> None:
    """It says so in one line on stderr only; the answer on stdout is an answer."""
    found = command(*ASKED)
    [answer] = said(found)["terms"]

    assert answer["value"] == "through 2032"
    assert found.stderr == (
        f"Made {default(home)} with the bundled ledger openai-microsoft: "
        f"{len(record.acts)} entries.\n"
    )
    assert default(home).is_file()


def test_the_second_command_is_silent(command: Run) -> None:
    """There is nothing to make any more."""
    first, second = command(*ASKED), command(*ASKED)

    assert second.stdout == first.stdout
    assert second.stderr == ""


@pytest.mark.parametrize(
    "asked", [("log",), ("terms",), ("partnerships",), ("history", "cloud.rofr"), ("export",),
              ("diff", "2025", "2026"), ("changelog", "2026-01.."), ("explain", "cloud.rofr")]
)  # fmt: skip
def test_whatever_comes_first_makes_it(command: Run, home: Path, asked: tuple[str, ...]) -> None:
    """A newcomer may begin anywhere."""
    found = command(*asked)

    assert found.stderr.startswith(f"Made {default(home)}")
    assert found.exit_code in (0, 1)
    assert default(home).is_file()


@pytest.mark.parametrize(
    "asked", [("--help",), ("as-of", "--help"), ("--version",), ("new", "a-b", "-"), ("nonsense",),
              ("as-of", "2025-13"), ("show",)]
)  # fmt: skip
def test_what_asks_nothing_of_the_log_makes_nothing(
    command: Run, home: Path, asked: tuple[str, ...]
) -> None:
    """Help must not write into anybody's home."""
    command(*asked)

    assert list(home.iterdir()) == []


def test_a_first_command_that_fails_leaves_nothing_behind(
    command: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Half a database would answer the next question wrongly."""
    monkeypatch.setattr(log, "clock", lambda: datetime(2020, 1, 1, tzinfo=UTC))
    refused = command(*ASKED)
    monkeypatch.setattr(log, "clock", lambda: datetime(2026, 11, 21, 12, tzinfo=UTC))
    found = command(*ASKED)

    assert refused.exit_code == 1
    assert "in the future" in refused.stderr
    assert found.stderr.startswith(f"Made {default(home)}")
    assert [one.name for one in default(home).parent.iterdir() if "part" in one.name] == []


def test_the_environment_names_another_database(
    command: Run, home: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is made in the home folder then."""
    monkeypatch.setenv("TIMELINE_DB", str(database))
    found = command(*ASKED)

    assert found.exit_code == 0
    assert found.stderr == ""
    assert not default(home).exists()


def test_the_option_goes_before_the_environment(
    command: Run, tmp_path: Path, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is typed is meant."""
    monkeypatch.setenv("TIMELINE_DB", str(tmp_path / "nowhere.db"))

    assert command(*ASKED, "--db", database).exit_code == 0
    assert command(*ASKED).exit_code == 4


def test_an_empty_environment_names_none(
    command: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A variable that is set to nothing is as good as unset."""
    monkeypatch.setenv("TIMELINE_DB", "")

    assert command(*ASKED).exit_code == 0
    assert default(home).is_file()


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_a_database_is_named_by_a_path_or_a_url(command: Run, database: Path, form: str) -> None:
    """As other programs do."""
    assert command(*ASKED, "--db", form.format(database)).exit_code == 0


def test_a_relative_path_is_of_the_folder_one_is_in(
    command: Run, database: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Three slashes and a name, or the name alone."""
    monkeypatch.chdir(database.parent)

    assert command(*ASKED, "--db", database.name).exit_code == 0
    assert command(*ASKED, "--db", f"sqlite:///{database.name}").exit_code == 0


@pytest.mark.parametrize(
    "asked",
    [ASKED, ("log",), ("terms",), ("partnerships",), ("export",), ("history", "cloud.rofr"),
     ("show", "x"), ("append", "--title", "x"), ("import", "x.yaml"), ("changelog",),
     ("diff", "2025", "2026"), ("explain", "cloud.rofr")],
)  # fmt: skip
def test_a_database_that_is_named_is_never_made_by_a_question(
    command: Run, home: Path, tmp_path: Path, asked: tuple[str, ...]
) -> None:
    """A slip in a name must not answer from a new, empty log."""
    path = tmp_path / "nowhere.db"
    refused = command(*asked, "--db", path)

    assert refused.exit_code == 4
    assert refused.stdout == ""
    assert refused.stderr == (
        f"Error: There is no database {path}; make one with `timeline init --db {path}`.\n"
    )
    assert not path.exists()
    assert not default(home).exists()


def garbage(path: Path) -> None:
    """Write what is no database."""
    path.write_bytes(b"this is not a database, whatever it is called" * 50)


def of_another_program(path: Path) -> None:
    """Make the database of another program."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url TEXT)")
    connection.commit()
    connection.close()


def with_nothing_in_it(path: Path) -> None:
    """Make an empty file."""
    path.touch()


def folder(path: Path) -> None:
    """Make a folder of that name."""
    path.mkdir()


def torn(path: Path) -> None:
    """Make a database of which the second half is lost."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE log (payload BLOB)")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('m001')")
    connection.execute("INSERT INTO log VALUES (zeroblob(90000))")
    connection.commit()
    connection.close()
    path.write_bytes(path.read_bytes()[:6000])


def of_the_future(path: Path) -> None:
    """Make a database of a later edition."""
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE log (payload BLOB)")
    connection.execute("CREATE TABLE alembic_version (version_num TEXT)")
    connection.execute("INSERT INTO alembic_version VALUES ('m999')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (garbage, "is not a SQLite database"),
        (of_another_program, "another program"),
        (with_nothing_in_it, "timeline init"),
        (folder, "is not a file"),
        (torn, "damaged"),
        (of_the_future, "newer edition"),
    ],
)
@pytest.mark.parametrize("asked", [ASKED, ("append", "--title", "x"), ("partnerships",)])
def test_a_file_that_is_no_log_is_told_in_a_sentence(
    command: Run, tmp_path: Path, make: object, expected: str, asked: tuple[str, ...]
) -> None:
    """And is left as it is."""
    path = tmp_path / "other.db"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    refused = command(*asked, "--db", path)

    assert refused.exit_code == 1
    assert refused.stdout == ""
    assert refused.stderr.startswith("Error: ")
    assert refused.stderr.count("\n") == 1
    assert expected in refused.stderr
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize("make", [garbage, of_another_program, folder])
def test_init_does_not_take_over_what_is_not_its_own(
    command: Run, tmp_path: Path, make: object
) -> None:
    """Nor does it add to it."""
    path = tmp_path / "other.db"
    assert callable(make)
    make(path)
    before = path.read_bytes() if path.is_file() else b""
    refused = command("init", "--db", path, "--bundled")

    assert refused.exit_code == 1
    assert "Traceback" not in refused.stderr
    assert (path.read_bytes() if path.is_file() else b"") == before


def test_two_first_commands_at_once_make_one_database(home: Path) -> None:
    """Neither sees half of what the other makes, nor loses it."""
    program = "from cli.main import main; main(prog_name='timeline')"
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data")}
    several = [
        subprocess.Popen(
            [sys.executable, "-c", program, *ASKED],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    ends = [(*one.communicate(timeout=60), one.returncode) for one in several]

    assert {(stdout, code) for stdout, _, code in ends} == {(ends[0][0], 0)}
    assert sum(stderr.startswith("Made ") for _, stderr, _ in ends) == 1
    assert [one.name for one in default(home).parent.glob("*.part*")] == []


@pytest.mark.parametrize("asked", [ASKED, ("init",), ("append", "--title", "x"), ("export",)])
@pytest.mark.parametrize("url", ["postgresql://127.0.0.1:1/x", "postgres://u:p@127.0.0.1:1/d"])
def test_a_server_out_of_reach_is_a_sentence(
    command: Run, asked: tuple[str, ...], url: str
) -> None:
    """With what the server, or the network, says."""
    refused = command(*asked, "--db", url)

    assert refused.exit_code == 1
    assert "cannot be reached: connection failed" in refused.stderr
    assert ":p@" not in refused.stderr
    assert refused.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["mysql://x/y", ":memory:", "sqlite://", "http://x"])
def test_what_names_no_database_is_told_in_a_sentence(command: Run, url: str) -> None:
    """With what to write instead."""
    refused = command(*ASKED, "--db", url)

    assert refused.exit_code == 1
    assert "sqlite:///" in refused.stderr


def test_a_database_that_cannot_be_written_can_be_read(command: Run, database: Path) -> None:
    """A question needs no permission to write; an append is told."""
    adding = ("append", "--title", "x")
    for once in (ASKED, adding):  # what they import may be out of reach of the child
        command(*once, "--db", database)

    with TemporaryDirectory() as folder:
        sealed = shutil.copy(database, folder)
        os.chmod(sealed, 0o444)
        os.chmod(folder, 0o555)

        def ask_and_append() -> None:
            asked, refused = command(*ASKED, "--db", sealed), command(*adding, "--db", sealed)
            assert asked.exit_code == 0
            assert refused.exit_code == 1
            assert "read-only" in refused.stderr

        code = as_nobody(ask_and_append)
        os.chmod(folder, 0o755)

    assert code == 0


def test_a_home_that_cannot_be_written_is_told(
    command: Run, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a sentence, with the path."""
    (home / "file").touch()
    monkeypatch.setenv("XDG_DATA_HOME", str(home / "file"))
    refused = command(*ASKED)

    assert refused.exit_code == 1
    assert str(home / "file") in refused.stderr
    assert "Traceback" not in refused.stderr


def run(home: Path, *args: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    program = "import sys; from cli.main import main; main(prog_name='timeline')"
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", program, *args],
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_process_of_its_own_answers_in_an_empty_home(home: Path) -> None:
    """As a newcomer runs it; the second time it is silent."""
    first, second = run(home, *ASKED), run(home, *ASKED)

    assert (first.returncode, second.returncode) == (0, 0)
    assert first.stderr.startswith("Made ")
    assert second.stderr == ""
    assert first.stdout == second.stdout


def test_a_process_of_its_own_tells_trouble_by_its_exit_code(
    home: Path, bundled_database: Path
) -> None:
    """2 for usage, 4 for what is not there, 1 for what is refused; never a traceback."""
    named = {"TIMELINE_DB": str(bundled_database)}
    ends = {
        run(home, "as-of", "2025-13", **named).returncode: 2,
        run(home, "show", "nowhere", **named).returncode: 4,
        run(home, "import", "nowhere.yaml", **named).returncode: 1,
        run(home, "terms", **named).returncode: 0,
    }
    broken = run(home, "show", "nowhere", **named)

    assert all(found == expected for found, expected in ends.items())
    assert broken.stdout == ""
    assert broken.stderr.startswith("Error: ")


def test_a_reader_that_goes_away_is_no_traceback(home: Path, bundled_database: Path) -> None:
    """`timeline export | head` is common."""
    program = "from cli.main import main; main(prog_name='timeline')"
    with subprocess.Popen(
        [sys.executable, "-c", program, "export", "-o", "jsonl"],
        env={**os.environ, "HOME": str(home), "TIMELINE_DB": str(bundled_database)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.readline()
        process.stdout.close()
        told = process.stderr.read()

    assert b"Traceback" not in told
    assert b"Error" not in told


@pytest.mark.parametrize("data", [None, "", "/data", "/data/", "data", "~/data"])
@pytest.mark.parametrize("user", [None, "/home/me", "/home/me/", "/", "me"])
@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_the_default_database_is_where_the_platform_has_such_things(
    monkeypatch: pytest.MonkeyPatch, data: str | None, user: str | None, system: str
) -> None:
    """As `platformdirs` knows it, which is asked only where it is not plain."""
    monkeypatch.setattr(sys, "platform", system)
    for name, value in (("XDG_DATA_HOME", data), ("HOME", user)):
        monkeypatch.delenv(name, raising=False)
        if value is not None:
            monkeypatch.setenv(name, value)
    folder = user_data_dir("partnership-timeline", appauthor=False)

    assert os.path.join(folder, "timeline.db") == default_database()
