"""The effort that answers cost: steps counted, not seconds, and bounded for what is written.

How many steps a log takes is the same on every machine, so that what one takes in, another does.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from events.errors import InputError
from timeline.record.steps import Step

BASE, EACH, FEW = 280_000, 1_000, 500
"""The steps that a write may take, and how many more for each of its entries beyond the first FEW.

That many fit into 64 KiB (docs/rule.md §7).
"""

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class TooVagueError(InputError):
    """Raised when working out the answers that a write changes would take too many steps."""

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
    """Let what is done in this context, a write of *entries*, take no more steps than that may."""
    token = _left.set([BASE + EACH * max(0, entries - FEW)])
    try:
        yield
    finally:
        _left.reset(token)


def is_bounded() -> bool:
    """Return whether steps are counted now."""
    return _left.get() is not None


def spend(steps: int, near: Iterable[Step]) -> None:
    """Count *steps*, taken for the steps *near*; raise TooVagueError if none are left.

    Nothing is counted outside of `bounded`.
    """
    left = _left.get()
    if left is not None:
        left[0] -= steps
        if left[0] < 0:
            raise TooVagueError(near)
