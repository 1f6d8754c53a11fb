"""The database of a log: what every engine can do, and how one is known to be ours."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from shlex import quote
from typing import Any, Protocol

from events.errors import MigrationNeededError, StorageError

EDITION = "m002"
"""The revision of the database that this program reads and writes."""

PATIENCE = 10.0
"""How many seconds to wait for another writer before saying that the database is locked."""

Row = tuple[Any, ...]


class Database(Protocol):
    """An open database. Opened for reading it is a snapshot of one moment.

    SQL is of the kind that every engine reads, with `?` where a value goes.
    """

    name: str
    """What a sentence calls it; no password is in it."""

    counts_positions: bool
    """Whether it numbers the entries of the log without a gap."""

    def looked_over(self) -> Callable[[], Iterator[str]]:
        """Begin to look what is broken in it, or no longer guards the log.

        Returns what yields a sentence for each such thing; until then it may be asked all else.
        """

    def rows(self, sql: str, *values: object) -> list[Row]:
        """Return what *sql* selects."""

    def stream(self, sql: str, *values: object) -> Iterator[Row]:
        """Yield what *sql* selects, without holding it in memory."""

    def run(self, sql: str, *values: object) -> None:
        """Carry out *sql*."""

    def run_all(self, sql: str, several: Sequence[Row]) -> None:
        """Carry out *sql* with *several* rows of values, one after the other."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Row]) -> None:
        """Add *rows* to *table*: in bulk, as the engine does that best."""

    def writing(
        self, partnerships: Iterable[str] | None, *, keep: bool
    ) -> AbstractContextManager[None]:
        """Make one transaction of what is done in it, alone in writing to *partnerships*, or all.

        Without *keep* nothing stays. Within another one it is part of that.
        """

    def close(self) -> None:
        """Let go of it."""


def require_edition(found: str | None, name: str) -> None:
    """Raise MigrationNeededError unless *found* is the revision that this program works with."""
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
    return f"run `timeline init --db {quote(name)}`"


def ours(names: set[str], found: object, name: str) -> str | None:
    """Return the revision *found* in a database with tables of these *names*, None if it is empty.

    Raises StorageError when another program made it.
    """
    if not names - {"alembic_version"} and found is None:
        return None
    is_revision = isinstance(found, str) and found[:1] == "m" and found[1:].isdigit()
    if "log" not in names or not is_revision:
        raise StorageError(f"{name} is the database of another program; name one of your own.")
    return str(found)
