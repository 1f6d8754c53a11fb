"""The command portfolio: what it refuses, in sentences, and how it prints."""

import csv
import io
import json
import socket
import sys
from pathlib import Path

import pytest
from running import Run


@pytest.fixture
def folder(timeline: Run, tmp_path: Path) -> Path:
    assert 0 == timeline("publish", "--parquet", tmp_path / "answers").exit_code
    return tmp_path / "answers"


def test_a_sheet_has_the_cells_of_as_of(timeline: Run, folder: Path) -> None:
    """In the columns that both have, which have the same names."""
    words = ("2026-02-27", "--term", "ip-license.*", "-o", "csv")
    told = timeline("as-of", *words, "--all").stdout
    found = [*csv.DictReader(io.StringIO(timeline("portfolio", *words, "--from", folder).stdout))]
    same = {*next(csv.reader(io.StringIO(told)))} & found[0].keys()

    assert {"partnership", "term", "status", "value", "event", "head"} <= same
    assert [{key: row[key] for key in same} for row in csv.DictReader(io.StringIO(told))] == [
        {key: row[key] for key in same} for row in found
    ]


def test_a_table_names_what_stands_beside(timeline: Run, folder: Path) -> None:
    """Without its claim, a contested answer would look undoubted."""
    told = timeline("portfolio", "2026-02-27", "--from", folder, "--term", "ip-license.end").stdout

    assert told.endswith("openai-microsoft\nip-license.end  in-force  through 2032 [claim]\n")


def test_a_table_says_how_much_the_files_know(timeline: Run, folder: Path) -> None:
    """They may be older than the log."""
    last = json.loads(timeline("export", "-o", "jsonl").stdout.splitlines()[-1])["recorded"]
    told = timeline("portfolio", "2026-02-27", "--from", folder).stdout

    assert told.startswith(f"As of 2026-02-27, with all that had been recorded by {last[:10]}.\n")


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("2026-02",), 2, "A portfolio is of one day; 2026-02 is several. Name one."),
        (("--engine", "spark"), 2, "--engine is duckdb, or the address of a Spark Connect server"),
        (("--recorded", "2001-01-01"), 4, "Nothing had been recorded by 2001-01-01T23:59:59"),
        (("--term", "cloud.rofx"), 4, "Did you mean cloud.rofr?"),
    ],
)
def test_what_it_cannot_answer_is_refused(
    timeline: Run, folder: Path, words: tuple[str, ...], code: int, sentence: str
) -> None:
    """With what to do instead."""
    refused = timeline("portfolio", *words, "--from", folder)

    assert (code, "") == (refused.exit_code, refused.stdout)
    assert sentence in refused.stderr


def test_a_folder_without_answers_is_named(timeline: Run, tmp_path: Path) -> None:
    refused = timeline("portfolio", "--from", tmp_path / "none")

    assert 4 == refused.exit_code
    assert "write them with `timeline publish --parquet" in refused.stderr


def test_a_server_that_is_not_there_is_told_of_at_once(timeline: Run, folder: Path) -> None:
    """The client by itself would try for minutes."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"sc://127.0.0.1:{closed.getsockname()[1]}"
        refused = timeline("portfolio", "--from", folder, "--engine", address)

    assert 1 == refused.exit_code
    assert f"{address} cannot be reached: " in refused.stderr


def test_without_the_extra_one_sentence_says_what_to_do(
    timeline: Run, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    refused = timeline("portfolio", "--from", folder)

    assert 1 == refused.exit_code
    assert "`pip install 'partnership-timeline[duckdb]'`" in refused.stderr
