"""The changelog of a period: everything that a reader of the last one could not know.

Each day D is held against the day before: what took effect, by the answers of D - 1 and D as known
on D, and what became known of all days before, by the lines as known on D - 1 and on D. With it
goes what was said and what happened that changed no answer (docs/meaning.md §7).
"""

from bisect import insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from operator import attrgetter

from events.dates import Date
from events.model.kinds import Term
from timeline.record.record import Record
from timeline.record.steps import ANSWERS, FAR, SILENT, Step, announced, ordinals, steps_of
from timeline.rule.answer import Answer
from timeline.rule.line import Stretch
from timeline.rule.said import confirms
from timeline.rule.terms import Possibility, Terms
from timeline.views.diff import is_clarified
from timeline.views.parting import (
    DECIDING,
    Parting,
    Said,
    above,
    bare,
    behind,
    cut,
    goes_on,
    kinds,
    partings,
    reach,
    within,
)

GROUPS = (
    "Added", "Changed", "Clarified", "Ended", "Expired", "Confirmed", "Said unchanged",
    "Reaffirmed", "Disputed", "Settled", "Left unsaid", "Learned late", "Claimed", "Announced",
    "Also happened",
)  # fmt: skip
"""What a line can be about, in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Row:
    """A difference of one day *on*: of that day itself, or *learned* of the days of a parting."""

    on: int
    learned: bool
    parting: Parting

    @property
    def steps(self) -> list[Step]:
        """What is behind it."""
        return behind(self.parting.was, self.parting.now)


@dataclass(frozen=True, slots=True)
class Line:
    """What came to be on the day *on*: an answer that changed, or a statement that changed none.

    It is about the *event*, and about a *term*, unless the event has nothing to say of any. *when*
    is the date of what happened as its source gives it; *before* is the answer until then and
    *after* from then on, the same for what changed none. *rows* are the differences that it tells.
    What was learned late has the *days* on which it was so, from the first through the last. *met*
    are the conditions met that ended nothing, in words.
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


def lines(record: Record, first: date | None, last: date | None) -> list[Line]:
    """Return the lines from *first* through *last*, newest first, then by group and term."""
    steps = steps_of(record)
    low, high = (first or date.min).toordinal(), (last or date.max).toordinal()
    found = [line for term in record.terms.values() for line in lines_of(term, steps, low, high)]
    found += _happened(record, found, low, high)
    # Of one day and group they are in the order of the terms already.
    found.sort(key=lambda one: GROUPS.index(one.group))
    return sorted(found, key=lambda one: one.on, reverse=True)


def lines_of(
    term: Term, steps: Mapping[str, Sequence[Step]], low: int, high: int
) -> Iterator[Line]:
    """Yield the lines of one *term* from the day *low* through *high*, by the *steps* of all."""
    quiet = [(on, group, step) for step in steps[term.key] for on, group in _said_on(step)]
    quiet = [one for one in quiet if low <= one[0] <= high]
    days = _Days(term, steps, {on for on, _, _ in quiet})
    rows = list(days.rows(low, high))
    yield from _merged(term, rows)
    gave = {(row.on, step) for row in rows for step in row.steps}
    for on, group, step in quiet:
        if group or (on, step) not in gave:
            yield _quiet(days, on, group or days.restated(on, step), step)


def _said_on(step: Step) -> Iterator[tuple[int, str | None]]:
    """Yield the days on which *step* is news, and what it is about then, if that is clear."""
    begins = step.days[0][0] if step.days else FAR
    if begins > step.public and step.verb not in SILENT:
        yield step.public, "Announced"
    if step.verb in SILENT:
        begins = step.public if begins == FAR else begins
    if step.verb != "met":
        yield max(begins, step.public), _GROUP_OF.get(step.verb)


_GROUP_OF = {
    "claim": "Claimed", "dispute": "Disputed", "settle": "Settled", "leave-unsaid": "Left unsaid",
    "use": "Also happened", "note": "Also happened",
}  # fmt: skip


class _Days:
    """The days of one term: its line as it is known on each of them."""

    def __init__(self, term: Term, steps: Mapping[str, Sequence[Step]], asked: set[int]) -> None:
        self.term = term
        self._steps = {key: steps.get(key, ()) for key in above(term.key, steps)}
        self._asked = sorted(asked, reverse=True)
        self._held: dict[int, Said] = {}

    def held(self, on: int) -> Said:
        """Return the answer of a day that was *asked* for, by what was public on it."""
        return self._held[on]

    def rows(self, low: int, high: int) -> Iterator[Row]:
        """Yield the differences of the days *low* through *high*, each day held against the last.

        What is known from one day to the next is told anew only where it can matter, and the days
        ahead only as far as nothing else becomes known.
        """
        line = self._known(low - 1).line(self.term.key)
        news = self._news(low, high)
        public = {key: [s for s in own if s.public < low] for key, own in self._deciding()}
        yield from self._turns(line, low, min([*news, high + 1]))
        for on, following in pairwise([*sorted(news), high + 1]):
            for key, step in news[on]:
                insort(public[key], step, key=attrgetter("place"))
            first, last = reach(public, [step for _, step in news[on]])
            for begin, end in ((first, min(last, on - 1)), (on, following - 1)):
                if begin <= end:
                    now = within(public, begin, end).line(self.term.key)
                    if end < on:
                        for one in partings(cut(line, begin, end), now, end):
                            yield Row(on, True, one)
                    line = [*cut(line, -FAR, begin - 1), *now, *cut(line, end + 1, FAR)]
            yield from self._turns(line, on, following)

    def _deciding(self) -> Iterator[tuple[str, list[Step]]]:
        for key, own in self._steps.items():
            yield key, [step for step in own if step.days and step.verb in DECIDING]

    def _news(self, low: int, high: int) -> dict[int, list[tuple[str, Step]]]:
        """Return what becomes known on each of the days, with its term."""
        found: dict[int, list[tuple[str, Step]]] = {}
        for key, own in self._deciding():
            for step in own:
                if low <= step.public <= high:
                    found.setdefault(step.public, []).append((key, step))
        return found

    def _known(self, on: int) -> Terms:
        return Terms({key: [s for s in own if s.public <= on] for key, own in self._steps.items()})

    def _turns(self, line: Sequence[Stretch], start: int, end: int) -> Iterator[Row]:
        """Yield what takes effect on the days from *start* until before *end*."""
        while self._asked and self._asked[-1] < end:
            on = self._asked.pop()
            [self._held[on]] = (one.said for one in cut(line, on, on))
        for was, now in pairwise(cut(line, start - 1, end - 1)):
            if kinds(was.said) != kinds(now.said):
                yield Row(now.first, False, Parting(now.first, now.first, was.said, now.said))

    def restated(self, on: int, step: Step) -> str:
        """Say what a restatement, or a change that changed nothing, is to the answer it meets."""
        public = self._known(on)
        if step.verb in ANSWERS:
            others = {key: [s for s in own if s is not step] for key, own in public.steps.items()}
            met = Terms(others).answers(self.term.key, on)
            ranks = [one.outcome.rank for one in met if _is_restated(one, step)]
            if not ranks:
                return "Also happened"
            return "Confirmed" if min(ranks) <= step.rank else "Reaffirmed"
        pairs = [(one, s) for one, s in public.said(self.term.key, on).restated if s is step]
        if any(confirms(outcome, step) for outcome, _ in pairs):
            return "Confirmed"
        higher = any(step.rank > outcome.rank for outcome, _ in pairs)
        return "Said unchanged" if higher else "Reaffirmed"


def _is_restated(one: Possibility, step: Step) -> bool:
    """Say whether *step*, a set or end, gives the answer that there is without it."""
    status = "ended" if step.verb == "end" else "in-force"
    return (one.status, one.value) == (status, step.value)


def _merged(term: Term, rows: Iterable[Row]) -> Iterator[Line]:
    """Yield a line for each row, or one for those that are one happening."""
    told: list[list[Row]] = []
    for row in rows:
        if told and _continues(told[-1], row):
            told[-1].append(row)
        else:
            told.append([row])
    return (_line(term, several) for several in told)


def _continues(several: Sequence[Row], row: Row) -> bool:
    """Say whether *row* goes on with what *several* tell.

    It does if what may have happened now must have, or if what was learned expired.
    """
    start, last = several[0], several[-1]
    if row.learned:
        follows = last.learned and (row.on, row.parting.first) == (last.on, last.parting.last + 1)
        expires = _is_all(last, "in-force") and _is_all(row, "expired")
        same = follows and kinds(start.parting.was) == kinds(row.parting.was)
        return same and (expires or goes_on(last.parting, row.parting))
    moments = {step.moment for step in last.steps}
    days = {step.days[-1][1] for step in row.steps if step.moment in moments}
    return len(kinds(last.parting.now)) > 1 and row.on in days


def _is_all(row: Row, status: str) -> bool:
    return {one.status for one in row.parting.now} == {status}


def _line(term: Term, rows: Sequence[Row]) -> Line:
    start, last = rows[0], rows[-1]
    if len(rows) > 1 and last.learned and _is_all(last, "expired"):
        last = rows[-2]
    steps = tuple(dict.fromkeys(step for row in rows for step in row.steps))
    before, after = bare(term, start.parting.was), bare(term, last.parting.now)
    group = _group(before, after)
    if last.learned:
        group = "Clarified" if is_clarified(steps) else "Learned late"
    return Line(
        group=group,
        on=date.fromordinal(start.on),
        event=steps[-1].event,
        when=steps[-1].when,
        term=term,
        before=before,
        after=after,
        steps=steps,
        rows=tuple(rows),
        days=(start.parting.first, last.parting.last) if last.learned else None,
    )


def _group(before: Answer, after: Answer) -> str:
    if after.status in ("ended", "expired"):
        return after.status.capitalize()
    return "Added" if before.status in ("not-set", "ended", "expired") else "Changed"


def _quiet(days: _Days, on: int, group: str, step: Step) -> Line:
    """Return the line of a step that changed no answer."""
    answer = bare(days.term, days.held(on))
    return Line(
        group, date.fromordinal(on), step.event, step.when, days.term, answer, answer, (step,)
    )


def _happened(record: Record, found: Iterable[Line], low: int, high: int) -> Iterator[Line]:
    """Yield the lines of events that change no term, and of conditions met that ended nothing."""
    rows = {
        (row.on, step.event, step.index)
        for line in found
        for row in line.rows
        for step in row.steps
    }
    for standing in record.events:
        event = standing.event
        said = announced(standing, record)
        public = said.latest.toordinal() if said.latest else FAR
        begins = ordinals(event.when)[0][0] if event.when else FAR
        on, is_bare = max(begins, public), not (event.changes or event.met)
        if is_bare and begins > public and low <= public <= high:
            yield Line("Announced", date.fromordinal(public), event.id, event.when)
        indexed = enumerate(event.met, -len(event.met))
        met = tuple(
            record.conditions[name].title
            for index, name in indexed
            if (on, event.id, index) not in rows
        )
        if (met or is_bare) and low <= on <= high:
            yield Line("Also happened", date.fromordinal(on), event.id, event.when, met=met)
