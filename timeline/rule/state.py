"""The state of a term at the end of a day: its possible answers and what stands beside them."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise, takewhile
from typing import NamedTuple

from events.model.vocabulary import UNDISCLOSED
from timeline.record.days import FAR
from timeline.record.steps import NEVER_PENDING, Step
from timeline.rule.closed_form import ClosedForm
from timeline.rule.line import runs, said_by, turns
from timeline.rule.said import Outcome, Said, confirms
from timeline.rule.terms import PossibleAnswer, Terms, hinge_of, kinds, possible_answer

WITHOUT_EFFECT = frozenset({"use", "note"})
"""The verbs that never change a state."""


class State(NamedTuple):
    """Everything that may hold for a term on a day (docs/meaning.md §4).

    *confirmed* is the last restatement that confirms the only possible answer, in every world if
    *surely* is true; *unchanged* is the last restatement of higher rank. *replaced* are the answers
    of higher rank that a possible answer replaced. *above* are the flags inherited from the terms
    that this one depends on. *plans* are the pending steps.
    """

    answers: frozenset[PossibleAnswer]
    claims: frozenset[Step] = frozenset()
    disputes: frozenset[Step] = frozenset()
    silences: frozenset[Step] = frozenset()
    confirmed: Step | None = None
    surely: bool = False
    unchanged: Step | None = None
    replaced: frozenset[Outcome] = frozenset()
    above: frozenset[str] = frozenset()
    plans: frozenset[Step] = frozenset()

    @property
    def same(self) -> frozenset[tuple[object, ...]]:
        """The identities of the possible answers."""
        return kinds(self.answers)


class Phase(NamedTuple):
    """The days *first* through *last*, ordinals, on all of which a term is in the *state*."""

    first: int
    last: int
    state: State


def state_on(terms: Terms, term: str, on: int) -> State:
    """Return the state of *term*, given *terms*, on the day *on*, an ordinal."""
    said, answers = terms.said(term, on), terms.answers(term, on)
    return _state(said, answers)._replace(
        above=frozenset(_flags_above(terms, term, on)),
        plans=_plans(terms.steps.get(term, ()), on),
    )


def phases(terms: Terms, term: str, begin: int = -FAR, end: int = FAR) -> Iterator[Phase]:
    """Yield the phases of *term*, given *terms*, from *begin* through *end*.

    Neighbouring phases may be equal.
    """
    if terms.with_dependencies(term) == [term]:
        return _phases_alone(terms.steps.get(term, ()), begin, end)
    spans = _spans(terms, term, begin, end)
    return (Phase(first, last, state_on(terms, term, first)) for first, last in spans)


def _phases_alone(steps: Sequence[Step], begin: int, end: int) -> Iterator[Phase]:
    """Yield the phases of a term that depends on no other, from its *steps*, in one pass."""
    waits = sorted({*_waits(steps, begin)})
    for first, last, state in runs(turns(_effective(steps), begin), end, _alone):
        within = waits[bisect_right(waits, first) : bisect_right(waits, last)]
        for since, following in pairwise([first, *within, last + 1]):
            yield Phase(since, following - 1, state._replace(plans=_plans(steps, since)))


def _plans(steps: Iterable[Step], on: int) -> frozenset[Step]:
    return frozenset(step for step in steps if step.pending(on))


def stretch(terms: Terms, term: str, on: int) -> tuple[int, int]:
    """Return the first and last day of the run around *on* with the same answer of *term*.

    The run is worked out from *terms*. Days are ordinals.
    """
    spans = _spans(terms, term, -FAR, FAR)
    at = bisect_right(spans, on, key=lambda span: span[0])
    same = kinds(terms.answers(term, on))
    *_, (first, _) = spans[at - 1], *_alike(terms, term, same, spans[: at - 1][::-1])
    *_, (_, last) = spans[at - 1], *_alike(terms, term, same, spans[at:])
    return first, last


def _alike(
    terms: Terms, term: str, same: object, spans: Iterable[tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    return takewhile(lambda span: kinds(terms.answers(term, span[0])) == same, spans)


def _alone(near: list[Step], day: int) -> State:
    said = said_by(near, day)
    return _state(said, frozenset(map(possible_answer, said.outcomes)))


def _spans(terms: Terms, term: str, begin: int, end: int) -> list[tuple[int, int]]:
    """Return the first and last day of each run of days on which nothing changes, in order."""
    days = {begin, *_waits(terms.steps.get(term, ()), begin)}
    for name in terms.with_dependencies(term):
        days |= {day for day, _ in turns(_effective(terms.steps.get(name, ())), begin)}
    ordered = [*sorted(day for day in days if day <= end), end + 1]
    return [(first, following - 1) for first, following in pairwise(ordered)]


def _effective(steps: Iterable[Step]) -> list[Step]:
    return [step for step in steps if step.days and step.verb not in WITHOUT_EFFECT]


def _state(said: Said | ClosedForm, answers: frozenset[PossibleAnswer]) -> State:
    restated = list(_restated(said, answers))
    confirmed = _latest(step for outcome, step in restated if confirms(outcome, step))
    return State(
        answers=answers,
        claims=said.claims,
        disputes=said.disputes,
        silences=said.silences,
        confirmed=confirmed,
        surely=confirmed is not None and confirmed in said.surely,
        unchanged=_latest(step for outcome, step in restated if step.rank > outcome.rank),
        replaced=frozenset(outcome for _, outcome in said.replaced),
    )


def _waits(steps: Iterable[Step], begin: int) -> Iterator[int]:
    """Yield the days after *begin* on which one of *steps* becomes pending or stops being so."""
    for step in steps:
        first = min(step.days[0][0] if step.days else FAR, step.lapses)
        if step.verb not in NEVER_PENDING and first > step.public:
            yield from (day for day in (step.public, first) if day > begin)


def _restated(
    said: Said | ClosedForm, answers: frozenset[PossibleAnswer]
) -> Iterator[tuple[Outcome, Step]]:
    """Yield the restatements of the only possible answer, if the term's own steps give it."""
    if len(kinds(answers)) == 1:
        own = {one.outcome for one in answers if one.status == one.outcome.status}
        yield from ((outcome, step) for outcome, step in said.restated if outcome in own)


def _latest(steps: Iterable[Step]) -> Step | None:
    return max(steps, key=lambda step: (step.days[-1][1], step.place), default=None)


def _flags_above(terms: Terms, term: str, on: int) -> set[str]:
    """Return the flags that *term* inherits from the terms it depends on."""
    told: dict[str, set[str]] = {}
    for name in terms.with_dependencies(term):
        said, answers = terms.said(name, on), terms.answers(name, on)
        hinges = {hinge for one in answers if (hinge := hinge_of(one.outcome))}
        told[name] = {flag for hinge in hinges for flag in told[hinge]}
        if name == term:
            return told[name]
        if said.disputes:
            told[name].add("disputed")
        if any(differs(claim, answers) for claim in said.claims):
            told[name].add("claimed-otherwise")
        if all(one.status == "not-set" for one in answers):
            told[name] = set()
    return set()


def differs(claim: Step, answers: Iterable[PossibleAnswer]) -> bool:
    """Return whether *claim* differs from at least one of *answers* (docs/meaning.md §9 o).

    It does not matter in which possible world that answer holds.

    A claim that only adds a detail differs from no answer, and no claim differs from an undisclosed
    value.
    """
    status = "ended" if claim.value is None else "in-force"
    return not claim.adds and any(
        (status, claim.value) != (one.status, one.value)
        or (claim.until is not None and claim.through != one.last)
        for one in answers
        if one.status != "not-set" and one.value != UNDISCLOSED
    )
