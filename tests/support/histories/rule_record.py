"""The record of docs/meaning.md and its steps, written from that page alone (§1, §3, §4, §6).

Corrections are merged, what is not yet public is left out, and then each event does to others what
it says it does. What is left are the steps that `rule_oracle` folds.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Literal

from events.dates.dates import Date, day
from events.dates.durations import Duration
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Act,
    Authority,
    Change,
    Claim,
    Correct,
    Cover,
    Define,
    End,
    Event,
    Partnership,
    Redefine,
    Retract,
    Set,
    Source,
    Term,
    When,
    verb,
)

Kept = tuple[int, str, Act]
"""An entry: version, instant of recording ("2026-01-05T00:00:00Z"), act."""

Ref = tuple[str, int]
"""A step by its event and index.

The i-th of n conditions met has the index i - n, and what the event restates -1 - n.
"""

Pick = tuple[str, int | None]
"""What picks a day for itself: an event, or a change with a date of its own."""

MET, RESTATES = "met", "restates"

Deed = Literal["dates", "calls_off", "confirms", "denies"]
DEEDS: tuple[Deed, ...] = ("dates", "calls_off", "confirms", "denies")
"""What one event does to another."""


# --- The record: §3 *Acts on the record*, §6 *recorded* ------------------------------------------


@dataclass(frozen=True)
class Logged:
    """An event as the record has it, with its position in the log."""

    version: int
    recorded: date
    event: Event


@dataclass(frozen=True)
class Record:
    """What the log held: the events that stand, as corrected, the vocabulary and its claims."""

    events: tuple[Logged, ...]
    parties: frozenset[str]
    sources: Mapping[str, Source]
    terms: tuple[str, ...]
    renamed: Mapping[str, str]
    covers: tuple[Cover, ...]

    @cached_property
    def naming(self) -> Mapping[tuple[Deed, str], list[Logged]]:
        """Return the events that do something to another, by what they do and to which."""
        found: dict[tuple[Deed, str], list[Logged]] = {}
        for each in self.events:
            for deed in DEEDS:
                if other := getattr(each.event, deed):
                    found.setdefault((deed, other), []).append(each)
        return found

    def name(self, term: str) -> str:
        """Return the current name of a term."""
        while term in self.renamed:
            term = self.renamed[term]
        return term

    def matches(self, globs: Iterable[str], term: str) -> bool:
        """Return whether one of *globs* matches *term*, by its name or a former one."""
        names = {term, *(old for old in self.renamed if self.name(old) == term)}
        return any(fnmatchcase(name, glob) for name in names for glob in globs)

    def since(self, term: str) -> date | None:
        """Return the first day for which the log claims to be complete about *term* (§4)."""
        first = None
        for cover in self.covers:
            if cover.since and (not cover.terms or self.matches(cover.terms, term)):
                first = cover.since.earliest
        return first


def record_of(kept: Iterable[Kept], recorded: str | None) -> Record:
    """Return the record by *recorded*: corrections merged, retracted acts dropped (§3, §6)."""
    entries = sorted(each for each in _cut(kept, recorded))
    acts = [act for _, _, act in entries]
    retracted = {act.event for act in acts if isinstance(act, Retract)}
    corrections = [act for act in acts if isinstance(act, Correct) and act.id not in retracted]
    events = [
        Logged(version, date.fromisoformat(instant[:10]), _corrected(act, corrections))
        for version, instant, act in entries
        if isinstance(act, Event) and act.id not in retracted
    ]
    parties: frozenset[str] = frozenset()
    sources: dict[str, Source] = {}
    terms: dict[str, Term] = {}
    renamed: dict[str, str] = {}
    for act in acts:
        if isinstance(act, Define | Redefine):
            match act.thing:
                case Partnership():
                    parties = frozenset(act.thing.parties)
                case Source():
                    sources[act.thing.key] = act.thing
                case Term():
                    terms[act.thing.key] = act.thing
                case _:
                    pass
        if isinstance(act, Redefine) and isinstance(act.thing, Term) and act.renamed:
            renamed[act.thing.key] = act.renamed
    standing = tuple(key for key in terms if key not in renamed)
    covers = tuple(act for act in acts if isinstance(act, Cover))
    return Record(tuple(events), parties, sources, standing, renamed, covers)


def _cut(kept: Iterable[Kept], recorded: str | None) -> Iterator[Kept]:
    """Yield the entries recorded by then; a day means its end in UTC (§6)."""
    if recorded is not None and len(recorded) == len("2026-01-05"):
        recorded += "T23:59:59Z"
    for version, instant, act in kept:
        if recorded is None or instant <= recorded:
            yield version, instant, act


def _corrected(event: Event, corrections: Sequence[Correct]) -> Event:
    """Return *event* with the corrected fields replaced whole; the last correction wins (§3)."""
    for correction in corrections:
        if correction.event == event.id:
            given = {name: getattr(correction.fields, name) for name in correction.fields.given}
            event = replace(event, **given)
    return event


# --- Days: §2 ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Day:
    """The day on which something falls: the one picked from *possible*, moved by *counts*."""

    pick: Pick
    possible: Date
    counts: tuple[Reckoned, ...] = ()

    def at(self, picked: date) -> date:
        """Return the day in a world that *picked* a day."""
        for count in self.counts:
            picked = date.fromordinal(count.counted(picked.toordinal()))
        return picked

    @cached_property
    def when(self) -> Date:
        """Return its possible days: the ends of each span are moved, and the marks kept (§9 s)."""
        if not self.counts:
            return self.possible
        base = self.possible
        spans = tuple(
            (first and self.at(first), last and self.at(last)) for first, last in base.spans
        )
        text = " + ".join([base.edtf, *map(str, self.counts)])
        return Date(text, text, spans, base.doubtful, base.approximate)


# --- What one event does to another: §3 ----------------------------------------------------------


@dataclass(frozen=True)
class View:
    """A record as it is seen with what was public by *known*, or with all of it (§3, §6)."""

    record: Record
    known: date | None

    def find(self, id: str) -> Logged | None:
        """Return the event with that id if it stands in the record."""
        return next((each for each in self.record.events if each.event.id == id), None)

    def announced(self, logged: Logged) -> date | None:
        """Return the latest day on which the event was announced."""
        event = logged.event
        stated, when = event.announced, event.when
        return _announced(self.record, stated, event.sources, when, logged.recorded)

    def is_public(self, announced: date | None) -> bool:
        """Return whether what was announced then was public by the *known* cut."""
        return self.known is None or (announced is not None and announced <= self.known)

    def acting(self, deed: Deed, id: str) -> list[Logged]:
        """Return the events that do this to *id*, if they are public and not denied."""
        return [
            each
            for each in self.record.naming.get((deed, id), ())
            if self.is_public(self.announced(each)) and not self.is_denied(each)
        ]

    # Denied, confirmed.

    def authority(self, logged: Logged) -> Authority:
        """Return the authority of an event: its own or that of what confirms it, if higher."""
        event = logged.event
        cited = _cited(self.record, event.sources, self.known)
        return self.raised(event.authority or _authority(self.record, event.by, cited), event.id)

    def raised(self, own: Authority, id: str) -> Authority:
        """Return the higher of *own* and the authority of each event that confirms *id*."""
        given = (self.authority(each) for each in self.acting("confirms", id))
        return max((own, *given), key=lambda each: each.rank)

    def sources(self, own: Sequence[str], id: str) -> tuple[str, ...]:
        """Return the sources cited: *own* and those of each event that confirms *id*."""
        cited = [*_cited(self.record, own, self.known)]
        for each in self.acting("confirms", id):
            cited += self.sources(each.event.sources, each.event.id)
        return tuple(dict.fromkeys(cited))

    def denied_rank(self, id: str) -> int:
        """Return the highest rank by which *id* is denied, or 0."""
        return max((self.authority(each).rank for each in self.acting("denies", id)), default=0)

    def is_denied(self, logged: Logged) -> bool:
        """Return whether the rank of the event itself is not above that of a denial."""
        return self.authority(logged).rank <= self.denied_rank(logged.event.id)

    # Dated, called off, counted.

    def fate(self, logged: Logged) -> Logged | None:
        """Return what counts of all that date the event or call it off: the one announced last."""
        id = logged.event.id
        last = [*self.acting("dates", id), *self.acting("calls_off", id)]
        return max(
            last, key=lambda each: (self.announced(each) or date.max, each.version), default=None
        )

    def is_dated(self, logged: Logged) -> bool:
        """Return whether the event falls on the day of another that dates it."""
        fate = self.fate(logged)
        return fate is not None and fate.event.dates == logged.event.id

    def is_called_off(self, logged: Logged) -> bool:
        """Return whether the event never will happen."""
        return self.fate(logged) is not None and not self.is_dated(logged)

    def day(self, logged: Logged) -> Day | None:
        """Return the day of an event: the one of what dates it, or its own."""
        fate = self.fate(logged)
        if fate is None:
            return self.dated(logged.event.when, (logged.event.id, None))
        return self.day(fate) if self.is_dated(logged) else None

    def dated(self, when: When | None, pick: Pick) -> Day | None:
        """Return the day in *when*, which *pick* picks unless it is counted from an event (§2)."""
        if when is None:
            return None
        if isinstance(when, Date):
            return Day(pick, when)
        base = self.find(when.event)
        if base is None or not self.is_public(self.announced(base)) or self.is_denied(base):
            return None
        begun = self.day(base)
        return replace(begun, counts=(*begun.counts, when)) if begun else None

    # Once.

    def meeting(self, condition: str) -> Logged | None:
        """Return the first event in log order that says the condition is met, and stands."""
        return next((one for one in self.record.events if self._meets(one, condition)), None)

    def _meets(self, logged: Logged, condition: str) -> bool:
        return (
            condition in logged.event.met
            and self.is_public(self.announced(logged))
            and not self.is_denied(logged)
            and not self.is_called_off(logged)
        )


# --- The steps: §3 *What a change may carry*, §4 *Steps* and *Place* -----------------------------


@dataclass(frozen=True)
class Step:
    """A change, a condition met, or a restated term, with all it inherits from its event."""

    ref: Ref
    verb: str
    term: str | None
    change: Change | None
    condition: str | None
    day: Day | None
    place: int
    announced: date | None
    authority: Authority
    speakers: frozenset[str]
    sources: tuple[str, ...]
    last: date | None = None
    """Its last day as it is told: the latest of its text, or of the days counted (§2)."""
    last_day: Day | None = None
    """Where its last day is counted from an event: how each world finds its own."""
    until: date | None = None
    """Its last day in a world."""
    marks: frozenset[str] = frozenset()
    """The marks of its last day."""
    hinge: str | None = None
    denied: bool = False
    called_off: date | None = None
    """If it is called off, the latest day on which that was announced."""

    @cached_property
    def rank(self) -> int:
        """Return the rank of its authority (§5)."""
        return self.authority.rank

    @cached_property
    def when(self) -> Date | None:
        """Return its possible days."""
        return self.day.when if self.day else None

    @cached_property
    def value(self) -> str | None:
        """Return the value it sets or claims."""
        return self.change.value if isinstance(self.change, Set | Claim) else None

    @cached_property
    def unless(self) -> frozenset[str]:
        """Return the conditions that end it early."""
        return frozenset(self.change.unless) if isinstance(self.change, Set) else frozenset()

    @cached_property
    def renews(self) -> Duration | None:
        """Return how long each run after the first one is, if it renews."""
        return self.change.renews if isinstance(self.change, Set) else None

    def run_at(self, on: date) -> date | None:
        """Return the last day told on a day: of an answer that renews, that of the run then."""
        if self.last is None or self.renews is None:
            return self.last
        months, days, end = 0, 0, self.last
        while end < on:
            months, days = months + self.renews.months, days + self.renews.days
            end = Duration(months, days).after(self.last)
        return end


def steps_of(
    kept: Iterable[Kept], known: date | None = None, recorded: str | None = None
) -> list[Step]:
    """Return the steps that a question uses, in order of *place* (§4, §6).

    *known* keeps the steps whose announcement has a latest day by then. A step told of an event
    keeps the place of that event even if the event itself is cut off.
    """
    view = View(record_of(kept, recorded), known)
    return [step for step in _placed(view) if view.is_public(step.announced)]


def _placed(view: View) -> list[Step]:
    """Return the steps in order (§4, *Place*)."""
    events = view.record.events
    ids = {logged.event.id for logged in events}
    dated_by = {each.event.id: view.fate(each) for each in events if view.is_dated(each)}
    begun_by = {
        (each.event.id, index): view.meeting(change.once)
        for each in events
        for index, change in enumerate(each.event.changes)
        if isinstance(change, Set) and change.once
    }
    placed: list[Step] = []

    def put(logged: Logged) -> None:
        event = logged.event
        for other in events:
            if dated_by.get(other.event.id) == logged:
                put(other)
        if not view.is_denied(logged):
            for index in range(-len(event.met), 0):
                placed.append(_met(view, logged, index, len(placed)))
            for term in _restated(view.record, event):
                placed.append(_restates(view, logged, term, len(placed)))
        for index, change in enumerate(event.changes):
            if change.of is None and not begun_by.get((event.id, index)):
                placed.append(_change(view, logged, index, len(placed)))
        for other in events:
            for index, change in enumerate(other.event.changes):
                if change.of == event.id or begun_by.get((other.event.id, index)) == logged:
                    placed.append(_change(view, other, index, len(placed)))
        for other in events:
            if other.event.after == event.id and other.event.id not in dated_by:
                put(other)

    for logged in events:
        if logged.event.after not in ids and logged.event.id not in dated_by:
            put(logged)
    return placed


def _restated(record: Record, event: Event) -> list[str]:
    """Return the terms that a glob of *event* matches and no change of it mentions."""
    mentioned = {record.name(change.term) for change in event.changes}
    matched = [term for term in record.terms if record.matches(event.restates, term)]
    return [term for term in matched if term not in mentioned]


def _met(view: View, logged: Logged, index: int, place: int) -> Step:
    said = _said(view, logged, (logged.event.id, index), MET, place)
    return replace(said, condition=logged.event.met[index])


def _restates(view: View, logged: Logged, term: str, place: int) -> Step:
    index = -1 - len(logged.event.met)
    return replace(_said(view, logged, (logged.event.id, index), RESTATES, place), term=term)


def _said(view: View, logged: Logged, ref: Ref, verb: str, place: int) -> Step:
    """Return a step that the event itself says; one that is denied has none (§3)."""
    event = logged.event
    cited = _cited(view.record, event.sources, view.known)
    return Step(
        ref=ref,
        verb=verb,
        term=None,
        change=None,
        condition=None,
        day=view.day(logged),
        place=place,
        announced=view.announced(logged),
        authority=view.authority(logged),
        speakers=_speakers(view.record, event.by, cited),
        sources=view.sources(event.sources, event.id),
        called_off=_called_off(view, logged),
    )


def _change(view: View, logged: Logged, index: int, place: int) -> Step:
    """Return the step of a change, which inherits what it leaves out from its event (§3)."""
    record, event = view.record, logged.event
    change = event.changes[index]
    happening = logged if change.of is None else view.find(change.of)
    assert happening is not None
    by, sources = change.by or event.by, change.sources or event.sources
    cited = _cited(record, sources, view.known)
    stated, effective = change.announced or event.announced, _own(change) or happening.event.when
    own = change.authority or event.authority or _authority(record, by, cited)
    authority = view.raised(own, event.id)
    by_rank = max(view.denied_rank(event.id), view.denied_rank(happening.event.id))
    last_day = _last_day(view, change)
    hinge = change.hinge if isinstance(change, Set) else None
    through = _through(change)
    last = (last_day.when if last_day else None) if isinstance(through, Reckoned) else through
    step = Step(
        ref=(event.id, index),
        verb=verb(change),
        term=record.name(change.term),
        change=change,
        condition=None,
        day=_day(view, logged, index, happening),
        place=place,
        announced=_announced(record, stated, sources, effective, logged.recorded),
        authority=authority,
        speakers=_speakers(record, by, cited),
        sources=view.sources(sources, event.id),
        last=last.latest if last else None,
        last_day=last_day,
        until=last.latest if last else None,
        marks=marks_of(last),
        hinge=record.name(hinge) if hinge else None,
        called_off=_called_off(view, logged, happening),
    )
    return _denied(step) if authority.rank <= by_rank else step


def _own(change: Change) -> When | None:
    """Return the date of its own that a change has, if any (§3)."""
    during = change.during if isinstance(change, Set | Claim) else None
    return _end_of(during, 0) if during else change.when


def _through(change: Change) -> When | None:
    if not isinstance(change, Set | Claim):
        return None
    return _end_of(change.during, 1) if change.during else change.through


def _day(view: View, logged: Logged, index: int, happening: Logged) -> Day | None:
    """Return the day of a change (§3, *Dated, called off* and *Once*).

    *happening* is the event on whose day it falls: its own, or the one it is told `of`.
    """
    change = logged.event.changes[index]
    if view.is_called_off(logged) or view.is_called_off(happening):
        return None
    if isinstance(change, Set) and change.once:
        meeting = view.meeting(change.once)
        return view.day(meeting) if meeting else None
    own = _own(change)
    if own is None or (view.is_dated(happening) and not isinstance(own, Reckoned)):
        return view.day(happening)
    return view.dated(own, (logged.event.id, index))


def _last_day(view: View, change: Change) -> Day | None:
    """Return the last day of a change where it is counted from an event, and is known (§2)."""
    through = _through(change)
    return view.dated(through, ("", None)) if isinstance(through, Reckoned) else None


def _called_off(view: View, *events: Logged) -> date | None:
    """Return the first day by which one of *events* had been called off, or None."""
    called_off = [each for each in events if view.is_called_off(each)]
    fates = [fate for each in called_off if (fate := view.fate(each))]
    return min((view.announced(fate) or date.max for fate in fates), default=None)


def _denied(step: Step) -> Step:
    """Return *step* as it is read if it is denied: a `set` or an `end` as a claim (§3)."""
    if not isinstance(step.change, Set | End):
        return replace(step, denied=True)
    value = step.change.value if isinstance(step.change, Set) else None
    claim = Claim(term=step.change.term, value=value, of=step.change.of)
    return replace(step, denied=True, verb="claim", change=claim, hinge=None)


def marks_of(when: Date | None) -> frozenset[str]:
    """Return the marks of a date: *doubtful*, *approximate*."""
    marks = ("doubtful", "approximate")
    return frozenset(mark for mark in marks if when is not None and getattr(when, mark))


def _end_of(during: Date, end: int) -> Date:
    """Return the first or last day of *during*, marked like the whole date (§3)."""
    exact = (during.earliest, during.latest)[end]
    assert exact is not None
    one = day(exact)
    return Date(one.edtf, one.written, one.spans, during.doubtful, during.approximate)


# --- What is left out: §1, under the table, §3 and §6 ---------------------------------------------


def _announced(
    record: Record,
    stated: Date | None,
    sources: Sequence[str],
    effective: When | None,
    recorded: date,
) -> date | None:
    """Return the latest day of the announcement (§1, under the table).

    A day counted from an event is no day as long as that event may still move.
    """
    if stated is not None:
        return stated.latest
    published = [record.sources[key].published for key in sources if key in record.sources]
    dated = [each.latest for each in published if each is not None and each.latest is not None]
    if dated:
        return min(dated)
    latest = effective.latest if isinstance(effective, Date) else None
    return recorded if latest is None or latest > recorded else latest


def _cited(record: Record, sources: Sequence[str], known: date | None) -> tuple[str, ...]:
    """Return *sources* without those that may have been published after *known* (§6)."""
    cited = []
    for key in sources:
        published = record.sources[key].published if key in record.sources else None
        by = (published.latest or published.earliest) if published else None
        if known is None or published is None or (by is not None and by <= known):
            cited.append(key)
    return tuple(cited)


def _publishers(record: Record, sources: Sequence[str]) -> frozenset[str]:
    known = (record.sources[key].publisher for key in sources if key in record.sources)
    return frozenset(publisher for publisher in known if publisher)


def _speakers(record: Record, by: Sequence[str], sources: Sequence[str]) -> frozenset[str]:
    """Return the speakers: those named or else the publishers of the sources (§5)."""
    return frozenset(by) or _publishers(record, sources)


def _authority(record: Record, by: Sequence[str], sources: Sequence[str]) -> Authority:
    """Return the authority that follows, or *reported* if nothing supports another (§3, §9 m)."""
    by_parties = _speakers(record, by, sources) <= record.parties
    from_a_party = bool(_publishers(record, sources) & record.parties)
    return Authority.OFFICIAL if by_parties and from_a_party else Authority.REPORTED
