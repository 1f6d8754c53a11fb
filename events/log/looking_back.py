"""Look back at what was appended: what was acknowledged is what the database holds."""

from collections.abc import Iterable, Sequence

from events.errors import IntegrityError
from events.log import queries
from events.log.entry import Head
from events.storage.database import Database, Row


class UnkeptError(IntegrityError):
    """Raised when the database does not hold an entry as it was just written."""

    def __init__(self, name: str, slug: str, version: int) -> None:
        super().__init__(
            f"Entry {version} of {slug} is not in {name} as it was written: something there, "
            "perhaps a trigger or a rule, withholds or alters it. Nothing was written; "
            "`timeline verify` says what stands in the way."
        )


def require_kept(database: Database, entries: Sequence[Row]) -> None:
    """Raise UnkeptError unless *database* holds *entries*, rows as they were inserted."""
    for some, rest in queries.portions(entries):
        keys = [value for entry in some for value in entry[:2]] + ["", 0] * rest
        marks = ", ".join(["(?, ?)"] * (len(some) + rest))
        stored = {row[:2]: row for row in database.rows(queries.KEPT.format(marks), *keys)}
        for entry in some:
            if stored.get(entry[:2]) != entry:
                raise UnkeptError(database.name, *entry[:2])


def require_heads(database: Database, heads: Iterable[Head]) -> None:
    """Raise UnkeptError unless each of *heads* is the last entry of its partnership.

    This is for the end of a transaction: whatever follows an append might have removed it again.
    """
    for head in heads:
        rows = database.rows(queries.HEAD, head.slug, queries.EVER)
        if [tuple(row) for row in rows] != [tuple(head)]:
            raise UnkeptError(database.name, head.slug, head.version)
