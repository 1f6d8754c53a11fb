"""What one event does to another: it denies, confirms, dates or calls it off (docs/meaning.md §3).

An event does so from its own announcement on, so each view known by a day has its own relations.
"""

from collections.abc import Callable, Iterable, Iterator
from copy import copy
from datetime import date
from typing import NamedTuple, TypeVar

from events.dates.dates import Date
from events.dates.reckoned import Reckoned
from events.model.kinds import Authority, Correction, Event, When
from timeline.record.days import (
    FAR,
    Counts,
    Days,
    counted,
    date_of,
    joined,
    last_day,
    possible_days,
)
from timeline.record.record import Record, Standing
from timeline.record.sources import announced, authority_by, cited, publishers

Place = tuple[int, ...]
"""A place in the order of the steps of one day; places are compared number by number."""

Moment = tuple[int, int]
"""The key of one choice of a day, shared by the steps that happen on it.

It is the version of an event, followed by -1 or by the index of a change with its own date.
"""

DATED, OWN, TOLD, AFTER = -2, -1, 0, 1
"""The number that follows the place of an event in the longer place of another step.

They mean: what the event dates, what it says, what is told of it, and what comes after it. (12,
AFTER, 15, OWN, 0) is the first change of event 15, which comes after event 12.
"""


class Timing(NamedTuple):
    """When something happens: on one of the days *base*, which *moment* picks, moved by *counts*.

    *when* is the date of the moment as stated. Without a *base* it happens on no day.
    """

    moment: Moment
    when: Date | None = None
    base: Days = ()
    counts: Counts = ()

    def later(self, count: Reckoned) -> "Timing":
        """Return the day that *count* counts from this one."""
        return self._replace(counts=joined(self.counts, count)) if self.base else self

    @property
    def days(self) -> Days:
        """The possible days."""
        return counted(self.base, self.counts)

    @property
    def date(self) -> Date | None:
        """The possible days as a date, or None if there are none."""
        return date_of(self.days, self.when) if self.counts else self.when


class Acted(NamedTuple):
    """What *event* has *done* to another one: it `denies`, `confirms`, `dates` it, …"""

    done: str
    event: str


class Relations:
    """The *events* of *record*, and what they do to one another as known by a day, an ordinal.

    *events* must include all events that they name, and all that act on them. Circles were refused
    when the events were recorded.
    """

    def __init__(self, events: Iterable[Standing], record: Record, known: int = FAR) -> None:
        self.record, self.known = record, known
        self.events = {one.event.id: one for one in events}
        self._acting: dict[tuple[str, str], list[str]] = {}
        self._meeting: dict[str, list[str]] = {}
        self._public = dict[str, int]()
        for one in self.events.values():
            for key in acts_on(one.event):
                self._acting.setdefault(key, []).append(one.event.id)
            for condition in one.event.met:
                self._meeting.setdefault(condition, []).append(one.event.id)
        self._forget()

    def _forget(self) -> None:
        self._confirming: dict[str, list[str]] = {}
        self._ranks: dict[str, Authority] = {}
        self._timings: dict[str, Timing] = {}
        self._places: dict[str, Place] = {}

    def known_by(self, known: int) -> "Relations":
        """Return the relations of the same events as known by the day *known*, an ordinal.

        What does not depend on the day is shared, so a view computes only what is asked of it.
        """
        other = copy(self)
        other.known = known
        other._forget()
        return other

    def public(self, event: str) -> int:
        """Return the day, an ordinal, by which *event* was surely public, or `FAR` if none."""
        if event not in self._public:
            one = self.events[event]
            self._public[event] = last_day(announced(one, self.record))
        return self._public[event]

    # Trust

    def authority(self, event: str) -> Authority:
        """Return the authority of *event* or, if higher, of an event that confirms it."""
        for one in _in_order(event, self._ranks, self._trusting):
            said = self.events[one].event
            own = said.authority or self._derived(said)
            confirming = (self.authority(each) for each in self.confirming(one))
            self._ranks[one] = max([own, *confirming], key=lambda each: each.rank)
        return self._ranks[event]

    def _derived(self, event: Event) -> Authority:
        keys = cited(event.sources, self.record, self.known)
        return authority_by(event.by or publishers(keys, self.record), keys, self.record)

    def _trusting(self, event: str) -> list[str]:
        """Return the events on whose authority that of *event* depends."""
        confirming = self._acts("confirms", event)
        return [*confirming, *(each for one in confirming for each in self._acts("denies", one))]

    def _acts(self, done: str, event: str) -> list[str]:
        acting = self._acting.get((done, event), ())
        return [one for one in acting if self.public(one) <= self.known]

    def confirming(self, event: str) -> list[str]:
        """Return the events that confirm *event* and are not denied."""
        if event not in self._confirming:
            said = self._acts("confirms", event)
            self._confirming[event] = [one for one in said if not self.is_denied(one)]
        return self._confirming[event]

    def lent(self, event: str) -> list[str]:
        """Return the sources of the events that confirm *event*, directly or through others."""
        found = dict.fromkeys(self.confirming(event))
        left = [*found]
        for one in left:
            fresh = [each for each in self.confirming(one) if each not in found]
            found |= dict.fromkeys(fresh)
            left += fresh
        return [key for one in found for key in self.events[one].event.sources]

    def denying(self, event: str, rank: int) -> str | None:
        """Return the last event of *rank* or above that denies *event*, or None."""
        denials = self._acts("denies", event)
        strong = [one for one in denials if self.authority(one).rank >= rank]
        return strong[-1] if strong else None

    def is_denied(self, event: str) -> bool:
        """Return whether an event of the same rank as *event* or above denies it."""
        return bool(self._acts("denies", event)) and (
            self.denying(event, self.authority(event).rank) is not None
        )

    # Days

    def fate(self, event: str) -> Acted | None:
        """Return the dating or calling off of *event* that was announced last, or None."""
        if not self._acting:
            return None  # So it is in most logs, and every step asks several times.
        found = [
            (self.public(one), self.events[one].version, Acted(done, one))
            for done in ("dates", "calls-off")
            for one in self._acts(done, event)
            if not self.is_denied(one)
        ]
        return max(found)[-1] if found else None

    def is_off(self, event: str) -> bool:
        """Return whether *event* was called off."""
        fate = self.fate(event)
        return fate is not None and fate.done == "calls-off"

    def is_upheld(self, event: str) -> bool:
        """Return whether *event* is public, and neither denied nor called off."""
        return (
            event in self.events
            and self.public(event) <= self.known
            and not self.is_denied(event)
            and not self.is_off(event)
        )

    def meeting(self, condition: str) -> str | None:
        """Return the first upheld event, in log order, that says that *condition* was met."""
        return next((one for one in self._meeting.get(condition, ()) if self.is_upheld(one)), None)

    def timing(self, event: str) -> Timing:
        """Return when *event* happens."""
        for one in _in_order(event, self._timings, self._moving):
            self._timings[one] = self._timing(one)
        return self._timings[event]

    def _moving(self, event: str) -> Iterator[str]:
        """Yield the event whose day decides that of *event*."""
        fate = self.fate(event)
        when = self.events[event].event.when
        if fate:
            yield from [fate.event] if fate.done == "dates" else []
        elif isinstance(when, Reckoned) and when.event in self.events:
            yield when.event

    def _timing(self, event: str) -> Timing:
        fate, one = self.fate(event), self.events[event]
        if fate:
            own = Timing((one.version, -1))
            return self.timing(fate.event) if fate.done == "dates" else own
        return self.on(one.event.when, (one.version, -1))

    def when(self, event: str) -> Date | None:
        """Return the date of *event*, or None if it has none or was called off."""
        return self.timing(event).date

    def on(self, when: When | None, moment: Moment) -> Timing:
        """Return when a step dated *when* happens.

        It happens on a day that *moment* picks, or on one counted from the day of an event.
        """
        if isinstance(when, Reckoned):
            has_day = self.is_upheld(when.event)
            return self.timing(when.event).later(when) if has_day else Timing(moment)
        return Timing(moment, when, possible_days(when) if when else ())

    def place(self, event: str) -> Place:
        """Return the place of *event*: with the event that dates it, after another, or its own."""
        for one in _in_order(event, self._places, self._preceding):
            lead, how = self._before(one)
            own = (self.events[one].version,)
            self._places[one] = (*self._places[lead], how, *own) if lead else own
        return self._places[event]

    def _preceding(self, event: str) -> Iterator[str]:
        lead, _ = self._before(event)
        yield from [lead] if lead else []

    def _before(self, event: str) -> tuple[str | None, int]:
        fate = self.fate(event)
        if fate and fate.done == "dates":
            return fate.event, DATED
        after = self.events[event].event.after
        return (after if after in self.events else None), AFTER


def relations_of(record: Record, known: date | None = None) -> Relations:
    """Return the relations of the events of *record*, as known by the end of the day *known*."""
    return relations_by(record, known.toordinal() if known else FAR)


def relations_by(record: Record, known: int) -> Relations:
    """Return the relations of the events of *record*, as known by the day *known*, an ordinal."""
    if known not in record.relations:
        made = Relations(record.events, record) if known == FAR else None
        record.relations[known] = made or relations_by(record, FAR).known_by(known)
    found: Relations = record.relations[known]
    return found


def acts_on(said: Event | Correction) -> Iterator[tuple[str, str]]:
    """Yield what *said* does to others as pairs of a word, such as `dates`, and an event's id."""
    named = (
        ("dates", said.dates), ("calls-off", said.calls_off),
        ("confirms", said.confirms), ("denies", said.denies),
    )  # fmt: skip
    yield from ((done, target) for done, target in named if target)


_Found = TypeVar("_Found")


def _in_order(
    first: str, found: dict[str, _Found], leads: Callable[[str], Iterable[str]]
) -> Iterator[str]:
    """Yield *first* and what *leads* reaches from it, except what was *found*, the farthest first.

    The search is iterative, so a long chain cannot exhaust the call stack.
    """
    waiting: list[tuple[str, bool]] = [(first, False)]
    seen = set[str]()
    while waiting:
        name, is_next = waiting.pop()
        if is_next:
            yield name
        elif name not in found and name not in seen:
            seen.add(name)
            waiting += [(name, True), *((one, False) for one in leads(name))]
