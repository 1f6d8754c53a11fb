"""The values that the rule passes around: outcomes, and what stands beside them."""

from typing import NamedTuple

from timeline.record.days import last_day
from timeline.record.steps import Step


class Outcome(NamedTuple):
    """The answer in some world: *given* by a set or end, and perhaps *ended* early.

    What ended it is a condition met or a restated text.
    """

    status: str
    given: Step | None = None
    ended: Step | None = None

    @property
    def rank(self) -> int:
        """The rank of the weaker statement the outcome rests on, or 0 if the term is not set."""
        return min((step.rank for step in (self.given, self.ended) if step), default=0)


NOT_SET = Outcome("not-set")


class Said(NamedTuple):
    """The possible outcomes, and everything that stands beside one of them in some world.

    *restated* pairs an outcome with a restatement that came after it; *surely* are the restatements
    that confirm the answer in every world. *replaced* pairs the set or end that gave the answer
    with the outcome that statements of higher rank had given until then.
    """

    outcomes: frozenset[Outcome]
    claims: frozenset[Step] = frozenset()
    disputes: frozenset[Step] = frozenset()
    silences: frozenset[Step] = frozenset()
    restated: frozenset[tuple[Outcome, Step]] = frozenset()
    surely: frozenset[Step] = frozenset()
    replaced: frozenset[tuple[Step, Outcome]] = frozenset()


def confirms(outcome: Outcome, restatement: Step) -> bool:
    """Return whether *restatement* confirms *outcome*, which it follows (docs/meaning.md §5)."""
    return outcome.rank == restatement.rank


def ends(step: Step, answer: Step) -> bool:
    """Return whether *step*, a condition met or a restated text, ends *answer*."""
    if answer.verb != "set":
        return False
    return step.verb == "restates" or (step.verb == "met" and step.condition in answer.unless)


def speaker_of(step: Step) -> object:
    """Return a key shared by steps of the same speakers; without speakers, the step has its own."""
    return frozenset(step.by) or step


def same_speaker(one: Step, other: Step) -> bool:
    """Return whether *one* and *other* have the same speakers, and at least one."""
    return bool(one.by) and set(one.by) == set(other.by)


def gives_again(step: Step, outcome: Outcome) -> bool:
    """Return whether *step*, a `set` or `end`, repeats the answer that *outcome* already gives."""
    before = outcome.given
    if before is None or (outcome.status == "ended") != (step.verb == "end"):
        return False
    return step.verb == "end" or _said(step) == _said(before)


def _said(step: Step) -> tuple[object, ...]:
    lasts = (step.renews, last_day(step.until)) if step.renews else step.through
    return step.value, step.unless, lasts
