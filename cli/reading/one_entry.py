"""Read one entry and what concerns it, without reading the whole log of its partnership."""

from collections.abc import Iterator

from cli.reading.partnership import chosen_in
from cli.reading.session import Whole, opened, whole_of
from events.log.log import Entry, Log
from events.model.kinds import Act, Correct, Event, Redefine, Set, sources_of
from events.model.subjects import corrected, counted_from
from timeline.record.record import said_in
from timeline.record.relations import acts_on


def view_of_entry(
    db: str | None, partnership: str | None, recorded: str | None, id: str
) -> Whole | None:
    """Return a view of the entry *id* of *partnership* in *db*, or None if there is none.

    The view has the entry, the acts on it, the events that it names or that decide its day, the
    parties, and the terms, conditions and sources named by all of these, as recorded by the instant
    *recorded*.
    """
    with opened(db) as log:
        slug = chosen_in(log, partnership, lambda one: log.find(one, id) is not None)
        found = {one.version: one for one in _near(log, slug, id)}
        acts = [one.act() for one in found.values()]
        subjects = [*dict.fromkeys(one for act in acts for one in _named(act))]
        for subject in [*subjects, *["partnership"] * bool(found)]:
            found |= {one.version: one for one in _defined(log, slug, subject)}
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
            leading = (one.id, *_leading(log, slug, one.act()))
            names += [each for each in leading if each not in names]


def _leading(log: Log, slug: str, act: Act) -> Iterator[str]:
    """Yield the events that *act* acts on, comes after, tells of, counts from or waits for."""
    said = said_in(act)
    yield from counted_from(said)
    yield from [said.after] if said.after else []
    yield from (target for _, target in acts_on(said))
    for change in said.changes:
        yield from [change.of] if change.of else []
        once = change.once if isinstance(change, Set) else None
        yield from (one.id for one in log.about(slug, f"met:{once}")) if once else ()


def _named(act: Act) -> Iterator[str]:
    """Yield the subjects under which the terms, conditions and sources of *act* are defined."""
    if isinstance(act, Event | Correct):
        yield from (f"source:{key}" for key in sources_of(act))
    said = said_in(act)
    yield from (f"condition:{key}" for key in said.met)
    for change in said.changes:
        yield f"term:{change.term}"
        if isinstance(change, Set):
            yield from (f"condition:{key}" for key in (*change.unless, change.once) if key)
            yield from [f"term:{change.hinge}"] if change.hinge else []


def _defined(log: Log, slug: str, subject: str) -> Iterator[Entry]:
    """Yield the entries that define *subject*, and what a term has become since."""
    subjects = [subject]
    for each in subjects:
        for one in log.about(slug, each):
            yield one
            act = one.act()
            into = [f"term:{key}" for key in act.into] if isinstance(act, Redefine) else []
            subjects += [key for key in into if key not in subjects]
