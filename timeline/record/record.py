"""The record at an instant: the log with its corrections and retractions merged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any

from events.dates.dates import Date
from events.model.kinds import (
    Act,
    Assert,
    Condition,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Partnership,
    Redefine,
    Retract,
    Source,
    Term,
    key_of,
)
from events.model.renaming import renamed


@dataclass(frozen=True, slots=True)
class Kept:
    """An act as a log keeps it: *version* counts from 1, and *recorded* is a UTC instant."""

    version: int
    recorded: str
    act: Act
    actor: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """An event as the record has it now, first recorded at *version* and the instant *recorded*."""

    version: int
    recorded: str
    event: Event


@dataclass(frozen=True)
class Record:
    """Everything a log says up to an instant: the events that stand, and the vocabulary.

    *terms* are the current terms, by name. *renamed* maps each former name of a term to the current
    one; *retired* are the terms that were split or merged, which keep their answers. *covered* is
    the first and the last day for which the log is stated to be complete about all terms, and
    *covers* has all such statements.
    """

    partnership: Partnership
    terms: Mapping[str, Term]
    conditions: Mapping[str, Condition]
    sources: Mapping[str, Source]
    events: tuple[Standing, ...]
    covered: tuple[Date | None, Date | None]
    covers: tuple[Cover, ...]
    renamed: Mapping[str, str]
    retired: Mapping[str, Redefine]
    assertions: tuple[Assert, ...]
    acts: tuple[Kept, ...] = field(repr=False)
    relations: dict[int, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What `timeline.record.relations` has worked out of this record, by known day."""

    def covered_from(self, term: str) -> Date | None:
        """Return the first day for which the log is said to be complete about *term*, or None."""
        names = (term, *(old for old, new in self.renamed.items() if new == term))
        since = None
        for act in self.covers:
            globs = act.terms or ("*",)
            if any(fnmatchcase(name, glob) for name in names for glob in globs):
                since = act.since or since
        return since

    def standing(self, event: str) -> Standing | None:
        """Return the event with the id *event*, or None if it was retracted or never recorded."""
        return self._standing.get(event)

    def recorded_as(self, version: int) -> Standing:
        """Return the event that was first recorded as *version*."""
        return self._recorded[version]

    @cached_property
    def _recorded(self) -> Mapping[int, Standing]:
        return {one.version: one for one in self.events}

    @cached_property
    def _standing(self) -> Mapping[str, Standing]:
        return {one.event.id: one for one in self.events}


def record_of(kept: Iterable[Kept], *, by: str | None = None) -> Record:
    """Return the record of *kept*, acts in version order, without those recorded after *by*."""
    acts = tuple(one for one in kept if by is None or one.recorded <= by)
    defined = [one.act for one in acts if isinstance(one.act, Define | Redefine)]
    things = {key_of(act.thing): act.thing for act in defined}
    partnership = things.get("partnership")
    names, since, through = dict[str, str](), None, None
    covers: list[Cover] = []
    for one in acts:
        if isinstance(one.act, Cover):
            covers.append(one.act)
            if not one.act.terms:
                since, through = one.act.since or since, one.act.through or through
        elif isinstance(one.act, Redefine) and one.act.renamed:
            names = renamed(names, key_of(one.act.thing).removeprefix("term:"), one.act.renamed)
    return Record(
        partnership=partnership if isinstance(partnership, Partnership) else Partnership(title=""),
        terms=_by_name({t.key: t for t in things.values() if isinstance(t, Term)}, names),
        conditions={c.key: c for c in things.values() if isinstance(c, Condition)},
        sources={s.key: s for s in things.values() if isinstance(s, Source)},
        events=standing(acts),
        covered=(since, through),
        covers=tuple(covers),
        renamed=names,
        retired=_retired(defined),
        assertions=tuple(one.act for one in acts if isinstance(one.act, Assert)),
        acts=acts,
    )


def _by_name(terms: Mapping[str, Term], renamed: Mapping[str, str]) -> dict[str, Term]:
    """Return *terms* by current name; a renamed term keeps its place in the order."""
    names = (renamed.get(key, key) for key in terms)
    return {name: terms[name] for name in names if name in terms}


def _retired(defined: Iterable[Define | Redefine]) -> dict[str, Redefine]:
    """Return the last redefinition of each term that was split or merged."""
    last = {act.thing.key: act for act in defined if isinstance(act.thing, Term)
            and isinstance(act, Redefine)}  # fmt: skip
    return {key: act for key, act in last.items() if act.split or act.merged}


_NOTHING = Correction(given=frozenset())


def said_in(act: Act) -> Event | Correction:
    """Return the event or correction in *act*, or an empty correction if it has neither."""
    match act:
        case Event():
            return act
        case Correct(fields=fields):
            return fields
        case _:
            return _NOTHING


def standing(acts: Sequence[Kept]) -> tuple[Standing, ...]:
    """Return the events among *acts* that were not retracted, with their corrections applied."""
    retracted = {one.act.event for one in acts if isinstance(one.act, Retract)}
    given: dict[str, dict[str, object]] = {}
    for one in acts:
        if isinstance(one.act, Correct) and one.act.id not in retracted:
            fields = {name: getattr(one.act.fields, name) for name in one.act.fields.given}
            given.setdefault(one.act.event, {}).update(fields)  # The last one recorded wins.
    return tuple(
        Standing(one.version, one.recorded, _corrected(one.act, given.get(one.act.id)))
        for one in acts
        if isinstance(one.act, Event) and one.act.id not in retracted
    )


def _corrected(event: Event, given: dict[str, Any] | None) -> Event:
    return replace(event, **given) if given else event
