"""Windows: which steps of a term can matter on a day, found without a look at all the others.

An *anchor* is a set or end on an exact day that nothing which may precede it outranks. In every
world it is the answer from its place on, with no claim and no dispute left beside it, whatever went
before. So on a later day only the anchor, and what may fall after it, can matter.
"""

from bisect import bisect_right, insort
from collections.abc import Iterable
from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeline.steps import Step

Position = tuple[int, tuple[int, int, int]]
"""A day, as an ordinal, and a place on it."""


class Windows:
    """The *steps* of one term, sorted so that those that matter on a day are soon found."""

    def __init__(self, steps: Iterable["Step"] = ()) -> None:
        self._exact: list[Step] = []
        self._vague: list[Step] = []
        self._ahead: list[Step] = []
        self._decided: dict[int, Position] = {}
        for step in steps:
            self.add(step)

    def add(self, step: "Step") -> None:
        """Let *step* be one of them."""
        if step.is_ahead:
            insort(self._ahead, step, key=attrgetter("place"))
        if step.days:
            _put(self._exact if _is_exact(step) else self._vague, step)
            if step.answers or step.verb == "met":
                first = self._decided.get(step.rank, _NEVER)
                self._decided[step.rank] = min(first, _first(step))

    def on(self, day: int) -> list["Step"]:
        """Return the steps that can matter on *day*, in log order."""
        end = bisect_right(self._exact, day, key=_first_day)
        start = next((n for n in range(end - 1, -1, -1) if self._is_anchor(self._exact[n])), None)
        least = None if start is None else _first(self._exact[start])
        vague = self._vague[: bisect_right(self._vague, day, key=_first_day)]
        kept = [step for step in vague if least is None or _last(step) > least]
        return sorted([*self._exact[start or 0 : end], *kept], key=attrgetter("place"))

    def _is_anchor(self, step: "Step") -> bool:
        """Whether *step*, of an exact day, is the answer from its place on in any case."""
        return step.answers and not any(
            rank > step.rank and first <= _first(step) for rank, first in self._decided.items()
        )

    def pending(self, day: int) -> list["Step"]:
        """Return the steps that were news by *day* and lay ahead, or had no day."""
        return [step for step in self._ahead if step.pending(day)]


_NEVER: Position = (10**9, (0, 0, 0))


def _put(several: list["Step"], step: "Step") -> None:
    """Put *step* among *several*, which are sorted by the days on which they begin."""
    if several and _first(step) < _first(several[-1]):
        insort(several, step, key=_first)
    else:
        several.append(step)


def _is_exact(step: "Step") -> bool:
    return step.days[0][0] == step.days[-1][1]


def _first(step: "Step") -> Position:
    return step.days[0][0], step.place


def _last(step: "Step") -> Position:
    return step.days[-1][1], step.place


def _first_day(step: "Step") -> int:
    return step.days[0][0]


def is_sure(step: "Step") -> bool:
    """Whether *step* is the answer from its place on, whatever went before: none outranks it."""
    return step.answers and step.rank == _HIGHEST and bool(step.days) and _is_exact(step)


_HIGHEST = 3
