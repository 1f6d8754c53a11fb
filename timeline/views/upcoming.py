"""What is coming after a day: expiries, notice days, announced changes, ending conditions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from events.dates import Date, day
from events.model.kinds import Term
from timeline.record.record import Record
from timeline.record.steps import FAR, Step, steps_of
from timeline.rule.answer import log_order
from timeline.rule.terms import Possibility, Terms
from timeline.views.abreast import LAST

KINDS = ("notice", "expiry", "announced", "condition")
"""What can be coming, in the order in which it is told where it falls on one day."""


@dataclass(frozen=True, slots=True)
class Coming:
    """What is coming for *term*, and the *step* that it rests on.

    *when* is its date at the precision known: of an expiry the first day without the value, of a
    notice the last day to give it, None where no day is known. *last* is the last day of the value
    that is over, *condition* what would have to come about. *certain* says that it comes in every
    world.
    """

    kind: str
    term: Term
    step: Step
    when: Date | None
    certain: bool = True
    last: date | None = None
    condition: str | None = None

    @property
    def on(self) -> date | None:
        """The first day on which it may come, where there is one."""
        return self.when.earliest if self.when else None

    @property
    def value(self) -> str | None:
        """The value that is over, or that is announced."""
        return self.step.value

    @property
    def notice(self) -> date | None:
        """The last day to give notice before the value is over, where notice has to be given."""
        return self.term.notice.before(self.last) if self.term.notice and self.last else None


def upcoming(
    record: Record,
    keys: Iterable[str],
    after: date,
    *,
    known: date | None = None,
    within: int | None = None,
) -> list[Coming]:
    """Return what is coming for the terms *keys* after the day *after*, in order of days.

    It is told by what was public by the end of *known*: without it, of *after* itself, so that
    nothing is told that came out later. What may come any day stands last. *within* leaves out
    what begins more days ahead than that.
    """
    terms = Terms(steps_of(record, known=known or after))
    last = FAR if within is None else after.toordinal() + within
    found = [one for key in keys for one in of_term(terms, record.terms[key], after)]
    near = [one for one in found if one.on is None or one.on.toordinal() <= last]
    return sorted(near, key=lambda one: (one.on or date.max, one.on is None, _place(one.kind)))


def _place(kind: str) -> int:
    return KINDS.index(kind)


def of_term(terms: Terms, term: Term, after: date) -> Iterator[Coming]:
    """Yield what is coming for one *term* after the day *after*, by what *terms* hold.

    An extension that is announced moves the last day at once.
    """
    on = after.toordinal()
    yield from _lasting(terms, term, after)
    for step in terms.steps.get(term.key, ()):
        ahead = not step.days or step.days[0][0] > on
        if ahead and step.verb not in ("use", "note"):
            yield Coming("announced", term, step, step.when)
    for (condition, step), certain in _ended_by(terms, term.key, on).items():
        yield Coming("condition", term, step, None, certain, condition=condition)


def _lasting(terms: Terms, term: Term, after: date) -> Iterator[Coming]:
    """Yield the end of each value that is in force on its last day, and the day to act by."""
    lasts = {last for last in _lasts(terms, term.key) if after.toordinal() <= last <= LAST}
    for last in map(date.fromordinal, sorted(lasts)):
        for step, certain in _over(terms, term.key, last.toordinal()):
            notice = term.notice.before(last) if term.notice else None
            if last < date.max:
                over = day(date.fromordinal(last.toordinal() + 1))
                yield Coming("expiry", term, step, over, certain, last)
            if notice and notice >= after:
                yield Coming("notice", term, step, day(notice), certain, last)


def _lasts(terms: Terms, term: str) -> set[int]:
    """Return the last days of *term*, and of all on which it hangs."""
    own = (step for name in terms.chain(term) for step in terms.steps.get(name, ()))
    return {step.through for step in own if step.verb == "set"}


def _over(terms: Terms, term: str, last: int) -> list[tuple[Step, bool]]:
    """Return what gave each answer that is over after the day *last*, and whether it surely is."""
    over: dict[str, list[tuple[Step, bool]]] = {}
    for name in terms.chain(term):
        answers, certain = _answers(terms, name, last)
        over[name] = []
        for given in (one.outcome.given for one in answers if one.status == "in-force"):
            above = over[given.hinge] if given and given.hinge else []
            if given and given.through == last:
                over[name].append((given, certain))
            elif given and above:
                over[name].append((given, certain and all(sure for _, sure in above)))
    return over[term]


def _ended_by(terms: Terms, term: str, on: int) -> dict[tuple[str, Step], bool]:
    """Return each condition that would end an answer, what gave that, and whether it surely would.

    What hangs on another term ends with that one.
    """
    ended: dict[str, dict[tuple[str, Step], bool]] = {}
    for name in terms.chain(term):
        answers, certain = _answers(terms, name, on)
        found = ended[name] = {}
        for one in answers:
            given = one.outcome.given
            if given is None or one.status != "in-force":
                continue
            found |= {(condition, given): certain for condition in sorted(one.unless)}
            above = ended[given.hinge] if given.hinge else {}
            for (condition, _), sure in above.items():
                found.setdefault((condition, given), certain and sure)
    return ended[term]


def _answers(terms: Terms, term: str, on: int) -> tuple[list[Possibility], bool]:
    """Return the possible answers of *term*, each once, and whether there is one only."""
    answers = sorted(terms.answers(term, on), key=log_order)
    found = {one.same: one for one in answers}
    return list(found.values()), len(found) == 1
