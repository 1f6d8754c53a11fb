"""Differences: what changed in the answers between two points, and which clock is the cause."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from events.dates import Date
from events.kinds import Act, Change, Correct, Define, Event, Redefine, Retract, Set, Term
from timeline.answers import NOT_SET, Answer
from timeline.as_of import answer_on
from timeline.merged import Kept, Record, record_of
from timeline.steps import Step
from timeline.telling import steps_of

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
    before, after = (record_of(kept, by=point.recorded) for point in (start, end))
    names = max(before, after, key=_length).renamed
    first = _View(before, names, start.on, start.known)
    recorded = replace(first, record=after)
    known = replace(recorded, known=end.known)
    last = replace(known, on=end.on)
    for term in _terms(before, names) | _terms(after, names):
        if first.answer(term).same != last.answer(term).same:
            yield from _recorded(term, first, recorded)
            yield from _row("learned", term, recorded, known)
            yield from _row("world", term, known, last)


def _length(record: Record) -> int:
    return len(record.acts)


def _terms(record: Record, names: Mapping[str, str]) -> dict[str, None]:
    return dict.fromkeys(names.get(key, key) for key in record.terms)


@dataclass
class _View:
    """The answers at one point, of terms by the *names* that they have at the later one."""

    record: Record
    names: Mapping[str, str]
    on: Date
    known: date | None
    steps: Mapping[str, Sequence[Step]] = field(init=False)

    def __post_init__(self) -> None:
        self.steps = steps_of(self.record, known=self.known)

    def answer(self, key: str) -> Answer:
        """Return the answer of a term; one that is not defined yet is not set."""
        for own, term in self.record.terms.items():
            if self.names.get(own, own) == key:
                return answer_on(replace(term, key=key), self.steps[own], self.on)
        return Answer(term=Term(key=key, title=key), status=NOT_SET)


def _row(cause: str, term: str, before: _View, after: _View) -> Iterator[Difference]:
    was, now = before.answer(term), after.answer(term)
    if was.same != now.same:
        yield Difference(cause, was, now, tuple(behind(was, now)))


def _recorded(term: str, before: _View, after: _View) -> Iterator[Difference]:
    """Yield the row of the recorded step, in either direction of time."""
    was, now = before.answer(term), after.answer(term)
    if was.same != now.same:
        earlier, later = sorted((before, after), key=lambda view: _length(view.record))
        between = later.record.acts[_length(earlier.record) :]
        cause, acts = _cause(term, between, later)
        yield Difference(cause, was, now, tuple(acts or behind(was, now)))


def _cause(term: str, between: Sequence[Kept], later: _View) -> tuple[str, list[str]]:
    """Name the cause of what the acts *between* changed, and the acts, where they are the cause.

    A correction or retraction accounts for it if without them the later answer were another. Else
    the vocabulary does if it alone makes the later answer of the earlier one. The acts named are
    those without which the answer were another, or all where none alone makes a difference.
    """
    goal = later.answer(term).same

    def answer_without(acts: Iterable[Kept]) -> object:
        dropped = {one.version for one in acts}
        left = [one for one in later.record.acts if one.version not in dropped]
        return replace(later, record=record_of(left)).answer(term).same

    def decisive(acts: Iterable[Kept]) -> list[str]:
        several = list(acts)
        alone = [one for one in several if answer_without([one]) != goal]
        return [one.act.id for one in alone or several]

    if answer_without(one for one in between if isinstance(one.act, Correct | Retract)) != goal:
        return "corrected", decisive(acts_on(later.record.acts, term, between, later.names))
    if answer_without(one for one in between if not isinstance(one.act, Define | Redefine)) == goal:
        return "remodelled", decisive(one for one in between if isinstance(one.act, Redefine))
    return "logged", []


def acts_on(
    kept: Iterable[Kept], term: str, between: Iterable[Kept], names: Mapping[str, str]
) -> Iterator[Kept]:
    """Yield the corrections and retractions *between* that bear on *term*.

    That are those of an event which, as recorded or as corrected, changes the term, is told more
    about where the term is changed, or meets a condition that would end its answer early. *names*
    lead from the names that terms had to those they have.
    """
    acts = [one.act for one in kept]
    own = {term, *(old for old, new in names.items() if new == term)}
    events = set(_bearing(acts, own))
    corrected = {act.id: act.event for act in acts if isinstance(act, Correct)}
    for one in between:
        act = one.act
        if isinstance(act, Correct | Retract) and corrected.get(act.event, act.event) in events:
            yield one


def _bearing(acts: Iterable[Act], terms: set[str]) -> Iterator[str]:
    """Yield the events on which the answers of *terms* hang, in any form they have had."""
    said = [_said(act) for act in acts if isinstance(act, Event | Correct)]
    changes = [(event, one) for event, several, _ in said for one in several if one.term in terms]
    conditions = {name for _, one in changes if isinstance(one, Set) for name in one.unless}
    for event, change in changes:
        yield event
        yield change.of or event
    yield from (event for event, _, met in said if conditions.intersection(met))


def _said(act: Event | Correct) -> tuple[str, tuple[Change, ...], tuple[str, ...]]:
    if isinstance(act, Event):
        return act.id, act.changes, act.met
    return act.event, act.fields.changes, act.fields.met


def behind(before: Answer, after: Answer) -> Iterator[str]:
    """Yield the events that are new in the answer after, else all it has, else those it lost."""
    then, now = _events(before), _events(after)
    fresh = [event for event in now if event not in then]
    yield from fresh or now or then


def _events(answer: Answer) -> list[str]:
    events = [answer.event, *(one.event for one in answer.possible)]
    return list(dict.fromkeys(event for event in events if event is not None))
