"""Read a log in a SQLite file over one connection, as plain rows.

Anything unexpected is left to `events.storage.sqlite`, which can report what is wrong.
"""

from __future__ import annotations

import os
import sqlite3
from _json import make_scanner

from cli.fast.data_folder import remembered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any, NoReturn

    Plain = dict[str, Any]

EDITION, ROWS, HEAD = "m005", 1, 2**31 - 1
"""The editions of the database and of its rows, and the `until` of a row that stands now."""

MOST = 500
"""The most names that one statement may ask about."""


class AsideError(Exception):
    """Raised when the general program has to answer, or report what is wrong."""


class Log:
    """A partnership in the database at *path*: the one with this *slug*, or that is meant.

    Without a slug, the only partnership is meant, or the one that `timeline use` remembers.

    Its log is read up to the last entry recorded by the instant *recorded*.
    """

    def __init__(self, path: str, slug: str | None, recorded: str | None) -> None:
        self._connection = _connected(path)
        [edition] = self._one("SELECT version_num FROM alembic_version")
        if edition != EDITION:
            raise AsideError
        self.slug = slug or self._only()
        self.version, digest = self._one(_HEAD, self.slug, recorded or "9999")
        self.head: str = digest.hex()
        version, rows = self._one("SELECT version, edition FROM reached WHERE partnership = ?",
                                  self.slug)  # fmt: skip
        if version < self.version or rows != ROWS:
            raise AsideError
        is_now = version == self.version
        self._rows = _ROWS.format(_STANDS if is_now else _STOOD)
        self._stood = (HEAD,) if is_now else (self.version, self.version)

    def __enter__(self) -> Log:
        return self

    def __exit__(self, *_: object) -> None:
        self._connection.close()

    def _one(self, sql: str, *values: object) -> tuple[Any, ...]:
        found: tuple[Any, ...] | None = self._connection.execute(sql, values).fetchone()
        if found is None:
            raise AsideError
        return found

    def _only(self) -> str:
        first, last = self._one("SELECT min(partnership), max(partnership) FROM log")
        slug = first if first == last else remembered()
        if slug is None:
            raise AsideError
        return str(slug)

    def vocabulary(self) -> Iterator[Plain]:
        """Yield the acts that define the partnership and its terms, or state the coverage."""
        rows = self._connection.execute(_VOCABULARY, (self.slug, self.version))
        return (read(payload) for (payload,) in rows)

    def at(self, versions: Iterable[int]) -> Iterator[tuple[int, str, Plain]]:
        """Yield version, id and act of each entry with one of these *versions*."""
        return self._acts(_AT, versions)

    def called(self, ids: Iterable[str]) -> Iterator[tuple[int, str, Plain]]:
        """Yield version, id and act of each entry with one of these *ids*."""
        return self._acts(_CALLED, ids)

    def about(self, subjects: Iterable[str]) -> Iterator[tuple[int, str, Plain]]:
        """Yield version, subject and act of each entry about these *subjects*, in log order."""
        return self._acts(_ABOUT, subjects)

    def _acts(self, sql: str, names: Iterable[Any]) -> Iterator[tuple[int, str, Plain]]:
        asked = sorted(names)
        for at in range(0, len(asked), MOST):
            some = asked[at : at + MOST]
            rows = self._connection.execute(
                sql.format(",".join("?" * len(some))), (self.slug, self.version, *some)
            )
            for version, name, payload in rows:
                yield version, name, read(payload)

    def rows(
        self, terms: Sequence[str], on: str, known: str
    ) -> dict[str, list[tuple[str, str | None, Any]]]:
        """Return kind, authority and body of the rows of *terms* for the days *on* and *known*.

        Both days are ISO dates.
        """
        found: dict[str, list[tuple[str, str | None, Any]]] = {term: [] for term in terms}
        for at in range(0, len(terms), MOST):
            some = terms[at : at + MOST]
            sql = self._rows.format(",".join("?" * len(some)))
            values = self.slug, *some, *self._stood, on, on, known, known
            for term, kind, authority, body in self._connection.execute(sql, values):
                found[term].append((kind, authority, _parsed(body)))
        return found


def _connected(path: str) -> sqlite3.Connection:
    if set(path) & set(":=%?#") or not os.path.isfile(path):
        raise AsideError
    connection = sqlite3.connect(
        f"file://{os.path.abspath(path)}?mode=rw", uri=True, timeout=10.0, isolation_level=None
    )
    for order in ("PRAGMA query_only=on", "PRAGMA trusted_schema=off", "BEGIN"):
        connection.execute(order)
    return connection


class _Reading:
    """The settings of the JSON scanner, used directly because `json` takes long to import."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_int = int
    memo: dict[str, str] = {}  # noqa: RUF012 (ClassVar is in typing, slow to import)

    @staticmethod
    def parse_float(_: str) -> NoReturn:
        """Raise AsideError, since no entry has a fraction."""
        raise AsideError

    parse_constant = parse_float


_scan = make_scanner(_Reading())  # type: ignore[arg-type]  # any object may hold its settings


def read(payload: object) -> Plain:
    """Return the act in a stored *payload*. Raises AsideError if its version is not 1."""
    found = _parsed(payload.decode()) if isinstance(payload, bytes) else None
    if not isinstance(found, dict) or found.get("v") != 1:
        raise AsideError
    return found


def _parsed(text: str) -> Any:
    try:
        value, end = _scan(text, 0)
    except StopIteration:
        raise AsideError from None
    if end != len(text):
        raise AsideError
    return value


_HEAD = (
    "SELECT version, digest FROM log WHERE partnership = ? AND recorded <= ?"
    " ORDER BY version DESC LIMIT 1"
)
_VOCABULARY = """
    WITH named(version) AS (
        SELECT version FROM subjects
        WHERE partnership = ?1 AND subject IN ('partnership', 'cover')
        UNION SELECT version FROM subjects
        WHERE partnership = ?1 AND subject >= 'term:' AND subject < 'term;'
    )
    SELECT payload FROM named CROSS JOIN log
    WHERE partnership = ?1 AND log.version = named.version AND named.version <= ?2
    ORDER BY named.version
"""
_AT = (
    "SELECT version, id, payload FROM log"
    " WHERE partnership = ? AND +version <= ? AND version IN ({})"
)
_CALLED = (
    "SELECT version, id, payload FROM log WHERE partnership = ? AND version <= ? AND id IN ({})"
)
_ABOUT = (
    "SELECT log.version, subject, payload FROM subjects CROSS JOIN log"
    " WHERE subjects.partnership = ? AND subjects.version <= ? AND subject IN ({})"
    " AND log.partnership = subjects.partnership AND log.version = subjects.version"
    " ORDER BY log.version"
)
_ROWS = (
    "SELECT term, kind, authority, body FROM answers"
    " WHERE partnership = ? AND term IN ({{}}) AND {}"
    " AND day_from <= ? AND day_to >= ? AND known_from <= ? AND known_to >= ?"
)
_STANDS, _STOOD = "until = ?", "until > ? AND since <= ?"
