"""Reading: what the terms of a partnership are, by their rows, or by its log where those lag."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from events.log.log import Log
from timeline.answers.entries import kept
from timeline.answers.references import referred, vocabulary
from timeline.answers.table import Table
from timeline.boxes.items import versions_of
from timeline.boxes.lines import Answers, Choose
from timeline.record.record import Kept, Record, record_of
from timeline.record.steps import FAR


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
    """Return the answers of the terms of *slug* that *choose* names, at the *version*.

    If it *is_cut*, they are only to be asked as *known* by that one day. *with_all* adds to their
    record what decides nothing. With *on*, an ordinal, they are only to be asked on that day.
    """
    table = Table(log.database, slug)
    reached = table.reached()
    if reached < version:
        entries = log.entries(slug)[:version]
        from timeline.boxes.replay import answers_of  # Seldom needed, and slow to import.

        return answers_of(kept(entries), choose)
    words = vocabulary(log, slug)
    terms = choose(_record(words, version))
    cut = (known.toordinal() if known else FAR) if is_cut else None
    then = version if version < reached else None
    if on is not None and cut is not None:
        boxes = table.on(terms, then, cut, on)
    else:
        boxes = table.at(terms, then, cut)
    if with_all:
        from timeline.answers.dependencies import gathered

        behind = {one.version: one for one in kept(gathered(log, slug, terms))}
    else:
        items = {box.item for own in boxes.values() for box in own}
        behind = referred(log, slug, {one for item in items for one in versions_of(item)})
    return Answers(_record(words | behind, version), boxes)


def _record(acts: Mapping[int, Kept], version: int) -> Record:
    return record_of(acts[number] for number in sorted(acts) if number <= version)
