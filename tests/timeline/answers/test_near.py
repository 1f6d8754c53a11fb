"""A day is told from few of the rows of a term, and as from all."""

from datetime import date, timedelta

import pytest
from logs import fee, happened, log
from running import BOTH
from servers import Make

from events.dates.dates import day
from events.log.log import open_log
from timeline.answers.reader import read
from timeline.answers.update import bring_up
from timeline.record.record import Record
from timeline.rule.answer import Answer

ENGINES = BOTH
FIRST = date(2026, 1, 1)
SETS = 70


def _terms(record: Record) -> list[str]:
    return [*record.terms]


@pytest.fixture
def written(new: Make) -> str:
    """Return a log of a fee that is set again every other day, now and then to what it was."""
    days = [FIRST + timedelta(days=2 * number) for number in range(SETS)]
    values = [str(number // 3 if number % 9 < 6 else number) for number in range(len(days))]
    events = [
        happened(f"e{number}", str(on), fee(value))
        for number, (on, value) in enumerate(zip(days, values, strict=True))
    ]
    url = new("migrated")
    with open_log(url, writing=True, follow=bring_up) as opened:
        opened.append("us", [act for _, _, act in log(*events)])
    return url


def test_a_day_is_told_as_from_all_rows(written: str) -> None:
    """Also how long the answer lasts, where the same was set again."""
    with open_log(written) as opened:
        version = opened.head("us").version
        every = read(opened, "us", _terms, version=version, is_cut=True).known(None)
        counts: list[int] = []
        for number in range(-1, 2 * SETS + 20, 7):
            on = FIRST + timedelta(days=number)
            few = read(opened, "us", _terms, version=version, is_cut=True, on=on.toordinal())
            found = few.known(None).answer("fee", day(on))

            assert _said(every.answer("fee", day(on))) == _said(found), on
            counts.append(len(few.record.events))
    assert min(counts) < 5, "where the answers beside it are others, few events are read"


def _said(one: Answer) -> tuple[object, ...]:
    decided = one.decided
    given = decided.outcome.given.event if decided and decided.outcome.given else None
    return one.status, decided and decided.value, given, one.first, one.last, one.flags
