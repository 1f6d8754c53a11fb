"""Indexed SQL: the as-of query one writes by hand, which ignores uncertainty, rank and expiry.

Two designs. One row for each point (partnership, term, day), of which the latest by day wins: the
quickest where nothing is cut, and right for all three clocks. And one for each spell of validity
and of record, with an index along either clock and a choice between them, for cuts by *recorded*.
"""

import sqlite3
from bisect import bisect_right, insort
from collections.abc import Iterator
from pathlib import Path

from benchmarks.data import OTHER, Numbers
from benchmarks.questions import Question

END = 2**31 - 1

NAMED = """
    SELECT id, (SELECT value FROM point WHERE partnership = :whom AND term = id AND day <= :day
                ORDER BY day DESC, seq DESC LIMIT 1) FROM term
"""
_UNCUT = NAMED.replace(":whom", "?1").replace(":day", "?2")
_CUT = _UNCUT.replace("ORDER", "AND announced <= ?3 AND recorded <= ?4 ORDER")
_SPELL = """
    SELECT id, (SELECT value FROM spell INDEXED BY {index} WHERE partnership = ?1 AND term = id
                AND day <= ?2 AND since <= ?3 AND until > ?3 AND before > ?2
                ORDER BY {key} DESC LIMIT 1) FROM term
"""
_BY_DAY = _SPELL.format(index="spell_by_day", key="day")
_BY_RECORD = _SPELL.format(index="spell_by_record", key="since")


class Indexed:
    """An open file with both designs."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA mmap_size=4000000000")
        self._recorded = [
            row[0]
            for row in self._connection.execute("SELECT recorded FROM event_row ORDER BY seq")
        ]

    def uncut(self, asked: Question) -> dict[int, int]:
        """Answer where no clock but *as of* is cut, by points."""
        rows = self._connection.execute(_UNCUT, asked[:2])
        return {term: value for term, value in rows if value is not None}

    def three_clocks(self, asked: Question) -> dict[int, int]:
        """Answer with all three clocks cut, by points: those that are cut away are stepped over."""
        rows = self._connection.execute(_CUT, asked)
        return {term: value for term, value in rows if value is not None}

    def two_clocks(self, asked: Question) -> dict[int, int]:
        """Answer with *as of* and *recorded* cut, by spells, along the clock that is nearer."""
        if asked.recorded is None:
            sql, held = _BY_DAY, len(self._recorded)
        else:
            sql = _BY_DAY if asked.on <= asked.recorded else _BY_RECORD
            held = bisect_right(self._recorded, asked.recorded)
        rows = self._connection.execute(sql, (*asked[:2], held))
        return {term: value for term, value in rows if value is not None}

    def nothing(self, asked: Question) -> None:
        """Ask for nothing: what it costs to ask at all."""
        del asked
        self._connection.execute("SELECT 1").fetchone()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


class Portfolio:
    """An open file, asked for all partnerships at once."""

    def __init__(self, file: Path) -> None:
        self._connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True, isolation_level=None)
        self._connection.execute("PRAGMA mmap_size=4000000000")
        (last,) = self._connection.execute("SELECT max(partnership) FROM point").fetchone()
        self._last = int(last)

    def timed(self, day: int) -> list[tuple[int, int, int | None]]:
        """Seek the answer of each term of each partnership."""
        return self._connection.execute(_ALL, (self._last, day)).fetchall()

    def on(self, day: int) -> tuple[int, int]:
        """Return how many terms have a value, and the sum."""
        values = [value for *_, value in self.timed(day) if value is not None]
        return len(values), sum(values)

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


_ALL = """
    WITH RECURSIVE whom(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM whom WHERE id < ?1)
    SELECT whom.id, term.id,
           (SELECT value FROM point WHERE partnership = whom.id AND term = term.id AND day <= ?2
            ORDER BY day DESC, seq DESC LIMIT 1)
    FROM whom, term
"""


def database(file: Path, numbers: Numbers, terms: int, *, spells: bool = True) -> Path:
    """Make the *file* of both designs, unless it is there."""
    if file.exists():
        return file
    beside = file.with_suffix(".part")
    beside.unlink(missing_ok=True)
    connection = sqlite3.connect(beside, isolation_level=None)
    for sql in ("PRAGMA journal_mode=off", "PRAGMA synchronous=off", *_TABLES, "BEGIN"):
        connection.execute(sql)
    connection.executemany("INSERT INTO term VALUES (?)", ((one,) for one in range(terms)))
    rows = ((seq, *row) for seq, row in enumerate(numbers.rows(), start=1))
    connection.executemany("INSERT INTO event_row VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    connection.execute(_POINTS)
    if spells:
        connection.executemany("INSERT INTO spell VALUES (?, ?, ?, ?, ?, ?, ?)", _spells(numbers))
    for sql in (*_INDEXES, "COMMIT"):
        connection.execute(sql)
    connection.close()
    beside.replace(file)
    return file


def _spells(numbers: Numbers) -> Iterator[tuple[int | None, ...]]:
    """Yield each value with the days on which it was valid and the rows during which it was held.

    A row that comes to stand before others bounds the spell before it, from its own recording on.
    """
    open_spells: dict[tuple[int, int], list[tuple[int, int, int | None]]] = {}
    days: dict[tuple[int, int], list[int]] = {}
    for seq, row in enumerate(numbers.rows(), start=1):
        partnership, term, verb, day, _, _, value = row
        if verb == OTHER:
            continue
        key = partnership, term
        known, spells = days.setdefault(key, []), open_spells.setdefault(key, [])
        at = bisect_right(known, day)
        before = known[at] if at < len(known) else END
        told = None if verb else value
        if at:
            first, since, earlier = spells[at - 1]
            if since < seq:
                yield (*key, first, before, since, seq, earlier)
            if first == day:
                spells[at - 1] = (day, seq, told)
                continue
            spells[at - 1] = (first, seq, earlier)
        insort(known, day)
        spells.insert(at, (day, seq, told))
    for key, spells in open_spells.items():
        ends = [*days[key][1:], END]
        for (first, since, told), end in zip(spells, ends, strict=True):
            yield (*key, first, end, since, END, told)


_TABLES = (
    "CREATE TABLE term (id INTEGER PRIMARY KEY)",
    """CREATE TABLE event_row (
        seq INTEGER PRIMARY KEY, partnership INTEGER, term INTEGER, verb INTEGER, day INTEGER,
        announced INTEGER, recorded INTEGER, value INTEGER)""",
    """CREATE TABLE point (
        partnership INTEGER, term INTEGER, day INTEGER, seq INTEGER, announced INTEGER,
        recorded INTEGER, value INTEGER,
        PRIMARY KEY (partnership, term, day, seq)) WITHOUT ROWID""",
    """CREATE TABLE spell (
        partnership INTEGER, term INTEGER, day INTEGER, before INTEGER, since INTEGER,
        until INTEGER, value INTEGER)""",
)
_POINTS = f"""
    INSERT INTO point
    SELECT partnership, term, day, seq, announced, recorded, CASE verb WHEN 0 THEN value END
    FROM event_row WHERE verb <> {OTHER} ORDER BY partnership, term, day, seq
"""
_INDEXES = (
    "CREATE INDEX event_of ON event_row (partnership, seq)",
    "CREATE INDEX spell_by_day ON spell (partnership, term, day, since, until, before, value)",
    "CREATE INDEX spell_by_record ON spell (partnership, term, since, day, until, before, value)",
)

SCRIPT = """
import sys, sqlite3
file, whom, day = sys.argv[1:]
for term, value in sqlite3.connect(f"file:{file}?mode=ro", uri=True).execute(%r, (whom, day)):
    if value is not None:
        print(term, value)
"""


def script() -> str:
    """Return a program of nothing but sqlite3 that asks."""
    return SCRIPT % _UNCUT
