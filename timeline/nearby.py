"""Nearby: the lines of a changelog that one event gives, found without those of all others.

An event gives none before it may have begun, and none once a sure answer that is public has come
after all that it says. So nothing can matter to its lines but what may fall in between, back to the
last sure answer before.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from events.kinds import Term
from timeline.as_of import turning_days
from timeline.changelog import Line, lines_of
from timeline.steps import FAR, Step
from timeline.windows import Position, is_sure


@dataclass(frozen=True)
class Nearby:
    """The *steps* of a *term* that the lines of an *event* hang on, on the days of these lines.

    These are the days from *start* through *end*, as ordinals. Of the steps none is over before the
    position *least*; but what was announced ahead is among them.
    """

    term: Term
    event: str
    start: int
    end: int
    least: Position
    steps: tuple[Step, ...]

    def lines(self, day: int) -> list[Line]:
        """Return the lines of the event by the end of *day*, an ordinal."""
        last = min(day, self.end)
        if last < self.start:
            return []
        period = date.fromordinal(self.start), date.fromordinal(last)
        found = lines_of(self.term, self.steps, *period)
        return [line for line in found if line.steps[-1].id == self.event]

    def bears(self, step: Step) -> bool:
        """Whether the lines may hang on *step*, if it is one of the term."""
        return bool(step.days) and step.days[0][0] <= self.end and _last(step) >= self.least

    @cached_property
    def turns(self) -> list[int]:
        """The days that may bring another line."""
        turns = {*turning_days(self.steps), *(step.public for step in self.steps)}
        return sorted(turn for turn in turns if self.start <= turn <= self.end)


def nearby(term: Term, steps: Sequence[Step], event: str) -> Nearby | None:
    """Return what is near *event* among the *steps* of a *term*; None if it says nothing dated."""
    own = [step for step in steps if step.id == event and step.days]
    if not own:
        return None
    last = max(map(_last, own))
    sure = [step for step in steps if is_sure(step)]
    came_out = max(max(step.days[-1][1], step.public) for step in own)
    over = min((_public(step) for step in sure if _last(step) > last), default=FAR)
    end = min(max(over, came_out), _LAST)
    start = _start(steps, max(1, min(step.days[0][0] for step in own)), end)
    before = (_last(step) for step in sure if _public(step) < start)
    least = max(before, default=(-FAR, (0, 0, 0)))
    near = tuple(
        step
        for step in steps
        if step.is_ahead or (step.days and step.days[0][0] <= end and _last(step) >= least)
    )
    return Nearby(term, event, start, end, least, near)


_LAST = date.max.toordinal()


def _start(steps: Sequence[Step], start: int, end: int) -> int:
    """Return a day from *start* or before it which no line goes on over that ends by *end*.

    A line goes on from the first day of an imprecise date to its last.
    """
    vague = [step.days for step in steps if step.days and step.days[0][0] < step.days[-1][1]]
    while earlier := [days for days in vague if days[0][0] < start <= days[-1][1] <= end]:
        start = max(1, min(days[0][0] for days in earlier))
        if start == 1:
            break
    return start


def _public(step: Step) -> int:
    """Return the day from which on it is an answer that is public."""
    return max(step.days[0][0], step.public)


def _last(step: Step) -> Position:
    return step.days[-1][1], step.place
