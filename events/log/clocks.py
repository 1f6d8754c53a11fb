"""Whether a clock can be believed: what the last entry, and a second clock, say of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta

from events.errors import InputError
from events.log.entry import Head

AHEAD = timedelta(days=1)
"""How far a clock may be ahead of that of the database: zones, not years."""

IDLE = timedelta(days=3653)
"""For how long a partnership may have no news before one asks whether it is the clock."""

BEHIND = timedelta(minutes=1)
"""How far the last entry may be ahead of a clock before that is told."""

_believed: ContextVar[bool] = ContextVar("believed", default=False)


@contextmanager
def believing() -> Iterator[None]:
    """Believe the clock, and the instants of a restore, however far ahead they are."""
    token = _believed.set(True)
    try:
        yield
    finally:
        _believed.reset(token)


def is_believed() -> bool:
    """Return whether the user has said that the clock, or the file, is right."""
    return _believed.get()


def is_ahead(now: str, second: str, by: timedelta = AHEAD) -> bool:
    """Return whether the instant *now* is more than *by* after *second*; an empty one is none."""
    return second == "" or _instant(now) - _instant(second) > by


def require_believable(now: str, second: str, head: Head) -> None:
    """Raise InputError if *now* is far ahead of *second*, another clock, or of the entry *head*.

    An entry stamped by a clock of 2099 would have all later ones stamped so.
    """
    other = None
    if is_ahead(now, second):
        other = f"that of the database {second}"
    elif head.recorded and is_ahead(now, head.recorded, IDLE):
        other = f"the last entry of {head.slug} was recorded at {head.recorded}"
    if other and not is_believed():
        raise InputError(
            f"The clock here says {now}, and {other}. Set the clock right; if it is, say "
            "--clock-ahead. Nothing was written."
        )


def behind(now: str, head: Head) -> str | None:
    """Return a sentence if *now* is behind the last entry, *head*, and None otherwise."""
    if not head.recorded or not is_ahead(head.recorded, now, BEHIND):
        return None
    return (
        f"The last entry of {head.slug} was recorded at {head.recorded}, ahead of the clock here "
        f"({now}): until then, whatever is added is recorded at that same instant."
    )


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text[:26])
