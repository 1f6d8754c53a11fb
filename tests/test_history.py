"""The history of a term: its periods answer as every day in them does."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from histories import AFTER, BEFORE, days_asked, history, rendered
from logs import fee, happened, log

from events.dates import day, parse
from events.model.kinds import Term
from timeline.as_of import answer_on
from timeline.history import Period, history_of
from timeline.merged import Kept, Record, record_of
from timeline.steps import Step
from timeline.telling import steps_of

HISTORIES = 300
CHUNK = 100
HORIZON = [BEFORE + timedelta(n) for n in range((AFTER - BEFORE).days + 1)]


def histories(first: int) -> Iterator[tuple[str, Term, Sequence[Step]]]:
    """Yield the terms of some random histories, each as known by some day."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        record = record_of([Kept(*entry) for entry in kept])
        random = Random(seed)
        known = random.choice((None, None, *days_asked(random, 1)))
        for key, steps in steps_of(record, known=known).items():
            told = f"seed {seed}, {key} as known {known}\n{rendered(kept)}"
            yield told, record.terms[key], steps


def period_on(periods: Sequence[Period], on: date) -> Period | None:
    """Return the period that holds *on*."""
    holding = [one for one in periods if _since(one) <= on <= _until(one)]
    return holding[0] if holding else None


def _since(one: Period) -> date:
    return one.since or date.min


def _until(one: Period) -> date:
    return one.until or date.max


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_every_day_answers_as_its_period_does(first: int) -> None:
    """Day by day over all days that a history names; where there is no period it is not set."""
    for told, term, steps in histories(first):
        periods = history_of(term, steps)
        for on in HORIZON:
            found = period_on(periods, on)
            expected = answer_on(term, steps, day(on))
            same = found.answer.same if found else ("not-set", None, None, frozenset())

            assert expected.same == same, f"{on}: {told}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_periods_are_disjoint_in_order_and_as_long_as_they_can_be(first: int) -> None:
    """A period ends where the answer does, and not before."""
    for told, term, steps in histories(first):
        periods = history_of(term, steps)
        for before, after in pairwise(periods):
            adjacent = _until(before) + timedelta(1) == _since(after)

            assert _since(before) <= _until(before) < _since(after), told
            assert not adjacent or before.answer.same != after.answer.same, told


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_period_holds_on_its_first_and_last_day_and_not_outside(first: int) -> None:
    """Both ends are inclusive."""
    for told, term, steps in histories(first):
        for period in history_of(term, steps):
            for inside in (period.since, period.until):
                if inside is not None:
                    assert answer_on(term, steps, day(inside)).same == period.answer.same, told
            if period.since is not None and period.since > date.min:
                outside = answer_on(term, steps, day(period.since - timedelta(1)))

                assert outside.same != period.answer.same, told
            if period.until is not None:
                outside = answer_on(term, steps, day(period.until + timedelta(1)))

                assert outside.same != period.answer.same, told


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_last_period_has_no_end_and_lasts(first: int) -> None:
    """Nothing ends an answer that nothing ended; far ahead it is still the one."""
    for told, term, steps in histories(first):
        periods = history_of(term, steps)
        last = answer_on(term, steps, day(date(9999, 12, 31)))
        open_ended = [one for one in periods if one.until is None]

        assert [one.answer.same for one in open_ended] == [last.same] * bool(
            last.status != "not-set"
        ), told


def test_the_history_of_the_funding_has_four_answers(record: Record) -> None:
    """With the event of each, and when that became public."""
    periods = history_of(
        record.terms["investment.commitment"], steps_of(record)["investment.commitment"]
    )
    rows = [
        (str(one.since), str(one.until), one.answer.status, one.answer.event, str(one.known_from))
        for one in periods
    ]

    assert rows == [
        ("2019-07-22", "2020-12-31", "in-force", "2019-investment", "2019-07-22"),
        ("2021-01-01", "2021-12-30", "undetermined", None, "None"),
        ("2021-12-31", "2023-01-22", "in-force", "2021-second-round", "2023-01-23"),
        ("2023-01-23", "None", "in-force", "2025-07-30-10k", "2025-07-30"),
    ]


def test_what_changed_nothing_stands_beside_its_period(record: Record) -> None:
    """A restatement, a use and a claim are shown where they fell."""
    periods = history_of(record.terms["cloud.rofr"], steps_of(record)["cloud.rofr"])
    beside = [[(step.event.id, step.verb) for step in one.beside] for one in periods]

    assert beside == [
        [("2025-07-30-10k", "reaffirm")],
        [
            ("2025-10-29-10q", "reaffirm"),
            ("2026-02-27-article-004", "set"),
            ("2026-06-30-stake-25", "note"),
        ],
    ]


def test_a_term_of_an_unknown_start_has_a_period_without_one(record: Record) -> None:
    """The bar was in force before the agreement; since when is not known."""
    term = "microsoft.independent-agi"
    first, *_ = history_of(record.terms[term], steps_of(record)[term])

    assert first.since is None
    assert first.until == date(2025, 10, 26)
    assert first.answer.status == "undetermined"


def test_every_term_of_the_ledger_answers_as_its_history_does(record: Record) -> None:
    """On both sides of every turn of every term."""
    for key, steps in steps_of(record).items():
        periods = history_of(record.terms[key], steps)
        turns = {turn for one in periods for turn in (one.since, one.until) if turn}
        for on in sorted({near for turn in turns for near in _about(turn)}):
            found = period_on(periods, on)
            status = found.answer.status if found else "not-set"

            assert answer_on(record.terms[key], steps, day(on)).status == status, (key, on)


def _about(turn: date) -> Iterator[date]:
    yield from (turn - timedelta(1), turn, turn + timedelta(1))


def test_a_value_may_last_to_the_end_of_the_calendar() -> None:
    """No day comes after it on which it would have expired."""
    kept = log(happened("deal", "2026-01-01", fee("a", through=parse("9999"))))
    record = record_of(Kept(*entry) for entry in kept)
    [period] = history_of(record.terms["fee"], steps_of(record)["fee"])

    assert (date(2026, 1, 1), None) == (period.since, period.until)
