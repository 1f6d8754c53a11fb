"""Replay: the boxes of a partnership's terms, brought on act by act, as its log was written."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from events.model.kinds import Correct, Define, Event, Partnership, Redefine, Retract, Term
from timeline.answers.boxes import Box, Boxes
from timeline.answers.items import items_of
from timeline.answers.lines import Answers, Choose
from timeline.answers.slabs import Edition, plan, slabs
from timeline.record.growth import Growth
from timeline.record.record import Kept, record_of
from timeline.record.steps import FAR, Step, editions
from timeline.rule.state import QUIET, state_on
from timeline.rule.terms import Terms


class Change(NamedTuple):
    """What became of the boxes of *term*: these are no longer so, and those are."""

    term: str
    closed: frozenset[Box]
    opened: frozenset[Box]


HEAD = 2**31 - 1
"""The version until which a row stands that stands now."""


class Row(NamedTuple):
    """That a *box* of *term* stands from the version *since* on, and before *until*."""

    term: str
    box: Box
    since: int
    until: int = HEAD


[_NOTHING] = items_of(state_on(Terms({}), "", 0))
UNSET = Box(_NOTHING, -FAR, FAR, -FAR, FAR)
"""The one box of a term of which nothing is said."""

_Own = dict[tuple[int, int, int], Edition]
"""The editions of the steps of a term, by version, index and since when they are known."""


class Replay:
    """The boxes of every term, as far as acts were taken.

    *growth* has what was taken before, of which *stored* returns the boxes of a term.
    """

    def __init__(
        self, growth: Growth | None = None, stored: Callable[[str], Iterable[Box]] = lambda _: ()
    ) -> None:
        self._growth = growth or Growth()
        self._stored = stored
        self._boxes: dict[str, Boxes] = {}
        self._own: dict[str, _Own] = {}
        self._hanging: dict[str, set[str]] = {}
        self._hinges: dict[str, set[str]] = {}

    def take(self, one: Kept) -> None:
        """Let *one* be the next act."""
        touched = self._touched(one)
        for term in touched:
            if term in self._growth.words.terms:
                self._load(term)
        self._growth.take(one)
        names = self._growth.words.terms
        for term in touched:
            if term in names:
                self._begin(term)
            elif term in self._boxes:
                self._boxes[term].clear()
        fresh = {term: self._fresh(term) if term in names else {} for term in touched}
        for term, own in fresh.items():
            self._change(term, own)

    def boxes(self, term: str) -> Iterable[Box]:
        """Return the boxes of *term* as they are now."""
        return self._boxes.get(term, ())

    def changes(self) -> Iterator[Change]:
        """Yield what changed since this was asked last, which forgets it."""
        for term, boxes in self._boxes.items():
            if boxes.closed or boxes.opened:
                yield Change(term, frozenset(boxes.closed), frozenset(boxes.opened))
                boxes.settled()

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
        boxes = self._boxes.setdefault(term, Boxes())
        if not any(boxes):
            boxes.add(UNSET)

    def _load(self, term: str) -> None:
        """Have the boxes of *term*, and the editions of all on which it hangs."""
        if term not in self._boxes:
            self._boxes[term] = Boxes(self._stored(term))
        for name in self._growth.steps([term]):
            if name not in self._own:
                self._own[name] = self._fresh(name)
                self._hang(name, self._own[name].values())

    def _fresh(self, term: str) -> _Own:
        """Return the editions of *term* as they are now."""
        steps = self._growth.steps([term])[term]
        loud = (one for one in steps if one.verb not in QUIET)
        several = (one for step in loud for one in self._editions(step))
        return {(one.step.version, one.step.index, one.since): one for one in several}

    def _editions(self, step: Step) -> Iterator[Edition]:
        several = editions(step, self._growth.words)
        untils = [*(since - 1 for since, _ in several[1:]), FAR]
        for (since, known), until in zip(several, untils, strict=True):
            yield Edition(known, since, until)

    def _change(self, term: str, fresh: _Own) -> None:
        """Let the editions of *term* be *fresh*, one after the other."""
        own = self._own.setdefault(term, {})
        self._hang(term, fresh.values())
        for key, one in list(own.items()):
            if key not in fresh or not _is_same(fresh[key], one):
                self._put(term, own.pop(key), is_gone=True)
        for key, one in fresh.items():
            if key not in own:
                own[key] = one
                self._put(term, one)

    def _hang(self, term: str, own: Iterable[Edition]) -> None:
        for one in own:
            if one.step.hinge:
                self._hanging.setdefault(one.step.hinge, set()).add(term)
                self._hinges.setdefault(term, set()).add(one.step.hinge)

    def _put(self, term: str, one: Edition, *, is_gone: bool = False) -> None:
        """Let the boxes of *term*, and of all that hangs on it, have *one*, or have it no more."""
        names = self._growth.words.terms
        for key in closed(term, self._hanging):
            if key in self._boxes and key in names:
                chain = closed(key, self._hinges)
                several = {name: [*self._own.get(name, {}).values()] for name in chain}
                self._boxes[key].put([*slabs(key, several, term, one)])
        waiting = plan(one)
        if waiting and term in names:
            (self._boxes[term].drop if is_gone else self._boxes[term].keep)(waiting)


def _is_same(one: Edition, other: Edition) -> bool:
    if one.step is other.step:
        return one == other
    fields = all(getattr(one.step, name) == getattr(other.step, name) for name in Step.__slots__)
    return fields and one[1:] == other[1:]


def closed(term: str, leads: Mapping[str, Iterable[str]]) -> list[str]:
    """Return *term* and all that one of them *leads* to."""
    found = [term]
    for name in found:
        found += [more for more in leads.get(name, ()) if more not in found]
    return found


def answers_of(acts: Iterable[Kept], choose: Choose) -> Answers:
    """Return the answers of the terms that *choose* names, by the *acts* of a whole log."""
    every = list(acts)
    record, replay = record_of(every), Replay()
    for act in every:
        replay.take(act)
    return Answers(record, {term: list(replay.boxes(term)) for term in choose(record)})
