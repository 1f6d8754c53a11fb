"""Read one entry and what concerns it, without reading the whole log of its partnership."""

from collections.abc import Iterator

from cli.reading.selection import chosen_in
from cli.reading.session import Whole, opened, whole_of
from events.log.log import Entry, Log
from events.model.kinds import Correct, Event, sources_of
from events.model.subjects import corrected


def view_of_entry(
    db: str | None, partnership: str | None, recorded: str | None, id: str
) -> Whole | None:
    """Return a view of the entry *id*, the acts on it and the sources cited by all of these.

    Returns None if there is no such entry.
    """
    with opened(db) as log:
        slug = chosen_in(log, partnership)
        found = {one.version: one for one in _root(log, slug, id)}
        acts = [one.act() for one in found.values()]
        cited = {key for act in acts if isinstance(act, Event | Correct) for key in sources_of(act)}
        found |= {one.version: one for key in cited for one in log.about(slug, f"source:{key}")}
        entries = [found[version] for version in sorted(found)]
    entries = [one for one in entries if recorded is None or one.recorded <= recorded]
    if id not in (one.id for one in entries):
        return None
    return whole_of(slug, entries, recorded)


def _root(log: Log, slug: str, id: str) -> Iterator[Entry]:
    """Yield the entry with this id, and all that correct or retract it, directly or in turn."""
    found = log.find(slug, id)
    if found is not None:
        yield found
        for one in log.about(slug, corrected(id)):
            yield from _root(log, slug, one.id)
