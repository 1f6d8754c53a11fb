"""The values that the rule passes on: outcomes, and what stands beside them."""

from dataclasses import dataclass
from typing import NamedTuple

from timeline.record.steps import Step


class Outcome(NamedTuple):
    """An answer that some world gives: *given* by a set or end, *ended* by a condition met."""

    status: str
    given: Step | None = None
    ended: Step | None = None

    @property
    def rank(self) -> int:
        """The trust it deserves, that of the weaker statement it rests on; 0 where not set."""
        return min((step.rank for step in (self.given, self.ended) if step), default=0)


NOT_SET = Outcome("not-set")


@dataclass(frozen=True, slots=True)
class Said:
    """The possible outcomes, and what stands beside one of them in some world.

    *restated* pairs an outcome with a restatement that came after it; *surely* are the restatements
    that confirm the answer in every world. *replaced* pairs the set or end that gave the answer
    with what the statements of higher rank had given until then.
    """

    outcomes: frozenset[Outcome]
    claims: frozenset[Step] = frozenset()
    disputes: frozenset[Step] = frozenset()
    silences: frozenset[Step] = frozenset()
    restated: frozenset[tuple[Outcome, Step]] = frozenset()
    surely: frozenset[Step] = frozenset()
    replaced: frozenset[tuple[Step, Outcome]] = frozenset()


def confirms(outcome: Outcome, restatement: Step) -> bool:
    """Say whether *restatement*, coming after it, confirms *outcome* (docs/meaning.md §5)."""
    return outcome.rank == restatement.rank


def ends(step: Step, answer: Step) -> bool:
    """Say whether *step* says that a condition came about on which *answer* ends."""
    return step.verb == "met" and answer.verb == "set" and step.condition in answer.unless


def same_speaker(one: Step, other: Step) -> bool:
    """Say whether the two have the same speakers, one at least."""
    return bool(one.by) and set(one.by) == set(other.by)


def gives_again(step: Step, outcome: Outcome) -> bool:
    """Say whether the `set` or `end` *step* gives the answer that *outcome* is already."""
    before = outcome.given
    if before is None or (outcome.status == "ended") != (step.verb == "end"):
        return False
    said = (step.value, step.through, step.unless)
    return step.verb == "end" or said == (before.value, before.through, before.unless)
