"""Answer a plain question from the stored rows of its day, or leave it to the general program."""

from __future__ import annotations

import datetime
import sqlite3

from cli.fast.answers import answer_of, versions_of
from cli.fast.data_folder import default_database
from cli.fast.globs import matches
from cli.fast.log import AsideError, Log
from cli.fast.page import opening, page
from cli.fast.record import FAR, Steps, Vocabulary
from cli.typed_values import today
from events.dates.dates import day
from events.errors import TimelineError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from cli.fast.arguments import Asked
    from events.dates.dates import Date

EVER = "9999-12-31"
"""The day that rows store for an open end."""

FIRST, LAST = datetime.date(1, 1, 3), datetime.date(9999, 12, 28)
"""A day strictly between these is never the open end of a row."""


def answer(asked: Asked) -> str | None:
    """Return the output of `as-of` for the question *asked*, or None if it is not a plain one."""
    on = asked.date or day(today())
    if not on.is_day or asked.form != "text" or (asked.known and asked.globs):
        return None
    try:
        db = default_database() if asked.db is None else asked.db
        with Log(db, asked.partnership, asked.recorded) as log:
            return _page(asked, on, log)
    except (AsideError, TimelineError, sqlite3.Error, OSError):
        return None  # The general program reports what is wrong.
    except (AttributeError, LookupError, RecursionError, TypeError, ValueError):
        return None  # An altered log can raise any of these.


def _page(asked: Asked, on: Date, log: Log) -> str:
    exact = _inside(on.earliest)
    known = _inside(asked.known.earliest) if asked.known else None
    words = Vocabulary(log)
    edges = exact.isoformat(), known.isoformat() if known else EVER
    rows = log.rows(_chosen(words, asked.globs), *edges)
    versions = {version for own in rows.values() for version in versions_of(own)}
    cut, asked_on = known.toordinal() if known else FAR, exact.toordinal()
    steps = Steps(log, words, versions, cut, asked_on, is_citing=asked.sources)
    answers = [answer_of(words.terms[term], own, steps) for term, own in rows.items()]
    for one in answers:
        since = words.covered_from(one.term.key)
        if one.status == "not-set" and since and since.earliest and exact < since.earliest:
            one.status = "not-covered"
    above = opening(words.title or log.slug, on, asked.known, asked.recorded, words.covered)
    sources = _cited if asked.sources else _nothing
    return "\n".join(page(above, answers, _higher, sources, words.named))


def _inside(day: datetime.date | None) -> datetime.date:
    """Return *day*. Raises AsideError at the ends of the calendar, which are open ends in rows."""
    if day is None or not FIRST < day < LAST:
        raise AsideError
    return day


def _chosen(words: Vocabulary, globs: Sequence[str]) -> list[str]:
    if not globs:
        return [term for term in words.terms if term not in words.retired]
    if not all(any(matches(term, glob) for term in words.terms) for glob in globs):
        raise AsideError
    return [term for term in words.terms if any(matches(term, glob) for glob in globs)]


def _higher(one: Any) -> Iterable[Any]:
    found: Iterable[Any] = one.replaced
    return found


def _cited(one: Any) -> Iterable[Any]:
    steps = (each.deciding for each in (one.decided, *one.possible) if each)
    return {source.key: source for step in steps if step for source in step.sources()}.values()


def _nothing(_: Any) -> Iterable[Any]:
    return ()
