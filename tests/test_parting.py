"""Where lines part: which days and which steps can matter, and what makes answers differ."""

from datetime import date, timedelta
from random import Random

import pytest
from logs import fee, happened, log
from rule_histories import history

from events.dates import day
from timeline.record.record import Kept, record_of
from timeline.record.steps import FAR, Step, steps_of
from timeline.rule.line import Stretch
from timeline.rule.terms import Terms
from timeline.views.parting import Parting, above, kinds, partings, reach

HISTORIES, CHUNK = 120, 40
START = date(2020, 1, 1)


def in_a_row(number: int) -> list[Step]:
    """Return the steps of a term that is set anew every day."""
    days = [START + timedelta(n) for n in range(number)]
    acts = [happened(f"e{n}", day(on), fee(str(n))) for n, on in enumerate(days)]
    return steps_of(record_of(Kept(*one) for one in log(*acts)))["fee"]


def test_of_a_long_history_little_matters_to_what_is_new() -> None:
    """So one more announcement costs no more where there were thousands."""
    steps = in_a_row(2000)
    first, last = reach({"fee": steps}, [steps[1000]])

    assert (START + timedelta(1000), START + timedelta(1001)) == (
        date.fromordinal(first),
        date.fromordinal(last),
    )


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_beyond_its_reach_a_step_changes_no_answer(first: int) -> None:
    """Left out and put back, on every day of a random history."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in history(Random(seed)))
        steps = steps_of(record)
        for term, own in steps.items():
            for step in own:
                without = {key: [s for s in o if s is not step] for key, o in steps.items()}
                begin, end = reach({key: steps[key] for key in above(term, steps)}, [step])
                lines = Terms(steps).line(term), Terms(without).line(term)
                for one in partings(*lines, FAR):
                    assert begin <= one.first, f"seed {seed}, {step.event}"
                    assert one.last <= end, f"seed {seed}, {step.event}"


def test_days_in_a_row_with_the_same_two_answers_are_one_parting() -> None:
    """Whoever gave the answer: a new event for the same value is no other answer."""
    one, other, third = (Terms({"fee": [step]}).line("fee")[-1].said for step in in_a_row(3))
    was = [Stretch(1, 4, one), Stretch(5, 9, other), Stretch(10, FAR, other)]
    now = [Stretch(1, 2, one), Stretch(3, 6, third), Stretch(7, FAR, other)]

    assert [Parting(3, 4, one, third), Parting(5, 6, other, third)] == partings(was, now, 20)
    assert [Parting(3, 3, one, third)] == partings(was, now, 3)
    assert [] == partings(was, was, FAR)
    assert kinds(one) != kinds(other)
