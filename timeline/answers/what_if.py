"""Work out what the answers would be if some acts were appended."""

from collections.abc import Callable, Iterable, Sequence

from events.log.log import Log
from timeline.answers.bounds import bounded
from timeline.answers.dependencies import bearing, gathered, kept
from timeline.answers.table import Table
from timeline.boxes.boxes import Box
from timeline.boxes.lines import Answers
from timeline.boxes.replay import UNSET, Replay
from timeline.record.incremental import GrowingRecord
from timeline.record.record import Kept, record_of


def what_if(log: Log, slug: str, new: Sequence[Kept]) -> tuple[Answers, Answers]:
    """Return the answers of terms before and after the acts *new*, as if these were appended.

    The terms are those of *slug* in *log* whose answers the acts may change. The answers before
    have the names that the terms had before.
    """
    acts = [one.act for one in new]
    terms = bearing(log, slug, acts)
    entries = log.stream(slug) if terms is None else gathered(log, slug, terms, more=acts)
    known = [*kept(entries)]
    was, now = record_of(known), record_of([*known, *new])
    table = Table(log.database, slug)
    replay = Replay(GrowingRecord(known), table.standing)
    standing: Callable[[str], Iterable[Box]] = table.standing
    if table.reached() < log.head(slug).version:
        replay = Replay()
        replay.take(*known)
        standing = replay.boxes
    before = {term: [UNSET] for term in now.terms} | {term: [*standing(term)] for term in was.terms}
    with bounded(len(new)):
        replay.take(*new)
    after = {term: [*replay.boxes(term)] or before[term] for term in now.terms}
    return Answers(was, before), Answers(now, after)
