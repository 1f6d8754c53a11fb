"""Terms that depend on one another: their possible answers, after `while` (docs/meaning.md §5)."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from events.dates.dates import Date
from events.dates.dates import day as exact
from events.dates.durations import Duration
from events.model.kinds import Authority
from timeline.record.days import FAR, last_day
from timeline.record.steps import Step
from timeline.rule.budget import spend
from timeline.rule.closed_form import ClosedForm
from timeline.rule.line import said_on
from timeline.rule.said import Outcome, Said

FOLDED = 3
"""The operations that it takes to fold the steps of a term that others depend on."""


class PossibleAnswer(NamedTuple):
    """A possible answer: status, value, last day (*through*, *until* as written) and conditions.

    *outcome* is the result of the term's own steps; if the answer ended or expired with another
    term, *outcome* is in force, because the other term came to its end first. *deciding* is the
    step that gave or ended the answer; that step may belong to a term that this one depends on. An
    answer that *renews* has no last day, and *until* is the last day of its first run. *authority*
    is the weakest authority that the answer rests on.
    """

    status: str
    value: str | None
    through: int
    until: Date | None
    unless: frozenset[str]
    authority: Authority | None
    deciding: Step | None
    outcome: Outcome
    renews: Duration | None = None

    @property
    def same(self) -> tuple[object, ...]:
        """The fields that identify an answer (docs/meaning.md §4)."""
        runs = (str(self.renews), self.last) if self.renews else None
        return self.status, self.value, self.through, self.unless, runs

    @property
    def last(self) -> int:
        """The last day of the answer, an ordinal, or of its first run if it *renews*."""
        return last_day(self.until)

    def on(self, day: int) -> "PossibleAnswer":
        """Return the answer with the last day of the run in which *day* lies."""
        if self.renews is None or day <= self.last:
            return self
        on = date.fromordinal(min(day, date.max.toordinal()))
        until = self.renews.run_end(date.fromordinal(self.last), on)
        return self._replace(until=exact(until))


def kinds(answers: Iterable[PossibleAnswer]) -> frozenset[tuple[object, ...]]:
    """Return the fields that identify each of *answers*, each only once (docs/meaning.md §4)."""
    return frozenset(one.same for one in answers)


def possible_answer(outcome: Outcome, above: PossibleAnswer | None = None) -> PossibleAnswer:
    """Return the answer that *outcome* gives while the term it depends on has the answer *above*.

    If *outcome* has expired, *above* is the answer on the last day of *outcome*. If *above* is not
    set, it has no effect. If *above* has ended, the answer has ended too; if *above* has expired,
    the answer takes over the last day of *above*, while value and conditions stay the same.
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
        return PossibleAnswer(status, None, FAR, None, frozenset(), authority, deciding, outcome)
    renews = given.renews if status == "in-force" else None
    return PossibleAnswer(
        status, given.value, through, until, given.unless, authority, deciding, outcome, renews
    )


def _weakest(authorities: Iterable[Authority]) -> Authority | None:
    """Return the authority of lowest rank, or the first of several."""
    return min(authorities, key=lambda authority: authority.rank, default=None)


class Terms:
    """The *steps* of every term, sorted by place, and the answers that they give."""

    def __init__(self, steps: Mapping[str, Sequence[Step]]) -> None:
        self.steps = steps
        self._said: dict[tuple[str, int], Said | ClosedForm] = {}
        self._answers: dict[tuple[str, int], frozenset[PossibleAnswer]] = {}
        self._chains: dict[str, list[str]] = {}

    def said(self, term: str, on: int) -> Said | ClosedForm:
        """Return the result of the steps of *term* at the end of the day *on*, an ordinal."""
        if (term, on) not in self._said:
            spend(FOLDED, ())
            self._said[term, on] = said_on(self.steps.get(term, ()), on)
        return self._said[term, on]

    def with_dependencies(self, term: str) -> list[str]:
        """Return *term* preceded by every term it depends on, dependencies first.

        The search is iterative, so a long chain cannot exhaust the call stack.
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

    def answers(self, term: str, on: int) -> frozenset[PossibleAnswer]:
        """Return the possible answers of *term* on the day *on*."""
        if (term, on) not in self._answers:
            for name, day in self._unanswered(term, on):
                outcomes = self.said(name, day).outcomes
                self._answers[name, day] = self._combined(outcomes, day)
        return self._answers[term, on]

    def _unanswered(self, term: str, on: int) -> list[tuple[str, int]]:
        """Return *term* and *on*, preceded by the uncached terms and days that they depend on."""
        days = {name: set[int]() for name in self.with_dependencies(term)}
        days[term].add(on)
        for name in reversed(days):
            for day in days[name]:
                for outcome in self.said(name, day).outcomes:
                    if (above := _hanging(outcome, day)) and above not in self._answers:
                        days[above[0]].add(above[1])
        return [(name, day) for name, own in days.items() for day in own]

    def _combined(self, outcomes: Iterable[Outcome], on: int) -> frozenset[PossibleAnswer]:
        """Combine answers, not worlds: each with each (docs/meaning.md §9 i)."""
        hanging = {outcome: _hanging(outcome, on) for outcome in outcomes}
        effects = {
            at: {_effect(one): one for one in self._answers[at]} for at in hanging.values() if at
        }
        return frozenset(
            possible_answer(outcome, one)
            for outcome, at in hanging.items()
            for one in (effects[at].values() if at else (None,))
        )


def _effect(one: PossibleAnswer) -> tuple[object, ...]:
    """Return everything about an answer that matters to the terms that depend on it."""
    if one.status in ("in-force", "not-set"):
        return one.status, one.authority
    return one.status, one.authority, one.through, one.until, one.deciding


def hinge_of(outcome: Outcome) -> str | None:
    """Return the term on which *outcome* depends while it is in force, or None."""
    return outcome.given.hinge if outcome.given and outcome.status == "in-force" else None


def _hanging(outcome: Outcome, on: int) -> tuple[str, int] | None:
    """Return the term on which *outcome* depends on the day *on*, and the day that counts for it.

    That term no longer affects the outcome after the outcome's own last day (docs/meaning.md §9 p).
    """
    status, given, _ = outcome
    if given is None or given.hinge is None or status == "ended":
        return None
    return given.hinge, min(on, given.through)
