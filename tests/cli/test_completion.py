"""Shell completion: partnerships, terms and event ids, from the database that would be read."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete
from running import Run

from cli.fast.help import LISTED
from cli.registry import main
from timeline.record.record import Record


def completed(*words: str) -> list[str]:
    """Return what is offered for the last of *words*, as a shell would ask for it."""
    *args, incomplete = words
    shell = ShellComplete(main, {}, "timeline", "_TIMELINE_COMPLETE")
    return [item.value for item in shell.get_completions(args, incomplete)]


@pytest.mark.usefixtures("home")
def test_commands_are_offered() -> None:
    """The first word is a command."""
    assert set(completed("")) == set(LISTED)
    assert completed("hist") == ["history"]


@pytest.mark.usefixtures("timeline")
@pytest.mark.parametrize(
    "words",
    [
        ("history", "cloud."),
        ("explain", "cloud."),
        ("as-of", "--term", "cloud."),
        ("as-of", "2026-02-27", "-o", "json", "--term", "cloud."),
        ("log", "--term", "cloud."),
        ("terms", "--term", "cloud."),
        ("append", "--set", "cloud."),
        ("append", "--set", "agi.definition=x", "--end", "cloud."),
    ],
)
def test_terms_are_offered(words: tuple[str, ...]) -> None:
    """Wherever a term is typed."""
    assert completed(*words) == ["cloud.partner-status", "cloud.exclusivity", "cloud.rofr"]


@pytest.mark.usefixtures("timeline")
def test_every_term_is_offered_for_nothing_typed(record: Record) -> None:
    """In the order in which they were defined."""
    assert completed("history", "") == list(record.terms)


@pytest.mark.usefixtures("timeline")
@pytest.mark.parametrize("verb", ["show", "correct", "retract"])
def test_events_are_offered(verb: str) -> None:
    """With the acts on the record, that can be shown and retracted too."""
    assert completed(verb, "article-") == ["article-004-oracle", "article-004-oracle.c1"]


@pytest.mark.usefixtures("timeline")
def test_partnerships_are_offered() -> None:
    """By their slugs."""
    assert completed("as-of", "-p", "") == ["openai-microsoft"]
    assert completed("as-of", "--partnership", "open") == ["openai-microsoft"]
    assert completed("as-of", "-p", "x") == []


def test_an_event_that_was_just_appended_is_offered(timeline: Run) -> None:
    """Completion reads the log, not a list of its own."""
    timeline(
        "append", "--when", "2026", "--title", "Zebra", "--authority", "press",
        "--source", "https://example.com", "--note", "agi.definition=x", "--id", "zebra",
    )  # fmt: skip

    assert completed("show", "ze") == ["zebra"]


@pytest.mark.usefixtures("home")
def test_the_database_typed_is_the_one_that_is_read(database: Path, tmp_path: Path) -> None:
    """As it will be when the command runs."""
    assert completed("history", "--db", str(database), "cloud.r") == ["cloud.rofr"]
    assert completed("history", "--db", str(tmp_path / "nowhere.db"), "cloud.r") == []


@pytest.mark.parametrize("words", [("history", ""), ("as-of", "-p", ""), ("show", "")])
def test_completion_makes_no_database(home: Path, words: tuple[str, ...]) -> None:
    """A press of a key must not write into anybody's home."""
    assert completed(*words) == []
    assert list(home.iterdir()) == []


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("data", [b"no database at all" * 100, b""])
def test_a_database_in_trouble_offers_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes
) -> None:
    """There is no place for a message between two keys."""
    path = tmp_path / "broken.db"
    path.write_bytes(data)
    monkeypatch.setenv("TIMELINE_DB", str(path))

    assert completed("history", "") == []
    assert completed("show", "") == []
    assert completed("as-of", "-p", "") == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_every_shell_gets_its_script(home: Path, shell: str) -> None:
    """Set up in a line, without a database."""
    found = process(home, _TIMELINE_COMPLETE=f"{shell}_source")

    assert found.returncode == 0 or "bash" in found.stderr.lower()
    assert "timeline" in found.stdout
    assert list(home.iterdir()) == []


def test_a_shell_asks_and_is_answered(home: Path, bundled_database: Path) -> None:
    """Through the words that it has."""
    found = process(
        home,
        _TIMELINE_COMPLETE="bash_complete",
        COMP_WORDS="timeline history cloud.",
        COMP_CWORD="2",
        TIMELINE_DB=str(bundled_database),
    )

    assert found.stdout.splitlines() == [
        "plain,cloud.partner-status",
        "plain,cloud.exclusivity",
        "plain,cloud.rofr",
    ]
    assert found.stderr == ""


def process(home: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own, as a shell does to complete."""
    return subprocess.run(
        [sys.executable, "-c", "from cli.main import main; main(prog_name='timeline')"],
        env={**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home / "data"), **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
