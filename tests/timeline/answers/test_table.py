"""The stored rows are those of one replay, however the log was appended, and answer as the rule."""

import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from random import Random

import pytest
from logs import fee, happened
from logs import log as log_of
from rule_histories import question
from running import BOTH
from servers import Make
from stored_answers import Told, appended, expected, plain, redefined, rows, sizes, undone

from events.dates.dates import day
from events.log import log as logs_room
from events.log.log import Entry, Log
from timeline.answers.consistency import verify
from timeline.answers.dependencies import kept
from timeline.answers.reader import read
from timeline.answers.table import Table
from timeline.answers.update import remake
from timeline.boxes.boxes import HEAD, Box, Row
from timeline.boxes.rows import all_rows
from timeline.record.days import FAR
from timeline.record.record import Record, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import answer_on, as_covered
from timeline.rule.terms import Terms

pytestmark = pytest.mark.drawn

ENGINES = BOTH
HISTORIES = {"sqlite": int(os.environ.get("TIMELINE_HISTORIES", "1000")) // 30, "postgresql": 6}
BATCHES = 6


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


def batch(number: int, engine: str) -> range:
    """Return the seeds of one of several tests."""
    return range(number, HISTORIES[engine], BATCHES)


def same(size: int) -> Iterator[int]:
    while True:
        yield size


# How they are written


@pytest.mark.parametrize("number", range(BATCHES))
def test_rows_are_those_of_one_replay_however_they_came(
    path: str, engine: str, number: int, clock: list[str]
) -> None:
    """One act at a time, also of one instant; in pieces; restored; taken up late; made anew."""
    with undone(path) as (log, unfollowed):
        for seed in batch(number, engine):
            random = Random(seed)
            told = redefined(random)
            at = random.randrange(1, len(told))
            ways: dict[str, list[tuple[Log, Told, Iterator[int]]]] = {
                "one": [(log, told, same(1))],
                "pieces": [(log, told, sizes(random))],
                "commits": [(log, told, same(1000))],
                "late": [(unfollowed, told[:at], same(1)), (log, told[at:], sizes(random))],
                "gap": [
                    (log, told[: at // 2], sizes(random)),
                    (unfollowed, told[at // 2 : at], same(1000)),
                    (log, told[at:], sizes(random)),
                ],
            }
            for way, parts in ways.items():
                for through, part, pieces in parts:
                    appended(through, f"{way}{seed}", part, clock, pieces)
            clock.append(told[-1][0])
            log.append(f"restored{seed}", [act for _, act in told[:at]],
                       recorded=[instant for instant, _ in told[:at]])  # fmt: skip
            appended(log, f"restored{seed}", told[at:], clock, sizes(random))
            entries = log.entries(f"one{seed}")
            for way in (*ways, "restored"):
                slug = f"{way}{seed}"
                same_log = [one[2:6] for one in log.entries(slug)]
                assert same_log == [one[2:6] for one in entries], f"seed {seed}, {way}"
                assert rows(log, slug) == expected(entries), f"seed {seed}, {way}"
        before = {head.slug: rows(log, head.slug) for head in log.partnerships()}
        assert [] == list(verify(log))
        assert sum(found.total() for found in before.values()) == remake(log)
        assert before == {slug: rows(log, slug) for slug in before}


def test_many_acts_of_one_instant_are_one_version(path: str, clock: list[str]) -> None:
    """Nobody can ask what was recorded by half of them, in however many appends they came."""
    told = [("2026-01-20T00:00:00Z", act) for _, act in redefined(Random(7))]
    with undone(path) as (log, _):
        appended(log, "us", told, clock, same(3))
        found = rows(log, "us")

        assert found == expected(log.entries("us"))
        assert {row[-2:] for row in found if isinstance(row, tuple)} == {(1, HEAD)}


# How they are read


@pytest.mark.parametrize("number", range(BATCHES))
def test_what_is_read_is_what_the_rule_says_of_the_cut_record(
    path: str, engine: str, number: int, clock: list[str]
) -> None:
    """At random points of the three clocks and on the edges of boxes; also where rows lag."""
    with undone(path) as (log, unfollowed):
        for seed in batch(number, engine):
            random = Random(seed)
            told = redefined(random)
            at = random.choice((len(told), random.randrange(1, len(told))))
            slug = f"h{seed}"
            appended(log, slug, told[:at], clock, sizes(random))
            appended(unfollowed, slug, told[at:], clock, sizes(random))
            entries = log.entries(slug)
            ever = [*all_rows(kept(entries))]
            for _ in range(6):
                on, known, by = asked(random, entries, ever)
                require_as_the_rule(log, slug, on, known, by, f"seed {seed}, {random.random()}")


def asked(
    random: Random, entries: Sequence[Entry], ever: Sequence[Row]
) -> tuple[date, date | None, str | None]:
    """Return a point of the three clocks, by chance beside an edge of a box."""
    plain = [(one.version, one.recorded, one.act()) for one in entries]
    on, known, _ = question(random, plain)
    box = random.choice(ever).box
    if random.random() < 0.5:
        on = beside(random, box.first, box.last) or on
    if random.random() < 0.5:
        known = beside(random, box.since, box.until) or known
    return on, known, random.choice((None, random.choice(entries).recorded))


def beside(random: Random, first: int, last: int) -> date | None:
    day = random.choice((first - 1, first, last, last + 1))
    return date.fromordinal(day) if 1 <= day < FAR else None


def require_as_the_rule(
    log: Log, slug: str, on: date, known: date | None, by: str | None, which: str
) -> None:
    cut = record_of(kept(log.entries(slug, recorded_by=by)))
    terms = Terms(steps_of(cut, known=known))
    version = log.head(slug, recorded_by=by).version
    for is_cut, with_all in ((True, False), (known is None, True)):
        answers = read(
            log, slug, every, version=version, known=known, is_cut=is_cut, with_all=with_all
        )
        lines = answers.known(known)
        assert [*answers.boxes] == [*cut.terms], which
        for term, thing in cut.terms.items():
            told, asked = lines.answer(term, day(on)), answer_on(terms, thing, day(on))
            expected = as_covered(asked, cut.covered_from(term), day(on))
            about = f"{which}: {term} on {on}, known {known}, recorded by {by}"
            assert plain(expected) == plain(told), about


def every(record: Record) -> list[str]:
    """Choose all terms."""
    return [*record.terms]


def test_a_box_that_ends_never_is_stored_as_it_is(path: str, clock: list[str]) -> None:
    """Open ends are those of the calendar, and read back as open."""
    with undone(path) as (log, _):
        appended(log, "us", redefined(Random(3)), clock, same(5))
        for term in record_of(kept(log.entries("us"))).terms:
            standing = Table(log.database, "us").standing(term)

            assert {-FAR, FAR} <= {end for box in standing for end in (box.first, box.last)}
            assert all(isinstance(box, Box) for box in standing)


# What verification notices


ALTERED = (
    "UPDATE answers SET value = coalesce(value, '') || 'x' WHERE number = {}",
    "UPDATE answers SET day_from = '1999-12-31' WHERE number = {}",
    "UPDATE answers SET known_to = '1999-12-31' WHERE number = {}",
    "UPDATE answers SET until = until - 1 WHERE number = {}",
    "UPDATE answers SET since = since + 1 WHERE number = {}",
    "UPDATE answers SET body = body || ' ' WHERE number = {}",
    "UPDATE answers SET term = 'omicron' WHERE number = {}",
    "UPDATE answers SET kind = 'claims' WHERE number = {}",
    "DELETE FROM answers WHERE number = {}",
)


@pytest.mark.parametrize("order", ALTERED)
def test_any_row_altered_is_noticed(path: str, clock: list[str], order: str) -> None:
    """And its term is named."""
    with undone(path) as (log, _):
        for seed in range(5):
            appended(log, f"h{seed}", redefined(Random(seed)), clock, same(5))
        rows = log.database.rows("SELECT number, partnership, term FROM answers ORDER BY number")
        number, slug, term = Random(order).choice(rows)
        log.database.run(order.format(number))
        [fault] = verify(log)

        assert slug == fault.partnership
        assert term in fault.sentence
        assert fault.beside
        remake(log)
        assert [] == list(verify(log))


def test_rows_added_are_noticed(path: str, clock: list[str]) -> None:
    """A second time the same row, or one of a partnership that there is not."""
    columns = "partnership, term, kind, status, value, day_from, day_to, known_from, known_to"
    copy = f"INSERT INTO answers ({columns}, since, until, body) SELECT {columns}"
    with undone(path) as (log, _):
        appended(log, "us", redefined(Random(2)), clock, same(5))
        log.database.run(f"{copy}, since, until, body FROM answers WHERE kind = 'answer' LIMIT 1")
        [twice] = verify(log)
        remake(log)
        other = copy.replace("SELECT partnership", "SELECT 'them'")
        log.database.run(f"{other}, since, until, body FROM answers LIMIT 1")
        [orphan] = verify(log)
        remake(log)

        assert "the stored answers of alpha are not those" in twice.sentence
        assert "Answers are stored of 'them', of which the log has nothing" in orphan.sentence
        assert [] == list(verify(log))


@pytest.mark.parametrize(
    ("order", "said"),
    [
        ("UPDATE reached SET version = 3", "stored up to version 3, and not"),
        ("UPDATE reached SET version = 999", "stored up to version 999, and not"),
        ("UPDATE reached SET edition = 99", "of another edition (99, here 1)"),
        ("DELETE FROM reached", "stored up to version 0, and not"),
    ],
)
def test_rows_that_lag_or_are_of_another_edition_are_told(
    path: str, clock: list[str], order: str, said: str
) -> None:
    """Until they are made anew, or something is appended, answers are worked out in memory."""
    with undone(path) as (log, _):
        appended(log, "us", redefined(Random(2)), clock, same(5))
        log.database.run(order)
        [fault] = verify(log)
        remake(log)

        assert said in fault.sentence
        assert fault.sentence.endswith("`timeline rebuild` makes them anew.")
        assert [] == list(verify(log))


@pytest.mark.parametrize("order", ["UPDATE reached SET edition = 99", "DELETE FROM reached"])
def test_the_next_append_makes_rows_of_another_edition_anew(
    path: str, clock: list[str], order: str
) -> None:
    """All of them, whatever was there."""
    told = redefined(Random(2))
    with undone(path) as (log, _):
        appended(log, "us", told[:-1], clock, same(5))
        log.database.run("UPDATE answers SET value = 'other'")
        log.database.run(order)
        appended(log, "us", told[-1:], clock, same(5))

        assert rows(log, "us") == expected(log.entries("us"))


@pytest.mark.parametrize("first", ["0001-01-01", "0001-01-02", "9999-12-30", "9999-12-31"])
def test_what_begins_at_an_end_of_the_calendar_has_a_whole_line(path: str, first: str) -> None:
    """Both of its last days are stored for an open end as well; no day is lost or told twice."""
    with logs_room.open_log(path, writing=True) as log:
        log.append("a", [act for *_, act in log_of(happened("deal", first, fee("a")))])
        remake(log)
        answers = read(log, "a", lambda _: ["fee"], version=log.head("a").version)

    *before, last = answers.known(None).line("fee")
    begins = date.fromisoformat(first).toordinal()
    ends = [-FAR, *(one.last + 1 for one in before)]
    assert ends == [one.first for one in (*before, last)]
    assert (begins if before else -FAR, FAR) == (last.first, last.last)
    assert {"in-force"} == {one.status for one in last.state.answers}
