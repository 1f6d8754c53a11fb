"""The lanes of a drawn timeline: bars for the answers of a term, and marks for its events.

They deal in days and not in pixels: every kind of chart draws the same lanes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby

from events.dates.dates import Date
from events.model.kinds import Term
from events.model.values import Value, value
from timeline.boxes.lines import Lines
from timeline.boxes.spans import is_drawn, span
from timeline.record.steps import Step
from timeline.rule.answer import Answer, answer_in
from timeline.rule.state import Phase

SHADES = ("reported", "claimed-otherwise", "disputed")
"""The flags that a chart shows as a shade over the days on which they were up."""

NOT_SET = "not-set"

Name = tuple[str, str | None]
"""The name of an answer in a drawing: its status and value, whatever its last day."""


@value
class Bar(Value):
    """The days, both inclusive, on which the answer was certainly this one; None is an open end."""

    since: date | None
    until: date | None
    status: str
    value: str | None

    @property
    def name(self) -> Name:
        """The status and value."""
        return self.status, self.value


@value
class Part(Value):
    """The days of an edge with the same possible answers."""

    since: date | None
    until: date | None
    names: frozenset[Name]


@value
class Edge(Value):
    """A run of days on which the answer is undetermined, between two bars or at an end.

    The answer *before* may still hold through *out*, and the answer *after* may hold from *into*
    on. *out* is None if the answer *before* is impossible here or there is no bar *before*; *into*
    is None likewise.
    """

    parts: tuple[Part, ...]
    before: Bar | None
    after: Bar | None
    out: date | None
    into: date | None

    @property
    def since(self) -> date | None:
        """The first day."""
        return self.parts[0].since

    @property
    def until(self) -> date | None:
        """The last day."""
        return self.parts[-1].until

    @property
    def names(self) -> tuple[Name, ...]:
        """Return all names that the answer may have on some of the days, in a fixed order."""
        found = {name for part in self.parts for name in part.names}
        return tuple(sorted(found, key=lambda name: (name[0], name[1] or "")))


@value
class Shade(Value):
    """The days, both inclusive, on which the answer has a flag."""

    flag: str
    since: date | None
    until: date | None


@value
class Mark(Value):
    """What an event did to the term: *kind* is its verb, *said* what it set or claimed.

    The event happened on some day from *first* through *last*; None is an open end.
    """

    kind: str
    event: str
    title: str
    when: Date
    said: str | None

    @property
    def first(self) -> date | None:
        """The first day on which the event may have happened."""
        return self.when.earliest

    @property
    def last(self) -> date | None:
        """The last day on which the event may have happened."""
        return self.when.latest


@value
class Lane(Value):
    """Everything drawn for one *term*; *answer* is the one on the chosen day.

    *undated* are the events that changed the term on an unstated day.
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


def lanes(lines: Lines, keys: Iterable[str], on: Date) -> list[Lane]:
    """Return the lanes of the terms *keys*, drawn from *lines*; *on* is the chosen day."""
    titles = {one.event.id: one.event.title for one in lines.record.events}
    return [_lane(lines, key, titles, on) for key in keys]


def _lane(lines: Lines, key: str, titles: Mapping[str, str], on: Date) -> Lane:
    term, steps = lines.record.terms[key], lines.steps.get(key, ())
    drawn = [one for one in lines.line(key) if is_drawn(one.first, one.last)]
    pieces = _pieces(_named(drawn))
    return Lane(
        term=term,
        answer=lines.answer(key, on),
        bars=tuple(one for one in pieces if isinstance(one, Bar) and one.status != NOT_SET),
        edges=tuple(one for one in pieces if isinstance(one, Edge)),
        shades=tuple(_shades([answer_in(term, one.state, one.first, one.last) for one in drawn])),
        marks=tuple(_marks(steps, titles)),
        undated=tuple(dict.fromkeys(step.event for step in steps if not _is_dated(step))),
    )


# What the answer was, and may have been


def _named(line: Iterable[Phase]) -> Iterator[Part]:
    """Yield the runs of days on which the answer has the same possible names."""
    named = ((one, frozenset((a.status, a.value) for a in one.state.answers)) for one in line)
    for names, group in groupby(named, key=lambda pair: pair[1]):
        several = [one for one, _ in group]
        yield Part(*span(several[0].first, several[-1].last), names)


def _pieces(parts: Iterable[Part]) -> list[Bar | Edge]:
    """Return the bars, including those of days on which nothing is set, and the edges between."""
    runs = [list(run) for _, run in groupby(parts, key=_certain)]
    bars = [_bar(run) for run in runs]
    beside = zip(runs, bars, [None, *bars[:-1]], [*bars[1:], None], strict=True)
    return [bar or _edge(run, before, after) for run, bar, before, after in beside]


def _certain(one: Part) -> Name | None:
    """Return the name that the answer certainly has, or None if it is undetermined."""
    return next(iter(one.names)) if len(one.names) == 1 else None


def _bar(run: Sequence[Part]) -> Bar | None:
    name = _certain(run[0])
    return Bar(run[0].since, run[-1].until, *name) if name else None


def _edge(parts: Sequence[Part], before: Bar | None, after: Bar | None) -> Edge:
    still = list(_while(parts, before))
    already = list(_while(parts[::-1], after))
    return Edge(
        tuple(parts),
        before,
        after,
        out=still[-1].until if still else None,
        into=already[-1].since if already else None,
    )


def _while(parts: Iterable[Part], bar: Bar | None) -> Iterator[Part]:
    """Yield *parts* from the first one on, while the answer of *bar* is possible on their days."""
    for part in parts:
        if bar is None or bar.name not in part.names:
            return
        yield part


# The flags over it


def _shades(line: Sequence[Answer]) -> Iterator[Shade]:
    for flag in SHADES:
        for flagged, group in groupby(line, key=lambda one: flag in one.flags):
            run = list(group)
            if flagged:
                yield Shade(flag, *span(run[0].first, run[-1].last))


# What happened


def _is_dated(step: Step) -> bool:
    return step.when is not None and (step.when.earliest or step.when.latest) is not None


def _marks(steps: Iterable[Step], titles: Mapping[str, str]) -> Iterator[Mark]:
    """Yield a mark for each event, verb and date among *steps*, sorted by day."""
    found: dict[tuple[str, str, Date], Mark] = {}
    for step in steps:
        if step.when is not None and _is_dated(step):
            mark = Mark(step.verb, step.event, titles[step.event], step.when, _said(step))
            found.setdefault((mark.event, mark.kind, mark.when), mark)
    yield from sorted(found.values(), key=_order)


def _said(step: Step) -> str | None:
    return "ended" if step.verb == "claim" and step.value is None else step.value


def _order(mark: Mark) -> tuple[date, date]:
    return mark.first or date.min, mark.last or date.max
