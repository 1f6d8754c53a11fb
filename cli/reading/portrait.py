"""A portrait of a partnership on a day: its terms, by the rows of their answers."""

from collections.abc import Sequence
from typing import NamedTuple

from cli.reading.session import Asked, asked
from events.model.dates import Date
from timeline.rule.answer import Answer


class Portrait(NamedTuple):
    """The *answers*, and what is seen of the partnership besides.

    *unannounced* are the terms that are not set only because what set them was not public.
    """

    view: Asked
    answers: Sequence[Answer]
    unannounced: frozenset[str] = frozenset()


def portrait(
    db: str | None,
    partnership: str | None,
    on: Date,
    *,
    known: Date | None = None,
    recorded: str | None = None,
    globs: Sequence[str] = (),
) -> Portrait:
    """Return the terms of *partnership* on *on* that one of *globs* matches, or all there are.

    The clocks are cut at *known* and at the instant *recorded*.
    """
    seen = asked(db, partnership, globs, known=known, recorded=recorded, on=on)
    return portrayed(seen, on, globs)


def portrayed(seen: Asked, on: Date, globs: Sequence[str] = ()) -> Portrait:
    """Return what `portrait` does of a partnership that was read."""
    answers = [seen.lines.answer(term, on) for term in seen.terms]
    hidden = _unannounced(seen, answers, on) if seen.known and globs else frozenset[str]()
    return Portrait(seen, answers, hidden)


def _unannounced(seen: Asked, answers: Sequence[Answer], on: Date) -> frozenset[str]:
    """Name the terms that are not set only because what set them was not public.

    Only whoever asks about one is told so: in a list of all it would give the later news away.
    """
    every = seen.answers.known(None)
    unset = [one.term.key for one in answers if one.status == "not-set"]
    return frozenset(term for term in unset if every.answer(term, on).status != "not-set")
