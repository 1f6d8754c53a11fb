"""The possible-worlds rule: the answers that a term may have on a day, without enumerating worlds.

A world picks one possible day for every moment; the fold of docs/meaning.md §5 then gives the
answer in it. Two facts make the enumeration needless.

*A spine tells why.* In any world the final answer was accepted because everything of higher rank
before it had expired. So at most one expired holder for each higher rank, and the final answer
itself (with the condition met that ended it, if one did) are *keys* that matter, in that order.
Every other step only must do no harm where it falls, and what harm it could do depends on nothing
but its position among the keys.

*Late keys leave most room.* A step is free to fall in more ways before a key than after it, so each
key goes on its last possible day before the next; then every other moment is looked at by itself.
Two kinds of key may have to come earlier: a condition met that ends the answer, before a rival that
would have ended it too, and a key whose moment has further steps, which move with it. For these
the days that can matter, the ends of possible days, are tried in turn.

The bound, for n steps of one term: at most n³ spines for three ranks, with one more key for what
stands beside; a spine of k keys, m of which may have to move, is checked in k·n steps for each of
at most (2kn)^m placings, m ≤ k ≤ 5. Where every date is a day, m = 0.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise, product
from typing import NamedTuple

from events.dates import Date
from events.kinds import Authority, Dispute, End, LeaveUnsaid, Set, Settle
from timeline.steps import FAR, Days, Step

NOBODY = 4
"""A rank that nobody has: forbidding from it up forbids nothing."""


class Bar(NamedTuple):
    """What would do harm at some position: steps of these ranks and above, by what they do."""

    answer: int = NOBODY
    met: int = NOBODY
    holder: Step | None = None
    reaffirm: int = NOBODY
    settle: bool = False

    def forbids(self, step: Step) -> bool:
        """Whether *step* would change here what the scenario says."""
        if step.answers:
            return step.rank >= self.answer
        if self.holder is not None and step.meets(self.holder):
            return step.rank >= self.met
        if step.reaffirms():
            return step.rank >= self.reaffirm
        return self.settle and isinstance(step.change, Settle)


class Key(NamedTuple):
    """A step that a scenario needs, on a day after *after* and not later than *until*.

    From it on *bar* holds, and *then* once the day *expires* has passed.
    """

    step: Step
    bar: Bar
    expires: int = FAR
    then: Bar = Bar()
    after: int = -FAR
    until: int = FAR


@dataclass(frozen=True, slots=True)
class Scenario:
    """A family of worlds: *keys* in this order, with nothing between them that *first* or they bar.

    *early* names a key that may have to come before its last possible day.
    """

    first: Bar
    keys: tuple[Key, ...] = ()
    early: Step | None = None

    def then(self, key: Key) -> "Scenario":
        """Return the worlds among these in which *key* follows all others."""
        return replace(self, keys=(*self.keys, key))


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that some world gives, and the steps that gave it.

    *given* is the set or end, *ended* the condition met that ended it, if one did.
    """

    status: str
    given: Step | None = None
    ended: Step | None = None

    @property
    def step(self) -> Step | None:
        """The step that the answer is owed to."""
        return self.ended or self.given

    @property
    def value(self) -> str | None:
        """The value, in force or expired."""
        return self._set.value if self._set else None

    @property
    def through(self) -> Date | None:
        """The last day of the value, where it has one."""
        return self._set.through if self._set else None

    @property
    def unless(self) -> tuple[str, ...]:
        """The conditions that end the value early."""
        return self._set.unless if self._set else ()

    @property
    def _set(self) -> Set | None:
        change = self.given.change if self.given and self.status != "ended" else None
        return change if isinstance(change, Set) else None

    @property
    def answer(self) -> tuple[object, ...]:
        """What makes two outcomes the same answer."""
        last = self.given.through if self._set and self.given else FAR
        return self.status, self.value, last, frozenset(self.unless)

    @property
    def authority(self) -> Authority | None:
        """Who says so: of two statements it rests on, the weaker."""
        if self.given is None:
            return None
        if self.ended is None or self.given.rank < self.ended.rank:
            return self.given.authority
        return self.ended.authority

    @property
    def rank(self) -> int:
        """The rank of that authority; 0 where nothing is set."""
        return self.given.rank if self.given else 0


class _Moment(NamedTuple):
    """The steps of one day choice: the days up to the question, and whether it may lie after."""

    days: Days
    optional: bool
    steps: list[Step]


class Worlds:
    """The worlds of one term up to the end of day *on*, an ordinal."""

    def __init__(self, steps: Sequence[Step], on: int) -> None:
        self.on = on
        self.steps = [step for step in steps if step.days and step.days[0][0] <= on]
        self._moments: dict[tuple[int, int], _Moment] = {}
        for step in self.steps:
            moment = self._moments.get(step.moment)
            if moment is None:
                days = tuple((a, min(b, on)) for a, b in step.days if a <= on)
                moment = _Moment(days, step.days[-1][1] > on, [])
                self._moments[step.moment] = moment
            moment.steps.append(step)

    @cached_property
    def outcomes(self) -> list[tuple[Outcome, Scenario]]:
        """Return every outcome with each scenario that leads to it, in order of the log."""
        return [(outcome, scene) for outcome, scene in self._scenarios() if self.possible(scene)]

    def _scenarios(self) -> Iterator[tuple[Outcome, Scenario]]:
        yield Outcome("not-set"), Scenario(Bar(answer=1))
        for step in self.steps:
            if not step.answers or self._surely_replaced(step):
                continue
            for before in self._rooms(step):
                yield self._standing(step, before)
                yield from self._ended_early(step, before)

    def _surely_replaced(self, step: Step) -> bool:
        """Rule out at a glance what a certain later answer of the same rank or above replaces."""
        last = (self._moments[step.moment].days[-1][1], step.place)
        return any(
            rank >= step.rank and moment != step.moment and position > last
            for rank, moment, position in self._certain
        )

    @cached_property
    def _certain(self) -> list[tuple[int, tuple[int, int], tuple[int, tuple[int, int, int]]]]:
        """The lasting answers that every world has, each as early as it can be."""
        return [
            (step.rank, step.moment, (step.days[0][0], step.place))
            for step in self.steps
            if step.answers and not self._moments[step.moment].optional
        ]

    def _rooms(self, step: Step) -> Iterator[Scenario]:
        """Yield each way in which all of higher rank may have expired before *step*.

        Without any, nothing of higher rank may precede it at all.
        """
        yield Scenario(Bar(answer=step.rank + 1))
        for rank in range(step.rank + 1, NOBODY):
            for holder in self.steps:
                if holder.rank == rank and holder.through < self.on and holder is not step:
                    for before in self._rooms(holder):
                        yield before.then(
                            _after_expiry(before, _holds(holder, Bar(answer=step.rank + 1)))
                        )

    def _standing(self, step: Step, before: Scenario) -> tuple[Outcome, Scenario]:
        if isinstance(step.change, End):
            status, key = "ended", Key(step, Bar(answer=step.rank))
        else:
            status = "in-force" if step.through >= self.on else "expired"
            key = _holds(step, Bar(answer=1))
        return Outcome(status, step), before.then(_after_expiry(before, key))

    def _ended_early(self, step: Step, before: Scenario) -> Iterator[tuple[Outcome, Scenario]]:
        for met in self.steps:
            if met.meets(step) and met.rank >= step.rank:
                held = before.then(_after_expiry(before, _holds(step, Bar(answer=1))))
                ended = Key(met, Bar(answer=step.rank), until=step.through)
                yield Outcome("ended", step, met), replace(held.then(ended), early=met)

    def claims(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each step of lower rank that stands beside *outcome* in some world of *scene*."""
        for step in self.steps:
            lower = step.rank < outcome.rank and step.through >= self.on
            if lower and any(self.possible(one) for one in _claiming(step, outcome, scene)):
                yield step

    def disputes(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each dispute about *outcome* that is not settled in some world of *scene*."""
        expired = outcome.given.through if outcome.given and outcome.status == "expired" else -FAR
        for step in self.steps:
            if isinstance(step.change, Dispute):
                key = _beside(outcome, step)._replace(after=expired)
                unsettled = partial(Bar._replace, settle=True)
                if self.possible(scene.then(_with_bars(key, unsettled))):
                    yield step

    def silences(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each text that left *outcome* unsaid and that none restated since."""
        for step in self.steps:
            if isinstance(step.change, LeaveUnsaid) and outcome.status in ("in-force", "ended"):
                lasting = partial(Bar._replace, reaffirm=outcome.rank)
                if self.possible(scene.then(_with_bars(_beside(outcome, step), lasting))):
                    yield step

    def confirmations(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each restatement of *outcome*, as trusted as it is, made by the end of the day."""
        for step in self.steps:
            trusted = step.reaffirms() and 0 < outcome.rank <= step.rank
            over = step.days[-1][1] <= self.on
            if trusted and over and self.possible(scene.then(_beside(outcome, step))):
                yield step

    def possible(self, scene: Scenario) -> bool:
        """Whether there is a world in this scenario."""
        return any(self._leaves_room(scene, days) for days in self._placings(scene))

    def _placings(self, scene: Scenario) -> Iterator[list[int]]:
        """Yield the days of the keys worth trying, the latest first."""
        if not _in_order(scene.keys):
            return
        latest = self._place(scene.keys, {})
        if latest is None:
            return
        yield latest
        movable = self._movable(scene)
        tried = {tuple(latest)}
        for limits in product((FAR, *self._turns(scene)), repeat=len(movable)):
            days = self._place(scene.keys, dict(zip(movable, limits, strict=True)))
            if days is not None and tuple(days) not in tried:
                tried.add(tuple(days))
                yield days

    def _movable(self, scene: Scenario) -> list[tuple[int, int]]:
        """Name the moments of keys that may have to come before their last possible day.

        That is the condition met that ends the answer, if a rival would too; and a moment with
        steps besides its key, which move with it.
        """
        keys = [key.step for key in scene.keys]
        return [
            name
            for name in dict.fromkeys(step.moment for step in keys)
            if self._moments[name].days[0][0] < self._moments[name].days[-1][1]
            if any(step not in keys for step in self._moments[name].steps)
            or (scene.early in self._moments[name].steps and self._rivals(scene.early, keys))
        ]

    def _rivals(self, met: Step | None, keys: list[Step]) -> bool:
        ended = [step for step in keys if met is not None and met.meets(step)]
        return any(one is not met and one.meets(step) for step in ended for one in self.steps)

    def _turns(self, scene: Scenario) -> list[int]:
        """Return the days about which anything changes, each with room for the keys before it."""
        ends = {day for moment in self._moments.values() for span in moment.days for day in span}
        ends.update(key.expires for key in scene.keys if key.expires < self.on)
        return sorted({day - room for day in ends for room in range(len(scene.keys) + 1)})[::-1]

    def _place(self, keys: tuple[Key, ...], limits: dict[tuple[int, int], int]) -> list[int] | None:
        """Put each key on its last possible day before the next, or return None.

        Keys of one moment share their day: where the first try parts them, the moment is limited
        to the earlier of the two and all is tried again.
        """
        placed: dict[tuple[int, int], int] = {}
        days: list[int] = []
        following = (self.on, (FAR, 0, 0))
        for key in reversed(keys):
            step = key.step
            bound = following[0] if step.place < following[1] else following[0] - 1
            bound = min(bound, key.until, limits.get(step.moment, FAR))
            found = _last_within(self._moments[step.moment].days, bound)
            if found is None or found <= key.after:
                return None
            if placed.setdefault(step.moment, found) != found:
                return self._place(keys, {**limits, step.moment: found})
            days.append(found)
            following = (found, step.place)
        return days[::-1]

    def _leaves_room(self, scene: Scenario, days: list[int]) -> bool:
        fixed = {key.step.moment: day for key, day in zip(scene.keys, days, strict=True)}
        keys = {key.step for key in scene.keys}
        turns = [
            *(near for day in days for near in (day - 1, day, day + 1)),
            *(near for key in scene.keys for near in (key.expires, key.expires + 1)),
        ]
        for name, moment in self._moments.items():
            if name in fixed:
                tried: Sequence[int] = (fixed[name],)
            elif moment.optional:
                continue
            else:
                tried = _worth_trying(moment.days, turns)
            if not any(
                all(
                    step in keys or not _bar_at(scene, days, day, step).forbids(step)
                    for step in moment.steps
                )
                for day in tried
            ):
                return False
        return True


def _in_order(keys: tuple[Key, ...]) -> bool:
    """Whether keys of one moment, and those between them, can follow each other on one day."""
    steps = [key.step for key in keys]
    return not any(
        first.moment == last.moment
        and any(one.place >= next_.place for one, next_ in pairwise(steps[start : end + 1]))
        for end, last in enumerate(steps)
        for start, first in enumerate(steps[:end])
    )


def _bar_at(scene: Scenario, days: list[int], day: int, step: Step) -> Bar:
    bar = scene.first
    for key, fixed in zip(scene.keys, days, strict=True):
        if (day, step.place) < (fixed, key.step.place):
            break
        bar = key.bar if day <= key.expires else key.then
    return bar


def _beside(outcome: Outcome, step: Step) -> Key:
    """Let *step* come after *outcome* was given, while nothing replaces it."""
    if outcome.given is None:
        return Key(step, Bar(answer=1))
    if outcome.status == "ended":
        return Key(step, Bar(answer=outcome.rank))
    return _holds(outcome.given, Bar(answer=1))._replace(step=step)


def _with_bars(key: Key, barring: Callable[[Bar], Bar]) -> Key:
    return key._replace(bar=barring(key.bar), then=barring(key.then))


def _claiming(step: Step, outcome: Outcome, scene: Scenario) -> Iterator[Scenario]:
    """Yield the worlds of *scene* in which *step* is refused as a claim that nothing replaces.

    Where a condition ended the answer, the claim may have been made before or after.
    """
    given, ended = outcome.given, outcome.ended
    if given is None or not (step.answers or step.meets(given)):
        return
    lasting = Bar(answer=step.rank, reaffirm=outcome.rank)
    if step.answers and outcome.status == "ended":
        yield scene.then(Key(step, lasting))
    if isinstance(given.change, Set):
        held = _holds(given, Bar(answer=1, reaffirm=outcome.rank))
        claim = held._replace(
            step=step, bar=lasting._replace(met=step.rank, holder=given), until=given.through
        )
        if ended is None:
            yield scene.then(claim)
        else:
            last = scene.keys[-1]._replace(bar=lasting)
            yield replace(scene, keys=(*scene.keys[:-1], claim, last))


def _holds(step: Step, then: Bar) -> Key:
    """Let *step* stand until it expires: replaced by none of its rank, ended by no condition."""
    return Key(step, Bar(answer=step.rank, met=step.rank, holder=step), step.through, then)


def _after_expiry(before: Scenario, key: Key) -> Key:
    """Let *key* come only after the last answer of *before* has expired."""
    return key._replace(after=before.keys[-1].expires) if before.keys else key


def _last_within(days: Days, bound: int) -> int | None:
    for first, last in reversed(days):
        if first <= bound:
            return min(last, bound)
    return None


def _worth_trying(days: Days, turns: list[int]) -> list[int]:
    """Return one day, at least, of every stretch in which a step meets the same bars."""
    tried = []
    for first, last in days:
        tried.append(first)
        if first != last:
            tried.append(last)
            tried.extend(day for day in turns if first < day < last)
    return tried
