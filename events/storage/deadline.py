"""The instant from which nobody waits for an answer any more, so that work on it is given up."""

import time
from contextvars import ContextVar

from events.errors import TimelineError

_until: ContextVar[float | None] = ContextVar("until", default=None)


class TooLateError(TimelineError):
    """Raised when whoever asked has stopped waiting."""

    def __init__(self) -> None:
        super().__init__("This takes too long to answer; ask for less, or later.")


def give_up_after(seconds: float) -> None:
    """Let what is done in this context be given up after *seconds*."""
    _until.set(time.monotonic() + seconds)


def require_time() -> None:
    """Raise TooLateError if the time is up; without a deadline it never is."""
    until = _until.get()
    if until is not None and time.monotonic() > until:
        raise TooLateError
