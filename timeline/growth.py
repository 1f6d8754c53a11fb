"""Growth: a record as its acts come in, of which the steps of a term are had without all others.

What it tells is what `timeline.telling` tells of the whole record; but what was told once is told
again only where an act has made it another.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from events.kinds import Change, Correct, Define, Event, Redefine, Retract, Source, Term
from timeline.merged import Kept, Record, Standing, record_of
from timeline.steps import Step
from timeline.telling import mets, own_steps


class Growth:
    """The acts of a record up to now."""

    def __init__(self, kept: Iterable[Kept] = ()) -> None:
        self._kept: dict[str, Kept] = {}
        self._acts: dict[str, list[Kept]] = {}
        self._words: list[Kept] = []
        self._telling: dict[str, dict[str, None]] = {}
        self._naming: dict[str, dict[str, None]] = {}
        self._untold: dict[str, None] = {}
        self._own: dict[str, _Steps] = {}
        self._met: dict[str, _Steps] = {}
        self._places: dict[str, list[_Steps]] = {}
        for one in kept:
            self.take(one)

    def take(self, one: Kept) -> None:
        """Let *one* be the next act."""
        match one.act:
            case Event(id=event):
                self._keep(event, one)
            case Correct() | Retract() as act:
                self._keep(self.event_of(act), one)
            case Define() | Redefine() as act:
                self._words.append(one)
                self.__dict__.pop("words", None)
                if isinstance(act, Redefine) and isinstance(act.thing, Source | Term):
                    self._tell_again(self._acts)
            case _:
                pass

    def _keep(self, event: str, one: Kept) -> None:
        """Keep in mind what *event* may say by *one*, and that it has to be told again."""
        self._kept[one.act.id] = one
        self._acts.setdefault(event, []).append(one)
        for change in _said(one)[0]:
            if change.of:
                self._telling.setdefault(change.of, {})[event] = None
            for condition in getattr(change, "unless", ()):
                self._naming.setdefault(condition, {})[change.term] = None
        self._tell_again((event, *self._telling.get(event, ())))

    @cached_property
    def words(self) -> Record:
        """The vocabulary as it is now, in a record without events."""
        return record_of(self._words)

    def find(self, id: str) -> Kept:
        """Return the event, the correction or the retraction called *id*."""
        return self._kept[id]

    def event_of(self, act: Correct | Retract) -> str:
        """Return the event that *act* puts right: that of the correction which it takes back."""
        target = self._kept[act.event].act
        return target.event if isinstance(target, Correct | Retract) else act.event

    def about(self, event: str) -> Sequence[Kept]:
        """Return what *event* said and all that was done to it."""
        return self._acts[event]

    def standing(self, event: str) -> Event | None:
        """Return *event* as it stands now, unless it was never recorded, or retracted."""
        if event not in self._acts:
            return None
        return next((one.event for one in self._standing(event) if one.event.id == event), None)

    def told_about(self, event: str) -> set[str]:
        """Return the events that *event* has ever told more about."""
        acts = self._acts.get(event, ())
        return {change.of for one in acts for change in _said(one)[0] if change.of}

    def _standing(self, event: str) -> Sequence[Standing]:
        """Return the event as it stands, and those that it tells more about."""
        acts, of = self._acts[event], self.told_about(event)
        if len(acts) == 1 and not of:
            one = acts[0]
            assert isinstance(one.act, Event)
            return [Standing(one.version, one.recorded, one.act)]
        more = [one for id in of - {event} for one in self._acts[id]]
        return record_of(sorted([*acts, *more], key=_version)).events

    def telling(self, event: str) -> list[str]:
        """Return the events that have ever told more about *event*, in their order."""
        found = self._telling.get(event, ())
        return sorted(found, key=lambda id: self._acts[id][0].version)

    def bearing(self, event: str, *more: Kept) -> list[str]:
        """Return the terms whose steps may hang on *event*, in any form that it had.

        Also in those that *more* acts give it. By the names that they have, in their order.
        """
        found: set[str] = set()
        ids = (event, *self._telling.get(event, ()))
        forms = (act for id in ids for act in self._acts.get(id, ()))
        for changes, met in map(_said, chain(forms, more)):
            found.update(change.term for change in changes)
            found.update(term for condition in met for term in self._naming.get(condition, ()))
        names = {self.words.renamed.get(term, term) for term in found}
        return [term for term in self.words.terms if term in names]

    def steps(self, term: str) -> list[Step]:
        """Return the steps of *term*, by the name that it has, in the order of the log."""
        self._tell()
        own = self._own.get(term, {})
        met = (self._met[name].values() for name in self._met if _is_named(name, own.values()))
        found = chain.from_iterable(chain(own.values(), *met))
        return sorted(found, key=attrgetter("place"))

    def _tell(self) -> None:
        """Tell the steps of those events of which they are not told, or not as they are now."""
        words = self.words
        for event in self._untold:
            told = _Told(self._standing(event), words.sources, words.renamed)
            for term, step in own_steps(told, (event,)):
                self._own.setdefault(term, {}).setdefault(event, []).append(step)
                self._places.setdefault(event, []).append(self._own[term])
            for step in mets(told):
                if step.id == event:
                    met = self._met.setdefault(str(step.condition), {})
                    met.setdefault(event, []).append(step)
                    self._places.setdefault(event, []).append(met)
        self._untold.clear()

    def _tell_again(self, events: Iterable[str]) -> None:
        """Let *events* be told when it is asked for their steps."""
        for event in events:
            for steps in self._places.pop(event, ()):
                steps.pop(event, None)
            self._untold[event] = None


_Steps = dict[str, list[Step]]
"""Steps by their events."""


class _Told(NamedTuple):
    """What is known of a record when its steps are told."""

    events: Sequence[Standing]
    sources: Mapping[str, Source]
    renamed: Mapping[str, str]


def _is_named(condition: str, several: Iterable[Iterable[Step]]) -> bool:
    return any(condition in step.unless for steps in several for step in steps)


def _said(one: Kept) -> tuple[Iterable[Change], Iterable[str]]:
    """Return the changes that an act tells of, and the conditions that it says are met."""
    match one.act:
        case Event(changes=changes, met=met):
            return changes, met
        case Correct(fields=fields):
            return fields.changes, fields.met
        case _:
            return (), ()


def _version(one: Kept) -> int:
    return one.version
