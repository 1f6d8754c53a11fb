"""A record that grows act by act and reuses the steps that an act does not affect."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain

from events.model.kinds import (
    Change,
    Correct,
    Correction,
    Define,
    Event,
    Redefine,
    Retract,
    Set,
    Source,
)
from events.model.subjects import counted_from
from timeline.record.record import Kept, Record, Standing, Vocabulary, said_in, standing
from timeline.record.relations import Relations, acts_on
from timeline.record.steps import Step, forms_by_day, matching, own_steps, turning

Steps = Mapping[str, Sequence[Step]]
"""The steps of several terms, each sorted by place."""

NEAR = 20
"""How many events are looked through at the cost of one operation more."""

CHAINED = 5
"""The operations that it takes to make the steps of an event of a long chain."""

About = Event | Correct | Retract
"""An act about an event."""


class GrowingRecord:
    """A record that takes its acts one by one, first those in *kept*.

    The steps of an event are cached until an act affects it. *effort* estimates the cost so far of
    the forms that steps have in views known by different days.
    """

    def __init__(self, kept: Iterable[Kept] = ()) -> None:
        self._vocabulary = Vocabulary()
        self._kept: dict[str, Kept] = {}
        self._ids: dict[int, str] = {}
        self._about: dict[str, list[Kept]] = {}
        self._stood: dict[str, Standing | None] = {}
        self._said: dict[str, _Ever] = {}
        self._dependents: dict[str, set[str]] = {}
        self._dependencies: dict[str, set[str]] = {}
        self._linked: dict[str, set[str]] = {}
        self._groups: dict[str, Record] = {}
        self.effort = 0
        self._naming: dict[str, set[str]] = {}
        self._waiting: dict[str, set[str]] = {}
        self._met_by: dict[str, set[str]] = {}
        self._related: set[str] = set()
        self._hanging: dict[str, set[str]] = {}
        self._stale: set[str] = set()
        self._own: dict[str, dict[str, list[Step]]] = {}
        self._terms: dict[str, set[str]] = {}
        self._enders: dict[str, list[Step]] = {}
        self._meeting: dict[str | None, set[str]] = {}
        for one in kept:
            self.take(one)

    def take(self, one: Kept) -> None:
        """Append the act *one*."""
        self._groups.clear()
        match one.act:
            case Event() | Correct() | Retract() as act:
                event = self.event_of(act)
                self._kept[act.id] = one
                self._ids[one.version] = act.id
                self._about.setdefault(event, []).append(one)
                self._stand(event, act)
                self._said.setdefault(event, _Ever()).take(said_in(act))
                self._link(event, said_in(one.act))
                for change in said_in(one.act).changes:
                    self._note_conditions(change)
                self._stale.update(self.touched(event))
            case Define(thing=Source(key=key) as source) if key not in self.words.sources:
                self._vocabulary.take(one.act)
                self._sources[key] = source
            case Define() | Redefine() as act:
                self._vocabulary.take(act)
                self.__dict__.pop("words", None)
                self.__dict__.pop("_order", None)
                if isinstance(act, Redefine):
                    self._stale.update(self._about)
            case _:
                pass

    def _link(self, event: str, said: Event | Correction) -> None:
        """Index the events on which the steps of *event* depend, and those that depend on it."""
        told_of = [change.of for change in said.changes if change.of]
        acting = [target for _, target in acts_on(said)]
        counted = [*counted_from(said)]
        for other in (*told_of, *counted, *([said.after] if said.after else ())):
            self._depends(event, other)
        for target in acting:
            self._depends(target, event)
        waiting = [one.once for one in said.changes if isinstance(one, Set) and one.once]
        for condition in waiting:
            self._waiting.setdefault(condition, set()).add(event)
            for other in self._met_by.get(condition, ()):
                self._depends(event, other)
        for condition in said.met:
            self._met_by.setdefault(condition, set()).add(event)
            for other in self._waiting.get(condition, ()):
                self._depends(other, event)
        if acting or counted or waiting:
            self._related.update((event, *acting, *counted))

    def _depends(self, event: str, other: str) -> None:
        """Remember that the steps of *event* depend on *other*."""
        if event != other:
            self._dependents.setdefault(other, set()).add(event)
            self._dependencies.setdefault(event, set()).add(other)
            self._linked.setdefault(event, set()).add(other)
            self._linked.setdefault(other, set()).add(event)

    def _note_conditions(self, change: Change) -> None:
        """Index the conditions and the other term on which the answer of *change* may depend."""
        if isinstance(change, Set):
            for condition in change.unless:
                self._naming.setdefault(condition, set()).add(change.term)
            if change.hinge:
                self._hanging.setdefault(change.hinge, set()).add(change.term)

    @cached_property
    def words(self) -> Record:
        """The current vocabulary, as a record without events."""
        words = self._vocabulary.record()
        self._sources = dict(words.sources)
        return replace(words, sources=self._sources)

    @cached_property
    def _order(self) -> dict[str, int]:
        return {term: number for number, term in enumerate(self.words.terms)}

    def event_of(self, act: About) -> str:
        """Return the id of the event that *act* records, corrects or retracts.

        If *act* retracts a correction, return the id of the event that had been corrected.
        """
        if isinstance(act, Event):
            return act.id
        target = self._kept.get(act.event)
        return target.act.event if target and isinstance(target.act, Correct) else act.event

    def find(self, id: str) -> Kept:
        """Return the event, correction or retraction with the id *id*."""
        return self._kept[id]

    def about(self, event: str) -> Sequence[Kept]:
        """Return the entry of *event*, and every act that corrected or retracted it."""
        return self._about.get(event, ())

    def standing(self, event: str) -> Event | None:
        """Return *event* as it stands now, or None if it was retracted or never recorded."""
        found = self._standing([event])
        return found[0].event if found else None

    def record(self, events: Iterable[str]) -> Record:
        """Return a record of the vocabulary and only these *events*, as they stand."""
        return replace(self.words, events=self._standing(events))

    def _standing(self, events: Iterable[str]) -> tuple[Standing, ...]:
        found = filter(None, map(self._stands, {*events}))
        return tuple(sorted(found, key=lambda one: one.version))

    def _stands(self, event: str) -> Standing | None:
        if event not in self._stood:
            self._stood[event] = next(iter(standing(self.about(event))), None)
        return self._stood[event]

    def _stand(self, event: str, act: About) -> None:
        """Correct *event* as it stood by *act*: merging all corrections anew would be quadratic."""
        was = self._stood.pop(event, None)
        if was and isinstance(act, Correct):
            given = {name: getattr(act.fields, name) for name in act.fields.given}
            self._stood[event] = was._replace(event=replace(was.event, **given))

    def told_of(self, event: str) -> set[str]:
        """Return the events of which *event* has ever told more."""
        changes = (change for one in self.about(event) for change in said_in(one.act).changes)
        return {change.of for change in changes if change.of}

    def telling(self, event: str) -> list[str]:
        """Return the events that currently tell more about *event*, in log order."""
        return [
            one.event.id
            for one in self._standing(self._dependents.get(event, ()))
            if any(change.of == event for change in one.event.changes)
        ]

    def step(self, version: int, index: int) -> Step:
        """Return the step with this *index* of the event that was recorded at *version*."""
        return next(one for one in self.said(self._ids[version]) if one.index == index)

    def said(self, event: str) -> tuple[Step, ...]:
        """Return the steps of *event*, sorted by index."""
        own, enders = self.by_term(event)
        every = (step for steps in (*own.values(), enders) for step in steps)
        return tuple(sorted(every, key=lambda step: step.index))

    def forms(self, step: Step) -> tuple[tuple[int, Step], ...]:
        """Return the forms of *step* in views known by different days; see `forms_by_day`."""
        near = closed([step.event], self._dependencies)
        if self._related.isdisjoint(near):
            return forms_by_day(step, self.words)
        group = self._group(step.event)
        later = turning(step, group, [*filter(None, map(group.standing, near))])
        self.effort += len(later) * (1 + len(near) // NEAR)
        return forms_by_day(step, group, later)

    def _group(self, event: str) -> Record:
        """Return the record of *event* and all events linked to it, directly or through others.

        It is kept until the next act, and with it what they do to one another by each known day.
        """
        if event not in self._groups:
            names = closed([event], self._linked)
            self._groups |= dict.fromkeys(names, self.record(names))
        return self._groups[event]

    def former(self, term: str) -> list[str]:
        """Return the former names of *term*."""
        return [old for old, new in self.words.renamed.items() if new == term]

    def events_on(self, term: str) -> Iterable[str]:
        """Return the events that currently change *term*."""
        self._make_steps()
        return self._own.get(term, {}).keys()

    def meeting(self, condition: str | None) -> set[str]:
        """Return the events that say that *condition* was met or, for None, those that restate."""
        self._make_steps()
        return self._meeting.get(condition, set())

    def by_term(self, event: str) -> tuple[dict[str, list[Step]], list[Step]]:
        """Return the steps of *event* by term, and those for what it says was met or restates."""
        self._make_steps()
        terms = self._terms.get(event, ())
        return {term: self._own[term][event] for term in terms}, self._enders.get(event, [])

    def touched(self, event: str) -> set[str]:
        """Return *event* and all events whose steps depend on it, directly or through others."""
        return {*closed([event], self._dependents)}

    def bearing(self, event: str, *more: Kept) -> list[str]:
        """Return the terms whose answers may depend on *event*, as it is or ever was.

        What the acts *more* would make of *event* counts too. The terms have their current names
        and come in their usual order.
        """
        first = [event]
        for said in (said_in(one.act) for one in more):
            first += [target for _, target in acts_on(said)]
            first += [other for name in said.met for other in self._waiting.get(name, ())]
        touched = closed(first, self._dependents)
        ever = _Ever()
        for one in more:
            ever.take(said_in(one.act))
        for each in touched:
            ever.add(self._said.get(each, ever))
        found = ever.terms | matching(ever.restates, self.words)
        for condition in ever.met:
            found |= self._naming.get(condition, set())
        hanging: dict[str, set[str]] = {}
        for hinge, terms in self._hanging.items():
            hanging.setdefault(self._name(hinge), set()).update(map(self._name, terms))
        found = {*closed(map(self._name, found), hanging)}
        return sorted(found & self._order.keys(), key=self._order.__getitem__)

    def _name(self, term: str) -> str:
        return self.words.renamed.get(term, term)

    def _make_steps(self) -> None:
        """Make the missing and stale steps."""
        if not self._stale:
            return
        events = self._standing(closed(self._stale, self._dependencies))
        if len(events) > NEAR:  # Each new event of a long chain has all of it looked through anew.
            self.effort += CHAINED * len(events)
        steps, enders = own_steps(events, Relations(events, self.words))
        removed = chain.from_iterable(map(self._removed, self._stale))
        known = {(one.event, one.index): one for one in removed}
        for term, own in [*steps.items(), (None, enders)]:
            for step in own:
                if step.event in self._stale:
                    was = known.get((step.event, step.index))
                    same = was is not None and was.fields == step.fields
                    self._keep(term, was if was and same else step)
        self._stale.clear()

    def _removed(self, event: str) -> list[Step]:
        """Remove the steps of *event* from the cache and return them."""
        own = [self._own[term].pop(event) for term in self._terms.pop(event, ())]
        enders = self._enders.pop(event, ())
        for step in enders:
            self._meeting[step.condition].discard(event)
        return [*chain.from_iterable(own), *enders]

    def _keep(self, term: str | None, step: Step) -> None:
        if term is None:
            self._enders.setdefault(step.event, []).append(step)
            self._meeting.setdefault(step.condition, set()).add(step.event)
        else:
            self._own.setdefault(term, {}).setdefault(step.event, []).append(step)
            self._terms.setdefault(step.event, set()).add(term)


class _Ever:
    """The terms that an event has ever changed, the conditions it met, and what it restated."""

    def __init__(self) -> None:
        self.terms, self.met, self.restates = set[str](), set[str](), set[str]()

    def take(self, said: Event | Correction) -> None:
        """Add what *said* says."""
        self.terms.update(change.term for change in said.changes)
        self.met.update(said.met)
        self.restates.update(said.restates)

    def add(self, other: "_Ever") -> None:
        """Add all of *other*."""
        self.terms |= other.terms
        self.met |= other.met
        self.restates |= other.restates


def closed(first: Iterable[str], leads: Mapping[str, Iterable[str]]) -> list[str]:
    """Return *first* and everything that can be reached from it, directly or through others.

    *leads* maps a name to the names that it leads to.
    """
    found = dict.fromkeys(first)
    left = [*found]
    for name in left:
        fresh = [more for more in leads.get(name, ()) if more not in found]
        found |= dict.fromkeys(fresh)
        left += fresh
    return left
