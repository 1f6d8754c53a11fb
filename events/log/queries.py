"""The SQL that reads the log, and looks back at what was written; both engines share it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from events.errors import IntegrityError
from events.log.entry import Head
from events.storage.database import Database, Row

_Key = TypeVar("_Key")

_ENTRY = "SELECT position, log.partnership, log.version, id, recorded, actor, payload, digest"

EVER = "9999-12-31T23:59:59.999999Z"
"""An instant after every entry."""

SIZES = (1, 4, 20, 100)
"""How many keys a statement may ask about: few sizes, so that few statements are prepared."""

IDENTITY = "SELECT log FROM identity"
_AFTER = f"{_ENTRY} FROM log WHERE partnership = ? AND version > ?"
ENTRIES = f"{_AFTER} ORDER BY version"
ENTRIES_RECORDED_BY = f"{_AFTER} AND recorded <= ? ORDER BY version"
DIGESTS = "SELECT digest FROM log WHERE partnership = ? ORDER BY version"
PAYLOAD = "SELECT payload FROM log WHERE partnership = ? AND id = ?"
FIRST_OF_INSTANT = "SELECT min(version) FROM log WHERE partnership = ? AND recorded = ?"

BY_VERSIONS = f"{_ENTRY} FROM log WHERE partnership = ? AND version IN ({{}}) ORDER BY version"
BY_ID = f"{_ENTRY} FROM log WHERE partnership = ? AND id = ?"
# The names come first, so that each is one index lookup; CROSS JOIN makes SQLite keep the order.
BY_IDS = (
    "WITH asked(slug, name) AS (VALUES {})"
    f" {_ENTRY} FROM asked CROSS JOIN log WHERE partnership = slug AND id = name"
)

# What an append wrote, by partnership and version, in the order in which it is inserted.
KEPT = (
    "WITH asked(slug, number) AS (VALUES {})"
    " SELECT partnership, version, id, recorded, actor, payload, digest"
    " FROM asked CROSS JOIN log WHERE partnership = slug AND version = number"
)

# Outer joins: where the index leads to an entry that is missing, the row has no payload.
_NAMED = "SELECT position, {of}.partnership, {of}.version, id, recorded, actor, payload, digest"
ABOUT = (
    f"{_NAMED.format(of='subjects')} FROM subjects LEFT JOIN log"
    " ON log.partnership = subjects.partnership AND log.version = subjects.version"
    " WHERE subjects.partnership = ? AND subject = ? ORDER BY subjects.version"
)
ABOUT_THESE = (
    "WITH asked(slug, name) AS (VALUES {})"
    f" {_NAMED.format(of='subjects')}, subject FROM asked CROSS JOIN subjects LEFT JOIN log"
    " ON log.partnership = subjects.partnership AND log.version = subjects.version"
    " WHERE subjects.partnership = slug AND subject = name ORDER BY subjects.version"
)
UNDER = (
    f"{_NAMED.format(of='named')} FROM (SELECT DISTINCT partnership, version FROM subjects"
    " WHERE partnership = ? AND subject >= ? AND subject < ?) AS named LEFT JOIN log"
    " ON log.partnership = named.partnership AND log.version = named.version"
    " ORDER BY named.version"
)
SUBJECTS = (
    "SELECT DISTINCT subject FROM subjects"
    " WHERE partnership = ? AND subject >= ? AND subject < ? LIMIT 1000"
)
HAPPENINGS = (
    "SELECT id FROM log"
    " WHERE partnership = ? AND id >= ? AND id < ? AND NOT (id >= 'issue:' AND id < 'issue;')"
    " AND version NOT IN ("
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'assert:' AND subject < 'assert;' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'condition:' AND subject < 'condition;' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'source:' AND subject < 'source;' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject >= 'term:' AND subject < 'term;' UNION ALL"
    " SELECT version FROM subjects"
    " WHERE partnership = ? AND subject IN ('cover', 'partnership')"
    ") ORDER BY version LIMIT 1000"
)

HEAD = (
    "SELECT partnership, version, digest, recorded"
    " FROM log WHERE partnership = ? AND recorded <= ? ORDER BY version DESC LIMIT 1"
)
NEXT_SLUG = "SELECT min(partnership) FROM log WHERE partnership > ?"
# Skips along the index from one partnership to the next, however many entries each has.
HEADS = """
    WITH RECURSIVE known(slug) AS (
        SELECT min(partnership) FROM log
        UNION ALL
        SELECT (SELECT min(partnership) FROM log WHERE partnership > slug)
        FROM known WHERE slug IS NOT NULL
    )
    SELECT partnership, version, digest, recorded FROM known JOIN log ON partnership = slug
    WHERE version = (SELECT max(version) FROM log WHERE partnership = slug)
    ORDER BY partnership
"""


def portions(keys: Sequence[_Key]) -> Iterator[tuple[Sequence[_Key], int]]:
    """Yield *keys* in portions, each with the number of blanks that pad it to one of SIZES."""
    for done in range(0, len(keys), SIZES[-1]):
        some = keys[done : done + SIZES[-1]]
        yield some, next(size for size in SIZES if size >= len(some)) - len(some)


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
    for some, rest in portions(entries):
        keys = [value for entry in some for value in entry[:2]] + ["", 0] * rest
        marks = ", ".join(["(?, ?)"] * (len(some) + rest))
        stored = {row[:2]: row for row in database.rows(KEPT.format(marks), *keys)}
        for entry in some:
            if stored.get(entry[:2]) != entry:
                raise UnkeptError(database.name, *entry[:2])


def require_heads(database: Database, heads: Iterable[Head]) -> None:
    """Raise UnkeptError unless each of *heads* is the last entry of its partnership.

    This is for the end of a transaction: whatever follows an append might have removed it again.
    """
    for head in heads:
        rows = database.rows(HEAD, head.slug, EVER)
        if [tuple(row) for row in rows] != [tuple(head)]:
            raise UnkeptError(database.name, head.slug, head.version)
