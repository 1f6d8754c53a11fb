"""Terms that hang on one another: what each may be, after `while` (docs/meaning.md §5)."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from events.dates import Date
from events.model.kinds import Authority
from timeline.record.steps import FAR, Step
from timeline.rule.line import OUTCOMES, Stretch, line, said_on, turning_days
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
    """The *steps* of every term, in order of place, and what they come to.

    The lines have the days *begin* through *end*, by default those of the whole calendar.
    """

    def __init__(
        self, steps: Mapping[str, Sequence[Step]], begin: int = -FAR, end: int = FAR
    ) -> None:
        self.steps = steps
        self._days = begin, end
        self._said: dict[tuple[str, int], Said | Possible] = {}
        self._answers: dict[tuple[str, int], frozenset[Possibility]] = {}
        self._lines: dict[str, list[Stretch]] = {}
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
                self._answers[name, day] = self._combined(
                    outcomes, day, lambda *above: self._answers[above]
                )
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

    def line(self, term: str) -> list[Stretch]:
        """Return the stretches of *term*; what is said on each is a set of possibilities."""
        for name in self.chain(term):
            if name not in self._lines:
                self._lines[name] = _joined(self._pieces(name))
        return self._lines[term]

    def stretch(self, term: str, on: int) -> Stretch:
        """Return the days around *on* with the same answer of *term*, whoever gave it."""
        own = (turning_days(self.steps.get(name, ()), OUTCOMES) for name in self.chain(term))
        starts = [-FAR, *sorted(day for day in set().union(*own) if -FAR < day < FAR)]
        start = end = bisect_right(starts, on) - 1
        said = self.answers(term, on)
        same = {one.same for one in said}
        while start > 0 and {one.same for one in self.answers(term, starts[start - 1])} == same:
            start -= 1
        while (
            end + 1 < len(starts)
            and {one.same for one in self.answers(term, starts[end + 1])} == same
        ):
            end += 1
        return Stretch(starts[start], [*starts, FAR + 1][end + 1] - 1, said)

    def _pieces(self, term: str) -> Iterator[Stretch]:
        """Yield the stretches of *term*, those that hang on others cut where the others turn."""
        for first, last, outcomes in line(self.steps.get(term, ()), OUTCOMES, *self._days):
            hinges = {hinge for one in outcomes if (hinge := hinge_of(one))}
            turns = {one.first for hinge in hinges for one in self._lines[hinge]}
            days = [first, *sorted(day for day in turns if first < day <= last), last + 1]
            for start, following in pairwise(days):
                yield Stretch(start, following - 1, self._combined(outcomes, start, self._above))

    def _above(self, hinge: str, on: int) -> frozenset[Possibility]:
        """Return the answers of *hinge* by its line, or what they were before that begins."""
        begin, _ = self._days
        return stretch_on(self._lines[hinge], on).said if begin <= on else self.answers(hinge, on)

    def _combined(
        self,
        outcomes: Iterable[Outcome],
        on: int,
        above: Callable[[str, int], Iterable[Possibility]],
    ) -> frozenset[Possibility]:
        """Combine answers, not worlds: any with any (docs/meaning.md §9 i)."""
        hanging = {outcome: _hanging(outcome, on) for outcome in outcomes}
        effects = {at: {_effect(one): one for one in above(*at)} for at in hanging.values() if at}
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


def stretch_on(line: Sequence[Stretch], on: int) -> Stretch:
    """Return the stretch of *line* in which the day *on* lies."""
    return next(one for one in line if one.first <= on <= one.last)


def _joined(pieces: Iterable[Stretch]) -> list[Stretch]:
    """Join pieces that follow one another and say the same."""
    found: list[Stretch] = []
    for piece in pieces:
        if found and found[-1].said == piece.said:
            piece = Stretch(found.pop().first, piece.last, piece.said)
        found.append(piece)
    return found
