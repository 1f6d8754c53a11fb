"""The walk of a term: on every day it answers as the rule does."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random

import pytest
from histories import AFTER, BEFORE, days_asked, history, rendered
from logs import fee, happened, jan, log

from events.dates import day
from events.model.kinds import Term
from timeline import abreast
from timeline.answers import Answer
from timeline.as_of import answer_on
from timeline.merged import Kept, record_of
from timeline.steps import Step
from timeline.telling import steps_of
from timeline.walk import answers, daily

HISTORIES, CHUNK = 600, 100
HORIZON = [BEFORE + timedelta(n) for n in range((AFTER - BEFORE).days + 20)]
DAYS = [date.min, *HORIZON, date.max]


def told(first: int) -> Iterator[tuple[str, Term, Sequence[Step]]]:
    """Yield the terms of some random histories, each as known by some day."""
    for seed in range(first, first + CHUNK):
        kept = history(seed)
        record = record_of([Kept(*entry) for entry in kept])
        random = Random(seed)
        known = random.choice((None, None, *days_asked(random, 1)))
        for key, steps in steps_of(record, known=known).items():
            yield f"seed {seed}, {key} known {known}\n{rendered(kept)}", record.terms[key], steps


def on_the_day(rows: Sequence[tuple[date | None, Answer]], on: date) -> Answer:
    return [answer for first, answer in rows if first is None or first <= on][-1]


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_walk_answers_on_every_day_as_the_rule_does(first: int) -> None:
    """With all that is said beside the answer, on all days that a history names and about them."""
    for which, term, steps in told(first):
        rows = list(answers(term, steps))
        for on in DAYS:
            assert answer_on(term, steps, day(on)) == on_the_day(rows, on), f"{on}: {which}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_a_walk_goes_from_the_beginning_and_stops_only_where_something_changes(first: int) -> None:
    """Who draws it, or keeps it, has as many rows as there are answers, and no more."""
    for which, term, steps in told(first):
        rows = list(answers(term, steps))

        assert rows[0][0] is None, which
        for (since, before), (until, after) in pairwise(rows):
            assert until is not None, which
            assert since is None or since < until, which
            assert before != after, which


@pytest.mark.parametrize("most", [1, 3, 8])
def test_where_worlds_are_too_many_the_rule_is_asked_until_they_are_few_again(
    most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Both ways lead on from each other: no answer shows which one was gone."""
    monkeypatch.setattr(abreast, "MOST", most)
    for which, term, steps in told(0):
        rows = list(answers(term, steps))
        for on in DAYS:
            assert answer_on(term, steps, day(on)) == on_the_day(rows, on), f"{on}: {which}"


@pytest.mark.parametrize("first", range(0, HISTORIES // 2, CHUNK))
def test_a_walk_may_begin_on_any_day(first: int) -> None:
    """What has happened before need not be gone through again."""
    for which, term, steps in told(first):
        since = HORIZON[first % 7 + 3]
        rows = list(answers(term, steps, since))

        assert rows[0][0] == since, which
        for on in (one for one in DAYS if one >= since):
            assert answer_on(term, steps, day(on)) == on_the_day(rows, on), f"{on}: {which}"


@pytest.mark.parametrize("first", range(0, HISTORIES // 2, CHUNK))
def test_day_by_day_a_turn_answers_by_what_was_public_on_its_day(first: int) -> None:
    """And whatever may be another answer on a day than on the day before is a turn."""
    for which, term, steps in told(first):
        low, high = sorted(Random(first).sample(range(len(HORIZON) - 20), 2))
        days = [one.toordinal() for one in HORIZON[low : high + 20]]
        turns = {turn.on: turn for turn in daily(term, steps, days[0], days[-1])}
        now = by_then(term, steps, days[0] - 1, days[0] - 1)

        assert turns.keys() <= set(days), which
        for on in days:
            before, learned = now, by_then(term, steps, on - 1, on)
            now = by_then(term, steps, on, on)
            if on in turns:
                _, *seen = turns[on]

                assert [before, learned, now] == [one.answer for one in seen], which
                assert [before.same, learned.same, now.same] == [one.same for one in seen], which
            else:
                assert before == learned == now, which


def by_then(term: Term, steps: Sequence[Step], on: int, known: int) -> Answer:
    """Return the answer on one day by what was public by the end of another."""
    public = [step for step in steps if step.public <= known]
    return answer_on(term, public, day(date.fromordinal(on)))


def test_a_walk_over_exact_days_asks_as_often_as_something_comes_or_is_over() -> None:
    """So a long history costs what happens in it, and not what there was before."""
    daily = [happened(f"e{n}", day(jan(2 * n)), fee(str(n))) for n in range(1, 1001)]
    record = record_of(Kept(*entry) for entry in log(*daily))
    rows = list(answers(record.terms["fee"], steps_of(record)["fee"]))

    assert [None, *(jan(2 * n) for n in range(1, 1001))] == [first for first, _ in rows]
    assert [None, *(str(n) for n in range(1, 1001))] == [answer.value for _, answer in rows]
