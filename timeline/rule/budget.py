"""A budget of operations, so that a write whose answers would take hours can be refused.

An operation is a question asked of some steps, or one of them looked at for it (docs/rule.md §7).
Operations are counted and not seconds, so that what one machine accepts, every other does too.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from timeline.record.steps import Step

_left: ContextVar[list[int] | None] = ContextVar("left", default=None)


class OverspentError(Exception):
    """Raised when a budget is used up; *near* are the steps that were being looked at."""

    def __init__(self, near: Iterable[Step]) -> None:
        self.near = tuple(near)
        super().__init__("too many operations")


@contextmanager
def budget(operations: int) -> Iterator[None]:
    """Let this context take no more than so many *operations*, or else raise OverspentError."""
    token = _left.set([operations])
    try:
        yield
    finally:
        _left.reset(token)


def has_budget() -> bool:
    """Return whether a budget limits what is done now."""
    return _left.get() is not None


def spend(operations: int, near: Iterable[Step]) -> None:
    """Take *operations* from the budget, if there is one; *near* are the steps they look at."""
    left = _left.get()
    if left is not None:
        left[0] -= operations
        if left[0] < 0:
            raise OverspentError(near)
