"""The standard streams: whatever the caller passed on, nothing is lost and nothing is a traceback.

Users of other tools reported each of these: output redirected on Windows, a service that has no
standard input, a full disk, an editor's console that shows escape sequences.
"""

import json
import os
import pty
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from shell import ROOT

pytestmark = pytest.mark.drawn

PROGRAM = "from cli.main import main; main(prog_name='timeline')"

LEDGER = """\
partnership: acme-globex
title: Acme and Globex
parties: [Acme, Globex]
covered_through: 2026-03-31
terms:
  fee: {title: Größe – 契約 😀, asks: What is the fee?, topic: Geld €}
sources:
  s1: {url: "https://example.com/s1", title: Première, publisher: Acme, published: 2024-02-29}
events:
  - id: e1
    when: 2024-02-29
    title: 契約書に署名 é
    authority: official
    sources: [s1]
    changes:
      - {set: fee, value: 5 € – größer 契約 😀}
"""

FOR_PEOPLE = (
    *("as-of 2025", "history fee", "log", "show e1", "terms", "partnerships", "explain fee 2025"),
    *("next 2023", "check 2025", "diff 2023 2025", "chart", "as-of 2025 --sources"),
)
FOR_PROGRAMS = (
    *("as-of 2025 -o json", "as-of 2025 -o ndjson", "as-of 2025 -o csv", "as-of 2025 -o md"),
    *("log -o json", "show e1 -o json", "terms -o json", "terms -o csv"),
    *("explain fee 2025 -o json", "explain fee 2025 -o md", "history fee -o json"),
    *("history fee -o csv", "diff 2023 2025 -o csv", "diff 2023 2025 -o json", "export"),
    *("export -o jsonl", "feed", "feed -o jsonfeed", "changelog 2024", "changelog 2024 -o html"),
    *("changelog 2024 -o json", "chart -o svg", "chart -o mermaid", "publish", "publish -o jsonld"),
    *("publish -o timelinejs", "matrix 2025 -o json", "matrix 2025 -o csv"),
)

Ran = subprocess.CompletedProcess[bytes]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a home with a database whose texts no legacy encoding has."""
    folder = tmp_path_factory.mktemp("streams")
    (folder / "ledger.yaml").write_text(LEDGER, "utf-8")
    for line in ("init --db kept.db", "import ledger.yaml --db kept.db"):
        assert ran(folder, *line.split()).returncode == 0
    return folder


@pytest.fixture
def folder(kept: Path, tmp_path: Path) -> Path:
    """Return a home of the test's own, with that database as `t.db`."""
    shutil.copy(kept / "kept.db", tmp_path / "t.db")
    return tmp_path


def surroundings(folder: Path, **more: str) -> dict[str, str]:
    names = ("TIMELINE_", "XDG_", "PYTHONIOENCODING", "NO_COLOR", "PYTHONUTF8", "TERM", "LC_")
    plain = {name: text for name, text in os.environ.items() if not name.startswith(names)}
    return (
        plain
        | {"HOME": str(folder), "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
        | more
    )


def ran(folder: Path, *words: str, environment: dict[str, str] | None = None, **how: Any) -> Ran:
    streams: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | how
    known = surroundings(folder, **environment or {})
    command = [sys.executable, "-c", PROGRAM, *words]
    return subprocess.run(command, cwd=folder, env=known, check=False, timeout=60, **streams)


def asked(folder: Path, line: str, encoding: str = "utf-8", **how: Any) -> Ran:
    environment = {"PYTHONIOENCODING": encoding, "TIMELINE_DB": "t.db"}
    return ran(folder, *line.split(), environment=environment, **how)


@pytest.mark.parametrize(
    "encoding", ["ascii", "latin-1", "cp1252", "cp437", "cp932", "gbk", "koi8-r", "utf-16"]
)
def test_what_a_stream_cannot_show_is_escaped(folder: Path, encoding: str) -> None:
    """Every pipe on Windows has such an encoding; a sign outside of it must not end the answer."""
    done = asked(folder, "as-of 2025", encoding)
    told = done.stdout.decode(encoding)

    assert (done.returncode, done.stderr) == (0, b"")
    assert "5 " in told
    for sign in "契😀":
        assert sign in told or sign.encode("ascii", "backslashreplace").decode() in told


@pytest.mark.drawn
@pytest.mark.parametrize("line", FOR_PEOPLE)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_no_answer_for_people_fails_for_its_encoding(
    folder: Path, line: str, encoding: str
) -> None:
    """Whichever command writes it."""
    done = asked(folder, line, encoding)

    assert done.stderr == b""
    assert done.returncode in (0, 1)
    assert done.stdout.decode(encoding)


@pytest.mark.drawn
@pytest.mark.parametrize("line", FOR_PROGRAMS)
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "cp932"])
def test_what_a_program_reads_is_the_same_in_any_encoding(
    folder: Path, line: str, encoding: str
) -> None:
    """JSON is UTF-8 by its standard, and a sheet with escapes in it has other texts."""
    done, usual = asked(folder, line, encoding), asked(folder, line)

    assert (done.returncode, done.stderr) == (usual.returncode, usual.stderr)
    assert done.stdout == usual.stdout
    assert "契".encode() in done.stdout


@pytest.mark.parametrize("line", ["as-of 2025 -o json", "show e1 -o json", "export"])
def test_json_and_ledgers_are_utf_8_in_a_legacy_encoding(folder: Path, line: str) -> None:
    """One command of each way to write it."""
    done = asked(folder, line, "cp1252")

    assert done.returncode == 0
    assert "größer 契約 😀" in done.stdout.decode()
    if line != "export":
        json.loads(done.stdout)


def appending(title: str, *more: str) -> tuple[str, ...]:
    said = ("--when", "2025-01-01", "--authority", "official", "--source", "s1", "--set", "fee=7%")
    return ("append", "--id", "raised", "--title", title, *said, *more)


def is_recorded(folder: Path) -> bool:
    return b'"raised"' in asked(folder, "log -o json").stdout


IMPORTED = """\
partnership: acme-globex
sources: {s2: {url: "https://example.com/s2", title: Second}}
events:
  - id: raised
    when: 2025-01-01
    title: Raised
    authority: official
    sources: [s2]
    changes: [{set: fee, value: 7%}]
"""
RECORDING = (
    appending("Raised"),
    appending("Raised", "-o", "json"),
    ("import", "more.yaml"),
    ("define", "raised", "--title", "Raised"),
)


@pytest.mark.parametrize("words", RECORDING, ids=lambda words: words[0] + words[-1])
def test_recorded_and_not_told_has_an_exit_code_of_its_own(
    folder: Path, words: tuple[str, ...]
) -> None:
    """1 would mean that nothing was written, and that one may try again."""
    (folder / "more.yaml").write_text(IMPORTED)
    with open("/dev/full", "w") as full:
        done = ran(folder, *words, environment={"TIMELINE_DB": "t.db"}, stdout=full)

    assert done.returncode == 5
    assert done.stderr.decode() == (
        "Error: It is done and recorded, but what was to be said of it cannot be written: "
        "No space left on device.\n"
    )
    assert is_recorded(folder) or b"raised" in asked(folder, "terms").stdout


@pytest.mark.parametrize(
    "line", ["init --db new.db", "backup copy.db", "restore kept.db --db r.db"]
)
def test_so_has_a_database_that_was_made(folder: Path, kept: Path, line: str) -> None:
    """And a copy of one."""
    shutil.copy(kept / "kept.db", folder)
    with open("/dev/full", "w") as full:
        done = asked(folder, line, stdout=full)

    assert done.returncode == 5
    assert b"done and recorded" in done.stderr


def test_so_has_an_issued_changelog(folder: Path) -> None:
    """The log has its digest by then, whether or not anybody has got the text."""
    with open("/dev/full", "w") as full:
        done = asked(folder, "changelog 2024 --issue spring", stdout=full)

    assert done.returncode == 5
    assert b"spring" in asked(folder, "export").stdout


def test_a_reader_that_has_left_is_told_of_what_was_recorded(folder: Path) -> None:
    """`timeline append … | true`: the pipe breaks after the event is in the log for good."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = ran(folder, *appending("Raised"), environment={"TIMELINE_DB": "t.db"}, stdout=theirs)
    os.close(theirs)

    assert done.returncode == 5
    assert b"done and recorded" in done.stderr
    assert is_recorded(folder)


@pytest.mark.parametrize(
    "words", [appending("Raised", "--dry-run"), ("import", "more.yaml", "--dry-run")]
)
def test_what_was_only_tried_is_not_said_to_be_recorded(
    folder: Path, words: tuple[str, ...]
) -> None:
    """A dry run has written nothing."""
    (folder / "more.yaml").write_text(IMPORTED)
    with open("/dev/full", "w") as full:
        done = ran(folder, *words, environment={"TIMELINE_DB": "t.db"}, stdout=full)

    assert done.returncode == 1
    assert not is_recorded(folder)


def test_a_title_outside_of_the_encoding_is_recorded_and_told(folder: Path) -> None:
    """The event was in the log, and the exit code said that nothing was written."""
    environment = {"TIMELINE_DB": "t.db", "PYTHONIOENCODING": "latin-1"}
    done = ran(folder, *appending("契約"), environment=environment)

    assert (done.returncode, done.stderr) == (0, b"")
    assert is_recorded(folder)


def test_with_both_streams_full_the_exit_code_is_left(folder: Path) -> None:
    """Where the sentence cannot be written either."""
    with open("/dev/full", "w") as full:
        words = appending("Raised")
        done = ran(folder, *words, environment={"TIMELINE_DB": "t.db"}, stdout=full, stderr=full)

    assert done.returncode == 5
    assert is_recorded(folder)


def closing(*numbers: int) -> Callable[[], None]:
    def close() -> None:
        for number in numbers:
            os.close(number)

    return close


@pytest.mark.parametrize("line", ["import -", "append -", "correct e1 - --reason r"])
def test_without_standard_input_a_command_that_reads_it_says_so(folder: Path, line: str) -> None:
    """As started by a service, or by cron."""
    done = asked(folder, line, preexec_fn=closing(0))

    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert done.stderr.startswith(b"Error: <stdin>:1:1: The file is empty")


@pytest.mark.parametrize("line", ["receipt --check -", "verify --against -"])
def test_no_command_needs_standard_input_to_end_well(folder: Path, line: str) -> None:
    """The others that may read from it, or ask there."""
    done = asked(folder, line, preexec_fn=closing(0))

    assert done.returncode in (1, 2, 3, 4)
    assert b"Traceback" not in done.stderr
    assert done.stderr


@pytest.mark.drawn
@pytest.mark.parametrize("line", [*FOR_PEOPLE, *FOR_PROGRAMS, "as-of nonsense", "show nowhere"])
@pytest.mark.parametrize("closed", [(1,), (2,), (1, 2), (0, 1, 2)])
def test_nobody_to_write_to_is_no_trouble(folder: Path, line: str, closed: tuple[int, ...]) -> None:
    """The exit code is that of the question."""
    usual, done = asked(folder, line), asked(folder, line, preexec_fn=closing(*closed))

    assert done.returncode == usual.returncode
    assert b"Traceback" not in done.stderr


def test_what_is_printed_does_not_end_up_in_a_file(folder: Path) -> None:
    """The first file opened would get the number of a closed stream: 1, to which answers go."""
    done = asked(folder, "export out.yaml", preexec_fn=closing(0, 1, 2))

    assert done.returncode == 0
    assert (folder / "out.yaml").read_bytes() == asked(folder, "export").stdout
    assert asked(folder, "verify").returncode == 0


def on_a_terminal(folder: Path, *words: str, program: str = PROGRAM, **environment: str) -> bytes:
    """Return what a terminal gets to show."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", program, *words]
    told = b""
    known = surroundings(folder, TIMELINE_DB="t.db", **environment)
    with subprocess.Popen(
        command, cwd=folder, env=known, stdout=theirs, stderr=theirs, stdin=theirs
    ):
        os.close(theirs)
        with suppress(OSError):  # What Linux says when nobody writes any more.
            while part := os.read(ours, 65536):
                told += part
    os.close(ours)
    return told


COLOURED = ("as-of 2025", "history fee", "terms", "explain fee 2025", "chart")


@pytest.mark.parametrize("line", COLOURED)
def test_a_dumb_terminal_gets_no_escape_sequences(folder: Path, line: str) -> None:
    """Consoles of editors and of builds show them as they are; an xterm gets them."""
    assert b"\x1b" not in on_a_terminal(folder, *line.split(), TERM="dumb")
    assert b"\x1b[" in on_a_terminal(folder, *line.split(), TERM="xterm")


COUNTING = "from cli.progress import MANY, counting\nwith counting(MANY, 'x') as step: step(1)"


def test_nor_does_a_progress_bar_write_them(folder: Path) -> None:
    """It would hide the cursor, and draw over its own line."""
    assert b"\x1b" in on_a_terminal(folder, program=COUNTING, TERM="xterm")
    assert b"\x1b" not in on_a_terminal(folder, program=COUNTING, TERM="dumb")


def test_ctrl_c_has_the_exit_code_that_shells_give_it(folder: Path) -> None:
    """1 says that something was refused. The command waits for somebody to write into a pipe."""
    os.mkfifo(folder / "fifo")
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "import", "fifo"],
        cwd=folder, env=surroundings(folder, TIMELINE_DB="t.db"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    with process, (folder / "fifo").open("wb"):  # It opens once the command reads.
        process.send_signal(signal.SIGINT)
        _, told = process.communicate(timeout=30)

    assert process.returncode == 130
    assert told == b"\nInterrupted.\n"
