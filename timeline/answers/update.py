"""Bring the stored rows of partnerships up to date with their logs."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import nullcontext

from events.log.log import Entry, Head, Log
from timeline.answers.bounds import bounded
from timeline.answers.dependencies import bearing, gathered, kept
from timeline.answers.parallel import in_parallel
from timeline.answers.table import Table, clear, count
from timeline.boxes.boxes import Row
from timeline.boxes.replay import Replay
from timeline.boxes.rows import Rows, all_rows, versions
from timeline.record.incremental import GrowingRecord
from timeline.rule.budget import has_budget

Progress = Callable[[int], object]


def no_progress(entries: int) -> None:
    """Show no progress, whatever the number of *entries* just finished."""


FEW = 20
"""Up to this many new entries, only the entries they depend on are read, not the whole log."""

MOST = 20_000
"""The number of entries of one partnership that may be held in memory at once."""


Job = tuple[str, Sequence[Entry]]
"""A partnership and all its entries."""

RowsOf = Callable[[Job], list[Row]]


def bring_up(log: Log, *slugs: str, progress: Progress = no_progress) -> None:
    """Bring the rows of *slugs* up to the head of *log*, inside a transaction that writes to it.

    *progress* is called with the number of entries just finished. Raises TooVagueError if it takes
    too much work.
    """
    with bounded(behind(log, slugs)):
        _bring_up(log, slugs, progress, _bounded_rows_of)


def _bring_up(log: Log, slugs: Iterable[str], progress: Progress, rows_of: RowsOf) -> None:
    fresh: list[Head] = []
    for head in map(log.head, slugs):
        table = Table(log.database, head.slug)
        reached = table.reached()
        if reached == 0:
            table.clear()
        if reached == 0 and head.version <= MOST:
            fresh.append(head)
        elif reached < head.version:
            _go_on(log, head, reached, progress)
    for (slug, entries), rows in in_parallel(rows_of, jobs(log, fresh), total(fresh)):
        table = Table(log.database, slug)
        table.write(rows)
        table.reach(len(entries))
        progress(len(entries))


def behind(log: Log, slugs: Iterable[str]) -> int:
    """Return the number of entries by which the rows of *slugs* lag behind *log*."""
    return sum(log.head(slug).version - Table(log.database, slug).reached() for slug in slugs)


def remake(log: Log, progress: Progress = no_progress) -> int:
    """Rebuild all rows of *log*, and return their number.

    *progress* is called with the number of entries just finished.
    """
    with log.together(None):
        clear(log.database)
        _bring_up(log, [head.slug for head in log.partnerships()], progress, _rows_of)
        return count(log.database)


def jobs(log: Log, heads: Iterable[Head]) -> Iterator[Job]:
    """Yield each partnership in *heads* with its entries, read from *log* when they are needed."""
    return ((head.slug, log.entries(head.slug)) for head in heads)


def total(heads: Iterable[Head]) -> int:
    """Return the total number of entries of *heads*."""
    return sum(head.version for head in heads)


def _rows_of(job: Job) -> list[Row]:
    return [*all_rows(kept(job[1]))]


def _bounded_rows_of(job: Job) -> list[Row]:
    """Return the same within bounds; a process of its own does not know those of its parent."""
    with bounded(len(job[1])) if not has_budget() else nullcontext():
        return _rows_of(job)


def _go_on(log: Log, head: Head, reached: int, progress: Progress) -> None:
    """Bring the rows of a partnership from version *reached* to its *head*, as a stream."""
    slug, table = head.slug, Table(log.database, head.slug)
    growth = GrowingRecord(kept(_before(log, slug, reached, head.version)))
    replay = Replay(growth, table.standing) if reached else Replay(growth)
    fresh = _counted(log.stream(slug, after=reached), progress)
    [first] = log.at(slug, [reached + 1])
    begun = log.first_of_instant(slug, first.recorded)
    table.write(_rows(table, replay, fresh, begun, reached))
    table.reach(head.version)


def _counted(entries: Iterable[Entry], progress: Progress) -> Iterator[Entry]:
    for entry in entries:
        yield entry
        progress(1)


def _rows(
    table: Table, replay: Replay, fresh: Iterable[Entry], begun: int, reached: int
) -> Iterator[Row]:
    """Yield the rows that the *fresh* entries end, and those that stand after them."""
    rows = Rows()
    for version, changes in versions(replay, kept(fresh), begun):
        is_amended = version <= reached
        yield from rows.over(table.amended(changes, version) if is_amended else changes, version)
    yield from rows.current()


def _before(log: Log, slug: str, reached: int, head: int) -> Iterable[Entry]:
    """Return the entries up to *reached* on which the changes up to *head* may depend."""
    if reached == 0:
        return ()
    entries: Iterable[Entry] = log.stream(slug)
    if head - reached <= FEW:
        terms = bearing(log, slug, [entry.act() for entry in log.entries(slug, after=reached)])
        entries = entries if terms is None else gathered(log, slug, terms)
    return (entry for entry in entries if entry.version <= reached)
