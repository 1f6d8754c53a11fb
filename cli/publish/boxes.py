"""The stored answers of a partnership, on all three clocks, as rows for engines."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from events.log.entry import Entry
from events.log.log import Log
from timeline.answers.dependencies import vocabulary
from timeline.answers.table import Table
from timeline.boxes.items import ANSWER
from timeline.record.record import Record, record_of
from timeline.rule.answer import NOT_COVERED

BOXES = (
    *("kind", "partnership", "term", "place", "retired", "title", "unit", "question", "formerly"),
    *("status", "value", "amount", "through", "authority", "event"),
    *("effective_from", "effective_to", "known_from", "known_to"),
    *("recorded_from", "recorded_until", "covered_from", "covered_through", "head"),
)
"""The columns of the rows (docs/portfolio.md)."""

LOG = "log"
"""The kind of the rows that say which head a log had, and which days it covered."""

FIRST, LAST, EVER = "0001-01-01", "9999-12-31", "9999-12-31T23:59:59.999999Z"
"""Open ends: the days of the calendar, and an instant after every entry."""

Row = tuple[Any, ...]


class _Words(NamedTuple):
    """What the vocabulary says of a term between two instants, and from when the log covers it."""

    since: str
    until: str
    place: int
    retired: bool
    title: str
    unit: str | None
    question: str | None
    formerly: str | None
    begun: str | None


def rows_of(log: Log, slug: str) -> Iterator[Row]:
    """Yield the rows of the partnership *slug* in *log*: its heads, then its stored answers."""
    entries = log.entries(slug)
    words = vocabulary(log, slug)
    kept = [words[version] for version in sorted(words)]
    turns = sorted({entries[0].recorded, *(act.recorded for act in kept)})
    records = {turn: record_of(kept, by=turn) for turn in turns}
    for one in _heads(entries, turns, records):
        yield LOG, slug, *one
    head = entries[-1].digest.hex()
    for one in _boxes(log, slug, [entry.recorded for entry in entries], _worded(records)):
        yield *one, None, None, head


def _heads(
    entries: Sequence[Entry], turns: Sequence[str], records: Mapping[str, Record]
) -> Iterator[Row]:
    """Yield a row for each instant of recording, with the head that the log had from then on."""
    last = {entry.recorded: entry.digest.hex() for entry in entries}
    for since, until in zip(last, [*[*last][1:], EVER], strict=True):
        record = records[turns[bisect_right(turns, since) - 1]]
        first, through = (one.edtf if one else None for one in record.covered)
        said = (None, None, None, record.partnership.title, *(None,) * 9)
        yield *said, FIRST, LAST, FIRST, LAST, since, until, first, through, last[since]


def _worded(records: Mapping[str, Record]) -> dict[str, list[_Words]]:
    """Return, by term, what the vocabulary said of it and between which instants."""
    found: dict[str, list[_Words]] = {}
    for since, until in zip(records, [*[*records][1:], EVER], strict=True):
        for key, told in _terms(records[since]):
            said = _Words(since, until, *told)
            own = found.setdefault(key, [])
            if own and own[-1].until == since and own[-1][2:] == said[2:]:
                own[-1] = own[-1]._replace(until=until)
            else:
                own.append(said)
    return found


def _terms(record: Record) -> Iterator[tuple[str, tuple[Any, ...]]]:
    former: dict[str, list[str]] = {}
    for old, new in record.renamed.items():
        former.setdefault(new, []).append(old)
    for place, (key, term) in enumerate(record.terms.items()):
        begun, old = record.covered_from(key), " ".join(former.get(key, ()))
        first = begun.earliest.isoformat() if begun and begun.earliest else None
        is_retired = key in record.retired
        yield key, (place, is_retired, term.title, term.unit, term.like, old or None, first)


def _boxes(
    log: Log, slug: str, recorded: Sequence[str], worded: Mapping[str, Sequence[_Words]]
) -> Iterator[Row]:
    """Yield the stored rows that can be asked for at some instant, always in the same order."""
    for term, *cells, _, amount, since, until in sorted(
        Table(log.database, slug).stored(),
        key=lambda row: (row[0], row[13:], row[1:6], row[11]),
    ):
        begins = recorded[since - 1]
        ends = recorded[until - 1] if until <= len(recorded) else EVER
        *days, kind, status, value, through, authority, event = cells
        said = value, amount, through, authority, event
        if kind != ANSWER and begins < ends:
            yield kind, slug, term, *(None,) * 6, status, *said, *days, begins, ends
        elif begins < ends:
            for one in worded.get(term, ()):
                when = max(one.since, begins), min(one.until, ends)
                for told, first, last in _covered(status, days[0], days[1], one.begun):
                    if when[0] < when[1]:
                        named = kind, slug, term, *one[2:8]
                        yield *named, told, *said, first, last, *days[2:], *when


def _covered(
    status: str, first: str, last: str, begun: str | None
) -> Iterator[tuple[str, str, str]]:
    """Yield *status* on *first* to *last*, but if not set, `not-covered` on days before *begun*."""
    if status == "not-set" and begun and first < begun:
        before = (date.fromisoformat(begun) - timedelta(days=1)).isoformat()
        yield NOT_COVERED, first, min(last, before)
        if last < begun:
            return
        first = begun
    yield status, first, last
