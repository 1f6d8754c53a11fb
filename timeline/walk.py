"""Walks: the answers of a term from day to day, each found with the steps that can matter then.

What has begun is folded as it comes, and a day on which nothing comes and nothing is over is passed
by. Where a date is imprecise the rule is asked, with the steps back to the last *anchor* and those
that reach past it (see `timeline.windows`), on the days that matter to them.
"""

from bisect import insort
from collections.abc import Iterable, Iterator
from datetime import date
from heapq import heappop, heappush
from operator import attrgetter

from events.kinds import Term
from timeline.answers import Answer
from timeline.as_of import QUIET, answer_at, certain
from timeline.begun import Begun
from timeline.steps import FAR, Step

LAST = date.max.toordinal()
"""The last day that there is, as an ordinal."""


def answers(term: Term, steps: Iterable[Step]) -> Iterator[tuple[date | None, Answer]]:
    """Yield every answer that *term* has by its *steps*, with the first day on which it has it.

    None is the beginning. An answer lasts until the day of the next, which differs from it in
    something: if only in a flag, or in what is pending.
    """
    walk = Walk(term, coming(steps))
    told = None
    for on, news in walk.days():
        for step in news:
            walk.take_up(step, on)
        answer = walk.answer(on)
        if answer != told:
            yield date.fromordinal(on) if told else None, answer
            told = answer


def coming(steps: Iterable[Step]) -> Iterator[tuple[int, Step]]:
    """Yield each of *steps* with the day on which it is announced, if it lies ahead then.

    And with that on which it begins.
    """
    for step in steps:
        news = step.announced.latest
        if news and (not step.days or news.toordinal() < step.days[0][0]):
            yield news.toordinal(), step
        if step.days:
            yield step.days[0][0], step


class Walk:
    """The way of one term through all days on which its answer may become another.

    *coming* are its steps, each with the days on which there is news of it: that it was announced
    and lies ahead, or that it has begun. Who goes along takes up what comes, and may ask then.
    """

    def __init__(self, term: Term, coming: Iterable[tuple[int, Step]]) -> None:
        self._term = term
        news = ((max(day, 1), step) for day, step in coming if step.verb not in _IDLE)
        self._coming = sorted(news, key=lambda pair: (pair[0], pair[1].place), reverse=True)
        self._turns = [1]
        self._begun = Begun()
        self._pending: list[Step] = []

    def days(self) -> Iterator[tuple[int, list[Step]]]:
        """Yield each day on which the answer may become another, and what has come by it.

        All of that is to be taken up before the next day is asked for. Steps of imprecise dates
        that must follow one another may need a day each, so the days just after count too.
        """
        on, until = 0, 0
        while (next_ := self._next(on, until)) <= LAST:
            is_turn, on = self._is_turn(next_), next_
            yield on, self._news(on)
            if is_turn:
                until = max(until, on + len(self._begun.open))

    def _next(self, on: int, until: int) -> int:
        coming = self._coming[-1][0] if self._coming else FAR
        turn = self._turns[0] if self._turns else FAR
        return min(coming, turn, on + 1 if on < until else FAR)

    def _is_turn(self, on: int) -> bool:
        found = bool(self._coming) and self._coming[-1][0] == on
        while self._turns and self._turns[0] == on:
            found = bool(heappop(self._turns))
        return found

    def _news(self, on: int) -> list[Step]:
        news = []
        while self._coming and self._coming[-1][0] == on:
            news.append(self._coming.pop()[1])
        return news

    def take_up(self, step: Step, on: int) -> None:
        """Let *step* be known from the day *on*: as begun, or as lying ahead."""
        if not step.days or step.days[0][0] > on:
            if step.verb not in QUIET:
                insort(self._pending, step, key=_place)
            return
        if step in self._pending:
            self._pending.remove(step)
        self._begun.add(step)
        turns = (*(day for span in step.days for day in span), step.through + 1)
        for turn in turns:
            if on < turn <= LAST:
                heappush(self._turns, turn)

    @property
    def width(self) -> int:
        """How many steps the rule has to weigh now: none where no date among them is imprecise."""
        return len(self._begun.window()) if self._begun.open else 0

    def answer(self, on: int) -> Answer:
        """Return the answer on the day *on*, by what was taken up."""
        if self._begun.open:
            return answer_at(self._term, [*self._begun.window(), *self._pending], on)
        return certain(self._term, self._begun.folded(on), self._pending, on)


_IDLE = ("use", "note")
"""What changes no answer, nor anything beside it."""
_place = attrgetter("place")
