"""The right answers, found the slow way by independent code before anything is timed.

This is the fold of docs/meaning.md §5 in randomly drawn worlds. If every date is a day, there is
one world and the answer is known. If the closed form of §4 applies, the possible answers are known.
Otherwise each answer found in some world must be among the possible ones.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from benchmarks.data import FAR, Said, Shape, worded
from benchmarks.questions import Question

Answer = tuple[str, str | None, str | None]
"""The status, value and last day of an answer."""

NOT_SET: Answer = ("not-set", None, None)


@dataclass(frozen=True)
class Belief:
    """The answers of a term found in some world: *all* possible ones or a part of them."""

    possible: frozenset[Answer]
    is_all: bool

    def agrees(self, told: frozenset[Answer]) -> bool:
        """Return whether *told*, as the complete set of possible answers, fits what was found."""
        return told == self.possible if self.is_all else self.possible <= told


class Step(NamedTuple):
    """One `set` or `end` of a term; no condition that would end an answer is ever met."""

    place: tuple[int, int]
    first: int
    last: int
    verb: str
    value: str
    through: int

    @property
    def moment(self) -> int:
        """The event on whose day the step falls."""
        return self.place[0]


def beliefs(shape: Shape, said: Iterable[Said], asked: Question) -> list[Belief]:
    """Return a belief about each term, from what is *said* of the partnership."""
    steps: list[list[Step]] = [[] for _ in range(shape.terms)]
    for one in _standing(said, asked.recorded):
        is_known = asked.known is None or one.announced <= asked.known
        if is_known and one.verb in ("set", "end") and one.first <= asked.on:
            steps[one.term].append(_step(one))
    drawn = random.Random(str(asked))
    return [_belief(sorted(own), asked.on, drawn) for own in steps]


def _standing(said: Iterable[Said], recorded: int | None) -> Iterator[Said]:
    """Yield the events recorded by the end of a day, with the corrections made by then applied."""
    until = "9" if recorded is None else f"{date.fromordinal(recorded)}T~"
    events: dict[int, Said] = {}
    for one in said:
        if one.recorded > until:
            break
        if one.corrects:
            events[one.corrects] = events[one.corrects]._replace(value=one.value)
        else:
            events[one.number] = one
    yield from events.values()


def _step(said: Said) -> Step:
    place, value = (said.moment, said.number), worded(said.value)
    return Step(place, said.first, said.last, said.verb, value, said.through or FAR)


def _belief(steps: list[Step], on: int, drawn: random.Random) -> Belief:
    if all(step.first == step.last for step in steps):
        return Belief(frozenset([_fold(sorted(steps, key=_dated), on)]), True)
    if _is_closed(steps):
        return Belief(frozenset(_closed(steps, on)), True)
    worlds = max(2, min(60, 100_000 // len(steps)))
    vague = [step for step in steps if step.first != step.last]
    late = drawn.sample(vague, min(len(vague), worlds // 2))
    tried = [_with_late(steps, one, on) for one in late]
    tried += [_drawn(steps, on, drawn) for _ in range(worlds - len(tried))]
    return Belief(frozenset(_fold(world, on) for world in tried), False)


def _dated(step: Step) -> tuple[int, tuple[int, int]]:
    return step.first, step.place


def _is_closed(steps: Sequence[Step]) -> bool:
    """Return whether the closed form applies: each step has its own day, and nothing expires."""
    has_own_days = len({step.moment for step in steps}) == len(steps)
    return has_own_days and all(step.through == FAR for step in steps)


def _closed(steps: Sequence[Step], on: int) -> Iterator[Answer]:
    """Yield each possible answer by the closed form; the possible days of a date are contiguous."""
    over = [(step.first, step.place) for step in steps if step.last <= on]
    if not over:
        yield NOT_SET
    for one in steps:
        latest = (min(one.last, on), one.place)
        if all(latest >= other for other in over):
            yield _answer(one, on)


def _with_late(steps: Sequence[Step], late: Step, on: int) -> list[Step]:
    """Return a world in which *late* comes as late as it can, its rivals early or after *on*."""
    days = {step.moment: step.first if step.last <= on else on + 1 for step in steps}
    return _world(steps, days | {late.moment: min(late.last, on)}, on)


def _drawn(steps: Sequence[Step], on: int, drawn: random.Random) -> list[Step]:
    ends = {step.moment: (max(step.first, on - 12_000), min(step.last, on + 1)) for step in steps}
    days = {moment: drawn.randint(min(first, last), last) for moment, (first, last) in ends.items()}
    return _world(steps, days, on)


def _world(steps: Sequence[Step], days: dict[int, int], on: int) -> list[Step]:
    placed = [step._replace(first=days[step.moment]) for step in steps]
    return sorted((step for step in placed if step.first <= on), key=_dated)


def _fold(steps: Sequence[Step], on: int) -> Answer:
    """Return the answer in one world, whose steps are sorted by its days."""
    return _answer(steps[-1], on) if steps else NOT_SET


def _answer(step: Step, on: int) -> Answer:
    if step.verb == "end":
        return ("ended", None, None)
    if step.through == FAR:
        return ("in-force", step.value, None)
    through = date.fromordinal(step.through).isoformat()
    return ("in-force" if step.through >= on else "expired", step.value, through)
