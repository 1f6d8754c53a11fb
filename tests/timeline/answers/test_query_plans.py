"""A question about a day finds its rows by index, on either engine: none reads a whole table."""

from collections.abc import Iterator

import psycopg
import pytest
from foreign import foreign
from running import BOTH

from events.log.log import Log, open_log
from events.storage.database import Row
from events.storage.engines import is_server
from timeline.answers.reader import read

ENGINES = BOTH
SLUG = "openai-microsoft"
DAY = 739_674
VIEWED = (
    "SELECT status, value FROM answers_now WHERE partnership = ? AND term = ?"
    " AND ? BETWEEN effective_from AND effective_to AND ? BETWEEN known_from AND known_to"
)


Asked = list[tuple[str, tuple[object, ...]]]


@pytest.fixture
def asked(log_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Log, Asked]]:
    """Give a log, and a list of all that its database is asked."""
    several: Asked = []
    with open_log(log_url) as log:
        database = log.database
        answer = database.rows

        def rows(sql: str, *values: object) -> list[Row]:
            several.append((sql, values))
            return answer(sql, *values)

        monkeypatch.setattr(database, "rows", rows)
        yield log, several


@pytest.mark.parametrize("is_past", [False, True])
@pytest.mark.parametrize("terms", [["ip-license.end"], ["ip-license.end", "cloud.rofr"]])
def test_a_question_about_a_day_scans_no_table(
    log_url: str, asked: tuple[Log, Asked], terms: list[str], is_past: bool
) -> None:
    """Whether of what stands now, or of what stood at a version."""
    log, several = asked
    version = log.head(SLUG).version - is_past
    read(log, SLUG, lambda _: terms, version=version, is_cut=True, on=DAY)

    assert any("answers" in sql for sql, _ in several)
    for sql, values in several:
        assert [] == scans(log_url, sql, values), sql


def test_the_plain_view_is_asked_by_index_too(log_url: str) -> None:
    on = ("2026-02-27", "2026-03-01")

    assert [] == scans(log_url, VIEWED, (SLUG, "ip-license.end", *on))


def scans(url: str, sql: str, values: tuple[object, ...]) -> list[str]:
    """Return the steps of the plan for *sql* that read a whole table of ours."""
    if not is_server(url):
        plan = foreign(url, f"EXPLAIN QUERY PLAN {sql}", *values)
        return [row[3] for row in plan if row[3].startswith("SCAN") and _is_table(row[3])]
    with psycopg.connect(url) as server:
        # Of a table of a few pages it would read all, whatever index there is.
        server.execute("SET enable_seqscan = off")
        plan = server.execute(f"EXPLAIN {sql.replace('?', '%s')}".encode(), values).fetchall()
    return [line for (line,) in plan if "Seq Scan" in line]


def _is_table(step: str) -> bool:
    return step.split()[1] in ("log", "subjects", "answers", "reached", "one", "other")
