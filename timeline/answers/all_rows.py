"""Ever: all that was ever so by a log, at whatever version, for whoever cannot ask for one."""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import Generic, NamedTuple, TypeVar

from events.model.kinds import Correct, Define, Event, Partnership, Redefine, Retract, Source
from timeline.answers.update import Rows
from timeline.boxes.boxes import HEAD, Row
from timeline.boxes.replay import Replay
from timeline.record.incremental import Growth
from timeline.record.record import Kept, Standing
from timeline.record.steps import Step, editions

What = TypeVar("What")


class Stood(NamedTuple, Generic[What]):
    """That *what* it is stood so from the version *since* on, and before *until*."""

    what: What
    since: int
    until: int = HEAD


class Telling(NamedTuple):
    """How a *step* of the *term* is told from the known day *known* on; a condition has no term."""

    term: str | None
    step: Step
    known: int


class Told(NamedTuple):
    """How the events, the sources and the steps of a log were told at each version."""

    events: Sequence[Stood[Standing]]
    sources: Sequence[Stood[Source]]
    steps: Sequence[Stood[Telling]]


def rows_ever(acts: Iterable[Kept], *, apart: bool = False) -> list[Row]:
    """Return every row that stood at some version by *acts*, those of a whole log.

    If they are taken *apart*, each is a version, whatever came at the same instant.
    """
    replay, rows, found = Replay(), Rows(), list[Row]()
    for version, several in ((one.version, [one]) for one in acts) if apart else _commits(acts):
        replay.take(*several)
        found += rows.over(replay.changes(), version)
    return [*found, *rows.standing()]


def told_ever(acts: Iterable[Kept]) -> Told:
    """Return how everything was told at each version by *acts*, those of a whole log."""
    growth = Growth()
    events, sources, steps = _Versions[Standing](), _Versions[Source](), _Versions[Telling]()
    for version, group in _commits(acts):
        touched: dict[str, None] = {}
        for one in group:
            growth.take(one)
            touched |= dict.fromkeys(_touched(growth, one, events.names()))
            if isinstance(one.act, Define | Redefine) and isinstance(one.act.thing, Source):
                sources.put(version, one.act.thing.key, {0: one.act.thing})
        for id in touched:
            events.put(version, id, dict(enumerate(growth.record([id]).events)))
            steps.put(version, id, dict(_tellings(growth, id)))
    return Told(events.ever(), sources.ever(), steps.ever())


def _commits(acts: Iterable[Kept]) -> Iterator[tuple[int, list[Kept]]]:
    """Yield what was recorded at one instant, with its first version: nobody can cut in between."""
    for _, group in groupby(acts, key=lambda one: one.recorded):
        several = list(group)
        yield several[0].version, several


def _touched(growth: Growth, one: Kept, before: Iterable[str]) -> Iterable[str]:
    """Return the events, of those *before* and its own, that *one* may have told otherwise."""
    match one.act:
        case Event() | Correct() | Retract() as act:
            return growth.touched(growth.event_of(act))
        case Redefine() | Define(thing=Partnership()):
            return before
        case _:
            return ()


def _tellings(growth: Growth, event: str) -> Iterator[tuple[Hashable, Telling]]:
    own, mets = growth.by_term(event)
    for term, several in [*own.items(), (None, mets)]:
        for step in several:
            for known, one in editions(step, growth.words):
                yield (step.index, known), Telling(term, one, known)


class _Versions(Generic[What]):
    """What stood under a name at each version."""

    def __init__(self) -> None:
        self._standing: dict[tuple[str, Hashable], Stood[What]] = {}
        self._names: dict[str, Mapping[Hashable, What]] = {}
        self._over: list[Stood[What]] = []

    def put(self, version: int, name: str, several: Mapping[Hashable, What]) -> None:
        """Let *several*, by keys of their own, be what stands under *name* from *version* on."""
        before = self._names.get(name, {})
        for key in before:
            if key not in several or not _is_same(before[key], several[key]):
                stood = self._standing.pop((name, key))
                self._over += [stood._replace(until=version)] if stood.since < version else []
        for key, one in several.items():
            self._standing.setdefault((name, key), Stood(one, version))
        self._names[name] = several

    def names(self) -> Iterable[str]:
        """Return every name under which anything ever stood."""
        return self._names

    def ever(self) -> list[Stood[What]]:
        """Return all that ever stood."""
        return [*self._over, *self._standing.values()]


def _is_same(one: object, other: object) -> bool:
    if not (isinstance(one, Telling) and isinstance(other, Telling)):
        return one == other
    return one.term == other.term and one.step.fields == other.step.fields
