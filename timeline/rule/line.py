"""What the steps of a term say on each day, and the days on which that can change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple, TypeVar

from timeline.record.days import FAR, moved, near_picks
from timeline.record.steps import ANSWERS, DECIDING, Step, ties
from timeline.rule.budget import spend
from timeline.rule.closed_form import ClosedForm, Point
from timeline.rule.fold import fold
from timeline.rule.said import Said

LONGEST = 3
"""The most steps that may each need a day of their own after all other steps.

They are an answer, the condition met or restated text that ended it, and a statement after that.
"""


class Stretch(NamedTuple):
    """The run of days *first* through *last*, ordinals, on which *said* holds."""

    first: int
    last: int
    said: frozenset[Any]


def said_on(steps: Iterable[Step], on: int) -> Said | ClosedForm:
    """Return the result of *steps* of one term, sorted by place, at the end of the day *on*."""
    return said_by(_near([step for step in steps if step.days and step.days[0][0] <= on], on), on)


def said_by(near: list[Step], on: int) -> Said | ClosedForm:
    """Return the result of the steps *near* on the day *on*, by the fold if all dates are exact."""
    if all(map(_is_exact, near)):
        dated = [(step.days[0][0], step) for step in near]
        return fold(sorted(dated, key=lambda pair: (pair[0], pair[1].place)), on)
    return ClosedForm(near, on)


Told = TypeVar("Told")


def runs(
    days: Iterable[tuple[int, list[Step]]], end: int, ask: Callable[[list[Step], int], Told]
) -> Iterator[tuple[int, int, Told]]:
    """Yield each run of *days* up to *end* on which *ask* returns the same: first, last and result.

    Between two turning days of the steps, the possible outcomes can only grow from one day to the
    next (docs/rule.md), so if the first and last day agree, the days between them are not asked
    about.
    """
    begun: tuple[int, Told] | None = None
    for _, group in groupby(days, key=lambda one: id(one[1])):
        several = [(day, near) for day, near in group if day <= end]
        for day, now in _asked(several, ask):
            if begun is None:
                begun = day, now
            elif begun[1] != now:
                yield begun[0], day - 1, begun[1]
                begun = day, now
        if not several:
            break
    if begun:
        yield begun[0], end, begun[1]


def _asked(
    days: Sequence[tuple[int, list[Step]]], ask: Callable[[list[Step], int], Told]
) -> Iterator[tuple[int, Told]]:
    if not days:
        return
    (first, near), (last, _) = days[0], days[-1]
    now = ask(near, first)
    then = ask(near, last) if last > first else now
    yield first, now
    if now != then:
        yield from ((day, ask(near, day)) for day, _ in days[1:-1])
        yield last, then


def turns(steps: Iterable[Step], since: int = -FAR) -> Iterator[tuple[int, list[Step]]]:
    """Yield *since* and each later day on which the state may differ from the day before.

    Each day comes with those of *steps* that matter on it; every step must have days. A step is
    dropped once an answer that surely followed it has surely come, so the cost is linear when few
    days overlap (docs/rule.md).
    """
    begins = sorted(steps, key=lambda step: step.days[0][0])
    yield since, _near([step for step in begins if step.days[0][0] <= since], since)
    begun, near = 0, list[Step]()
    begin = max(since - LONGEST, -FAR)
    ends = {day for step in begins for day in _ends(step)}
    days = sorted(day for day in _tied(begins, ends) if begin < day < FAR)
    for day, following in pairwise([*days, FAR]):
        before = begun
        while begun < len(begins) and begins[begun].days[0][0] <= day:
            begun += 1
        near = _near([*near, *begins[before:begun]], day)
        vague = len({step.moment for step in near if not _is_exact(step)})
        for later in range(min(day + 1 + min(vague, LONGEST), following) - day):
            if day + later > since:
                yield day + later, near


def _ends(step: Step) -> Iterator[int]:
    """Yield the days on which *step* may first happen, has surely happened, or has lapsed."""
    yield from (first for first, _ in step.days)
    yield from (step.days[-1][1], step.through + 1)
    if step.lasting:
        yield from (moved(day, step.lasting.counts) + 1 for day, _ in step.lasting.base)


def _tied(steps: Sequence[Step], days: set[int]) -> set[int]:
    """Return *days* and those at the distance of two days that are counted from one moment.

    If the one has to be after a day of another event, the other cannot be nearer to it than that.
    """
    found = set(days)
    for (_, picks), several in ties(steps).items():
        if len(several) > 1:
            spend(len(days) * len(several) // 5, steps)
            near = {pick for counts in several for pick in near_picks(picks, counts, days)}
            found |= {moved(pick, counts) for counts in several for pick in near}
    return found


def _near(steps: list[Step], on: int) -> list[Step]:
    # To compare the places of a long chain of events takes longer the longer they are.
    deep = len(steps[-1].place) // 16 if steps else 0
    spend(len(steps) * (4 + deep) // 20, steps)
    return list(filter(relevant(steps, on), steps))


def relevant(steps: Iterable[Step], on: int) -> Callable[[Step], bool]:
    """Return a function that tells whether a step can still matter on the day *on* or later.

    A step cannot matter if one of *steps*, an answer (or, for disputes, a settlement) that has
    surely come by *on*, surely followed it. Answers, and what ends them, matter until an answer of
    their own rank or above surely followed, because answers of higher rank may have been replaced.
    Anything else lapses with any answer.
    """
    come = [step for step in steps if step.days[-1][1] <= on]
    answered = {
        rank: _latest(s for s in come if s.verb in ANSWERS and s.rank >= rank) for rank in (1, 2, 3)
    }
    settled = _latest(step for step in come if step.verb == "settle")

    def matters(step: Step) -> bool:
        last = step.days[-1][1], step.place
        if step.verb in ("dispute", "settle"):
            return last >= settled
        return last >= answered[step.rank if step.verb in DECIDING else 1]

    return matters


def _latest(steps: Iterable[Step]) -> Point:
    """Return the latest point at which one of *steps* begins, or one before all others."""
    return max(((step.days[0][0], step.place) for step in steps), default=(-FAR, ()))


def _is_exact(step: Step) -> bool:
    return step.days[0][0] == step.days[-1][1] and step.lasting is None
