"""Admission: which acts may follow a log, and as what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from itertools import chain, count, islice
from typing import Any

from events import codec
from events.kinds import (
    Act,
    Assert,
    Authority,
    Correct,
    Correction,
    Cover,
    Define,
    Event,
    Issue,
    Redefine,
    Retract,
    Set,
    Term,
    Thing,
    key_of,
    sources_of,
)
from events.problems import one_of, shown
from events.renaming import Names


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What becomes of the offered acts, each named by its index among them.

    *new* are to be appended, as they stand here: a second definition has become a `Redefine`.
    *repeated* are in the log already. With any of *problems* nothing ought to be appended.
    """

    new: tuple[tuple[int, Act], ...] = ()
    repeated: tuple[int, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def admit(standing: Sequence[Act], offered: Sequence[Act]) -> Admission:
    """Tell which of *offered* may follow the acts of *standing*, in their order.

    An act may refer to those before it only. A refused one is still known to those after it, so
    that one mistake is one sentence.
    """
    log = _Standing()
    for act in standing:
        log.take(act)
    new: list[tuple[int, Act]] = []
    repeated: list[int] = []
    problems: list[tuple[int, str]] = []
    for index, offer in enumerate(offered):
        act = log.renamed(offer)
        if log.has(act):
            repeated.append(index)
            continue
        found = list(log.problems(act))
        problems += [(index, sentence) for sentence in found]
        if not found:
            new.append((index, act))
        log.take(act)
    return Admission(new=tuple(new), repeated=tuple(repeated), problems=tuple(problems))


def clash(there: Act, here: Act) -> str:
    """Say that the act *here* has the id of another one, *there*, and what to do about it."""
    name = f"{_sort(there)} {there.id}"
    advice = _ADVICE.get(type(there), "give the new one another id").format(there.id)
    return (
        f"The {name} is already in the log with other content "
        f"({_differences(there, here)}); {advice}."
    )


_ADVICE: dict[type[Act], str] = {
    Event: "to change it use `timeline correct {}`",
}

_SORTS: dict[type[Act], str] = {
    Event: "event",
    Correct: "correction",
    Retract: "retraction",
    Define: "definition",
    Redefine: "redefinition",
    Cover: "claim of completeness",
    Assert: "assertion",
    Issue: "issued changelog",
}


def _sort(act: Act) -> str:
    return _SORTS[type(act)]


def _differences(there: Act, here: Act) -> str:
    if type(there) is not type(here):
        return f"{_sort(there)} there, {_sort(here)} here"
    old, new = codec.plain(there), codec.plain(here)
    keys = [key for key in {**old, **new} if old.get(key) != new.get(key)]
    return "; ".join(_difference(key, old, new) for key in keys)


def _difference(key: str, old: Mapping[str, object], new: Mapping[str, object]) -> str:
    if isinstance(old.get(key, ""), list) or isinstance(new.get(key, ""), list):
        return f"other {key}"
    sides = [shown(side[key]) if key in side else "nothing" for side in (old, new)]
    return f"{key}: {sides[0]} there, {sides[1]} here"


@dataclass
class _Standing:
    """What a log holds so far, as far as the next act depends on it."""

    acts: dict[str, Act] = field(default_factory=dict)
    things: dict[str, list[Thing]] = field(default_factory=dict)
    corrections: dict[str, list[Correct]] = field(default_factory=dict)
    retracted: set[str] = field(default_factory=set)
    asserted: set[Assert] = field(default_factory=set)
    covered: Cover | None = None
    names: Names = field(default_factory=Names)
    guesses: int = 20

    def take(self, act: Act) -> None:
        """Let *act* be one of those that the next may refer to."""
        self.acts.setdefault(act.id, act)
        self.names.take(act)
        match act:
            case Define() | Redefine():
                self.things.setdefault(key_of(act.thing), []).append(act.thing)
            case Correct():
                self.corrections.setdefault(act.event, []).append(act)
            case Retract():
                self.retracted.add(act.event)
            case Cover():
                self.covered = act
            case Assert():
                self.asserted.add(replace(act, id=""))
            case Event() | Issue():
                pass

    def renamed(self, act: Act) -> Act:
        """Return a definition of what is defined otherwise as the redefinition that it is."""
        if not isinstance(act, Define):
            return act
        ever = self.things.get(key_of(act.thing))
        if ever is None or act.thing in ever:
            return act
        ids = (f"define:{key_of(act.thing)}.c{number}" for number in count(1))
        return Redefine(id=next(id for id in ids if id not in self.acts), thing=act.thing)

    def has(self, act: Act) -> bool:
        """Tell whether the log already says what *act* says."""
        there = self.acts.get(act.id)
        if there is not None and codec.plain(there) == codec.plain(act):
            return True
        match act:
            case Define():
                return key_of(act.thing) in self.things
            case Cover():
                return self.covered is not None and self.covered.through == act.through
            case Assert():
                return replace(act, id="") in self.asserted
            case _:
                return False

    def problems(self, act: Act) -> Iterator[str]:
        """Yield a sentence for everything that keeps *act* out."""
        if act.id in self.acts:
            yield clash(self.acts[act.id], act)
            return
        match act:
            case Event():
                yield from self._unsourced(act)
                yield from self._dangling(act)
                yield from _over_too_soon(act, self.acts)
            case Correct():
                yield from self._correction_problems(act)
            case Retract():
                yield from self._retraction_problems(act)
            case Redefine():
                yield from self._unknown(key_of(act.thing))
                for term in act.into:
                    yield from self._unknown(f"term:{term}")
                if act.renamed and isinstance(act.thing, Term):
                    yield from self.names.problems(act.thing.key, act.renamed)
            case Assert():
                yield from self._unknown(f"term:{act.term}")
            case Define() | Cover() | Issue():
                pass

    def _unsourced(self, event: Event) -> Iterator[str]:
        bare = [change.term for change in event.changes if not change.sources]
        if not event.sources and (bare or event.met or not event.changes):
            what = f"what it says of {bare[0]}" if bare else "it"
            yield f"The event {event.id} cites no source for {what}; every change needs one."

    def _dangling(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each name in *event* that nothing before it has, each name once."""
        conditions = chain(*(c.unless for c in event.changes if isinstance(c, Set)))
        keys = [
            *(f"source:{key}" for key in sources_of(event)),
            *(f"term:{change.term}" for change in event.changes),
            *(f"condition:{key}" for key in (*event.met, *conditions)),
        ]
        for key in dict.fromkeys(keys):
            yield from self._unknown(key)
        for id in dict.fromkeys(_told(event)):
            yield from self._no_event(id)

    def _unknown(self, key: str) -> Iterator[str]:
        if key not in self.things:
            sort, _, name = key.rpartition(":")
            prefix = f"{sort}:"
            known = (key.removeprefix(prefix) for key in self.things if key.startswith(prefix))
            yield self._no(sort, name, known)

    def _no_event(self, id: str) -> Iterator[str]:
        if not isinstance(self.acts.get(id), Event):
            yield self._no("event", id, self._ids(Event))

    def _ids(self, *kinds: type[Act]) -> Iterator[str]:
        return (id for id, act in self.acts.items() if isinstance(act, kinds))

    def _no(self, sort: str, name: str, known: Iterator[str]) -> str:
        """Say that there is none; guess what was meant, unless there were many such mistakes."""
        self.guesses -= 1
        guess = one_of(name, islice(known, 1000)) if self.guesses >= 0 else ""
        return f"There is no {f'{sort} {name}'.strip()} so far.{guess}"

    def _correction_problems(self, act: Correct) -> Iterator[str]:
        target = self.acts.get(act.event)
        if isinstance(target, Correct):
            yield f"{act.event} is itself a correction; correct the event {target.event} again."
            return
        if not isinstance(target, Event):
            yield from self._no_event(act.event)
            return
        if act.event in self.retracted:
            yield f"The event {act.event} is retracted, so there is nothing left to correct."
            return
        said = _corrected(_BLANK, [act])
        yield from self._dangling(said)
        for id in dict.fromkeys(_told(said)):
            if not self._precedes(id, act.event):
                yield f"The event {id} does not stand before {act.event}; 'of' looks back only."
        standing = (one for one in self.corrections.get(act.event, []) if self._holds(one))
        corrected = _corrected(target, [*standing, act])
        yield from self._unsourced(corrected)
        yield from _over_too_soon(corrected, self.acts)

    def _retraction_problems(self, act: Retract) -> Iterator[str]:
        match self.acts.get(act.event):
            case Event() | Correct() if act.event in self.retracted:
                yield f"{act.event} is retracted already."
            case Event() | Correct():
                pass
            case None:
                yield self._no("event", act.event, self._ids(Event, Correct))
            case other:
                wrong = f"the {_sort(other)} {act.event}"
                yield f"Only an event or a correction can be retracted, not {wrong}."

    def _holds(self, correction: Correct) -> bool:
        return correction.id not in self.retracted

    def _precedes(self, id: str, event: str) -> bool:
        first = next((known for known in self.acts if known in (id, event)), event)
        return id not in self.acts or (id == first and id != event)


_BLANK = Event(id="", title="", authority=Authority.REPORTED, sources=())


def _over_too_soon(event: Event, events: Mapping[str, Act]) -> Iterator[str]:
    """Yield a sentence for each value that is over before it can take effect."""
    for change in event.changes:
        happening = events.get(change.of) if change.of else event
        when = change.when or (happening.when if isinstance(happening, Event) else None)
        through = change.through if isinstance(change, Set) else None
        if through and through.latest and when and when.earliest and through.latest < when.earliest:
            yield (
                f"The answer of {change.term} would run through {through} and take effect on "
                f"{when}, after that; correct one of them."
            )


def _told(event: Event) -> Iterator[str]:
    return (change.of for change in event.changes if change.of is not None)


def _corrected(event: Event, corrections: Iterable[Correct]) -> Event:
    for correction in corrections:
        event = replace(event, **_given(correction.fields))
    return event


def _given(said: Correction) -> dict[str, Any]:
    return {name.name: getattr(said, name.name) for name in fields(said) if name.name in said.given}
