"""Say what went wrong to others without naming anything on this machine."""

from cli.reading.session import opened
from cli.terminal import echo
from events.errors import NotFoundError, StorageError, TimelineError


class UnreadableLogError(StorageError):
    """Raised when the log cannot be read, for a reason that only its keeper is told."""

    def __init__(self) -> None:
        super().__init__(
            "The log cannot be read now; whoever runs this server finds the reason on its "
            "standard error."
        )


_told = [""]
"""The reason that was told last: a flood of requests does not repeat it."""


def public(error: TimelineError, db: str) -> TimelineError:
    """Return what others may be told of *error*, met while answering from *db*.

    If the log cannot be read, the reason, which names the database, goes to standard error.
    """
    reason = _unreadable(db) if isinstance(error, NotFoundError) else error
    if not isinstance(reason, StorageError | NotFoundError):
        return error
    if _told[0] != str(reason):
        _told[0] = str(reason)
        echo(str(reason), err=True)
    return UnreadableLogError()


def _unreadable(db: str) -> TimelineError | None:
    """Return why *db* cannot be opened, if so: things are missing only in a log that can be."""
    try:
        with opened(db):
            return None
    except TimelineError as error:
        return error
