"""The record at an instant: the log with its corrections and retractions merged."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Any, NamedTuple

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
    Thing,
    key_of,
)
from events.model.renaming import renamed
from events.model.values import Value, kind


class Kept(NamedTuple):
    """An act as a log keeps it: *version* counts from 1, and *recorded* is a UTC instant."""

    version: int
    recorded: str
    act: Act
    actor: str | None = None


class Standing(NamedTuple):
    """An event as the record has it now, first recorded at *version* and the instant *recorded*."""

    version: int
    recorded: str
    event: Event


@kind
class Record(Value):
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
    acts: tuple[Kept, ...]

    @cached_property
    def relations(self) -> dict[int, Any]:
        """What `timeline.record.relations` has worked out of this record, by known day."""
        return {}

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
    vocabulary = Vocabulary()
    for one in acts:
        vocabulary.take(one.act)
    return vocabulary.record(acts)


class Vocabulary:
    """What the acts taken so far define, redefine, cover and assert."""

    def __init__(self) -> None:
        self._things: dict[str, Thing] = {}
        self._names: dict[str, str] = {}
        self._latest: dict[str, Redefine] = {}
        self._covers: list[Cover] = []
        self._assertions: list[Assert] = []

    def take(self, act: Act) -> None:
        """Take *act* into account, which may be of any kind."""
        match act:
            case Define(thing=thing) | Redefine(thing=thing):
                self._things[key_of(thing)] = thing
                if isinstance(act, Redefine) and isinstance(thing, Term):
                    self._latest[thing.key] = act
                    if act.renamed:
                        self._names = renamed(self._names, thing.key, act.renamed)
            case Cover():
                self._covers.append(act)
            case Assert():
                self._assertions.append(act)
            case _:
                pass

    def record(self, acts: tuple[Kept, ...] = ()) -> Record:
        """Return the record of this vocabulary, and of the events among *acts*."""
        things = self._things.values()
        partners = [one for one in things if isinstance(one, Partnership)]
        return Record(
            partnership=partners[0] if partners else Partnership(title=""),
            terms=_by_name({t.key: t for t in things if isinstance(t, Term)}, self._names),
            conditions={c.key: c for c in things if isinstance(c, Condition)},
            sources={s.key: s for s in things if isinstance(s, Source)},
            events=standing(acts),
            covered=self._covered(),
            covers=tuple(self._covers),
            renamed=self._names,
            retired={key: act for key, act in self._latest.items() if act.split or act.merged},
            assertions=tuple(self._assertions),
            acts=acts,
        )

    def _covered(self) -> tuple[Date | None, Date | None]:
        since, through = None, None
        for act in self._covers:
            if not act.terms:
                since, through = act.since or since, act.through or through
        return since, through


def _by_name(terms: Mapping[str, Term], renamed: Mapping[str, str]) -> dict[str, Term]:
    """Return *terms* by current name; a renamed term keeps its place in the order."""
    names = (renamed.get(key, key) for key in terms)
    return {name: terms[name] for name in names if name in terms}


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
