"""The events that are retracted along with another, because they depend on it."""

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from typing import NamedTuple

from events.model.kinds import Event
from events.model.subjects import RELATIONS, counted_from
from timeline.record.record import Record

SUBJECTS = ("of", "counts", *RELATIONS.values())
"""The prefixes of the subjects by which the log finds the dependents of an event."""


class Dependent(NamedTuple):
    """An *event* that depends on another one; *how* describes the dependency in words."""

    event: str
    how: str

    def __str__(self) -> str:
        return f"{self.event} {self.how}"


def dependents(event: str, record: Record) -> list[Dependent]:
    """Return the events of *record* that depend on *event*, directly or through others.

    An event comes before the events it depends on, unless they depend on each other.
    """
    by_target: dict[str, dict[str, Dependent]] = {}
    waiting = [event]
    for target in waiting:
        by_target[target] = dict(_depending(target, record))
        waiting += [one for one in by_target[target] if one not in waiting]
    found = {id: one for own in reversed(by_target.values()) for id, one in own.items()}
    try:
        order = [*TopologicalSorter(by_target).static_order()]
    except CycleError:
        order = waiting[::-1]
    return [found[one] for one in order if one != event]


def _depending(target: str, record: Record) -> Iterator[tuple[str, Dependent]]:
    for standing in record.events:
        how = ", ".join(_how(standing.event, target))
        if how:
            yield standing.event.id, Dependent(standing.event.id, how)


def _how(event: Event, target: str) -> Iterator[str]:
    """Yield in words how *event* depends on *target*, if it does."""
    for field, words in _WORDS.items():
        if getattr(event, field) == target:
            yield words.format(target)
    terms = dict.fromkeys(change.term for change in event.changes if change.of == target)
    if terms:
        yield f"tells more about {target} on {', '.join(terms)}"
    if event.id != target and target in counted_from(event):
        yield f"counts a day from {target}"


_WORDS = {
    "dates": "dates {}", "calls_off": "calls {} off", "confirms": "confirms {}",
    "denies": "denies {}", "after": "comes after {}",
}  # fmt: skip
