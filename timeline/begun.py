"""What has begun: the steps of a term as they are taken up, and which of them can matter now.

It is what `timeline.windows` is for one day of many, on the last day of all: a window back to the
last anchor. That window moves on with the days; what is exact in it is folded as it comes.
"""

from bisect import insort
from operator import attrgetter

from timeline.fold import Fold
from timeline.steps import FAR, MET, Step
from timeline.windows import Position


class Begun:
    """The steps of one term that have begun by now, whatever *now* is."""

    def __init__(self) -> None:
        self._exact: list[Step] = []
        self._vague: list[Step] = []
        self._before = dict.fromkeys((1, 2, 3), _NEVER)
        self._start: int | None = -1
        self._open: list[Step] | None = []
        self._fold: Fold | None = None
        self._done = 0

    def add(self, step: Step) -> None:
        """Let *step* have begun too. It may lie before others that have."""
        if step.answers or step.verb == MET:
            for rank in range(1, step.rank):
                if _first(step) < self._before[rank]:
                    self._before[rank] = _first(step)
                    self._forget()
        if not _is_exact(step):
            self._vague.append(step)
            self._open = None
        elif self._exact and _first(step) < _first(self._exact[-1]):
            insort(self._exact, step, key=_first)
            self._forget()
        else:
            self._exact.append(step)
            if self._is_anchor(step):
                self._forget()
                self._start = len(self._exact) - 1

    def _forget(self) -> None:
        """Forget what was made of the steps."""
        self._start = self._open = self._fold = None

    @property
    def open(self) -> list[Step]:
        """Those of imprecise dates that may matter."""
        if self._open is None:
            start = self._anchor()
            least = _last(self._exact[start]) if start >= 0 else None
            self._open = [step for step in self._vague if least is None or _last(step) > least]
        return self._open

    def window(self) -> list[Step]:
        """Return all steps that can matter, in log order."""
        several = [*self._exact[max(self._anchor(), 0) :], *self.open]
        return sorted(several, key=attrgetter("place"))

    def folded(self, on: int) -> Fold:
        """Return the fold up to the end of the day *on*, the last asked about; none is *open*."""
        if self._fold is None:
            self._fold, self._done = Fold(), max(self._anchor(), 0)
        for step in self._exact[self._done :]:
            self._fold.apply(step, step.days[0][0])
        self._done = len(self._exact)
        self._fold.pass_time(on)
        return self._fold

    def _anchor(self) -> int:
        """Return where the last anchor is among the exact steps, -1 if there is none."""
        if self._start is None:
            indices = range(len(self._exact) - 1, -1, -1)
            self._start = next((n for n in indices if self._is_anchor(self._exact[n])), -1)
        return self._start

    def _is_anchor(self, step: Step) -> bool:
        return step.answers and _first(step) < self._before[step.rank]


_NEVER: Position = (FAR, (0, 0, 0))


def _is_exact(step: Step) -> bool:
    return step.days[0][0] == step.days[-1][1]


def _first(step: Step) -> Position:
    return step.days[0][0], step.place


def _last(step: Step) -> Position:
    return step.days[-1][1], step.place
