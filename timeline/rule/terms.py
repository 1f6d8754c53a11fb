"""Terms that hang on one another: what each may be, after `while` (docs/meaning.md §5)."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from events.model.dates import Date
from events.model.kinds import Authority
from timeline.record.steps import FAR, Step
from timeline.rule.line import said_on
from timeline.rule.possible import Possible
from timeline.rule.said import Outcome, Said


class Possibility(NamedTuple):
    """A possible answer: its status, value, last day (*through*, *until* as written), conditions.

    *outcome* is what the term's own steps come to; where the answer is over with another term, it
    is in force, since its own last day came too late to expire it. *deciding* gave the answer or
    ended it, and may be a step of a term on which this one hangs. *authority* is the weakest that
    it rests on.
    """

    status: str
    value: str | None
    through: int
    until: Date | None
    unless: frozenset[str]
    authority: Authority | None
    deciding: Step | None
    outcome: Outcome

    @property
    def same(self) -> tuple[object, ...]:
        """What makes two answers the same (docs/meaning.md §4)."""
        return self.status, self.value, self.through, self.unless


def kinds(answers: Iterable[Possibility]) -> frozenset[tuple[object, ...]]:
    """Return what makes the possible *answers* the answers they are (docs/meaning.md §4)."""
    return frozenset(one.same for one in answers)


def possibility(outcome: Outcome, above: Possibility | None = None) -> Possibility:
    """Return what *outcome* is while the term it hangs on is *above*.

    That is what it was on the last day of *outcome*, if this has expired. A term that is not set
    has no effect. One that has ended ends it, one that has expired lends it its last day, while
    value and conditions stay its own.
    """
    status, given, ended = outcome
    through, until = (given.through, given.until) if given else (FAR, None)
    authority, deciding = (
        _weakest(step.authority for step in (given, ended) if step),
        ended or given,
    )
    if above and above.status != "not-set":
        authority = _weakest(one for one in (authority, above.authority) if one)
        if above.status != "in-force":
            outcome = outcome._replace(status="in-force")
            status, deciding = above.status, above.deciding
            through, until = above.through, above.until
    if given is None or status == "ended":
        return Possibility(status, None, FAR, None, frozenset(), authority, deciding, outcome)
    return Possibility(
        status, given.value, through, until, given.unless, authority, deciding, outcome
    )


def _weakest(authorities: Iterable[Authority]) -> Authority | None:
    """Return the one of least rank, of several the first."""
    return min(authorities, key=lambda authority: authority.rank, default=None)


class Terms:
    """The *steps* of every term, in order of place, and what they come to."""

    def __init__(self, steps: Mapping[str, Sequence[Step]]) -> None:
        self.steps = steps
        self._said: dict[tuple[str, int], Said | Possible] = {}
        self._answers: dict[tuple[str, int], frozenset[Possibility]] = {}
        self._chains: dict[str, list[str]] = {}

    def said(self, term: str, on: int) -> Said | Possible:
        """Return what is said of *term* at the end of the day *on*, an ordinal."""
        if (term, on) not in self._said:
            self._said[term, on] = said_on(self.steps.get(term, ()), on)
        return self._said[term, on]

    def chain(self, term: str) -> list[str]:
        """Return all that *term* hangs on, each after what it hangs on itself, and *term* last.

        However long the chain, it is gone through once: nothing here calls itself for the next.
        """
        if term not in self._chains:
            found: dict[str, None] = {}
            waiting = [(term, False)]
            seen = set[str]()
            while waiting:
                name, is_done = waiting.pop()
                if is_done:
                    found[name] = None
                elif name not in seen:
                    seen.add(name)
                    hinges = {step.hinge for step in self.steps.get(name, ()) if step.hinge}
                    waiting += [(name, True), *((hinge, False) for hinge in sorted(hinges))]
            self._chains[term] = list(found)
        return self._chains[term]

    def answers(self, term: str, on: int) -> frozenset[Possibility]:
        """Return the possible answers of *term* on the day *on*."""
        if (term, on) not in self._answers:
            for name, day in self._unanswered(term, on):
                outcomes = self.said(name, day).outcomes
                self._answers[name, day] = self._combined(outcomes, day)
        return self._answers[term, on]

    def _unanswered(self, term: str, on: int) -> list[tuple[str, int]]:
        """Return *term* and *on* after all on which this answer rests and that has none yet."""
        days = {name: set[int]() for name in self.chain(term)}
        days[term].add(on)
        for name in reversed(days):
            for day in days[name]:
                for outcome in self.said(name, day).outcomes:
                    if (above := _hanging(outcome, day)) and above not in self._answers:
                        days[above[0]].add(above[1])
        return [(name, day) for name, own in days.items() for day in own]

    def _combined(self, outcomes: Iterable[Outcome], on: int) -> frozenset[Possibility]:
        """Combine answers, not worlds: any with any (docs/meaning.md §9 i)."""
        hanging = {outcome: _hanging(outcome, on) for outcome in outcomes}
        effects = {
            at: {_effect(one): one for one in self._answers[at]} for at in hanging.values() if at
        }
        return frozenset(
            possibility(outcome, one)
            for outcome, at in hanging.items()
            for one in (effects[at].values() if at else (None,))
        )


def _effect(one: Possibility) -> tuple[object, ...]:
    """Return all that matters of an answer to what hangs on it."""
    if one.status in ("in-force", "not-set"):
        return one.status, one.authority
    return one.status, one.authority, one.through, one.until, one.deciding


def hinge_of(outcome: Outcome) -> str | None:
    """Return the term on which *outcome* hangs, if it is in force and hangs on one."""
    return outcome.given.hinge if outcome.given and outcome.status == "in-force" else None


def _hanging(outcome: Outcome, on: int) -> tuple[str, int] | None:
    """Return the term on which *outcome* hangs on the day *on*, and the day that counts for it.

    Later than its own last day nothing becomes of it any more (docs/meaning.md §9 p).
    """
    status, given, _ = outcome
    if given is None or given.hinge is None or status == "ended":
        return None
    return given.hinge, min(on, given.through)
