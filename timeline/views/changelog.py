"""The changelog of a period: everything that readers of the previous one could not know.

Each day D is compared with the day before. A change took effect on D if the answers of D - 1 and of
D differ, both as known on D. A change was learned on D if the answer of an earlier day, as known on
D, differs from the one as known on D - 1. Statements and events that changed no answer are added
(docs/meaning.md §7). Each day is told as it was known then, so a plan that was dated later has no
date yet.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from operator import itemgetter
from typing import NamedTuple

from events.dates.dates import Date
from events.dates.durations import Duration
from events.model.kinds import End, Set, Term
from timeline.boxes.known_forms import Form, KnownForms
from timeline.boxes.lines import Answers
from timeline.record.days import FAR, Days
from timeline.record.relations import Acted
from timeline.record.steps import ENDING, NEVER_PENDING, Step
from timeline.rule.answer import Answer
from timeline.rule.state import differs
from timeline.rule.terms import kinds
from timeline.views.answer_changes import bare, behind, goes_on
from timeline.views.daily_answers import DailyAnswers, PublicSteps, Row
from timeline.views.deeds import SAID, Deed, Deeds
from timeline.views.diff import is_clarified

GROUPS = (
    "Changed", "Ended", "Added", "Returned", "Clarified", "Confirmed", "Said unchanged",
    "Reaffirmed", "Announced", "Called off", "Denied", "Disputed", "Settled", "Claimed otherwise",
    "Also claimed", "Also happened", "Learned about the past", "Expired", "Renewed", "Not restated",
)  # fmt: skip
"""The groups that a line can belong to, the most important first."""

UNSAID = frozenset({"Expired", "Renewed"})
"""The groups of lines about things that come by themselves on a day, with no event to say so."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the day *on*: an answer that changed, or a statement that changed none.

    The line is about the *event*, and about a *term* unless the event says nothing about any. The
    *deed* is what the event did to another one, such as giving a plan its day. *when* is the date
    as the source gives it. *before* is the answer before the change and *after* the answer after
    it; they are the same if nothing changed. *steps* are the statements behind the line, and *rows*
    the changes merged into the line. *days* are the first and the last day, as ordinals, on which
    an answer of the past held, or those of a run that began. *met* describes the conditions met
    that ended nothing. *runs* is how many runs of what renews began by this one, itself included.
    """

    group: str
    on: date
    event: str
    when: Date | None
    term: Term | None = None
    before: Answer | None = None
    after: Answer | None = None
    steps: tuple[Step, ...] = ()
    rows: tuple[Row, ...] = field(default=(), repr=False)
    days: tuple[int, int] | None = None
    met: tuple[str, ...] = ()
    deed: Deed | None = None
    runs: int = 1

    @property
    def announced(self) -> Date | None:
        """The date on which the news of this line was announced, or None if nobody stated it."""
        if self.deed:
            return self.deed.announced
        return self.steps[-1].announced if self.steps else None


def lines(answers: Answers, first: date | None, last: date | None) -> list[Line]:
    """Return the lines of the days *first* through *last*, newest first, then by group and term.

    None is an open end; the runs of an answer that renews are then told by `renewals` alone.
    *answers* must cover all terms, with a record of all events.
    """
    low, high = (first or date.min).toordinal(), (last or date.max).toordinal()
    told = _Telling(answers, low, high)
    found = [line for term in answers.record.terms.values() for line in told.of(term)]
    found += told.happened(found)
    # Lines of one day and group are already in the order of the terms.
    found.sort(key=lambda one: GROUPS.index(one.group))
    return sorted(found, key=lambda one: one.on, reverse=True)


def renewals(answers: Answers, first: date | None, last: date) -> Iterator[Line]:
    """Yield a line for the first and the last run that began from *first* through *last*.

    They are the runs of each renewing answer; *answers* are those of all terms.
    """
    told = _Telling(answers, (first or date.min).toordinal(), last.toordinal())
    for term in answers.record.terms.values():
        yield from told.renewed(term)


class _News(NamedTuple):
    """A *step* that is news on the day *on*, for the first time or by what was *done* to it.

    The *group* of its line is None if it depends on what the answer is on that day.
    """

    on: int
    step: Step
    group: str | None
    done: Acted | None = None


class _Telling:
    """The lines of the days *low* through *high*, ordinals."""

    def __init__(self, answers: Answers, low: int, high: int) -> None:
        self.answers, self.low, self.high = answers, low, high
        self.steps = answers.known(None).steps
        self.forms, self.deeds = KnownForms(answers.known(None)), Deeds(answers.record)
        self._told = set[tuple[int, Acted]]()

    def of(self, term: Term) -> Iterator[Line]:
        """Yield the lines of one term."""
        own = self.steps.get(term.key, ())
        news = [one for step in own for one in _news(self.forms.of(step)) if self._is_in(one.on)]
        news.sort(key=lambda one: one.on)
        days = DailyAnswers(term, self.answers.boxes[term.key], self.forms)
        rows = list(days.rows(self.low, self.high, dict.fromkeys(one.on for one in news)))
        yield from (self._line(term, several) for several in _merged(rows))
        gave = {(row.on, *_key(step)) for row in rows for step in row.steps}
        denied = {(row.on, *_key(step)) for row in rows for step in self._undone(row)}
        public = PublicSteps(term.key, self.steps, self.forms)
        for one in news:
            told = {None: gave, "Denied": denied}.get(one.group, set())
            if (one.on, *_key(one.step)) not in told:
                yield self._quiet(one, days, one.group or public.restated(one.on, one.step))

    def _is_in(self, on: int) -> bool:
        return self.low <= on <= self.high

    def _line(self, term: Term, rows: Sequence[Row]) -> Line:
        start, last = rows[0], rows[-1]
        if len(rows) > 1 and last.learned and _is_all(last, "expired"):
            last = rows[-2]
        undone = [step for row in rows for step in self._undone(row)]
        told = {_key(step): step for step in (*undone, *(s for row in rows for s in row.steps))}
        steps, on = tuple(told.values()), start.on
        before, after = bare(term, start.change.was), bare(term, last.change.now)
        group = _group(before, after)
        if last.learned:
            is_over = last.change.last < on - 1
            group = "Learned about the past" if is_over or not is_clarified(steps) else "Clarified"
            group = "Denied" if undone else group
        (of, deed), *_ = [self._caused(row) for row in rows]  # Each of them is told hereby.
        return Line(
            group=group,
            on=date.fromordinal(on),
            event=of,
            when=steps[-1].when,
            term=term,
            before=before,
            after=after,
            steps=steps,
            rows=tuple(rows),
            days=(start.change.first, last.change.last) if last.learned else None,
            deed=deed,
        )

    def _caused(self, row: Row) -> tuple[str, Deed | None]:
        """Return the event of a line that begins with *row*, and what it has done."""
        step = row.steps[-1]
        return self._deed(row.on, *next(self._doing(row), (step, _mover(step))))

    def _doing(self, row: Row) -> Iterator[tuple[Step, Acted]]:
        """Yield the steps on which *row* rests, each with what was done to it from its day on."""
        both = (*behind(row.change.now, row.change.was), *row.steps)
        for form in (form for step in both for form in self.forms.of(step)):
            if form.since == row.on and form.before:
                yield from ((form.step, one) for one in form.gained)

    def _undone(self, row: Row) -> Iterator[Step]:
        """Yield the steps, no longer behind the answer, that were denied on the day of *row*."""
        for step in behind(row.change.now, row.change.was) if row.learned else ():
            for form in self.forms.of(step):
                if form.since == row.on and any(one.done == "denies" for one in form.gained):
                    yield form.step

    def _deed(self, on: int, step: Step, done: Acted | None) -> tuple[str, Deed | None]:
        """Return the event of a line of *step*, and what it has *done* if it is another one.

        What was done before anybody heard of the step is no news.
        """
        if done is None or (done.done in _MOVING and on == step.public):
            return step.event, None
        self._told.add((on, done))
        return done.event, self.deeds.to(step, done)

    def _quiet(self, one: _News, days: DailyAnswers, group: str) -> Line:
        """Return the line of a step that changed no answer."""
        held, step = days.held(one.on), one.step
        if step.verb == "claim" and group == "Also claimed" and differs(step, held):
            group = "Claimed otherwise"
        answer = bare(days.term, held)
        of, deed = self._deed(one.on, step, one.done)
        on = date.fromordinal(one.on)
        return Line(group, on, of, step.when, days.term, answer, answer, (step,), deed=deed)

    def renewed(self, term: Term) -> Iterator[Line]:
        """Yield a line for the first and the last run that began of each answer of *term*.

        The run with which an answer began is none of them.
        """
        said = (step.change for step in self.steps.get(term.key, ()))
        if not any(isinstance(one, Set) and one.renews for one in said):
            return  # A form of a step takes as long to find as the step has forms.
        days = DailyAnswers(term, self.answers.boxes[term.key], self.forms)
        found: dict[tuple[int, int], list[_Runs]] = {}
        for first, last, held in sorted(days.spans(self.low, self.high), key=itemgetter(0)):
            runs = _Runs.of(bare(term, held), first, last)
            if runs and runs.numbers:
                found.setdefault(_key(runs.step), []).append(runs)
        for several in found.values():
            count = sum(len(one.numbers) for one in several)
            yield several[0].line(several[0].numbers[0], 1)
            if count > 1:
                yield several[-1].line(several[-1].numbers[-1], count)

    def happened(self, found: Sequence[Line]) -> Iterator[Line]:
        """Yield the lines of what events say of no term; *found* are those about terms."""
        ended = {(r.on, *_key(s)) for line in found for r in line.rows for s in r.steps}
        for standing in self.answers.record.events:
            event = standing.event
            for one in self.deeds.happenings(event):
                deed, key = one.deed, (one.on, standing.version)
                done = Acted(deed.done, event.id) if deed else None
                if not self._is_in(one.on) or (one.on, done) in self._told:
                    continue
                idle = [] if deed or one.group == "Announced" else [
                    name for index, name in enumerate(event.met, -len(event.met))
                    if (*key, index) not in ended
                    and self._started.get((event.id, name), FAR) > one.on
                ]  # fmt: skip
                has_ended = event.changes or event.met or (*key, -1) in ended
                if deed or idle or not has_ended:
                    titles = tuple(self.answers.record.conditions[name].title for name in idle)
                    on = date.fromordinal(one.on)
                    yield Line(one.group, on, event.id, one.when, met=titles, deed=deed)

    @cached_property
    def _started(self) -> dict[tuple[str, str | None], int]:
        """The day from which an event that met a condition is known to have started something."""
        found: dict[tuple[str, str | None], int] = {}
        for form in (form for own in self.steps.values() for o in own for form in self.forms.of(o)):
            for one in form.gained:
                if one.done == "met" and isinstance(form.step.change, Set):
                    key = one.event, form.step.change.once
                    found[key] = min(found.get(key, FAR), form.since)
        return found


class _Runs(NamedTuple):
    """The runs, by their *numbers*, of an *answer* that renews, which *step* has given.

    The first of all, which is number 0, ends on the day *first*, and each other lasts *renews*.
    """

    answer: Answer
    step: Step
    first: date
    renews: Duration
    numbers: range

    @classmethod
    def of(cls, answer: Answer, low: int, high: int) -> "_Runs | None":
        """Return the runs of *answer* that began on the days *low* through *high*.

        They are counted, as a daily one of two centuries has 73,000. None stands for an answer
        that does not renew.
        """
        one = answer.decided
        step = one.outcome.given if one else None
        first = step.until.latest if step and step.until else None
        if one is None or step is None or first is None or one.renews is None:
            return None
        last = one.renews.run(first, date.fromordinal(high))
        begun = cls(answer, step, first, one.renews, range(1, last + 1))
        number = max(one.renews.run(first, date.fromordinal(low)), 1)
        return begun._replace(numbers=begun.numbers[number - (begun.begins(number) >= low) :])

    def begins(self, number: int) -> int:
        """Return the first day, an ordinal, of the run with this *number*."""
        return self.renews.times(number - 1).after(self.first).toordinal() + 1

    def line(self, number: int, count: int) -> Line:
        """Return the line of the run with this *number*, the last of *count*."""
        on, end = self.begins(number), self.renews.times(number).after(self.first).toordinal()
        step, answer = self.step, self.answer
        return Line(
            "Renewed", date.fromordinal(on), step.event, step.when, answer.term, answer, answer,
            (step,), days=(on, end), runs=count,
        )  # fmt: skip


def _key(step: Step) -> tuple[int, int]:
    return step.version, step.index


_MOVING = frozenset({"dates", "met"})
"""What gives a step its day."""

_GROUP_OF = {
    "claim": "Also claimed", "dispute": "Disputed", "settle": "Settled",
    "leave-unsaid": "Not restated", "use": "Also happened", "note": "Also happened",
}  # fmt: skip


def _news(forms: Iterable[Form]) -> Iterator[_News]:
    """Yield each day on which a step is news in one of its *forms*."""
    ahead, told = set[Days](), set[Days]()
    for form in (one for one in forms if one.step.verb not in ENDING):
        step, since = form.step, form.since
        yield from (
            _News(since, step, SAID[one.done], one) for one in form.gained if one.done in SAID
        )
        if _is_void(step):
            continue
        is_unplanned, begins = step.verb in NEVER_PENDING, step.days[0][0] if step.days else FAR
        if begins > since and not is_unplanned and step.days not in ahead:
            ahead.add(step.days)
            yield _News(since, step, "Announced", _mover(step))
        on = since if is_unplanned and not step.days else max(begins, since)
        if on <= form.until and step.days not in told and not (is_unplanned and told):
            told.add(step.days)
            yield _News(on, step, _GROUP_OF.get(step.verb), _mover(step))


def _is_void(step: Step) -> bool:
    """Return whether a step was called off, or its answer denied; that was told already."""
    denied = isinstance(step.change, Set | End) and any(o.done == "denies" for o in step.acted)
    return denied or step.lapses <= FAR


def _mover(step: Step) -> Acted | None:
    """Return what gave *step* its day if another event did."""
    return next((one for one in reversed(step.acted) if one.done in _MOVING), None)


def _merged(rows: Iterable[Row]) -> list[list[Row]]:
    """Return *rows* in groups that make one line: the rows that belong to one happening."""
    told: list[list[Row]] = []
    for row in rows:
        if told and _continues(told[-1], row):
            told[-1].append(row)
        else:
            told.append([row])
    return told


def _continues(several: Sequence[Row], row: Row) -> bool:
    """Return whether *row* belongs to the same line as *several*, the rows before it.

    It does if something that may have happened becomes certain, or if an answer learned of the past
    expires.
    """
    start, last = several[0], several[-1]
    if row.learned:
        follows = last.learned and (row.on, row.change.first) == (last.on, last.change.last + 1)
        expires = _is_all(last, "in-force") and _is_all(row, "expired")
        same = follows and kinds(start.change.was) == kinds(row.change.was)
        return same and (expires or goes_on(last.change, row.change))
    moments = {step.moment for step in last.steps}
    days = {step.days[-1][1] for step in row.steps if step.moment in moments}
    return len(kinds(last.change.now)) > 1 and row.on in days


def _is_all(row: Row, status: str) -> bool:
    return {one.status for one in row.change.now} == {status}


def _group(before: Answer, after: Answer) -> str:
    if after.status in ("ended", "expired"):
        return after.status.capitalize()
    if before.status == "ended" or (before.status == "expired" and _value(before) == _value(after)):
        return "Returned"
    return "Added" if before.status in ("not-set", "expired") else "Changed"


def _value(answer: Answer) -> str | None:
    return answer.decided.value if answer.decided else None
