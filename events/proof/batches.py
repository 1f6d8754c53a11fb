"""Runs: entries of one partnership that stand one after the other, checked all at once.

A run is right when `events.proof.verification` would find nothing wrong with any of its entries.
Of one that is not, nothing is said here: there each is looked at by itself.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import le, lt
from types import UnionType
from typing import Any, NamedTuple, get_args

from events.errors import StorageError
from events.log import chain
from events.payload.entry_values import is_actor
from events.storage.database import Row

MOST, WEIGHT = 256, 4 * 1024 * 1024
"""How many rows, of how many bytes, are looked at together."""
KINDS = (int, str, int, str, str, str | None, bytes, bytes)
"""The types of a row: position, partnership, version, id, recorded, actor, payload, digest."""


def is_of(kind: type | UnionType, value: object) -> bool:
    """Tell whether *value* is of the very *kind*, or one of the kinds."""
    return type(value) in get_args(kind) or type(value) is kind


class Run(NamedTuple):
    """The values of some rows, column by column."""

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
        """Tell whether these entries follow the one with those values, each upon the other."""
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


def runs(rows: Iterable[Row]) -> Iterator[Run | Sequence[Row]]:
    """Yield *rows* in runs; those with a value of another type than it should have as they are."""
    for batch in _batches(rows):
        columns: list[tuple[Any, ...]] = [*zip(*batch, strict=True)]
        if all(_is_column(*one) for one in zip(KINDS, columns, strict=True)):
            yield from _runs(batch, columns)
        else:
            yield batch


def _is_column(kind: type | UnionType, values: Sequence[object]) -> bool:
    found = set(map(type, values))
    return found == {kind} or found <= set(get_args(kind))


def _runs(batch: Sequence[Row], columns: Sequence[tuple[Any, ...]]) -> Iterator[Run]:
    positions, slugs, versions, ids, recorded, actors, payloads, digests = columns
    start = 0
    for slug, several in groupby(slugs):
        end = start + sum(1 for _ in several)
        yield Run(
            batch[start:end],
            slug,
            positions[start:end],
            versions[start:end],
            ids[start:end],
            recorded[start:end],
            actors[start:end],
            payloads[start:end],
            digests[start:end],
        )
        start = end


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    """Yield *rows* a batch at a time; those before one that cannot be read come before it."""
    batch: list[Row] = []
    weight = 0
    try:
        for row in rows:
            batch.append(row)
            weight += len(row[6]) if type(row[6]) is bytes else 0
            if len(batch) == MOST or weight > WEIGHT:
                yield batch
                batch, weight = [], 0
    except StorageError:
        if batch:
            yield batch
        raise
    if batch:
        yield batch


# A 29 February is left to those who know which years have one.
_INSTANT = re.compile(
    "(?!0000)[0-9]{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])"
    "|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    r"T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z"
).fullmatch
