"""The line of a term: what is said of it on every day, from turning day to turning day."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from timeline.record.steps import ANSWERS, FAR, Step
from timeline.rule.fold import fold
from timeline.rule.possible import Position, Possible
from timeline.rule.said import Said


class Stretch(NamedTuple):
    """What is *said* from the day *first* through *last*, ordinals, and not on the days beside."""

    first: int
    last: int
    said: Said


def said_on(steps: Iterable[Step], on: int) -> Said:
    """Return what *steps*, of one term in order of place, say at the end of the day *on*."""
    return _said(_near([step for step in steps if _may_have_come(step, on)], on), on)


def line(steps: Iterable[Step]) -> list[Stretch]:
    """Return the stretches of the whole calendar by *steps*, of one term in order of place.

    Only days are asked about on which something can turn (docs/rule.md). What an answer that has
    surely come surely followed is left behind, so that the cost is linear where few days overlap.
    """
    found: list[tuple[int, Said]] = []
    for day, near in _turns(sorted((s for s in steps if s.days), key=lambda s: s.days[0][0])):
        said = _said(near, day)
        if not found or found[-1][1] != said:
            found.append((day, said))
    lasts = [*(first - 1 for first, _ in found[1:]), FAR]
    return [Stretch(first, last, said) for (first, said), last in zip(found, lasts, strict=True)]


_LONGEST = 4
"""The most steps that one question puts into an order: each may need a day of its own."""


def _turns(steps: Sequence[Step]) -> Iterator[tuple[int, list[Step]]]:
    """Yield every day that may differ from the one before, with the steps that matter on it."""
    yield -FAR, [step for step in steps if step.days[0][0] <= -FAR]
    begun, near = 0, list[Step]()
    days = sorted({day for step in steps for day in _ends(step) if -FAR < day < FAR})
    for day, following in zip(days, [*days[1:], FAR], strict=True):
        while begun < len(steps) and steps[begun].days[0][0] <= day:
            near.append(steps[begun])
            begun += 1
        near = _near(near, day)
        vague = len({step.moment for step in near if not _is_exact(step)})
        for later in range(min(day + 1 + min(vague, _LONGEST), following) - day):
            yield day + later, near


def _ends(step: Step) -> Iterator[int]:
    """Yield the days on which *step* may begin, has surely come, or is over."""
    yield from (first for first, _ in step.days)
    yield from (step.days[-1][1], step.through + 1)


def _said(near: list[Step], on: int) -> Said:
    if all(map(_is_exact, near)):
        return fold(sorted(((s.days[0][0], s) for s in near), key=lambda one: _key(*one)), on)
    return Possible(near, on).said()


def _key(day: int, step: Step) -> Position:
    return day, step.place


def _near(steps: list[Step], on: int) -> list[Step]:
    """Leave out what was surely followed by an answer, or settled, that has surely come by *on*.

    Answers of higher rank than one that may have replaced them are followed by their like only.
    """
    bars = [_bar(s for s in steps if s.verb in ANSWERS and s.rank > rank and _has_come(s, on))
            for rank in range(3)]  # fmt: skip
    settled = _bar(step for step in steps if step.verb == "settle" and _has_come(step, on))

    def matters(step: Step) -> bool:
        last = step.days[-1][1], step.place
        if step.verb in ("dispute", "settle"):
            return last >= settled
        ranks = step.rank if step.verb in ANSWERS or step.verb == "met" else 1
        return any(last >= bar for bar in bars[:ranks])

    return [step for step in steps if matters(step)]


def _bar(steps: Iterable[Step]) -> Position:
    return max(((step.days[0][0], step.place) for step in steps), default=(-FAR, ()))


def _has_come(step: Step, on: int) -> bool:
    return step.days[-1][1] <= on


def _may_have_come(step: Step, on: int) -> bool:
    return bool(step.days) and step.days[0][0] <= on


def _is_exact(step: Step) -> bool:
    return step.days[0][0] == step.days[-1][1]
