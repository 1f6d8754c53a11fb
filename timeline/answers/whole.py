"""The whole: what all terms of a partnership are, beside all that was ever said of it."""

from events.log import Log
from timeline.answers.lines import Answers
from timeline.answers.replay import answers_of
from timeline.answers.table import Table
from timeline.record.record import Record


def whole(log: Log, slug: str, record: Record) -> Answers:
    """Return the answers of all terms of *slug* at the version with which its *record* ends."""
    version = record.acts[-1].version
    table = Table(log.database, slug)
    if table.reached() < version:
        return answers_of(record.acts, lambda every: [*every.terms])
    return Answers(record, {term: list(table.at(term, version)) for term in record.terms})
