"""Explanations: what was weighed for an answer, and what became of each statement."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from events.dates import Date
from events.kinds import Set, Term
from timeline.answers import UNDETERMINED, Answer, Possible
from timeline.as_of import answer_on, representative_days
from timeline.fold import Effect, Story, fold, latest_world
from timeline.merged import Record
from timeline.steps import Step
from timeline.telling import steps_of


@dataclass(frozen=True, slots=True)
class Candidate:
    """A statement about the term, what became of it (*effect*) and through which other one."""

    step: Step
    effect: str
    by: Step | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """The answer, every statement that bears on it in order of days, and those left out."""

    answer: Answer
    candidates: tuple[Candidate, ...]
    ahead: tuple[Step, ...]
    unknown: tuple[Step, ...]


def explain(record: Record, key: str, on: Date, known: date | None = None) -> Explanation:
    """Explain the answer of the term *key* on *on*, by what was public by *known*.

    Where dates are imprecise the story told is that of one world, in which all happened as late as
    it can; the answer, what is possible and what is claimed are those of every world.
    """
    public, every = steps_of(record, known=known)[key], steps_of(record)[key]
    return explained(record.terms[key], public, every, on)


def explained(term: Term, public: Sequence[Step], every: Sequence[Step], on: Date) -> Explanation:
    """Explain the answer of *term* on *on*, by those of *every* step that are *public*."""
    seen = {step.place for step in public}
    answer = answer_on(term, public, on)
    last = representative_days(public, on)[-1]
    folded = fold(latest_world(public, last), last)
    return Explanation(
        answer,
        tuple(_candidates(answer, folded)),
        ahead=tuple(step for step in public if not step.days or step.days[0][0] > last),
        unknown=tuple(step for step in every if step.place not in seen),
    )


def _candidates(answer: Answer, folded: Story) -> Iterator[Candidate]:
    for effect in folded.effects:
        yield _fate(effect, answer, folded)


def _fate(effect: Effect, answer: Answer, folded: Story) -> Candidate:
    """Tell what became of the step in the end: of an answer that was replaced, by which one."""
    step = effect.step
    gave = "possible" if answer.status == UNDETERMINED else "answer"
    if _gave(step, answer):
        return Candidate(step, gave)
    if step in folded.claims or _claimed(step, answer):
        return Candidate(step, "claim", folded.outcome.step)
    if effect.what == "claimed":
        return Candidate(step, "claim-fallen", effect.about)
    if effect.what in ("answered", "replaced", "answered-in-room", "ended-early"):
        after = next((one for one in folded.effects if one.about is step and _ends(one)), None)
        if after is not None:
            return Candidate(step, after.what, after.step)
        return Candidate(step, gave)
    return Candidate(step, effect.what, effect.about)


def _claimed(step: Step, answer: Answer) -> bool:
    value = step.change.value if isinstance(step.change, Set) else None
    return (step.answers or step.verb == "met") and any(
        (one.event, one.value, one.authority) == (step.event.id, value, step.authority)
        for one in answer.claims
    )


def _gave(step: Step, answer: Answer) -> bool:
    answers: tuple[Answer | Possible, ...] = (answer, *answer.possible)
    return any(_gives(step, one) for one in answers)


def _gives(step: Step, one: Answer | Possible) -> bool:
    """Whether *step* is what gave *one*, and not something else that its event says."""
    if step.event.id != one.event:
        return False
    if isinstance(step.change, Set):
        last = one.through.latest if one.through else None
        through = step.change.through.latest if step.change.through else None
        same = (step.change.value, through) == (one.value, last)
        return same and frozenset(step.unless) == frozenset(one.unless)
    return one.status == "ended" and step.verb in ("end", "met")


def _ends(effect: Effect) -> bool:
    return effect.what in ("replaced", "answered-in-room", "ended-early")
