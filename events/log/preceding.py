"""The acts that precede an offered one: those in the log and those judged just before it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Any

from events.dates.dates import Date
from events.log.act_index import ActIndex, ActsInMemory
from events.model.cycles import Hinges
from events.model.kinds import (
    Act,
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
from events.model.renaming import Names
from events.model.subjects import COVERED, corrected

MOST = 10_000
"""How many defined names of one sort, or sources, are cached before the cache is cleared."""


class Preceding:
    """The acts of an *index* and those judged since, looked up as they are needed."""

    def __init__(self, index: ActIndex) -> None:
        self._index, self._lately = index, ActsInMemory()
        self._refused: list[Act] = []
        self._hinges: Hinges | None = None
        self._names: Names | None = None
        self._parties: tuple[str, ...] | None = None
        self.forget_names()

    def take(self, act: Act, *, is_refused: bool = False) -> None:
        """Add *act* as the latest. If it *is_refused*, only its id and subjects are added."""
        self._lately.take(act)
        if isinstance(act, Retract):
            self._retracted[act.event] = True
        if is_refused:
            self._refused.append(act)
            return
        match act:
            case (
                Define(thing=Source() | Term() as thing)
                | Redefine(thing=Source() | Term() as thing)
            ):
                self._said.pop(key_of(thing), None)
            case Define(thing=Partnership()) | Redefine(thing=Partnership()):
                self._parties = None
            case _:
                pass
        if self._hinges is not None:
            self._hang(self._hinges, act)
        if self._names is not None:
            self._names.take(act)

    def forget_acts(self) -> None:
        """Forget the acts judged so far, except refused ones: the index has them now."""
        # Refused acts stay known, so that acts referring to them are not refused for that too.
        self._lately = ActsInMemory(self._refused)

    def forget_names(self) -> None:
        """Drop the caches, since no act is expected for a while."""
        self.terms: set[str] = set()
        self.sources: set[str] = set()
        self.conditions: set[str] = set()
        self._defined = {
            "term": self.terms, "source": self.sources, "condition": self.conditions,
        }  # fmt: skip
        self._said: dict[str, Thing | None] = {}
        self._retracted: dict[str, bool] = {}
        self._parties = None

    def acts(self) -> Iterator[Act]:
        """Yield every act that the next one may refer to, in order."""
        return chain(self._index.acts(), self._lately.acts())

    def find(self, id: str) -> Act | None:
        """Return the act with the id *id*, or None if there is none."""
        found = self._index.find(id) or self._lately.find(id)
        return found and found[1]

    def precedes(self, id: str, other: str) -> bool:
        """Return whether the act *id* was recorded before *other*; True if either is unknown."""
        if id == other or self.find(id) is None:
            return id != other
        there, after = self._index.find(id), self._index.find(other)
        if there is None and after is None:
            there, after = self._lately.find(id), self._lately.find(other)
        return after is None or (there is not None and there[0] < after[0])

    def about(self, subject: str) -> list[Act]:
        """Return the acts with this *subject*, in order."""
        return [*self._index.about(subject), *self._lately.about(subject)]

    def subjects(self, prefix: str) -> Iterator[str]:
        """Yield subjects that begin with *prefix*."""
        return chain(self._index.subjects(prefix), self._lately.subjects(prefix))

    def things(self, key: str) -> list[Thing]:
        """Return every definition of the name *key* so far, in order."""
        return [act.thing for act in self.about(key) if isinstance(act, Define | Redefine)]

    def is_defined(self, key: str) -> bool:
        """Return whether the name *key* is defined; once it is, it stays so."""
        sort, _, name = key.partition(":")
        known = self._defined.get(sort, set())
        if name in known:
            return True
        found = self._lately.has(key) or self._index.has(key)
        if found:
            if len(known) >= MOST:
                known.clear()
            known.add(name)
        return found

    def are_defined(self, sort: str, names: Sequence[str]) -> bool:
        """Return whether all *names* are defined as things of this *sort*."""
        known = self._defined[sort]
        return known.issuperset(names) or all(self.is_defined(f"{sort}:{one}") for one in names)

    def is_retracted(self, id: str) -> bool:
        """Return whether the event or correction *id* was retracted."""
        if id not in self._retracted:
            if len(self._retracted) >= MOST:
                self._retracted.clear()
            self._retracted[id] = any(isinstance(act, Retract) for act in self.about(corrected(id)))
        return self._retracted[id]

    def corrections(self, id: str, without: str | None = None) -> Iterator[Correct]:
        """Yield the corrections of the event *id* that were not retracted, in order.

        The correction with the id *without* is left out.
        """
        for one in self.about(corrected(id)):
            if isinstance(one, Correct) and one.event == id and one.id != without:
                yield from () if self.is_retracted(one.id) else (one,)

    def standing(self, id: str, without: str | None = None) -> Event | None:
        """Return the event *id* as corrected, or None if it does not exist or was retracted.

        The correction with the id *without* is not applied.
        """
        found = self.find(id)
        if not isinstance(found, Event) or self.is_retracted(id):
            return None
        return merged(found, self.corrections(id, without))

    def covers(self) -> list[Cover]:
        """Return the statements of coverage, in order."""
        return [act for act in self.about(COVERED) if isinstance(act, Cover)]

    def covered(self, terms: tuple[str, ...] = ()) -> tuple[Date | None, Date | None]:
        """Return the first and the last day for which the log is stated to be complete.

        With *terms*, globs, only what was stated about exactly these globs counts.
        """
        since = through = None
        for act in self.covers():
            if act.terms == terms:
                since, through = act.since or since, act.through or through
        return since, through

    def names(self) -> Names:
        """Return the current and former names of the terms; the first call reads all acts."""
        if self._names is None:
            self._names = Names()
            for act in self._admitted():
                self._names.take(act)
        return self._names

    def parties(self) -> tuple[str, ...]:
        """Return the parties of the partnership."""
        if self._parties is None:
            last = self.things("partnership")[-1:]
            self._parties = last[0].parties if last and isinstance(last[0], Partnership) else ()
        return self._parties

    def publisher(self, source: str) -> str | None:
        """Return the publisher of *source*, or None if none is given."""
        said = self._source(source)
        return said.publisher if said else None

    def published(self, source: str) -> Date | None:
        """Return the date on which *source* was published, or None if none is given."""
        said = self._source(source)
        return said.published if said else None

    def unit(self, term: str) -> str | None:
        """Return the unit of *term*, or None if it has none."""
        said = self._last(f"term:{term}")
        return said.unit if isinstance(said, Term) else None

    def _source(self, key: str) -> Source | None:
        said = self._last(f"source:{key}")
        return said if isinstance(said, Source) else None

    def _last(self, key: str) -> Thing | None:
        if key not in self._said:
            if len(self._said) >= MOST:
                self._said.clear()
            self._said[key] = next(iter(self.things(key)[-1:]), None)
        return self._said[key]

    def hinges(self) -> Hinges:
        """Return the dependencies between terms; the first call reads all acts."""
        if self._hinges is None:
            self._hinges = Hinges(self.standing)
            for act in self._admitted():
                self._hang(self._hinges, act)
        return self._hinges

    def _admitted(self) -> Iterator[Act]:
        refused = {id(act) for act in self._refused}
        return (act for act in self.acts() if id(act) not in refused)

    def _hang(self, hinges: Hinges, act: Act) -> None:
        hinges.take(act)
        retracted = self.find(act.event) if isinstance(act, Retract) else None
        if isinstance(retracted, Correct):
            hinges.restore(retracted.event)


def merged(event: Event, corrections: Iterable[Correct]) -> Event:
    """Return *event* with *corrections* applied, in order."""
    given: dict[str, Any] = {}
    for correction in corrections:
        given |= _given(correction.fields)
    return replace(event, **given) if given else event


def _given(said: Correction) -> dict[str, Any]:
    return {name: getattr(said, name) for name in said.given}
