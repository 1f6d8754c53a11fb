"""What docs/answers.md shows of the table is what the table has, on either engine."""

import re
from pathlib import Path

import pytest
from conftest import BOTH
from foreign import foreign

from timeline.record.record import Record

ENGINES = BOTH
PAGE = Path(__file__).parents[2] / "docs" / "answers.md"
SHOWN = re.compile(r"```sql\n(.*?)```\n\n```text\n(.*?)```", re.DOTALL)
QUERIES = SHOWN.findall(PAGE.read_text("utf-8"))


@pytest.mark.parametrize(("query", "expected"), QUERIES)
def test_a_query_gives_what_stands_below_it(log_url: str, query: str, expected: str) -> None:
    assert expected.splitlines() == [" | ".join(row) for row in foreign(log_url, query)]


def test_every_query_has_its_answer_below_it() -> None:
    assert PAGE.read_text("utf-8").count("```sql") == len(QUERIES) > 0


def test_the_view_of_events_has_what_the_record_has(log_url: str, record: Record) -> None:
    """As corrected, and none that was retracted."""
    query = "SELECT event, title, effective, announced, authority FROM events ORDER BY version"

    assert foreign(log_url, query) == [
        (
            one.event.id,
            one.event.title,
            one.event.when and one.event.when.edtf,
            one.event.announced and one.event.announced.edtf,
            one.event.authority and one.event.authority.value,
        )
        for one in record.events
    ]
