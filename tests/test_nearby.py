"""Nearby: the lines of one event, found among few steps, are those that all steps give it."""

import histories
import pytest
from logs import fee, happened, log

from events.dates import day
from timeline.changelog import lines_of
from timeline.merged import Kept, record_of
from timeline.nearby import nearby
from timeline.telling import steps_of

HISTORIES, CHUNK = 400, 100
DAYS = [histories.FIRST.toordinal() + n for n in (-2, 3, 7, 12, 20, 400)]


@pytest.mark.parametrize("first", range(0, HISTORIES, CHUNK))
def test_an_event_has_the_lines_that_the_changelog_has_of_it(first: int) -> None:
    """On any day, of each term and each event that says something of it."""
    found = 0
    for seed in range(first, first + CHUNK):
        record = record_of([Kept(*one) for one in histories.history(seed)])
        for key, steps in steps_of(record).items():
            for on in DAYS:
                lines = list(
                    lines_of(record.terms[key], steps, None, histories.FIRST.fromordinal(on))
                )
                for event in {step.id for step in steps}:
                    own = [line for line in lines if line.steps[-1].id == event]
                    near = nearby(record.terms[key], steps, event)
                    found += len(own)

                    assert own == (near.lines(on) if near else []), f"seed {seed}, {event}"

    assert found > CHUNK


@pytest.mark.parametrize("first", range(0, HISTORIES // 2, CHUNK))
def test_between_two_turns_no_line_comes(first: int) -> None:
    """Who waits for the next turn misses none."""
    for seed in range(first, first + CHUNK):
        record = record_of([Kept(*one) for one in histories.history(seed)])
        for key, steps in steps_of(record).items():
            for event in {step.id for step in steps}:
                near = nearby(record.terms[key], steps, event)
                for on in range(DAYS[0], DAYS[3] + 4) if near else ():
                    if near and on not in near.turns:
                        assert near.lines(on) == near.lines(on - 1), f"seed {seed}, {event}"


def test_of_a_long_history_little_is_near_an_event() -> None:
    """So one line costs no more where there are thousands."""
    start = histories.FIRST.toordinal()
    days = [day(histories.FIRST.fromordinal(start + n)) for n in range(2000)]
    record = record_of(
        Kept(*one)
        for one in log(
            *(happened(f"e{n}", on, fee(str(n)), announced=str(on)) for n, on in enumerate(days))
        )
    )
    near = nearby(record.terms["fee"], steps_of(record)["fee"], "e1000")

    assert near is not None
    assert {"e999", "e1000", "e1001"} == {step.id for step in near.steps}
