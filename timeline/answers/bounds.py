"""How much work the answers that a write changes may take before the write is refused."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from events.errors import InputError
from timeline.record.steps import Step
from timeline.rule.budget import OverspentError, budget

BASE, EACH, FEW = 280_000, 1_000, 500
"""The operations that a write may take, and more for each entry beyond the first FEW.

That many entries fit into 64 KiB (docs/rule.md §7).
"""


class TooVagueError(InputError):
    """Raised when working out the answers that a write changes would take too long."""

    def __init__(self, steps: Iterable[Step]) -> None:
        vague = sorted({one.event for one in steps if one.days[0][0] < one.days[-1][1]})
        super().__init__(
            f"{len(vague)} events of one term, such as {' and '.join(vague[:2])}, may have come in "
            "too many orders for its answers to be worked out. Nothing was written; date some of "
            "them more exactly, or date alike what happened in the same weeks: a month or a year."
            if vague
            else "Too many answers hang on one another to be worked out in one go. Nothing was "
            "written; take it in in several parts, one after the other."
        )


@contextmanager
def bounded(entries: int) -> Iterator[None]:
    """Raise TooVagueError if this context, a write of so many *entries*, takes too much work."""
    try:
        with budget(BASE + EACH * max(0, entries - FEW)):
            yield
    except OverspentError as overspent:
        raise TooVagueError(overspent.near) from None
