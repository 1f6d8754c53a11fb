"""Find cycles among events or terms that depend on one another.

The rule that finds answers follows these dependencies, and would find none in a cycle
(docs/meaning.md §5).
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from events.model.kinds import Act, Change, Correct, Event, Redefine, Retract, Set, Term
from events.model.renaming import renamed

Edges = tuple[tuple[str, str, str | None], ...]
"""Triples: a term, the term on which it depends, and the event that the change is told of.

The last is None if there is no such event; if it is retracted, the dependency falls.
"""


def cycle_through(start: str, leads_to: Callable[[str], Iterable[str]]) -> list[str]:
    """Return the nodes of a cycle through *start*, or an empty list if there is none.

    *leads_to* returns the nodes to which a node has an edge.
    """
    came_from: dict[str, str] = {}
    waiting = [start]
    while waiting:
        here = waiting.pop()
        for one in leads_to(here):
            if one == start:
                return [*reversed([*_back(here, came_from)])]
            if one not in came_from:
                came_from[one] = here
                waiting.append(one)
    return []


def _back(here: str, came_from: Mapping[str, str]) -> Iterator[str]:
    while True:
        yield here
        if here not in came_from:
            return
        here = came_from[here]


def circle_text(way: Sequence[str], word_of: Callable[[str, str], str]) -> str:
    """Return the complaint about the cycle *way*, which reads `a after b, b after a`.

    *word_of* returns the word between two neighbours, such as `after`.
    """
    pairs = [*zip(way, [*way[1:], way[0]], strict=True)]
    words = {word_of(*pair) for pair in pairs}
    steps = [f"{one} {word_of(one, other)} {other}" for one, other in pairs]
    middle = len(steps) - _SHOWN
    said = [*steps[: _SHOWN - 1], f"{middle} more", steps[-1]] if middle > 0 else steps
    one = f"one '{words.pop()}'" if len(words) == 1 else "one of these"
    return f"That would go round in a circle: {', '.join(said)}. Take {one} away."


_SHOWN = 10


class Hinges:
    """The dependencies of terms on one another by `while`, under their current names.

    *corrected* returns an event with its corrections applied, or None if it was retracted.
    """

    def __init__(self, corrected: Callable[[str], Event | None]) -> None:
        self._corrected = corrected
        self._said: dict[str, Edges] = {}
        self._names: dict[str, str] = {}
        self._on: dict[str, dict[str, int]] = {}

    def take(self, act: Act) -> None:
        """Add *act* as the latest."""
        match act:
            case Event():
                self._say(act.id, act.changes)
            case Correct():
                self._again(act.event)
            case Retract():
                # A retracted correction has no edges; `restore` re-reads the event it corrected.
                self._say(act.event, ())
                self._fall(act.event)
            case Redefine(thing=Term(key=old), renamed=str() as new):
                self._rename(old, new)
            case _:
                pass

    def restore(self, event: str) -> None:
        """Re-read *event* after one of its corrections was retracted."""
        self._again(event)

    def circle(self, event: str, changes: Iterable[Change]) -> list[str]:
        """Return the cycle of terms that *changes* of *event* would close, or an empty list."""
        before = self._said.get(event, ())
        self._say(event, changes)
        for term, _, _ in self._said.get(event, ()):
            way = cycle_through(self._now(term), self._hung)
            if way:
                break
        else:
            way = []
        self._put(event, before)
        return way

    def circle_renamed(self, old: str, new: str) -> list[str]:
        """Return the cycle of terms that renaming *old* to *new* would close, or an empty list."""
        before = self._names
        self._rename(old, new)
        way = cycle_through(self._now(new), self._hung)
        self._names = before
        self._count()
        return way

    def _again(self, event: str) -> None:
        standing = self._corrected(event)
        self._say(event, standing.changes if standing else ())

    def _say(self, event: str, changes: Iterable[Change]) -> None:
        self._put(
            event,
            tuple(
                (one.term, one.hinge, one.of)
                for one in changes
                if isinstance(one, Set) and one.hinge is not None
            ),
        )

    def _put(self, event: str, edges: Edges) -> None:
        for edge in self._said.pop(event, ()):
            self._add(edge, -1)
        for edge in edges:
            self._add(edge, 1)
        if edges:
            self._said[event] = edges

    def _add(self, edge: tuple[str, str, str | None], number: int) -> None:
        counts = self._on.setdefault(self._now(edge[0]), {})
        hinge = self._now(edge[1])
        counts[hinge] = counts.get(hinge, 0) + number

    def _fall(self, event: str) -> None:
        # A change that tells of an event falls with that event.
        for teller, edges in list(self._said.items()):
            if any(of == event for _, _, of in edges):
                self._put(teller, tuple(edge for edge in edges if edge[2] != event))

    def _rename(self, old: str, new: str) -> None:
        self._names = renamed(self._names, old, new)
        self._count()

    def _count(self) -> None:
        self._on = {}
        for edges in self._said.values():
            for edge in edges:
                self._add(edge, 1)

    def _now(self, term: str) -> str:
        return self._names.get(term, term)

    def _hung(self, term: str) -> Iterator[str]:
        return (hinge for hinge, count in self._on.get(term, {}).items() if count)
