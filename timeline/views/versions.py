"""The events, the sources and the steps of a log as they read at each of its versions."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar

from events.model.kinds import Correct, Define, Event, Partnership, Redefine, Retract, Source
from timeline.boxes.boxes import HEAD
from timeline.boxes.rows import commits
from timeline.record.incremental import GrowingRecord
from timeline.record.record import Kept, Standing
from timeline.record.steps import Step

What = TypeVar("What")


class Versioned(NamedTuple, Generic[What]):
    """A value that stood from the version *since* until just before *until*."""

    what: What
    since: int
    until: int = HEAD


class StepVersion(NamedTuple):
    """A *step* of *term* as known from the day *known* on; a condition met has no term."""

    term: str | None
    step: Step
    known: int


class Versions(NamedTuple):
    """The events, sources and steps of a log, each with the versions at which it stood."""

    events: Sequence[Versioned[Standing]]
    sources: Sequence[Versioned[Source]]
    steps: Sequence[Versioned[StepVersion]]


def all_versions(acts: Iterable[Kept]) -> Versions:
    """Return every event, source and step at each version of a log, given all its *acts*."""
    growth = GrowingRecord()
    events, sources, steps = _Versions[Standing](), _Versions[Source](), _Versions[StepVersion]()
    for version, group in commits(acts):
        touched: dict[str, None] = {}
        for one in group:
            growth.take(one)
            touched |= dict.fromkeys(_touched(growth, one, events.names()))
            if isinstance(one.act, Define | Redefine) and isinstance(one.act.thing, Source):
                sources.put(version, one.act.thing.key, {0: one.act.thing})
        for id in touched:
            events.put(version, id, dict(enumerate(growth.record([id]).events)))
            steps.put(version, id, dict(_tellings(growth, id)))
    return Versions(events.ever(), sources.ever(), steps.ever())


def _touched(growth: GrowingRecord, one: Kept, before: Iterable[str]) -> Iterable[str]:
    """Return the events that may read differently after *one*: its own, or those *before*."""
    match one.act:
        case Event() | Correct() | Retract() as act:
            return growth.touched(growth.event_of(act))
        case Redefine() | Define(thing=Partnership()):
            return before
        case _:
            return ()


def _tellings(growth: GrowingRecord, event: str) -> Iterator[tuple[Hashable, StepVersion]]:
    own, mets = growth.by_term(event)
    for term, several in [*own.items(), (None, mets)]:
        for step in several:
            for known, one in growth.forms(step):
                yield (step.index, known), StepVersion(term, one, known)


class _Versions(Generic[What]):
    """The values that stood under each name, by version."""

    def __init__(self) -> None:
        self._standing: dict[tuple[str, Hashable], Versioned[What]] = {}
        self._names: dict[str, Mapping[Hashable, What]] = {}
        self._over: list[Versioned[What]] = []

    def put(self, version: int, name: str, several: Mapping[Hashable, What]) -> None:
        """Record *several*, by keys of their own, as the values of *name* from *version* on."""
        before = self._names.get(name, {})
        for key in before:
            if key not in several or not _is_same(before[key], several[key]):
                stood = self._standing.pop((name, key))
                self._over += [stood._replace(until=version)] if stood.since < version else []
        for key, one in several.items():
            self._standing.setdefault((name, key), Versioned(one, version))
        self._names[name] = several

    def names(self) -> Iterable[str]:
        """Return every name that ever had a value."""
        return self._names

    def ever(self) -> list[Versioned[What]]:
        """Return all values that ever stood, with their versions."""
        return [*self._over, *self._standing.values()]


def _is_same(one: object, other: object) -> bool:
    if not (isinstance(one, StepVersion) and isinstance(other, StepVersion)):
        return one == other
    return one.term == other.term and one.step.fields == other.step.fields
