"""Tell an altered log from a bug, where a command fails as neither input nor storage makes it."""

from collections.abc import Iterator
from contextlib import contextmanager

from events.errors import IntegrityError

_UNFORESEEN = (
    ArithmeticError, AssertionError, AttributeError, LookupError, RecursionError, TypeError,
    ValueError,
)  # fmt: skip
"""What a reader may raise about entries, or stored answers, that no append has written."""


@contextmanager
def unaltered(db: str | None) -> Iterator[None]:
    """Run a command on the log in *db*, or in the default database if that is None.

    Reading checks no digests, so what was altered may fail anywhere. Raises IntegrityError if that
    has happened; a failure over an intact log is a bug and stays as it is.
    """
    try:
        yield
    except _UNFORESEEN as error:
        sentence = _fault(db)
        if sentence is None:
            raise
        raise IntegrityError(sentence) from error


def _fault(db: str | None) -> str | None:
    """Return the first fault of the log in *db*, or of its stored answers, or None."""
    # Deferred: verification is slow to import, and nearly no command needs it.
    from cli.reading.session import opened
    from events.proof.verification import verify
    from timeline.answers import consistency

    with opened(db) as log:
        found = sorted(verify(log).faults, key=lambda one: one.beside)
        for one in found or consistency.verify(log):
            place = f", entry {one.version}" if one.version is not None else ""
            more = "" if one.beside else " Restore a backup, or an export, from before that."
            return f"{f'{one.partnership}{place}: ' if one.partnership else ''}{one.sentence}{more}"
    return None
