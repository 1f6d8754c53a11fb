"""What is said of a term on a day, and its line: what is said of it in stretches of days."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, NamedTuple, TypeVar

from timeline.record.steps import ANSWERS, FAR, Step
from timeline.rule.fold import fold
from timeline.rule.possible import Position, Possible
from timeline.rule.said import Said


@dataclass(frozen=True)
class Part:
    """A part of what is said, and the verbs that it depends on.

    *longest* is how many steps may have to come one after another behind all others, each on a day
    of its own: an answer, what ended it, what was said then.
    """

    of: Callable[[Said | Possible], frozenset[Any]]
    verbs: frozenset[str]
    longest: int


DECIDING = ANSWERS | {"met"}
OUTCOMES = Part(lambda said: said.outcomes, DECIDING, 2)
CLAIMS = Part(lambda said: said.claims, ANSWERS | {"claim", "reaffirm"}, 2)
DISPUTES = Part(lambda said: said.disputes, frozenset({"dispute", "settle"}), 1)
SILENCES = Part(lambda said: said.silences, DECIDING | {"leave-unsaid", "reaffirm"}, 2)
RESTATED = Part(lambda said: said.restated, DECIDING | {"reaffirm"}, 3)
SURELY = Part(lambda said: said.surely, DECIDING | {"reaffirm"}, 3)
REPLACED = Part(lambda said: said.replaced, DECIDING, 3)
PARTS = (OUTCOMES, CLAIMS, DISPUTES, SILENCES, RESTATED, SURELY, REPLACED)


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


def line(
    steps: Iterable[Step], part: Part = OUTCOMES, begin: int = -FAR, end: int = FAR
) -> list[Stretch]:
    """Return the stretches of the days *begin* through *end* by *steps*, of one term.

    The steps are in order of place. Without days it is the whole calendar.

    Only days are asked about on which something can turn (docs/rule.md). What an answer that has
    surely come surely followed is left behind, so that the cost is linear where few days overlap.
    """
    own = [step for step in steps if step.days and step.verb in part.verbs]
    days = turns(own, part.longest, begin)
    return [Stretch(*one) for one in told(days, end, lambda near, day: part.of(said_by(near, day)))]


Told = TypeVar("Told")


def told(
    days: Iterable[tuple[int, list[Step]]], end: int, ask: Callable[[list[Step], int], Told]
) -> Iterator[tuple[int, int, Told]]:
    """Yield the first and the last of *days* in a row, up to *end*, of which *ask* tells the same.

    With no end of a step between them what is possible only grows from one day to the next
    (docs/rule.md): so where the first and the last tell the same, those between are not asked.
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


LONGEST = max(part.longest for part in PARTS)


def turns(
    steps: Iterable[Step], longest: int = LONGEST, since: int = -FAR
) -> Iterator[tuple[int, list[Step]]]:
    """Yield every day from *since* on that may differ from the one before, and *since* itself.

    With each come those of *steps*, all of which have days, that matter on it. *longest* is that of
    the `Part` that is asked about.
    """
    begins = sorted(steps, key=lambda step: step.days[0][0])
    yield since, _near([step for step in begins if step.days[0][0] <= since], since)
    begun, near = 0, list[Step]()
    begin = max(since - longest, -FAR)
    days = sorted({day for step in begins for day in _ends(step) if begin < day < FAR})
    for day, following in pairwise([*days, FAR]):
        before = begun
        while begun < len(begins) and begins[begun].days[0][0] <= day:
            begun += 1
        near = _near([*near, *begins[before:begun]], day)
        vague = len({step.moment for step in near if not _is_exact(step)})
        for later in range(min(day + 1 + min(vague, longest), following) - day):
            if day + later > since:
                yield day + later, near


def turning_days(steps: Iterable[Step], part: Part) -> set[int]:
    """Return every day that may differ from the one before, and some that do not."""
    own = [step for step in steps if step.days and step.verb in part.verbs]
    vague = min(part.longest, len({step.moment for step in own if not _is_exact(step)}))
    return {day + more for step in own for day in _ends(step) for more in range(vague + 1)}


def _ends(step: Step) -> Iterator[int]:
    """Yield the days on which *step* may begin, has surely come, or is over."""
    yield from (first for first, _ in step.days)
    yield from (step.days[-1][1], step.through + 1)


def _near(steps: list[Step], on: int) -> list[Step]:
    return list(filter(mattering(steps, on), steps))


def mattering(steps: Iterable[Step], on: int) -> Callable[[Step], bool]:
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
