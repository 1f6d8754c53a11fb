"""News: what a subscriber is told, an entry an event, an expiry or an act on the record.

An entry is *published* when the log first has it, and *updated* at the last moment at which what
it says became another: by an act that was recorded, or by a day that came.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from events.kinds import Correct, Event, Redefine, Retract, Set
from timeline.changelog import Line, lines
from timeline.errata import Erratum, put_right
from timeline.growth import Growth
from timeline.merged import Kept, Record, record_of
from timeline.nearby import Nearby, nearby
from timeline.steps import FAR, Step


@dataclass(frozen=True, slots=True)
class Item:
    """What the record has on an event by a day.

    *lines* are those of the changelog that the event gave, *others* what it says beside them,
    *told* the events that tell more about it. With *retracted* it should never have been recorded.
    *expired* says that it is about a value of the event that has expired. *record* has the
    vocabulary, and no events.
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
    """A correction or retraction, and the *record* of what it is about once it was recorded."""

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
    return _Teller(kept, words).entries(_keys(kept)[:limit])


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


def _keys(kept: Sequence[Kept]) -> list[_Key]:
    """Return the keys of all entries, the last published first, then by day."""
    found = [*_of_events(kept), *_of_acts(kept), *_of_expiries(kept)]
    return sorted(found, key=lambda one: (one.published, one.on, one.version), reverse=True)


def _of_events(kept: Iterable[Kept]) -> Iterator[_Key]:
    for one in kept:
        if isinstance(one.act, Event):
            yield _Key(one.recorded, _day_of(one.act), one.version, one.act.id)


def _of_acts(kept: Iterable[Kept]) -> Iterator[_Key]:
    for one in kept:
        if isinstance(one.act, Correct | Retract):
            yield _Key(one.recorded, _date(one.recorded), one.version, one.act.event, act=one.act)


def _of_expiries(kept: Sequence[Kept]) -> Iterator[_Key]:
    last = _date(kept[-1].recorded) if kept else None
    for line in lines(record_of(kept), None, last):
        if written := _expired(line):
            standing = line.steps[-1].standing
            published = max(standing.recorded, _midnight(line.on.toordinal()))
            yield _Key(published, line.on, standing.place, standing.event.id, written)


class _Entry(Generic[_Words]):
    """An entry on its way: *words* is what it says by now, *next* the next day it may turn on.

    *passed* is what it says once the day has come, before anything is recorded on it, and *turn*
    the day on which it came to say so. *near* is what it says it of, unless that *is_touched*.
    """

    def __init__(self, key: _Key) -> None:
        self.key, self.updated = key, key.published
        self.words: _Words | None = None
        self.passed: _Words | None = None
        self.lost: Item | None = None
        self.near: list[Nearby] = []
        self.next = self.turn = FAR
        self.is_touched = True

    def says(self, words: _Words | None, at: str) -> None:
        """Let it say *words* from the instant *at* on, or from the turn by which it did."""
        if words != self.words:
            self.updated = at if words != self.passed else _midnight(self.turn)
        self.words, self.is_touched = words, False

    def news(self) -> News[_Words]:
        """Return the entry as it is now."""
        assert self.words is not None, self.key.name
        return News(self.key.name, self.key.published, self.updated, self.words)


class _Teller(Generic[_Words]):
    """The log as it grows, from one of its instants to the next, and what its entries say then."""

    def __init__(self, kept: Sequence[Kept], words: Callable[[Item | Mended], _Words]) -> None:
        self._kept, self._words = kept, words
        self._growth = Growth()
        self._there: list[_Entry[_Words]] = []

    def entries(self, keys: Iterable[_Key]) -> list[News[_Words]]:
        """Return the entries of *keys* as they are now."""
        told = [_Entry[_Words](key) for key in keys]
        acts = {one.key.version: one for one in told if one.key.act}
        coming = sorted((one for one in told if not one.key.act), key=lambda one: one.key.published)
        coming.reverse()
        yesterday = 0
        for at, group in groupby(self._kept, key=lambda one: one.recorded):
            today = _date(at).toordinal()
            while coming and coming[-1].key.published <= at:
                self._there.append(coming.pop())
                self._there[-1].words = self._say(self._there[-1], yesterday)
            for entry in self._there:
                self._pass(entry, yesterday, today)
            for one in group:
                self._take(one, acts.get(one.version))
            for entry in self._there:
                entry.says(self._say(entry, today) if entry.is_touched else entry.passed, at)
            yesterday = today
        return [one.news() for one in told]

    def _pass(self, entry: _Entry[_Words], yesterday: int, today: int) -> None:
        """Let the days pass from *yesterday* through *today*."""
        entry.passed = entry.words
        if yesterday < entry.next <= today:
            days = range(yesterday + 1, today + 1)
            final = entry.passed = self._say(entry, today)
            if final != entry.words:
                found = bisect_left(days, True, key=lambda one: self._say(entry, one) == final)
                entry.turn = days[found]
                self._say(entry, today)

    def _take(self, one: Kept, mending: _Entry[_Words] | None) -> None:
        """Let *one* be recorded; *mending* is the entry about it, where that is wanted."""
        act = one.act
        if isinstance(act, Redefine):
            for entry in self._there:
                entry.is_touched = True
        if not isinstance(act, Event | Correct | Retract):
            self._growth.take(one)
            return
        event = act.id if isinstance(act, Event) else self._growth.event_of(act)
        terms = self._growth.bearing(event, one) if self._there else []
        before = {term: {*self._growth.steps(term)} for term in terms}
        if isinstance(act, Retract) and act.event == event:
            self._lose(event, act)
        if mending and not isinstance(act, Event):
            erratum = put_right(self._growth, one, act)
            about = record_of([*self._growth.words.acts, *self._growth.about(event)])
            mending.words = self._words(Mended(erratum, about))
        else:
            self._growth.take(one)
        moved = {term: before[term] ^ {*self._growth.steps(term)} for term in terms}
        self._touch(event, moved)

    def _lose(self, event: str, act: Retract) -> None:
        for entry in self._there:
            if entry.key.event == event:
                standing = self._growth.standing(event)
                item = Item(standing, self._growth.words, retracted=act) if standing else None
                entry.lost = entry.lost or item

    def _touch(self, event: str, moved: dict[str, set[Step]]) -> None:
        """Touch the entries that may say something else of *event*, or of the steps *moved*."""
        growth = self._growth
        about = {event, *growth.told_about(event), *growth.telling(event)}
        about.update(step.id for steps in moved.values() for step in steps)
        for entry in self._there:
            entry.is_touched = entry.is_touched or (
                entry.key.event in about
                or any(
                    near.bears(step) for near in entry.near for step in moved.get(near.term.key, ())
                )
            )

    def _say(self, entry: _Entry[_Words], day: int) -> _Words | None:
        """Return what *entry* says by *day*."""
        item = self._item(entry, day)
        return self._words(item) if item else None

    def _item(self, entry: _Entry[_Words], day: int) -> Item | None:
        """Return what there is on the event of *entry* by *day*, None if nothing."""
        key, words = entry.key, self._growth.words
        event = self._growth.standing(key.event)
        if event is None:
            entry.near, entry.next = [], FAR
            return None if key.term else entry.lost
        steps = {term: self._growth.steps(term) for term in self._growth.bearing(key.event)}
        if entry.is_touched:
            found = (nearby(words.terms[term], steps[term], key.event) for term in steps)
            entry.near = [near for near in found if near]
        turns = (turn for near in entry.near for turn in near.turns if turn > day)
        entry.next = min(turns, default=FAR)
        told = [line for near in entry.near for line in near.lines(day)]
        if key.term:
            own = tuple(line for line in told if _expired(line) == key.term)
            return Item(event, words, own, expired=True) if own else None
        own = tuple(line for line in told if _expired(line) is None)
        given = {step for line in own for step in line.steps}
        others = [
            step
            for several in steps.values()
            for step in several
            if step.id == key.event and step not in given
        ]
        return Item(
            event,
            words,
            own,
            tuple(sorted(others, key=lambda step: step.place)),
            tuple(self._telling(key.event)),
        )

    def _telling(self, event: str) -> Iterator[Event]:
        """Yield the events that tell more about *event*, as they stand."""
        for id in self._growth.telling(event):
            one = self._growth.standing(id)
            if one and any(change.of == event for change in one.changes):
                yield one


def _expired(line: Line) -> str | None:
    """Return the term, as its event names it, of which *line* says that a value expired."""
    change = line.steps[-1].change
    return change.term if line.group == "Expired" and isinstance(change, Set) else None


def _day_of(event: Event) -> date:
    return (event.when and (event.when.earliest or event.when.latest)) or date.min


def _date(instant: str) -> date:
    return date.fromisoformat(instant[:10])


def _midnight(day: int) -> str:
    return f"{date.fromordinal(day)}T00:00:00.000000Z"
