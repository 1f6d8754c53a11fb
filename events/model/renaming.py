"""Renamed terms: which term each name leads to, and which names are still free."""

from collections.abc import Iterator, Mapping

from events.model.kinds import Act, Correct, Event, Redefine, Term
from events.model.problems import shown


def renamed(names: Mapping[str, str], old: str, new: str) -> dict[str, str]:
    """Return *names*, which map former to current names, after *old* is renamed to *new*."""
    after = {was: new if now == old else now for was, now in names.items() if was != new}
    return after | ({old: new} if old != new else {})


class Names:
    """The current and former names of the terms of a log."""

    def __init__(self) -> None:
        self._now: dict[str, str] = {}
        self._used: set[str] = set()

    def take(self, act: Act) -> None:
        """Take *act* into account; it must precede the renamings that `problems` is asked about."""
        match act:
            case Event():
                self._used.update(change.term for change in act.changes)
            case Correct():
                self._used.update(change.term for change in act.fields.changes)
            case Redefine(thing=Term(key=old)):
                self._used.update(act.split, [act.merged] if act.merged else [])
                if act.renamed:
                    self._now = renamed(self._now, old, act.renamed)
            case _:
                pass

    def problems(self, old: str, new: str) -> Iterator[str]:
        """Yield a sentence if the term *old* may not be renamed to *new*.

        A name leads to one term only; otherwise statements under that name would apply to two.
        """
        if old == new:
            yield f"{shown(old)} is called so already; give it another name."
        elif old in self._now:
            yield f"{shown(old)} is now called {shown(self._now[old])}; rename that."
        elif self._now.get(new, old) != old:
            now = shown(self._now[new])
            yield f"{shown(new)} was the name of {now} and still leads to it; take another name."
        elif new not in self._now and new in self._used:
            yield (
                f"{shown(new)} is a term with answers of its own; "
                f"to make one of both, merge {shown(old)} into it instead."
            )
