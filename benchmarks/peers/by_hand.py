"""Hand-written SQL: the same question to the same table, as `docs/answers.md` recommends."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from benchmarks.data import slug, term
from benchmarks.ours import instant
from benchmarks.questions import Question

Execute = Callable[[str, Sequence[object]], Iterable[Any]]
"""Executes a statement on either engine, with parameters marked as that engine expects."""

LAST = "9999-12-31"
HEAD = 2**31 - 1

_ON = (
    "SELECT status, value FROM answers WHERE partnership = ? AND term = ? AND kind = 'answer'"
    " AND day_from <= ? AND day_to >= ? AND known_from <= ? AND known_to >= ?"
)
_NOW = f"{_ON} AND until = {HEAD}"
_THEN = f"{_ON} AND since <= ? AND until > ?"
_VERSION = "SELECT max(version) FROM log WHERE partnership = ? AND recorded <= ?"

ALL = (
    "SELECT partnership, term, status, value FROM answers_now"
    f" WHERE ? BETWEEN effective_from AND effective_to AND known_to = '{LAST}'"
)
"""All terms of all partnerships on a day."""

SCRIPT = f"""
import sys, sqlite3
file, whom, day = sys.argv[1:]
for row in sqlite3.connect(f"file:{{file}}?mode=ro", uri=True).execute(
    "SELECT term, status, value FROM answers WHERE partnership = ? AND kind = 'answer'"
    " AND until = {HEAD} AND ? BETWEEN day_from AND day_to AND known_to = '{LAST}'", (whom, day)):
    print(*row)
"""
"""The question without other cuts, as a program of a dozen lines."""

Answers = dict[str, tuple[str, str | None]]


def asked(execute: Execute, asked: Question, terms: int, mark: str = "?") -> Answers:
    """Return the status and the value of each term."""
    whom, on = slug(asked.partnership), date.fromordinal(asked.on).isoformat()
    known = LAST if asked.known is None else date.fromordinal(asked.known).isoformat()
    sql, cut = _NOW, tuple[object, ...]()
    if asked.recorded is not None:
        by = (whom, instant(asked.recorded))
        ((version,),) = execute(_VERSION.replace("?", mark), by)
        sql, cut = _THEN, (version, version)
    sql = sql.replace("?", mark)
    found: Answers = {}
    for name in map(term, range(terms)):
        for status, value in execute(sql, (whom, name, on, on, known, known, *cut)):
            found[name] = (status, value)
    return found
