"""The index: steps of terms and words of the vocabulary, as rows kept beside the log.

What they mean is known to `timeline`: here they are put, closed and found.
"""

from __future__ import annotations

from contextlib import closing, contextmanager

from events.rows import FAR, UNDATED, Cut, Last, StepRow, Track, is_met, met_track

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from events.database import Database, Row


class Index:
    """The rows of one partnership, for reading, as they are when they are first asked for."""

    def __init__(self, database: Database, partnership: str) -> None:
        self._database, self.partnership = database, partnership
        self._known: dict[str, Track] | None = None

    def version(self) -> int:
        """Return the version of the last entry that is in the index, 0 where there is none."""
        rows = self._database.rows(_INDEXED, self.partnership)
        return rows[0][0] if rows else 0

    def words(self, prefix: str, version: int | None = None) -> list[tuple[str, str]]:
        """Return the words that begin with *prefix*, each with its body, in order of definition."""
        sql = _WORDS + _seen(Cut(version)) + " ORDER BY place, word"
        rows = self._database.rows(sql, self.partnership, prefix, prefix + "\U0010ffff")
        return [(word, body) for word, body in rows]

    def vocabulary(self, version: int | None = None) -> list[tuple[str, str]]:
        """Return all words but the sources, each with its body, in order of definition."""
        sql = _VOCABULARY + _seen(Cut(version)) + " ORDER BY place, word"
        return [(word, body) for word, body in self._database.rows(sql, self.partnership)]

    def sources(self, keys: Sequence[str], version: int | None = None) -> dict[str, str]:
        """Return the body of each of the sources with these *keys*."""
        found: dict[str, str] = {}
        for start in range(0, len(keys), _AT_ONCE):
            several = [f"source:{key}" for key in keys[start : start + _AT_ONCE]]
            marks = ", ".join("?" * len(several))
            sql = f"{_ANY_WORD} AND word IN ({marks}){_seen(Cut(version))}"
            rows = self._database.rows(sql, self.partnership, *several)
            found.update((word[7:], body) for word, body in rows)
        return found

    def word(self, word: str, version: int | None = None) -> str | None:
        """Return the body of *word*."""
        rows = self._database.rows(_WORD + _seen(Cut(version)), self.partnership, word)
        return rows[0][0] if rows else None

    def tracks(self) -> dict[str, Track]:
        """Return the track of every term that ever had a step."""
        if self._known is None:
            rows = self._database.rows(_TRACKS, self.partnership)
            self._known = {row[1]: Track._make(row) for row in rows}
        return self._known

    def lasts(self, day: int, cut: Cut) -> list[Last]:
        """Return of every track the last step that may have begun by *day*."""
        sql = _lasts(cut)
        rows = self._database.rows(sql, *_days(day, cut), self.partnership)
        return [Last._make(row) for row in rows]

    def settled(self, day: int) -> list[tuple[str, str | None]]:
        """Return of every track the row of its answer on *day*, None where none holds."""
        return self._database.rows(_SETTLED + "partnership = ?", day, day, self.partnership)

    def answers(self, track: Track) -> list[tuple[int, str]]:
        """Return the rows of the answers of *track*."""
        return [(day, body) for day, body in self._database.rows(_ANSWERS, track.id)]

    def steps(self, track: int, most: int) -> list[StepRow]:
        """Return the steps that are of *track* now, but no more than *most*."""
        rows = self._database.rows(f"{_STEPS} AND until IS NULL LIMIT {most:d}", track)
        return [StepRow.read(body) for (body,) in rows]

    def newest(self, day: int) -> list[Row]:
        """Return of every track the newest step by *day*, whoever said it: a plain query's answer.

        It is the floor that `timeline bench` holds `lasts` and the rule against.
        """
        return self._database.rows(_NEWEST, day, self.partnership)

    def span(self) -> tuple[int, int]:
        """Return the first and the last day on which a step begins, for sure, or 1 and 1."""
        rows = self._database.rows(_SPAN, self.partnership)
        return rows[0][0] or 1, rows[0][1] or 1

    def back(self, track: int, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that may have begun by *day*, the last first."""
        skip, most = 0, 4
        while True:
            sql = f"{_STEPS}{_seen(cut)} AND day <= ?{_BACKWARDS} LIMIT {most} OFFSET {skip}"
            rows = self._database.rows(sql, track, day)
            yield from (StepRow.read(body) for (body,) in rows)
            if len(rows) < most:
                return
            skip, most = skip + most, most * 8

    def reaching(self, track: Track, day: int, before: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the imprecise steps that begin by *before* and may lie on *day* or after it."""
        spans = [(_BOUNDED, day - track.longest)]
        if track.beginless > -FAR or track.endless < UNDATED:
            spans += [(_ENDLESS, 1 - FAR), (_BEGINLESS, -FAR)]
        for span, first in spans:
            sql = f"{_STEPS}{_seen(cut)}{span}"
            rows = self._database.rows(sql, track.id, first, before, day)
            yield from (StepRow.read(body) for (body,) in rows)

    def ahead(self, track: Track, day: int, cut: Cut) -> Iterator[StepRow]:
        """Yield the steps that were announced by *day* and lie ahead, or have no day."""
        if not track.lead:
            return
        news = day if cut.known is None else min(day, cut.known)
        sql = f"{_STEPS}{_seen(cut)} AND announced < day AND announced <= ? AND (day = {UNDATED}"
        sql += " OR day BETWEEN ? AND ?)"
        rows = self._database.rows(sql, track.id, news, day + 1, day + track.lead)
        yield from (StepRow.read(body) for (body,) in rows)


class Portfolio:
    """The rows of all partnerships, for reading: of each, what it has now."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self) -> dict[str, int]:
        """Return of each partnership the version of the last entry that is in its index."""
        rows = self._database.rows("SELECT partnership, version FROM indexed")
        return {row[0]: row[1] for row in rows}

    def sizes(self) -> tuple[int, int]:
        """Return how many steps there are now, and of how many terms."""
        steps, terms = (self._database.rows(sql)[0][0] for sql in (_STEPS_NOW, _TERMS_NOW))
        return steps, terms

    def answers(self) -> int:
        """Return how many answers are stored."""
        return int(self._database.rows("SELECT count(*) FROM answers")[0][0])

    def words(self, prefix: str) -> dict[str, list[tuple[str, str]]]:
        """Return of each partnership what `Index.words` does, where it has any."""
        sql = _EVERY_WORD + _seen(Cut()) + " ORDER BY indexed.partnership"
        found: dict[str, list[tuple[int, str, str]]] = {}
        for partnership, *word in self._database.stream(sql, prefix, prefix + "\U0010ffff"):
            found.setdefault(partnership, []).append((word[0], word[1], word[2]))
        return {slug: [(word, body) for _, word, body in sorted(found[slug])] for slug in found}

    def settled(self, day: int, terms: Sequence[str]) -> Iterator[tuple[str, str, str | None]]:
        """Yield of each partnership what `Index.settled` returns; only of *terms*, as `lasts`."""
        named, whose = _named(terms)
        sql = _SETTLED.replace("SELECT term", "SELECT partnership, term", 1) + whose
        yield from self._database.stream(sql, day, day, *named)

    def lasts(self, day: int, cut: Cut, terms: Sequence[str]) -> Iterator[tuple[str, Last]]:
        """Yield of each partnership what `Index.lasts` returns, in one statement.

        Only of *terms*, where they are not too many for that. The version of *cut* is none: there
        is one for each partnership.
        """
        named, whose = _named(terms)
        sql = _lasts(cut, "partnership, term", whose)
        values = (*_days(day, cut), *named)
        for partnership, *last in self._database.stream(sql, *values):
            yield partnership, Last._make(last)


class Shelf(Index):
    """The rows of one partnership, for writing; what is put is there after `flush`, at the latest.

    It is used within a transaction that keeps other writers of the partnership out.
    """

    def __init__(self, database: Database, partnership: str) -> None:
        super().__init__(database, partnership)
        self._tracks = dict(self.tracks())
        self._grown: set[str] = set()
        self._fallen: dict[int, int] = {}
        self._is_new = True
        self._steps: list[Row] = []
        self._words: list[Row] = []

    def put(self, term: str, row: StepRow, since: int) -> None:
        """Let *row* be a step of *term* from the version *since* on."""
        track = self._track(term)
        grown = self._grow(track, track.with_step(row))
        self._touch(grown, row)
        self._steps.append((track.id, since, *row[:7], row.event, row.body))
        if row.verb == "met":
            self._let_decide(term, row)
        elif grown.conditions != track.conditions:
            self._let_be_decided(term)

    def _touch(self, track: Track, row: StepRow) -> None:
        """Let no stored answer hold that *row*, put or closed, may change."""
        told = [track]
        if is_met(track.term):
            several = self._tracks.values()
            told = [one for one in several if track.term[1:] in one.conditions.split("\n")]
        for one in told:
            day = min(row.matters, self._fallen.get(one.id, FAR))
            self._fallen[one.id] = day

    def _grow(self, track: Track, grown: Track) -> Track:
        if grown != track:
            self._tracks[track.term] = grown
            self._grown.add(track.term)
        return grown

    def _let_decide(self, condition: str, row: StepRow) -> None:
        for track in list(self._tracks.values()):
            if condition[1:] in track.conditions.split("\n"):
                self._grow(track, track.decided(row.rank, row.day))

    def _let_be_decided(self, term: str) -> None:
        """Let what met the conditions of *term* so far decide it, as early as any of it did."""
        track = self._tracks[term]
        for condition in track.conditions.split("\n"):
            met = self._tracks.get(met_track(condition))
            if met is not None:
                self.flush()
                for rank, day in self._database.rows(_FIRSTS, met.id):
                    track = self._grow(track, track.decided(rank, day))

    def close(self, term: str, row: StepRow, until: int) -> None:
        """Let *row* be no step of *term* from the version *until* on."""
        self.flush()
        key = (row.day, row.told, row.place, row.idx)
        self._database.run(_CLOSE, until, self._track(term).id, *key)
        self._touch(self._track(term), row)

    def put_word(self, word: str, body: str, *, since: int, place: int) -> None:
        """Let *word* mean *body* from the version *since* on."""
        self._words.append((self.partnership, word, since, place, body))

    def close_word(self, word: str, until: int) -> int | None:
        """Let *word* mean nothing from the version *until* on; return its place, if it had one."""
        self.flush()
        rows = self._database.rows(_PLACE, self.partnership, word)
        self._database.run(_CLOSE_WORD, until, self.partnership, word)
        return rows[0][0] if rows else None

    def open(self, term: str) -> list[StepRow]:
        """Return the steps that *term* has now."""
        self.flush()
        if term not in self._tracks:
            return []
        sql = f"{_STEPS} AND until IS NULL"
        rows = self._database.rows(sql, self._tracks[term].id)
        return [StepRow.read(body) for (body,) in rows]

    def track(self, term: str) -> Track | None:
        """Return the track of *term*, if it ever had a step."""
        return self._tracks.get(term)

    def unsettled(self) -> list[Track]:
        """Return the tracks of terms of which not all answers are stored and hold."""
        self.flush()
        tracks = (Track._make(row) for row in self._database.rows(_TRACKS, self.partnership))
        return [one for one in tracks if one.holds < UNDATED and not is_met(one.term)]

    def drop_answers(self, track: Track) -> None:
        """Let no answer of *track* be stored."""
        self._fallen[track.id] = 0
        self.flush()

    def put_answers(self, track: Track, rows: Sequence[tuple[int, str]]) -> None:
        """Let *rows* be the answers of *track* from the day *track.holds* on."""
        last = self._database.rows(_LAST_ANSWER, track.id, track.holds)
        if last and rows and rows[0][1] == last[0][0]:
            rows = rows[1:]
        self._database.insert("answers", _ANSWER, [(track.id, *row) for row in rows])
        self._database.run(_HOLDS, UNDATED, track.id)

    def telling(self, place: int) -> list[str]:
        """Return the ids of the events that tell more about the one at *place*."""
        self.flush()
        return [row[0] for row in self._database.rows(_TELLING, self.partnership, place)]

    def citing(self, source: str) -> list[str]:
        """Return the ids of the events that cite *source*."""
        self.flush()
        rows = self._database.rows(_CITED, self.partnership)
        cited = (StepRow.read(body) for (body,) in rows)
        return list(dict.fromkeys(row.event for row in cited if source in row.sources.split("\n")))

    def clear(self) -> None:
        """Forget all."""
        for sql in _CLEAR:
            self._database.run(sql, self.partnership)
        self._tracks, self._steps, self._words, self._is_new = {}, [], [], True
        self._grown.clear()
        self._fallen.clear()

    def settle(self, version: int) -> None:
        """Hand all over: the index holds the entries up to *version*."""
        self.flush()
        if not self._is_new or self._database.rows(_INDEXED, self.partnership):
            self._database.run(_SETTLE, version, self.partnership)
        else:
            columns = ("partnership", "version")
            self._database.insert("indexed", columns, [(self.partnership, version)])
        self._is_new = False

    def flush(self) -> None:
        """Hand what was put to the database."""
        for term in self._grown:
            track = self._tracks[term]
            self._database.run(_GROWN, *track[2:-1], track.id)
        for track_id, day in self._fallen.items():
            # Whatever is known here of what holds: another program may have settled it since.
            self._database.run(_FALLEN, day, track_id, day)
            self._database.run(_NO_ANSWERS, track_id, day)
        self._grown.clear()
        self._fallen.clear()
        if self._steps:
            self._database.insert("steps", _STEP, self._steps)
        if self._words:
            self._database.insert(
                "words", ("partnership", "word", "since", "place", "body"), self._words
            )
        self._steps, self._words = [], []

    def _track(self, term: str) -> Track:
        if term not in self._tracks:
            first = Track(0, term)
            number = self._database.rows(_NEW_TRACK, self.partnership, *first[1:])[0][0]
            self._tracks[term] = first._replace(id=number)
        return self._tracks[term]


def beside(database: Database, partnership: str) -> Iterator[Row]:
    """Yield all that is kept of *partnership* in an order that does not hang on numbers.

    But for the answers, of which there may be fewer: see `Index.answers`.
    """
    for sql in _ALL:
        yield from database.stream(sql, partnership)


def strangers(database: Database, partnerships: Container[str]) -> list[str]:
    """Return what the index calls partnerships and is none of *partnerships*."""
    found = [row[0] for row in database.rows(_PARTNERSHIPS)]
    if database.rows(_LOST):
        found.append("a step or an answer of no term")
    return [name for name in found if name not in partnerships]


@contextmanager
def scratch() -> Iterator[Database]:
    """Give a database of its own, empty, for an index that is thrown away."""
    from events import sqlite

    with closing(sqlite.temporary()) as database:
        for sql in _SCRATCH:
            database.run(sql)
        yield database


_TRACK = tuple(Track._fields)
_INDEXED = "SELECT version FROM indexed WHERE partnership = ?"
_ANY_WORD = "SELECT word, body FROM words WHERE partnership = ?"
_VOCABULARY = _ANY_WORD + " AND (word < 'source:' OR word >= 'source;')"
_AT_ONCE = 500
_WORDS = "SELECT word, body FROM words WHERE partnership = ? AND word >= ? AND word < ?"
_STEPS_NOW = "SELECT count(*) FROM steps WHERE until IS NULL"
_TERMS_NOW = (
    "SELECT count(*) FROM indexed JOIN words ON words.partnership = indexed.partnership"
    " WHERE word >= 'term:' AND word < 'term;' AND until IS NULL"
)
_EVERY_WORD = (
    "SELECT indexed.partnership, place, word, body FROM indexed JOIN words"
    " ON words.partnership = indexed.partnership WHERE word >= ? AND word < ?"
)
_WORD = "SELECT body FROM words WHERE partnership = ? AND word = ?"
_PLACE = "SELECT place FROM words WHERE partnership = ? AND word = ? AND until IS NULL"
_TRACKS = f"SELECT {', '.join(_TRACK)} FROM tracks WHERE partnership = ?"
_STEP = ("track", "since", *StepRow._fields[:7], "event", "body")
_STEPS = "SELECT body FROM steps WHERE track = ?"
_BACKWARDS = " ORDER BY day DESC, told DESC, place DESC, idx DESC"
_NEWEST = (
    f"SELECT term, (SELECT body FROM steps WHERE track = id AND day <= ?{_BACKWARDS} LIMIT 1)"
    " FROM tracks WHERE partnership = ?"
)
_SPAN = (
    "SELECT min(day), max(day) FROM steps JOIN tracks ON track = id"
    f" WHERE partnership = ? AND day BETWEEN 1 AND {FAR - 1}"
)
_BOUNDED = f" AND latest > day AND latest < {FAR} AND day BETWEEN ? AND ? AND latest >= ?"
_ENDLESS = f" AND latest = {FAR} AND day BETWEEN ? AND ? AND latest >= ?"
_BEGINLESS = " AND day = ? AND day <= ? AND latest >= ?"
_FIRSTS = "SELECT rank, min(day) FROM steps WHERE track = ? GROUP BY rank"
_CLOSE = (
    "UPDATE steps SET until = ?"
    " WHERE track = ? AND day = ? AND told = ? AND place = ? AND idx = ? AND until IS NULL"
)
_CLOSE_WORD = "UPDATE words SET until = ? WHERE partnership = ? AND word = ? AND until IS NULL"
_TELLING = (
    "SELECT DISTINCT event FROM steps JOIN tracks ON track = id"
    " WHERE partnership = ? AND told = ? AND told <> place AND until IS NULL"
)
_CITED = (
    "SELECT steps.body FROM steps JOIN tracks ON track = id WHERE partnership = ? AND until IS NULL"
)
_SETTLE = "UPDATE indexed SET version = ? WHERE partnership = ?"
_GROWN = f"UPDATE tracks SET {', '.join(f'{name} = ?' for name in _TRACK[2:-1])} WHERE id = ?"
_NEW_TRACK = (
    f"INSERT INTO tracks (partnership, {', '.join(_TRACK[1:])})"
    f" VALUES ({', '.join('?' * len(_TRACK))}) RETURNING id"
)
_SETTLED = (
    "SELECT term, CASE WHEN holds > ? THEN (SELECT body FROM answers"
    " WHERE track = tracks.id AND day <= ? ORDER BY day DESC LIMIT 1) END"
    " FROM tracks WHERE "
)
_ANSWER = ("track", "day", "body")
_ANSWERS = "SELECT day, body FROM answers WHERE track = ? ORDER BY day"
_LAST_ANSWER = "SELECT body FROM answers WHERE track = ? AND day < ? ORDER BY day DESC LIMIT 1"
_FALLEN = "UPDATE tracks SET holds = ? WHERE id = ? AND holds > ?"
_NO_ANSWERS = "DELETE FROM answers WHERE track = ? AND day >= ?"
_HOLDS = "UPDATE tracks SET holds = ? WHERE id = ?"
_CLEAR = (
    "DELETE FROM answers WHERE track IN (SELECT id FROM tracks WHERE partnership = ?)",
    "DELETE FROM steps WHERE track IN (SELECT id FROM tracks WHERE partnership = ?)",
    "DELETE FROM tracks WHERE partnership = ?",
    "DELETE FROM words WHERE partnership = ?",
    "DELETE FROM indexed WHERE partnership = ?",
)
_PARTNERSHIPS = (
    "SELECT partnership FROM indexed UNION SELECT partnership FROM words"
    " UNION SELECT partnership FROM tracks"
)
_LOST = (
    "SELECT 1 FROM steps WHERE NOT EXISTS (SELECT 1 FROM tracks WHERE id = track)"
    " UNION SELECT 1 FROM answers WHERE NOT EXISTS (SELECT 1 FROM tracks WHERE id = track)"
)
_SCRATCH = (
    "CREATE TABLE indexed (partnership, version)",
    "CREATE TABLE words (partnership, word, since, until, place, body,"
    " PRIMARY KEY (partnership, word, since)) WITHOUT ROWID",
    f"CREATE TABLE tracks (id INTEGER PRIMARY KEY, partnership, {', '.join(Track._fields[1:])})",
    f"CREATE TABLE steps (until, {', '.join(_STEP)},"
    " PRIMARY KEY (track, day, told, place, idx, since)) WITHOUT ROWID",
    "CREATE TABLE answers (track, day, body, PRIMARY KEY (track, day)) WITHOUT ROWID",
    "CREATE INDEX steps_telling ON steps (told) WHERE told <> place",
)
_ALL = (
    "SELECT partnership, version FROM indexed WHERE partnership = ?",
    "SELECT word, since, until, place, body FROM words WHERE partnership = ? ORDER BY word, since",
    f"SELECT {', '.join(_TRACK[1:-1])} FROM tracks WHERE partnership = ? ORDER BY term",
    f"SELECT term, until, {', '.join(f'steps.{name}' for name in _STEP[1:])}"
    " FROM steps JOIN tracks ON track = id WHERE partnership = ?"
    " ORDER BY term, day, told, place, idx, since",
)


def _named(terms: Sequence[str]) -> tuple[Sequence[str], str]:
    """Return *terms*, if they are not too many for a statement, and what asks for their tracks."""
    named = terms if len(terms) <= _AT_ONCE else ()
    return named, f"term IN ({', '.join('?' * len(named))})" if named else "term > '\"'"


def _lasts(cut: Cut, named: str = "term", whose: str = "partnership = ?") -> str:
    """Return the statement of `Index.lasts`: one seek a track, and more only where need be."""
    last = f"FROM steps WHERE track = tracks.id{_seen(cut)} AND day <= ?{_BACKWARDS} LIMIT 1"
    return f"""
        SELECT {named}, second, third, (SELECT body {last}),
            CASE WHEN endless <= ? THEN true WHEN beginless > -{FAR} AND beginless >= (
                SELECT day {last}) THEN true WHEN longest > 0 THEN EXISTS (
                SELECT 1 FROM steps AS vague WHERE vague.track = tracks.id
                AND vague.latest > vague.day
                AND vague.day BETWEEN (SELECT day {last}) - tracks.longest AND ?
                AND vague.latest >= (SELECT day {last}){_seen(cut)}) ELSE false END,
            CASE WHEN lead > 0 THEN EXISTS (
                SELECT 1 FROM steps AS ahead WHERE ahead.track = tracks.id
                AND ahead.announced < ahead.day AND ahead.announced <= ?
                AND (ahead.day > ? AND ahead.day <= ? + tracks.lead OR ahead.day = {UNDATED})
                {_seen(cut)}) ELSE false END
        FROM tracks WHERE {whose}
    """


def _days(day: int, cut: Cut) -> tuple[int, ...]:
    """Return what `_lasts` asks for before it asks whose tracks."""
    news = day if cut.known is None else min(day, cut.known)
    return day, day, day, day, day, day, news, day, day


def _seen(cut: Cut) -> str:
    """Return the condition on a step that *cut* sees."""
    held = " AND until IS NULL"
    if cut.version is not None:
        held = f" AND since <= {cut.version:d} AND coalesce(until, {FAR}) > {cut.version:d}"
    return held if cut.known is None else f"{held} AND announced <= {cut.known:d}"
