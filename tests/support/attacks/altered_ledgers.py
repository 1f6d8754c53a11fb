"""Bundled ledgers with one thing altered, and whether anything that they assert is told otherwise.

`tests/jobs/alter_ledgers_job.py` tries every way; the suite draws some.
"""

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from cli.reading.bundled import bundled
from events.dates.dates import Date, parse
from events.dates.reckoned import Reckoned
from events.model.kinds import (
    Act,
    Assert,
    Change,
    Claim,
    Correct,
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Reaffirm,
    Set,
    Settle,
    verb,
)
from timeline.findings.expectations import cut, missed
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import steps_of
from timeline.rule.answer import Answer, answer_on, as_covered
from timeline.rule.terms import Terms

FAILED, UNNOTICED = "an assertion fails", "UNNOTICED"
"""What becomes of an alteration."""

_DECIDING = Set, End
_SEEN = (*_DECIDING, Claim, Dispute, LeaveUnsaid, Reaffirm, Settle)
"""The kinds of change that can alter an answer or what is told beside it."""

_LINKS = ("dates", "calls_off", "confirms", "denies")
_KEYS = ("of", "through", "during", "renews", "unless", "once", "hinge", "when")


_Told = Event | Correct


@dataclass(frozen=True)
class Alteration:
    """An event or a correction as it was altered; *says* describes what was done, for a report."""

    says: str
    act: _Told


@dataclass(frozen=True)
class Read:
    """The acts of a ledger, as its assertions and a reader see them."""

    acts: Sequence[Act]

    @cached_property
    def record(self) -> Record:
        """The record of all acts."""
        return record_of(Kept(number, "", act) for number, act in enumerate(self.acts, 1))

    @cached_property
    def _known(self) -> dict[date | None, Terms]:
        return {}

    def terms(self, known: date | None) -> Terms:
        """Return the terms by what was public on the day *known*."""
        if known not in self._known:
            self._known[known] = Terms(steps_of(self.record, known=known))
        return self._known[known]

    def answer(self, one: Assert) -> Answer:
        """Return the answer that *one* speaks of."""
        found = answer_on(self.terms(cut(one)), self.record.terms[one.term], one.on)
        return as_covered(found, self.record.covered_from(one.term), one.on)

    def holds(self, first: Container[str] = ()) -> bool:
        """Return whether every assertion holds; those about the terms *first* are tried first."""
        asked = sorted(self.record.assertions, key=lambda one: one.term not in first)
        return all(not [*missed(one, self.answer(one))] for one in asked)


def read(name: str) -> Read:
    """Return the bundled ledger *name*."""
    return Read([item.act for item in bundled(name).items])


def verdict(before: Read, altered: Alteration) -> str:
    """Return what becomes of one alteration of the ledger *before*."""
    new = altered.act
    acts = [new if type(act) is type(new) and act.id == new.id else act for act in before.acts]
    touched = {change.term for change in _changes(new)}
    return UNNOTICED if Read(acts).holds(first=touched) else FAILED


def alterations(acts: Sequence[Act]) -> Iterator[Alteration]:
    """Alter each event of *acts*: its links, its day and every change that can be seen.

    Of changes that a correction replaced, those of the correction are altered.
    """
    events = {act.id: act for act in acts if isinstance(act, Event)}
    replaced = {act.event for act in acts if isinstance(act, Correct) and _changes(act)}
    for act in acts:
        if isinstance(act, Event):
            yield from _of_event(act, events)
        if isinstance(act, Event | Correct) and act.id not in replaced:
            for number in range(len(_changes(act))):
                yield from _of_change(act, number)


def _changes(told: _Told) -> tuple[Change, ...]:
    return told.changes if isinstance(told, Event) else told.fields.changes


def _of_event(event: Event, events: Mapping[str, Event]) -> Iterator[Alteration]:
    links = [
        key
        for key in _LINKS
        if (name := getattr(event, key)) and _is_seen(key, event, events[name])
    ]
    for key in (*links, "met", "restates"):
        if getattr(event, key):
            bare: dict[str, Any] = {key: None if key in _LINKS else ()}
            yield Alteration(f"{event.id}: without {key}", replace(event, **bare))
    here = (one for one in event.changes if isinstance(one, _DECIDING) and _falls_here(one))
    decides = event.met or event.restates or any(here)
    if decides and isinstance(event.when, Date) and (moved := _moved(event.when)):
        yield Alteration(f"{event.id}: a day later", replace(event, when=moved))


def _is_seen(link: str, event: Event, other: Event) -> bool:
    """Return whether the *link* of *event* can alter an answer that *other* has to do with."""
    ranks = event.authority and other.authority and (event.authority.rank, other.authority.rank)
    if link == "confirms" and ranks and ranks[0] <= ranks[1]:
        # A confirmation by no higher rank lends its sources and nothing else.
        return False
    return bool(other.met or other.restates) or any(isinstance(one, _SEEN) for one in other.changes)


def _falls_here(change: Set | End) -> bool:
    return not (change.of or change.when or (isinstance(change, Set) and change.once))


def _of_change(event: _Told, number: int) -> Iterator[Alteration]:
    change = _changes(event)[number]
    if not isinstance(change, _SEEN):
        return
    what = f"{event.id}: {verb(change)} {change.term}"
    yield Alteration(f"{what}: left out", _with(event, number, None))
    for key in _KEYS:
        if getattr(change, key, None):
            bare = () if key == "unless" else None
            yield _put(event, number, f"{what}: without {key}", {key: bare})
    if isinstance(change, Set | Claim) and change.value:
        yield _put(event, number, f"{what}: other value", {"value": f"{change.value}, or so"})
    for key in ("through", "when"):
        found = getattr(change, key, None)
        if isinstance(found, Reckoned):
            length = found.length._replace(months=found.length.months + 1)
            longer = found._replace(length=length)
            yield _put(event, number, f"{what}: other {key}", {key: longer})
        elif isinstance(found, Date) and (moved := _moved(found)):
            yield _put(event, number, f"{what}: other {key}", {key: moved})


def _put(event: _Told, number: int, says: str, fields: dict[str, Any]) -> Alteration:
    change: Change = replace(_changes(event)[number], **fields)
    return Alteration(says, _with(event, number, change))


def _with(event: _Told, number: int, change: Change | None) -> _Told:
    put: tuple[Change, ...] = () if change is None else (change,)
    old = _changes(event)
    changes = (*old[:number], *put, *old[number + 1 :])
    if isinstance(event, Event):
        return replace(event, changes=changes)
    return replace(event, fields=replace(event.fields, changes=changes))


def _moved(on: Date) -> Date | None:
    last = on.latest
    return parse((last + timedelta(days=1)).isoformat()) if last else None
