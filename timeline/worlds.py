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

from collections.abc import Iterator, Sequence
from functools import cached_property, partial

from timeline.outcomes import Outcome
from timeline.placing import Moments
from timeline.scenarios import (
    NOBODY,
    Bar,
    Key,
    Scenario,
    after_expiry,
    beside,
    claiming,
    holds,
    with_bars,
)
from timeline.steps import FAR, Step


class Worlds:
    """The worlds of one term up to the end of day *on*, an ordinal."""

    def __init__(self, steps: Sequence[Step], on: int) -> None:
        self.on = on
        self.steps = [step for step in steps if step.days and step.days[0][0] <= on]
        self._moments = Moments(self.steps, on)

    @cached_property
    def outcomes(self) -> list[tuple[Outcome, Scenario]]:
        """Return every outcome with each scenario that leads to it, in order of the log."""
        return [
            (outcome, scene)
            for outcome, scene in self._scenarios()
            if self._moments.possible(scene)
        ]

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
        last = (self._moments.of(step).days[-1][1], step.place)
        return any(rank >= step.rank and position > last for rank, position in self._certain)

    @cached_property
    def _certain(self) -> list[tuple[int, tuple[int, tuple[int, int, int]]]]:
        """The lasting answers that every world has, each as early as it can be."""
        return [
            (step.rank, (step.days[0][0], step.place))
            for step in self.steps
            if step.answers and not self._moments.of(step).optional
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
                            after_expiry(before, holds(holder, Bar(answer=step.rank + 1)))
                        )

    def _standing(self, step: Step, before: Scenario) -> tuple[Outcome, Scenario]:
        if step.verb == "end":
            status, key = "ended", Key(step, Bar(answer=step.rank))
        else:
            status = "in-force" if step.through >= self.on else "expired"
            key = holds(step, Bar(answer=1))
        return Outcome(status, step), before.then(after_expiry(before, key))

    def _ended_early(self, step: Step, before: Scenario) -> Iterator[tuple[Outcome, Scenario]]:
        for met in self.steps:
            if met.meets(step) and met.rank >= step.rank:
                held = before.then(after_expiry(before, holds(step)))
                ended = Key(met, Bar(answer=step.rank), until=step.through)
                yield Outcome("ended", step, met), held.then(ended)._replace(early=met)

    def claims(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each step of lower rank that stands beside *outcome* in some world of *scene*."""
        for step in self.steps:
            lower = step.rank < outcome.rank and step.through >= self.on
            if lower and any(self._moments.possible(one) for one in claiming(step, outcome, scene)):
                yield step

    def disputes(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each dispute about *outcome* that is not settled in some world of *scene*."""
        expired = outcome.given.through if outcome.given and outcome.status == "expired" else -FAR
        for step in self.steps:
            if step.verb == "dispute":
                key = beside(outcome, step)._replace(after=expired)
                unsettled = partial(Bar._replace, settle=True)
                if self._moments.possible(scene.then(with_bars(key, unsettled))):
                    yield step

    def silences(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each text that left *outcome* unsaid and that none restated since."""
        for step in self.steps:
            if step.verb == "leave-unsaid" and outcome.status in ("in-force", "ended"):
                lasting = partial(Bar._replace, reaffirm=outcome.rank)
                if self._moments.possible(scene.then(with_bars(beside(outcome, step), lasting))):
                    yield step

    def confirmations(self, outcome: Outcome, scene: Scenario) -> Iterator[Step]:
        """Yield each restatement of *outcome*, as trusted as it is, made by the end of the day."""
        for step in self.steps:
            trusted = step.reaffirms() and outcome.rank <= step.rank
            over = step.days[-1][1] <= self.on
            if trusted and over and self._moments.possible(scene.then(beside(outcome, step))):
                yield step
