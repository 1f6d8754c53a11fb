"""Admission: which acts may follow a log, and as what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import chain, count, islice
from typing import Any

from events.model.kinds import (
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
from events.past import Past, Recalled
from events.payload import codec
from events.payload.problems import one_of, shown
from events.renaming import Names
from events.subjects import COVERED, corrected, subject_of


@dataclass(frozen=True, kw_only=True)
class Admission:
    """What becomes of the offered acts, each named by its index among them.

    *new* are to be appended, as they stand here: a second definition has become a `Redefine`.
    *repeated* are in the log already. With any of *problems* nothing ought to be appended.
    """

    new: tuple[tuple[int, Act], ...] = ()
    repeated: tuple[int, ...] = ()
    problems: tuple[tuple[int, str], ...] = ()


def admit(standing: Iterable[Act], offered: Sequence[Act]) -> Admission:
    """Tell which of *offered* may follow the acts of *standing*, in their order.

    An act may refer to those before it only. A refused one is still known to those after it, so
    that one mistake is one sentence.
    """
    gate = Gate(Recalled(standing))
    verdicts = [(index, gate.judge(act)) for index, act in enumerate(offered)]
    return Admission(
        new=tuple((index, one.act) for index, one in verdicts if one.is_new),
        repeated=tuple(index for index, one in verdicts if one.repeated),
        problems=tuple((index, said) for index, one in verdicts for said in one.problems),
    )


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


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What becomes of an offered act, as it stands here: a second definition is a `Redefine`."""

    act: Act
    repeated: bool = False
    problems: tuple[str, ...] = ()

    @property
    def is_new(self) -> bool:
        """Tell whether the act is to be appended."""
        return not self.repeated and not self.problems


class Gate:
    """Where one act after another is judged by the *past*, and by those judged before it."""

    def __init__(self, past: Past) -> None:
        self._past, self._lately = past, Recalled()
        self._refused: list[Act] = []
        self._guesses = 20
        self.rest()

    def passes(self, act: Act) -> bool:
        """Tell whether *act* is plainly new and sound: then it counts as judged; else judge it."""
        if type(act) is Event and self._is_plain(act):
            self._lately.take(act)
            return True
        return False

    def judge(self, offer: Act) -> Verdict:
        """Tell whether the act *offer* may follow all that were judged so far."""
        act = self._renamed(offer)
        if self._has(act):
            return Verdict(act=act, repeated=True)
        problems = tuple(self._problems(act))
        self._lately.take(act)
        self._refused += [act] if problems else []
        return Verdict(act=act, problems=problems)

    def forget(self) -> None:
        """Forget those judged so far, but for the refused: the past holds them now."""
        self._lately = Recalled(self._refused)

    def rest(self) -> None:
        """Forget also which names are known to be defined: others are judged for a while."""
        self._terms: set[str] = set()
        self._sources: set[str] = set()
        self._conditions: set[str] = set()
        self._known = {
            "term": self._terms, "source": self._sources, "condition": self._conditions,
        }  # fmt: skip

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return the ids and the subjects that a judgement of *act* asks the past about, mostly."""
        match act:
            case Event():
                told = [change.of for change in act.changes if change.of]
                return [act.id, *told], self._unknown_names(act)
            case Correct():
                names = self._unknown_names(act.fields)
                return [act.id, act.event], [corrected(act.event), *names]
            case Retract():
                return [act.id, act.event], [corrected(act.event)]
            case _:
                subject = subject_of(act)
                return [act.id], [] if subject is None else [subject]

    def _unknown_names(self, said: Event | Correction) -> list[str]:
        found: list[str] = []
        for change in said.changes:
            if change.term not in self._terms:
                found.append(f"term:{change.term}")
            if change.sources:
                found += (f"source:{key}" for key in change.sources if key not in self._sources)
            if type(change) is Set and change.unless:
                found += (f"condition:{key}" for key in change.unless)
        for key in said.sources:
            if key not in self._sources:
                found.append(f"source:{key}")
        if said.met:
            found += (f"condition:{key}" for key in said.met)
        return found

    def acts(self) -> Iterator[Act]:
        """Yield every act that the next may refer to, in order."""
        return chain(self._past.acts(), self._lately.acts())

    def _is_plain(self, event: Event) -> bool:
        """Tell whether *event* is plainly new and sound; False where that takes a closer look."""
        if not event.sources or self._find(event.id) is not None:
            return False
        for change in event.changes:
            if change.of or not (
                change.term in self._terms or self._is_defined(f"term:{change.term}")
            ):
                return False
            if change.sources and not self._are_defined("source", change.sources):
                return False
            if type(change) is Set and not self._is_plain_set(change, event):
                return False
        return self._are_defined("source", event.sources) and (
            not event.met or self._are_defined("condition", event.met)
        )

    def _is_plain_set(self, change: Set, event: Event) -> bool:
        if change.unless and not self._are_defined("condition", change.unless):
            return False
        return not (change.through and [*self._over_too_soon(event)])

    def _are_defined(self, sort: str, names: Sequence[str]) -> bool:
        known = self._known[sort]
        return known.issuperset(names) or all(self._is_defined(f"{sort}:{one}") for one in names)

    def _find(self, id: str) -> Act | None:
        found = self._past.find(id) or self._lately.find(id)
        return found and found[1]

    def _about(self, subject: str) -> list[Act]:
        return [*self._past.about(subject), *self._lately.about(subject)]

    def _things(self, key: str) -> list[Thing]:
        return [act.thing for act in self._about(key) if isinstance(act, Define | Redefine)]

    def _is_defined(self, key: str) -> bool:
        """Tell whether anything has this name; what once has stays so, and is known then."""
        sort, _, name = key.partition(":")
        known = self._known.get(sort, set())
        if name in known:
            return True
        found = self._lately.has(key) or self._past.has(key)
        if found:
            if len(known) >= _KNOWN:
                known.clear()
            known.add(name)
        return found

    def _is_retracted(self, id: str) -> bool:
        return any(isinstance(act, Retract) for act in self._about(corrected(id)))

    def _renamed(self, act: Act) -> Act:
        """Return a definition of what is defined otherwise as the redefinition that it is."""
        if not isinstance(act, Define):
            return act
        ever = self._things(key_of(act.thing))
        if not ever or act.thing in ever:
            return act
        ids = (f"define:{key_of(act.thing)}.c{number}" for number in count(1))
        return Redefine(id=next(id for id in ids if self._find(id) is None), thing=act.thing)

    def _has(self, act: Act) -> bool:
        """Tell whether the log already says what *act* says."""
        there = self._find(act.id)
        if there is not None and codec.plain(there) == codec.plain(act):
            return True
        match act:
            case Define():
                return self._is_defined(key_of(act.thing))
            case Cover():
                last = self._about(COVERED)[-1:]
                return any(isinstance(c, Cover) and c.through == act.through for c in last)
            case Assert():
                said = self._about(subject_of(act) or "")
                return any(replace(one, id="") == replace(act, id="") for one in said)
            case _:
                return False

    def _problems(self, act: Act) -> Iterator[str]:
        """Yield a sentence for everything that keeps *act* out."""
        there = self._find(act.id)
        if there is not None:
            yield clash(there, act)
            return
        match act:
            case Event():
                yield from self._unsourced(act)
                yield from self._dangling(act)
                yield from self._over_too_soon(act)
            case Correct():
                yield from self._correction_problems(act)
            case Retract():
                yield from self._retraction_problems(act)
            case Redefine():
                yield from self._unknown(key_of(act.thing))
                for term in act.into:
                    yield from self._unknown(f"term:{term}")
                if act.renamed and isinstance(act.thing, Term):
                    yield from self._names().problems(act.thing.key, act.renamed)
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
        if not self._is_defined(key):
            sort, _, name = key.rpartition(":")
            prefix = f"{sort}:"
            subjects = chain(self._past.subjects(prefix), self._lately.subjects(prefix))
            yield self._no(sort, name, (one.removeprefix(prefix) for one in subjects))

    def _no_event(self, id: str) -> Iterator[str]:
        if not isinstance(self._find(id), Event):
            yield self._no("event", id, self._ids(Event))

    def _ids(self, *kinds: type[Act]) -> Iterator[str]:
        return (act.id for act in self.acts() if isinstance(act, kinds))

    def _names(self) -> Names:
        names = Names()
        for act in self.acts():
            names.take(act)
        return names

    def _no(self, sort: str, name: str, known: Iterator[str]) -> str:
        """Say that there is none; guess what was meant, unless there were many such mistakes."""
        self._guesses -= 1
        guess = one_of(name, islice(known, 1000)) if self._guesses >= 0 else ""
        return f"There is no {f'{sort} {name}'.strip()} so far.{guess}"

    def _correction_problems(self, act: Correct) -> Iterator[str]:
        target = self._find(act.event)
        if isinstance(target, Correct):
            yield f"{act.event} is itself a correction; correct the event {target.event} again."
            return
        if not isinstance(target, Event):
            yield from self._no_event(act.event)
            return
        if self._is_retracted(act.event):
            yield f"The event {act.event} is retracted, so there is nothing left to correct."
            return
        said = _corrected(_BLANK, [act])
        yield from self._dangling(said)
        for id in dict.fromkeys(_told(said)):
            if not self._precedes(id, act.event):
                yield f"The event {id} does not stand before {act.event}; 'of' looks back only."
        corrections = (one for one in self._about(corrected(act.event)) if isinstance(one, Correct))
        standing = (one for one in corrections if not self._is_retracted(one.id))
        event = _corrected(target, [*standing, act])
        yield from self._unsourced(event)
        yield from self._over_too_soon(event)

    def _retraction_problems(self, act: Retract) -> Iterator[str]:
        match self._find(act.event):
            case Event() | Correct() if self._is_retracted(act.event):
                yield f"{act.event} is retracted already."
            case Event() | Correct():
                pass
            case None:
                yield self._no("event", act.event, self._ids(Event, Correct))
            case other:
                wrong = f"the {_sort(other)} {act.event}"
                yield f"Only an event or a correction can be retracted, not {wrong}."

    def _precedes(self, id: str, event: str) -> bool:
        """Tell whether *id* was recorded before *event*; of an unknown one others complain."""
        if id == event or self._find(id) is None:
            return id != event
        there, after = self._past.find(id), self._past.find(event)
        if there is None and after is None:
            there, after = self._lately.find(id), self._lately.find(event)
        return after is None or (there is not None and there[0] < after[0])

    def _over_too_soon(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each value that is over before it can take effect."""
        for change in event.changes:
            happening = self._find(change.of) if change.of else event
            when = change.when or (happening.when if isinstance(happening, Event) else None)
            through = change.through if isinstance(change, Set) else None
            first, last = when and when.earliest, through and through.latest
            if first and last and last < first:
                yield (
                    f"The answer of {change.term} would run through {through} and take effect on "
                    f"{when}, after that; correct one of them."
                )


_KNOWN = 10_000
"""How many names are known to be defined, at most, before they are looked up again."""

_BLANK = Event(id="", title="", authority=Authority.REPORTED, sources=())


def _told(event: Event) -> Iterator[str]:
    return (change.of for change in event.changes if change.of is not None)


def _corrected(event: Event, corrections: Iterable[Correct]) -> Event:
    for correction in corrections:
        event = replace(event, **_given(correction.fields))
    return event


def _given(said: Correction) -> dict[str, Any]:
    return {name.name: getattr(said, name.name) for name in fields(said) if name.name in said.given}
