"""Folds abreast: all worlds of a term folded side by side, from one turning day to the next.

A world picks a day for every imprecise date; worlds that have come to the same are one. So where
few dates are open at a time there are few of them, however long the history, and each day costs
what happens on it. Where there come to be too many they are *lost*, and the rule has to be asked.

A world may be put off or brought forward as long as nothing comes to stand before what it stood
after. So it is enough to look at the days on which something begins or is over, and at as many days
after each of them as there are open dates, since these may have to follow one another.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush
from itertools import chain, combinations
from operator import attrgetter

from timeline.fold import Fold
from timeline.scenarios import NOBODY
from timeline.steps import FAR, Days, Step

MOST = 256
"""How many worlds are looked at on one day, at most."""


class _Moment:
    """The steps of one imprecise date, which happen on the same day. *bit* says that they have."""

    def __init__(self, days: Days, bit: int) -> None:
        self.days, self.bit, self.steps = days, bit, list[Step]()

    def includes(self, day: int) -> bool:
        return any(first <= day <= last for first, last in self.days)


class Abreast:
    """The worlds of one term by the end of the day *now*, and the days on which they may change."""

    def __init__(self, now: int) -> None:
        self.now = now
        self.is_lost = False
        self.late: list[Step] = []
        self._worlds: _Worlds = {(): (Fold(), {0})}
        self._open: dict[tuple[int, int], _Moment] = {}
        self._coming: dict[int, list[Step]] = {}
        self._turns: list[int] = []
        self._until = self.now
        self._bits = 0

    def add(self, step: Step) -> None:
        """Let *step* happen; what may have begun by *now* is *late* until all is told again."""
        first = step.days[0][0]
        if first > self.now:
            self._coming.setdefault(first, []).append(step)
        else:
            self.late.append(step)
        turns = (first,) if first == step.days[-1][1] else chain.from_iterable(step.days)
        for day in turns if step.through == FAR else (*turns, step.through + 1):
            if day > self.now:
                heappush(self._turns, day)

    def tell_again(self, steps: Iterable[Step]) -> bool:
        """Let the worlds be those of *steps*: of all that may have begun by *now* and can matter.

        Say whether they are found.
        """
        again = Abreast(-FAR - 1)
        for step in steps:
            again.add(step)
        again.to(self.now)
        self.is_lost, self.late = again.is_lost, []
        self._worlds, self._open, self._bits = again._worlds, again._open, again._bits
        self._until = max(self._until, again._until)
        return not self.is_lost

    @property
    def next(self) -> int:
        """The next day on which something may change."""
        if self.now < self._until:
            return self.now + 1
        return self._turns[0] if self._turns else FAR

    @property
    def worlds(self) -> tuple[Fold, ...]:
        """What the worlds that there may be *now* have come to."""
        return tuple([world for world, _ in self._worlds.values()])

    def to(self, day: int) -> None:
        """Let all days pass through *day*."""
        turn = self.next
        while self.now < turn <= day:
            self._pass(turn)
            turn = self.next
        self.now = max(self.now, day)

    def _pass(self, day: int) -> None:
        self.now = day
        is_turn = False
        while self._turns and self._turns[0] == day:
            is_turn = bool(heappop(self._turns))
        exact = self._begin(self._coming.pop(day, ()))
        if self._open:
            self._fold(exact, day)
            self._close(day)
            if is_turn:
                self._until = max(self._until, day + len(self._open))
        else:
            self._go_on(exact, day)

    def _begin(self, steps: Sequence[Step]) -> list[Step]:
        """Open the dates of *steps*; return those that happen today."""
        exact = []
        for step in steps:
            if step.days[0][0] == step.days[-1][1]:
                exact.append(step)
                continue
            if step.moment not in self._open:
                self._open[step.moment] = _Moment(step.days, 1 << self._bits)
                self._bits += 1
            self._open[step.moment].steps.append(step)
        return exact

    def _go_on(self, exact: list[Step], day: int) -> None:
        """Let happen in every world what is *exact*, no date being open."""
        if len(self._worlds) == 1:
            [(world, happened)] = self._worlds.values()
            self._worlds = {(): (_after(world, exact, day), happened)}
        elif _sure(exact):
            self.is_lost, self._worlds = False, {(): (_after(Fold(), exact, day), {0})}
        else:
            after = (_after(world, exact, day) for world, _ in self._worlds.values())
            self._worlds = {one.state: (one, {0}) for one in after}

    def _fold(self, exact: list[Step], day: int) -> None:
        """Let happen in every world what is *exact*, and what of open dates may be of today."""
        may = [moment for moment in self._open.values() if moment.includes(day)]
        if len(self._worlds) << len(may) > MOST:
            self.is_lost, self._worlds = True, {}
        found: _Worlds = {}
        for chosen in _subsets(may) if self._worlds else ():
            bits = sum(one.bit for one in chosen)
            steps = [*exact, *(step for one in chosen for step in one.steps)]
            there = _without(bits, self._worlds)
            if _sure(steps):
                there = [(Fold(), {one for _, happened in there for one in happened})]
            for world, happened in there:
                after = _after(world, steps, day)
                _, among = found.setdefault(after.state, (after, set()))
                among.update({one | bits for one in happened} if bits else happened)
        self._worlds = found

    def _close(self, day: int) -> None:
        """Leave out the worlds in which what is over has not happened."""
        over = [name for name, moment in self._open.items() if moment.days[-1][1] <= day]
        bits = sum(self._open.pop(name).bit for name in over)
        if bits:
            kept = (
                (state, world, {one ^ bits for one in happened if one & bits == bits})
                for state, (world, happened) in self._worlds.items()
            )
            self._worlds = {state: (world, happened) for state, world, happened in kept if happened}


_Worlds = dict[tuple[object, ...], tuple[Fold, set[int]]]
"""By its state each fold of a world, and which open dates have come in the worlds that are so."""


def _without(bits: int, worlds: _Worlds) -> Iterable[tuple[Fold, set[int]]]:
    """Return the worlds in which the dates of *bits* have not come."""
    if not bits:
        return worlds.values()
    found = ((world, {n for n in happened if not n & bits}) for world, happened in worlds.values())
    return [(world, happened) for world, happened in found if happened]


def _sure(steps: Iterable[Step]) -> bool:
    """Whether one of *steps* is the answer from its place on, whatever went before."""
    return any(step.rank == NOBODY - 1 and step.answers for step in steps)


def _after(world: Fold, steps: list[Step], day: int) -> Fold:
    """Return what *world* is after the *day* with all its *steps*."""
    if not steps and not world.expires(day):
        return world
    after = world.copy()
    for step in sorted(steps, key=attrgetter("place")) if len(steps) > 1 else steps:
        after.apply(step, day)
    after.pass_time(day)
    return after


def _subsets(several: Sequence[_Moment]) -> Iterator[tuple[_Moment, ...]]:
    return chain.from_iterable(combinations(several, n) for n in range(len(several) + 1))
