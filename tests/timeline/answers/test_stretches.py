"""Stretches: on each day they say what the rule says, certainly or possibly."""

from datetime import date, timedelta
from functools import cache
from random import Random

import pytest
import rule_histories as histories
from depth import scaled
from logs import fee, happened, jan, log

from events.dates.dates import day
from timeline.boxes.lines import Lines
from timeline.boxes.replay import answers_of
from timeline.boxes.spans import Span
from timeline.boxes.stretches import stretches
from timeline.record.record import Kept
from timeline.rule.answer import answer_on
from timeline.rule.terms import Terms

HISTORIES, CHUNK = scaled(300), 45
DAYS = [date(2025, 12, 30) + timedelta(n) for n in range(24)]


@cache
def history(seed: int) -> Lines:
    kept = [Kept(*one) for one in histories.history(Random(seed))]
    return answers_of(kept, lambda record: [*record.terms]).known(None)


def within(on: date, days: Span | None) -> bool:
    return days is not None and (days[0] or date.min) <= on <= (days[1] or date.max)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_they_say_what_the_rule_says(first: int) -> None:
    """Every answer is in one that is possible on the day; a certain day has that answer alone."""
    for seed in range(first, first + CHUNK):
        lines = history(seed)
        terms = Terms(lines.steps)
        for key, term in lines.record.terms.items():
            found = stretches(lines, key)
            for on in DAYS:
                answer = answer_on(terms, term, day(on))
                possible = answer.possible or filter(None, [answer.decided])
                forms = {(one.status, one.value) for one in possible}
                own = [each for each in found if within(on, each.possible)]
                said = {(each.one.status, each.one.value) for each in own}
                sure = {
                    (each.one.status, each.one.value) for each in own if within(on, each.certain)
                }

                assert said == {form for form in forms if form[0] != "not-set"}, f"seed {seed}"
                assert sure == (said if len(forms) == 1 else set()), f"seed {seed} {key} {on}"
                flags = {flag for each in own for flag in each.flags}
                # A stretch has many days, and so no run that one of them would lie in.
                assert not own or {*answer.flags} - {"renewed"} <= flags, f"seed {seed} {key} {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_certain_days_lie_within_the_possible_ones(first: int) -> None:
    """An end that is certain is never beyond one that is possible."""
    for seed in range(first, first + CHUNK):
        lines = history(seed)
        for key in lines.record.terms:
            for held in stretches(lines, key):
                if held.certain:
                    assert (held.possible[0] or date.min) <= (held.certain[0] or date.min)
                    assert (held.certain[1] or date.max) <= (held.possible[1] or date.max)
                assert held.one.deciding is not None, f"seed {seed}"


def test_what_may_begin_any_day_is_never_certain() -> None:
    """It would be so from a day on that lies beyond the calendar."""
    acts = log(
        happened("deal", "2026-01-03", fee("10 %")),
        happened("raise", "[2026-01-05..]", fee("20 %")),
    )
    lines = answers_of([Kept(*one) for one in acts], lambda record: [*record.terms]).known(None)
    found = [(one.one.value, one.possible, one.certain) for one in stretches(lines, "fee")]

    assert [
        ("10 %", (jan(3), None), (jan(3), jan(4))),
        ("20 %", (jan(5), None), None),
    ] == found
