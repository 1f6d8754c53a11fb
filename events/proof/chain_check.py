"""Check that entries continue the chain of their partnership, and say what is wrong if not."""

import re
from datetime import datetime

from events.log import chain
from events.model.actors import is_actor
from events.payload.values import is_name
from events.proof.batches import KINDS, Batch, is_of
from events.proof.merkle import Frontier
from events.proof.stored_rows import short
from events.storage.database import Row


class ChainCheck:
    """The chain of one partnership, up to the last entry that was checked."""

    __slots__ = (
        *("_digest", "_position", "_recorded", "is_broken", "is_left"),
        *("slug", "tree", "version"),
    )

    def __init__(self, slug: object) -> None:
        self.slug, self.is_broken, self.is_left = slug, False, False
        self.version, self._digest, self._recorded, self._position = 0, chain.GENESIS, "", 0
        self.tree = Frontier()

    def allows(self, batch: Batch) -> bool:
        """Return whether the entries of *batch* continue the chain; payloads are not decoded."""
        is_named = self.version > 0 or bool(is_name(batch.slug))
        return is_named and batch.is_chained(
            self._position, self.version, self._recorded, self._digest
        )

    def go_on(self, batch: Batch) -> None:
        """Mark the entries of *batch*, which `allows` accepted, as checked."""
        self.version, self._digest = batch.versions[-1], batch.digests[-1]
        self._recorded, self._position = batch.recorded[-1], batch.positions[-1]

    def fault(self, row: Row) -> str | None:
        """Check *row* as the next entry; return a sentence on what is wrong with it, or None."""
        position, slug, version, _, recorded, actor, payload, digest = row
        if not all(map(is_of, KINDS, row)):
            return _mistyped(row)
        if version != self.version + 1:
            return _misplaced(version, self.version)
        if version == 1 and not is_name(slug):
            return "this cannot be the name of a partnership."
        if recorded != self._recorded and not _is_instant(recorded):
            return f"{short(recorded)} is no instant at which it can have been recorded."
        if recorded < self._recorded:
            return f"it says it was recorded at {recorded}, before the entry above it."
        if actor is not None and not is_actor(actor):
            return f"{short(actor)} is no name of who can have recorded it."
        expected = chain.digest(
            self._digest,
            partnership=slug,
            version=version,
            recorded=recorded,
            actor=actor,
            payload=payload,
        )
        if digest != expected:
            return "its digest is not that of what it holds: it was altered, or moved here."
        if position <= self._position:
            return f"its position {position} is not after that of the entry above it."
        self.version, self._digest = version, digest
        self._recorded, self._position = recorded, position
        return None


def _mistyped(row: Row) -> str:
    value = next(value for value, kind in zip(row, KINDS, strict=True) if not is_of(kind, value))
    return f"a value is of another type than it was written with: {short(value)}."


def _misplaced(version: int, before: int) -> str:
    if version <= before:
        return "there are two entries with this version."
    if before == 0:
        return "it is the first there is; what was before it is missing."
    return f"it follows version {before}; what was between them is missing."


def _is_instant(text: str) -> bool:
    if not _INSTANT(text):
        return False
    try:
        datetime.fromisoformat(text[:26])
    except ValueError:
        return False
    return True


_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z").fullmatch
