"""The command bench: every row is there, and the log is what it was."""

import hashlib
from pathlib import Path

import pytest
from running import DRAWN, Run, said

from events.log.log import open_log
from events.proof import stored_rows

ENGINES = DRAWN
ROWS = [
    *("as-of in process, median", "as-of in process, p99", "as-of, a whole process"),
    *("append, one a commit", "append, in batches", "verify", "rebuild"),
]


def test_every_row_is_measured_and_the_log_is_as_it_was(timeline: Run, log_url: str) -> None:
    """Each beside something; nothing is appended."""
    with open_log(log_url) as log:
        before = [*stored_rows.entries(log)], [*stored_rows.subjects(log)]

    found = said(timeline("bench", "--seconds", "0.1", "-o", "json"))

    with open_log(log_url) as log:
        assert before == ([*stored_rows.entries(log)], [*stored_rows.subjects(log)])
        assert log.name == found["database"]
    assert ROWS == [row["name"] for row in found["rows"]]
    for row in found["rows"]:
        assert row["beside"], row
        assert row["number"] > 0, row
        assert row["nanoseconds"] > 0, row
        assert f"{row['nanoseconds'] / row['beside_nanoseconds']:.2f}" == row["ratio"]


def test_the_table_has_every_row_with_its_ratio(timeline: Run) -> None:
    """In a terminal of 80 columns."""
    told = timeline("bench", "--seconds", "0.1")

    assert 0 == told.exit_code
    lines = told.stdout.splitlines()
    assert ROWS == [line[:24].strip() for line in lines if line.endswith(" x")]
    assert max(map(len, lines)) <= 80


def test_a_measurement_leaves_the_file_and_nothing_beside_it(timeline: Run, database: Path) -> None:
    """Byte for byte: it may be the only copy that there is."""
    before = hashlib.sha256(database.read_bytes()).digest(), sorted(database.parent.iterdir())

    assert 0 == timeline("bench", "--seconds", "0.1").exit_code

    after = hashlib.sha256(database.read_bytes()).digest(), sorted(database.parent.iterdir())
    assert before == after


def test_a_log_without_an_entry_is_not_measured(command: Run, tmp_path: Path) -> None:
    """There is nothing to ask."""
    path = tmp_path / "empty.db"
    command("init", "--db", path)

    told = command("bench", "--db", path)

    assert 4 == told.exit_code
    assert "The log is empty." in told.stderr


@pytest.mark.parametrize("seconds", ["0", "-1", "soon", "1e9"])
def test_seconds_are_a_sensible_number(timeline: Run, seconds: str) -> None:
    """A benchmark that never ends is a slip."""
    assert 2 == timeline("bench", "--seconds", seconds).exit_code
