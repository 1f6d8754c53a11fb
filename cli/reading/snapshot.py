"""Read the answers of the terms of a partnership on a day."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.reading.session import Asked, asked
from events.dates.dates import Date
from timeline.rule.answer import Answer


class Snapshot(NamedTuple):
    """The *answers* of one day, and the *view* of the partnership from which they were read.

    *unannounced* are the terms that had been set by that day, but not yet in public.
    """

    view: Asked
    answers: Sequence[Answer]
    unannounced: frozenset[str] = frozenset()


def snapshot_on(
    db: str | None,
    partnership: str | None,
    on: Date,
    *,
    known: Date | None = None,
    recorded: str | None = None,
    globs: Sequence[str] = (),
) -> Snapshot:
    """Read the answers of *partnership* in *db* on the day *on*.

    Only the terms matched by *globs* (default: all) are read. The clocks are cut at the day *known*
    and at the instant *recorded*.
    """
    seen = asked(db, partnership, globs, known=known, recorded=recorded, on=on)
    return snapshot_of(seen, on, globs)


def snapshot_of(seen: Asked, on: Date, globs: Sequence[str] = ()) -> Snapshot:
    """Return the answers on the day *on* of *seen*, a partnership already read with *globs*."""
    answers = [seen.lines.answer(term, on) for term in seen.terms]
    hidden = _unannounced(seen, answers, on) if seen.known and globs else frozenset[str]()
    return Snapshot(seen, answers, hidden)


def _unannounced(seen: Asked, answers: Sequence[Answer], on: Date) -> frozenset[str]:
    """Return the terms that are only unset because the events that set them were not public.

    The caller tells this only to users who ask about certain terms: in a list of all terms it would
    give away later news.
    """
    every = seen.answers.known(None)
    unset = [one.term.key for one in answers if one.status == "not-set"]
    return frozenset(term for term in unset if every.answer(term, on).status != "not-set")
