"""The whole: what all terms of a partnership are, beside all that was ever said of it."""

from events.log.log import Log
from timeline.answers.table import Table
from timeline.boxes.lines import Answers
from timeline.boxes.replay import answers_of
from timeline.record.record import Record


def whole(log: Log, slug: str, record: Record, cut: int | None = None) -> Answers:
    """Return the answers of all terms of *slug* at the version with which its *record* ends.

    With a *cut*, an ordinal, they are only to be asked as known by that day.
    """
    version = record.acts[-1].version
    table = Table(log.database, slug)
    if table.reached() < version:
        return answers_of(record.acts, lambda every: [*every.terms])
    return Answers(record, table.at([*record.terms], version, cut))
