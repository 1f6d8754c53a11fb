"""The table of answers: boxes written to it, and read from it."""

from collections.abc import Iterable, Iterator
from datetime import date

from events.database import Database
from timeline.answers.boxes import Box, Item
from timeline.answers.replay import HEAD, Change, Row
from timeline.record.steps import FAR

EDITION = 1
"""Of the rows this program makes: those of another are made anew."""

FIRST, LAST = date.min.toordinal(), date.max.toordinal()


class Table:
    """The rows of one partnership in an open *database*."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self._slug = database, partnership

    def reached(self) -> int:
        """Return up to which version the rows are made, 0 where this program has made none."""
        rows = self._database.rows(_REACHED, self._slug)
        return int(rows[0][0]) if rows and rows[0][1] == EDITION else 0

    def reach(self, version: int) -> None:
        """Say that the rows are made up to *version*."""
        self._database.run("DELETE FROM reached WHERE partnership = ?", self._slug)
        row = (self._slug, version, EDITION)
        self._database.insert("reached", ("partnership", "version", "edition"), [row])

    def clear(self) -> None:
        """Take all rows away."""
        for table in ("answers", "reached"):
            self._database.run(f"DELETE FROM {table} WHERE partnership = ?", self._slug)

    def standing(self, term: str) -> list[Box]:
        """Return the boxes of *term* that stand now."""
        rows = self._database.rows(_STANDING, self._slug, term, HEAD)
        return [_box(*row) for row in rows]

    def write(self, changes: Iterable[Change], version: int, *, goes_on: bool = False) -> None:
        """Let *changes* stand from *version* on.

        If it *goes_on*, some rows of that version are written already: what they closed may stand
        again, and what they opened be as if it had never been.
        """
        opened = []
        for term, closed, now in changes:
            for box in closed:
                key = (self._slug, term, HEAD, *_edges(box), box.item.kind, box.item.body)
                if goes_on:
                    self._database.run(_FORGET, *key, version)
                self._database.run(_CLOSE, version, *key)
            opened += [(term, box) for box in now if _is_askable(box)]
        rows = [
            (self._slug, term, *_columns(box), version, HEAD)
            for term, box in opened
            if not (goes_on and self._reopened(term, box, version))
        ]
        if rows:
            self._database.insert("answers", _COLUMNS, rows)

    def _reopened(self, term: str, box: Box, version: int) -> bool:
        key = (self._slug, term, version, *_edges(box), box.item.kind, box.item.body)
        found = self._database.rows(_SAME, *key)
        if found:
            self._database.run(_REOPEN, HEAD, *key)
        return bool(found)

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
        for term, *row, since, until in self._database.stream(_EVER, self._slug):
            yield Row(term, _box(*row), since, until)


def _is_askable(box: Box) -> bool:
    return box.first <= LAST


def _columns(box: Box) -> tuple[object, ...]:
    kind, status, value, through, authority, event, body = box.item
    last = _iso(through) if through is not None else None
    return (*_edges(box), kind, status, value, last, authority, event, body)


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
_EVER = f"SELECT term, {_BOX}, since, until FROM answers WHERE partnership = ?"
_FORGET = f"DELETE FROM answers{_ITS} AND since = ?"
_CLOSE = f"UPDATE answers SET until = ?{_ITS}"
_REOPEN = f"UPDATE answers SET until = ?{_ITS}"
_SAME = f"SELECT 1 FROM answers{_ITS}"
