"""Walks: the answers of a term from day to day, each found with the steps that can matter then.

Only days are gone to on which something may change, and from one to the next the worlds of the term
are folded on (see `timeline.abreast`). Where there are too many of them the rule is asked; where
something comes out that had begun before, they are told again. Both is done with no more than the
steps that can matter on the day (see `timeline.windows`).
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from heapq import heappop, heappush
from operator import attrgetter

from events.kinds import Term
from events.values import NamedTuple
from timeline.abreast import Abreast
from timeline.answers import UNDETERMINED, Answer
from timeline.as_of import QUIET, answer_at, answer_of
from timeline.fold import Fold
from timeline.outcomes import Outcome
from timeline.steps import FAR, Step
from timeline.windows import Windows

LAST = date.max.toordinal()
"""The last day that there is, as an ordinal."""


def answers(
    term: Term, steps: Iterable[Step], since: date | None = None
) -> Iterator[tuple[date | None, Answer]]:
    """Yield every answer that *term* has by its *steps*, with the first day on which it has it.

    None is the beginning, unless it is to be told from the day *since* on only. An answer lasts
    until the day of the next, which differs from it in something: if only in a flag, or in what is
    pending.
    """
    start = (since or date.min).toordinal()
    walk = Walk(term, start, steps)
    told = walk.answer()
    yield since, told
    while (on := walk.next) <= LAST:
        walk.to(on)
        answer = walk.answer()
        if answer != told:
            yield date.fromordinal(on), answer
            told = answer


def answer_then(term: Term, steps: Iterable[Step], on: date) -> Answer:
    """Return the answer of *term* on the day *on* by what of its *steps* was public by then."""
    day = on.toordinal()
    return Walk(term, day, (step for step in steps if step.public <= day)).answer()


class Turn(NamedTuple):
    """A day on which the answer may become another: *after*, by what is public *on* that day.

    *before* is that of the day before by what was public then, *learned* by what is public now.
    """

    on: int
    before: "Seen"
    learned: "Seen"
    after: "Seen"


def daily(term: Term, steps: Iterable[Step], first: int, last: int) -> Iterator[Turn]:
    """Yield the turns of *term* on the days *first* through *last*, ordinals, by its *steps*.

    The first day of all has no day before it: on it nothing turns.
    """
    start = max(first - 1, 1)
    news = _News(steps)
    walk = Walk(term, start, news.until(start))
    after = walk.seen()
    if first <= start:
        yield Turn(start, after, after, after)
    while (on := min(walk.next, news.next)) <= last:
        before = learned = after
        public = news.until(on)
        late = [step for step in public if _began(step, on)]
        if late:
            walk.add(late)
            walk.to(on - 1)
            learned = walk.seen()
            public = [step for step in public if step not in late]
        walk.add(public)
        walk.to(on)
        after = walk.seen()
        yield Turn(on, before, learned, after)


def _began(step: Step, before: int) -> bool:
    """Whether *step* may have happened before that day."""
    return bool(step.days) and step.days[0][0] < before


class _News:
    """The steps in the order in which they become public."""

    def __init__(self, steps: Iterable[Step]) -> None:
        public = [(step.public, step.place, step) for step in steps]
        self._left = sorted((one for one in public if one[0] < FAR), reverse=True)

    @property
    def next(self) -> int:
        """The next day on which one does."""
        return self._left[-1][0] if self._left else FAR

    def until(self, day: int) -> list[Step]:
        """Return those that do by the end of *day* and were not returned before."""
        left, found = self._left, []
        while left and left[-1][0] <= day:
            found.append(left.pop()[2])
        return found


class Seen:
    """What there was to be seen of a term on a day; what it is worked out to when it is asked for.

    *same* is what makes its answer the answer it is (see `timeline.answers`).
    """

    __slots__ = ("_answer", "_on", "_pending", "_same", "_term", "_worlds")

    def __init__(
        self,
        term: Term,
        on: int,
        worlds: Sequence[Fold],
        pending: Sequence[Step],
        answer: Answer | None = None,
    ) -> None:
        self._term, self._on, self._worlds, self._pending = term, on, worlds, pending
        self._answer = answer
        self._same = answer.same if answer else None

    @property
    def same(self) -> tuple[object, ...]:
        if self._same is None:
            several = {_same(outcome) for outcome in {world.outcome for world in self._worlds}}
            [first, *others] = several
            self._same = (UNDETERMINED, frozenset(several)) if others else first
        return self._same

    @property
    def answer(self) -> Answer:
        """The answer, with all that is said beside it."""
        if self._answer is None:
            self._answer = answer_of(self._term, self._worlds, self._pending, self._on)
        return self._answer


def given(on: int, answer: Answer) -> Seen:
    """Return what is seen on a day of which the *answer* is known."""
    return Seen(answer.term, on, (), answer.pending, answer)


def _same(one: Outcome) -> tuple[object, ...]:
    last = one.through.latest if one.through else None
    return one.status, one.value, last, frozenset(one.unless)


class Walk:
    """The way of one term from the day *start* on. On none is asked about a day that is over."""

    def __init__(self, term: Term, start: int, steps: Iterable[Step] = ()) -> None:
        self._term = term
        self._windows, self._worlds = Windows(), Abreast(start)
        self._news: list[tuple[int, tuple[int, int, int], Step]] = []
        self._pending: list[Step] = []
        self.add(steps)
        self.to(start)

    def add(self, steps: Iterable[Step]) -> None:
        """Let *steps* be of those that there are, on whichever days they may have begun."""
        for step in steps:
            if step.verb not in IDLE:
                self._add(step)

    def _add(self, step: Step) -> None:
        self._windows.add(step)
        if step.days:
            self._worlds.add(step)
        if step.is_ahead and step.verb not in QUIET:
            heappush(self._news, (step.public, step.place, step))

    @property
    def next(self) -> int:
        """The next day, as an ordinal, on which the answer may become another."""
        return min(self._worlds.next, self._news[0][0] if self._news else FAR)

    def to(self, on: int) -> None:
        """Go on to the day *on*, an ordinal."""
        worlds = self._worlds
        if worlds.late:
            self._take_up_late(worlds)
        worlds.to(on)
        while self._news and self._news[0][0] <= on:
            insort(self._pending, heappop(self._news)[2], key=attrgetter("place"))
        if self._pending:
            self._pending = [one for one in self._pending if not one.days or one.days[0][0] > on]

    def _take_up_late(self, worlds: Abreast) -> None:
        near = self._windows.on(worlds.now)
        if set(near).isdisjoint(worlds.late):
            worlds.late.clear()
        else:
            worlds.tell_again(near)

    def seen(self) -> Seen:
        """Return what is to be seen of the term on the day on which one is."""
        worlds, given = self._worlds, None
        if worlds.is_lost:
            near = self._windows.on(worlds.now)
            if len(near) > _FEW or not worlds.tell_again(near):
                given = answer_at(self._term, [*near, *self._pending], worlds.now)
        return Seen(self._term, worlds.now, worlds.worlds, tuple(self._pending), given)

    def answer(self) -> Answer:
        """Return the answer of the day on which one is."""
        return self.seen().answer

    @property
    def width(self) -> int:
        """How many steps the rule would have to weigh: none where all of them are of exact days."""
        near = self._windows.on(self._worlds.now)
        return len(near) if any(step.days[0][0] < step.days[-1][1] for step in near) else 0


IDLE = ("use", "note")
"""What changes no answer, nor anything beside it."""

_FEW = 12
"""Of how many steps the worlds are told again once they were too many."""
