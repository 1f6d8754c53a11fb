"""The questions of docs/sql.md are asked as they stand, on a file and on a server."""

import re
import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import pytest
from running import BOTH
from shell import ROOT

import timeline
from cli.publish.folder import write_folder
from timeline import Partnership

ENGINES = BOTH
PAGE = (ROOT / "docs" / "sql.md").read_text(encoding="utf-8")
QUESTIONS = dict(re.findall(r"^## ([^\n]*)\n\n```sql\n(.*?)^```", PAGE, re.MULTILINE | re.DOTALL))

Rows = list[tuple[str | None, ...]]

IP = "ip-license.e*"


def asked(url: str, engine: str, sql: str) -> Rows:
    """Return the rows of *sql*, each cell as it is printed."""
    if engine == "postgresql":
        with psycopg.connect(url) as server:
            return printed(server.execute(sql.encode()).fetchall())
    with closing(sqlite3.connect(f"file:{url}?mode=ro", uri=True)) as file:
        return printed(file.execute(sql).fetchall())


def printed(rows: Sequence[Sequence[Any]]) -> Rows:
    return [tuple(None if cell is None else str(cell) for cell in row) for row in rows]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_question_has_an_answer(question: str, log_url: str, engine: str) -> None:
    """One that finds nothing, or that an engine does not understand, teaches nothing."""
    assert asked(log_url, engine, QUESTIONS[question])


def test_there_are_ten() -> None:
    """A question that the pattern overlooks would not be tried."""
    assert 10 == len(QUESTIONS) == PAGE.count("```sql") - 1 == PAGE.count("\n## ")


SAME: dict[str, Callable[[Partnership], Rows]] = {
    "What held on a day?": lambda deal: sorted(
        (one.term, one.value) for one in deal.as_of("2026-02-27", IP)
    ),
    "What was thought to hold, by what was public then?": lambda deal: sorted(
        (one.term, one.value) for one in deal.as_of("2026-02-27", IP, known="2025-06-30")
    ),
    "What has a term been?": lambda deal: [
        ("0001-01-01", "2025-01-20", "not-set", None),
        *(
            (str(one.since), one.until or "9999-12-31", one.status, one.value)
            for one in deal.history("cloud.rofr")
            if one.status == "in-force"
        ),
        ("2025-10-28", "9999-12-31", "ended", None),
    ],
    "What is not certain on a day?": lambda deal: sorted(
        (deal.slug, one.term)
        for one in deal.as_of("2023-06-30", "*")
        if one.status == "undetermined"
    ),
}


@pytest.mark.parametrize("question", SAME)
def test_the_answer_is_that_of_the_program(question: str, log_url: str, engine: str) -> None:
    """The views are read by people who never run a command."""
    deal = timeline.open(log_url)["openai-microsoft"]

    assert SAME[question](deal) == sorted(asked(log_url, engine, QUESTIONS[question]))


ELSEWHERE = {"Which events changed most?", "Who is cited most?"}
"""The questions about events and sources, which the page says need the database."""


def test_duckdb_answers_from_parquet_as_the_database_does(
    bundled_database: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the views that the page makes, and the questions as they stand."""
    monkeypatch.chdir(tmp_path)
    write_folder("answers", str(bundled_database))
    [views] = re.findall(r"^```sql\n(CREATE VIEW .*?)^```", PAGE, re.MULTILINE | re.DOTALL)
    with duckdb.connect() as engine:
        engine.execute(views)
        for question, sql in QUESTIONS.items():
            if question not in ELSEWHERE:
                found = printed(engine.execute(sql).fetchall())
                expected = asked(str(bundled_database), "sqlite", sql)

                assert numeric(expected) == numeric(found), question


def numeric(rows: Rows) -> list[list[str | float | None]]:
    """Return the rows in which something was set, a number in the last cell as a number."""
    told = [row for row in rows if not {"not-set", "not-covered"} & {*row}]
    return [[*first, float(last) if last and NUMBER(last) else last] for *first, last in told]


NUMBER = re.compile(r"[0-9.]+").fullmatch
