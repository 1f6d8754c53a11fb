"""Admission: which acts may follow a log, and as what."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, count, islice

from events.log.act_index import Past, Recalled
from events.log.cycles import told, way_round
from events.log.preceding import Known, merged
from events.model.authority import without_basis
from events.model.kinds import (
    Act,
    Assert,
    Authority,
    Claim,
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
    key_of,
    sources_of,
)
from events.model.problems import one_of, shown
from events.model.subjects import asserted, corrected, subjects_of
from events.payload import codec


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
    return judged(Gate(Recalled(standing)), offered)


def judged(gate: "Gate", offered: Sequence[Act]) -> Admission:
    """Tell which of *offered* the *gate* lets in, one after another."""
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
        self._known = Known(past)
        self._guesses = 20

    def passes(self, act: Act) -> bool:
        """Tell whether *act* is plainly new and sound: then it counts as judged; else judge it."""
        if type(act) is Event and self._is_plain(act):
            self._known.take(act)
            return True
        return False

    def judge(self, offer: Act) -> Verdict:
        """Tell whether the act *offer* may follow all that were judged so far."""
        act = self._renamed(offer)
        if self._has(act):
            return Verdict(act=act, repeated=True)
        problems = tuple(self._problems(act))
        self._known.take(act, is_refused=bool(problems))
        return Verdict(act=act, problems=problems)

    def forget(self) -> None:
        """Forget those judged so far, but for the refused: the past holds them now."""
        self._known.forget()

    def rest(self) -> None:
        """Forget also which names are known to be defined: others are judged for a while."""
        self._known.rest()

    def acts(self) -> Iterator[Act]:
        """Yield every act that the next may refer to, in order."""
        return self._known.acts()

    def asked(self, act: Act) -> tuple[list[str], list[str]]:
        """Return the ids and the subjects that a judgement of *act* asks the past about, mostly."""
        match act:
            case Event():
                others = [*_named(act)]
                return [act.id, *others], [*map(corrected, others), *self._unknown_names(act)]
            case Correct():
                others = [act.event, *_named(act.fields)]
                names = self._unknown_names(act.fields)
                return [act.id, *others], [*map(corrected, others), *names]
            case Retract():
                return [act.id, act.event], [corrected(act.event)]
            case _:
                return [act.id], [*subjects_of(act)]

    def _unknown_names(self, said: Event | Correction) -> list[str]:
        terms, sources, found = self._known.terms, self._known.sources, list[str]()
        for change in said.changes:
            if change.term not in terms:
                found.append(f"term:{change.term}")
            if change.sources:
                found += (f"source:{key}" for key in change.sources if key not in sources)
            if type(change) is Set:
                found += (f"condition:{key}" for key in change.unless)
                found += [f"term:{change.hinge}"] if change.hinge else ()
        found += (f"source:{key}" for key in said.sources if key not in sources)
        found += (f"condition:{key}" for key in said.met)
        return found

    def _is_plain(self, event: Event) -> bool:
        """Tell whether *event* is plainly new and sound; False where that takes a closer look."""
        known = self._known
        if not event.sources or event.after or known.find(event.id) is not None:
            return False
        for change in event.changes:
            if change.of or not (
                change.term in known.terms or known.is_defined(f"term:{change.term}")
            ):
                return False
            if change.sources and not known.are_defined("source", change.sources):
                return False
            if isinstance(change, Set | Claim) and not self._is_plain_value(change, event):
                return False
        return (
            known.are_defined("source", event.sources)
            and (not event.met or known.are_defined("condition", event.met))
            and not any(self._without_basis(event))
        )

    def _is_plain_value(self, change: Set | Claim, event: Event) -> bool:
        if isinstance(change, Set) and (
            change.hinge or not self._known.are_defined("condition", change.unless)
        ):
            return False
        return not (change.through and any(self._over_too_soon(event)))

    def _renamed(self, act: Act) -> Act:
        """Return a definition of what is defined otherwise as the redefinition that it is."""
        if not isinstance(act, Define):
            return act
        ever = self._known.things(key_of(act.thing))
        if not ever or act.thing in ever:
            return act
        ids = (f"define:{key_of(act.thing)}.c{number}" for number in count(1))
        free = next(id for id in ids if self._known.find(id) is None)
        return Redefine(id=free, thing=act.thing)

    def _has(self, act: Act) -> bool:
        """Tell whether the log already says what *act* says."""
        there = self._known.find(act.id)
        if there is not None and codec.plain(there) == codec.plain(act):
            return True
        match act:
            case Define():
                return self._known.is_defined(key_of(act.thing))
            case Cover():
                since, through = self._known.covered()
                return act.since in (None, since) and act.through in (None, through)
            case Assert():
                said = self._known.about(asserted(act))
                return any(replace(one, id="") == replace(act, id="") for one in said)
            case _:
                return False

    def _problems(self, act: Act) -> Iterator[str]:
        """Yield a sentence for everything that keeps *act* out."""
        there = self._known.find(act.id)
        if there is not None:
            yield clash(there, act)
            return
        match act:
            case Event():
                yield from self._unsourced(act)
                yield from self._dangling(act)
                yield from self._over_too_soon(act)
                yield from self._without_basis(act)
                yield from self._hung_in_a_circle(act)
            case Correct():
                yield from self._correction_problems(act)
            case Retract():
                yield from self._retraction_problems(act)
            case Redefine():
                yield from self._unknown(key_of(act.thing))
                for term in act.into:
                    yield from self._unknown(f"term:{term}")
                if act.renamed and isinstance(act.thing, Term):
                    yield from self._renaming_problems(act.thing.key, act.renamed)
            case Assert():
                yield from self._unknown(f"term:{act.term}")
            case Cover():
                yield from self._over_before_it_begins(act)
            case Define() | Issue():
                pass

    def _unsourced(self, event: Event) -> Iterator[str]:
        bare = [change.term for change in event.changes if not change.sources]
        if not event.sources and (bare or event.met or not event.changes):
            what = f"what it says of {bare[0]}" if bare else "it"
            yield f"The event {event.id} cites no source for {what}; every change needs one."

    def _without_basis(self, event: Event) -> Iterator[str]:
        """Yield a sentence where *event* has to say an authority and does not."""
        if event.authority is None:
            yield from without_basis(event, self._known.parties(), self._known.publisher)

    def _dangling(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each name in *event* that nothing before it has, each name once."""
        sets = [change for change in event.changes if isinstance(change, Set)]
        conditions = chain(*(one.unless for one in sets))
        keys = [
            *(f"source:{key}" for key in sources_of(event)),
            *(f"term:{change.term}" for change in event.changes),
            *(f"term:{one.hinge}" for one in sets if one.hinge),
            *(f"condition:{key}" for key in (*event.met, *conditions)),
        ]
        for key in dict.fromkeys(keys):
            yield from self._unknown(key)
        for id in dict.fromkeys(_named(event)):
            yield from self._no_event(id)

    def _unknown(self, key: str) -> Iterator[str]:
        if not self._known.is_defined(key):
            sort, _, name = key.rpartition(":")
            subjects = self._known.subjects(f"{sort}:")
            yield self._no(sort, name, (one.removeprefix(f"{sort}:") for one in subjects))

    def _no_event(self, id: str) -> Iterator[str]:
        if not isinstance(self._known.find(id), Event):
            yield self._no("event", id, self._ids(Event))
        elif self._known.is_retracted(id):
            yield f"The event {id} is retracted; name another, or none."

    def _ids(self, *kinds: type[Act]) -> Iterator[str]:
        return (act.id for act in self.acts() if isinstance(act, kinds))

    def _no(self, sort: str, name: str, known: Iterator[str]) -> str:
        """Say that there is none; guess what was meant, unless there were many such mistakes."""
        self._guesses -= 1
        guess = one_of(name, islice(known, 1000)) if self._guesses >= 0 else ""
        return f"There is no {f'{sort} {name}'.strip()} so far.{guess}"

    def _correction_problems(self, act: Correct) -> Iterator[str]:
        target = self._known.find(act.event)
        if isinstance(target, Correct):
            yield f"{act.event} is itself a correction; correct the event {target.event} again."
            return
        if not isinstance(target, Event):
            yield from self._no_event(act.event)
            return
        if self._known.is_retracted(act.event):
            yield f"The event {act.event} is retracted, so there is nothing left to correct."
            return
        said = merged(_BLANK, [act])
        yield from self._dangling(said)
        for id in dict.fromkeys(_told(said)):
            if not self._known.precedes(id, act.event):
                yield f"The event {id} does not stand before {act.event}; 'of' looks back only."
        event = merged(target, [*self._known.corrections(act.event), act])
        yield from self._unsourced(event)
        yield from self._over_too_soon(event)
        if not _FOR_BASIS.isdisjoint(act.fields.given):
            yield from self._without_basis(event)
        yield from self._circles(event, act.fields)

    def _retraction_problems(self, act: Retract) -> Iterator[str]:
        match self._known.find(act.event):
            case Event() | Correct() if self._known.is_retracted(act.event):
                yield f"{act.event} is retracted already."
            case Event():
                pass
            case Correct(event=event, fields=fields):
                before = self._known.standing(event, without=act.event)
                if before is not None:
                    yield from self._circles(before, fields)
            case None:
                yield self._no("event", act.event, self._ids(Event, Correct))
            case other:
                wrong = f"the {_sort(other)} {act.event}"
                yield f"Only an event or a correction can be retracted, not {wrong}."

    def _renaming_problems(self, old: str, new: str) -> Iterator[str]:
        yield from self._known.names().problems(old, new)
        way = self._known.hinges().circle_renamed(old, new)
        if way:
            yield _round(way, "while")

    def _circles(self, event: Event, said: Correction) -> Iterator[str]:
        """Yield a sentence for each circle that *event* closes by a field in *said*."""
        if "changes" in said.given:
            yield from self._hung_in_a_circle(event)
        if "after" in said.given:
            yield from self._one_after_another(event)

    def _hung_in_a_circle(self, event: Event) -> Iterator[str]:
        """Yield a sentence where terms would hang on one another all the way round."""
        hung = [one for one in event.changes if isinstance(one, Set) and one.hinge]
        own = [change.term for change in hung if change.hinge == change.term]
        if own:
            yield f"{own[0]} cannot hang on itself; name another term with 'while'."
        elif hung and (way := self._known.hinges().circle(event.id, event.changes)):
            yield _round(way, "while")

    def _one_after_another(self, event: Event) -> Iterator[str]:
        """Yield a sentence where *event* would come after itself, by way of others."""

        def after(id: str) -> tuple[str, ...]:
            standing = event if id == event.id else self._known.standing(id)
            return (standing.after,) if standing and standing.after else ()

        way = way_round(event.id, after)
        if way:
            yield _round(way, "after")

    def _over_before_it_begins(self, act: Cover) -> Iterator[str]:
        since, through = self._known.covered()
        since, through = act.since or since, act.through or through
        first, last = since and since.earliest, through and through.latest
        if first and last and last < first:
            yield (
                f"The log would be complete from {since} through {through}, which is over before; "
                "say both days."
            )

    def _over_too_soon(self, event: Event) -> Iterator[str]:
        """Yield a sentence for each value that is over before it can take effect."""
        for change in event.changes:
            happening = self._known.standing(change.of) if change.of else event
            when = change.when or (happening.when if happening else None)
            through = change.through if isinstance(change, Set | Claim) else None
            first, last = when and when.earliest, through and through.latest
            if first and last and last < first:
                yield (
                    f"The answer of {change.term} would run through {through} and take effect on "
                    f"{when}, after that; correct one of them."
                )


_BLANK = Event(id="", title="", authority=Authority.REPORTED, sources=())

_FOR_BASIS = {"authority", "by", "sources", "met", "changes"}
"""The fields from which an authority follows, or for which one is needed."""


def _round(way: Sequence[str], word: str) -> str:
    return f"That would go round in a circle: {told(way, word)}. Take one '{word}' away."


def _named(said: Event | Correction) -> Iterator[str]:
    """Yield the events that *said* names."""
    yield from _told(said)
    if said.after is not None:
        yield said.after


def _told(said: Event | Correction) -> Iterator[str]:
    return (change.of for change in said.changes if change.of is not None)
