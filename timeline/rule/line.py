"""What the steps of a term say on a day, and the days on which that can change."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any, NamedTuple, TypeVar

from timeline.record.steps import ANSWERS, FAR, Step
from timeline.rule.fold import fold
from timeline.rule.possible import Position, Possible
from timeline.rule.said import Said

DECIDING = ANSWERS | {"met"}
"""The verbs on which it depends what the answer is."""

LONGEST = 3
"""How many steps may have to come one after another behind all others, each on a day of its own.

An answer, what ended it, what was said then.
"""


class Stretch(NamedTuple):
    """What is *said* from the day *first* through *last*, ordinals, and not on the days beside."""

    first: int
    last: int
    said: frozenset[Any]


def said_on(steps: Iterable[Step], on: int) -> Said | Possible:
    """Return what *steps*, of one term in order of place, say at the end of the day *on*."""
    return said_by(_near([step for step in steps if step.days and step.days[0][0] <= on], on), on)


def said_by(near: list[Step], on: int) -> Said | Possible:
    """Fold the one world there is where every date is exact; else ask for the possible ones."""
    if all(map(_is_exact, near)):
        dated = [(step.days[0][0], step) for step in near]
        return fold(sorted(dated, key=lambda pair: (pair[0], pair[1].place)), on)
    return Possible(near, on)


Told = TypeVar("Told")


def runs(
    days: Iterable[tuple[int, list[Step]]], end: int, ask: Callable[[list[Step], int], Told]
) -> Iterator[tuple[int, int, Told]]:
    """Yield the first and the last of *days* in a row, up to *end*, on which *ask* says the same.

    With no end of a step between them what is possible only grows from one day to the next
    (docs/rule.md): so where the first and the last are the same, those between are not asked.
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
    """Yield every day from *since* on that may differ from the one before, and *since* itself.

    With each come those of *steps*, all of which have days, that matter on it. What an answer that
    has surely come surely followed is left behind, so that the cost is linear where few days
    overlap (docs/rule.md).
    """
    begins = sorted(steps, key=lambda step: step.days[0][0])
    yield since, _near([step for step in begins if step.days[0][0] <= since], since)
    begun, near = 0, list[Step]()
    begin = max(since - LONGEST, -FAR)
    days = sorted({day for step in begins for day in _ends(step) if begin < day < FAR})
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
    """Yield the days on which *step* may begin, has surely come, or is over."""
    yield from (first for first, _ in step.days)
    yield from (step.days[-1][1], step.through + 1)


def _near(steps: list[Step], on: int) -> list[Step]:
    return list(filter(relevant(steps, on), steps))


def relevant(steps: Iterable[Step], on: int) -> Callable[[Step], bool]:
    """Return what says whether a step can matter from the day *on* on, beside *steps*.

    It cannot if an answer that has surely come by *on* surely followed it, or a settlement. Answers
    and mets matter while no answer of their own rank or above surely followed: what those of higher
    rank alone had given may have been replaced. What was only said falls with any answer.
    """
    come = [step for step in steps if step.days[-1][1] <= on]
    bars = {
        rank: _bar(s for s in come if s.verb in ANSWERS and s.rank >= rank) for rank in (1, 2, 3)
    }
    settled = _bar(step for step in come if step.verb == "settle")

    def matters(step: Step) -> bool:
        last = step.days[-1][1], step.place
        if step.verb in ("dispute", "settle"):
            return last >= settled
        return last >= bars[step.rank if step.verb in DECIDING else 1]

    return matters


def _bar(steps: Iterable[Step]) -> Position:
    return max(((step.days[0][0], step.place) for step in steps), default=(-FAR, ()))


def _is_exact(step: Step) -> bool:
    return step.days[0][0] == step.days[-1][1]
