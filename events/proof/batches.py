"""Group stored rows into batches, so that many entries can be checked at once, by column.

This only saves time: a batch that does not pass is checked again entry by entry, by
`events.proof.verification`, which says what is wrong with which entry.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import le, lt
from types import UnionType
from typing import Any, NamedTuple, get_args

from events.errors import StorageError
from events.log import chain
from events.model.actors import is_actor
from events.storage.database import Row

MOST, WEIGHT = 256, 4 * 1024 * 1024
"""The most rows in a batch, and the most bytes of payload before a batch is closed early."""
KINDS = (int, str, int, str, str, str | None, bytes, bytes)
"""The types of the values of a row, in the order of its columns."""


def is_of(kind: type | UnionType, value: object) -> bool:
    """Return whether the type of *value* is exactly *kind*, or one of its alternatives."""
    return type(value) in get_args(kind) or type(value) is kind


class Batch(NamedTuple):
    """The values of some rows of one partnership, column by column."""

    rows: Sequence[Row]
    slug: str
    positions: Sequence[int]
    versions: Sequence[int]
    ids: Sequence[str]
    recorded: Sequence[str]
    actors: Sequence[str | None]
    payloads: Sequence[bytes]
    digests: Sequence[bytes]

    def is_chained(self, position: int, version: int, recorded: str, digest: bytes) -> bool:
        """Return whether this batch continues the chain after an entry with these values."""
        numbers = range(version + 1, version + 1 + len(self.rows))
        before = [digest, *self.digests[:-1]]
        expected = chain.digests(
            before,
            partnership=self.slug,
            versions=self.versions,
            recorded=self.recorded,
            actors=self.actors,
            payloads=self.payloads,
        )
        return (
            self.versions == tuple(numbers)
            and all(map(lt, (position, *self.positions), self.positions))
            and all(map(le, (recorded, *self.recorded), self.recorded))
            and all(map(_INSTANT, dict.fromkeys(self.recorded)))
            and all(actor is None or is_actor(actor) for actor in dict.fromkeys(self.actors))
            and expected == [*self.digests]
        )


def batches(rows: Iterable[Row]) -> Iterator[Batch | Sequence[Row]]:
    """Yield *rows* as batches of one partnership each.

    Where a value has the wrong type, the plain rows are yielded instead.
    """
    for some in _portions(rows):
        columns: list[tuple[Any, ...]] = [*zip(*some, strict=True)]
        if all(_is_column(*one) for one in zip(KINDS, columns, strict=True)):
            yield from _by_partnership(some, columns)
        else:
            yield some


def _is_column(kind: type | UnionType, values: Sequence[object]) -> bool:
    found = set(map(type, values))
    return found == {kind} or found <= set(get_args(kind))


def _by_partnership(rows: Sequence[Row], columns: Sequence[tuple[Any, ...]]) -> Iterator[Batch]:
    _, slugs, *_ = columns
    start = 0
    for slug, several in groupby(slugs):
        end = start + sum(1 for _ in several)
        positions, _, *others = (values[start:end] for values in columns)
        yield Batch(rows[start:end], slug, positions, *others)
        start = end


def _portions(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield *rows* in lists of limited size.

    If reading a row fails, the rows before it are yielded first, and then the error is raised.
    """
    some: list[Row] = []
    weight = 0
    try:
        for row in rows:
            some.append(row)
            weight += len(row[6]) if type(row[6]) is bytes else 0
            if len(some) == MOST or weight > WEIGHT:
                yield some
                some, weight = [], 0
    except StorageError:
        if some:
            yield some
        raise
    if some:
        yield some


# This pattern accepts no 29 February. Such instants are rare, and are checked one by one by the
# calendar.
_INSTANT = re.compile(
    "(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
).fullmatch
