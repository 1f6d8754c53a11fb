"""Ahead: what terms are from a day on, by the rows that reach so far, and no more of the log."""

from collections.abc import Iterable, Mapping
from datetime import date

from events.log.log import Log
from events.model.kinds import Act, Correct
from timeline.answers.entries import kept
from timeline.answers.references import referred, vocabulary
from timeline.answers.table import Table
from timeline.boxes.boxes import Box
from timeline.boxes.items import versions_of
from timeline.boxes.lines import Answers, Choose
from timeline.boxes.replay import answers_of
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import steps_of

SOME = 50
"""So many terms have all their rows in memory at a time."""


def ahead(
    log: Log, slug: str, choose: Choose, *, version: int, known: date, since: date
) -> Answers:
    """Return the answers of the terms of *slug* that *choose* names, and of all on which they hang.

    They are those at the *version*, only to be asked as *known* by that day and for the day *since*
    or later ones. Their record has the events behind them, and those that are yet to meet a
    condition; so it has all that lies ahead, if *known* is not after *since*.
    """
    table = Table(log.database, slug)
    if table.reached() < version:
        return answers_of(kept(log.entries(slug)[:version]), choose)
    found = vocabulary(log, slug)
    left = [*choose(_record(found, version))]
    found |= _meeting(log, slug, version, since)
    boxes = dict[str, list[Box]]()
    while left:
        fresh = dict[str, list[Box]]()
        for begun in range(0, len(left), SOME):
            rows = table.at(left[begun : begun + SOME], version, known.toordinal())
            fresh |= {term: _from(own, since.toordinal()) for term, own in rows.items()}
        items = {box.item for own in fresh.values() for box in own}
        found |= referred(log, slug, {one for item in items for one in versions_of(item)})
        boxes |= fresh
        steps = steps_of(_record(found, version), known=known)
        hinges = {step.hinge for term in boxes for step in steps.get(term, ()) if step.hinge}
        left = sorted(hinges & steps.keys() - boxes.keys())
    return Answers(_record(found, version), boxes)


def _record(acts: Mapping[int, Kept], version: int) -> Record:
    return record_of(acts[number] for number in sorted(acts) if number <= version)


def _from(boxes: Iterable[Box], since: int) -> list[Box]:
    """Return of *boxes* what they say of the day *since* and later ones."""
    return [box._replace(first=max(box.first, since)) for box in boxes if box.last >= since]


def _meeting(log: Log, slug: str, version: int, since: date) -> dict[int, Kept]:
    """Return the events that may meet a condition after *since*, and those that name it.

    No row tells of them before they have ended something.
    """
    met = _events(log, slug, (entry.act() for entry in log.under(slug, "met:")))
    ahead = [
        one
        for one in _record(referred(log, slug, met), version).events
        if not (one.event.when and one.event.when.latest and one.event.when.latest <= since)
    ]
    names = {(slug, f"unless:{name}") for one in ahead for name in one.event.met}
    naming = _events(log, slug, (entry.act() for _, entry in log.about_all(sorted(names))))
    return referred(log, slug, naming | {one.version for one in ahead})


def _events(log: Log, slug: str, acts: Iterable[Act]) -> set[int]:
    """Return the versions of the events that *acts* tell or correct."""
    ids = {act.event if isinstance(act, Correct) else act.id for act in acts}
    return {entry.version for entry in log.find_all([(slug, id) for id in sorted(ids)])}
