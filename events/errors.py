"""Every error that the user may be told about, each as one plain sentence.

TimelineError               exit 1
├── InputError              an input was refused; nothing was written
│   ├── UsageError          exit 2: the command has no such form
│   ├── DateError           (events.dates.dates)
│   ├── InstantError        (events.dates.instants)
│   └── LedgerError         (events.ledger.complaints)
├── ConflictError           somebody else appended first
├── StorageError            the database cannot be read or written
│   └── MigrationNeededError
├── IntegrityError          exit 3: the log fails verification
├── NotFoundError           exit 4
└── UntoldError             (cli.errors) exit 5: done and recorded, but not told
"""


class TimelineError(Exception):
    """The base of all errors here; raise only subclasses. The outermost layer shows them."""

    exit_code = 1


class InputError(TimelineError):
    """Raised when an input is refused; nothing has been written."""


class UsageError(InputError):
    """Raised when the command does not accept the arguments it was given."""

    exit_code = 2


class ConflictError(TimelineError):
    """Raised when another writer has appended to the partnership since the caller read it."""

    def __init__(self, partnership: str, *, expected: int, actual: int) -> None:
        self.partnership, self.expected, self.actual = partnership, expected, actual
        super().__init__(
            f"Someone else appended to {partnership} first: it is at version {actual}, "
            f"you expected {expected}. Nothing was written; look at the new entries and try again."
        )


class StorageError(TimelineError):
    """Raised when the database cannot be opened, read or written."""


class MigrationNeededError(StorageError):
    """Raised when the database does not hold a log in the form that this program reads."""


class IntegrityError(TimelineError):
    """Raised when the log differs from what was appended to it."""

    exit_code = 3


class NotFoundError(TimelineError):
    """Raised when the thing asked about does not exist."""

    exit_code = 4
