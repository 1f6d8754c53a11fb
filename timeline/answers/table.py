"""The table of answers: boxes written to it, and read from it."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from events.database import Database
from timeline.answers.boxes import HEAD, Box, Change, Item, Row
from timeline.record.steps import FAR

EDITION = 1
"""Of the rows this program makes: those of another are made anew."""

DERIVED = ("answers", "reached")
"""The tables that can be made anew from the log."""

BATCH = 1000

Stored = tuple[object, ...]

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class Table:
    """The rows of one partnership in an open *database*."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self._slug = database, partnership

    def state(self) -> tuple[object, object]:
        """Return up to which version there are rows, and of which edition, as it is stored."""
        rows = self._database.rows(_REACHED, self._slug)
        return rows[0] if rows else (0, EDITION)

    def reached(self) -> int:
        """Return up to which version the rows are made, 0 where this program has made none."""
        version, edition = self.state()
        return version if isinstance(version, int) and edition == EDITION else 0

    def reach(self, version: int) -> None:
        """Say that the rows are made up to *version*."""
        self._database.run("DELETE FROM reached WHERE partnership = ?", self._slug)
        row = (self._slug, version, EDITION)
        self._database.insert("reached", ("partnership", "version", "edition"), [row])

    def clear(self) -> None:
        """Take all rows away."""
        for table in DERIVED:
            self._database.run(f"DELETE FROM {table} WHERE partnership = ?", self._slug)

    def standing(self, term: str) -> list[Box]:
        """Return the boxes of *term* that stand now."""
        rows = self._database.rows(_STANDING, self._slug, term, HEAD)
        return [_box(*row) for row in rows]

    def write(self, rows: Iterable[Row]) -> None:
        """Write *rows*: those *since* 0 are there, and over now; the others are new."""
        fresh: list[Stored] = []
        for row in rows:
            if row.since == 0:
                self._database.run(_CLOSE, row.until, *self._key(row.term, row.box, HEAD))
            elif is_askable(row.box):
                fresh.append((self._slug, *stored(row)))
            if len(fresh) == BATCH:
                self._database.insert("answers", _COLUMNS, fresh)
                fresh = []
        if fresh:
            self._database.insert("answers", _COLUMNS, fresh)

    def amended(self, changes: Iterable[Change], version: int) -> Iterator[Change]:
        """Make *changes* to what is written of *version* already; yield what is left to be opened.

        What it closed may stand again, and what it opened be as if it had never been.
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

    def at(self, term: str, version: int, known: int | None = None) -> Iterator[Box]:
        """Yield the boxes of *term* that stood at the *version*, perhaps only those as *known*."""
        if known is None:
            rows = self._database.rows(_STOOD, self._slug, term, version, version)
        else:
            cut = _iso(known)
            rows = self._database.rows(
                f"{_STOOD} AND known_from <= ? AND known_to >= ?",
                *(self._slug, term, version, version, cut, cut),
            )
        return (_box(*row) for row in rows)

    def ever(self) -> Iterator[Row]:
        """Yield all rows, in no order."""
        for term, *row, since, until in self.stored():
            yield Row(term, _box(*row), since, until)

    def stored(self) -> Iterator[tuple[Any, ...]]:
        """Yield all rows as they are stored, in no order."""
        return self._database.stream(_EVER, self._slug)


def partnerships(database: Database) -> set[object]:
    """Return of which partnerships there are rows."""
    return {row[0] for table in DERIVED for row in database.rows(_THERE.format(table))}


def clear(database: Database) -> None:
    """Take the rows of all partnerships away."""
    for table in DERIVED:
        database.run(f"DELETE FROM {table}")


def count(database: Database) -> int:
    """Return how many rows there are of all partnerships."""
    return int(database.rows("SELECT count(*) FROM answers")[0][0])


def is_askable(box: Box) -> bool:
    """Say whether *box* has a day that is in the calendar."""
    return box.first <= LAST


def stored(row: Row) -> Stored:
    """Return *row* as it is stored."""
    kind, status, value, through, authority, event, body = row.box.item
    last = _iso(through) if through is not None else None
    said = (*_edges(row.box), kind, status, value, last, authority, event, body)
    return row.term, *said, row.since, row.until


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
    item = Item(kind, status, value, _day(through) if through else None, authority, event, body)
    known = _day(until)
    return Box(item, _day(first), _day(last), _day(since), FAR - 1 if known == LAST - 1 else known)


def _day(iso: str) -> int:
    """Return a day as an ordinal; both ends of the calendar are open ends."""
    day = date.fromisoformat(iso).toordinal()
    return -FAR if day == FIRST else FAR if day == LAST else day


_EDGES = ("day_from", "day_to", "known_from", "known_to")
_ITEM = ("kind", "status", "value", "through", "authority", "event", "body")
_COLUMNS = ("partnership", "term", *_EDGES, *_ITEM, "since", "until")
_BOX = ", ".join((*_EDGES, *_ITEM))
_ITS = (
    " WHERE partnership = ? AND term = ? AND until = ?"
    " AND day_from = ? AND day_to = ? AND known_from = ? AND known_to = ? AND kind = ? AND body = ?"
)
_REACHED = "SELECT version, edition FROM reached WHERE partnership = ?"
_STANDING = f"SELECT {_BOX} FROM answers WHERE partnership = ? AND term = ? AND until = ?"
_STOOD = (
    f"SELECT {_BOX} FROM answers WHERE partnership = ? AND term = ? AND until > ? AND since <= ?"
)
_THERE = "SELECT DISTINCT partnership FROM {}"
_EVER = f"SELECT term, {_BOX}, since, until FROM answers WHERE partnership = ?"
_FORGET = f"DELETE FROM answers{_ITS} AND since = ?"
_CLOSE = f"UPDATE answers SET until = ?{_ITS}"
_REOPEN = f"UPDATE answers SET until = ?{_ITS}"
_SAME = f"SELECT 1 FROM answers{_ITS}"
