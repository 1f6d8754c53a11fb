"""What is coming after a day: expiries, notice days, announced changes, ending conditions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from events.dates import Date, day
from events.kinds import Note, Set, Term, Use
from timeline.answers import UNDETERMINED, Answer, Possible
from timeline.as_of import answer_on
from timeline.merged import Record
from timeline.steps import FAR, Step
from timeline.telling import steps_of

KINDS = ("notice", "expiry", "announced", "condition")
"""What can be coming, in the order in which it is told where it falls on one day."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is coming for *term*, and the *step* that it rests on.

    *when* is its date at the precision known: of an expiry the first day without the value, of a
    notice the last day to give it, None where no day is known. *certain* says that it comes in
    every world; *condition* is what would have to come about.
    """

    kind: str
    term: Term
    step: Step
    when: Date | None
    certain: bool = True
    condition: str | None = None

    @property
    def on(self) -> date | None:
        """The first day on which it may come, where there is one."""
        return self.when.earliest if self.when else None

    @property
    def value(self) -> str | None:
        """The value that is over, or that is announced."""
        return self.step.change.value if isinstance(self.step.change, Set) else None


def coming(
    record: Record,
    terms: Iterable[str],
    after: date,
    *,
    known: date | None = None,
    within: int | None = None,
) -> list[Coming]:
    """Return what is coming for *terms* after the day *after*, in order of days.

    It is told by what was public by the end of *known*: without it, of *after* itself, so that
    nothing is told that came out later. What may come any day stands last. *within* leaves out
    what begins more days ahead than that.
    """
    steps = steps_of(record, known=known or after)
    last = FAR if within is None else after.toordinal() + within
    found = [one for term in terms for one in of_term(record.terms[term], steps[term], after)]
    near = [one for one in found if one.on is None or one.on.toordinal() <= last]
    return sorted(near, key=lambda one: (one.on or date.max, one.on is None, _place(one.kind)))


def _place(kind: str) -> int:
    return KINDS.index(kind)


def of_term(term: Term, steps: Sequence[Step], after: date) -> Iterator[Coming]:
    """Yield what is coming for one *term* after the day *after*, from its *steps* that are news.

    An extension that is announced moves the last day at once.
    """
    on = after.toordinal()
    answer = answer_on(term, steps, day(after))
    yield from _lasting(term, steps, on)
    for step in steps:
        if _is_ahead(step, on) and not isinstance(step.change, Use | Note):
            yield Coming("announced", term, step, step.when)
    for given, step in _in_force(answer, steps):
        for condition in given.unless:
            yield Coming("condition", term, step, None, _is_certain(answer), condition)


def _is_ahead(step: Step, on: int) -> bool:
    return not step.days or step.days[0][0] > on


def _lasting(term: Term, steps: Sequence[Step], on: int) -> Iterator[Coming]:
    """Yield the end of each value that is in force on its last day, and the day to act by."""
    for last in sorted({step.through for step in steps if on <= step.through < FAR}):
        answer = answer_on(term, steps, day(date.fromordinal(last)))
        certain = _is_certain(answer)
        for _, step in _in_force(answer, steps):
            if step.through != last:
                continue
            if last < date.max.toordinal():
                yield Coming("expiry", term, step, _day(last + 1), certain)
            if term.notice is not None and on <= last - term.notice:
                yield Coming("notice", term, step, _day(last - term.notice), certain)


def _day(ordinal: int) -> Date:
    return day(date.fromordinal(ordinal))


def _is_certain(answer: Answer) -> bool:
    return answer.status != UNDETERMINED


def _in_force(answer: Answer, steps: Iterable[Step]) -> Iterator[tuple[Answer | Possible, Step]]:
    """Yield each answer that is or may be in force, with the step that gave it."""
    latest_first = list(steps)[::-1]
    answers: Sequence[Answer | Possible] = answer.possible or (answer,)
    for one in answers:
        gave = next((step for step in latest_first if _gave(step, one)), None)
        if gave is not None:
            yield one, gave


def _gave(step: Step, one: Answer | Possible) -> bool:
    if one.status != "in-force" or not isinstance(step.change, Set) or step.event.id != one.event:
        return False
    last = one.through.latest.toordinal() if one.through and one.through.latest else FAR
    said = (step.change.value, step.through, frozenset(step.unless))
    return said == (one.value, last, frozenset(one.unless))
