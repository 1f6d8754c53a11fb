"""Everything the user may be told has gone wrong, one plain sentence each.

TimelineError               exit 1
├── InputError              an input was refused; nothing was written
│   ├── UsageError          exit 2: no form that the command has
│   ├── DateError           (events.model.dates)
│   ├── InstantError        (events.model.instants)
│   └── LedgerError         (events.ledger.complaints)
├── ConflictError           somebody else appended first
├── StorageError            the database cannot be read or written
│   └── MigrationNeededError
├── IntegrityError          exit 3: the log fails verification
└── NotFoundError           exit 4
"""


class TimelineError(Exception):
    """Raise only its children; catch it at the edge, where it becomes a sentence."""

    exit_code = 1


class InputError(TimelineError):
    """Raised when what was given is refused; nothing has been written."""


class UsageError(InputError):
    """Raised when what was typed is not a form that the command has."""

    exit_code = 2


class ConflictError(TimelineError):
    """Raised when another writer appended to the partnership first."""

    def __init__(self, partnership: str, *, expected: int, actual: int) -> None:
        self.partnership, self.expected, self.actual = partnership, expected, actual
        super().__init__(
            f"Someone else appended to {partnership} first: it is at version {actual}, "
            f"you expected {expected}. Nothing was written; look at the new entries and try again."
        )


class StorageError(TimelineError):
    """Raised when the database cannot be opened, read or written."""


class MigrationNeededError(StorageError):
    """Raised when the database was made by another edition of the program."""


class IntegrityError(TimelineError):
    """Raised when the log is not what was appended to it."""

    exit_code = 3


class NotFoundError(TimelineError):
    """Raised when there is no such thing to ask about."""

    exit_code = 4
