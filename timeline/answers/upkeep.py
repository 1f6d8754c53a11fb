"""Upkeep: the stored rows of a partnership brought up to date with its log."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from events.log import Entry, Log
from timeline.answers.gather import bearing, gathered
from timeline.answers.replay import Replay
from timeline.answers.table import Table
from timeline.record.growth import Growth
from timeline.record.record import Kept

FEW = 20
"""How many new entries at the most are looked at by what they bear on, and not with the whole."""


def bring_up(log: Log, slug: str) -> None:
    """Bring the rows of *slug* up to the head of *log*, within a transaction that writes to it."""
    table = Table(log.database, slug)
    reached = table.reached()
    if reached == 0:
        table.clear()
    fresh = log.entries(slug, after=reached)
    if not fresh:
        return
    growth = Growth(kept(_before(log, slug, reached, fresh)))
    begun = log.first_of_instant(slug, fresh[0].recorded)
    replay = Replay(growth, table.standing)
    for version, group in _commits(fresh, begun):
        for one in kept(group):
            replay.take(one)
        table.write(replay.changes(), version, goes_on=version <= reached)
    table.reach(fresh[-1].version)


def _before(log: Log, slug: str, reached: int, fresh: Sequence[Entry]) -> Iterable[Entry]:
    """Return the entries up to *reached* on which may hang what *fresh* ones change."""
    if reached == 0:
        return ()
    acts = [entry.act() for entry in fresh[: FEW + 1]]
    terms = bearing(log, slug, acts) if len(acts) <= FEW else None
    entries = log.entries(slug) if terms is None else gathered(log, slug, terms)
    return (entry for entry in entries if entry.version <= reached)


def _commits(fresh: Sequence[Entry], begun: int) -> Iterator[tuple[int, list[Entry]]]:
    """Yield what was recorded at one instant, with the first version of it."""
    for _, group in groupby(fresh, key=lambda entry: entry.recorded):
        entries = list(group)
        yield (begun if entries[0] is fresh[0] else entries[0].version), entries


def kept(entries: Iterable[Entry]) -> Iterator[Kept]:
    """Return what the *entries* say, for the rooms that give it meaning."""
    for entry in entries:
        yield Kept(entry.version, entry.recorded, entry.act(), entry.actor)
