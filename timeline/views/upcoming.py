"""What is due after a day: expiries, notice days, announced changes and conditions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from events.dates.dates import Date, day
from events.model.kinds import Term
from timeline.boxes.lines import Lines
from timeline.boxes.spans import LAST
from timeline.record.sources import FAR
from timeline.record.steps import Step
from timeline.rule.state import QUIET
from timeline.rule.terms import Possibility, Terms

KINDS = ("notice", "expiry", "announced", "condition")
"""The kinds of things to come, in the order used for things due on the same day."""


@dataclass(frozen=True, slots=True)
class Coming:
    """Something due for *term*, and the *step* that it rests on.

    *when* is its date, at the precision known: for an expiry, the first day without the value; for
    a notice, the last day to give it; None if no day is known. *last* is the last day of the
    expiring value, and *condition* what would have to be met. *certain* means that it comes in
    every world.
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
        """The first day on which it may come, or None if there is none."""
        return self.when.earliest if self.when else None

    @property
    def value(self) -> str | None:
        """The value that expires or is announced."""
        return self.step.value

    @property
    def notice(self) -> date | None:
        """The last day to give notice before the value expires, or None if no notice is needed."""
        return self.term.notice.before(self.last) if self.term.notice and self.last else None


def upcoming(
    lines: Lines, keys: Iterable[str], after: date, *, within: int | None = None
) -> list[Coming]:
    """Return what is due for the terms *keys* after the day *after*, sorted by day.

    *lines* must cover these terms and all they depend on. Things that may come any day stand last.
    *within* leaves out everything that begins more than that many days ahead.
    """
    last = FAR if within is None else after.toordinal() + within
    found = [one for key in keys for one in _of_term(lines, lines.record.terms[key], after)]
    near = [one for one in found if one.on is None or one.on.toordinal() <= last]
    return sorted(near, key=lambda one: (one.on or date.max, one.on is None, _place(one.kind)))


def _place(kind: str) -> int:
    return KINDS.index(kind)


def _of_term(lines: Lines, term: Term, after: date) -> Iterator[Coming]:
    """Yield what is due for one *term*. An announced extension moves the last day at once."""
    on, chain = after.toordinal(), Terms(lines.steps).chain(term.key)
    yield from _lasting(lines, term, chain, after)
    for step in lines.steps.get(term.key, ()):
        ahead = not step.days or step.days[0][0] > on
        if ahead and step.verb not in QUIET:
            yield Coming("announced", term, step, step.when)
    for (condition, step), certain in _ended_by(lines, chain, after).items():
        yield Coming("condition", term, step, None, certain, condition=condition)


def _lasting(lines: Lines, term: Term, chain: Sequence[str], after: date) -> Iterator[Coming]:
    """Yield the end of each value that is in force on its last day, and the day to give notice."""
    sets = (step for name in chain for step in lines.steps.get(name, ()) if step.verb == "set")
    lasts = {step.through for step in sets if after.toordinal() <= step.through <= LAST}
    for last in map(date.fromordinal, sorted(lasts)):
        notice = term.notice.before(last) if term.notice else None
        for step, certain in _over(lines, chain, last):
            if last < date.max:
                over = day(date.fromordinal(last.toordinal() + 1))
                yield Coming("expiry", term, step, over, certain, last)
            if notice and notice >= after:
                yield Coming("notice", term, step, day(notice), certain, last)


def _over(lines: Lines, chain: Sequence[str], last: date) -> list[tuple[Step, bool]]:
    """Return the steps whose answers hold until the day *last*, and whether each surely does.

    They are about the last term of *chain*, whose answers may depend on those before it.
    """
    over: dict[str, list[tuple[Step, bool]]] = {}
    for name in chain:
        given, certain = _in_force(lines, name, last)
        over[name] = []
        for step in (one.outcome.given for one in given):
            above = over[step.hinge] if step and step.hinge else []
            if step and step.through == last.toordinal():
                over[name].append((step, certain))
            elif step and above:
                over[name].append((step, certain and all(sure for _, sure in above)))
    return over[chain[-1]]


def _ended_by(lines: Lines, chain: Sequence[str], on: date) -> dict[tuple[str, Step], bool]:
    """Return the conditions that would end an answer, with its step and whether each surely would.

    An answer that depends on another term ends with that term.
    """
    ended: dict[str, dict[tuple[str, Step], bool]] = {}
    for name in chain:
        given, certain = _in_force(lines, name, on)
        found = ended[name] = {}
        for one in given:
            step = one.outcome.given
            if step is None:
                continue
            found |= {(condition, step): certain for condition in sorted(one.unless)}
            above = ended[step.hinge] if step.hinge else {}
            for (condition, _), sure in above.items():
                found.setdefault((condition, step), certain and sure)
    return ended[chain[-1]]


def _in_force(lines: Lines, term: str, on: date) -> tuple[list[Possibility], bool]:
    """Return the possible answers of *term* in force, and whether the answer is certain."""
    answer = lines.answer(term, day(on))
    several = (answer.decided,) if answer.decided else answer.possible
    return [one for one in several if one.status == "in-force"], len(several) == 1
