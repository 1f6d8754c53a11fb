"""Glimpses: as much of a partnership as a listing shows, without reading all of its log."""

from collections.abc import Iterator

from cli.opening import View, chosen_in, kept, opened, view, views
from cli.portrait import Glance, glanced
from events.kinds import Correct, Event, Retract, sources_of
from events.log import Entry, Log
from events.subjects import corrected
from timeline.record import record_of


def vocabulary(db: str | None, partnership: str | None, recorded: str | None) -> View | Glance:
    """Return what is seen of *partnership*, the terms of which are all that is wanted."""
    with opened(db) as log:
        slug = chosen_in(log, partnership)
        index = log.index(slug)
        if index.version() == log.head(slug).version:
            return glanced(log, index, recorded)
    return view(db, slug, recorded)


def partnerships(db: str | None, recorded: str | None) -> Iterator[tuple[View | Glance, int, int]]:
    """Yield each partnership of which something was recorded, its version, how many events it has.

    Those that were retracted do not count.
    """
    with opened(db) as log:
        for head in log.partnerships():
            index = log.index(head.slug)
            if index.version() != head.version:
                for seen in views(db, recorded, head.slug):
                    yield seen, seen.entries[-1].version, len(seen.record.events)
                continue
            last = log.head_by(head.slug, recorded) if recorded else head
            if last.version:
                count = log.events(head.slug, last.version) - _retracted(
                    log, head.slug, last.version
                )
                yield glanced(log, index, recorded), last.version, count


def _retracted(log: Log, slug: str, version: int) -> int:
    """Return how many events some act of the first *version* entries retracted."""
    acts = [one.act() for one in log.about_any(slug, corrected("")) if one.version <= version]
    corrections = {act.id for act in acts if isinstance(act, Correct)}
    return len({act.event for act in acts if isinstance(act, Retract)} - corrections)


def entry(db: str | None, partnership: str | None, recorded: str | None, id: str) -> View | None:
    """Return a view of nothing but the entry *id*, what was done to it, and what those cite.

    None where there is none such.
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
    return View(slug, entries, record_of(kept(entries)), recorded)


def _root(log: Log, slug: str, id: str) -> Iterator[Entry]:
    """Yield the entry with this id, and all that was done to it."""
    found = log.find(slug, id)
    if found is not None:
        yield found
        for one in log.about(slug, corrected(id)):
            yield from _root(log, slug, one.id)
