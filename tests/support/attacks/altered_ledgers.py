"""Bundled ledgers with one thing altered, and whether anything that they assert is told otherwise.

`tests/jobs/alter_ledgers_job.py` tries every way; the suite draws some.
"""

from collections.abc import Iterable, Iterator, Sequence
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
    Dispute,
    End,
    Event,
    LeaveUnsaid,
    Reaffirm,
    Set,
    Settle,
    verb,
)
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import Step, steps_of
from timeline.rule.answer import Answer, answer_on, as_covered
from timeline.rule.terms import Terms

FAILED, TOLD, UNNOTICED = "an assertion fails", "told otherwise", "UNNOTICED"
"""What becomes of an alteration. *TOLD* means that every assertion still holds, since it can say no
more than a status and a value, but that something beside an asserted answer changed: a flag, a
plan, a claim, a dispute, what confirms it, its authority or its last day."""

_DECIDING = Set, End
_SEEN = (*_DECIDING, Claim, Dispute, LeaveUnsaid, Reaffirm, Settle)
"""The kinds of change that can alter an answer or what is told beside it."""

_LINKS = ("dates", "calls_off", "confirms", "denies")
_KEYS = ("of", "through", "during", "renews", "unless", "once", "hinge", "when")


@dataclass(frozen=True)
class Alteration:
    """One event as it was altered; *says* describes what was done, for a report."""

    says: str
    event: Event


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
        found = answer_on(self.terms(cut_of(one)), self.record.terms[one.term], one.on)
        return as_covered(found, self.record.covered_from(one.term), one.on)

    def holds(self) -> bool:
        """Return whether every assertion holds."""
        return all(_holds(one, self.answer(one)) for one in self.record.assertions)

    @cached_property
    def told(self) -> list[object]:
        """What else a reader is told with each asserted answer."""
        return [_beside(self.answer(one)) for one in self.record.assertions]


def read(name: str) -> Read:
    """Return the bundled ledger *name*."""
    return Read([item.act for item in bundled(name).items])


def verdict(before: Read, altered: Alteration) -> str:
    """Return what becomes of one alteration of the ledger *before*."""
    acts = [altered.event if _is(act, altered.event) else act for act in before.acts]
    after = Read(acts)
    if not after.holds():
        return FAILED
    return TOLD if after.told != before.told else UNNOTICED


def alterations(acts: Iterable[Act]) -> Iterator[Alteration]:
    """Alter each event of *acts*: its links, its day and every change that can be seen."""
    for act in acts:
        if isinstance(act, Event):
            yield from _of_event(act)
            for number in range(len(act.changes)):
                yield from _of_change(act, number)


def cut_of(one: Assert) -> date | None:
    """Return the day of the *known* cut of an assertion."""
    return one.known.earliest if one.known else None


def _of_event(event: Event) -> Iterator[Alteration]:
    for key in (*_LINKS, "met", "restates"):
        if getattr(event, key):
            bare: dict[str, Any] = {key: None if key in _LINKS else ()}
            yield Alteration(f"{event.id}: without {key}", replace(event, **bare))
    here = (one for one in event.changes if isinstance(one, _DECIDING) and _falls_here(one))
    decides = event.met or event.restates or any(here)
    if decides and isinstance(event.when, Date) and (moved := _moved(event.when)):
        yield Alteration(f"{event.id}: a day later", replace(event, when=moved))


def _falls_here(change: Set | End) -> bool:
    return not (change.of or change.when or (isinstance(change, Set) and change.once))


def _of_change(event: Event, number: int) -> Iterator[Alteration]:
    change = event.changes[number]
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
            longer = replace(found, length=replace(found.length, months=found.length.months + 1))
            yield _put(event, number, f"{what}: other {key}", {key: longer})
        elif isinstance(found, Date) and (moved := _moved(found)):
            yield _put(event, number, f"{what}: other {key}", {key: moved})


def _put(event: Event, number: int, says: str, fields: dict[str, Any]) -> Alteration:
    change: Change = replace(event.changes[number], **fields)
    return Alteration(says, _with(event, number, change))


def _with(event: Event, number: int, change: Change | None) -> Event:
    put: tuple[Change, ...] = () if change is None else (change,)
    return replace(event, changes=(*event.changes[:number], *put, *event.changes[number + 1 :]))


def _moved(on: Date) -> Date | None:
    last = on.latest
    return parse((last + timedelta(days=1)).isoformat()) if last else None


def _is(act: Act, event: Event) -> bool:
    return isinstance(act, Event) and act.id == event.id


def _holds(one: Assert, answer: Answer) -> bool:
    value = answer.decided.value if answer.decided else None
    return answer.status == (one.status or "in-force") and one.value in (None, value)


def _beside(answer: Answer) -> object:
    confirmed = answer.confirmed.event if answer.confirmed else None
    claims = [(_said(one.step), one.differs) for one in answer.claims]
    decided = answer.decided
    given = decided.outcome.given if decided else None
    rest = decided and (
        decided.authority, decided.through, decided.unless, given and given.hinge
    )  # fmt: skip
    pending = [_said(step) for step in answer.pending]
    disputes = [step.event for step in answer.disputes]
    return answer.flags, confirmed, claims, rest, pending, disputes


def _said(step: Step) -> object:
    return step.event, step.verb, step.value, step.days
