"""What is due after a day: expiries, renewals, notice days, announced changes and conditions."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice, takewhile
from typing import NamedTuple

from events.dates.dates import Date, day
from events.dates.durations import Duration
from events.errors import InputError
from events.model.kinds import Set, Term
from events.model.values import Value, value
from timeline.boxes.lines import Lines
from timeline.boxes.spans import LAST
from timeline.record.days import FAR, Days, date_of, ordinals
from timeline.record.steps import ANSWERS, ENDING, Step
from timeline.rule.state import WITHOUT_EFFECT
from timeline.rule.terms import PossibleAnswer, Terms

KINDS = ("notice", "renewal", "expiry", "announced", "overdue", "condition")
"""The kinds of things to come, in the order used for things due on the same day."""


NO_NEWS = WITHOUT_EFFECT | {"reaffirm", "leave-unsaid"}
"""The verbs that change no answer, nor say that anybody sees it otherwise."""


class Above(NamedTuple):
    """The *term* with which an answer ends that depends on it, and the *step* that ends it."""

    term: str
    step: Step


@value
class Coming(Value):
    """Something due for *term*, and the *step* that it rests on.

    *when* is its date, at the precision known: for an expiry, the first day without the value; for
    a renewal, the first day of the run that begins; for a notice, the last day to give it; None if
    no day is known. *last* is the last day of the value or of its *run*, where the first run is 1.
    *condition* is what would have to be met, which *starts* the value or else ends it. What is
    overdue was announced for days that are over, and nobody has said since that it happened. An
    answer that ends only because it depends on another term has that one *above* it.
    *certain* means that it comes in every world.
    """

    kind: str
    term: Term
    step: Step
    when: Date | None
    certain: bool = True
    last: date | None = None
    condition: str | None = None
    starts: bool = False
    run: int | None = None
    above: Above | None = None

    @property
    def on(self) -> date | None:
        """The first day on which it may come, or None if there is none."""
        return self.when.earliest if self.when and self.kind != "overdue" else None

    @property
    def due(self) -> date | None:
        """The day for which people look out: of an expiry its last day, else the first possible."""
        return self.on - timedelta(self.kind == "expiry") if self.on else None

    @property
    def ends(self) -> Date | None:
        """The last day at the precision known, or None if there is none."""
        if self.last is None:
            return None
        return self.step.until if _is_vague(self.step, self.last) else day(self.last)

    @property
    def basis(self) -> Step:
        """The step that says why it comes: that of the term above, if it comes with its end."""
        return self.above.step if self.above else self.step

    @property
    def value(self) -> str | None:
        """The value that expires, renews, is announced or depends on a condition."""
        return self.step.value

    @property
    def long(self) -> Duration | None:
        """How long before the last day notice has to be given, or None if it need not be."""
        return self.step.notice or self.term.notice

    @property
    def notice(self) -> date | None:
        """The last day on which notice is surely in time, or None if no notice is needed."""
        own = self.step.until if self.step.lasting else None
        last = min(self.last, own.earliest) if own and own.earliest and self.last else self.last
        return self.long.before(last) if self.long and last else None


def upcoming(
    lines: Lines, keys: Iterable[str], after: date, *, within: int | None = None
) -> list[Coming]:
    """Return the things due for the terms *keys* after the day *after*, sorted by day.

    *lines* must cover these terms and all they depend on. Things that may come any day stand last.
    *within* leaves out everything that begins more than that many days ahead. With *within*, an
    answer that renews has all its runs up to there; without *within*, only the next run and the
    next day for notice.
    """
    last = FAR if within is None else after.toordinal() + within
    found = [one for key in keys for one in _of_term(lines, lines.record.terms[key], after, within)]
    near = [one for one in found if one.due is None or one.due.toordinal() <= last]
    return sorted(near, key=lambda one: (one.due or date.max, one.due is None, _place(one.kind)))


def _place(kind: str) -> int:
    return KINDS.index(kind)


def _of_term(lines: Lines, term: Term, after: date, within: int | None) -> Iterator[Coming]:
    """Yield what is due for one *term*. An announced extension moves the last day at once."""
    on, chain = after.toordinal(), Terms(lines.steps).with_dependencies(term.key)
    yield from _lasting(lines, term, chain, after)
    yield from _renewing(lines, term, after, within)
    for step in lines.steps.get(term.key, ()):
        ahead = not step.days or step.days[0][0] > on or _may_come(step, on)
        waits = step.change.once if isinstance(step.change, Set) else None
        if not ahead or step.verb in NO_NEWS or _is_void(step):
            continue
        if waits and not step.days:
            yield Coming("condition", term, step, None, condition=waits, starts=True)
        elif step.verb != "restates" or _will_end(lines, term, step):
            yield Coming("announced", term, step, step.when)
    yield from _overdue(lines, term, after)
    for condition, (step, certain, above) in _ended_by(lines, chain, after):
        yield Coming("condition", term, step, None, certain, condition=condition, above=above)


def _may_come(step: Step, on: int) -> bool:
    """Return whether *step* is a plan of which some possible day is after the day *on*."""
    return is_plan(step) and bool(step.days) and on < step.days[-1][1]


def _will_end(lines: Lines, term: Term, step: Step) -> bool:
    """Return whether *step*, a restated text, ends an answer by the last day it may fall on."""
    if not step.days:
        return False
    several, _ = _possible(lines, term.key, date.fromordinal(min(step.days[-1][1], LAST)))
    return any(one.outcome.ended is step for one in several)


def _is_void(step: Step) -> bool:
    """Return whether *step* was called off, or its answer denied."""
    done = {one.done for one in step.acted} & {"denies", "calls-off"}
    return step.lapses <= FAR or (bool(done) and step.verb in ("claim", *ENDING))


def _overdue(lines: Lines, term: Term, after: date) -> Iterator[Coming]:
    """Yield the plans that may have given the answer and whose days are over."""
    several, certain = _possible(lines, term.key, after)
    for step in dict.fromkeys(one.outcome.given for one in several):
        if step and is_plan(step) and step.days and step.days[-1][1] <= after.toordinal():
            yield Coming("overdue", term, step, step.when, certain)


def is_plan(step: Step) -> bool:
    """Return whether *step* is an announced change whose day was not certain, and still is open.

    A change is open until another event dates it or calls it off.
    """
    if step.verb not in ANSWERS or _is_void(step) or any(o.done != "confirms" for o in step.acted):
        return False
    vague = bool(step.days) and step.days[0][0] < step.days[-1][1] and not step.counts
    return not step.days or (vague and step.public <= step.days[0][0])


def _lasting(lines: Lines, term: Term, chain: Sequence[str], after: date) -> Iterator[Coming]:
    """Yield the end of each value that is in force on its last day, and the day to give notice."""
    sets = (step for name in chain for step in lines.steps.get(name, ()) if step.verb == "set")
    lasts = {step.through for step in sets if after.toordinal() <= step.through <= LAST}
    for last in map(date.fromordinal, sorted(lasts)):
        for step, certain, above in _over(lines, chain, last):
            coming = Coming("expiry", term, step, None, certain, last, above=above)
            if last < date.max:
                yield replace(coming, when=_day_after(step, last))
            if coming.notice and coming.notice >= after:
                yield replace(coming, kind="notice", when=day(coming.notice))


def _day_after(step: Step, last: date) -> Date | None:
    """Return the day after *last*, or the days after each one that may be the last of *step*."""
    following: Days = ((last.toordinal() + 1,) * 2,)
    if step.until and _is_vague(step, last):
        following = tuple((first + 1, end + 1) for first, end in ordinals(step.until))
    return date_of(following, step.until)


def _is_vague(step: Step, last: date) -> bool:
    """Return whether *last* is the latest of several days that may be the last of *step*."""
    return step.lasting is not None and step.through == last.toordinal()


def _renewing(lines: Lines, term: Term, after: date, within: int | None) -> Iterator[Coming]:
    """Yield the runs that begin of each value that renews, and the days to give notice."""
    given = (one.outcome.given for one in _in_force(lines, term.key, after)[0])
    last = FAR if within is None else after.toordinal() + within
    for step in dict.fromkeys(one for one in given if one and one.renews):
        _require_few(term, step, after, within or 0)
        for several in (_runs(term, step, after), _notices(term, step, after)):
            near = takewhile(lambda one: not one.on or one.on.toordinal() <= last, several)
            for one in islice(near, None if within is not None else 1):
                held, certain = _in_force(lines, term.key, one.last or after)
                if step in [each.outcome.given for each in held]:
                    yield replace(one, certain=certain)


MOST_RUNS = 1_000
"""The most renewals of one term that are listed."""


def _require_few(term: Term, step: Step, after: date, within: int) -> None:
    """Raise InputError if *step* renews more often than MOST_RUNS *within* so many days."""
    first, renews = step.until.latest if step.until else None, step.renews
    if first and renews:
        last = date.fromordinal(min(after.toordinal() + within, LAST))
        if (runs := renews.run(first, last) - renews.run(first, after)) > MOST_RUNS:
            raise InputError(
                f"{term.title} renews {runs:,} times within {within:,} days; at most "
                f"{MOST_RUNS:,} renewals of a term are listed. Ask for fewer days."
            )


def _runs(term: Term, step: Step, after: date) -> Iterator[Coming]:
    """Yield each renewal of *step* by which a run begins after the day *after*."""
    first, renews = step.until.latest if step.until else None, step.renews
    if first is None or renews is None:
        return
    for number in count(renews.run(first, after)):
        last = renews.times(number).after(first)
        if last == date.max:
            return
        over = day(last + timedelta(1))
        yield Coming("renewal", term, step, over, last=last, run=number + 1)


def _notices(term: Term, step: Step, after: date) -> Iterator[Coming]:
    """Yield the last day, if not over by *after*, to give notice before each run of *step* ends."""
    long = step.notice or term.notice
    if long is None:
        return
    # Its notice can be due on *after* at the earliest for the run that has this day. Months are
    # counted back to the last day of a shorter one, which is less than a week.
    near = max(after.toordinal(), long.after(after).toordinal() - 7)
    for one in _runs(term, step, date.fromordinal(near)):
        if one.notice and one.notice >= after:
            yield replace(one, kind="notice", when=day(one.notice))


class _End(NamedTuple):
    """The end of the answer given by *step*, and the term *above* it that takes it along."""

    step: Step
    certain: bool
    above: Above | None = None

    def below(self, step: Step, certain: bool) -> "_End":
        """Return the end that this one is of *step*, whose answer depends on this."""
        above = self.above or Above(step.hinge or "", self.step)
        return _End(step, certain and self.certain, above)


def _over(lines: Lines, chain: Sequence[str], last: date) -> list[_End]:
    """Return the ends on the day *last* of answers of the last term of *chain*.

    These answers may depend on those of the terms before it.
    """
    over: dict[str, list[_End]] = {}
    for name in chain:
        given, certain = _in_force(lines, name, last)
        over[name] = []
        for step in (one.outcome.given for one in given):
            above = over[step.hinge] if step and step.hinge else []
            if step and step.through == last.toordinal():
                over[name].append(_End(step, certain))
            elif step and above:
                sure = certain and all(one.certain for one in above)
                over[name].append(above[0].below(step, sure))
    return over[chain[-1]]


def _ended_by(lines: Lines, chain: Sequence[str], on: date) -> list[tuple[str, _End]]:
    """Return the conditions that would end an answer of the last term of *chain*, and those ends.

    An answer that depends on another term ends with that term.
    """
    ended: dict[str, dict[tuple[str, Step], _End]] = {}
    for name in chain:
        given, certain = _in_force(lines, name, on)
        found = ended[name] = {}
        for one in given:
            step = one.outcome.given
            if step is None:
                continue
            found |= {(each, step): _End(step, certain) for each in sorted(one.unless)}
            above = ended[step.hinge] if step.hinge else {}
            for (condition, _), end in above.items():
                found.setdefault((condition, step), end.below(step, certain))
    return [(condition, end) for (condition, _), end in ended[chain[-1]].items()]


def _in_force(lines: Lines, term: str, on: date) -> tuple[list[PossibleAnswer], bool]:
    """Return the possible answers of *term* in force, and whether the answer is certain."""
    several, certain = _possible(lines, term, on)
    return [one for one in several if one.status == "in-force"], certain


def _possible(lines: Lines, term: str, on: date) -> tuple[Sequence[PossibleAnswer], bool]:
    answer = lines.answer(term, day(on))
    several = (answer.decided,) if answer.decided else answer.possible
    return several, len(several) == 1
