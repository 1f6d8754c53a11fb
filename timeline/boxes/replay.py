"""Replay a log: update the boxes of its terms act by act."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from itertools import groupby

from events.dates.dates import Date
from events.model.kinds import Correct, Define, Event, Partnership, Redefine, Retract, Term
from timeline.boxes.boxes import Box, Boxes, Change
from timeline.boxes.items import PLAN, items_of
from timeline.boxes.known_steps import KnownStep, KnownSteps
from timeline.boxes.lines import Answers, Choose, Line, Lines
from timeline.boxes.windows import clusters, plans, windows
from timeline.record.days import FAR
from timeline.record.incremental import GrowingRecord, closed
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import Step
from timeline.rule.answer import Answer, answer_on
from timeline.rule.budget import spend
from timeline.rule.state import WITHOUT_EFFECT, phases, state_on
from timeline.rule.terms import Terms

[_NOTHING] = items_of(state_on(Terms({}), "", 0))
UNSET = Box(_NOTHING, -FAR, FAR, -FAR, FAR)
"""The only box of a term about which nothing has been said."""

RENEWED = 2
"""The operations that it takes to look again at what one event makes of one term."""

_Mine = dict[tuple[int, int], KnownStep]
"""The known steps that one event makes of a term, by index and first known day."""


class Replay:
    """The boxes of every term after the acts taken so far.

    *growth* holds acts taken earlier; *stored* returns the boxes that a term had after them.
    """

    def __init__(
        self,
        growth: GrowingRecord | None = None,
        stored: Callable[[str], Iterable[Box]] = lambda _: (),
    ) -> None:
        self._growth = growth or GrowingRecord()
        self._stored = stored
        self._boxes: dict[str, Boxes] = {}
        self._changed: dict[str, None] = {}
        self._known_steps: dict[str, KnownSteps] = {}
        self._said: dict[str, dict[str, _Mine]] = {}
        self._named: dict[str, Counter[str]] = {}
        self._unless: dict[tuple[str, str], list[str]] = {}
        self._meeting: dict[str, set[str]] = {}
        self._hanging: dict[str, set[str]] = {}
        self._hinges: dict[str, set[str]] = {}
        self._added: dict[str, list[KnownStep]] = {}
        self._charged = self._growth.effort

    def take(self, *acts: Kept) -> None:
        """Append *acts*; the boxes are updated once, since nobody asks for a state in between."""
        told: dict[str, dict[str, None]] = {}
        for one in acts:
            touched = self._touched(one)
            for term in touched:
                if term in self._growth.words.terms:
                    self._load(term)
            self._growth.take(one)
            for term in touched:
                told.setdefault(term, {}).update(dict.fromkeys(self._events(term, one)))
        for term in told:
            self._changed[term] = None
            if term in self._growth.words.terms:
                self._begin(term)
            elif term in self._boxes:
                self._boxes[term].clear()
        for term, events in told.items():
            self._tell(term, events)
        self._add()

    def _events(self, term: str, one: Kept) -> Iterable[str]:
        """Return the events whose statements about *term* may have changed with *one*."""
        if isinstance(one.act, Event | Correct | Retract):
            return self._growth.touched(self._growth.event_of(one.act))
        growth = self._growth
        return {*self._said.get(term, ()), *growth.events_on(term), *growth.meeting(None)}

    def _add(self) -> None:
        """Put the new steps into the boxes, in the order in which they became known."""
        for term, added in self._added.items():
            added.sort(key=_span)
            for _, group in groupby(added, key=_span):
                ones = list(group)
                for one in ones:
                    self._keep(term, one)
                self._put(term, ones)
        self._added.clear()

    def boxes(self, term: str) -> Iterable[Box]:
        """Return the current boxes of *term*."""
        return self._boxes.get(term, ())

    def changes(self) -> Iterator[Change]:
        """Yield the changes since the last call, and forget them."""
        for term in self._changed:
            boxes = self._boxes.get(term)
            if boxes and (boxes.closed or boxes.opened):
                yield Change(term, frozenset(boxes.closed), frozenset(boxes.opened))
                boxes.settled()
        self._changed.clear()

    def _touched(self, one: Kept) -> list[str]:
        """Return the terms whose boxes *one* may change, by the names before and after it."""
        growth = self._growth
        match one.act:
            case Event() | Correct() | Retract() as act:
                return growth.bearing(growth.event_of(act), one)
            case Redefine() | Define(thing=Partnership()):
                renamed = one.act.renamed if isinstance(one.act, Redefine) else None
                return [*dict.fromkeys([*growth.words.terms, *([renamed] if renamed else [])])]
            case Define(thing=Term(key=key)):
                return [key]
            case _:
                return []

    def _begin(self, term: str) -> None:
        self._say(term)
        if term not in self._boxes:
            self._boxes[term] = Boxes()
        if not any(self._boxes[term]):
            self._boxes[term].add(UNSET)

    def _load(self, term: str) -> None:
        """Load the boxes of *term*, and the steps of all terms that it depends on."""
        if term not in self._boxes:
            stored = list(self._stored(term))
            plans = [box for box in stored if box.item.kind == PLAN]
            self._boxes[term] = Boxes((b for b in stored if b.item.kind != PLAN), plans)
        self._know(term)

    def _know(self, term: str) -> None:
        """Load the current steps of *term* and of all terms that it depends on."""
        left = [term]
        for name in left:
            if name not in self._said:
                self._say(name)
                for event in self._growth.events_on(name):
                    self._renew(name, event)
                for event in self._met_for(name):
                    self._renew(name, event)
            left += [hinge for hinge in self._hinges.get(name, ()) if hinge not in left]

    def _say(self, term: str) -> None:
        if term not in self._said:
            self._known_steps[term], self._said[term] = KnownSteps(), {}
            self._named[term] = Counter()

    def _met_for(self, term: str) -> set[str]:
        """Return the events that met a condition named by *term*, or restate a text."""
        names = (*self._names(term), None)
        return {event for name in names for event in self._growth.meeting(name)}

    def _names(self, term: str) -> set[str]:
        """Return the conditions named by *term*."""
        return {name for name, times in self._named[term].items() if times > 0}

    def _tell(self, term: str, events: Iterable[str]) -> None:
        """Update the boxes to what *events* now say about *term*, event by event."""
        self._say(term)
        before = self._names(term)
        for event in events:
            self._renew(term, event, is_new=True)
        for name in before ^ self._names(term):
            for event in self._growth.meeting(name):
                self._renew(term, event, is_new=True)

    def _renew(self, term: str, event: str, *, is_new: bool = False) -> None:
        """Replace, one by one, the steps that *event* makes of *term* by the current ones."""
        spend(RENEWED, ())
        mine = self._said[term].setdefault(event, {})
        fresh = self._fresh(term, event)
        if is_new and term in self._growth.words.terms:
            self._plan(term, plans(mine.values()), plans(fresh.values()))
        for key, one in list(mine.items()):
            if key not in fresh or not _is_same(fresh[key], one):
                del mine[key]
                waiting = self._added.get(term, [])
                if one in waiting:
                    waiting.remove(one)
                    continue
                self._drop(term, one)
                if is_new:
                    self._put(term, [one])
        for key, one in fresh.items():
            if key not in mine:
                mine[key] = one
                if is_new:
                    self._added.setdefault(term, []).append(one)
                else:
                    self._keep(term, one)
        if not mine:
            del self._said[term][event]

    def _fresh(self, term: str, event: str) -> _Mine:
        """Return the known steps that *event* makes of *term*, including conditions met."""
        own, ending = self._growth.by_term(event)
        self._charge()
        is_term = term in self._growth.words.terms
        steps = own.get(term, ()) if is_term else ()
        effective = (step for step in steps if step.verb not in WITHOUT_EFFECT)
        several = [one for step in effective for one in self._known(step)]
        named = self._named[term]
        if (term, event) in self._unless:
            named.subtract(self._unless.pop((term, event)))
        unless = [name for one in several for name in one.step.unless]
        if unless:
            named.update(unless)
            self._unless[term, event] = unless
        if ending and is_term:
            names = self._growth.former(term)
            fit = (one for one in ending if named[one.condition or ""] > 0 or one.ends(term, names))
            several += [known for one in fit for known in self._known(one)]
        return {(one.step.index, one.since): one for one in several}

    def _known(self, step: Step) -> Iterator[KnownStep]:
        several = self._growth.forms(step)
        self._charge()
        untils = [*(since - 1 for since, _ in several[1:]), FAR]
        for (since, known), until in zip(several, untils, strict=True):
            yield KnownStep(known, since, until)

    def _charge(self) -> None:
        """Count what the record took to make steps, and to tell them as known by many days."""
        spend(self._growth.effort - self._charged, ())
        self._charged = self._growth.effort

    def _keep(self, term: str, one: KnownStep) -> None:
        if one.step.hinge:
            self._hanging.setdefault(one.step.hinge, set()).add(term)
            self._hinges.setdefault(term, set()).add(one.step.hinge)
        if one.step.days:
            self._known_steps[term].add(one)

    def _drop(self, term: str, one: KnownStep) -> None:
        if one.step.days:
            self._known_steps[term].remove(one)

    def _put(self, term: str, ones: Sequence[KnownStep]) -> None:
        """Update the boxes of *term*, and of all that depend on it, where *ones* matter."""
        names = self._growth.words.terms
        for key in closed([term], self._hanging):
            if key in self._boxes and key in names:
                self._know(key)
                several = {name: self._known_steps[name] for name in closed([key], self._hinges)}
                for near in clusters(key, several, term, ones):
                    self._boxes[key].put([*windows(key, several, term, near)])

    def _plan(self, term: str, before: set[Box], after: set[Box]) -> None:
        """Replace the boxes *before* in which a step of *term* was pending by those *after*."""
        for box in before - after:
            self._boxes[term].drop(box)
        for box in after - before:
            self._boxes[term].keep(box)


def _span(one: KnownStep) -> tuple[int, int]:
    return one.since, one.until


def _is_same(one: KnownStep, other: KnownStep) -> bool:
    return one[1:] == other[1:] and one.step.fields == other.step.fields


class WorkedOut(Answers):
    """The answers of *terms*, worked out without any rows from *record*, which has a whole log."""

    def __init__(self, record: Record, terms: Sequence[str]) -> None:
        super().__init__(record, dict.fromkeys(terms, ()))

    @cached_property
    def boxes(self) -> Mapping[str, Sequence[Box]]:
        """The boxes of each term."""
        replay = Replay()
        replay.take(*self.record.acts)
        return {term: list(replay.boxes(term)) for term in self.terms}

    def _known(self, by: date | None) -> Lines:
        return _ByRule(self.record, {}, by)


class _ByRule(Lines):
    """Lines that ask the rule: for a few days that is less work than making all boxes."""

    @cached_property
    def _terms(self) -> Terms:
        return Terms(self.steps)

    def _line(self, term: str) -> Line:
        return Line.of(phases(self._terms, term))

    def _answer(self, term: str, on: Date) -> Answer:
        return answer_on(self._terms, self.record.terms[term], on)


def answers_of(acts: Iterable[Kept], choose: Choose) -> Answers:
    """Return the answers of the terms that *choose* picks, from the *acts* of a whole log."""
    record = record_of(acts)
    return WorkedOut(record, choose(record))
