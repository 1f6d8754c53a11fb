"""The drawing of a timeline: a lane for each term, with what held, may have held, and happened.

It knows days and no picture: every form of a chart draws the same lanes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, zip_longest

from events.dates import Date
from events.kinds import Term
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on
from timeline.steps import Step
from timeline.walk import answers

SHADES = ("reported", "contested", "disputed")
"""The flags that a chart shows as a shade over the days on which they were up."""

Name = tuple[str, str | None]
"""What an answer is called in a drawing: its status and value, whatever its last day."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Days, both ends included, on which the answer certainly was this; None is an open end."""

    since: date | None
    until: date | None
    status: str
    value: str | None

    @property
    def name(self) -> Name:
        """Its status and value."""
        return self.status, self.value


@dataclass(frozen=True, slots=True)
class Part:
    """Days of an edge with the same possible answers."""

    since: date | None
    until: date | None
    names: frozenset[Name]


@dataclass(frozen=True, slots=True)
class Edge:
    """Days in a row on which the answer is undetermined, between two bars or at an end.

    What was the answer before may still be it through *out*; what is the answer after may be it
    from *into* on. None: it cannot be, or there is no bar there.
    """

    parts: tuple[Part, ...]
    before: Bar | None
    after: Bar | None
    out: date | None
    into: date | None

    @property
    def since(self) -> date | None:
        """Its first day."""
        return self.parts[0].since

    @property
    def until(self) -> date | None:
        """Its last day."""
        return self.parts[-1].until

    @property
    def names(self) -> tuple[Name, ...]:
        """Return all that the answer may be on some of its days, in a fixed order."""
        found = {name for part in self.parts for name in part.names}
        return tuple(sorted(found, key=lambda name: (name[0], name[1] or "")))


@dataclass(frozen=True, slots=True)
class Shade:
    """Days, both ends included, on which the answer has a flag."""

    flag: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """What an event did to the term: *kind* is its verb, or `claim` for what was never the answer.

    It happened on some day from *first* through *last*, None being an end that nobody has stated.
    """

    kind: str
    event: str
    title: str
    when: Date
    said: str | None

    @property
    def first(self) -> date | None:
        """The first day on which it may have happened."""
        return self.when.earliest

    @property
    def last(self) -> date | None:
        """The last day on which it may have happened."""
        return self.when.latest


@dataclass(frozen=True, slots=True)
class Lane:
    """What is drawn of one *term*; *answer* is that of the chosen day.

    *undated* are the events that changed it on a day that nobody has stated.
    """

    term: Term
    answer: Answer
    bars: tuple[Bar, ...]
    edges: tuple[Edge, ...]
    shades: tuple[Shade, ...]
    marks: tuple[Mark, ...]
    undated: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not (self.bars or self.edges or self.marks)


@dataclass(frozen=True, slots=True)
class Drawing:
    """The *lanes* of a chart from the day *first* through *last*, *on* being the chosen day."""

    lanes: tuple[Lane, ...]
    first: date
    last: date
    on: Date

    @property
    def chosen(self) -> tuple[date, date] | None:
        """The first and the last of the days chosen, if they are stated and some are drawn."""
        begin, end = self.on.earliest, self.on.latest
        if begin is None or end is None or end < self.first or begin > self.last:
            return None
        return begin, end

    def topics(self) -> list[tuple[str | None, list[Lane]]]:
        """Return the lanes that are not empty by topic, in the order in which topics first come."""
        found: dict[str | None, list[Lane]] = {}
        for lane in self.lanes:
            if not lane.is_empty:
                found.setdefault(lane.term.topic or None, []).append(lane)
        return list(found.items())


def lane_of(term: Term, steps: Sequence[Step], on: Date) -> Lane:
    """Return what is to be drawn of *term*, by its *steps*."""
    found = [(first or date.min, answer) for first, answer in answers(term, steps)]
    return lane_with(term, steps, found, answer_on(term, steps, on))


def lane_with(
    term: Term, steps: Sequence[Step], found: Sequence[tuple[date, Answer]], chosen: Answer
) -> Lane:
    """Return the lane with the answers *found*, each with the first day on which it is that."""
    stretches = list(_stretches(found))
    pieces = _pieces(stretches)
    return Lane(
        term=term,
        answer=chosen,
        bars=tuple(one for one in pieces if isinstance(one, Bar) and one.status != NOT_SET),
        edges=tuple(one for one in pieces if isinstance(one, Edge)),
        shades=tuple(shade for flag in SHADES for shade in _shades(stretches, flag)),
        marks=tuple(_marks(steps, stretches)),
        undated=tuple(dict.fromkeys(step.id for step in steps if not _is_dated(step))),
    )


def drawing(
    lanes: Iterable[Lane], on: Date, *, first: date | None = None, last: date | None = None
) -> Drawing:
    """Return the drawing of *lanes*; ends that are not given leave room for all that is dated.

    Then it runs over whole years, or over whole months where it is short.
    """
    drawn = tuple(lanes)
    days = sorted(_days(drawn, on))
    begin, end = first or days[0], last or days[-1]
    nothing = begin > end
    if nothing:
        begin = end = first or end
    months = not nothing and (end - begin).days < _SHORT
    begin = first or date(begin.year, begin.month if months else 1, 1)
    return Drawing(drawn, begin, last or _last_of(end, month=months), on)


_SHORT = 300
"""Fewer days than these are drawn by months."""


def last_happening(steps: Iterable[Step]) -> date | None:
    """Return the last day on which one of *steps* may have happened, if any is stated."""
    stated = (day for step in steps if step.when for day in (step.when.earliest, step.when.latest))
    return max((day for day in stated if day), default=None)


def _last_of(end: date, *, month: bool) -> date:
    """Return the last day of the month or the year of *end*."""
    if end.month == 12 or not month:
        return date(end.year, 12, 31)
    return date(end.year, end.month + 1, 1) - timedelta(1)


def _days(lanes: Iterable[Lane], on: Date) -> Iterator[date]:
    """Yield the days that a drawing should have room for: happenings, and the chosen day."""
    stated = [on.earliest, on.latest]
    stated += [day for lane in lanes for mark in lane.marks for day in (mark.first, mark.last)]
    found = [one for one in stated if one]
    yield from found or [date(2000, 1, 1)]


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Days on which neither the answer nor its flags change."""

    since: date | None
    until: date | None
    answer: Answer
    names: frozenset[Name]


def _stretches(found: Sequence[tuple[date, Answer]]) -> Iterator[_Stretch]:
    for (begins, answer), following in zip_longest(found, found[1:]):
        yield _Stretch(
            begins if begins > found[0][0] else None,
            following[0] - timedelta(1) if following else None,
            answer,
            frozenset((one.status, one.value) for one in answer.possible or (answer,)),
        )


def _pieces(stretches: Iterable[_Stretch]) -> list[Bar | Edge]:
    """Return the bars, those of days on which nothing is set too, and the edges between them."""
    runs = [list(run) for _, run in groupby(stretches, key=_certain)]
    bars = [_bar(run) for run in runs]
    beside = zip(runs, bars, [None, *bars[:-1]], [*bars[1:], None], strict=True)
    return [bar or _edge(run, before, after) for run, bar, before, after in beside]


def _certain(one: _Stretch) -> Name | None:
    """Return what the answer certainly is called, None if it is undetermined."""
    return next(iter(one.names)) if len(one.names) == 1 else None


def _bar(run: Sequence[_Stretch]) -> Bar | None:
    name = _certain(run[0])
    return Bar(run[0].since, run[-1].until, *name) if name else None


def _edge(run: Sequence[_Stretch], before: Bar | None, after: Bar | None) -> Edge:
    parts = tuple(
        Part(several[0].since, several[-1].until, names)
        for names, several in ((names, list(group)) for names, group in _alike(run))
    )
    still = list(_while(parts, before))
    already = list(_while(parts[::-1], after))
    return Edge(
        parts,
        before,
        after,
        out=still[-1].until if still else None,
        into=already[-1].since if already else None,
    )


def _alike(run: Iterable[_Stretch]) -> Iterator[tuple[frozenset[Name], Iterator[_Stretch]]]:
    return groupby(run, key=lambda one: one.names)


def _while(parts: Iterable[Part], bar: Bar | None) -> Iterator[Part]:
    """Yield the first of *parts*, as long as the answer of *bar* is possible on their days."""
    for part in parts:
        if bar is None or bar.name not in part.names:
            return
        yield part


def _shades(stretches: Iterable[_Stretch], flag: str) -> Iterator[Shade]:
    for flagged, group in groupby(stretches, key=lambda one: flag in one.answer.flags):
        if flagged:
            run = list(group)
            yield Shade(flag, run[0].since, run[-1].until)


def _is_dated(step: Step) -> bool:
    return step.when is not None and (step.when.earliest or step.when.latest) is not None


def _marks(steps: Iterable[Step], stretches: Iterable[_Stretch]) -> Iterator[Mark]:
    """Yield a mark for all that each event does in one way on the same day, in order of days."""
    claimed, given = _said_by(stretches)
    found: dict[tuple[str, str, Date], Mark] = {}
    for step in steps:
        if not _is_dated(step) or step.when is None:
            continue
        stands_beside = step.answers and step.id in claimed and step.id not in given
        kind = "claim" if stands_beside else step.verb
        mark = Mark(kind, step.id, step.standing.event.title, step.when, step.value)
        found.setdefault((mark.event, mark.kind, mark.when), mark)
    yield from sorted(found.values(), key=_order)


def _order(mark: Mark) -> tuple[date, date]:
    return mark.first or date.min, mark.last or date.max


def _said_by(stretches: Iterable[_Stretch]) -> tuple[set[str | None], set[str | None]]:
    """Return the events that claim something on some day, and those that give an answer."""
    answers = [one.answer for one in stretches]
    claimed: set[str | None] = {claim.event for one in answers for claim in one.claims}
    possible = {each.event for one in answers for each in one.possible}
    return claimed, possible | {one.event for one in answers}
