"""Touched: the last entry of a log that each page is about, for whoever cites the page.

A page that named the head of the log would be another one after every entry.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from events.dates import Date
from events.kinds import (
    Act,
    Change,
    Correct,
    Correction,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Term,
    key_of,
    sources_of,
)
from events.log import Entry
from timeline.record import Record


class Touched:
    """The last of the *entries* that is about an event, a term, or what is of a year."""

    def __init__(self, entries: Sequence[Entry], record: Record) -> None:
        self._said = _Said(one.act for one in record.acts)
        self._names = record.renamed
        self._last: dict[object, Entry] = {}
        self._all = entries[0]
        for entry, kept in zip(entries, record.acts, strict=True):
            if isinstance(kept.act, Define | Redefine) and isinstance(kept.act.thing, Partnership):
                self._all = entry
            if isinstance(kept.act, Correct | Retract):
                self._last[int(entry.recorded[:4])] = entry
            self._last |= dict.fromkeys(self._pages(kept.act), entry)

    def event(self, id: str) -> Entry:
        """Return the last entry that is about an event."""
        return self._latest(("event", id))

    def term(self, key: str) -> Entry:
        """Return the last entry that is about a term."""
        return self._latest(("term", key))

    def year(self, year: int) -> Entry:
        """Return the last entry that is about what happened or was corrected in a year."""
        return self._latest(year)

    def _latest(self, page: object) -> Entry:
        """Return that of a page; the name of the partnership stands on all of them."""
        return max(self._last.get(page, self._all), self._all, key=lambda one: one.version)

    def _pages(self, act: Act) -> Iterator[object]:
        """Yield every page that is about what *act* says."""
        if isinstance(act, Define | Redefine) and isinstance(act.thing, Term):
            yield "term", self._names.get(act.thing.key, act.thing.key)
        for id in self._said.events(act):
            yield from self._said.years[id]
            for event in (id, *self._said.of[id], *self._said.telling[id]):
                yield "event", event
            for key in self._said.terms(id):
                yield "term", self._names.get(key, key)


class _Said:
    """What events say in any form that they have had, retracted or not."""

    def __init__(self, acts: Iterable[Act]) -> None:
        self._events: dict[str, str] = {}
        self._terms: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._naming: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._met: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self._ending: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.years: defaultdict[str, dict[int, None]] = defaultdict(dict)
        self.of: defaultdict[str, dict[str, None]] = defaultdict(dict)
        self.telling: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for act in acts:
            if isinstance(act, Event):
                self._take(act.id, act, sources_of(act))
            if isinstance(act, Correct):
                self._events[act.id] = act.event
                self._take(act.event, act.fields, sources_of(act))

    def _take(self, id: str, said: Event | Correction, sources: Iterable[str]) -> None:
        self.years[id] |= dict.fromkeys(_years(said))
        self._met[id] |= dict.fromkeys(said.met)
        names = [f"source:{key}" for key in sources] + [f"condition:{key}" for key in said.met]
        for change in said.changes:
            names += [f"term:{change.term}", *(f"condition:{key}" for key in _unless(change))]
            self._terms[id][change.term] = None
            for key in _unless(change):
                self._ending[key][change.term] = None
            if change.of:
                self.of[id][change.of] = None
                self.telling[change.of][id] = None
        for name in names:
            self._naming[name][id] = None

    def events(self, act: Act) -> Iterable[str]:
        """Return the events that *act* is about."""
        if isinstance(act, Redefine):
            return self._naming[key_of(act.thing)]
        if isinstance(act, Correct | Retract):
            return [self._events.get(act.event, act.event)]
        return [act.id] if isinstance(act, Event) else []

    def terms(self, id: str) -> Iterator[str]:
        """Yield the terms of which an event says something, or that hang on what it says."""
        yield from self._terms[id]
        for teller in self.telling[id]:
            yield from self._terms[teller]
        for condition in self._met[id]:
            yield from self._ending[condition]


def _unless(change: Change) -> tuple[str, ...]:
    return change.unless if isinstance(change, Set) else ()


def _years(said: Event | Correction) -> Iterator[int]:
    """Yield the years at the ends of every date that is given; a value is over the day after."""
    for when in (said.when, said.announced):
        yield from _ends(when)
    for change in said.changes:
        for when in (change.when, change.announced):
            yield from _ends(when)
        last = change.through.latest if isinstance(change, Set) and change.through else None
        if last and last < date.max:
            yield (last + timedelta(1)).year


def _ends(when: Date | None) -> Iterator[int]:
    yield from (one.year for one in (when.earliest, when.latest) if one) if when else ()
