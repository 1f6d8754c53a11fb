"""The entries of a feed: one for each event, each expiry, and each correction or retraction.

An entry reports what the record says about its event, not the answers that follow from it, so it
changes only with an act on that event, on a related event, or on the vocabulary. It is *published*
at the instant it first enters the log, and *updated* at the last instant at which an act changed
its text.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import Generic, TypeVar

from events.dates.dates import Date
from events.model.kinds import Correct, Event, Redefine, Retract, Set, When
from events.model.subjects import counted_from
from events.model.values import Value, value
from timeline.boxes.boxes import Change
from timeline.boxes.items import answers_among
from timeline.boxes.lines import Answers
from timeline.record.incremental import GrowingRecord, closed
from timeline.record.record import Kept, Record, Standing, said_in
from timeline.record.relations import Relations, acts_on, relations_of
from timeline.record.steps import Step
from timeline.views.errata import Erratum, put_right


@value
class Item(Value):
    """What a feed tells of an event: its own *steps*, and the events *told* of it.

    *relations* has the event and those that it acts on, that act on it or that decide its day.
    *retracted* is the act that retracted it, if any. *expired* means that the item is about the
    value of its only step, which has expired. *record* has the vocabulary and no events.
    """

    standing: Standing
    record: Record
    relations: Relations
    steps: tuple[Step, ...] = ()
    told: tuple[Event, ...] = ()
    retracted: Retract | None = None
    expired: bool = False

    @property
    def event(self) -> Event:
        """The event as it stands, or as it last stood."""
        return self.standing.event

    @property
    def when(self) -> Date | None:
        """The day of the event, or None if it has none."""
        return self.relations.when(self.event.id)


@value
class Mended(Value):
    """A correction or retraction of *event*, and the vocabulary when it was recorded.

    *when* is the day of the event or, if the event no longer stands, the day that it stated.
    """

    erratum: Erratum
    event: Event
    record: Record
    when: Date | None


_Words = TypeVar("_Words")


@value
class Entry(Value, Generic[_Words]):
    """One entry of a feed: *name* is its permanent identifier, *words* its content.

    *published* and *updated* are instants of recording.
    """

    name: str
    published: str
    updated: str
    words: _Words


def feed(
    answers: Answers,
    effects: Mapping[int, Sequence[Change]],
    words: Callable[[Item | Mended], _Words],
    limit: int | None = None,
) -> list[Entry[_Words]]:
    """Return the entries of a log, newest first, at most *limit* of them.

    *answers* must cover all terms, with a record of all acts; *effects* are the changes that each
    correction made to boxes. *words* returns the content of an entry and nothing else. An expiry is
    included if its day is no later than the last recorded instant, so the same log always gives the
    same entries.
    """
    told = [_Entry[_Words](key) for key in _keys(answers)[:limit]]
    _Teller(words, effects, told).tell(answers.record.acts)
    return [one.entry() for one in told]


@value
class _Key(Value):
    """The subject of an entry: an event, a value of it on a *term* that expired, or an *act*."""

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


def _keys(answers: Answers) -> list[_Key]:
    """Return the keys of all entries, the last published first, then by day."""
    keys = *_of_acts(answers.record), *_of_expiries(answers)
    found = {one.name: one for one in keys}
    order = sorted(found.values(), key=lambda one: (one.published, one.on, one.version))
    return order[::-1]


def _of_acts(record: Record) -> Iterator[_Key]:
    relations = relations_of(record)
    for one in record.acts:
        match one.act:
            case Event(id=id) as event:
                when = relations.when(id) if record.standing(id) else event.when
                yield _Key(one.recorded, _day_of(when), one.version, id)
            case Correct() | Retract() as act:
                yield _Key(one.recorded, _date(one.recorded), one.version, act.event, act=act)
            case _:
                pass


def _of_expiries(answers: Answers) -> Iterator[_Key]:
    record, lines = answers.record, answers.known(None)
    recorded, today = {one.event.id: one.recorded for one in record.events}, record.acts[-1]
    now = (box for boxes in answers.boxes.values() for box in answers_among(boxes))
    for said in (lines.said(box) for box in now if box.item.status == "expired"):
        given = [one.outcome.given for one in said if one.outcome.status == "expired"]
        for step in given if len(said) == 1 else ():
            if step and step.change and (on := _over(step)) <= _date(today.recorded):
                published = max(recorded[step.event], f"{on}T00:00:00.000000Z")
                yield _Key(published, on, step.version, step.event, step.change.term)


def _over(step: Step) -> date:
    """Return the first day on which the value set by *step* is surely over."""
    over = max(step.through + 1, step.days[-1][1])
    return date.fromordinal(min(over, date.max.toordinal()))


def _day_of(when: When | None) -> date:
    stated = (when.earliest or when.latest) if isinstance(when, Date) else None
    return stated or date.min


def _date(instant: str) -> date:
    return date.fromisoformat(instant[:10])


class _Entry(Generic[_Words]):
    """An entry under construction: *words* is its content so far."""

    def __init__(self, key: _Key) -> None:
        self.key, self.updated = key, key.published
        self.words: _Words | None = None

    def says(self, words: _Words, at: str) -> None:
        """Set the content to *words* as of the instant *at*."""
        if self.words is not None and words != self.words:
            self.updated = at
        self.words = words

    def entry(self) -> Entry[_Words]:
        """Return the entry as it is now."""
        assert self.words is not None, self.key.name
        return Entry(self.key.name, self.key.published, self.updated, self.words)


class _Teller(Generic[_Words]):
    """The replay of a log, which gives each entry of the feed its content at every instant."""

    def __init__(
        self,
        words: Callable[[Item | Mended], _Words],
        effects: Mapping[int, Sequence[Change]],
        told: Iterable[_Entry[_Words]],
    ) -> None:
        self._words, self._effects = words, effects
        self._growth = GrowingRecord()
        self._needs: dict[str, set[str]] = {}
        self._lost: dict[str, Item] = {}
        self._acts: dict[str, _Entry[_Words]] = {}
        self._of: dict[str, list[_Entry[_Words]]] = {}
        for one in told:
            if one.key.act:
                self._acts[one.key.act.id] = one
            else:
                self._of.setdefault(one.key.event, []).append(one)

    def tell(self, kept: Iterable[Kept]) -> None:
        """Replay every act of the log, updating the entries after each instant."""
        for at, group in groupby(kept, key=lambda one: one.recorded):
            touched: set[str] = set()
            for one in group:
                touched.update(self._take(one))
            for event in touched & self._of.keys():
                for entry in self._of[event]:
                    if item := self._item(entry.key):
                        entry.says(self._words(item), max(at, entry.key.published))

    def _take(self, one: Kept) -> Iterable[str]:
        """Take *one* into the log, and return the events whose entries it may change."""
        act, growth = one.act, self._growth
        if not isinstance(act, Event | Correct | Retract):
            growth.take(one)
            return list(self._of) if isinstance(act, Redefine) else ()
        event = growth.event_of(act)
        if isinstance(act, Retract) and act.event == event:
            self._lose(event, act)
        self._link(event, act)
        before = growth.touched(event) | growth.told_of(event)
        entry = None if isinstance(act, Event) else self._acts.get(act.id)
        if entry and not isinstance(act, Event):
            erratum = put_right(growth, one, act, self._effects.get(one.version, ()))
            about = erratum.now or erratum.was or _first(growth, event)
            when = self._relations(event).when(event) if erratum.now else about.when
            told = Mended(erratum, about, growth.words, when if isinstance(when, Date) else None)
            entry.says(self._words(told), one.recorded)
        else:
            growth.take(one)
        beside = {*self._targets(event), *self._needs.get(event, ())}
        return before | growth.touched(event) | growth.told_of(event) | beside

    def _link(self, event: str, act: Event | Correct | Retract) -> None:
        """Remember, for each event, which others decide its day and its authority."""
        said = said_in(act)
        self._needs.setdefault(event, set()).update(counted_from(said))
        for _, target in acts_on(said):
            self._needs.setdefault(target, set()).add(event)

    def _relations(self, event: str) -> Relations:
        """Return what *event* and the events near it do to one another."""
        near = closed([event, *self._targets(event)], self._needs)
        return Relations(self._growth.record(near).events, self._growth.words)

    def _targets(self, event: str) -> list[str]:
        """Return the events that *event* dates, calls off, confirms or denies, or ever did."""
        about = self._growth.about(event)
        return [target for one in about for _, target in acts_on(said_in(one.act))]

    def _lose(self, event: str, act: Retract) -> None:
        for standing in self._growth.record([event]).events:
            relations = self._relations(event)
            self._lost[event] = Item(standing, self._growth.words, relations, retracted=act)

    def _item(self, key: _Key) -> Item | None:
        """Return the item for the event of an entry, or None if there is nothing to show."""
        growth = self._growth
        found = growth.record([key.event]).events
        if not found:
            return None if key.term else self._lost.get(key.event)
        steps, relations = growth.said(key.event), self._relations(key.event)
        if key.term is None:
            told = tuple(filter(None, map(growth.standing, growth.telling(key.event))))
            return Item(found[0], growth.words, relations, steps, told)
        given = [
            one for one in steps if isinstance(one.change, Set) and one.change.term == key.term
        ]
        last = tuple(given[-1:])
        return Item(found[0], growth.words, relations, last, expired=True) if given else None


def _first(growth: GrowingRecord, event: str) -> Event:
    """Return *event* as it was first recorded."""
    acts = (one.act for one in growth.about(event))
    return next(act for act in acts if isinstance(act, Event))
