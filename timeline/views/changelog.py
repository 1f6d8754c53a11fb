"""The changelog of a period: everything that readers of the previous one could not know.

Each day D is compared with the day before. A change took effect on D if the answers of D - 1 and of
D differ, both as known on D. A change was learned on D if the answer of an earlier day, as known on
D, differs from the one as known on D - 1. Statements and events that changed no answer are added
(docs/meaning.md §7).
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import pairwise
from operator import attrgetter

from events.dates.dates import Date
from events.model.kinds import Term
from timeline.boxes.boxes import Box
from timeline.boxes.items import ANSWER
from timeline.boxes.lines import Answers, Lines
from timeline.record.days import ordinals
from timeline.record.record import Record
from timeline.record.relations import relations_of
from timeline.record.sources import FAR, announced
from timeline.record.steps import ANSWERS, SILENT, Step
from timeline.rule.answer import Answer
from timeline.rule.line import relevant, said_on
from timeline.rule.said import confirms
from timeline.rule.terms import Possibility, Terms, kinds
from timeline.views.answer_changes import AnswerChange, Said, answer_changes, bare, behind, goes_on
from timeline.views.diff import is_clarified

GROUPS = (
    "Added", "Changed", "Clarified", "Ended", "Expired", "Confirmed", "Said unchanged",
    "Reaffirmed", "Disputed", "Settled", "Left unsaid", "Learned late", "Claimed", "Announced",
    "Also happened",
)  # fmt: skip
"""The groups that a line can belong to, in reading order."""


@dataclass(frozen=True)
class Row:
    """A change that took effect on the day *on* or, if *learned*, of the answer of earlier days."""

    on: int
    learned: bool
    change: AnswerChange

    @cached_property
    def steps(self) -> list[Step]:
        """The steps behind the change."""
        return behind(self.change.was, self.change.now)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the day *on*: an answer that changed, or a statement that changed none.

    It is about the *event*, and about a *term* unless the event says nothing about any. *when* is
    the date of the event as its source gives it. *before* is the answer until then and *after* the
    answer from then on; they are the same if nothing changed. *steps* are the statements behind the
    line, and *rows* the changes merged into it. *days* are the first and the last day, as ordinals,
    on which an answer learned late held. *met* describes the conditions met that ended nothing.
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


def lines(answers: Answers, first: date | None, last: date | None) -> list[Line]:
    """Return the lines of the days *first* through *last*, newest first, then by group and term.

    None is an open end. *answers* must cover all terms, with a record of all events.
    """
    record, now = answers.record, answers.known(None)
    low, high = (first or date.min).toordinal(), (last or date.max).toordinal()
    found = list[Line]()
    for term in record.terms.values():
        public = _Public(term.key, now.steps)
        found += _lines(_Days(term, answers.boxes[term.key], now), public, low, high)
    found += _happened(record, found, low, high)
    # Lines of one day and group are already in the order of the terms.
    found.sort(key=lambda one: GROUPS.index(one.group))
    return sorted(found, key=lambda one: one.on, reverse=True)


def _lines(days: "_Days", public: "_Public", low: int, high: int) -> Iterator[Line]:
    """Yield the lines of one term from the day *low* through *high*."""
    said = [(on, step, group) for step in public.own for on, group in _said_on(step)
            if low <= on <= high]  # fmt: skip
    said.sort(key=lambda one: one[0])
    rows = list(days.rows(low, high, dict.fromkeys(on for on, _, _ in said)))
    yield from _merged(days.term, rows)
    gave = {(row.on, step) for row in rows for step in row.steps}
    for on, step, group in said:
        if group or (on, step) not in gave:
            yield _quiet(days, on, group or public.restated(on, step), step)


def _said_on(step: Step) -> Iterator[tuple[int, str | None]]:
    """Yield each day on which *step* is news, with the group of its line.

    The group is None if it depends on what the answer is on that day.
    """
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


_FIRST = attrgetter("first")
_OfDay = dict[int, list[Box]]


class _Days:
    """The answers of one term, on each day as known on that day."""

    def __init__(self, term: Term, boxes: Iterable[Box], lines: Lines) -> None:
        self.term, self._lines = term, lines
        self._boxes = [box for box in boxes if box.item.kind == ANSWER]
        self._asked: list[int] = []
        self._held: dict[int, Said] = {}

    def held(self, on: int) -> Said:
        """Return the answer of the day *on*, as known on that day; see *asked* in `rows`."""
        return self._held[on]

    def rows(self, low: int, high: int, asked: Iterable[int]) -> Iterator[Row]:
        """Yield the changes of the days *low* through *high*, each compared with the day before.

        *asked* are the days, in order, whose answers `held` will be asked for. The boxes that are
        closed by what becomes known on a day, and those opened by it, cover the same days.
        """
        self._asked = [*asked][::-1]
        line = sorted((b for b in self._boxes if b.since < low <= b.until + 1), key=_FIRST)
        closed, opened = _by_day(self._boxes, low, high)
        for on, following in pairwise([*sorted({low, *closed, *opened}), high + 1]):
            for box in closed.get(on, ()):
                del line[bisect_left(line, box.first, key=_FIRST)]
            for box in opened.get(on, ()):
                insort(line, box, key=_FIRST)
            was, now = (self._lines.stretches(one.get(on, ())) for one in (closed, opened))
            yield from (Row(on, True, one) for one in answer_changes(was, now, on - 1))
            yield from self._turns(line, on, following)

    def _turns(self, line: Sequence[Box], start: int, end: int) -> Iterator[Row]:
        """Yield the changes of *line* that take effect from *start* until just before *end*."""
        while self._asked and self._asked[-1] < end:
            on = self._asked.pop()
            self._held[on] = self._lines.said(line[bisect_left(line, on + 1, key=_FIRST) - 1])
        begin, stop = (bisect_left(line, day, key=_FIRST) for day in (start, end))
        for was, now in pairwise(self._lines.stretches(line[begin - 1 : stop])):
            if kinds(was.said) != kinds(now.said):
                yield Row(now.first, False, AnswerChange(now.first, now.first, was.said, now.said))


def _by_day(boxes: Iterable[Box], low: int, high: int) -> tuple[_OfDay, _OfDay]:
    """Return the boxes closed, and those opened, by what became known on each day.

    The days run from *low* through *high*.
    """
    closed, opened = _OfDay(), _OfDay()
    for box in boxes:
        for found, on in ((closed, box.until + 1), (opened, box.since)):
            if low <= on <= high:
                found.setdefault(on, []).append(box)
    return closed, opened


class _Public:
    """The steps of one term, and of the terms it depends on, as they become public day by day."""

    def __init__(self, term: str, steps: Mapping[str, Sequence[Step]]) -> None:
        self.own = steps[term]
        self._term, self._on = term, -FAR
        self._known = {key: list[Step]() for key in Terms(steps).chain(term)}
        news = [(key, step) for key in self._known for step in steps.get(key, ()) if step.days]
        self._news = sorted(news, key=lambda one: one[1].public, reverse=True)

    def restated(self, on: int, step: Step) -> str:
        """Return the group of a restatement, or of a change that changed nothing, on the day *on*.

        Of two days, the earlier must be asked about first.
        """
        public = self._by(on)
        if step.verb in ANSWERS:
            others = public | {self._term: [one for one in public[self._term] if one is not step]}
            met = Terms(others).answers(self._term, on)
            ranks = [one.outcome.rank for one in met if _is_restated(one, step)]
            if not ranks:
                return "Also happened"
            return "Confirmed" if min(ranks) <= step.rank else "Reaffirmed"
        restated = said_on(public[self._term], on).restated
        outcomes = [outcome for outcome, one in restated if one is step]
        if any(confirms(outcome, step) for outcome in outcomes):
            return "Confirmed"
        higher = any(step.rank > outcome.rank for outcome in outcomes)
        return "Said unchanged" if higher else "Reaffirmed"

    def _by(self, on: int) -> dict[str, list[Step]]:
        """Return the steps public by the day *on*; the term's own only if they still matter."""
        if on > self._on:
            own = self._known[self._term]
            self._known[self._term] = list(filter(relevant(own, self._on), own))
            self._on = on
        while self._news and self._news[-1][1].public <= on:
            key, step = self._news.pop()
            insort(self._known[key], step, key=attrgetter("place"))
        return self._known


def _is_restated(one: Possibility, step: Step) -> bool:
    """Return whether *one*, which holds without *step*, is the answer that *step* gives."""
    status = "ended" if step.verb == "end" else "in-force"
    return (one.status, one.value) == (status, step.value)


def _merged(term: Term, rows: Iterable[Row]) -> Iterator[Line]:
    """Yield the lines for *rows*; rows that belong to one happening are merged into one line."""
    told: list[list[Row]] = []
    for row in rows:
        if told and _continues(told[-1], row):
            told[-1].append(row)
        else:
            told.append([row])
    return (_line(term, several) for several in told)


def _continues(several: Sequence[Row], row: Row) -> bool:
    """Return whether *row* belongs to the same line as *several*, the rows before it.

    It does if something that may have happened becomes certain, or if an answer learned late
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


def _line(term: Term, rows: Sequence[Row]) -> Line:
    start, last = rows[0], rows[-1]
    if len(rows) > 1 and last.learned and _is_all(last, "expired"):
        last = rows[-2]
    steps = tuple(dict.fromkeys(step for row in rows for step in row.steps))
    before, after = bare(term, start.change.was), bare(term, last.change.now)
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
        days=(start.change.first, last.change.last) if last.learned else None,
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
        when = relations_of(record).when(event.id)
        begins = ordinals(when)[0][0] if when else FAR
        on, is_bare = max(begins, public), not (event.changes or event.met)
        if is_bare and begins > public and low <= public <= high:
            yield Line("Announced", date.fromordinal(public), event.id, when)
        indexed = enumerate(event.met, -len(event.met))
        met = tuple(
            record.conditions[name].title
            for index, name in indexed
            if (on, event.id, index) not in rows
        )
        if (met or is_bare) and low <= on <= high:
            yield Line("Also happened", date.fromordinal(on), event.id, when, met=met)
