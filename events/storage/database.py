"""The interface of every database engine, and the checks that a database is this program's."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from events.errors import MigrationNeededError, StorageError

EDITION = "m005"
"""The revision of the database that this program reads and writes."""

PATIENCE = 10.0
"""How many seconds to wait for another writer before saying that the database is locked."""

Row = tuple[Any, ...]


class Database(Protocol):
    """An open database; opened for reading, it shows a single moment.

    Queries use the SQL that SQLite and PostgreSQL share, with `?` for each value.
    """

    name: str
    """Its name in messages, without a password."""

    counts_positions: bool
    """Whether the positions in its log are 1, 2, 3 and so on, without a gap."""

    def start_check(self) -> Callable[[], Iterator[str]]:
        """Start checking the database and the safeguards of the log.

        Return a function that waits for the check to end and yields a sentence for each defect.
        Meanwhile the database can be queried.
        """

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return the rows that *sql* selects, with *values* in place of `?`."""

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """Yield the rows that *sql* selects, with *values*, without holding them in memory."""

    def run(self, sql: str, *values: object) -> None:
        """Execute *sql* with *values*."""

    def run_all(self, sql: str, several: Sequence[Row]) -> None:
        """Execute *sql* once for each of *several* rows of values."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Insert *rows*, which have these *columns*, into *table* in the fastest way."""

    def writing(
        self, partnerships: Iterable[str] | None, *, keep: bool
    ) -> AbstractContextManager[None]:
        """Begin a transaction that keeps other writers out of *partnerships*, or of all if None.

        The transaction is committed at its end if *keep* is true, and rolled back otherwise. Inside
        another transaction, it becomes part of that one.
        """

    def now(self) -> str:
        """Return the instant that the clock of the database shows, as entries are stamped."""

    def close(self) -> None:
        """Close the connection."""


def require_edition(found: str | None, name: str) -> None:
    """Raise MigrationNeededError unless *found* is the revision that this program works with.

    *name* is the name of the database in the message.
    """
    if found is None:
        raise MigrationNeededError(f"{name} holds no log yet; {_make(name)}.")
    if found < EDITION:
        raise MigrationNeededError(
            f"{name} was made by an older edition of this program ({found}, now {EDITION}); "
            f"{_make(name)} to bring it up to date."
        )
    if found > EDITION:
        raise MigrationNeededError(
            f"{name} was made by a newer edition of this program ({found}, here {EDITION}); "
            "upgrade the program."
        )


def _make(name: str) -> str:
    from shlex import quote  # Only an error needs it.

    return f"run `timeline init --db {quote(name)}`"


def own_revision(names: set[str], found: object, name: str) -> str | None:
    """Return *found*, the revision of a database with the tables *names*, or None if it is empty.

    Raises StorageError if another program made the database, which the message calls *name*.
    """
    if not names - {"alembic_version"} and found is None:
        return None
    is_revision = isinstance(found, str) and found[:1] == "m" and found[1:].isdigit()
    if "log" not in names or not is_revision:
        raise StorageError(f"{name} is the database of another program; name one of your own.")
    return str(found)
