"""News: what a subscriber is told, an entry an event, an expiry or an act on the record.

An entry is *published* when the log first has it, and *updated* at the last moment at which what
it says became another: by an act that was recorded, or by a day that came.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Generic, TypeVar

from events.kinds import Change, Correct, Event, Retract, Set
from timeline.as_of import turning_days
from timeline.changelog import Line, lines_of
from timeline.errata import Erratum, erratum
from timeline.record import Kept, Record, Standing, record_of
from timeline.steps import Step, Steps
from timeline.telling import steps_of


@dataclass(frozen=True, slots=True)
class Item:
    """What the record has on an event by a day.

    *lines* are those of the changelog that the event gave, *others* what it says beside them,
    *told* the events that tell more about it. With *retracted* it should never have been recorded.
    *expired* says that it is about a value of the event that has expired.
    """

    event: Event
    record: Record
    lines: tuple[Line, ...] = ()
    others: tuple[Step, ...] = ()
    told: tuple[Event, ...] = ()
    retracted: Retract | None = None
    expired: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """A correction or retraction, and the *record* as it was once that was recorded."""

    erratum: Erratum
    record: Record


_Words = TypeVar("_Words")


@dataclass(frozen=True, slots=True)
class News(Generic[_Words]):
    """One entry: *name* is what it is called for ever, *words* what it says."""

    name: str
    published: str
    updated: str
    words: _Words


def news(
    kept: Sequence[Kept], words: Callable[[Item | Mended], _Words], limit: int | None = None
) -> list[News[_Words]]:
    """Return the entries of the log *kept*, newest first, no more than *limit*.

    *words* says what an entry says, and nothing but that. What a day brings is in it if that day
    is no later than the last recorded instant, so that the same log gives the same entries.
    """
    teller = _Teller(kept, words)
    return [teller.entry(one) for one in teller.there_are()[:limit]]


@dataclass(frozen=True, slots=True)
class _Key:
    """What an entry is about: an event, a value of it on a *term* that expired, or an *act*."""

    published: str
    on: date
    version: int
    event: str
    term: str | None = None
    act: Correct | Retract | None = None

    @property
    def name(self) -> str:
        if self.act:
            return f"record/{self.act.id}"
        return f"expired/{self.event}/{self.term}" if self.term else f"event/{self.event}"


class _Teller(Generic[_Words]):
    """The log at each of its instants, and what its entries said then."""

    def __init__(self, kept: Sequence[Kept], words: Callable[[Item | Mended], _Words]) -> None:
        self._kept, self._words = kept, words
        self._places = {one.version: index for index, one in enumerate(kept)}
        groups = [(at, len(list(own))) for at, own in groupby(kept, key=lambda one: one.recorded)]
        self._instants: list[str] = [at for at, _ in groups]
        self._lengths = [sum(count for _, count in groups[: n + 1]) for n in range(len(groups))]
        self._views: dict[int, _View] = {}
        self._lines: _Lines = {}
        self._said: dict[tuple[int, str, int], _Words | None] = {}

    def there_are(self) -> list[_Key]:
        """Return the keys of all entries, the last published first, then by day."""
        found = [*self._events(), *self._acts(), *self._expiries()]
        return sorted(found, key=lambda one: (one.published, one.on, one.version), reverse=True)

    def _events(self) -> list[_Key]:
        return [
            _Key(one.recorded, _day_of(one.act), one.version, one.act.id)
            for one in self._kept
            if isinstance(one.act, Event)
        ]

    def _acts(self) -> list[_Key]:
        return [
            _Key(one.recorded, _date(one.recorded), one.version, one.act.event, act=one.act)
            for one in self._kept
            if isinstance(one.act, Correct | Retract)
        ]

    def _expiries(self) -> list[_Key]:
        view = self._view(len(self._instants) - 1)
        found: list[_Key] = []
        for term in view.steps:
            for line in view.lines(term, self._day(len(self._instants) - 1)):
                if written := _expired(line):
                    standing = line.steps[-1].standing
                    published = max(standing.recorded, _midnight(line.on.toordinal()))
                    event = standing.event.id
                    found.append(_Key(published, line.on, standing.place, event, written))
        return found

    def entry(self, key: _Key) -> News[_Words]:
        """Return the entry of *key* as it is now."""
        if key.act:
            index = self._places[key.version]
            one, upto = self._kept[index], self._kept[: index + 1]
            mended = Mended(erratum(upto[:-1], one, key.act), record_of(upto))
            return News(key.name, one.recorded, one.recorded, self._words(mended))
        last = len(self._instants) - 1
        now = self._says(last, key, self._day(last))
        assert now is not None, key.name
        return News(key.name, key.published, self._updated(key), now)

    def _updated(self, key: _Key) -> str:
        """Return the last moment at which what the entry says became another."""
        for number in range(len(self._instants) - 1, 0, -1):
            day, earlier = self._day(number), self._day(number - 1)
            now = self._says(number, key, day)
            if now == self._says(number - 1, key, earlier):
                continue
            if now != self._says(number - 1, key, day):
                return self._instants[number]
            return _midnight(self._turn(number - 1, key, earlier, day))
        return self._instants[0]

    def _turn(self, number: int, key: _Key, before: int, day: int) -> int:
        """Return the day after *before* on which the entry came to say what it says on *day*."""
        final = self._says(number, key, day)
        days = range(before + 1, day + 1)
        return days[bisect_left(days, True, key=lambda one: self._says(number, key, one) == final)]

    def _says(self, number: int, key: _Key, day: int) -> _Words | None:
        """Return what the entry says by *day*, with what was recorded by the instant *number*."""
        asked = number, key.name, day
        if asked not in self._said:
            item = self._view(number).item(key, day)
            self._said[asked] = self._words(item) if item else None
        return self._said[asked]

    def _view(self, number: int) -> "_View":
        if number not in self._views:
            self._views[number] = _View(self._kept[: self._lengths[number]], self._lines)
        return self._views[number]

    def _day(self, number: int) -> int:
        return _date(self._instants[number]).toordinal()


_Lines = dict[tuple[object, ...], tuple[Line, ...]]


class _View:
    """What the log said once *kept* was recorded."""

    def __init__(self, kept: Sequence[Kept], lines: _Lines) -> None:
        self._kept, self._lines = kept, lines
        self._days: dict[str, list[int]] = {}
        self.record = record_of(kept)

    @cached_property
    def steps(self) -> dict[str, Steps]:
        """The steps of every term."""
        return steps_of(self.record)

    @cached_property
    def _standing(self) -> dict[str, Standing]:
        return {one.event.id: one for one in self.record.events}

    @cached_property
    def _own(self) -> dict[str, dict[str, list[Step]]]:
        """The steps of every event, by term."""
        found: dict[str, dict[str, list[Step]]] = {}
        for term, steps in self.steps.items():
            for step in steps:
                found.setdefault(step.id, {}).setdefault(term, []).append(step)
        return found

    @cached_property
    def _more(self) -> dict[str, list[Event]]:
        """The events that tell more about an event."""
        found: dict[str, list[Event]] = {}
        for one in self.record.events:
            for event in dict.fromkeys(change.of for change in one.event.changes if change.of):
                found.setdefault(event, []).append(one.event)
        return found

    @cached_property
    def _marks(self) -> dict[str, tuple[object, ...]]:
        """What makes the steps of a term the same as those of another view."""
        return {term: tuple(map(_mark, steps)) for term, steps in self.steps.items()}

    def lines(self, term: str, day: int) -> tuple[Line, ...]:
        """Return the lines of the changelog on *term*, by the end of *day*."""
        said = self.record.terms[term]
        asked = said, self._marks[term], bisect_right(self._turns(term), day)
        if asked not in self._lines:
            found = lines_of(said, self.steps[term], None, date.fromordinal(day))
            self._lines[asked] = tuple(found)
        return self._lines[asked]

    def _turns(self, term: str) -> list[int]:
        """Return the days that may bring a line on *term*: between two of them none comes."""
        if term not in self._days:
            steps = self.steps[term]
            ends = {step.days[-1][1] for step in steps if step.days}
            public = {step.announced.latest.toordinal() for step in steps if step.announced.latest}
            self._days[term] = sorted({*turning_days(steps), *ends, *public})
        return self._days[term]

    def item(self, key: _Key, day: int) -> Item | None:
        """Return what there was on the event of *key* by *day*, None if nothing."""
        standing = self._standing.get(key.event)
        if standing is None:
            return None if key.term else self._retracted(key.event)
        terms = self._own.get(key.event, {})
        lines = [
            line
            for term in self.record.terms
            if term in terms
            for line in self.lines(term, day)
            if line.steps[-1].id == key.event
        ]
        if key.term:
            own = tuple(line for line in lines if _expired(line) == key.term)
            return Item(standing.event, self.record, own, expired=True) if own else None
        own = tuple(line for line in lines if _expired(line) is None)
        given = {_mark(step) for line in own for step in line.steps}
        others = [step for steps in terms.values() for step in steps if _mark(step) not in given]
        return Item(
            standing.event,
            self.record,
            own,
            tuple(sorted(others, key=lambda step: step.place)),
            tuple(self._more.get(key.event, ())),
        )

    def _retracted(self, event: str) -> Item | None:
        for index, one in enumerate(self._kept):
            if isinstance(one.act, Retract) and one.act.event == event:
                before = record_of(self._kept[:index])
                standing = before.standing(event)
                return Item(standing.event, before, retracted=one.act) if standing else None
        return None


def _expired(line: Line) -> str | None:
    """Return the term, as its event names it, of which *line* says that a value expired."""
    change = line.steps[-1].change
    return change.term if line.group == "Expired" and isinstance(change, Set) else None


def _mark(step: Step) -> tuple[object, ...]:
    change = step.change if isinstance(step.change, Change) else step.condition
    return (
        *(step.id, step.place, step.moment, step.when, step.announced, step.authority),
        *(step.sources, change, step.standing.recorded),
    )


def _day_of(event: Event) -> date:
    return (event.when and (event.when.earliest or event.when.latest)) or date.min


def _date(instant: str) -> date:
    return date.fromisoformat(instant[:10])


def _midnight(day: int) -> str:
    return f"{date.fromordinal(day)}T00:00:00.000000Z"
