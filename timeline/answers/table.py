"""The table of answers: write boxes to it, and read them by clock."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import itemgetter
from typing import Any

from events.model.amounts import leading
from events.storage.database import Database
from timeline.boxes.boxes import HEAD, Box, Change, Item, Row
from timeline.boxes.items import ANSWER
from timeline.record.days import FAR

EDITION = 1
"""The edition of the rows that this program makes; rows of another edition are rebuilt."""

DERIVED = ("answers", "reached")
"""The tables that can be rebuilt from the log."""

BATCH = 1000

Stored = tuple[object, ...]

Boxed = dict[str, list[Box]]
"""The boxes of each term."""

_Cells = list[Any]
_Rows = dict[str, list[_Cells]]
_Cut = tuple[object, ...]

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class Table:
    """The rows of one partnership in an open *database*."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self._slug = database, partnership

    def state(self) -> tuple[object, object]:
        """Return the version up to which there are rows, and their edition, both as stored."""
        rows = self._database.rows(_REACHED, self._slug)
        return rows[0] if rows else (0, EDITION)

    def reached(self) -> int:
        """Return the version up to which the rows are current, or 0 if this edition has none."""
        version, edition = self.state()
        return version if isinstance(version, int) and edition == EDITION else 0

    def reach(self, version: int) -> None:
        """Store that the rows are up to date with *version*."""
        self._database.run("DELETE FROM reached WHERE partnership = ?", self._slug)
        row = (self._slug, version, EDITION)
        self._database.insert("reached", ("partnership", "version", "edition"), [row])

    def clear(self) -> None:
        """Delete all rows of the partnership."""
        for table in DERIVED:
            self._database.run(f"DELETE FROM {table} WHERE partnership = ?", self._slug)

    def standing(self, term: str) -> list[Box]:
        """Return the boxes of *term* that stand now."""
        return self.at([term], None)[term]

    def write(self, rows: Iterable[Row]) -> None:
        """Write *rows*: those with *since* 0 exist already and now end; all others are new."""
        over, fresh = list[Stored](), list[Stored]()
        for row in rows:
            if row.since == 0:
                over.append((row.until, *self._key(row.term, row.box, HEAD)))
            elif is_askable(row.box):
                fresh.append((self._slug, *stored(row)))
            if len(over) + len(fresh) == BATCH:
                self._hand(over, fresh)
                over, fresh = [], []
        self._hand(over, fresh)

    def _hand(self, over: Sequence[Stored], fresh: Sequence[Stored]) -> None:
        # One row may close while another opens that is the same except for its versions.
        self._database.run_all(_CLOSE, over)
        self._database.insert("answers", _COLUMNS, fresh)

    def amended(self, changes: Iterable[Change], version: int) -> Iterator[Change]:
        """Apply *changes* to the rows written at *version*, and yield the boxes still to open.

        A row closed at *version* may stand again, and a row opened at *version* may vanish without
        trace.
        """
        for term, closed, opened in changes:
            for box in closed:
                key = self._key(term, box, HEAD)
                self._database.run(_FORGET, *key, version)
                self._database.run(_CLOSE, version, *key)
            left = (box for box in opened if not self._reopened(term, box, version))
            yield Change(term, frozenset(), frozenset(left))

    def _reopened(self, term: str, box: Box, version: int) -> bool:
        key = self._key(term, box, version)
        found = self._database.rows(_SAME, *key)
        if found:
            self._database.run(_REOPEN, HEAD, *key)
        return bool(found)

    def _key(self, term: str, box: Box, until: int) -> tuple[object, ...]:
        return self._slug, term, until, *_edges(box), box.item.kind, box.item.body

    def at(self, terms: Sequence[str], version: int | None, known: int | None = None) -> Boxed:
        """Return the boxes of *terms* at *version* or, if it is None, the current ones.

        If *known* is given, an ordinal, only the boxes that cover that known day are returned.
        """
        return _boxed(self._at(terms, version, known))

    def on(self, terms: Sequence[str], version: int | None, known: int, day: int) -> Boxed:
        """Return the boxes that cover *day*, or the days around it with the same answer.

        The boxes are those of *terms* at *version* or, if it is None, the current ones, as known on
        the day *known*. Both days are ordinals.
        """
        on, cut = _iso(day), (_iso(known), _iso(known))
        found, repeated = {term: list[_Cells]() for term in terms}, list[str]()
        when = (version, version) if version is not None else ()
        near = (self._slug, *when, *cut) * 2
        for term, is_repeated, *row in self._asked(_ON, terms, when, (*cut, on, on), near):
            found[term].append(row)
            repeated += [term] * bool(is_repeated)
        found |= self._at(repeated, version, known)
        return _boxed({term: _near(rows, on) for term, rows in found.items()})

    def _at(self, terms: Sequence[str], version: int | None, known: int | None) -> "_Rows":
        found: _Rows = {term: [] for term in terms}
        when = (version, version) if version is not None else ()
        cut = (_iso(known), _iso(known)) if known is not None else ()
        for term, *row in self._asked(_AT_KNOWN if cut else _AT, terms, when, cut):
            found[term].append(row)
        return found

    def _asked(
        self, sql: str, terms: Sequence[str], when: _Cut, cut: _Cut, before: _Cut = ()
    ) -> Iterator[Any]:
        """Yield the rows that *sql* finds for *terms*, one batch at a time."""
        for begun in range(0, len(terms), BATCH):
            some = terms[begun : begun + BATCH]
            told = sql.format(terms=", ".join("?" * len(some)), when=_THEN if when else _NOW)
            yield from self._database.rows(told, *before, self._slug, *some, *when, *cut)

    def ever(self) -> Iterator[Row]:
        """Yield every row that the partnership ever had, in no particular order."""
        for term, *row, _, since, until in self.stored():
            yield Row(term, _box(*row), since, until)

    def stored(self) -> Iterator[tuple[Any, ...]]:
        """Yield every row that the partnership ever had, in its stored form and any order."""
        return self._database.stream(_EVER, self._slug)


ANSWERS = (
    *("partnership", "term", "status", "value", "amount", "through", "authority", "event"),
    *("effective_from", "effective_to", "known_from", "known_to"),
)
"""The columns that `answers_now` yields."""


def answers_now(database: Database, partnership: str | None = None) -> Iterator[tuple[Any, ...]]:
    """Yield from *database* the current answers of every term, as rows of ANSWERS.

    Only the terms of *partnership* count (default: of all partnerships).
    """
    which = "WHERE partnership = ?" if partnership else ""
    values = [partnership] if partnership else []
    return database.stream(_PLAIN.format(which), *values)


def partnerships(database: Database) -> set[object]:
    """Return the partnerships that have rows in *database*."""
    return {row[0] for table in DERIVED for row in database.rows(_THERE.format(table))}


def clear(database: Database) -> None:
    """Delete the rows of all partnerships from *database*."""
    for table in DERIVED:
        database.run(f"DELETE FROM {table}")


def count(database: Database) -> int:
    """Return the number of rows of all partnerships in *database*."""
    return int(database.rows("SELECT count(*) FROM answers")[0][0])


def is_askable(box: Box) -> bool:
    """Return whether *box* has a day within the calendar, and was known on one."""
    return box.first <= LAST and min(box.last, box.until) >= FIRST


def stored(row: Row) -> Stored:
    """Return *row* in its stored form."""
    kind, status, value, through, authority, event, body = row.box.item
    last = _iso(through) if through is not None else None
    said = (*_edges(row.box), kind, status, value, last, authority, event, body)
    amount = leading(value or "")
    return row.term, *said, amount and amount.text, row.since, row.until


def _edges(box: Box) -> tuple[str, str, str, str]:
    until = box.until if box.until != FAR - 1 else LAST - 1
    return _iso(box.first), _iso(box.last), _iso(box.since), _iso(until)


def _iso(day: int) -> str:
    return date.fromordinal(min(max(day, FIRST), LAST)).isoformat()


def _box(
    first: str,
    last: str,
    since: str,
    until: str,
    kind: str,
    status: str | None,
    value: str | None,
    through: str | None,
    authority: str | None,
    event: str | None,
    body: str,
) -> Box:
    item = Item(kind, status, value, _end(through) if through else None, authority, event, body)
    known, begun = _end(until), _begin(since)
    return Box(
        item,
        _begin(first),
        _end(last),
        FAR if begun == LAST else begun,
        FAR - 1 if known == LAST - 1 else known,
    )


def _boxed(found: "_Rows") -> Boxed:
    return {term: [_box(*row) for row in rows] for term, rows in found.items()}


def _near(rows: Sequence[_Cells], on: str) -> list[_Cells]:
    """Return what *rows*, all of one known day, say about the day *on*, and the answers around it.

    Those answers look the same as the one on that day, but need not be the same.
    """
    answers = sorted(row for row in rows if row[4] == ANSWER)
    at = bisect_right(answers, on, key=itemgetter(0)) - 1
    same = [_looks(row) == _looks(answers[at]) for row in answers]
    start, end = at, at
    while start and same[start - 1]:
        start -= 1
    while end + 1 < len(same) and same[end + 1]:
        end += 1
    first, last = answers[start][0], answers[end][1]
    beside = (row for row in rows if row[4] != ANSWER and row[0] <= on <= row[1])
    cut = ([max(row[0], first), min(row[1], last), *row[2:]] for row in beside)
    return [*answers[start : end + 1], *cut]


_looks = itemgetter(5, 6, 7)
"""The status, the value and the last day of a row."""


def _begin(iso: str) -> int:
    """Return a day on which something begins as an ordinal; the first there is, is an open end."""
    day = date.fromisoformat(iso).toordinal()
    return day if day > FIRST else -FAR


def _end(iso: str) -> int:
    """Return a day on which something ends as an ordinal; the last there is, is an open end."""
    day = date.fromisoformat(iso).toordinal()
    return day if day < LAST else FAR


_EDGES = ("day_from", "day_to", "known_from", "known_to")
_ITEM = ("kind", "status", "value", "through", "authority", "event", "body")
_COLUMNS = ("partnership", "term", *_EDGES, *_ITEM, "amount", "since", "until")
_BOX = ", ".join((*_EDGES, *_ITEM))
_ITS = (
    " WHERE partnership = ? AND term = ? AND until = ?"
    " AND day_from = ? AND day_to = ? AND known_from = ? AND known_to = ? AND kind = ? AND body = ?"
)
_REACHED = "SELECT version, edition FROM reached WHERE partnership = ?"
_NOW, _THEN = f"until = {HEAD}", "until > ? AND since <= ?"
_OF = "FROM answers WHERE partnership = ? AND term IN ({terms}) AND {when}"
_KNOWN = "known_from <= ? AND known_to >= ?"
_AT = f"SELECT term, {_BOX} {_OF}"
_AT_KNOWN = f"{_AT} AND {_KNOWN}"
# Whether the neighbouring answer looks the same; an index has the days in order.
_REPEATED = (
    "coalesce((SELECT one.status = other.status"
    " AND coalesce(one.value, '') = coalesce(other.value, '')"
    " AND coalesce(one.through, '') = coalesce(other.through, '') FROM answers AS other"
    " WHERE other.partnership = ? AND other.term = one.term AND {{when}} AND other.kind = 'answer'"
    f" AND {_KNOWN} AND other.day_from {{}} one.day_from ORDER BY other.day_from {{}} LIMIT 1),"
    " false)"
)
_ON = (
    "SELECT term, CASE kind WHEN 'answer' THEN"
    f" {_REPEATED.format('<', 'DESC')} OR {_REPEATED.format('>', 'ASC')} END, {_BOX}"
    f" {_OF.replace('answers', 'answers AS one')} AND {_KNOWN} AND day_from <= ? AND day_to >= ?"
)
_PLAIN = (
    f"SELECT {', '.join(ANSWERS)} FROM answers_now {{}}"
    " ORDER BY partnership, term, effective_from, known_from"
)
_THERE = "SELECT DISTINCT partnership FROM {}"
_EVER = f"SELECT term, {_BOX}, amount, since, until FROM answers WHERE partnership = ?"
_FORGET = f"DELETE FROM answers{_ITS} AND since = ?"
_CLOSE = f"UPDATE answers SET until = ?{_ITS}"
_REOPEN = f"UPDATE answers SET until = ?{_ITS}"
_SAME = f"SELECT 1 FROM answers{_ITS}"
