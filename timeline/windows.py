"""Windows: which steps of a term can matter on a day, found without a look at all the others.

An *anchor* is a set or end on an exact day that nothing which may precede it outranks. In every
world it is the answer from its place on, with no claim and no dispute left beside it, whatever went
before. So on a later day only the anchor, and what may fall after it, can matter.
"""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

TYPE_CHECKING = False
if TYPE_CHECKING:
    from timeline.steps import Step

Position = tuple[int, tuple[int, int, int]]
"""A day, as an ordinal, and a place on it."""


class Windows:
    """The *steps* of one term, sorted so that those that matter on a day are soon found."""

    def __init__(self, steps: Sequence["Step"]) -> None:
        dated = [step for step in steps if step.days]
        exact = sorted((step for step in dated if _is_exact(step)), key=_first)
        self._exact, self._positions = exact, [_first(step) for step in exact]
        self._vague = sorted((step for step in dated if not _is_exact(step)), key=_first)
        self._begins = [_first(step)[0] for step in self._vague]
        self._anchors = list(_anchors(exact, dated))
        self._ahead = [step for step in steps if _is_ahead(step)]

    def on(self, day: int) -> list["Step"]:
        """Return the steps that can matter on *day*, in log order."""
        end = bisect_right(self._positions, day, key=_day)
        at = bisect_right(self._anchors, end - 1) - 1
        start = self._anchors[at] if at >= 0 else 0
        least = self._positions[start] if at >= 0 else None
        vague = self._vague[: bisect_right(self._begins, day)]
        kept = [step for step in vague if least is None or _last(step) > least]
        return sorted([*self._exact[start:end], *kept], key=attrgetter("place"))

    def pending(self, day: int) -> list["Step"]:
        """Return the steps that were news by *day* and lay ahead, or had no day."""
        return [step for step in self._ahead if step.pending(day)]


def _anchors(exact: Sequence["Step"], dated: Sequence["Step"]) -> list[int]:
    """Return where the anchors are among the steps that are *exact*."""
    deciding = [step for step in dated if step.answers or step.verb == "met"]
    first = {
        rank: min((_first(step) for step in deciding if step.rank > rank), default=None)
        for rank in {step.rank for step in exact}
    }
    return [
        index
        for index, step in enumerate(exact)
        if step.answers
        if (outranked := first[step.rank]) is None or _first(step) < outranked
    ]


def _is_exact(step: "Step") -> bool:
    return step.days[0][0] == step.days[-1][1]


def _first(step: "Step") -> Position:
    return step.days[0][0], step.place


def _last(step: "Step") -> Position:
    return step.days[-1][1], step.place


def _day(position: Position) -> int:
    return position[0]


def _is_ahead(step: "Step") -> bool:
    latest = step.announced.latest
    return latest is not None and (not step.days or latest.toordinal() < step.days[0][0])
