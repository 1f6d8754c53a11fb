"""Recompute the boxes of a term in the window of days that a step can change."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from timeline.boxes.boxes import Box, Item, Run, Window, joined
from timeline.boxes.items import PLAN, items_of, of_step
from timeline.boxes.known_steps import KnownStep, KnownSteps
from timeline.record.days import FAR
from timeline.record.incremental import Steps
from timeline.record.steps import NEVER_PENDING
from timeline.rule.state import phases
from timeline.rule.terms import Terms

Several = Mapping[str, KnownSteps]
"""The known steps of a term and of all terms that it depends on."""


def windows(key: str, several: Several, term: str, ones: Sequence[KnownStep]) -> Iterator[Window]:
    """Yield the windows of days in which *ones*, steps of *term*, can matter to the term *key*.

    A step matters from its first possible day until the last one of an answer that is certain to
    come after it (docs/rule.md), and on known days from its announcement on. *several* has the
    steps of *key* and all it depends on. *ones* are known on the same days, and are or were among
    *several*.
    """
    order = [key] if len(several) == 1 else _dependencies(key, several)
    known, end = ones[0].since, ones[0].until
    while term in order and known <= end:
        reached = [_reach(order, several, term, one, known) for one in ones]
        first, last = min(first for first, _ in reached), max(last for _, last in reached)
        # What bars a step begins by the day after *last*; where it is called off, the window ends.
        near = {name: [*_within(several[name], last + 1)] for name in order[:-1]}
        near[key] = several[key].near(first, last + 1, known)
        until = min(end, *_turns(near.values(), known))
        yield Window(first, last, known, until, _runs(key, _known(near, known), first, last))
        known = until + 1


def clusters(
    key: str, several: Several, term: str, ones: Sequence[KnownStep]
) -> Iterator[list[KnownStep]]:
    """Yield *ones* in groups that matter to the term *key* on overlapping effective days.

    All of them are steps of *term*, known on the same days; *several* has the steps of *key* and
    all it depends on.
    """
    dated = [one for one in ones if one.step.days]
    if len(dated) <= 1:
        yield from ([one] for one in dated)
        return
    order = [key] if len(several) == 1 else _dependencies(key, several)
    if term not in order:
        return
    spans = [(*_reach(order, several, term, one, one.since), one) for one in dated]
    spans.sort(key=lambda span: span[:2])
    near, end = [spans[0][2]], spans[0][1]
    for first, last, one in spans[1:]:
        if first > end:
            yield near
            near = []
        near.append(one)
        end = max(end, last)
    yield near


def plans(forms: Iterable[KnownStep]) -> set[Box]:
    """Return the boxes in which a step is pending, given all its *forms*.

    A step is pending from its announcement until it may have come or was called off.
    """
    spans: dict[tuple[Item, int, int], list[tuple[int, int]]] = {}
    for step, since, until in forms:
        last = min(step.days[0][0] if step.days else FAR + 1, step.lapses) - 1
        if step.public <= last and step.verb not in NEVER_PENDING:
            run = of_step(PLAN, step), step.public, last
            spans.setdefault(run, []).append((since, until))
    return {Box(*run, *span) for run, several in spans.items() for span in joined(several)}


def _dependencies(key: str, several: Several) -> list[str]:
    steps = {name: [one.step for one in own] for name, own in several.items()}
    return Terms(steps).with_dependencies(key)


def _within(steps: Iterable[KnownStep], last: int) -> Iterator[KnownStep]:
    return (one for one in steps if one.step.days[0][0] <= last)


def _turns(near: Iterable[Sequence[KnownStep]], known: int) -> Iterator[int]:
    """Yield the last known day before a step is added or removed, from the day *known* on."""
    yield FAR
    for own in near:
        for _, since, until in own:
            if since > known:
                yield since - 1
            elif until >= known:
                yield until


def _known(near: Mapping[str, Iterable[KnownStep]], on: int) -> Steps:
    known = {name: (one.step for one in own if one.is_known(on)) for name, own in near.items()}
    return {name: sorted(own, key=lambda step: step.place) for name, own in known.items()}


def _reach(
    order: Sequence[str], several: Several, term: str, one: KnownStep, known: int
) -> tuple[int, int]:
    """Return the first and last day on which *one* of *term* can matter to the last in *order*."""
    first = max(one.step.days[0][0], -FAR)
    spans = {term: (first, _end(several[term], one, known))}
    if term == order[-1]:
        return spans[term]
    for name in order[order.index(term) + 1 :]:
        hanging = [each for each in several[name] if each.step.hinge in spans]
        above = [spans[each.step.hinge] for each in hanging if each.step.hinge]
        if above:
            first, last = min(day for day, _ in above), max(day for _, day in above)
            # The answer on its own last day counts from then on (docs/meaning.md §9).
            over = (each for each in hanging if first <= each.step.through <= last)
            spans[name] = first, max([last, *(_end(several[name], each, known) for each in over)])
    return spans[order[-1]]


def _end(steps: KnownSteps, one: KnownStep, known: int) -> int:
    over = steps.over(one.step, known)
    return over - 1 if over < FAR else FAR


def _runs(key: str, steps: Steps, first: int, last: int) -> list[Run]:
    """Return the runs of all items of *key* on the days *first* through *last*."""
    begun: dict[Item, int] = {}
    found: list[Run] = []
    for day, _, state in phases(Terms(steps), key, first, last):
        now = set(items_of(state))
        found += ((item, begun.pop(item), day - 1) for item in [*begun] if item not in now)
        begun = dict.fromkeys(now, day) | begun
    return found + [(item, since, last) for item, since in begun.items()]
