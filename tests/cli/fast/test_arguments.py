"""A plain question is understood without click as click understands it, or is left to click."""

import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from typing import Any

import click
import pytest
from shell import ROOT, command_named

from cli.fast import arguments
from cli.fast.arguments import FORMS, OPTIONS, understood
from events.dates.dates import parse

AS_OF = command_named("as-of")
PROGRAM = (sys.executable, "-c", "from cli.main import main; main(prog_name='timeline')")
PLAIN = [
    *("2026-02-27", "2025-10", "2025-Q3", "today", "27 February 2026", "2026-11-21T10:00Z"),
    *("json", "csv", "openai-microsoft", "cloud.*", "a=b", "x.db", "é"),
]
ODD = [
    *("", "-", "--", "---", "-x", "=", "2025-13", "XXXX-06", "2025-02-30", "tomorrow ", "JSON"),
    *("--help", "-h", "--source", "--sources=x", "--unknown", "-pq", "-o=json", "\ud800"),
]


def lines(random: Random) -> Iterator[list[str]]:
    """Yield command lines of all sorts, of which many are plain."""
    while True:
        odd = random.random() < 0.3
        words: list[str] = []
        for _ in range(random.randrange(6)):
            value = random.choice(PLAIN + ODD if odd else PLAIN)
            option = random.choice([*OPTIONS, "--sources", "", *(ODD if odd else ())])
            match random.randrange(4):
                case 0 if option[:2] == "--":
                    words.append(f"{option}={value}")
                case 1 if option:
                    words.append(f"{option}{value}")
                case 2:
                    words += [option, value]
                case _:
                    words.append(option or value)
        yield [word for word in words if word or odd]


def by_click(words: list[str]) -> dict[str, Any] | None:
    try:
        with AS_OF.make_context("as-of", list(words)) as context:
            assert not context.params.pop("is_all") | context.params.pop("verbose")
            return context.params
    except (click.ClickException, click.exceptions.Exit):
        return None


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Name no database and no partnership by a variable."""
    for name in ("TIMELINE_DB", "TIMELINE_PARTNERSHIP"):
        monkeypatch.delenv(name, raising=False)


@pytest.mark.parametrize("seed", range(8))
def test_a_question_is_understood_as_click_does_it(seed: int) -> None:
    """Or not at all: then it is click that answers."""
    random = Random(seed)
    found = 0
    for words, _ in zip(lines(random), range(500), strict=False):
        asked = understood(words)
        if asked is not None:
            found += 1

            assert by_click(words) == vars(asked), words

    assert found > 50


@pytest.mark.parametrize(
    ("line", "asked"),
    [
        ("", {}),
        ("2026-02-27", {"date": parse("2026-02-27")}),
        ("-o json 2025-Q3", {"date": parse("2025-Q3"), "form": "json"}),
        ("-ocsv", {"form": "csv"}),
        ("--output=md --sources", {"form": "md", "sources": True}),
        ("--term a --term=b.*", {"globs": ("a", "b.*")}),
        ("cloud.rofr", {"globs": ("cloud.rofr",)}),
        ("--term a today.x b", {"globs": ("today.x", "b", "a")}),
        ("-p us --db x.db", {"partnership": "us", "db": "x.db"}),
        ("--known 2026-01-01", {"known": parse("2026-01-01")}),
        ("--recorded 2026-11-21", {"recorded": "2026-11-21T23:59:59.999999Z"}),
    ],
)
def test_what_is_plain_is_understood(line: str, asked: dict[str, Any]) -> None:
    """All that the documentation shows is."""
    default = {"date": None, "globs": (), "form": "text", "db": None, "partnership": None}
    rest = {"sources": False, "known": None, "recorded": None}

    assert default | rest | asked == vars(understood(line.split()))


@pytest.mark.parametrize(
    "line",
    [
        *("--help", "-h", "--unknown", "-o yaml", "--out json", "--all", "--known 2025-13"),
        *("2025-13", "--known XXXX-06", "--recorded soon", "--db", "-p a -p b", "-- 2026"),
        *("--db=", "-p -x"),
    ],
)
def test_what_is_not_plain_is_left_to_click(line: str) -> None:
    """It has the words for what is wrong, and the help."""
    assert understood(line.split()) is None


def test_variables_name_what_is_not_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """As they do for every command; what is typed goes before them."""
    monkeypatch.setenv("TIMELINE_DB", "a.db")
    monkeypatch.setenv("TIMELINE_PARTNERSHIP", "")

    for words in ([], ["--db", "b.db"]):
        asked = understood(words)

        assert asked is not None
        assert (by_click(words) or {})["db"] == asked.db == (words or ["", "a.db"])[1]
        assert asked.partnership is None


def test_a_shell_that_completes_is_answered_by_click(bundled_database: Path) -> None:
    """What was typed so far is no question yet."""
    typed = {"COMP_WORDS": "timeline as-of -o m", "COMP_CWORD": "3"}
    environment = {**os.environ, "_TIMELINE_COMPLETE": "bash_complete", **typed}
    done = ran(*asking(bundled_database), capture_output=True, env=environment)

    assert "plain,md\n" == done.stdout


def test_the_options_are_those_that_the_command_has() -> None:
    """One that is added to the command alone would be slow; one taken from it would still be."""
    valued = [one for one in AS_OF.params if isinstance(one, click.Option) and not one.is_flag]
    there = {opt: one.name for one in valued for opt in one.opts}
    (form,) = (one for one in valued if one.name == "form")

    assert there == OPTIONS
    assert isinstance(form.type, click.Choice)
    assert FORMS == tuple(form.type.choices)
    assert arguments.FORMS[0] == form.default


def ran(*words: str, **how: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*PROGRAM, *words], text=True, cwd=ROOT, check=False, **how)


def on_a_terminal(*words: str, **environment: str) -> str:
    """Return what a terminal of 80 columns gets to show."""
    ours, theirs = pty.openpty()
    known = {name: text for name, text in os.environ.items() if name != "NO_COLOR"}
    told = b""
    with subprocess.Popen([*PROGRAM, *words], stdout=theirs, cwd=ROOT, env=known | environment):
        os.close(theirs)
        with suppress(OSError):  # What Linux says when nobody writes any more.
            while part := os.read(ours, 65536):
                told += part
    os.close(ours)
    return told.decode().replace("\r\n", "\n")


def asking(database: Path) -> tuple[str, ...]:
    return ("as-of", "2026-02-27", "--db", str(database))


def test_a_terminal_is_coloured_and_a_pipe_is_not(bundled_database: Path) -> None:
    """The words are the same."""
    asked = (*asking(bundled_database), "--sources")
    shown = on_a_terminal(*asked, COLUMNS="80")
    piped = ran(*asked, capture_output=True).stdout

    assert "\x1b[1m" in shown
    assert "\x1b[2m" in shown
    assert "\x1b" not in piped
    assert piped == click.unstyle(shown)


def test_no_color_is_honoured_in_a_terminal(bundled_database: Path) -> None:
    """By an answer as by the other commands."""
    assert "\x1b" not in on_a_terminal(*asking(bundled_database), NO_COLOR="1")


def test_a_full_disk_is_told(bundled_database: Path) -> None:
    """An answer that was not written is no answer."""
    with open("/dev/full", "w") as full:
        done = ran(*asking(bundled_database), stdout=full, stderr=subprocess.PIPE)

    assert 1 == done.returncode
    assert "Error: The answer cannot be written: No space left on device.\n" == done.stderr


def test_nobody_to_write_for_is_no_trouble(bundled_database: Path) -> None:
    """A program may be started with its output closed."""
    done = ran(*asking(bundled_database), stderr=subprocess.PIPE, preexec_fn=lambda: os.close(1))

    assert (0, "") == (done.returncode, done.stderr)


def test_a_reader_that_goes_away_is_no_traceback(bundled_database: Path) -> None:
    """`timeline as-of | head` is common."""
    ours, theirs = os.pipe()
    os.close(ours)
    done = ran(*asking(bundled_database), stdout=theirs, stderr=subprocess.PIPE)
    os.close(theirs)

    assert (1, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf8"])
def test_an_answer_is_written_in_the_encoding_there_is(
    bundled_database: Path, encoding: str
) -> None:
    """A sheet is for programs, and so in UTF-8 in any case."""
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    done = ran(*asking(bundled_database), "-o", "csv", capture_output=True, env=environment)

    assert (0, "") == (done.returncode, done.stderr)
    assert done.stdout.startswith("term,topic,status")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--term", "cloud.rof"), 4, "Error: There is no term 'cloud.rof'."),
        (("-p", "nobody"), 4, "Error: There is no partnership nobody."),
        (("--recorded", "2001-01-01"), 4, "Error: Nothing of openai-microsoft had been"),
        (("--known", "XXXX-06"), 2, "has no earliest day"),
        (("--form", "json"), 2, "No such option"),
    ],
)
def test_trouble_is_told_as_ever(
    bundled_database: Path, words: tuple[str, ...], code: int, said: str
) -> None:
    """Whoever finds it."""
    done = ran(*asking(bundled_database), *words, capture_output=True)

    assert (code, "") == (done.returncode, done.stdout)
    assert said in done.stderr


def test_whoever_waits_for_the_end_sees_it(bundled_database: Path) -> None:
    """A process that has nothing left to do ends at once, but not before what was promised."""
    program = "import atexit; atexit.register(print, 'bye'); from cli.main import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, *asking(bundled_database), "-o", "csv"],
        capture_output=True, text=True, cwd=ROOT, check=True,
    )  # fmt: skip

    assert "bye" == done.stdout.splitlines()[-1]
    assert done.stdout.startswith("term,")
