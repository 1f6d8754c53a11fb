"""Tests of reading a log that another program altered: a sentence and exit 3, never a traceback."""

import shutil
import sqlite3
from pathlib import Path

import pytest
from alterations import unguarded
from running import Run

from cli.reading.altered import unaltered

pytestmark = pytest.mark.drawn

DAY, PERIOD = "2026-02-27", "2025-01-01..2026-05-31"
READING = (
    ("as-of", DAY), ("as-of", DAY, "-o", "json"), ("as-of", DAY, "--all"), ("history", "hardware"),
    ("explain", "hardware", DAY), ("diff", "2025-10-01", "2026-05-01"), ("changelog", PERIOD),
    ("next", "2024-01-01"), ("log",), ("log", "--corrections"), ("terms",), ("partnerships",),
    ("search", "azure"), ("check",), ("chart",), ("feed",), ("publish",), ("export",), ("verify",),
)  # fmt: skip
ALTERATIONS = (
    ('"set":"', '"set":"shut'),
    ('"set":"', '"end":"'),
    ('"value":"', '"value":"shut '),
    ('"when":"20', '"when":"21'),
    ('"define":"term:', '"define":"term:shut'),
    ('"changes":[', '"changes":[{"note":"shut"},'),
    ('"title":"', '"title":["'),
)
"""What an alteration replaces in the first payload that has it, and in the last, and by what."""


@pytest.fixture
def copy(bundled_database: Path, tmp_path: Path) -> Path:
    """A copy of the bundled log for a test to alter."""
    return Path(shutil.copy(bundled_database, tmp_path / "altered.db"))


def altered(path: Path, old: str, new: str, order: str) -> int:
    """Replace *old* by *new* in one payload; return the version of its entry."""
    with unguarded(path) as connection:
        found = "SELECT version, CAST(payload AS TEXT) FROM log WHERE instr(payload, ?)"
        asked = connection.execute(f"{found} ORDER BY version {order} LIMIT 1", (old.encode(),))
        version, payload = asked.fetchone()
        data = payload.replace(old, new, 1).encode()
        connection.execute("UPDATE log SET payload = ? WHERE version = ?", (data, version))
    return int(version)


@pytest.mark.parametrize("order", ["ASC", "DESC"])
@pytest.mark.parametrize(("old", "new"), ALTERATIONS)
def test_no_reading_command_ends_in_a_traceback(
    old: str, new: str, order: str, command: Run, copy: Path
) -> None:
    """Nothing reads digests to answer, so what was altered may surprise a reader anywhere."""
    version = altered(copy, old, new, order)
    ends = [command(*words, "--db", copy) for words in READING]

    assert {one.exit_code for one in ends} <= {0, 1, 3, 4}
    told = [one.stderr.lower() for one in ends if one.exit_code == 3 and one.stderr]
    assert [one for one in told if f"entry {version}" not in one] == []


def test_a_change_moved_to_a_term_that_is_not_there_is_told_by_its_entry(
    command: Run, copy: Path
) -> None:
    """A term of which only an altered change speaks has no stored answers."""
    version = altered(copy, '"set":"', '"set":"shut', "DESC")
    end = command("check", "--db", copy)

    assert end.exit_code == 3
    assert f"Error: openai-microsoft, entry {version}: " in end.stderr
    assert "Restore a backup" in end.stderr


def test_stored_answers_that_were_altered_are_told_too(command: Run, copy: Path) -> None:
    """They are no part of the log, and are made anew."""
    with sqlite3.connect(copy) as connection:
        connection.execute("UPDATE answers SET body = '[[1]]' WHERE kind = 'answer'")
    connection.close()
    end = command("as-of", DAY, "--db", copy)

    assert end.exit_code == 3
    assert "`timeline rebuild` makes them anew." in end.stderr


def test_a_failure_over_an_intact_log_stays_a_bug(bundled_database: Path) -> None:
    """The sentence must not hide it."""
    with pytest.raises(ZeroDivisionError), unaltered(str(bundled_database)):
        print(1 // 0)
