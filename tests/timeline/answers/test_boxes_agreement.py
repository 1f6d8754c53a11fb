"""The boxes of random histories are what the rule says at every point of the three clocks."""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby
from random import Random

import pytest
import rule_oracle as oracle
from depth import scaled
from rule_histories import describe, history, question
from rule_logs import dated, event, log, one

from events.model.kinds import End, Set
from timeline.boxes.boxes import HEAD, Box, Item
from timeline.boxes.items import PLAN, items_of, of_step
from timeline.boxes.rows import all_rows
from timeline.record.days import FAR
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import Step, forms_by_day, steps_of
from timeline.rule.state import State, state_on
from timeline.rule.terms import Terms

HISTORIES = scaled(200)
BATCHES = 6


def written(seed: int) -> tuple[Random, list[Kept]]:
    random = Random(seed)
    return random, [Kept(*one) for one in history(random)]


def items(state: State) -> set[Item]:
    return {*items_of(state), *(of_step(PLAN, step) for step in state.plans)}


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_point_lies_in_the_boxes_that_the_rule_says(batch: int) -> None:
    """Also on the edges of boxes, where one day more is another answer."""
    for seed in range(batch, HISTORIES, BATCHES):
        random, kept = written(seed)
        rows = [*all_rows(kept)]
        for _ in range(8):
            on, known, recorded = question(random, [_plain(one) for one in kept])
            day, cut = on.toordinal(), known.toordinal() if known else FAR
            if random.random() < 0.5:
                edge = random.choice(rows).box
                day = random.choice([edge.first - 1, edge.first, edge.last, edge.last + 1, day])
                day = day if abs(day) < FAR else on.toordinal()
            by = f"{recorded}T23:59:59Z" if recorded and len(recorded) == 10 else recorded
            seen = [one for one in kept if by is None or one.recorded <= by]
            version = max((one.version for one in seen), default=0)
            record = record_of(seen)
            steps = steps_of(record, known=known)
            for term in record.terms:
                found = [
                    row.box.item
                    for row in rows
                    if row.term == term
                    and row.since <= version < row.until
                    and row.box.first <= day <= row.box.last
                    and row.box.since <= cut <= row.box.until
                ]
                about = f"seed {seed}: {term} on {day}, known {known}, version {version}"
                assert Counter(found) == Counter(items(state_on(Terms(steps), term, day))), about


def _plain(one: Kept) -> oracle.Kept:
    return one.version, one.recorded, one.act


@pytest.mark.parametrize("batch", range(BATCHES))
def test_boxes_have_one_form(batch: int) -> None:
    """They are the longest runs of days, and of known days, whatever came in which order."""
    for seed in range(batch, HISTORIES // 8, BATCHES):
        _, kept = written(seed)
        standing = {row for row in all_rows(kept) if row.until == HEAD}
        record = record_of(kept)
        for term in record.terms:
            found = {row.box for row in standing if row.term == term}
            assert found == set(defined(record, term)), f"seed {seed}, {term}"


def defined(record: Record, term: str) -> Iterator[Box]:
    """Yield the boxes of *term*, found by asking for every day as known on every day."""
    steps = [step for own in steps_of(record).values() for step in own]
    cuts = sorted({-FAR, *(since for step in steps for since, _ in forms_by_day(step, record))})
    rows = [dict.fromkeys(_runs(Terms(_known(record, cut)), term, steps)) for cut in cuts]
    for run in {run for row in rows for run in row}:
        there = [run in row for row in rows]
        for is_there, group in groupby(range(len(cuts)), key=there.__getitem__):
            at = list(group)
            if is_there:
                last = cuts[at[-1] + 1] - 1 if at[-1] + 1 < len(cuts) else FAR
                yield Box(*run, cuts[at[0]], last)


def _known(record: Record, cut: int) -> dict[str, list[Step]]:
    if cut == -FAR:
        return {}
    return steps_of(record, known=None if cut == FAR else date.fromordinal(cut))


def _runs(terms: Terms, term: str, steps: Sequence[Step]) -> Iterator[tuple[Item, int, int]]:
    ends = [end for step in steps for span in step.days for end in (*span, step.through)]
    ends = [end for end in (*ends, *(step.public for step in steps)) if -FAR < end < FAR]
    days = [-FAR, *range(min(ends, default=0) - 1, max(ends, default=0) + 6)]
    begun: dict[Item, int] = {}
    for day in days:
        now = items(state_on(terms, term, day))
        for item in [*begun]:
            if item not in now:
                yield item, begun.pop(item), day - 1
        begun = dict.fromkeys(now, day) | begun
    yield from ((item, first, FAR) for item, first in begun.items())


def test_the_same_acts_give_the_same_rows() -> None:
    """Also where two ways lead to one answer by the same steps, between which the log has no order.

    A condition ends both an answer and the term that it hangs on, in one of two worlds each.
    """
    _, kept = written(2084)

    assert 1 == len({frozenset(all_rows(kept)) for _ in range(20)})


def test_no_row_ends_where_the_same_begins() -> None:
    for seed in range(HISTORIES // 4):
        _, kept = written(seed)
        rows = [*all_rows(kept)]
        begun = {(row.term, row.box, row.since) for row in rows}
        ended = {(row.term, row.box, row.until) for row in rows}
        assert not begun & ended, f"seed {seed}\n{describe([_plain(one) for one in kept])}"
        assert all(row.since < row.until for row in rows), f"seed {seed}"


@pytest.mark.parametrize("day", ["1", "6"])
def test_what_a_plan_bars_is_found_again_once_that_is_called_off(day: str) -> None:
    """As known later it lasts, also where it was recorded after the plan had been called off."""
    plan = event("plan", "7", one("b"), announced=dated("2"))
    off = event("off", "3", calls_off="plan", announced=dated("3"))
    late = event("late", day, one("a"), announced=dated("2"))
    kept = [Kept(*act) for act in log(plan, off, late)]
    boxes = {row.box for row in all_rows(kept, apart=True) if row.term == "t" and row.until == HEAD}

    assert boxes == set(defined(record_of(kept), "t"))


@pytest.mark.parametrize("through", ["9", "10", "15", "19", "20"])
def test_what_hangs_on_a_term_rests_on_what_that_was_on_the_last_day_of_its_own(
    through: str,
) -> None:
    """A late word on the other term, of the 10th to the 19th, changes what is so ever after."""
    held = Set(term="t", value="v", through=dated(through), hinge="u")
    first = event("ends", "1", End(term="u")), event("holds", "2", held)
    acts = log(*first, event("again", "20", of_u("w")), event("late", "10", of_u("x")))
    kept = [Kept(*one) for one in acts]
    boxes = {row.box for row in all_rows(kept, apart=True) if row.term == "t" and row.until == HEAD}

    assert boxes == set(defined(record_of(kept), "t"))


def of_u(value: str) -> Set:
    return Set(term="u", value=value)
