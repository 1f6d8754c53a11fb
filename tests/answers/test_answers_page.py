"""What docs/answers.md shows of the table is what the table has."""

import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from conftest import Make

PAGE = Path(__file__).parents[2] / "docs" / "answers.md"
SHOWN = re.compile(r"```sql\n(.*?)```\n(?:\n```text\n(.*?)```)?", re.DOTALL)
QUERIES = SHOWN.findall(PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_a_query_gives_what_stands_below_it(new: Make, query: str, expected: str) -> None:
    with closing(sqlite3.connect(new("bundled"))) as connection:
        rows = connection.execute(query).fetchall()

    assert rows
    if expected:
        assert expected.splitlines() == [" | ".join(row) for row in rows]
