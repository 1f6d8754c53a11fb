"""The fold of one world: the steps of a term in order, each on one day (docs/meaning.md §5)."""

from collections.abc import Sequence

from events.model.vocabulary import UNDISCLOSED
from timeline.record.steps import DECIDING, Step
from timeline.rule.said import NOT_SET, Outcome, Said, confirms, ends, gives_again, speaker_of

Dated = Sequence[tuple[int, Step]]
"""Pairs of an ordinal day and the step on it, sorted by day and place."""


def fold(dated: Dated, on: int) -> Said:
    """Return what holds at the end of the day *on* in one world, given its *dated* steps."""
    state = _State()
    for day, step in dated:
        state.expire(day)
        state.take(step)
    state.expire(on)
    return _said(state, dated, on)


class _State:
    """The state of a term while its steps are folded."""

    def __init__(self) -> None:
        self.outcome = NOT_SET
        self.claims: dict[object, Step] = {}
        self.disputes: list[Step] = []
        self.restated: list[Step] = []
        self.silence: Step | None = None

    def expire(self, day: int) -> None:
        """Advance to *day*: an answer whose last day has passed expires."""
        status, given, _ = self.outcome
        if given and status == "in-force" and given.through < day:
            self.outcome = Outcome("expired", given)

    def take(self, step: Step) -> None:
        """Apply *step* to the state."""
        match step.verb:
            case "set" | "end":  # Disputes stay: they may be about this very answer.
                self.outcome = Outcome("ended" if step.verb == "end" else "in-force", step)
                self.claims, self.restated, self.silence = {}, [], None
            case "met" | "restates":
                self._meet(step)
            case "claim":
                self.claims[speaker_of(step)] = step
            case "reaffirm":
                self._reaffirm(step)
            case "leave-unsaid":
                self.silence = step
            case "dispute":
                self.disputes.append(step)
            case "settle":
                self.disputes = []
            case _:  # Uses and notes do nothing.
                pass

    def _meet(self, step: Step) -> None:
        status, given, _ = self.outcome
        if given and status == "in-force" and ends(step, given):
            # A restatement of the answer in force says nothing about its end; claims stay.
            self.outcome, self.restated = Outcome("ended", given, step), []

    def _reaffirm(self, step: Step) -> None:
        given = self.outcome.given
        if not (given and given.value == UNDISCLOSED):  # Beside it, any claim is a detail.
            left = (one for one in self.claims.values() if one.adds or one.rank > step.rank)
            self.claims = {speaker_of(one): one for one in left}
        if given:
            self.restated.append(step)
        if step.rank >= self.outcome.rank:
            self.silence = None


def _said(state: _State, dated: Dated, on: int) -> Said:
    outcome = state.outcome
    confirming = (step for step in state.restated if confirms(outcome, step))
    carried = state.silence if outcome.status == "in-force" else None
    return Said(
        outcomes=frozenset({outcome}),
        claims=frozenset(step for step in state.claims.values() if step.through >= on),
        disputes=frozenset(state.disputes),
        silences=frozenset({carried} if carried else ()),
        restated=frozenset((outcome, step) for step in state.restated),
        surely=frozenset(confirming),
        replaced=_replaced(outcome.given, dated),
    )


def _replaced(given: Step | None, dated: Dated) -> frozenset[tuple[Step, Outcome]]:
    """Return the answer that statements of higher rank alone had given when *given* replaced it."""
    if given is None or all(step.rank <= given.rank for _, step in dated):
        return frozenset()
    state = _State()
    for day, step in dated:
        state.expire(day)
        if step is given:
            break
        if step.rank > given.rank and step.verb in DECIDING:
            state.take(step)
    standing = state.outcome.status in ("in-force", "ended")
    is_other = standing and not gives_again(given, state.outcome)
    return frozenset({(given, state.outcome)} if is_other else ())
