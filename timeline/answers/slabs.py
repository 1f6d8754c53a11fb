"""Slabs: what the boxes of a term are where a step came in, or was taken away."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from timeline.answers.boxes import Box, Item, Run, Slab
from timeline.answers.items import PLAN, items_of, of_step
from timeline.record.growth import Steps
from timeline.record.steps import FAR, SILENT, Step
from timeline.rule.line import mattering, surely_over
from timeline.rule.state import phases
from timeline.rule.terms import Terms


class Edition(NamedTuple):
    """A *step* as a view has it that is known by one of the days *since* through *until*."""

    step: Step
    since: int
    until: int = FAR

    def is_known(self, on: int) -> bool:
        """Say whether a view known by the day *on* has it."""
        return self.since <= on <= self.until


Editions = Mapping[str, Sequence[Edition]]
"""The editions of the steps of several terms."""


def slabs(key: str, editions: Editions, term: str, one: Edition) -> Iterator[Slab]:
    """Yield what there is of the term *key*, by *editions*, where *one* of *term* can matter.

    A step matters from its first day until an answer has surely come that surely followed it
    (docs/rule.md), and as known from its announcement on. *one* is among *editions*, or was.
    """
    every = {name: [each.step for each in own] for name, own in editions.items()}
    chain = Terms(every).chain(key)
    if not one.step.days or term not in chain:
        return
    known = one.since
    while known <= one.until:
        steps = {name: _known(editions.get(name, ()), known) for name in chain}
        first, last = _reach(chain, every, steps, term, one.step)
        turns = _turns(editions, chain, steps[key], first, last)
        until = min((turn - 1 for turn in turns if turn > known), default=FAR)
        until = min(until, one.until)
        yield Slab(first, last, known, until, _runs(key, chain, steps, first, last))
        known = until + 1


def plan(one: Edition) -> Box | None:
    """Return that *one* is pending from its announcement until it may have come, if it ever is."""
    step = one.step
    last = step.days[0][0] - 1 if step.days else FAR
    if one.since != step.public or step.public > last or step.verb in SILENT:
        return None
    return Box(of_step(PLAN, step), step.public, last, step.public, FAR)


def _known(editions: Iterable[Edition], on: int) -> list[Step]:
    return [one.step for one in editions if one.is_known(on) and one.step.days]


def _reach(
    chain: Sequence[str], every: Steps, known: Steps, term: str, step: Step
) -> tuple[int, int]:
    """Return the days on which *step* of *term* can matter to the last of *chain*."""
    spans = {term: (step.days[0][0], _end(step, known[term]))}
    for name in chain[chain.index(term) + 1 :]:
        hanging = [one for one in every.get(name, ()) if one.hinge in spans]
        above = [spans[one.hinge] for one in hanging if one.hinge]
        if above:
            first, last = min(day for day, _ in above), max(day for _, day in above)
            # What it was on its own last day counts from then on (docs/meaning.md §9).
            over = (one for one in hanging if one.days and first <= one.through <= last)
            spans[name] = first, max([last, *(_end(one, known[name]) for one in over)])
    return spans[chain[-1]]


def _end(step: Step, steps: Iterable[Step]) -> int:
    over = surely_over(step, steps)
    return over - 1 if over < FAR else FAR


def _turns(
    editions: Editions, chain: Sequence[str], own: Sequence[Step], first: int, last: int
) -> Iterator[int]:
    """Yield the known days on which anything comes or goes that can matter on these days."""
    matters = mattering(own, first)
    for name in chain:
        for step, since, until in editions.get(name, ()):
            begins = step.days[0][0] if step.days else FAR
            if begins <= last and (name != chain[-1] or begins > first or matters(step)):
                yield from (since, until + 1)


def _runs(key: str, chain: Sequence[str], steps: Steps, first: int, last: int) -> list[Run]:
    """Return the runs of all items of *key* on the days *first* through *last*."""
    matters = mattering([step for step in steps[key] if step.days[0][0] <= first], first)
    near = {name: [one for one in steps[name] if one.days[0][0] <= last] for name in chain}
    near[key] = [one for one in near[key] if one.days[0][0] > first or matters(one)]
    terms = Terms({name: sorted(own, key=lambda one: one.place) for name, own in near.items()})
    begun: dict[Item, int] = {}
    found: list[Run] = []
    for day, _, state in phases(terms, key, first, last):
        now = set(items_of(state))
        found += ((item, begun.pop(item), day - 1) for item in [*begun] if item not in now)
        begun = dict.fromkeys(now, day) | begun
    return found + [(item, since, last) for item, since in begun.items()]
