"""What lies ahead is the same by the rows that reach so far as by the whole log."""

import os
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

import pytest
from rule_histories import question
from running import BOTH
from servers import Make
from stored_answers import appended, plain, redefined, sizes, undone

from events.log import log as logs_room
from events.log.log import Log
from timeline.answers.dependencies import kept
from timeline.answers.reader import read_ahead, read_all
from timeline.boxes.lines import Answers
from timeline.record.record import record_of
from timeline.views.upcoming import upcoming

ENGINES = BOTH
HISTORIES = {"sqlite": int(os.environ.get("TIMELINE_HISTORIES", "300")) // 6, "postgresql": 3}


@pytest.fixture
def path(new: Make) -> str:
    """Return where a migrated, empty database is."""
    return new("migrated")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list of which the last is the instant that it is."""
    instants: list[str] = []
    monkeypatch.setattr(logs_room, "clock", lambda: datetime.fromisoformat(instants[-1]))
    return instants


def test_what_is_coming_is_what_the_whole_log_says(
    path: str, engine: str, clock: list[str]
) -> None:
    """Of all terms and of one alone, as recorded by any instant; also where rows lag."""
    found = 0
    with undone(path) as (log, unfollowed):
        for seed in range(HISTORIES[engine]):
            random = Random(f"ahead/{seed}")
            told = redefined(random)
            at = random.choice((len(told), len(told), random.randrange(1, len(told))))
            appended(log, f"h{seed}", told[:at], clock, sizes(random))
            appended(unfollowed, f"h{seed}", told[at:], clock, sizes(random))
            for after, known, by in asked(random, log, f"h{seed}"):
                found += same(log, f"h{seed}", after, known, by, f"seed {seed}")

    assert found > HISTORIES[engine]


def asked(random: Random, log: Log, slug: str) -> Iterator[tuple[date, date, str | None]]:
    """Yield some days with a day not after each, and an instant or none."""
    entries = log.entries(slug)
    acts = [(one.version, one.recorded, one.act()) for one in entries]
    for _ in range(4):
        after, known, _ = question(random, acts)
        by = random.choice((None, random.choice(entries).recorded))
        yield after, min(known or after, after - timedelta(random.choice((0, 0, 3)))), by


def same(log: Log, slug: str, after: date, known: date, by: str | None, which: str) -> int:
    """Require that nothing else is told to be ahead; return how much is."""
    record = record_of(kept(log.entries(slug, recorded_by=by)))
    version, all_told = record.acts[-1].version, read_all(log, slug, record)

    def require(terms: list[str]) -> int:
        part = read_ahead(log, slug, lambda _: terms, version=version, known=known, since=after)
        told = coming(all_told, terms, after, known)
        about = f"{which}: {terms} after {after}, known {known}, recorded by {by}"
        assert told == coming(part, terms, after, known), about
        return len(told)

    for term in record.terms:
        require([term])
    return require([*record.terms])


def coming(answers: Answers, terms: list[str], after: date, known: date) -> list[object]:
    return [plain(one) for one in upcoming(answers.known(known), terms, after)]
