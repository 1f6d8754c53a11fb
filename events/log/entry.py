"""Entries of the log, and the head of a partnership."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from events.errors import IntegrityError
from events.storage.database import Row

if TYPE_CHECKING:
    from events.model.kinds import Act


class Entry(NamedTuple):
    """An act as the log keeps it."""

    position: int
    partnership: str
    version: int
    id: str
    recorded: str
    actor: str | None
    payload: bytes
    digest: bytes

    def act(self) -> "Act":
        """Decode and return the act. Raises IntegrityError, with the entry, if that fails."""
        # Deferred: many questions are answered from the projection and decode no payload.
        from events.payload import codec

        try:
            return codec.decode(self.payload)
        except IntegrityError as error:
            raise IntegrityError(f"Entry {self.version} of {self.partnership}: {error}") from None


class Head(NamedTuple):
    """The last entry of the partnership *slug*.

    If the partnership has no entries, the version is 0, the digest GENESIS and the instant an
    empty string.
    """

    slug: str
    version: int
    digest: bytes
    recorded: str


def head_of_empty(partnership: str) -> Head:
    """Return the head of a *partnership* without entries."""
    # Deferred: this loads OpenSSL, which takes longer than answering most questions.
    from events.log.chain import GENESIS

    return Head(partnership, 0, GENESIS, "")


def entry_of(row: Row) -> Entry:
    """Return the entry in *row*.

    Raises IntegrityError if its payload or digest has a type that an append never writes.
    """
    _, partnership, version, *_, payload, digest = row
    if type(payload) is not bytes or type(digest) is not bytes:
        raise IntegrityError(
            f"Entry {version} of {partnership} was altered in the database; restore a backup."
        )
    return Entry(*row)


def in_sequence(rows: Iterable[Row], after: int) -> Iterator[Entry]:
    """Yield the entries in *rows*, which follow the version *after*.

    Raises IntegrityError where one is missing: whatever was worked out without it would be wrong.
    """
    for row in rows:
        entry = entry_of(row)
        if entry.version != after + 1:
            raise missing(entry.partnership, after + 1)
        after = entry.version
        yield entry


def missing(partnership: str, version: int) -> IntegrityError:
    """Return the error that says that the entry *version* of *partnership* is not there."""
    return IntegrityError(
        f"Entry {version} of {partnership} is missing; `timeline verify` says what else is wrong. "
        "Restore a backup, or an export, from before that."
    )
