"""Scenarios: families of worlds, told by the steps that matter and what must not come between."""

from collections.abc import Callable, Iterator

from events.values import NamedTuple
from timeline.outcomes import Outcome
from timeline.steps import FAR, Step

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
        return self.settle and step.verb == "settle"


FREE = Bar()
"""Where nothing does harm."""


class Key(NamedTuple):
    """A step that a scenario needs, on a day after *after* and not later than *until*.

    From it on *bar* holds, and *then* once the day *expires* has passed.
    """

    step: Step
    bar: Bar
    expires: int = FAR
    then: Bar = FREE
    after: int = -FAR
    until: int = FAR


class Scenario(NamedTuple):
    """A family of worlds: *keys* in this order, with nothing between them that *first* or they bar.

    *early* names a key that may have to come before its last possible day.
    """

    first: Bar
    keys: tuple[Key, ...] = ()
    early: Step | None = None

    def then(self, key: Key) -> "Scenario":
        """Return the worlds among these in which *key* follows all others."""
        return self._replace(keys=(*self.keys, key))


def beside(outcome: Outcome, step: Step) -> Key:
    """Let *step* come after *outcome* was given, while nothing replaces it."""
    if outcome.given is None:
        return Key(step, Bar(answer=1))
    if outcome.status == "ended":
        return Key(step, Bar(answer=outcome.rank))
    return holds(outcome.given, Bar(answer=1))._replace(step=step)


def with_bars(key: Key, barring: Callable[[Bar], Bar]) -> Key:
    return key._replace(bar=barring(key.bar), then=barring(key.then))


def claiming(step: Step, outcome: Outcome, scene: Scenario) -> Iterator[Scenario]:
    """Yield the worlds of *scene* in which *step* is refused as a claim that nothing replaces.

    Where a condition ended the answer, the claim may have been made before or after.
    """
    given, ended = outcome.given, outcome.ended
    if given is None or not (step.answers or step.meets(given)):
        return
    lasting = Bar(answer=step.rank, reaffirm=outcome.rank)
    if step.answers and outcome.status == "ended":
        yield scene.then(Key(step, lasting))
    if given.verb == "set":
        held = holds(given, Bar(answer=1, reaffirm=outcome.rank))
        claim = held._replace(
            step=step, bar=lasting._replace(met=step.rank, holder=given), until=given.through
        )
        if ended is None:
            yield scene.then(claim)
        else:
            last = scene.keys[-1]._replace(bar=lasting)
            yield scene._replace(keys=(*scene.keys[:-1], claim, last))


def holds(step: Step, then: Bar = FREE) -> Key:
    """Let *step* stand until it expires: replaced by none of its rank, ended by no condition."""
    return Key(step, Bar(answer=step.rank, met=step.rank, holder=step), step.through, then)


def after_expiry(before: Scenario, key: Key) -> Key:
    """Let *key* come only after the last answer of *before* has expired."""
    return key._replace(after=before.keys[-1].expires) if before.keys else key
