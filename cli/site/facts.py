"""Number the events, sources and steps of a log for the data of a page.

Each event, source or step is a list of its forms, which differ by version of the log and by what
was known.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from datetime import date
from typing import Any, TypeVar

from cli.forms import json_text
from cli.publish.addresses import linked
from cli.wording.snapshots import sourced
from events.dates.dates import Date
from events.model.kinds import Event, Set, Source, sources_of
from timeline.boxes.boxes import HEAD
from timeline.record.days import FAR
from timeline.record.record import Record, Standing, said_in
from timeline.record.relations import acts_on
from timeline.record.sources import announced
from timeline.record.steps import Step
from timeline.views.versions import StepVersion, Versioned, Versions

EPOCH = date(1970, 1, 1).toordinal()
"""The ordinal of 1970-01-01, from which JavaScript counts days."""

UNCUT = FAR - EPOCH
"""The number that stands for a *known* day where that clock is not cut."""

Form = dict[str, Any]
_Key = TypeVar("_Key", bound=Hashable)
_Value = TypeVar("_Value")


class Facts:
    """The events, sources and steps of a partnership, in every form they ever had.

    The instants of recording are numbered; *commits* maps the first version recorded at an instant
    to its number.
    """

    def __init__(self, record: Record, versions: Versions, commits: Mapping[int, int]) -> None:
        self._record, self._commits = record, commits
        self._moved = {
            target
            for one in record.acts
            for done, target in acts_on(said_in(one.act))
            if done in ("dates", "calls-off")
        }
        self.dates: dict[str, Date] = {}
        events = _by(_in_time(versions.events), lambda one: one.version)
        by_known = sorted(_in_time(versions.steps), key=lambda one: one.what.known)
        steps = _by(by_known, lambda one: (one.step.version, one.step.index))
        cited = {key for one in versions.events for key in sources_of(one.what.event)}
        known = _by(
            (one for one in _in_time(versions.sources) if one.what.key in cited),
            lambda one: one.key,
        )
        places = sorted({one.what.step.place for one in versions.steps})
        self._order = {place: number for number, place in enumerate(places)}
        self._numbers: dict[tuple[int, int], int] = _numbered(steps)
        self._sources: dict[str, int] = _numbered(known)
        self._events: dict[int, int] = _numbered(events)
        self._ids = {
            several[0].what.event.id: self._events[version] for version, several in events.items()
        }
        self._first = {version: several[0] for version, several in events.items()}
        self._by_term = self._numbers_by_term(versions.steps)
        self._terms = gathered((one, key) for key, own in self._by_term.items() for one in own)
        self.events = [[self._event(one) for one in several] for several in events.values()]
        self.sources = [[self._source(one) for one in several] for several in known.values()]
        self.steps = [[self._step(one) for one in several] for several in steps.values()]

    def number(self, version: int, index: int) -> int:
        """Return the number that a step has in the page's data.

        The step is number *index* of the event recorded at *version*.
        """
        return self._numbers[version, index]

    def event_number(self, id: str) -> int:
        """Return the number that the event *id* has in the page's data."""
        return self._ids[id]

    def steps_on(self, term: str) -> list[int]:
        """Return the numbers of all steps on *term* and on the conditions *term* ever named."""
        return sorted(self._by_term.get(term, ()))

    def noted(self, *dates: Date | None) -> None:
        """Remember *dates* that the page has to show in words."""
        self.dates |= {one.edtf: one for one in dates if one is not None}

    def _numbers_by_term(self, several: Iterable[Versioned[StepVersion]]) -> dict[str, set[int]]:
        on: defaultdict[str, set[int]] = defaultdict(set)
        mets: defaultdict[str, set[int]] = defaultdict(set)
        unless: defaultdict[str, set[str]] = defaultdict(set)
        for one, *_ in several:
            number = self.number(one.step.version, one.step.index)
            mets[one.step.condition or ""].add(number)
            for key in self._on(one):
                on[key].add(number)
                unless[key].update(one.step.unless)
        return {key: own.union(*(mets[name] for name in unless[key])) for key, own in on.items()}

    def _on(self, one: StepVersion) -> list[str]:
        """Return the terms that a step is on, by the names they have now."""
        if one.step.verb == "restates":
            former = gathered((new, old) for old, new in self._record.renamed.items())
            return [key for key in self._record.terms if one.step.ends(key, former.get(key, ()))]
        return [self._record.renamed.get(one.term, one.term)] if one.term else []

    def _event(self, one: Versioned[Standing]) -> Form:
        """Return an event; its announcement is left out if it has the same date."""
        event, when = one.what.event, announced(one.what, self._record)
        own = self._day(event)
        self.noted(own, when)
        public = {"announced": when.edtf, "public": day_number(when.latest)}
        return without_nothing(
            {
                "id": event.id,
                "title": event.title,
                **_days(own),
                **(public if when != own else {}),
                **self._versions(one),
            }
        )

    def _day(self, event: Event) -> Date | None:
        """Return the day of *event*, or None if that may depend on what is known of others.

        Its steps then have days of their own.
        """
        is_moved = event.id in self._moved
        return event.when if isinstance(event.when, Date) and not is_moved else None

    def _source(self, one: Versioned[Source]) -> Form:
        """Return a source, with the day from which it may be cited if its date is not a day."""
        self.noted(one.what.published)
        own = {"url": linked(one.what.url), "said": sourced(one.what), **self._versions(one)}
        return without_nothing(json_text.source(one.what) | own | _citable(one.what.published))

    def _step(self, one: Versioned[StepVersion]) -> Form:
        """Return a step, leaving out what it shares with the first form of its event."""
        step, number = one.what.step, self.number(one.what.step.version, one.what.step.index)
        first = self._first[step.version]
        event, public = first.what.event, day_number(step.announced.latest)
        order = self._order[step.place]
        self.noted(step.when, step.until)
        form = {
            "event": self._events[step.version],
            "kind": step.verb,
            **_said(step),
            "moved_by": [self._ids[one.event] for one in step.acted if one.done in _MOVING],
            "denied_by": self._ids.get(json_text.denied_by(step) or ""),
            "sources": [self._sources[key] for key in step.sources if key in self._sources],
            "of": self._shared(step),
            "apart": step.moment[1] >= 0,
            "order": order if order != number else None,
            "known": one.what.known - EPOCH if one.what.known != step.public else None,
            **self._versions(one),
        }
        if one.since == first.since:
            del form["since"]
        apart: Form = {}
        if step.verb != "met" and {*self._terms.get(number, ())} != {*self._on(one.what)}:
            apart["on"] = self._on(one.what)
        if step.when != self._day(event):
            apart |= without_nothing(_days(step.when)) or {"when": None}
        if public != day_number(announced(first.what, self._record).latest):
            apart["public"] = public
        return without_nothing(form) | apart

    def _shared(self, step: Step) -> int | None:
        """Return the number of the event whose day a step shares, or None if it has its own."""
        version, index = step.moment
        return self._events[version] if index == -1 and version != step.version else None

    def _versions(self, one: Versioned[Any]) -> Form:
        until = self._commits[one.until] if one.until != HEAD else None
        return {"since": self._commits[one.since], "until": until}


_MOVING = ("dates", "met")
"""What gives a plan its day."""


def _said(step: Step) -> Form:
    return {
        "value": step.value,
        "through": step.until.edtf if step.until else None,
        "marks": _marks(step.until),
        "renews": json_text.written(step.renews),
        "once": json_text.once(step),
        "unless": [one for one in _conditions(step) if one in step.unless],
        "while": step.hinge,
        "adds": step.adds,
        "positions": [{"party": one.party, "says": one.says} for one in step.positions],
        "condition": step.condition,
        "doubtful": step.when is not None and step.when.doubtful,
        "approximate": step.when is not None and step.when.approximate,
        "authority": step.authority,
        "by": list(step.by),
    }


def _conditions(step: Step) -> tuple[str, ...]:
    """Return the conditions that the change of *step* names, in order, even if it was denied."""
    return step.change.unless if isinstance(step.change, Set) else ()


def _marks(until: Date | None) -> str | None:
    """Return the marks `?` and `~` of a counted last day, whose text does not show them."""
    if until is None or until.edtf[-1:] in "?~%":
        return None
    return "?" * until.doubtful + "~" * until.approximate or None


def _citable(published: Date | None) -> Form:
    if published is None or published.is_day:
        return {}
    bound = published.latest or published.earliest
    return {"public": day_number(bound) if bound else UNCUT}


def _days(when: Date | None) -> Form:
    """Return a date, with its first and last possible day unless it is a single day."""
    if when is None:
        return {}
    if when.earliest and when.edtf == when.earliest.isoformat():
        return {"when": when.edtf}
    return {"when": when.edtf, "first": day_number(when.earliest), "last": day_number(when.latest)}


def day_number(one: date | None) -> int | None:
    """Return the number of days from 1970-01-01 to the day *one*, or None if it is not stated."""
    return one.toordinal() - EPOCH if one else None


def without_nothing(form: Mapping[str, Any]) -> Form:
    """Return *form* without members that are None, False or an empty list."""
    return {
        key: value for key, value in form.items() if value not in (None, []) if value is not False
    }


def _numbered(names: Iterable[_Key]) -> dict[_Key, int]:
    return {name: number for number, name in enumerate(names)}


def _in_time(several: Iterable[Versioned[_Value]]) -> list[Versioned[_Value]]:
    return sorted(several, key=lambda one: one.since)


def _by(
    several: Iterable[Versioned[_Value]], key: Callable[[_Value], Any]
) -> dict[Any, list[Versioned[_Value]]]:
    """Group the versions by *key*, in order of the keys."""
    return gathered((key(one.what), one) for one in sorted(several, key=lambda one: key(one.what)))


def gathered(pairs: Iterable[tuple[_Key, _Value]]) -> dict[_Key, list[_Value]]:
    """Group the values by key, in order, dropping immediate repeats."""
    found: dict[_Key, list[_Value]] = {}
    for key, value in pairs:
        several = found.setdefault(key, [])
        if not several or several[-1] is not value:
            several.append(value)
    return found
