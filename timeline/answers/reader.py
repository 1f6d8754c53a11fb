"""Read the answers of terms: from the stored rows, or from the log if those lag behind."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from events.log.log import Log
from events.model.kinds import Act, Correct
from events.model.subjects import RESTATING
from timeline.answers.dependencies import gathered, kept, referred, vocabulary
from timeline.answers.table import Table
from timeline.boxes.boxes import Box
from timeline.boxes.items import versions_of
from timeline.boxes.lines import Answers, Choose
from timeline.record.days import FAR
from timeline.record.record import Kept, Record, record_of
from timeline.record.relations import relations_of
from timeline.record.steps import steps_of

SOME = 50
"""The number of terms whose full rows are held in memory at a time."""


def read(
    log: Log,
    slug: str,
    choose: Choose,
    *,
    version: int,
    known: date | None = None,
    is_cut: bool = False,
    with_all: bool = False,
    on: int | None = None,
) -> Answers:
    """Return from *log* the answers of the terms of *slug* that *choose* picks, at *version*.

    If *is_cut*, the answers may only be asked for as known by the day *known*. With *with_all*,
    their record also includes the statements that decide nothing. With *on*, an ordinal, only the
    answers of that day may be asked for.
    """
    table = Table(log.database, slug)
    reached = table.reached()
    if reached < version:
        return _replayed(kept(log.entries(slug)[:version]), choose)
    words = vocabulary(log, slug)
    terms = choose(_record(words, version))
    cut = (known.toordinal() if known else FAR) if is_cut else None
    then = version if version < reached else None
    if on is not None and cut is not None:
        boxes = table.on(terms, then, cut, on)
    else:
        boxes = table.at(terms, then, cut)
    if with_all:
        behind = {one.version: one for one in kept(gathered(log, slug, terms))}
    else:
        behind = _behind(log, slug, boxes)
    return Answers(_record(words | behind, version), boxes)


def read_all(log: Log, slug: str, record: Record, cut: int | None = None) -> Answers:
    """Return from *log* the answers of all terms of *slug*, at the last version in *record*.

    With *cut*, an ordinal, the answers may only be asked for as known by that day.
    """
    version = record.acts[-1].version
    table = Table(log.database, slug)
    if table.reached() < version:
        return _replayed(record.acts, lambda every: [*every.terms])
    return Answers(record, table.at([*record.terms], version, cut))


def read_ahead(
    log: Log, slug: str, choose: Choose, *, version: int, known: date, since: date
) -> Answers:
    """Return from *log* the answers of the terms of *slug* that *choose* picks, at *version*.

    The answers of all terms on which these terms depend are included. Answers may only be asked
    for as known by the day *known*, and for the day *since* or later. Their record has the events
    behind them and the events that may still meet a condition; if *known* is not after *since*,
    the record has everything that lies ahead.
    """
    table = Table(log.database, slug)
    if table.reached() < version:
        return _replayed(kept(log.entries(slug)[:version]), choose)
    found = vocabulary(log, slug)
    left = [*choose(_record(found, version))]
    found |= _meeting(log, slug, version, since, known)
    boxes = dict[str, list[Box]]()
    while left:
        fresh = dict[str, list[Box]]()
        for begun in range(0, len(left), SOME):
            rows = table.at(left[begun : begun + SOME], version, known.toordinal())
            fresh |= {term: _from(own, since.toordinal()) for term, own in rows.items()}
        found |= _behind(log, slug, fresh)
        boxes |= fresh
        steps = steps_of(_record(found, version), known=known)
        hinges = {step.hinge for term in boxes for step in steps.get(term, ()) if step.hinge}
        left = sorted(hinges & steps.keys() - boxes.keys())
    return Answers(_record(found, version), boxes)


def _replayed(acts: Iterable[Kept], choose: Choose) -> Answers:
    from timeline.boxes.replay import answers_of  # Seldom needed, and slow to import.

    return answers_of(acts, choose)


def _record(acts: Mapping[int, Kept], version: int) -> Record:
    return record_of(acts[number] for number in sorted(acts) if number <= version)


def _behind(log: Log, slug: str, boxes: Mapping[str, Iterable[Box]]) -> dict[int, Kept]:
    """Return the events to which *boxes* refer, with everything those events name."""
    items = {box.item for own in boxes.values() for box in own}
    return referred(log, slug, {one for item in items for one in versions_of(item)})


def _from(boxes: Iterable[Box], since: int) -> list[Box]:
    """Return *boxes* clipped to the day *since* and later days."""
    return [box._replace(first=max(box.first, since)) for box in boxes if box.last >= since]


def _meeting(log: Log, slug: str, version: int, since: date, known: date) -> dict[int, Kept]:
    """Return the events that may meet a condition after *since*, and the events naming one.

    No row refers to these events until they have ended something. Those that restate a text after
    *since* are among them.
    """
    restating = (entry for _, entry in log.about_all([(slug, RESTATING)]))
    entries = (*log.under(slug, "met:"), *restating)
    met = _events(log, slug, (entry.act() for entry in entries))
    record = _record(referred(log, slug, met), version)
    relations = relations_of(record, known)
    days = {one.event.id: relations.when(one.event.id) for one in record.events}
    ahead = [
        one
        for one in record.events
        if not ((when := days[one.event.id]) and when.latest and when.latest <= since)
    ]
    conditions = {name for one in ahead for name in one.event.met}
    names = {(slug, f"{how}:{name}") for name in conditions for how in ("unless", "once")}
    naming = _events(log, slug, (entry.act() for _, entry in log.about_all(sorted(names))))
    return referred(log, slug, naming | {one.version for one in ahead})


def _events(log: Log, slug: str, acts: Iterable[Act]) -> set[int]:
    """Return the versions of the events that *acts* tell or correct."""
    ids = {act.event if isinstance(act, Correct) else act.id for act in acts}
    return {entry.version for entry in log.find_all([(slug, id) for id in sorted(ids)])}
