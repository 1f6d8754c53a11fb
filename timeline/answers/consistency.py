"""Consistency: whether the stored rows are those that a replay of the log gives."""

from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import blake2b

from events.errors import StorageError
from events.log import Head, Log
from events.verification import Fault
from timeline.answers.boxes import Row
from timeline.answers.replay import Replay
from timeline.answers.table import EDITION, Stored, Table, is_askable, partnerships, stored
from timeline.answers.upkeep import Rows, versions

REBUILD = "`timeline rebuild` makes them anew."


def verify(log: Log) -> Iterator[Fault]:
    """Yield where the stored rows of *log* are not those that a replay gives, or lag behind it.

    The log itself has to be whole. It is read a partnership at a time, and no row is kept.
    """
    heads = log.partnerships()
    for head in heads:
        for sentence in _told(_departures(log, head)):
            yield Fault(head.slug, None, f"{sentence}; {REBUILD}", beside=True)
    for sentence in _told(_orphans(log, {head.slug for head in heads})):
        yield Fault(None, None, f"{sentence}; {REBUILD}", beside=True)


def _told(sentences: Iterator[str]) -> Iterator[str]:
    try:
        yield from sentences
    except StorageError as error:
        yield f"stored answers cannot be read: {error}"


def _orphans(log: Log, slugs: set[str]) -> Iterator[str]:
    for slug in sorted(partnerships(log.database) - slugs, key=repr):
        yield f"Answers are stored of {slug!r}, of which the log has nothing"


def _departures(log: Log, head: Head) -> Iterator[str]:
    table = Table(log.database, head.slug)
    version, edition = table.state()
    if edition != EDITION:
        yield f"its stored answers are of another edition ({edition!r}, here {EDITION})"
    elif version != head.version:
        yield f"its answers are stored up to version {version!r}, and not {head.version}"
    elif terms := _differing(_sums(_replayed(log, head.slug)), _sums(table.stored())):
        yield f"the stored answers of {_listed(terms)} are not those that a replay gives"


def _replayed(log: Log, slug: str) -> Iterator[Stored]:
    """Yield all rows that a replay gives, as they would be stored."""
    return (stored(row) for row in _ever(log, slug) if is_askable(row.box))


def _ever(log: Log, slug: str) -> Iterator[Row]:
    rows = Rows()
    for version, changes in versions(Replay(), log.stream(slug), 1):
        yield from rows.over(changes, version)
    yield from rows.standing()


_Sums = Counter[object]
"""For each term the sum of the digests of its rows: the same for the same rows in any order."""


def _sums(rows: Iterable[Stored]) -> _Sums:
    sums: _Sums = Counter()
    for row in rows:
        sums[row[0]] += int.from_bytes(blake2b(repr(row).encode(), digest_size=32).digest())
    return sums


def _differing(expected: _Sums, found: _Sums) -> list[object]:
    terms = {*expected, *found}
    return sorted((term for term in terms if expected[term] != found[term]), key=repr)


def _listed(terms: list[object]) -> str:
    named = ", ".join(term if isinstance(term, str) else repr(term) for term in terms[:3])
    more = len(terms) - 3
    return f"{named} and {more} more {'term' if more == 1 else 'terms'}" if more > 0 else named
