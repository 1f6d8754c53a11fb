"""What docs/answers.md shows of the table is what the table has, on either engine."""

import re
from datetime import date
from pathlib import Path

import pytest
from foreign import foreign
from running import BOTH

from events.storage.engines import is_server
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
            one.event.when and str(one.event.when),
            one.event.announced and one.event.announced.edtf,
            one.event.authority and one.event.authority.value,
        )
        for one in record.events
    ]


VIEWS = ("answers_now", "terms", "sources", "events")


@pytest.mark.parametrize("view", VIEWS)
def test_every_column_of_a_view_says_what_it_is(log_url: str, view: str) -> None:
    """Whoever opens the database in some tool has not read the page."""
    if is_server(log_url):
        comment = "col_description(attrelid, attnum)"
        rows = foreign(
            log_url,
            f"SELECT attname, {comment} FROM pg_attribute WHERE attrelid = '{view}'::regclass",
        )
        said = {name: str(text or "") for name, text in rows}
    else:
        [(text,)] = foreign(log_url, "SELECT sql FROM sqlite_master WHERE name = ?", view)
        names = [row[1] for row in foreign(log_url, f"PRAGMA table_info({view})")]
        told = re.findall(r"AS (\w+),? -- (.+)$", str(text), re.MULTILINE)
        said = {name: dict(told).get(name, "") for name in names}

    assert len(said) >= 6
    assert [] == [name for name, text in said.items() if not text.endswith(".")]


def test_a_server_has_the_days_of_answers_as_dates(log_url: str) -> None:
    """So that a tool offers a calendar for them; a file has no such type."""
    [row] = foreign(log_url, "SELECT min(effective_from), max(known_to) FROM answers_now")

    ends = (date.min, date.max) if is_server(log_url) else ("0001-01-01", "9999-12-31")
    assert ends == row
