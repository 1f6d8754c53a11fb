"""The steps of a term as known on each day, indexed by their possible days."""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from timeline.record.days import FAR
from timeline.record.steps import ANSWERS, DECIDING, Step
from timeline.rule.budget import spend


class KnownStep(NamedTuple):
    """A *step* as it appears in views known by the days *since* through *until*."""

    step: Step
    since: int
    until: int = FAR

    def is_known(self, on: int) -> bool:
        """Return whether a view known by the day *on* includes the step."""
        return self.since <= on <= self.until


SAID, DISPUTED = 0, 4
"""The numbers of the lists of plain statements and of disputes.

Lists 1 to 3 have the steps that decide an answer, by rank.
"""


class KnownSteps:
    """The dated steps of one term as they are known, in lists whose steps can bar one another.

    A step that is barred no longer matters. An answer bars any step of the same or lower rank that
    it surely follows, and a settlement bars a dispute (see `timeline.rule.line.relevant`).
    """

    def __init__(self) -> None:
        self._rows: list[list[KnownStep]] = [[] for _ in range(5)]
        self._spans = [0] * 5

    def __iter__(self) -> Iterator[KnownStep]:
        for row in self._rows:
            yield from row

    def add(self, one: KnownStep) -> None:
        """Add the step *one*."""
        row = _row_of(one.step)
        insort(self._rows[row], one, key=_days)
        self._spans[row] = max(self._spans[row], one.step.days[-1][1] - one.step.days[0][0])

    def remove(self, one: KnownStep) -> None:
        """Remove the step *one*."""
        row = self._rows[_row_of(one.step)]
        at = bisect_left(row, _days(one), key=_days)
        while row[at] is not one:
            at += 1
        del row[at]

    def near(self, first: int, last: int, known: int) -> list[KnownStep]:
        """Return the steps that may matter on the days *first* through *last*, whenever known.

        Steps that an answer surely followed are left out, if that answer had surely come by
        *first*, as known on the day *known*.
        """
        found: list[KnownStep] = []
        bar = -FAR
        for row in (3, 2, 1, SAID):
            bar = self._walk(row, first, last, known, bar, found)
        self._walk(DISPUTED, first, last, known, -FAR, found)
        return found

    def _walk(
        self, number: int, first: int, last: int, known: int, bar: int, found: list[KnownStep]
    ) -> int:
        """Collect from the end of a row the steps that are not barred; return the new bar."""
        row, span = self._rows[number], self._spans[number]
        for at in range(bisect_right(row, _through(last), key=_days) - 1, -1, -1):
            one = row[at]
            begins, ends = one.step.days[0][0], one.step.days[-1][1]
            if begins + span < bar:
                break
            if ends >= bar:
                found.append(one)
            if begins > bar and ends <= first and _bars(one.step) and one.is_known(known):
                bar = begins
        return bar

    def over(self, step: Step, known: int) -> int:
        """Return the first day on which *step* is barred, as known on the day *known*, or FAR."""
        last, ends = (step.days[-1][1], step.place), FAR
        for number in _barring(step):
            row = self._rows[number]
            at = first = bisect_left(row, _from(last[0]), key=_days)
            for at in range(first, len(row)):
                one = row[at]
                begins = one.step.days[0][0]
                if begins >= ends:
                    break
                if _bars(one.step) and (begins, one.step.place) > last and one.is_known(known):
                    ends = min(ends, one.step.days[-1][1])
            spend((at - first) // 50, ())
        return ends


_days = attrgetter("step.days")
"""The sort key of rows, which puts them in order of their first days."""


def _from(day: int) -> tuple[tuple[int], ...]:
    """Return a key that sorts just before all days that begin with *day*."""
    return ((day,),)


def _through(day: int) -> tuple[tuple[int, int], ...]:
    """Return a key that sorts just after all days that begin with *day*."""
    return ((day, FAR + 1),)


def _bars(step: Step) -> bool:
    return step.verb in ANSWERS or step.verb == "settle"


def _row_of(step: Step) -> int:
    if step.verb in DECIDING:
        return step.rank
    return DISPUTED if step.verb in ("dispute", "settle") else SAID


def _barring(step: Step) -> Iterable[int]:
    row = _row_of(step)
    return (DISPUTED,) if row == DISPUTED else range(max(row, 1), 4)
