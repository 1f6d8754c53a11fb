"""The right answers: found the long way, by code of its own, before anything is timed.

For programs that know nothing of uncertainty it is `latest`: of all rows up to the day the latest
one wins, by day and then by place in the log. For the timeline it is the fold of docs/meaning.md §5
in worlds that are drawn: where every date is a day there is one world, and the answer is known;
where the closed form of §4 applies the possible answers are known; elsewhere each answer that some
world gives has to be among the possible ones.
"""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from benchmarks.data import FAR, OTHER, Numbers, Said, Shape, worded
from benchmarks.questions import Question


def latest(numbers: Numbers, asked: Question) -> dict[int, int]:
    """Return the value of each term that has one, for programs without uncertainty."""
    found: dict[int, tuple[int, int, int, int]] = {}
    for place, row in enumerate(numbers.rows()):
        partnership, term, verb, day, announced, recorded, value = row
        if partnership != asked.partnership or verb == OTHER or day > asked.on:
            continue
        if asked.known is not None and announced > asked.known:
            continue
        if asked.recorded is not None and recorded > asked.recorded:
            break
        if term not in found or (day, place) > found[term][:2]:
            found[term] = (day, place, verb, value)
    return {term: value for term, (*_, verb, value) in sorted(found.items()) if not verb}


def latest_of_all(numbers: Numbers, on: int) -> tuple[int, int]:
    """Return how many terms of all partnerships have a value on a day, and the sum of these."""
    found: dict[tuple[int, int], tuple[int, int, int, int]] = {}
    columns = numbers.columns
    rows = zip(
        *(columns[key] for key in ("partnership", "term", "verb", "day", "value")), strict=True
    )
    for place, (partnership, term, verb, day, value) in enumerate(rows):
        if verb == OTHER or day > on:
            continue
        key = partnership, term
        if key not in found or (day, place) > found[key][:2]:
            found[key] = (day, place, verb, value)
    values = [value for *_, verb, value in found.values() if not verb]
    return len(values), sum(values)


Answer = tuple[str, str | None, str | None]
"""A status, a value and its last day."""

NOT_SET: Answer = ("not-set", None, None)


@dataclass(frozen=True)
class Belief:
    """What was found about a term: answers that some world gives, *all* of them or a part."""

    possible: frozenset[Answer]
    is_all: bool

    def agrees(self, told: frozenset[Answer]) -> bool:
        """Whether an answer may say that just *told* is possible."""
        return told == self.possible if self.is_all else self.possible <= told


class Step(NamedTuple):
    """One change of a term, or a condition met, with what decides about it."""

    place: tuple[int, int, int]
    moment: tuple[int, bool]
    first: int
    last: int
    verb: str
    value: str
    through: int
    condition: int


def beliefs(shape: Shape, said: Sequence[Said], asked: Question, seed: int = 0) -> list[Belief]:
    """Return what is to be believed of each term, from what is *said* of the partnership."""
    steps: list[list[Step]] = [[] for _ in range(shape.terms)]
    mets: list[Step] = []
    for one in _standing(said, asked.recorded):
        if asked.known is not None and one.announced > asked.known:
            continue
        if one.met:
            mets.append(_met(one))
        if one.verb in ("set", "end") and one.first <= asked.on:
            steps[one.term].append(_step(one))
    drawn = random.Random(f"{seed}/{asked}")
    return [_belief(own, mets, asked.on, drawn) for own in steps]


def _standing(said: Iterable[Said], recorded: int | None) -> Iterator[Said]:
    """Yield the events recorded by the end of a day, as the corrections by then have them."""
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
    return Step(
        place=(said.moment, said.number, 0),
        moment=(said.moment, False),
        first=said.first,
        last=said.last,
        verb=said.verb,
        value=worded(said.value),
        through=said.through or FAR,
        condition=said.unless,
    )


def _met(said: Said) -> Step:
    """A condition is met on the day of the event itself, before its change."""
    return Step(
        place=(said.number, said.number, -1),
        moment=(said.number, said.moment != said.number),
        first=said.first,
        last=said.last,
        verb="met",
        value="",
        through=FAR,
        condition=said.met,
    )


def _belief(own: list[Step], mets: list[Step], on: int, drawn: random.Random) -> Belief:
    named = {step.condition for step in own} - {0}
    steps = own + [met for met in mets if met.condition in named and met.first <= on]
    steps.sort(key=lambda step: step.place)
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


def _dated(step: Step) -> tuple[int, tuple[int, int, int]]:
    return step.first, step.place


def _is_closed(steps: Sequence[Step]) -> bool:
    """Whether the closed form holds: a day of its own for each, nothing that runs out."""
    return all(step.through == FAR and not step.condition for step in steps) and len(
        {step.moment for step in steps}
    ) == len(steps)


def _closed(steps: Sequence[Step], on: int) -> Iterator[Answer]:
    """Yield each possible answer by the closed form; every date is of days in a row."""
    over = [(step.first, step.place) for step in steps if step.last <= on]
    if not over:
        yield NOT_SET
    for one in steps:
        latest = (min(one.last, on), one.place)
        if all(latest >= other for other in over):
            yield _answer(one, on)


def _answer(step: Step, on: int) -> Answer:
    if step.verb == "end":
        return ("ended", None, None)
    if step.through == FAR:
        return ("in-force", step.value, None)
    through = date.fromordinal(step.through).isoformat()
    return ("in-force" if step.through >= on else "expired", step.value, through)


def _with_late(steps: Sequence[Step], late: Step, on: int) -> list[Step]:
    """Return a world in which *late* comes as late as it can and its rivals early, or after."""
    days = {step.moment: step.first if step.last <= on else on + 1 for step in steps}
    days[late.moment] = min(late.last, on)
    return _world(steps, days, on)


def _drawn(steps: Sequence[Step], on: int, drawn: random.Random) -> list[Step]:
    ends = {step.moment: (max(step.first, on - 12_000), min(step.last, on + 1)) for step in steps}
    days = {moment: drawn.randint(min(first, last), last) for moment, (first, last) in ends.items()}
    return _world(steps, days, on)


def _world(steps: Sequence[Step], days: dict[tuple[int, bool], int], on: int) -> list[Step]:
    placed = [step._replace(first=days[step.moment], last=days[step.moment]) for step in steps]
    return sorted((step for step in placed if step.first <= on), key=_dated)


def _fold(steps: Iterable[Step], on: int) -> Answer:
    """Return the answer in one world, whose steps come in its order."""
    given: Step | None = None
    status = "not-set"
    for step in steps:
        if status == "in-force" and given and given.through < step.first:
            status = "expired"
        if step.verb == "met":
            ends = status == "in-force" and given is not None
            if ends and given and given.condition == step.condition:
                status = "ended"
            continue
        given, status = step, "ended" if step.verb == "end" else "in-force"
    if given is None:
        return NOT_SET
    return ("ended", None, None) if status == "ended" else _answer(given, on)
