"""Read one entry and what concerns it, without reading the whole log of its partnership."""

from collections.abc import Iterator

from cli.reading.partnership import chosen_in
from cli.reading.session import Whole, opened, whole_of
from events.log.log import Entry, Log
from events.model.kinds import Correct, Event, sources_of
from events.model.subjects import corrected, counted_from
from timeline.record.record import said_in


def view_of_entry(
    db: str | None, partnership: str | None, recorded: str | None, id: str
) -> Whole | None:
    """Return a view of the entry *id* of *partnership* in *db*, or None if there is none.

    The view has the entry, the acts on it, the events that decide its day, the parties, and the
    sources cited by all of these, as recorded by the instant *recorded*.
    """
    with opened(db) as log:
        slug = chosen_in(log, partnership, lambda one: log.find(one, id) is not None)
        found = {one.version: one for one in _near(log, slug, id)}
        acts = [one.act() for one in found.values()]
        cited = {key for act in acts if isinstance(act, Event | Correct) for key in sources_of(act)}
        subjects = [f"source:{key}" for key in cited] + ["partnership"] * bool(found)
        found |= {one.version: one for each in subjects for one in log.about(slug, each)}
        entries = [found[version] for version in sorted(found)]
    entries = [one for one in entries if recorded is None or one.recorded <= recorded]
    if id not in (one.id for one in entries):
        return None
    return whole_of(slug, entries, recorded)


def _near(log: Log, slug: str, id: str) -> Iterator[Entry]:
    """Yield the entry with this id and all that is done to it, and those of which days are counted.

    So on for each of these: a correction may be retracted, and an event that dates another denied.
    """
    names = [id]
    for name in names:
        found = log.find(slug, name)
        for one in [*([found] if found else []), *log.about(slug, corrected(name))]:
            yield one
            names += [
                each for each in (one.id, *counted_from(said_in(one.act()))) if each not in names
            ]
