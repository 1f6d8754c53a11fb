"""What shares a day: cases that random histories seldom meet, and denser histories that do."""

from collections.abc import Iterator
from itertools import product
from random import Random

import pytest
from rule_steps import PARTS, step

from timeline.record.days import FAR, Days
from timeline.record.steps import Step
from timeline.rule.closed_form import ClosedForm
from timeline.rule.fold import fold
from timeline.rule.said import Outcome, Said


def worlds(steps: list[Step], on: int) -> Iterator[Said]:
    """Fold every world."""
    picks = {one.moment: one.days for one in steps}
    every = ([day for a, b in days for day in range(a, b + 1)] for days in picks.values())
    for days in product(*every):
        on_day = dict(zip(picks, days, strict=True))
        dated = [(on_day[one.moment], one) for one in steps if on_day[one.moment] <= on]
        yield fold(sorted(dated, key=lambda pair: (pair[0], pair[1].place)), on)


def test_a_condition_may_have_ended_an_answer_on_the_one_day_that_all_share() -> None:
    """The end comes before the set and its own condition after the other, on day 5 only."""
    unless = frozenset({"x"})
    end, own = (step(verb, place, 1, ((5, 10),), condition="x")
                for verb, place in (("end", 1), ("met", 9)))  # fmt: skip
    given = step("set", 3, 3, ((5, 5),), value="v", unless=unless)
    met = step("met", 6, 6, ((5, 8),), condition="x")

    found = ClosedForm([end, given, met, own], 20).outcomes

    assert found == {
        Outcome("ended", end), Outcome("ended", given, met), Outcome("ended", given, own),
    }  # fmt: skip


VERBS = {
    "set": 3, "met": 3, "end": 1, "reaffirm": 1,
    "leave-unsaid": 1, "claim": 1, "dispute": 1, "settle": 1,
}  # fmt: skip
"""Each with how common it is."""


def dense(random: Random) -> list[Step]:
    """Return steps of few moments and few days, so that many share one."""
    moments: list[Days] = []
    for _ in range(random.choice((2, 3, 3, 4))):
        first = random.randint(1, 4)
        last = min(6, first + random.choice((0, 0, 1, 2, 3, 4)))
        apart = last < 5 and random.random() < 0.2
        moments.append(((first, last), (last + 2, last + 2)) if apart else ((first, last),))
    places = list(range(random.choice((4, 5, 6, 7))))
    random.shuffle(places)
    return sorted((_dense(random, place, moments) for place in places), key=lambda one: one.place)


def _dense(random: Random, place: int, moments: list[Days]) -> Step:
    (verb,) = random.choices([*VERBS], [*VERBS.values()])
    number = random.randrange(len(moments))
    says: dict[str, object] = {"rank": random.choice((1, 2, 3)), "by": (random.choice("AB"),)}
    if verb in ("set", "claim"):
        says["value"] = random.choice(("a", "undisclosed"))
        says["through"] = random.randint(1, 7) if random.random() < 0.35 else FAR
    if verb == "set" and random.random() < 0.67:
        says["unless"] = frozenset({"x"})
    if verb == "met":
        says["condition"] = "x"
    if verb == "claim":
        says["adds"] = random.random() < 0.2
    return step(verb, place, number, moments[number], **says)


@pytest.mark.parametrize("batch", range(4))
def test_dense_histories_are_answered_as_their_worlds_are_folded(batch: int) -> None:
    """Few days, and moments of several steps, make the coincidences common."""
    random = Random(f"dense {batch}")
    for _ in range(1500):
        steps, on = dense(random), random.randint(1, 8)
        every = list(worlds(steps, on))
        possible = ClosedForm(steps, on)
        for part in PARTS:
            sets = [getattr(world, part) for world in every]
            several = frozenset.intersection if part == "surely" else frozenset.union
            assert several(*sets) == getattr(possible, part), (part, on, steps)
