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
from timeline.rule.terms import Terms, stretch_on
from timeline.views.parting import Parting, above, cut, kinds, partings, reach, within

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
    assert ["e1000", "e1001"] == [
        step.event for step in within({"fee": steps}, first, last).steps["fee"]
    ]


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


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_the_steps_within_some_days_say_what_all_say_of_these(first: int) -> None:
    """A part of the line, told by a part of the steps."""
    for seed in range(first, first + CHUNK):
        record = record_of(Kept(*one) for one in history(Random(seed)))
        steps = steps_of(record)
        begin, end = (date(2026, 1, number).toordinal() for number in (5, 11))
        for term in record.terms:
            whole, part = Terms(steps).line(term), within(steps, begin, end).line(term)

            assert (begin, end) == (part[0].first, part[-1].last)
            for on in range(begin, end + 1):
                assert stretch_on(whole, on).said == stretch_on(part, on).said, f"seed {seed}"


def test_days_in_a_row_with_the_same_two_answers_are_one_parting() -> None:
    """Whoever gave the answer: a new event for the same value is no other answer."""
    one, other, third = (Terms({"fee": [step]}).line("fee")[-1].said for step in in_a_row(3))
    was = [Stretch(1, 4, one), Stretch(5, 9, other), Stretch(10, FAR, other)]
    now = [Stretch(1, 2, one), Stretch(3, 6, third), Stretch(7, FAR, other)]

    assert [Parting(3, 4, one, third), Parting(5, 6, other, third)] == partings(was, now, 20)
    assert [Parting(3, 3, one, third)] == partings(was, now, 3)
    assert [] == partings(was, was, FAR)
    assert kinds(one) != kinds(other)


def test_a_part_of_a_line_begins_and_ends_on_the_days_asked_for() -> None:
    """None of it is lost, and nothing is left of what lies beyond."""
    said = Terms({}).line("fee")[0].said
    line = [Stretch(-FAR, 4, said), Stretch(5, 9, said), Stretch(10, FAR, said)]

    assert [Stretch(3, 4, said), Stretch(5, 6, said)] == cut(line, 3, 6)
    assert [Stretch(7, 7, said)] == cut(line, 7, 7)
    assert line == cut(line, -FAR, FAR)
    assert [] == cut(line, 7, 6)
