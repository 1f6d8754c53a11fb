"""Entries of a log as the record takes them."""

from collections.abc import Iterable, Iterator

from events.log.log import Entry
from timeline.record.record import Kept


def kept(entries: Iterable[Entry]) -> Iterator[Kept]:
    """Return what the *entries* say, for the rooms that give it meaning."""
    for entry in entries:
        yield Kept(entry.version, entry.recorded, entry.act(), entry.actor)
