"""Stretches: on each day they say what the rule says, certainly or possibly."""

from datetime import date, timedelta

import histories
import pytest

from events.dates import day
from timeline.answers import NOT_SET
from timeline.as_of import answer_on
from timeline.merged import Kept, record_of
from timeline.stretches import Stretch, stretches
from timeline.telling import steps_of

HISTORIES, CHUNK = 300, 60
DAYS = [
    histories.FIRST + timedelta(n) for n in range(-3, (histories.LAST - histories.FIRST).days + 4)
]


def within(on: date, first: date | None, last: date | None) -> bool:
    return (first or date.min) <= on <= (last or date.max)


def certain(one: Stretch, on: date) -> bool:
    return one.certain and within(on, one.first_certain, one.last_certain)


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_on_each_day_they_say_what_the_rule_says(first: int) -> None:
    """Every answer is in one that is possible on the day; a certain day has that answer alone."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in histories.history(seed))
        for key, steps in steps_of(record).items():
            found = stretches(record.terms[key], steps)
            for on in DAYS:
                answer = answer_on(record.terms[key], steps, day(on))
                forms = {(one.status, one.value) for one in answer.possible or (answer,)}
                own = [o for o in found if within(on, o.first_possible, o.last_possible)]
                said = {(one.status, one.value) for one in own}
                sure = {(one.status, one.value) for one in own if certain(one, on)}

                assert said == {form for form in forms if form[0] != NOT_SET}, f"seed {seed}"
                assert sure == (said if len(forms) == 1 else set()), f"seed {seed} {key} {on}"


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_certain_days_lie_within_the_possible_ones(first: int) -> None:
    """An end that is certain is never beyond one that is possible."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in histories.history(seed))
        for key, steps in steps_of(record).items():
            for one in stretches(record.terms[key], steps):
                if one.certain:
                    assert (one.first_possible or date.min) <= (one.first_certain or date.min)
                    assert (one.last_certain or date.max) <= (one.last_possible or date.max)
                assert one.event is not None, f"seed {seed}"
