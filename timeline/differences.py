"""Differences: what changed in the answers between two points, and which clock is the cause."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from events.dates import Date
from events.kinds import Act, Correct, Define, Event, Redefine, Retract, Term
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on
from timeline.record import Kept, Record, record_of
from timeline.steps import Step, steps_of

CAUSES = ("corrected", "remodelled", "logged", "learned", "world")


@dataclass(frozen=True, slots=True)
class Point:
    """Where to stand: on which effective day, with what was known by, with what was recorded by."""

    on: Date
    known: date | None = None
    recorded: str | None = None


@dataclass(frozen=True, slots=True)
class Difference:
    """The answers of one term before and after, why they differ and the *events* behind it."""

    cause: str
    before: Answer
    after: Answer
    events: tuple[str, ...]


def differences(kept: Sequence[Kept], start: Point, end: Point) -> Iterator[Difference]:
    """Yield the rows that lead from the answers at *start* to those at *end*.

    The way is walked one clock at a time, first *recorded*, then *known*, then *as of*; a term
    whose answer changes on several of them has as many rows, in that order (docs/meaning.md §7).
    Terms whose answers are equal at both points have none.
    """
    recorded = replace(start, recorded=end.recorded)
    known = replace(recorded, known=end.known)
    names = record_of(kept, by=_later(start.recorded, end.recorded)).renamed
    stops = [_View(kept, point, names) for point in (start, recorded, known, end)]
    for term in stops[0].terms | stops[1].terms:
        if stops[0].answer(term).same == stops[-1].answer(term).same:
            continue
        yield from _recorded(kept, term, stops[0], stops[1])
        yield from _row("learned", term, stops[1], stops[2])
        yield from _row("world", term, stops[2], stops[3])


def _later(one: str | None, other: str | None) -> str | None:
    return None if one is None or other is None else max(one, other)


class _View:
    """The answers at one point, of terms by the *names* that they have at the later one."""

    def __init__(self, kept: Iterable[Kept], point: Point, names: Mapping[str, str]) -> None:
        self.record: Record = record_of(kept, by=point.recorded)
        self.point, self.names = point, names
        self._steps: dict[str, list[Step]] = steps_of(self.record, known=point.known)

    @property
    def terms(self) -> dict[str, None]:
        return dict.fromkeys(self.names.get(key, key) for key in self.record.terms)

    def answer(self, key: str) -> Answer:
        """Return the answer of a term; one that is not defined yet is not set."""
        own = next((one for one in self.record.terms if self.names.get(one, one) == key), None)
        if own is None:
            return Answer(term=Term(key=key, title=key), status=NOT_SET)
        term = replace(self.record.terms[own], key=key)
        return answer_on(term, self._steps[own], self.point.on)


def _row(cause: str, term: str, before: _View, after: _View) -> Iterator[Difference]:
    was, now = before.answer(term), after.answer(term)
    if was.same != now.same:
        yield Difference(cause, was, now, tuple(behind(was, now)))


def _recorded(kept: Sequence[Kept], term: str, before: _View, after: _View) -> Iterator[Difference]:
    """Yield the row of the recorded step, in either direction of time."""
    was, now = before.answer(term), after.answer(term)
    if was.same == now.same:
        return
    between = _between(kept, before.point.recorded, after.point.recorded)
    later = max(after, before, key=lambda view: len(view.record.acts))
    cause, acts = _cause(kept, term, between, later)
    yield Difference(cause, was, now, tuple(acts or behind(was, now)))


def _between(kept: Iterable[Kept], one: str | None, other: str | None) -> list[Kept]:
    """Return what was recorded after the earlier and by the later of two instants."""
    first, last = sorted((one, other), key=lambda instant: (instant is None, instant or ""))
    if first is None:
        return []
    return [act for act in kept if first < act.recorded and (last is None or act.recorded <= last)]


def _cause(
    kept: Sequence[Kept], term: str, between: Sequence[Kept], later: _View
) -> tuple[str, list[str]]:
    """Name the cause of what the acts *between* changed, and the acts, where they are the cause.

    A correction or retraction accounts for it if without them the later answer were another. Else
    the vocabulary does if it alone makes the later answer of the earlier one.
    """
    goal = later.answer(term).same

    def answer_without(drop: Callable[[Act], bool]) -> object:
        dropped = {one.version for one in between if drop(one.act)}
        left = [one for one in later.record.acts if one.version not in dropped]
        point = replace(later.point, recorded=None)
        return _View(left, point, later.names).answer(term).same

    if answer_without(lambda act: isinstance(act, Correct | Retract)) != goal:
        return "corrected", [one.act.id for one in acts_on(kept, term, between, later.names)]
    if answer_without(lambda act: not isinstance(act, Define | Redefine)) == goal:
        return "remodelled", [one.act.id for one in between if isinstance(one.act, Redefine)]
    return "logged", []


def acts_on(
    kept: Iterable[Kept], term: str, between: Iterable[Kept], names: Mapping[str, str]
) -> Iterator[Kept]:
    """Yield the corrections and retractions *between* that bear on *term*.

    *names* lead from the names that terms had to those they have.
    """
    acts = {one.act.id: one.act for one in kept}
    own = {term, *(old for old, new in names.items() if new == term)}
    for one in between:
        if isinstance(one.act, Correct | Retract) and _touches(one.act, own, acts):
            yield one


def _touches(act: Correct | Retract, terms: set[str], acts: Mapping[str, Act]) -> bool:
    said = [act.fields.changes] if isinstance(act, Correct) else []
    target = acts.get(act.event)
    if isinstance(target, Correct):
        return _touches(target, terms, acts)
    if isinstance(target, Event):
        said.append(target.changes)
        if target.met:
            return True
    return any(change.term in terms for changes in said for change in changes)


def behind(before: Answer, after: Answer) -> Iterator[str]:
    """Yield the events that are new in the answer after, else all it has, else those it lost."""
    then, now = _events(before), _events(after)
    fresh = [event for event in now if event not in then]
    yield from fresh or now or then


def _events(answer: Answer) -> list[str]:
    events = [answer.event, *(one.event for one in answer.possible)]
    return list(dict.fromkeys(event for event in events if event is not None))
